"""Where the rows of an export come from: tables, read a page at a time, with nothing held between two pages."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.exports.export_request import ExportRequest
from bot.results.days import Days
from bot.storage.encryption import PhoneCipher
from bot.tabular.saved_tables import PhoneNumber

PAGE = 1000
Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSource:
    """`read`: a connection for a page. `campaigns`: the ids of all there are. `official`: what one is called, by their id."""

    read: Callable[[], AbstractContextManager[Connection]]
    phone_cipher: PhoneCipher
    days: Days
    campaigns: Sequence[str]
    official: Callable[[str], str]

    def phone(self, encrypted: bytes | None) -> PhoneNumber | None:
        """A number, None for one that is withheld, or that another PHONE_KEY encrypted."""
        number = self.phone_cipher.decrypt_if_ours(encrypted) if encrypted else None
        return PhoneNumber(number) if number else None

    def id_ranges(self, id: InstrumentedAttribute[int]) -> Iterator[tuple[int, int]]:
        """The ids of a table in parts of PAGE, up to the last there is now: a page reads no more rows, whatever it is for."""
        with self.read() as connection:
            ends = select(select(func.min(id)).scalar_subquery(), select(func.max(id)).scalar_subquery())
            first, last = connection.execute(ends).one()
        if first is None:
            return
        for begin in range(first, last + 1, PAGE):
            yield begin, min(begin + PAGE - 1, last)

    def pages(self, query: Select[*Columns], id: InstrumentedAttribute[int]) -> Iterator[Sequence[Row[*Columns]]]:
        """The rows of a query in the order of an id."""
        for begin, end in self.id_ranges(id):
            with self.read() as connection:
                rows = connection.execute(query.where(id.between(begin, end)).order_by(id)).all()
            yield rows

    def between(
        self, at: SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None], request: ExportRequest
    ) -> list[ColumnElement[bool]]:
        """The conditions by which something happened on the days that are asked for."""
        begin = [at >= self.days.begin(request.first)] if request.first else []
        return [*begin, *([at < self.days.end(request.last)] if request.last else [])]
