"""The words an organizer has for states, districts, places and officials, and the ids our tables have for them."""

import difflib
import re
from collections.abc import Callable, Mapping

from bot.broadcasts.broadcast_rows import PlaceKey
from bot.locale import in_each
from bot.locale.flaws import Flaw, flaw
from bot.officials.directory import Directory
from bot.officials.divisions import STATES, place_division, place_slug, state_of
from bot.officials.levels import COUNTY, HOUSE, LEVELS, PLACE, STATE, Level
from bot.officials.residency import level_of
from bot.officials.roles import title_of
from bot.officials.written_divisions import division_of


class Unknown(Exception):
    """No such area or official: what is wrong with the word."""

    def __init__(self, found: Flaw) -> None:
        self.found = found
        super().__init__(str(found))


BY_NAME = {name.casefold(): code for code, state in STATES.items() for name in in_each(f"state.{code}").values()}
ZIP_BEGINS = re.compile(r"[0-9]{2,5}")
CITY_AND_STATE = re.compile(r"(.+?),\s*(\w[\w .]*)")
DISTRICT = re.compile(r"(?:([a-z_]+)=(.+)|[A-Za-z]{2}-[A-Za-z0-9]+)")
WRITTEN = ", ".join(row.example for row in LEVELS.values() if row.name not in (STATE, PLACE))


def read_state(word: str, directory: Directory) -> str:
    """ "WA", "Washington" or "wa" -> "WA"."""
    code = word.upper() if word.upper() in STATES else BY_NAME.get(word.casefold(), "")
    if not code:
        near = difflib.get_close_matches(word.casefold(), BY_NAME, n=1)
        raise Unknown(flaw("no_state", word=word, near=BY_NAME[near[0]] if near else "WA"))
    return code


def read_zip_beginning(word: str, directory: Directory) -> str:
    """ "984", or a whole ZIP code."""
    if not ZIP_BEGINS.fullmatch(word):
        raise Unknown(flaw("no_zip", word=word))
    return word


def read_division(word: str, directory: Directory) -> str:
    """ "cd=WA-6" (or "WA-6"), "sldl=WA-27", any other level as the example of its row, or a whole id -> the id."""
    if word.startswith("ocd-division/"):
        level, division = level_of(directory, word) or HOUSE, word
    else:
        match = DISTRICT.fullmatch(word)
        if match is None or (match[1] or HOUSE) not in LEVELS:
            raise Unknown(flaw("district_miswritten", word=word, known=WRITTEN))
        level = match[1] or HOUSE
        division = division_of(level, match[2] or word, directory.districts)
    if not _on_record(level, division, directory):
        raise Unknown(flaw("district_unknown", word=word, known=WRITTEN))
    return division


def _on_record(level: Level, division: str, directory: Directory) -> bool:
    if level == HOUSE:
        return division in directory.areas.house()
    if LEVELS[level].told_by_zip == "nothing":  # whoever sits for it is all that says that it is there
        return any(record.division == division for record in directory.records)
    if level == COUNTY:  # the level of a city that is one is that of places
        return bool(directory.areas.counties.name(division))
    return level_of(directory, division) == level


def read_place_name(word: str, directory: Directory) -> str:
    """ "Tacoma, WA", "wa/tacoma" or a whole id -> the id."""
    if word.startswith("ocd-division/"):
        return _place_on_record(word, word, directory)
    if "/" in word:
        code, _, rest = word.partition("/")
        return _place_on_record(place_division(f"{read_state(code, directory)}/{rest.lower()}"), word, directory)
    match = CITY_AND_STATE.fullmatch(word)
    if match is None:
        raise Unknown(flaw("place_no_state", word=word))
    return _place_on_record(place_division(f"{read_state(match[2], directory)}/{place_slug(match[1])}"), word, directory)


def _place_on_record(division: str, word: str, directory: Directory) -> str:
    if directory.areas.name(division):
        return division
    home = state_of(division)
    start = f"{home.division}/" if home else ""
    names = {name: division for division, name in directory.areas.places.items() if start and division.startswith(start)}
    near = difflib.get_close_matches(word.partition(",")[0].rpartition("/")[2], names, n=1)
    if near and home:
        raise Unknown(flaw("place_near", word=word, near=f"{near[0]}, {home.code}"))
    raise Unknown(flaw("place_unknown", word=word))


def read_official(word: str, directory: Directory) -> str:
    """An official's id, or a whole name that only one has -> the id."""
    if directory.record(word):
        return word
    records = list(directory.all_records())
    named = [record for record in records if record.name.casefold() == word.casefold()]
    if len(named) == 1:
        return named[0].id
    if named:
        known = (f"{record.id} ({title_of(record.role, record.division)}, {_where(record.division)})" for record in named)
        raise Unknown(flaw("officials_several", number=len(named), word=word, known=", ".join(known)))
    near = difflib.get_close_matches(word, {record.name for record in records if record.name}, n=1, cutoff=0.8)
    raise Unknown(flaw("official_near", word=word, near=near[0]) if near else flaw("official_unknown", word=word))


def _where(division: str) -> str:
    home = state_of(division)
    return home.code if home else division


READERS: Mapping[PlaceKey, Callable[[str, Directory], str]] = {
    "state": read_state,
    "zip": read_zip_beginning,
    "division": read_division,
    "place": read_place_name,
    "official": read_official,
}
