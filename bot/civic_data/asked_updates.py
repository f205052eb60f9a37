"""Updates of the tables that somebody asks for at a press: rows that a worker takes up, one at a time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from bot.civic_data.update_process import LEASE, DataUpdateFailed, update_apart
from bot.models import TableUpdate
from bot.storage.database import Database, key_of

UPDATE_NOW = "update_now"  # the job that takes one up
KEPT = 4_000  # characters of what the command printed
SHOWN = 5


_ROWS = select(
    TableUpdate.id,
    TableUpdate.who,
    TableUpdate.asked_at,
    TableUpdate.started_at,
    TableUpdate.ended_at,
    TableUpdate.done,
    TableUpdate.said,
)


class AskedUpdate(NamedTuple):
    """A row as its table has it; times in UTC."""

    id: int
    who: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    done: bool
    said: str

    def state(self, now: datetime) -> str:
        """ "waiting" for a worker, "working", "done", "failed", or "lost": its process ended before it did."""
        if self.ended_at is not None:
            return "done" if self.done else "failed"
        if self.started_at is None:
            return "waiting"
        return "working" if now - self.started_at < LEASE else "lost"


def ask_for_update(connection: Connection, who: str, now: datetime) -> int | None:
    """Ask for one; the id of the row, None where one waits or is at work already."""
    if any(each.state(now) in ("waiting", "working") for each in latest_updates(connection)):
        return None
    return key_of(connection.execute(insert(TableUpdate).values(who=who, asked_at=now, done=False, said="")))


def latest_updates(connection: Connection) -> Sequence[AskedUpdate]:
    """The last few that were asked for, the newest first."""
    newest = _ROWS.order_by(TableUpdate.id.desc()).limit(SHOWN)
    return [AskedUpdate._make(row) for row in connection.execute(newest)]


def waiting_updates(connection: Connection) -> Sequence[int]:
    """The ids of those that no worker has taken up."""
    waiting = select(TableUpdate.id).where(TableUpdate.started_at.is_(None)).order_by(TableUpdate.id).limit(SHOWN)
    return connection.execute(waiting).scalars().all()


def do_update(database: Database, clock: Callable[[], datetime], id: int, run: Callable[[], str] = update_apart) -> None:
    """Take one up, unless another worker has, and keep how it ended. What was refused is not tried again: `said` tells."""
    row = TableUpdate.id == id
    with database.write() as connection:
        taken = connection.execute(update(TableUpdate).where(row, TableUpdate.started_at.is_(None)).values(started_at=clock()))
        if not taken.rowcount:
            return
    done, said = False, ""
    try:
        said, done = run(), True
    except DataUpdateFailed as problem:
        said = problem.said
    finally:
        with database.write() as connection:
            connection.execute(update(TableUpdate).where(row).values(ended_at=clock(), done=done, said=said[-KEPT:]))
