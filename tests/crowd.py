"""As many supporters as are wanted, straight into the tables, for load and for fault tests. Holds no test.

Number i of a crowd has the phone `phone(i)`, a ZIP code, a language, and asked for the campaign's alerts.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from bot.database import Database
from bot.models import Subscription, Supporter
from bot.numbers import Numbers

FIRST = 2_000_000  # of seven digits; below, exchanges begin with 0 or 1, and no number does
MOST = 8_000_000
PAGE = 20_000
ZIPS = ("98402", "98101", "10001", "60601", "90012", "77002", "33130", "80202")
JOINED = datetime(2026, 1, 15, tzinfo=UTC)
_PEOPLE = ("id", "phone", "language", "zip", "told", "textable", "zone", "stopped", "created_at")
_ASKED = ("supporter_id", "programme", "state", "since")


def phone(number: int) -> str:
    """The phone of person `number` of a crowd, E.164."""
    return f"+1253{FIRST + number:07d}"


def open_zone(now: datetime) -> str:
    """A time zone in which it is about 13:00: texts may go out there for hours, whatever time it is here."""
    ahead = 13 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}"  # these are named the other way round


def fill(database: Database, numbers: Numbers, campaign: str, many: int, zones: Sequence[str]) -> None:
    """Make persons 0 to `many`, with ids from 1 on, in an empty database; their zones in turn."""
    assert many <= MOST
    for start in range(0, many, PAGE):
        page = range(start, min(start + PAGE, many))
        people = list(_people(numbers, page, zones))
        asked = [(number + 1, campaign, "active", JOINED) for number in page]
        if database.url.get_backend_name() == "sqlite":
            with database.write() as connection:
                connection.execute(insert(Supporter), [dict(zip(_PEOPLE, row, strict=True)) for row in people])
                connection.execute(insert(Subscription), [dict(zip(_ASKED, row, strict=True)) for row in asked])
        else:
            _copy(database, "supporters", _PEOPLE, [(*row[:4], "{}", *row[5:]) for row in people])
            _copy(database, "subscriptions", _ASKED, asked)
    if database.url.get_backend_name() == "postgresql":
        with database.write() as connection:
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('supporters', 'id'), {many})")


def _people(numbers: Numbers, page: range, zones: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for number in page:
        language, zip = ("en", "en", "en", "es")[number % 4], ZIPS[number % len(ZIPS)]
        sealed = numbers.seal(phone(number))
        yield number + 1, sealed, language, zip, {}, True, zones[number % len(zones)], False, JOINED


def _copy(database: Database, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    with database.write() as connection:
        raw: Any = connection.connection.driver_connection
        with closing(raw.cursor()) as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
