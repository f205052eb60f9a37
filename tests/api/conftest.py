"""A program without a screen at the API, and keys of every scope."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from bot.accounts.api_keys import SCOPES, Scope, make_key
from bot.broadcasts.kept_previews import keep_preview
from tests.conftest import Bot

V1 = "/api/v1"


@dataclass
class Program:
    """Another program, with its key; "" for none."""

    bot: Bot
    secret: str = ""

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        """One request; `path` begins after /api/v1. A POST gets an idempotency key of its own."""
        given = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        if method == "POST":
            given["Idempotency-Key"] = str(uuid.uuid4())
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.bot.app.test_client().open(f"{V1}{path}", method=method, headers=given, **data)  # type: ignore[arg-type]

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> TestResponse:
        return self.ask("POST", path, body, **headers)


def program_with(bot: Bot, *scopes: Scope, name: str = "Website", **given: Any) -> Program:
    """A program with a new key of these scopes."""
    with bot.parts.database.write() as connection:
        values = {"made_by": None, **given}
        _, secret = make_key(connection, name=name, scopes=scopes, now=bot.clock(), **values)
    return Program(bot, secret)


@pytest.fixture
def program(bot: Bot) -> Iterator[Program]:
    """A program whose key may everything."""
    yield program_with(bot, *SCOPES)


def make_preview(bot: Bot, id: int) -> None:
    """What the worker does who is asked for a preview."""
    parts = bot.parts
    keep_preview(parts.database, id, lambda: parts.previewer.preview_of_form(id, bot.clock()), bot.clock)


def read_rows(bot: Bot, table: str) -> list[dict[str, Any]]:
    """All rows of a table, in order."""
    with bot.parts.database.read() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()]
