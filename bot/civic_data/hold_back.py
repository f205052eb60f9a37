"""What an update does not take: a source, a chamber or an office that looks broken keeps its old rows, with their ages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.officials.divisions import state_of
from bot.officials.held_back import FILE, HeldBack, read_held_back
from bot.officials.kept_lines import FILE as KEPT_LINES
from bot.officials.office_hours import CONGRESS
from bot.officials.roles import LEGISLATORS, ROLES
from bot.officials.tables import table_rows, write_table

CONGRESS_SOURCE, PEOPLE_SOURCE = "congress-legislators", "openstates-people"
# Sources that the others can do without. Lines on the map are no such thing: with other lines everything is another's.
HOLDABLE = (CONGRESS_SOURCE, PEOPLE_SOURCE)
# With a source held back, what else is made of it: what it says of districts and chambers, numbers of seats that were left.
WHOLE_TABLES: Mapping[str, tuple[str, ...]] = {
    CONGRESS_SOURCE: (KEPT_LINES,),
    PEOPLE_SOURCE: ("districts.tsv", "chambers.tsv"),
}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The rows of an office in a state ("": in all), as they can be held back."""

    role: str
    state: str = ""

    @property
    def said(self) -> str:
        """As it is told: "state_lower of NH", "mayor"."""
        return f"{self.role} of {self.state}" if self.state else self.role

    def has(self, role: str, division: str) -> bool:
        home = state_of(division)
        return role == self.role and (not self.state or (home is not None and home.code == self.state))


def parts_of(source: str) -> tuple[Part, ...]:
    """All that comes of a source."""
    return tuple(Part(role=role) for role in ROLES if (role in CONGRESS) == (source == CONGRESS_SOURCE))


def part_of(role: str, state: str) -> Part:
    """What is held back where too few are left of an office: a chamber by itself, other offices in the whole country."""
    return Part(role=role, state=state if role in LEGISLATORS else "")


def take_old_rows(old: Path, new: Path, parts: Iterable[Part], tables: Iterable[str] = ()) -> None:
    """Put the old rows of these parts, and these tables whole, into the new tables. Raises DataError for tables not ours."""
    parts = tuple(parts)
    if not parts:
        return

    def held(row: Row) -> bool:
        return any(part.has(row["role"], row["division"]) for part in parts)

    fresh = [row for row in table_rows(new, "officials.tsv") if not held(row)]
    known = {row["id"] for row in fresh}  # whoever is in another office by now is not in the old one too
    stale = [row for row in table_rows(old, "officials.tsv") if held(row) and row["id"] not in known]
    officials = sorted([*fresh, *stale], key=lambda row: (row["role"], row["division"], row["id"]))
    came_from = {**{row["id"]: new for row in fresh}, **{row["id"]: old for row in stale}}
    _write(new, "officials.tsv", officials)
    lines = {folder: _by_official(folder, "lines.tsv") for folder in (old, new)}
    _write(new, "lines.tsv", [line for row in officials for line in lines[came_from[row["id"]]].get(row["id"], ())])
    doubtful = {folder: _by_official(folder, "doubtful_lines.tsv") for folder in (old, new)}
    _write(
        new, "doubtful_lines.tsv", _sorted(line for id, folder in came_from.items() for line in doubtful[folder].get(id, ()))
    )
    vacancies = [row for row in table_rows(new, "vacancies.tsv") if not held(row)]
    _write(new, "vacancies.tsv", _sorted([*vacancies, *filter(held, table_rows(old, "vacancies.tsv"))]))
    whole = set(tables)
    for table in (table for table in whole if (old / table).exists()):  # tables of an older version lack some
        _write(new, table, table_rows(old, table))
    if "chambers.tsv" not in whole and (old / "chambers.tsv").exists():
        chambers = {(part.state, part.role) for part in parts}
        rows = [row for row in table_rows(new, "chambers.tsv") if (row["state"], row["role"]) not in chambers]
        rows += [row for row in table_rows(old, "chambers.tsv") if (row["state"], row["role"]) in chambers]
        _write(new, "chambers.tsv", _sorted(rows))


def note_held_back(old: Path, new: Path, held: Mapping[str, str], today: date) -> tuple[HeldBack, ...]:
    """Write what is held back (and why) beside the new tables; what was held back before keeps its day."""
    since = {each.what: each.since for each in read_held_back(old)}
    found = tuple(HeldBack(what=what, since=since.get(what, today), why=why) for what, why in sorted(held.items()))
    write_table(new, FILE, [(each.what, each.since.isoformat(), each.why) for each in found])
    return found


def _by_official(folder: Path, file: str) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in table_rows(folder, file) if (folder / file).exists() else ():
        found[row["official"]].append(row)
    return found


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(row.values()))


def _write(folder: Path, file: str, rows: Sequence[Row]) -> None:
    write_table(folder, file, [tuple(row.values()) for row in rows])
