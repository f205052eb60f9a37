"""Who may be texted: the words for stop, start and help, and the ledger that keeps what was said."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.models import Consent, Supporter
from bot.people.unsaid_doubts import take_silence_for_a_stop
from bot.reading import EVERYTHING, OWN_WORDS, PROVIDER_WORDS
from tests.carrier import EACH_PROVIDER, LiveProvider, running
from tests.conftest import EACH_DATABASE, Bot, wiped
from tests.live_phone import LivePhone
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


@pytest.fixture(scope="module", params=EACH_DATABASE)
def kind(request: pytest.FixtureRequest) -> str:
    """Of the database."""
    return str(request.param)


@pytest.fixture(scope="module", params=EACH_PROVIDER)
def provider(request: pytest.FixtureRequest) -> LiveProvider:
    """Whom the bot has its account with: what is agreed to and withdrawn is the same at each."""
    found: LiveProvider = request.param
    return found


@pytest.fixture(scope="module")
def live(kind: str, provider: LiveProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running(kind, tmp_path_factory.mktemp("consent"), **provider.live) as bot:
        yield bot


@pytest.fixture
def bot(live: Bot) -> Bot:
    return wiped(live)


@pytest.fixture
def phone(bot: Bot, provider: LiveProvider) -> LivePhone:
    return LivePhone(bot, provider, "+12535550142")


def test_ledger_grows_by_each_change_and_by_nothing_else(bot: Bot, phone: LivePhone) -> None:
    for body in ("SANCTUARY 98402", "START", "Stop!", "STOP", "hello?", "HELP", "UNSTOP", "START", "quit"):
        phone.text(body)
    assert ledger(bot) == [
        (EVERYTHING, "withdrawn", "Stop!", "sms", "keyword"),
        (EVERYTHING, "granted", "UNSTOP", "sms", "keyword"),
        (EVERYTHING, "withdrawn", "quit", "sms", "keyword"),
    ]


def test_plain_words_are_kept_as_they_were_said(bot: Bot, phone: LivePhone) -> None:
    words = "Hi, I support you, but please take me off your list. Thanks"
    for body in ("SANCTUARY 98402", words, "stop texting me", "START", "this is spam", "Yes"):
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
    bot: Bot, phone: LivePhone, body: str, kept: tuple[str, str]
) -> None:
    assert phone.text(body, OptOutType="STOP").said == []
    assert [(row[2], row[4]) for row in ledger(bot)] == [kept]
    assert "you asked for no texts" in phone.text("hello?").text


def test_yes_that_the_provider_took_for_a_start_is_a_stop_where_that_was_the_question(bot: Bot, phone: LivePhone) -> None:
    phone.text("this is spam")
    assert "unsubscribed" in phone.text("YES", OptOutType="START").text
    assert [row[1] for row in ledger(bot)] == ["withdrawn"]


def test_yes_later_on_is_no_answer_to_that_question(bot: Bot, phone: LivePhone) -> None:
    for body in ("SANCTUARY 98402", "this is spam", "LIST", "yes"):
        phone.text(body)
    assert ledger(bot) == []


# --- In doubt --------------------------------------------------------------------------------------------------------------

QUESTION = "Do you want no more texts or calls from us?"


def in_doubt(bot: Bot) -> bool:
    with bot.parts.database.read() as connection:
        return connection.execute(select(Supporter.doubted_at)).scalar_one() is not None


def a_day_later(bot: Bot, **more: float) -> None:
    bot.clock.now += timedelta(days=1, **more)
    take_silence_for_a_stop(bot.parts.database, bot.parts.phone_cipher, bot.clock.now)


def test_silence_to_the_question_ends_the_alerts_and_not_the_conversation(bot: Bot, phone: LivePhone) -> None:
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")
    assert QUESTION in phone.text("this is spam").text
    assert in_doubt(bot)
    a_day_later(bot, minutes=-1)
    assert in_doubt(bot)
    a_day_later(bot)
    assert not in_doubt(bot)
    assert ledger(bot)[-1] == ("sanctuary", "withdrawn", "", "sms", "silence")
    assert "Your officials" in phone.text("LIST").text  # they began to talk, and may go on
    phone.text("JOIN")
    assert ledger(bot)[-1][:2] == ("sanctuary", "granted")


# After SANCTUARY and JOIN, what they say, and whether they are in doubt then.
SAID = [
    (["this is spam", "LIST"], False),
    (["this is spam", "asdfgh"], True),
    (["this is spam", "too many texts"], True),
    (["this is spam", "JOIN"], False),
    (["this is spam", "STOP"], False),
    (["this is spam", "HELP"], True),
    (["this is spam", "HELP", "LIST"], False),
    (["LIST"], False),
]


def test_who_says_something_we_understand_is_in_doubt_no_more(bot: Bot, provider: LiveProvider) -> None:
    for number, (said, _) in enumerate(SAID):
        phone = LivePhone(bot, provider, f"+125355501{number:02}")
        for body in ("SANCTUARY 98402", "JOIN", *said):
            phone.text(body)
    with bot.parts.database.read() as connection:
        doubted = connection.execute(select(Supporter.doubted_at).order_by(Supporter.id)).scalars().all()
    assert [at is not None for at in doubted] == [is_doubted for _, is_doubted in SAID]


def test_who_answers_after_a_day_has_no_alerts_by_then(bot: Bot, phone: LivePhone) -> None:
    for body in ("SANCTUARY 98402", "JOIN", "this is spam"):
        phone.text(body)
    bot.clock.now += timedelta(days=1)
    phone.text("LIST")
    assert in_doubt(bot)
    a_day_later(bot)
    assert ledger(bot)[-1] == ("sanctuary", "withdrawn", "", "sms", "silence")


# After JOIN SANCTUARY: kinds of texts, and whether they stop, are asked about, or neither.
KINDS = [
    ("STOP PROMO", "asked"),
    ("Stop 2", "asked"),
    ("wrong number", "asked"),
    ("número equivocado", "asked"),
    ("unsubscribe my mom", "asked"),
    ("they said stop calling", ""),
    ("she told me to take them off the list", ""),
    ("no dejen de mandarme mensajes", ""),
    ("I don't want to stop getting these", ""),
    ("stop the raids", ""),
    ("basta", "stopped"),
    ("count me out", "stopped"),
    ("I'm getting too many texts, stop", "stopped"),
    ("yo stop hitting me up", "stopped"),
    ("cómo me salgo", "stopped"),
    ("text me again and I report you", "stopped"),
]


def test_kinds_of_texts_are_obeyed_asked_about_or_neither(bot: Bot, provider: LiveProvider) -> None:
    became = []
    for number, (body, _) in enumerate(KINDS):
        phone = LivePhone(bot, provider, f"+125355501{number:02}")
        phone.text("JOIN SANCTUARY")
        said = phone.text(body).text
        stopped, asked = "START" in said, QUESTION in said or "¿Quiere que ya no" in said
        became.append((body, "asked" if asked else "stopped" if stopped else ""))
    assert became == KINDS


def test_stop_before_anything_else_is_kept(bot: Bot, phone: LivePhone) -> None:
    assert "unsubscribed" in phone.text("STOP").text
    assert ledger(bot) == [(EVERYTHING, "withdrawn", "STOP", "sms", "keyword")]
    assert "START" in phone.text("SANCTUARY 98402").text


def test_stop_is_confirmed_once_and_then_met_with_silence(bot: Bot, phone: LivePhone) -> None:
    phone.text("SANCTUARY 98402")
    assert [bool(phone.text("STOP").said) for _ in range(3)] == [True, False, False]


def test_stop_of_one_is_nobody_elses(bot: Bot, phone: LivePhone, provider: LiveProvider) -> None:
    other = LivePhone(bot, provider, "+12535550143")
    for each in (phone, other):
        each.text("SANCTUARY 98402")
    phone.text("STOP")
    assert "START" in phone.text("LIST").text
    assert "START" not in other.text("LIST").text


def test_joining_a_campaign_is_kept_with_its_words_and_a_stop_comes_after_it(bot: Bot, phone: LivePhone) -> None:
    for body in ("SANCTUARY 98402", "JOIN", "STOP"):
        phone.text(body)
    assert ledger(bot) == [
        ("sanctuary", "granted", "JOIN", "sms", "keyword"),
        (EVERYTHING, "withdrawn", "STOP", "sms", "keyword"),
    ]
