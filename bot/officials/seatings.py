"""When a state's newly elected legislators take their seats, and whether our records know them: seatings.tsv, chambers.tsv."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from bot.officials.divisions import STATES, state_of
from bot.officials.roles import LEGISLATORS
from bot.officials.tables import DataError, read_date, table_rows

_Chamber = tuple[str, str]  # role, state's code
_NOBODY: Mapping[_Chamber, date] = MappingProxyType({})
# Where the newly elected sit within so many days, a term that begins on the election day or later is one of theirs. Elsewhere
# it may be that of somebody who fills an old seat until the new ones sit (in 2024 so in MT, NH, TX and WA).
AT_ONCE = timedelta(days=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """An election of a chamber. seated: the first day of whoever was elected."""

    elected: date
    seated: date

    @property
    def first_start(self) -> date:
        """Whoever began on this day or later was elected then."""
        return self.elected if self.seated - self.elected <= AT_ONCE else self.seated


class Seatings:
    """The days on which a chamber's members may have changed, all of them, although in some only half are elected at a time.

    newest: chamber -> the day on which the last to begin of its members on record began.
    """

    def __init__(self, elections: Mapping[_Chamber, tuple[Election, ...]], newest: Mapping[_Chamber, date] = _NOBODY) -> None:
        self._elections = elections
        self._newest = newest

    @classmethod
    def load(cls, shipped: Path, tables: Path | None = None) -> "Seatings":
        """The elections of the shipped folder; of the folder with the officials when members began, which only pending() needs.

        Raises DataError for a row that names no chamber or no day. Updated tables that an older version built have no
        chambers.tsv: of none of their chambers is it known that somebody new sits there.
        """
        found: dict[_Chamber, tuple[Election, ...]] = {}
        for number, row in enumerate(table_rows(shipped, "seatings.tsv"), start=2):
            where = f"{shipped / 'seatings.tsv'}: line {number}"
            election = Election(elected=read_date(row["elected"], where), seated=read_date(row["seated"], where))
            key = _chamber(row, where)
            found[key] = tuple(sorted((*found.get(key, ()), election), key=lambda each: each.seated))
        if tables is None or (tables != shipped and not (tables / "chambers.tsv").exists()):
            return cls(found)
        newest = {}
        for number, row in enumerate(table_rows(tables, "chambers.tsv"), start=2):
            where = f"{tables / 'chambers.tsv'}: line {number}"
            newest[_chamber(row, where)] = read_date(row["newest_start"], where)
        return cls(found, newest)

    def pending(self, role: str, division: str) -> date | None:
        """The first day of the newly elected of whom the records know none yet; None for other offices, or where none is known.

        How old the records are says nothing: they are kept state by state, and the date of all is that of the last change.
        """
        newest = self._newest.get((role, _state(division)), date.min)
        return next((each.seated for each in self._of(role, division) if newest < each.first_start), None)

    def after(self, role: str, division: str, known: date) -> date | None:
        """The first such day after the one on which a member was known to sit; None for other offices."""
        return next((each.seated for each in self._of(role, division) if each.seated > known), None)

    def _of(self, role: str, division: str) -> tuple[Election, ...]:
        return self._elections.get((role, _state(division)), ()) if role in LEGISLATORS else ()


def _state(division: str) -> str:
    home = state_of(division)
    return home.code if home else ""


def _chamber(row: Mapping[str, str], where: str) -> _Chamber:
    if row["role"] not in LEGISLATORS or row["state"] not in STATES:
        raise DataError(f"{where}: {row['role']!r} of {row['state']!r} is no chamber; write state_upper or state_lower")
    return row["role"], row["state"]
