"""A process that sends alerts and does chores: looks at the rows, rings, and answers. Any number of these may run, anywhere.

How alerts are sent is in bot/broadcasts; what the chores are is said in create_app().
"""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.logging_setup import describe_error
from bot.workers.periodic_jobs import Chores

if TYPE_CHECKING:
    from bot.workers.task_queue import Doorbell

log = structlog.get_logger()

SEND = "send"
FORKED_SECONDS = 2.0
LOOK_SECONDS = 1.0
WORK_SECONDS = 5.0
RINGS = 4  # at each look: as many processes are woken for alerts, or one that is already at work hears it again


class Workers:
    """Threads of this process. `is_work`: is there any at a moment? `work(seconds)` sends what is due for at most so long, and
    gives back soon when `stopping`."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        broker_url: str,
        queue: str,
        is_work: Callable[[datetime], bool],
        work: Callable[[float], object],
        chores: Chores,
    ) -> None:
        self.clock, self.is_work, self.work, self.chores = clock, is_work, work, chores
        self.broker_url, self.queue = broker_url, queue
        self._at_work = threading.Lock()
        self._stopping = threading.Event()
        self._looking: threading.Thread | None = None

    def start(self) -> None:
        """Look and answer from now on."""
        from bot.workers.task_queue import Doorbell  # with its library; a process that only answers webhooks does without

        tasks: Mapping[str, Callable[[], None]] = {name: partial(self._chore, name) for name in self.chores.chores}
        doorbell = Doorbell(self.broker_url, self.queue, {**tasks, SEND: self._send})
        doorbell.answer()
        self._looking = threading.Thread(target=self._run, args=[doorbell], name="looking", daemon=True)
        self._looking.start()

    def start_soon(self) -> None:
        """The same, but only once a server that forks has made its workers, which would inherit half of these threads."""
        soon = threading.Timer(FORKED_SECONDS, self.start)
        soon.daemon = True
        soon.start()

    def stop(self) -> None:
        """Finish the batch at hand, then look and answer no more."""
        self._stopping.set()
        if self._looking is not None:
            self._looking.join()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def _look(self, doorbell: "Doorbell", now: datetime) -> None:
        for name in self.chores.due(now):
            doorbell.ring(name)
        if self.is_work(now):
            for _ in range(RINGS):
                doorbell.ring(SEND)

    def _run(self, doorbell: "Doorbell") -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            self._try("look", lambda: self._look(doorbell, self.clock()))
        self._try("stop", doorbell.stop)

    def _send(self) -> None:
        if self.stopping or not self._at_work.acquire(blocking=False):
            return  # one of this process is enough: it has many requests on the way at once
        try:
            self._try("send", lambda: self.work(WORK_SECONDS))
        finally:
            self._at_work.release()

    def _chore(self, name: str) -> None:
        self._try(name, lambda: self.chores.do(name, self.clock()))

    def _try(self, job: str, do: Callable[[], object]) -> None:
        try:
            do()
        except Exception as error:
            # The outermost loop. The rows stay as they are, and the next look rings again.
            log.error("worker_job_failed", job=job, **describe_error(error))
