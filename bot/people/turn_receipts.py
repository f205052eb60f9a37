"""What a turn leaves behind goes when it is of no more use: its answer and an earlier state after an hour, its id after a day.

A conversation stands where its last turn left it, so of a supporter stays the last turn of the thread, and the last of all.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.models import HAS_REPLY, NO_STATE, Turn, Unanswered
from bot.storage.database import Database

PAGE = 500  # rows in one transaction: a webhook that comes in meanwhile waits for no more of them
# A webhook is repeated within seconds by the provider, within minutes by a queue that may stand before us. No call that is
# still on has waited for as long since its last step.
ANSWERS = timedelta(hours=1)
IDS = timedelta(days=1)

_IDS: BindParameter[Sequence[int | str]] = bindparam("ids", expanding=True)
_BEFORE: BindParameter[datetime] = bindparam("before")
_ANSWERED = (
    select(Turn.key, Turn.supporter_id)
    .where(HAS_REPLY, Turn.at < _BEFORE)
    .order_by(Turn.at)
    .limit(PAGE)
    .with_for_update(skip_locked=True)
)
_CLEAR_ANSWERS = update(Turn).where(Turn.key.in_(_IDS)).values(reply="")
_LATER = aliased(Turn)
_IS_OVER = (
    select(_LATER.key)
    .where(_LATER.supporter_id == Turn.supporter_id, _LATER.number > Turn.number)
    .where(or_(_LATER.call.is_(None), Turn.call.is_not(None)))
    .exists()
)
_CLEAR_STATES = (
    update(Turn).where(Turn.supporter_id.in_(_IDS), Turn.state.is_not(None), Turn.at < _BEFORE, _IS_OVER).values(state=None)
)
_BARE = select(Turn.key).where(NO_STATE, Turn.at < _BEFORE).order_by(Turn.at).limit(PAGE).with_for_update(skip_locked=True)
_DELETE = delete(Turn).where(and_(Turn.key.in_(_IDS), NO_STATE))
_OLDEST_WAITING = select(func.min(Unanswered.at))


def tidy_turns(database: Database, now: datetime) -> None:
    """Take away what has become of no use by now; in pages of a short transaction each, by any number of processes."""
    while _clear_page(database, now - ANSWERS) == PAGE:
        pass
    with database.read() as connection:
        waiting: datetime | None = connection.execute(_OLDEST_WAITING).scalar()
    # A text that is to be answered later may have been delivered, and answered, once more since: by its id this is seen.
    before = min(now - IDS, waiting) if waiting else now - IDS
    while _delete_page(database, before) == PAGE:
        pass


def _clear_page(database: Database, before: datetime) -> int:
    with database.write() as connection:
        rows = connection.execute(_ANSWERED, {"before": before}).all()
        if rows:
            connection.execute(_CLEAR_ANSWERS, {"ids": [row.key for row in rows]})
            known = {row.supporter_id for row in rows if row.supporter_id is not None}
            connection.execute(_CLEAR_STATES, {"ids": sorted(known), "before": before})
    return len(rows)


def _delete_page(database: Database, before: datetime) -> int:
    with database.write() as connection:
        keys = connection.execute(_BARE, {"before": before}).scalars().all()
        if keys:
            connection.execute(_DELETE, {"ids": keys})
    return len(keys)
