"""Levels of government as a table: what a ZIP code and an address tell of each, and what else narrows it. No officials.

CONTRIBUTING.md says what a level takes besides its row here, and what a new value of `told_by_zip` does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Level = str  # a key of LEVELS

# How a ZIP code tells the division. states, districts, places: by its row of zips.tsv. counties: by counties.tsv. lists: only a
# list says which ZIP codes it has. nothing: no table has it.
ToldByZip = Literal["states", "districts", "places", "counties", "lists", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """One level. `narrowed_by`: levels whose answer may say something about this one. `members`: the role whose members name
    a choice between districts ("" where the division has a name of its own). `boundaries`: whose boundaries zips.tsv lists, as
    vintages.tsv names them. `census_layer`: the geocoder's name for it, with {congress} ("119th") and {year} of the state
    legislative boundaries; "" where no geocoder tells it. `chamber`: a house of a state's legislature. `example`: how a
    division is written on the command line and in an alert. `kinds`: how the last part of a division's id may begin; the first
    is meant where only a name is written. `within`: of a level that lists tell, the level whose areas it parts into wards.
    """

    name: Level
    told_by_zip: ToldByZip
    narrowed_by: tuple[Level, ...]
    example: str
    kinds: tuple[str, ...]
    members: str = ""
    boundaries: str = ""
    census_layer: str = ""
    chamber: bool = False
    within: Level = ""


# sldu, sldl: the upper and lower house of a state's legislature, as the Census and Open Civic Data call their districts.
STATE, PLACE, WARD, HOUSE, UPPER, LOWER = "state", "place", "ward", "cd", "sldu", "sldl"
COUNTY, COUNTY_DISTRICT = "county", "county_district"

LEVELS: Mapping[Level, LevelRow] = {
    row.name: row
    for row in (
        LevelRow(
            name=STATE,
            told_by_zip="states",
            narrowed_by=(STATE,),
            example="state=KY",
            kinds=("state", "district", "territory"),
            census_layer="States",
        ),
        LevelRow(
            name=PLACE,
            told_by_zip="places",
            narrowed_by=(STATE, PLACE),
            example="place=wa/tacoma",
            kinds=("place",),
            census_layer="Incorporated Places",
        ),
        LevelRow(
            name=WARD,
            told_by_zip="lists",
            narrowed_by=(STATE, PLACE, WARD),
            example="ward=wa/tacoma/4",
            kinds=("council_district",),
            within=PLACE,
        ),
        LevelRow(
            name=HOUSE,
            told_by_zip="districts",
            narrowed_by=(STATE, HOUSE),
            example="cd=IL-5",
            kinds=("cd",),
            members="us_representative",
            boundaries="119th Congress",
            census_layer="{congress} Congressional Districts",
        ),
        LevelRow(
            name=UPPER,
            told_by_zip="districts",
            narrowed_by=(STATE, UPPER, LOWER),
            example="sldu=WA-27",
            kinds=("sldu", "ward"),  # the District of Columbia's
            members="state_upper",
            boundaries="2024 state legislative",
            census_layer="{year} State Legislative Districts - Upper",
            chamber=True,
        ),
        LevelRow(
            name=LOWER,
            told_by_zip="districts",
            narrowed_by=(STATE, UPPER, LOWER),
            example="sldl=ID-16",
            kinds=("sldl",),
            members="state_lower",
            boundaries="2024 state legislative",
            census_layer="{year} State Legislative Districts - Lower",
            chamber=True,
        ),
        LevelRow(
            name=COUNTY,
            told_by_zip="counties",
            narrowed_by=(STATE, COUNTY),
            example="county=wa/pierce",
            kinds=("county", "parish", "borough", "census_area", "place"),  # a city in no county has the rank of one
            census_layer="Counties",
        ),
        LevelRow(
            name=COUNTY_DISTRICT,
            told_by_zip="lists",
            narrowed_by=(STATE, COUNTY, COUNTY_DISTRICT),
            example="county_district=wa/pierce/4",
            kinds=("council_district",),
            within=COUNTY,
        ),
    )
}

DISTRICTS: Mapping[Level, str] = {row.name: row.members for row in LEVELS.values() if row.told_by_zip == "districts"}
WARDS: Mapping[Level, Level] = {row.within: row.name for row in LEVELS.values() if row.within}  # level -> that of its wards
# There are thousands of such areas, and few of their officials are on record: asked for only where somebody is.
PARTLY_KNOWN = frozenset({PLACE, COUNTY})
CHAMBERS: tuple[Level, ...] = tuple(row.name for row in LEVELS.values() if row.chamber)
