"""In which ward a point lies, by the boundaries of organizers; none where it is near a border or in two. Knows no addresses.

The library `shapely` is loaded with the first point that may lie in a file's wards, and never where there is no such file.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from math import cos, radians
from typing import Any

from bot.officials.divisions import ward_division
from bot.officials.local.ward_boundaries import Position, WardBoundaries

# A geocoder's point is interpolated between the ends of a block, on the middle of the street, and streets are borders.
NEAR = 25.0  # metres
DEGREE = 111_320.0  # metres of latitude; of longitude at the equator
ROOM = 0.001  # degrees: some hundred metres around the box of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where an address lies, in degrees. It does not show when it is printed: it is somebody's home."""

    longitude: float = field(repr=False)
    latitude: float = field(repr=False)


class WardLookup:
    """The wards of every council whose boundaries are known."""

    def __init__(self, boundaries: Iterable[WardBoundaries] = ()) -> None:
        self._by_place = {found.division: found for found in boundaries}
        self._shapes = cache(lambda division: _shapes(self._by_place[division]))

    def __contains__(self, division: str) -> bool:
        """Are the ward boundaries of this place known?"""
        return division in self._by_place

    def version(self, ward: str) -> str:
        """By which boundaries an address would lie in a ward (its division): another text as soon as they are others; "" where
        none are known."""
        found = self._by_place.get(ward.rpartition("/")[0])
        return f"wards {found.version[:16]}" if found else ""

    def ward(self, point: Point) -> str:
        """The division of the ward that a point lies in; "" where it is in none, in two, or near a border."""
        near: set[str] = set()
        inside = ""
        for found in self._by_place.values():
            west, south, east, north = found.box
            if not (west - ROOM <= point.longitude <= east + ROOM and south - ROOM <= point.latitude <= north + ROOM):
                continue
            middle = (south + north) / 2
            here = _geometry().Point(_metres((point.longitude, point.latitude), middle))
            for ward, shape in self._shapes(found.division).items():
                if shape.distance(here) >= NEAR:
                    continue
                division = ward_division(found.division, ward)
                near.add(division)
                if shape.contains(here) and shape.boundary.distance(here) >= NEAR:
                    inside = division
        return inside if near == {inside} else ""


def _geometry() -> Any:
    from shapely import geometry

    return geometry


def _shapes(found: WardBoundaries) -> dict[str, Any]:
    """Ward -> its shape, in metres from where the equator meets Greenwich."""
    middle = (found.box[1] + found.box[3]) / 2
    geometry = _geometry()
    return {
        ward: geometry.MultiPolygon(
            [([_metres(each, middle) for each in outer], [[_metres(each, middle) for each in hole] for hole in holes])
             for outer, *holes in polygons]
        )
        for ward, polygons in found.polygons().items()
    }  # fmt: skip


def _metres(position: Position, latitude: float) -> Position:
    """A position on a plane that fits around this latitude: within a city some metres are some metres."""
    return position[0] * DEGREE * cos(radians(latitude)), position[1] * DEGREE
