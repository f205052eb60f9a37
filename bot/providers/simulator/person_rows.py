"""All rows about one number, read and put back as they were: for a step back, and for a new beginning with the same number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, false, insert, null, or_, select

from bot.models import Supporter
from bot.models import Table as Models
from bot.storage.encryption import PhoneCipher

SUPPORTERS = Supporter.__table__
TABLES: Sequence[Table] = Models.metadata.sorted_tables  # whoever points comes after whom it points to


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of each table, whoever is pointed to first; values by the keys of their columns."""

    rows: Sequence[tuple[Table, Sequence[Mapping[str, object]]]] = ()


class PersonTables:
    """Finds what is about a number (E.164) in any table: by the supporter, by what points to them, and by the person's key."""

    def __init__(self, connection: Connection, phone_cipher: PhoneCipher, phone: str) -> None:
        self._connection, self._person = connection, phone_cipher.person_key(phone)
        is_theirs = SUPPORTERS.c.phone == phone_cipher.encrypt(phone)
        self._supporter = connection.execute(select(SUPPORTERS.c.id).where(is_theirs)).scalar()

    def read(self) -> PersonRows:
        """What there is."""
        return PersonRows([(table, list(self._rows(table))) for table in TABLES])

    def replace(self, kept: PersonRows) -> None:
        """Put these in the place of all there is. Raises IntegrityError where somebody else has got one of their ids since."""
        for table in reversed(TABLES):
            self._connection.execute(delete(table).where(self._is_theirs(table)))
        for table, rows in kept.rows:
            for row in rows:
                self._connection.execute(insert(table).values(row))

    def _rows(self, table: Table) -> Iterator[Mapping[str, object]]:
        for row in self._connection.execute(select(table).where(self._is_theirs(table))):
            values = zip(table.columns, row, strict=True)
            yield {column.key: null() if value is None else value for column, value in values}

    def _is_theirs(self, table: Table) -> ColumnElement[bool]:
        if table is SUPPORTERS:
            return table.c.id == self._supporter
        ways = [table.c.person == self._person] if "person" in table.c else []
        if "supporter_id" in table.c:
            ways.append(table.c.supporter_id == self._supporter)
        for key in table.foreign_keys:
            above = key.column.table
            if above is not SUPPORTERS and "supporter_id" in above.c:
                ways.append(key.parent.in_(select(key.column).where(above.c.supporter_id == self._supporter)))
        return or_(false(), *ways)
