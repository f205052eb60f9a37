"""Reads and writes a session: the only place that knows how a conversation lies in the tables."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    delete,
    desc,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from bot import ledger
from bot.broadcasts.rules import COUNTED
from bot.campaigns import Campaigns
from bot.conversation.session import WRONG, Entry, PastCall, Session
from bot.conversation.world import World
from bot.engine.events import DialEnded
from bot.engine.exchange import Inbound
from bot.engine.state import State
from bot.models import Broadcast, Call, CallSheet, CallSheetEntry, Delivery, LineReport, Message, Supporter, Turn, Unanswered
from bot.numbers import Numbers
from bot.sending import clear_persons, enqueue
from bot.zones import zones_of

ASIDE = -1  # the position of who is not on the sheet, as the supporter lives elsewhere now
REPORT_WITHIN = timedelta(hours=24)  # what a supporter says happened belongs to the call they just made


KEPT = ("language", "zip", "told", "exact", "campaign", "textable", "only_called")


class Lost(Exception):
    """Another turn of the same supporter was written first: read again and do the turn anew."""


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
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
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


_CALLERS = select(Turn.supporter_id).where(Turn.call == bindparam("call"))
_BY_PHONE = _sessions(_SUPPORTERS.where(Supporter.phone == bindparam("phone")))
_BY_CALL = _sessions(_SUPPORTERS.where(Supporter.id.in_(_CALLERS)))
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
# Made once: making a statement costs as much as running it. The names of parameters that are no columns end with "_".
_UPDATE_SUPPORTER = update(Supporter).where(Supporter.id == bindparam("id_"))
_UPDATE_ENTRY = update(CallSheetEntry).where(CallSheetEntry.id == bindparam("id_"))
_END_DIAL = update(Call).where(Call.key == bindparam("key_"), Call.status == "dialing")
_REPORT = update(Call).where(
    Call.supporter_id == bindparam("supporter_"),
    Call.official == bindparam("official_"),
    Call.outcome.is_(None),
    Call.at >= bindparam("since_"),
)
RINGING = ("queued", "sending", "sent", "unknown")
_WRONG = update(Call).where(
    Call.supporter_id == bindparam("supporter_"), Call.line == bindparam("line_"), Call.at >= bindparam("since_")
)
_END_RING = update(Message).where(
    Message.supporter_id == bindparam("supporter_"), Message.kind == "ring", Message.status.in_(RINGING[1:])
)
_END_PROMISE = update(CallSheetEntry).where(CallSheetEntry.id == bindparam("id_"))
_CALLS = select(
    Call.campaign, Call.official, Call.at, Call.status, Call.outcome, Call.supporter_id, Call.line, Call.id.label("id")
).where(Call.at >= bindparam("since"))
# Theirs, and those they had erased: for the two together PostgreSQL would read the whole table.
_PAST_CALLS = union_all(
    _CALLS.where(Call.supporter_id == bindparam("supporter")),
    _CALLS.where(Call.supporter_id.is_(None), Call.person == bindparam("person")),
).order_by(desc("at"), desc("id"))
_INSERT_SUPPORTER, _INSERT_TURN = insert(Supporter), insert(Turn)
_NO_TURN = {"number": None, "call": None, "state": None}
# Callers with a withheld number have one key together: nobody knows them apart.
WITHHELD = b""
_WITHHELD_LINES = select(Call.line).where(Call.person == WITHHELD, Call.at >= bindparam("since"))
_INSERT_SHEET, _INSERT_ENTRY, _INSERT_CALL = insert(CallSheet), insert(CallSheetEntry), insert(Call)


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
        return session, connection.execute(_ANSWERED, keys).scalar()
    _fill(session, rows[0], world.campaigns)
    if session.campaign:
        _fill_sheet(session, rows)
    if rows[0].alerted_at and inbound.channel == "sms":
        since = session.changed_at or LONG_AGO
        session.alerted = connection.execute(_ALERT, {"supporter": session.id, "since": since}).scalar() or ""
    if inbound.rung and inbound.channel == "voice":
        session.message_for = _message_for(connection, session)
    return session, rows[0].reply


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


def save(connection: Connection, session: Session, inbound: Inbound, numbers: Numbers, reply: str) -> list[int]:
    """Write a turn as a whole; gives the ids of the messages to send now.

    Raises Lost when the supporter took another turn since the session was read, or the webhook was answered.
    """
    answer = {"key": inbound.key, "reply": reply, "at": session.now}
    try:
        if inbound.promised is not None:
            connection.execute(_END_PROMISE, {"id_": inbound.promised.entry, "due_at": None})
        if inbound.pushed and inbound.rung:
            connection.execute(_END_RING, {"supporter_": session.id, "status": "delivered"})
        if _is_nothing(session, inbound):
            connection.execute(_INSERT_TURN, {**answer, "supporter_id": session.id, **_NO_TURN})
            return []
        _write_supporter(connection, session, inbound, numbers)
        _write_turn(connection, session, answer)
        _write_agreements(connection, session, inbound)
        for order in session.orders:
            order(connection)
        if session.forgotten:
            _forget(connection, session, numbers)
            connection.execute(_INSERT_TURN, {**answer, "supporter_id": None, **_NO_TURN})
            return []
        _write_sheet(connection, session)
        _write_calls(connection, session)
        return _write_outgoing(connection, session)
    except IntegrityError as error:
        raise Lost from error


def _is_nothing(session: Session, inbound: Inbound) -> bool:
    """Is there nothing to keep but the receipt? A call that ended without a word of ours is no reason to know its caller, nor
    to keep their thread alive; nor is the end of a line whose caller had themselves erased meanwhile."""
    if inbound.pushed:
        return not session.outgoing
    return isinstance(inbound.event, DialEnded) and session.conversation_turn is None


def forget_withheld(connection: Connection, call: str) -> None:
    """Erase who called with a withheld number, once their call is over: they can never be known again."""
    connection.execute(delete(Supporter).where(Supporter.id.in_(_CALLERS), Supporter.phone.is_(None)), {"call": call})
    connection.execute(update(Call).where(Call.key == call, Call.person == WITHHELD).values(key=None))


def _write_supporter(connection: Connection, session: Session, inbound: Inbound, numbers: Numbers) -> None:
    if inbound.channel == "sms" and not inbound.pushed:
        session.only_called = False
        if not session.stopped:
            session.textable = True  # who texts us can be texted, whatever the carrier said of the number before
    kept = session.supporter()
    values: dict[str, object] = dict(zip(KEPT, kept, strict=True))
    if session.id is None:
        phone = numbers.seal(session.phone) if session.phone else None
        values |= {"zone": zones_of(session.zip, session.phone), "stopped": session.stopped}
        made = connection.execute(_INSERT_SUPPORTER, {"phone": phone, "created_at": session.now, **values})
        session.id = _key(made.inserted_primary_key)
    elif kept != session.known:
        values["zone"] = zones_of(session.zip, session.phone)
        connection.execute(_UPDATE_SUPPORTER, {"id_": session.id, **values})


def _write_turn(connection: Connection, session: Session, answer: dict[str, object]) -> None:
    place = {"number": session.turn + 1, "call": session.call or None, "state": session.state.to_json()}
    connection.execute(_INSERT_TURN, {**answer, "supporter_id": session.id, **place})


def _key(row: Any) -> int:
    return int(row[0])


def _write_sheet(connection: Connection, session: Session) -> None:
    if not session.entries and not session.aside and not session.removed:
        return
    if session.sheet is None and session.campaign is not None:
        sheet = {"supporter_id": session.id, "campaign": session.campaign.id, "created_at": session.now}
        made = connection.execute(_INSERT_SHEET, sheet)
        session.sheet = _key(made.inserted_primary_key)
    for entry in session.removed:
        connection.execute(delete(CallSheetEntry).where(CallSheetEntry.id == entry.id))
    placed = [*enumerate(session.entries), *((ASIDE, entry) for entry in session.aside)]
    fresh = [
        {
            "sheet_id": session.sheet,
            "position": position,
            "official": entry.official,
            "outcome": entry.outcome,
            "recorded_at": entry.recorded_at,
            "due_at": entry.due_at,
        }
        for position, entry in placed
        if entry.id is None
    ]
    if fresh:
        connection.execute(_INSERT_ENTRY, fresh)
    changed = [
        {
            "id_": entry.id,
            "position": position,
            "outcome": entry.outcome,
            "recorded_at": entry.recorded_at,
            "due_at": entry.due_at,
        }
        for position, entry in placed
        if entry.id is not None and entry.changed
    ]
    if changed:
        connection.execute(_UPDATE_ENTRY, changed)


def _write_calls(connection: Connection, session: Session) -> None:
    if session.dial_ended is not None:
        status, seconds = session.dial_ended
        connection.execute(_END_DIAL, {"key_": session.call, "status": status, "seconds": seconds})
    if session.reported is not None:
        official, outcome = session.reported
        call = {"supporter_": session.id, "official_": official, "since_": session.now - REPORT_WITHIN}
        connection.execute(_REPORT, {**call, "outcome": outcome})
    for wrong in session.wrong:
        call = {"supporter_": session.id, "line_": wrong.line, "since_": session.now - REPORT_WITHIN}
        connection.execute(_WRONG, {**call, "outcome": WRONG})
        if not wrong.already:
            report = {"line": wrong.line, "official": wrong.official, "person": session.person, "at": session.now}
            connection.execute(insert(LineReport), report)
    if session.dialled is not None and session.campaign is not None:
        connection.execute(
            _INSERT_CALL,
            {
                "supporter_id": session.id,
                "person": None if session.phone else WITHHELD,
                "campaign": session.campaign.id,
                "key": session.call,
                "official": session.dialled_official,
                "line": session.dialled.line,
                "status": "dialing",
                "at": session.now,
            },
        )


def _write_agreements(connection: Connection, session: Session, inbound: Inbound) -> None:
    if session.phone is not None:
        entries = [
            ledger.Entry(
                agreement.programme,
                "granted" if agreement.granted else "withdrawn",
                agreement.words,
                inbound.channel,
                agreement.source,
                session.now,
            )
            for agreement in session.agreements
        ]
        ledger.write(connection, session.person, session.id, entries)


def _write_outgoing(connection: Connection, session: Session) -> list[int]:
    assert session.id is not None
    return [
        id for message in session.outgoing for id in enqueue(connection, session.id, message.kind, message.body, session.now)
    ]


def _forget(connection: Connection, session: Session, numbers: Numbers) -> None:
    """Erase a supporter. The rows that hang on them go with them; of calls the counts stay, for a day under a key of the
    number; of consent, a stop."""
    bare = {"supporter_id": None, "key": None, "person": session.person or None}
    connection.execute(update(Call).where(Call.supporter_id == session.id).values(**bare))
    clear_persons(connection, session.now)
    connection.execute(delete(Supporter).where(Supporter.id == session.id))
    if session.phone is None:
        return
    for row in connection.execute(select(Unanswered.id, Unanswered.form)).all():
        if session.phone in numbers.open_form(row.form).values():
            connection.execute(delete(Unanswered).where(Unanswered.id == row.id))
    ledger.erase(connection, session.person)
    connection.execute(delete(LineReport).where(LineReport.person == session.person))
