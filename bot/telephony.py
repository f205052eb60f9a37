"""What SMS and voice can carry: segments, plain characters, spoken digits, numbers that may be dialled. No I/O, no provider."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers

Channel = Literal["sms", "voice"]
CHANNELS: tuple[Channel, ...] = ("sms", "voice")

# What every provider takes that we know of.
MAX_MESSAGES = 10  # as the reply to one text
MAX_CHARACTERS = 1600  # in one message
MICROS = 1_000_000  # in a dollar
SEGMENTS_TOGETHER = 3  # longer ones are cut or dropped by some carriers and phones

# 3GPP TS 23.038, the default alphabet and its extension table.
GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")

SMS_ALPHABET = GSM7 | GSM7_EXTENSION

# What a phone keyboard or an editor puts in and GSM-7 lacks. One of these alone would more than double the price of a text.
PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": ",", "‛": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "…": "...", "•": "-", "·": "-", "\t": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\ufeff": "",
        "ª": "a", "º": "o",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """How a text travels: `count` parts, `units` septets (GSM-7) or 16-bit units (UCS-2), and which of the two."""

    count: int
    units: int
    encoding: Literal["GSM-7", "UCS-2"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message says: its words, and the https addresses of pictures that come with them. A call has neither."""

    text: str = ""
    media: tuple[str, ...] = ()

    @property
    def segments(self) -> int:
        """The parts it is billed and sent in as a text; a picture message has none."""
        return 0 if self.media else count_segments(self.text).count


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What messages cost: so many segments of texts, so many picture messages, and money in micros, millionths of a dollar.
    Nothing is reckoned in dollars."""

    segments: int
    micros: int
    pictures: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            segments=self.segments + other.segments,
            micros=self.micros + other.micros,
            pictures=self.pictures + other.pictures,
        )

    @property
    def dollars(self) -> float:
        """For people to read."""
        return in_dollars(self.micros)


FREE = Cost(segments=0, micros=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What one segment of a text costs, and one picture message, however long its words are; in millionths of a dollar."""

    segment_micros: int
    picture_micros: int

    def of_segments(self, segments: int) -> Cost:
        """What texts of so many segments in all cost."""
        return Cost(segments=segments, micros=segments * self.segment_micros)

    def of_pictures(self, pictures: int) -> Cost:
        """What so many picture messages cost."""
        return Cost(segments=0, micros=pictures * self.picture_micros, pictures=pictures)

    def of(self, content: Content) -> Cost:
        """What one message costs."""
        return self.of_pictures(1) if content.media else self.of_segments(content.segments)


def in_micros(dollars: float) -> int:
    """Dollars, as people write them in settings, in millionths."""
    return round(dollars * MICROS)


def in_dollars(micros: int) -> float:
    """Millionths of a dollar as people read them."""
    return micros / MICROS


def count_segments(text: str) -> Segments:
    """The parts an SMS is billed and sent in; a two-unit character never straddles two parts (3GPP TS 23.040)."""
    if GSM7.issuperset(text):  # nearly all are, and then nothing can straddle
        return Segments(count=-(-len(text) // (160 if len(text) <= 160 else 153)), units=len(text), encoding="GSM-7")
    if SMS_ALPHABET.issuperset(text):
        widths = [2 if character in GSM7_EXTENSION else 1 for character in text]
        single, part = 160, 153
        encoding: Literal["GSM-7", "UCS-2"] = "GSM-7"
    else:
        widths = [2 if ord(character) > 0xFFFF else 1 for character in text]
        single, part = 70, 67
        encoding = "UCS-2"
    units = sum(widths)
    if units <= single:
        return Segments(count=1 if units else 0, units=units, encoding=encoding)
    count, room = 1, part
    for width in widths:
        if width > room:
            count, room = count + 1, part
        room -= width
    return Segments(count=count, units=units, encoding=encoding)


def sms_text(text: str) -> str:
    """The text as SMS sends it: smart punctuation made plain, and the accents GSM-7 lacks taken away (á -> a; é ñ ü ¿ stay).

    A Spanish script of three parts would otherwise need seven. What has no plain form (an emoji) stays as it is.
    """
    if SMS_ALPHABET.issuperset(text):
        return text  # nearly all are
    text = unicodedata.normalize("NFC", text).translate(PLAIN)
    return text if SMS_ALPHABET.issuperset(text) else "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character in SMS_ALPHABET:
        return character
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    return bare if bare and all(c in GSM7 for c in bare) else character


def split_text(text: str) -> list[str]:
    """A text as message bodies: plain characters, parted at lines, else between words, where it is longer than one may be."""
    rest = sms_text(text).strip()
    if len(rest) <= MAX_CHARACTERS:
        return [rest] if rest else []
    # A number with its extension stays in one piece.
    rest = NUMBER_IN_TEXT.sub(lambda number: number[0].replace(" ", _HELD), rest)
    return [part.replace(_HELD, " ") for part in _split(rest)]


_HELD = "\ue000"  # a space that is no place to part a text: no character that anybody writes


def _split(rest: str) -> list[str]:
    parts: list[str] = []
    while rest and len(parts) < MAX_MESSAGES:
        if len(rest) <= MAX_CHARACTERS:
            return [*parts, rest]
        cuts = (rest.rfind(space, 1, MAX_CHARACTERS + 1) for space in "\n ")
        cut = next((cut for cut in cuts if cut > 0), MAX_CHARACTERS)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return parts


def join_texts(said: Sequence[str]) -> list[str]:
    """What is said as message bodies: put together while that makes no more than three segments, never more than ten.

    Two messages may arrive in the wrong order, so there are as few as fit well.
    """
    joined: list[str] = []
    for text in said:
        together = f"{joined[-1]}\n\n{text}" if joined else text
        if joined and count_segments(sms_text(together)).count <= SEGMENTS_TOGETHER:
            joined[-1] = together
        else:
            joined.append(text)
    return [body for text in joined for body in split_text(text)][:MAX_MESSAGES]


def spoken_digits(digits: str) -> str:
    """Digits as a voice should read them, one by one: "98402" -> "9 8 4 0 2"."""
    return " ".join(character for character in digits if character.isdigit())


def to_e164(number: str) -> str | None:
    """A subscriber's number as E.164, or None for what is not one (withheld, short codes, SIP names)."""
    if NORTH_AMERICAN.fullmatch(number):
        return number  # nearly all are, and the library would say the same
    if not number.startswith("+"):
        return None
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def read_number(said: str) -> str | None:
    """A number as people write it ("253-555-0100", "(253) 555-0100", "+1 253 ..."), as E.164; None for what is none."""
    digits = "".join(character for character in said if character.isdigit())
    return to_e164(said) or to_e164(f"+{digits}" if said.strip().startswith("+") else f"+1{digits.removeprefix('1')}")


# --- Which numbers may be dialled ---------------------------------------------------------------------------------------

# +1 is shared by twenty countries, and a call into another than ours may cost the organization dollars a minute. Area codes
# by country. Sources: NANPA, "Central Office Code" and "NPA" reports (https://www.nanpa.com/reports); for Canada CNAC,
# "NPA codes" (https://cnac.ca/npa_codes/npa_codes.htm), its non-geographic codes 600, 622, 633 ... among them.
ABROAD: Mapping[str, frozenset[str]] = {
    country: frozenset(codes.split())
    for country, codes in {
        "AG": "268",
        "AI": "264",
        "BB": "246",
        "BM": "441",
        "BS": "242",
        "CA": "204 226 236 249 250 257 263 273 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 468 474 506 "
        "514 519 548 579 581 584 587 600 604 613 622 633 639 644 647 655 672 677 683 688 705 709 742 753 778 780 782 807 819 "
        "825 867 873 879 902 905 942",
        "DM": "767",
        "DO": "809 829 849",
        "GD": "473",
        "JM": "658 876",
        "KN": "869",
        "KY": "345",
        "LC": "758",
        "MS": "664",
        "SX": "721",
        "TC": "649",
        "TT": "868",
        "VC": "784",
        "VG": "284",
    }.items()
}
COUNTRY_OF: Mapping[str, str] = {code: country for country, codes in ABROAD.items() for code in codes}
# Premium rate: a code, and an exchange in every code. Source: NANPA; 47 CFR 64.1501.
PREMIUM_AREA, PREMIUM_EXCHANGE = "900", "976"
# Codes of no place that may bill whoever calls: personal numbers (500, 52X ...), which ring wherever their owner is, at the
# price of their owner's carrier; a carrier's own services (700); of the government (710). Source: NANPA, "Non-geographic NPAs".
BILLED = frozenset(
    {
        "500",
        "521",
        "522",
        "523",
        "524",
        "525",
        "526",
        "527",
        "528",
        "529",
        "532",
        "533",
        "544",
        "566",
        "577",
        "588",
        "700",
        "710",
    }
)
DIRECTORY_ASSISTANCE = "5551212"
# No area codes: services of three digits (911), and 555, which only forged and invented numbers begin with. Source: NANPA.
NO_AREA_CODE = frozenset({"211", "311", "411", "511", "555", "611", "711", "811", "911"})
# Belong to no place, and the other end pays. Source: 47 CFR 52.101, NANPA.
TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})

Refusal = Literal["", "no_number", "abroad", "premium", "billed"]
NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{9}")
DIALLABLE = re.compile(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}")


# Lines and callers are asked about again and again. There are 9,531 lines.
@lru_cache(maxsize=16_384)
def why_not_dial(phone: str) -> Refusal:
    """Why no call may be placed to this number, "" where one may: it is none of North America, is abroad, or bills the caller.

    A library's list of area codes and exchanges in use is months old, and codes are opened every month: whatever may be a
    number of ours is let through. Whether it is in service the carrier knows, and tells (the provider's table of errors).
    """
    area, local = phone[2:5], phone[5:]
    if not DIALLABLE.fullmatch(phone) or area in NO_AREA_CODE:
        return "no_number"
    if area in COUNTRY_OF:
        return "abroad"
    if area == PREMIUM_AREA or local.startswith(PREMIUM_EXCHANGE):
        return "premium"
    return "billed" if area in BILLED or (local == DIRECTORY_ASSISTANCE and area not in TOLL_FREE) else ""


def may_dial(phone: str) -> bool:
    """May a call be placed to this number? Those of the US and its territories; never one that bills the caller."""
    return not why_not_dial(phone)


# To look a number up takes the library 35 microseconds, and an update checks the same ones for each source.
@lru_cache(maxsize=16_384)
def is_listed(phone: str) -> bool:
    """Does the library know the area code and the exchange of a number that may be dialled? It is behind by months."""
    return phonenumbers.is_valid_number(phonenumbers.parse(phone))


# --- Extensions ---------------------------------------------------------------------------------------------------------

MAX_EXTENSION = 5  # digits: longer ones are no extensions as a rule, and a line is kept in sixteen characters
# Ten digits, perhaps after a 1, and what is left.
_TEN_DIGITS = re.compile(r"(\D*(?:1\D{0,3})?[0-9](?:\D{0,4}[0-9]){9})(.*)", re.DOTALL)
# In English and in Spanish, in a link (";ext=4"), and as phones keep a pause (",4", "p4").
_WORD = r"(?:then |and )?(?:dial |enter |press )?(?:at )?(?:extensi[oó]n|extn|exten|ext|x|×|interno|int|anexo)"
_NUMBER_SIGN = r"[\s.:=#(-]*(?:(?:number|número|no|n)[.\s]+)?"
_EXTENSION = re.compile(
    rf"[\s.,;:/()\[-]*(?:{_WORD}{_NUMBER_SIGN}|[#,;]+[\s#]*|[pw])([0-9]+)\b[)\]#]*[\s,;.]*(.*)", re.IGNORECASE | re.DOTALL
)


def split_extension(written: str) -> tuple[str, str, str]:
    """A number as written, without its extension; the extension's digits, "" for none; and what is written after it.

    "253-591-5100 ext. 4, press 2" -> ("253-591-5100", "4", "press 2").
    """
    written = unicodedata.normalize("NFKC", written)
    number = _TEN_DIGITS.fullmatch(written)
    found = _EXTENSION.fullmatch(number[2]) if number else None
    return (number[1], found[1], found[2].strip()) if number and found else (written, "", "")


# A number that stands in a sentence, with its extension.
NUMBER_IN_TEXT = re.compile(
    r"(?<![\w+.-])(?:\+?1[ .-]?)?(?:\(([2-9][0-9]{2})\) ?|([2-9][0-9]{2})[ .-]?)([2-9][0-9]{2})[ .-]?([0-9]{4})"
    r"(?:(?:[ ,(]*(?:extensi[oó]n|ext\.?|x)[ ]?|,)([0-9]{1,5})\b)?(?![\w-])",
    re.IGNORECASE,
)


def line_in_text(number: re.Match[str]) -> str:
    """The id of the line that NUMBER_IN_TEXT has found."""
    return line_id(f"+1{number[1] or number[2]}{number[3]}{number[4]}", number[5] or "")


def line_id(phone: str, extension: str = "") -> str:
    """A line's id: its number, E.164; with an extension its ten digits, x and the extension ("2535915100x4")."""
    return f"{phone.removeprefix('+1')}x{extension}" if extension else phone


def split_line(line: str) -> tuple[str, str]:
    """A line's number, E.164, and its extension, "" for none, of its id."""
    number, _, extension = line.partition("x")
    return (f"+1{number}", extension) if extension else (line, "")


def may_dial_line(line: str) -> bool:
    """May the line with this id be dialled? Only keys are sent after the number."""
    phone, extension = split_line(line)
    return may_dial(phone) and (
        "x" not in line or (extension.isascii() and extension.isdecimal() and len(extension) <= MAX_EXTENSION)
    )


def readable_phone(line: str) -> str:
    """A number, or a line's id, as Americans write it: "253-591-5100", "253-591-5100 ext. 4"; other countries keep the plus."""
    phone, extension = split_line(line)
    digits = phone.removeprefix("+1")
    number = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if phone.startswith("+1") and len(digits) == 10 else phone
    return f"{number} ext. {extension}" if extension else number


@lru_cache(maxsize=16_384)
def country_of(phone: str) -> str:
    """The country of an E.164 number by its code of two letters, "001" for none: "US" for the territories too, and for area
    codes that nobody knows yet."""
    if phone.startswith("+1"):
        return COUNTRY_OF.get(phone[2:5], "US")
    return phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or "001"


def masked_phone(phone: str) -> str:
    """A person's number as lists show it, with its last digits alone: "(253) ···-0142"."""
    digits = phone.removeprefix("+1")
    area = f"({digits[:3]}) " if phone.startswith("+1") and len(digits) == 10 else ""
    return f"{area}···-{digits[-4:]}"


def tel_link(line: str) -> str:
    """Where a page links for a call to a number or a line: a phone pauses at the comma, then dials the extension."""
    phone, extension = split_line(line)
    return f"tel:{phone},{extension}" if extension else f"tel:{phone}"
