"""How many street addresses one phone may have looked up. Kept in memory alone: who asked for one is written down nowhere."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta

# Room for slips and for a household, none for using this number as a geocoder. In each process.
EACH: Mapping[timedelta, int] = {timedelta(hours=1): 5, timedelta(days=1): 10}
# Callers who withhold their number cannot be told apart, so these are for all of them together.
WITHHELD: Mapping[timedelta, int] = {timedelta(hours=1): 30, timedelta(days=1): 100}
LONGEST = max(*EACH, *WITHHELD)


class Allowance:
    """Counts by the irreversible key of a number, for a day. One a process, shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[bytes, list[datetime]] = OrderedDict()  # who asked last comes last

    def take(self, person: bytes, now: datetime) -> bool:
        """May this person have one more address looked up? If so, it is counted. b"": everybody with a withheld number."""
        with self._lock:
            self._forget(now)
            asked = [at for at in self._asked.get(person, ()) if now - at < LONGEST]
            limits = EACH if person else WITHHELD
            if any(sum(now - at < span for at in asked) >= most for span, most in limits.items()):
                return False
            self._asked[person] = [*asked, now]
            self._asked.move_to_end(person)
            return True

    def _forget(self, now: datetime) -> None:
        while self._asked and now - next(iter(self._asked.values()))[-1] >= LONGEST:
            self._asked.popitem(last=False)
