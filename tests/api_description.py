"""The description of the API as docs/ keeps it; `python -m tests.api_description` writes it anew."""

from pathlib import Path

from bot.web.api.app import OPERATIONS
from bot.web.api.description import describe_api

KEPT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"

if __name__ == "__main__":
    KEPT.write_text(describe_api(OPERATIONS), encoding="utf-8")
