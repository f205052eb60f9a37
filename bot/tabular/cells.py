"""What a person may write into one cell of any list, and what it means: a phone number, a date, where a row is from. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

import phonenumbers

from bot.locale.flaws import Flaw, flaw
from bot.telephony import COUNTRY_OF, MAX_EXTENSION, Refusal, is_listed, split_extension, why_not_dial

MAX_SOURCE = 200


class CellError(ValueError):
    """What is wrong with a cell, and after a semicolon the mend. `found`: the same; a flaw can be said in any language."""

    def __init__(self, found: str | Flaw) -> None:
        super().__init__(found)
        self.found = found


class SpreadsheetError(ValueError):
    """A file that is no table at all. The message says what and the mend; `found`: as of a CellError."""

    def __init__(self, found: str | Flaw) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCell:
    """A number, E.164. extension: what is dialled once it is answered, "" for nothing; keys: what a menu there asks for, as
    read_keys() gives it. unlisted: it may be a number, but the library of numbers does not know its area code or exchange."""

    number: str
    extension: str = ""
    keys: str = ""
    unlisted: bool = False


PHONE_LIKE = re.compile(r"\(?\d{3}\)?[\s./-]*\d{3}[\s./-]*\d{4}")
UNLISTED = flaw("cell_unlisted")


# A number as a spreadsheet shows a long one in a narrow column: 1.25356E+10, or 1,25356E+10 where a comma parts the decimals.
SHORTENED = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?[eE]\+?[0-9]{1,3}")

MOST_PHONES = 4
SHORTEST = 7  # digits: what has fewer is the beginning of the next number, as "+1" is
_BETWEEN = re.compile(
    rf"(?:\s*[/;,|&]\s*|\s+(?:or|and|y|o)\s+|\s+)(?=(?:\+?1[\s.-]*)?{PHONE_LIKE.pattern}(?!\d))", re.IGNORECASE
)
_OFFICE = r"(?:office|off|main|work|city hall|telephone|tel|phone|ph|direct|oficina|tel[eé]fono)"
_CALLED = re.compile(rf"^{_OFFICE}\.?\s*:?\s*(?=[+(\d])|(?:\s+|\s*[(\[]){_OFFICE}\.?[)\]]?:?$", re.IGNORECASE)
_NO_OFFICE = re.compile(r"\b(?:cell|cellular|mobile|home|fax|personal|m[oó]vil|celular|casa)\b", re.IGNORECASE)


def read_phones(written: str, ordinary: str | Flaw) -> tuple[PhoneCell, ...]:
    """All the numbers in a cell, each once, as read_phone() reads one: "253-555-0111 / 253-555-0112". Raises CellError."""
    if found := _NO_OFFICE.search(written):
        raise CellError(flaw("cell_no_office", given=_quoted(written), word=found[0], ordinary=ordinary))
    numbers: list[str] = []
    for part in _BETWEEN.split(written.strip(" /;,|")):
        if numbers and sum(map(str.isdigit, numbers[-1])) < SHORTEST:
            numbers[-1] += f" {part}"
        else:
            numbers.append(part)
    if len(numbers) > MOST_PHONES:
        raise CellError(flaw("cell_many_phones", number=len(numbers), most=MOST_PHONES))
    return tuple(dict.fromkeys(read_phone(_CALLED.sub("", number.strip()), ordinary) for number in numbers))


def read_phone(written: str, ordinary: str | Flaw) -> PhoneCell:
    """A number of the US in any writing. Raises CellError saying why it is none that we may call; `ordinary`: which number to
    write instead of one that bills whoever calls it."""
    if SHORTENED.fullmatch(written):
        raise CellError(flaw("cell_shortened", given=_quoted(written)))
    if len(PHONE_LIKE.findall(written)) > 1:
        raise CellError(flaw("cell_two_phones", given=_quoted(written)))
    parsed, extension, keys = _parts(written)
    number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    if parsed.country_code != 1:
        raise CellError(flaw("cell_abroad", given=_quoted(written), country=f"+{parsed.country_code}"))
    if why := why_not_dial(number):
        raise CellError(_why_not(why, number, _quoted(written), ordinary))
    if len(extension) > MAX_EXTENSION:
        raise CellError(flaw("cell_extension_long", extension=extension[:20], number=len(extension), most=MAX_EXTENSION))
    return PhoneCell(number=number, extension=extension, keys=keys, unlisted=not is_listed(number))


def _quoted(written: str) -> str:
    return repr(written[:60])


def _parts(written: str) -> tuple[phonenumbers.PhoneNumber, str, str]:
    """The number in a cell, its extension and the keys of a menu, "" for none. Raises CellError for what is more."""
    bare, extension, after = split_extension(written.removesuffix(".0"))
    if not extension and (found := _KEYS_AFTER.search(bare)):
        bare, after = bare[: found.start()], found[0]
    try:
        parsed = phonenumbers.parse(bare, "US")
    except phonenumbers.NumberParseException:
        raise CellError(flaw("cell_no_phone", given=_quoted(written))) from None
    extension = extension or parsed.extension or ""  # in a spelling that only the library knows
    keys = read_keys(after.strip(" ,;.()[]-")) if _KEYS_AFTER.match(f" {after}") else ""
    if (after and not keys) or (not extension and _WORDS_AFTER.fullmatch(bare)):
        raise CellError(flaw("cell_more_than_phone", given=_quoted(written)))
    return parsed, extension, keys


_WORDS_AFTER = re.compile(r"(?:\D*[0-9]){10}.*[^\W\d_].*", re.DOTALL)
_PRESS = r"(?:press|dial|push|select|choose|option|opt\.?|menu|key|oprima|marque|pulse|presione|opci[oó]n)"
_KEYS_AFTER = re.compile(rf"[\s,;.(/\[-]+(?:(?:then|and|y)\s+)*{_PRESS}\b.*$", re.IGNORECASE | re.DOTALL)
_KEY = rf"(?:{_PRESS}[\s:]*)*([0-9#])"
_KEYS = re.compile(
    rf"(?:(?:then|and|y)\s+)*{_KEY}(?:[\s,;/+>-]*(?:and |then |y |luego |after that )*{_KEY})*"
    r"(?:\s+(?:for|to|if|para|si)\s[^0-9#*]*)?\.?",
    re.IGNORECASE,
)
MAX_KEYS = 4


def read_keys(written: str) -> str:
    """The keys to press in a phone menu, one after the other with a space between: "2 1" of "press 2, then 1".

    What they are for need not be said: whoever calls knows whom they want. Raises CellError.
    """
    bare = " ".join(unicodedata.normalize("NFKC", written).removesuffix(".0").split())
    bare = re.sub(r"#(?=[0-9])", "", bare)  # "option #2"
    keys = re.findall(r"[0-9#]", bare)
    if not _KEYS.fullmatch(bare):
        raise CellError(flaw("cell_no_keys", given=_quoted(written)))
    if len(keys) > MAX_KEYS:
        raise CellError(flaw("cell_many_keys", number=len(keys), most=MAX_KEYS))
    return " ".join(keys)


def _why_not(why: Refusal, number: str, given: str, ordinary: str | Flaw) -> Flaw:
    digits = number.removeprefix("+1")
    match why:
        case "abroad":
            return flaw("cell_abroad", given=given, country=COUNTRY_OF[digits[:3]])
        case "premium":
            return flaw("cell_bills", given=given, ordinary=ordinary)
        case "billed":
            return flaw("cell_may_bill", given=given, ordinary=ordinary)
    if len(digits) != 10:
        return flaw("cell_digits", given=given, number=len(digits))
    return flaw("cell_unused", given=given)


DATE_FORMATS = (
    *("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y"),
    *("%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%B %d %Y", "%b %d %Y", "%A, %B %d, %Y", "%a, %d %b %Y"),
)
MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?$")


def read_day(written: str, example: str | Flaw) -> date:
    """A date as Americans and spreadsheets write it; `example`: what to write, "the last day of the term, like 12/31/2027".

    Raises CellError.
    """
    day = _day(MIDNIGHT.sub("", written.strip()))
    if day is None:
        raise CellError(flaw("cell_no_date", given=_quoted(written), example=example))
    if not 2000 <= day.year < 2100:
        raise CellError(flaw("cell_century", given=repr(written), example=example))
    return day


def _day(bare: str) -> date | None:
    bare = re.sub(r"\bSept\b", "Sep", bare)
    for shape in DATE_FORMATS:
        try:
            return datetime.strptime(bare, shape).date()
        except ValueError:
            continue
    return None


# Hours from UTC of the zones that Americans write behind a time.
_ZONES = {"E": -5, "C": -6, "M": -7, "P": -8, "AK": -9, "H": -10}
ZONES = {
    **dict.fromkeys(("UTC", "GMT", "Z"), 0),
    **{f"{zone}ST": hours for zone, hours in _ZONES.items()},
    **{f"{zone}DT": hours + 1 for zone, hours in _ZONES.items()},
}
_CLOCK = re.compile(
    r"(?:[T\s]|,\s)\s*(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?)?"
    rf"(?:\s*(?P<zone>{'|'.join(ZONES)}))?(?:\s*(?P<ahead>[+-])(?P<hours>\d{{1,2}}):?(?P<minutes>\d\d)?)?$",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
FIRST_DAY = datetime(1899, 12, 30)  # of spreadsheets, which write a date that has no format as days since


def read_moment(written: str, example: str | Flaw) -> datetime:
    """A day, or a day with a clock, as spreadsheets and other programs write it; with a zone where one is written. A day
    without a clock is its first moment. Raises CellError."""
    bare = " ".join(written.split())
    if _SERIAL.fullmatch(bare):
        at: datetime | None = FIRST_DAY + timedelta(seconds=round(float(bare.replace(",", ".")) * 86_400))
    else:
        try:
            at = datetime.fromisoformat(bare)
        except ValueError:
            at = _moment(bare)
    if at is None:
        raise CellError(flaw("cell_no_date", given=_quoted(written), example=example))
    if at.year < 2000 or (_SERIAL.fullmatch(bare) and at.year >= 2100):
        raise CellError(flaw("cell_century", given=repr(written), example=example))
    return at


def _moment(bare: str) -> datetime | None:
    clock = _CLOCK.search(bare)
    day = _day(bare[: clock.start()] if clock else bare)
    if day is None:
        return None
    if clock is None:
        return datetime(day.year, day.month, day.day)
    hour, half = int(clock["hour"]), (clock["half"] or "").casefold()
    if half:
        hour = hour % 12 + 12 * (half == "p") if 1 <= hour <= 12 else 24
    try:
        return datetime(
            day.year, day.month, day.day, hour, int(clock["minute"]), int(clock["second"] or 0), tzinfo=_zone(clock)
        )
    except ValueError:
        return None


def _zone(clock: re.Match[str]) -> tzinfo | None:
    if not clock["zone"] and not clock["ahead"]:
        return None
    ahead = timedelta(hours=int(clock["hours"] or 0), minutes=int(clock["minutes"] or 0))
    named = timedelta(hours=ZONES[clock["zone"].upper()]) if clock["zone"] else timedelta()
    return timezone(named + (-ahead if clock["ahead"] == "-" else ahead))


def read_source_cell(written: str) -> str:
    """Where a row is from, an address or words. Raises CellError."""
    if len(written) > MAX_SOURCE:
        raise CellError(flaw("cell_long", number=len(written), most=MAX_SOURCE))
    if any(unicodedata.category(character).startswith("C") for character in written):
        raise CellError(flaw("cell_control"))
    return written


# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def defused(cell: str) -> str:
    """A cell for a file that a spreadsheet opens: one that would be a formula is text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
