"""What is measured: values only. Facts come from offices.tsv and geocoded.tsv, answers from the directory in data/."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from bot.civic_data.data_check import Count, check_data
from bot.officials import zip_info
from bot.officials.directory import ROLES, Directory
from bot.officials.divisions import state_of
from bot.officials.roles import LEGISLATORS

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "data"
BUILDING = 5  # as many members of a chamber in one house: a building of the legislature, in whoever's district it stands
MILES = 7917.5  # the earth's diameter

# What can be asked for on its own -> the roles.
ASKED: Mapping[str, tuple[str, ...]] = {
    "Governor, senators in Congress": ("governor", "us_senator"),
    "House of Representatives": ("us_representative",),
    "Upper house of the state": ("state_upper",),
    "Lower house of the state": ("state_lower",),
    "Both houses of the state": ("state_upper", "state_lower"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A place of which we know whose it is: a district's own office, or an address that a geocoder has answered."""

    role: str
    division: str
    zip: str
    members: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ZIP code of a fact gives: the candidates, or why there are none."""

    fact: Fact
    candidates: frozenset[str]
    reason: str

    @property
    def right(self) -> bool:
        return self.fact.division in self.candidates

    @property
    def alone(self) -> bool:
        """Does the ZIP settle the district, so that nobody would be asked?"""
        return len(self.candidates) == 1


@dataclass(frozen=True, slots=True)
class Offices:
    """The answers of one role. told: there were candidates; buildings: told, but in a building of the legislature."""

    told: tuple[Answer, ...]
    buildings: tuple[Answer, ...]
    untold: tuple[Answer, ...]

    @property
    def missed(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.told if not answer.right)

    @property
    def among(self) -> float:
        return share(answer.right for answer in self.told)


def share(yes: Iterable[bool]) -> float:
    """Per cent."""
    counted = Counter(yes)
    return 100 * counted[True] / (counted.total() or 1)


def the_day(directory: Directory) -> date:
    """The day of the records: later ones would measure how old they are."""
    return directory.as_of("state_lower")


def offices(directory: Directory, day: date) -> dict[str, Offices]:
    """Role -> the answers for the offices of its members."""
    answers: dict[str, list[Answer]] = defaultdict(list)
    for row in table("offices.tsv"):
        fact = Fact(row["role"], row["division"], row["zip"], int(row["members"]))
        answers[fact.role].append(answer(directory, fact, day))
    return {
        role: Offices(
            tuple(a for a in answers[role] if a.candidates and a.fact.members < BUILDING),
            tuple(a for a in answers[role] if a.candidates and a.fact.members >= BUILDING),
            tuple(a for a in answers[role] if not a.candidates),
        )
        for role in ("us_representative", "state_upper", "state_lower")
    }


def geocoded(directory: Directory, day: date) -> list[Answer]:
    return [
        answer(directory, Fact("us_representative", row["division"], row["zip"]), day)
        for row in table("geocoded.tsv")
        if row["level"] == "cd"
    ]


def answer(directory: Directory, fact: Fact, day: date) -> Answer:
    level = ROLES[fact.role].level
    found = directory.find(fact.zip, (fact.role,), today=day)
    settled = found.divisions.get(level)
    candidates = {settled} if settled else {choice.division for choice in found.targets[0].choices}
    # Who lives in a district votes in those that lie over it, too.
    over = {other.division for division in candidates for other in directory.districts.electing(level, division)}
    return Answer(fact, frozenset(candidates | over), found.targets[0].reason)


def table(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


# --- Questions ---------------------------------------------------------------------------------------------------------


def homes(directory: Directory) -> list[str]:
    """ZIP codes with homes and a map: all but PO boxes and single organizations."""
    return [zip for zip in directory.areas if directory.areas.area(zip).mapped]


def questions(directory: Directory, zips: Sequence[str], day: date) -> dict[str, dict[str, int]]:
    """What is asked for -> ZIP -> how many questions it takes at most; -1 where none settles it, or nobody is on record."""
    return {name: dict(_questions(directory, zips, roles, day)) for name, roles in ASKED.items()}


def _questions(directory: Directory, zips: Sequence[str], roles: Sequence[str], day: date) -> Iterator[tuple[str, int]]:
    asked: dict[tuple[tuple[str, ...], ...], int] = {}
    for zip in zips:
        area = directory.areas.area(zip)
        # ZIPs in the same districts of the same states are asked the same.
        alike = area.states, *(area.districts(ROLES[role].level) for role in roles if ROLES[role].level != "state")
        if alike not in asked:
            asked[alike] = _asked(directory, zip, roles, {}, day)
        yield zip, asked[alike]


def _asked(directory: Directory, zip: str, roles: Sequence[str], chosen_divisions: Mapping[str, str], day: date) -> int:
    found = directory.find(zip, roles, chosen_divisions=chosen_divisions, today=day)
    if found.open is None:
        elected = [t for t in found.targets if t.reason != "no_such_office"]
        return 0 if all(ROLES[target.role].level in found.divisions for target in elected) else -1
    level, choices = found.open
    further = [_asked(directory, zip, roles, {**chosen_divisions, level: choice.division}, day) for choice in choices]
    return 1 + max(further) if min(further) >= 0 else -1


# --- Numbers -----------------------------------------------------------------------------------------------------------


def capitols(directory: Directory) -> frozenset[tuple[str, str]]:
    """State and ZIP of the capitols: where many legislators have their main number."""
    found = Counter(
        (home.code, record.lines[0].zip)
        for record in directory.records
        if record.role in LEGISLATORS
        and record.lines
        and record.lines[0].kind == "capitol"
        and (home := state_of(record.division))
    )
    return frozenset(place for place, members in found.items() if members >= BUILDING)


def counts(day: date) -> tuple[list[Count], list[Count]]:
    """Seats and numbers of every office, and of every office and state."""
    found = check_data(DATA, day)
    return found.counts, found.states


# --- How far off a miss is ---------------------------------------------------------------------------------------------


def away(directory: Directory, missed: Iterable[Answer]) -> dict[Answer, float]:
    """Miles from the middle of an office's ZIP to that of the nearest one that the member's own district touches."""
    wanted: dict[tuple[str, str], list[str]] = {(ROLES[a.fact.role].level, a.fact.division): [] for a in missed}
    for zip in directory.areas:
        area = directory.areas.area(zip)
        for level in ("cd", "sldu", "sldl"):
            for division in area.districts(level):
                if (level, division) in wanted:
                    wanted[level, division].append(zip)
    return {
        a: min((_miles(a.fact.zip, zip) for zip in wanted[ROLES[a.fact.role].level, a.fact.division]), default=0)
        for a in missed
    }


def _miles(one: str, other: str) -> float:
    (a, b), (c, d) = _middle(one), _middle(other)
    return MILES * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


@cache
def _middle(zip: str) -> tuple[float, float]:
    mail = zip_info.find_zip(zip, even_retired=True)
    return (radians(mail.latitude), radians(mail.longitude)) if mail else (0, 0)


def people(file: Path) -> dict[str, int]:
    """ZIP -> how many live there, out of a table of these two columns. Raises ValueError naming a line that is no such row."""
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        zip, _, many = line.partition("\t")
        if not many.isdecimal():
            raise ValueError(f"{file}: line {number}: write a ZIP code, a tab, and how many people live there")
        found[zip] = int(many)
    return found
