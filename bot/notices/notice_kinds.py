"""What notices can tell of, each with its bit in a receiver's `wants`. docs/webhooks.md says what is in each."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

JOINED, STOPPED = "supporter.joined", "supporter.stopped"
CALL_FINISHED, ALERT_DONE, NOT_UNDERSTOOD = "call.finished", "alert.done", "reply.not_understood"

BITS: Mapping[str, int] = MappingProxyType({JOINED: 1, STOPPED: 2, CALL_FINISHED: 4, ALERT_DONE: 8, NOT_UNDERSTOOD: 16})


def as_bits(kinds: Iterable[str]) -> int:
    """Kinds as they stand in a receiver's row. Raises KeyError for one that there is not."""
    return sum(BITS[kind] for kind in set(kinds))


def kinds_of(bits: int) -> tuple[str, ...]:
    """The kinds that a receiver's row names."""
    return tuple(kind for kind, bit in BITS.items() if bits & bit)
