"""What goes to the inbox, and what never does: misses, who asks for one of us, what follows an answer by hand."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.models import NotUnderstood, Supporter
from bot.storage.encryption import PHRASE_BYTES
from tests.conftest import Bot

DRIVING = "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going."
LIKED = "Liked “Your officials for Tacoma”"


def kept(bot: Bot) -> list[tuple[str, str, str]]:
    """Why, state and words of each row."""
    decrypt = bot.parts.phone_cipher.decrypt_words
    with bot.parts.database.read() as connection:
        rows = connection.execute(select(NotUnderstood).order_by(NotUnderstood.id)).all()
    return [(row.why, row.state, decrypt(row.text) if row.text else "") for row in rows]


def answered(bot: Bot) -> None:
    """Everybody is answered by hand now."""
    with bot.parts.database.write() as connection:
        connection.execute(update(Supporter).values(answered_at=bot.clock()))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["SANCTUARY 98402", "LIST", "SCRIPT"], []),
        (["SANCTUARY 98402", "blorp"], [("missed", "waiting", "blorp")]),
        (["SANCTUARY 98402", "can I talk to a human"], [("person", "waiting", "can I talk to a human")]),
        (["SANCTUARY 98402", "quiero hablar con una persona"], [("person", "waiting", "quiero hablar con una persona")]),
        (["SANCTUARY 98402", DRIVING, LIKED], []),
        (["SANCTUARY 98402", "<answered>", "LIST"], [("after", "waiting", "LIST")]),
        (["SANCTUARY 98402", "<answered>", "blorp"], [("after", "waiting", "blorp")]),
        (["SANCTUARY 98402", "<answered>", "a real person please"], [("person", "waiting", "a real person please")]),
        (["SANCTUARY 98402", "<answered>", "STOP"], [("after", "waiting", "STOP")]),
        (["SANCTUARY 98402", "<answered>", "12 Oak Street"], [("after", "waiting", "")]),
        (
            ["SANCTUARY 98402", "<answered>", DRIVING, DRIVING, LIKED],
            [("machine", "done", DRIVING), ("machine", "done", LIKED)],
        ),
        (["SANCTUARY 98402", "<answered>", "<a day>", "LIST", DRIVING], []),
    ],
    ids=lambda value: " / ".join(value)[:60] if value and isinstance(value[0], str) else "",
)
def test_inbox_keeps(texts: list[str], found: list[tuple[str, str, str]], bot: Bot) -> None:
    phone = bot.phone()
    for words in texts:
        if words == "<answered>":
            answered(bot)
        elif words == "<a day>":
            bot.clock.now += timedelta(hours=24)
        else:
            phone.text(words)
    assert kept(bot) == found


def test_caller_who_asks_for_a_person_where_nobody_picks_up_is_in_the_inbox(bot: Bot) -> None:
    phone = bot.phone()
    phone.dial()
    phone.press("1")
    phone.say("operator")
    assert kept(bot) == [("person", "waiting", "operator")]


def test_equal_words_have_equal_keys_and_say_nothing_else(bot: Bot) -> None:
    for words in ("Blorp!", "blorp", "blorp blorp"):
        phone = bot.phone()
        phone.text("SANCTUARY 98402")
        phone.text(words)
    with bot.parts.database.read() as connection:
        keys = connection.execute(select(NotUnderstood.phrase).order_by(NotUnderstood.id)).scalars().all()
    assert keys[0] == keys[1] != keys[2] and all(key and len(key) == PHRASE_BYTES for key in keys)


def test_row_knows_its_campaign(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("blorp")
    phone.text("SANCTUARY 98402")
    phone.text("blorp")
    with bot.parts.database.read() as connection:
        assert connection.execute(select(NotUnderstood.campaign).order_by(NotUnderstood.id)).scalars().all() == [
            "",
            "sanctuary",
        ]
