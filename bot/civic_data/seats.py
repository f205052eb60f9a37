"""Joins legislators to districts: the archive's labels to Census codes and Open Civic Data ids, and who is not to be joined."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.civic_data.openstates import Legislator, Vacancy
from bot.officials.districts import NUMBER, District
from bot.officials.divisions import STATES, cd_division, state_of
from bot.officials.levels import LOWER, UPPER, Level
from bot.officials.records import OfficialRecord
from bot.officials.roles import ROLES
from bot.yaml_files.yaml_nodes import load_yaml

# Chambers whose every district elects two, but for those with a letter (South Dakota's 26A, North Dakota's 4B).
# Sources: Ariz. Const. 4 pt. 2 s. 1; Idaho Code 67-202; N.D. Const. 4 s. 2; N.J. Const. 4 s. 2; S.D. Const. 3 s. 5;
# RCW 44.07D; W. Va. Const. 6 s. 4.
PAIRS = frozenset({*((code, LOWER) for code in ("AZ", "ID", "ND", "NJ", "SD", "WA")), ("WV", UPPER)})
# Districts of one to ten members, as many as sit there and are vacant. Everywhere else a second member is a predecessor who
# was left in the archive.
AS_MANY_AS_SIT = ("DC", "MD", "NH", "PR", "VT")
NAMED = ("MA", "NH", "VT")  # states whose districts have names and not only numbers
ORDINALS: Mapping[str, str] = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
    "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip
# The archive's name of a district (as its statute writes it) -> the one in the table of names.
RENAMED = {"windham_windsor_bennington": "windham_bennington_windsor"}
# Members at large, with the chairman of Washington's council; the minority in San Juan may get more.
# Sources: D.C. Code 1-204.01; P.R. Const. 3 s. 3.
AT_LARGE: Mapping[tuple[str, Level], int] = {("DC", UPPER): 5, ("PR", UPPER): 11, ("PR", LOWER): 11}
STATES_BY_DIVISION: Mapping[str, str] = {state.division: code for code, state in STATES.items()}
TRIBE = "elected by a tribe or nation, by no district"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """Who sits where. unjoined: labels without a district, by name and with the reason."""

    records: list[OfficialRecord]
    districts: list[District]
    vacancies: list[tuple[str, ...]]  # rows of vacancies.tsv
    labels: int
    joined: int
    unjoined: list[str]


def seat_members(
    legislators: Iterable[Legislator],
    vacancies: Iterable[Vacancy],
    codes: Mapping[Level, Iterable[str]],
    folder: Path,
    congress: Iterable[OfficialRecord],
    as_of: str,
) -> Seating:
    """Give every legislator the division of their district. codes: level -> the Census codes that ZIPs have."""
    names = _names(folder)
    known: dict[tuple[Level, str], District] = {}
    for level, every in codes.items():
        for code in every:
            district = _district(level, code, names)
            known[level, district.division] = district
    known |= {(floterial.level, floterial.division): floterial for floterial in _floterials(folder, names)}
    records: list[OfficialRecord] = []
    unjoined: list[str] = []
    labels: set[tuple[str, str, str]] = set()
    joined: set[tuple[str, str, str]] = set()
    sitting: Counter[tuple[Level, str]] = Counter()
    said: dict[tuple[Level, str], str] = {}
    for member in legislators:
        level, division = _place(member.record.role, member.record.division, member.label, names)
        labels.add(label := (level, member.record.division, member.label))
        # No ZIP table has the districts of Washington and Puerto Rico: they are as many as the archive says.
        if STATES_BY_DIVISION[member.record.division] in ("DC", "PR"):
            known.setdefault((level, division), District(division=division, level=level, code="", name=member.label, seats=0))
        if (level, division) not in known:
            why = TRIBE if re.search(r"Tribe|Nation|Band", member.label) else "no such district in the Census of 2024"
            unjoined.append(f"{member.record.division}, {level} {member.label}: {member.record.name}: {why}")
            continue
        joined.add(label)
        sitting[level, division] += 1
        said[level, division] = member.label
        records.append(replace(member.record, division=division))
    rows = []
    held = {record.division for record in congress if record.role == "us_representative"}
    for vacancy in vacancies:
        if vacancy.state == "US":
            division = cd_division(vacancy.label)
            if division not in held:  # the other source knows better who sits in Congress
                rows.append((vacancy.role, division, vacancy.until.isoformat(), "openstates-people", as_of))
            continue
        level, division = _place(vacancy.role, STATES[vacancy.state].division, vacancy.label, names)
        if (level, division) not in known:
            unjoined.append(f"{vacancy.state}, {level} {vacancy.label}: a vacancy: no such district")
            continue
        sitting[level, division] += 1
        said.setdefault((level, division), vacancy.label)
        rows.append((vacancy.role, division, vacancy.until.isoformat(), "openstates-people", as_of))
    districts = [
        replace(
            district,
            seats=max(district.seats, sitting[key] if _state(district) in AS_MANY_AS_SIT else 0),
            # As people write it ("Second Essex and Middlesex"), where it is more than a number.
            name=district.name if NUMBER.fullmatch(district.name) else said.get(key, district.name),
        )
        for key, district in known.items()
    ]
    return Seating(
        records=records,
        districts=_at_large(districts),
        vacancies=sorted(rows),
        labels=len(labels),
        joined=len(joined),
        unjoined=sorted(unjoined),
    )


def _state(district: District) -> str:
    home = state_of(district.division)
    return home.code if home else ""


def _place(role: str, state: str, label: str, names: Mapping[tuple[str, str], str]) -> tuple[Level, str]:
    """The level and division of a label."""
    level = ROLES[role].level
    code = STATES_BY_DIVISION[state]
    number = label
    if code == "ID" and level == LOWER:
        number = label.rstrip("AB")  # seats of one district
    elif label in ("At-Large", "Chairman"):
        return level, state
    elif label.startswith("Ward "):
        return level, f"{state}/ward:{label.removeprefix('Ward ')}"
    return level, names.get((f"{code}-{level}", _slug(label)), f"{state}/{level}:{number.lower()}")


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", name.lower()).split()
    slug = "_".join(ORDINALS.get(word, word) for word in words)
    return RENAMED.get(slug, slug)


def _names(folder: Path) -> dict[tuple[str, str], str]:
    """("MA-sldl", slug of a name) -> division, and ("MA-sldl", "=" + code) -> division."""
    found = {}
    for code in NAMED:
        content = load_yaml((folder / f"openstates_geo_{code.lower()}.yml").read_bytes())
        for entry in content["id-mappings"]["custom"]:
            level, _, geoid = entry["sld-id"].partition("-")
            division = entry["os-id"]
            found[f"{code}-{level}", _slug(division.rsplit(":", 1)[1])] = division
            found[f"{code}-{level}", "=" + (geoid[2:].lstrip("0"))] = division
    return found


def _district(level: Level, code: str, names: Mapping[tuple[str, str], str]) -> District:
    state, _, number = code.partition("-")
    division = names.get((f"{state}-{level}", "=" + number), f"{STATES[state].division}/{level}:{number.lower()}")
    seats = 2 if (state, level) in PAIRS and number.isdigit() else 1
    name = number if division.endswith(f":{number.lower()}") else _titled(division.rsplit(":", 1)[1])
    return District(division=division, level=level, code=code, name=name, seats=seats)


def _titled(slug: str) -> str:
    return re.sub(r"\b[a-z]", lambda letter: letter[0].upper(), slug.replace("_", " ")).replace(" And ", " and ")


def _floterials(folder: Path, names: Mapping[tuple[str, str], str]) -> list[District]:
    """New Hampshire's districts that lie over others, which elect members of their own (RSA 662:5)."""
    found = []
    with (folder / "nh_floterials.csv").open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            parts = [names["NH-sldl", "=" + geoid[2:].lstrip("0")] for geoid in row["base_geoids"].split(",")]
            name = f"{row['county']} {row['district']}"
            found.append(
                District(
                    division=names["NH-sldl", _slug(name)],
                    level=LOWER,
                    code="",
                    name=name,
                    seats=int(row["seats"]),
                    covers=tuple(parts),
                )
            )
    return found


def _at_large(districts: Sequence[District]) -> list[District]:
    """Members at large are elected by all of the state's districts of their level."""
    parts: dict[tuple[Level, str], list[str]] = defaultdict(list)
    for district in districts:
        state = state_of(district.division)
        if state and district.division != state.division:
            parts[district.level, state.division].append(district.division)
    found = []
    for district in districts:
        if (code := STATES_BY_DIVISION.get(district.division)) is not None:
            covers = tuple(parts[district.level, district.division])
            seats = max(district.seats, AT_LARGE[code, district.level])
            district = replace(district, name="at large", covers=covers, seats=seats)
        found.append(district)
    return found
