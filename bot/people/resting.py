"""Who rests is known less closely: after a month without a word of theirs, who gets no alerts has no exact place here any more.

Whoever comes by the database learns from it where people live and whom they called. Of who rests it has the first three digits
of their ZIP code, from which quiet hours follow as before, or stricter; their districts, call lists and threads are gone, and
their calls are nobody's, for the counts. Who comes back is asked for their ZIP code.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, bindparam, delete, exists, func, null, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from bot.models import IN_CONVERSATION, Call, CallListEntryRow, CallListRow, Delivery, Organizer, Subscription, Supporter, Turn
from bot.people.time_zones import widened
from bot.storage.database import Database

RESTS = timedelta(days=30)  # docs/privacy.md tells it
WINDOW = 5000  # supporters that are looked at in one read
PAGE = 200  # supporters in one transaction: a text that comes in meanwhile waits for no more of them
AREA = 3  # digits of a ZIP code

_BEFORE: BindParameter[datetime] = bindparam("before")
_IDS: BindParameter[Sequence[int]] = bindparam("ids", expanding=True)


def _theirs(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], *more: ColumnElement[bool]
) -> ColumnElement[bool]:
    return exists().where(column == Supporter.id, *more)


_SHEETS = exists().where(CallListRow.supporter_id == Supporter.id)
_PROMISED = exists().where(
    CallListRow.supporter_id == Supporter.id,
    CallListEntryRow.call_list_id == CallListRow.id,
    CallListEntryRow.due_at.is_not(None),
)
_AT_REST = (
    Supporter.created_at < _BEFORE,
    ~_theirs(Turn.supporter_id, Turn.at >= _BEFORE),
    ~_theirs(Call.supporter_id, Call.at >= _BEFORE),
    ~_theirs(Subscription.supporter_id, or_(Subscription.state == "active", Subscription.since >= _BEFORE)),
    ~_theirs(Delivery.supporter_id, Delivery.created_at >= _BEFORE),
    ~_PROMISED,
    ~exists().where(Organizer.phone == Supporter.phone),
    # What there is to take away.
    or_(Supporter.zip.is_not(None), _SHEETS, _theirs(Call.supporter_id), _theirs(Turn.supporter_id)),
)
_LAST = select(func.max(Supporter.id))
_FIND = (
    select(Supporter.id)
    .where(Supporter.id > bindparam("after"), Supporter.id <= bindparam("until"), *_AT_REST)
    .order_by(Supporter.id)
)
# Two statements: one that waits for a lock judges all it did not lock, as turns and calls, by what was there before the wait.
_LOCK = select(Supporter.id).where(Supporter.id.in_(_IDS)).order_by(Supporter.id).with_for_update()
_PLACES = select(Supporter.id, Supporter.zip, Supporter.zone).where(Supporter.id.in_(_IDS), *_AT_REST)
_COARSEN = (
    update(Supporter)
    .where(Supporter.id == bindparam("id_"))
    .values(
        zip=None,
        zip_area=func.coalesce(bindparam("area"), Supporter.zip_area),
        zone=bindparam("zone_"),
        chosen_divisions={},
        geocoded_divisions=null(),
    )
)
_LETTING_GO = (
    delete(Turn).where(Turn.supporter_id.in_(_IDS)),
    delete(CallListRow).where(CallListRow.supporter_id.in_(_IDS)),
    update(Call).where(Call.supporter_id.in_(_IDS)).values(supporter_id=None, key=None),
    delete(Delivery).where(Delivery.supporter_id.in_(_IDS), IN_CONVERSATION),
)


def coarsen_resting(database: Database, now: datetime) -> int:
    """Know all who rest less closely; gives how many there were. A second time it finds nobody."""
    coarsened, before = 0, now - RESTS
    with database.read() as connection:
        last = connection.execute(_LAST).scalar() or 0
    for after in range(0, last, WINDOW):
        asked = {"after": after, "until": after + WINDOW, "before": before}
        with database.read() as connection:
            ids = connection.execute(_FIND, asked).scalars().all()
        for first in range(0, len(ids), PAGE):
            coarsened += _coarsen(database, ids[first : first + PAGE], before)
    return coarsened


def _coarsen(database: Database, ids: Sequence[int], before: datetime) -> int:
    """These, but for who came back meanwhile."""
    with database.write() as connection:
        locked = connection.execute(_LOCK, {"ids": ids}).scalars().all()
        rows = connection.execute(_PLACES, {"ids": locked, "before": before}).all()
        changes = [
            {"id_": row.id, "area": area, "zone_": widened(row.zone, area)}
            for row in rows
            for area in [row.zip[:AREA] if row.zip else None]
        ]
        if changes:
            connection.execute(_COARSEN, changes)
        for statement in _LETTING_GO if changes else ():
            connection.execute(statement, {"ids": [row.id for row in rows]})
    return len(rows)
