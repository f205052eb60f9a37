"""Hands requests over to the task queue in a thread of its own: who has something done waits for no broker."""

import atexit
import os
import queue
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress

import structlog

from bot.logging_setup import describe_error
from bot.storage.clock import Ticker
from bot.workers.jobs import JobRequest

log = structlog.get_logger()

STUCK_SECONDS = 1.0
AT_EXIT_SECONDS = 3.0  # a command that ends has its requests handed over before


class HandOver:
    """`hand_over` gets each request in the order in which they were put, in a thread that starts with the first of them.

    A process that forks leaves its child an empty one.
    """

    def __init__(self, hand_over: Callable[[JobRequest], None], ticker: Ticker) -> None:
        self._hand_over, self._ticker = hand_over, ticker
        self.forget()
        _ALL.add(self)

    def forget(self) -> None:
        """Begin anew: for a process that was forked, in which the thread of its parent does not run."""
        self._queue: queue.Queue[Callable[[], object]] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._since = 0.0

    def put(self, request: JobRequest) -> None:
        """Have it handed over soon; gives back at once."""
        self.call(lambda: self._hand_over(request))

    def call(self, do: Callable[[], object]) -> None:
        """Have something else done in this thread, in its turn."""
        self._queue.put(do)
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="hand-over", daemon=True)
                    self._thread.start()

    def flush(self, seconds: float) -> bool:
        """Wait until all is handed over; False where that takes longer."""
        with self._queue.all_tasks_done:
            return self._queue.all_tasks_done.wait_for(lambda: not self._queue.unfinished_tasks, seconds)

    @property
    def is_stuck(self) -> bool:
        """Has one been at it for so long that others had better not wait behind it?"""
        return bool(self._since) and self._ticker() - self._since > STUCK_SECONDS

    def _run(self) -> None:
        mine = self._queue
        while True:
            do = mine.get()
            self._since = self._ticker()
            try:
                do()
            except Exception as error:
                # The outermost loop. What was not handed over is found in the rows.
                log.error("hand_over_failed", **describe_error(error))
            self._since = 0.0
            mine.task_done()


_ALL: "weakref.WeakSet[HandOver]" = weakref.WeakSet()


def _forget_all() -> None:
    for each in list(_ALL):
        each.forget()


def _flush_all() -> None:
    for each in list(_ALL):
        each.flush(AT_EXIT_SECONDS)


os.register_at_fork(after_in_child=_forget_all)
atexit.register(_flush_all)


class ParentPipe:
    """Lets processes that are forked from this one hand requests to it, where no broker does."""

    def __init__(self) -> None:
        self._reads, self._writes = os.pipe()
        # Full, it takes no more: the rows are looked at every few seconds anyway.
        os.set_blocking(self._writes, False)

    def write(self, request: JobRequest) -> None:
        """Hand a request to whoever reads."""
        with suppress(OSError):
            os.write(self._writes, f"{request}\n".encode())

    def read(self, take: Callable[[JobRequest], None]) -> None:
        """Read requests until close(), in the process that made this."""
        with os.fdopen(self._reads) as lines:
            for line in lines:
                job, *ids = line.split() or [""]
                if not job:
                    return
                take(JobRequest(job, tuple(map(int, ids))))

    def close(self) -> None:
        """End read()."""
        with suppress(OSError):
            os.write(self._writes, b"\n")
