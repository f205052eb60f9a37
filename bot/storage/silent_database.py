"""A database that is there and says nothing: nobody waits for it for long, and who comes next is told at once."""

import threading
import time

from sqlalchemy.exc import TimeoutError as PoolTimeout

IN_A_ROW = 2  # one may be a single backend that hangs
REST_SECONDS = 5.0
SILENT = "ServerSilent"  # the class of the driver's error (bot/storage/bounded_connection.py)


class Silence:
    """Of one database, shared by all connections of this process. Threads may meet here in any order: they miss one try."""

    def __init__(self) -> None:
        self.in_a_row = 0
        self._rests_until = float("-inf")
        self._tries = 0  # the thread that finds out

    def met(self) -> None:
        """Somebody waited in vain."""
        self.in_a_row += 1
        if self.in_a_row >= IN_A_ROW:
            self._tries = 0
            self._rests_until = time.monotonic() + REST_SECONDS

    def over(self) -> None:
        """It said something."""
        self.in_a_row, self._tries, self._rests_until = 0, 0, float("-inf")

    def check(self) -> None:
        """Raises sqlalchemy's TimeoutError while nobody is to wait. Now and then it lets one through, who finds out."""
        if self.in_a_row < IN_A_ROW:
            return
        now = time.monotonic()
        if self._tries == threading.get_ident():
            return
        if now < self._rests_until:
            raise PoolTimeout("the database said nothing a moment ago")
        self._rests_until, self._tries = now + REST_SECONDS, threading.get_ident()


def server_was_silent(error: BaseException | None) -> bool:
    """Is this the driver's error for a server that said nothing?"""
    return type(error).__name__ == SILENT
