"""A circuit breaker: after some failures in a row nobody asks for a while, then one may try. Knows nothing of what is asked."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta


class Breaker:
    """Opens after `failures` in a row, for `cool_down`; then lets one through in each, until one succeeds."""

    def __init__(
        self, clock: Callable[[], datetime], *, failures: int = 3, cool_down: timedelta = timedelta(seconds=60)
    ) -> None:
        self._clock, self._most, self._cool_down = clock, failures, cool_down
        self._lock = threading.Lock()
        self._failures = 0
        self._tried: datetime | None = None

    def allows(self) -> bool:
        """May one ask now? Who is let through while it is open is the one that tries."""
        with self._lock:
            if self._tried is None:
                return True
            now = self._clock()
            if self._tried <= now < self._tried + self._cool_down:  # a clock that was set back does not keep it open
                return False
            self._tried = now
            return True

    def record(self, *, failed: bool) -> None:
        """What came of asking."""
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            self._tried = self._clock() if self._failures >= self._most else None
