"""Organizers: who may send alerts from a phone, the code that proves it, and what they text."""

import re

import pytest

from bot.organizers import TRIES, TRIES_A_DAY
from tests.carrier import one
from tests.conftest import Bot

THEIRS = "+12065550142"


def flask(bot: Bot, *arguments: str) -> tuple[int, str]:
    result = bot.app.test_cli_runner().invoke(args=["organizers", *arguments])
    return result.exit_code, result.output


def enter(bot: Bot, phone: str = THEIRS) -> str:
    """An organizer of the first campaign; their code."""
    status, said = flask(bot, "add", phone, "--name", "Ana", "--campaign", "SANCTUARY")
    found = re.search(r"VERIFY (\d{6})", said)
    assert status == 0 and found, said
    return found[1]


def is_verified(bot: Bot) -> bool:
    return one(bot, "SELECT verified_at FROM organizers") is not None


@pytest.mark.parametrize("words", ["VERIFY {}", "verify  {}", "Verificar {}", "Verify: {}"])
def test_the_code_proves_that_the_phone_is_theirs(bot: Bot, words: str) -> None:
    code = enter(bot)
    assert not is_verified(bot)
    said = bot.phone(THEIRS).text(words.format(code)).text
    assert "this phone may send alerts now" in said
    assert is_verified(bot)


def test_a_code_holds_for_ten_minutes_three_tries_and_one_phone(bot: Bot) -> None:
    code = enter(bot)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert "VERIFY" not in bot.phone().text(f"VERIFY {code}").text
    for _ in range(3):
        assert "not the code" in bot.phone(THEIRS).text(f"VERIFY {wrong}").text
    assert "not the code" in bot.phone(THEIRS).text(f"VERIFY {code}").text
    assert not is_verified(bot)
    code = enter(bot)
    bot.clock.set("2026-11-23T18:20:00+00:00")
    assert "not the code" in bot.phone(THEIRS).text(f"VERIFY {code}").text
    assert not is_verified(bot)


def test_from_any_other_phone_these_are_words_like_any_other(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    for words in ("VERIFY 123456", "ALERT call now", "PAUSE", "RESUME", "123456"):
        assert "CALL" in phone.text(words).text
    assert bot.count("broadcasts") == 0


def test_a_conversation_stays_where_it_was(bot: Bot) -> None:
    code = enter(bot)
    phone = bot.phone(THEIRS)
    phone.text("SANCTUARY 98402")
    phone.text("SCRIPT")
    phone.text(f"VERIFY {code}")
    assert "noted" in phone.text("1").text


def test_nobody_is_shown_who_is_not_entered(bot: Bot) -> None:
    assert flask(bot, "list") == (0, "No organizers yet; enter one with: flask organizers add\n")
    code = enter(bot, "(206) 555-0142")
    assert "not yet" in flask(bot, "list")[1]
    bot.phone(THEIRS).text(f"VERIFY {code}")
    status, said = flask(bot, "list")
    assert status == 0 and "Ana" in said and "206-555-0142" in said and "2026-11-23" in said
    assert flask(bot, "remove", "206 555 0142") == (0, "removed\n")
    assert bot.count("organizers") == 0


REFUSED = [
    pytest.param(["add", "12", "--name", "Ana", "--campaign", "SANCTUARY"], "'12': is no phone number", id="no number"),
    pytest.param(["add", THEIRS, "--name", "Ana", "--campaign", "X"], "use one of SANCTUARY, TRUST", id="no campaign"),
    pytest.param(["add", THEIRS, "--name", "", "--campaign", "SANCTUARY"], "--name: is empty", id="no name"),
    pytest.param(["remove", THEIRS], "nobody is entered with 206-555-0142", id="nobody to remove"),
]


@pytest.mark.parametrize(("arguments", "says"), REFUSED)
def test_what_does_not_fit_is_said_with_the_mend(bot: Bot, arguments: list[str], says: str) -> None:
    status, said = flask(bot, *arguments)
    assert status != 0 and says in said
    assert bot.count("organizers") == 0


def test_a_number_lies_in_the_database_only_sealed(bot: Bot) -> None:
    enter(bot)
    with bot.parts.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM organizers").all()
    assert "2065550142" not in repr(rows)


def send(bot: Bot, campaign: str, words: str) -> None:
    arguments = ["broadcast", "send", "--campaign", campaign, "--text", f"en={words}", "--text", f"es={words}", "--yes"]
    result = bot.app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output


def test_an_answer_to_an_alert_enters_its_campaigns_conversation(bot: Bot) -> None:
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "JOIN", "TRUST"):
        phone.text(words)
    phone.messages()
    send(bot, "SANCTUARY", "The council votes tonight. Reply CALL.")
    assert phone.messages() == ["Sanctuary alerts: The council votes tonight. Reply CALL.\nReply STOP to cancel."]
    assert "Governor Bob Ferguson" in phone.text("SCRIPT").text
    assert "noted" in phone.text("1").text


def test_an_answer_to_an_alert_of_the_campaign_they_talk_about_is_an_answer_like_any_other(bot: Bot) -> None:
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "JOIN", "SCRIPT"):
        phone.text(words)
    send(bot, "SANCTUARY", "The council votes tonight.")
    assert "noted: Governor Bob Ferguson" in phone.text("1").text


def test_what_was_written_after_an_alert_is_no_answer_to_it_any_more(bot: Bot) -> None:
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "JOIN", "TRUST"):
        phone.text(words)
    send(bot, "SANCTUARY", "The council votes tonight.")
    phone.text("TRUST")
    assert "Ferguson" not in phone.text("SCRIPT").text


def test_codes_cannot_be_guessed_by_asking_for_one_draft_after_another(bot: Bot) -> None:
    # Who fakes an organizer's number can text ALERT as often as they like, and never sees the answers.
    code = enter(bot)
    phone = bot.phone(THEIRS)
    for words in (f"VERIFY {code}", "SANCTUARY 98402", "JOIN"):
        phone.text(words)
    for _ in range(TRIES_A_DAY // TRIES):
        said = phone.text("ALERT come to city hall").text
        right = re.search(r"\b\d{6}\b", said)[0]  # type: ignore[index]
        for guess in range(TRIES):
            assert "not the code" in phone.text(f"{(int(right) + 1 + guess) % 10**6:06}").text
    said = phone.text("ALERT come to city hall").text
    right = re.search(r"\b\d{6}\b", said)[0]  # type: ignore[index]
    assert "There is no alert of yours that waits for a code" in phone.text(right).text
    assert not bot.app.test_cli_runner().invoke(args=["broadcast", "list"]).output.count("sending")
    bot.clock.set("2026-11-24T20:00:00+00:00")
    said = phone.text("ALERT come to city hall").text
    right = re.search(r"\b\d{6}\b", said)[0]  # type: ignore[index]
    assert "On its way" in phone.text(right).text
