"""Whom we answer no more: who was not understood three times in an hour, who has had a day's replies. Keeps what was missed.

Counted in the thread's state, so by all processes together, and at no cost to who is understood.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.conversation.session import Miss, Session
from bot.engine.commands import Say
from bot.engine.events import InputReceived, Started
from bot.engine.exchange import Inbound, Spoken
from bot.engine.flow import ENTRIES
from bot.engine.state import State
from bot.locale import phrase

MISSES = 3
WITHIN = timedelta(hours=1)

DOUBT = Started("doubt")
# Starts at which a text's words are read on; and those that tell somebody that they are not.
BEGUN_BY_WORDS, TURNED_AWAY = frozenset({"stranger", "call_ended", "alerted"}), frozenset({"silenced", "closed"})


def is_missed(session: Session) -> bool:
    """Was what they wrote or said in this turn not understood?"""
    if isinstance(session.event, Started) and session.event.how in BEGUN_BY_WORDS:
        return any(step.unread for step in session.steps)
    return any(step.missed for step in session.steps)


def is_silent(state: State) -> bool:
    """Do they hear nothing, until we understand them?"""
    return len(state.misses_at) >= MISSES


def is_spent(state: State, cap: int, now: datetime) -> bool:
    """Have they had as many replies today (UTC) as there are?"""
    return _replies_today(state, now) >= cap


def answer_or_fall_silent(
    session: Session, inbound: Inbound, before: State, counted: State, spoken: list[Spoken], cap: int
) -> list[Spoken]:
    """What is said after all, with what is counted written into the thread's state.

    `before`: where the thread stood; `counted`: the state that has the counts of earlier turns.
    """
    misses_at, replies = counted.misses_at, _replies_today(counted, session.now)
    if inbound.event is None and session.event:
        misses_at = _count_misses(session, counted)
        # Whether they want no more texts is asked also in the silence: it must lose no stop.
        if len(misses_at) >= MISSES and session.event != DOUBT:
            spoken = _fall_silent(session, before, counted, spoken)
    if inbound.event is None and spoken:
        replies += 1
        spoken = _and_say(spoken, "last_today", session.speaks) if replies == cap else spoken
    session.thread.state = session.thread.state.changed(
        misses_at=misses_at, replies=replies, replies_on=_day_of(session.now) if replies else ""
    )
    return spoken


def note_miss(session: Session, inbound: Inbound, before: State, spoken: Sequence[Spoken]) -> None:
    """Keep what was not understood, for an organizer to read."""
    text = inbound.event.text if isinstance(inbound.event, InputReceived) else inbound.text
    if not session.missed or not text:
        return
    entry, _ = ENTRIES[session.channel]
    flow, node = (entry, session.event.how) if isinstance(session.event, Started) else before.at or (entry, "")
    session.effects.miss = Miss(
        flow=flow,
        node=node,
        words="" if text.has_address else text.clean,
        reply="\n\n".join(command.text for command in spoken if isinstance(command, Say)),
    )


def _count_misses(session: Session, counted: State) -> tuple[str, ...]:
    """The misses that count after this text, as ISO 8601. With the third nothing is forgotten any more: only what is understood
    ends the silence."""
    away = isinstance(session.event, Started) and session.event.how in TURNED_AWAY
    if not (session.missed or away):
        return counted.misses_at if session.event == DOUBT else ()
    if is_silent(counted):
        return counted.misses_at
    lately = tuple(at for at in counted.misses_at if session.now - datetime.fromisoformat(at) < WITHIN)
    return (*lately, session.now.astimezone(UTC).isoformat(timespec="seconds"))


def _fall_silent(session: Session, before: State, counted: State, spoken: list[Spoken]) -> list[Spoken]:
    """The third miss is answered, and told that it was the last; after it nothing is said, and nothing changes."""
    if is_silent(counted):
        session.thread.state = before.changed(doubted=False)
        return []
    return _and_say(spoken, "silent_now", session.speaks) if session.missed else spoken


def _and_say(spoken: list[Spoken], name: str, language: str) -> list[Spoken]:
    """The same, and that we answer no more, before the end."""
    return [*spoken[:-1], Say(phrase(f"answering.{name}", language)), *spoken[-1:]]


def _replies_today(state: State, now: datetime) -> int:
    return state.replies if state.replies_on == _day_of(now) else 0


def _day_of(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
