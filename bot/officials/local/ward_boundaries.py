"""Where the wards of a council lie, as kept: one checked file of an organizer's, INSTANCE_DIR/local/NAME.geojson.

The file is GeoJSON (RFC 7946) that any map program opens. Its first line says what it is and holds a SHA-256 of all of it; the
lines below are a ward each. So whatever was changed by hand or damaged is told at once, and no geometry is looked at before a
point is.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.locale.flaws import placed
from bot.officials.divisions import state_of
from bot.officials.local.local_lists import NAME, write_whole
from bot.officials.tables import DataError

SUFFIX = ".geojson"
LONGEST = 20_000_000  # bytes, of a file as it is kept; the bounds of an import keep well below
END = "]}\n"
SAYS = ("role", "division", "place", "label", "imported", "wards")

Position = tuple[float, float]  # longitude, latitude, in degrees
Polygon = Sequence[Sequence[Position]]  # its outer ring, then its holes


@dataclass(frozen=True, slots=True, kw_only=True)
class WardBoundaries:
    """Where the wards of one council lie.

    name: the file's. place: its name. label: the property of the organizer's file that had the wards. wards: as the council's
    list has them. box: west, south, east, north. features: GeoJSON of each ward, a line each; version: its SHA-256.
    """

    name: str
    role: str
    division: str
    place: str
    label: str
    imported: date
    wards: tuple[str, ...]
    box: tuple[float, float, float, float]
    features: str = field(repr=False)
    version: str

    def polygons(self) -> dict[str, list[Polygon]]:
        """Ward -> the polygons that it consists of."""
        rows = json.loads(f"[{self.features}]")
        return {row["properties"]["ward"]: row["geometry"]["coordinates"] for row in rows}


def version_of(features: str) -> str:
    """WardBoundaries.version: another text as soon as a border is another."""
    return hashlib.sha256(features.encode()).hexdigest()


def make_features(polygons: Mapping[str, Sequence[Polygon]]) -> str:
    """WardBoundaries.features of ward -> polygons."""
    rows = (
        {
            "type": "Feature",
            "properties": {"ward": ward},
            "geometry": {"type": "MultiPolygon", "coordinates": parts},
        }
        for ward, parts in polygons.items()
    )
    return ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n"


def boundaries_path(folder: Path, name: str) -> Path:
    """Where boundaries are kept. Raises ValueError for what is no name of theirs."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of boundaries; write small letters, digits and hyphens, at most 40")
    return folder / f"{name}{SUFFIX}"


def boundaries_names(folder: Path) -> list[str]:
    """The files that are there, whether they can be read or not."""
    return sorted(path.stem for path in folder.glob(f"*{SUFFIX}") if NAME.fullmatch(path.stem))


def write_boundaries(folder: Path, found: WardBoundaries) -> None:
    """Keep boundaries whole or not at all, in place of earlier ones of their name."""
    says = {
        "role": found.role,
        "division": found.division,
        "place": found.place,
        "label": found.label,
        "imported": found.imported.isoformat(),
        "wards": found.wards,
    }
    says["sha256"] = _checksum(says, found.box, found.features)
    head = json.dumps({"type": "FeatureCollection", "bbox": found.box, "patchline": says, "features": []})
    write_whole(boundaries_path(folder, found.name), head.removesuffix("]}") + "\n" + found.features + END)


def _checksum(says: Mapping[str, object], box: Sequence[object], features: str) -> str:
    told = json.dumps([[says[key] for key in SAYS], box])
    return hashlib.sha256(f"{told}\n{features}".encode()).hexdigest()


def remove_boundaries(folder: Path, name: str) -> bool:
    """Take boundaries out; False where there are none of that name."""
    try:
        boundaries_path(folder, name).unlink()
    except FileNotFoundError:
        return False
    return True


def read_boundaries(folder: Path, name: str) -> WardBoundaries:
    """Boundaries by their name. Raises DataError that names the file, and the mend."""
    path = boundaries_path(folder, name)
    try:
        if path.stat().st_size > LONGEST:
            raise DataError(placed(str(path), "boundaries_long", most=f"{LONGEST:,}", name=name))
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(placed(str(path), "boundaries_unreadable", error=str(problem), name=name)) from None
    head, _, below = text.partition("\n")
    try:
        found = _parse(name, json.loads(head + "]}"), below.removesuffix(END))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DataError(placed(str(path), "boundaries_none", name=name)) from None
    if found is None or not below.endswith(END):
        raise DataError(placed(str(path), "boundaries_changed", name=name))
    return found


def _parse(name: str, head: Mapping[str, object], features: str) -> WardBoundaries | None:
    """What the parts of a file say; None where any of it has changed. Raises ValueError, TypeError or KeyError."""
    says, box = head["patchline"], head["bbox"]
    if not isinstance(says, dict) or not isinstance(box, list):
        raise TypeError("no such head")
    role, division, place, label, imported, wards = (says[key] for key in SAYS)
    texts = (role, division, place, label, imported, *wards)
    if not all(isinstance(text, str) for text in texts) or state_of(division) is None:
        raise TypeError("no such head")
    west, south, east, north = map(float, box)
    found = WardBoundaries(
        name=name,
        role=role,
        division=division,
        place=place,
        label=label,
        imported=date.fromisoformat(imported),
        wards=tuple(wards),
        box=(west, south, east, north),
        features=features,
        version=version_of(features),
    )
    return found if _checksum(says, box, features) == says["sha256"] else None
