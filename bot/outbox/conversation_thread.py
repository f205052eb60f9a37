"""A thread that sends what conversations start, in the process that took the turn: woken by a turn, and every half a minute."""

import threading

import structlog

from bot.logging_setup import describe_error
from bot.outbox.dispatch import Dispatcher

log = structlog.get_logger()

FORKED_SECONDS = 2.0
AFTER_FAULT_SECONDS = 1.0  # until the next look after one that failed; doubled for each that fails in a row
LOOK_EVERY = 30.0  # seconds between two looks for promised texts whose time has come
STOP_SECONDS = 2.5  # a process that is told to stop has eight
LINGER_SECONDS = 5.0  # so long after the last of them, connections to the provider stay open


class ConversationThread:
    """`wake` says that something is due; gives back at once. The first time also what an earlier process left is seen to."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self.look_every, self._dispatcher = LOOK_EVERY, dispatcher
        dispatcher.is_woken, dispatcher.stopping = self._is_woken, lambda: self._stopped
        self._state = threading.Condition()
        self._thread: threading.Thread | None = None
        self._woken = self._stopped = False
        self._idle = True

    def wake(self) -> None:
        """Something was written down that is to be sent now."""
        with self._state:
            self._woken, self._idle = True, False
            if self._thread is None or not self._thread.is_alive():
                # A process forked from one that sends has a thread in its books that is not here.
                self._stopped = False
                self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
                self._thread.start()
            self._state.notify_all()
        self._dispatcher.notify()

    def look(self) -> None:
        """The same, and see at once to what is done every half a minute."""
        self._dispatcher.upkept_at = float("-inf")
        self.wake()

    def start_soon(self) -> None:
        """The same, but only once a server that forks has made its workers, which would inherit a half of this thread."""
        soon = threading.Timer(FORKED_SECONDS, self.wake)
        soon.daemon = True
        soon.start()

    def wait(self) -> None:
        """Until everything that was to be sent has been dealt with."""
        with self._state:
            self._state.wait_for(lambda: self._idle or self._stopped)

    def stop(self) -> None:
        """Send what can leave within a moment, then look for nothing any more: before the database is closed. What waits for
        its turn is sent by another process, or after the next start."""
        thread = self._thread
        if thread is None or not thread.is_alive():
            return
        with self._state:
            self._state.wait_for(lambda: self._idle, STOP_SECONDS)
            self._stopped = True
            self._state.notify_all()
        thread.join(STOP_SECONDS * 2)

    def _run(self) -> None:
        after_fault = AFTER_FAULT_SECONDS
        while not self._stopped:
            with self._state:
                self._woken = False
            self._dispatcher.every = self.look_every
            try:
                self._dispatcher.work(float("inf"))
                wait, after_fault = self.look_every, AFTER_FAULT_SECONDS
            except Exception as error:
                # The outermost loop. Rows stay as they are; the next look, which comes soon, sees to them.
                log.error("outbox_job_failed", job="send", **describe_error(error))
                with self._state:
                    self._idle = True
                    self._state.notify_all()
                wait, after_fault = min(after_fault, self.look_every), after_fault * 2
            self._wait_until_woken(wait)

    def _is_woken(self) -> bool:
        """Nothing is left to do: is there, within a little while?"""
        with self._state:
            if not self._woken:
                self._idle = True
                self._state.notify_all()
        return self._wait_until_woken(LINGER_SECONDS)

    def _wait_until_woken(self, seconds: float) -> bool:
        with self._state:
            self._state.wait_for(lambda: self._woken or self._stopped, seconds)
            woken, self._woken = self._woken, False
            return woken and not self._stopped
