"""Turns of one person at the same moment, taken in the order in which they came. Nobody waits for another person."""

import threading
from collections import deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class PersonLocks:
    """A first-come lock for each person at hand. What makes turns right is their number, which is unique; this saves the tries
    that would lose, within one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, deque[threading.Event]] = {}  # by person: whoever waits; no entry, nobody is at it

    @contextmanager
    def hold(self, person: Hashable, seconds: float) -> Iterator[None]:
        """Be the only one for this person meanwhile; who has waited for so many seconds goes ahead all the same."""
        mine = self._join(person)
        if mine is not None and not mine.wait(seconds) and self._leave(person, mine):
            yield
            return
        try:
            yield
        finally:
            self._hand_on(person)

    def _join(self, person: Hashable) -> threading.Event | None:
        """What to wait for; None where it is one's turn already."""
        with self._lock:
            if person not in self._waiting:
                self._waiting[person] = deque()
                return None
            mine = threading.Event()
            self._waiting[person].append(mine)
            return mine

    def _leave(self, person: Hashable, mine: threading.Event) -> bool:
        """Stop waiting; False where it became one's turn in that instant."""
        with self._lock:
            if mine.is_set():
                return False
            self._waiting[person].remove(mine)
            return True

    def _hand_on(self, person: Hashable) -> None:
        with self._lock:
            if waiting := self._waiting[person]:
                waiting.popleft().set()
            else:
                del self._waiting[person]
