"""What an alert led to within a week: replies, people who left, calls. Counted from the rows of those days by a worker, kept in
one row, so that a page reads that alone.

A call counts for one alert, the last of its campaign that the caller had got within a week: that is written down with the call
(`caused_by`), and results count by it too."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, SQLColumnExpression, bindparam, case, distinct, func, or_, select

from bot.models import Broadcast, BroadcastResult, Call, Delivery, Subscription, Supporter, Turn
from bot.storage.database import Database, upsert_row

FOLLOWED = timedelta(days=7)
SOONEST = timedelta(minutes=1)  # between two counts; later ones come further apart
PUT_THROUGH = ("answered",)  # as calls have it
PART = 50  # of an alert's age that may pass between two of them

_START = bindparam("start", type_=Broadcast.starts_at.type)
_END = bindparam("end", type_=Broadcast.starts_at.type)


class AlertResult(NamedTuple):
    """What models.BroadcastResult says. `counted_at`: None where nothing has been counted yet."""

    counted_at: datetime | None
    final: bool
    replies: int
    left: int
    callers: int
    calls: int
    connected: int
    reached: int


NOTHING = AlertResult(None, False, 0, 0, 0, 0, 0, 0)
_KEPT = select(*(BroadcastResult.__table__.c[name] for name in AlertResult._fields))


def _got_it(supporter: SQLColumnExpression[int | None], at: SQLColumnExpression[datetime]) -> ColumnElement[bool]:
    """Had they got the alert by then?"""
    return (
        select(Delivery.id)
        .where(
            Delivery.broadcast_id == bindparam("broadcast"),
            Delivery.supporter_id == supporter,
            Delivery.sent_at.is_not(None),
            Delivery.sent_at <= at,
        )
        .exists()
    )


_REPLIES: Select[*tuple[int]] = select(func.count(distinct(Turn.supporter_id))).where(
    Turn.at >= _START, Turn.at < _END, Turn.call.is_(None), Turn.number.is_not(None), _got_it(Turn.supporter_id, Turn.at)
)
_LEFT: Select[*tuple[int]] = (
    select(func.count())
    .select_from(Subscription)
    .join(Supporter, Supporter.id == Subscription.supporter_id)
    .where(
        Subscription.programme == bindparam("campaign"),
        or_(Subscription.state == "left", Supporter.stopped),
        or_(Supporter.stopped, (Subscription.since >= _START) & (Subscription.since < _END)),
        select(Delivery.id)
        .where(
            Delivery.broadcast_id == bindparam("broadcast"),
            Delivery.supporter_id == Subscription.supporter_id,
            Delivery.sent_at.is_not(None),
        )
        .exists(),
    )
)
_CALLS = select(
    func.count(distinct(Call.supporter_id)),
    func.count(),
    func.coalesce(func.sum(case((Call.status.in_(PUT_THROUGH), 1), else_=0)), 0),
    func.coalesce(func.sum(case((Call.outcome == "reached", 1), else_=0)), 0),
).where(Call.caused_by == bindparam("broadcast"))
_BROADCAST = select(Broadcast.id, Broadcast.campaign, Broadcast.starts_at).where(
    Broadcast.id == bindparam("id"), Broadcast.starts_at.is_not(None)
)
_FOLLOWED = (
    select(Broadcast.id, Broadcast.starts_at, BroadcastResult.counted_at)
    .outerjoin(BroadcastResult, BroadcastResult.broadcast_id == Broadcast.id)
    .where(Broadcast.kind == "alert", Broadcast.state.in_(("sending", "paused", "done", "cancelled")))
    .where(Broadcast.starts_at > bindparam("since"), Broadcast.starts_at <= bindparam("now"))
    .where(or_(BroadcastResult.final.is_(None), BroadcastResult.final.is_(False)))
)
MARGIN = timedelta(days=2)  # after its week: as long as nobody may have worked


def read_result(connection: Connection, id: int) -> AlertResult:
    """What was counted last for an alert."""
    row = connection.execute(_KEPT.where(BroadcastResult.broadcast_id == id)).first()
    return NOTHING if row is None else AlertResult._make(row)


def due_results(connection: Connection, now: datetime) -> Sequence[int]:
    """The alerts that are to be counted now: the younger, the more often."""
    rows = connection.execute(_FOLLOWED, {"since": now - FOLLOWED - MARGIN, "now": now})
    return [row.id for row in rows if row.counted_at is None or now - row.counted_at >= _apart(now - row.starts_at)]


def _apart(age: timedelta) -> timedelta:
    return max(SOONEST, age / PART)


def count_result(database: Database, id: int, now: datetime) -> AlertResult:
    """Count what an alert has led to by now, and keep it. Reads what came in since it started, which may take seconds."""
    with database.patient_read() as connection:
        row = connection.execute(_BROADCAST, {"id": id}).first()
        if row is None or row.starts_at > now:
            return NOTHING
        end = row.starts_at + FOLLOWED
        asked = {"broadcast": id, "campaign": row.campaign, "start": row.starts_at, "end": end}
        replies, left = (connection.execute(query, asked).scalar_one() for query in (_REPLIES, _LEFT))
        callers, calls, connected, reached = connection.execute(_CALLS, asked).one()
    found = AlertResult(now, now >= end, replies, left, callers, calls, int(connected), int(reached))
    with database.write() as connection:
        upsert_row(connection, BroadcastResult, {"broadcast_id": id, **found._asdict()}, ["broadcast_id"])
    return found
