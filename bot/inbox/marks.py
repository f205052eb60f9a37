"""What organizers mark in the inbox: done or to be done again, whose it is, a star. Each says how many texts it changed."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Update, select, update

from bot.models import NotUnderstood

MOST = 1000  # texts with the same words that one press marks


def finish(connection: Connection, id: int, organizer: int | None, now: datetime, *, until: int, campaign: str = "") -> int:
    """Mark as done what waits of who wrote this row, as far as the row `until`: what came later nobody has read. `campaign`: of
    which alone, "" for all."""
    theirs = (_of_one_person(id), NotUnderstood.id <= until, *_of(campaign))
    return _change(connection, _finish(organizer, now).where(*theirs, _WAITS))


def finish_phrase(connection: Connection, id: int, organizer: int | None, now: datetime, campaign: str = "") -> int:
    """Mark as done what waits with the same words as this row, from whoever, as far as this row; `campaign` as above."""
    phrase = connection.execute(select(NotUnderstood.phrase).where(NotUnderstood.id == id)).scalar()
    if phrase is None:
        return _change(connection, _finish(organizer, now).where(NotUnderstood.id == id, _WAITS))
    same = select(NotUnderstood.id).where(NotUnderstood.phrase == phrase, _WAITS, NotUnderstood.id <= id, *_of(campaign))
    return _change(connection, _finish(organizer, now).where(NotUnderstood.id.in_(same.limit(MOST))))


def open_again(connection: Connection, id: int) -> int:
    """Have this row wait again."""
    change = update(NotUnderstood).values(state="waiting", handled_by=None, handled_at=None)
    return _change(connection, change.where(NotUnderstood.id == id, NotUnderstood.state == "done"))


def assign(connection: Connection, id: int, to: int | None, campaign: str = "") -> int:
    """Give what waits of who wrote this row to an organizer; None: to nobody. Raises IntegrityError where there is none."""
    theirs = (_of_one_person(id), *_of(campaign))
    return _change(connection, update(NotUnderstood).values(assigned_to=to).where(*theirs, _WAITS))


def star(connection: Connection, id: int, *, starred: bool) -> int:
    """Put a star on this row, or take it off."""
    return _change(connection, update(NotUnderstood).values(starred=starred).where(NotUnderstood.id == id))


_WAITS = NotUnderstood.state == "waiting"


def _of(campaign: str) -> list[ColumnElement[bool]]:
    return [NotUnderstood.campaign == campaign] if campaign else []


def _of_one_person(id: int) -> ColumnElement[bool]:
    who = select(NotUnderstood.supporter_id).where(NotUnderstood.id == id).scalar_subquery()
    return NotUnderstood.supporter_id == who


def _finish(organizer: int | None, now: datetime) -> Update:
    return update(NotUnderstood).values(state="done", handled_by=organizer, handled_at=now)


def _change(connection: Connection, change: Update) -> int:
    return connection.execute(change).rowcount
