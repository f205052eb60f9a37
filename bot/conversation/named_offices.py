"""Who holds the offices that somebody asked about, whatever their campaign is about: "who is my senator?"."""

from collections.abc import Iterator

from bot.conversation.context import ConversationContext
from bot.conversation.offices import lines_of
from bot.conversation.residence import officials_at
from bot.conversation.scripts import capitalize_first, say_why_nobody
from bot.conversation.session import Session
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered
from bot.locale import phrase, phrase_or, titled_name
from bot.officials.directory import Finding, OfficeLine, Official, Target
from bot.officials.naming import caucus_in, line_in_words, title_in
from bot.officials.office_lines import dialable_lines
from bot.officials.office_words import named_offices
from bot.officials.roles import ROLES
from bot.reading.incoming import IncomingText
from bot.telephony import Channel, spoken_digits

MOST_NAMES = 4  # of one office: more do not fit into a text


def name_offices(session: Session, lookup: Lookup) -> LookupAnswered:
    """The step `name`: which offices a sentence is about."""
    roles = named_offices(IncomingText(lookup.heard).words)
    session.thread.state = session.thread.state.changed(roles=roles)
    return LookupAnswered("named" if roles else "unnamed")


def tell_offices(context: ConversationContext, session: Session, channel: Channel) -> str:
    """Who holds the offices that were asked about, at the place that is known; "" where none is."""
    home = session.supporter
    if not home.zip:
        return ""
    found = officials_at(session, home.zip, home.chosen_divisions, home.geocoded_divisions, session.thread.state.roles)
    said = dict.fromkeys(line for target in found.targets for line in _holders(context, session, found, target, channel))
    return "\n".join(said) if channel == "sms" else " ".join(said)


def _holders(context: ConversationContext, session: Session, found: Finding, target: Target, channel: Channel) -> Iterator[str]:
    language = session.speaks
    known = [official for official in target.officials if official.name or official.office]
    for official in known[:MOST_NAMES]:
        title, office = title_in(official, language), official.office.get(language, "")
        name = capitalize_first(titled_name(title, official.name, official.gender, language) if official.name else office)
        yield tell_official(context, session, official, name, channel) if dialable_lines(official.lines) else f"{name}."
    if not known:
        yield _why_unknown(found, target, language, channel)


def _why_unknown(found: Finding, target: Target, language: str, channel: Channel) -> str:
    zip = spoken_digits(found.zip) if channel == "voice" else found.zip
    if target.choices:
        labels = "; ".join(choice.labels[language] for choice in target.choices[:MOST_NAMES])
        return phrase("named.several", language, zip=zip, choices=labels)
    office = phrase_or(f"title.{ROLES[target.role].title}.unknown", language, ROLES[target.role].title)
    said = say_why_nobody(found, target, office, language, channel)
    return said or capitalize_first(phrase("named.unknown", language, office=office, zip=zip))


def tell_official(context: ConversationContext, session: Session, official: Official, name: str, channel: Channel) -> str:
    """An official of this name, as a list has them: a text with the first number to call, and either says where none works."""
    first = next(iter(lines_of(context, session, official)), None)
    if first is None:
        return f"{name}: {phrase('value.no_line', session.speaks)}."
    if channel == "voice":
        return f"{name}."
    return f"{name} {line_in_words(first, session.speaks)}{_shared(first, session.speaks) if official.name else ''}"


def _shared(line: OfficeLine, language: str) -> str:
    if line.until:
        return f" {phrase('value.kept', language)}"
    if not line.switchboard:
        return ""
    caucus = caucus_in(line, language)
    return f" {phrase('value.shared_caucus', language, caucus=caucus) if caucus else phrase('value.shared', language)}"
