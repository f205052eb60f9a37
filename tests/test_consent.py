"""Who may be texted: the words for stop, start and help, and the ledger that keeps what was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.models import Consent
from bot.reading import EVERYTHING, OWN_WORDS, PROVIDER_WORDS
from tests.conftest import Bot
from tests.opt_out import read_wish


@pytest.mark.parametrize("word", sorted(PROVIDER_WORDS | OWN_WORDS))
@pytest.mark.parametrize("write", [str.upper, str.lower, str.title, lambda word: f" {word}! \n", lambda word: f"“{word}.”"])
def test_word_alone_is_a_wish_however_it_is_written(word: str, write: object) -> None:
    wish = (PROVIDER_WORDS | OWN_WORDS)[word]
    assert read_wish(write(word), stopped=True) == wish  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "please go on",
        "stop sign",
        "can you stop the detention",
        "start over",
        "yes we can",
        "1",
        "98402",
    ],
)
@pytest.mark.parametrize("stopped", [True, False])
def test_other_texts_are_no_wish(text: str, stopped: bool) -> None:
    assert read_wish(text, stopped=stopped) is None


def test_yes_is_a_wish_only_of_who_stopped() -> None:
    assert (read_wish("YES", stopped=True), read_wish("YES", stopped=False)) == ("start", None)


@given(st.text(max_size=100), st.booleans())
def test_any_text_can_be_read(text: str, stopped: bool) -> None:
    assert read_wish(text, stopped=stopped) in {None, "stop", "doubt", "start", "help"}


def ledger(bot: Bot) -> list[tuple[str, bool, str, str, str]]:
    with bot.parts.database.read() as connection:
        rows = connection.execute(select(Consent.__table__).order_by(Consent.id)).all()
    return [(row.programme, row.act, row.words, row.channel, row.source) for row in rows]


def test_ledger_grows_by_each_change_and_by_nothing_else(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("SANCTUARY 98402", "START", "Stop!", "STOP", "hello?", "HELP", "UNSTOP", "START", "quit"):
        phone.text(body)
    assert ledger(bot) == [
        (EVERYTHING, "withdrawn", "Stop!", "sms", "keyword"),
        (EVERYTHING, "granted", "UNSTOP", "sms", "keyword"),
        (EVERYTHING, "withdrawn", "quit", "sms", "keyword"),
    ]


def test_plain_words_are_kept_as_they_were_said(bot: Bot) -> None:
    phone = bot.phone()
    words = "Hi, I support you, but please take me off your list. Thanks"
    for body in ("SANCTUARY 98402", words, "stop texting me", "START", "STOP IT", "Yes"):
        phone.text(body)
    assert ledger(bot) == [
        (EVERYTHING, "withdrawn", words, "sms", "words"),
        (EVERYTHING, "granted", "START", "sms", "keyword"),
        (EVERYTHING, "withdrawn", "Yes", "sms", "words"),
    ]


@pytest.mark.parametrize(
    ("body", "kept"), [("Ya no me manden", ("Ya no me manden", "carrier")), ("Adios amigos", ("Adios amigos", "carrier"))]
)
def test_what_the_provider_took_for_a_stop_is_kept_as_it_was_said_and_met_with_silence(
    bot: Bot, body: str, kept: tuple[str, str]
) -> None:
    phone = bot.phone()
    assert phone.text(body, OptOutType="STOP").said == []
    assert [(row[2], row[4]) for row in ledger(bot)] == [kept]
    assert "you asked for no texts" in phone.text("hello?").text


def test_yes_that_the_provider_took_for_a_start_is_a_stop_where_that_was_the_question(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("STOP IT")
    assert "unsubscribed" in phone.text("YES", OptOutType="START").text
    assert [row[1] for row in ledger(bot)] == ["withdrawn"]


def test_yes_later_on_is_no_answer_to_that_question(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("SANCTUARY 98402", "STOP IT", "LIST", "yes"):
        phone.text(body)
    assert ledger(bot) == []


def test_stop_before_anything_else_is_kept(bot: Bot) -> None:
    phone = bot.phone()
    assert "unsubscribed" in phone.text("STOP").text
    assert ledger(bot) == [(EVERYTHING, "withdrawn", "STOP", "sms", "keyword")]
    assert "START" in phone.text("SANCTUARY 98402").text


def test_stop_is_confirmed_once_and_then_met_with_silence(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    assert [bool(phone.text("STOP").said) for _ in range(3)] == [True, False, False]


def test_stop_of_one_is_nobody_elses(bot: Bot) -> None:
    one, other = bot.phone(), bot.phone()
    for phone in (one, other):
        phone.text("SANCTUARY 98402")
    one.text("STOP")
    other.text("CALL")
    other.messages()
    assert other.rings


def test_joining_a_campaign_is_kept_with_its_words_and_a_stop_comes_after_it(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("SANCTUARY 98402", "JOIN", "STOP"):
        phone.text(body)
    assert ledger(bot) == [
        ("sanctuary", "granted", "JOIN", "sms", "keyword"),
        (EVERYTHING, "withdrawn", "STOP", "sms", "keyword"),
    ]
