"""Answers what a flow asks of the world: officials, the call sheet, consent. One function a step; all work on the session."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.campaigns import Campaign
from bot.channels import may_dial
from bot.conversation.facts import callable_officials, current_official, find, finding, line_of
from bot.conversation.records import load_sheet, past_calls, past_rings, withheld_lines
from bot.conversation.session import NOT_REACHED, SKIPPED, UNSURE, Agreement, Entry, Outgoing, PastCall, Session
from bot.conversation.sheet import CALLS_AN_HOUR, left, merged, progress, refusal, withheld_may_call
from bot.conversation.world import World
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered, Offer
from bot.engine.exchange import Connect
from bot.engine.placeholders import PLACEHOLDERS
from bot.officials.finding import Finding
from bot.officials.geocode import Unresolved
from bot.officials.located import kept, locate

MOST_BY_KEY = 3  # more choices than this cannot be kept in mind while they are read out
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
    found = finding(world, session)
    if found and found.open and lookup.argument == "choice":
        told = told | {found.open[0]: lookup.heard}
    elif found and lookup.argument == "unsure":
        told = told | dict.fromkeys((*(found.open or ())[:1], *found.unmapped), UNSURE)
    return _look_up(world, session, session.zip, told, session.exact)


def _look_up(world: World, session: Session, zip: str, told: dict[str, str], exact: dict[str, str]) -> LookupAnswered:
    if _settled(world, session) is None:
        return LookupAnswered("unknown")
    found = find(world, session, zip, told, exact)
    if not found.known:
        return LookupAnswered("unknown")
    if not found.states:
        return LookupAnswered("nowhere")
    session.zip, session.told, session.exact = zip, told, exact
    if not _asks(world, found, told):
        return _found(world, session, found)
    offers = _offers(session, found)
    return LookupAnswered("split", offers) if offers and _can_be_told(session, offers) else LookupAnswered("many")


def _asks(world: World, found: Finding, told: Mapping[str, str]) -> bool:
    """Is there a question that the supporter has not said they cannot answer?"""
    if found.open:
        return told.get(found.open[0]) != UNSURE
    return world.resolver is not None and any(told.get(level) != UNSURE for level in found.unmapped)


def _locate(world: World, session: Session, zip: str, address: str) -> LookupAnswered:
    """What an address settles is kept, the address is not."""
    if world.resolver is None or session.campaign is None:
        return LookupAnswered("unavailable")
    today = session.now.date()
    if (address, zip) not in session.located:
        session.located[address, zip] = locate(world.resolver, world.directory, address, zip, today)
    located = session.located[address, zip]
    if isinstance(located, Unresolved):
        return LookupAnswered(located.why)
    session.exact = kept(world.directory, located, today)
    found = find(world, session, zip, session.told, session.exact)
    # It may lie on a border, or the geocoder may not know that level.
    return LookupAnswered("several") if _asks(world, found, session.told) else _found(world, session, found)


def _offers(session: Session, found: Finding) -> tuple[Offer, ...]:
    spanish = session.speaks == "es"
    choices = found.open[1] if found.open else ()
    return tuple(Offer(c.division, c.label_es if spanish else c.label) for c in choices)


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
    if lookup.argument == "left":
        for again in _left(world, session):
            again.outcome, again.recorded_at, again.changed = None, None, True
    # Someone may have left office since the sheet was made: pass them over, nobody is put through to a stranger.
    while (entry := session.open_entry()) and not _has_line(world, session, entry):
        entry.outcome, entry.recorded_at, entry.changed = SKIPPED, session.now, True
    session.turn_to_official(entry)
    return LookupAnswered("taken" if entry else "done")


def _left(world: World, session: Session) -> list[Entry]:
    passed = [entry for entry in session.entries if entry.outcome in NOT_REACHED and _has_line(world, session, entry)]
    return left(passed, recent_calls(world, session), session.now) if passed else []


def _has_line(world: World, session: Session, entry: Entry) -> bool:
    official = world.directory.official(entry.official, session.now.date())
    return official is not None and line_of(official) is not None


def _record(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    entry = session.entry()
    # What was told already, by text during the call, stays.
    if entry is not None and entry.outcome is None:
        entry.outcome, entry.recorded_at, entry.changed = lookup.argument, session.now, True
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
    session.turn_to_official(session.open_entry())
    return LookupAnswered(
        progress(session.entries, recent_calls(world, session), session.campaign.id if session.campaign else "")
    )


def dial(world: World, session: Session) -> Connect | LookupAnswered:
    """The line to connect to, or the exit that says why not: `not_today` (also without a line to call), or `not_now`."""
    entry, official = session.entry(), current_official(world, session)
    line = line_of(official) if official else None
    if entry is None or line is None:
        return LookupAnswered("not_today")
    if why_not := refusal(entry.official, recent_calls(world, session), session.now):
        return LookupAnswered(why_not)
    if session.phone is None:
        with world.database.read() as connection:
            lines = withheld_lines(connection, session.now - timedelta(hours=1))
        if not withheld_may_call(line.phone, lines):
            return LookupAnswered("not_now")
    # A withheld number stays withheld: the office sees ours.
    session.dialled = Connect(line.phone, session.phone or world.number)
    session.dialled_official = entry.official
    return session.dialled


def _ring(world: World, session: Session, lookup: Lookup) -> LookupAnswered:
    entry = session.entry()
    if session.phone is None or not may_dial(session.phone):
        return LookupAnswered("refused")
    if entry is None:
        return LookupAnswered("not_today")
    if why_not := refusal(entry.official, recent_calls(world, session), session.now):
        return LookupAnswered(why_not)  # a ring that ends in a refusal would only startle
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
        found = finding(world, session)
        places = _offers(session, found) if found else ()
        return LookupAnswered("several", places) if places and _can_be_told(session, places) else LookupAnswered("many")
    if lookup.argument == "campaigns":
        offers = [Offer(c.id, c.wording(session.speaks).title) for c in world.campaigns.live]
        if _settled(world, session):
            offers = offers[:1]
    else:
        topics = session.campaign.wording(session.speaks).topics if session.campaign else ()
        offers = [Offer(topic.key, topic.title) for topic in topics]
    exit = "none" if not offers else "one" if len(offers) == 1 else "several"
    return LookupAnswered(exit, tuple(offers))


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
        return past_calls(connection, session, session.now - CALLS_SINCE)


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
    "recall": _recall,
    "ring": _ring,
    "text": _text,
    "offer": _offer,
    "switch": _switch,
    "language": _language,
    "subscribe": _subscribe,
    "forget": _forget,
}
