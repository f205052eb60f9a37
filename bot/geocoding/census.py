"""The US Census Bureau's geocoder: free, no key, and the boundaries we name. How to ask it, and what its answers mean.

https://geocoding.geo.census.gov/geocoder/Geocoding_Services_API.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import BaseModel, Field

from bot.geocoding.district_boundaries import DistrictBoundaries, house_division
from bot.geocoding.geocoder import HttpAnswer, HttpRequest, Resolved, Unresolved, agree_matches, one_line
from bot.officials.divisions import STATES
from bot.officials.levels import CHAMBERS, HOUSE, LEVELS, PARTLY_KNOWN, STATE, Level
from bot.officials.local.ward_lookup import Point

URL = "https://geocoding.geo.census.gov/geocoder"

# The first two digits of a GEOID.
_STATES = """
01 AL|02 AK|04 AZ|05 AR|06 CA|08 CO|09 CT|10 DE|11 DC|12 FL|13 GA|15 HI|16 ID|17 IL|18 IN|19 IA|20 KS|21 KY|22 LA|23 ME
24 MD|25 MA|26 MI|27 MN|28 MS|29 MO|30 MT|31 NE|32 NV|33 NH|34 NJ|35 NM|36 NY|37 NC|38 ND|39 OH|40 OK|41 OR|42 PA|44 RI
45 SC|46 SD|47 TN|48 TX|49 UT|50 VT|51 VA|53 WA|54 WV|55 WI|56 WY|60 AS|66 GU|69 MP|72 PR|78 VI
"""
BY_NUMBER: Mapping[str, str] = dict(pair.split() for line in _STATES.split("\n") if line for pair in line.split("|"))

NO_DISTRICT = frozenset({"", "ZZ", "ZZZ"})  # water, and what no district covers


class Area(BaseModel):
    """One area of a layer. A layer that the Census failed to read has a `status` and no GEOID."""

    geoid: str = Field("", alias="GEOID")
    name: str = Field("", alias="NAME")
    base_name: str = Field("", alias="BASENAME")
    congress: str = Field("", alias="CDSESSN")


class Coordinates(BaseModel):
    x: float
    y: float


class Match(BaseModel):
    coordinates: Coordinates | None = None
    geographies: dict[str, list[Area]]


class Matches(BaseModel):
    matches: list[Match] = Field(alias="addressMatches")


class CensusBody(BaseModel):
    result: Matches


class Census:
    """The dialect of the Census geocoder."""

    def request(self, address: str, zip: str, boundaries: DistrictBoundaries) -> HttpRequest:
        return HttpRequest(
            path="/geographies/onelineaddress",
            query={
                "address": one_line(address, zip),
                "benchmark": "Public_AR_Current",
                "vintage": boundaries.vintage,
                "layers": ",".join(_layers(boundaries).values()),
                "format": "json",
            },
        )

    def read(self, answer: HttpAnswer, boundaries: DistrictBoundaries) -> Resolved | Unresolved:
        if answer.status != 200:
            return Unresolved("unavailable", f"status {answer.status}")
        found = []
        for match in CensusBody.model_validate_json(answer.body).result.matches:
            where = _where(match.geographies, boundaries)
            if isinstance(where, Unresolved):
                return where
            at = match.coordinates
            found.append(replace(where, point=Point(longitude=at.x, latitude=at.y) if at else None))
        return agree_matches(found)


def _layers(boundaries: DistrictBoundaries) -> dict[Level, str]:
    layers = {row.name: row.census_layer for row in LEVELS.values() if row.census_layer}
    return {level: layer.format(congress=boundaries.ordinal, year=boundaries.legislatures) for level, layer in layers.items()}


def _where(geographies: Mapping[str, Sequence[Area]], boundaries: DistrictBoundaries) -> Resolved | Unresolved:
    layers = _layers(boundaries)
    if _others(geographies, list(layers.values())):
        return Unresolved("unavailable", "another layer")
    areas = {level: _only(geographies.get(layer, ())) for level, layer in layers.items()}
    numbers = {area.geoid[:2] for area in areas.values() if area.geoid}
    code = BY_NUMBER.get(numbers.pop(), "") if len(numbers) == 1 else ""
    if not code:
        return Unresolved("unavailable", "no one state")
    house = areas[HOUSE]
    if house.geoid and house.congress != f"{boundaries.congress}":
        return Unresolved("unavailable", "another congress")
    return Resolved(
        state=STATES[code].division,
        congress=boundaries.congress,
        legislatures=boundaries.legislatures,
        areas={
            level: said
            for level, area in areas.items()
            if level != STATE and _is_district(area) and (said := _said(level, code, area))
        },
    )


def _said(level: Level, state: str, area: Area) -> str:
    """What Resolved.areas has of an area."""
    if level == HOUSE:
        return house_division(state, int(area.geoid[2:]))
    if level in CHAMBERS:
        return f"{state}-{area.geoid[2:]}"
    return area.name if level in PARTLY_KNOWN else area.base_name


def _others(names: Mapping[str, object], asked: Sequence[str]) -> bool:
    """Is a layer there of another Congress or another year than asked for? So it is where the vintage lacks ours."""
    kinds = {layer.partition(" ")[2] for layer in asked if layer[0].isdigit()}
    return any(name not in asked and name.partition(" ")[2] in kinds for name in names)


def _only(areas: Sequence[Area]) -> Area:
    """The one area of a layer; none where an address on a border has two: which of them is home is not ours to guess."""
    return areas[0] if len({area.geoid for area in areas}) == 1 else Area()


def _is_district(area: Area) -> bool:
    return area.geoid[2:] not in NO_DISTRICT
