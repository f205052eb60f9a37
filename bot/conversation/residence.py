"""Where a supporter lives, as far as it has to be known: the step `find`, and what is left open there."""

from collections.abc import Mapping, Sequence
from functools import partial

from bot.conversation.call_list import merge_officials
from bot.conversation.campaign_switch import settle_campaign
from bot.conversation.campaign_targets import callable_officials, find_targets
from bot.conversation.context import ADDRESS_LOOKUPS, ConversationContext
from bot.conversation.session import UNSURE, WITHHELD, Session
from bot.engine.commands import Lookup
from bot.engine.events import InputReceived, LookupAnswered, Offer
from bot.engine.placeholders import PLACEHOLDERS
from bot.geocoding import Unresolved
from bot.geocoding.locate import locate_address
from bot.officials.dated_divisions import in_force, keep_dated, keep_geocoded
from bot.officials.finding import Finding, Question
from bot.officials.levels import DISTRICTS, STATE, WARDS, Level

MOST_BY_KEY = 3  # more choices than this cannot be kept in mind while they are read out


def find_officials(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    """The step `find`: the officials, or what is asked next to know them.

    `lookup.argument` is what was heard: a zip, an address, a choice, or that somebody is unsure. What each answer means stands
    with the step in flows/README.md.
    """
    if lookup.argument == "zip":
        return _look_up(context, session, lookup.heard, {}, {})
    if not session.supporter.zip or (session.thread.state.moving and lookup.argument == "known"):
        return LookupAnswered("unknown")
    if lookup.argument == "address":
        return _locate(context, session, session.supporter.zip, lookup.heard)
    chosen = session.supporter.chosen_divisions
    found = current_finding(session)
    question = _question(found, chosen) if found else None
    if question and lookup.argument == "choice":
        chosen = chosen | keep_dated(session.directory, {question[0]: lookup.heard}, session.now.date())
    elif found and (lookup.argument == "unsure" or (question and _passed_ward(session, question))):
        chosen = chosen | dict.fromkeys(question[:1] if question else found.unmapped, UNSURE)
    geocoded = session.supporter.geocoded_divisions
    return _look_up(context, session, session.supporter.zip, chosen, geocoded, again=lookup.argument == "unsure")


def _passed_ward(session: Session, question: Question) -> bool:
    """Were they asked for their ward just now, and asked for something else? Nearly all of it can be told without one."""
    asked = session.thread.state.asked
    if question[0] not in WARDS.values() or asked is None or not isinstance(session.event, InputReceived):
        return False
    return [offer.value for offer in asked.offered] == [choice.division for choice in question[1]]


def _look_up(
    context: ConversationContext,
    session: Session,
    zip: str,
    chosen: dict[str, str],
    geocoded: dict[str, str],
    *,
    again: bool = False,
) -> LookupAnswered:
    """The officials, or the question that is open. again: who has just said "I do not know" is asked only what can be told."""
    if settle_campaign(context, session) is None:
        return LookupAnswered("unknown")
    found = officials_at(session, zip, chosen, geocoded)
    if not found.known:
        return LookupAnswered("unknown")
    if not found.states:
        return LookupAnswered("nowhere")
    session.supporter.zip = zip
    session.thread.state = session.thread.state.changed(moving=False)
    session.supporter.chosen_divisions, session.supporter.geocoded_divisions = chosen, geocoded
    if not _asks(context, found, chosen):
        return _found(context, session, found)
    question, offers = _question(found, chosen), offers_at(session, found)
    if question and question[0] in WARDS.values():
        return LookupAnswered("ward", offers)
    if offers and can_be_told(session, offers):
        return LookupAnswered("split", offers)
    if again and question and context.resolver is None:
        return _look_up(context, session, zip, chosen | {question[0]: UNSURE}, geocoded, again=True)
    return LookupAnswered("many")


def _asks(context: ConversationContext, found: Finding, chosen: Mapping[str, str]) -> bool:
    """Is there a question that the supporter has not said they cannot answer?"""
    if _question(found, chosen):
        return True
    return context.resolver is not None and not all(_is_unsure(level, chosen) for level in found.unmapped)


def open_question(session: Session) -> Question | None:
    """What the supporter is asked next to know their officials; None while nothing is open."""
    found = current_finding(session)
    return _question(found, session.supporter.chosen_divisions) if found else None


def _question(found: Finding, chosen: Mapping[str, str]) -> Question | None:
    """The first question that the supporter has not said they cannot answer."""
    return next((question for question in found.questions if not _is_unsure(question[0], chosen)), None)


def _is_unsure(level: Level, chosen: Mapping[str, str]) -> bool:
    """Did they say that they do not know? Who does not know one of their districts is not asked for another by its members."""
    return any(chosen.get(each) == UNSURE for each in (DISTRICTS if level in DISTRICTS else (level,)))


def _locate(context: ConversationContext, session: Session, zip: str, address: str) -> LookupAnswered:
    """What an address settles is kept, the address is not."""
    if context.resolver is None or session.campaign is None:
        return LookupAnswered("unavailable")
    today = session.now.date()
    asked = ("address", address, zip)
    if asked not in session.slow and not context.rate_limits.take(ADDRESS_LOOKUPS, session.supporter.person):
        return LookupAnswered("withheld" if session.supporter.person == WITHHELD else "enough")
    located = session.slow.get(asked, partial(locate_address, context.resolver, session.directory, address, zip, today))
    if isinstance(located, Unresolved):
        return LookupAnswered(located.why)
    session.supporter.geocoded_divisions = keep_geocoded(session.directory, located, today)
    found = officials_at(session, zip, session.supporter.chosen_divisions, session.supporter.geocoded_divisions)
    if not _asks(context, found, session.supporter.chosen_divisions):
        return _found(context, session, found)
    if is_ward_open(session, found):  # no geocoder knows these, and an organizer's file only some
        return LookupAnswered("ward", offers_at(session, found))
    # It may lie on a border, or the geocoder may not know that level.
    return LookupAnswered("several")


def _found(context: ConversationContext, session: Session, found: Finding) -> LookupAnswered:
    everybody = [official.id for official in callable_officials(found)]
    # Nobody is left out whom there is nobody besides: they asked for a call.
    officials = [id for id in everybody if id not in session.done_on_page] or everybody
    session.call_list.entries, session.call_list.aside, gone = merge_officials(
        session.call_list.entries, session.call_list.aside, officials, session.now
    )
    session.effects.removed += gone
    if session.thread.state.official not in officials:
        session.turn_to_official(None)  # of another place
    return LookupAnswered("found" if officials else "nobody")


def is_ward_open(session: Session, found: Finding) -> bool:
    """Is a ward what is asked first?"""
    question = _question(found, session.supporter.chosen_divisions)
    return question is not None and question[0] in WARDS.values()


def offers_at(session: Session, found: Finding) -> tuple[Offer, ...]:
    """What there is to choose from at the first question that is open; none where there is none."""
    question = _question(found, session.supporter.chosen_divisions)
    choices = question[1] if question else ()
    return tuple(Offer(c.division, c.labels[session.speaks], c.key) for c in choices)


def ward_by_address(context: ConversationContext, session: Session) -> bool:
    """May a street address tell the ward that is open? Not again from whom one was found that did not."""
    found = current_finding(session)
    if context.resolver is None or found is None or not is_ward_open(session, found):
        return False
    located = in_force(session.directory, session.supporter.geocoded_divisions, session.now.date())
    ward = offers_at(session, found)[0].value
    return STATE not in located and ward.rpartition("/")[0] in session.directory.wards


def can_be_told(session: Session, offers: Sequence[Offer]) -> bool:
    """Can they be kept in mind while they are read out, or do they fit into a text?"""
    if session.channel == "voice":
        return len(offers) <= MOST_BY_KEY
    return sum(len(f"{key} {offer.label}\n") for key, offer in enumerate(offers, 1)) <= PLACEHOLDERS["choices"].longest


def current_finding(session: Session) -> Finding | None:
    """The officials for the campaign at the supporter's place, as far as both are known."""
    supporter = session.supporter
    if not supporter.zip or not session.campaign:
        return None
    return officials_at(session, supporter.zip, supporter.chosen_divisions, supporter.geocoded_divisions)


def officials_at(
    session: Session, zip: str, chosen: Mapping[str, str], geocoded: Mapping[str, str], roles: tuple[str, ...] | None = None
) -> Finding:
    """The officials at a place for these roles, those of the session's campaign where none are given; divisions as the table
    has them. Remembered by the session, as a turn asks several times."""
    campaign = session.campaign
    assert roles is not None or campaign is not None
    key = (campaign.id if roles is None and campaign else roles, zip, *chosen.items(), "", *geocoded.items())
    if key not in session.findings:
        today = session.now.date()
        chosen_now, geocoded_now = (in_force(session.directory, each, today) for each in (chosen, geocoded))
        where = {"chosen_divisions": chosen_now, "geocoded_divisions": geocoded_now}
        session.findings[key] = (
            find_targets(campaign, session.directory, zip, today, **where)
            if roles is None and campaign
            else session.directory.find(zip, roles or (), today=today, **where)
        )
    return session.findings[key]
