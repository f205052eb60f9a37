"""What is done again and again, whatever the number of processes by one at a time: the rows of `leases` are the plan.

A row's `until` is when its job is due next. Who finds it due puts it off for as long as the job may take, in one guarded
statement, and thereby has it; when it is done, it is put off to the next time. Nobody has to lead, and who dies is replaced.
"""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.models import Lease
from bot.storage.database import Database
from bot.workers.jobs import BACKOFF, TRIES, Due, Job, JobRequest

FAILED = "failed"  # holds the lease of a job that is tried again before its time


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicJob:
    """`every`: from one time to the next. `takes`: longer than it ever takes; then another process may try. `tries` and
    `backoff`: as of any job."""

    every: timedelta
    takes: timedelta
    do: Callable[[datetime], object]
    tries: int = TRIES
    backoff: timedelta = BACKOFF


class PeriodicJobs:
    """Periodic jobs by name. `holder` names this process in the table; by default after machine and process."""

    def __init__(self, database: Database, jobs: Mapping[str, PeriodicJob], holder: str = "") -> None:
        self.database, self.jobs_by_name, self._holder = database, jobs, holder

    @property
    def holder(self) -> str:
        # Asked when it is needed: a server forks after this was made.
        return self._holder or f"{socket.gethostname()[:48]} {os.getpid()}"

    def jobs(self, clock: Callable[[], datetime]) -> Mapping[str, Job]:
        """What workers are asked to do: each of these, where it is due by this clock."""

        def doing(name: str) -> Callable[[], None]:
            def do() -> None:
                self.do(name, clock())

            return do

        return {name: Job(do=doing(name), tries=each.tries, backoff=each.backoff) for name, each in self.jobs_by_name.items()}

    def find_due(self, connection: Connection, now: datetime) -> Due:
        """The jobs whose time has come, and when the next one's will have."""
        planned = {row.name: row.until for row in connection.execute(select(Lease.name, Lease.until))}
        due = [name for name in self.jobs_by_name if name not in planned or planned[name] <= now]
        later = [planned[name] for name in self.jobs_by_name if name not in due]
        return Due(requests=[JobRequest(name) for name in due], next_at=min(later, default=None))

    def do(self, name: str, now: datetime) -> bool:
        """Do a job if it is due and nobody else is at it; False where it is not ours to do.

        One that fails may be tried again at once, by anybody who is asked to; nobody is asked before `takes` is over.
        """
        job = self.jobs_by_name[name]
        if not self._take(name, now, now + job.takes):
            return False
        try:
            job.do(now)
        except Exception:
            self._change(name, holder=FAILED)
            raise
        self._change(name, until=now + job.every)
        return True

    def _take(self, name: str, now: datetime, until: datetime) -> bool:
        due = or_(Lease.until <= now, Lease.holder == FAILED)
        mine = update(Lease).where(Lease.name == name, due).values(holder=self.holder, until=until)
        try:
            with self.database.write() as connection:
                if connection.execute(mine).rowcount:
                    return True
                if connection.execute(select(Lease.name).where(Lease.name == name)).first():
                    return False
                connection.execute(insert(Lease).values(name=name, holder=self.holder, until=until))
                return True
        except IntegrityError:
            return False  # another process was quicker

    def _change(self, name: str, **values: object) -> None:
        mine = update(Lease).where(Lease.name == name, Lease.holder == self.holder)
        with self.database.write() as connection:
            connection.execute(mine.values(**values))
