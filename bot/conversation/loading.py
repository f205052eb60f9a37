"""Reads the session of a turn, and what a turn asks for on the way, out of the tables. What is written is in saving.py."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVar

from sqlalchemy import (
    Connection,
    ScalarSelect,
    SelectBase,
    and_,
    bindparam,
    case,
    desc,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from bot.broadcasts.eligibility import COUNTED
from bot.campaigns import Campaigns
from bot.conversation.context import ConversationContext
from bot.conversation.session import FULL, WITHHELD, WRONG, Entry, KnownSupporter, PastCall, Session
from bot.conversation.turn_reads import TurnReads
from bot.engine.exchange import Inbound
from bot.engine.state import State
from bot.models import Broadcast, Call, CallListEntryRow, CallListRow, CampaignTest, Delivery, Moment, Supporter, Turn
from bot.notices.notice_rows import HAS_RECEIVERS
from bot.people import ledger
from bot.people.phone_key import phone_as_kept
from bot.storage.encryption import PhoneCipher
from bot.storage.hot_statements import HotQuery

Value = TypeVar("Value")

ASIDE = -1  # the position of who is not on the call list, as the supporter lives elsewhere now
CALLS_SINCE = timedelta(hours=24)
GOES_ON = timedelta(hours=24)  # a conversation keeps the version of its campaign, from one text to the next
CALLBACKS_SINCE = timedelta(hours=1)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
CALLBACK_ON = ("queued", "sending", "sent", "unknown")
# Before a number that a caller shows and does not prove: whoever that is has a key of their own, for the limits on calls.
CLAIMED = "claimed:"
_ANSWERED = select(Turn.reply).where(Turn.key == bindparam("key"))
_TURNS = select(func.max(Turn.number)).where(Turn.supporter_id == Supporter.id)


class SessionRow(NamedTuple):
    """A row of _sessions(): of the supporter, one entry of their call list, and of who is new what is known all the same."""

    id: int | None
    language: str | None
    zip: str | None
    chosen_divisions: dict[str, str] | None
    geocoded_divisions: dict[str, str] | None
    campaign: str | None
    sms_reachable: bool | None
    stopped: bool | None
    voice_only: bool | None
    answered_at: datetime | None
    doubted_at: datetime | None
    turn: int | None
    state: str | None
    conversation_turn: int | None
    changed_at: datetime | None
    alerted_at: datetime | None
    call_list: int | None
    entry: int | None
    position: int | None
    official: str | None
    outcome: str | None
    recorded_at: datetime | None
    due_at: datetime | None
    reply: str | None
    last_word: str | None
    called: bool | None
    has_receivers: bool | None


SHARED = SessionRow._fields.index("call_list")


class EntryRow(NamedTuple):
    """An entry of a call list, or an empty list."""

    call_list: int
    entry: int | None
    position: int | None
    official: str | None
    outcome: str | None
    recorded_at: datetime | None
    due_at: datetime | None


class CallRow(NamedTuple):
    """A patched call."""

    campaign: str
    official: str
    at: datetime
    status: str
    outcome: str | None
    supporter_id: int | None
    line: str
    seconds: int | None
    id: int


class CallbackRow(NamedTuple):
    """A call that we placed to a supporter."""

    created_at: datetime
    state: str


def _last(column: InstrumentedAttribute[Value]) -> ScalarSelect[Value]:
    """Of the last turn of the thread or the call at hand."""
    here = Turn.call.is_not_distinct_from(bindparam("call"))
    turns = select(column).where(Turn.supporter_id == Supporter.id, Turn.number.is_not(None), here)
    return turns.order_by(Turn.number.desc()).limit(literal_column("1")).scalar_subquery()


_ON_SHEET = (
    CallListRow.id.label("call_list"),
    CallListEntryRow.id.label("entry"),
    CallListEntryRow.position,
    CallListEntryRow.official,
    CallListEntryRow.outcome,
    CallListEntryRow.recorded_at,
    CallListEntryRow.due_at,
)
_SUPPORTERS = select(
    Supporter.id,
    Supporter.language,
    Supporter.zip,
    Supporter.chosen_divisions,
    Supporter.geocoded_divisions,
    Supporter.campaign,
    Supporter.sms_reachable,
    Supporter.stopped,
    Supporter.voice_only,
    Supporter.answered_at,
    Supporter.doubted_at,
    _TURNS.scalar_subquery().label("turn"),
    # Thrice the same search: to a join with the turn PostgreSQL prefers reading the whole table.
    _last(Turn.state).label("state"),
    _last(Turn.number).label("conversation_turn"),
    _last(Turn.at).label("changed_at"),
    select(func.max(Delivery.leased_at))
    .where(Delivery.supporter_id == Supporter.id, Delivery.broadcast_id.is_not(None))
    .scalar_subquery()
    .label("alerted_at"),
)
# The campaign of the last alert that reached a supporter, or may have.
_ALERT = (
    select(Broadcast.campaign)
    .join(Delivery, Delivery.broadcast_id == Broadcast.id)
    .where(Delivery.supporter_id == bindparam("supporter"), Delivery.leased_at > bindparam("since"))
    .where(Delivery.state.in_(COUNTED))
    .order_by(Delivery.leased_at.desc())
    .limit(1)
)
_ENTRY = CallListEntryRow.call_list_id == CallListRow.id


def _sessions(supporters: SelectBase) -> SelectBase:
    """A supporter's one row, as often as their call list has entries: a second query would cost more. Of somebody new one row
    with their last word in the ledger, and whether they had themselves erased after a call of theirs."""
    one = supporters.cte("one").prefix_with("MATERIALIZED")  # else everything is searched for once an entry
    theirs = and_(CallListRow.supporter_id == one.c.id, CallListRow.campaign == one.c.campaign)
    new = one.c.id.is_(None)
    return (
        select(
            one,
            *_ON_SHEET,
            _ANSWERED.scalar_subquery().label("reply"),
            case((new, ledger.LAST_WORD.scalar_subquery())).label("last_word"),
            case((new, _ERASED_CALL.exists())).label("called"),
            HAS_RECEIVERS.label("has_receivers"),
        )
        .select_from(select(literal_column("1")).subquery("always"))
        .outerjoin(one, true())
        .outerjoin(CallListRow, theirs)
        .outerjoin(CallListEntryRow, _ENTRY)
        .order_by(CallListEntryRow.position)
    )


_ERASED_CALL = select(Call.id).where(
    Call.supporter_id.is_(None), Call.person == bindparam("person"), Call.at >= bindparam("since", type_=Moment)
)
CALLERS = select(Turn.supporter_id).where(Turn.call == bindparam("call"))
_TURN_OF_CALL = select(Turn.key).where(Turn.call == bindparam("call"), Turn.supporter_id == bindparam("supporter")).limit(1)
_BY_PHONE = HotQuery(_sessions(_SUPPORTERS.where(Supporter.phone == bindparam("phone"))), SessionRow._make, shared=SHARED)
_BY_CALL = HotQuery(_sessions(_SUPPORTERS.where(Supporter.id.in_(CALLERS))), SessionRow._make, shared=SHARED)
_THREAD = (
    select(Turn.state)
    .where(Turn.supporter_id == bindparam("supporter"), Turn.number.is_not(None), Turn.call.is_(None))
    .order_by(Turn.number.desc())
    .limit(1)
)
_ENTRIES = HotQuery(
    select(*_ON_SHEET)
    .outerjoin(CallListEntryRow, _ENTRY)
    .where(CallListRow.supporter_id == bindparam("supporter"), CallListRow.campaign == bindparam("campaign"))
    .order_by(CallListEntryRow.position),
    EntryRow._make,
)
_CALLS = select(
    Call.campaign,
    Call.official,
    Call.at,
    Call.status,
    Call.outcome,
    Call.supporter_id,
    Call.line,
    Call.seconds,
    Call.id.label("id"),
).where(Call.at >= bindparam("since"))
# Theirs, and those they had erased: for the two together PostgreSQL would read the whole table.
_PAST_CALLS = HotQuery(
    union_all(
        _CALLS.where(Call.supporter_id == bindparam("supporter")),
        _CALLS.where(Call.supporter_id.is_(None), Call.person == bindparam("person")),
    ).order_by(desc("at"), desc("id")),
    CallRow._make,
)
_ANY_CALL = select(Call.id).where(Call.supporter_id == bindparam("supporter")).limit(1)
_WITHHELD_LINES = select(Call.line).where(Call.person == WITHHELD, Call.at >= bindparam("since"))


_CALLBACKS = HotQuery(
    select(Delivery.created_at, Delivery.state).where(
        Delivery.supporter_id == bindparam("supporter"), Delivery.kind == "call", Delivery.created_at >= bindparam("since")
    ),
    CallbackRow._make,
)


_PLACED = (
    select(Delivery.text, CampaignTest.language)
    .outerjoin(CampaignTest, CampaignTest.delivery_id == Delivery.id)
    .where(Delivery.supporter_id == bindparam("supporter"), Delivery.kind == "call", Delivery.created_at >= bindparam("since"))
    .order_by(Delivery.id.desc())
    .limit(1)
)


def load_session(reads: TurnReads, inbound: Inbound, context: ConversationContext, now: datetime) -> tuple[Session, str | None]:
    """The session of a webhook, and the reply it already got, if it was delivered before."""
    is_proven = inbound.channel != "voice" or inbound.attestation == "passed" or context.trust_caller_ids
    rows, supporter = _rows_of(reads, inbound, inbound.phone, is_proven, context.phone_cipher, now)
    if not is_proven and _is_doubtful(inbound, rows[0]):
        rows, supporter = _rows_of(reads, inbound, None, is_proven, context.phone_cipher, now)
    session = Session(
        channel=inbound.channel,
        call=inbound.call,
        now=now,
        directory=context.directories.current,
        reads=reads,
        erases_at_provider=context.erase_at_provider,
        supporter=supporter,
    )
    first = rows[0]
    session.has_receivers = bool(first.has_receivers)
    if first.id is None:
        session.supporter.stopped = first.last_word == "withdrawn"
        if not first.called:
            reads.know("calls", [])
        return session, _as_given(first.reply, context.phone_cipher)
    _fill(session, first, first.id, context.campaigns)
    if session.campaign:
        _fill_call_list(session, rows)
    if first.alerted_at and inbound.channel == "sms":
        alert = {"supporter": session.supporter.id, "since": session.thread.changed_at or LONG_AGO}
        session.thread.alerted = reads.ask(lambda connection: connection.execute(_ALERT, alert).scalar()) or ""
    if inbound.is_callback:
        session.tried = reads.ask(lambda connection: _test_of(connection, session))
    if inbound.is_callback and inbound.channel == "voice":
        session.message_for = reads.ask(lambda connection: _message_for(connection, session))
    return session, _as_given(first.reply, context.phone_cipher)


def _rows_of(
    reads: TurnReads, inbound: Inbound, phone: str | None, is_proven: bool, phone_cipher: PhoneCipher, now: datetime
) -> tuple[Sequence[SessionRow], KnownSupporter]:
    """What is known of the supporter with this number, or, with None, of whoever calls in this call."""
    claimed = f"{CLAIMED}{inbound.phone}" if inbound.phone else ""
    person = phone_cipher.person_key(phone or claimed) if phone or claimed else WITHHELD
    keys = {
        "key": inbound.key,
        "call": inbound.call or None,
        "phone": _sealed(reads, phone_cipher, phone) if phone else b"",
        "person": person or None,
        "since": now - CALLS_SINCE,
    }
    rows = (_BY_PHONE if phone else _BY_CALL).all(reads.hot, keys)
    return rows, KnownSupporter(phone=phone, person=person, proven=is_proven)


def _is_doubtful(inbound: Inbound, row: SessionRow) -> bool:
    """May a caller whose number is not proven to be theirs be somebody else than the one whom it tells? Not so who was new when
    this call began, and goes on with it."""
    goes_on = row.conversation_turn is not None
    doubted = row.id is not None or inbound.turn > 0 or inbound.attestation == "failed"
    return inbound.phone is not None and not goes_on and doubted


def was_theirs(session: Session, call: str) -> bool:
    """Was this call had with this supporter, and not with somebody who showed their number?"""
    mine = {"supporter": session.supporter.id, "call": call}
    return session.reads.ask(lambda connection: connection.execute(_TURN_OF_CALL, mine).first() is not None)


def _sealed(reads: TurnReads, phone_cipher: PhoneCipher, phone: str) -> bytes:
    """The number as its row may have it."""
    return phone_as_kept(reads.hot.full, phone_cipher, phone) if phone_cipher.has_two_keys else phone_cipher.encrypt(phone)


def _as_given(kept: str | None, phone_cipher: PhoneCipher) -> str | None:
    return None if kept is None else phone_cipher.decrypt_reply(kept)


def _test_of(connection: Connection, session: Session) -> tuple[str, str] | None:
    """What a test of a campaign says, where the call that we placed last is one."""
    placed = {"supporter": session.supporter.id, "since": session.now - CALLBACKS_SINCE}
    row = connection.execute(_PLACED, placed).first()
    return (row.text, row.language) if row and row.text and row.language else None


def _message_for(connection: Connection, session: Session) -> str:
    """The official whose office is closed, where the text thread asked for a call to leave a message there."""
    state = connection.execute(_THREAD, {"supporter": session.supporter.id}).scalar()
    thread = State.from_json(state) if state else State()
    return thread.official if thread.closed else ""


def _fill(session: Session, row: SessionRow, id: int, campaigns: Campaigns) -> None:
    who, thread = session.supporter, session.thread
    who.id, who.turn, who.alerted_at = id, row.turn or 0, row.alerted_at
    who.language, who.zip = row.language, row.zip
    who.chosen_divisions, who.geocoded_divisions = row.chosen_divisions or {}, row.geocoded_divisions or {}
    who.sms_reachable, who.stopped, who.voice_only = bool(row.sms_reachable), bool(row.stopped), bool(row.voice_only)
    who.answered_at, who.doubted_at = row.answered_at, row.doubted_at
    thread.turn, thread.changed_at = row.conversation_turn, row.changed_at
    thread.state = State.from_json(row.state) if row.state is not None else State()
    if row.campaign:
        goes_on = row.changed_at is not None and session.now - row.changed_at < GOES_ON and thread.state.at is not None
        session.campaign = campaigns.at(row.campaign, thread.state.version) if goes_on else campaigns.get(row.campaign)
    who.proven = who.proven or thread.state.attested
    who.known = session.kept()
    session.speak_their_language()  # one chosen on the phone holds for texts, and the other way round


def load_call_list(session: Session) -> None:
    """The call list of the session's campaign, if there is one."""
    assert session.campaign is not None
    asked = {"supporter": session.supporter.id, "campaign": session.campaign.id}
    _fill_call_list(session, _ENTRIES.all(session.reads.hot, asked))


def _fill_call_list(session: Session, rows: Sequence[SessionRow] | Sequence[EntryRow]) -> None:
    session.call_list.id = rows[0].call_list if rows else None
    for row in rows:
        if row.entry is not None and row.position is not None and row.official is not None:
            entries = session.call_list.entries if row.position > ASIDE else session.call_list.aside
            entries.append(
                Entry(official=row.official, outcome=row.outcome, recorded_at=row.recorded_at, id=row.entry, due_at=row.due_at)
            )


def past_calls(session: Session) -> list[PastCall]:
    """The calls patched for this supporter within a day, the latest first; also those that they had erased."""
    mine = {"supporter": session.supporter.id, "person": session.supporter.person or None, "since": session.now - CALLS_SINCE}
    return session.reads.once("calls", lambda: [_past_call(row) for row in _PAST_CALLS.all(session.reads.hot, mine)])


def ever_called(session: Session) -> bool:
    """Was a call of this supporter ever patched through?"""
    mine = {"supporter": session.supporter.id}
    return bool(past_calls(session)) or session.reads.once(
        "ever called", lambda: session.reads.ask(lambda connection: connection.execute(_ANY_CALL, mine).first() is not None)
    )


def _past_call(row: CallRow) -> PastCall:
    if row.supporter_id is not None:
        said = row.outcome is not None
        return PastCall(
            campaign=row.campaign,
            official=row.official,
            at=row.at,
            status=row.status,
            reported=said,
            line=row.line,
            wrong=row.outcome == WRONG,
            full=row.outcome == FULL,
            seconds=row.seconds or 0,
        )
    # Erased since: it counts, but nobody is asked about it. How a line that still rang at the FORGET ended is not told any
    # more; it counts as answered, or a FORGET at that moment would lift the limit.
    status = "answered" if row.status == "dialing" else row.status
    return PastCall(campaign=row.campaign, official=row.official, at=row.at, status=status, reported=True, line=row.line)


def withheld_lines(session: Session) -> Sequence[str]:
    """The lines that callers with a withheld number were connected to within the hour, once for each call."""
    since = {"since": session.now - CALLBACKS_SINCE}
    return session.reads.once(
        "withheld", lambda: session.reads.ask(lambda connection: connection.execute(_WITHHELD_LINES, since).scalars().all())
    )


def past_callbacks(session: Session) -> list[tuple[datetime, bool]]:
    """When we called this supporter back within the hour, and whether that call is still on as far as we know."""
    mine = {"supporter": session.supporter.id, "since": session.now - CALLBACKS_SINCE}
    return session.reads.once(
        "callbacks", lambda: [(row.created_at, row.state in CALLBACK_ON) for row in _CALLBACKS.all(session.reads.hot, mine)]
    )
