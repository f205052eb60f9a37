"""How fast a sender may send: GCRA, the leaky bucket that keeps one time per sender. Pure; the rows are claimed in claim.py.

A sender's `free_at` is when its next segment may leave. To reserve is to move it on, so that batches of any number of workers
follow one another, each text with a moment of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# A little under what the carrier takes, so that in no second more leaves than it takes, even where a text is late by a few
# milliseconds and the next is on time.
SHARE = 0.985
# Within a worker, texts that are late catch up at most at this share of the rate.
CATCHING_UP = 0.997
BATCH_SECONDS = 0.5  # as much sending as is claimed at once
BATCH_TEXTS = 500
# Claimed this long before the sender is free, so that it never waits for the database.
AHEAD_SECONDS = 0.5
# The first text of a batch leaves so much after the claim at the earliest: as long as the claim itself takes, about.
LEAD_SECONDS = 0.02
# As far ahead as anybody reserves, and more: what a slow database put off, and one text of the longest.
FURTHEST_SECONDS, FURTHEST_SEGMENTS = 30.0, 24


@dataclass(slots=True)
class Pace:
    """A sender's time while a batch is claimed; `now` and `free_at` in seconds of one clock, `rate` in segments a second."""

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

    def reserve(self, segments: int) -> float:
        """The moment at which a text of so many segments leaves."""
        at = self.free_at
        self.free_at = at + segments / (self.rate * SHARE)
        return at

    def put_off(self, passed: float) -> float:
        """So many seconds have passed since `now`: by how much all that was reserved leaves later, so as to be still ahead."""
        late = max(0.0, self.now + passed + LEAD_SECONDS - self._begins)
        self.free_at += late
        self._begins += late
        return late


def believed(free_at: float, rate: float, now: float) -> float:
    """When a sender is free: as its row says, but now where nobody reserves as far ahead, so that a clock was set back."""
    return free_at if free_at <= now + FURTHEST_SECONDS + FURTHEST_SEGMENTS / rate else now


def seconds_until_free(free_at: float, now: float) -> float:
    """How long until a sender may be claimed; 0 for now."""
    return max(0.0, free_at - AHEAD_SECONDS - now)


class Spacing:
    """Keeps a worker's late texts from leaving all at once: when a text of a sender may leave, on the worker's own clock."""

    def __init__(self, rates: Mapping[str, float]) -> None:
        self._rates = rates
        self._free_at = dict.fromkeys(rates, 0.0)

    def leave_at(self, sender: str, slot: float, segments: int, now: float) -> float:
        """When a text whose moment is `slot` may leave: then, or as soon after as the texts before it allow."""
        at = max(slot, self._free_at[sender], now)
        self._free_at[sender] = at + segments / (self._rates[sender] * CATCHING_UP)
        return at
