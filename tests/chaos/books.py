"""What must hold when all is over: the log of the double, row by row, against our tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.models import Delivery, Supporter
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from tests.twilio_double.client import Row

# A STOP is obeyed within a second: what was on its way by then may still arrive.
GRACE_SECONDS = 1.0
WENT_OUT = ("sent", "delivered")
ENDED = ("skipped", "failed")
SHOWN = 5  # breaches of a kind


@dataclass
class Books:
    """What was found. `reasons`: of those who got nothing, how many by the reason in our tables. `started`: texts and calls
    that conversations started, `carried`: as many of them as the double has."""

    recipients: int
    messages: int = 0
    duplicates: int = 0
    lost: int = 0
    to_stopped: int = 0
    started: int = 0
    carried: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    breaches: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KeptDelivery:
    """A row of deliveries, as far as the books need it."""

    id: int
    to: str
    state: str
    error: str
    provider_id: str


def deliveries(database: Database, phone_cipher: PhoneCipher, broadcast: int) -> list[KeptDelivery]:
    query = (
        select(Delivery.id, Supporter.phone, Delivery.state, Delivery.error, Delivery.provider_id)
        .join(Supporter, Supporter.id == Delivery.supporter_id)
        .where(Delivery.broadcast_id == broadcast)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        KeptDelivery(row.id, phone_cipher.decrypt(row.phone), row.state, row.error or "", row.provider_id or "") for row in rows
    ]


@dataclass(frozen=True, slots=True)
class StartedRow:
    """A row of deliveries that a conversation started; each is somebody else's."""

    id: int
    kind: str
    to: str
    state: str
    error: str
    provider_id: str


def started_rows(database: Database, phone_cipher: PhoneCipher) -> list[StartedRow]:
    query = (
        select(Delivery.id, Delivery.kind, Supporter.phone, Delivery.state, Delivery.error, Delivery.provider_id)
        .join(Supporter, Supporter.id == Delivery.supporter_id)
        .where(Delivery.broadcast_id.is_(None))
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        StartedRow(row.id, row.kind, phone_cipher.decrypt(row.phone), row.state, row.error or "", row.provider_id or "")
        for row in rows
    ]


def audit_started(books: Books, wanted: int, rows: Sequence[StartedRow], carried: Mapping[str, Sequence[str]]) -> None:
    """Hold what conversations started against the double. `wanted`: how many were written; `carried`: the provider's ids of
    texts and calls, by number."""
    books.started = wanted
    found: dict[str, list[str]] = {}
    if len(rows) != wanted:
        found["rows of conversations are missing"] = [f"{len(rows)} of {wanted}"]
    for row in rows:
        ids = carried.get(row.to, ())
        books.carried += len(ids)
        books.duplicates += max(0, len(ids) - 1)
        where = f"{row.kind} {row.id}, {row.state} {row.error}, {len(ids)} at the double"
        if len(ids) > 1:
            found.setdefault("more than one text or call", []).append(where)
        if row.state not in (*WENT_OUT, *ENDED):
            found.setdefault("a text or call that is not at its end", []).append(where)
        elif not ids and row.state in WENT_OUT:
            found.setdefault("a text or call that the double does not have", []).append(where)
        elif not ids and not row.error:
            books.lost += 1
            found.setdefault("a text or call that is lost", []).append(where)
        elif ids and row.state in WENT_OUT and row.provider_id not in ids:
            found.setdefault("the books have another text or call than the double", []).append(where)
    books.breaches += [f"{len(places)} x {kind}: {'; '.join(places[:SHOWN])}" for kind, places in found.items()]


def audit(
    log: Iterable[Row], deliveries: Iterable[KeptDelivery], recipients: Iterable[str], stopped: Mapping[str, float]
) -> Books:
    """Hold the log against our rows. `recipients`: who should have a message or a reason; `stopped`: when whose STOP was
    acknowledged, in seconds since 1970."""
    by_number: dict[str, list[Row]] = {}
    for row in log:
        by_number.setdefault(row.to, []).append(row)
    ours = {delivery.to: delivery for delivery in deliveries}
    wanted = set(recipients)
    books = Books(len(wanted), sum(map(len, by_number.values())))
    found: dict[str, list[str]] = {}
    for to in by_number.keys() - wanted:
        found.setdefault("a message to somebody who was not meant", []).append(to)
    for to in sorted(wanted):
        messages, delivery = by_number.get(to, []), ours.get(to)
        books.states[delivery.state if delivery else "no row"] += 1
        books.duplicates += max(0, len(messages) - 1)
        late = [row.arrived - stopped[to] for row in messages if row.arrived > stopped.get(to, float("inf")) + GRACE_SECONDS]
        books.to_stopped += len(late)
        if not messages:
            reason = delivery.error if delivery and delivery.state in ENDED else ""
            books.lost += not reason
            books.reasons.update([reason] if reason else [])
        where = (
            f"delivery {delivery.id}, {delivery.state} {delivery.error}, in the log {in_the_log(messages)}"
            if delivery
            else f"no row, in the log {in_the_log(messages)}"
        )
        for kind in _breaches(delivery, messages, late):
            found.setdefault(kind, []).append(where)
    for kind, places in found.items():
        more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
        books.breaches.append(f"{len(places)} x {kind}: {'; '.join(places[:SHOWN])}{more}")
    return books


def in_the_log(messages: Sequence[Row]) -> str:
    """What the double says of messages."""
    return ", ".join(f"{row.status} {row.error or ''}".strip() for row in messages) or "nothing"


def _breaches(delivery: KeptDelivery | None, messages: Sequence[Row], late: Sequence[float]) -> Iterator[str]:
    """What is wrong with one recipient."""
    if len(messages) > 1:
        yield "more than one message"
    if late:
        yield f"a message after STOP ({max(late):.1f} s)"
    if delivery is None:
        yield "no row"
    elif delivery.state not in (*WENT_OUT, *ENDED):
        yield "a delivery that is not at its end"
    elif not messages:
        if delivery.state in WENT_OUT:
            yield "sent by the books, not in the log"
        elif not delivery.error:
            yield "neither a message nor a reason"
    elif delivery.provider_id not in {row.sid for row in messages}:
        yield "the books have another message than the log"
    elif not agree(delivery, messages[0]):
        yield "the books say something else than the log"


def agree(delivery: KeptDelivery, message: Row) -> bool:
    """May our row say this of that message? A callback may be lost, so `sent` is never wrong."""
    if delivery.state == "sent":
        return True
    if delivery.state == "delivered":
        return message.status == "delivered"
    return delivery.state == "failed" and message.status in ("undelivered", "failed") and delivery.error == str(message.error)
