"""The clock of an installation without an account: whoever tries the bot moves it ahead, for all processes of this machine."""

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

LOOK_SECONDS = 1.0  # between two looks at what another process may have moved


class MovedClock:
    """`own`: the clock that it goes by, in UTC. How far it is ahead stands in `file`, in seconds; without one it is not."""

    def __init__(self, own: Callable[[], datetime], file: Path) -> None:
        self._own, self._file = own, file
        self._ahead, self._looked_at = timedelta(), float("-inf")
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        return self._own() + self.ahead

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of its own clock."""
        if time.monotonic() - self._looked_at > LOOK_SECONDS:
            self._looked_at, self._ahead = time.monotonic(), self._read()
        return self._ahead

    def move(self, by: timedelta) -> None:
        """Go ahead by this."""
        with self._lock:
            self._write(self._read() + by)

    def set_back(self) -> None:
        """Go by its own clock again."""
        with self._lock:
            self._write(timedelta())

    def _read(self) -> timedelta:
        with suppress(OSError, ValueError, OverflowError):
            return timedelta(seconds=float(self._file.read_text(encoding="ascii")))
        return timedelta()

    def _write(self, ahead: timedelta) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        fresh.write_text(str(ahead.total_seconds()), encoding="ascii")
        fresh.replace(self._file)
        self._looked_at, self._ahead = time.monotonic(), ahead
