"""A CSV file or workbook as people save it, read into cells with line numbers. Knows encodings, separators, headers, no list.

A file of any size is read a row at a time.
"""

import codecs
import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

from bot.locale.flaws import Flaw, flaw
from bot.tabular.cells import SpreadsheetError
from bot.tabular.workbook import MOST_ABOVE, Lines, open_workbook

SEPARATORS = (",", ";", "\t", "|")
HEAD = 64 * 1024  # bytes in which the header is
HEADER = 2  # known columns by which a row below a title is told to be the header
MOST_OLD = 10_000_000  # bytes in which a password is looked for
CHUNK = 1024 * 1024

WORKBOOK = b"PK\x03\x04"  # how an Excel workbook begins
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # and one of before 2007; a new one with a password is kept in such a file
PASSWORD = "EncryptedPackage".encode("utf-16-le")
# How a file begins that is no table at all -> what is said of it.
NO_TABLE: tuple[tuple[bytes, Flaw], ...] = (
    (OLD_WORKBOOK, flaw("table_old_workbook")),
    (b"%PDF", flaw("table_pdf")),
    (b"<", flaw("table_web_page")),
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong on a line (0: with the whole file), where, and the mend. `column`: as it is headed."""

    line: int
    found: str | Flaw
    column: str = ""

    @property
    def text(self) -> str:
        """What is wrong, and after a semicolon the mend, in English."""
        return str(self.found)

    def __str__(self) -> str:
        said = f"{self.column}: {self.text}" if self.column else self.text
        return f"line {self.line}: {said}" if self.line else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: the line of the file it begins on, its cells by column. `surplus`: how many lie beyond the header's last."""

    line: int
    cells: dict[str, str]
    surplus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreadsheet:
    """A header (small letters, `_` for spaces) and its rows. `titles`: the columns as they are headed; the second of a name is
    told apart as `name_(2)`, and `twice` are those names. `notes`: what should be looked at, such as a guessed encoding."""

    line: int
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    twice: tuple[str, ...] = ()
    rows: Iterable[Row]
    notes: tuple[Flaw, ...]


@contextmanager
def open_spreadsheet(file: BinaryIO, known: Container[str], template: str) -> Iterator[Spreadsheet]:
    """The table in a file that can be read from its start again; its rows are read as they are asked for.

    `known`: names that columns may have, in small letters, by which separator, sheet and header are told; `template`: the
    command that writes an empty table. Empty rows, those that begin with # and titles above the header are passed over. Raises
    SpreadsheetError, also while rows are read.
    """
    start = file.read(HEAD)
    if start.startswith(WORKBOOK):
        file.seek(0)
        with open_workbook(file, lambda cells: _known_columns(cells, known) >= HEADER) as lines:
            yield _table(_filled(lines), known, template, ())
        return
    if start.startswith(OLD_WORKBOOK) and PASSWORD in start + file.read(MOST_OLD):
        raise SpreadsheetError(flaw("table_password"))
    for sign, found in NO_TABLE:
        if start.lstrip().startswith(sign):
            raise SpreadsheetError(found)
    file.seek(0)
    encoding, notes = _encoding(file)
    file.seek(0)
    head = codecs.getincrementaldecoder(encoding)().decode(start)
    separator, said = _separator(head, known)
    stream = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        if said:
            stream.readline()
        yield _table(_filled(_lines(stream, separator, first=2 if said else 1)), known, template, tuple(notes))
    finally:
        stream.detach()  # else it would close the file, which it did not open


def _table(lines: Lines, known: Container[str], template: str, notes: tuple[Flaw, ...]) -> Spreadsheet:
    above = list(islice(lines, MOST_ABOVE))
    if not above:
        raise SpreadsheetError(flaw("table_empty", template=template))
    place = next((place for place, (_, cells) in enumerate(above) if _known_columns(cells, known) >= HEADER), 0)
    line, header = above[place]
    if place:
        notes += (flaw("table_header_below", line=line),)
    lines = chain(above[place + 1 :], lines)
    names = tuple(map(column_name, header))
    columns = _told_apart(names)
    twice = tuple(sorted(name for name, count in Counter(names).items() if name and count > 1))
    rows = _rows(((number, cells) for number, cells in lines if cells != header), columns)
    return Spreadsheet(line=line, columns=columns, titles=tuple(header), twice=twice, rows=rows, notes=notes)


def _told_apart(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once; empty ones stay."""
    found, seen = list[str](), Counter[str]()
    for name in names:
        seen[name] += 1
        found.append(f"{name}_({seen[name]})" if name and seen[name] > 1 else name)
    return tuple(found)


def _known_columns(cells: Iterable[str], known: Container[str]) -> int:
    return len({name for cell in cells if (name := column_name(cell)) in known})


def _rows(lines: Lines, columns: tuple[str, ...]) -> Iterator[Row]:
    for number, cells in lines:
        named = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        yield Row(line=number, cells=named, surplus=sum(map(bool, cells[len(columns) :])))


def _encoding(file: BinaryIO) -> tuple[str, list[Flaw]]:
    """What the whole file can be read as, and what should be looked at then."""
    start = file.read(2)
    file.seek(0)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # Excel's "Unicode text"
        if _misfit(file, "utf-16"):
            raise SpreadsheetError(flaw("table_utf16"))
        return "utf-16", []
    misfit = _misfit(file, "utf-8-sig")
    if misfit is None:
        return "utf-8-sig", []
    line, said = misfit
    file.seek(0)
    if _misfit(file, "cp1252"):
        raise SpreadsheetError(flaw("table_encoding", line=line))
    word = next((word for word in re.split(r'[\s,;"]+', said.decode("cp1252", "replace")) if not word.isascii()), "")
    return "cp1252", [flaw("table_old_encoding", word=repr(word[:40]), line=line)]


def _misfit(file: BinaryIO, encoding: str) -> tuple[int, bytes] | None:
    """The first line of which there is no reading, and its bytes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    while True:
        chunk = file.read(CHUNK)
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as problem:
            read = problem.object
            begin = read.rfind(b"\n", 0, problem.start) + 1
            end = read.find(b"\n", problem.start)
            return lines + read.count(b"\n", 0, problem.start), bytes(read[begin : end if end >= 0 else len(read)])
        if not chunk:
            return None
        lines += chunk.count(b"\n")


def _separator(head: str, known: Container[str]) -> tuple[str, bool]:
    """What parts the cells: what Excel's own first line says (then True), else what makes the most known columns."""
    first = head.partition("\n")[0].strip().strip('"')
    if first.casefold().startswith("sep=") and first[4:5] in SEPARATORS:
        return first[4:5], True
    lines = [line for line in head.splitlines() if line.strip(' ,;|\t"') and not _is_remark(line.lstrip(' "'))][:MOST_ABOVE]

    def fits(mark: str) -> tuple[int, int]:
        cells = [line.split(mark) for line in lines]
        widths = Counter(map(len, cells))
        alike = max((count for width, count in widths.items() if width > 1), default=0)
        return max((sum(column_name(cell) in known for cell in each) for each in cells), default=0), alike

    return max(SEPARATORS, key=fits), False


def column_name(cell: str) -> str:
    """How a column is called that has this heading: in small letters, `_` for spaces and hyphens."""
    return "_".join(cell.strip(' "\ufeff').casefold().replace("-", " ").replace("_", " ").split())


def _is_remark(first: str) -> bool:
    return first.startswith("#") and first.strip(' ,;|\t"') != "#" and not first.startswith(("#,", "#;", "#\t", "#|"))


def _filled(lines: Lines) -> Lines:
    """The rows that hold anything and are no remark."""
    for line, cells in lines:
        cells = [" ".join(cell.split()) for cell in cells]
        if any(cells) and not _is_remark(cells[0]):
            yield line, cells


def _lines(stream: Iterable[str], separator: str, first: int) -> Lines:
    """All rows, each with the line it begins on."""
    reader = csv.reader(stream, delimiter=separator, strict=True)
    line = first
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + first
    except csv.Error as problem:
        raise SpreadsheetError(flaw("table_quote", line=line, error=str(problem))) from None


def meant_columns(
    table: Spreadsheet,
    columns: Mapping[str, str],
    aliases: Mapping[str, str],
    problems: list[RowProblem],
    warnings: list[RowProblem],
) -> dict[str, str]:
    """Column as written -> column as meant: one of `columns`, or what `aliases` says. Tells what does not fit."""
    meant: dict[str, str] = {}
    for name in table.twice:
        problems.append(RowProblem(table.line, flaw("table_column_twice", name=name)))
    for name in filter(None, table.columns):
        known = aliases.get(name, name)
        if known in meant.values():
            problems.append(RowProblem(table.line, flaw("table_column_twice", name=known)))
        elif known in columns:
            meant[name] = known
        elif near := close_to(name, {**columns, **aliases}):
            problems.append(RowProblem(table.line, flaw("table_column_near", name=repr(name), near=near)))
        else:
            warnings.append(RowProblem(table.line, flaw("table_column_unused", name=repr(name[:40]))))
    return meant


def close_to(word: str, known: Mapping[str, object]) -> str:
    """The known word that a misspelt one means, "" for none."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)), "")
