"""A CSV file as people save it, read into cells with their line numbers. Knows encodings and separators, no officials."""

import csv
import io
import re
from collections.abc import Collection
from dataclasses import dataclass

MAX_BYTES = 10_000_000
MAX_ROWS = 5_000
SEPARATORS = (",", ";", "\t")

# How a file begins that is no CSV at all -> what it is, and the mend.
NOT_CSV: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "is an Excel or LibreOffice workbook", 'save it as "CSV UTF-8"'),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook", 'save it as "CSV UTF-8"'),
    (b"%PDF", "is a PDF", "copy its table into a spreadsheet and save that as CSV"),
    (b"<", "is a web page", "download the table itself, or copy it into a spreadsheet and save that as CSV"),
)


class SpreadsheetError(ValueError):
    """A file that is no table at all. The message says what and the mend."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file it begins on, its cells by column. `surplus`: how many lie beyond the header's last."""

    line: int
    cells: dict[str, str]
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A header (small letters, `_` for spaces) and its rows. notes: what should be looked at, such as a guessed encoding."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_spreadsheet(content: bytes, known: Collection[str]) -> Spreadsheet:
    """The table in a file. `known`: names that columns may have, in small letters, by which the separator is told.

    Empty rows and those that begin with # are passed over. Raises SpreadsheetError.
    """
    if len(content) > MAX_BYTES:
        most = f"{MAX_BYTES / 1e6:.0f}"
        raise SpreadsheetError(f"has {len(content) / 1e6:.1f} MB; a list has at most {most}: keep the template's columns alone")
    for start, what, mend in NOT_CSV:
        if content.lstrip().startswith(start):
            raise SpreadsheetError(f"{what}; {mend}")
    text, notes = _decoded(content)
    separator, text = _separator(text, known)
    (line, header), *rest = _lines(text, separator) or [(0, [])]
    if not line:
        raise SpreadsheetError("is empty; begin with: flask officials template > council.csv")
    columns = tuple(map(_column, header))
    twice = {name for name in columns if name and columns.count(name) > 1}
    if twice:
        raise SpreadsheetError(f"line {line}: the column {min(twice)} is there twice; take one out")
    rows = [
        Row(
            number,
            {name: cell for name, cell in zip(columns, cells, strict=False) if name},
            sum(map(bool, cells[len(columns) :])),
        )
        for number, cells in rest
    ]
    return Spreadsheet(line, columns, tuple(rows), tuple(notes))


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # Excel's "Unicode text"
        try:
            return content.decode("utf-16"), []
        except UnicodeDecodeError:
            raise SpreadsheetError('is broken UTF-16; save it as "CSV UTF-8"') from None
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise SpreadsheetError(f'line {line}: is neither UTF-8 nor Windows-1252; save it as "CSV UTF-8"') from None
    word = next((word for word in re.split(r'[\s,;"]+', text.split("\n")[line - 1]) if not word.isascii()), "")
    note = f'is not UTF-8 and was read as Windows-1252: is {word[:40]!r} on line {line} right? If not, save it as "CSV UTF-8"'
    return text, [note]


def _separator(text: str, known: Collection[str]) -> tuple[str, str]:
    """What parts the cells: what Excel's own first line says, else whatever makes the most known columns of the header."""
    first, _, rest = text.partition("\n")
    if first.casefold().strip().strip('"').startswith("sep=") and (said := first.strip().strip('"')[4:5]) in SEPARATORS:
        return said, "\n" + rest
    head = next(
        (line for line in text.splitlines()[:1000] if line.strip(' ,;\t"') and not line.lstrip(' "').startswith("#")), ""
    )
    found = {mark: sum(_column(cell) in known for cell in head.split(mark)) for mark in SEPARATORS}
    return max(SEPARATORS, key=lambda mark: found[mark]), text


def _column(cell: str) -> str:
    return "_".join(cell.strip(' "\ufeff').casefold().replace("-", " ").replace("_", " ").split())


def _lines(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells) and not cells[0].startswith("#"):
                found.append((line, cells))
            if len(found) > MAX_ROWS + 1:
                raise SpreadsheetError(f"has more than {MAX_ROWS:,} rows; make it a list a region")
            line = reader.line_num + 1
    except csv.Error as problem:
        raise SpreadsheetError(f"line {line}: cannot be read ({problem}); is a quotation mark not closed?") from None
    return found
