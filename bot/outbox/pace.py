"""How fast a sender may send: GCRA, the leaky bucket that keeps one time per sender. Pure; the rows are leased in queue.py.

A sender's `free_at` is when its next segment may leave. To reserve is to move it on, so that batches of any number of workers
follow one another, each text with a moment of its own. A text leaves at its moment or a few milliseconds later; one that has
missed it takes a new one, for the next moments are somebody else's. So no second has more than the rate, whoever is late.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

# A little under what the carrier takes: at this share, every text may be late by up to 15 ms and no second has too much.
SHARE = 0.985
# No carrier takes as much from one sender, and no worker sends as much: such a pace means as fast as it goes, whoever is late.
UNPACED = 2000.0
# Who is late is given twice as much room the next time, up to this many seconds.
MOST_ROOM = 1.0
BATCH_SECONDS = 0.5  # as much sending as is leased at once
BATCH_TEXTS = 500
# Claimed this long before the sender is free, so that it never waits for the database.
AHEAD_SECONDS = 0.5
# The first text of a batch leaves so much after the lease at the earliest: as long as that takes, and to ask who has stopped.
LEAD_SECONDS = 0.05
# As far ahead as anybody reserves, and more: what a slow database put off, and one text of the longest.
FURTHEST_SECONDS, FURTHEST_SEGMENTS = 30.0, 24


@dataclass(slots=True, kw_only=True)
class Pace:
    """A sender's time while a batch is leased; `now` and `free_at` in seconds of one clock, `rate` in segments a second."""

    address: str
    rate: float
    free_at: float
    now: float
    _begins: float = field(init=False)

    def __post_init__(self) -> None:
        self.free_at = self._begins = max(self.free_at, self.now + LEAD_SECONDS)

    @property
    def has_room(self) -> bool:
        """Does another text begin within this batch?"""
        return self.free_at < self._begins + BATCH_SECONDS

    @property
    def texts(self) -> int:
        """As many texts as a batch may have, if each has one segment."""
        return max(1, min(BATCH_TEXTS, int(self.rate * SHARE * BATCH_SECONDS) + 1))

    def reserve(self, units: float) -> float:
        """The moment at which a message leaves that takes so much of the pace."""
        at = self.free_at
        self.free_at = at + units / (self.rate * SHARE)
        return at

    def leave(self, room: float) -> None:
        """Nobody else's moments are in the next so many seconds: what was reserved last may be as late."""
        self.free_at += room

    def put_off(self, passed: float) -> float:
        """So many seconds have passed since `now`: by how much all that was reserved leaves later, so as to be still ahead."""
        late = max(0.0, self.now + passed + LEAD_SECONDS - self._begins)
        self.free_at += late
        self._begins += late
        return late


def pace_units(segments: int, rate: float, picture_pace: float) -> float:
    """How much of a sender's pace a message of so many segments takes. Of none, a picture message: as many segments as could
    leave meanwhile, and one at least. `picture_pace`: picture messages that the sender takes in a second."""
    return segments or max(1.0, rate / picture_pace)


def believed_rate(free_at: float, rate: float, now: float) -> float:
    """When a sender is free: as its row says, but now where nobody reserves as far ahead, so that a clock was set back."""
    return free_at if free_at <= now + FURTHEST_SECONDS + FURTHEST_SEGMENTS / rate else now


def seconds_until_free(free_at: float, now: float, ahead: float = AHEAD_SECONDS) -> float:
    """How long until a sender may be leased; 0 for now. `ahead`: so long before it is free."""
    return max(0.0, free_at - ahead - now)


def burst_tolerance(rate: float) -> float:
    """So many seconds after its moment a text may still leave: two thirds of what SHARE allows for, the rest is for its way."""
    return math.inf if rate > UNPACED else (1 / SHARE - 1) * 2 / 3


def room_for(late: Sequence[float]) -> float:
    """How much room texts take with their new moments that missed their last ones by so many seconds.

    By the least late of them: that is how late this worker always is; the others had to wait for one moment in which it stood.
    """
    return min(MOST_ROOM, 2 * min(late, default=0.0))
