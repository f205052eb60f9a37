"""Reads the inbox: its phrases, the newest first and equal ones together; who wrote one; the thread of one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from bot.models import AnswerByHand, Delivery, NotUnderstood, Organizer, Supporter
from bot.people.organizers import bound_to
from bot.storage.encryption import PhoneCipher
from bot.telephony import masked_phone

PAGE = 50
MOST_COUNTED = 100

Place = Literal["waiting", "mine", "starred", "done"]
PLACES: tuple[Place, ...] = ("waiting", "mine", "starred", "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilter:
    """Which of the inbox. `campaign`: "" for all; `me`: whose are "mine"; `before`: those older than this row."""

    place: Place = "waiting"
    campaign: str = ""
    me: int = 0
    before: int | None = None


class InboxRow(NamedTuple):
    """One text. `words`: "" where they were not kept. `people`, `times`: who wrote it, and how often it was, of those that the
    list is of, MOST_COUNTED at most. `number`: masked, "" where it cannot be read."""

    id: int
    supporter_id: int
    why: str
    campaign: str
    words: str
    number: str
    at: datetime
    state: str
    starred: bool
    assigned_to: int | None
    assignee: str
    people: int = 1
    times: int = 1


class Said(NamedTuple):
    """A piece of a thread. `by`: they, bot or hand (an organizer, whose name is `who`); `row`: the inbox's of what they wrote;
    `state` and `error`: what became of an answer by hand."""

    by: Literal["they", "bot", "hand"]
    at: datetime
    words: str
    row: InboxRow | None = None
    who: str = ""
    state: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """What is kept of one person's conversation, the oldest first. `last_answer`: the id of the last answer by hand, 0 for
    none; `older`: there is more before."""

    row: InboxRow
    language: str
    said: Sequence[Said]
    last_answer: int
    older: int | None


_Newer = aliased(NotUnderstood)
_COLUMNS = (
    NotUnderstood.id,
    NotUnderstood.supporter_id,
    NotUnderstood.why,
    NotUnderstood.campaign,
    NotUnderstood.text,
    NotUnderstood.reply,
    NotUnderstood.phrase,
    NotUnderstood.at,
    NotUnderstood.state,
    NotUnderstood.starred,
    NotUnderstood.assigned_to,
    Supporter.phone,
    Organizer.name.label("assignee"),
)
_ROWS = (
    select(*_COLUMNS)
    .join(Supporter, Supporter.id == NotUnderstood.supporter_id)
    .outerjoin(Organizer, Organizer.id == NotUnderstood.assigned_to)
)


class _Row(NamedTuple):
    """A row of _ROWS."""

    id: int
    supporter_id: int
    why: str
    campaign: str
    text: bytes | None
    reply: bytes
    phrase: bytes | None
    at: datetime
    state: str
    starred: bool
    assigned_to: int | None
    phone: bytes | None
    assignee: str | None


def list_inbox(connection: Connection, phone_cipher: PhoneCipher, wanted: InboxFilter) -> Sequence[InboxRow]:
    """A page of phrases, each by its latest text; PAGE and one more where there is another page."""
    newer = exists().where(_Newer.phrase == NotUnderstood.phrase, _Newer.id > NotUnderstood.id, *_theirs(_Newer, wanted))
    rows = _page(connection, wanted, ~newer)
    counts = _counts(connection, [row.id for row in rows if row.phrase], wanted)
    return [_shown(row, phone_cipher, *counts.get(row.id, (1, 1))) for row in rows]


def list_writers(connection: Connection, phone_cipher: PhoneCipher, id: int, wanted: InboxFilter) -> Sequence[InboxRow]:
    """A page of the texts with the same words as this row, of those that the list is of; none where there is no such row."""
    phrase = connection.execute(select(NotUnderstood.phrase).where(NotUnderstood.id == id)).scalar()
    same = NotUnderstood.phrase == phrase if phrase is not None else NotUnderstood.id == id
    rows = _page(connection, wanted, same)
    return [_shown(row, phone_cipher) for row in rows]


def count_waiting(connection: Connection, me: int | None = None, campaign: str = "") -> int:
    """How many texts wait, MOST_COUNTED where there are as many or more; `me`: of those that were given to somebody."""
    wanted = InboxFilter(campaign=campaign) if me is None else InboxFilter(place="mine", me=me, campaign=campaign)
    some = select(NotUnderstood.id).where(*_theirs(NotUnderstood, wanted)).limit(MOST_COUNTED).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar() or 0


def find_row(connection: Connection, phone_cipher: PhoneCipher, id: int) -> InboxRow | None:
    """One text of the inbox."""
    found = connection.execute(_ROWS.where(NotUnderstood.id == id)).first()
    return _shown(_Row._make(found), phone_cipher) if found else None


def read_thread(
    connection: Connection, phone_cipher: PhoneCipher, id: int, before: int | None = None, campaign: str = ""
) -> Thread | None:
    """The thread of who wrote this row; `before`: what was written before that row alone; `campaign`: what was written about
    this one alone, "" for all. None where it is gone."""
    opened = find_row(connection, phone_cipher, id)
    if opened is None:
        return None
    theirs = _ROWS.where(NotUnderstood.supporter_id == opened.supporter_id).order_by(NotUnderstood.id.desc()).limit(PAGE + 1)
    if before is not None:
        theirs = theirs.where(NotUnderstood.id < before)
    if campaign:
        theirs = theirs.where(NotUnderstood.campaign == campaign)
    rows = [_Row._make(row) for row in connection.execute(theirs)]
    until = _moment_of(connection, before) if before is not None else None
    since = rows[PAGE - 1].at if len(rows) > PAGE else None
    said = [*_answers(connection, phone_cipher, opened.supporter_id, since, until, campaign)]
    for row in rows[:PAGE]:
        said.append(Said(by="they", at=row.at, words="", row=_shown(row, phone_cipher)))
        if reply := phone_cipher.decrypt_words(row.reply):
            said.append(Said(by="bot", at=row.at, words=reply))
    order = ("they", "bot", "hand")
    last = select(func.max(AnswerByHand.id)).where(AnswerByHand.supporter_id == opened.supporter_id)
    language = connection.execute(select(Supporter.language).where(Supporter.id == opened.supporter_id)).scalar()
    return Thread(
        row=opened,
        language=language or "",
        said=sorted(said, key=lambda each: (each.at, order.index(each.by))),
        last_answer=connection.execute(last).scalar() or 0,
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
    )


def _moment_of(connection: Connection, id: int) -> datetime | None:
    return connection.execute(select(NotUnderstood.at).where(NotUnderstood.id == id)).scalar()


def _answers(
    connection: Connection,
    phone_cipher: PhoneCipher,
    supporter: int,
    since: datetime | None,
    until: datetime | None,
    campaign: str,
) -> Sequence[Said]:
    """The answers by hand to somebody, the last PAGE of that time; `campaign`: those that are known to be about it."""
    query = (
        select(AnswerByHand.at, AnswerByHand.text, AnswerByHand.who, Delivery.state, Delivery.error)
        .outerjoin(Delivery, Delivery.id == AnswerByHand.delivery_id)
        .where(AnswerByHand.supporter_id == supporter)
        .order_by(AnswerByHand.id.desc())
        .limit(PAGE)
    )
    if since is not None:
        query = query.where(AnswerByHand.at >= since)
    if until is not None:
        query = query.where(AnswerByHand.at < until)
    if campaign:
        query = query.where(_is_about(campaign))
    return [
        Said(
            by="hand",
            at=row.at,
            words=phone_cipher.decrypt_words(row.text),
            who=row.who,
            state=row.state or "",
            error=row.error or "",
        )
        for row in connection.execute(query)
    ]


def _is_about(campaign: str) -> ColumnElement[bool]:
    """Is an answer by hand known to be about this campaign alone? It names none: who sees no other wrote it, or all that was
    done with it, at its very moment, is of this one."""
    done_by_it = exists().where(
        NotUnderstood.supporter_id == AnswerByHand.supporter_id,
        NotUnderstood.handled_by == AnswerByHand.organizer_id,
        NotUnderstood.handled_at == AnswerByHand.at,
    )
    by_its_rows = and_(
        done_by_it.where(NotUnderstood.campaign == campaign), ~done_by_it.where(NotUnderstood.campaign != campaign)
    )
    return or_(AnswerByHand.organizer_id.in_(bound_to(campaign)), by_its_rows)


def _theirs(table: type[NotUnderstood], wanted: InboxFilter) -> Sequence[ColumnElement[bool]]:
    """What is true of the texts that a list is of."""
    of_place: Mapping[Place, ColumnElement[bool]] = {
        "waiting": table.state == "waiting",
        "mine": and_(table.assigned_to == wanted.me, table.state == "waiting"),
        "starred": table.starred.is_(true()),
        "done": table.state == "done",
    }
    of_campaign = [table.campaign == wanted.campaign] if wanted.campaign else []
    return (of_place[wanted.place], *of_campaign)


def _page(connection: Connection, wanted: InboxFilter, which: ColumnElement[bool]) -> list[_Row]:
    query = _ROWS.where(*_theirs(NotUnderstood, wanted), which)
    if wanted.before is not None:
        query = query.where(NotUnderstood.id < wanted.before)
    rows = connection.execute(query.order_by(NotUnderstood.id.desc()).limit(PAGE + 1))
    return [_Row._make(row) for row in rows]


def _counts(connection: Connection, ids: Sequence[int], wanted: InboxFilter) -> Mapping[int, tuple[int, int]]:
    """Row -> how many people, how many texts, of the first MOST_COUNTED texts: to count all that ever wrote it takes time."""
    same = select(_Newer.supporter_id).where(_Newer.phrase == NotUnderstood.phrase, *_theirs(_Newer, wanted))
    some = same.limit(MOST_COUNTED).correlate(NotUnderstood).subquery()
    people = select(func.count(some.c.supporter_id.distinct())).correlate(NotUnderstood).scalar_subquery()
    times = select(func.count(some.c.supporter_id)).correlate(NotUnderstood).scalar_subquery()
    query = select(NotUnderstood.id, people, times).where(NotUnderstood.id.in_(ids))
    return {id: (who, often) for id, who, often in connection.execute(query)}


def _shown(row: _Row, phone_cipher: PhoneCipher, people: int = 1, times: int = 1) -> InboxRow:
    phone = phone_cipher.decrypt_if_ours(row.phone) if row.phone is not None else None
    return InboxRow(
        id=row.id,
        supporter_id=row.supporter_id,
        why=row.why,
        campaign=row.campaign,
        words=phone_cipher.decrypt_words(row.text) if row.text is not None else "",
        number=masked_phone(phone) if phone else "",
        at=row.at,
        state=row.state,
        starred=row.starred,
        assigned_to=row.assigned_to,
        assignee=row.assignee or "",
        people=people,
        times=times,
    )
