"""How often somebody may do a thing. Kept in memory alone: who did it is written down nowhere, and gone with the process."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta

MOST_KEYS = 100_000  # some 25 MB; beyond, who did it longest ago is forgotten


class Allowance:
    """Counts by an irreversible key of who does it. One a process, shared by its threads.

    `each`: how often one may within a span. `together`: the same for b"", the key of all who cannot be told apart.
    """

    def __init__(self, each: Mapping[timedelta, int], together: Mapping[timedelta, int]) -> None:
        self._each, self._together = each, together
        self._longest = max(*each, *together)
        self._lock = threading.Lock()
        self._times: OrderedDict[bytes, list[datetime]] = OrderedDict()  # who did it last comes last

    def take(self, key: bytes, now: datetime) -> bool:
        """May they do it once more? If so, it is counted."""
        with self._lock:
            self._forget(now)
            times = [at for at in self._times.get(key, ()) if now - at < self._longest]
            limits = self._each if key else self._together
            if any(sum(now - at < span for at in times) >= most for span, most in limits.items()):
                return False
            self._times[key] = [*times, now]
            self._times.move_to_end(key)
            if len(self._times) > MOST_KEYS:
                self._times.popitem(last=False)
            return True

    def _forget(self, now: datetime) -> None:
        while self._times and now - next(iter(self._times.values()))[-1] >= self._longest:
            self._times.popitem(last=False)
