"""Keeps jobs that failed for good: a row each, until it is run again, dropped, or the same job has been done after all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select

from bot.models import DeadJob
from bot.storage.database import Database, insert_into
from bot.workers.jobs import JobFailure, JobRequest

MOST_SHOWN = 1000
LONGEST_FRAMES = 1000

_COUNT = select(func.count()).select_from(DeadJob)
_NEWEST = (
    select(DeadJob.id, DeadJob.job, DeadJob.ids, DeadJob.error, DeadJob.frames, DeadJob.tries, DeadJob.failed_at)
    .order_by(DeadJob.failed_at.desc(), DeadJob.id.desc())
    .limit(MOST_SHOWN)
)
_DROP = delete(DeadJob).where(DeadJob.job == bindparam("name"), DeadJob.ids == bindparam("for_ids"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A job that failed for good, as it is kept. `tries`: how often it failed in all; `failed_at`: when it last did, in UTC."""

    id: int
    request: JobRequest
    error: str
    frames: str
    tries: int
    failed_at: datetime


class DeadJobs:
    """The table of jobs that failed for good."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, request: JobRequest, failure: JobFailure, tries: int, now: datetime) -> None:
        """Keep a job; of the same one that is kept already, the last error."""
        values = {
            "job": request.job,
            "ids": _ids_text(request),
            "error": failure.error,
            "frames": failure.frames[:LONGEST_FRAMES],
            "failed_at": now,
        }
        with self._database.write() as connection:
            row = insert_into(connection, DeadJob).values(**values, tries=tries)
            changes = {**values, "tries": DeadJob.tries + tries}
            connection.execute(row.on_conflict_do_update(index_elements=["job", "ids"], set_=changes))

    def count(self) -> int:
        """How many there are."""
        with self._database.read() as connection:
            return int(connection.execute(_COUNT).scalar_one())

    def newest(self) -> Sequence[DeadLetter]:
        """The last thousand, the one that failed last first."""
        with self._database.read() as connection:
            rows = connection.execute(_NEWEST).all()
        return [
            DeadLetter(
                id=row.id,
                request=JobRequest(row.job, tuple(map(int, row.ids.split()))),
                error=row.error,
                frames=row.frames,
                tries=row.tries,
                failed_at=row.failed_at,
            )
            for row in rows
        ]

    def drop(self, requests: Collection[JobRequest]) -> int:
        """Keep these no more; how many of them there were."""
        with self._database.write() as connection:
            gone = [connection.execute(_DROP, {"name": each.job, "for_ids": _ids_text(each)}) for each in requests]
        return sum(each.rowcount for each in gone)


def _ids_text(request: JobRequest) -> str:
    return " ".join(map(str, request.ids))
