"""What the tables of a folder say, as it stands there: before corrections and lists, which change more often."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.officials.districts import Districts
from bot.officials.held_back import HeldBack, read_held_back
from bot.officials.kept_lines import read_kept_lines, with_kept_lines
from bot.officials.local.council_table import CouncilTable
from bot.officials.officeholders import add_officeholders, read_officeholders
from bot.officials.records import OfficeLine, OfficialRecord, read_records
from bot.officials.redrawn import RedrawnMaps
from bot.officials.seatings import Seatings
from bot.officials.shared_lines import Chamber, chamber_lines, with_shared_lines
from bot.officials.tables import no_collection, read_date, table_rows
from bot.officials.vacancies import Vacancies
from bot.officials.vintages import Vintages
from bot.officials.zip_areas import Areas


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSource:
    """A source of the tables: what it is, as of when, and until when its facts hold (None: no such day is known)."""

    name: str
    what: str
    as_of: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class TableSet:
    """All tables of a folder. Nothing in it changes, so directories with other corrections and lists share it."""

    records: tuple[OfficialRecord, ...]
    areas: Areas
    sources: Mapping[str, DataSource]
    districts: Districts
    vintages: Vintages
    vacancies: Vacancies
    seatings: Seatings
    councils: CouncilTable
    chamber_lines: Mapping[Chamber, OfficeLine]
    held: tuple[HeldBack, ...]
    updated: bool  # they came after those that ship, for which the corrections beside these were written

    @classmethod
    @no_collection()
    def load(cls, folder: Path, shipped: Path | None = None) -> "TableSet":
        """Raises DataError saying which file, what, and the mend.

        shipped: the folder of the tables that no update brings, those written by hand; None where it is the same.
        """
        shipped = shipped or folder
        districts = Districts.load(folder)
        redrawn = RedrawnMaps.load(shipped, districts)
        records = with_kept_lines(with_shared_lines(read_records(folder, shipped)), read_kept_lines(folder))
        return cls(
            records=tuple(add_officeholders(records, read_officeholders(shipped))),
            areas=Areas.load(folder, districts, shipped, redrawn),
            sources=_read_sources(folder),
            districts=districts,
            vintages=Vintages.load(shipped, districts, redrawn),
            vacancies=Vacancies.load(folder, shipped),
            seatings=Seatings.load(shipped, folder),
            councils=CouncilTable.load(folder, shipped),
            chamber_lines=chamber_lines(records),
            held=read_held_back(folder),
            updated=shipped != folder,
        )


def _read_sources(folder: Path) -> Mapping[str, DataSource]:
    found = {}
    for number, row in enumerate(table_rows(folder, "sources.tsv"), start=2):
        where = f"{folder / 'sources.tsv'}: line {number}"
        until = read_date(row["valid_to"], where) if row["valid_to"] else None
        found[row["source"]] = DataSource(
            name=row["source"], what=row["what"], as_of=read_date(row["as_of"], where), valid_to=until
        )
    return found
