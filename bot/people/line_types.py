"""Whether numbers are landlines, as a provider said once: kept under the irreversible key of each."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.models import LineType
from bot.providers.protocol import LineKind
from bot.storage.database import insert_into


def known_lines(connection: Connection, persons: Collection[bytes]) -> dict[bytes, str]:
    """Of each of these people whose line is known, what it is. Of a thousand at most."""
    query = select(LineType.person, LineType.kind).where(LineType.person.in_(list(persons)))
    return {bytes(row.person): row.kind for row in connection.execute(query)} if persons else {}


def remember_lines(connection: Connection, kinds: Mapping[bytes, LineKind], now: datetime) -> None:
    """Keep what a provider said of these people's lines, in place of what it said before."""
    if not kinds:
        return
    rows = [{"person": person, "kind": kind, "asked_at": now} for person, kind in kinds.items()]
    insert = insert_into(connection, LineType)
    newer = {"kind": insert.excluded.kind, "asked_at": insert.excluded.asked_at}
    connection.execute(insert.on_conflict_do_update(index_elements=["person"], set_=newer), rows)


def forget_line(connection: Connection, person: bytes) -> None:
    """Erase what is known of somebody's line."""
    connection.execute(delete(LineType).where(LineType.person == person))
