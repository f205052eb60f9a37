"""A campaign tried before its launch: the script as a text to the organizer's own phone, and read out by a call to it."""

import pytest
from sqlalchemy import text

from bot.simulation.phone import Phone
from tests.conftest import Bot
from tests.console.conftest import Organizers, Visitor, prove_phone, text_of
from tests.console.test_campaigns import ANSWERS

TEST: dict[str, object] = {"zip": "98402", "language": "en"}


@pytest.fixture
def tester(bot: Bot) -> Phone:
    """The phone of somebody who gets the alerts of another campaign."""
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN SANCTUARY")
    return phone


@pytest.fixture
def library(owner: Visitor, tester: Phone) -> Visitor:
    prove_phone(owner, tester)
    tester.messages()
    owner.post("/campaigns/new", ANSWERS)
    return owner


def tried(visitor: Visitor, **more: object) -> str:
    """What the page says once the test was asked for."""
    assert visitor.post("/campaigns/library/test", {**TEST, **more}).status_code == 303
    return text_of(visitor.get("/campaigns/library"))


def test_draft_is_tried_as_a_text_and_the_list_says_so(bot: Bot, library: Visitor, tester: Phone) -> None:
    assert "Version 1 was not tried on a phone yet." in text_of(library.get("/campaigns/library"))
    page = tried(library, kind="text")
    assert "The test is on its way to" in page and tester.number not in page
    sent = tester.messages()
    assert len(sent) == 1 and "Call State Senator" in sent[0] and "every branch opens six days a week" in sent[0]
    page = text_of(library.get("/campaigns/library"))
    assert f"Version 1: sent as a text to Ana, {bot.clock():%Y-%m-%d}" in page and "was not tried" not in page
    assert "LIBRARY" not in bot.phone().text("LIBRARY").text  # it is a draft as before


def test_draft_is_read_out_by_a_call_that_leads_nowhere_else(bot: Bot, library: Visitor, tester: Phone) -> None:
    before = bot.count("turns")
    assert "We call" in tried(library, kind="call")
    assert tester.rings
    heard = tester.answer()
    assert "every branch opens six days a week" in heard.text and not heard.goes_on and not heard.line
    tester.hang_up()
    bot.parts.upkeep.recover(bot.clock())
    assert tester.messages() == [] and bot.count("calls") == 0 and bot.count("turns") == before + 2
    assert "Version 1: read to Ana by a call" in text_of(library.get("/campaigns/library"))
    # Their own conversation stands where it was.
    assert "SCRIPT" in tester.text("98402").text or "Governor" in tester.text("SCRIPT").text


def test_call_speaks_the_language_that_was_asked_for(library: Visitor, tester: Phone) -> None:
    library.post("/campaigns/sanctuary/test", {**TEST, "kind": "call", "language": "es"})
    assert tester.rings and "vivo en Tacoma" in tester.answer().text


def test_call_that_cannot_be_placed_texts_nobody(bot: Bot, library: Visitor, tester: Phone) -> None:
    tester.refuse(voice_reachable=True)
    tried(library, kind="call")
    bot.parts.outbox.wait()
    bot.parts.upkeep.recover(bot.clock())
    assert tester.messages() == []
    assert "the call to Ana could not be placed" in text_of(library.get("/campaigns/library"))


def test_test_goes_to_no_stranger(bot: Bot, library: Visitor, tester: Phone) -> None:
    stranger = bot.phone()
    for said in ("SANCTUARY 98402", "JOIN SANCTUARY"):
        stranger.text(said)
    stranger.messages()
    assert "on its way" in tried(library, kind="text", phone=stranger.number), "a number that is sent along counts for nothing"
    assert stranger.messages() == [] and len(tester.messages()) == 1
    library.post("/me/phone", {"phone": stranger.number})
    assert "on its way" in tried(library, kind="text"), "a number that was only typed is nobody's: the proven one stays"
    assert stranger.messages() == [] and len(tester.messages()) == 1
    tester.text("STOP")
    tester.messages()
    assert "that phone said STOP" in tried(library, kind="text")
    assert bot.count("campaign_tests") == 2 and stranger.messages() == [] and tester.messages() == []


def test_trials_are_limited_and_stand_in_the_log(bot: Bot, library: Visitor, tester: Phone) -> None:
    pages = [tried(library, kind="text") for _ in range(6)]
    assert "is on its way" in pages[4] and "five tests in ten minutes are enough" in pages[5]
    assert bot.count("campaign_tests") == 5
    with bot.parts.database.read() as connection:
        acts = connection.execute(text("SELECT count(*) FROM audit_entries WHERE act = 'campaign_tested'")).scalar()
    assert acts == 5


def test_captain_may_try_none(organizers: Organizers, library: Visitor, tester: Phone) -> None:
    assert organizers.signed_in("captain").post("/campaigns/library/test", TEST).status_code == 403
