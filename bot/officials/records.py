"""Officials as the tables hold them and as we may speak of them on a given day. Not who represents whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.officials.ages import is_stale
from bot.officials.divisions import place_key, state_of
from bot.officials.roles import ROLES, title_es
from bot.officials.tables import DataError, rows


@dataclass(frozen=True, slots=True)
class Line:
    """A phone number of an official's office."""

    phone: str  # E.164
    kind: str  # "capitol" | "district" | "office"
    label: str


@dataclass(frozen=True, slots=True)
class Official:
    """Who holds a seat on the day that was asked about.

    seat: "held", "vacant", "term_ended" (the record's term is over) or "unknown". Unless it is "held", `name` is None, and
    lines are given only where the number is the office's own. gender: "f", "m" or "" (unknown), for Spanish grammar only.
    """

    id: str
    role: str
    title: str
    title_es: str
    name: str | None
    party: str
    division: str
    lines: tuple[Line, ...]
    term_end: date | None
    source: str
    as_of: date
    seat: str
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of officials.tsv, corrections applied. `seat` is "" unless a correction says that we do not know."""

    id: str
    name: str
    role: str
    division: str
    title: str
    gender: str
    party: str
    phone: str
    term_end: date | None
    source: str
    as_of: date
    seat: str = ""

    def seat_on(self, today: date) -> str:
        """Is the seat still this person's? A term's last day still counts."""
        if self.seat:
            return self.seat
        if is_stale(self.source, self.as_of, today):
            return "unknown"
        return "held" if self.term_end is None or self.term_end >= today else "term_ended"


def read_records(folder: Path) -> list[Record]:
    """Every row of officials.tsv. Raises DataError naming the row that cannot be used."""
    records, seen = [], set()
    for number, row in enumerate(rows(folder, "officials.tsv"), start=2):
        where = f"{folder / 'officials.tsv'}: line {number}"
        if row["role"] not in ROLES:
            raise DataError(f"{where}: role {row['role']!r} is not one of {', '.join(ROLES)}; build it anew")
        if state_of(row["division"]) is None:
            raise DataError(f"{where}: {row['division']!r} lies in no state we know; build it anew")
        if row["id"] in seen:
            raise DataError(f"{where}: the id {row['id']} occurs twice; build it anew")
        seen.add(row["id"])
        records.append(
            Record(
                **{key: value for key, value in row.items() if key not in ("term_end", "as_of")},
                term_end=_day(row["term_end"], where) if row["term_end"] else None,
                as_of=_day(row["as_of"], where),
            )
        )
    return records


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError(f"{where}: {text!r} is not a date like 2027-01-03; build it anew") from None


def present(record: Record, today: date) -> Official:
    """The record as it may be spoken of today: whoever's term has ended is not named."""
    role = ROLES[record.role]
    seat = record.seat_on(today)
    held = seat == "held"
    speak = bool(record.phone) and (held or role.office_stays)
    gender = record.gender if held else ""
    return Official(
        id=record.id,
        role=record.role,
        title=record.title,
        title_es=title_es(record.title, gender),
        name=record.name if held else None,
        party=record.party if held else "",
        division=record.division,
        lines=(Line(record.phone, role.line, role.label),) if speak else (),
        term_end=record.term_end,
        source=record.source,
        as_of=record.as_of,
        seat=seat,
        gender=gender,
    )


def seats(records: Iterable[Record]) -> Mapping[tuple[str, str], tuple[Record, ...]]:
    """(role, division) -> its records, the latest term first."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        found.setdefault((record.role, record.division), []).append(record)
    return {seat: tuple(sorted(holders, key=_latest_first)) for seat, holders in found.items()}


def _latest_first(record: Record) -> tuple[int, str]:
    return (-(record.term_end or date.max).toordinal(), record.id)


def sitting(holders: tuple[Record, ...], today: date) -> tuple[Official, ...]:
    """Whom to offer for one (role, division): those in office; else, where the number is the office's, the office itself.

    Never two people for one seat: of several records the latest term counts.
    """
    if not holders:
        return ()
    role = ROLES[holders[0].role]
    held = [record for record in holders if record.seat_on(today) == "held"]
    if held:
        chosen = held[: role.seats] if role.seats else held
        return tuple(present(record, today) for record in sorted(chosen, key=lambda record: record.name))
    return (present(holders[0], today),) if role.office_stays else ()


def place_of(record: Record) -> str:
    """The key of the record's place in our tables, "" for a role that no place elects."""
    return place_key(record.division) if ROLES[record.role].level == "place" else ""
