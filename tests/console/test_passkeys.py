"""Passkeys: where they can be made, and answers of a browser that are none."""

import pytest

from bot.accounts.passkeys import site_of
from tests.conftest import ONE_DATABASE, Bot, Start
from tests.console.conftest import Organizers, Visitor

SITES = [
    ("https://bot.example.org", ("bot.example.org", "https://bot.example.org")),
    ("https://bot.example.org:8443", ("bot.example.org", "https://bot.example.org:8443")),
    ("http://localhost:8000", ("localhost", "http://localhost:8000")),
    ("http://127.0.0.1:8000", None),
    ("http://bot.example.org", None),
    ("https://192.0.2.7", None),
]


@pytest.mark.parametrize(("url", "expected"), SITES)
def test_passkeys_are_made_where_browsers_make_them(url: str, expected: tuple[str, str] | None) -> None:
    found = site_of(url, "Patchline")
    assert (found and (found.host, found.origin)) == expected


ANSWERS = ["", "{}", "null", "[]", '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}', "x" * 50_000, "\u202e"]


@pytest.mark.parametrize("said", ANSWERS, ids=lambda said: said[:12])
def test_answer_that_is_no_passkey_changes_nothing(start: Start, said: str) -> None:
    bot = start(public_url="http://localhost:8000")
    visitor = Organizers(bot).signed_in("owner")
    assert visitor.post("/me/passkeys/options").status_code == 200
    assert visitor.post("/me/passkeys", {"said": said}).status_code == 400
    assert bot.count("passkeys") == 0


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_passkey_is_asked_of_nobody_who_gave_no_password(bot: Bot) -> None:
    visitor = Visitor(bot)
    assert visitor.post("/sign-in/passkey/options").status_code == 404, "no site for passkeys"
    assert visitor.post("/sign-in/passkey", {"said": "{}"}).status_code == 404
