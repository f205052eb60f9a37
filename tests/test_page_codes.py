"""A page's code that comes when its campaign is closed by now: it signs up nobody, rings nobody, and counts for nothing."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.models import Consent
from tests import test_page_calls, test_sign_ups
from tests.carrier import one, rows
from tests.conftest import ROOT, Bot, Start, data_with
from tests.test_campaign_versions import campaigns

NUMBER, SOMEBODY = "+12535550142", "+13605550142"
REF = "ref=newsletter"
INSIDE = "SELECT count(*) FROM supporters WHERE campaign = 'sanctuary'"


@pytest.fixture
def served(start: Start) -> Bot:
    """A bot that texts no typed number any more today, with its campaigns in the database."""
    bot = start(sign_ups_a_day=1, page_calls_a_day=1)
    bot.parts.files.keep(bot.clock())
    bot.parts.served_campaigns.look()
    test_sign_ups.sent(bot, SOMEBODY)
    test_page_calls.ask(bot, SOMEBODY)
    return bot


def join_code(bot: Bot, language: str = "en") -> str:
    return test_sign_ups.words_asked_for(test_sign_ups.sent(bot, path=f"/c/sanctuary?{REF}&lang={language}"))


def call_code(bot: Bot, language: str = "en") -> str:
    return test_page_calls.words_asked_for(test_page_calls.ask(bot, page=f"{test_page_calls.PAGE}&{REF}&lang={language}"))


UNCHANGED = ("consents", "subscriptions", "referral_days", "page_requests", "call_sheets")
CODES = {"JOIN": join_code, "CALL": call_code}


def becomes(bot: Bot, state: str) -> None:
    """What the campaign is by now."""
    status, printed = campaigns(bot, state, "sanctuary")
    assert status == 0, printed
    bot.parts.served_campaigns.look()


CLOSED = [
    pytest.param("pause", "en", '"Sanctuary cities and states" is paused for now', id="paused"),
    pytest.param("end", "en", '"Sanctuary cities and states" is over', id="ended"),
    pytest.param("pause", "es", "en pausa", id="paused, of a page in Spanish"),
]


@pytest.mark.parametrize("form", CODES)
@pytest.mark.parametrize(("state", "language", "told"), CLOSED)
@pytest.mark.parametrize("before", ["", "TRUST 98402"], ids=["a new phone", "who is in another campaign"])
def test_code_of_a_closed_campaign_is_told_so_and_does_nothing(
    served: Bot, form: str, state: str, language: str, told: str, before: str
) -> None:
    phone = served.phone(NUMBER)
    if before:
        phone.text(before)
    code = CODES[form](served, language)
    becomes(served, state)
    there, inside = rows(served), one(served, INSIDE)
    assert told in phone.text(code).text
    now = rows(served)
    for table in UNCHANGED:
        assert now[table] == there[table], table
    assert test_page_calls.calls_to_place(served) == []
    assert one(served, INSIDE) == inside
    if state == "pause":
        becomes(served, "resume")
        phone.text(code)
        assert one(served, INSIDE) == int(str(inside)) + 1, "it holds for its hour"


@pytest.mark.parametrize("form", CODES)
def test_code_of_a_campaign_that_is_gone_signs_up_for_no_other(start: Start, tmp_path: Path, form: str) -> None:
    bot = start(sign_ups_a_day=1, page_calls_a_day=1)
    test_sign_ups.sent(bot, SOMEBODY)
    test_page_calls.ask(bot, SOMEBODY)
    code = CODES[form](bot)
    later = start(data_dir=data_with(tmp_path / "data", ROOT / "data" / "campaigns" / "trust-act.yaml"))
    phone = later.phone(NUMBER)
    phone.text("TRUST 98402")
    there = rows(later)
    assert "there is no campaign" in phone.text(code).text
    now = rows(later)
    for table in UNCHANGED:
        assert now[table] == there[table], table
    assert test_page_calls.calls_to_place(later) == []


@pytest.mark.parametrize("form", CODES)
def test_code_of_a_closed_campaign_brings_nobody_back_who_stopped(served: Bot, form: str) -> None:
    phone = served.phone(NUMBER)
    phone.text("STOP")
    code = CODES[form](served)
    becomes(served, "pause")
    phone.text(code)
    with served.parts.database.read() as connection:
        acts = connection.execute(select(Consent.act).where(Consent.channel == "sms")).scalars().all()
    assert acts == ["withdrawn"]


def test_code_names_its_own_campaign_to_who_is_in_a_paused_one(served: Bot) -> None:
    phone = served.phone(NUMBER)
    phone.text("TRUST 98402")
    code = join_code(served)
    assert campaigns(served, "pause", "trust-act")[0] == 0
    served.parts.served_campaigns.look()
    assert test_sign_ups.JOINED in phone.text(code).text
    assert test_sign_ups.states(served)[NUMBER] == "active"
