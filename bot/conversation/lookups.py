"""Answers what a flow asks of the world: officials, the call sheet, consent. One function a step; all work on the session."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.campaigns import Campaign
from bot.channels import may_dial, readable_phone
from bot.conversation.alerts import meant
from bot.conversation.facts import callable_officials, find, finding
from bot.conversation.offices import (
    current_line,
    current_official,
    is_open_now,
    lines_of,
    next_line,
    next_text_about,
    official_of,
    reported_wrong,
)
from bot.conversation.records import load_sheet, past_calls, past_rings, withheld_lines
from bot.conversation.session import (
    CONNECTED,
    DONE_OUTCOMES,
    DUE,
    NOT_REACHED,
    SKIPPED,
    UNSURE,
    Agreement,
    Entry,
    Outgoing,
    PastCall,
    Session,
)
from bot.conversation.sheet import CALLS_AN_HOUR, is_connected, left, merged, progress, refusal, withheld_may_call
from bot.conversation.world import World
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered, Offer
from bot.engine.exchange import Connect, Promised
from bot.engine.placeholders import PLACEHOLDERS
from bot.officials.directory import DISTRICTS
from bot.officials.divisions import Level
from bot.officials.finding import Finding, Question
from bot.officials.geocode import Unresolved
from bot.officials.located import kept, locate
from bot.officials.naming import name_of
from bot.officials.records import Line

MOST_BY_KEY = 3  # more choices than this cannot be kept in mind while they are read out
TOO_LATE = timedelta(hours=12)  # a promised text that was held up until another day is of no use
MOST_NUMBERS = 6  # as many names with numbers as fit into a text
STILL_RINGS = timedelta(minutes=2)  # CALL again meanwhile means the same call
CALLS_SINCE = timedelta(hours=24)


def answer(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    """What the world says to a lookup; the session is changed by what was asked to be done."""
    return LOOKUPS[lookup.step](world, session, lookup)


def _find(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "zip":
        return _look_up(world, session, lookup.heard, {}, {})
    if not session.zip:
        return LookupAnswered("unknown")
    if lookup.argument == "address":
        return _locate(world, session, session.zip, lookup.heard)
    told = session.told
    found = finding(session)
    question = _question(found, told) if found else None
    if question and lookup.argument == "choice":
        told = told | kept(session.directory, {question[0]: lookup.heard}, session.now.date())
    elif found and lookup.argument == "unsure":
        told = told | dict.fromkeys(question[:1] if question else found.unmapped, UNSURE)
    return _look_up(world, session, session.zip, told, session.exact, again=lookup.argument == "unsure")


def _look_up(
    world: World, session: Session, zip: str, told: dict[str, str], exact: dict[str, str], *, again: bool = False
) -> LookupAnswered:
    """The officials, or the question that is open. again: who has just said "I do not know" is asked only what can be told."""
    if _settled(world, session) is None:
        return LookupAnswered("unknown")
    found = find(session, zip, told, exact)
    if not found.known:
        return LookupAnswered("unknown")
    if not found.states:
        return LookupAnswered("nowhere")
    session.zip, session.told, session.exact = zip, told, exact
    if not _asks(world, found, told):
        return _found(world, session, found)
    question, offers = _question(found, told), _offers(session, found)
    if question and question[0] == "ward":
        return LookupAnswered("ward", offers)
    if offers and _can_be_told(session, offers):
        return LookupAnswered("split", offers)
    if again and question and world.resolver is None:
        return _look_up(world, session, zip, told | {question[0]: UNSURE}, exact, again=True)
    return LookupAnswered("many")


def _asks(world: World, found: Finding, told: Mapping[str, str]) -> bool:
    """Is there a question that the supporter has not said they cannot answer?"""
    if _question(found, told):
        return True
    return world.resolver is not None and not all(_is_unsure(level, told) for level in found.unmapped)


def _question(found: Finding, told: Mapping[str, str]) -> Question | None:
    """The first question that the supporter has not said they cannot answer."""
    return next((question for question in found.questions if not _is_unsure(question[0], told)), None)


def _is_unsure(level: Level, told: Mapping[str, str]) -> bool:
    """Did they say that they do not know? Who does not know one of their districts is not asked for another by its members."""
    return any(told.get(each) == UNSURE for each in (DISTRICTS if level in DISTRICTS else (level,)))


def _locate(world: World, session: Session, zip: str, address: str) -> LookupAnswered:
    """What an address settles is kept, the address is not."""
    if world.resolver is None or session.campaign is None:
        return LookupAnswered("unavailable")
    today = session.now.date()
    if (address, zip) not in session.located:
        if not world.allowance.take(session.person, session.now):
            return LookupAnswered("enough")
        session.located[address, zip] = locate(world.resolver, session.directory, address, zip, today)
    located = session.located[address, zip]
    if isinstance(located, Unresolved):
        return LookupAnswered(located.why)
    session.exact = kept(session.directory, located, today)
    found = find(session, zip, session.told, session.exact)
    if not _asks(world, found, session.told):
        return _found(world, session, found)
    question = _question(found, session.told)
    if question and question[0] == "ward":  # no geocoder knows these
        return LookupAnswered("ward", _offers(session, found))
    # It may lie on a border, or the geocoder may not know that level.
    return LookupAnswered("several")


def _offers(session: Session, found: Finding) -> tuple[Offer, ...]:
    spanish = session.speaks == "es"
    question = _question(found, session.told)
    choices = question[1] if question else ()
    return tuple(Offer(c.division, c.label_es if spanish else c.label, c.key) for c in choices)


def _can_be_told(session: Session, offers: Sequence[Offer]) -> bool:
    """Can they be kept in mind while they are read out, or do they fit into a text?"""
    if session.channel == "voice":
        return len(offers) <= MOST_BY_KEY
    return sum(len(f"{key} {offer.label}\n") for key, offer in enumerate(offers, 1)) <= PLACEHOLDERS["choices"].longest


def _found(world: World, session: Session, found: Finding) -> LookupAnswered:
    officials = [official.id for official in callable_officials(found)]
    session.entries, session.aside, gone = merged(session.entries, session.aside, officials, session.now)
    session.removed += gone
    if session.state.official not in officials:
        session.turn_to_official(None)  # of another place
    return LookupAnswered("found" if officials else "nobody")


def _take(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "line":
        return _take_line(world, session)
    if lookup.argument == "closed":
        session.state = replace(session.state, closed=True)
        return LookupAnswered("taken")
    if lookup.argument == "left":
        for again in _left(world, session):
            again.mark(None, None)
    _pass_over(world, session)
    entry = session.open_entry()
    session.turn_to_official(entry)
    if line := current_line(world, session, official_of(session, entry)):
        session.state = replace(session.state, line=line.phone)
    return LookupAnswered("taken" if entry else "done")


def _take_line(world: World, session: Session) -> LookupAnswered:
    official = current_official(session)
    line = next_line(world, session, official) if official else None
    if line is None:
        return LookupAnswered("done")
    session.state = replace(session.state, line=line.phone)
    return LookupAnswered("taken")


def _pass_over(world: World, session: Session) -> None:
    """Pass over those at the head of the sheet who cannot be called: nobody is put through to a dead line or a stranger."""
    while (entry := session.open_entry()) and not _has_line(world, session, entry):
        official = official_of(session, entry)
        if official and official.lines:  # else they left office since the sheet was made
            session.passed.append(entry.official)
        entry.mark(SKIPPED, session.now)


def _left(world: World, session: Session) -> list[Entry]:
    passed = [entry for entry in session.entries if entry.outcome in NOT_REACHED and _has_line(world, session, entry)]
    return left(passed, recent_calls(world, session), session.now) if passed else []


def _has_line(world: World, session: Session, entry: Entry) -> bool:
    official = official_of(session, entry)
    return official is not None and bool(lines_of(world, session, official))


def _record(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    entry = session.entry()
    # What was told already, by text during the call, stays.
    if entry is not None and entry.is_open:
        entry.mark(lookup.argument, session.now)
        session.reported = (entry.official, lookup.argument)
    return LookupAnswered("recorded")


def _recall(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "language":
        return LookupAnswered("known" if session.language else "unknown")
    if lookup.argument == "campaign":
        known = session.campaign is not None
        return LookupAnswered("known" if known else "new" if _settled(world, session) else "unknown")
    if lookup.argument == "phone":
        return LookupAnswered("textable" if _may_text(session) else "call_only")
    if lookup.argument == "address":
        return LookupAnswered("askable" if world.resolver else "unasked")
    if lookup.argument == "left":
        return LookupAnswered("some" if _left(world, session) else "none")
    if lookup.argument == "opening":
        official = current_official(session)
        told = _may_text(session) and official is not None and next_text_about(world, session, official) is not None
        return LookupAnswered("textable" if told else "call_only")
    how_far = progress(session.entries, recent_calls(world, session), session.campaign.id if session.campaign else "")
    if how_far in {"fresh", "begun"}:
        _pass_over(world, session)
        how_far = how_far if session.open_entry() else "finished"
    session.turn_to_official(session.open_entry())
    return LookupAnswered(how_far)


def dial(world: World, session: Session) -> Connect | LookupAnswered:
    """The line to connect to, or the exit that says why not: `closed`, `not_today`, `not_now`; `failed` where no line of theirs
    works any more."""
    entry, official = session.entry(), current_official(session)
    if entry is None or official is None:
        return LookupAnswered("not_today")
    line = current_line(world, session, official)
    if why_not := refusal(entry.official, line.phone if line else "", recent_calls(world, session), session.now):
        return LookupAnswered(why_not)
    if line is None:
        return LookupAnswered("failed")
    if not session.state.closed and not is_open_now(session, official, line):
        return LookupAnswered("closed")
    if session.phone is None:
        with world.database.read() as connection:
            lines = withheld_lines(connection, session.now - timedelta(hours=1))
        if not withheld_may_call(line.phone, lines):
            return LookupAnswered("not_now")
    # A withheld number stays withheld: the office sees ours.
    session.dialled = Connect(line.phone, session.phone or world.number)
    session.dialled_official = entry.official
    session.state = replace(session.state, line=line.phone, tried=(*session.state.tried, line.phone))
    return session.dialled


def _ring(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    entry = session.entry()
    if session.phone is None or not may_dial(session.phone):
        return LookupAnswered("refused")
    if entry is None:
        return LookupAnswered("not_today")
    official = current_official(session)
    line = current_line(world, session, official)
    if why_not := refusal(entry.official, line.phone if line else "", recent_calls(world, session), session.now):
        return LookupAnswered(why_not)  # a ring that ends in a refusal would only startle
    if official and line and not session.state.closed and not is_open_now(session, official, line):
        return LookupAnswered("closed")
    with world.database.read() as connection:
        rings = past_rings(connection, session, session.now - timedelta(hours=1))
    if any(on and session.now - at < STILL_RINGS for at, on in rings):
        return LookupAnswered("ringing")
    if len(rings) >= CALLS_AN_HOUR:
        return LookupAnswered("not_now")
    session.outgoing.append(Outgoing("ring", ""))
    return LookupAnswered("ringing")


def _text(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    if not _may_text(session):
        return LookupAnswered("refused")
    session.outgoing.append(Outgoing("text", lookup.text))
    return LookupAnswered("sent")


def _may_text(session: Session) -> bool:
    return session.phone is not None and session.textable and not session.stopped and may_dial(session.phone)


def _offer(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "places":
        found = finding(session)
        places = _offers(session, found) if found else ()
        return LookupAnswered("several", places) if places and _can_be_told(session, places) else LookupAnswered("many")
    if lookup.argument == "alerts":
        return _offer_alerts(world, session)
    if lookup.argument == "campaigns":
        offers = [Offer(c.id, c.wording(session.speaks).title) for c in world.campaigns.live]
        if _settled(world, session):
            offers = offers[:1]
    elif lookup.argument == "lines":
        return _offer_lines(world, session)
    else:
        topics = session.campaign.wording(session.speaks).topics if session.campaign else ()
        offers = [Offer(topic.key, topic.title) for topic in topics]
    exit = "none" if not offers else "one" if len(offers) == 1 else "several"
    return LookupAnswered(exit, tuple(offers))


def _offer_alerts(world: World, session: Session) -> LookupAnswered:
    """The campaigns whose alerts may be meant; where it is one, go over to it."""
    campaigns = meant(world, session)
    if len(campaigns) != 1:
        return LookupAnswered("several", tuple(Offer(c.id, c.wording(session.speaks).programme.name) for c in campaigns))
    new = session.campaign is None
    go_over(world, session, campaigns[0].id)
    return LookupAnswered("new" if new else "one")


def _offer_lines(world: World, session: Session) -> LookupAnswered:
    """The numbers that may be meant by a wrong one. Only where they were told no more than one is it clear which."""
    told = _told_lines(world, session)
    if len(told) == 1:
        (official, line) = told[0]
        session.state = replace(session.state, official=official, line=line)
        return LookupAnswered("one")
    if not told:
        told = [(entry.official, line.phone) for entry in session.entries for line in _first_line(world, session, entry)]
    offers = [offer for official, line in told for offer in _offer_line(world, session, official, line)][:MOST_NUMBERS]
    return LookupAnswered("several" if offers else "none", tuple(offers))


def _told_lines(world: World, session: Session) -> list[tuple[str, str]]:
    """(official, line) of the calls of this day, of those they called themselves, and of whom the conversation is about."""
    calls = [call for call in recent_calls(world, session) if call.status in CONNECTED]
    told = [(call.official, call.line) for call in calls if not call.wrong]
    patched = {call.official for call in calls}
    told += [
        (entry.official, line.phone)
        for entry in session.entries
        if entry.official not in patched
        and entry.recorded_at
        and entry.outcome != SKIPPED
        and session.now - entry.recorded_at < CALLS_SINCE
        for line in _first_line(world, session, entry)
    ]
    if session.state.line:
        told.append((session.state.official, session.state.line))
    return list(dict.fromkeys(told))


def _first_line(world: World, session: Session, entry: Entry) -> tuple[Line, ...]:
    official = official_of(session, entry)
    return lines_of(world, session, official)[:1] if official else ()


def _offer_line(world: World, session: Session, id: str, line: str) -> Iterator[Offer]:
    official = session.directory.official(id, session.now.date())
    if official and session.campaign:
        yield Offer(f"{id} {line}", f"{name_of(official, session.campaign, session.speaks)} {readable_phone(line)}")


def _report(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    """Note that a line is wrong, and open its official again: another line of theirs may be right."""
    if lookup.argument == "choice":
        official, _, line = lookup.heard.rpartition(" ")
    else:
        official, line = session.state.official, _line_at_hand(world, session)
    session.state = replace(session.state, official=official, line=line)
    reported_wrong(world, session, official, line)
    if (entry := session.entry()) and not entry.is_open:
        entry.mark(None, None)
    return LookupAnswered("reported")


def _line_at_hand(world: World, session: Session) -> str:
    """The line of the last call that was put through to the official at hand, else the one that was told."""
    calls = [call for call in recent_calls(world, session) if call.official == session.state.official]
    return next((call.line for call in calls if call.status in CONNECTED and not call.wrong), session.state.line)


def _promise(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    entry, official = session.entry(), current_official(session)
    if entry and official:
        entry.mark(SKIPPED, session.now)
        entry.due_at = next_text_about(world, session, official)
    return LookupAnswered("promised")


def keep_promise(world: World, session: Session, promised: Promised) -> bool:
    """Turn to the official whose office was to open: True where the text that we promised is still wanted, and true."""
    if session.stopped or not session.textable or session.id is None:
        return False
    go_over(world, session, promised.campaign)
    entry = next((entry for entry in session.entries if entry.official == promised.official), None)
    official = official_of(session, entry)
    if session.campaign is None or session.campaign.id != promised.campaign or session.campaign.state != "live":
        return False
    if entry is None or official is None or entry.due_at is None or session.now - entry.due_at > TOO_LATE:
        return False
    if entry.outcome in DONE_OUTCOMES or is_connected(entry.official, recent_calls(world, session), session.now):
        return False
    if next_text_about(world, session, official) != session.now:
        return False
    entry.mark(DUE, None)
    entry.due_at = None
    return True


def _switch(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    go_over(world, session, lookup.heard)
    return LookupAnswered("switched")


def go_over(world: World, session: Session, id: str) -> None:
    """Turn the session to another campaign, with the sheet it has there."""
    campaign = world.campaigns.get(id)
    if campaign and campaign != session.campaign:
        session.turn_to(campaign)
        if session.id is not None:
            with world.database.read() as connection:
                load_sheet(connection, session)


def _settled(world: World, session: Session) -> Campaign | None:
    """The session's campaign. Someone new means what this number is for, where that is one thing."""
    if session.campaign is None and world.campaigns.hotline:
        go_over(world, session, world.campaigns.hotline.id)
    return session.campaign


def recent_calls(world: World, session: Session) -> list[PastCall]:
    """The calls patched for this supporter within a day."""
    with world.database.read() as connection:
        calls = past_calls(connection, session, session.now - CALLS_SINCE)
    wrong = {wrong.line for wrong in session.wrong}
    return [replace(call, reported=True, wrong=True) if call.line in wrong else call for call in calls]


def _language(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    session.language = lookup.argument
    session.state = replace(session.state, language=lookup.argument)
    return LookupAnswered("spoken")


def _subscribe(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    if campaign := _settled(world, session):
        session.agreements.append(Agreement(campaign.id, True, session.words))
    return LookupAnswered("subscribed")


def _forget(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "place":
        session.zip, session.told, session.exact = None, {}, {}
    else:
        session.forgotten = True
    return LookupAnswered("forgotten")


LOOKUPS: dict[str, Callable[[World, Session, Lookup], LookupAnswered]] = {
    "find": _find,
    "take": _take,
    "record": _record,
    "report": _report,
    "promise": _promise,
    "recall": _recall,
    "ring": _ring,
    "text": _text,
    "offer": _offer,
    "switch": _switch,
    "language": _language,
    "subscribe": _subscribe,
    "forget": _forget,
}
