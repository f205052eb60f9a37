"""Councils of single cities, a CSV each, checked by hand in two sources. Knows no other source."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.civic_data.local_officials import (
    CITIES,
    LocalOfficial,
    LocalRules,
    Term,
    complete_place,
    read_line,
)
from bot.officials.divisions import STATES, place_slug
from bot.officials.local.list_cells import read_name
from bot.officials.local.office_names import COUNCIL, MAYOR
from bot.officials.local.ward_labels import read_ward
from bot.officials.tables import DataError, read_date
from bot.tabular.cells import CellError

COLUMNS = ("city", "state", "role", "district", "name", "phone", "term_end", "source", "as_of")
MOST_BYTES = 1_000_000


def read_city_councils(folder: Path, rules: LocalRules) -> dict[str, list[LocalOfficial]]:
    """Place -> its rows, of every CSV in the folder. Raises DataError with file, line and mend."""
    found: dict[str, list[LocalOfficial]] = {}
    for row, where in _rows(folder):
        official = _official(row, where, rules)
        found.setdefault(official.place, []).append(official)
    return {place: complete_place(officials, rules) for place, officials in found.items()}


def newest_day(folder: Path) -> date | None:
    """As of when the lists of the folder are, by their newest row; None where they have none. Raises DataError as above."""
    return max((_day(row, where) for row, where in _rows(folder)), default=None)


def _rows(folder: Path) -> Iterator[tuple[dict[str, str], str]]:
    """The rows of every list, each with where it stands."""
    for path in sorted(folder.glob("*.csv")):
        if path.stat().st_size > MOST_BYTES:
            raise DataError(f"{path}: has more than {MOST_BYTES:,} bytes; a council has some ten thousand")
        with path.open(encoding="utf-8-sig", newline="") as text:
            table = csv.DictReader(text)
            try:
                if tuple(table.fieldnames or ()) != COLUMNS:
                    raise DataError(f"{path}: line 1: the columns are not {','.join(COLUMNS)}; write them so")
                for row in table:
                    yield {column: (row[column] or "").strip() for column in COLUMNS}, f"{path}: line {table.line_num}"
            except (csv.Error, UnicodeDecodeError) as problem:
                raise DataError(f"{path}: line {table.line_num + 1}: {problem}; save it as CSV in UTF-8") from None


def _day(row: dict[str, str], where: str) -> date:
    """The day of a row; of a year alone its first."""
    written = row["as_of"]
    return read_date(written if len(written) > len("2026") else f"{written}-01-01", where)


def _official(row: dict[str, str], where: str, rules: LocalRules) -> LocalOfficial:
    place = f"{row['state'].lower()}/{place_slug(row['city'])}"
    if row["state"] not in STATES or place not in rules.land.places:
        raise DataError(f"{where}: {row['city']}, {row['state']} is no place of places.tsv; write it as it is there")
    if row["role"] not in (COUNCIL, MAYOR):
        raise DataError(f"{where}: role {row['role']!r} is not {COUNCIL} or {MAYOR}; write one of them")
    line = read_line(row["phone"])
    if row["phone"] and not line:
        raise DataError(f"{where}: {row['phone']!r} is no number that may be called; take it out")
    try:
        name = read_name(row["name"]) if row["name"] else ""
        ward = read_ward(row["district"]) if row["district"] else ""
    except CellError as problem:
        raise DataError(f"{where}: {problem}") from None
    read = _day(row, where)
    day = read_date(row["term_end"], where) if row["term_end"] else None
    return LocalOfficial(
        place=place,
        role=row["role"],
        ward=ward,
        name=name,
        line=line,
        term_end=_last_day(place, day, read, rules) if name else None,
        source=CITIES,
        as_of=read,
    )


def _last_day(place: str, day: date | None, read: date, rules: LocalRules) -> date | None:
    return rules.last_day(place, Term(day, day) if day else Term(), read)
