"""A sender that is refused rests, and the others take what has not left; where none is left to do so, alerts stop instead.

What may have left is nobody else's: its provider's own log is asked (reconcile.py).
"""

from collections.abc import Callable, Collection
from datetime import datetime

import structlog
from sqlalchemy import Connection, bindparam, select, update

from bot.models import SenderPace
from bot.outbox.error_policies import ERROR_POLICIES
from bot.outbox.senders import locked_senders
from bot.providers.protocol import SendError

log = structlog.get_logger()

_REST = (
    update(SenderPace)
    .where(SenderPace.address == bindparam("of"))
    .values(backoff_until=bindparam("until"), reason=bindparam("why"), refused=True)
)
_REFUSED = select(SenderPace.address).where(SenderPace.refused).order_by(SenderPace.address).with_for_update()
_WAKE = update(SenderPace).where(SenderPace.address == bindparam("of")).values(backoff_until=None, reason="", refused=False)


def wake_refused(connection: Connection) -> None:
    """Somebody says that it is mended: those that were refused rest no longer."""
    if addresses := connection.execute(_REFUSED).scalars().all():
        connection.execute(_WAKE, [{"of": address} for address in addresses])


class FailOver:
    """`senders`: what alerts go out from; `owner`: whose a sender is, by the provider's name."""

    def __init__(self, senders: Collection[str], owner: Callable[[str], str]) -> None:
        self._senders, self._owner = sorted(senders), owner

    def take_over(self, connection: Connection, sender: str | None, error: SendError, now: datetime) -> bool:
        """Have those rest that this error refuses: the sender, or all of its provider's for the account. False where the error
        refuses none of them, or nobody else is left: then what they send has to stop, and these do not rest, so that the next
        alert is told of it too."""
        policy = ERROR_POLICIES[error.action]
        pauses, rest = policy.pauses, policy.rest  # after it, one of its texts tells whether it was mended
        if not pauses or error.cause not in ("account", "sender") or sender not in self._senders:
            return False
        is_all = pauses == "everything"
        refused = {each for each in self._senders if each == sender or (is_all and self._owner(each) == self._owner(sender))}
        rows = locked_senders(connection, self._senders)
        resting = {row.address for row in rows if row.refused and row.backoff_until is not None and row.backoff_until > now}
        if not set(self._senders) - refused - resting:
            return False
        for address in sorted(refused - resting):
            connection.execute(_REST, {"of": address, "until": now + rest, "why": error.code})
            log.warning("sender_refused", provider=self._owner(address), code=error.code, seconds=rest.total_seconds())
        return True
