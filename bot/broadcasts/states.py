"""What may follow what: the states of a broadcast and of a delivery, as tables. Everything that moves one asks here."""

from collections.abc import Mapping

# A broadcast. Drafts are written, not sent; a scheduled one waits for its time; done and cancelled are ends.
BROADCAST: Mapping[str, tuple[str, ...]] = {
    "draft": ("scheduled", "sending", "cancelled"),
    "scheduled": ("sending", "paused", "cancelled"),
    "sending": ("paused", "done", "cancelled"),
    "paused": ("scheduled", "sending", "done", "cancelled"),
    "done": (),
    "cancelled": (),
}
OVER = tuple(state for state, after in BROADCAST.items() if not after)

# A delivery. queued: nobody has taken it up. sending: written before the request leaves. unknown: it may have left or not.
# waiting: it has not left for sure, and is tried again at its time. sent: the provider took it. The last three are ends: of
# what carriers say later, the first stays.
DELIVERY: Mapping[str, tuple[str, ...]] = {
    "queued": ("sending", "skipped"),
    "sending": ("sent", "delivered", "failed", "waiting", "unknown", "skipped"),
    "unknown": ("sent", "delivered", "failed", "queued", "skipped"),
    "waiting": ("queued", "skipped"),
    "sent": ("delivered", "failed"),
    "delivered": (),
    "failed": (),
    "skipped": (),
}


def earlier(state: str, table: Mapping[str, tuple[str, ...]] = DELIVERY) -> tuple[str, ...]:
    """The states that this one may follow."""
    return tuple(before for before, after in table.items() if state in after)
