"""What a person may write into one cell of any list, and what it means: a phone number, a date, where a row is from. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers

from bot.telephony import may_dial

MAX_SOURCE = 200


class CellError(ValueError):
    """What is wrong with a cell, and after a semicolon the mend."""


@dataclass(frozen=True, slots=True)
class PhoneCell:
    """A number, E.164. `extension`: what was written after it and cannot be dialled."""

    number: str
    extension: str


PHONE_LIKE = re.compile(r"\(?\d{3}\)?[\s./-]*\d{3}[\s./-]*\d{4}")


def read_phone(written: str, ordinary: str) -> PhoneCell:
    """A number of the US in any writing. Raises CellError saying why it is none that we may call; `ordinary`: which number to
    write instead of one that bills whoever calls it."""
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", written):
        raise CellError(f"{written!r} was shortened by the spreadsheet; format the column as text and write the number again")
    if len(PHONE_LIKE.findall(written)) > 1:
        raise CellError(f"{written[:60]!r} holds two numbers; write a row for each")
    bare, extension = _split(written.removesuffix(".0"))
    try:
        parsed = phonenumbers.parse(bare, "US")
    except phonenumbers.NumberParseException:
        raise CellError(f"{written[:60]!r} is no phone number; write it like 253-591-5100") from None
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if parsed.country_code != 1:
        raise CellError(f"{written[:60]!r} is abroad (+{parsed.country_code}); write a number of the US")
    if may_dial(number):
        return PhoneCell(number, extension)
    raise CellError(f"{written[:60]!r} {_why_not(parsed, number, ordinary)}")


def _split(written: str) -> tuple[str, str]:
    match = re.fullmatch(r"(?i)(.*?)[\s,;]*(?:extension|ext|x)\.?[\s:]*#?(\d+)\s*", written)
    return (match[1], match[2]) if match else (written, "")


def _why_not(parsed: phonenumbers.PhoneNumber, number: str, ordinary: str) -> str:
    digits = str(parsed.national_number)
    if len(digits) != 10:
        return f"has {len(digits)} digits; write all ten, like 253-591-5100"
    if digits.startswith("900") or digits[3:6] == "976":
        return f"bills whoever calls it; write {ordinary}"
    if not phonenumbers.is_valid_number(parsed):
        return "is not in use as a phone number; look it up again"
    region = phonenumbers.region_code_for_number(parsed)
    if region and region not in ("US", "PR", "GU", "VI", "AS", "MP"):
        return f"is abroad ({region}); write a number of the US"
    return f"is of a kind that may bill whoever calls it; write {ordinary}"


DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y")


def read_day(written: str, example: str) -> date:
    """A date as Americans and spreadsheets write it; `example`: what to write, "the last day of the term, like 12/31/2027".

    Raises CellError.
    """
    bare = re.sub(r"[ T]0?0:00(:00)?$", "", written.strip())
    for shape in DATE_FORMATS:
        try:
            day = datetime.strptime(bare, shape).date()
        except ValueError:
            continue
        if 2000 <= day.year < 2100:
            return day
        raise CellError(f"{written!r} is not in this century; write {example}")
    raise CellError(f"{written[:60]!r} is no date; write {example}")


def read_source_cell(written: str) -> str:
    """Where a row is from, an address or words. Raises CellError."""
    if len(written) > MAX_SOURCE:
        raise CellError(f"has {len(written)} characters; write at most {MAX_SOURCE}")
    if any(unicodedata.category(character).startswith("C") for character in written):
        raise CellError("has a control character in it; write it again")
    return written
