"""Who lives in a division for sure, who may, who does not: by ZIP code and what was told. Not how to find them in a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.officials.dated_divisions import in_force
from bot.officials.directory import Directory
from bot.officials.divisions import BY_DIVISION, STATES, state_of
from bot.officials.levels import CHAMBERS, COUNTY, DISTRICTS, HOUSE, LEVELS, PARTLY_KNOWN, PLACE, STATE, WARDS, Level
from bot.officials.roles import ROLES
from bot.officials.settle import Candidates

# The level of wards -> the role that they elect.
COUNCILS: Mapping[Level, str] = {WARDS[role.level]: role.name for role in ROLES.values() if role.wards}


@dataclass(frozen=True, slots=True)
class DivisionGroup:
    """Divisions of one level, any of which will do."""

    level: Level
    divisions: frozenset[str]

    @property
    def states(self) -> frozenset[str]:
        """Codes of the states they lie in."""
        return frozenset(state.code for division in self.divisions if (state := state_of(division)))


def level_of(directory: Directory, division: str) -> Level | None:
    """What kind of area this is, by its id; None where our tables do not have it (House districts go by the form of the id)."""
    if division in BY_DIVISION:
        return STATE
    if directory.areas.name(division):
        return PLACE
    if directory.areas.counties.name(division):
        return COUNTY
    for level in CHAMBERS:
        if (level, division) in directory.districts.all:
            return level
    if "/cd:" in division:
        return HOUSE
    for level, role in COUNCILS.items():
        office = directory.office(role, division.rpartition("/")[0])
        if office and division in map(office.ward_id, office.wards):
            return level
    return _unmapped_level(division)


def _unmapped_level(division: str) -> Level | None:
    """The level that no table of ZIPs has and whose divisions are of this kind."""
    kind = division.rpartition("/")[2].partition(":")[0]
    rows = (row for row in LEVELS.values() if row.told_by_zip == "nothing" and kind in row.kinds and state_of(division))
    return next((row.name for row in rows), None)


def represented_group(directory: Directory, role: str, division: str, ward: str = "") -> DivisionGroup:
    """Where the people live whom an official represents: their division and those it lies over, or their ward of a council."""
    level = ROLES[role].level
    if ward and (office := directory.office(role, division)):
        return DivisionGroup(WARDS[level], frozenset({office.ward_id(ward)}))
    if division in BY_DIVISION:
        return DivisionGroup(STATE, frozenset({division}))  # a seat at large
    district = directory.districts.all.get((level, division))
    return DivisionGroup(level, frozenset({division, *(district.covers if district else ())}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Zips:
    """ZIP codes by what they say of a group of divisions when nothing else is known.

    `sure`: all who live there; `open`: some may; `near`: all of the group's states, as an address may tell more than a ZIP.
    """

    sure: frozenset[str]
    open: frozenset[str]
    near: frozenset[str]


class Residency:
    """Answers for one directory and one day, and remembers them."""

    def __init__(self, directory: Directory, today: date) -> None:
        self.directory, self.today = directory, today
        self.zips = lru_cache(maxsize=256)(self._zips)
        self._asked = lru_cache(maxsize=65_536)(self._ask)

    def lives(self, group: DivisionGroup, zip: str, chosen: Mapping[str, str], geocoded: Mapping[str, str]) -> bool | None:
        """Does somebody of this ZIP live there? None: they may. Both kinds of divisions as a supporter's row has them."""
        return self._asked(group, zip, tuple(chosen.items()), tuple(geocoded.items()))

    def _ask(
        self,
        group: DivisionGroup,
        zip: str,
        chosen: tuple[tuple[str, str], ...],
        geocoded: tuple[tuple[str, str], ...],
    ) -> bool | None:
        chosen_now, geocoded_now = (
            in_force(self.directory, dict(each), self.today) if each else {} for each in (chosen, geocoded)
        )
        if group.level in COUNCILS:
            return self._in_ward(group, zip, chosen_now, geocoded_now)
        found = self.directory.candidates(zip, chosen_divisions=chosen_now, geocoded_divisions=geocoded_now, today=self.today)[
            group.level
        ]
        if found.divisions and group.divisions.issuperset(found.divisions):
            return True
        if len(found.divisions) == 1:
            return False
        return None if not group.divisions.isdisjoint(self._possible(group, zip, found)) else False

    def _in_ward(self, group: DivisionGroup, zip: str, chosen: Mapping[str, str], geocoded: Mapping[str, str]) -> bool | None:
        roles = (COUNCILS[group.level],)
        found = self.directory.find(zip, roles, chosen_divisions=chosen, geocoded_divisions=geocoded, today=self.today)
        if ward := found.divisions.get(group.level):
            return ward in group.divisions
        choices = frozenset(choice.division for choice in found.targets[0].choices)
        homes = frozenset(division.rpartition("/")[0] for division in group.divisions)
        return None if not choices.isdisjoint(group.divisions | homes) else False

    def _possible(self, group: DivisionGroup, zip: str, found: Candidates) -> Iterator[str]:
        """Candidates, those that the map has though they make no question, and whatever new lines may have drawn there."""
        yield from found.divisions
        if group.level in PARTLY_KNOWN:
            yield from found.near
        area = self.directory.areas.area(zip)
        if area.gap:
            return
        if LEVELS[group.level].told_by_zip == "nothing":
            yield from (d for d in group.divisions if (state := state_of(d)) and state.code in area.states)
        elif group.level in DISTRICTS and not found.divisions:
            moved = self.directory.vintages.moved(self.today)[group.level].areas
            states = {STATES[code].division for code in area.states}
            if not moved.isdisjoint(states | set(area.districts(group.level))):
                yield from (d for d in group.divisions if (state := state_of(d)) and state.division in states)

    def _zips(self, group: DivisionGroup) -> Zips:
        near = self.directory.areas.within(group.states)
        said = {zip: self._ask(group, zip, (), ()) for zip in near}
        return Zips(
            sure=frozenset(zip for zip, lives in said.items() if lives),
            open=frozenset(zip for zip, lives in said.items() if lives is None),
            near=near,
        )
