"""Processes that do what takes longer than an answer may: jobs, handed over as they become due, or found by a look at the rows.

What the jobs are is said in bot/assembly. Any number of processes may work, anywhere, with a broker between them or without.
"""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from prometheus_client import Counter
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.logging_setup import describe_error
from bot.storage.clock import Ticker
from bot.workers.dead_jobs import DeadJobs
from bot.workers.hand_over import HandOver, ParentPipe
from bot.workers.jobs import SELDOM, Due, Job, JobFailed, JobFailure, JobRequest, Jobs, WorkIntervals

if TYPE_CHECKING:
    from bot.workers.task_queue import TaskQueue

log = structlog.get_logger()
DONE = Counter("patchline_jobs", "jobs of workers, by what became of a try", ["job", "outcome"])

FORKED_SECONDS = 2.0
PATIENCE_SECONDS = 0.5  # for the broker to take what a look found
SOONEST_SECONDS = 0.2
BROKER_PAUSE_SECONDS = 1.0  # until a broker that was away is asked again
RETRY_SECONDS = 15.0  # what failed here is tried again by the task queue; a look enqueues it once that should have happened
DEAD_SECONDS = 60.0  # the same for what was given up
STOP_SECONDS = 6.5  # a process that is told to stop has eight

# What is not a job's own fault: it is tried until the database is back.
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout, TimeoutError)


class Workers:
    """The jobs of an application: enqueue() in any of its processes, start() in those that do them.

    `find_due`: what the rows say at a moment. `broker_url` and `queue`: where requests go; without a broker to the threads of
    this process, or to the parent that it was forked from.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        broker_url: str,
        queue: str,
        jobs: Jobs,
        find_due: Callable[[datetime], Due],
        dead_jobs: DeadJobs,
        intervals: WorkIntervals,
        ticker: Ticker,
    ) -> None:
        self.intervals, self._ticker = intervals, ticker
        self.clock, self.jobs, self.find_due, self.dead_jobs = clock, jobs, find_due, dead_jobs
        self._broker_url, self._queue = broker_url, queue
        self._hand_over = HandOver(self._deliver, ticker)
        self._doing = _Doing(ticker)
        self._stopping = threading.Event()
        self._pid = 0  # of the process that works
        self._pipe: ParentPipe | None = None
        self._looking: threading.Thread | None = None
        self._local: TaskQueue | None = None
        self._remote: TaskQueue | None = None
        self._remote_pid = 0
        self._broker_away_until = 0.0
        self._making = threading.Lock()
        self._asked: set[JobRequest] = set()
        self._dead: set[JobRequest] = set()
        self._dead_at: datetime | None = None

    # --- For who has something done -------------------------------------------------------------------------------------

    def enqueue(self, job: str, *ids: int) -> None:
        """Have a job done soon, by whoever is free; gives back at once, and never fails: what gets lost is found in the rows.

        To be called once the rows are committed.
        """
        self._put(JobRequest(job, ids))

    def warm_up(self) -> None:
        """Connect to the broker meanwhile: for a command that is going to enqueue something soon."""
        if self._broker_url:
            self._hand_over.call(lambda: self._ask_broker(_connect))

    def flush(self, seconds: float) -> bool:
        """Wait until all that was enqueued is handed over; False where that takes longer."""
        return self._hand_over.flush(seconds)

    # --- For who does it ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Do jobs from now on, in threads of this process."""
        if self.stopping:
            return
        self._pid = os.getpid()
        if self._pipe is not None:
            threading.Thread(target=self._pipe.read, args=[self._put], name="forked", daemon=True).start()
        if self._broker_url:
            self._broker_queue().consume()
        self._looking = threading.Thread(target=self._run, name="looking", daemon=True)
        self._looking.start()

    def take_from_forked(self) -> None:
        """Have whichever process is forked from this one and works take the requests of the others that are."""
        self._pipe = self._pipe or ParentPipe()

    def start_soon(self) -> None:
        """The same, but only once a server that forks has made its workers, which would inherit half of these threads."""
        self.take_from_forked()
        soon = threading.Timer(FORKED_SECONDS, self.start)
        soon.daemon = True
        soon.start()

    def stop(self) -> None:
        """Finish what is being done, or as much of it as a few seconds allow; do no more."""
        end = self._ticker() + STOP_SECONDS
        self._stopping.set()
        is_ours = self._pid == os.getpid()  # and not only a copy of what its parent does
        if self._pipe is not None and is_ours:
            self._pipe.close()
        queues = [queue for queue in (self._remote, self._local) if queue is not None and is_ours]
        ending = [threading.Thread(target=queue.stop, args=[STOP_SECONDS - 1], daemon=True) for queue in queues]
        for thread in ending:
            thread.start()
        for thread in (*ending, *([self._looking] if self._looking and is_ours else [])):
            thread.join(max(0.0, end - self._ticker()))
        self.flush(max(0.0, end - self._ticker()))

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def look(self, now: datetime) -> float:
        """Enqueue what is due by the rows and that nobody here is at; gives the seconds until the next look.

        What was asked for at the last look and is still due is done here: the broker may have lost it.
        """
        due = self.find_due(now)
        if self._dead_at is None or now - self._dead_at >= SELDOM:
            self._dead, self._dead_at = {letter.request for letter in self.dead_jobs.newest()}, now
        asked, self._asked = self._asked, set()
        for request in due.requests:
            if self._doing.is_busy(request):
                continue
            if request in asked:
                self._deliver_here(request)
            else:
                self._asked.add(request)
                self._put(request)
        if self._asked and not self._hand_over.flush(PATIENCE_SECONDS):
            # A broker that went away may take seconds to say so: what is due does not wait for that.
            for request in self._asked:
                self._deliver_here(request)
        if due.next_at is None:
            return self.intervals.look
        return min(self.intervals.look, max(SOONEST_SECONDS, (due.next_at - now).total_seconds()))

    def perform(self, request: JobRequest) -> None:
        """Do a job in this thread; one that this process is at already is done once more afterwards. Raises JobFailed."""
        if not self._doing.begin(request):
            return
        more, failure = False, None
        try:
            more = self.jobs[request.job].do(*request.ids) is True
        except Exception as error:
            # The outermost loop of a job. Its error's own words go nowhere: they may hold what somebody wrote.
            told = describe_error(error)
            failure = JobFailure(error=told["error"], frames=told["where"], away=isinstance(error, DATABASE_AWAY))
            log.error("job_failed", job=request.job, ids=request.ids, **describe_error(error))
        DONE.labels(request.job, "failed" if failure else "done").inc()
        again = self._doing.end(request, RETRY_SECONDS if failure else 0.0)
        if failure is not None:
            raise JobFailed(failure)
        if request in self._dead:
            self._dead.discard(request)
            self.dead_jobs.drop([request])
        if more or again:
            self._put(request)

    def _run(self) -> None:
        wait = 0.0
        while not self._stopping.wait(wait):
            try:
                wait = self.look(self.clock())
            except Exception as error:
                # The outermost loop. The rows stay as they are until the next look.
                log.error("look_failed", **describe_error(error))
                wait = self.intervals.look

    def _bury(self, request: JobRequest, failure: JobFailure, tries: int) -> None:
        """Keep a request that failed for good."""
        self._doing.end(request, DEAD_SECONDS)
        DONE.labels(request.job if request.job in self.jobs else "unknown", "dead").inc()
        log.error("job_dead", job=request.job, ids=request.ids, tries=tries, error=failure.error, where=failure.frames)
        try:
            self.dead_jobs.keep(request, failure, tries, self.clock())
            self._dead.add(request)
        except Exception as error:
            log.error("dead_job_not_kept", job=request.job, ids=request.ids, **describe_error(error))

    # --- The way of a request -------------------------------------------------------------------------------------------

    def _put(self, request: JobRequest) -> None:
        if self._hand_over.is_stuck and self._deliver_here(request):
            return  # a broker that neither takes nor refuses holds up nothing
        self._hand_over.put(request)

    def _deliver(self, request: JobRequest) -> None:
        """To the broker; where there is none, or it is away, to the threads here, or to the parent of this process."""
        if self._ask_broker(lambda queue: queue.enqueue(request)) or self._deliver_here(request):
            return
        if self._pipe is not None:
            self._pipe.write(request)

    def _deliver_here(self, request: JobRequest) -> bool:
        """To the threads of this process; False where it does no jobs."""
        if self._pid != os.getpid() or self.stopping:
            return False
        with self._making:
            if self._local is None:
                self._local = self._task_queue("")
                self._local.consume()
        self._local.enqueue(request)
        return True

    def _ask_broker(self, ask: Callable[["TaskQueue"], None]) -> bool:
        """Does the broker take it? One that was away is asked again after a second."""
        if not self._broker_url or self._ticker() < self._broker_away_until:
            return False
        try:
            ask(self._broker_queue())
        except Exception as error:
            if not self._broker_away_until:
                log.warning("broker_away", **describe_error(error))
            self._broker_away_until = self._ticker() + BROKER_PAUSE_SECONDS
            return False
        if self._broker_away_until:
            log.info("broker_back")
            self._broker_away_until = 0.0
        return True

    def _broker_queue(self) -> "TaskQueue":
        with self._making:
            if self._remote is None or self._remote_pid != os.getpid():  # connections of a parent are not ours
                self._remote, self._remote_pid = self._task_queue(self._broker_url), os.getpid()
            return self._remote

    def _task_queue(self, url: str) -> "TaskQueue":
        from bot.workers.task_queue import TaskQueue  # with its library; a process that only answers webhooks does without

        return TaskQueue(url, self._queue, self.jobs, self.perform, self._bury)


def _connect(queue: "TaskQueue") -> None:
    queue.connect()


class _Doing:
    """Which requests this process is at, and which had better wait, as they failed."""

    def __init__(self, ticker: Ticker) -> None:
        self._ticker = ticker
        self._lock = threading.Lock()
        self._again: dict[JobRequest, bool] = {}  # being done -> asked for once more meanwhile
        self._wait_until: dict[JobRequest, float] = {}

    def begin(self, request: JobRequest) -> bool:
        """Take a request up; False where it is being done, and will be done once more."""
        with self._lock:
            if request in self._again:
                self._again[request] = True
                return False
            self._again[request] = False
            return True

    def end(self, request: JobRequest, wait: float) -> bool:
        """It is done, or failed and waits for so many seconds; True where it was asked for meanwhile."""
        with self._lock:
            self._wait_until.pop(request, None)
            if wait:
                self._wait_until[request] = self._ticker() + wait
            return self._again.pop(request, False)

    def is_busy(self, request: JobRequest) -> bool:
        """Is it being done, or does it wait?"""
        with self._lock:
            return request in self._again or self._ticker() < self._wait_until.get(request, 0.0)


__all__ = ["Due", "Job", "JobRequest", "WorkIntervals", "Workers"]
