"""Writes a turn into the tables: as a whole, or not at all. What is read is in loading.py."""

from datetime import timedelta

from sqlalchemy import Boolean, Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.conversation.loading import ASIDE, CALLBACK_ON, CALLERS, WITHHELD
from bot.conversation.session import WRONG, Entry, Session
from bot.engine.events import DialEnded
from bot.engine.exchange import Inbound
from bot.models import Call, CallListEntryRow, CallListRow, Delivery, FullMailbox, LineReport, NotUnderstood, Supporter, Turn
from bot.outbox.conversation_queue import Priority, enqueue_messages
from bot.people import ledger
from bot.people.erasure import erase_supporters, erase_texts
from bot.people.retention import clear_persons
from bot.people.time_zones import zones_of
from bot.storage.database import upsert_row
from bot.storage.encryption import PhoneCipher
from bot.storage.hot_statements import HotConnection, HotQuery, HotStatement, next_of
from bot.telephony import Content, split_line

REPORT_WITHIN = timedelta(hours=24)  # what a supporter says happened belongs to the call they just made
KEPT = ("language", "zip", "chosen_divisions", "geocoded_divisions", "campaign", "sms_reachable", "voice_only")


class ConcurrentTurn(Exception):
    """Another turn of the same supporter, or what changes what this one tells, was written first: read again, do it anew."""


# Made once: making a statement costs as much as running it. The names of parameters that are no columns end with "_".
_UPDATE_SUPPORTER = HotStatement(update(Supporter).where(Supporter.id == bindparam("id_")), (*KEPT, "zone"))
_ENTRY = ("position", "outcome", "recorded_at", "due_at")
_CALLED = ("call_status", "call_seconds")
_ON_ENTRY = update(CallListEntryRow).where(CallListEntryRow.id == bindparam("id_"))
_UPDATE_ENTRY = HotStatement(_ON_ENTRY, (*_ENTRY, *_CALLED))
_MOVE_ENTRY = HotStatement(_ON_ENTRY, ("position",))
_PROMISE_KEPT = update(CallListEntryRow).where(CallListEntryRow.id == bindparam("id_"))
_END_DIAL = HotStatement(update(Call).where(Call.key == bindparam("key_"), Call.status == "dialing"), ("status", "seconds"))
_REPORT = HotStatement(
    update(Call).where(
        Call.supporter_id == bindparam("supporter_"),
        Call.official == bindparam("official_"),
        Call.outcome.is_(None),
        Call.at >= bindparam("since_"),
    ),
    ("outcome",),
)
# Behind one number each official may have an extension; a number that is wrong itself is so for all.
_WRONG = update(Call).where(
    Call.supporter_id == bindparam("supporter_"),
    Call.line == bindparam("line_"),
    Call.at >= bindparam("since_"),
    or_(bindparam("whole_number_", type_=Boolean), Call.official == bindparam("official_")),
)
_WITHHELD_CALLERS = select(Supporter.id).where(Supporter.id.in_(CALLERS), Supporter.phone.is_(None))
_END_CALL = (
    update(Delivery)
    .where(Delivery.supporter_id == bindparam("supporter_"), Delivery.kind == "call", Delivery.state.in_(CALLBACK_ON[1:]))
    .values(state="delivered", due_at=None)
)
_INSERT_TURN = HotStatement(insert(Turn), ("key", "supporter_id", "number", "call", "state", "reply", "at"))
_NO_TURN = {"number": None, "call": None, "state": None}
_INSERT_SUPPORTER = HotQuery(
    insert(Supporter).returning(Supporter.id), next_of, ("phone", *KEPT, "zone", "stopped", "created_at")
)
_INSERT_CALL_LIST = HotQuery(insert(CallListRow).returning(CallListRow.id), next_of, ("supporter_id", "campaign", "created_at"))
_INSERT_ENTRY = HotStatement(insert(CallListEntryRow), ("call_list_id", "official", *_ENTRY))
_INSERT_MISS = HotStatement(insert(NotUnderstood), ("supporter_id", "channel", "flow", "node", "text", "reply", "at"))
_INSERT_CALL = HotStatement(insert(Call), ("supporter_id", "person", "campaign", "key", "official", "line", "status", "at"))


def save_turn(
    connection: HotConnection, session: Session, inbound: Inbound, phone_cipher: PhoneCipher, reply: str
) -> list[int]:
    """Write a turn as a whole; gives the ids of the messages to send now.

    Raises ConcurrentTurn when the supporter took another turn since the session was read, the webhook was answered, or an
    alert went where an organizer's order cannot follow.
    """
    # The code stands in no table in clear: it is kept only so that a webhook delivered twice gets the same answer.
    kept = phone_cipher.encrypt_reply(reply) if session.code else reply
    answer = {"key": inbound.key, "reply": kept, "at": session.now}
    try:
        if _is_nothing(session, inbound):
            _INSERT_TURN.run(connection, {**answer, "supporter_id": session.supporter.id, **_NO_TURN})
            _write_what_began_it(connection, session, inbound)
            return []
        _write_supporter(connection, session, inbound, phone_cipher)
        _write_turn(connection, session, answer)
        _write_what_began_it(connection, session, inbound)
        _write_agreements(connection, session, inbound)
        for order in session.effects.orders:
            order(connection.full)
        if session.effects.forgotten:
            _forget(connection.full, session)
            _INSERT_TURN.run(connection, {**answer, "supporter_id": None, **_NO_TURN})
            return []
        _write_miss(connection, session, inbound, phone_cipher)
        _write_call_list(connection, session)
        _write_calls(connection, session)
        return _write_outgoing(connection, session, inbound)
    except IntegrityError as error:
        raise ConcurrentTurn from error


def _is_nothing(session: Session, inbound: Inbound) -> bool:
    """Is there nothing to keep but the receipt? A call that ended without a word of ours is no reason to know its caller, nor
    to keep their thread alive; nor is the end of a line whose caller had themselves erased meanwhile."""
    if inbound.pushed:
        return not session.effects.outgoing
    return isinstance(inbound.event, DialEnded) and session.thread.turn is None


def forget_withheld(connection: Connection, call: str) -> None:
    """Erase who called with a withheld number, once their call is over: they can never be known again."""
    erase_supporters(connection, connection.execute(_WITHHELD_CALLERS, {"call": call}).scalars().all())
    connection.execute(update(Call).where(Call.key == call, Call.person == WITHHELD).values(key=None))


def _write_supporter(connection: HotConnection, session: Session, inbound: Inbound, phone_cipher: PhoneCipher) -> None:
    if inbound.channel == "sms" and not inbound.pushed:
        session.supporter.voice_only = False
        if not session.supporter.stopped:
            # Who texts us can be texted, whatever the provider said of the number before.
            session.supporter.sms_reachable = True
    kept = session.kept()
    values: dict[str, object] = dict(zip(KEPT, kept, strict=True))
    if session.supporter.id is None:
        phone = phone_cipher.encrypt(session.supporter.phone) if session.supporter.phone else None
        values |= {"zone": zones_of(session.supporter.zip, session.supporter.phone), "stopped": session.supporter.stopped}
        made = {"phone": phone, "created_at": session.now, **values}
        session.supporter.id = _INSERT_SUPPORTER.all(connection, made)[0]
    elif kept != session.supporter.known:
        values["zone"] = zones_of(session.supporter.zip, session.supporter.phone)
        _UPDATE_SUPPORTER.run(connection, {"id_": session.supporter.id, **values})


def _write_turn(connection: HotConnection, session: Session, answer: dict[str, object]) -> None:
    place = {"number": session.supporter.turn + 1, "call": session.call or None, "state": session.thread.state.to_json()}
    _INSERT_TURN.run(connection, {**answer, "supporter_id": session.supporter.id, **place})


def _write_what_began_it(connection: HotConnection, session: Session, inbound: Inbound) -> None:
    """The promise that is kept by now, or the call that is over: after the turn, which holds the supporter. Who holds these
    first waits for who erases the supporter, and that one for them."""
    if inbound.promised is not None:
        connection.full.execute(_PROMISE_KEPT, {"id_": inbound.promised.entry, "due_at": None})
    if inbound.pushed and inbound.is_callback:
        connection.full.execute(_END_CALL, {"supporter_": session.supporter.id})


def _write_call_list(connection: HotConnection, session: Session) -> None:
    if not session.call_list.entries and not session.call_list.aside and not session.effects.removed:
        return
    if session.call_list.id is None and session.campaign is not None:
        row = {"supporter_id": session.supporter.id, "campaign": session.campaign.id, "created_at": session.now}
        session.call_list.id = _INSERT_CALL_LIST.all(connection, row)[0]
    for entry in session.effects.removed:
        connection.full.execute(delete(CallListEntryRow).where(CallListEntryRow.id == entry.id))
    placed = [*enumerate(session.call_list.entries), *((ASIDE, entry) for entry in session.call_list.aside)]
    fresh = [
        {
            "call_list_id": session.call_list.id,
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
        _INSERT_ENTRY.run_many(connection, fresh)
    known = [(position, entry) for position, entry in placed if entry.id is not None and entry.changed]
    if marked := [_marked(position, entry) for position, entry in known if entry.marked]:
        _UPDATE_ENTRY.run_many(connection, marked)
    if moved := [{"id_": entry.id, "position": position} for position, entry in known if not entry.marked]:
        _MOVE_ENTRY.run_many(connection, moved)


def _marked(position: int, entry: Entry) -> dict[str, object]:
    return {
        "id_": entry.id,
        "position": position,
        "outcome": entry.outcome,
        "recorded_at": entry.recorded_at,
        "due_at": entry.due_at,
        "call_status": entry.call_status,
        "call_seconds": entry.call_seconds,
    }


def _write_calls(connection: HotConnection, session: Session) -> None:
    if session.effects.dial_ended is not None:
        status, seconds = session.effects.dial_ended
        _END_DIAL.run(connection, {"key_": session.call, "status": status, "seconds": seconds})
    if session.effects.reported is not None:
        official, outcome = session.effects.reported
        call = {"supporter_": session.supporter.id, "official_": official, "since_": session.now - REPORT_WITHIN}
        _REPORT.run(connection, {**call, "outcome": outcome})
    if session.effects.full_mailbox is not None:
        line, official = session.effects.full_mailbox
        upsert_row(connection.full, FullMailbox, {"line": line, "official": official, "at": session.now}, ["line"])
    if session.effects.emptied_line:
        connection.full.execute(delete(FullMailbox).where(FullMailbox.line == session.effects.emptied_line))
    for wrong in session.effects.wrong:
        phone, extension = split_line(wrong.line)
        call = {"supporter_": session.supporter.id, "line_": phone, "since_": session.now - REPORT_WITHIN}
        connection.full.execute(_WRONG, {**call, "whole_number_": not extension, "official_": wrong.official, "outcome": WRONG})
        if not wrong.already:
            report = {"line": wrong.line, "official": wrong.official, "person": session.supporter.person, "at": session.now}
            connection.full.execute(insert(LineReport), report)
    if session.effects.dialled is not None and session.campaign is not None:
        _INSERT_CALL.run(
            connection,
            {
                "supporter_id": session.supporter.id,
                "person": None if session.supporter.phone else WITHHELD,
                "campaign": session.campaign.id,
                "key": session.call,
                "official": session.effects.dialled_official,
                "line": session.effects.dialled.line,
                "status": "dialing",
                "at": session.now,
            },
        )


def _write_miss(connection: HotConnection, session: Session, inbound: Inbound, phone_cipher: PhoneCipher) -> None:
    if (miss := session.effects.miss) is None:
        return
    _INSERT_MISS.run(
        connection,
        {
            "supporter_id": session.supporter.id,
            "channel": inbound.channel,
            "flow": miss.flow[:64],
            "node": miss.node[:64],
            "text": phone_cipher.encrypt_words(miss.words) if miss.words else None,
            "reply": phone_cipher.encrypt_words(miss.reply),
            "at": session.now,
        },
    )


def _write_agreements(connection: HotConnection, session: Session, inbound: Inbound) -> None:
    if session.supporter.phone is not None and session.effects.agreements:
        entries = [
            ledger.LedgerEntry(
                programme=agreement.programme,
                act="granted" if agreement.granted else "withdrawn",
                words=agreement.words,
                channel=inbound.channel,
                source=agreement.source,
                at=session.now,
            )
            for agreement in session.effects.agreements
        ]
        ledger.write_entries(connection.full, session.supporter.person, session.supporter.id, entries)


def _write_outgoing(connection: HotConnection, session: Session, inbound: Inbound) -> list[int]:
    assert session.supporter.id is not None
    priority = Priority.PROMISED if inbound.promised else Priority.WAITING
    return [
        id
        for message in session.effects.outgoing
        for id in enqueue_messages(
            connection.full, session.supporter.id, message.kind, Content(text=message.body), session.now, priority
        )
    ]


def _forget(connection: Connection, session: Session) -> None:
    """Erase a supporter. The rows that hang on them go with them; of calls the counts stay, for a day under a key of the
    number; of alerts, what became of them; of consent, a stop."""
    bare = {"supporter_id": None, "key": None, "person": session.supporter.person or None}
    connection.execute(update(Call).where(Call.supporter_id == session.supporter.id).values(**bare))
    clear_persons(connection, session.now)
    if session.supporter.id is not None:
        erase_supporters(connection, [session.supporter.id])
    if session.supporter.phone is None:
        return
    erase_texts(connection, session.supporter.person, session.effects.unowned_texts)
    ledger.erase_from_ledger(connection, session.supporter.person)
    connection.execute(delete(LineReport).where(LineReport.person == session.supporter.person))
