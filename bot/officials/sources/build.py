"""The builder: a folder of sources in, our tables out, with a report of what did not join. Same sources in, same bytes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bot.officials.divisions import STATES, WHOLE_PLACES, place_division, place_key, place_slug
from bot.officials.phones import TOLL_FREE, area_code
from bot.officials.postal import area_codes
from bot.officials.records import Record
from bot.officials.sources.catalogue import SOURCES, dates
from bot.officials.sources.congress import read_congress
from bot.officials.sources.land import Land, read_land
from bot.officials.sources.openstates import read_openstates
from bot.officials.sources.reading import reading
from bot.officials.tables import DataError, write

# The sources' key -> ours, where a place has changed its name since.
RENAMED: Mapping[str, str] = {"fl/lake_worth": "fl/lake_worth_beach"}


@dataclass
class Report:
    """What a build did. sizes: bytes by table; unjoined: people left out and why; notes: numbers left out and the like."""

    sizes: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    unjoined: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def build(folder: Path, out: Path, *, as_of: Mapping[str, date] | None = None) -> Report:
    """Read the sources in `folder`, write the tables into `out`. Nothing is written before everything has been read.

    Raises DataError naming the file that is missing or unfit.
    """
    missing = [file for source in SOURCES for file in source.files if not (folder / file).is_file()]
    if missing:
        raise DataError(f"{folder}: {', '.join(missing)} not there; data/README.md says where each comes from")
    days = dates(folder, as_of or {})
    report = Report()
    with reading(*(folder / file for source in SOURCES if source.name.startswith("census") for file in source.files)):
        land = read_land(folder)
    members = folder / "legislators-current.yaml"
    with reading(members):
        congress, notes = read_congress(members, days["congress-legislators"])
    report.notes += notes
    archive = folder / "openstates-people.tar.gz"
    with reading(archive):
        others = read_openstates(archive, days["openstates-people"])
    codes = area_codes()
    records = [*congress, *_governors(others, codes, report), *_mayors(others, land, codes, report)]
    _write(out, records, land, days, report)
    return report


def _governors(records: list[Record], codes: Mapping[str, tuple[str, frozenset[str]]], report: Report) -> list[Record]:
    by_state: dict[str, set[str]] = {}
    for state, used in codes.values():
        by_state.setdefault(state, set()).update(used)
    divisions = {state.division: state.code for state in STATES.values()}
    return [
        _check_phone(record, by_state[divisions[record.division]], report) for record in records if record.role == "governor"
    ]


def _mayors(records: list[Record], land: Land, codes: Mapping[str, tuple[str, frozenset[str]]], report: Report) -> list[Record]:
    whole = {STATES[code].division for code in WHOLE_PLACES}
    joined = []
    for record in records:
        if record.role != "mayor":
            continue
        if record.division in whole:
            joined.append(record)
            continue
        key = _our_key(record.division)
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
        joined.append(_check_phone(replace(record, division=place_division(key)), local, report))
    return joined


def _our_key(division: str) -> str:
    state, _, rest = place_key(division).partition("/")
    key = f"{state}/{rest if ':' in rest else place_slug(rest.replace('_', ' '))}"
    return RENAMED.get(key, key)


def _check_phone(record: Record, local: set[str], report: Report) -> Record:
    # Wyoming's governor once had Puerto Rico's number, a mayor of Conway, SC another town's: an area code from elsewhere is
    # no number of this office, and better none than a wrong one.
    if not record.phone or area_code(record.phone) in TOLL_FREE | local:
        return record
    report.notes.append(f"{record.id} ({record.name}, {record.division}): {record.phone} left out, area code of another place")
    return replace(record, phone="")


def _write(out: Path, records: list[Record], land: Land, days: Mapping[str, date], report: Report) -> None:
    ordered = sorted(records, key=lambda record: (record.role, record.division, record.id))
    tables: Mapping[str, Sequence[Sequence[str]]] = {
        "officials.tsv": [_row(record) for record in ordered],
        "zips.tsv": list(land.rows()),
        "places.tsv": [(place.key, place.name, place.kind) for _, place in sorted(land.places.items())],
        "sources.tsv": [
            (source.name, source.what, days[source.name].isoformat(), source.valid_to, source.licence, source.address)
            for source in SOURCES
        ],
    }
    for file, rows in tables.items():
        report.sizes[file] = write(out, file, rows)
        report.counts[file] = len(rows)
    report.unjoined.sort()
    report.notes.sort()


def _row(record: Record) -> tuple[str, ...]:
    return (
        record.id,
        record.name,
        record.role,
        record.division,
        record.title,
        record.gender,
        record.party,
        record.phone,
        record.term_end.isoformat() if record.term_end else "",
        record.source,
        record.as_of.isoformat(),
    )
