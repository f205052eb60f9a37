"""Members of Congress without a number of their own: the number that their seat had before, and the Capitol's switchboard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.officials.help_lines import CAPITOL
from bot.officials.office_hours import CONGRESS
from bot.officials.records import OfficialRecord, main_line
from bot.officials.seat_offices import ZIPS, capitol_line
from bot.officials.tables import read_date, table_rows

FILE = "kept_lines.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """The Washington number of a seat that somebody has left.

    line: its id, "" where they had none. former: the id of whoever had it. official: the id of their successor, who is
    called there on the days before `until`; "" and None while there is none.
    """

    role: str
    division: str
    line: str
    former: str
    official: str = ""
    until: date | None = None

    def row(self) -> tuple[str, ...]:
        """As a row of kept_lines.tsv."""
        until = self.until.isoformat() if self.until else ""
        return self.role, self.division, self.line, self.former, self.official, until


def read_kept_lines(folder: Path) -> tuple[KeptLine, ...]:
    """The rows of a folder; tables that an older version built have no such. Raises DataError for a day that is none."""
    if not (folder / FILE).exists():
        return ()
    return tuple(
        KeptLine(
            role=row["role"],
            division=row["division"],
            line=row["phone"],
            former=row["former"],
            official=row["official"],
            until=read_date(row["until"], f"{folder / FILE}: line {number}") if row["until"] else None,
        )
        for number, row in enumerate(table_rows(folder, FILE), start=2)
    )


def with_kept_lines(records: Iterable[OfficialRecord], kept: Iterable[KeptLine]) -> list[OfficialRecord]:
    """The same records: to successors the seat's number of before, and to who has no number that stays the switchboard."""
    by_official = {each.official: each for each in kept if each.official and each.line}
    return [_with_kept(record, by_official.get(record.id)) if record.role in CONGRESS else record for record in records]


def _with_kept(record: OfficialRecord, kept: KeptLine | None) -> OfficialRecord:
    lines = record.lines or (capitol_line(record.role),)
    if kept is not None and not any(line.kind == "capitol" for line in record.lines):
        former = replace(main_line(kept.line, record.role), city="Washington", zip=ZIPS[record.role], until=kept.until)
        lines = (former, *lines)
    return replace(record, lines=lines)


def has_own_line(record: OfficialRecord) -> bool:
    """Is there a number that is neither the switchboard of the Capitol nor a predecessor's?"""
    return any(line.until is None and line.phone != CAPITOL for line in record.lines)
