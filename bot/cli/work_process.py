"""The process beside those that answer, in which `flask serve` sends alerts and does jobs; one that dies is replaced.

The process that starts all others does nothing else: it is forked anew for each that dies, and what is forked has the locks and
connections of all threads there are.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable

import structlog

from bot.cli.stop_signals import STOP_SIGNALS, await_stop, open_stop_pipe

log = structlog.get_logger()

AGAIN_SECONDS = 1.0  # until one that ended is replaced
LOOK_SECONDS = 1.0  # whether the parent is still there


class WorkProcess:
    """`begin` is called in it, and `end` when it is told to stop."""

    def __init__(self, begin: Callable[[], object], end: Callable[[], object]) -> None:
        self._begin, self._end = begin, end
        self._stopping = threading.Event()

    def start(self) -> None:
        """Fork it, and again whenever it ends."""
        self._fork()
        threading.Thread(target=self._watch, name="work", daemon=True).start()

    def stop(self, seconds: float) -> None:
        """Tell it to stop, and wait so long for it."""
        self._stopping.set()
        self._process.terminate()
        self._process.join(seconds)

    def _fork(self) -> None:
        self._process = multiprocessing.get_context("fork").Process(target=self._run, name="work", daemon=True)
        self._process.start()

    def _watch(self) -> None:
        while True:
            self._process.join()
            if self._stopping.wait(AGAIN_SECONDS):
                return
            log.error("work_process_died", status=self._process.exitcode)
            self._fork()

    def _run(self) -> None:
        pipe = open_stop_pipe()
        for signum in STOP_SIGNALS:
            signal.signal(signum, lambda *_: None)  # the pipe tells
        end_with_parent()
        self._begin()
        await_stop(pipe)
        self._end()


def end_with_parent() -> None:
    """Stop this process when the one that forked it is gone, which could not tell it so."""
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            stopped.wait(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    stopped = threading.Event()
    threading.Thread(target=look, name="parent", daemon=True).start()
