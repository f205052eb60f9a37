"""Who calls is not proven by a number: what a caller is told and can do, by what their carrier says of the number they show."""

import re

import pytest
from sqlalchemy import select, text

from bot.models import Call
from bot.simulation.phone import Heard, Phone
from tests.carrier import contents
from tests.conftest import ONE_DATABASE, Bot, Start

KNOWS, ASKS = "Do you still live in Tacoma", "five digits of your home ZIP code"
PROVEN = "TN-Validation-Passed-A"
# What the carrier says -> is the caller the one whom the number tells?
SAID = {
    PROVEN: True,
    "TN-Validation-Passed-B": False,
    "TN-Validation-Passed-C": False,
    "TN-Validation-Passed": False,
    "TN-Validation-Failed-A": False,
    "TN-Validation-Failed": False,
    "No-TN-Validation": False,
    "": False,
    "tn-validation-passed-a ": False,
    "TN-Validation-Passed-A\0": False,
    "ñ" * 300: False,
}


def shown_to_office(heard: Heard) -> str:
    """The caller's number, as the office sees it."""
    found = re.search(rb'callerId="([^"]*)"', heard.raw)
    return found[1].decode() if found else ""


def to_the_governor(phone: Phone, attestation: str) -> Heard:
    """The words that come before the dial, up to being connected."""
    phone.dial(attestation=attestation)
    if KNOWS in phone.press("1").text:
        phone.press("1")
    else:
        phone.press("98402")
    return phone.press("1")


@pytest.mark.parametrize("said", SAID, ids=lambda said: ascii(said[:30]))
def test_caller_is_known_only_by_a_number_proven_to_be_theirs(said: str, bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    before = contents(bot)
    phone.dial(attestation=said)
    assert (KNOWS if SAID[said] else ASKS) in phone.press("1").text
    phone.press("1" if SAID[said] else "60614")
    phone.hang_up()
    if not SAID[said]:
        assert contents(bot)["supporters"] == before["supporters"], "nothing of theirs was changed, nothing of the call stays"
        assert phone.messages() == [], "they hear nothing of a call that was not theirs"


@pytest.mark.parametrize(("said", "is_known", "shows"), [(PROVEN, True, True), ("", True, False), ("", False, False)])
def test_office_sees_the_callers_number_only_where_it_is_proven(said: str, is_known: bool, shows: bool, bot: Bot) -> None:
    phone = bot.phone()
    if is_known:
        phone.text("SANCTUARY 98402")
    heard = to_the_governor(phone, said)
    assert heard.line and shown_to_office(heard) == (phone.number if shows else bot.parts.settings.number)


def test_who_was_new_when_the_call_began_goes_on_with_it(bot: Bot) -> None:
    phone = bot.phone()
    assert to_the_governor(phone, "").line
    phone.line("answered")
    phone.hang_up()
    assert bot.count("supporters") == 1
    phone.dial(attestation="")
    assert ASKS in phone.press("1").text, "the next call may be anybody's"


def test_forged_number_leaves_nobody_behind(bot: Bot) -> None:
    phone = bot.phone()
    assert to_the_governor(phone, "TN-Validation-Failed-A").line
    phone.line("answered")
    phone.press("1")
    phone.hang_up()
    assert bot.count("supporters") == 0
    with bot.parts.database.read() as connection:
        assert connection.execute(select(Call.key, Call.supporter_id)).all() == [(None, None)]


def test_steps_of_a_call_go_on_where_the_carrier_says_it_but_once(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    for first in (PROVEN, "TN-Validation-Failed-A"):
        phone.dial(attestation=first)
        phone.carrier_says("")
        assert (KNOWS if first == PROVEN else ASKS) in phone.press("1").text
        phone.press("1" if first == PROVEN else "98402")
        heard = phone.press("1")
        assert heard.line and shown_to_office(heard) == (phone.number if first == PROVEN else bot.parts.settings.number)
        phone.line("busy")
        phone.hang_up()


def test_number_that_is_not_proven_has_limits_of_its_own(bot: Bot) -> None:
    phone, other = bot.phone(), bot.phone()
    for each in (phone, other):
        each.text("SANCTUARY 98402")
        assert to_the_governor(each, "").line
        each.line("answered")
        each.hang_up()
    again = to_the_governor(phone, "")
    assert not again.line, "the same official once a day"
    phone.hang_up()
    assert to_the_governor(phone, PROVEN).line, "what somebody did with their number binds nobody"


@pytest.mark.parametrize("database_url", ONE_DATABASE, indirect=True)
def test_all_numbers_are_trusted_where_that_is_set(start: Start) -> None:
    bot = start(trust_caller_ids=True)
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.dial(attestation="")
    assert KNOWS in phone.press("1").text


def test_call_of_somebody_with_their_number_sends_them_no_text_when_it_ends(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.messages()
    assert to_the_governor(phone, "").line
    phone.line("answered")
    phone.hang_up()
    assert phone.messages() == []
    assert to_the_governor(phone, PROVEN).line
    phone.line("answered")
    phone.hang_up()
    assert phone.messages(), "of their own call they are asked how it went"
    with bot.parts.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM calls WHERE supporter_id IS NOT NULL")).scalar() == 1
