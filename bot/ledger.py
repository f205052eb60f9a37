"""The consent ledger, and what follows from it: rows are added and never changed; only FORGET takes any away.

Everybody who writes consent writes it here, so that what follows (a supporter's `stopped`, their subscriptions) is written with
it. Whether a text may leave is asked of what follows; `standing` works the same out from the ledger alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.consent import EVERYTHING
from bot.database import upsert
from bot.models import Consent, Subscription, Supporter

Act = Literal["granted", "withdrawn", "claimed"]
State = Literal["pending", "active", "left"]

# What an act makes of a subscription. Somebody else's word never brings back who left, nor confirms by being repeated.
FOLLOWS: Mapping[tuple[str | None, str], State] = {
    (None, "claimed"): "pending",
    ("pending", "claimed"): "pending",
    ("active", "claimed"): "active",
    ("left", "claimed"): "left",
    (None, "granted"): "active",
    ("pending", "granted"): "active",
    ("active", "granted"): "active",
    ("left", "granted"): "active",
    (None, "withdrawn"): "left",
    ("pending", "withdrawn"): "left",
    ("active", "withdrawn"): "left",
    ("left", "withdrawn"): "left",
}
WORDS = 160  # as many characters of what somebody said are kept

# The last word of a person on all that we start.
_LAST_WORD = (
    select(Consent.act)
    .where(Consent.person == bindparam("person"), Consent.programme == EVERYTHING)
    .order_by(Consent.id.desc())
    .limit(1)
)
_ACTS = select(Consent.programme, Consent.act, Consent.at).where(Consent.person == bindparam("person")).order_by(Consent.id)
_STATE = select(Subscription.state).where(
    Subscription.supporter_id == bindparam("supporter"), Subscription.programme == bindparam("programme")
)
_INSERT = insert(Consent)
_STOP = update(Supporter).where(Supporter.id == bindparam("id_"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A row for the ledger.

    `programme`: a campaign, or `*` for all that we start. `words`: as they were said. `channel`: sms, voice, web or list.
    `source`: keyword, words, carrier, web or import. `proof`, `given_at`: of a claim, where and when they agreed.
    """

    programme: str
    act: Act
    words: str
    channel: str
    source: str
    at: datetime
    proof: str | None = None
    given_at: datetime | None = None


def write(connection: Connection, person: bytes, supporter: int | None, entries: Iterable[Entry]) -> None:
    """Add to the ledger of a person, and to what follows for the supporter they are, if they are one."""
    for entry in entries:
        connection.execute(
            _INSERT,
            {
                "person": person,
                "programme": entry.programme,
                "act": entry.act,
                "words": entry.words[:WORDS],
                "channel": entry.channel,
                "source": entry.source,
                "proof": entry.proof,
                "given_at": entry.given_at,
                "at": entry.at,
            },
        )
        if supporter is None:
            continue
        if entry.programme == EVERYTHING:
            connection.execute(_STOP, {"id_": supporter, "stopped": entry.act == "withdrawn"})
            continue
        before = connection.execute(_STATE, {"supporter": supporter, "programme": entry.programme}).scalar()
        after = FOLLOWS[before, entry.act]
        if after != before:
            _subscribe(connection, supporter, entry.programme, after, entry.at)


def _subscribe(connection: Connection, supporter: int, programme: str, state: State, since: datetime) -> None:
    values = {"supporter_id": supporter, "programme": programme, "state": state, "since": since}
    upsert(connection, Subscription, values, ("supporter_id", "programme"))


def is_stopped(connection: Connection, person: bytes) -> bool:
    """Is the last word of this person in the ledger that we start no text and no call?"""
    return connection.execute(_LAST_WORD, {"person": person}).scalar() == "withdrawn"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger of a person comes to: are they stopped, and each subscription's state with the time of its change."""

    stopped: bool
    subscriptions: Mapping[str, tuple[State, datetime]]


def standing(connection: Connection, person: bytes) -> Standing:
    """What follows from the ledger of a person, worked out from its rows alone."""
    stopped, subscriptions = False, dict[str, tuple[State, datetime]]()
    for programme, act, at in connection.execute(_ACTS, {"person": person}):
        if programme == EVERYTHING:
            stopped = act == "withdrawn"
            continue
        before = subscriptions.get(programme)
        after = FOLLOWS[before[0] if before else None, act]
        if before is None or after != before[0]:
            subscriptions[programme] = (after, at)
    return Standing(stopped, subscriptions)


def follow(connection: Connection, person: bytes, supporter: int) -> None:
    """Write anew what follows from the ledger for a supporter: one who was made just now, or by an older version."""
    found = standing(connection, person)
    connection.execute(_STOP, {"id_": supporter, "stopped": found.stopped})
    for programme, (state, since) in found.subscriptions.items():
        _subscribe(connection, supporter, programme, state, since)


def erase(connection: Connection, person: bytes) -> None:
    """Take a person out of the ledger. A stop stays: it is what keeps an erased number stopped."""
    last = (
        select(Consent.id).where(Consent.person == person, Consent.programme == EVERYTHING).order_by(Consent.id.desc()).limit(1)
    )
    kept = select(Consent.id).where(Consent.id == last.scalar_subquery(), Consent.act == "withdrawn")
    connection.execute(delete(Consent).where(Consent.person == person, Consent.id.not_in(kept)))
