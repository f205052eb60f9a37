"""A supporter calls a number wrong: which one it may be, and the note of it."""

from collections.abc import Iterator

from bot.conversation.calls import recent_calls
from bot.conversation.context import ConversationContext
from bot.conversation.loading import CALLS_SINCE
from bot.conversation.offices import lines_of, official_of, reported_wrong
from bot.conversation.session import CONNECTED, SKIPPED, Entry, PastCall, Session
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered, Offer
from bot.officials.naming import name_of
from bot.officials.records import OfficeLine
from bot.telephony import readable_phone, split_line

MOST_NUMBERS = 6  # as many names with numbers as fit into a text


def offer_lines(context: ConversationContext, session: Session) -> LookupAnswered:
    """The numbers that may be meant by a wrong one. Only where they were told no more than one is it clear which."""
    told = _told_lines(context, session)
    if len(told) == 1:
        (official, line) = told[0]
        session.thread.state = session.thread.state.changed(official=official, line=line)
        return LookupAnswered("one")
    if not told:
        told = [
            (entry.official, line.id) for entry in session.call_list.entries for line in _first_line(context, session, entry)
        ]
    offers = [offer for official, line in told for offer in _offer_line(context, session, official, line)][:MOST_NUMBERS]
    return LookupAnswered("several" if offers else "none", tuple(offers))


def _told_lines(context: ConversationContext, session: Session) -> list[tuple[str, str]]:
    """(official, line) of the calls of this day, of those they called themselves, and of whom the conversation is about."""
    calls = [call for call in recent_calls(session) if call.status in CONNECTED]
    told = [(call.official, _line_called(session, call)) for call in calls if not call.wrong]
    patched = {call.official for call in calls}
    told += [
        (entry.official, line.id)
        for entry in session.call_list.entries
        if entry.official not in patched
        and entry.recorded_at
        and entry.outcome != SKIPPED
        and session.now - entry.recorded_at < CALLS_SINCE
        for line in _first_line(context, session, entry)
    ]
    if session.thread.state.line:
        told.append((session.thread.state.official, session.thread.state.line))
    return list(dict.fromkeys(told))


def _first_line(context: ConversationContext, session: Session, entry: Entry) -> tuple[OfficeLine, ...]:
    official = official_of(session, entry)
    return lines_of(context, session, official)[:1] if official else ()


def _offer_line(context: ConversationContext, session: Session, id: str, line: str) -> Iterator[Offer]:
    official = session.directory.official(id, session.now.date())
    if official and session.campaign:
        yield Offer(f"{id} {line}", f"{name_of(official, session.campaign, session.speaks)} {readable_phone(line)}")


def report_wrong_number(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    """The step `report`: note that a line is wrong, and open its official again: another line of theirs may be right."""
    if lookup.argument == "choice":
        official, _, line = lookup.heard.rpartition(" ")
    else:
        official, line = session.thread.state.official, line_at_hand(session)
    session.thread.state = session.thread.state.changed(official=official, line=line)
    reported_wrong(context, session, official, line)
    if (entry := session.entry()) and not entry.is_open:
        entry.mark(None, None)
    return LookupAnswered("reported")


def line_at_hand(session: Session) -> str:
    """The line of the last call that was put through to the official at hand, else the one that was told."""
    calls = [call for call in recent_calls(session) if call.official == session.thread.state.official]
    called = (_line_called(session, call) for call in calls if call.status in CONNECTED and not call.wrong)
    return next(called, session.thread.state.line)


def _line_called(session: Session, call: PastCall) -> str:
    """The line that a call went to, of which the number alone is kept: the one at hand, else the official's first there."""
    state = session.thread.state
    if state.official == call.official and split_line(state.line)[0] == call.line:
        return state.line
    official = session.directory.official(call.official, session.now.date())
    return next((line.id for line in (official.lines if official else ()) if line.phone == call.line), call.line)
