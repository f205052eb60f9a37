"""Is data/ fit to serve? Counts per role, errors that must be mended, warnings that should be read. Changes nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.channels import may_dial
from bot.officials.ages import old_sources
from bot.officials.directory import Directory
from bot.officials.divisions import STATES
from bot.officials.overrides import needless, read_overrides
from bot.officials.records import Record, read_records, seats
from bot.officials.roles import ROLES, Role
from bot.officials.tables import DataError

# What a whole country has. Sources: US Census Bureau, 2020 ZCTA relationship files; 2 U.S.C. 2a and the delegates' acts.
ZIPS = 33_791
SENATORS = 100
HOUSE_SEATS = 441  # 435 members, 6 delegates

Seats = Mapping[tuple[str, str], tuple[Record, ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """The seats of one role on a day: held + ended + unknown + missing. `with_number` of them can be called.

    missing: no record at all (a vacant House seat, the governor of Guam).
    """

    role: str
    seats: int
    held: int
    ended: int
    unknown: int
    missing: int
    with_number: int


@dataclass
class Check:
    """errors make the data unfit; warnings do not."""

    counts: list[Count] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check(folder: Path, today: date, shipped: Path | None = None) -> Check:
    """Everything `flask data check` prints. Raises nothing: a table that cannot be read is the one error.

    shipped: as in Directory.load().
    """
    found = Check()
    try:
        directory = Directory.load(folder, shipped)
        raw, overrides = read_records(folder), read_overrides((shipped or folder) / "overrides.yaml")
    except DataError as problem:
        found.errors.append(str(problem))
        return found
    by_seat = seats(directory.records)
    house = directory.areas.house()
    for role in ROLES.values():
        total = _seats(role, by_seat, len(house))
        found.counts.append(_count(role, by_seat, total, today, directory))
    _completeness(directory, len(house), found)
    _records(directory, today, found)
    found.warnings += needless(raw, overrides)
    found.warnings += old_sources({name: source.as_of for name, source in directory.sources.items()}, today)
    found.warnings += [
        f"sources.tsv: {source.name} held until {source.valid_to}; fetch it anew and build"
        for source in directory.sources.values()
        if source.valid_to is not None and source.valid_to < today
    ]
    return found


def _seats(role: Role, by_seat: Seats, house: int) -> int:
    if role.level == "state":
        return role.seats * sum(state.kind in role.kinds for state in STATES.values())
    if role.level == "cd":
        return house
    return sum(name == role.name for name, _ in by_seat)


def _count(role: Role, by_seat: Seats, total: int, today: date, directory: Directory) -> Count:
    tally: Counter[str] = Counter()
    for (name, _), holders in by_seat.items():
        if name != role.name:
            continue
        best = sorted(holders, key=lambda record: record.seat_on(today) != "held")[: role.seats or None]
        for record in best:
            tally[record.seat_on(today)] += 1
            official = directory.official(record.id, today)
            tally["number"] += bool(official and official.lines)
    missing = total - tally["held"] - tally["term_ended"] - tally["unknown"]
    return Count(role.name, total, tally["held"], tally["term_ended"], tally["unknown"], missing, tally["number"])


def _completeness(directory: Directory, house: int, found: Check) -> None:
    if len(directory.areas) != ZIPS:
        found.errors.append(f"zips.tsv: {len(directory.areas)} ZIPs instead of {ZIPS}; build it from a whole file")
    if house != HOUSE_SEATS:
        found.errors.append(f"zips.tsv: {house} House districts instead of {HOUSE_SEATS}; build it from whole files")
    tally = Counter(record.role for record in directory.records)
    if tally["us_senator"] > SENATORS or tally["us_representative"] > HOUSE_SEATS:
        found.errors.append("officials.tsv: more members of Congress than seats; build it from a fresh file")
    for role, kinds in (("governor", ("state",)), ("us_senator", ("state",))):
        have = {record.division for record in directory.records if record.role == role}
        lacking = [s.code for s in STATES.values() if s.kind in kinds and s.division not in have]
        if lacking:
            found.errors.append(f"officials.tsv: no {role} record for {', '.join(lacking)}; build it from a whole file")


def _records(directory: Directory, today: date, found: Check) -> None:
    current: dict[tuple[str, str], list[Record]] = {}
    for record in directory.records:
        if record.phone and not may_dial(record.phone):
            found.errors.append(
                f"officials.tsv: {record.id}: {record.phone} is no number we may call; correct it in overrides.yaml"
            )
        if record.role == "mayor" and not directory.areas.name(record.division):
            found.errors.append(f"officials.tsv: {record.id}: {record.division} is no place of places.tsv; build anew")
        if record.seat_on(today) == "held":
            current.setdefault((record.role, record.division), []).append(record)
            if not record.phone:
                found.warnings.append(f"no number: {record.name}, {record.role}, {record.division} ({record.id})")
    for (role, division), holders in current.items():
        if ROLES[role].seats and len(holders) > ROLES[role].seats:
            names = ", ".join(record.name for record in holders)
            found.warnings.append(f"{role} of {division}: {names} at once; the latest term counts, drop the other")
