"""All rows about one number, read and put back as they were: for a step back, and for a new beginning with the same number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, null, or_, select

from bot.models import Supporter
from bot.models import Table as Models
from bot.storage.encryption import PhoneCipher

SUPPORTERS = Supporter.__table__
NOBODY = 0  # the id of no supporter; rows without one are of those who were erased
TABLES: Sequence[Table] = Models.metadata.sorted_tables  # whoever points comes after whom it points to


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of each table, whoever is pointed to first; values by the keys of their columns."""

    rows: Sequence[tuple[Table, Sequence[Mapping[str, object]]]] = ()


class PersonTables:
    """Finds what is about a number (E.164) in any table: by the supporter, by what points to them, and by the person's key."""

    def __init__(self, connection: Connection, phone_cipher: PhoneCipher, phone: str) -> None:
        self._connection, self._person = connection, phone_cipher.person_key(phone)
        is_theirs = SUPPORTERS.c.phone.in_(phone_cipher.encryptions(phone))
        self._supporter = connection.execute(select(SUPPORTERS.c.id).where(is_theirs)).scalar() or NOBODY

    def read(self) -> PersonRows:
        """What there is."""
        return PersonRows([(table, list(self._rows(table, theirs))) for table, theirs in self._tables()])

    def replace(self, kept: PersonRows) -> None:
        """Put these in the place of all there is. Raises IntegrityError where somebody else has got one of their ids since."""
        for table, theirs in reversed(self._tables()):
            self._connection.execute(delete(table).where(theirs))
        for table, rows in kept.rows:
            self._take_back(table, rows)
            for row in rows:
                self._connection.execute(insert(table).values(row))

    def _take_back(self, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        """Take away what these rows became when their supporter was erased: some stay, and are nobody's."""
        if rows and "supporter_id" in table.c:
            key = table.primary_key.columns[0]
            ids = [row[key.key] for row in rows]
            self._connection.execute(delete(table).where(table.c.supporter_id.is_(None), key.in_(ids)))

    def _tables(self) -> list[tuple[Table, ColumnElement[bool]]]:
        """The tables that hold anything about people, each with what is true of their rows."""
        return [(table, or_(*ways)) for table in TABLES if (ways := list(self._ways(table)))]

    def _rows(self, table: Table, theirs: ColumnElement[bool]) -> Iterator[Mapping[str, object]]:
        for row in self._connection.execute(select(table).where(theirs)):
            values = zip(table.columns, row, strict=True)
            yield {column.key: null() if value is None else value for column, value in values}

    def _ways(self, table: Table) -> Iterator[ColumnElement[bool]]:
        """How a row may be about the number."""
        if table is SUPPORTERS:
            yield table.c.id == self._supporter
        if "person" in table.c:
            yield table.c.person == self._person
        if "supporter_id" in table.c:
            yield table.c.supporter_id == self._supporter
        for key in table.foreign_keys:
            above = key.column.table
            if above is not SUPPORTERS and "supporter_id" in above.c:
                yield key.parent.in_(select(key.column).where(above.c.supporter_id == self._supporter))
