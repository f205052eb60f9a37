"""Leases what waits to be sent: which deliveries leave next, from which sender and when, in one transaction.

The senders' rows are locked first, so that leases follow one another over all threads and machines: paces are exact.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.models import UNDER_WAY, Delivery
from bot.outbox.delivery_counts import CountChanges, Standing
from bot.outbox.pace import Pace, believed_rate, seconds_until_free
from bot.outbox.senders import SenderRow, locked_senders, register_senders
from bot.providers.protocol import Accepted, OutboundMessage, SendError
from bot.storage.clock import Ticker
from bot.telephony import Content

LEASE = timedelta(seconds=30)  # from a batch's last moment: three times as long as the provider may take to answer
# As late as what is leased now may leave (send_batch.py drops what is later): the hours are still open then.
LATEST = timedelta(seconds=20)
A_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Dropped:
    """It did not leave after all: back into the queue, or skipped for a reason."""

    reason: str | None = None


SendResult = Accepted | SendError | Dropped


class SentBroadcast(Protocol):
    """The broadcast of a batch."""

    @property
    def id(self) -> int: ...

    @property
    def campaign(self) -> str: ...

    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Deliveries of one source that are sent now, all from one sender; empty where all were skipped.

    `pace_units`: how much each takes of the sender's pace, in segments. `leaves_at`: when each leaves, by the source's ticker.
    `skipped`: how many, by reason. `broadcast`: whose deliveries they are, as its row has it; None for those of conversations.
    `day`: to whose spending they were added.
    """

    source: "Source"
    messages: Sequence[OutboundMessage]
    pace_units: Sequence[float]
    leaves_at: Sequence[float]
    skipped: Mapping[str, int] = field(default_factory=dict)
    broadcast: "SentBroadcast | None" = None
    day: str = ""


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nothing can be leased for so many seconds; None where nothing is left to send."""

    seconds: float | None


@dataclass(slots=True, kw_only=True)
class SenderTurn:
    """A sender whose time has come. `read_at`: when the clock of its pace was read, by the ticker."""

    pace: Pace
    read_at: float


class Source(Protocol):
    """A kind of what is sent: knows which of its deliveries are next, and whether one may still leave.

    `paces`: the senders that it may use, with the segments (or calls) a second of each. `is_bulk`: there are many of them, so
    errors make the sender back off, and what was refused is tried again; else nothing does, and what was refused has failed.
    `room`: so many seconds more than others one of them may miss its moment.
    """

    paces: Mapping[str, float]
    is_bulk: bool
    room: float

    def lease(self, connection: Connection, senders: Sequence[SenderRow], now: datetime) -> Batch | NotYet:
        """The next batch, written down as leased. `senders`: the rows of `paces`, locked; `connection` is in a write
        transaction."""

    def check(self, batch: Batch, messages: Collection[OutboundMessage]) -> dict[int, Dropped | None]:
        """Asked last, right before these leave: None for each that may, by id. Raises what the database raises."""

    def settle(
        self, connection: Connection, batch: Batch, unspent: Sequence[OutboundMessage], errors: Sequence[SendError]
    ) -> None:
        """A batch has ended, in the transaction that writes its results: these never left, these errors came."""

    def follow(self, batch: Batch, results: Sequence[tuple[OutboundMessage, SendResult]]) -> None:
        """The results are written: what is done then, with no transaction open."""


def lease_deliveries(
    connection: Connection, sources: Sequence[Source], now: datetime, owner: Callable[[str], str]
) -> Batch | NotYet:
    """Lease the next batch of the first source that has any. `connection` is in a write transaction; `owner`: whose a sender
    is."""
    paces = {address: pace for source in sources for address, pace in source.paces.items()}
    senders = locked_senders(connection, list(paces))
    if len(senders) < len(paces):
        register_senders(connection, paces, owner)
        senders = locked_senders(connection, list(paces))
    soonest: float | None = None
    for source in sources:
        match source.lease(connection, [row for row in senders if row.address in source.paces], now):
            case Batch() as batch:
                return batch
            case NotYet(seconds):
                soonest = seconds if soonest is None else soonest if seconds is None else min(soonest, seconds)
    return NotYet(soonest)


def sender_turn(
    connection: Connection, ticker: Ticker, senders: Sequence[SenderRow], ahead: float, now: datetime | None
) -> SenderTurn | NotYet:
    """The sender that is free first, within `ahead` seconds; of those that back off no more, or for `now` None of all."""
    backing_off = {sender: sender.backoff_until for sender in senders if sender.backoff_until is not None}
    awake = [sender for sender in senders if now is None or sender not in backing_off or backing_off[sender] <= now]
    if not awake and now is not None:
        return NotYet((min(backing_off.values()) - now).total_seconds())
    sender = min(awake, key=lambda each: (each.free_at, each.address))
    clock, read_at = ticker.shared(connection)
    free_at = believed_rate(sender.free_at, sender.rate, clock)
    if wait := seconds_until_free(free_at, clock, ahead):
        return NotYet(wait)
    return SenderTurn(pace=Pace(address=sender.address, rate=sender.rate, free_at=free_at, now=clock), read_at=read_at)


class LeasedRow(Protocol):
    """What is asked of a delivery's row before it leaves."""

    @property
    def state(self) -> str: ...

    @property
    def attempts(self) -> int: ...


Leased = TypeVar("Leased", bound=LeasedRow)


def check_leased(
    messages: Collection[OutboundMessage], rows: Mapping[int, Leased], refusal: Callable[[Leased], str | None]
) -> dict[int, Dropped | None]:
    """None for each message that may leave, by id. `rows`: the deliveries as they are now, by id; `refusal`: why one may not
    leave any more."""
    answers = dict[int, Dropped | None]()
    for message in messages:
        row = rows.get(message.id)
        if row is None or row.state != "sending" or row.attempts != message.attempt:
            answers[message.id] = Dropped()  # not ours any more: what is written of it then changes nothing
        else:
            reason = refusal(row)
            answers[message.id] = Dropped(reason) if reason else None
    return answers


# --- What time does to what was leased -------------------------------------------------------------------------------------

# What becomes of deliveries whose time has come: those that were sending and are not heard of, and those that waited.
_DUE: Mapping[str, tuple[str, BindParameter[datetime] | None]] = {
    "sending": ("unknown", bindparam("now")),
    "waiting": ("queued", None),
}


def _due(state: str) -> ReturningUpdate[*tuple[int | None, str, int | None]]:
    after, due = _DUE[state]
    ids = (
        select(Delivery.id)
        .where(UNDER_WAY, Delivery.state == state, Delivery.due_at <= bindparam("now"))
        .order_by(Delivery.due_at)  # as the index is: by id SQLite reads the whole table
        .limit(A_PAGE)
        .with_for_update(skip_locked=True)
    )
    changed = update(Delivery).where(Delivery.id.in_(ids)).values(state=after, due_at=due)
    return changed.returning(Delivery.broadcast_id, Delivery.zone, Delivery.segments)


_TIME = {state: _due(state) for state in _DUE}


def release_due(connection: Connection, now: datetime) -> bool:
    """Of leases that ran out it is unknown what left; what waited is queued again; True where there was any of it."""
    changes, found = CountChanges(), False
    for state, statement in _TIME.items():
        for row in connection.execute(statement, {"now": now}):
            found = True
            before = Standing(state, zone=row.zone, segments=row.segments)
            changes.move(row.broadcast_id, before, before._replace(state=_DUE[state][0]))
    changes.write(connection)
    return found


TAKE = (
    update(Delivery)
    .where(Delivery.id == bindparam("id_"))
    .values(
        state="sending",
        zone=bindparam("in_zone"),
        text=bindparam("words"),
        media=bindparam("pictures"),
        segments=bindparam("count"),
        sender=bindparam("address"),
        attempts=Delivery.attempts + 1,
        leased_at=bindparam("at"),
        due_at=bindparam("until"),
        sent_at=None,
        provider_id=None,
        error=None,
        error_cause=None,
    )
)


def as_columns(content: Content) -> dict[str, object]:
    """What TAKE writes of a message's content."""
    return {"words": content.text or None, "pictures": list(content.media) or None}


SKIP = (
    update(Delivery)
    .where(Delivery.id == bindparam("id_"))
    .values(state="skipped", error=bindparam("reason"), error_cause=None, due_at=None)
)
