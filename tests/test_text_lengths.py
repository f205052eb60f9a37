"""Each text is one or two segments long with what usually stands in it; what is longer has its name here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.engine.placeholders import PLACEHOLDERS
from bot.locale import LANGUAGES
from bot.telephony import count_segments, sms_text
from tests.conftest import ROOT

FOLDERS = (ROOT / "flows", ROOT / "bot" / "conversation" / "apology_flows")
MOST = 2
LONGER = {"script", "topic"}  # what a supporter reads out, and the background that they asked for

# What usually stands for a placeholder, or as many characters; those left out are empty but for a special case.
TYPICAL: dict[str, str | int] = {
    "organization": "Patchline",
    "contact": "Ana, 253-555-0142",
    "number": "206-555-0100",
    "keyword": "SANCTUARY",
    "title": "Sanctuary cities and states",
    "intro": 200,
    "ask": 140,
    "programme": "Sanctuary alerts",
    "frequency": "hasta 4 mensajes al mes",
    "link": "https://call.example.org/c/sanctuary",
    "zip": "98402",
    "new_zip": "98101",
    "city": "Tacoma",
    "home": "Tacoma (98402)",
    "officials": 200,
    "official": "State Senator Yasmin Trudeau",
    "phone": "360-786-7652",
    "where": "in Tacoma",
    "log": "Our log says that the line was busy.",
    "opening": "tomorrow at 9 AM",
    "script": 400,
    "done": "1",
    "total": "3",
    "choices": 80,
    "keys": "1-5",
    "topic": 380,
    "more": 200,
    "alert": "1,400 people, 1 segment, $12, 5 min.",
    "code": "123456",
    "problem": 80,
    "held": 110,
    "kept_texts": "30",
    "kept_threads": "90",
    "campaigns": 80,
    "other_languages": "(Para español: ESPANOL)",
    "language_words": "ESPANOL, ",
}
USUAL = {name: "m" * given if isinstance(given := TYPICAL.get(name, ""), int) else given for name in PLACEHOLDERS}


def _texts() -> Iterator[Any]:
    for path in sorted(file for folder in FOLDERS for file in folder.glob("*.yaml")):
        flow = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        for name, by_language in flow["texts"].items():
            if "sms" in flow["channels"] and name not in LONGER:
                yield pytest.param(by_language, id=f"{path.parent.name}-{path.stem}-{name}")


@pytest.mark.parametrize("text", list(_texts()))
def test_text_is_usually_one_or_two_segments(text: dict[str, Any]) -> None:
    for language in LANGUAGES:
        words = text[language].get("sms", "") if isinstance(text[language], dict) else text[language]
        assert count_segments(sms_text(words.format_map(USUAL))).count <= MOST, f"{language}: {words}"


def test_longer_texts_are_there() -> None:
    flow = YAML(typ="safe", pure=True).load(Path(ROOT / "flows" / "text.yaml").read_text(encoding="utf-8"))
    assert flow["texts"].keys() >= LONGER
