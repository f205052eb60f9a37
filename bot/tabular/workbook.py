"""An Excel workbook (.xlsx), read a row at a time into cells of text, as the CSV of the same table would have them."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import BinaryIO, Protocol

from bot.locale.flaws import flaw
from bot.tabular.cells import SpreadsheetError

MB = 1_000_000
MOST_UNPACKED = 100 * MB  # of all parts; 20,000 rows of a list take ten
# The texts of all sheets are held in memory, each some hundred bytes more than it has letters.
TEXTS, MOST_TEXTS = "xl/sharedStrings.xml", 15 * MB
MOST_SQUEEZED, FROM = 100, MB  # times that a part may grow, if it is large then: texts of people grow less than twenty times
MOST_PARTS = 2_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 1_000  # Excel's own bound; and wider than any list
# What reading an archive or an XML raises that is none, or not what it says; a SyntaxError is of whichever parser of XML is
# installed.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError, RuntimeError, NotImplementedError),
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError),
)
MOST_SHEETS = 20  # that are looked at for a header
MOST_ABOVE = 20  # rows with a title and notes before the header
UNREADABLE = flaw("table_unreadable")
_ZEROS = re.compile(r"0{2,}")
_ZIP_AND_FOUR = "00000-0000"  # Excel's own format of ZIP codes
Lines = Iterator[tuple[int, list[str]]]


class Cell(Protocol):
    """What is asked of a cell of openpyxl, empty ones included."""

    @property
    def value(self) -> object: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


class Sheet(Protocol):
    """What is asked of a sheet of openpyxl."""

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, max_row: int) -> Iterable[Sequence[Cell]]: ...


@contextmanager
def open_workbook(file: BinaryIO, has_header: Callable[[Sequence[str]], bool]) -> Iterator[Lines]:
    """The rows of the first sheet that has a header, each with its number; of the first sheet where none has.

    Formulas are their values as last saved. Raises SpreadsheetError, also while rows are read.
    """
    _look_into(file)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")  # of parts that it passes over, such as drop-down lists
        from openpyxl import load_workbook  # a sixth of a second, which no start of a server should take

        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except BROKEN as problem:
            raise SpreadsheetError(UNREADABLE) from problem
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets

            first = ((sheet, islice(_lines(sheet), MOST_ABOVE)) for sheet in sheets[:MOST_SHEETS])
            with_header = (sheet for sheet, lines in first if any(has_header(cells) for _, cells in lines))
            chosen = next(with_header, next(iter(sheets), None))
            yield _lines(chosen) if chosen else iter(())
        finally:
            book.close()


def _look_into(file: BinaryIO) -> None:
    """Raises SpreadsheetError for what is no workbook, or would take too much to unpack."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except BROKEN as problem:
        raise SpreadsheetError(UNREADABLE) from problem
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise SpreadsheetError(UNREADABLE)
    size = sum(part.file_size for part in parts)  # nothing unpacks to more than it says
    squeezed = any(part.file_size > max(FROM, MOST_SQUEEZED * part.compress_size) for part in parts)
    texts = any(part.filename == TEXTS and part.file_size > MOST_TEXTS for part in parts)
    if size > MOST_UNPACKED or len(parts) > MOST_PARTS or squeezed or texts:
        raise SpreadsheetError(flaw("table_unpacked", size=f"{size / MB:,.0f}"))
    file.seek(0)


def _lines(sheet: Sheet) -> Lines:
    """The rows that hold anything."""
    blank: Sequence[Cell] = ()
    sheet.reset_dimensions()  # which may be wrong in the file; without them a row is as wide as its last cell
    try:
        for number, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS), start=1):
            if cells is blank:  # rows that are not in the file are all the same one, and there may be a million
                continue
            if any(cell.value is not None for cell in cells):
                yield number, [_text(cell) for cell in cells[:MOST_COLUMNS]]
            else:
                blank = cells
    except BROKEN as problem:
        raise SpreadsheetError(UNREADABLE) from problem


def _text(cell: Cell) -> str:
    """A cell as CSV would have it: 98402 and no 98402.0, 2027-12-31, and the zeros that a format puts before a number."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        digits = str(value)
        if cell.number_format == _ZIP_AND_FOUR:
            digits = digits.zfill(9)
            return f"{digits[:5]}-{digits[5:]}"
        return digits.zfill(len(cell.number_format)) if _ZEROS.fullmatch(cell.number_format) else digits
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)
