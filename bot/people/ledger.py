"""The consent ledger, and what follows from it: rows are added and never changed. Only FORGET takes any away, and who takes
back a list that nobody was asked by yet.

Everybody who writes consent writes it here, so that what follows (a supporter's `stopped`, their subscriptions) is written with
it. Whether a text may leave is decided by what follows; `find_statuses` works the same out from the ledger alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.models import Consent, Subscription, Supporter
from bot.notices.notice_kinds import JOINED, STOPPED
from bot.notices.notice_rows import write_notice
from bot.people.stop_file import StopLine
from bot.reading import EVERYTHING
from bot.storage.database import insert_new, note_for_journal, upsert_row

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
LONGEST_WORDS = 160  # characters kept of what somebody said

# The last word of a person on all that we start.
LAST_WORD = (
    select(Consent.act)
    .where(Consent.person == bindparam("person"), Consent.programme == EVERYTHING)
    .order_by(Consent.id.desc())
    .limit(1)
)
_ACTS = (
    select(Consent.person, Consent.programme, Consent.act, Consent.at)
    .where(Consent.person.in_(bindparam("persons", expanding=True)))
    .order_by(Consent.id)
)
_STATE = select(Subscription.state).where(
    Subscription.supporter_id == bindparam("supporter"), Subscription.programme == bindparam("programme")
)
_PENDING = (
    select(Subscription.supporter_id)
    .where(
        Subscription.supporter_id.in_(bindparam("supporters", expanding=True)),
        Subscription.programme == bindparam("programme"),
        Subscription.state == "pending",
    )
    .order_by(Subscription.supporter_id)
    .with_for_update()
)
_INSERT = insert(Consent)
_STOP = update(Supporter).where(Supporter.id == bindparam("id_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
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


def write_entries(
    connection: Connection, person: bytes, supporter: int | None, entries: Iterable[LedgerEntry], *, has_receivers: bool = True
) -> None:
    """Add to the ledger of a person, and to what follows for the supporter they are, if they are one. `has_receivers`: False
    where it is known that no other tool is to be told, which spares the look."""
    for entry in entries:
        if supporter is not None and entry.programme == EVERYTHING:
            # Before its row: who writes about the same person at the same moment waits here, so that the last row and what
            # follows are of one writer.
            connection.execute(_STOP, {"id_": supporter, "stopped": entry.act == "withdrawn"})
            if has_receivers and is_stopped(connection, person) != (entry.act == "withdrawn"):
                _tell(connection, supporter, entry)
        connection.execute(_INSERT, _row(person, entry))
        if entry.act == "withdrawn" or (entry.act == "granted" and entry.programme == EVERYTHING):
            _note(connection, person, entry)
        if supporter is None or entry.programme == EVERYTHING:
            continue
        before = connection.execute(_STATE, {"supporter": supporter, "programme": entry.programme}).scalar()
        after = FOLLOWS[before, entry.act]
        if after != before:
            _subscribe(connection, supporter, entry.programme, after, entry.at)
            if before == "left":
                _note(connection, person, entry)
            if has_receivers and after != "pending":
                _tell(connection, supporter, entry)


def _note(connection: Connection, person: bytes, entry: LedgerEntry) -> None:
    """A copy of the database that is put back one day is to know of this stop, or that it was lifted."""
    if entry.act != "claimed":
        note_for_journal(connection, str(StopLine(at=entry.at, deed=entry.act, programme=entry.programme, person=person)))


def _tell(connection: Connection, supporter: int, entry: LedgerEntry) -> None:
    """Other tools hear that somebody joined or stopped: of one campaign, or of all that we start."""
    campaign = None if entry.programme == EVERYTHING else entry.programme
    data = {"supporter": supporter, "campaign": campaign, "channel": entry.channel, "source": entry.source}
    kind = STOPPED if entry.act == "withdrawn" else JOINED
    write_notice(connection, kind, data, entry.at, supporter=supporter)


def _row(person: bytes, entry: LedgerEntry) -> dict[str, object]:
    return {
        "person": person,
        "programme": entry.programme,
        "act": entry.act,
        "words": entry.words[:LONGEST_WORDS],
        "channel": entry.channel,
        "source": entry.source,
        "proof": entry.proof,
        "given_at": entry.given_at,
        "at": entry.at,
    }


def _subscribe(connection: Connection, supporter: int, programme: str, state: State, since: datetime) -> None:
    values = {"supporter_id": supporter, "programme": programme, "state": state, "since": since}
    upsert_row(connection, Subscription, values, ("supporter_id", "programme"))


def is_stopped(connection: Connection, person: bytes) -> bool:
    """Is the last word of this person in the ledger that we start no text and no call?"""
    return connection.execute(LAST_WORD, {"person": person}).scalar() == "withdrawn"


@dataclass(slots=True)
class ConsentStatus:
    """What the ledger of a person comes to: are they stopped, and each subscription's state with the time of its change."""

    stopped: bool = False
    subscriptions: dict[str, tuple[State, datetime]] = field(default_factory=dict)

    def add(self, programme: str, act: str, at: datetime) -> None:
        """What one more row of the ledger makes of it."""
        if programme == EVERYTHING:
            self.stopped = act == "withdrawn"
            return
        before = self.state(programme)
        after = FOLLOWS[before, act]
        if after != before:
            self.subscriptions[programme] = (after, at)

    def state(self, programme: str) -> State | None:
        """Of their subscription, None where nobody ever said anything of it."""
        return self.subscriptions[programme][0] if programme in self.subscriptions else None


def find_statuses(connection: Connection, persons: Collection[bytes]) -> dict[bytes, ConsentStatus]:
    """What follows from the ledger of each of these people, worked out from its rows alone. Of a thousand at most."""
    found = {person: ConsentStatus() for person in persons}
    for person, programme, act, at in connection.execute(_ACTS, {"persons": list(persons)}):
        found[bytes(person)].add(programme, act, at)
    return found


def follow_entries(connection: Connection, supporters: Mapping[bytes, int]) -> None:
    """Write anew what follows from the ledger, person -> supporter: for those whom an older version made."""
    found = find_statuses(connection, supporters)
    flags = [{"id_": supporters[person], "stopped": standing.stopped} for person, standing in found.items()]
    if flags:
        connection.execute(_STOP, flags)
    for person, standing in found.items():
        for programme, (state, since) in standing.subscriptions.items():
            _subscribe(connection, supporters[person], programme, state, since)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentClaim:
    """Somebody else says that a supporter agreed, or somebody whom we do not know to be them: `proof` where and how,
    `given_at` when."""

    supporter: int
    person: bytes
    proof: str
    given_at: datetime


def make_pending(connection: Connection, programme: str, supporters: Collection[int]) -> Sequence[int]:
    """Those of these supporters who are pending; nobody else changes that before the transaction ends."""
    return connection.execute(_PENDING, {"supporters": list(supporters), "programme": programme}).scalars().all()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentOrigin:
    """Where claims came in: `channel` and `source` as an Entry has them, and the `words` agreed to, if we showed any."""

    channel: str
    source: str
    words: str = ""


A_LIST = ConsentOrigin(channel="list", source="import")


def claim_consent(
    connection: Connection,
    programme: str,
    claims: Sequence[ConsentClaim],
    origin: ConsentOrigin,
    at: datetime,
    again: Collection[int] = (),
) -> set[int]:
    """Write down what is claimed; gives the supporters who are pending by it now.

    Of those who have any state already nothing is written: they were asked, or have answered for themselves. But for `again`:
    who is pending, and yet was never asked.
    """
    values = [{"supporter_id": each.supporter, "programme": programme, "state": "pending", "since": at} for each in claims]
    began = set(insert_new(connection, Subscription, values, Subscription.supporter_id)) | set(again)
    entry = LedgerEntry(
        programme=programme,
        act="claimed",
        words=origin.words,
        channel=origin.channel,
        source=origin.source,
        at=at,
    )
    rows = [
        _row(each.person, replace(entry, proof=each.proof, given_at=each.given_at))
        for each in claims
        if each.supporter in began
    ]
    if rows:
        connection.execute(_INSERT, rows)
    return began


def take_claims_back(connection: Connection, programme: str, supporters: Mapping[bytes, int], since: datetime) -> None:
    """Take away what a list claimed of these people, person -> supporter, at that time or later, and what followed from it:
    of those who are still pending. Who has said something themselves stays as they are."""
    pending = set(make_pending(connection, programme, supporters.values()))
    persons = [person for person, supporter in supporters.items() if supporter in pending]
    if not persons:
        return
    claims = (Consent.act == "claimed", Consent.source == A_LIST.source, Consent.at >= since)
    connection.execute(delete(Consent).where(Consent.person.in_(persons), Consent.programme == programme, *claims))
    # Who was pending before stays so: of the older claim, or of the form on a page.
    began = (Subscription.supporter_id.in_(pending), Subscription.programme == programme, Subscription.since >= since)
    connection.execute(delete(Subscription).where(*began))


def known_persons(connection: Connection, persons: Collection[bytes]) -> set[bytes]:
    """Those of these people of whom the ledger says anything. Of a thousand at most."""
    query = select(Consent.person).where(Consent.person.in_(list(persons))).distinct()
    return {bytes(person) for person in connection.execute(query).scalars()} if persons else set()


def erase_from_ledger(connection: Connection, person: bytes) -> None:
    """Take a person out of the ledger. A stop stays: it is what keeps an erased number stopped."""
    last = (
        select(Consent.id).where(Consent.person == person, Consent.programme == EVERYTHING).order_by(Consent.id.desc()).limit(1)
    )
    kept = select(Consent.id).where(Consent.id == last.scalar_subquery(), Consent.act == "withdrawn")
    connection.execute(delete(Consent).where(Consent.person == person, Consent.id.not_in(kept)))
