"""Writes a turn into the tables: as a whole, or not at all. What is read is in loading.py."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Boolean, Connection, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.broadcasts.eligibility import COUNTED
from bot.conversation.loading import ASIDE, CALLBACK_ON, CALLERS
from bot.conversation.session import WRONG, Entry, Session, WrongLine
from bot.engine.events import DialEnded, DialStatus
from bot.engine.exchange import Inbound
from bot.models import (
    ZONE_TABLE,
    Broadcast,
    Call,
    CallListEntryRow,
    CallListRow,
    Delivery,
    FullMailbox,
    LineReport,
    NotUnderstood,
    Supporter,
    Turn,
)
from bot.notices.notice_kinds import CALL_FINISHED, NOT_UNDERSTOOD
from bot.notices.notice_rows import write_notice_hot
from bot.officials.zip_info import find_zip
from bot.outbox.conversation_queue import Priority, enqueue_messages
from bot.people import ledger
from bot.people.erasure import erase_supporters
from bot.people.forgetting import forget_person
from bot.people.time_zones import zones_of
from bot.reading import EVERYTHING
from bot.reading.answers import plain_text
from bot.results.counts import CONNECTED, COUNTED_OF_CALL, REACHED, CallFact, Counts
from bot.results.days import Days
from bot.results.turn_counts import BITS
from bot.storage.database import upsert_row
from bot.storage.encryption import PhoneCipher
from bot.storage.hot_statements import HotConnection, HotQuery, HotStatement, next_of
from bot.telephony import Content, split_line

REPORT_WITHIN = timedelta(hours=24)  # what a supporter says happened belongs to the call they just made
CAUSED_WITHIN = timedelta(days=7)  # a call so long after an alert counts as made because of it
KEPT = ("language", "zip", "chosen_divisions", "geocoded_divisions", "campaign", "sms_reachable", "voice_only", "doubted_at")
PLACE = ("zip", "geocoded_divisions")  # of these, what zones follow from


class ConcurrentTurn(Exception):
    """Another turn of the same supporter, or what changes what this one tells, was written first: read again, do it anew."""


# Made once: making a statement costs as much as running it. The names of parameters that are no columns end with "_".
_UPDATE_SUPPORTER = HotStatement(update(Supporter).where(Supporter.id == bindparam("id_")), (*KEPT, "zone", "zip_area"))
_UPDATE_ELSE = HotStatement(update(Supporter).where(Supporter.id == bindparam("id_")), KEPT)
_ENTRY = ("position", "outcome", "recorded_at", "due_at")
_CALLED = ("call_status", "call_seconds")
_ON_ENTRY = update(CallListEntryRow).where(CallListEntryRow.id == bindparam("id_"))
_UPDATE_ENTRY = HotStatement(_ON_ENTRY, (*_ENTRY, *_CALLED))
_MOVE_ENTRY = HotStatement(_ON_ENTRY, ("position",))
_PROMISE_KEPT = update(CallListEntryRow).where(CallListEntryRow.id == bindparam("id_"))
_END_DIAL = HotQuery(
    update(Call).where(Call.key == bindparam("key_"), Call.status == "dialing").returning(*COUNTED_OF_CALL),
    CallFact._make,
    ("status", "seconds"),
)
_REPORT = HotQuery(
    update(Call)
    .where(
        Call.supporter_id == bindparam("supporter_"),
        Call.official == bindparam("official_"),
        Call.outcome.is_(None),
        Call.at >= bindparam("since_"),
    )
    .returning(*COUNTED_OF_CALL),
    CallFact._make,
    ("outcome",),
)
# Behind one number each official may have an extension; a number that is wrong itself is so for all.
_OF_WRONG = (
    Call.supporter_id == bindparam("supporter_"),
    Call.line == bindparam("line_"),
    Call.at >= bindparam("since_"),
    or_(bindparam("whole_number_", type_=Boolean), Call.official == bindparam("official_")),
)
_WRONGED, _WRONG = select(*COUNTED_OF_CALL).where(*_OF_WRONG), update(Call).where(*_OF_WRONG).values(outcome=WRONG)


class _Theirs(NamedTuple):
    """How many calls of a supporter for a campaign there are: all, those connected, those in which they reached somebody."""

    called: int
    connected: int
    reached: int


_THEIRS = HotQuery(
    select(
        func.count(),
        func.count().filter(Call.status == CONNECTED),
        func.count().filter(Call.outcome == REACHED),
    ).where(Call.supporter_id == bindparam("supporter"), Call.campaign == bindparam("campaign")),
    _Theirs._make,
)
# The last alert of a campaign that reached them, or may have.
_CAUSE = (
    select(Broadcast.id)
    .join(Delivery, Delivery.broadcast_id == Broadcast.id)
    .where(Delivery.supporter_id == bindparam("supporter"), Delivery.leased_at >= bindparam("since"))
    .where(Delivery.state.in_(COUNTED), Broadcast.kind == "alert", Broadcast.campaign == bindparam("campaign"))
    .order_by(Delivery.leased_at.desc())
    .limit(1)
)
_WITHHELD_CALLERS = select(Supporter.id).where(Supporter.id.in_(CALLERS), Supporter.phone.is_(None))
_END_CALL = (
    update(Delivery)
    .where(Delivery.supporter_id == bindparam("supporter_"), Delivery.kind == "call", Delivery.state.in_(CALLBACK_ON[1:]))
    .values(state="delivered", due_at=None)
)
_INSERT_TURN = HotStatement(
    insert(Turn), ("key", "supporter_id", "number", "call", "state", "reply", "at", "campaign", "counted")
)
_NO_TURN = {"number": None, "call": None, "state": None}
_INSERT_SUPPORTER = HotQuery(
    insert(Supporter).returning(Supporter.id), next_of, ("phone", *KEPT, "zone", "zone_table", "stopped", "created_at")
)
_INSERT_CALL_LIST = HotQuery(insert(CallListRow).returning(CallListRow.id), next_of, ("supporter_id", "campaign", "created_at"))
_INSERT_ENTRY = HotStatement(insert(CallListEntryRow), ("call_list_id", "official", *_ENTRY))
_INBOX = ("supporter_id", "channel", "campaign", "why", "flow", "node", "text", "reply", "phrase", "at", "state", "handled_at")
_INSERT_FOR_PEOPLE = HotStatement(insert(NotUnderstood), _INBOX)
_INSERT_CALL = HotStatement(
    insert(Call), ("supporter_id", "person", "campaign", "key", "official", "line", "status", "at", "state", "caused_by")
)


def save_turn(
    connection: HotConnection, session: Session, inbound: Inbound, phone_cipher: PhoneCipher, days: Days, reply: str
) -> list[int]:
    """Write a turn as a whole; gives the ids of the messages to send now. `days`: those by which calls are counted.

    Raises ConcurrentTurn when the supporter took another turn since the session was read, the webhook was answered, or an
    alert went where an organizer's order cannot follow.
    """
    # The code stands in no table in clear: it is kept only so that a webhook delivered twice gets the same answer.
    kept = phone_cipher.encrypt_reply(reply) if session.code else reply
    answer = {"key": inbound.key, "reply": kept, "at": session.now, **_counted(session, inbound)}
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
            who, unowned = session.supporter, session.effects.unowned_texts
            assert who.id is not None  # it is, since they were written
            forget_person(connection.full, who.id, who.person, unowned, session.now, at_provider=session.erases_at_provider)
            _INSERT_TURN.run(connection, {**answer, "supporter_id": None, **_NO_TURN})
            return []
        _write_for_people(connection, session, inbound, phone_cipher)
        _write_call_list(connection, session)
        counts = Counts(days)
        _write_calls(connection, session, counts)
        messages = _write_outgoing(connection, session, inbound)
        counts.write_hot(connection)
        return messages
    except IntegrityError as error:
        raise ConcurrentTurn from error


def _is_nothing(session: Session, inbound: Inbound) -> bool:
    """Is there nothing to keep but the receipt? A call that ended without a word of ours is no reason to know its caller, nor
    to keep their thread alive; nor is the end of a line whose caller had themselves erased meanwhile."""
    if inbound.pushed:
        return not session.effects.outgoing
    return isinstance(inbound.event, DialEnded) and session.thread.turn is None


def _counted(session: Session, inbound: Inbound) -> dict[str, object]:
    """What the turn counts for in the results, as its row has it."""
    counted: set[str] = set()
    if inbound.event is None and not inbound.pushed:
        counted.add("replies")
        if session.missed:
            counted.add("not_understood")
    for agreement in session.effects.agreements:
        if not agreement.granted:
            counted.add("left")
        elif agreement.programme != EVERYTHING:
            counted.add("joined")
    campaign = session.campaign.id if session.campaign else None
    if campaign is not None and not session.effects.forgotten:
        known = dict(zip(KEPT, session.supporter.known, strict=False))
        is_new = known.get("campaign") != campaign
        if is_new:
            counted.add("begun")
        if session.supporter.zip and (is_new or not known.get("zip")):
            counted.add("zip")
        if session.call_list.id is None and session.call_list.entries:
            counted.add("list")
    return {"campaign": campaign, "counted": sum(BITS[name] for name in counted)}


def forget_withheld(connection: Connection, call: str) -> None:
    """Erase who called with a number that is withheld or not proven to be theirs, once their call is over: they can never be
    known again."""
    erase_supporters(connection, connection.execute(_WITHHELD_CALLERS, {"call": call}).scalars().all())
    connection.execute(update(Call).where(Call.key == call, Call.supporter_id.is_(None)).values(key=None))


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
        values |= {"zone": _zone(session), "zone_table": ZONE_TABLE, "stopped": session.supporter.stopped}
        made = {"phone": phone, "created_at": session.now, **values}
        session.supporter.id = _INSERT_SUPPORTER.all(connection, made)[0]
    elif kept != session.supporter.known:
        known = dict(zip(KEPT, session.supporter.known, strict=False))
        if [values[name] for name in PLACE] != [known[name] for name in PLACE]:
            values |= {"zone": _zone(session), "zip_area": None}
            _UPDATE_SUPPORTER.run(connection, {"id_": session.supporter.id, **values})
        else:
            # Where they may be stands: of who rested it is more than what is known of their place.
            _UPDATE_ELSE.run(connection, {"id_": session.supporter.id, **values})


def _zone(session: Session) -> str | None:
    supporter = session.supporter
    return zones_of(supporter.zip, supporter.phone, (supporter.geocoded_divisions or {}).values())


def _write_turn(connection: HotConnection, session: Session, answer: dict[str, object]) -> None:
    version = session.campaign.version if session.campaign else 0
    state = session.thread.state
    if state.version != version:
        state = state.changed(version=version)
    if session.channel == "voice" and state.attested != session.supporter.proven:
        state = state.changed(attested=session.supporter.proven)
    place = {"number": session.supporter.turn + 1, "call": session.call or None, "state": state.to_json()}
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


def _write_calls(connection: HotConnection, session: Session, counts: Counts) -> None:
    if session.effects.dial_ended is not None:
        _write_end(connection, session, *session.effects.dial_ended, counts)
    if session.effects.reported is not None:
        _write_report(connection, session, *session.effects.reported, counts)
    if session.effects.full_mailbox is not None:
        line, official = session.effects.full_mailbox
        upsert_row(connection.full, FullMailbox, {"line": line, "official": official, "at": session.now}, ["line"])
    if session.effects.emptied_line:
        connection.full.execute(delete(FullMailbox).where(FullMailbox.line == session.effects.emptied_line))
    for wrong in session.effects.wrong:
        _write_wrong(connection.full, session, wrong, counts)
    if session.effects.dialled is not None and session.campaign is not None:
        _write_call(connection, session, session.campaign.id, session.effects.dialled.line, counts)


def _write_end(connection: HotConnection, session: Session, status: DialStatus, seconds: int | None, counts: Counts) -> None:
    """The call that was put through is over."""
    ended = _END_DIAL.all(connection, {"key_": session.call, "status": status, "seconds": seconds})
    known = _lasting_id(session)
    for call in ended:
        counts.change_call(call._replace(status="dialing", seconds=None), call)
        if session.has_receivers:
            told = {name: getattr(call, name) for name in ("campaign", "official", "status", "seconds", "state")}
            write_notice_hot(connection, CALL_FINISHED, {"supporter": known, **told}, session.now, supporter=known)
    if ended and status == CONNECTED and _theirs(connection, session, ended[0].campaign).connected == len(ended):
        counts.add_step(ended[0].campaign, "connected", ended[0].at)


def _lasting_id(session: Session) -> int | None:
    """The supporter as other tools are told of them; None for who withheld their number, and is erased after their call."""
    return session.supporter.id if session.supporter.phone else None


def _write_report(connection: HotConnection, session: Session, official: str, outcome: str, counts: Counts) -> None:
    """What they say became of their calls to an official."""
    which = {"supporter_": session.supporter.id, "official_": official, "since_": session.now - REPORT_WITHIN}
    said = _REPORT.all(connection, {**which, "outcome": outcome})
    for call in said:
        counts.change_call(call._replace(outcome=None), call)
    if said and outcome == REACHED and _theirs(connection, session, said[0].campaign).reached == len(said):
        counts.add_step(said[0].campaign, "reached", said[0].at)


def _write_wrong(connection: Connection, session: Session, wrong: WrongLine, counts: Counts) -> None:
    """The calls to a line that is wrong were to nobody, and the line is reported."""
    phone, extension = split_line(wrong.line)
    which = {"supporter_": session.supporter.id, "line_": phone, "since_": session.now - REPORT_WITHIN}
    which |= {"whole_number_": not extension, "official_": wrong.official}
    for call in map(CallFact._make, connection.execute(_WRONGED, which)):
        counts.change_call(call, call._replace(outcome=WRONG))
    connection.execute(_WRONG, which)
    if not wrong.already:
        report = {"line": wrong.line, "official": wrong.official, "person": session.supporter.person, "at": session.now}
        connection.execute(insert(LineReport), report)


def _write_call(connection: HotConnection, session: Session, campaign: str, line: str, counts: Counts) -> None:
    """The call that is put through now."""
    call = CallFact(campaign, session.effects.dialled_official, _home_state(session), "dialing", None, None, session.now)
    if not _theirs(connection, session, campaign).called:
        counts.add_step(campaign, "called", session.now)
    _INSERT_CALL.run(
        connection,
        {
            "supporter_id": session.supporter.id,
            "person": None if session.supporter.phone else session.supporter.person,
            "campaign": campaign,
            "key": session.call,
            "official": call.official,
            "line": line,
            "status": call.status,
            "at": session.now,
            "state": call.state,
            "caused_by": _cause(connection, session, campaign),
        },
    )
    counts.add_call(call)


def _home_state(session: Session) -> str:
    """The state they live in, as their ZIP code tells it; "" for none."""
    found = find_zip(session.supporter.zip, even_retired=True) if session.supporter.zip else None
    return found.state if found else ""


def _theirs(connection: HotConnection, session: Session, campaign: str) -> _Theirs:
    return _THEIRS.all(connection, {"supporter": session.supporter.id, "campaign": campaign})[0]


def _cause(connection: HotConnection, session: Session, campaign: str) -> int | None:
    """The alert that a call counts for: the last of its campaign that they got within a week."""
    alerted_at = session.supporter.alerted_at
    if alerted_at is None or session.now - alerted_at > CAUSED_WITHIN:
        return None
    asked = {"supporter": session.supporter.id, "campaign": campaign, "since": session.now - CAUSED_WITHIN}
    return connection.full.execute(_CAUSE, asked).scalar()


def _write_for_people(connection: HotConnection, session: Session, inbound: Inbound, phone_cipher: PhoneCipher) -> None:
    if (kept := session.effects.for_people) is None:
        return
    by_machine = kept.why == "machine"  # filed at once
    _INSERT_FOR_PEOPLE.run(
        connection,
        {
            "supporter_id": session.supporter.id,
            "channel": inbound.channel,
            "campaign": session.campaign.id if session.campaign else "",
            "why": kept.why,
            "flow": kept.flow[:64],
            "node": kept.node[:64],
            "text": phone_cipher.encrypt_words(kept.words) if kept.words else None,
            "reply": phone_cipher.encrypt_words(kept.reply),
            "phrase": phone_cipher.phrase_key(plain_text(kept.words) or kept.words) if kept.words else None,
            "at": session.now,
            "state": "done" if by_machine else "waiting",
            "handled_at": session.now if by_machine else None,
        },
    )
    if kept.why == "missed" and session.has_receivers:
        who, campaign = _lasting_id(session), session.campaign.id if session.campaign else None
        told = {"supporter": who, "campaign": campaign, "channel": inbound.channel, "flow": kept.flow, "node": kept.node}
        write_notice_hot(connection, NOT_UNDERSTOOD, told, session.now, supporter=who)


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
        told = session.has_receivers
        ledger.write_entries(connection.full, session.supporter.person, session.supporter.id, entries, has_receivers=told)


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
