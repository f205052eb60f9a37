"""One clock for all machines that share a database: leases, retries and hours are kept by it, not by each machine's own. And
what this process measures and waits by."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database, wait_at_most

AGAIN_SECONDS = 60.0  # between two looks at how far apart they are
LOOK_SECONDS = 1.0  # the first thing of a turn, which can do without
_THERE = select(func.clock_timestamp())
_SECONDS_THERE = select(func.extract("epoch", func.clock_timestamp()))
Result = TypeVar("Result")


def machine_clock() -> datetime:
    """The time by this machine, in UTC: for what runs without a database. Everything else asks the shared clock."""
    return datetime.now(UTC)


class Ticker:
    """Seconds of this process that only go forwards, and event loops that wait by them. A test brings one that it moves."""

    def __call__(self) -> float:
        """Seconds since some moment of the past."""
        return time.monotonic()

    def run(self, work: Coroutine[object, object, Result]) -> Result:
        """Run this on an event loop of its own, whose time is this one."""
        return asyncio.run(work)

    def shared(self, connection: Connection) -> tuple[float, float]:
        """Seconds since 1970 by the one clock that all who use this database share, and the seconds of this process then.

        Of the second, the moment before the question: the answer may find this process busy, for longer than it was on its
        way.
        """
        before = self()
        if connection.dialect.name == "sqlite":
            return machine_clock().timestamp(), before
        return float(connection.execute(_SECONDS_THERE).scalar_one()), before


class SharedClock:
    """PostgreSQL's clock; on SQLite this machine's, as nobody else uses the file. Gives the time in UTC.

    `own` is this machine's clock. While the database is away, the clocks count as being as far apart as they were.
    """

    def __init__(self, database: Database, own: Callable[[], datetime] = machine_clock) -> None:
        self._database, self._own = database, own
        self._apart, self._looked_at = timedelta(), float("-inf")

    def __call__(self) -> datetime:
        if self._database.url.get_backend_name() == "postgresql" and time.monotonic() - self._looked_at > AGAIN_SECONDS:
            self._looked_at = time.monotonic()
            self._look()
        return self._own() + self._apart

    def _look(self) -> None:
        try:
            with self._database.read() as connection:
                wait_at_most(connection, LOOK_SECONDS)
                before = self._own()
                there: datetime = connection.execute(_THERE).scalar_one()
                after = self._own()
        except (SQLAlchemyError, TimeoutError):
            return
        self._apart = there - (before + (after - before) / 2)
