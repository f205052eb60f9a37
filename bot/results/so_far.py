"""How many calls a campaign has had so far, for its page: asked of the counts once a minute, whoever reads it meanwhile."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.logging_setup import describe_error
from bot.results.campaign_counts import NONE_COMPLETED, CompletedCalls, count_completed
from bot.results.figures import CallsSoFar, calls_so_far
from bot.storage.database import Database

log = structlog.get_logger()
FRESH = timedelta(minutes=1)
NOTHING = CallsSoFar(calls=0, offices=0)
Counted = TypeVar("Counted")


class _Kept(Generic[Counted]):
    """One kind of counts, by campaign, as they were a moment ago."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        count: Callable[[Connection, str, datetime], Counted],
        nothing: Counted,
    ) -> None:
        self._database, self._clock, self._count, self._nothing = database, clock, count, nothing
        self.kept: dict[str, tuple[datetime, Counted]] = {}
        self._asking = threading.Lock()

    def of(self, campaign: str) -> Counted:
        now = self._clock()
        asked_at, known = self.kept.get(campaign, (None, self._nothing))
        if (asked_at is not None and timedelta() <= now - asked_at < FRESH) or not self._asking.acquire(
            blocking=asked_at is None
        ):
            return known
        try:
            with self._database.page_read() as connection:
                known = self._count(connection, campaign, now)
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("calls_so_far_failed", campaign=campaign, **describe_error(error))
        finally:
            self.kept[campaign] = (now, known)
            self._asking.release()
        return known


class KeptCounts:
    """The counts of each campaign as they were a moment ago. One a process, shared by its threads."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._so_far = _Kept(database, clock, lambda connection, campaign, now: calls_so_far(connection, campaign), NOTHING)
        self._completed = _Kept(database, clock, count_completed, NONE_COMPLETED)

    def of(self, campaign: str) -> CallsSoFar:
        """A campaign's calls; while the database is away, what was known last. `campaign`: the id of one that there is."""
        return self._so_far.of(campaign)

    def completed(self, campaign: str) -> CompletedCalls:
        """The same of the calls in which somebody or a machine picked up, by when and by who sent the callers."""
        return self._completed.of(campaign)

    def forget(self, campaign: str) -> None:
        """Ask anew: who has just told of a call sees it counted."""
        for counts in (self._so_far, self._completed):
            counts.kept.pop(campaign, None)
