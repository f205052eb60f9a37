"""What time does to broadcasts: leases run out, what waited is queued again, the rest of what is over is skipped, alerts pause
by themselves, and a broadcast without an open delivery is done. Safe to do at any moment, by any number of workers."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy import Connection, Select, SQLColumnExpression, bindparam, exists, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.broadcasts import auto_pause
from bot.broadcasts.broadcast_rows import BROADCASTS, BroadcastRow
from bot.broadcasts.eligibility import CANCELLED, EXPIRED
from bot.broadcasts.expand import UNMADE
from bot.broadcasts.lifecycle import is_made
from bot.broadcasts.states import BROADCAST
from bot.models import ITS_BROADCAST, QUEUED_ANYWHERE, UNDER_WAY, Broadcast, Delivery
from bot.notices.notice_kinds import ALERT_DONE
from bot.notices.notice_rows import write_notice
from bot.outbox.delivery_counts import CountChanges, Standing, read_counts
from bot.outbox.delivery_states import earlier_states
from bot.outbox.queue import A_PAGE, release_due
from bot.storage.clock import Ticker
from bot.storage.database import Database

log = structlog.get_logger()
_NOW = bindparam("now", type_=Broadcast.expires_at.type)

_QUEUED = select(Delivery.id).where(Delivery.broadcast_id == bindparam("broadcast"), QUEUED_ANYWHERE)
_UNDER_WAY = select(Delivery.id).where(bindparam("broadcast") == ITS_BROADCAST, UNDER_WAY)
_OPEN = select(exists(_QUEUED) | exists(_UNDER_WAY))


# Deliveries that a cancelled broadcast still holds.
_HELD = exists().where(Delivery.broadcast_id == Broadcast.id, QUEUED_ANYWHERE) | exists().where(
    Broadcast.id == ITS_BROADCAST, UNDER_WAY, Delivery.state == "waiting"
)
# What there is to do: deliveries to send or to follow, rows to make, a rest to skip.
WORK = select(
    or_(
        exists().where(Broadcast.state == "sending"),
        exists().where(Broadcast.state == "scheduled", Broadcast.starts_at <= _NOW),
        exists().where(Broadcast.state == "paused", Broadcast.expires_at <= _NOW),
        exists().where(Broadcast.state == "cancelled", or_(_HELD, UNMADE)),
        exists().where(UNDER_WAY, Delivery.due_at <= _NOW),
    )
)
_LIVE = BROADCASTS.where(Broadcast.state.in_(("sending", "paused")) | ((Broadcast.state == "cancelled") & _HELD)).order_by(
    Broadcast.id
)


def _skip(rest: Select[int], *order: SQLColumnExpression[object]) -> ReturningUpdate[*tuple[str]]:
    ids = rest.order_by(*order).limit(A_PAGE).with_for_update(skip_locked=True)
    return (
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(state="skipped", error=bindparam("why"), error_cause=None, due_at=None)
        .returning(Delivery.zone)
    )


_START = (
    update(Broadcast).where(Broadcast.state == "scheduled", Broadcast.starts_at <= bindparam("now")).values(state="sending")
)
_REST = {
    "queued": _skip(_QUEUED, Delivery.zone, Delivery.id),
    "waiting": _skip(_UNDER_WAY.where(Delivery.state == "waiting"), Delivery.due_at),
}
_LOCK = select(Broadcast.id).where(Broadcast.id == bindparam("id")).with_for_update()
_FINISH = (
    update(Broadcast)
    .where(Broadcast.id == bindparam("id_"), Broadcast.state.in_(earlier_states("done", BROADCAST)))
    .values(state="done", ended_at=bindparam("at"))
)


def is_work(database: Database, now: datetime) -> bool:
    """Is there anything that a worker would do now?"""
    with database.read() as connection:
        return bool(connection.execute(WORK, {"now": now}).scalar())


def start_scheduled(connection: Connection, now: datetime) -> int:
    """Start the broadcasts whose time has come; how many."""
    return connection.execute(_START, {"now": now}).rowcount


def sweep_broadcasts(database: Database, now: datetime) -> bool:
    """Do what is due; True where that made deliveries ready to be sent, or there is more of the same."""
    with database.write() as connection:
        changed = [bool(connection.execute(_START, {"now": now}).rowcount), release_due(connection, now)]
    with database.read() as connection:
        live = [BroadcastRow._make(row) for row in connection.execute(_LIVE)]
    more = [_see_to(database, broadcast, now) for broadcast in live]
    return any(changed) or any(more)


def _see_to(database: Database, broadcast: BroadcastRow, now: datetime) -> bool:
    """One broadcast; True where there is more of it to skip."""
    reason = CANCELLED if broadcast.state == "cancelled" else EXPIRED if broadcast.expires_at <= now else None
    with database.read() as connection:
        is_open = bool(connection.execute(_OPEN, {"broadcast": broadcast.id}).scalar())
        why = None
        if broadcast.state == "sending":
            why = auto_pause.pause_reason(auto_pause.last_deliveries(connection, broadcast, now))
    if is_open and reason:
        with database.write() as connection:
            return _skip_rest(connection, broadcast.id, reason)
    if not is_open and is_made(broadcast) and broadcast.state != "cancelled" and (reason or broadcast.state == "sending"):
        _finish(database, broadcast, now)
    elif why:
        with database.write() as connection:
            paused = auto_pause.pause_alert(connection, broadcast.id, why, now)
        if paused:
            log.warning("broadcast_paused", broadcast=broadcast.id, why=why)
    return False


def _skip_rest(connection: Connection, broadcast: int, reason: str) -> bool:
    changes, found = CountChanges(), False
    for state, statement in _REST.items():
        for row in connection.execute(statement, {"broadcast": broadcast, "why": reason}):
            found = True
            changes.move(broadcast, Standing(state, zone=row.zone), Standing("skipped", reason))
    changes.write(connection)
    return found


def _finish(database: Database, broadcast: BroadcastRow, now: datetime) -> None:
    with database.write() as connection:
        # Asked again with the row locked: a callback may just be bringing a delivery back (effects.py).
        connection.execute(_LOCK, {"id": broadcast.id})
        if connection.execute(_OPEN, {"broadcast": broadcast.id}).scalar():
            return
        if not connection.execute(_FINISH, {"id_": broadcast.id, "at": now}).rowcount:
            return
        if broadcast.kind == "alert":
            states: dict[str, int] = {}
            for count in read_counts(connection, [broadcast.id]):
                states[count.state] = states.get(count.state, 0) + count.n
            told = {"alert": broadcast.id, "campaign": broadcast.campaign, "texts": {k: n for k, n in states.items() if n}}
            write_notice(connection, ALERT_DONE, told, now)
    log.info("broadcast_done", broadcast=broadcast.id)


PAGES_SECONDS = 0.3  # of making rows, before leases and auto-pause are seen to again
_UNMADE = select(Broadcast.id).where(UNMADE).order_by(Broadcast.id)


class BroadcastUpkeep:
    """What is done for broadcasts beside sending: rows are made, time passes. `make_page` makes the next rows of a broadcast
    and gives True while there are more."""

    def __init__(self, database: Database, make_page: Callable[[int], bool], ticker: Ticker) -> None:
        self._database, self._make_page, self._ticker = database, make_page, ticker

    def __call__(self, clock: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """True where there is more to do, or something became ready to be sent."""
        now = clock()
        more = self.make_pages(clock, stopping)
        return sweep_broadcasts(self._database, now) or more

    def make_pages(self, clock: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """Pages of each broadcast that is not made yet, in turn, until they are or auto-pause has waited long enough."""
        end = self._ticker() + PAGES_SECONDS
        while True:
            with self._database.read() as connection:
                unmade = connection.execute(_UNMADE, {"now": clock()}).scalars().all()
            more = any([self._make_page(id) for id in unmade])
            if not more or self._ticker() >= end or stopping():
                return more
