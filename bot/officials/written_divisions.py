"""How people write a division of a level on the command line and in files: "WA-27", "wa/tacoma". By the level's row alone."""

import re
from collections.abc import Callable, Mapping

from bot.officials.districts import Districts
from bot.officials.divisions import STATES, cd_division, place_slug
from bot.officials.levels import HOUSE, LEVELS, Level, LevelRow, ToldByZip


def division_of(level: Level, written: str, districts: Districts) -> str:
    """The id of what is written after "LEVEL=", as the `example` of the level's row shows; "" for what no division can be.

    Only a district of a legislature is looked up; whether there is such a city is for the caller to know.
    """
    row = LEVELS[level]
    return READ[row.told_by_zip](row, written, districts)


def _state(row: LevelRow, written: str, districts: Districts) -> str:
    state = STATES.get(written.upper())
    return state.division if state else ""


def _district(row: LevelRow, written: str, districts: Districts) -> str:
    code = written.upper()
    if row.name != HOUSE:
        return districts.by_code.get((row.name, code), "")
    return cd_division(code) if code.partition("-")[0] in STATES and code.partition("-")[2] else ""


COUNTY = re.compile(r"county:[a-z0-9_]+")  # that a township's id names besides its own


def area_of(row: LevelRow, written: str) -> str:
    """ "wa/tacoma" -> its id, "" for what none can be; "hi/county:honolulu" for a kind that is not the first of its level,
    "mi/county:kent/place:ada" for a township."""
    code, _, name = written.partition("/")
    above, _, last = name.rpartition("/")
    home, (kind, _, named) = STATES.get(code.upper()), last.rpartition(":")
    slug = place_slug(named)
    inside = f"/{above}" if COUNTY.fullmatch(above) else ""
    known = home and slug and bool(inside) == bool(above)
    return f"{home.division}{inside}/{place_slug(kind) or row.kinds[0]}:{slug}" if home and known else ""


def _ward(row: LevelRow, written: str, districts: Districts) -> str:
    area, _, ward = written.rpartition("/")
    home = area_of(LEVELS[row.within], area)
    return f"{home}/{row.kinds[0]}:{place_slug(ward)}" if home and place_slug(ward) else ""


READ: Mapping[ToldByZip, Callable[[LevelRow, str, Districts], str]] = {
    "states": _state,
    "districts": _district,
    "places": lambda row, written, districts: area_of(row, written),
    "counties": lambda row, written, districts: area_of(row, written),
    "lists": _ward,
    "nothing": lambda row, written, districts: area_of(row, written),
}
