"""Which boundaries districts have, and from when to when. The table vintages.tsv. No ZIPs, no officials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.officials.districts import Districts
from bot.officials.divisions import STATES, state_of
from bot.officials.levels import LEVELS, Level
from bot.officials.redrawn import RedrawnMaps
from bot.officials.tables import DataError, read_date, table_rows

# Boundaries that the Census geocoder answers with, now or later; it knows no others.
SURVEYED = frozenset({"119th Congress", "120th Congress", "2024 state legislative", "2026 state legislative"})
DISPUTED = "disputed"  # sources differ on which boundaries are in force: then nothing settles a district
# The boundaries of the districts that zips.tsv lists.
OF_THE_TABLE: Mapping[Level, str] = {row.name: row.boundaries for row in LEVELS.values() if row.boundaries}


@dataclass(frozen=True, slots=True)
class Moved:
    """States and districts whose boundaries are not (or not yet) those of zips.tsv; `lost`: those of them no geocoder knows;
    `disputed`: those of which sources differ; `mapped`: states whose new map redrawn.tsv has."""

    areas: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    disputed: frozenset[str] = frozenset()
    mapped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """Boundaries that are in force from `begins` until the day before `ends` (None: until further notice)."""

    name: str
    begins: date
    ends: date | None

    def holds(self, today: date) -> bool:
        """Are these the boundaries today?"""
        return self.begins <= today and (self.ends is None or today < self.ends)


class Vintages:
    """Which boundaries are in force: in general, in a state, in single districts; the narrowest counts."""

    def __init__(self, found: Mapping[tuple[str, str], tuple[Vintage, ...]], redrawn: RedrawnMaps) -> None:
        self._found = _with_redrawn(found, redrawn)
        self._redrawn = redrawn
        self.moved = lru_cache(maxsize=8)(self._moved)

    @classmethod
    def load(cls, folder: Path, districts: Districts, redrawn: RedrawnMaps | None = None) -> "Vintages":
        """The table of a folder, and redrawn maps. Raises DataError for an area that is no state and no district."""
        found: dict[tuple[str, str], tuple[Vintage, ...]] = {}
        for number, row in enumerate(table_rows(folder, "vintages.tsv"), start=2):
            where = f"{folder / 'vintages.tsv'}: line {number}"
            ends = read_date(row["valid_to"], where) if row["valid_to"] else None
            vintage = Vintage(name=row["vintage"], begins=read_date(row["valid_from"], where), ends=ends)
            for area in row["areas"].split(","):
                key = (row["level"], _area(row["level"], area, districts, where))
                found[key] = (*found.get(key, ()), vintage)
        return cls(found, redrawn or RedrawnMaps())

    def of(self, level: Level, division: str, today: date) -> str:
        """The boundaries in force there today: "119th Congress"; "" where the table does not say."""
        home = state_of(division)
        for area in (division, home.division if home else "", ""):
            if (level, area) in self._found:
                return next((vintage.name for vintage in self._found[level, area] if vintage.holds(today)), "")
        return ""

    def _moved(self, today: date) -> Mapping[Level, Moved]:
        """What has moved at each level of districts."""
        found: dict[Level, Moved] = {}
        for level, ours in OF_THE_TABLE.items():
            names = {area: self.of(level, area, today) for each, area in self._found if each == level and area}
            areas = frozenset(area for area, name in names.items() if name != ours)
            found[level] = Moved(
                areas=areas,
                lost=frozenset(area for area in areas if names[area] not in SURVEYED),
                disputed=frozenset(area for area in areas if names[area] == DISPUTED),
                mapped=frozenset(area for area in areas if self._is_mapped(level, area, names[area])),
            )
        return found

    def _is_mapped(self, level: Level, area: str, vintage: str) -> bool:
        drawn = self._redrawn.by_state.get((level, area))
        return drawn is not None and drawn.vintage == vintage


def _with_redrawn(
    found: Mapping[tuple[str, str], tuple[Vintage, ...]], redrawn: RedrawnMaps
) -> Mapping[tuple[str, str], tuple[Vintage, ...]]:
    """The boundaries by hand, and those that were compared: which states have a new map is theirs to say. Disputed wins."""
    compared = {(level, drawn.vintage) for (level, _), drawn in redrawn.by_state.items()}
    kept = {
        (level, area): vintages
        for (level, area), vintages in found.items()
        if not area or _is_disputed(vintages) or not any((level, vintage.name) in compared for vintage in vintages)
    }
    for (level, state), drawn in redrawn.by_state.items():
        if not _is_disputed(kept.get((level, state), ())):
            before = (replace(vintage, ends=drawn.valid_from) for vintage in found.get((level, ""), ())[-1:])
            kept[level, state] = (*before, Vintage(name=drawn.vintage, begins=drawn.valid_from, ends=None))
    return kept


def _is_disputed(vintages: Iterable[Vintage]) -> bool:
    return any(vintage.name == DISPUTED for vintage in vintages)


def _area(level: str, area: str, districts: Districts, where: str) -> str:
    if not area:
        return ""
    if area in STATES:
        return STATES[area].division
    division = districts.by_code.get((level, area))
    if division is None:
        raise DataError(f"{where}: {area!r} is no state and no district; write AL or MS-11, as zips.tsv does")
    return division
