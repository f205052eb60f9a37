"""Officials as the tables hold them and as we may speak of them on a given day. Not who represents whom."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path

from bot.officials.divisions import state_of
from bot.officials.inaugurations import Inaugurations
from bot.officials.roles import ROLES, titles_of
from bot.officials.seatings import Seatings
from bot.officials.source_ages import is_stale
from bot.officials.tables import DataError, each_row, read_date, table_rows
from bot.telephony import line_id, split_line

KINDS = ("capitol", "district", "office")
SWITCHBOARD = 5  # as many officials under one number: somebody picks up who has to be told whom one wants


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """A phone number of an official's office.

    kind: "capitol" (Washington, a state's capitol), "district", or "office" for who has only one. Where it is: city and ZIP,
    and the point itself where the source has it (else the ZIP's middle, see zip_info.py). switchboard: ask for them by name.
    caucus: the party whose caucus in a chamber has this line, "" for other lines. until: of a number that a predecessor in the
    seat left, the first day on which it is told no more; None for others.
    hours: when it is open on weekdays, None for the usual ones. extension: dialled once the number is answered, "" for none;
    keys: what a phone menu there asks for, one after the other with a space between ("2 1"), "" where none does.
    id: tells lines apart, by number and extension, for behind one number each extension is another desk.
    """

    phone: str  # E.164
    kind: str
    label: str
    city: str = ""
    zip: str = ""
    latitude: float | None = None
    longitude: float | None = None
    switchboard: bool = False
    hours: tuple[time, time] | None = None
    extension: str = ""
    keys: str = ""
    caucus: str = ""
    until: date | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", line_id(self.phone, self.extension))

    def __hash__(self) -> int:
        return hash(self.id)  # instead of all fields: whatever is worked out of a line is kept by it


@dataclass(frozen=True, slots=True)
class Official:
    """Who holds a seat on the day that was asked about.

    seat: "held", "vacant", "term_ended" (the record's term is over) or "unknown" (there may have been a change since the
    record was made). Unless it is "held", `name` is None, and lines are given only where the number is the office's own.
    lines: the main one first. gender: "f", "m" or "" (unknown), for the grammar of languages that have one. ward: of
    a council that is elected by wards, the one this member is elected in; "" at large, and for all others. office: by
    language, what the office of a seat is called while nobody is named ("the office of the representative for Texas 21").
    """

    id: str
    role: str
    title: str
    titles: Mapping[str, str]
    name: str | None
    party: str
    division: str
    lines: tuple[OfficeLine, ...]
    term_end: date | None
    source: str
    as_of: date
    seat: str
    gender: str = ""
    ward: str = ""
    office: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfficialRecord:
    """One row of officials.tsv with its lines, corrections applied.

    seat: "" unless a correction says that we do not know. renewed: the first day of the newly elected of the chamber,
    of whom the records know none yet (see seatings.py), None where no such day is known. name: "" for an office's own line, and
    where two sources have two people for one seat: then it is the seat's that we do not know.
    """

    id: str
    name: str
    role: str
    division: str
    title: str
    gender: str
    party: str
    term_end: date | None
    source: str
    as_of: date
    lines: tuple[OfficeLine, ...] = ()
    seat: str = ""
    renewed: date | None = None
    ward: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def phone(self) -> str:
        """The main number, "" for none."""
        return self.lines[0].phone if self.lines else ""

    def gone(self, today: date) -> str:
        """Why this person may not be named today, "" for no reason.

        "unknown", "vacant", "term_ended", "since_election" or "stale".

        A term's last day is its successor's first: nobody is named on it.
        """
        if self.seat:
            return self.seat
        if self.term_end is not None and self.term_end <= today:
            return "term_ended"
        if self.renewed is not None and self.renewed <= today:
            return "since_election"
        return "stale" if is_stale(self.source, self.as_of, today) else ""

    def seat_on(self, today: date) -> str:
        """The seat as this record knows it: "held", "vacant", "term_ended" or "unknown"."""
        gone = self.gone(today)
        return "unknown" if gone in ("since_election", "stale") else gone or "held"


def read_records(folder: Path, shipped: Path | None = None) -> list[OfficialRecord]:
    """Every row of officials.tsv with its lines. Raises DataError naming the row that cannot be used.

    shipped: as in TableSet.load().
    """
    seatings, inaugurations = Seatings.load(shipped or folder, folder), Inaugurations.load(shipped or folder)
    file = folder / "officials.tsv"
    roles: dict[str, str] = {}
    for number, row in enumerate(each_row(folder, file.name), start=2):
        if row["role"] not in ROLES:
            raise DataError(f"{file}: line {number}: role {row['role']!r} is not one of {', '.join(ROLES)}; build it anew")
        if state_of(row["division"]) is None:
            raise DataError(f"{file}: line {number}: {row['division']!r} lies in no state we know; build it anew")
        if row["id"] in roles:
            raise DataError(f"{file}: line {number}: the id {row['id']} occurs twice; build it anew")
        roles[row["id"]] = row["role"]
    lines = _read_lines(folder, roles)
    return [
        _record(row, tuple(lines.get(row["id"], ())), seatings, inaugurations, f"{file}: line {number}")
        for number, row in enumerate(each_row(folder, file.name), start=2)
    ]


def _record(
    row: Mapping[str, str], lines: tuple[OfficeLine, ...], seatings: Seatings, inaugurations: Inaugurations, where: str
) -> OfficialRecord:
    role, division, as_of = row["role"], row["division"], read_date(row["as_of"], where)
    ends = read_date(row["term_end"], where) if row["term_end"] else None
    return OfficialRecord(
        id=row["id"],
        name=row["name"],
        role=role,
        division=division,
        title=row["title"],
        gender=row["gender"],
        party=row["party"],
        term_end=inaugurations.term_end(role, division, ends, as_of),
        source=row["source"],
        as_of=as_of,
        lines=lines,
        seat="" if row["name"] else "unknown",
        renewed=seatings.pending(role, division),
    )


def _read_lines(folder: Path, roles: Mapping[str, str]) -> dict[str, list[OfficeLine]]:
    """Official -> their lines. roles: official -> role."""
    file = folder / "lines.tsv"
    rows = table_rows(folder, file.name)
    shared = Counter(phone for _, phone in {(row["official"], row["phone"]) for row in rows})
    lines: dict[str, list[OfficeLine]] = {}
    for number, row in enumerate(rows, start=2):
        official = row["official"]
        phone, extension = split_line(row["phone"])
        if row["kind"] not in KINDS:
            raise DataError(f"{file}: line {number}: kind {row['kind']!r} is not one of {', '.join(KINDS)}; build it anew")
        if official not in roles:
            raise DataError(f"{file}: line {number}: {official} is no official of officials.tsv; build both anew")
        try:
            latitude, longitude = (float(row[axis]) if row[axis] else None for axis in ("latitude", "longitude"))
        except ValueError:
            raise DataError(f"{file}: line {number}: latitude or longitude is no number; build it anew") from None
        label = _label(row["kind"], row["city"], roles[official])
        switchboard = shared[row["phone"]] >= SWITCHBOARD
        line = OfficeLine(
            phone=phone,
            extension=extension,
            kind=row["kind"],
            label=label,
            city=row["city"],
            zip=row["zip"],
            latitude=latitude,
            longitude=longitude,
            switchboard=switchboard,
        )
        lines.setdefault(official, []).append(line)
    return lines


def _label(kind: str, city: str, role: str) -> str:
    if kind != "district":
        return ROLES[role].label
    return f"{city} office" if city else "District office"


def main_line(line: str, role: str) -> OfficeLine:
    """The line of an office of which nothing but its id is known."""
    phone, extension = split_line(line)
    return OfficeLine(phone=phone, extension=extension, kind=ROLES[role].line, label=ROLES[role].label)


def present_official(record: OfficialRecord, today: date) -> Official:
    """The record as it may be spoken of today: whoever's term has ended is not named."""
    seat = record.seat_on(today)
    held = seat == "held"
    lines = tuple([line for line in record.lines if line.until is None or today < line.until])
    gender = record.gender if held else ""
    return Official(
        id=record.id,
        role=record.role,
        title=record.title,
        titles={**titles_of(record.title, gender, record.role), **record.titles},
        name=record.name if held else None,
        party=record.party if held else "",
        division=record.division,
        lines=lines if held or not record.name or ROLES[record.role].office_stays else (),
        term_end=record.term_end,
        source=record.source,
        as_of=record.as_of,
        seat=seat,
        gender=gender,
        ward=record.ward,
    )


def records_by_seat(records: Iterable[OfficialRecord]) -> Mapping[tuple[str, str], tuple[OfficialRecord, ...]]:
    """(role, division) -> its records, the latest term first."""
    found: dict[tuple[str, str], list[OfficialRecord]] = {}
    for record in records:
        found.setdefault((record.role, record.division), []).append(record)
    return {seat: tuple(sorted(holders, key=_latest_first)) for seat, holders in found.items()}


def _latest_first(record: OfficialRecord) -> tuple[int, str]:
    return (-(record.term_end or date.max).toordinal(), record.id)


def sitting_officials(holders: tuple[OfficialRecord, ...], today: date, most: int = 0) -> tuple[Official, ...]:
    """Whom to offer for one (role, division): those in office; else, where the number is the office's, the office itself.

    most: how many the division elects (0: as many as there are). Never two people for one seat: the latest terms count, and
    of those that end on one day nobody, for one of them is a predecessor.
    """
    held = [record for record in holders if record.seat_on(today) == "held"]
    if 0 < most < len(held):
        surplus = held[most].term_end
        held = held[:most] if held[most - 1].term_end != surplus else [record for record in held if record.term_end != surplus]
    if held:
        return tuple(present_official(record, today) for record in sorted(held, key=lambda record: record.name))
    office = holders[0] if holders and ROLES[holders[0].role].office_stays else None
    return (present_official(replace(office, seat=office.gone(today) or "unknown"), today),) if office else ()
