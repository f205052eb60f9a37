"""State legislative districts: ids, Census codes, names as said, who else elects there. The table districts.tsv. No ZIPs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.locale import phrase
from bot.officials.divisions import BY_DIVISION, STATES, cd_code
from bot.officials.levels import CHAMBERS, HOUSE, Level
from bot.officials.tables import DataError, each_row

NUMBER = re.compile(r"\d+[A-Z]?|[A-Z]")  # "27", "43B", Alaska's "K": not a name by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One district of a chamber.

    code: the Census code as zips.tsv writes it ("WA-27"), "" where no ZIP table has it. name: "27", "2nd Worcester". seats: how
    many people it elects. covers: the districts whose people vote in this one as well (New Hampshire's floterials; members
    at large of the District of Columbia and Puerto Rico).
    """

    division: str
    level: Level
    code: str
    name: str
    seats: int
    covers: tuple[str, ...] = ()


class Districts:
    """Every district, by id and by Census code."""

    def __init__(self, districts: Iterable[District]) -> None:
        self.all: Mapping[tuple[Level, str], District] = {(d.level, d.division): d for d in districts}
        self.by_code: Mapping[tuple[str, str], str] = {(d.level, d.code): d.division for d in self.all.values() if d.code}
        over: dict[str, tuple[District, ...]] = {}
        for district in self.all.values():
            for division in district.covers:
                over[division] = (*over.get(division, ()), district)
        self._over = over

    @classmethod
    def load(cls, folder: Path) -> "Districts":
        """The table of a folder. Raises DataError where it is missing, not ours, or holds a number of seats that is none."""
        file = folder / "districts.tsv"
        return cls(_district(row, f"{file}: line {number}") for number, row in enumerate(each_row(folder, file.name), start=2))

    def electing(self, level: Level, division: str) -> tuple[District, ...]:
        """The districts that people of a division vote in at this level: its own, and those that lie over it."""
        own = self.all.get((level, division))
        return (*((own,) if own else ()), *self._over.get(division, ()))

    def of_census(self, level: Level, code: str) -> str:
        """The division of a Census code ("WA-027"); "" for one we do not have. Wards of DC and districts of PR go by number."""
        state, _, number = code.partition("-")
        short = number.lstrip("0")
        if state not in STATES or not short:
            return ""
        if division := self.by_code.get((level, f"{state}-{short}")):
            return division
        home = STATES[state].division
        return next((d for d in (f"{home}/{level}:{short}", f"{home}/ward:{short}") if (level, d) in self.all), "")

    def said(self, level: Level, division: str, language: str) -> str:
        """What a district is called: "district 27"; for a House seat its code."""
        if level == HOUSE:
            return cd_code(division)
        district = self.all.get((level, division))
        name = district.name if district else division.rsplit(":", 1)[-1]
        if division in BY_DIVISION:
            return phrase("district.at_large", language)
        return phrase("district.numbered", language, name=name) if NUMBER.fullmatch(name) else name


def _district(row: Mapping[str, str], where: str) -> District:
    level = row["level"]
    if level not in CHAMBERS or not row["seats"].isdecimal():
        raise DataError(f"{where}: {level!r} or {row['seats']!r} is no level or number of seats; build it anew")
    covers = tuple(row["covers"].split(";")) if row["covers"] else ()
    return District(
        division=row["division"], level=level, code=row["code"], name=row["name"], seats=int(row["seats"]), covers=covers
    )
