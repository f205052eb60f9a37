"""Whom people get: somebody in office by name, with a line; an office's line without a name; or nobody. Values only.

How many people that is: a state has those of the census of 2020 (states.tsv), the districts of a chamber share them evenly, as
the law wants them to, and cities of 50,000 and more have those of GeoNames (cities.tsv). No table here says how many live in a
ZIP code. Somebody who is asked answers, with their address where nothing else tells.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from bot.officials.directory import ROLES, Directory, Official, Target
from bot.officials.divisions import STATES, state_of
from bot.officials.levels import DISTRICTS, PLACE, STATE, WARD
from tests.accuracy.measure import table

NAMED, OFFICE, NO_LINE, NOBODY = "named", "office", "no line", "nobody"
# The offices that are measured, as campaigns ask for them most.
OFFICES = (
    "governor",
    "us_senator",
    "us_representative",
    "state_upper",
    "state_lower",
    "mayor",
    "council",
    "lieutenant_governor",
    "attorney_general",
    "secretary_of_state",
)


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people get what, of one office: outcome -> people. Who elects nobody to it is not among them."""

    role: str
    people: Mapping[str, float]

    def share(self, outcome: str) -> float:
        """Per cent."""
        return 100 * self.people.get(outcome, 0) / (sum(self.people.values()) or 1)


def reached(directory: Directory, day: date, state: str = "") -> list[Reached]:
    """What the people of the country, or of one state, get on a day: an entry an office that somebody is elected to there."""
    homes = _homes(directory)
    found = []
    for role in OFFICES:
        people: dict[str, float] = defaultdict(float)
        for division, many in _people(directory, ROLES[role].level).items():
            home = state_of(division)
            if home is None or (state and home.code != state) or division not in homes:
                continue
            for outcome, part in _outcomes(directory, homes[division], role, division, day).items():
                people[outcome] += many * part
        if people:
            found.append(Reached(role, people))
    return found


def _outcomes(directory: Directory, zip: str, role: str, division: str, day: date) -> dict[str, float]:
    """Outcome -> which part of those who live in a division, as the wards of a council are taken to be of one size."""
    home, level = state_of(division), ROLES[role].level
    assert home is not None
    lives = {STATE: home.division, level: division}
    target = directory.find(zip, (role,), geocoded_divisions=lives, chosen_divisions=lives, today=day).targets[0]
    if target.reason == "no_such_office":
        return {}
    wards = [choice.division for choice in target.choices]
    if not wards:
        return {_outcome(target.officials): 1}
    answers = (
        directory.find(zip, (role,), geocoded_divisions=lives, chosen_divisions={**lives, WARD: ward}, today=day).targets[0]
        for ward in wards
    )
    counted = Counter(_outcome(_own(answer)) for answer in answers)
    return {outcome: many / len(wards) for outcome, many in counted.items()}


def _own(target: Target) -> tuple[Official, ...]:
    """The members of the ward itself, where there are any: those at large are everybody's."""
    return tuple(official for official in target.officials if official.ward) or target.officials


def _outcome(officials: Iterable[Official]) -> str:
    ways = {(official.name is not None and bool(official.name), bool(official.lines)) for official in officials}
    outcomes = {(True, True): NAMED, (False, True): OFFICE, (True, False): NO_LINE}
    return next((outcome for way, outcome in outcomes.items() if way in ways), NOBODY)


@lru_cache(maxsize=1)
def _homes(directory: Directory) -> dict[str, str]:
    """Division -> a ZIP code with homes in it; of a place the one that it has most of."""
    found: dict[str, str] = {}
    most: dict[str, int] = {}
    for zip in directory.areas:
        area = directory.areas.area(zip)
        if area.gap:
            continue
        states = [STATES[code].division for code in area.states]
        districts = [division for level in DISTRICTS for division in area.districts(level)]
        for division in [*states, *districts]:
            found.setdefault(division, zip)
        for share in area.places:
            if share.land > most.get(share.division, -1):
                found[share.division], most[share.division] = zip, share.land
    return found


def _people(directory: Directory, level: str) -> dict[str, float]:
    """Division -> how many people it has, at a level."""
    if level == PLACE:
        return dict(_cities())
    states = {STATES[row["state"]].division: float(row["people"]) for row in table("states.tsv")}
    if level == STATE:
        return states
    seats: dict[str, dict[str, int]] = defaultdict(dict)
    for division, many in _seats(directory, level):
        home = state_of(division)
        if home is not None:
            seats[home.division][division] = many
    return {
        division: states[state] * many / sum(each.values()) for state, each in seats.items() for division, many in each.items()
    }


def _seats(directory: Directory, level: str) -> Iterator[tuple[str, int]]:
    """Each district, and how many it elects: so many times more people live in it."""
    if level == "cd":
        yield from ((division, 1) for division in directory.areas.house())
    for district in directory.districts.all.values():
        if district.level == level:
            yield district.division, district.seats


@cache
def _cities() -> tuple[tuple[str, int], ...]:
    return tuple((row["division"], int(row["people"])) for row in table("cities.tsv"))
