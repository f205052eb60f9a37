"""Which divisions a ZIP code touches: zips.tsv, counties.tsv and what may be concluded from them. Not who holds a seat.

Census files give land, not people: every division that touches a ZIP is a candidate. Only places that are mere slivers of a ZIP
are left out, by the builder (bot/civic_data/land.py says which).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bot.officials import zip_info
from bot.officials.counties import Counties
from bot.officials.districts import Districts
from bot.officials.divisions import STATES, WHOLE_PLACES, cd_division, place_division, place_key
from bot.officials.levels import HOUSE, LOWER, UPPER, Level
from bot.officials.redrawn import RedrawnMaps
from bot.officials.regions import Regions
from bot.officials.tables import DataError, each_row, table_lines

SLIVER = 20  # per mille of the ZIP's land: less than this outside every place is nobody's home


@dataclass(frozen=True, slots=True)
class Share:
    """A place and its part of a ZIP's land, in per mille (0: not known)."""

    division: str
    land: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipArea:
    """What we know of a ZIP. kind: as in postal.Mail, or "unknown" where no such ZIP is in use.

    `states`: codes, most land first. `mapped`: there are homes and streets in it and we know its divisions. `by_level`: its
    divisions at each level of districts, by the boundaries that levels.py names; `redrawn`: level and state -> those on a map
    that was drawn anew since. `places`: those that are no slivers, most land first. `outside`: people may live in none of
    them. `counties`: all that it touches, by state and name.
    """

    zip: str
    kind: str
    city: str
    states: tuple[str, ...]
    mapped: bool
    by_level: Mapping[Level, tuple[str, ...]]
    places: tuple[Share, ...]
    outside: bool
    counties: tuple[str, ...] = ()
    redrawn: Mapping[tuple[Level, str], tuple[str, ...]] = field(default_factory=dict)

    def districts(self, level: Level) -> tuple[str, ...]:
        """The ZIP's divisions at a level of districts."""
        return self.by_level.get(level, ())

    @property
    def gap(self) -> str:
        """Why the ZIP alone tells no district and no place, "" where it does."""
        if self.kind == "unknown":
            return "unknown_zip"
        if not self.states:
            return "military" if self.kind == "military" else "abroad"
        if self.kind in ("po_box", "unique"):
            return self.kind
        return "" if self.mapped else "no_area"


class _Row(NamedTuple):
    """A row of zips.tsv, taken apart; as in ZipArea."""

    states: tuple[str, ...]
    by_level: Mapping[Level, tuple[str, ...]]
    places: tuple[Share, ...]
    outside: bool


class Areas:
    """zips.tsv, places.tsv and counties.tsv in memory; rows are taken apart when they are asked for."""

    def __init__(
        self,
        zips: Regions,
        names: Mapping[str, str],
        codes: Mapping[tuple[str, str], str],
        counties: Counties,
        redrawn: RedrawnMaps,
    ) -> None:
        self.counties = counties
        self._zips = zips
        self._redrawn = redrawn
        self._names = names
        self._codes = codes
        self._more: Mapping[str, tuple[str, ...]] = {}

    @classmethod
    def load(cls, folder: Path, districts: Districts, shipped: Path, redrawn: RedrawnMaps) -> "Areas":
        """Raises DataError where a table is missing or not ours. shipped: as in TableSet.load()."""
        zips = Regions(table_lines(folder, "zips.tsv"))
        if not len(zips):
            raise DataError(f"{folder / 'zips.tsv'}: no rows; build it with: flask data build SOURCES_DIR")
        try:
            names = {place_division(row["place"]): row["name"] for row in each_row(folder, "places.tsv")}
        except KeyError as state:
            raise DataError(f"{folder / 'places.tsv'}: {state} is no state; build it anew") from None
        return cls(zips, names, districts.by_code, Counties.load(folder, shipped), redrawn)

    def with_places(self, names: Mapping[str, str], zips: Mapping[str, tuple[str, ...]]) -> "Areas":
        """These areas, and places that are on no map: their names, and ZIP -> those that lie in it."""
        areas = Areas(self._zips, {**self._names, **names}, self._codes, self.counties, self._redrawn)
        areas._more = zips
        return areas

    def __len__(self) -> int:
        return len(self._zips)

    def __iter__(self) -> Iterator[str]:
        return iter(self._zips)

    def within(self, states: Collection[str]) -> frozenset[str]:
        """Every ZIP code in use that lies in any of these states (codes), if only with a part."""
        wanted = frozenset(states)
        mapped = {zip for zip, row in self._zips.rows() if not wanted.isdisjoint(row.partition("\t")[0].split(","))}
        return frozenset(mapped | {zip for code in wanted for zip in zip_info.in_state(code) if zip not in self._zips})

    def house(self) -> frozenset[str]:
        """Every House division that a ZIP lies in. Looks at every row, which takes 0.15 seconds.

        Raises DataError naming a ZIP whose row cannot be used.
        """
        return frozenset(division for zip, row in self._zips.rows() for division in self._read(zip, row).by_level[HOUSE])

    def name(self, division: str) -> str:
        """A place's name: "Tacoma"; "" for one we have no name of."""
        for code, name in WHOLE_PLACES.items():
            if division == STATES[code].division:
                return name
        return self._names.get(division, "")

    @property
    def places(self) -> Mapping[str, str]:
        """Division -> name, of every place on our maps."""
        return self._names

    def main_zips(self, divisions: Collection[str]) -> dict[str, str]:
        """Place or county -> the ZIP code that it has most of, for those of these that are on a map."""
        counties = {division: zip for division in divisions if (zip := self.counties.main_zip(division))}
        most: dict[str, tuple[int, str]] = {}
        wanted = {place_key(division): division for division in divisions}
        for zip, row in self._zips.rows():
            for cell in filter(None, row.split("\t")[4].split(";")):
                key, _, land = cell.rpartition(":")
                if key in wanted:
                    most[wanted[key]] = max(most.get(wanted[key], (0, "")), (int(land), zip))
        return counties | {division: zip for division, (_, zip) in most.items()}

    def area(self, zip: str) -> ZipArea:
        """What is known of five digits; a ZIP nobody uses has kind "unknown" and nothing else."""
        row = self._zips.get(zip)
        mail = zip_info.find_zip(zip, even_retired=row is not None)
        if row is None:
            if mail is None:
                return ZipArea(zip=zip, kind="unknown", city="", states=(), mapped=False, by_level={}, places=(), outside=False)
            # The post office also serves Palau, Micronesia and the Marshall Islands, which elect nobody here.
            states = (mail.state,) if mail.state in STATES else ()
            return ZipArea(
                zip=zip, kind=mail.kind, city=mail.city, states=states, mapped=False, by_level={}, places=(), outside=False
            )
        return self._on_map(zip, row, mail)

    def _on_map(self, zip: str, row: str, mail: zip_info.ZipInfo | None) -> ZipArea:
        kind = mail.kind if mail else "standard"
        found = self._read(zip, row)
        redrawn = [self._redrawn.divisions(zip, STATES[code].division) for code in found.states]
        return ZipArea(
            zip=zip,
            kind=kind,
            city=mail.city if mail else "",
            states=found.states,
            mapped=kind == "standard",
            by_level=found.by_level,
            places=(*found.places, *(Share(division, 0) for division in self._more.get(zip, ()))),
            outside=found.outside,
            counties=self.counties.at(zip, found.states),
            redrawn={key: divisions for each in redrawn for key, divisions in each.items()},
        )

    def _read(self, zip: str, row: str) -> _Row:
        try:
            codes, cds, upper, lower, places, outside = row.split("\t")
            return _Row(
                states=tuple([STATES[code].code for code in codes.split(",")]),
                by_level={
                    HOUSE: tuple([cd_division(code) for code in cds.split(",")]) if cds else (),
                    UPPER: self._divisions(UPPER, upper),
                    LOWER: self._divisions(LOWER, lower),
                },
                places=tuple([_share(cell) for cell in places.split(";")]) if places else (),
                outside=int(outside) >= SLIVER,
            )
        except (KeyError, ValueError) as problem:
            raise DataError(f"zips.tsv: {zip}: {problem} is not what belongs there; build it and districts.tsv anew") from None

    def _divisions(self, level: Level, cell: str) -> tuple[str, ...]:
        return tuple([self._codes[level, code] for code in cell.split(",")]) if cell else ()


def _share(cell: str) -> Share:
    key, land = cell.rsplit(":", 1)
    return Share(place_division(key), int(land))
