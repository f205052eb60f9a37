"""Reads the session of a turn, and what a turn asks for on the way, out of the tables. What is written is in saving.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, Select, and_, bindparam, desc, func, literal_column, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from bot.broadcasts.eligibility import COUNTED
from bot.campaigns import Campaigns
from bot.conversation.context import World
from bot.conversation.session import WRONG, Entry, PastCall, Session
from bot.engine.exchange import Inbound
from bot.engine.state import State
from bot.models import Broadcast, Call, CallSheet, CallSheetEntry, Delivery, Message, Supporter, Turn
from bot.people import ledger
from bot.storage.encryption import Numbers

ASIDE = -1  # the position of who is not on the sheet, as the supporter lives elsewhere now
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
RINGING = ("queued", "sending", "sent", "unknown")
# Callers with a withheld number have one key together: nobody knows them apart.
WITHHELD = b""
_ANSWERED = select(Turn.reply).where(Turn.key == bindparam("key"))
_TURNS = select(func.max(Turn.number)).where(Turn.supporter_id == Supporter.id)


def _last(column: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    """Of the last turn of the thread or the call at hand."""
    here = Turn.call.is_not_distinct_from(bindparam("call"))
    turns = select(column).where(Turn.supporter_id == Supporter.id, Turn.number.is_not(None), here)
    return turns.order_by(Turn.number.desc()).limit(literal_column("1")).scalar_subquery()


_ON_SHEET = (
    CallSheet.id.label("sheet"),
    CallSheetEntry.id.label("entry"),
    CallSheetEntry.position,
    CallSheetEntry.official,
    CallSheetEntry.outcome,
    CallSheetEntry.recorded_at,
    CallSheetEntry.due_at,
)
_SUPPORTERS = select(
    Supporter.id,
    Supporter.phone,
    Supporter.language,
    Supporter.zip,
    Supporter.told,
    Supporter.exact,
    Supporter.campaign,
    Supporter.textable,
    Supporter.stopped,
    Supporter.only_called,
    _TURNS.scalar_subquery().label("turn"),
    # Thrice the same search: to a join with the turn PostgreSQL prefers reading the whole table.
    _last(Turn.state).label("state"),
    _last(Turn.number).label("conversation_turn"),
    _last(Turn.at).label("changed_at"),
    _ANSWERED.scalar_subquery().label("reply"),
    select(func.max(Delivery.claimed_at)).where(Delivery.supporter_id == Supporter.id).scalar_subquery().label("alerted_at"),
)
# The campaign of the last alert that reached a supporter, or may have.
_ALERT = (
    select(Broadcast.campaign)
    .join(Delivery, Delivery.broadcast_id == Broadcast.id)
    .where(Delivery.supporter_id == bindparam("supporter"), Delivery.claimed_at > bindparam("since"))
    .where(Delivery.state.in_(COUNTED))
    .order_by(Delivery.claimed_at.desc())
    .limit(1)
)
_ENTRY = CallSheetEntry.sheet_id == CallSheet.id


def _sessions(supporters: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A supporter's one row, as often as their call sheet has entries: a second query would cost more."""
    one = supporters.cte("one").prefix_with("MATERIALIZED")  # else everything is searched for once an entry
    sheet = and_(CallSheet.supporter_id == one.c.id, CallSheet.campaign == one.c.campaign)
    return (
        select(one, *_ON_SHEET)
        .select_from(one)
        .outerjoin(CallSheet, sheet)
        .outerjoin(CallSheetEntry, _ENTRY)
        .order_by(CallSheetEntry.position)
    )


CALLERS = select(Turn.supporter_id).where(Turn.call == bindparam("call"))
_BY_PHONE = _sessions(_SUPPORTERS.where(Supporter.phone == bindparam("phone")))
_BY_CALL = _sessions(_SUPPORTERS.where(Supporter.id.in_(CALLERS)))
_THREAD = (
    select(Turn.state)
    .where(Turn.supporter_id == bindparam("supporter"), Turn.number.is_not(None), Turn.call.is_(None))
    .order_by(Turn.number.desc())
    .limit(1)
)
_ENTRIES = (
    select(*_ON_SHEET)
    .outerjoin(CallSheetEntry, _ENTRY)
    .where(CallSheet.supporter_id == bindparam("supporter"), CallSheet.campaign == bindparam("campaign"))
    .order_by(CallSheetEntry.position)
)
_CALLS = select(
    Call.campaign, Call.official, Call.at, Call.status, Call.outcome, Call.supporter_id, Call.line, Call.id.label("id")
).where(Call.at >= bindparam("since"))
# Theirs, and those they had erased: for the two together PostgreSQL would read the whole table.
_PAST_CALLS = union_all(
    _CALLS.where(Call.supporter_id == bindparam("supporter")),
    _CALLS.where(Call.supporter_id.is_(None), Call.person == bindparam("person")),
).order_by(desc("at"), desc("id"))
_WITHHELD_LINES = select(Call.line).where(Call.person == WITHHELD, Call.at >= bindparam("since"))


def load(connection: Connection, inbound: Inbound, world: World, now: datetime) -> tuple[Session, str | None]:
    """The session of a webhook, and the reply it already got, if it was delivered before."""
    session = Session(inbound.phone, inbound.channel, inbound.call, now, world.directories.current)
    session.person = world.numbers.person(inbound.phone) if inbound.phone else WITHHELD
    keys = {
        "key": inbound.key,
        "call": inbound.call or None,
        "phone": world.numbers.seal(inbound.phone) if inbound.phone else b"",
    }
    rows = connection.execute(_BY_PHONE if inbound.phone else _BY_CALL, keys).all()
    if not rows:
        session.stopped = inbound.phone is not None and ledger.is_stopped(connection, session.person)
        return session, _as_given(connection.execute(_ANSWERED, keys).scalar(), world.numbers)
    _fill(session, rows[0], world.campaigns)
    if session.campaign:
        _fill_sheet(session, rows)
    if rows[0].alerted_at and inbound.channel == "sms":
        since = session.changed_at or LONG_AGO
        session.alerted = connection.execute(_ALERT, {"supporter": session.id, "since": since}).scalar() or ""
    if inbound.rung and inbound.channel == "voice":
        session.message_for = _message_for(connection, session)
    return session, _as_given(rows[0].reply, world.numbers)


def _as_given(kept: str | None, numbers: Numbers) -> str | None:
    return None if kept is None else numbers.open_reply(kept)


def _message_for(connection: Connection, session: Session) -> str:
    """The official whose office is closed, where the text thread asked for a call to leave a message there."""
    state = connection.execute(_THREAD, {"supporter": session.id}).scalar()
    thread = State.from_json(state) if state else State()
    return thread.official if thread.closed else ""


def _fill(session: Session, row: Row[Any], campaigns: Campaigns) -> None:
    session.id = row.id
    session.language, session.zip = row.language, row.zip
    session.told, session.exact = dict(row.told), dict(row.exact or {})
    session.campaign = campaigns.get(row.campaign) if row.campaign else None
    session.textable, session.stopped = row.textable, row.stopped
    session.only_called = row.only_called
    session.turn, session.conversation_turn, session.changed_at = row.turn or 0, row.conversation_turn, row.changed_at
    session.state = State.from_json(row.state) if row.state is not None else State()
    session.known = session.supporter()
    if row.language not in (None, session.state.language):  # one chosen on the phone holds for texts, and the other way round
        session.state = replace(session.state, language=row.language)


def load_sheet(connection: Connection, session: Session) -> None:
    """The call sheet of the session's campaign, if there is one."""
    assert session.campaign is not None
    _fill_sheet(session, connection.execute(_ENTRIES, {"supporter": session.id, "campaign": session.campaign.id}).all())


def _fill_sheet(session: Session, rows: Sequence[Any]) -> None:
    session.sheet = rows[0].sheet if rows else None
    for row in rows:
        if row.entry is not None:
            entries = session.entries if row.position > ASIDE else session.aside
            entries.append(Entry(row.official, row.outcome, row.recorded_at, row.entry, due_at=row.due_at))


def past_calls(connection: Connection, session: Session, since: datetime) -> list[PastCall]:
    """The calls patched for this supporter since then, the latest first; also those that they had erased."""
    rows = connection.execute(_PAST_CALLS, {"supporter": session.id, "person": session.person or None, "since": since})
    return [_past_call(row) for row in rows]


def _past_call(row: Any) -> PastCall:
    if row.supporter_id is not None:
        said = row.outcome is not None
        return PastCall(row.campaign, row.official, row.at, row.status, said, row.line, row.outcome == WRONG)
    # Erased since: it counts, but nobody is asked about it. How a line that still rang at the FORGET ended is not told any
    # more; it counts as answered, or a FORGET at that moment would lift the limit.
    status = "answered" if row.status == "dialing" else row.status
    return PastCall(row.campaign, row.official, row.at, status, True, row.line)


def withheld_lines(connection: Connection, since: datetime) -> Sequence[str]:
    """The lines that callers with a withheld number were connected to since then, once for each call."""
    return connection.execute(_WITHHELD_LINES, {"since": since}).scalars().all()


def past_rings(connection: Connection, session: Session, since: datetime) -> list[tuple[datetime, bool]]:
    """When we rang this supporter since then, and whether that call is still on as far as we know."""
    rings = select(Message.at, Message.status).where(
        Message.supporter_id == session.id, Message.kind == "ring", Message.at >= since
    )
    return [(row.at, row.status in RINGING) for row in connection.execute(rings)]
