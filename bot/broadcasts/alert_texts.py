"""The text of a broadcast as one recipient gets it: in their language, with their own place and official in it. No I/O."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from bot.broadcasts.broadcast_rows import AudienceRow
from bot.campaigns import Campaign
from bot.campaigns.text_rules import PLACEHOLDERS as CAMPAIGN_PLACEHOLDERS
from bot.engine.placeholders import fill_template, template_fields, tidy_text
from bot.locale import contract, phrase
from bot.officials.dated_divisions import in_force
from bot.officials.directory import Directory, Finding, Official
from bot.officials.naming import city_of, line_in_words, name_of, state_in
from bot.officials.office_lines import dialable_lines, in_order, zip_middle
from bot.officials.records import OfficeLine
from bot.telephony import Content, readable_phone, sms_text

# Placeholder -> what it stands for. The first five are the recipient's own, the others are the same for everybody.
PLACEHOLDERS: Mapping[str, str] = {
    "official": "the recipient's own official, with title",
    "phone": "that official's number",
    "city": "the recipient's city",
    "state": "the recipient's state",
    "zip": "the recipient's ZIP code",
    "organization": "who runs this bot",
    "programme": "the name of the campaign's alerts",
    "keyword": "the campaign's keyword",
    "number": "the number to text and call",
    "link": "the address of the campaign's page",
}
OF_THE_OFFICIAL = ("official", "phone")
OF_THE_PLACE = (*OF_THE_OFFICIAL, "city", "state", "zip")

# Carriers want every text of a programme to say who sends it and how to stop (CTIA Messaging Principles 5.1.3): what an
# organizer's words lack is added.
BOTH_NAMED, ORGANIZATION_NAMED = "{organization}, {programme}: ", "{organization}: "
STOP = re.compile(r"\bSTOP\b")  # in capitals: "stop deportations" tells nobody how to leave

CACHED = 8192  # texts of one broadcast; most recipients share one with their neighbors
PLACES = 512  # what is behind the texts of a place, for its other languages; ten times as large as a text


Answers = tuple[tuple[str, str], ...]  # level and division, as a supporter's row has them


class Recipient(NamedTuple):
    """Whom a text is for; the four columns of a supporter that it depends on, as the table has them."""

    id: int
    language: str | None
    zip: str | None
    chosen_divisions: Mapping[str, str]
    geocoded_divisions: Mapping[str, str] | None


class _Found(NamedTuple):
    """What a place comes to, whatever the language; `official` and their `line` only where a text names them."""

    finding: Finding
    city: str
    official: Official | None
    line: OfficeLine | None


class WrittenBroadcast(Protocol):
    """A broadcast as its row has it, or a draft."""

    @property
    def campaign(self) -> str: ...
    @property
    def texts(self) -> Mapping[str, str]: ...
    @property
    def fallbacks(self) -> Mapping[str, str]: ...
    @property
    def pictures(self) -> Mapping[str, str] | None: ...
    @property
    def audience_filter(self) -> AudienceRow: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What this installation is called, its number in E.164, and its public address."""

    organization: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A recipient for whom a placeholder has no value, and no fallback is stated: they get no text."""

    placeholder: str


class CampaignNotLive(Exception):
    """The campaign of a broadcast is paused, has ended, or is not there any more; the message names it, and the mend."""


class Texts:
    """Renders one broadcast for a day; in a worker it serves a batch or a minute, not longer than the tables it was given.

    `flagged`: numbers of lines that are not to be given out.
    """

    def __init__(
        self,
        broadcast: WrittenBroadcast,
        campaign: Campaign,
        directory: Directory,
        names: Names,
        today: date,
        flagged: Collection[str] = frozenset(),
    ) -> None:
        self._campaign, self._directory, self._today, self._flagged = campaign, directory, today, flagged
        self._role = role_of(broadcast, campaign)
        first = campaign.languages[0]
        self._first = first if first in broadcast.texts else next(iter(broadcast.texts))
        self._texts = broadcast.texts
        self._media = {language: (address,) for language, address in (broadcast.pictures or {}).items()}
        self._fields = {language: tuple(dict.fromkeys(template_fields(text))) for language, text in broadcast.texts.items()}
        self._own = {language: tuple(n for n in named if n in OF_THE_PLACE) for language, named in self._fields.items()}
        self._names_an_official = names_an_official(broadcast)
        self._shared = {language: shared_values(campaign, names, language) for language in broadcast.texts}
        self._fallbacks = broadcast.fallbacks
        # Bound to this object, so that the cache goes when it does.
        self._rendered = lru_cache(maxsize=CACHED)(self._render)
        self._found = lru_cache(maxsize=PLACES)(self._find)

    @property
    def names_a_place(self) -> bool:
        """Does any of the texts name something of the recipient's own?"""
        return any(self._own.values())

    def language(self, spoken: str | None) -> str:
        """The language of the text for someone who speaks this one: their own if it is written, else the campaign's first."""
        return spoken if spoken is not None and spoken in self._texts else self._first

    def render(self, recipient: Recipient) -> Content | Missing:
        """What is sent, or the placeholder that has no value for them."""
        language = self.language(recipient.language)
        if not self._own[language]:
            return self._rendered(language, "", (), ())
        chosen, geocoded = recipient.chosen_divisions, recipient.geocoded_divisions
        return self._rendered(
            language,
            recipient.zip or "",
            tuple(chosen.items()) if chosen else (),
            tuple(geocoded.items()) if geocoded else (),
        )

    def for_nobody(self, language: str) -> str:
        """The text of a language that no recipient reads; what would be a recipient's own stays a {placeholder}."""
        own = {name: f"{{{name}}}" for name in self._own[language]}
        return finish_text(self._texts[language], self._shared[language] | own, language)

    def _render(self, language: str, zip: str, chosen: Answers, geocoded: Answers) -> Content | Missing:
        values = dict(self._shared[language])
        if self._own[language]:
            values |= self._place(language, zip, chosen, geocoded)
        for name in self._fields[language]:
            if not values.get(name):
                values[name] = self._fallback(name, language)
                if not values[name]:
                    return Missing(name)
        return Content(text=finish_text(self._texts[language], values, language), media=self._media.get(language, ()))

    def _fallback(self, name: str, language: str) -> str:
        stated = self._fallbacks.get(f"{name}.{language}", "")
        # A campaign has words of its own for a city that is not known.
        return stated or (self._campaign.wording(language).unknown.city if name == "city" else "")

    def _find(self, zip: str, chosen: Answers, geocoded: Answers) -> _Found:
        chosen_now, geocoded_now = (
            in_force(self._directory, dict(each), self._today) if each else {} for each in (chosen, geocoded)
        )
        found = self._directory.find(
            zip, (self._role,), chosen_divisions=chosen_now, geocoded_divisions=geocoded_now, today=self._today
        )
        official, line = self._official(found, zip) if self._names_an_official else (None, None)
        return _Found(found, city_of(self._directory, found), official, line)

    def _place(self, language: str, zip: str, chosen: Answers, geocoded: Answers) -> dict[str, str]:
        if not zip:
            return {}
        found, city, official, line = self._found(zip, chosen, geocoded)
        phone = line_in_words(line, language) if line else ""
        name = name_of(official, self._campaign, language) if official else ""
        return {"zip": zip, "city": city, "state": state_in(found, language), "official": name, "phone": phone}

    def _official(self, found: Finding, zip: str) -> tuple[Official | None, OfficeLine | None]:
        """The official and their line, where it is sure whose they are; of several the first who can be called now."""
        officials = found.targets[0].officials
        lines = {each.id: self._working(each, zip) for each in officials}
        official = max(officials, key=lambda each: (bool(lines[each.id]), bool(dialable_lines(each.lines))), default=None)
        line = next(iter(lines[official.id]), None) if official else None
        return official, line

    def _working(self, official: Official, zip: str) -> list[OfficeLine]:
        order = in_order(official.lines, self._campaign.lines, zip_middle(zip), {})
        return [line for line in order if line.id not in self._flagged]


def role_of(broadcast: WrittenBroadcast, campaign: Campaign) -> str:
    """The role of whom {official} means."""
    return str(broadcast.audience_filter.get("official") or campaign.targets[0])


def names_an_official(broadcast: WrittenBroadcast) -> bool:
    """Does any of its texts?"""
    return any(name in OF_THE_OFFICIAL for text in broadcast.texts.values() for name in template_fields(text))


def shared_values(campaign: Campaign, names: Names, language: str) -> dict[str, str]:
    """What is the same for everybody who reads a language."""
    return {
        "organization": names.organization,
        "programme": campaign.wording(language).programme.name,
        "keyword": campaign.keyword_in(language),
        "number": readable_phone(names.number),
        "link": campaign.link(names.url, language),
    }


def longest_values(campaign: Campaign, names: Names, language: str) -> dict[str, str]:
    """The longest realistic value of every placeholder."""
    return {name: CAMPAIGN_PLACEHOLDERS[name][1] for name in OF_THE_PLACE} | shared_values(campaign, names, language)


def finish_text(template: str, values: Mapping[str, str], language: str) -> str:
    """A template with its values, as it is sent."""
    text = tidy_text(fill_template(template, values))
    return sms_text(contract(text, language))


def complete_text(text: str, campaign: Campaign, names: Names, language: str) -> str:
    """An organizer's words, and what they lack: who is speaking, and how to stop."""
    text = text.strip()
    said = text.casefold()
    if not any(name.casefold() in said for name in (names.organization, "{organization}")):
        programme = (campaign.wording(language).programme.name, "{programme}")
        text = (ORGANIZATION_NAMED if any(name.casefold() in said for name in programme) else BOTH_NAMED) + text
    return text if STOP.search(text) else f"{text}\n{phrase('alert.stopping', language)}"
