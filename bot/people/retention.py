"""Erases what has grown old: words, conversations, people who only called. Counts, outcomes and the consent ledger stay."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Select,
    TextClause,
    Update,
    and_,
    bindparam,
    delete,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from bot.config import Settings
from bot.models import (
    HAS_REPLY,
    HAS_TEXT,
    IS_VOICE_ONLY,
    ITS_BROADCAST,
    AnswerByHand,
    Call,
    CallDay,
    CallHour,
    CallOfficial,
    Consent,
    Delivery,
    Erasure,
    Export,
    FullMailbox,
    FunnelDay,
    LineType,
    ListImport,
    NotUnderstood,
    PageRequest,
    Posting,
    RateWindow,
    ReferralDay,
    SignUpDay,
    Subscription,
    Supporter,
    TaughtPhrase,
    TextDay,
    Turn,
    Unanswered,
)
from bot.models.table import Table
from bot.people.erased_copies import ask_to_drop_erased
from bot.people.erasure import ERASE_SUPPORTERS
from bot.people.organizers import clear_claims
from bot.people.page_requests import clear_requests
from bot.rate_limit import clear_expired
from bot.storage.database import Database, upsert_row

PAGE = 500  # rows in one transaction: a webhook that comes in meanwhile waits for no more of them

CALLS_COUNT = timedelta(hours=24)  # as far back as the limits on calls look

_BEFORE: BindParameter[datetime] = bindparam("before")
_IDS: BindParameter[Sequence[int | str]] = bindparam("ids", expanding=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is erased after a while.

    `there`: which rows hold any of it, worded as its index is, or SQLite reads every row. `at`: since when they do. `spared`:
    which of them stay all the same. `days`: the setting that says how long. `how`: the statements that erase the rows `ids`,
    found by `id`.
    """

    id: InstrumentedAttribute[int] | InstrumentedAttribute[str]
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    there: ColumnElement[bool] | TextClause
    days: str
    how: tuple[Update | Delete, ...]
    spared: ColumnElement[bool] | None = None

    def old(self) -> Select[object]:
        """A page of what is older than `before`, the oldest first; locked, so that nobody answers them meanwhile."""
        found = select(self.id).where(self.there, self.at < _BEFORE)
        found = found if self.spared is None else found.where(not_(self.spared))
        return found.order_by(self.at).limit(PAGE).with_for_update(skip_locked=True)

    def before(self, settings: Settings, now: datetime) -> datetime:
        """Until when things have grown old by now."""
        return now - timedelta(days=getattr(settings, self.days))


KINDS: Mapping[str, Kind] = {
    "texts": Kind(
        id=Delivery.id,
        at=Delivery.leased_at,
        there=and_(HAS_TEXT, ITS_BROADCAST.is_(None)),
        days="keep_texts_days",
        how=(update(Delivery).where(Delivery.id.in_(_IDS)).values(text=None, media=None),),
    ),
    "alerts": Kind(
        id=Delivery.id,
        at=Delivery.leased_at,
        there=and_(HAS_TEXT, ITS_BROADCAST.is_not(None)),
        days="keep_texts_days",
        how=(update(Delivery).where(Delivery.id.in_(_IDS)).values(text=None, media=None),),
    ),
    "replies": Kind(
        id=Turn.key,
        at=Turn.at,
        there=HAS_REPLY,
        days="keep_texts_days",
        how=(update(Turn).where(Turn.key.in_(_IDS)).values(reply=""),),
    ),
    "unanswered": Kind(
        id=Unanswered.id,
        at=Unanswered.at,
        there=Unanswered.form.is_not(None),
        days="keep_texts_days",
        how=(delete(Unanswered).where(Unanswered.id.in_(_IDS)),),
    ),
    "not_understood": Kind(
        id=NotUnderstood.id,
        at=NotUnderstood.at,
        there=NotUnderstood.at.is_not(None),
        days="keep_texts_days",
        how=(delete(NotUnderstood).where(NotUnderstood.id.in_(_IDS)),),
    ),
    "imports": Kind(
        id=ListImport.id,
        at=ListImport.changed_at,
        there=ListImport.changed_at.is_not(None),
        days="keep_texts_days",
        how=(delete(ListImport).where(ListImport.id.in_(_IDS)),),
    ),
    # Those of machines that are gone: all others go a day after they were made.
    "exports": Kind(
        id=Export.id,
        at=Export.created_at,
        there=Export.created_at.is_not(None),
        days="keep_texts_days",
        how=(delete(Export).where(Export.id.in_(_IDS)),),
    ),
    # What was handed over has no body any more; what was given up could be tried again until now.
    "postings": Kind(
        id=Posting.id,
        at=Posting.at,
        there=Posting.at.is_not(None),
        days="keep_texts_days",
        how=(delete(Posting).where(Posting.id.in_(_IDS)),),
    ),
    "answers_by_hand": Kind(
        id=AnswerByHand.id,
        at=AnswerByHand.at,
        there=AnswerByHand.at.is_not(None),
        days="keep_texts_days",
        how=(delete(AnswerByHand).where(AnswerByHand.id.in_(_IDS)),),
    ),
    # A conversation stands where its last turn left it: once that is gone, it begins anew. One that goes on loses nothing.
    "conversations": Kind(
        id=Turn.key,
        at=Turn.at,
        there=Turn.at.is_not(None),
        days="keep_conversations_days",
        how=(delete(Turn).where(Turn.key.in_(_IDS)),),
    ),
    # American numbers move between carriers: what was a landline may be none any more.
    "line_types": Kind(
        id=LineType.id,
        at=LineType.asked_at,
        there=LineType.asked_at.is_not(None),
        days="keep_line_types_days",
        how=(delete(LineType).where(LineType.id.in_(_IDS)),),
    ),
    # Who never texted us and for whom nothing follows from the ledger. Their calls lose the provider's id, as by FORGET.
    "callers": Kind(
        id=Supporter.id,
        at=Supporter.created_at,
        there=and_(
            IS_VOICE_ONLY,
            not_(Supporter.stopped),
            ~select(Subscription.programme).where(Subscription.supporter_id == Supporter.id).exists(),
        ),
        days="keep_callers_days",
        how=(
            update(Call).where(Call.supporter_id.in_(_IDS)).values(supporter_id=None, key=None),
            *ERASE_SUPPORTERS,
        ),
        spared=or_(
            select(Turn.key).where(Turn.supporter_id == Supporter.id, Turn.at >= _BEFORE).exists(),
            select(Call.id).where(Call.supporter_id == Supporter.id, Call.at >= _BEFORE).exists(),
        ),
    ),
}

# What is not erased by a setting's days -> until when it stays.
STAYS: Mapping[str, tuple[type[Table], str]] = {
    "supporters": (Supporter, "FORGET"),
    "subscriptions": (Subscription, "FORGET"),
    "full_mailboxes": (FullMailbox, "stays: a line each, of nobody"),
    "calls": (Call, "the supporter's part until FORGET, the count stays"),
    **{
        each.__tablename__: (each, "stays: counts, of nobody")
        for each in (CallDay, CallHour, CallOfficial, TextDay, FunnelDay, ReferralDay)
    },
    "sign_up_days": (SignUpDay, "stays: how many forms a day, of nobody"),
    "rate_windows": (RateWindow, "an hour or a day, as the limit counts; under a key"),
    "page_requests": (PageRequest, "until done, an hour at most; encrypted"),
    "consents": (Consent, "FORGET; a stop stays under a key"),
    "taught_phrases": (TaughtPhrase, "taken out by an organizer: phrases of nobody"),
}


def erase_old(database: Database, settings: Settings, now: datetime) -> dict[str, int]:
    """Erase all that has grown old; gives how many rows of each kind.

    In pages of a short transaction each. Any number of processes may do it at once; a second time it finds nothing.
    """
    erased = {}
    for name, kind in KINDS.items():
        erased[name] = _erase(database, kind, kind.before(settings, now))
        with database.write() as connection:
            upsert_row(connection, Erasure, {"kind": name, "at": now, "rows": erased[name]}, ["kind"])
    for clear in (clear_persons, clear_expired, clear_requests, clear_claims):
        more = True
        while more:
            with database.write() as connection:
                more = clear(connection, now)
    with database.write() as connection:
        ask_to_drop_erased(connection, now)
    return erased


def clear_persons(connection: Connection, now: datetime) -> bool:
    """Take the keys of erased people off a page of the calls that no limit counts any more; True where there may be more."""
    before = now - CALLS_COUNT
    old = select(Call.id).where(Call.person.is_not(None), Call.at < before).order_by(Call.person, Call.at).limit(PAGE)
    return connection.execute(update(Call).where(Call.id.in_(old)).values(person=None)).rowcount == PAGE


def _erase(database: Database, kind: Kind, before: datetime) -> int:
    query, count = kind.old(), 0
    while True:
        with database.write() as connection:
            ids = connection.execute(query, {"before": before}).scalars().all()
            for statement in kind.how if ids else ():
                connection.execute(statement, {"ids": ids})
        count += len(ids)
        if len(ids) < PAGE:
            return count


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRows:
    """How many rows hold something of a kind, since when the oldest, when its next is due to be erased; when that was last
    done, and how many rows it took."""

    what: str
    rows: int
    oldest: datetime | None
    due: datetime | None
    done: datetime | None
    erased: int


def report_kept(database: Database, settings: Settings) -> Iterator[KeptRows]:
    """What is kept of each kind that is erased by age."""
    with database.read() as connection:
        last = {row.kind: (row.at, row.rows) for row in connection.execute(select(Erasure.kind, Erasure.at, Erasure.rows))}
        for name, kind in KINDS.items():
            rows, oldest = connection.execute(select(func.count(), func.min(kind.at)).where(kind.there)).one()
            due = oldest + timedelta(days=getattr(settings, kind.days)) if oldest else None
            done, erased = last.get(name, (None, 0))
            yield KeptRows(what=name, rows=rows, oldest=oldest, due=due, done=done, erased=erased)


def count_staying(database: Database) -> Iterator[tuple[str, int, str]]:
    """What is not erased by age: table, rows, until when."""
    with database.read() as connection:
        for name, (table, until) in STAYS.items():
            yield name, connection.execute(select(func.count()).select_from(table)).scalar() or 0, until
