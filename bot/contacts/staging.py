"""Lays checked contacts by in a file of its own until all rows are read: however many they are, memory stays flat."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    """Contacts of one file, each number once. The file has no name and no number in the clear, and is gone when closed."""

    def __init__(self, phone_cipher: PhoneCipher) -> None:
        self._phone_cipher = phone_cipher
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute(
            "CREATE TABLE staged (person BLOB PRIMARY KEY, line INTEGER, phone BLOB, language TEXT, zip TEXT, zone TEXT, "
            "proof TEXT, given_at TEXT) WITHOUT ROWID"
        )
        self._database.execute("CREATE INDEX by_line ON staged (line)")
        self._database.execute("CREATE TABLE notes (line INTEGER, text TEXT)")
        self._database.execute("BEGIN")
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()

    def add(self, contact: Contact) -> int | None:
        """Lay a contact by; the line that has the same number already, if one has."""
        person = self._phone_cipher.person_key(contact.phone)
        values = (
            person,
            contact.line,
            self._phone_cipher.encrypt(contact.phone),
            contact.language,
            contact.zip,
            zones_of(contact.zip, contact.phone) or "",
            contact.proof,
            contact.given_at.isoformat(),
        )
        added = self._database.execute("INSERT OR IGNORE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        if added.rowcount:
            self.count += 1
            return None
        found = self._database.execute("SELECT line FROM staged WHERE person = ?", (person,)).fetchone()
        return int(found[0])

    def note(self, said: RowProblem) -> None:
        """Lay by what is to be said of a line."""
        self._database.execute("INSERT INTO notes VALUES (?, ?)", (said.line, said.text))

    def notes(self) -> Iterator[RowProblem]:
        """What was laid by, in the same order."""
        for line, text in self._database.execute("SELECT line, text FROM notes ORDER BY rowid"):
            yield RowProblem(line, text)

    def pages(self, size: int) -> Iterator[Sequence[Staged]]:
        """All contacts, in the order of their lines."""
        after = -1
        while True:
            rows = self._database.execute(
                f"SELECT {', '.join(COLUMNS)}, given_at FROM staged WHERE line > ? ORDER BY line LIMIT ?", (after, size)
            ).fetchall()
            if not rows:
                return
            yield [Staged(**dict(zip(COLUMNS, row, strict=True)), given_at=datetime.fromisoformat(at)) for *row, at in rows]
            after = rows[-1][0]
