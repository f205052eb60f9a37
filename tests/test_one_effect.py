"""A webhook that is delivered again has one effect and the same answer; a number is over once another text of ours came."""

import pytest
from sqlalchemy import insert, select, text

from bot.models import Broadcast, Delivery, Supporter, Table
from tests.conftest import Bot

BEGUN = ["SANCTUARY 98402", "JOIN"]
# What was texted before, and the text that is delivered three times.
CASES: dict[str, tuple[list[str], str]] = {
    "an outcome": ([*BEGUN, "SCRIPT"], "1"),
    "an outcome in words": ([*BEGUN, "SCRIPT"], "left a message"),
    "a full mailbox": ([*BEGUN, "SCRIPT"], "voicemail full"),
    "a full mailbox by its number": ([*BEGUN, "SCRIPT"], "5"),
    "a wrong number": ([*BEGUN, "SCRIPT"], "4"),
    "an outcome before anybody picked up": ([*BEGUN, "CALL"], "1"),
    "the answer to whether they called": ([*BEGUN, "CALL", "1"], "1"),
    "no, they did not": ([*BEGUN, "CALL", "1"], "no"),
    "a number that was not offered": (BEGUN, "1"),
    "what is not understood": (BEGUN, "blorp"),
    "the third of those": ([*BEGUN, "blorp", "blorp"], "blorp"),
    "the fourth of those": ([*BEGUN, "blorp", "blorp", "blorp"], "blorp"),
    "an auto-reply": (BEGUN, "Auto-Reply: I am busy and will answer later."),
    "a bounce": (BEGUN, "Message failed"),
    "a reaction": (BEGUN, "Liked “STOP”"),
    "a move": (BEGUN, "I moved to 98101"),
    "five digits of something else": (BEGUN, "We were 10001 people at the march!"),
    "a ZIP that may be home": (BEGUN, "in Seattle 98101"),
    "the wish to be erased": (BEGUN, "FORGET"),
    "the wish to be erased, once more": ([*BEGUN, "FORGET"], "FORGET"),
    "confusion": (BEGUN, "WHAT"),
    "confusion in Spanish": (BEGUN, "que"),
    "their data": (BEGUN, "MY DATA"),
    "a call of theirs": (BEGUN, "I called"),
    "a stop": (BEGUN, "STOP"),
    "a call back": (BEGUN, "CALL"),
}


def rows(bot: Bot) -> dict[str, object]:
    """Everything in the tables but what the outbox writes meanwhile."""
    bot.parts.outbox.wait()
    with bot.parts.database.read() as connection:
        return {
            table: sorted(map(repr, connection.execute(text(f"SELECT * FROM {table}")).all()))
            for table in Table.metadata.tables
            if table != "senders"
        }


@pytest.mark.parametrize("case", CASES)
def test_text_delivered_again_has_one_effect_and_the_same_answer(case: str, bot: Bot) -> None:
    before, words = CASES[case]
    phone = bot.phone()
    for each in before:
        phone.text(each)
    first = phone.text(words, MessageSid="SM" + "7" * 32)
    once = rows(bot)
    for _ in range(2):
        assert phone.text(words, MessageSid="SM" + "7" * 32).raw == first.raw
    assert rows(bot) == once


@pytest.mark.parametrize(("keys", "line"), [("5", "answered"), ("3", "answered"), ("1", "answered")])
def test_key_delivered_again_has_one_effect(keys: str, line: str, bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.dial()
    for each in ("1", "1", "1"):
        phone.press(each)
    phone.line(line, 360)
    action = phone._action
    first = phone.press(keys)
    once = rows(bot)
    phone._action = action
    again = phone.press(keys)
    assert (again.raw, rows(bot)) == (first.raw, once)


def alert(bot: Bot) -> None:
    """An alert of their campaign reaches everybody there is."""
    now = bot.clock()
    values = {"state": "delivered", "zone": "", "attempts": 1, "leased_at": now, "sent_at": now, "text": "Rally at six"}
    empty = {key: dict[str, str]() for key in ("audience_filter", "texts", "fallbacks")}
    times = {"created_at": now, "expires_at": now}
    with bot.parts.database.write() as connection:
        connection.execute(
            insert(Broadcast).values(id=1, state="done", reason="", kind="alert", campaign="sanctuary", **empty, **times)
        )
        supporter = connection.execute(select(Supporter.id)).scalar_one()
        connection.execute(insert(Delivery).values(broadcast_id=1, supporter_id=supporter, segments=1, **values))


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("1", "reply 1 if you reached a person"),
        ("5", "reply 1 if you reached a person"),
        ("left a message", "noted: Governor Bob Ferguson"),
    ],
)
def test_number_is_over_once_an_alert_came(reply: str, said: str, bot: Bot) -> None:
    phone = bot.phone()
    for each in ("SANCTUARY 98402", "SCRIPT"):
        phone.text(each)
    alert(bot)
    assert said in phone.text(reply).text
    assert "noted: Governor Bob Ferguson" in phone.text("1").text or reply == "left a message"
