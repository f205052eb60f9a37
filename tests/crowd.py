"""As many supporters as are wanted, straight into the tables, for load and for fault tests. Holds no test.

Number i of a crowd has the phone `phone(i)`, a ZIP code, a language, and asked for the campaign's alerts.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, FromClause, insert

from bot.models import ZONE_TABLE, Subscription, Supporter
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

FIRST = 2_000_000  # of seven digits; below, exchanges begin with 0 or 1, and no number does
MOST = 8_000_000
PAGE = 20_000
ZIPS = ("98402", "98101", "10001", "60601", "90012", "77002", "33130", "80202")
JOINED = datetime(2026, 1, 15, tzinfo=UTC)
_PLAIN = {
    column.key: column.default.arg for column in Supporter.__table__.columns if getattr(column.default, "is_scalar", False)
}


def phone(number: int) -> str:
    """The phone of person `number` of a crowd, E.164; no one else's in tests and bench has its area code."""
    return f"+1425{FIRST + number:07d}"


def open_zone(now: datetime) -> str:
    """A time zone in which it is about 13:00: texts may go out there for hours, whatever time it is here."""
    ahead = 13 - now.astimezone(UTC).hour
    return f"Etc/GMT{-ahead:+d}"  # these are named the other way round


def fill(database: Database, phone_cipher: PhoneCipher, campaign: str, many: int, zones: Sequence[str]) -> None:
    """Make persons 0 to `many`, with ids from 1 on, in an empty database; their zones in turn."""
    assert many <= MOST
    for start in range(0, many, PAGE):
        page = range(start, min(start + PAGE, many))
        people = [_person(phone_cipher, number, zones) for number in page]
        asked = [{"supporter_id": number + 1, "programme": campaign, "state": "active", "since": JOINED} for number in page]
        with database.write() as connection:
            for table, rows in ((Supporter.__table__, people), (Subscription.__table__, asked)):
                if connection.dialect.name == "sqlite":
                    connection.execute(insert(table), rows)
                else:
                    _copy(connection, table, rows)
    if database.url.get_backend_name() == "postgresql":
        with database.write() as connection:
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('supporters', 'id'), {many})")


def _person(phone_cipher: PhoneCipher, number: int, zones: Sequence[str]) -> dict[str, Any]:
    return _PLAIN | {
        "id": number + 1,
        "phone": phone_cipher.encrypt(phone(number)),
        "language": ("en", "en", "en", "es")[number % 4],
        "zip": ZIPS[number % len(ZIPS)],
        "chosen_divisions": {},
        "zone": zones[number % len(zones)],
        "zone_table": ZONE_TABLE,  # else the next start would work it out from the number
        "created_at": JOINED,
    }


def _copy(connection: Connection, table: FromClause, rows: Sequence[dict[str, Any]]) -> None:
    raw: Any = connection.connection.driver_connection
    columns = ", ".join(table.c[key].name for key in rows[0])
    with closing(raw.cursor()) as cursor, cursor.copy(f"COPY {table.description} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([json.dumps(value) if isinstance(value, dict) else value for value in row.values()])
