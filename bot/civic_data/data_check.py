"""Is data/ fit to serve? Counts per office and state, errors that must be mended, warnings to read. Changes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.civic_data.doubtful_lines import FILE as DOUBTFUL
from bot.civic_data.doubtful_lines import RULES
from bot.officials.directory import Directory
from bot.officials.districts import District
from bot.officials.divisions import STATES, state_of
from bot.officials.handwritten import read_handwritten
from bot.officials.kept_lines import has_own_line
from bot.officials.levels import CHAMBERS, HOUSE, STATE
from bot.officials.local.local_lists import CITY, LocalList
from bot.officials.office_hours import SHIPPED, read_calendar
from bot.officials.overrides import apply_overrides, needless_overrides
from bot.officials.records import OfficialRecord, present_official, records_by_seat
from bot.officials.roles import LEGISLATORS, ROLES, Role
from bot.officials.source_ages import old_sources
from bot.officials.table_set import TableSet
from bot.officials.tables import DataError, table_rows
from bot.telephony import is_listed, may_dial, may_dial_line, readable_phone

# What a whole country has. Sources: US Census Bureau, 2020 ZCTA relationship files; 2 U.S.C. 2a and the delegates' acts.
ZIPS = 33_791
SENATORS = 100
HOUSE_SEATS = 441  # 435 members, 6 delegates
LEAST_JOINED = 0.9  # of a chamber's districts: with fewer the file is not a whole one

Seats = Mapping[tuple[str, str], tuple[OfficialRecord, ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """The seats of one office in one state ("": all of them) on a day.

    seats: held + vacant + ended + unknown + missing. unknown: there has been an election since, or a correction says so.
    missing: no record at all. with_number: how many can be called. divisions, joined: how many areas elect somebody, and of how
    many there is a record or a vacancy.
    """

    role: str
    state: str
    seats: int = 0
    held: int = 0
    vacant: int = 0
    ended: int = 0
    unknown: int = 0
    missing: int = 0
    with_number: int = 0
    divisions: int = 0
    joined: int = 0


@dataclass(kw_only=True)
class DataCheck:
    """errors make the data unfit; warnings do not. counts: one an office; states: one an office and state.

    files: what is wrong with corrections and lists, which serve all the same as far as they can be used.
    """

    counts: list[Count] = field(default_factory=list)
    states: list[Count] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def check_data(folder: Path, today: date, shipped: Path | None = None, local: Path | None = None) -> DataCheck:
    """Everything `flask data check` prints. Raises nothing: a table that cannot be read is the one error.

    shipped: as in TableSet.load(). local: where an organizer's lists and corrections are kept; what is to be said of them is
    said besides.
    """
    found = DataCheck()
    written = read_handwritten(shipped or folder, local)
    found.files = [str(problem) for fault in written.faults for problem in fault.problems]
    try:
        tables = TableSet.load(folder, shipped)
        directory = Directory(tables, replace(written, corrections=(), lists=()))
        house = directory.areas.house()
    except DataError as problem:
        found.errors.append(str(problem))
        return found
    found.files += directory.unmatched
    try:
        by_seat = records_by_seat(directory.all_records())
    except DataError as problem:
        found.errors.append(str(problem))
        return found
    for role in ROLES.values():
        by_state = _by_state(role, by_seat, house, directory)
        counts = [_count(role, state, divisions, by_seat, directory, today) for state, divisions in sorted(by_state.items())]
        found.counts.append(_sum(role.name, counts))
        found.states += counts
    _completeness(directory, len(house), found)
    _records(directory, today, found)
    found.warnings += [each.sentence for each in tables.held]
    found.warnings += [*_elections(directory, today), *_lines(directory, today), *_doubtful(folder, directory)]
    records = [*tables.records, *tables.councils.records()]
    found.warnings += map(str, needless_overrides(records, written.overrides))
    shipped_too = apply_overrides(records, written.overrides, tables.seatings, strict=False)
    found.warnings += map(str, needless_overrides(shipped_too, written.corrections))
    found.warnings += [warning for local_list in written.lists for warning in _terms_over(local_list, today)]
    found.warnings += old_sources({name: source.as_of for name, source in directory.sources.items()}, today)
    found.warnings += [
        f"sources.tsv: {source.name} held until {source.valid_to}; fetch it anew and build"
        for source in directory.sources.values()
        if source.valid_to is not None and source.valid_to < today
    ]
    _holidays(today, found)
    return found


def thin_chambers(found: DataCheck) -> list[Count]:
    """The chambers of which so few districts have a member on record that the file is no whole one."""
    return [c for c in found.states if c.role in LEGISLATORS and c.joined < LEAST_JOINED * c.divisions]


def _holidays(today: date, found: DataCheck) -> None:
    """The calendar of office hours: it comes with the program, whichever tables are checked."""
    try:
        calendar = read_calendar(SHIPPED)
    except DataError as problem:
        found.errors.append(str(problem))
        return
    missing = sorted({"", *STATES} - {state for state, _ in calendar})
    if missing:
        found.errors.append(f"holidays.tsv: nothing about {', '.join(missing)}; build it anew: flask data build")
    last = max((year for _, year in calendar), default=0)
    if last <= today.year:
        found.warnings.append(
            f"holidays.tsv ends with {last}: afterwards all offices keep the federal holidays alone; take a newer release"
        )


def _terms_over(found: LocalList, today: date) -> list[str]:
    names = [entry.name for entry in found.over(today)]
    return [f"list {found.name}: the term is over of {', '.join(names)}; import it again"] if names else []


def _by_state(role: Role, by_seat: Seats, house: frozenset[str], directory: Directory) -> dict[str, dict[str, int]]:
    """State -> division -> how many it elects to this office."""
    if role.level == STATE:
        elect = {state.division: role.seats for state in STATES.values() if state.code not in role.nowhere}
    elif role.level == HOUSE:
        elect = {division: 1 for division in house}
    elif role.level in CHAMBERS:
        elect = {d.division: d.seats for d in directory.districts.all.values() if d.level == role.level}
    else:
        elect = {division: role.seats for name, division in by_seat if name == role.name}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for division, wanted in elect.items():
        home = state_of(division)
        found[home.code if home else ""][division] = wanted
    return found


def _count(role: Role, state: str, divisions: Mapping[str, int], by_seat: Seats, directory: Directory, today: date) -> Count:
    total = held = vacant = ended = unknown = number = joined = 0
    for division, wanted in divisions.items():
        holders = by_seat.get((role.name, division), ())
        best = sorted(holders, key=lambda record: record.seat_on(today) != "held")[: wanted or None]
        seen = [record.seat_on(today) for record in best]
        empty = (wanted or len(best)) - len(best)
        why = directory.vacancies.why(role.name, division, directory.as_of(role.name), today)
        total += len(best) + empty
        held += seen.count("held")
        ended += seen.count("term_ended")
        unknown += seen.count("unknown") + (empty if why == "since_election" else 0)
        vacant += min(empty, 1) if why == "vacant" else 0
        joined += bool(holders) or (role.name, division) in directory.vacancies
        number += sum(bool(present_official(record, today).lines) for record in best)
    missing = total - held - vacant - ended - unknown
    return Count(role.name, state, total, held, vacant, ended, unknown, missing, number, len(divisions), joined)


def _sum(role: str, counts: Iterable[Count]) -> Count:
    columns = ("seats", "held", "vacant", "ended", "unknown", "missing", "with_number", "divisions", "joined")
    counts = list(counts)
    return Count(role, "", *(sum(getattr(count, column) for count in counts) for column in columns))


def _completeness(directory: Directory, house: int, found: DataCheck) -> None:
    if len(directory.areas) != ZIPS:
        found.errors.append(f"zips.tsv: {len(directory.areas)} ZIPs instead of {ZIPS}; build it from a whole file")
    if house != HOUSE_SEATS:
        found.errors.append(f"zips.tsv: {house} House districts instead of {HOUSE_SEATS}; build it from whole files")
    totals = {count.role: count for count in found.counts}
    tally = {role: sum(record.role == role for record in directory.records) for role in ("us_senator", "us_representative")}
    if tally["us_senator"] > SENATORS or tally["us_representative"] > HOUSE_SEATS:
        found.errors.append("officials.tsv: more members of Congress than seats; build it from a fresh file")
    for role in ("governor", "us_senator"):
        have = {record.division for record in directory.records if record.role == role}
        lacking = [s.code for s in STATES.values() if s.kind == "state" and s.division not in have]
        if lacking:
            found.errors.append(f"officials.tsv: no {role} record for {', '.join(lacking)}; build it from a whole file")
    for count in thin_chambers(found):
        found.errors.append(
            f"officials.tsv: {count.role} of {count.state}: members of only {count.joined} of {count.divisions} districts; "
            "build it from a whole file"
        )
    lost = totals["us_representative"].divisions - totals["us_representative"].joined
    if lost > HOUSE_SEATS // 10:
        found.errors.append(f"officials.tsv: {lost} House seats without a record; build it from a whole file")


def _records(directory: Directory, today: date, found: DataCheck) -> None:
    current: dict[tuple[str, str], list[OfficialRecord]] = {}
    for record in directory.records:
        found.warnings += [
            f"lines.tsv: {record.id}: {line.phone}: the library of numbers does not know its area code or exchange"
            for line in record.lines
            if may_dial(line.phone) and not is_listed(line.phone)
        ]
        found.errors += [
            f"lines.tsv: {record.id}: {line.id} is no number we may call; correct it in overrides.yaml"
            for line in record.lines
            if not may_dial_line(line.id)
        ]
        if record.role == "mayor" and not directory.areas.name(record.division):
            found.errors.append(f"officials.tsv: {record.id}: {record.division} is no place of places.tsv; build anew")
        level = ROLES[record.role].level
        if level in CHAMBERS and (level, record.division) not in directory.districts.all:
            found.errors.append(f"officials.tsv: {record.id}: {record.division} is no district of districts.tsv; build anew")
        if record.seat_on(today) == "held":
            current.setdefault((record.role, record.division), []).append(record)
            # Of legislators there are hundreds (see the table of states), and of mayors whom open data alone has.
            if not has_own_line(record) and record.role not in LEGISLATORS and not record.id.startswith(f"{CITY}/"):
                found.warnings.append(f"no number: {record.name}, {record.role}, {record.division} ({record.id})")
    for (role, division), holders in current.items():
        district: District | None = directory.districts.all.get((ROLES[role].level, division))
        most = ROLES[role].seats or (district.seats if district else 0)
        if most and len(holders) > most:
            names = ", ".join(record.name for record in holders)
            found.warnings.append(f"{role} of {division}: {names} at once; the latest terms count, drop the others")


def _elections(directory: Directory, today: date) -> Iterator[str]:
    """One line a chamber whose newly elected sit by now, while its records are older."""
    for chamber in directory.waiting(today):
        seated, as_of = chamber.seated, chamber.as_of
        known = f"the records are of {as_of}" if as_of < seated else f"the records of {as_of} have none of them"
        yield (
            f"{chamber.role} of {chamber.state}: since {seated} whoever was elected last sits, {known}: "
            f"{chamber.members} members are not offered; fetch them anew and build"
        )


def _lines(directory: Directory, today: date) -> Iterator[str]:
    """One line a level where lines have moved since the tables were made."""
    for level, moved in directory.vintages.moved(today).items():
        areas = sorted(area.split("/", 2)[2] for area in moved.areas - moved.mapped)
        if areas:
            yield f"zips.tsv: {level}: other lines are in force in {', '.join(areas)}: there a ZIP settles no district"


def _doubtful(folder: Path, directory: Directory) -> Iterator[str]:
    """One line a number that is left out, as it is probably somebody's own; tables that an older version built have no such."""
    for row in table_rows(folder, DOUBTFUL) if (folder / DOUBTFUL).exists() else ():
        record = directory.record(row["official"])
        who = f"{record.name}, {record.role} of {record.division}" if record else row["official"]
        why = RULES[row["rule"]].why if row["rule"] in RULES else row["rule"]
        yield f"not offered, probably a private phone: {readable_phone(row['phone'])} of {who}: {why}"
