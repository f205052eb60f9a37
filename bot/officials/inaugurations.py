"""On which days those whom states elected to an office of the whole state take it over: the table inaugurations.tsv."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.officials.divisions import STATES, state_of
from bot.officials.roles import ROLES
from bot.officials.tables import DataError, read_date, table_rows

# An end of term so near to such a day means that day: sources write the year's end, or the day of another state.
NEAR = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inauguration:
    """The day on which a successor takes office. read: was the rule read at its source?"""

    day: date
    read: bool


class Inaugurations:
    """The days by role and state."""

    def __init__(self, found: Mapping[tuple[str, str], tuple[Inauguration, ...]]) -> None:
        self._found = found

    @classmethod
    def load(cls, folder: Path) -> "Inaugurations":
        """The table of a folder. Raises DataError for a row that names no role, no state or no day."""
        found: dict[tuple[str, str], tuple[Inauguration, ...]] = {}
        for number, row in enumerate(table_rows(folder, "inaugurations.tsv"), start=2):
            where = f"{folder / 'inaugurations.tsv'}: line {number}"
            if row["role"] not in ROLES or row["state"] not in STATES:
                raise DataError(f"{where}: {row['role']!r} of {row['state']!r} is no office of a state; write governor and WA")
            if row["read"] not in ("yes", ""):
                raise DataError(f"{where}: read is {row['read']!r}; write yes where the rule was read, else nothing")
            key = (row["role"], row["state"])
            each = Inauguration(day=read_date(row["day"], where), read=bool(row["read"]))
            found[key] = tuple(sorted((*found.get(key, ()), each), key=lambda each: each.day))
        return cls(found)

    def term_end(self, role: str, division: str, ends: date | None, as_of: date) -> date | None:
        """The day on which a term of a record as of a day ends, for a source that says `ends`.

        A record from before the day is the predecessor's, however late its end. Where no source of the rule was read only the
        safe direction counts: nobody is named longer than their own record says.
        """
        home = state_of(division)
        for each in self._found.get((role, home.code if home else ""), ()):
            if ends is not None and abs(ends - each.day) <= NEAR:
                return each.day if each.read else min(ends, each.day)
            if as_of < each.day and (ends is None or ends > each.day):
                return each.day
        return ends
