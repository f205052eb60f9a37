"""Every Spanish sentence that the bot says, and which of them go out as a text. Holds no test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conftest import ROOT

FLOWS = (ROOT / "flows", ROOT / "bot" / "conversation" / "apology_flows")
ONLY_READ = (
    ".policy.",
    ".page.",
    ".language.",
    ".grammar.",
    ".key.",
    ".call.",
)  # sections of the catalogue that no text is made of


def _read(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _leaves(each, f"{key}.{name}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _leaves(each, f"{key}.{place}")


def all_spanish() -> Iterator[tuple[str, str, bool]]:
    """Where a sentence stands, the sentence, and whether it goes out as a text."""
    for path in sorted(file for folder in FLOWS for file in folder.glob("*.yaml")):
        flow = _read(path)
        for name, text in flow["texts"].items():
            spoken = text["es"] if isinstance(text["es"], dict) else dict.fromkeys(flow["channels"], text["es"])
            for channel, words in spoken.items():
                yield f"{path.parent.name}/{path.name}: {name} ({channel})", words, channel == "sms"
    for key, words in _leaves(_read(ROOT / "bot" / "locale" / "es.yaml")):
        yield f"es.yaml: {key[1:]}", words, not f"{key}.".startswith(ONLY_READ) and not key.endswith((".page", ".aloud"))
    for path in sorted((ROOT / "data" / "campaigns").glob("*.yaml")):
        campaign = _read(path)
        for key, words in _leaves(campaign["words"]["es"]):
            yield f"{path.name}: {key[1:]}", words, not key.endswith((".page", ".voice", ".key"))
