"""Geocodio: a geocoder for those who have a key there. How to ask it, and what its answers mean.

https://www.geocod.io/docs, version 1.7 and later. The House district is asked for by the number of its Congress.
"""

from pydantic import BaseModel, SecretStr

from bot.geocoding.district_boundaries import DistrictBoundaries, house_division
from bot.geocoding.geocoder import HttpAnswer, HttpRequest, Resolved, Unresolved, agree_matches, one_line
from bot.officials.divisions import STATES
from bot.officials.levels import HOUSE, LOWER, UPPER
from bot.officials.local.ward_lookup import Point

URL = "https://api.geocod.io/v1.7"

# A point of this house. Other kinds are a neighbour's, the middle of the street, or of the town.
EXACT = frozenset({"rooftop", "point", "range_interpolation"})
SURE = 0.8  # their own measure, 0 to 1: below it the street or the town was guessed

# Their districts have names, and Geocodio's numbers for them are not the Census codes.
NAMED = frozenset({"MA", "NH", "VT"})


class Components(BaseModel):
    state: str


class CongressionalDistrict(BaseModel):
    district_number: int
    congress_number: str


class Chamber(BaseModel):
    district_number: str
    is_upcoming_state_legislative_district: bool = False


class Chambers(BaseModel):
    senate: list[Chamber] = []
    house: list[Chamber] = []


class Fields(BaseModel):
    congressional_districts: list[CongressionalDistrict] = []
    state_legislative_districts: Chambers = Chambers()


class Location(BaseModel):
    lat: float
    lng: float


class GeocodioResult(BaseModel):
    address_components: Components
    location: Location | None = None
    accuracy: float
    accuracy_type: str
    fields: Fields = Fields()


class GeocodioBody(BaseModel):
    results: list[GeocodioResult]


class Geocodio:
    """The dialect of Geocodio."""

    def __init__(self, key: SecretStr) -> None:
        self._key = key

    def request(self, address: str, zip: str, boundaries: DistrictBoundaries) -> HttpRequest:
        return HttpRequest(
            path="/geocode",
            query={"q": one_line(address, zip), "fields": f"cd{boundaries.congress},stateleg"},
            headers={"Authorization": f"Bearer {self._key.get_secret_value()}"},
        )

    def read(self, answer: HttpAnswer, boundaries: DistrictBoundaries) -> Resolved | Unresolved:
        if answer.status == 422:  # "could not geocode address"
            return Unresolved("no_match")
        if answer.status != 200:
            return Unresolved("unavailable", f"status {answer.status}")
        results = GeocodioBody.model_validate_json(answer.body).results
        sure = [result for result in results if result.accuracy_type in EXACT and result.accuracy >= SURE]
        if any(result.address_components.state not in STATES for result in sure):
            return Unresolved("unavailable", "no one state")
        houses = [house for result in sure for house in result.fields.congressional_districts]
        if any(house.congress_number != boundaries.ordinal for house in houses):
            return Unresolved("unavailable", "another congress")
        return agree_matches([_where(result, boundaries) for result in sure])


def _where(result: GeocodioResult, boundaries: DistrictBoundaries) -> Resolved:
    state = result.address_components.state
    houses, chambers = result.fields.congressional_districts, result.fields.state_legislative_districts
    # The city is the post office's, which is no place that elects a mayor.
    areas = {
        HOUSE: house_division(state, houses[0].district_number) if len(houses) == 1 else "",
        UPPER: _legislature(state, chambers.senate),
        LOWER: _legislature(state, chambers.house),
    }
    told = {level: area for level, area in areas.items() if area}
    at = result.location
    point = Point(longitude=at.lng, latitude=at.lat) if at else None
    return Resolved(state=STATES[state].division, congress=boundaries.congress, areas=told, point=point)


def _legislature(state: str, chambers: list[Chamber]) -> str:
    if len(chambers) != 1 or state in NAMED or chambers[0].is_upcoming_state_legislative_district:
        return ""
    return f"{state}-{chambers[0].district_number.zfill(3)}"
