"""What may follow what: the states of a broadcast and of a delivery, as tables. Everything that moves one asks here."""

from collections.abc import Mapping

# A broadcast. Drafts are written, not sent; a scheduled one waits for its time; done and cancelled are ends, but for a copy
# that did not arrive and is tried again: it brings back one that was done.
BROADCAST: Mapping[str, tuple[str, ...]] = {
    "draft": ("scheduled", "sending", "cancelled"),
    "scheduled": ("sending", "paused", "cancelled"),
    "sending": ("paused", "done", "cancelled"),
    "paused": ("scheduled", "sending", "done", "cancelled"),
    "done": ("sending",),
    "cancelled": (),
}
OVER = ("done", "cancelled")

# A delivery. queued: nobody has taken it up, or it was dropped before it left. sending: written before the request leaves.
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


def earlier(state: str, table: Mapping[str, tuple[str, ...]] = DELIVERY) -> tuple[str, ...]:
    """The states that this one may follow."""
    return tuple(before for before, after in table.items() if state in after)
