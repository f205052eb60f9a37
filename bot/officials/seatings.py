"""When a state's newly elected legislators take their seats. The table seatings.tsv. Not who was elected."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.officials.divisions import STATES, state_of
from bot.officials.roles import LEGISLATORS
from bot.officials.tables import DataError, day, rows


class Seatings:
    """The days on which a chamber's members may have changed, all of them, although in some only half are elected at a time."""

    def __init__(self, days: Mapping[tuple[str, str], tuple[date, ...]]) -> None:
        self.days = days

    @classmethod
    def load(cls, folder: Path) -> "Seatings":
        """The table of a folder. Raises DataError for a row that names no chamber or no day."""
        found: dict[tuple[str, str], tuple[date, ...]] = {}
        for number, row in enumerate(rows(folder, "seatings.tsv"), start=2):
            where = f"{folder / 'seatings.tsv'}: line {number}"
            if row["role"] not in LEGISLATORS or row["state"] not in STATES:
                raise DataError(f"{where}: {row['role']!r} of {row['state']!r} is no chamber; write state_upper or state_lower")
            key = (row["role"], row["state"])
            found[key] = tuple(sorted((*found.get(key, ()), day(row["seated"], where))))
        return cls(found)

    def after(self, role: str, division: str, known: date) -> date | None:
        """The first such day after the one on which a member was known to sit; None for other offices."""
        if role not in LEGISLATORS:
            return None
        home = state_of(division)
        return next((seated for seated in self.days.get((role, home.code if home else ""), ()) if seated > known), None)
