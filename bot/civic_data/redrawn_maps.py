"""Which states have other districts now than zips.tsv, and the districts of each ZIP code on their new maps: redrawn.tsv.

Both come out of the Census's block files: the new map's compared with the one of 2024, state by state. That two files differ
says only that the map was drawn anew: where it is disputed which one is in force, vintages.tsv says so, and counts.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.civic_data.block_files import BlockFile, block_districts, read_districts, split_zips, zip_districts
from bot.civic_data.census_areas import FIPS, district_code
from bot.officials.divisions import STATES
from bot.officials.levels import HOUSE, LOWER, UPPER, Level
from bot.officials.redrawn import FILE
from bot.officials.tables import DataError, read_date, table_rows, write_table


@dataclass(frozen=True, slots=True, kw_only=True)
class MapChange:
    """One level: the files of its boundaries in zips.tsv, and of the next. role: of its members, in seatings.tsv; "" for the
    House, which changes on one day."""

    level: Level
    vintage: str
    before: BlockFile
    after: BlockFile
    role: str = ""


CONGRESS_BEGINS = date(2027, 1, 3)
ELECTED = 2026  # the year in which the new maps of legislatures are used first
CHANGES = (
    MapChange(
        level=HOUSE,
        vintage="120th Congress",
        before=BlockFile(name="CD119", packed="cd119.zip", column="CDFP"),
        after=BlockFile(name="CD120", packed="cd120.zip", column="CDFP"),
    ),
    MapChange(
        level=UPPER,
        vintage="2026 state legislative",
        before=BlockFile(name="SLDU24", packed="sldu24.zip", column="SLDUST"),
        after=BlockFile(name="SLDU26", packed="sldu26.zip", column="SLDUST"),
        role="state_upper",
    ),
    MapChange(
        level=LOWER,
        vintage="2026 state legislative",
        before=BlockFile(name="SLDL24", packed="sldl24.zip", column="SLDLST"),
        after=BlockFile(name="SLDL26", packed="sldl26.zip", column="SLDLST"),
        role="state_lower",
    ),
)


@dataclass(kw_only=True)
class RedrawnReport:
    """changed: level -> codes of the states with another map. size: bytes of the table; notes: what was left out, and why."""

    changed: dict[Level, list[str]] = field(default_factory=dict)
    size: int = 0
    notes: list[str] = field(default_factory=list)


def build_redrawn(folder: Path, tables: Path) -> RedrawnReport:
    """Write redrawn.tsv into the folder of tables. Raises DataError naming a file that is missing or unfit, before it writes.

    A level whose two files are not there has no rows. It takes the disk that the files take unpacked, and the memory of the
    blocks of one state.
    """
    report = RedrawnReport()
    there = [change for change in CHANGES if change.before.is_in(folder) and change.after.is_in(folder)]
    if not there:
        wanted = ", ".join(f"{change.before.packed} and {change.after.packed}" for change in CHANGES)
        raise DataError(f"{folder}: holds no block files to compare ({wanted}); data/README.md says where they come from")
    with tempfile.TemporaryDirectory(prefix="boundaries-") as name:
        work = Path(name)
        for change in there:
            change.before.split(folder, work / change.before.name)
            change.after.split(folder, work / change.after.name)
            report.changed[change.level] = list(_changed(change, work))
        states = {number for number, code in FIPS.items() for codes in report.changed.values() if code in codes}
        if states:
            split_zips(folder, states, work / "zips")
        rows = [row for change in there for row in _rows(change, work, tables, report)]
    report.size = write_table(tables, FILE, sorted(rows))
    return report


def _changed(change: MapChange, work: Path) -> Iterator[str]:
    """The states whose blocks are in other districts. Raises DataError where the new file lacks blocks of a state."""
    for number, code in sorted(FIPS.items(), key=lambda state: state[1]):
        old, new = work / change.before.name / number, work / change.after.name / number
        if not old.is_file() or STATES[code].kind != "state":
            continue
        if not new.is_file():
            raise DataError(f"{change.after.packed}: has no block of {code}; fetch it anew")
        was = read_districts(old)
        total, changed = len(was), False
        for block, now in block_districts(new):
            before = was.pop(block, None)  # what is left of them in the end has no district any more
            changed = changed or (before is not None and _district(before) != _district(now))
        if missing := sum(1 for district in was.values() if _district(district)):
            raise DataError(f"{change.after.packed}: lacks {missing:,} of {total:,} blocks of {code}; fetch it anew")
        if changed:
            yield code


def _district(code: bytes) -> bytes:
    """A block's district, the same for all that have none: water."""
    return code.strip(b"Z")


def _rows(change: MapChange, work: Path, tables: Path, report: RedrawnReport) -> Iterator[tuple[str, ...]]:
    numbers = {code: number for number, code in FIPS.items()}
    listed = _zips_by_state(tables)
    known = {row["code"] for row in table_rows(tables, "districts.tsv") if row["level"] == change.level}
    seated = _seated(change, tables)
    for code in report.changed[change.level]:
        day = seated.get(code)
        if day is None:
            report.notes.append(f"{change.level} of {code}: nobody is elected on its new map yet; left out")
            continue
        number = numbers[code]
        districts = read_districts(work / change.after.name / number)
        found = zip_districts(districts, work / "zips" / number) if (work / "zips" / number).is_file() else {}
        if missing := sorted(listed.get(code, set()) - set(found)):
            raise DataError(f"{len(missing):,} ZIP codes of {code}, {missing[0]} first, lie in no block; fetch the files anew")
        cells = {zip: [district_code(change.level, code, each) for each in sorted(codes)] for zip, codes in found.items()}
        strange = sorted({each for codes in cells.values() for each in codes} - known) if change.level != HOUSE else []
        if strange:
            report.notes.append(f"{change.level} of {code}: {strange[0]} is in no table of districts; left out")
            continue
        zips = ";".join(f"{zip}:{','.join(codes)}" for zip, codes in sorted(cells.items()))
        yield (change.level, code, change.vintage, day.isoformat(), zips)


def _zips_by_state(tables: Path) -> Mapping[str, set[str]]:
    """State -> the ZIP codes that lie in it alone."""
    found: dict[str, set[str]] = {}
    for row in table_rows(tables, "zips.tsv"):
        if "," not in row["states"]:
            found.setdefault(row["states"], set()).add(row["zip"])
    return found


def _seated(change: MapChange, tables: Path) -> Mapping[str, date]:
    """State -> the day from which the new map is in force: when those sit who were elected on it."""
    if not change.role:
        return dict.fromkeys(STATES, CONGRESS_BEGINS)
    where = str(tables / "seatings.tsv")
    return {
        row["state"]: read_date(row["seated"], where)
        for row in table_rows(tables, "seatings.tsv")
        if row["role"] == change.role and read_date(row["elected"], where).year == ELECTED
    }
