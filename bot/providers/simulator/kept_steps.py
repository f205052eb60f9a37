"""What the simulator remembers of conversations while it runs: how turns went, and how each conversation was before a text."""

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from bot.engine.turn_trace import TurnTrace
from bot.providers.simulator.person_rows import PersonRows

NUMBERS, TURNS, STEPS = 50, 30, 20  # the latest of each


@dataclass(slots=True)
class KeptSteps:
    """Of one number: the latest turns, and how everything was before each of the latest texts."""

    turns: deque[TurnTrace] = field(default_factory=lambda: deque(maxlen=TURNS))
    before: deque[PersonRows] = field(default_factory=lambda: deque(maxlen=STEPS))


class Memory:
    """In this process only, and of the numbers that were heard of last."""

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

    def forget(self, phone: str) -> None:
        """Remember nothing of a number."""
        with self._lock:
            self._numbers.pop(phone, None)
