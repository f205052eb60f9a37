"""What the simulator remembers of conversations while it runs: how turns went, and how each conversation was before a text."""

import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bot.engine.turn_trace import TurnTrace
from bot.providers.simulator.person_rows import PersonRows

NUMBERS, TURNS, STEPS = 50, 30, 20  # the latest of each
SHOWN_SECONDS = 5.0  # a page asks every second, but for one in the background


@dataclass(slots=True)
class KeptSteps:
    """Of one number: the latest turns, how everything was before each of the latest texts, and when a page asked for it last,
    in seconds of this process."""

    turns: deque[TurnTrace] = field(default_factory=lambda: deque(maxlen=TURNS))
    before: deque[PersonRows] = field(default_factory=lambda: deque(maxlen=STEPS))
    shown_at: float = float("-inf")


class Memory:
    """In this process only, and of the numbers that pages asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: OrderedDict[str, KeptSteps] = OrderedDict()

    def of(self, phone: str) -> KeptSteps:
        """What is remembered of a number, to be added to."""
        with self._lock:
            kept = self._numbers.setdefault(phone, KeptSteps())
            self._numbers.move_to_end(phone)
            if len(self._numbers) > NUMBERS:
                self._numbers.popitem(last=False)
            return kept

    def known(self, phone: str) -> KeptSteps | None:
        """What is remembered of a number that a page asked for; None of others."""
        with self._lock:
            return self._numbers.get(phone)

    def show(self, phone: str) -> None:
        """A page shows what reaches this number."""
        self.of(phone).shown_at = time.monotonic()

    def is_shown(self, phone: str) -> bool:
        """Does a page show this number now?"""
        kept = self.known(phone)
        return kept is not None and time.monotonic() - kept.shown_at < SHOWN_SECONDS

    def forget(self, phone: str) -> None:
        """Remember nothing of a number."""
        with self._lock:
            self._numbers.pop(phone, None)
