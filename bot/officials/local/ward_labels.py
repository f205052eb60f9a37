"""A council district as cities write it: "WARD 3", "Third Ward", "10 (East Side)", "District 1 Position A", "At-Large 2". Pure.

What could be two things is refused with the ways to write each: a wrong district names a wrong official.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.locale.flaws import flaw
from bot.officials.local.office_names import TITLE, title_named
from bot.reading.answers import plain_text
from bot.reading.district_numbers import ROMAN, read_district_number
from bot.tabular.cells import CellError

MAX_WARD, MAX_NAMES, MOST_DIGITS = 20, 40, 3
EVERYBODY = frozenset({"al", "all", "none", "n a", "large"})
AT_LARGE = re.compile(
    r"\b(?:at ?(?:large|lg|lrg)|(?:city|town|village|county|borough) ?wide|(?:whole|entire) (?:city|town)|"
    r"(?:por )?toda la ciudad)\b(?: seat)?"
)
_DISTRICT = r"(?:district|dist|dst|ward|wd|precinct|pct|distrito)s?"
_KIND = rf"(?:{_DISTRICT}|zone|zona|area|region|section|sector|borough|barrio)"
_COUNCIL = (
    r"(?:city|town|county|parish|council|councilmanic|aldermanic|supervisor(?:y|ial)|municipal|commission|concejo|del|de)"
)
_ALONE = re.compile(rf"(?:(?:the|{_COUNCIL})(?: |$))+")
_BEFORE = re.compile(rf"(?:(?:the|for|of) )*(?:{_COUNCIL} )*{_KIND}\b(?: (?:no|num|number|nro|numero|of|the|del?)\b)*")
_BEHIND = re.compile(rf"(?:\b{_COUNCIL} )*\b{_DISTRICT}$")
_NUMBER_WORD = re.compile(r"^(?:(?:city )?council |no |num |number |nro |numero )+(?=\S+$)")
# Which of the seats of a district, or of the whole place.
SEAT = re.compile(
    r"\b(?P<kind>position|pos|posicion|place|pl|seat|escano|puesto|post|division|group|office)"
    r"(?: (?:no|num|number))? (?P<seat>[0-9]{1,2}|[a-z]|[ivx]{2,4}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
)
# In the council tables, too, a seat that is no division's is one of the whole place.
SEATS_OF_ALL = frozenset({"position", "pos", "posicion", "place", "pl", "seat", "escano", "puesto"})
PARTY = re.compile(
    r"[drigl]|dem(?:ocrat(?:ic)?)?|rep(?:ublican)?|ind(?:ependent)?|gop|dfl|green|libertarian|non ?partisan|np|wfp"
)
REMARK = re.compile(
    r"vacant|vacancy|vacante|appointed|interim|acting|incumbent|elected|member|unexpired(?: term)?|(?:full|partial) term|"
    r"(?:(?:city|town|village|county) )?council|(?:city|town|county) commission|(?:town|village|select|county) ?board|"
    r"board of (?:county )?\w+"
)
_JOINED = re.compile(r"(?:d|w|cd|wd|dist|ward|district) ?0*(?P<number>[0-9]{1,3})")
OWN = re.compile(r"[0-9]{1,2}[a-z]")  # "2A", as people say it
UNKNOWN = frozenset({"unknown", "tbd", "tba", "pending", "open", "various", "multiple", "other", "desconocido", "varios"})
MAYBE_ROMAN = {"I": "1", "V": "5", "X": "10"}


Script = Literal["", "roman", "letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WardLabel:
    """What a cell says of a district. ward: what people answer, "" for the whole place. names: what else the ward is called.
    seat: which of several seats, "" where that is not said; alone: a seat without a district, read as one of the whole place.
    title: what its holder is called, as we say it. script: was the ward a Roman numeral, or said to be a letter?
    """

    ward: str = ""
    names: str = ""
    seat: str = ""
    alone: bool = False
    title: str = ""
    script: Script = ""


@dataclass(slots=True)
class _Found:
    """What was found in the parts of a label so far. numbered: is the ward called one in words?"""

    written: str
    at_large: bool = False
    numbered: bool = False
    script: Script = ""
    wards: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    seats: list[tuple[str, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def error(self, code: str, **values: str | int) -> CellError:
        return CellError(flaw(code, given=repr(self.written[:60]), **values))


def read_label(written: str) -> WardLabel:
    """A district with all that is written beside it. Raises CellError with the ways to write what it may mean."""
    text = re.sub(r"^([0-9]+)\.0$", r"\1", unicodedata.normalize("NFKC", written).strip())  # a spreadsheet's number
    found = _Found(written)
    text = re.sub(r"(?i)\bn[°º]", "no ", text)
    if not re.fullmatch(r"[a-z0-9 ]+", plain_text(text)) or plain_text(text) in UNKNOWN:
        raise found.error("ward_no")
    if plain_text(text) in EVERYBODY:
        return WardLabel()
    for part, aside in _parts(text):
        _read_part(part, aside, found)
    return _label(found)


def read_ward(written: str) -> str:
    """A ward's number, letter or name: "4" of "District 4", "4th", "#04"; "" for at large. Raises CellError."""
    return read_label(written).ward


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a label, each with whether it stands in brackets or quotation marks."""
    for place, piece in enumerate(re.split(r"[(\[\"“]([^()\[\]\"“”]*)[)\]\"”]", text)):
        for part in re.split(r"\s+[-–−]+\s*|[-–−]+\s+|[—,;:/|]", piece):
            if plain_text(part):
                yield part, place % 2 == 1


def _read_part(part: str, aside: bool, found: _Found) -> None:
    words = plain_text(part)
    if REMARK.fullmatch(words) or (PARTY.fullmatch(words) and (aside or len(words) > 1)):
        return
    if title := title_named(words):
        found.titles.append(title)
        return
    rest, large = AT_LARGE.subn(" ", words)
    found.at_large |= large > 0
    rest, title = _without_title(rest)
    rest = _without_seats(rest, found)
    rest, kind = _without_kind(" ".join(rest.split()))
    if title:
        found.titles.append(title)
    if not rest or ((large or found.seats) and (REMARK.fullmatch(rest) or _ALONE.fullmatch(rest))):
        return
    ward = _ward_named(rest, found)
    if ward and title and not kind and ward.isdecimal():
        raise found.error("ward_or_seat", seat=ward)
    if ward:
        found.wards.append(ward)
        found.numbered |= kind
    elif title and not kind:
        raise found.error("ward_and_title")
    else:
        whole = rest == words and not part.strip().isupper()
        found.names.append(" ".join(part.split()) if whole else rest.title())


def _without_title(words: str) -> tuple[str, str]:
    """Words without the title in them, and the title."""
    match = re.search(rf"\b(?:{TITLE.pattern})\b(?= |$)", words)
    if match is None:
        return words, ""
    return words[: match.start()] + words[match.end() :], title_named(match[0])


def _without_seats(words: str, found: _Found) -> str:
    for match in SEAT.finditer(words):
        found.seats.append((match["kind"], read_district_number([match["seat"]]) or match["seat"].upper()))
    return SEAT.sub(" ", words)


def _without_kind(words: str) -> tuple[str, bool]:
    """Words without what a district is called in this place, and whether that was there."""
    bare = _BEHIND.sub("", words).strip()
    if before := _BEFORE.match(bare):
        bare = bare[before.end() :].strip()
    bare = re.sub(r"^(?:the|letter|letra) (?=\S)", "", bare)
    kind = bare != words
    return _NUMBER_WORD.sub("", bare), kind


def _ward_named(words: str, found: _Found) -> str:
    """The ward's number, or its letter; "" for a name. Raises CellError for what may be several things."""
    if number := read_district_number(words.split()):
        found.script = "roman" if ROMAN.fullmatch(words) else found.script
        if len(number) > MOST_DIGITS:
            raise found.error("ward_no")
        if number == "0":
            raise CellError(flaw("ward_zero"))
        return number
    if joined := _JOINED.fullmatch(words):
        return str(int(joined["number"]))
    if len(words) == 1:
        if words.upper() not in MAYBE_ROMAN or re.search(r"\b(?:letter|letra)\b", plain_text(found.written)):
            found.script = "letter"
        return words.upper()
    if OWN.fullmatch(words):
        return words.upper()
    *before, last = words.split()
    if len(last) == 1 and last.isalpha() and (number := read_district_number(before)):
        raise found.error("ward_own_or_part", number=number, letter=last.upper())
    if any(map(str.isdigit, words)):
        raise found.error("ward_more")
    return ""


def _label(found: _Found) -> WardLabel:
    """What the parts amount to. Raises CellError where they do not fit together."""
    wards, names = list(dict.fromkeys(found.wards)), list(dict.fromkeys(found.names))
    title = next(iter(found.titles), "")
    seats = list(dict.fromkeys(found.seats))
    if len(wards) == 2 and wards[0].isdecimal() and len(wards[1]) == 1 and wards[1].isalpha() and not found.at_large:
        raise found.error("ward_own_or_part", number=wards[0], letter=wards[1])
    if len(wards) > 1 or len(seats) > 1:
        raise found.error("ward_several")
    if found.at_large:
        if names or (wards and (found.numbered or seats)):
            raise found.error("ward_and_large")
        return WardLabel(seat=wards[0] if wards else seats[0][1] if seats else "", title=title)
    if not wards and not names:
        return _seat_alone(found, seats, title)
    ward = wards[0] if wards else _name(plain_text(names.pop(0)))
    if len(ward) > MAX_WARD:
        raise found.error("ward_no")
    if len(", ".join(names)) > MAX_NAMES:
        raise found.error("ward_names_long", most=MAX_NAMES)
    return WardLabel(ward=ward, names=", ".join(names), seat=seats[0][1] if seats else "", title=title, script=found.script)


def _name(words: str) -> str:
    """A ward's name as it is shown: "North", but "NE"."""
    return words.upper() if len(words) <= len("N E") else words.title()


def _seat_alone(found: _Found, seats: list[tuple[str, str]], title: str) -> WardLabel:
    if not seats:
        raise found.error("ward_no")
    kind, seat = seats[0]
    if kind not in SEATS_OF_ALL:
        raise found.error("ward_or_seat", seat=seat)
    return WardLabel(seat=seat, alone=True, title=title)


def settle_script(label: WardLabel, scripts: Collection[Script]) -> WardLabel:
    """A label whose ward is I, V or X, by the scripts of its council's labels: a number among numerals, a letter among letters.

    Raises CellError where they do not tell.
    """
    number = MAYBE_ROMAN.get(label.ward, "")
    if not number or label.script:
        return label
    if ("roman" in scripts) == ("letter" in scripts):
        raise CellError(flaw("ward_letter_or_number", given=repr(label.ward), number=number, letter=label.ward))
    return label if "letter" in scripts else replace(label, ward=number)
