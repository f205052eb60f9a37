"""Which district boundaries are in force on a day, and what geocoders call them. A table; add a row when Congress changes."""

from dataclasses import dataclass
from datetime import date

from bot.officials.divisions import STATES, cd_division


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictBoundaries:
    """From `valid_from` up to, not including, `valid_to`. `legislatures`: the year of the state legislative ones; `vintage`:
    the Census Bureau's name for all of them together."""

    valid_from: date
    valid_to: date
    congress: int
    ordinal: str
    legislatures: int
    vintage: str


# The geocoder's default vintage went over to the next Congress four months early, so we name ours. All there are:
# https://geocoding.geo.census.gov/geocoder/vintages?benchmark=Public_AR_Current
BOUNDARIES: tuple[DistrictBoundaries, ...] = (
    DistrictBoundaries(
        valid_from=date(2025, 1, 3),
        valid_to=date(2027, 1, 3),
        congress=119,
        ordinal="119th",
        legislatures=2024,
        vintage="ACS2025_Current",
    ),
    DistrictBoundaries(
        valid_from=date(2027, 1, 3),
        valid_to=date(2029, 1, 3),
        congress=120,
        ordinal="120th",
        legislatures=2026,
        vintage="ACS2026_Current",
    ),
)


def boundaries_on(day: date) -> DistrictBoundaries | None:
    """The boundaries in force on a day; None where the table does not reach."""
    return next((boundaries for boundaries in BOUNDARIES if boundaries.valid_from <= day < boundaries.valid_to), None)


def house_division(state: str, number: int) -> str:
    """The id of a state's House district. Raises ValueError for a number that it cannot have.

    A seat at large and a delegate's have no number of their own: 0, 1 and 98 are all in use.
    """
    if STATES[state].at_large:
        return STATES[state].division
    if not 1 <= number <= 60:
        raise ValueError(f"no House district has the number {number}")
    return cd_division(f"{state}-{number}")
