"""Whom we answer no more: who was not understood three times in an hour, who has had a day's replies, or an hour's.

Counted in the thread's state, so by all processes together, and at no cost to who is understood.
"""

from datetime import UTC, datetime, timedelta

from bot.conversation.reply_budgets import ReplyBudgets, hour_of
from bot.conversation.session import Session
from bot.engine.commands import Say
from bot.engine.events import Started
from bot.engine.exchange import Inbound, Spoken
from bot.engine.state import State
from bot.locale import phrase
from bot.people.unsaid_doubts import ANSWER_WITHIN
from bot.reading import Wish

MISSES = 3
WITHIN = timedelta(hours=1)

DOUBT, HELP = Started("doubt"), Started("help")
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


def is_spent(state: State, cap: int, an_hour: int, now: datetime) -> bool:
    """Have they had as many replies today (UTC), or this hour, as there are?"""
    return _replies_today(state, now) >= cap or _replies_this_hour(state, now) >= an_hour


def hears_nothing(session: Session, budgets: ReplyBudgets, wish: Wish | None) -> bool:
    """Is nothing said to numbers of that country, or no more this hour? A stop is confirmed all the same where any are."""
    phone = session.supporter.phone
    if phone is None or session.channel != "sms":
        return False
    return not budgets.serves(phone) or (budgets.is_spent(phone, session.now) and wish != "stop")


def settle_doubt(session: Session, inbound: Inbound) -> None:
    """Who was asked whether they want no more texts is in doubt until they say something that we understand, within a day: then
    their alerts have ended. Who stops, or asks for texts, has said it; who asks for help, as the question offers, has not."""
    who = session.supporter
    if session.event == DOUBT:
        who.doubted_at = who.doubted_at or session.now
    elif who.doubted_at is not None and session.channel == "sms" and inbound.event is None:
        has_said = session.event not in (None, HELP) and not session.missed
        if (has_said and session.now - who.doubted_at < ANSWER_WITHIN) or session.effects.agreements:
            who.doubted_at = None


def answer_or_fall_silent(
    session: Session, inbound: Inbound, before: State, counted: State, spoken: list[Spoken], cap: int
) -> list[Spoken]:
    """What is said after all, with what is counted written into the thread's state.

    `before`: where the thread stood; `counted`: the state that has the counts of earlier turns.
    """
    misses_at = counted.misses_at
    replies, lately = _replies_today(counted, session.now), _replies_this_hour(counted, session.now)
    if inbound.event is None and session.event:
        misses_at = _count_misses(session, counted)
        # Whether they want no more texts is asked also in the silence: it must lose no stop.
        if len(misses_at) >= MISSES and session.event != DOUBT:
            spoken = _fall_silent(session, before, counted, spoken)
    if inbound.event is None and spoken:
        replies += 1
        lately += 1
        spoken = _and_say(spoken, "last_today", session.speaks) if replies == cap else spoken
    session.thread.state = session.thread.state.changed(
        misses_at=misses_at,
        replies=replies,
        replies_on=_day_of(session.now) if replies else "",
        hour_replies=lately,
        hour_of=hour_of(session.now) if lately else "",
    )
    return spoken


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


def _replies_this_hour(state: State, now: datetime) -> int:
    return state.hour_replies if state.hour_of == hour_of(now) else 0


def _day_of(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
