"""What follows for a broadcast from its deliveries: an error pauses it, one that is tried again reopens it."""

from collections.abc import Mapping, Set

from sqlalchemy import Connection, bindparam, select, update

from bot.broadcasts.states import PAUSE
from bot.models import Broadcast
from bot.outbox.error_policies import ERROR_POLICIES
from bot.providers.protocol import ErrorAction, SendError

WHY: Mapping[ErrorAction, str] = {
    "pause_broadcast": "configuration: the provider refuses what we send (error {code}); mend what it names, then resume",
    "pause_all": "account: the provider refuses our credentials or the account (error {code}); mend them, then resume",
    "pause_limit": "limit: no more texts go out today (error {code}); resume when the day is over, or have the limit raised",
}
_LOCK = select(Broadcast.id).where(Broadcast.id.in_(bindparam("ids", expanding=True))).order_by(Broadcast.id).with_for_update()
_REOPEN = (
    update(Broadcast)
    .where(Broadcast.id.in_(bindparam("ids", expanding=True)), Broadcast.state == "done")
    .values(state="sending", ended_at=None)
)
_SENDING = select(Broadcast.id).where(Broadcast.state == "sending")


class BroadcastEffects:
    """An outbox.delivery_results.DeliveryEffects for broadcasts."""

    def reopen(self, connection: Connection, broadcasts: Set[int]) -> None:
        """Broadcasts that have a delivery to try again are not done. The lock is waited for: one may just be becoming so
        (sweep.py)."""
        if broadcasts:
            connection.execute(_LOCK, {"ids": sorted(broadcasts)}).all()
            connection.execute(_REOPEN, {"ids": sorted(broadcasts)})

    def stop(self, connection: Connection, broadcast: int, error: SendError) -> None:
        """Pause what would only go on failing."""
        pauses = ERROR_POLICIES[error.action].pauses
        if not pauses:
            return
        ids = [broadcast] if pauses == "broadcast" else connection.execute(_SENDING.order_by(Broadcast.id)).scalars().all()
        for id in ids:
            connection.execute(PAUSE, {"id_": id, "why": WHY[error.action].format(code=error.code)})
