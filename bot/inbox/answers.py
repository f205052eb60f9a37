"""An answer by hand: who may be answered, and the text that goes through the outbox as those of conversations do.

Who said STOP is not answered, nor who never texted us; nor anybody in quiet hours, on the clock of where they may be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select, update

from bot.inbox.marks import finish
from bot.models import AnswerByHand, NotUnderstood, Supporter
from bot.outbox.conversation_queue import enqueue_messages
from bot.people.time_zones import whereabouts, widened, zones_of
from bot.storage.encryption import PhoneCipher
from bot.telephony import Content, count_segments, split_text

LONGEST = 800  # characters: more is a letter
Refusal = Literal["gone", "stopped", "only_called", "not_textable", "unreadable", "quiet", "empty", "too_long", "overtaken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRefused:
    """Why nobody is texted. `earliest`, `latest`: for quiet hours, what their clock may show."""

    why: Refusal
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSent:
    """An answer that waits to leave: its segments, and whom it goes to."""

    supporter_id: int
    segments: int


class Answerer(NamedTuple):
    """Who answers."""

    id: int | None
    name: str


class _Known(NamedTuple):
    """A supporter as who may be answered."""

    phone: bytes | None
    stopped: bool
    voice_only: bool
    sms_reachable: bool
    zip: str | None
    zip_area: str | None


def why_not(
    connection: Connection, phone_cipher: PhoneCipher, supporter: int, may: Callable[[str, datetime], bool], now: datetime
) -> AnswerRefused | None:
    """Why somebody cannot be answered now; None: they can. `may`: whether a text may reach these zones at a moment."""
    query = select(Supporter.phone, Supporter.stopped, Supporter.voice_only, Supporter.sms_reachable)
    query = query.add_columns(Supporter.zip, Supporter.zip_area)
    found = connection.execute(query.where(Supporter.id == supporter)).first()
    if found is None:
        return AnswerRefused(why="gone")
    known = _Known._make(found)
    if known.stopped:
        return AnswerRefused(why="stopped")
    if known.phone is None or known.voice_only:
        return AnswerRefused(why="only_called")
    if not known.sms_reachable:
        return AnswerRefused(why="not_textable")
    phone = phone_cipher.decrypt_if_ours(known.phone)
    if phone is None:
        return AnswerRefused(why="unreadable")
    zones = widened(zones_of(known.zip, phone), None if known.zip else known.zip_area) or ""
    if may(zones, now):
        return None
    clocks = sorted((now.astimezone(ZoneInfo(zone)) for zone in whereabouts(zones).zones), key=lambda at: at.isoformat())
    return AnswerRefused(why="quiet", earliest=clocks[0], latest=clocks[-1]) if clocks else AnswerRefused(why="quiet")


def answer_by_hand(
    connection: Connection,
    phone_cipher: PhoneCipher,
    id: int,
    words: str,
    by: Answerer,
    may: Callable[[str, datetime], bool],
    now: datetime,
    *,
    last_answer: int,
    until: int,
    campaign: str = "",
) -> AnswerSent | AnswerRefused:
    """Answer who wrote a row of the inbox: a text in the outbox, and what they wrote as far as the row `until` is done.

    `last_answer`: the last answer by hand that the writer has seen: another one meanwhile, also by a second press, and
    nothing is sent. `campaign`: what is done is of this one alone, "" for all.
    """
    supporter = connection.execute(select(NotUnderstood.supporter_id).where(NotUnderstood.id == id)).scalar()
    if supporter is None:
        return AnswerRefused(why="gone")
    # Held until the end: who answers at the same moment waits, and then finds this answer.
    connection.execute(select(Supporter.id).where(Supporter.id == supporter).with_for_update())
    last = connection.execute(select(func.max(AnswerByHand.id)).where(AnswerByHand.supporter_id == supporter)).scalar()
    if (last or 0) != last_answer:
        return AnswerRefused(why="overtaken")
    words = words.strip()
    if not words or not split_text(words):
        return AnswerRefused(why="empty")
    if len(words) > LONGEST:
        return AnswerRefused(why="too_long")
    if refused := why_not(connection, phone_cipher, supporter, may, now):
        return refused
    deliveries = enqueue_messages(connection, supporter, "text", Content(text=words), now)
    row = {
        "supporter_id": supporter,
        "organizer_id": by.id,
        "who": by.name,
        "text": phone_cipher.encrypt_words(words),
        "delivery_id": deliveries[-1],
        "at": now,
    }
    connection.execute(insert(AnswerByHand).values(row))
    connection.execute(update(Supporter).where(Supporter.id == supporter).values(answered_at=now))
    finish(connection, id, by.id, now, until=until, campaign=campaign)
    return AnswerSent(supporter_id=supporter, segments=measure(words))


def measure(words: str) -> int:
    """How many segments these words take as texts."""
    return sum(count_segments(body).count for body in split_text(words))
