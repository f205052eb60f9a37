"""Maps that were drawn anew since zips.tsv: which states, from which day on, and the districts of each ZIP code on them.

The table redrawn.tsv is made by `flask data build --boundaries`, out of the Census's block files; without it a ZIP code tells
no district where the map is another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.officials.districts import Districts
from bot.officials.divisions import STATES, cd_division
from bot.officials.levels import DISTRICTS, HOUSE, Level
from bot.officials.tables import DataError, read_date, table_rows

FILE = "redrawn.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedrawnMap:
    """A level of one state. state: its division. vintage: as vintages.tsv names it. zips: ZIP -> codes, "TX-3,TX-32"."""

    level: Level
    state: str
    vintage: str
    valid_from: date
    zips: Mapping[str, str] = field(repr=False)


class RedrawnMaps:
    """All of them, by level and state."""

    def __init__(self, maps: Iterable[RedrawnMap] = (), codes: Mapping[tuple[str, str], str] | None = None) -> None:
        """codes: level and Census code -> division, of the districts of legislatures."""
        self.by_state = {(found.level, found.state): found for found in maps}
        self._codes = codes or {}

    @classmethod
    def load(cls, folder: Path, districts: Districts) -> "RedrawnMaps":
        """The table of a folder, none where there is no such file. Raises DataError for a row of no use."""
        if not (folder / FILE).exists():
            return cls()
        maps = []
        for number, row in enumerate(table_rows(folder, FILE), start=2):
            where = f"{folder / FILE}: line {number}"
            zips = dict(cell.partition(":")[::2] for cell in row["zips"].split(";"))
            known = row["level"] in DISTRICTS and row["state"] in STATES and row["vintage"]
            codes = {code for cell in zips.values() for code in cell.split(",")}
            if not known or any(not _division(row["level"], code, districts.by_code) for code in codes):
                raise DataError(f"{where}: names a level, state or district that there is not; build it anew")
            maps.append(
                RedrawnMap(
                    level=row["level"],
                    state=STATES[row["state"]].division,
                    vintage=row["vintage"],
                    valid_from=read_date(row["valid_from"], where),
                    zips=zips,
                )
            )
        return cls(maps, districts.by_code)

    def divisions(self, zip: str, state: str) -> dict[tuple[Level, str], tuple[str, ...]]:
        """(level, state) -> the divisions of a ZIP code on the new map, for the levels at which the state has one."""
        found = ((level, self.by_state.get((level, state))) for level in DISTRICTS)
        return {
            (level, state): tuple(_division(level, code, self._codes) for code in drawn.zips[zip].split(","))
            for level, drawn in found
            if drawn and zip in drawn.zips
        }


def _division(level: Level, code: str, codes: Mapping[tuple[str, str], str]) -> str:
    """The id of a code, "" for none."""
    if level != HOUSE:
        return codes.get((level, code), "")
    state, _, number = code.partition("-")
    return cd_division(code) if state in STATES and number.isdecimal() else ""
