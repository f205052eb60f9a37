"""Members of councils that ship with the tables, councils.tsv, kept as text by place: a row is read when it is asked for."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from bot.officials.divisions import STATES, place_division, place_key
from bot.officials.local.local_lists import CITY, ListEntry
from bot.officials.local.local_offices import ListedOffice, listed_office
from bot.officials.records import OfficialRecord
from bot.officials.roles import ROLES
from bot.officials.tables import COLUMNS, DataError, read_date, table_lines
from bot.telephony import may_dial_line, split_line

FILE = "councils.tsv"
COUNCIL = "council"  # the one role that is served from here: mayors of the table are in officials.tsv


class CouncilTable:
    """The rows of councils, some seven thousand, by the key of their place."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """lines: rows of councils.tsv, in order."""
        self._rows = {
            place_division(place): "\n".join(line.partition("\t")[2] for line in found)
            for place, found in groupby((line for line in lines if _is_council(line)), lambda line: line.partition("\t")[0])
        }

    @classmethod
    def load(cls, folder: Path, shipped: Path) -> "CouncilTable":
        """The table of a folder; the shipped one where tables that an older version updated have none.

        Raises DataError for what is no such table.
        """
        folder = folder if (folder / FILE).exists() else shipped
        lines = table_lines(folder, FILE)
        for number, line in enumerate(lines, start=2):
            if line.count("\t") != len(COLUMNS[FILE]) - 1 or line[:2].upper() not in STATES or line[2] != "/":
                raise DataError(f"{folder / FILE}: line {number}: is no row of it; build it anew: flask data build")
        return cls(lines)

    def __contains__(self, seat: tuple[str, str]) -> bool:
        """Does the table name the council of a place, by (role, division)?"""
        role, division = seat
        return role == COUNCIL and division in self._rows

    @property
    def divisions(self) -> Iterator[str]:
        """Every place whose council is in the table."""
        return iter(self._rows)

    def office(self, division: str) -> ListedOffice | None:
        """The council of a place, made anew each time; None where there is none. Raises DataError for a row of no use."""
        lines = self._rows.get(division, "").split("\n")
        rows = [dict(zip(COLUMNS[FILE][1:], line.split("\t"), strict=True)) for line in lines if line]
        entries = [_entry(row, division) for row in rows]
        return listed_office(COUNCIL, division, rows[0]["zip"], entries) if rows else None

    def records(self) -> Iterator[OfficialRecord]:
        """Everyone in the table, as it stands there. Raises DataError for a row of no use."""
        for division in self._rows:
            if found := self.office(division):
                yield from found.records


def _is_council(line: str) -> bool:
    return line.split("\t", 2)[1] == COUNCIL


def council_in(id: str) -> str:
    """The place whose council an id is about: "city/wa/tacoma/council/4/ada_moss", or "council:" and the place; else ""."""
    role, _, division = id.partition(":")
    if role == COUNCIL:
        return division
    parts = id.split("/")
    known = len(parts) == ID_PARTS and parts[0] == CITY and parts[3] == COUNCIL and parts[1].upper() in STATES
    return place_division("/".join(parts[1:3])) if known else ""


ID_PARTS = 6


def _entry(row: Mapping[str, str], division: str) -> ListEntry:
    where = f"{FILE}: {place_key(division)}"
    phone, extension = split_line(row["phone"])
    if row["phone"] and not may_dial_line(row["phone"]):
        raise DataError(f"{where}: {row['phone']!r} is no number we may call; build it anew")
    return ListEntry(
        role=row["role"],
        division=division,
        place="",
        ward=row["ward"],
        zips=(),
        title=ROLES[row["role"]].title,
        titles={},
        name=row["name"],
        phone=phone,
        extension=extension,
        term_end=read_date(row["term_end"], where) + timedelta(days=1) if row["term_end"] else None,  # there it is the last day
        source=row["source"],
        as_of=read_date(row["as_of"], where),
        origin=CITY,
    )
