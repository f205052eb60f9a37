"""Which of an official's lines a conversation offers: in the campaign's order, open offices first, none that does not work."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.conversation.context import ConversationContext
from bot.conversation.line_history import calls_since, health_of
from bot.conversation.session import Entry, Session, WrongLine
from bot.officials.line_health import MAILBOX_RESTS, WELL
from bot.officials.office_hours import WASHINGTON, Hours, hours_of, next_open, next_text, office_is_open, zone_of
from bot.officials.office_lines import in_order, zip_middle
from bot.officials.records import OfficeLine, Official
from bot.telephony import split_line

SPREAD = "spread"


def official_of(session: Session, entry: Entry | None) -> Official | None:
    """The official of an entry as the directory has them today."""
    return session.directory.official(entry.official, session.now.date()) if entry else None


def current_official(session: Session) -> Official | None:
    """The official the conversation is about."""
    if session.thread.state.official:
        return session.directory.official(session.thread.state.official, session.now.date())
    return official_of(session, session.open_entry())


def lines_of(context: ConversationContext, session: Session, official: Official) -> tuple[OfficeLine, ...]:
    """The lines to offer this supporter now, the one to call first; none where no line of the official's works."""
    choice = session.campaign.lines if session.campaign else "capitol"
    asked = (official.id, choice, session.supporter.zip)
    if asked not in session.lines.offered:
        _learn(context, session, official)
        order = in_order(official.lines, choice, zip_middle(session.supporter.zip or ""), session.lines.calls_today)
        works = [line for line in order if session.lines.health[line.id].may_be_offered(session.now)]
        session.lines.offered[asked] = tuple(sorted(works, key=lambda line: _readiness(session, official, line)))
    return session.lines.offered[asked]


def _readiness(session: Session, official: Official, line: OfficeLine) -> tuple[bool, bool]:
    """Open lines first; of those, and of closed ones, a line with a full mailbox last: somebody may still pick up."""
    return not is_open_now(session, official, line), session.lines.health[line.id].is_resting(session.now)


def current_line(context: ConversationContext, session: Session, official: Official | None) -> OfficeLine | None:
    """The line the conversation is about: the one it turned to while that is as good as any, else the first on offer."""
    offered = lines_of(context, session, official) if official else ()
    if official is None or not offered:
        return None
    told = next((line for line in offered if line.id == session.thread.state.line), None)
    if told and is_open_now(session, official, told) == is_open_now(session, official, offered[0]):
        return told
    return next((line for line in offered if line.id not in session.thread.state.tried), offered[0])


def next_line(context: ConversationContext, session: Session, official: Official) -> OfficeLine | None:
    """Another line of the same official's, that was not dialled yet: one that is open, unless they want to leave a message."""
    tried = {*session.thread.state.tried, session.thread.state.line}
    return next(
        (
            line
            for line in lines_of(context, session, official)
            if line.id not in tried and (session.thread.state.closed or is_open_now(session, official, line))
        ),
        None,
    )


def is_open_now(session: Session, official: Official, line: OfficeLine) -> bool:
    return office_is_open(_hours(official, line), session.now)


def office_opening(context: ConversationContext, session: Session, official: Official) -> datetime | None:
    """When somebody picks up next at one of the lines on offer, by the supporter's own clock."""
    moments = [next_open(_hours(official, line), session.now) for line in lines_of(context, session, official)]
    return min(moments).astimezone(ZoneInfo(_home_zone(session, official))) if moments else None


def next_text_about(context: ConversationContext, session: Session, official: Official) -> datetime | None:
    """When to text this supporter that the office is open; None where it is never open by day where they live."""
    offices = [_hours(official, line) for line in lines_of(context, session, official)]
    return next_text(offices, _home_zone(session, official), session.now)


def reported_wrong(context: ConversationContext, session: Session, official: str, line: str) -> None:
    """Note that the supporter calls a line wrong: they are not offered it again."""
    known = health_of(session.reads.hot, [line], lambda _: Hours(zone=WASHINGTON), session.supporter.person, session.now)[line]
    session.effects.wrong.append(WrongLine(line=line, official=official, already=known.mine))
    session.lines.health[line] = replace(known, reports=known.reports + (not known.mine), mine=True)
    session.lines.offered.clear()


def report_full(context: ConversationContext, session: Session, official: Official, line: str) -> bool:
    """Note that a line's mailbox is full: it rests. True where another line of the official's is offered instead."""
    lines_of(context, session, official)  # so that its health is known
    known = session.lines.health.get(line, WELL)
    session.effects.full_mailbox = (line, official.id)
    session.lines.health[line] = replace(known, full_until=session.now + MAILBOX_RESTS)
    session.lines.offered.clear()
    return any(first.id != line for first in lines_of(context, session, official)[:1])


def is_full(context: ConversationContext, session: Session, official: Official, line: str) -> bool:
    """Is a line's mailbox said to be full?"""
    lines_of(context, session, official)
    return session.lines.health.get(line, WELL).is_resting(session.now)


def _hours(official: Official, line: OfficeLine) -> Hours:
    return hours_of(line, official.role, official.division)


def _home_zone(session: Session, official: Official) -> str:
    return zone_of(session.supporter.zip or "", "DC") if session.supporter.zip else _hours(official, official.lines[0]).zone


def _learn(context: ConversationContext, session: Session, official: Official) -> None:
    """Read how this official's lines did; where any has to be asked about, those of the whole call list, once in a turn."""
    spread = session.campaign is not None and session.campaign.lines == SPREAD
    unknown = [line.id for line in official.lines if line.id not in session.lines.health]
    if not spread:
        well = context.well_lines.of(unknown, session.now)
        session.lines.health |= dict.fromkeys(well, WELL)
        unknown = [line for line in unknown if line not in well]
    if unknown:
        _ask_about(context, session, official, spread)


def _ask_about(context: ConversationContext, session: Session, official: Official, spread: bool) -> None:
    others = (official_of(session, entry) for entry in session.call_list.entries)
    offices = {
        line.id: (each, line)
        for each in (official, *others)
        if each
        for line in each.lines
        if line.id not in session.lines.health
    }
    person, now = session.supporter.person, session.now
    well = context.well_lines.of(offices, now)
    session.lines.health |= dict.fromkeys(well, WELL)
    asked = {line: office for line, office in offices.items() if line not in well}
    health = health_of(session.reads.hot, asked, lambda line: _hours(*asked[line]), person, now) if asked else {}
    context.well_lines.note(health, now)
    if spread:
        numbers = {split_line(line)[0] for line in offices}
        session.lines.calls_today |= session.reads.ask(partial(calls_since, lines=numbers, since=_midnight(now)))
    if not session.supporter.person:
        # Callers who withhold their number are one person to us, but what one of them reports must not bind the others.
        health = {line: replace(known, mine=False) for line, known in health.items()}
    session.lines.health |= health


def _midnight(now: datetime) -> datetime:
    # One day for the whole country: by Washington's clock no office between Maine and Hawaii is open at midnight.
    return now.astimezone(ZoneInfo(WASHINGTON)).replace(hour=0, minute=0, second=0, microsecond=0)
