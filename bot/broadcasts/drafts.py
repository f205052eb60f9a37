"""Alerts that organizers write in the console: kept as rows, saved under a number, approved by somebody else, and sent once.

A draft may have mistakes: its form is kept as it was typed, and held against campaigns and officials each time it is shown.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from bot.broadcasts.lifecycle import Draft
from bot.models import Broadcast
from bot.storage.database import insert_into

Form = Mapping[str, str]


class WrittenDraft(NamedTuple):
    """A draft as its row has it; `form`: field -> what was typed."""

    id: int
    state: str
    form: Form
    number: int
    author_id: int | None
    approved_number: int | None
    approved_by: int | None

    @property
    def is_approved(self) -> bool:
        """Has somebody else approved it as it is now?"""
        return self.approved_number == self.number


_DRAFT = select(
    Broadcast.id,
    Broadcast.state,
    Broadcast.written,
    Broadcast.number,
    Broadcast.author_id,
    Broadcast.approved_number,
    Broadcast.approved_by,
).where(Broadcast.id == bindparam("id"), Broadcast.written.is_not(None))
_OF_FORM = select(Broadcast.id).where(Broadcast.form_token == bindparam("token"))


def begin_draft(
    connection: Connection, token: str, form: Form, campaign: str, author: int | None, now: datetime
) -> tuple[int, bool]:
    """Write a new one down; gives its id, and whether it is new: a form that is sent twice begins one."""
    values = {
        "kind": "alert",
        "campaign": campaign,
        "state": "draft",
        "reason": "",
        "audience_filter": {},
        "texts": {},
        "fallbacks": {},
        "created_at": now,
        "expires_at": now,
        "written": dict(form),
        "number": 1,
        "author_id": author,
        "form_token": token,
        "tries": 0,
    }
    new = insert_into(connection, Broadcast).values(**values).on_conflict_do_nothing().returning(Broadcast.id)
    made = connection.execute(new).scalar()
    if made is not None:
        return int(made), True
    return int(connection.execute(_OF_FORM, {"token": token}).scalar_one()), False


def read_draft(connection: Connection, id: int) -> WrittenDraft | None:
    """One that was written in the console, whatever became of it; None for any other id."""
    row = connection.execute(_DRAFT, {"id": id}).first()
    return None if row is None else WrittenDraft._make(row)


def save_draft(connection: Connection, id: int, number: int, form: Form, campaign: str, author: int | None) -> bool:
    """Save it as it is typed now; False where it is no draft any more, or somebody saved it since it was loaded."""
    saved = (
        update(Broadcast)
        .where(Broadcast.id == id, Broadcast.state == "draft", Broadcast.number == number)
        .values(written=dict(form), campaign=campaign, author_id=author, number=number + 1)
    )
    return bool(connection.execute(saved).rowcount)


def approve_draft(connection: Connection, id: int, number: int, by: int) -> bool:
    """Approve it as it was shown; False where that has changed, or it is one's own."""
    approved = (
        update(Broadcast)
        .where(Broadcast.id == id, Broadcast.state == "draft", Broadcast.number == number)
        .where(Broadcast.author_id.is_distinct_from(by))
        .values(approved_number=number, approved_by=by)
    )
    return bool(connection.execute(approved).rowcount)


def send_draft(connection: Connection, id: int, number: int, draft: Draft, now: datetime) -> bool:
    """Let it go, now or at its time, with what its form says; False where it is no draft any more, or has changed: so a button
    that is pressed twice sends once."""
    values = {
        "campaign": draft.campaign,
        "audience_filter": dict(draft.audience_filter),
        "texts": dict(draft.texts),
        "fallbacks": dict(draft.fallbacks),
        "pictures": dict(draft.pictures) or None,
        "resend_unknown": draft.resend_unknown,
        "starts_at": draft.starts_at or now,
        "expires_at": draft.expires_at,
        "state": "scheduled" if draft.starts_at else "sending",
    }
    sent = update(Broadcast).where(Broadcast.id == id, Broadcast.state == "draft", Broadcast.number == number).values(**values)
    return bool(connection.execute(sent).rowcount)
