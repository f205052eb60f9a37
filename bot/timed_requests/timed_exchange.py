"""One exchange with a server that is over within so many seconds: the name looked up, the connection made, everything read."""

import socket
import ssl
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from functools import cache
from typing import Generic, TypeVar

import certifi

Outcome = TypeVar("Outcome")


@cache
def trusted_certificates() -> ssl.SSLContext:
    """Whose certificates a server may show: the same on every machine."""
    return ssl.create_default_context(cafile=certifi.where())


class TimedExchange(ABC, Generic[Outcome]):
    """Does ask() in a thread, because looking up a name cannot be given a time limit; at the end of ours it is left behind.

    `socket`: to be set by ask() as soon as it has one. `seconds`: how long all of it may take.
    """

    def __init__(self, seconds: float, thread_name: str) -> None:
        self.socket: socket.socket | None = None
        self._seconds, self._thread_name, self._until = seconds, thread_name, time.monotonic() + seconds
        self._over = threading.Event()
        self._outcome: Outcome | None = None

    @abstractmethod
    def ask(self) -> Outcome:
        """The exchange itself; calls seconds_left() where it begins something that takes long. The thread's last frame: what it
        let through would be printed, address and all, so it catches and logs whatever happens."""

    @abstractmethod
    def late(self) -> Outcome:
        """What came of it where the time was up."""

    def close(self) -> None:
        """Let go of the connection."""
        if self.socket is not None:
            self.socket.close()

    def outcome(self) -> Outcome:
        """Have it done, and wait for it."""
        threading.Thread(target=self._run, daemon=True, name=self._thread_name).start()
        if self._over.wait(self._seconds) and self._outcome is not None:
            return self._outcome
        if self.socket is not None:
            # Wakes the thread from whatever it is reading. Of the plain socket: TLS would want to say goodbye.
            with suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)
        return self.late()

    def seconds_left(self) -> float:
        """At the end of them whoever asked has gone. Raises TimeoutError then."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _run(self) -> None:
        try:
            self._outcome = self.ask()
        finally:
            self.close()
            self._over.set()
