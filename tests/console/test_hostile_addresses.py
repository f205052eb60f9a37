"""Addresses and forms as no browser sends them: numbers that no table holds, days that no calendar has, odd characters."""

import re
from urllib.parse import urlencode

import pytest

from bot.runtime import CONSOLE
from bot.web.console.access import ROUTES
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Visitor
from tests.console.test_access import FILLED

HUGE = str(2**70)
# What would end the visit, or takes long.
ENDS = ("sign_in.sign_out", "account.end_session", "demo.make", "sign_in.use_link")
ASKED = (
    "after", "at", "based_on", "before", "campaign", "days", "from", "id", "lang", "language", "last_answer", "like", "line",
    "name", "next", "number", "on", "phrase_of", "place", "show", "state", "thing", "to", "told", "trouble", "until", "version",
    "zip",
)  # fmt: skip
ODD = ("9999-12-31", "0001-01-01", "2026-02-30", "\u202e\0'\"<b>&%", "٣", "-1", HUGE, "//[", "x" * 5000)


def addresses(bot: Bot, number: str) -> list[tuple[str, str]]:
    """Every route that changes no visit: its method, and an address of it in which ids are this number."""
    filled = {**FILLED, "int": number}
    rules = bot.app.extensions[CONSOLE].console().url_map.iter_rules()
    return sorted(
        (method, re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: filled[found[1] or "default"], rule.rule))
        for rule in rules
        for method in rule.methods & {"GET", "POST"}
        if rule.endpoint in ROUTES and rule.endpoint not in ("static", *ENDS)
    )


@pytest.mark.parametrize("number", ["0", str(2**31 - 1), str(2**31), str(2**63), HUGE])
def test_id_that_no_table_holds_is_no_page(bot: Bot, owner: Visitor, number: str) -> None:
    wrong = []
    for method, path in addresses(bot, number):
        answer = owner.get(path) if method == "GET" else owner.post(path)
        if number in path and answer.status_code not in ((404,) if method == "GET" else (303, 400, 404)):
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong and owner.get("/").status_code == 200


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
@pytest.mark.parametrize("value", ODD, ids=lambda value: ascii(value)[:20])
def test_address_with_odd_values_is_a_page(bot: Bot, owner: Visitor, value: str) -> None:
    wrong, token = [], owner.token()
    asked = dict.fromkeys(ASKED, value)
    for method, path in addresses(bot, "1"):
        answer = owner.get(f"{path}?{urlencode(asked)}") if method == "GET" else owner.post(path, asked, token=token)
        if answer.status_code >= 500:
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong and owner.get("/").status_code == 200
