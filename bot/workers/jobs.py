"""What a worker can be asked to do: jobs, by name, each for a few ids. What they do is said in bot/assembly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.storage.database import Database

TRIES, BACKOFF = 6, timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A unit of work that any machine may do, once or several times, early, late, or when there is nothing left to do.

    `do`: called with the ids it was enqueued with; gives True where there is more to do, and is then enqueued again. `alone`:
    each process does it once at a time, and takes no other of its kind meanwhile. `outside`: it waits for servers of others,
    in threads that no other job needs, so that one that hangs holds up nothing here. `tries`: how often until it counts as
    dead; `backoff`: before the second try, doubled for each further one.
    """

    do: Callable[..., object]
    alone: bool = False
    outside: bool = False
    tries: int = TRIES
    backoff: timedelta = BACKOFF


Jobs = Mapping[str, Job]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkIntervals:
    """`look`: seconds between two looks at the rows, unless something is known to become due before. `shift`: for so long one
    request for sending is worked at, as long as there is something to send."""

    look: float = 5.0
    shift: float = 5.0


@dataclass(frozen=True, slots=True, order=True)
class JobRequest:
    """One job to do: its name in the table of jobs, and the ids that it is for."""

    job: str
    ids: tuple[int, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.job, *map(str, self.ids)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What the rows say: jobs that are due now, and when the next will be, None for none that is known."""

    requests: Sequence[JobRequest] = ()
    next_at: datetime | None = None

    def joined(self, other: "Due") -> "Due":
        times = [at for at in (self.next_at, other.next_at) if at is not None]
        return Due(requests=[*self.requests, *other.requests], next_at=min(times, default=None))


NOTHING_DUE = Due()


FindDue = Callable[[Connection, datetime], Due]
SELDOM = timedelta(minutes=1)


def due_by_rows(database: Database, parts: Sequence[FindDue], seldom: Sequence[FindDue] = ()) -> Callable[[datetime], Due]:
    """What all these parts find due at a moment, each by its own rows. `seldom`: those of which a job is asked for as it
    becomes due, so that only one that was lost is found here: they are asked once a minute."""
    asked_at: datetime | None = None

    def find_due(now: datetime) -> Due:
        nonlocal asked_at
        finds = [*parts]
        if asked_at is None or not timedelta() <= now - asked_at < SELDOM:
            asked_at = now
            finds += seldom
        due = NOTHING_DUE
        with database.read() as connection:
            for find in finds:
                due = due.joined(find(connection, now))
        return due

    return find_due


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFailure:
    """A try that failed: the class of the error and the way to it, without a value. `away`: the database was."""

    error: str
    frames: str
    away: bool


class JobFailed(Exception):
    """Raised towards the task queue, which tries again; says nothing of the error's own words, for these would be kept."""

    def __init__(self, failure: JobFailure) -> None:
        super().__init__(failure.error, failure.frames)
        self.failure = failure
