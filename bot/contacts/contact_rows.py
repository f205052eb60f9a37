"""One row of a list of people, checked: whom it names, where and when they agreed, or why they are not asked. Pure."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeVar

import phonenumbers

from bot.contacts.column_names import OBEYED, Meaning
from bot.contacts.column_plan import LANGUAGES_WRITTEN, ColumnPlan
from bot.contacts.consent_cells import read_consent_cell
from bot.locale import CATALOGUES
from bot.officials.zip_info import find_zip
from bot.reading.answers import plain_text
from bot.tabular.cells import CellError, read_moment, read_phone, read_source_cell
from bot.tabular.spreadsheet import Row, RowProblem

LANGUAGE_WORDS = " or ".join(each.written_as[0].title() for each in CATALOGUES.values())
# column -> what is written there. `flask contacts template` has them; docs/contacts.md says the same.
COLUMNS: Mapping[str, str] = {
    "phone": "253-555-0142",
    "language": f"{LANGUAGE_WORDS}; nothing for unknown",
    "zip": "98402; nothing for unknown",
    "source": "where they agreed: the event, the form, the page",
    "consented_at": "when they agreed, as 11/02/2026",
}
MAX_CELL = 300

WHEN = "the day they agreed, like 11/02/2026"
# As far as a number tells: in North America nearly none says whether it is a landline. The carrier does, once it is texted.
NOT_A_MOBILE = {
    phonenumbers.PhoneNumberType.TOLL_FREE: "is toll-free: nobody's own phone",
    phonenumbers.PhoneNumberType.FIXED_LINE: "is a landline",
    phonenumbers.PhoneNumberType.PAGER: "is a pager",
}
# What may be repeated: a word or two, and what has the shape of a date. Where columns were swapped, any cell may be a number.
REPEATABLE = re.compile(
    r"[^\W\d_]{1,20}(?: [^\W\d_]{1,20})?|(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4})(?:[T ]\d\d?:[\d:.+-]{1,16})?"
)

# How the last rows of a report begin that are no person's.
TOTAL = re.compile(
    r"(?:grand |sub ?)?totals?\b|(?:row |record )?count\b|\d[\d,.]* (?:records?|rows?|contacts?|people)\b|average\b|sum\b"
    r"|suma\b|confidential\b|copyright\b|generated\b|exported\b|report\b|page \d",
    re.IGNORECASE,
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A row that is right. `phone` is E.164; `proof`: where they agreed, `given_at`: when."""

    line: int
    phone: str
    language: str | None
    zip: str | None
    proof: str
    given_at: datetime


def empty_list() -> str:
    """A list without rows, as CSV, with remarks that tell what is written where."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(["# Lines that begin with # are passed over. docs/contacts.md explains the columns."])
    writer.writerow(["# 253-555-0142", "Spanish", "98402", "Table at the Proctor farmers market", "11/02/2026"])
    return out.getvalue()


CONTRADICTS = "says that they want texts, and another column that they do not; ask them, or take the row out"
# Why a row is no mistake, and nobody is asked by it: it has no number; somebody says no, or nobody says yes, or the number is
# bad; it is a total, no person.
LeftOutWhy = Literal["no_phone", "no", "unsure", "bad", "total"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A row by which nobody is asked. `column`: the heading of the one that says so; `phones`: all numbers of the row,
    where they are not to be asked whatever other rows say."""

    line: int
    why: LeftOutWhy
    column: str = ""
    phones: tuple[str, ...] = ()


def read_contact(row: Row, plan: ColumnPlan, now: datetime) -> Contact | LeftOut | list[RowProblem]:
    """The contact of a row, why nobody is asked by it, or all that is wrong with it. No number is repeated: logs are kept."""
    reader = _Reader(row, plan)
    if row.surplus:
        reader.problem(f"has {row.surplus} cells more than the header; put quotes around a cell that has the separator in it")
    phone, wrong = reader.phone()
    if phone is None and TOTAL.match(next(filter(None, row.cells.values()), "")):
        return LeftOut(line=row.line, why="total")
    if left_out := reader.left_out():
        return left_out
    if phone is None and wrong is None:
        return LeftOut(line=row.line, why="no_phone")
    reader.problems += [wrong] if wrong else []
    language = reader.first("language", read_language)
    zip = reader.first("zip", read_zip)
    proof = plan.source or reader.first("source", read_proof, plan.written_by)
    given_at = plan.consented_at or reader.first("consented_at", lambda written: read_consent_time(written, now))
    if reader.problems or phone is None or proof is None or given_at is None:
        return reader.problems
    return Contact(line=row.line, phone=phone, language=language, zip=zip, proof=proof, given_at=given_at)


class _Reader:
    """Reads the cells of one row; all that cannot be read is a problem, so that one run tells all."""

    def __init__(self, row: Row, plan: ColumnPlan) -> None:
        self._row, self._plan, self.problems = row, plan, list[RowProblem]()

    def problem(self, text: str, column: str = "") -> None:
        self.problems.append(RowProblem(self._row.line, text, column))

    def left_out(self) -> LeftOut | None:
        """Does a column say that they are not to be asked? Raises nothing: a yes beside a no is a problem."""
        said = [
            (read_consent_cell(self._row.cells.get(column.name, ""), meaning, column.title), column.title)
            for meaning in OBEYED
            for column in self._plan.of(meaning)
        ]
        by: dict[str, str] = {}
        for what, title in said:
            by.setdefault(what, title)
        if "yes" in by and "no" in by:
            self.problem(CONTRADICTS, by["yes"])
            return None
        for why in ("no", "bad"):
            if why in by:
                return LeftOut(line=self._row.line, why=why, column=by[why], phones=self._phones())
        if "unsure" in by and "yes" not in by:
            return LeftOut(line=self._row.line, why="unsure", column=by["unsure"])
        return None

    def _phones(self) -> tuple[str, ...]:
        found = []
        for column in self._plan.of("phone"):
            with suppress(CellError):
                found.append(read_mobile(self._row.cells.get(column.name, "")))
        return tuple(found)

    def phone(self) -> tuple[str | None, RowProblem | None]:
        """The first number that may be texted, the mobile before others; else what is wrong with the first cell that holds
        anything."""
        wrong: RowProblem | None = None
        for column in self._plan.of("phone"):
            if not (written := self._row.cells.get(column.name, "")):
                continue
            try:
                return self._read(written, read_mobile), None
            except CellError as problem:
                wrong = wrong or RowProblem(self._row.line, str(problem), column.title)
        return None, wrong

    def first(self, meaning: Meaning, read: Callable[[str], Value], instead: Value | None = None) -> Value | None:
        """What the first column says that says anything; else `instead`, or a problem where none may be empty."""
        columns = self._plan.of(meaning)
        column = next((column for column in columns if self._row.cells.get(column.name)), next(iter(columns), None))
        written = self._row.cells.get(column.name, "") if column else ""
        if not written and instead:
            return instead
        try:
            return self._read(written, read)
        except CellError as problem:
            said = str(problem) if REPEATABLE.fullmatch(written) else _unquoted(problem, written)
            self.problem(said, column.title if column else meaning)
            return None

    def _read(self, written: str, read: Callable[[str], Value]) -> Value:
        if len(written) > MAX_CELL:
            raise CellError(f"has {len(written)} characters; write at most {MAX_CELL}")
        return read(written)


def _unquoted(problem: CellError, written: str) -> str:
    """What is said of a cell without the cell, which may stand before it, shortened."""
    said = str(problem)
    for longest in (40, 60, MAX_CELL):
        said = said.removeprefix(f"{written[:longest]!r} ")
    return said


def read_mobile(written: str) -> str:
    """A number that may be texted, E.164. Raises CellError."""
    if not written:
        raise CellError("is empty; write a number, or take the row out")
    try:
        read = read_phone(written, "the person's own number")
    except CellError as problem:
        raise CellError(_unquoted(problem, written)) from None
    if read.extension or read.keys:
        has = "an extension" if read.extension else "a phone menu"
        raise CellError(f"has {has}, so it is no mobile phone; write the person's own number")
    kind = phonenumbers.number_type(phonenumbers.parse(read.number))
    if kind in NOT_A_MOBILE:
        raise CellError(f"{NOT_A_MOBILE[kind]}; write the person's own mobile number")
    return read.number


def read_language(written: str) -> str | None:
    """The code of a language, or None for an empty cell. Raises CellError."""
    if not written:
        return None
    for said in (plain_text(written), plain_text(re.split(r"[-_(,]", written)[0])):  # as it is, or without a region
        if said in LANGUAGES_WRITTEN:
            return LANGUAGES_WRITTEN[said]
    raise CellError(f"{written[:40]!r} is none of ours; write {LANGUAGE_WORDS}, or nothing")


def read_zip(written: str) -> str | None:
    """Five digits, None for an empty cell; a zero that a spreadsheet took away is put back. Raises CellError."""
    if not written:
        return None
    bare = written.removesuffix(".0").partition("-")[0].strip()
    if len(bare) == 9 and bare.isdecimal():
        bare = bare[:5]  # with four digits more, and no hyphen
    if not (bare.isascii() and bare.isdigit() and 3 <= len(bare) <= 5):
        raise CellError("is no ZIP code; write five digits, like 98402, or nothing")
    zip = bare.zfill(5)
    if find_zip(zip) is None:
        raise CellError(f"{zip} is no ZIP code in use; look it up, or write nothing")
    return zip


def read_proof(written: str) -> str:
    """Where they agreed. Raises CellError."""
    if not written:
        raise CellError("is empty; write where they agreed, or take the row out: nobody is texted without")
    return read_source_cell(written)


def read_consent_time(written: str, now: datetime) -> datetime:
    """When they agreed: a day, or a day with a time; without a zone it is taken for UTC. Raises CellError."""
    if not written:
        raise CellError("is empty; write when they agreed, or take the row out: nobody is texted without")
    at = read_moment(written, WHEN)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if at > now:
        raise CellError("is in the future; write the day they agreed")
    return at.astimezone(UTC)
