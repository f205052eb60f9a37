"""What a place and an official are called in a text. Not what a text says about them."""

import re
from datetime import date
from typing import Protocol

from bot.locale import phrase, phrase_or, titled_name
from bot.officials.directory import OUTSIDE, Directory, Finding, OfficeLine, Official
from bot.officials.divisions import state_of
from bot.officials.levels import COUNTY, DISTRICTS, PLACE, STATE, Level
from bot.telephony import readable_phone

_STATE = re.compile(r"/(?:state|district|territory):([a-z]{2})\b")


class Wording(Protocol):
    """Whoever has words for an office: a campaign."""

    def official(
        self, role: str, language: str, *, title: str, name: str | None, gender: str = "", office: str = ""
    ) -> str: ...


def city_of(directory: Directory, found: Finding) -> str:
    """Where they live, in a word: the place that is settled, else the post office's city of a ZIP with homes in it, else "".

    The post office's city is a mail address: who said that they live outside every place does not live in it.
    """
    place = found.divisions.get(PLACE, "")
    if place == OUTSIDE:
        return ""
    return directory.areas.name(place) or (found.city if found.kind == "standard" else "")


def area_in(directory: Directory, level: Level, division: str, language: str) -> str:
    """What a division of any level is called: "Washington", "district 27", "Tacoma"; "" for a place without a name.

    An area that no table has is called by its id, in the words that the catalogues have under `district` for its level.
    """
    if level == STATE:
        return home.name_in(language) if (home := state_of(division)) else ""
    if level in DISTRICTS:
        return directory.districts.said(level, division, language)
    if level == PLACE:
        return directory.areas.name(division)
    if level == COUNTY:
        return directory.areas.counties.said(division, language)
    name = division.rpartition(":")[2].replace("_", " ").title()
    return phrase(f"district.{level}", language, name=name)


def state_in(found: Finding, language: str) -> str:
    """The state's name, "" while it is open."""
    return found.state_name(language)


def line_in_words(line: OfficeLine, language: str) -> str:
    """A line as a text tells it to who dials it: "253-591-5100 ext. 4 (press 2)"."""
    keys = f" {phrase('value.press', language, keys=', '.join(line.keys.split()))}" if line.keys else ""
    return f"{readable_phone(line.id)}{keys}"


def caucus_in(line: OfficeLine, language: str) -> str:
    """Whose line it is, where a party's caucus has it: "the Democratic caucus"; "" for all others."""
    return phrase_or(f"caucus.{line.caucus}", language, "") if line.caucus else ""


def title_in(official: Official, language: str) -> str:
    """The official's title."""
    return official.titles.get(language, official.title)


def listed_name(directory: Directory, id: str, today: date, language: str) -> str:
    """An official as a list without a campaign names them: "Representative Jane Doe (WA)"; by their id where no table has
    them any more."""
    official = directory.official(id, today)
    if official is None:
        return id
    title = title_in(official, language)
    called = titled_name(title, official.name, "", language) if official.name else official.office.get(language, "") or title
    state = _STATE.search(official.division)
    return f"{called} ({state[1].upper()})" if state else called


def name_of(official: Official, campaign: Wording, language: str) -> str:
    """Whom we call, in words: "Governor Bob Ferguson", or "the office of the governor" while we cannot say who holds it."""
    return campaign.official(
        official.role,
        language,
        title=title_in(official, language),
        name=official.name,
        gender=official.gender,
        office=official.office.get(language, ""),
    )
