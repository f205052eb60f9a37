"""What may follow what: the states of a delivery, as a table. Everything that moves one asks here."""

from collections.abc import Mapping

# queued: nobody has taken it up, or it was dropped before it left. sending: leased, written before the request leaves.
# unknown: it may have left or not. waiting: it has not arrived for sure, and is tried again at its time. sent: the provider
# took it. The last three are ends: of what carriers say later, the first stays. One that was lost, looked for in vain and
# queued again may have left after all: then a callback still says so.
DELIVERY: Mapping[str, tuple[str, ...]] = {
    "queued": ("sending", "skipped", "sent", "delivered", "failed"),
    "sending": ("sent", "delivered", "failed", "waiting", "unknown", "queued", "skipped"),
    "unknown": ("sent", "delivered", "failed", "waiting", "queued", "skipped"),
    "waiting": ("queued", "skipped"),
    "sent": ("delivered", "failed", "waiting"),
    "delivered": (),
    "failed": (),
    "skipped": (),
}


def earlier_states(state: str, table: Mapping[str, tuple[str, ...]] = DELIVERY) -> tuple[str, ...]:
    """The states that this one may follow."""
    return tuple(before for before, after in table.items() if state in after)
