"""Numbers of districts as people say and write them: "4th", "Fourth", "IV", "twenty-first", "cuarto". Pure."""

import re
from collections.abc import Sequence

from bot.reading.spoken_digits import TENS, read_spoken_number

UNITS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "primer": 1, "primero": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3,
    "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6, "septimo": 7, "septima": 7,
    "octavo": 8, "octava": 8, "noveno": 9, "novena": 9, "decimo": 10, "decima": 10,
}  # fmt: skip
ORDINALS = UNITS | {
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
}  # fmt: skip
DIGITS = re.compile(r"0*([0-9]{1,3})(?:st|nd|rd|th|er|ro|do|to)?")
# One letter is a letter: whether "Ward I" is the first is told by the labels beside it.
ROMAN = re.compile(r"(?=[ivxl]{2})(?:xl|l|x{0,3})(?:ix|iv|v?i{0,3})")
ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}
MOST = 50  # wards of the city that has most


def read_district_number(words: Sequence[str]) -> str:
    """The number that plain words are and nothing else, as digits; "" for all else.

    A letter alone is none, so that "D" and "I" stay what districts are called.
    """
    match words:
        case [word] if digits := DIGITS.fullmatch(word):
            return digits[1]
        case [word] if word in ORDINALS:
            return str(ORDINALS[word])
        case [word] if ROMAN.fullmatch(word) and roman_number(word) <= MOST:
            return str(roman_number(word))
        case [tens, unit] if tens in TENS and UNITS.get(unit, 10) < 10:
            return str(10 * int(TENS[tens]) + UNITS[unit])
    return read_spoken_number(words) or ""


def roman_number(word: str) -> int:
    """What a Roman numeral in small letters amounts to."""
    values = [ROMAN_DIGITS[letter] for letter in word]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
