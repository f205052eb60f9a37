"""What turns leave behind: little of it is kept for long, and no conversation loses its place."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, text

from bot.models import Turn, Unanswered
from bot.people import turn_receipts
from bot.people.turn_receipts import tidy_turns
from bot.simulation.phone import Phone
from bot.workers.jobs import JobRequest
from tests.carrier import one, sid
from tests.conftest import Bot

TALK = ("SANCTUARY 98402", "SCRIPT", "1", "LIST", "NEXT", "LEARN", "the weather is so nice", "LIST", "SCRIPT")


def talk(bot: Bot, *bodies: str) -> Phone:
    phone = bot.phone()
    for body in bodies:
        phone.text(body)
    return phone


def later(bot: Bot, **span: float) -> datetime:
    bot.clock.now += timedelta(**span)
    tidy_turns(bot.parts.database, bot.clock.now)
    return bot.clock.now


def kept(bot: Bot) -> dict[str, int]:
    """How many turns there are, with a reply, with a state."""
    return {
        "turns": bot.count("turns"),
        "replies": one(bot, "SELECT count(*) FROM turns WHERE reply != ''"),
        "states": one(bot, "SELECT count(*) FROM turns WHERE state IS NOT NULL"),
    }


KEPT = {
    "at first": ({"minutes": 50}, {"turns": 3, "replies": 3, "states": 3}),
    "after an hour": ({"minutes": 61}, {"turns": 3, "replies": 0, "states": 1}),
    "after a day": ({"hours": 25}, {"turns": 1, "replies": 0, "states": 1}),
}


@pytest.mark.parametrize("when", KEPT)
def test_turns_keep_what_is_of_use(when: str, bot: Bot) -> None:
    span, expected = KEPT[when]
    talk(bot, "SANCTUARY 98402", "SCRIPT", "LIST")
    for _ in range(2):
        later(bot, **span)
        span = {}
        assert kept(bot) == expected


@pytest.mark.parametrize("when", KEPT)
def test_turns_keep_the_place_of_a_conversation(when: str, bot: Bot) -> None:
    phone = talk(bot, "SANCTUARY 98402", "SCRIPT")
    later(bot, **KEPT[when][0])
    assert "noted: Governor Bob Ferguson" in phone.text("1").text
    assert one(bot, "SELECT max(number) FROM turns") == 3


def test_turns_answer_a_repeat_with_the_same_bytes_for_an_hour(bot: Bot) -> None:
    phone = bot.phone()
    form = {"MessageSid": sid(), "From": phone.number, "To": "+12065550100", "Body": "SANCTUARY 98402"}
    first = phone.post("/twilio/sms", form)
    later(bot, minutes=55)
    assert phone.post("/twilio/sms", form).raw == first.raw
    later(bot, hours=2)
    assert (phone.post("/twilio/sms", form).said, bot.count("turns")) == ([], 1), "it was taken once, and is not again"


def test_turns_of_a_call_go_and_those_of_the_thread_stay(bot: Bot) -> None:
    phone = talk(bot, "SANCTUARY 98402", "SCRIPT")
    phone.dial()
    phone.press("1")
    phone.hang_up()
    later(bot, hours=25)
    assert one(bot, "SELECT count(*) FROM turns WHERE call IS NULL") == 1
    assert bot.count("turns") <= 2, "the last of the thread, and the last of all"
    number = one(bot, "SELECT max(number) FROM turns")
    assert "noted" in phone.text("1").text
    assert one(bot, "SELECT max(number) FROM turns") == number + 1


def test_turns_stay_known_while_a_text_waits_to_be_answered(bot: Bot) -> None:
    # It may have been delivered once more since, and answered then: `flask messages replay` has to see so.
    phone = talk(bot, "SANCTUARY 98402")
    with bot.parts.database.write() as connection:
        waiting = {"id": "x", "path": "/twilio/sms", "form": b"encrypted", "error": "Fault", "at": bot.clock()}
        connection.execute(insert(Unanswered).values(**waiting))
    phone.text("SCRIPT")
    phone.text("LIST")
    later(bot, hours=25)
    assert bot.count("turns") == 2, "what came before the text that waits is gone"


def test_turns_of_many_go_in_pages(bot: Bot) -> None:
    at, many = bot.clock.now, 2 * turn_receipts.PAGE + 1
    rows = [{"key": f"SM{number}", "reply": "<Response/>", "at": at} for number in range(many)]
    with bot.parts.database.write() as connection:
        connection.execute(insert(Turn), rows)
    later(bot, minutes=61)
    assert kept(bot) == {"turns": many, "replies": 0, "states": 0}
    later(bot, hours=24)
    assert bot.count("turns") == 0


def test_turns_are_tidied_by_a_running_server(bot: Bot) -> None:
    talk(bot, *TALK)
    bot.clock.now += timedelta(hours=25)
    assert JobRequest("turns") in bot.parts.workers.find_due(bot.clock()).requests
    bot.parts.workers.perform(JobRequest("turns"))
    assert bot.count("turns") == 1


def test_supporter_takes_two_kilobytes_after_a_day(bot: Bot) -> None:
    if bot.parts.database.url.get_backend_name() != "sqlite":
        return  # the same rows; what a page of them takes is told by SQLite alone
    many = 20
    for _ in range(many):
        talk(bot, *TALK)
    later(bot, hours=25)
    with bot.parts.database.read() as connection:
        tables = connection.execute(text("SELECT name, sum(payload) + 10 * sum(ncell) AS size FROM dbstat GROUP BY name")).all()
    sizes = {row.name: row.size / many for row in tables if not re.match(r"alembic|sqlite_s", row.name)}
    # 2,000 for the conversation; what it did not understand, which organizers may read for 30 days, has indices of its own.
    assert sum(size for name, size in sizes.items() if not name.startswith("ix_not_understood")) < 2_000, sizes
