"""Seats that are vacant, and until when that is known. The table vacancies.tsv."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.officials.seatings import Seatings
from bot.officials.tables import read_date, table_rows


class Vacancies:
    """Vacant seats. What is known of one ends when it was expected to be filled, or when its whole chamber is seated anew."""

    def __init__(self, until: Mapping[tuple[str, str], date], seatings: Seatings) -> None:
        self._until = until
        self._seatings = seatings

    @classmethod
    def load(cls, folder: Path, shipped: Path) -> "Vacancies":
        """The table of a folder; when chambers are seated is a shipped one. Raises DataError for a day that is none."""
        until = {
            (row["role"], row["division"]): read_date(row["until"], f"{folder / 'vacancies.tsv'}: line {number}")
            for number, row in enumerate(table_rows(folder, "vacancies.tsv"), start=2)
        }
        return cls(until, Seatings.load(shipped, folder))

    def __contains__(self, seat: tuple[str, str]) -> bool:
        """Was one of the seats of this (role, division) vacant when the table was made?"""
        return seat in self._until

    def why(self, role: str, division: str, known: date, today: date) -> str:
        """Why nobody is on record for a seat: "vacant", "since_election", or "" where neither is known.

        known: the day of the records.
        """
        congress = role in ("us_representative", "us_senator")
        seated = _congress_after(known, today) if congress else self._seatings.pending(role, division)
        if seated is not None and seated <= today:
            return "since_election"
        until = self._until.get((role, division))
        if until is None and congress:
            return "vacant"  # its source leaves out no member
        return "vacant" if until is not None and until >= today else ""


def _congress_after(known: date, today: date) -> date | None:
    """The first day of this Congress, where the records are older."""
    begins = date(today.year - 1 + today.year % 2, 1, 3)  # of each odd year (20th Amendment)
    return begins if known < begins else None
