"""One row of a contacts file, checked: whom it names, in what language, and where and when they agreed. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import phonenumbers

from bot.locale import CATALOGUES
from bot.officials.zip_info import find_zip
from bot.reading.answers import plain_text
from bot.tabular.cells import CellError, read_day, read_phone, read_source_cell
from bot.tabular.spreadsheet import Row

LANGUAGE_WORDS = " or ".join(each.written_as[0].title() for each in CATALOGUES.values())
# column -> what is written there. `flask contacts template` has them; docs/contacts.md says the same.
COLUMNS: Mapping[str, str] = {
    "phone": "253-555-0142",
    "language": f"{LANGUAGE_WORDS}; nothing for unknown",
    "zip": "98402; nothing for unknown",
    "source": "where they agreed: the event, the form, the page",
    "consented_at": "when they agreed, as 11/02/2026",
}
ALIASES: Mapping[str, str] = {
    "number": "phone",
    "phone_number": "phone",
    "mobile": "phone",
    "cell": "phone",
    "telephone": "phone",
    "lang": "language",
    "zip_code": "zip",
    "zipcode": "zip",
    "postal_code": "zip",
    "consented": "consented_at",
    "consent_date": "consented_at",
    "date": "consented_at",
}
NEEDED = ("phone", "source", "consented_at")
KNOWN = frozenset((*COLUMNS, *ALIASES))
MAX_CELL = 300

WHEN = "the day they agreed, like 11/02/2026"
# As far as a number tells: in North America nearly none says whether it is a landline. The carrier does, once it is texted.
NOT_A_MOBILE = {
    phonenumbers.PhoneNumberType.TOLL_FREE: "is toll-free: nobody's own phone",
    phonenumbers.PhoneNumberType.FIXED_LINE: "is a landline",
    phonenumbers.PhoneNumberType.PAGER: "is a pager",
}
LANGUAGES_WRITTEN: Mapping[str, str] = {word: language for language, each in CATALOGUES.items() for word in each.written_as}

# What may be repeated: a word or two, and what has the shape of a date. Where columns were swapped, any cell may be a number.
REPEATABLE = re.compile(
    r"[^\W\d_]{1,20}(?: [^\W\d_]{1,20})?|(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4})(?:[T ]\d\d?:[\d:.+-]{1,16})?"
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


def read_contact(row: Row, now: datetime) -> Contact | list[str]:
    """The contact of a row, or all that is wrong with it. No number is repeated in what is said: logs are kept."""
    problems: list[str] = []
    if row.surplus:
        problems.append(f"has {row.surplus} cells more than the header; put quotes around a cell that has the separator in it")

    def cell(name: str, read: Callable[[str], Value]) -> Value | None:
        written = row.cells.get(name, "")
        try:
            if len(written) > MAX_CELL:
                raise CellError(f"has {len(written)} characters; write at most {MAX_CELL}")
            return read(written)
        except CellError as problem:
            said = str(problem) if REPEATABLE.fullmatch(written) else _unquoted(problem, written)
            problems.append(f"{name}: {said}")
            return None

    phone = cell("phone", read_mobile)
    language = cell("language", read_language)
    zip = cell("zip", read_zip)
    proof = cell("source", read_proof)
    given_at = cell("consented_at", lambda written: read_consent_time(written, now))
    if problems or phone is None or proof is None or given_at is None:
        return problems
    return Contact(line=row.line, phone=phone, language=language, zip=zip, proof=proof, given_at=given_at)


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
    if plain_text(written) not in LANGUAGES_WRITTEN:
        raise CellError(f"{written[:40]!r} is none of ours; write {LANGUAGE_WORDS}, or nothing")
    return LANGUAGES_WRITTEN[plain_text(written)]


def read_zip(written: str) -> str | None:
    """Five digits, None for an empty cell; a zero that a spreadsheet took away is put back. Raises CellError."""
    if not written:
        return None
    bare = written.removesuffix(".0").partition("-")[0].strip()
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
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        day = read_day(written, WHEN)
        at = datetime(day.year, day.month, day.day)
    if at.year < 2000:
        raise CellError(f"{written!r} is not in this century; write {WHEN}")
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if at > now:
        raise CellError("is in the future; write the day they agreed")
    return at.astimezone(UTC)
