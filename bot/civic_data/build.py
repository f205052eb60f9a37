"""The builder: a folder of sources in, our tables out, with a report of what did not join. Same in, same bytes out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.civic_data.census_areas import SUBDIVISIONS
from bot.civic_data.city_councils import read_city_councils
from bot.civic_data.civicpatch import read_civicpatch
from bot.civic_data.congress import Congress, read_congress
from bot.civic_data.doubtful_lines import FILE as DOUBTFUL
from bot.civic_data.doubtful_lines import DoubtfulLine, leave_out_doubtful
from bot.civic_data.hold_back import CONGRESS_SOURCE, PEOPLE_SOURCE
from bot.civic_data.keep_lines import keep_lines, read_former
from bot.civic_data.land import Land, our_place_key, read_land
from bot.civic_data.local_officials import CITIES, CIVICPATCH, COUNCILS, LocalOfficial, LocalRules, read_councils
from bot.civic_data.mayors import one_mayor_each
from bot.civic_data.openstates import Legislator, People, read_openstates
from bot.civic_data.seats import Seating, seat_members
from bot.civic_data.source_errors import reading_source
from bot.civic_data.sources import FETCHED, SOURCES, source_dates
from bot.officials.districts import District
from bot.officials.divisions import STATES, WHOLE_PLACES, place_division, state_of
from bot.officials.held_back import FILE as HELD_BACK
from bot.officials.kept_lines import FILE as KEPT_LINES
from bot.officials.kept_lines import KeptLine
from bot.officials.levels import LOWER, UPPER, Level
from bot.officials.local.office_names import MAYOR
from bot.officials.office_hours import SHIPPED
from bot.officials.phones import area_code
from bot.officials.records import OfficeLine, OfficialRecord
from bot.officials.tables import DataError, write_table
from bot.officials.zip_listing import area_codes
from bot.telephony import TOLL_FREE

AreaCodes = Mapping[str, tuple[str, frozenset[str]]]


@dataclass(kw_only=True)
class BuildReport:
    """What a build did.

    sizes: bytes by table; unjoined: people left out and why; labels: how many state districts the archive names; notes: numbers
    left out and the like.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    unjoined: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: int = 0
    labels_joined: int = 0


def build_tables(
    folder: Path,
    out: Path,
    *,
    as_of: Mapping[str, date] | None = None,
    by_hand: Path = SHIPPED,
    without: Collection[str] = (),
    before: Path | None = None,
) -> BuildReport:
    """Read the sources in `folder`, write the tables into `out`. Nothing is written before everything has been read.

    by_hand: where the tables are that say when councils are elected. without: sources to do without (HOLDABLE ones), so that
    nobody of theirs is in the tables. before: the tables until now, which have the numbers of seats that were left since; None
    for none. Raises DataError naming the file that is missing or unfit, SourceError where it is of a source that can be done
    without.
    """
    needed = [source for source in FETCHED if source.name not in without]
    missing = [file for source in needed for file in source.files if not (folder / file).is_file()]
    if missing:
        raise DataError(f"{folder}: {', '.join(missing)} not there; data/README.md says where each comes from")
    days = source_dates(folder, as_of or {})
    report = BuildReport()
    paths = {source.name: [folder / file for file in source.files] for source in SOURCES}
    with reading_source(*paths["census-districts"], *paths["census-places"], *paths["census-counties"]):
        land = read_land(folder)
    members, offices = paths["congress-legislators"]
    with reading_source(members, offices, source=CONGRESS_SOURCE):
        congress = Congress() if CONGRESS_SOURCE in without else read_congress(members, offices, days[CONGRESS_SOURCE])
    (archive,) = paths[PEOPLE_SOURCE]
    with reading_source(archive, source=PEOPLE_SOURCE):
        people = People() if PEOPLE_SOURCE in without else read_openstates(archive, days[PEOPLE_SOURCE])
    report.notes += [*congress.notes, *people.notes]
    with reading_source(archive, *paths["openstates-geo"], *paths["nh-floterials"]):
        seating = seat_members(
            people.legislators,
            people.vacancies,
            {UPPER: _codes(land, UPPER), LOWER: _codes(land, LOWER)},
            folder,
            congress.records,
            days[PEOPLE_SOURCE].isoformat(),
        )
    report.unjoined += seating.unjoined
    report.labels, report.labels_joined = seating.labels, seating.joined
    codes = area_codes()
    by_state = _codes_by_state(codes)
    members_kept, doubtful = leave_out_doubtful([*congress.records, *seating.records], by_state, people.congress)
    today = max(days.values())
    councils = _councils(folder, LocalRules.load(by_hand, land, today), report)
    mayors = [*_mayors(people.officials, land, codes, report)]
    records = [
        *members_kept,
        *_state_officials(people.officials, by_state, report),
        *one_mayor_each(mayors, [row for row in councils if row.role == MAYOR], today, report.notes),
    ]
    kept = () if CONGRESS_SOURCE in without else _kept_lines(before, congress, doubtful, days[CONGRESS_SOURCE], report)
    chambers = _chambers(people.legislators)
    _write(out, records, doubtful, kept, seating, chambers, land, days, councils, report)
    return report


def _councils(folder: Path, rules: LocalRules, report: BuildReport) -> list[LocalOfficial]:
    """The rows of councils.tsv, in order: of the sources where they are there, else of the table that an update took over."""
    if (folder / COUNCILS).is_file():
        return read_councils(folder)
    sources = {source.name: source for source in SOURCES if source.is_in(folder)}
    found: dict[tuple[str, str], list[LocalOfficial]] = {}
    if CIVICPATCH in sources:
        (archive,) = sources[CIVICPATCH].files
        with reading_source(folder / archive):
            read = read_civicpatch(folder / archive, rules)
        report.unjoined += read.unjoined
        report.notes += read.notes
        if read.townships:
            report.notes.append(f"{CIVICPATCH}: {read.townships:,} townships left out: {SUBDIVISIONS} would say where they lie")
        found |= _by_office(read.officials)
    if CITIES in sources:
        (checked,) = sources[CITIES].files
        found |= _by_office(read_city_councils(folder / checked, rules))
    return [row for _, rows in sorted(found.items()) for row in rows]


def _by_office(places: Mapping[str, Sequence[LocalOfficial]]) -> dict[tuple[str, str], list[LocalOfficial]]:
    found: dict[tuple[str, str], list[LocalOfficial]] = {}
    for row in (row for rows in places.values() for row in rows):
        found.setdefault((row.place, row.role), []).append(row)
    return found


def _kept_lines(
    before: Path | None, congress: Congress, doubtful: Iterable[DoubtfulLine], today: date, report: BuildReport
) -> Sequence[KeptLine]:
    """The rows of kept_lines.tsv. Tables before that cannot be read, as those of another version, only keep nothing."""
    if before is None:
        return ()
    try:
        former = read_former(before)
    except DataError as problem:
        report.notes.append(f"no numbers kept of seats that were left: {problem}")
        return ()
    return keep_lines(former, congress, {each.line.id for each in doubtful}, today)


def _chambers(legislators: Iterable[Legislator]) -> list[tuple[str, ...]]:
    """Rows of chambers.tsv: on which day the last to begin of each chamber's members began."""
    newest: dict[tuple[str, str], date] = {}
    last: dict[tuple[str, str], OfficialRecord] = {}
    for record, start in ((member.record, member.start) for member in legislators):
        home = state_of(record.division)
        if home and start and start > newest.get((home.code, record.role), date.min):
            newest[home.code, record.role], last[home.code, record.role] = start, record
    return [
        (state, role, start.isoformat(), last[state, role].source, last[state, role].as_of.isoformat())
        for (state, role), start in sorted(newest.items())
    ]


def _codes(land: Land, level: Level) -> list[str]:
    column = f"{level}2024"
    return sorted({code for row in land.districts.values() for code in row[column].split(",") if code})


def _codes_by_state(codes: AreaCodes) -> Mapping[str, set[str]]:
    by_state: dict[str, set[str]] = {}
    for state, used in codes.values():
        by_state.setdefault(state, set()).update(used)
    return by_state


def _state_officials(
    records: Iterable[OfficialRecord], by_state: Mapping[str, set[str]], report: BuildReport
) -> Iterator[OfficialRecord]:
    known = set().union(*by_state.values())
    for record in records:
        home = state_of(record.division)
        if record.role != "mayor" and home:
            yield _check_phone(record, by_state[home.code], known, report)


def _mayors(records: Iterable[OfficialRecord], land: Land, codes: AreaCodes, report: BuildReport) -> Iterator[OfficialRecord]:
    whole = {STATES[code].division for code in WHOLE_PLACES}
    known = {code for _, used in codes.values() for code in used}
    for record in records:
        if record.role != "mayor":
            continue
        if record.division in whole:
            yield record
            continue
        key = our_place_key(record.division)
        place = land.places.get(key)
        if place is None:
            why = (
                "two places of the state have this name"
                if key in land.ambiguous
                else "no incorporated place of that name: a township, county or unincorporated community"
            )
            report.unjoined.append(f"{key}: {record.name}, term to {record.term_end}: {why}")
            continue
        local = {code for zip in place.land if zip in codes for code in codes[zip][1]}
        yield _check_phone(replace(record, division=place_division(key)), local, known, report)


def _check_phone(record: OfficialRecord, local: set[str], known: set[str], report: BuildReport) -> OfficialRecord:
    # Wyoming's governor once had Puerto Rico's number, a mayor of Conway, SC another town's: an area code from elsewhere is
    # no number of this office, and better none than a wrong one. (A legislator's own number may be from anywhere.) A code that
    # no ZIP code's list has yet is newer than the lists, and may well be from here.
    if not record.phone or area_code(record.phone) in TOLL_FREE | local or area_code(record.phone) not in known:
        return record
    report.notes.append(f"{record.id} ({record.name}, {record.division}): {record.phone} left out, area code of another place")
    return replace(record, lines=())


def _write(
    out: Path,
    records: list[OfficialRecord],
    doubtful: Iterable[DoubtfulLine],
    kept: Iterable[KeptLine],
    seating: Seating,
    chambers: Sequence[Sequence[str]],
    land: Land,
    days: Mapping[str, date],
    councils: Sequence[LocalOfficial],
    report: BuildReport,
) -> None:
    ordered = sorted(records, key=lambda record: (record.role, record.division, record.id))
    tables: Mapping[str, Sequence[Sequence[str]]] = {
        "officials.tsv": [_official(record) for record in ordered],
        "lines.tsv": [_line(record, line) for record in ordered for line in record.lines],
        DOUBTFUL: sorted(each.row() for each in doubtful),
        KEPT_LINES: [each.row() for each in kept],
        "vacancies.tsv": seating.vacancies,
        "chambers.tsv": chambers,
        "districts.tsv": [_district(district) for district in sorted(seating.districts, key=lambda d: (d.level, d.division))],
        "zips.tsv": list(land.rows()),
        "places.tsv": [(place.key, place.name, place.kind) for _, place in sorted(land.places.items())],
        "counties.tsv": list(land.county_rows()),
        HELD_BACK: (),
        COUNCILS: [row.row() for row in councils],
        "sources.tsv": [
            (source.name, source.what, days[source.name].isoformat(), source.valid_to, source.licence, source.address)
            for source in SOURCES
            if source.name in days
        ],
    }
    for file, rows in tables.items():
        report.sizes[file] = write_table(out, file, rows)
        report.counts[file] = len(rows)
    report.unjoined.sort()
    report.notes.sort()


def _official(record: OfficialRecord) -> tuple[str, ...]:
    return (
        record.id,
        record.name,
        record.role,
        record.division,
        record.title,
        record.gender,
        record.party,
        record.term_end.isoformat() if record.term_end else "",
        record.source,
        record.as_of.isoformat(),
    )


def _line(record: OfficialRecord, line: OfficeLine) -> tuple[str, ...]:
    latitude, longitude = ("" if degrees is None else f"{degrees:.4f}" for degrees in (line.latitude, line.longitude))
    return (record.id, line.kind, line.id, line.city, line.zip, latitude, longitude)


def _district(district: District) -> tuple[str, ...]:
    return (
        district.division,
        district.level,
        district.code,
        district.name,
        str(district.seats),
        ";".join(sorted(district.covers)),
    )
