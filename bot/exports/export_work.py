"""What workers do with files that were asked for: make each, and remove it a day later. Any process of the machine may."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import BinaryIO

from sqlalchemy import Connection

from bot.exports import export_rows
from bot.exports.export_files import ExportFiles
from bot.exports.export_request import ExportRequest
from bot.exports.export_rows import MOST_ATTEMPTS, ExportRow, is_free
from bot.exports.layouts import TooManyRows, write_export
from bot.exports.row_pages import ExportSource
from bot.results.days import Days
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.tabular.saved_tables import FileKind
from bot.workers.jobs import NOTHING_DUE, Due, JobRequest

JOB = "export"
# Rows of a file that is made while somebody waits for it. A workbook costs a core a second for four thousand.
MOST_AT_ONCE: Mapping[FileKind, int] = {"csv": 50_000, "ndjson": 50_000, "xlsx": 5_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWork:
    """Work on the files of this machine. `campaigns`: the ids of all there are; `official`: what one is called on a day."""

    database: Database
    phone_cipher: PhoneCipher
    files: ExportFiles
    days: Days
    campaigns: Callable[[], Sequence[str]]
    official: Callable[[str, date], str]
    clock: Callable[[], datetime]

    def write(
        self,
        request: ExportRequest,
        file: BinaryIO,
        most: int | None = None,
        note: Callable[[int], None] = lambda _: None,
        *,
        read: Callable[[], AbstractContextManager[Connection]] | None = None,
    ) -> int:
        """Write what is asked for into a file, as layouts.write_export() does. `read`: a connection for a page, by default one
        that may take its time."""
        today = self.clock().date()
        source = ExportSource(
            read=read or self.database.patient_read,
            phone_cipher=self.phone_cipher,
            days=self.days,
            campaigns=self.campaigns(),
            official=cache(lambda id: self.official(id, today)),
        )
        return write_export(source, request, file, most, note)

    def make_now(self, request: ExportRequest) -> BinaryIO | None:
        """The file, at its beginning; None where it has too many rows to wait for. Who takes it closes it, and it is gone."""
        file = self.files.open_nameless()
        try:
            self.write(request, file, MOST_AT_ONCE[request.kind], read=self.database.page_read)
        except TooManyRows:
            file.close()
            return None
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file

    def ask(self, connection: Connection, organizer: int, request: ExportRequest, now: datetime) -> int:
        """Have a worker make it, on this machine; its id. It is found once the caller's transaction ends well."""
        id = export_rows.add_export(connection, organizer, request, now)
        self.files.prepare(id)
        return id

    def do(self, id: int) -> None:
        """Make a file. Nothing where somebody else is at it, or it is made."""
        if not self.files.has(id):
            return  # it is to lie on another machine
        now = self.clock()
        with self.database.write() as connection:
            row = export_rows.lease_export(connection, id, now)
            if row is None:
                return
            if row.attempts > MOST_ATTEMPTS:
                export_rows.give_up_export(connection, row, now)
                return
        self._make(row)

    def _make(self, row: ExportRow) -> None:
        def note(rows: int) -> None:
            nonlocal row
            with self.database.write() as connection:
                after = export_rows.note_rows(connection, row, rows, self.clock())
            if after is None:
                raise _Overtaken
            row = after

        path, file = self.files.open_new(row.id)
        try:
            with file:
                count = self.write(row.asked, file, note=note)
            with self.database.write() as connection:
                if export_rows.end_export(connection, row, count, self.clock()):
                    path.replace(self.files.made(row.id))
        except _Overtaken:
            return
        finally:
            path.unlink(missing_ok=True)

    # --- What is due ------------------------------------------------------------------------------------------------------

    def find_due(self, connection: Connection, now: datetime) -> Due:
        """The files of this machine that are to be made, or removed."""
        ids = self.files.ids()
        if not ids:
            return NOTHING_DUE
        rows = {row.id: row for row in export_rows.find_exports(connection, ids)}
        due = [id for id in ids if (self._is_due(rows[id], now) if id in rows else self.files.is_stray(id, now))]
        return Due(requests=[JobRequest(JOB, (id,)) for id in due])

    def _is_due(self, row: ExportRow, now: datetime) -> bool:
        return row.goes_at <= now or (row.state == "asked" and is_free(row, now))

    def is_work(self, id: int, now: datetime) -> bool:
        """Is there a file to make here? What is over is removed by the way."""
        with self.database.read() as connection:
            row = export_rows.find_export(connection, id)
        if row is None:
            if self.files.is_stray(id, now):
                self.files.remove(id)
            return False
        if row.goes_at <= now:
            with self.database.write() as connection:
                export_rows.delete_export(connection, id)
            self.files.remove(id)
            return False
        return row.state == "asked" and self.files.has(id) and is_free(row, now)


class _Overtaken(Exception):
    """Another process makes it, or it is to be made anew: what this one wrote is thrown away."""
