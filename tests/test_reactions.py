"""Reactions to our messages, as phones send them: they change nothing and get no answer, whatever was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.models import Consent, Supporter, Turn
from bot.reading.incoming import IncomingText
from tests.conftest import Bot

QUESTION = "This is Patchline. Do you want no more texts or calls from us? Reply STOP, or HELP to learn who we are."
REACTIONS = [
    # iPhones
    f"Liked “{QUESTION}”", f"Loved “{QUESTION}”", f"Disliked “{QUESTION}”", f"Laughed at “{QUESTION}”",
    f"Emphasized “{QUESTION}”", f"Emphasised “{QUESTION}”", f"Questioned “{QUESTION}”", f'Liked "{QUESTION}"',
    f"Liked '{QUESTION}'", f"Liked ‘{QUESTION}’", f"LIKED “{QUESTION}”", f" Liked  “{QUESTION}” ",
    f"Removed a like from “{QUESTION}”", f"Removed a heart from “{QUESTION}”", f"Removed a dislike from “{QUESTION}”",
    f"Removed a laugh from “{QUESTION}”", f"Removed a question mark from “{QUESTION}”",
    f"Removed an exclamation mark from “{QUESTION}”", f"Removed an exclamation from “{QUESTION}”",
    f"Removed 👍 from “{QUESTION}”", f"Reacted 👍 to “{QUESTION}”", f"Reacted 👍🏽 to “{QUESTION}”",
    f"Reacted 👨‍👩‍👧 to “{QUESTION}”", f"Reacted with a sticker to “{QUESTION}”",
    "Liked “Sanctuary alerts: you will get alerts. Reply HELP for help, STOP to …”", "Liked “Reply STOP…",
    "Liked “Reply STOP to cancel", "Liked “STOP”", "Loved “yes”", "Emphasized “1”", "Liked “98101”",
    "Liked “She said \"STOP\" twice”", "Liked “one\ntwo”",
    "Liked “Sanctuary alerts: Rally today at Westlake Park, 401 Pine St, Seattle, WA 98101. Reply STOP to cancel.”",
    "Liked an image", "Loved an attachment", "Laughed at a video", "Reacted 😂 to an image", "Removed a heart from an image",
    # Android
    f"👍 to “{QUESTION}”", f"👍 to \"{QUESTION}\"", f"\u200a👍\u200a to “\u200a{QUESTION}\u200a”", f"❤️ to “{QUESTION}”",
    f"‼️ to “{QUESTION}”", "😂 to “Reply STOP…", f"Removed ❤️ from “{QUESTION}”",
    # Spanish
    f"Le gustó “{QUESTION}”", f"Le encantó “{QUESTION}”", f"No le gustó “{QUESTION}”", f"A Ana le gustó “{QUESTION}”",
    f"Me gustó “{QUESTION}”", f"A Ana María le encantó “{QUESTION}”", f"A Juan no le gustó “{QUESTION}”",
    f"Le gusta “{QUESTION}”", f"Me encanta “{QUESTION}”", f"Se rió de “{QUESTION}”", f"Ana se rio de “{QUESTION}”",
    f"Enfatizó “{QUESTION}”", f"Ana enfatizó “{QUESTION}”", f"Cuestionó “{QUESTION}”", f"Reaccionó con 👍 a “{QUESTION}”",
    f"Reaccionó 👍 a “{QUESTION}”", f"👍 a “{QUESTION}”", f"Quitó un me gusta de “{QUESTION}”",
    f"Eliminó un corazón de “{QUESTION}”", f"Eliminó ❤️ de “{QUESTION}”", f"Le gustó «{QUESTION}»",
    "Le gustó “Responda ALTO para cancelar…", "Le gustó una imagen", "Le gusto\u0301 “ALTO”",
]  # fmt: skip
WORDS = [
    "👍", "👍👍", "yes", "STOP", "Liked", "Loved it", "loved talking to them", "I liked the script", "Liked the call",
    "Laughed at them", "Questioned by police", "“STOP”", "\"yes\"", "Liked “the script” but please STOP", "liked it. stop",
    "👍 to you", "👍 STOP", "to “STOP”", "me gusta", "me encanta la idea", "no me gustó", "A Ana le gustó", "I removed a like",
    "my neighbor said “STOP”", "Removed", "They reacted badly to “sanctuary”. STOP", "STOP “texting”", "", "“",
    "Loved “it” and left a message",
]  # fmt: skip


@pytest.mark.parametrize("text", REACTIONS)
def test_reaction_is_told_by_its_quotation(text: str) -> None:
    assert IncomingText(text).is_reaction


@pytest.mark.parametrize("text", WORDS)
def test_words_of_their_own_are_no_reaction(text: str) -> None:
    assert not IncomingText(text).is_reaction


@given(st.text())
def test_reaction_is_looked_for_in_anything(text: str) -> None:
    assert IncomingText(text).is_reaction in (True, False)


def kept(bot: Bot) -> tuple[int, ...]:
    with bot.parts.database.read() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (Supporter, Turn, Consent)
        )


BEFORE = {
    "from a stranger": [],
    "where a ZIP is asked for": ["SANCTUARY"],
    "in a conversation": ["SANCTUARY 98402"],
    "to the alerts' confirmation": ["SANCTUARY 98402", "JOIN"],
    "where an outcome is asked for": ["SANCTUARY 98402", "SCRIPT"],
    "to the question whether they want no more": ["SANCTUARY 98402", "this is spam"],
    "to the answer to a STOP": ["SANCTUARY 98402", "STOP"],
}


@pytest.mark.parametrize("where", BEFORE)
def test_reaction_changes_nothing_and_gets_no_answer(bot: Bot, where: str) -> None:
    phone = bot.phone()
    for text in BEFORE[where]:
        phone.text(text)
    before = kept(bot)
    for text in (f"Liked “{QUESTION}”", "Emphasized “1”", "Loved “yes”", "👍 to “START”", "A Ana le gustó “98101”"):
        heard = phone.text(text)
        assert heard.said == [] and heard.raw.count(b"<Message>") == 0
    assert kept(bot) == before


def test_question_is_still_open_after_a_reaction_to_it(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("this is spam")
    phone.text(f"Disliked “{QUESTION}”")
    assert "unsubscribed" in " ".join(phone.text("yes").said)
