"""What workers do with uploaded lists: check each, and load it page by page once somebody agreed. Any process may go on."""

import csv
import io
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from bot.broadcasts import lifecycle
from bot.campaign_versions.serving import ServedCampaigns
from bot.campaigns import Campaign
from bot.contacts import confirmation, import_rows
from bot.contacts.column_memory import recall_columns, shape_of
from bot.contacts.contact_files import Remembered, open_contacts
from bot.contacts.import_choices import choices_from_json, shown_columns
from bot.contacts.import_contacts import NEW, UNTOLD, Loaded, check_contacts, load_page, look_contacts_over
from bot.contacts.import_files import ImportFiles, open_private
from bot.contacts.import_report import ImportReport
from bot.contacts.import_rows import AT_WORK, KEEP, MOST_ATTEMPTS, ImportRow, is_free
from bot.contacts.line_lookup import LineLookups
from bot.contacts.staging import Staged, Staging
from bot.contacts.taking_back import PAGE, take_back_pages
from bot.providers.protocol import LineLookup
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.tabular.cells import SpreadsheetError, defused
from bot.tabular.spreadsheet import Row, RowProblem, Spreadsheet
from bot.workers.jobs import NOTHING_DUE, Due, JobRequest

JOB = "import"
TEMPLATE = "the template"
NOTE_EVERY = 500  # rows read between two notes of how far it is


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWork:
    """Work on the lists whose files lie on this machine."""

    database: Database
    phone_cipher: PhoneCipher
    files: ImportFiles
    campaigns: ServedCampaigns
    organization: str
    line_lookup: Callable[[], LineLookup | None]
    clock: Callable[[], datetime]

    def do(self, id: int) -> None:
        """Check a list, or load it: whatever comes next. Nothing where somebody else is at it, or nobody agreed."""
        if not self.files.has(id):
            return  # it lies on another machine
        with self.database.write() as connection:
            row = import_rows.lease_import(connection, id, self.clock())
            if row is None:
                return
            campaign = self._live_campaign(row.campaign)
            goes_on = row.attempts <= MOST_ATTEMPTS and (campaign is not None or row.cancelled_at is not None)
            if not goes_on:
                import_rows.refuse_import(connection, id, "failed" if campaign else "campaign", "", self.clock())
        if not goes_on:
            self.files.remove(id)
            return
        if row.cancelled_at is not None or campaign is None:
            self._take_back(row)
            return
        try:
            (self._check if row.state == "received" else self._load)(row, campaign)
        except (OSError, sqlite3.Error):
            if self._is_there(id):
                raise
            # Somebody took it out meanwhile, and its files with it.

    def _live_campaign(self, id: str) -> Campaign | None:
        campaign = self.campaigns.current.get(id)
        return campaign if campaign and campaign.state == "live" else None

    def _is_there(self, id: int) -> bool:
        with self.database.read() as connection:
            return import_rows.find_import(connection, id) is not None

    # --- Checking ---------------------------------------------------------------------------------------------------------

    def _check(self, row: ImportRow, campaign: Campaign) -> None:
        staged = self.files.staged(row.id)
        fresh = staged.with_suffix(f".{os.getpid()}")  # who worked on it before may not be dead
        open_private(fresh).close()
        try:
            with Staging(self.phone_cipher, fresh) as staging:
                report, rows = self._read(row, staging)
                looked = look_contacts_over(self.database, staging, campaign, self.clock(), report.kept.add)
                report.counts = dict(looked.counts)
                report.unknown_lines = looked.unknown_lines
                report.languages = {language or "": count for language, count in looked.languages.items()}
                staging.keep()
                good = staging.count
        except SpreadsheetError as problem:
            with self.database.write() as connection:
                import_rows.refuse_import(connection, row.id, "no_list", str(problem), self.clock())
            self.files.remove(row.id)
            return
        fresh.replace(staged)
        with self.database.write() as connection:
            import_rows.end_check(connection, row.id, report, rows=rows, good=good, now=self.clock())

    def _read(self, row: ImportRow, staging: Staging) -> tuple[ImportReport, int]:
        """Stage the rows that are right; what is wrong with the others, and how many rows there are."""
        report, rows = ImportReport(), 0
        choices = choices_from_json(row.choices, row.file_name)

        def watched(table: Spreadsheet) -> Iterator[Row]:
            nonlocal rows
            for rows, each in enumerate(table.rows, 1):
                bad.turn_to(each)
                if rows % NOTE_EVERY == 0:
                    with self.database.write() as connection:
                        import_rows.note_rows(connection, row.id, rows, self.clock())
                yield each

        def say(problem: RowProblem) -> None:
            report.problems.add(problem)
            bad.add(problem)

        with (
            self.files.list_file(row.id).open("rb") as file,
            open_contacts(file, TEMPLATE, choices, self._recall) as (table, plan),
            BadRows(self.files.bad_rows(row.id), table) as bad,
        ):
            self.files.write_columns(row.id, shown_columns(table, plan, shape_of(table.columns)))
            table = replace(table, rows=watched(table))
            checked = check_contacts(table, plan, staging, self.clock(), say, report.warnings.add)
        report.bad_rows = bad.count
        report.left_out = [(why, column, count) for (why, column), count in sorted(checked.left_out.items())]
        return report, rows

    def _recall(self, table: Spreadsheet) -> Remembered | None:
        with self.database.read() as connection:
            return recall_columns(connection, table)

    # --- Loading ----------------------------------------------------------------------------------------------------------

    def _load(self, row: ImportRow, campaign: Campaign) -> None:
        self.files.remove_list(row.id)  # nobody says anything more of its columns
        if not self.files.staged(row.id).exists():
            with self.database.write() as connection:
                import_rows.refuse_import(connection, row.id, "failed", "", self.clock())
            return
        lookups, id = self._lookups(row), row.id
        with Staging(self.phone_cipher, self.files.staged(row.id)) as staging:
            for page in staging.pages(PAGE, row.loaded_line):
                try:
                    if lookups is not None:
                        lookups.look_up(page, campaign, still_at_it=lambda: self._keep_lease(id))
                    row = self._load_page(row, campaign, page, looked_up=lookups is not None)
                except _Overtaken:
                    self._take_back_if_cancelled(row)
                    return
        self._end(row)
        if self._take_back_if_cancelled(row):
            return
        if row.found.bad_rows:
            self.files.remove_staged(row.id)  # the rows that were left out can still be had for a day
        else:
            self.files.remove(row.id)

    def _lookups(self, row: ImportRow) -> LineLookups | None:
        """Where somebody wanted to know which numbers are landlines, and there is a provider that tells it."""
        provider = self.line_lookup()
        wanted = choices_from_json(row.choices, row.file_name).look_up_lines
        return LineLookups(self.database, self.phone_cipher, provider, self.clock) if provider and wanted else None

    def _keep_lease(self, id: int) -> None:
        with self.database.write() as connection:
            if not import_rows.keep_lease(connection, id, self.clock()):
                raise _Overtaken

    def _load_page(self, row: ImportRow, campaign: Campaign, page: Sequence[Staged], *, looked_up: bool) -> ImportRow:
        """Load a page and write down that it is, in one transaction; the row as it is then. Raises _Overtaken."""
        now, loaded = self.clock(), Loaded()
        loaded.counts.update(row.counts)
        with self.database.write() as connection:
            broadcast = row.broadcast_id or self._begin(connection, row, campaign, now)
            load_page(connection, self.phone_cipher, page, campaign, broadcast, now, loaded, lambda _: None)
            if looked_up:
                loaded.counts[UNTOLD] += loaded.unknown_lines
            after = row._replace(
                loaded_line=page[-1].line,
                loaded=row.loaded + len(page),
                counts=dict(loaded.counts),
                broadcast_id=broadcast,
            )
            if not import_rows.note_loaded(connection, row.loaded_line, after, now):
                raise _Overtaken
        return after

    def _begin(self, connection: Connection, row: ImportRow, campaign: Campaign, now: datetime) -> int:
        """The question to who is new: a draft, so that nobody is asked before all of the list is there."""
        texts = confirmation.confirmation_texts(campaign, self.organization, row.who)
        return confirmation.begin_confirmation(
            connection, campaign, texts, {"import": row.created_at.isoformat()}, now, state="draft"
        )

    def _end(self, row: ImportRow) -> None:
        now = self.clock()
        with self.database.write() as connection:
            asks = row.broadcast_id if row.counts.get(NEW) else None
            if not import_rows.end_load(connection, row.id, asks, now):
                return
            if asks is not None:
                lifecycle.start_broadcast(connection, asks, now)
            elif row.broadcast_id is not None:
                confirmation.drop_confirmation(connection, row.broadcast_id)

    # --- Taking back ------------------------------------------------------------------------------------------------------

    def _take_back_if_cancelled(self, row: ImportRow) -> bool:
        """Who loaded it, and finds that somebody cancelled it, takes it back at once."""
        with self.database.read() as connection:
            now = import_rows.find_import(connection, row.id)
        if now is None or now.state != "agreed" or now.cancelled_at is None:
            return False
        self._take_back(now)
        return True

    def _take_back(self, row: ImportRow) -> None:
        """Take back what is loaded, page by page; then the question and the files."""
        if row.broadcast_id is not None:
            pages = take_back_pages(self.database, self.phone_cipher, row.campaign, row.broadcast_id, row.created_at)
            for connection, rows, stay in pages:
                row = import_rows.note_taken_back(connection, row, rows, stay, self.clock())
        with self.database.write() as connection:
            if row.broadcast_id is not None:
                confirmation.drop_confirmation(connection, row.broadcast_id)
            import_rows.end_taking_back(connection, row.id, self.clock())
        self.files.remove(row.id)

    # --- What is due ------------------------------------------------------------------------------------------------------

    def find_due(self, connection: Connection, now: datetime) -> Due:
        """The lists of this machine that wait for work, or are to be cleared away."""
        ids = self.files.ids()
        if not ids:
            return NOTHING_DUE
        rows = {row.id: row for row in import_rows.find_imports(connection, ids)}
        due = [id for id in ids if (self._is_due(rows[id], now) if id in rows else self.files.is_stray(id, now))]
        later = [row.due_at for row in rows.values() if row.state in AT_WORK and not is_free(row, now)]
        return Due(requests=[JobRequest(JOB, (id,)) for id in due], next_at=min(later, default=None))

    def _is_due(self, row: ImportRow, now: datetime) -> bool:
        if row.state in AT_WORK:
            return is_free(row, now)
        return row.state == "refused" or row.changed_at < now - KEEP

    def is_work(self, id: int, now: datetime) -> bool:
        """Is there anything to check or to load here? What nobody wants any more is cleared away by the way."""
        with self.database.read() as connection:
            row = import_rows.find_import(connection, id)
        if row is not None and row.state in AT_WORK:
            return self.files.has(id) and is_free(row, now)
        self.clear_away(row, id, now)
        return False

    def clear_away(self, row: ImportRow | None, id: int, now: datetime) -> None:
        """Remove the files of a list that is over, and the row of one that nobody agreed to for a day."""
        if row is None:
            if self.files.is_stray(id, now):
                self.files.remove(id)
            return
        if row.state != "checked":
            if row.state == "refused" or row.changed_at < now - KEEP:
                self.files.remove(id)
            return
        with self.database.write() as connection:
            gone = import_rows.delete_import(connection, id, older_than=now - KEEP)
        if gone:
            self.files.remove(id)


class _Overtaken(Exception):
    """Another process goes on with the list: what this one was about to write is thrown away."""


class BadRows:
    """Writes the rows that are left out into a file, as they were, with what is wrong with each in a last column."""

    def __init__(self, path: Path, table: Spreadsheet) -> None:
        self._columns = [name for name in table.columns if name]
        # With a mark by which spreadsheets know the encoding.
        self._file = io.TextIOWrapper(open_private(path), encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([*map(defused, self._columns), "line", "what is wrong"])
        self._row: Row | None = None
        self._wrong: list[str] = []
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._write()
        self._file.close()

    def turn_to(self, row: Row) -> None:
        """What is added from now on is about this row."""
        self._write()
        self._row, self._wrong = row, []

    def add(self, problem: RowProblem) -> None:
        """Something is wrong with the row."""
        if self._row is not None and problem.line == self._row.line:
            self.count += not self._wrong
            self._wrong.append(f"{problem.column}: {problem.text}" if problem.column else problem.text)

    def _write(self) -> None:
        if self._row is None or not self._wrong:
            return
        cells = [self._row.cells.get(name, "") for name in self._columns]
        self._writer.writerow([*map(defused, cells), self._row.line, "; ".join(self._wrong)])
