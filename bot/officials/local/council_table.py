"""Local officials that ship with the tables, councils.tsv, kept as text by office: a row is read when it is asked for."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from bot.officials.divisions import STATES, place_division, place_key
from bot.officials.local.local_lists import CITY, ListEntry
from bot.officials.local.local_offices import ListedOffice, listed_office
from bot.officials.records import OfficialRecord
from bot.officials.roles import ROLES, title_of
from bot.officials.tables import COLUMNS, DataError, read_date, state_lines
from bot.telephony import may_dial_line, split_line

FILE = "councils.tsv"
COUNCIL, MAYOR = "council", "mayor"
SERVED = frozenset(role.name for role in ROLES.values() if role.listed) - {MAYOR}  # mayors of the table are in officials.tsv
Seat = tuple[str, str]  # role and division


class CouncilTable:
    """The rows of councils and of offices of counties, some seven thousand, by role and division."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """lines: rows of councils.tsv, in order."""
        offices = groupby(lines, lambda line: line.split("\t", 2)[:2])
        self._rows = {
            (role, place_division(place)): "\n".join(line.partition("\t")[2] for line in found)
            for (place, role), found in offices
            if role in SERVED
        }

    @classmethod
    def load(cls, folder: Path, shipped: Path) -> "CouncilTable":
        """The table of a folder; the shipped one where tables that an older version updated have none.

        Raises DataError for what is no such table.
        """
        return cls(state_lines(folder, shipped, FILE))

    def __contains__(self, seat: Seat) -> bool:
        """Does the table name who holds an office?"""
        return seat in self._rows

    @property
    def seats(self) -> Iterator[Seat]:
        """Every office that is in the table."""
        return iter(self._rows)

    def office(self, seat: Seat) -> ListedOffice | None:
        """An office, made anew each time; None where there is none. Raises DataError for a row of no use."""
        role, division = seat
        lines = self._rows.get(seat, "").split("\n")
        rows = [dict(zip(COLUMNS[FILE][1:], line.split("\t"), strict=True)) for line in lines if line]
        entries = [_entry(row, division) for row in rows]
        return listed_office(role, division, rows[0]["zip"], entries) if rows else None

    def records(self) -> Iterator[OfficialRecord]:
        """Everyone in the table, as it stands there. Raises DataError for a row of no use."""
        for seat in self._rows:
            if found := self.office(seat):
                yield from found.records


def seat_in(id: str) -> Seat | None:
    """The office that an id is about: "city/wa/tacoma/council/4/ada_moss", or a role, ":" and a division; None for others."""
    role, _, division = id.partition(":")
    if role in SERVED:
        return role, division
    parts = id.split("/")
    known = len(parts) in ID_PARTS and parts[0] == CITY and parts[-3] in SERVED and parts[1].upper() in STATES
    return (parts[-3], place_division("/".join(parts[1:-3]))) if known else None


ID_PARTS = (6, 7)  # of a place, and of a township, whose key names the county as well


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
        title=title_of(row["role"], division),
        titles={},
        name=row["name"],
        phone=phone,
        extension=extension,
        term_end=read_date(row["term_end"], where) + timedelta(days=1) if row["term_end"] else None,  # there it is the last day
        source=row["source"],
        as_of=read_date(row["as_of"], where),
        origin=CITY,
    )
