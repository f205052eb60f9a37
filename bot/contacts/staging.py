"""Lays checked contacts by in a file of its own until all rows are read: however many they are, memory stays flat."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.contacts.contact_rows import Contact
from bot.people.time_zones import zones_of
from bot.storage.encryption import PhoneCipher
from bot.tabular.spreadsheet import RowProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A contact ready to be loaded: the number encrypted, and the irreversible key of it."""

    line: int
    person: bytes
    phone: bytes
    language: str | None
    zip: str | None
    zone: str
    proof: str
    given_at: datetime


COLUMNS = ("line", "person", "phone", "language", "zip", "zone", "proof")  # and given_at


class Staging:
    """Contacts of one file, each number once, and no number in the clear.

    `file`: where they lie until keep() and later, for who loads them; without one they have no name, and are gone when closed.
    """

    def __init__(self, phone_cipher: PhoneCipher, file: Path | None = None) -> None:
        self.phone_cipher = phone_cipher
        self._database = sqlite3.connect(file or "", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS staged (person BLOB PRIMARY KEY, line INTEGER, phone BLOB, language TEXT, zip TEXT, "
            "zone TEXT, proof TEXT, given_at TEXT) WITHOUT ROWID"
        )
        self._database.execute("CREATE INDEX IF NOT EXISTS by_line ON staged (line)")
        self._database.execute("CREATE TABLE IF NOT EXISTS notes (line INTEGER, text TEXT)")
        self._database.execute("CREATE TABLE IF NOT EXISTS noes (person BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._database.execute("BEGIN")
        self.count = int(self._database.execute("SELECT count(*) FROM staged").fetchone()[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    def add(self, contact: Contact) -> bool:
        """Lay a contact by; False where the number is there already, which then learns the ZIP code and language it had not."""
        person = self.phone_cipher.person_key(contact.phone)
        values = (
            person,
            contact.line,
            self.phone_cipher.encrypt(contact.phone),
            contact.language,
            contact.zip,
            zones_of(contact.zip, contact.phone) or "",
            contact.proof,
            contact.given_at.isoformat(),
        )
        added = self._database.execute("INSERT OR IGNORE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        if added.rowcount:
            self.count += 1
            return True
        self._database.execute(
            "UPDATE staged SET language = coalesce(language, ?), zone = iif(zip IS NULL AND ? IS NOT NULL, ?, zone), "
            "zip = coalesce(zip, ?) WHERE person = ?",
            (contact.language, contact.zip, values[5], contact.zip, person),
        )
        return False

    def add_no(self, line: int, phones: Iterable[str]) -> None:
        """These numbers are not to be asked, whatever another row says."""
        rows = [(self.phone_cipher.person_key(phone), line) for phone in phones]
        self._database.executemany("INSERT OR IGNORE INTO noes VALUES (?, ?)", rows)

    def take_noes_out(self, say: Callable[[int, int], None]) -> None:
        """Take out who says no in another row; `say` is told the line of their yes, and of their no."""
        both = "SELECT staged.line, noes.line FROM staged JOIN noes ON noes.person = staged.person ORDER BY staged.line"
        for yes, no in self._database.execute(both):
            say(yes, no)
        gone = self._database.execute("DELETE FROM staged WHERE person IN (SELECT person FROM noes)")
        self.count -= gone.rowcount

    def keep(self) -> None:
        """Have all that was laid by in the file."""
        self._database.execute("COMMIT")
        self._database.execute("BEGIN")

    def note(self, said: RowProblem) -> None:
        """Lay by what is to be said of a line."""
        self._database.execute("INSERT INTO notes VALUES (?, ?)", (said.line, said.text))

    def notes(self) -> Iterator[RowProblem]:
        """What was laid by, in the same order."""
        for line, text in self._database.execute("SELECT line, text FROM notes ORDER BY rowid"):
            yield RowProblem(line, text)

    def pages(self, size: int, after: int = -1) -> Iterator[Sequence[Staged]]:
        """All contacts, in the order of their lines; those behind the line `after`."""
        while True:
            rows = self._database.execute(
                f"SELECT {', '.join(COLUMNS)}, given_at FROM staged WHERE line > ? ORDER BY line LIMIT ?", (after, size)
            ).fetchall()
            if not rows:
                return
            page = [Staged(**dict(zip(COLUMNS, row, strict=True)), given_at=datetime.fromisoformat(at)) for *row, at in rows]
            if self.phone_cipher.has_two_keys:  # the file may be older than the present one
                page = [replace(each, phone=self.phone_cipher.renew(each.phone, "phone") or each.phone) for each in page]
            yield page
            after = rows[-1][0]
