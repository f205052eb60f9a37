"""What all tables share."""

from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import JSON, DateTime, LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite forgets the zone, PostgreSQL gives that of the session: what is read is in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """What all tables share."""

    type_annotation_map: ClassVar = {datetime: Moment(), dict[str, str]: JSON(), dict[str, int]: JSON(), bytes: LargeBinary()}
