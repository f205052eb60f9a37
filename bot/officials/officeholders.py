"""Who holds an office of which the sources name nobody, as people looked it up: the table officeholders.tsv."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.officials.divisions import state_of
from bot.officials.phones import source_to_line
from bot.officials.records import OfficialRecord, main_line
from bot.officials.roles import ROLES, title_of
from bot.officials.tables import DataError, read_date, table_rows

FILE = "officeholders.tsv"
SOURCE = "officeholders"  # of their records: source_ages.py says how long they are believed
GENDERS = ("f", "m", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Officeholder:
    """One row. line: the id of their own line, "" for that of the office."""

    role: str
    division: str
    name: str
    gender: str
    party: str
    term_end: date
    line: str
    as_of: date

    @property
    def id(self) -> str:
        """The same as long as the office and the name are."""
        return f"officeholder:{self.role}:{self.division.partition('country:us/')[2]}:{'_'.join(self.name.casefold().split())}"


def read_officeholders(folder: Path) -> list[Officeholder]:
    """The rows of a folder. Raises DataError with the line of one that cannot be used, and the mend."""
    found = []
    for number, row in enumerate(table_rows(folder, FILE), start=2):
        where = f"{folder / FILE}: line {number}"
        if row["role"] not in ROLES or state_of(row["division"]) is None:
            raise DataError(f"{where}: {row['role']!r} of {row['division']!r} is no office; write both as in officials.tsv")
        missing = [column for column in ("name", "term_end", "source", "as_of") if not row[column]]
        if missing:
            raise DataError(f"{where}: {', '.join(missing)} missing; say who, until when, from what and as of which day")
        if row["gender"] not in GENDERS:
            raise DataError(f"{where}: gender is {row['gender']!r}; write f, m or nothing")
        line = source_to_line(row["phone"]) if row["phone"] else ""
        if line is None:
            raise DataError(f"{where}: {row['phone']!r} is no US number we may call; write it like 307-777-7434")
        holder = Officeholder(
            role=row["role"],
            division=row["division"],
            name=row["name"],
            gender=row["gender"],
            party=row["party"],
            term_end=read_date(row["term_end"], where),
            line=line,
            as_of=read_date(row["as_of"], where),
        )
        if holder.term_end <= holder.as_of:
            raise DataError(f"{where}: the term ends on {holder.term_end}, before {holder.as_of}; take the row out")
        found.append(holder)
    return found


def add_officeholders(records: Sequence[OfficialRecord], holders: Iterable[Officeholder]) -> list[OfficialRecord]:
    """The records, and one for each officeholder of whom the sources know no successor and no such term themselves."""
    by_seat: dict[tuple[str, str], list[OfficialRecord]] = {}
    for record in records:
        by_seat.setdefault((record.role, record.division), []).append(record)
    added = []
    for holder in holders:
        known = by_seat.get((holder.role, holder.division), [])
        if not any(_is_newer(record, holder) for record in known):
            added.append(_record(holder, known))
    return [*records, *added]


def _is_newer(record: OfficialRecord, holder: Officeholder) -> bool:
    if record.term_end is None:
        return record.as_of >= holder.as_of
    return record.term_end >= holder.term_end


def _record(holder: Officeholder, known: Sequence[OfficialRecord]) -> OfficialRecord:
    # A number of the office stands whoever holds it.
    offices = (record.lines for record in known if record.lines and ROLES[holder.role].office_stays)
    return OfficialRecord(
        id=holder.id,
        name=holder.name,
        role=holder.role,
        division=holder.division,
        title=title_of(holder.role, holder.division),
        gender=holder.gender,
        party=holder.party,
        term_end=holder.term_end,
        source=SOURCE,
        as_of=holder.as_of,
        lines=(main_line(holder.line, holder.role),) if holder.line else next(offices, ()),
    )
