"""The table of uploaded lists: every move of one is an UPDATE that holds only where it may follow."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.contacts.import_report import ImportReport, Refusal
from bot.models import ListImport
from bot.storage.database import key_of

# Who works on a list says so again and again; when nothing was heard for so long, another goes on.
LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 5
KEEP = timedelta(days=1)  # a list that was checked, and that nobody agreed to
SHOWN = 10
LONGEST_NAME = 120
STAY = "stay"  # of counts: of how many something stays of a list that was taken back

State = Literal["received", "checked", "agreed", "loaded", "refused"]
AT_WORK = ("received", "agreed")


class ImportRow(NamedTuple):
    """A row of the table, times in UTC."""

    id: int
    organizer_id: int | None
    campaign: str
    who: str
    file_name: str
    state: State
    choices: str
    report: str
    rows: int
    good: int
    loaded: int
    loaded_line: int
    counts: Mapping[str, int]
    broadcast_id: int | None
    attempts: int
    cancelled_at: datetime | None
    due_at: datetime
    created_at: datetime
    changed_at: datetime

    @property
    def found(self) -> ImportReport:
        """What the check found."""
        return ImportReport.from_json(self.report)


_ROWS = select(*(getattr(ListImport, name) for name in ImportRow._fields))


_LOADS = (ListImport.state == "agreed", ListImport.cancelled_at.is_(None))


def is_free(row: ImportRow, now: datetime) -> bool:
    """Is nobody at work on a list? No lease is longer than LEASE: one that seems so is of a clock that was set back."""
    return not now < row.due_at <= now + LEASE


def add_import(
    connection: Connection,
    *,
    organizer: int | None,
    campaign: str,
    who: str,
    file_name: str,
    choices: str,
    now: datetime,
) -> int:
    """Write down a list that is being uploaded; its id."""
    return key_of(
        connection.execute(
            insert(ListImport).values(
                organizer_id=organizer,
                campaign=campaign,
                who=who,
                file_name=file_name[-LONGEST_NAME:],
                state="received",
                choices=choices,
                report="",
                counts={},
                due_at=now,
                created_at=now,
                changed_at=now,
            )
        )
    )


def find_import(connection: Connection, id: int) -> ImportRow | None:
    """The list with this id."""
    found = connection.execute(_ROWS.where(ListImport.id == id)).first()
    return ImportRow._make(found) if found else None


def newest_imports(connection: Connection) -> Sequence[ImportRow]:
    """The last lists, the newest first."""
    return [ImportRow._make(row) for row in connection.execute(_ROWS.order_by(ListImport.id.desc()).limit(SHOWN))]


def find_imports(connection: Connection, ids: Sequence[int]) -> Sequence[ImportRow]:
    """Those of these that there are."""
    return [ImportRow._make(row) for row in connection.execute(_ROWS.where(ListImport.id.in_(ids)))]


def lease_import(connection: Connection, id: int, now: datetime) -> ImportRow | None:
    """Take a list to work on; None where there is nothing to do, or somebody is at it."""
    mine = (
        update(ListImport)
        .where(ListImport.id == id, ListImport.state.in_(AT_WORK))
        .where(or_(ListImport.due_at <= now, ListImport.due_at > now + LEASE))
        .values(due_at=now + LEASE, attempts=ListImport.attempts + 1)
    )
    return find_import(connection, id) if connection.execute(mine).rowcount else None


def note_rows(connection: Connection, id: int, rows: int, now: datetime) -> None:
    """So many rows are read, and it goes on."""
    values = {"rows": rows, "due_at": now + LEASE, "changed_at": now}
    connection.execute(update(ListImport).where(ListImport.id == id, ListImport.state == "received").values(**values))


def end_check(connection: Connection, id: int, report: ImportReport, *, rows: int, good: int, now: datetime) -> bool:
    """The check is over. Nothing more happens before somebody agrees; False where another ended it first."""
    values = {"state": "checked", "report": report.to_json(), "rows": rows, "good": good, "attempts": 0, "changed_at": now}
    ended = update(ListImport).where(ListImport.id == id, ListImport.state == "received").values(**values)
    return bool(connection.execute(ended).rowcount)


def check_again(connection: Connection, id: int, choices: str, now: datetime) -> bool:
    """Have a checked list checked anew, with what somebody says of it now; False where it is not checked."""
    values = {"state": "received", "choices": choices, "rows": 0, "good": 0, "attempts": 0, "due_at": now, "changed_at": now}
    again = update(ListImport).where(ListImport.id == id, ListImport.state == "checked").values(**values)
    return bool(connection.execute(again).rowcount)


def agree_to_import(connection: Connection, id: int, choices: str, now: datetime) -> bool:
    """Have the rows that are right loaded, as is said now; False where it was not checked, or has none, or somebody agreed
    already."""
    values = {"state": "agreed", "choices": choices, "attempts": 0, "due_at": now, "changed_at": now}
    agreed = update(ListImport).where(ListImport.id == id, ListImport.state == "checked", ListImport.good > 0)
    return bool(connection.execute(agreed.values(**values)).rowcount)


def note_loaded(connection: Connection, after_line: int, now_loaded: ImportRow, now: datetime) -> bool:
    """The rows behind `after_line` are loaded, in this transaction, as far as `now_loaded` says; False where another loaded
    some since."""
    values = {name: getattr(now_loaded, name) for name in ("loaded_line", "loaded", "counts", "broadcast_id")}
    at = (ListImport.id == now_loaded.id, *_LOADS, ListImport.loaded_line == after_line)
    noted = update(ListImport).where(*at).values(**values, attempts=0, due_at=now + LEASE, changed_at=now)
    return bool(connection.execute(noted).rowcount)


def keep_lease(connection: Connection, id: int, now: datetime) -> bool:
    """Whoever loads it is still at it; False where it is to be loaded no more."""
    held = update(ListImport).where(ListImport.id == id, *_LOADS)
    return bool(connection.execute(held.values(due_at=now + LEASE, changed_at=now)).rowcount)


def cancel_import(connection: Connection, id: int, now: datetime) -> bool:
    """Have it taken back while it is being loaded; False where it is not, or somebody did so already."""
    cancelled = update(ListImport).where(ListImport.id == id, *_LOADS)
    return bool(connection.execute(cancelled.values(cancelled_at=now, changed_at=now)).rowcount)


# What became of a list that somebody stopped: nothing of it was loaded, and it is gone; or it is to be taken back.
Stopped = Literal["discarded", "cancelled"]


def stop_import(connection: Connection, row: ImportRow, now: datetime) -> Stopped | None:
    """Stop a list that is not loaded yet; None where somebody did so already."""
    if row.state == "agreed":
        return "cancelled" if cancel_import(connection, row.id, now) else None
    return "discarded" if delete_import(connection, row.id) else None


def note_taken_back(connection: Connection, row: ImportRow, rows: int, stay: int, now: datetime) -> ImportRow:
    """So many rows more are taken back, in this transaction, and of `stay` of them something stays; the row as it is then."""
    counts = {STAY: row.counts.get(STAY, 0) + stay}
    after = row._replace(loaded=max(0, row.loaded - rows), counts=counts)
    values = {"loaded": after.loaded, "counts": counts, "attempts": 0, "due_at": now + LEASE, "changed_at": now}
    connection.execute(update(ListImport).where(ListImport.id == row.id, ListImport.state == "agreed").values(**values))
    return after


def end_taking_back(connection: Connection, id: int, now: datetime) -> None:
    """Nothing of it is left, but who is here without it."""
    values = {"state": "refused", "report": ImportReport(refusal="cancelled").to_json(), "loaded": 0, "broadcast_id": None}
    ended = update(ListImport).where(ListImport.id == id, ListImport.state == "agreed")
    connection.execute(ended.values(**values, changed_at=now))


def end_load(connection: Connection, id: int, broadcast: int | None, now: datetime) -> bool:
    """All is loaded. `broadcast`: the question to who is new, None where nobody is."""
    values = {"state": "loaded", "broadcast_id": broadcast, "changed_at": now}
    ended = update(ListImport).where(ListImport.id == id, *_LOADS).values(**values)
    return bool(connection.execute(ended).rowcount)


def refuse_import(connection: Connection, id: int, refusal: Refusal, said: str, now: datetime) -> None:
    """It cannot be loaded; what is loaded of it stays."""
    report = ImportReport(refusal=refusal, said=said).to_json()
    refused = update(ListImport).where(ListImport.id == id, ListImport.state.in_(AT_WORK))
    connection.execute(refused.values(state="refused", report=report, changed_at=now))


def delete_import(connection: Connection, id: int, *, older_than: datetime | None = None) -> bool:
    """Take a list out, unless it is being loaded. `older_than`: only one that changed last before."""
    gone = delete(ListImport).where(ListImport.id == id, ListImport.state != "agreed")
    if older_than is not None:
        gone = gone.where(ListImport.changed_at < older_than)
    return bool(connection.execute(gone).rowcount)
