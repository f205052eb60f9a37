"""Puts calls through, and calls the supporter back for one, within the limits of call_list.py and of offices' hours."""

from dataclasses import replace
from datetime import timedelta

from bot.conversation.call_list import CALLS_AN_HOUR, call_refusal, withheld_may_call
from bot.conversation.context import ConversationContext
from bot.conversation.loading import past_callbacks, past_calls, withheld_lines
from bot.conversation.offices import current_line, current_official, is_open_now
from bot.conversation.session import WITHHELD, Outgoing, PastCall, Session
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered
from bot.engine.exchange import Connect
from bot.telephony import line_id, may_dial, may_dial_line, read_number, split_extension, split_line

CALLBACK_LASTS = timedelta(minutes=2)  # CALL again meanwhile means the same call


def dial_official(context: ConversationContext, session: Session) -> Connect | LookupAnswered:
    """The line to connect to, or the exit that says why not: `closed`, `not_today`, `not_now`, `withheld`; `failed` where
    no line of theirs works any more."""
    entry, official = session.entry(), current_official(session)
    if entry is None or official is None:
        return LookupAnswered("not_today")
    line = current_line(context, session, official)
    if why_not := call_refusal(entry.official, line.phone if line else "", recent_calls(session), session.now):
        return LookupAnswered(why_not)
    if line is None:
        return LookupAnswered("failed")
    if not session.thread.state.closed and not is_open_now(session, official, line):
        return LookupAnswered("closed")
    if session.supporter.person == WITHHELD and not withheld_may_call(line.phone, withheld_lines(session)):
        return LookupAnswered("withheld")
    session.effects.dialled = Connect(line.phone, _shown(context, session), line.extension)
    session.effects.dialled_official = entry.official
    session.thread.state = session.thread.state.changed(line=line.id, tried=(*session.thread.state.tried, line.id))
    return session.effects.dialled


def dial_person(context: ConversationContext, session: Session) -> Connect | LookupAnswered:
    """The number of who answers for this installation; `failed` where none is set."""
    line = line_of(context.contact)
    if line is None:
        return LookupAnswered("failed")
    number, extension = split_line(line)
    return Connect(number, _shown(context, session), extension)


def _shown(context: ConversationContext, session: Session) -> str:
    """The number that the other end sees: the caller's, where they show it and it is proven to be theirs; else ours."""
    shown = session.supporter.phone if session.supporter.proven else None
    return shown or context.number


DIALS = {"official": dial_official, "person": dial_person}


def line_of(contact: str) -> str | None:
    """The id of the line that a contact is, where it may be dialled; None where it is an address of another kind."""
    bare, extension, _ = split_extension(contact)
    number = read_number(bare) if contact else None
    line = line_id(number, extension) if number else ""
    return line if may_dial_line(line) else None


def call_back(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    """The step `ring`: call the supporter, unless that call would end in a refusal or one of ours is on its way."""
    entry = session.entry()
    if session.supporter.phone is None or not may_dial(session.supporter.phone):
        return LookupAnswered("refused")
    if entry is None:
        return LookupAnswered("not_today")
    official = current_official(session)
    line = current_line(context, session, official)
    if why_not := call_refusal(entry.official, line.phone if line else "", recent_calls(session), session.now):
        return LookupAnswered(why_not)  # a call that ends in a refusal would only startle
    if official and line and not session.thread.state.closed and not is_open_now(session, official, line):
        return LookupAnswered("closed")
    callbacks = past_callbacks(session)
    session.thread.state = session.thread.state.changed(rung=entry.official)
    if any(on and session.now - at < CALLBACK_LASTS for at, on in callbacks):
        return LookupAnswered("ringing")
    if len(callbacks) >= CALLS_AN_HOUR:
        return LookupAnswered("not_now")
    session.effects.outgoing.append(Outgoing("call", ""))
    return LookupAnswered("ringing")


def recent_calls(session: Session) -> list[PastCall]:
    """The calls patched for this supporter within a day, with what this turn says of their lines."""
    wrong = session.effects.wrong
    calls = [
        replace(call, reported=True, wrong=True) if any(call.went_to(each.line, each.official) for each in wrong) else call
        for call in past_calls(session)
    ]
    if session.effects.full_mailbox is None:
        return calls
    full = session.effects.full_mailbox
    return [replace(call, reported=True, full=True) if call.went_to(*full) else call for call in calls]


def calls_to(session: Session, official: str) -> list[PastCall]:
    """Those of them to one official."""
    return [call for call in recent_calls(session) if call.official == official]
