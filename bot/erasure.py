"""Takes supporters out of the tables: one way for those who ask for it, who only called, and who withheld their number."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, update

from bot.models import Delivery, Supporter

_IDS: Any = bindparam("ids", expanding=True)
# Statements for supporters `ids`. What hangs on them goes with them; of calls and copies of alerts stays what became of them,
# of nobody. Supporters come first: whoever makes a copy for one of them holds them, and by then it is there to be found.
ERASE_SUPPORTERS = (
    delete(Supporter).where(Supporter.id.in_(_IDS)),
    update(Delivery).where(Delivery.supporter_id.in_(_IDS)).values(supporter_id=None, text=None, provider_id=None),
)


def erase_supporters(connection: Connection, ids: Sequence[int]) -> None:
    """Erase these, in the caller's transaction."""
    for statement in ERASE_SUPPORTERS if ids else ():
        connection.execute(statement, {"ids": ids})
