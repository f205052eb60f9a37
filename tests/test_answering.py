"""Whom we answer no more: machines, who is not understood, who has had a day's replies. STOP always works."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.models import NotUnderstood
from bot.simulation.phone import Phone
from tests.conftest import Bot, Start

AUTO_REPLY = "Auto-Reply: I am busy and will answer later."
BEFORE = {
    "a stranger": [],
    "where a ZIP is asked for": ["SANCTUARY"],
    "in a conversation": ["SANCTUARY 98402"],
    "where an outcome is asked for": ["SANCTUARY 98402", "SCRIPT"],
    "in Spanish": ["SANTUARIO 98402"],
    "who stopped": ["SANCTUARY 98402", "STOP"],
}
NOW_SILENT = {"en": "From here on I answer only words that I know", "es": "Desde ahora solo respondo a palabras"}


def answers(phone: Phone, words: str, times: int) -> list[str]:
    return [heard.text for _ in range(times) if (heard := phone.text(words)).said]


@pytest.mark.parametrize("where", BEFORE)
@pytest.mark.parametrize("words", [AUTO_REPLY, "Message failed", "I'm driving with Do Not Disturb While Driving turned on."])
def test_machine_changes_nothing_and_gets_no_answer(where: str, words: str, bot: Bot) -> None:
    phone = bot.phone()
    for text in BEFORE[where]:
        phone.text(text)
    before = bot.count("supporters"), bot.count("turns"), bot.count("not_understood")
    assert answers(phone, words, 40) == []
    assert (bot.count("supporters"), bot.count("turns"), bot.count("not_understood")) == before


@pytest.mark.parametrize("where", BEFORE)
def test_three_misses_in_an_hour_are_answered_and_no_more(where: str, bot: Bot) -> None:
    phone = bot.phone()
    for text in BEFORE[where]:
        phone.text(text)
    said = answers(phone, "blorp florb lorem", 40)
    assert len(said) == 3
    if where != "who stopped":
        silent = NOW_SILENT["es" if where == "in Spanish" else "en"]
        assert [silent in each for each in said] == [False, False, True]


def test_word_that_is_understood_ends_the_silence(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("SCRIPT")
    assert len(answers(phone, "blorp", 5)) == 3
    assert "noted: Governor Bob Ferguson" in phone.text("1").text or "After the call" in phone.text("SCRIPT").text
    assert len(answers(phone, "blorp", 5)) == 3


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("STOP", "unsubscribed"),
        ("HELP", "we help you call"),
        ("please stop texting me", "unsubscribed"),
        ("why are you texting me", "Do you want no more texts or calls from us?"),
    ],
)
def test_words_of_consent_work_in_the_silence(word: str, said: str, bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    answers(phone, "blorp", 5)
    assert said in phone.text(word).text


def test_misses_of_another_hour_do_not_count(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    for _ in range(6):
        assert phone.text("blorp").said
        bot.clock.now += timedelta(minutes=31)
    assert bot.count("not_understood") == 6


def test_silence_outlasts_the_hour(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    answers(phone, "blorp", 3)
    bot.clock.now += timedelta(hours=5)
    assert answers(phone, "blorp", 3) == []


def test_misses_count_over_all_processes(start: Start) -> None:
    phones = [start().phone("+12535550111") for _ in range(2)]
    phones[0].text("SANCTUARY 98402")
    said = [phones[n % 2].text("blorp").said for n in range(6)]
    assert list(map(bool, said)) == [True, True, True, False, False, False]


def test_number_hears_so_many_replies_a_day_and_is_told_with_the_last(start: Start) -> None:
    bot = start(reply_cap=20)
    phone = bot.phone()
    said = answers(phone, "SANCTUARY 98402", 30)
    assert len(said) == 20
    assert ["That was my last answer today" in each for each in said] == [False] * 19 + [True]
    bot.clock.now += timedelta(days=1)
    assert "Your officials" in phone.text("LIST").text


def test_stop_is_confirmed_when_the_replies_of_the_day_are_spent(start: Start) -> None:
    bot = start(reply_cap=20)
    phone = bot.phone()
    answers(phone, "SANCTUARY 98402", 25)
    assert phone.text("CALL").said == [] and not phone.rings
    assert "we help you call" in phone.text("HELP").text
    assert "unsubscribed" in phone.text("STOP").text
    assert "welcome back" in phone.text("START").text


def test_number_hears_so_many_replies_an_hour(start: Start) -> None:
    bot = start(replies_an_hour=10)
    phone = bot.phone()
    assert len(answers(phone, "SANCTUARY 98402", 30)) == 10
    assert "unsubscribed" in phone.text("STOP").text
    bot.clock.now += timedelta(hours=1)
    assert "welcome back" in phone.text("START").text and "Your officials" in phone.text("LIST").text


# A number, is it answered? By the setting of a new installation: the United States, its territories, new area codes.
COUNTRIES = [
    pytest.param("+12535550142", True, id="Washington"),
    pytest.param("+17875550142", True, id="Puerto Rico"),
    pytest.param("+16715550142", True, id="Guam"),
    pytest.param("+13295550142", True, id="an area code that may be new"),
    pytest.param("+16045550142", False, id="Canada"),
    pytest.param("+18765550142", False, id="Jamaica, with a number like ours"),
    pytest.param("+2348031234567", False, id="Nigeria"),
    pytest.param("+88213123456", False, id="a satellite"),
    pytest.param("+525512345678", False, id="Mexico"),
]


@pytest.mark.parametrize(("number", "is_answered"), COUNTRIES)
def test_only_countries_of_the_setting_are_answered_and_a_stop_of_others_is_obeyed(
    bot: Bot, number: str, is_answered: bool
) -> None:
    phone = bot.phone(number)
    said = [bool(phone.text(body).said) for body in ("SANCTUARY", "blorp", "HELP", "please stop texting me")]
    assert said == [is_answered] * 4
    assert bot.count("consents") == 1


def test_countries_of_the_setting_are_answered(start: Start) -> None:
    bot = start(reply_countries="US=100 CA=2")
    said = [bot.phone(f"+1604555{number:04d}").text("SANCTUARY").said for number in range(4)]
    assert list(map(bool, said)) == [True, True, False, False]
    assert bot.phone("+12535550142").text("SANCTUARY").said


def test_made_up_senders_of_one_country_share_its_answers_of_an_hour(start: Start) -> None:
    """A stop is confirmed all the same."""
    bot = start(reply_countries="US=30")
    said = [bot.phone(f"+1253555{number:04d}").text("blorp florb").said for number in range(300)]
    assert sum(map(bool, said)) == 30
    phone = bot.phone("+12065550142")
    assert not phone.text("HELP").said
    assert "unsubscribed" in phone.text("STOP").text
    bot.clock.now += timedelta(hours=1)
    assert "we help you call" in phone.text("HELP").text


def test_stop_is_obeyed_in_silence_where_the_provider_answers_it(start: Start) -> None:
    bot = start(confirm_stop="no")
    told = {"STOP": False, "Unsubscribe.": False, "please take me off your list": True, "PARAR": True}
    for body, is_answered in told.items():
        phone = bot.phone()
        phone.text("SANCTUARY 98402")
        assert bool(phone.text(body).said) is is_answered, body
        assert "you asked for no texts" in phone.text("LIST").text


def kept(bot: Bot) -> list[tuple[str, str, str, str, str]]:
    decrypt = bot.parts.phone_cipher.decrypt_words
    with bot.parts.database.read() as connection:
        rows = connection.execute(select(NotUnderstood).order_by(NotUnderstood.id)).all()
    return [(row.channel, row.flow, row.node, decrypt(row.text) if row.text else "", decrypt(row.reply)) for row in rows]


def test_what_is_not_understood_is_kept_encrypted_with_where_and_what_we_said(bot: Bot) -> None:
    phone = bot.phone()
    first = phone.text("blorp").text
    phone.text("SANCTUARY 98402")
    phone.text("SCRIPT")
    second = phone.text("I am cross with 12 Main Street").text
    phone.dial()
    phone.press("1")
    third = phone.say("purple monkey").text
    assert [row[:4] for row in kept(bot)] == [
        ("sms", "text", "stranger", "blorp"),
        ("sms", "text", "words", ""),  # a street address may be in it
        ("voice", "call", "still", "purple monkey"),
    ]
    assert [row[4] for row in kept(bot)] == [said for said in (first, second, third)]
    with bot.parts.database.read() as connection:
        raw = connection.exec_driver_sql("SELECT * FROM not_understood").all()
    assert "blorp" not in repr(raw) and "stranger" in repr(raw)


def test_forget_and_age_erase_what_was_not_understood(bot: Bot) -> None:
    for phone in (one := bot.phone(), other := bot.phone()):
        phone.text("SANCTUARY 98402")
        phone.text("blorp")
    assert "words that our people may read: 1" in one.text("MY DATA").text
    for _ in range(2):
        one.text("FORGET")
    assert bot.count("not_understood") == 1
    assert other.text("LIST").said
    bot.clock.now += timedelta(days=31)
    assert "not_understood: 1 erased" in bot.app.test_cli_runner().invoke(args=["privacy", "erase"]).output
    assert bot.count("not_understood") == 0


def test_organizers_read_what_was_not_understood(bot: Bot) -> None:
    read = ["flows", "not-understood"]
    assert bot.app.test_cli_runner().invoke(args=read).output == "none\n"
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "blorp", "98 Main Street"):
        phone.text(words)
    shown = bot.app.test_cli_runner().invoke(args=read).output
    assert "text.officials" in shown and "blorp" in shown and "Sorry, I did not get that" in " ".join(shown.split())
    assert "not kept" in shown and "Main" not in shown and phone.number not in shown
    assert "blorp" not in bot.app.test_cli_runner().invoke(args=[*read, "--limit", "1"]).output


def test_webhook_delivered_again_counts_once(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    sent = [phone.text("blorp", MessageSid="SM" + "1" * 32).said for _ in range(5)]
    assert sent == [sent[0]] * 5 and sent[0]
    assert bot.count("not_understood") == 1
