"""From a street address to the divisions of a ZIP code that it settles, held against our own tables. Keeps no address."""

from collections.abc import Mapping
from datetime import date

from bot.geocoding.district_boundaries import DistrictBoundaries, boundaries_on
from bot.geocoding.geocoder import Resolved, Resolver, Unresolved
from bot.officials.directory import Directory
from bot.officials.divisions import place_division, place_slug, state_of
from bot.officials.levels import CHAMBERS, DISTRICTS, HOUSE, LEVELS, PARTLY_KNOWN, PLACE, STATE, WARD, Level
from bot.officials.local.ward_lookup import Point
from bot.officials.place_names import split_county, split_name


def locate_address(
    resolver: Resolver, directory: Directory, address: str, zip: str, today: date
) -> Mapping[Level, str] | Unresolved:
    """Level -> the division that an address in a ZIP ("98402" or "98402-1234") lies in; or why none can be told.

    A level that the answer lacks, or that it gives by other boundaries than those in force, is left out. One request. A ward
    is told by the boundaries that an organizer imported, from the geocoder's point, which is forgotten here.
    """
    found = resolver.resolve(address, zip, today)
    if isinstance(found, Unresolved):
        return found
    divisions = _with_ward(_divisions(found, directory, today), found.point, directory)
    return divisions if directory.reaches(zip[:5], divisions, today) else Unresolved("outside")


def _divisions(found: Resolved, directory: Directory, today: date) -> dict[Level, str]:
    boundaries = boundaries_on(today)
    told = {level: _division(level, area, found.state, directory) for level, area in found.areas.items()}
    divisions = {STATE: found.state} | {level: told[level] for level in told if _by_these_boundaries(level, found, boundaries)}
    return {
        level: division
        for level, division in divisions.items()
        if division and _in_force(level, division, directory, boundaries, today)
    }


def _with_ward(divisions: dict[Level, str], point: Point | None, directory: Directory) -> dict[Level, str]:
    """The divisions, and the ward that the point lies in; not where the geocoder puts it into another place."""
    ward = directory.wards.ward(point) if point else ""
    place = ward.rpartition("/")[0]
    return divisions | {PLACE: place, WARD: ward} if ward and divisions.get(PLACE, place) == place else divisions


def _division(level: Level, area: str, home: str, directory: Directory) -> str:
    """The id of an area as Resolved.areas has it; "" for one that our tables do not have."""
    if level == HOUSE:
        return area
    if level in CHAMBERS:
        return directory.districts.of_census(level, area)
    if level in PARTLY_KNOWN:
        return _place(area, home, directory) if level == PLACE else _county(area, home, directory)
    return f"{home}/{LEVELS[level].kinds[0]}:{place_slug(area)}"


def _by_these_boundaries(level: Level, found: Resolved, boundaries: DistrictBoundaries | None) -> bool:
    """Is a district told by these boundaries? Other areas have none."""
    if level not in DISTRICTS:
        return True
    if boundaries is None or found.congress != boundaries.congress:
        return False
    return level == HOUSE or found.legislatures in (None, boundaries.legislatures)


def _in_force(level: Level, division: str, directory: Directory, boundaries: DistrictBoundaries | None, today: date) -> bool:
    """Are the boundaries that geocoders answer with those in force there? A state may draw its own anew in between."""
    if boundaries is None:
        return True
    vintage = directory.vintages.of
    return vintage(level, division, today) == vintage(level, division, boundaries.valid_from)


def _place(written: str, home: str, directory: Directory) -> str:
    """The place by its name, as our tables name places; "" for one they do not have."""
    state = state_of(home)
    if state is None:
        return ""
    name, kind = split_name(state.code, written)
    slug = place_slug(name)
    keys = (slug, f"{slug}_{place_slug(kind)}")
    divisions = (place_division(f"{state.code.lower()}/{key}") for key in keys)
    return next((division for division in divisions if directory.areas.name(division)), "")


def _county(written: str, home: str, directory: Directory) -> str:
    """The county by its name; "" for one that our tables do not have, as Connecticut's regions."""
    state = state_of(home)
    name, kind = split_county(state.code, written) if state else ("", "")
    division = f"{home}/{kind}:{place_slug(name)}"
    return division if directory.areas.counties.name(division) else ""
