"""An organizer's boundary file, checked: GeoJSON as cities publish it, to the wards of one council. Reads no folder.

Every polygon has to be in degrees (WGS 84, as RFC 7946 has it), of one ward, and free of self-intersections: a border that is
drawn wrong names a wrong official.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from bot.officials.divisions import place_slug
from bot.officials.local.local_offices import ListedOffice
from bot.officials.local.ward_boundaries import Polygon, Position, WardBoundaries, make_features, version_of
from bot.officials.local.ward_labels import read_ward
from bot.tabular.cells import CellError

MAX_BYTES = 20_000_000
MOST_FEATURES = 500
MOST_POINTS = 200_000
DIGITS = 6  # of a degree: a tenth of a metre
AROUND = 0.3  # degrees that the middle of the place's ZIP code may lie outside of its wards: some 30 km
SHARED = 1e-4  # of the smaller ward's area: less is how neighbours' borders are drawn
SQUARE_METRES = 111_320.0**2
WGS84 = re.compile(r"(?i)(urn:ogc:def:crs:)?(ogc:(1\.3)?:?crs84|epsg::?4326)")
CONVERT = "save it as GeoJSON in EPSG:4326 (WGS 84), in QGIS or with: ogr2ogr -t_srs EPSG:4326 wards.geojson FILE"
# A row's number in the map program's table is no ward, though it may look like one.
ROW_NUMBERS = re.compile(r"(?i)(objectid|fid|gid|id|oid|ogc_fid|globalid|index|shape.*|st_?(area|length|perimeter).*)_?\d*")


class BoundaryError(ValueError):
    """What is wrong with a boundary file, and after a semicolon the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBoundaries:
    """A boundary file that can be used, and what is to be said about it."""

    boundaries: WardBoundaries
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feature:
    number: int  # in the file, from 1
    properties: Mapping[str, object]
    polygons: Sequence[Polygon]


def check_boundaries(
    content: bytes, *, name: str, office: ListedOffice, place: str, label: str, middle: Position | None, today: date
) -> CheckedBoundaries:
    """The boundaries in a file. Raises BoundaryError for the first thing that is wrong.

    office: the council, whose wards these have to be. place: its name. label: the property that has the wards, "" to look for
    it. middle: of the place's main ZIP code, where it is known.
    """
    if len(content) > MAX_BYTES:
        raise BoundaryError(
            f"has more than {MAX_BYTES // 1_000_000} MB; simplify its lines to a metre, or take other layers out"
        )
    if not office.wards:
        raise BoundaryError(f"nobody is listed by wards in {place}; import the list of its council first")
    features = _features(content)
    column = label or _guess_label(features, office)
    polygons = _by_ward(features, column, office)
    flat = [position for parts in polygons.values() for polygon in parts for position in polygon[0]]
    longitudes, latitudes = zip(*flat, strict=True)
    box = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    if middle and not (_within(middle[0], box[0], box[2]) and _within(middle[1], box[1], box[3])):
        raise BoundaryError(f"lies nowhere near {place}; look whether it is the file of another city, or its place is another")
    features_kept = make_features(polygons)
    boundaries = WardBoundaries(
        name=name,
        role=office.role,
        division=office.division,
        place=place,
        label=column,
        imported=today,
        wards=tuple(polygons),
        box=box,
        features=features_kept,
        version=version_of(features_kept),
    )
    return CheckedBoundaries(boundaries=boundaries, warnings=tuple(_warnings(polygons, office, place)))


def _within(value: float, low: float, high: float) -> bool:
    return low - AROUND <= value <= high + AROUND


# --- The file ---------------------------------------------------------------------------------------------------------------


def _features(content: bytes) -> list[_Feature]:
    try:
        found: object = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BoundaryError(f"is no GeoJSON; {CONVERT}") from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection" or not isinstance(found.get("features"), list):
        raise BoundaryError(f"is no GeoJSON FeatureCollection; {CONVERT}")
    crs = found.get("crs")
    if crs is not None and not WGS84.fullmatch(_crs_name(crs)):
        raise BoundaryError(f"its crs is {_crs_name(crs)[:60] or 'not named'}, not WGS 84; {CONVERT}")
    rows = found["features"]
    if not 1 <= len(rows) <= MOST_FEATURES:
        raise BoundaryError(f"has {len(rows):,} features; it should have one a ward, and at most {MOST_FEATURES}")
    reader = _PolygonReader()
    return [_feature(row, number, reader) for number, row in enumerate(rows, start=1)]


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number")


def _crs_name(crs: object) -> str:
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    return named if isinstance(named, str) else ""


def _feature(row: object, number: int, reader: "_PolygonReader") -> _Feature:
    geometry = row.get("geometry") if isinstance(row, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(row, dict) or not isinstance(geometry, dict) or kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(f"feature {number}: is no polygon; take it out, or save the layer that has the wards as areas")
    parts = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
    properties = row.get("properties")
    return _Feature(
        number=number,
        properties=properties if isinstance(properties, dict) else {},
        polygons=reader.polygons(parts, f"feature {number}"),
    )


class _PolygonReader:
    """Reads polygons, and counts their points: no more than a city needs."""

    def __init__(self) -> None:
        self._points = 0

    def polygons(self, parts: object, where: str) -> list[Polygon]:
        """The polygons of GeoJSON's MultiPolygon, two numbers a point. Raises BoundaryError."""
        if not isinstance(parts, list) or not parts:
            raise BoundaryError(f"{where}: has no coordinates; {CONVERT}")
        return [self._polygon(rings, where) for rings in parts]

    def _polygon(self, rings: object, where: str) -> Polygon:
        if not isinstance(rings, list) or not rings:
            raise BoundaryError(f"{where}: has no coordinates; {CONVERT}")
        return [self._ring(ring, where) for ring in rings]

    def _ring(self, ring: object, where: str) -> list[Position]:
        found = [_position(each, where) for each in ring] if isinstance(ring, list) else []
        self._points += len(found)
        if self._points > MOST_POINTS:
            raise BoundaryError(f"has more than {MOST_POINTS:,} points; simplify its lines to a metre")
        if len(found) < 4 or found[0] != found[-1]:
            raise BoundaryError(f"{where}: a ring is not closed; mend it in QGIS (Fix geometries) and save it anew")
        return found


def _position(each: object, where: str) -> Position:
    numbers = each if isinstance(each, list) and 2 <= len(each) <= 4 else []
    if not numbers or not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        raise BoundaryError(f"{where}: {str(each)[:40]} is no longitude and latitude; {CONVERT}")
    longitude, latitude = (round(float(number), DIGITS) for number in numbers[:2])  # a third is how high it lies
    if abs(latitude) > 90 and abs(longitude) <= 90 and abs(latitude) <= 180:
        raise BoundaryError(f"{where}: latitude and longitude are the wrong way round ({longitude}, {latitude}); {CONVERT}")
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise BoundaryError(
            f"{where}: {longitude:.0f}, {latitude:.0f} are no degrees: it is in another projection, such as State Plane or "
            f"Web Mercator; {CONVERT}"
        )
    return longitude, latitude


# --- Which ward -------------------------------------------------------------------------------------------------------------


def _guess_label(features: Sequence[_Feature], office: ListedOffice) -> str:
    """The one property that reads as the wards of the council and has all of them; several only where they say the same."""
    columns = dict.fromkeys(column for feature in features for column in feature.properties)
    wanted = {place_slug(ward) for ward in office.wards}
    said = {column: tuple(_ward_of(feature, column) for feature in features) for column in columns}
    fits = [column for column, wards in said.items() if not ROW_NUMBERS.fullmatch(column) and wanted <= set(wards) - {""}]
    if len({said[column] for column in fits}) == 1 and all(said[fits[0]]):
        return fits[0]
    named = ", ".join(columns) or "none"
    why = "more than one property" if fits else "no property"
    raise BoundaryError(f"{why} reads as the wards {', '.join(office.wards)}; name it with --label, of: {named[:300]}")


def _ward_of(feature: _Feature, column: str) -> str:
    """The slug of the ward that a property names, "" for what is none."""
    try:
        return place_slug(_read(feature.properties.get(column)))
    except CellError:
        return ""


def _read(value: object) -> str:
    """The ward of a property. Raises CellError."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(whole, bool) or not isinstance(whole, str | int):
        raise CellError("is no ward")
    return read_ward(str(whole)[:200])


def _by_ward(features: Sequence[_Feature], column: str, office: ListedOffice) -> dict[str, list[Polygon]]:
    """Ward, as the list writes it -> its polygons, neighbours joined. Raises BoundaryError."""
    listed = {place_slug(ward): ward for ward in office.wards}
    found: dict[str, list[_Feature]] = {}
    for feature in features:
        value = feature.properties.get(column)
        try:
            ward = _read(value)
        except CellError:
            ward = ""
        if not ward:
            raise BoundaryError(
                f"feature {feature.number}: its {column} is {str(value)[:40]!r}, no ward; take the feature out, or name the "
                "property that has the wards with --label"
            )
        found.setdefault(listed.get(place_slug(ward), ward), []).append(feature)
    if not set(found) & set(office.wards):
        raise BoundaryError(
            f"its wards by {column} ({', '.join(found)[:100]}) are none of those listed ({', '.join(office.wards)[:100]}); "
            "name the property that has them with --label, or import the council's list anew"
        )
    return {ward: _joined(parts) for ward, parts in found.items()}


def _joined(features: Sequence[_Feature]) -> list[Polygon]:
    """The polygons of one ward's features. Raises BoundaryError for a line that crosses itself."""
    import shapely
    from shapely.geometry import mapping

    shapes = []
    for feature in features:
        shape = _shape(feature.polygons)
        if not shape.is_valid:
            where = " ".join(str(shapely.is_valid_reason(shape)).split())
            raise BoundaryError(
                f"feature {feature.number}: its lines are no border ({where[:80]}); mend it in QGIS (Fix geometries) or with: "
                "ogr2ogr -makevalid wards.geojson FILE"
            )
        shapes.append(shape)
    whole = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
    parts = mapping(whole)
    return list(parts["coordinates"]) if parts["type"] == "MultiPolygon" else [parts["coordinates"]]


def _shape(polygons: Sequence[Polygon]) -> Any:
    from shapely.geometry import MultiPolygon

    return MultiPolygon([(outer, holes) for outer, *holes in polygons])


# --- What is to be said -----------------------------------------------------------------------------------------------------


def _warnings(polygons: Mapping[str, Sequence[Polygon]], office: ListedOffice, place: str) -> Iterator[str]:
    if strange := [ward for ward in polygons if ward not in office.wards]:
        yield f"nobody is listed for {_wards(strange)} of {place}; whoever lives there is asked"
    if without := [ward for ward in office.wards if ward not in polygons]:
        yield f"it has no area of {_wards(without)} of {place}; whoever lives there is asked"
    shapes = {ward: _shape(parts) for ward, parts in polygons.items()}
    for one, other in combinations(shapes, 2):
        if shapes[one].intersects(shapes[other]):
            common = shapes[one].intersection(shapes[other]).area
            if common > SHARED * min(shapes[one].area, shapes[other].area):
                yield f"wards {one} and {other} overlap; whoever lives in both is asked"


def _wards(wards: Sequence[str]) -> str:
    return f"ward{'' if len(wards) == 1 else 's'} {', '.join(wards)}"
