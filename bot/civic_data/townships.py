"""Townships, and towns of New England: governments that the Census has as county subdivisions, and in which ZIP codes they lie.

They are places like others, but for their ids, which name the county: a state has twenty Washington Townships. The file is
the relationship of ZIP code areas to county subdivisions of 2020; without it there are none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.civic_data.census_areas import COUNTIES, FIPS, SUBDIVISIONS, relation_rows
from bot.officials.divisions import place_slug

# Where townships or towns govern. In other states they are lines on a map, or maintain roads alone.
STATES = frozenset({"CT", "MA", "ME", "MI", "NH", "NJ", "PA", "RI", "VT"})
ACTIVE = "A"  # FUNCSTAT of a government that functions
SUBDIVISION = "T"  # how the class of a government begins that is no incorporated place
KIND = re.compile(r"(?P<name>.+?) (?P<kind>charter township|township|plantation|town)")
COUNTY = re.compile(r" County$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Township:
    """key: "mi/county:kent/place:ada"; name: as it is said, "Ada Township"; land: square metres in each ZIP."""

    key: str
    name: str
    kind: str
    land: Counter[str] = field(compare=False)


def township_key(state: str, county: str, name: str) -> str:
    """The key of a township: of "MI", "St. Clair", "Grant" it is "mi/county:saint_clair/place:grant"."""
    return f"{state.lower()}/county:{place_slug(county)}/place:{place_slug(name).removesuffix('_charter')}"


def read_townships(folder: Path, taken: Iterable[str]) -> dict[str, Township]:
    """Every township by its key, but those of one county that share one. None where the file is not there.

    taken: keys of places, whose names a town cannot have alone. Raises DataError for a file that is not as the Census has it.
    """
    if not (folder / SUBDIVISIONS).is_file():
        return {}
    columns = ("GEOID_COUNTY_20", "NAMELSAD_COUNTY_20")
    counties = {row[columns[0]]: COUNTY.sub("", row[columns[1]]) for row in relation_rows(folder, COUNTIES, columns)}
    land: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, str] = {}
    wanted = ("GEOID_ZCTA5_20", "GEOID_COUSUB_20", "NAMELSAD_COUSUB_20", "CLASSFP_COUSUB_20", "FUNCSTAT_COUSUB_20")
    for row in relation_rows(folder, SUBDIVISIONS, (*wanted, "AREALAND_PART"), number="AREALAND_PART"):
        zip, geoid, name, kind, status = (row[column] for column in wanted)
        if zip and status == ACTIVE and kind[:1] == SUBDIVISION and FIPS.get(geoid[:2]) in STATES and int(row["AREALAND_PART"]):
            land[geoid][zip] += int(row["AREALAND_PART"])
            written[geoid] = name
    return _named(land, written, counties, frozenset(taken))


def _named(
    land: Mapping[str, Counter[str]], written: Mapping[str, str], counties: Mapping[str, str], taken: frozenset[str]
) -> dict[str, Township]:
    parts = {geoid: _parts(written[geoid]) for geoid in sorted(land) if geoid[:5] in counties}
    keys = {geoid: township_key(FIPS[geoid[:2]], counties[geoid[:5]], parts[geoid][0]) for geoid in parts}
    same_key = Counter(keys.values())
    same_name = Counter((geoid[:2], *part) for geoid, part in parts.items())
    found = {}
    for geoid, (base, kind) in parts.items():
        state = FIPS[geoid[:2]]
        name = base if kind == "town" else f"{base} {'Plantation' if kind == 'plantation' else 'Township'}"
        if kind == "town" and f"{state.lower()}/{place_slug(base)}" in taken:
            name = f"{base} town"
        if same_name[geoid[:2], base, kind] > 1:
            name = f"{name}, {counties[geoid[:5]]} County"
        if same_key[keys[geoid]] == 1:
            found[keys[geoid]] = Township(key=keys[geoid], name=name, kind=kind, land=land[geoid])
    return found


def _parts(written: str) -> tuple[str, str]:
    """ "Ada charter township" -> ("Ada", "township"): a charter changes nothing of who governs."""
    match = KIND.fullmatch(written)
    return (match["name"], match["kind"].removeprefix("charter ")) if match else (written, "town")
