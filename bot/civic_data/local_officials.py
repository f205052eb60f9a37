"""Officials of places and counties as their sources name them, in one shape: rows of councils.tsv. Not how one is read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.civic_data.land import CensusPlace, Land
from bot.officials.divisions import place_slug
from bot.officials.levels import COUNTY
from bot.officials.local.office_names import COUNCIL, COUNTY_COUNCIL, DISTRICT_ATTORNEY, HEADS, SHERIFF
from bot.officials.local.ward_labels import read_ward
from bot.officials.phones import source_to_line
from bot.officials.roles import ROLES
from bot.officials.tables import read_date, table_rows
from bot.tabular.cells import CellError
from bot.telephony import split_line

COUNCILS = "councils.tsv"
NATION = "US"  # of an election that is held everywhere
CIVICPATCH, CITIES = "civicpatch", "city-councils"  # the sources, by their names in sources.py
DESKS = 3
EXCHANGE = len("+1253591")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalOfficial:
    """A row of councils.tsv: one number of a person, of a ward's office or of a place's (then `name` is empty).

    place: its key ("wa/tacoma"), or a county's ("wa/county:pierce"). ward: as people say it, "" for the whole place. line: the
    id of a line, "" for none. term_end: the last day on which they may be named. zip: where the place lies. as_of: the day on
    which the source was read.
    """

    place: str
    role: str
    ward: str
    name: str
    line: str
    term_end: date | None
    source: str
    as_of: date
    zip: str = ""

    @property
    def person(self) -> tuple[str, str, str]:
        """Tells the people of one place apart."""
        return self.role, self.ward, place_slug(self.name)

    def row(self) -> tuple[str, ...]:
        """The cells of councils.tsv."""
        end = self.term_end.isoformat() if self.term_end else ""
        return (self.place, self.role, self.ward, self.name, self.line, end, self.zip, self.source, self.as_of.isoformat())


class LocalElections:
    """When the newly elected of councils take their seats: council_elections.tsv."""

    def __init__(self, seated: Mapping[tuple[str, str], tuple[date, ...]]) -> None:
        """seated: (area, kind of place or "") -> the days, in order."""
        self._seated = seated

    @classmethod
    def load(cls, folder: Path) -> "LocalElections":
        """Raises DataError for a day that is none."""
        found: dict[tuple[str, str], set[date]] = defaultdict(set)
        for number, row in enumerate(table_rows(folder, "council_elections.tsv"), start=2):
            day = read_date(row["seated"], f"{folder / 'council_elections.tsv'}: line {number}")
            for kind in row["kinds"].split() or [""]:
                found[row["area"], kind].add(day)
        return cls({area: tuple(sorted(days)) for area, days in found.items()})

    def next_seating(self, place: str, kind: str, after: date) -> date | None:
        """The first day after this one on which somebody else may sit; a place's own rows count instead of its state's.

        Rows of a state without a kind are about its places. Counties have those of their kind, of their state and the nation.
        """
        state = place.partition("/")[0].upper()
        areas = [(NATION, kind), (state, kind)] if kind == COUNTY else [(state, ""), (state, kind)]
        areas = [(place, "")] if (place, "") in self._seated else areas
        return min((day for area in areas for day in self._seated.get(area, ()) if day > after), default=None)

    def last_day(self, place: str, kind: str, term: "Term", read: date) -> date | None:
        """Until when somebody may be named whom a source of the day `read` has with this end of term; None: no end is known.

        An end that is known to the day counts. Within a period, and where there is none, whoever is elected next may sit.
        """
        if term.begins == term.ends and term.ends is not None:
            return term.ends
        seated = self.next_seating(place, kind, max(read, term.begins - timedelta(1)) if term.begins else read)
        return min((day for day in (term.ends, seated and seated - timedelta(1)) if day), default=None)


@dataclass(frozen=True, slots=True)
class Term:
    """An end of term: the period it lies in (2027 is all of 2027), or nothing where the source has none."""

    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRules:
    """What the readers of councils need: places and their land, elections, and exceptions: (place, office) -> ward.

    today: the day from which the tables count: who may not be named then is left out.
    """

    land: Land
    elections: LocalElections
    exceptions: Mapping[tuple[str, str], str]
    today: date

    @classmethod
    def load(cls, folder: Path, land: Land, today: date) -> "LocalRules":
        """The tables kept by hand are those of `folder`. Raises DataError where they are not ours."""
        rows = table_rows(folder, "council_exceptions.tsv")
        exceptions = {(row["place"], row["office"].casefold()): row["ward"] for row in rows}
        return cls(land=land, elections=LocalElections.load(folder), exceptions=exceptions, today=today)

    def last_day(self, place: str, term: Term, read: date) -> date | None:
        """As LocalElections.last_day()."""
        return self.elections.last_day(place, self.area(place).kind, term, read)

    def area(self, key: str) -> CensusPlace:
        """A place by its key, else the county. Honolulu is both, and elects as a place."""
        return self.land.places.get(key) or self.land.counties[key]

    def may_be_named(self, official: LocalOfficial) -> bool:
        """Is the term not over?"""
        return official.term_end is None or official.term_end >= self.today


def ward_name(written: str) -> str:
    """ "2_-_seat_2", "2-1" and "no. 2" are ward 2, "3_-_ward_south" is "South", "2-a" is "2 A".

    "single member" says how they are elected and not by which ward. Raises CellError for what is no ward.
    """
    plain = re.sub(r"^(\d+)-\d+$", r"\1", written.replace("_", " "))
    if "single" in plain:
        raise CellError(f"{written!r} says no ward's name")
    if parts := re.fullmatch(r"(?P<number>.+) - (?P<kind>seat|ward) (?P<name>.+)", plain):
        plain = parts["name"] if parts["kind"] == "ward" else parts["number"]
    if part := re.fullmatch(r"(\d+)-([a-z])", plain):  # of an id, it is no party's
        return f"{part[1]} {part[2].upper()}"
    return read_ward(plain)


def read_line(written: str) -> str:
    """The id of a line, "" for what is none."""
    return source_to_line(written) or ""


def complete_place(found: Sequence[LocalOfficial], rules: LocalRules) -> list[LocalOfficial]:
    """The rows of one place or county, of one source, in order: only who may be named, each once, and the lines of offices.

    A ward that has nobody left stays as an office, so that it can be chosen. Whoever has no number of their own has the
    place's, if there is one; but not a sheriff or a district attorney, whose offices are elsewhere.
    """
    council = COUNTY_COUNCIL if rules.area(found[0].place).kind == COUNTY else COUNCIL
    first: dict[tuple[str, ...], LocalOfficial] = {}
    for official in found:
        first.setdefault((*official.person, official.line), official)
    every = list(first.values())
    own = next((official.line for official in every if not official.name and not official.ward), "") or _shared_line(every)
    stays = _are_offices(every)
    people = [o for o in every if o.role == council and o.name and rules.may_be_named(o)]
    blank = replace(min(found, key=lambda official: official.as_of), role=council, name="", term_end=None)
    offices = {"": replace(blank, ward="", line=own)} if own else {}
    for official in every:
        if official.role == council and official.ward and not any(person.ward == official.ward for person in people):
            line = official.line if stays or not official.name else ""
            offices.setdefault(official.ward, replace(blank, ward=official.ward, line=line or own))
    members = [*people, *offices.values()]
    if not any(row.name or row.line for row in members):
        members = []
    heads = _officers(HEADS[council], every, own, stays, rules)
    rows = [replace(row, line=row.line or own) for row in (*members, *heads)]
    for role in (SHERIFF, DISTRICT_ATTORNEY):
        rows += _officers(role, every, own, stays, rules)
    zip = main_zip(rules, found[0].place)
    # Whoever has two numbers keeps their order: the main one first.
    return sorted((replace(row, zip=zip) for row in rows), key=lambda row: (row.role, row.ward, row.name))


def _officers(role: str, every: Sequence[LocalOfficial], own: str, stays: bool, rules: LocalRules) -> list[LocalOfficial]:
    """The rows of an office that one person holds. Of two there is none; one whose term is over stays where the number is the
    office's, which it is whoever holds it."""
    holders = [o for o in every if o.role == role and o.name]
    sitting = [o for o in holders if rules.may_be_named(o)]
    if len({o.person for o in sitting or holders}) > ROLES[role].seats:
        return []
    return sitting or [o for o in holders if o.line and (stays or o.line == own)]


def _shared_line(officials: Iterable[LocalOfficial]) -> str:
    """The number that at least two have, and half of all who have any: the place's own."""
    lines = Counter(line for _, line in {(official.person, official.line) for official in officials if official.line})
    line = max(lines, key=lambda line: (lines[line], line), default="")
    return line if lines[line] > 1 and 2 * lines[line] >= lines.total() else ""


def _are_offices(officials: Iterable[LocalOfficial]) -> bool:
    """Are all numbers of one exchange? Then they are desks of city hall, and stay when somebody leaves."""
    lines = {official.line for official in officials if official.line}
    return len(lines) >= DESKS and len({split_line(line)[0][:EXCHANGE] for line in lines}) == 1


def main_zip(rules: LocalRules, place: str) -> str:
    """The ZIP code that a place or county has most land in."""
    shares = rules.area(place).land
    return max(shares, key=lambda zip: (shares[zip], zip))


def read_councils(folder: Path) -> list[LocalOfficial]:
    """The rows of councils.tsv as an earlier build wrote them. Raises DataError with the line of what is no such row."""
    found = []
    for number, row in enumerate(table_rows(folder, COUNCILS), start=2):
        where = f"{folder / COUNCILS}: line {number}"
        end = read_date(row["term_end"], where) if row["term_end"] else None
        found.append(
            LocalOfficial(
                place=row["place"],
                role=row["role"],
                ward=row["ward"],
                name=row["name"],
                line=row["phone"],
                term_end=end,
                source=row["source"],
                as_of=read_date(row["as_of"], where),
                zip=row["zip"],
            )
        )
    return found
