"""What a person may write into one cell of a list, and what it means: a place, ZIP codes, a name. Pure."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.locale import SOURCE, in_each
from bot.locale.flaws import flaw, joined
from bot.officials.divisions import STATES, WHOLE_PLACES, place_division, place_slug, state_of
from bot.officials.levels import LevelRow
from bot.officials.local.ward_labels import read_ward
from bot.officials.written_divisions import area_of
from bot.officials.zip_areas import Areas
from bot.tabular.cells import CellError
from bot.telephony import sms_text

WHOLE_ID = re.compile(r"ocd-division(/[a-z_]+:[a-z0-9_~.-]+)+")
MAX_NAME, MAX_TITLE = 50, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlace:
    """A place or another area that elects somebody. `ward`: the ward that a division of its own named, "" for none."""

    division: str
    name: str
    ward: str = ""


class Places:
    """Places as people write them, looked up in the tables."""

    def __init__(self, areas: Areas) -> None:
        self.areas = areas
        self._named: dict[str, dict[str, str]] = {}
        self._suggested: dict[tuple[str, str], Sequence[str]] = {}
        self._in_use: dict[str, bool] = {}

    def in_use(self, zip: str) -> bool:
        """Is there such a ZIP code?"""
        if zip not in self._in_use:
            self._in_use[zip] = self.areas.area(zip).kind != "unknown"
        return self._in_use[zip]

    def _of(self, state: str) -> Mapping[str, str]:
        """The places of a state: name as an id has it -> division."""
        if state not in self._named:
            inside = f"{STATES[state].division}/"
            named = ((division, name) for division, name in self.areas.places.items() if division.startswith(inside))
            self._named[state] = {place_slug(name): division for division, name in named}
        return self._named[state]

    def place(self, written: str) -> ListedPlace:
        """The place of "Tacoma, WA", "City of Tacoma, Washington" or "wa/tacoma". Raises CellError."""
        if key := re.fullmatch(r"([A-Za-z]{2})/([a-z0-9_:]+)", written.strip()):
            division = place_division(f"{key[1].lower()}/{key[2]}") if key[1].upper() in STATES else ""
            if name := self.areas.name(division):
                return ListedPlace(division=division, name=name)
            raise CellError(flaw("cell_no_place", given=repr(written)))
        town, comma, state_written = written.rpartition(",")
        state = state_code(state_written)
        if not comma or not town.strip() or not state:
            raise CellError(flaw("cell_place_no_state", given=repr(written)))
        if state in WHOLE_PLACES:
            if place_slug(town) == place_slug(WHOLE_PLACES[state]):
                return ListedPlace(division=STATES[state].division, name=WHOLE_PLACES[state])
            raise CellError(flaw("cell_place_whole", given=repr(written), place=f"{WHOLE_PLACES[state]}, {state}"))
        slug = place_slug(re.sub(r"(?i)^\s*(city|town|village|borough|municipality) of ", "", town))
        known = self._of(state)
        for name in (place_slug(town), slug):  # there is a Village of the Branch
            if name in known:
                return ListedPlace(division=known[name], name=self.areas.name(known[name]))
        near = self._near(state, slug)
        code = "cell_place_near" if near else "cell_place_unknown"
        raise CellError(flaw(code, given=repr(written), near=joined(near, "or") if near else ""))

    def division(self, written: str, name: str, has_zips: bool) -> ListedPlace:
        """The place (and ward) of an Open Civic Data id; one that no table has needs a name and ZIP codes. Raises CellError."""
        home = state_of(written)
        if home is None or not WHOLE_ID.fullmatch(written):
            raise CellError(flaw("cell_no_division", given=repr(written)))
        above, _, last = written.rpartition("/")
        kind, _, number = last.partition(":")
        ward = read_ward(number.replace("_", " ")) if kind in ("ward", "council_district") else ""
        place = above if ward else written
        if known := self.areas.name(place):
            return ListedPlace(division=place, name=known, ward=ward)
        if place == home.division:
            raise CellError(flaw("cell_whole_state", given=repr(written)))
        if not name or not has_zips:
            raise CellError(flaw("cell_off_map", given=repr(written)))
        return ListedPlace(
            division=place,
            name=_text(name.rpartition(",")[0] if state_code(name.rpartition(",")[2]) else name, MAX_NAME),
            ward=ward,
        )

    def county(self, written: str) -> ListedPlace:
        """The county of "Pierce, WA", "Pierce County, WA", "wa/pierce" or its id, with a district of it as an id may name one.

        Raises CellError: also where a county and a city that lies in none have the name that is written.
        """
        above, _, last = written.rpartition("/")
        kind, _, number = last.partition(":")
        ward = read_ward(number.replace("_", " ")) if kind == "council_district" else ""
        found = self._counties(above if ward else written)
        if not found:
            raise CellError(flaw("cell_no_county", given=repr(written[:60])))
        if len(found) > 1:
            known = joined(found, "or")
            raise CellError(flaw("cell_several_counties", given=repr(written[:60]), number=len(found), known=known))
        return ListedPlace(division=found[0], name=self.areas.counties.said(found[0], SOURCE), ward=ward)

    def _counties(self, written: str) -> list[str]:
        """The counties that may be meant by a name and a state, or the one with an id."""
        if written.startswith("ocd-division/"):
            return [written] if self.areas.counties.name(written) else []
        if key := re.fullmatch(r"([A-Za-z]{2})/([a-z0-9_:]+)", written.strip()):
            state, called = key[1].upper(), key[2].replace(":", "_")
        else:
            town, _, state_written = written.rpartition(",")
            state, called = state_code(state_written), place_slug(town)
        return [
            division
            for division, name in (self.areas.counties.within(state) if called else {}).items()
            if called in _county_names(name, division.rpartition("/")[2].partition(":")[0])
        ]

    def _near(self, state: str, slug: str) -> Sequence[str]:
        """The places of a state that may be meant by a misspelt name."""
        key = (state, slug)
        if key not in self._suggested:
            others = list(self._of(state)) if len(self._suggested) < MOST_SUGGESTED else []
            longer = [other for other in others if other.startswith(f"{slug}_")]
            near = longer[:3] or difflib.get_close_matches(slug, others, n=3, cutoff=0.7)
            self._suggested[key] = [f"{self.areas.name(self._of(state)[other])}, {state}" for other in near]
        return self._suggested[key]


def read_area(row: LevelRow, written: str, name: str) -> ListedPlace:
    """An area of a level that no table has: "Pierce, WA", "wa/pierce", or its whole id and its name. Raises CellError."""
    if written.startswith("ocd-division/"):
        division = written if state_of(written) and WHOLE_ID.fullmatch(written) else ""
    else:
        name, _, state = written.rpartition(",")
        division = area_of(row, f"{state_code(state)}/{name}" if name else written)
    kind, _, slug = division.rpartition("/")[2].partition(":")
    if kind not in row.kinds:
        raise CellError(flaw("cell_no_area", given=repr(written), level=row.name, example=row.example.partition("=")[2]))
    called = name.strip() or slug.replace("_", " ").title()
    return ListedPlace(division=division, name=_text(called, MAX_NAME))


def _county_names(name: str, kind: str) -> set[str]:
    """What "Pierce" is called: "pierce", "pierce_county", "county_pierce" as in its id; "city_of_richmond"."""
    slug = place_slug(name)
    if kind == "place":
        return {slug, f"{slug}_city", f"city_of_{slug}", f"place_{slug}"}
    return {slug, f"{slug}_{kind}", f"{kind}_{slug}"}


MOST_SUGGESTED = 100  # in one file: each costs a search through all places of a state


def state_code(written: str) -> str:
    """A state's code from its code or its name, "" for neither."""
    return _STATES.get(place_slug(written), "")


_STATES = {
    place_slug(word): state.code for state in STATES.values() for word in (*in_each(f"state.{state.code}").values(), state.code)
}
_STATES["d_c"] = "DC"


def read_zips(written: str, places: Places) -> tuple[str, ...]:
    """The ZIP codes in a cell, sorted, each once. Zeros that a spreadsheet took away are put back. Raises CellError."""
    found = set()
    for word in re.split(r"[\s,;/|]+", written.strip()):
        if not word:
            continue
        digits = re.fullmatch(r"([0-9]{3,5})(?:-[0-9]{4}|\.0)?", word)
        if digits is None:
            raise CellError(flaw("cell_no_zip", given=repr(word)))
        zip = digits[1].zfill(5)
        if not places.in_use(zip):
            raise CellError(flaw("cell_zip_unused", zip=zip))
        found.add(zip)
    return tuple(sorted(found))


def read_name(written: str) -> str:
    """A person's name. Raises CellError."""
    name = _text(written, MAX_NAME)
    if any(character.isdigit() for character in name):
        raise CellError(flaw("cell_digit_in_name", given=repr(written[:60])))
    if not place_slug(name):  # which makes the official's id
        raise CellError(flaw("cell_no_latin", given=repr(written[:60])))
    return name


def read_title(written: str) -> str:
    """A title, in any language. Raises CellError."""
    return _text(written, MAX_TITLE)


STRANGE = re.compile(r"[<>{}@=|\\^~\[\]]|://")


def _text(written: str, most: int) -> str:
    """A text that can be said and texted."""
    if len(written) > most:
        raise CellError(flaw("cell_long", number=len(written), most=most))
    found = STRANGE.search(written)
    if found or any(unicodedata.category(character)[0] in "CS" for character in sms_text(written)):
        raise CellError(flaw("cell_no_letters", given=repr(written)))
    if not any(character.isalpha() for character in written):
        raise CellError(flaw("cell_no_letter", given=repr(written)))
    return unicodedata.normalize("NFC", written)
