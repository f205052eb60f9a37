"""What may follow what: the states of a broadcast, as a table. Everything that moves one asks here."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update

from bot.models import Broadcast
from bot.outbox.delivery_states import earlier_states

# Drafts are written, not sent; a scheduled one waits for its time; done and cancelled are ends, but for a delivery that did not
# arrive and is tried again: it brings back one that was done.
BROADCAST: Mapping[str, tuple[str, ...]] = {
    "draft": ("scheduled", "sending", "cancelled"),
    "scheduled": ("sending", "paused", "cancelled"),
    "sending": ("paused", "done", "cancelled"),
    "paused": ("scheduled", "sending", "done", "cancelled"),
    "done": ("sending",),
    "cancelled": (),
}
OVER = ("done", "cancelled")
BEGUN = ("sending", "paused", *OVER)  # or were about to: some may have got it

PAUSE = (
    update(Broadcast)
    .where(Broadcast.id == bindparam("id_"), Broadcast.state.in_(earlier_states("paused", BROADCAST)))
    .values(state="paused", reason=bindparam("why"))
)
