"""Takes over what the version before wrote down in a table of its own, `messages`: it may go on serving while this one starts.

The migration has moved what was there (migrations/versions); what comes later is moved here. A delivery that was message 7 has
the id -7, so that what is told of message 7 is known to be about it. Gone with the table, in a later version.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, update

from bot.models import Delivery, Message, Turn
from bot.outbox.conversation_queue import FAILED_CALLBACK

# The version before sends what it wrote down by itself, within seconds.
ITS_OWN = timedelta(minutes=1)


class _MessageRow(NamedTuple):
    """What the version before wrote down."""

    id: int
    supporter_id: int | None
    kind: str
    body: str
    status: str
    provider_id: str | None
    error: str | None
    at: datetime


_TAKE = (
    delete(Message)
    .where(Message.at < bindparam("before", type_=Message.at.type))
    .returning(
        Message.id,
        Message.supporter_id,
        Message.kind,
        Message.body,
        Message.status,
        Message.provider_id,
        Message.error,
        Message.at,
    )
)
_INSERT = insert(Delivery)
# Who was told of a call that failed is so of the delivery that it becomes.
_TOLD = update(Turn).where(Turn.key == bindparam("before")).values(key=bindparam("after"))


def take_over_messages(connection: Connection, now: datetime) -> bool:
    """Move what is there; True where there was any. `connection` is in a write transaction."""
    rows = [_MessageRow._make(row) for row in connection.execute(_TAKE, {"before": now - ITS_OWN})]
    if rows:
        connection.execute(_INSERT, [_as_delivery(row) for row in rows])
        if failed := [row.id for row in rows if (row.kind, row.status) == ("ring", "failed")]:
            keys = [{"before": f"{FAILED_CALLBACK}{id}", "after": f"{FAILED_CALLBACK}{-id}"} for id in failed]
            connection.execute(_TOLD, keys)
    return bool(rows)


def _as_delivery(row: _MessageRow) -> dict[str, object]:
    return {
        "id": -row.id,
        "supporter_id": row.supporter_id,
        "kind": "call" if row.kind == "ring" else "text",
        "priority": 0,
        "state": "unknown" if row.status == "sending" else row.status,
        "zone": "",
        "attempts": int(row.status != "queued"),
        "due_at": row.at if row.status == "sending" else None,
        "text": row.body or None,
        "provider_id": row.provider_id,
        "error": row.error,
        "leased_at": row.at,
        "sent_at": row.at if row.status in ("sent", "delivered") else None,
        "created_at": row.at,
    }
