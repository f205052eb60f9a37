"""Takes supporters out of the tables: one way for those who ask for it, who only called, and who withheld their number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.models import Broadcast, Delivery, Supporter

_IDS: Any = bindparam("ids", expanding=True)
# Statements for supporters `ids`: what hangs on them goes with them, calls and copies of alerts stay, of nobody. They
# themselves come first: whoever makes a copy for one of them holds them, so what is made by then is there to be found.
ERASE_SUPPORTERS = (
    delete(Supporter).where(Supporter.id.in_(_IDS)),
    # Looked for once a broadcast: the index by supporter has only copies that were taken up.
    update(Delivery)
    .where(Delivery.broadcast_id.in_(select(Broadcast.id)), Delivery.supporter_id.in_(_IDS))
    .values(supporter_id=None),
)


def erase_supporters(connection: Connection, ids: Sequence[int]) -> None:
    """Erase these, in the caller's transaction."""
    for statement in ERASE_SUPPORTERS if ids else ():
        connection.execute(statement, {"ids": ids})
