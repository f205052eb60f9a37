"""The table of files that workers make: every move of one is an UPDATE that holds only where it may follow."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Update, delete, insert, or_, select, update

from bot.exports.export_request import ExportRequest, read_request
from bot.models import Export
from bot.storage.database import key_of

# Who works on a file says so again and again; when nothing was heard for so long, another begins anew.
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 5
KEEP = timedelta(days=1)
SHOWN = 20

State = Literal["asked", "made", "failed"]


class ExportRow(NamedTuple):
    """A row of the table, times in UTC."""

    id: int
    organizer_id: int | None
    request: Mapping[str, str]
    state: State
    rows: int
    attempts: int
    due_at: datetime
    created_at: datetime
    made_at: datetime | None

    @property
    def asked(self) -> ExportRequest:
        """What is asked for."""
        return read_request(self.request)

    @property
    def goes_at(self) -> datetime:
        """When it is removed."""
        return (self.made_at or self.created_at) + KEEP


_ROWS = select(*(getattr(Export, name) for name in ExportRow._fields))


def is_free(row: ExportRow, now: datetime) -> bool:
    """Is nobody at work on it? No lease is longer than LEASE: one that seems so is of a clock that was set back."""
    return not now < row.due_at <= now + LEASE


def add_export(connection: Connection, organizer: int | None, request: ExportRequest, now: datetime) -> int:
    """Write down what somebody asks for; its id."""
    values = {"organizer_id": organizer, "request": request.as_words(), "state": "asked", "due_at": now, "created_at": now}
    return key_of(connection.execute(insert(Export).values(**values)))


def find_export(connection: Connection, id: int) -> ExportRow | None:
    """The one with this id."""
    found = connection.execute(_ROWS.where(Export.id == id)).first()
    return ExportRow._make(found) if found else None


def find_exports(connection: Connection, ids: Sequence[int]) -> Sequence[ExportRow]:
    """Those of these that there are."""
    return [ExportRow._make(row) for row in connection.execute(_ROWS.where(Export.id.in_(ids)))]


def exports_of(connection: Connection, organizer: int) -> Sequence[ExportRow]:
    """What somebody asked for, the newest first."""
    query = _ROWS.where(Export.organizer_id == organizer).order_by(Export.id.desc()).limit(SHOWN)
    return [ExportRow._make(row) for row in connection.execute(query)]


def lease_export(connection: Connection, id: int, now: datetime) -> ExportRow | None:
    """Take one to work on; None where there is nothing to do, or somebody is at it."""
    mine = (
        update(Export)
        .where(Export.id == id, Export.state == "asked")
        .where(or_(Export.due_at <= now, Export.due_at > now + LEASE))
        .values(due_at=now + LEASE, attempts=Export.attempts + 1, rows=0)
    )
    return find_export(connection, id) if connection.execute(mine).rowcount else None


def note_rows(connection: Connection, row: ExportRow, rows: int, now: datetime) -> ExportRow | None:
    """So many rows are written, and it goes on; the row as it is then. None where it is somebody else's now, or is to be begun
    anew."""
    after = row._replace(rows=rows, due_at=now + LEASE)
    noted = _held(row).values(rows=rows, due_at=after.due_at)
    return after if connection.execute(noted).rowcount else None


def end_export(connection: Connection, row: ExportRow, rows: int, now: datetime) -> bool:
    """The file is whole; False where it is somebody else's now, or is to be begun anew."""
    return bool(connection.execute(_held(row).values(state="made", rows=rows, made_at=now)).rowcount)


def give_up_export(connection: Connection, row: ExportRow, now: datetime) -> None:
    """It cannot be made."""
    connection.execute(_held(row).values(state="failed", made_at=now))


def delete_export(connection: Connection, id: int) -> None:
    """Take one out."""
    connection.execute(delete(Export).where(Export.id == id))


def _held(row: ExportRow) -> Update:
    """Only whoever has the lease changes it: another lease, or FORGET, has another time."""
    return update(Export).where(Export.id == row.id, Export.state == "asked", Export.due_at == row.due_at)
