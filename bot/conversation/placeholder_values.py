"""The values of the placeholders that flows may name, worked out only when a text asks for one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.campaigns import Campaign
from bot.campaigns.model import Words
from bot.conversation.call_list import count_done, talked_long
from bot.conversation.calls import calls_to, line_of
from bot.conversation.context import ConversationContext
from bot.conversation.data_summary import summarize_data
from bot.conversation.loading import ever_called
from bot.conversation.named_offices import tell_offices, tell_official
from bot.conversation.offices import current_line, current_official, office_opening
from bot.conversation.residence import current_finding, open_question
from bot.conversation.scripts import (
    capitalize_first,
    facts_at,
    menu_in_words,
    number_aloud,
    script_of,
    whom_to_try,
    whose_line_in_words,
    why_none,
)
from bot.conversation.session import Session
from bot.engine.placeholders import PLACEHOLDERS, fill_template
from bot.locale import phrase
from bot.officials.directory import Finding, OfficeLine, Target
from bot.officials.levels import COUNTY, LEVELS
from bot.officials.naming import area_in, city_of, line_in_words, name_of
from bot.officials.office_hours import CONGRESS
from bot.officials.office_lines import dialable_lines
from bot.telephony import Channel, readable_phone, spoken_digits

MOST_READ_OUT = 4
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = ("today", "tomorrow")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a value is worked out from: a session in its world, and the channel the value is for."""

    context: ConversationContext
    session: Session
    channel: Channel

    @property
    def language(self) -> str:
        return self.session.speaks

    @property
    def campaign(self) -> Campaign | None:
        """The supporter's campaign; for someone new, what this number is for, else the first there is."""
        return self.session.campaign or self.context.campaigns.hotline or next(iter(self.context.campaigns.live), None)

    @property
    def found(self) -> Finding | None:
        return current_finding(self.session)


class Facts(Mapping[str, str]):
    """Every placeholder of flows but `choices`, for one session as it stands."""

    def __init__(self, context: ConversationContext, session: Session, channel: Channel) -> None:
        self.view = View(context=context, session=session, channel=channel)

    def __getitem__(self, name: str) -> str:
        return FACTS[name](self.view)

    def __iter__(self) -> Iterator[str]:
        return iter(FACTS)

    def __len__(self) -> int:
        return len(FACTS)


def place_facts(view: View, campaign: Campaign) -> dict[str, str]:
    """What a campaign's own texts may name."""
    return facts_at(
        view.session.directory, view.context.url, campaign, view.found, view.language, zip=view.session.supporter.zip or ""
    )


def _said(view: View, name: str, **values: object) -> str:
    return phrase(f"value.{name}", view.language, **values)


def _official(view: View) -> str:
    official, campaign = current_official(view.session), view.session.campaign
    return name_of(official, campaign, view.language) if official and campaign else ""


def _line(view: View) -> OfficeLine | None:
    return current_line(view.context, view.session, current_official(view.session))


def _phone(view: View) -> str:
    line = _line(view)
    if line is None:
        return ""
    return line_in_words(line, view.language) if view.channel == "sms" else _number_for(view, line.id)


def _where(view: View) -> str:
    official, line = current_official(view.session), _line(view)
    if official is None or line is None or len(dialable_lines(official.lines)) < 2:
        return ""
    if line.kind == "district":
        return phrase("value.where.city", view.language, city=line.city) if line.city else _said(view, "where.district")
    return _said(view, "where.washington" if official.role in CONGRESS else "where.capitol")


def _ask_for(view: View) -> str:
    """How to get from who picks up to the official: ask for them, wait for the extension, press keys of a phone menu."""
    line, name = _line(view), _official(view)
    if line is None:
        return ""
    said = (
        whose_line_in_words(line, name, view.language),
        _said(view, "dialled", extension=spoken_digits(line.extension)) if line.extension and view.channel == "voice" else "",
        menu_in_words(line, view.language),
    )
    return " ".join(filter(None, said))


def _log(view: View) -> str:
    calls = calls_to(view.session, view.session.thread.state.official)
    minutes = max((call.seconds for call in calls if talked_long(call)), default=0) // 60
    known = "talked" if minutes else "unanswered" if calls else "none"
    return _said(view, f"log.{known}", official=_official(view), minutes=minutes)


def _opening(view: View) -> str:
    official = current_official(view.session)
    opens = office_opening(view.context, view.session, official) if official else None
    return moment_in_words(opens, view.session.now, view.language) if opens else ""


def moment_in_words(at: datetime, now: datetime, language: str) -> str:
    """A moment within a week, on the clock it is given in: "tomorrow at 9 AM", "el lunes a las 9 de la mañana"."""
    days = (at.date() - now.astimezone(at.tzinfo).date()).days
    hour = (at.hour - 1) % 12 + 1
    clock = f"{hour}:{at.minute:02}" if at.minute else str(hour)
    names = (
        DAYS[days] if days < len(DAYS) else f"weekday.{WEEKDAYS[at.weekday()]}",
        "at_one" if hour == 1 else "at",
        "morning" if at.hour < 12 else "afternoon",
    )
    day, at_word, half = (phrase(f"time.{name}", language) for name in names)
    return f"{day} {at_word} {clock} {half}"


def _first_call(view: View) -> str:
    return "" if ever_called(view.session) else _said(view, "first_call")


def _person(view: View) -> str:
    contact = view.context.contact
    if line := line_of(contact):
        return _said(view, "person.number", number=_number_for(view, line))
    return _said(view, "person.contact", contact=contact) if contact else ""


def _passed(view: View) -> str:
    officials = (view.session.directory.official(id, view.session.now.date()) for id in view.session.passed)
    campaign = view.session.campaign
    names = [name_of(official, campaign, view.language) for official in officials if official and campaign]
    if len(names) > 1:
        names = [_said(view, "passed_several", count=len(names))]
    return _said(view, "passed", officials=names[0]) if names else ""


def _number_for(view: View, phone: str) -> str:
    return readable_phone(phone) if view.channel == "sms" else number_aloud(phone, view.language)


def _script(view: View) -> str:
    official, campaign = current_official(view.session), view.session.campaign
    if official is None or campaign is None:
        return ""
    facts = place_facts(view, campaign)
    today = view.session.now.date()
    return script_of(view.session.directory, campaign, official, _line(view), view.language, view.channel, facts, today)


def _officials(view: View) -> str:
    found, campaign = view.found, view.session.campaign
    if found is None or campaign is None:
        return ""
    said: dict[str, None] = {}  # what is missing for the same reason is said once
    offices = []
    for target in found.targets:
        lines = [line for line in _target(view, campaign, found, target) if line not in said]
        said.update(dict.fromkeys(lines))
        offices.append(lines)
    _add_help(view, found, offices)
    return _listed(view, offices) if view.channel == "sms" else _read_out(view, offices)


def _add_help(view: View, found: Finding, offices: list[list[str]]) -> None:
    """Whom to try for what is missing, once, after the last office that they can help with."""
    told: set[str] = set()
    for target, lines in reversed(list(zip(found.targets, offices, strict=True))):
        words = whom_to_try(view.session.directory, found, target, view.language, view.channel)
        if lines and words and words not in told:
            told.add(words)
            lines[-1] += f" {words}"


def _listed(view: View, offices: list[list[str]]) -> str:
    """A line each; where they would not fit into the text, fewer of the largest office, and how many more there are."""
    whole = sum(map(len, offices))
    while True:
        lines = [line for office in offices for line in office]
        more = [f"{_said(view, 'more', count=whole - len(lines))}: {_link(view)}"] if len(lines) < whole else []
        text = "\n".join((*lines, *more))
        largest = max(offices, key=len, default=[])
        if len(text) <= PLACEHOLDERS["officials"].longest or len(largest) <= 1:
            return text
        largest.pop()


def _read_out(view: View, offices: list[list[str]]) -> str:
    """One after the other; of an office with many members only as many as can be kept in mind."""
    said = []
    for lines in offices:
        more = len(lines) - MOST_READ_OUT
        said += lines if more <= 1 else [*lines[:MOST_READ_OUT], f"{_said(view, 'more', count=more)}."]
    return " ".join(said)


def _target(view: View, campaign: Campaign, found: Finding, target: Target) -> Iterator[str]:
    officials = [official for official in target.officials if dialable_lines(official.lines)]
    for official in officials:
        name = capitalize_first(name_of(official, campaign, view.language))
        yield tell_official(view.context, view.session, official, name, view.channel)
    if not officials:
        yield why_none(campaign, found, target, view.language, view.channel, place_facts(view, campaign))


def _topic(view: View) -> str:
    campaign = view.session.campaign
    if campaign is None:
        return ""
    topics = {topic.key: topic.sms for topic in campaign.wording(view.language).topics}
    return fill_template(topics.get(view.session.thread.state.heard, ""), place_facts(view, campaign))


def _campaigns(view: View) -> str:
    return "\n".join(f"{c.keyword_in(view.language)}: {c.wording(view.language).title}" for c in view.context.campaigns.live)


def _wording(get: Callable[[Words], str]) -> Callable[[View], str]:
    """A value that is a text of the campaign, with its own placeholders filled in; empty without any campaign."""

    def value(view: View) -> str:
        campaign = view.campaign
        return fill_template(get(campaign.wording(view.language)), place_facts(view, campaign)) if campaign else ""

    return value


def _intro(view: View) -> str:
    if view.channel == "sms":
        return _wording(lambda words: words.intro.sms)(view)
    # Said before it is known which of several campaigns a caller means.
    settled = view.session.campaign or view.context.campaigns.hotline
    return _wording(lambda words: words.intro.voice)(view) if settled else ""


def _city(view: View) -> str:
    return place_facts(view, view.campaign)["city"] if view.campaign else ""


def _ward_of(view: View) -> str:
    """The city, or the county, whose wards are asked for."""
    question = open_question(view.session)
    level = LEVELS[question[0]].within if question else ""
    if level == COUNTY and view.found:
        return area_in(view.session.directory, level, view.found.divisions.get(level, ""), view.language)
    return _city(view)


def _zip(view: View) -> str:
    zip = view.session.supporter.zip or ""
    return zip if view.channel == "sms" else spoken_digits(zip)


def _home(view: View) -> str:
    city = city_of(view.session.directory, view.found) if view.found else ""
    if city and view.channel == "sms":
        return f"{city} ({_zip(view)})"
    return f"{city}, {_said(view, 'zip_code', zip=_zip(view))}" if city else _said(view, "the_zip_code", zip=_zip(view))


def _offered_languages(view: View) -> list[str]:
    """The other languages that what this is about is spoken in; for who has no campaign yet, any live one."""
    campaigns = [view.session.campaign] if view.session.campaign else view.context.campaigns.live
    spoken = dict.fromkeys(language for campaign in campaigns for language in campaign.languages)
    return [language for language in spoken if language != view.language]


def _other_languages(view: View) -> str:
    offers = [phrase("value.other_language", language) for language in _offered_languages(view)]
    return f"({'; '.join(offers)})" if offers else ""


def _one_language(view: View) -> str:
    """What is said to who asked for a language that the campaign does not speak."""
    campaign, wanted = view.session.campaign, view.session.supporter.language
    return "" if campaign is None or wanted in (None, *campaign.languages) else _said(view, "one_language")


def _moved(view: View) -> str:
    """That they live elsewhere now: nothing where their home is the same, or the first that we know."""
    zip, was = view.session.supporter.zip, view.session.thread.state.was
    if not zip or not was or zip == was:
        return ""
    city = city_of(view.session.directory, view.found) if view.found else ""
    return _said(view, "moved", home=f"{city} {zip}".strip(), was=was)


def _link(view: View) -> str:
    return view.session.campaign.link(view.context.url, view.language) if view.session.campaign else view.context.url


FACTS: dict[str, Callable[[View], str]] = {
    "organization": lambda view: view.context.organization,
    "contact": lambda view: view.context.contact or _link(view),
    "number": lambda view: _number_for(view, view.context.number),
    "keyword": lambda view: view.campaign.keyword_in(view.language) if view.campaign else "",
    "title": _wording(lambda words: words.title),
    "intro": _intro,
    "ask": _wording(lambda words: words.ask),
    "programme": _wording(lambda words: words.programme.name),
    "frequency": _wording(lambda words: words.programme.frequency),
    "link": _link,
    "zip": _zip,
    "new_zip": lambda view: view.session.thread.state.heard,
    "city": _city,
    "ward_of": _ward_of,
    "home": _home,
    "moved": _moved,
    "officials": _officials,
    "official": _official,
    "phone": _phone,
    "where": _where,
    "ask_for": _ask_for,
    "log": _log,
    "opening": _opening,
    "passed": _passed,
    "first_call": _first_call,
    "person": _person,
    "script": _script,
    "done": lambda view: str(count_done(view.session.call_list.entries)),
    "total": lambda view: str(len(view.session.call_list.entries)),
    "named": lambda view: tell_offices(view.context, view.session, view.channel),
    "topic": _topic,
    "more": _wording(lambda words: words.more.sms),
    "other_languages": _other_languages,
    "language_words": lambda view: "".join(f"{phrase('value.language_word', each)}, " for each in _offered_languages(view)),
    "one_language": _one_language,
    "alert": lambda view: view.session.alert,
    "code": lambda view: view.session.code,
    "problem": lambda view: view.session.problem,
    "held": lambda view: summarize_data(view.context, view.session),
    "kept_texts": lambda view: str(view.context.keep_texts_days),
    "kept_threads": lambda view: str(view.context.keep_conversations_days),
    "campaigns": _campaigns,
}
