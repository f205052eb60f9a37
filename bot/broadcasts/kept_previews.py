"""The whole preview of a draft, which may take a minute with a million supporters: asked for, made by a worker, kept."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.exc import OperationalError

from bot.broadcasts.preview import Preview
from bot.models import Broadcast, BroadcastPreview
from bot.storage.database import Database, is_too_slow, upsert_row

VALID = timedelta(minutes=30)  # people join, leave and fall asleep
LOST = timedelta(minutes=5)  # whoever was to make it has ended

_PREVIEW = TypeAdapter(Preview)
_KEPT = select(
    BroadcastPreview.number,
    BroadcastPreview.asked_at,
    BroadcastPreview.made_at,
    BroadcastPreview.found,
    BroadcastPreview.problem,
).where(BroadcastPreview.broadcast_id == bindparam("id"))
_ASKED = (
    select(BroadcastPreview.broadcast_id)
    .join(Broadcast, Broadcast.id == BroadcastPreview.broadcast_id)
    .where(BroadcastPreview.made_at.is_(None), Broadcast.state == "draft", BroadcastPreview.asked_at > bindparam("since"))
    .order_by(BroadcastPreview.asked_at)
    .limit(20)
)


class KeptPreview(NamedTuple):
    """`number`: of the draft that it is of. `found`: None while it is being made, or where a `problem` says why there is none:
    "slow", or what its campaign lacks."""

    number: int
    asked_at: datetime
    made_at: datetime | None
    found: Preview | None
    problem: str

    def holds(self, number: int, now: datetime) -> bool:
        """Is it of the draft as it is, and not too old to send by?"""
        return self.number == number and self.found is not None and now - self.asked_at < VALID


def ask_preview(connection: Connection, id: int, number: int, now: datetime) -> None:
    """Have a preview made of the draft as it is now."""
    values = {"broadcast_id": id, "number": number, "asked_at": now, "made_at": None, "found": None, "problem": ""}
    upsert_row(connection, BroadcastPreview, values, ["broadcast_id"])


def read_preview(connection: Connection, id: int) -> KeptPreview | None:
    """What was asked for last, and what came of it."""
    row = connection.execute(_KEPT, {"id": id}).first()
    if row is None:
        return None
    found = _PREVIEW.validate_json(row.found) if row.found else None
    return KeptPreview(row.number, row.asked_at, row.made_at, found, row.problem)


def asked_previews(connection: Connection, now: datetime) -> Sequence[int]:
    """The drafts whose preview is still to be made."""
    return connection.execute(_ASKED, {"since": now - LOST}).scalars().all()


def keep_preview(database: Database, id: int, make: Callable[[], Preview | str | None], clock: Callable[[], datetime]) -> None:
    """Make the preview of a draft that was asked for, and keep it. `make` gives what is wrong with a draft that cannot be sent,
    None for one that is none any more."""
    with database.read() as connection:
        asked = read_preview(connection, id)
    if asked is None or asked.made_at is not None:
        return
    found: Preview | str | None
    try:
        found = make()
    except OperationalError as error:
        if not is_too_slow(error):
            raise
        found = "slow"
    values: dict[str, object] = {"made_at": clock()}
    if isinstance(found, Preview):
        values["found"] = _PREVIEW.dump_json(found).decode()
    else:
        values["problem"] = (found or "gone")[:200]
    # Asked for anew meanwhile, it is another one.
    kept = update(BroadcastPreview).where(
        BroadcastPreview.broadcast_id == id,
        BroadcastPreview.number == asked.number,
        BroadcastPreview.asked_at == asked.asked_at,
    )
    with database.write() as connection:
        connection.execute(kept.values(**values))
