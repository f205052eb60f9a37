"""A table as a file that other programs open: CSV or an Excel workbook, in which no cell is a formula, or a JSON object a line.

Written a row at a time: memory does not grow with the table.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import BinaryIO, Literal, get_args

from bot.tabular.cells import defused
from bot.telephony import readable_phone

FileKind = Literal["csv", "xlsx", "ndjson"]
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)
MEDIA_TYPES: Mapping[FileKind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ndjson": "application/x-ndjson",
}
ROWS_A_SHEET = 1_000_000  # Excel opens 48,576 more


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number, E.164. A spreadsheet would take its plus for a formula, so there it stands as Americans write it."""

    number: str


Cell = str | int | bool | date | datetime | PhoneNumber | None
Row = Sequence[Cell]


def save_table(file: BinaryIO, kind: FileKind, headings: Sequence[str], rows: Iterable[Row], sheet: str = "") -> int:
    """Write a table; gives how many rows it had. `sheet`: what the sheet of a workbook is called.

    Moments are in UTC, as RFC 3339 writes them. Nothing and no are empty and "no" in CSV and workbooks, null and false in JSON.
    """
    count = 0

    def counted() -> Iterable[Row]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    WRITERS[kind](file, headings, counted(), sheet)
    return count


def table_bytes(kind: FileKind, headings: Sequence[str], rows: Iterable[Row], sheet: str = "") -> bytes:
    """The same for a short table, in memory."""
    held = io.BytesIO()
    save_table(held, kind, headings, rows, sheet)
    return held.getvalue()


def _write_csv(file: BinaryIO, headings: Sequence[str], rows: Iterable[Row], _: str) -> None:
    # The mark at its beginning is what Excel knows UTF-8 by.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(headings)
        for row in rows:
            writer.writerow([plain_cell(cell) for cell in row])
    finally:
        text.flush()
        text.detach()  # the file is its owner's to close


def _write_workbook(file: BinaryIO, headings: Sequence[str], rows: Iterable[Row], sheet: str) -> None:
    from openpyxl import Workbook  # here, as only who saves one needs it
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book, name = Workbook(write_only=True), sheet[:25] or "Sheet"
    page = book.create_sheet(name)
    page.append(headings)
    for number, row in enumerate(rows):
        if number and number % ROWS_A_SHEET == 0:
            page = book.create_sheet(f"{name} {number // ROWS_A_SHEET + 1}")
            page.append(headings)
        cells = (plain_cell(cell) for cell in row)
        page.append([ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell for cell in cells])
    book.save(file)


def _write_lines(file: BinaryIO, headings: Sequence[str], rows: Iterable[Row], _: str) -> None:
    for row in rows:
        line = {name: _value(cell) for name, cell in zip(headings, row, strict=True)}
        file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


WRITERS: Mapping[FileKind, Callable[[BinaryIO, Sequence[str], Iterable[Row], str], None]] = {
    "csv": _write_csv,
    "xlsx": _write_workbook,
    "ndjson": _write_lines,
}


def plain_cell(cell: Cell) -> str | int:
    """A cell as a spreadsheet may hold it: text that would be a formula is made none. Excel has no times with a zone."""
    value = _value(cell)
    if isinstance(cell, PhoneNumber):
        value = readable_phone(cell.number)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return defused(value) if isinstance(value, str) else value


def _value(cell: Cell) -> str | int | bool | None:
    if isinstance(cell, PhoneNumber):
        return cell.number
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return cell.isoformat() if isinstance(cell, date) else cell
