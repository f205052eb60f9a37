"""Who holds the offices that somebody asked about, whatever their campaign is about: "who is my senator?"."""

from collections.abc import Iterator

from bot.conversation.session import Session
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered
from bot.locale import article, phrase, phrase_or
from bot.officials.dated_divisions import in_force
from bot.officials.directory import Official, Target
from bot.officials.naming import title_in
from bot.officials.office_lines import dialable_lines
from bot.officials.office_words import named_offices
from bot.officials.reasons import why_missing
from bot.officials.roles import ROLES
from bot.reading.incoming import IncomingText
from bot.telephony import Channel, readable_phone, spoken_digits

MOST_NAMES = 4  # of one office: more do not fit into a text


def name_offices(session: Session, lookup: Lookup) -> LookupAnswered:
    """The step `name`: which offices a sentence is about."""
    roles = named_offices(IncomingText(lookup.heard).words)
    session.thread.state = session.thread.state.changed(roles=roles)
    return LookupAnswered("named" if roles else "unnamed")


def tell_offices(session: Session, channel: Channel) -> str:
    """Who holds the offices that were asked about, at the place that is known; "" where none is."""
    zip = session.supporter.zip
    if not zip:
        return ""
    today = session.now.date()
    chosen, geocoded = (
        in_force(session.directory, each, today)
        for each in (session.supporter.chosen_divisions, session.supporter.geocoded_divisions)
    )
    found = session.directory.find(
        zip, session.thread.state.roles, chosen_divisions=chosen, geocoded_divisions=geocoded, today=today
    )
    said = dict.fromkeys(
        line for target in found.targets for line in _holders(session, target, found.state_name(session.speaks), channel)
    )
    return "\n".join(said) if channel == "sms" else " ".join(said)


def _holders(session: Session, target: Target, state: str, channel: Channel) -> Iterator[str]:
    language, zip = session.speaks, session.supporter.zip or ""
    said_zip = spoken_digits(zip) if channel == "voice" else zip
    known = [official for official in target.officials if official.name]
    for official in known[:MOST_NAMES]:
        yield _official(official, language, channel)
    if target.choices and not known:
        labels = "; ".join(choice.labels[language] for choice in target.choices[:MOST_NAMES])
        yield phrase("named.several", language, zip=said_zip, choices=labels)
    elif not known:
        office = phrase_or(f"title.{ROLES[target.role].title}.unknown", language, ROLES[target.role].title)
        why = why_missing(target, channel, language) or phrase("named.unknown", language)
        said = why.format(place=state or zip, office=office, zip=said_zip)
        yield said[:1].upper() + said[1:]


def _official(official: Official, language: str, channel: Channel) -> str:
    given = article(official.gender, language)
    form = "grammar.titled" if given else "grammar.titled_without_article"
    name = phrase(form, language, article="", title=title_in(official, language), name=official.name).strip()
    name = name[:1].upper() + name[1:]
    lines = dialable_lines(official.lines)
    if channel == "voice" or not lines:
        return f"{name}."
    return f"{name} {readable_phone(lines[0].phone)}"
