"""The shape of our own tables in data/: their columns, how they are read and written. Not what the rows mean."""

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from bot.locale.flaws import Finding
from bot.officials.divisions import STATES

# file -> columns. data/README.md describes each; a test holds the two together.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "officials.tsv": ("id", "name", "role", "division", "title", "gender", "party", "term_end", "source", "as_of"),
    "lines.tsv": ("official", "kind", "phone", "city", "zip", "latitude", "longitude"),
    "doubtful_lines.tsv": ("official", "kind", "phone", "rule"),
    "kept_lines.tsv": ("role", "division", "phone", "former", "official", "until"),
    "vacancies.tsv": ("role", "division", "until", "source", "as_of"),
    "chambers.tsv": ("state", "role", "newest_start", "source", "as_of"),
    "districts.tsv": ("division", "level", "code", "name", "seats", "covers"),
    "zips.tsv": ("zip", "states", "cd119", "sldu2024", "sldl2024", "places", "outside"),
    "places.tsv": ("place", "name", "kind"),
    "counties.tsv": ("county", "name", "zips"),
    "held_back.tsv": ("what", "since", "why"),
    "sources.tsv": ("source", "what", "as_of", "valid_to", "licence", "address"),
    "vintages.tsv": ("level", "areas", "vintage", "valid_from", "valid_to", "why", "source"),
    "redrawn.tsv": ("level", "state", "vintage", "valid_from", "zips"),
    "seatings.tsv": ("state", "role", "elected", "seated", "why", "source"),
    "inaugurations.tsv": ("state", "role", "day", "read", "why", "source"),
    "officeholders.tsv": ("role", "division", "name", "gender", "party", "term_end", "phone", "source", "as_of"),
    "holidays.tsv": ("state", "date", "name"),
    "councils.tsv": ("place", "role", "ward", "name", "phone", "term_end", "zip", "source", "as_of"),
    "council_elections.tsv": ("area", "kinds", "elected", "seated", "why", "source"),
    "council_exceptions.tsv": ("place", "office", "ward", "who", "when", "why", "source"),
}  # fmt: skip
# Written by hand: no source has them.
KEPT = (
    *("vintages.tsv", "seatings.tsv", "inaugurations.tsv", "officeholders.tsv"),
    *("council_elections.tsv", "council_exceptions.tsv"),
)
# To serve: read by `flask data` alone, or not there in tables of an older version.
NOT_NEEDED = (
    "doubtful_lines.tsv",
    "held_back.tsv",
    "kept_lines.tsv",
    "council_elections.tsv",
    "council_exceptions.tsv",
)
# By `flask data build` alone, out of a library and of the Census's block files: no update brings others.
COMPUTED = ("holidays.tsv", "redrawn.tsv")


class DataError(ValueError):
    """A table or the overrides cannot be used. The message says where, what, and the mend; `found`: the same, which a page may
    say in other languages."""

    def __init__(self, found: str | Finding) -> None:
        super().__init__(found)
        self.found = found


@contextmanager
def no_collection() -> Iterator[None]:
    """Nothing is looked through for garbage meanwhile: tables make a million things that are all kept, a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def table_lines(folder: Path, file: str) -> list[str]:
    """The rows of a table as lines, header checked and taken off.

    Raises DataError where the file is missing or its header is not the one we know.
    """
    path = folder / file
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path}: cannot be read ({problem}); build it with: flask data build SOURCES_DIR") from None
    head, *rows = text.split("\n")
    if tuple(head.split("\t")) != COLUMNS[file]:
        wanted = " ".join(COLUMNS[file])
        raise DataError(f"{path}: line 1: the columns are not {wanted}; build it anew: flask data build")
    return rows[:-1] if rows and not rows[-1] else rows


def state_lines(folder: Path, shipped: Path, file: str) -> list[str]:
    """The rows of a table that are kept as text, each of which begins with a state's key ("wa/tacoma"), as lines.

    Those of the shipped table where tables that an older version updated have none. Raises DataError for what is no such table.
    """
    folder = folder if (folder / file).exists() else shipped
    lines = table_lines(folder, file)
    for number, line in enumerate(lines, start=2):
        if line.count("\t") != len(COLUMNS[file]) - 1 or line[:2].upper() not in STATES or line[2] != "/":
            raise DataError(f"{folder / file}: line {number}: is no row of it; build it anew: flask data build")
    return lines


def table_rows(folder: Path, file: str) -> list[dict[str, str]]:
    """The rows of a table as dictionaries by column. Raises DataError with the line of a row that has too many or few cells."""
    return list(each_row(folder, file))


def each_row(folder: Path, file: str) -> Iterator[dict[str, str]]:
    """The same one by one, for large tables: a dictionary takes more than what is kept of it."""
    columns = COLUMNS[file]
    known: dict[str, str] = {}  # the same few words stand in thousands of rows: one of each is half the memory
    for number, line in enumerate(table_lines(folder, file), start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise DataError(f"{folder / file}: line {number}: {len(cells)} cells instead of {len(columns)}; build it anew")
        yield dict(zip(columns, map(known.setdefault, cells, cells), strict=True))


def read_date(text: str, where: str) -> date:
    """A date of a table. Raises DataError that begins with `where`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DataError(f"{where}: {text!r} is not a date like 2027-01-03; build it anew") from None


def write_table(folder: Path, file: str, rows: Iterable[Sequence[str]]) -> int:
    """Write a table whole or not at all; returns its size in bytes. Same rows in, same bytes out."""
    lines = ["\t".join(COLUMNS[file])]
    lines += ["\t".join(" ".join(cell.split()) for cell in row) for row in rows]
    content = ("\n".join(lines) + "\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{file}.new"
    draft.write_bytes(content)
    os.replace(draft, folder / file)
    return len(content)
