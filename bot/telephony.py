"""What SMS and voice can carry: segments, plain characters, spoken digits, numbers that may be dialled. No I/O, no provider."""

import re
import unicodedata
from collections.abc import Sequence
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


# Lines and callers are asked about again and again, and an answer costs a tenth of a turn. There are 9,531 lines.
@lru_cache(maxsize=16_384)
def may_dial(phone: str) -> bool:
    """May a call be placed to this number? Valid ones of the US and its territories; never one that bills the caller."""
    if not NORTH_AMERICAN.fullmatch(phone) or phone[2:5] == "900" or phone[5:8] == "976":
        return False
    if phone[2:5] in NEW_AREA_CODES:
        return phone[5] not in "01"
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(parsed)
    return phonenumbers.is_valid_number(parsed) and kind not in BILLED and _is_american(parsed)


NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{9}")
# Of states, and assigned after the library's tables were made, by which no number of theirs is valid. Source: NANPA. A test
# tells when the library knows one of them, to be taken out here.
NEW_AREA_CODES = frozenset({"357", "436", "457", "471", "483", "621", "624", "679", "837", "861", "924"})
_Kind = phonenumbers.PhoneNumberType
# Personal numbers (500, 533 ...) ring wherever their owner is, at their owner's carrier's price.
BILLED = frozenset({_Kind.PREMIUM_RATE, _Kind.SHARED_COST, _Kind.PERSONAL_NUMBER})
AMERICAN = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})


def _is_american(number: phonenumbers.PhoneNumber) -> bool:
    # +1 is shared with Canada and the Caribbean, where a call may cost the organization dollars a minute.
    region = phonenumbers.region_code_for_number(number)
    return region in AMERICAN or phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE


def readable_phone(phone: str) -> str:
    """E.164 as Americans write it: "+12535915100" -> "253-591-5100"; other countries keep the plus."""
    digits = phone.removeprefix("+1")
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if phone.startswith("+1") and len(digits) == 10 else phone
