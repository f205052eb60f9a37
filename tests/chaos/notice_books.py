"""What must hold of notices in the end: what a receiver got, against the rows of what happened and of what is to be told."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.models import Broadcast, Call, Consent, NotUnderstood, Posting, Supporter
from bot.notices.notice_kinds import ALERT_DONE, CALL_FINISHED, JOINED, NOT_UNDERSTOOD, STOPPED
from bot.people.ledger import ConsentStatus
from bot.reading import EVERYTHING
from bot.storage.encryption import PhoneCipher
from tests.chaos.books import SHOWN
from tests.connections.receiving import Received

# What happened, as a notice and as our rows tell it: its kind, and who, where or how it was.
Happening = tuple[object, ...]
DIALING = "dialing"  # of a call: it is not over


class KeptNotice(NamedTuple):
    """A row of postings."""

    event: str
    kind: str
    state: str


class KeptConsent(NamedTuple):
    """A row of the ledger."""

    person: bytes
    programme: str
    act: str
    at: datetime


@dataclass
class NoticeBooks:
    """What was found. `events`: how many, by their ids; `repeats`: how often one came again; `lost`: that never came; `twice`:
    what happened once and came under two ids."""

    events: int = 0
    repeats: int = 0
    lost: int = 0
    twice: int = 0
    breaches: list[str] = field(default_factory=list)


def audit_notices(rows: Iterable[KeptNotice], received: Sequence[Received], happened: Mapping[Happening, int]) -> NoticeBooks:
    """`happened`: how often what did, by our rows."""
    bodies: dict[str, set[str]] = {}
    for each in received:
        bodies.setdefault(each.event, set()).add(each.body)
    ours = {row.event: row for row in rows}
    books = NoticeBooks(events=len(bodies), repeats=len(received) - len(bodies))
    found: dict[str, list[str]] = {}
    for event, row in ours.items():
        if row.state != "done":
            found.setdefault(f"a notice that is {row.state}", []).append(f"{row.kind} {event}")
        if event not in bodies:
            books.lost += 1
            found.setdefault("a notice that never came", []).append(f"{row.kind} {event}, {row.state}")
    told = Counter[Happening]()
    for event, texts in bodies.items():
        notices = [json.loads(text) for text in sorted(texts)]
        if event not in ours or any(notice["id"] != event for notice in notices):
            found.setdefault("a notice of which there is no row", []).append(event)
        if len(texts) != 1:
            found.setdefault("an id that stands for two events", []).append(event)
        told[_told(notices[0])] += 1
    _hold_against(told, happened, books, found)
    books.breaches = [f"{len(places)} x {kind}: {'; '.join(places[:SHOWN])}" for kind, places in found.items()]
    return books


def _hold_against(
    told: Mapping[Happening, int], happened: Mapping[Happening, int], books: NoticeBooks, found: dict[str, list[str]]
) -> None:
    for what in sorted({*told, *happened}, key=str):
        more = told.get(what, 0) - happened.get(what, 0)
        books.lost += max(0, -more)
        books.twice += max(0, more)
        if more < 0:
            found.setdefault("something that happened and was not told", []).append(str(what))
        elif more > 0:
            found.setdefault("something that was told more often than it happened", []).append(str(what))


def _told(notice: Mapping[str, dict[str, object]]) -> Happening:
    kind, data = str(notice["type"]), notice["data"]
    return (kind, *(data[name] for name in NAMES[kind]))


# What tells one happening from another, in the data of a notice.
NAMES: Mapping[str, Sequence[str]] = {
    JOINED: ("supporter", "campaign"),
    STOPPED: ("supporter", "campaign"),
    CALL_FINISHED: ("supporter", "official", "status"),
    ALERT_DONE: ("alert",),
    NOT_UNDERSTOOD: ("supporter",),
}


def consent_moves(
    entries: Iterable[KeptConsent], before: dict[bytes, ConsentStatus], supporters: Mapping[bytes, int]
) -> Counter[Happening]:
    """Who joined and stopped by these rows of the ledger, in their order. `before`: what was known of people."""
    found = Counter[Happening]()
    for entry in entries:
        status = before.setdefault(entry.person, ConsentStatus())
        of_all = entry.programme == EVERYTHING
        was = status.stopped if of_all else status.state(entry.programme)
        status.add(entry.programme, entry.act, entry.at)
        now = status.stopped if of_all else status.state(entry.programme)
        if now != was and now != "pending" and entry.person in supporters:
            kind = STOPPED if entry.act == "withdrawn" else JOINED
            found[kind, supporters[entry.person], None if of_all else entry.programme] += 1
    return found


def read_notices(connection: Connection, receiver: int) -> list[KeptNotice]:
    """All notices to a receiver."""
    query = select(Posting.event, Posting.kind, Posting.state).where(Posting.receiver_id == receiver)
    return [KeptNotice._make(row) for row in connection.execute(query)]


def last_consent(connection: Connection) -> int:
    """The id of the last row of the ledger, 0 for none."""
    return connection.execute(select(func.max(Consent.id))).scalar() or 0


def read_happenings(
    connection: Connection, phone_cipher: PhoneCipher, since: int, before: dict[bytes, ConsentStatus]
) -> Counter[Happening]:
    """What happened by our rows. `since`: the ledger's last row of before; `before`: what it came to."""
    people = connection.execute(select(Supporter.id, Supporter.phone).where(Supporter.phone.is_not(None)))
    supporters = {phone_cipher.person_key(phone_cipher.decrypt(row.phone)): row.id for row in people}
    entries = select(Consent.person, Consent.programme, Consent.act, Consent.at).where(Consent.id > since).order_by(Consent.id)
    found = consent_moves([KeptConsent._make(row) for row in connection.execute(entries)], before, supporters)
    calls = select(Call.supporter_id, Call.official, Call.status).where(Call.status != DIALING)
    found.update((CALL_FINISHED, *row) for row in connection.execute(calls))
    found.update((ALERT_DONE, id) for id in connection.execute(_DONE).scalars())
    found.update((NOT_UNDERSTOOD, id) for id in connection.execute(_MISSED).scalars())
    return found


_DONE = select(Broadcast.id).where(Broadcast.kind == "alert", Broadcast.state == "done")
_MISSED = select(NotUnderstood.supporter_id).where(NotUnderstood.why == "missed")
