"""Digits as people say them and recognisers write them down: one by one, in pairs, as a number; in English and Spanish. Pure.

Nothing is made up: what leaves a digit over, or could be two numbers, is no answer.
"""

from collections.abc import Iterator, Sequence

DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9",
    "cero": "0", "uno": "1", "una": "1", "dos": "2", "tres": "3", "cuatro": "4",
    "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9",
}  # fmt: skip
TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "diez": "10", "once": "11", "doce": "12", "trece": "13", "catorce": "14", "quince": "15", "dieciseis": "16",
    "diecisiete": "17", "dieciocho": "18", "diecinueve": "19", "veintiuno": "21", "veintiun": "21", "veintidos": "22",
    "veintitres": "23", "veinticuatro": "24", "veinticinco": "25", "veintiseis": "26", "veintisiete": "27",
    "veintiocho": "28", "veintinueve": "29",
}  # fmt: skip
TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8",
    "ninety": "9",
    "veinte": "2", "treinta": "3", "cuarenta": "4", "cincuenta": "5", "sesenta": "6", "setenta": "7", "ochenta": "8",
    "noventa": "9",
}  # fmt: skip
HUNDREDS = {
    "cien": 1, "ciento": 1, "doscientos": 2, "trescientos": 3, "cuatrocientos": 4, "quinientos": 5, "seiscientos": 6,
    "setecientos": 7, "novecientos": 9, "ochocientos": 8, "doscientas": 2, "trescientas": 3, "cuatrocientas": 4,
    "quinientas": 5, "seiscientas": 6, "setecientas": 7, "ochocientas": 8, "novecientas": 9,
}  # fmt: skip
HUNDRED, THOUSAND = frozenset({"hundred", "cientos", "cientas"}), frozenset({"thousand", "mil"})
SCALES = HUNDRED | THOUSAND
TIMES = {"double": 2, "triple": 3, "doble": 2}
AND = frozenset({"and", "y"})
# Said between two digits, they change nothing.
FILLERS = frozenset(
    {"um", "uh", "uhm", "umm", "er", "erm", "ah", "eh", "em", "hm", "hmm", "mm", "este", "pues", "like", "then", "luego"}
    | {"dash", "hyphen", "minus", "guion"}
)
# What recognisers write for a digit; read so only between two that are said one by one, or behind the fourth of five.
HOMOPHONES = {"to": "two", "too": "two", "for": "four", "fore": "four", "ate": "eight", "won": "one"}
NUMBER_WORDS = frozenset((*DIGITS, *TEENS, *TENS, *HUNDREDS, *HUNDRED, *THOUSAND, *TIMES, *AND, *HOMOPHONES))

ZIP_DIGITS, ZIP_AND_FOUR = 5, 9


def read_spoken_zip(words: Sequence[str]) -> str | None:
    """The ZIP code in plain words, said digit by digit, in pairs or as one number, also twice or with its four more digits.

    None for any other number of digits, and where they stand in two places of the sentence.
    """
    if NUMBER_WORDS.isdisjoint(words) and not any(map(str.isdecimal, words)):
        return None  # nearly always, and cheaply
    runs = list(_runs(words))
    if len(runs) != 1:
        return None
    digits = runs[0]
    # "Oh, nine eight four oh two": no ZIP has six digits, so the first word was none.
    if (
        len(digits) == ZIP_DIGITS + 1
        and digits.startswith("0")
        and next(word for word in words if word in DIGITS) in {"oh", "o"}
    ):
        digits = digits[1:]
    twice = len(digits) == 2 * ZIP_DIGITS and digits[:ZIP_DIGITS] == digits[ZIP_DIGITS:]
    return digits[:ZIP_DIGITS] if twice or len(digits) in {ZIP_DIGITS, ZIP_AND_FOUR} else None


def read_spoken_zip_alone(words: Sequence[str]) -> str | None:
    """The same where nothing but the ZIP code is said. Digits as signs stand one by one: "9 11 01" is a date."""
    if not all(word in NUMBER_WORDS or word in FILLERS or (word.isdecimal() and len(word) == 1) for word in words):
        return None
    return read_spoken_zip(words)


def longest_spoken(words: Sequence[str]) -> str:
    """The most digits that plain words say in a row, "" for none."""
    return max(_runs(words), key=len, default="")


def read_spoken_number(words: Sequence[str]) -> str | None:
    """The digits of the one number that plain words are and nothing else: "twelve", "veintiuno"; None for all else."""
    kept = [word for word in words if word not in FILLERS]
    parsed = _number(kept, 0) if kept else None
    return parsed[0] if parsed and parsed[1] == len(kept) else None


def _runs(words: Sequence[str]) -> Iterator[str]:
    """The digits of each stretch of a sentence in which nothing but numbers is said.

    A stretch ends before a "thousand" or "hundred" that belongs to no number read so far: "16 thousand one hundred and ten
    thousand" are two numbers, and where the first ends nobody knows. What follows is a stretch of its own, if an empty one.
    """
    said = _without_homophones([word for word in words if word not in FILLERS])
    run, place = "", 0
    while place < len(said):
        if run and said[place] in SCALES:
            yield run
            yield ""
            run, place = "", place + 1
            continue
        parsed = _number(said, place)
        if parsed:
            run, place = run + parsed[0], parsed[1]
            continue
        if run:
            yield run
        run, place = "", place + 1
    if run:
        yield run


def _without_homophones(words: list[str]) -> list[str]:
    said = list(words)
    for place, word in enumerate(said):
        meant = HOMOPHONES.get(word)
        before, after = said[max(0, place - (ZIP_DIGITS - 1)) : place], said[place + 1 : place + 2]
        if (
            meant
            and all(map(_is_digit, before))
            and (len(before) == ZIP_DIGITS - 1 if not after else before and _is_digit(after[0]))
        ):
            said[place] = meant
    return said


def _is_digit(word: str) -> bool:
    return word in DIGITS or word in HOMOPHONES or (word.isdecimal() and len(word) == 1)


def _number(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The digits of the longest number that begins there, as they are written, and where it ends."""
    repeated = _repeated(words, at)
    if repeated:
        return repeated
    small = _below_thousand(words, at)
    if _word(words, at) == "mil":  # one thousand
        small = "1", at
    if small is None:
        return None
    digits, end = small
    if _word(words, end) in THOUSAND and 0 < int(digits) < 100:
        rest = _below_thousand(words, _past_and(words, end + 1))
        if rest and len(rest[0]) <= 3 and int(rest[0]):
            return str(int(digits) * 1000 + int(rest[0])), rest[1]
        return str(int(digits) * 1000), end + 1
    return small


def _repeated(words: Sequence[str], at: int) -> tuple[str, int] | None:
    times, digit = TIMES.get(_word(words, at)), _digit(_word(words, at + 1))
    return (digit * times, at + 2) if times and digit else None


def _below_thousand(words: Sequence[str], at: int) -> tuple[str, int] | None:
    if hundreds := HUNDREDS.get(_word(words, at)):
        return _with_rest(hundreds, words, at + 1)
    small = _below_hundred(words, at)
    if small and _word(words, small[1]) in HUNDRED and 0 < int(small[0]) < 100:
        return _with_rest(int(small[0]), words, small[1] + 1)
    return small


def _with_rest(hundreds: int, words: Sequence[str], at: int) -> tuple[str, int]:
    """Hundreds and what is said behind them: "four hundred", "four hundred and two", "four hundred oh two"."""
    start = _past_and(words, at)
    if _digit(_word(words, start)) == "0" and (digit := _digit(_word(words, start + 1))):
        return f"{hundreds}0{digit}", start + 2
    rest = _below_hundred(words, start)
    if rest and len(rest[0]) <= 2 and int(rest[0]):
        return str(hundreds * 100 + int(rest[0])), rest[1]
    return str(hundreds * 100), at


def _below_hundred(words: Sequence[str], at: int) -> tuple[str, int] | None:
    word = _word(words, at)
    if word.isdecimal():
        return word, at + 1
    if word in TENS:
        start = at + 2 if _word(words, at + 1) == "y" else at + 1
        unit = DIGITS.get(_word(words, start), "0")
        return (TENS[word] + unit, start + 1) if unit != "0" else (f"{TENS[word]}0", at + 1)
    if word == "diez" and _word(words, at + 1) == "y" and (unit := DIGITS.get(_word(words, at + 2), "0")) != "0":
        return f"1{unit}", at + 3
    plain = DIGITS.get(word) or TEENS.get(word)
    return (plain, at + 1) if plain else None


def _past_and(words: Sequence[str], at: int) -> int:
    return at + 1 if _word(words, at) in AND else at


def _digit(word: str) -> str | None:
    return word if word.isdecimal() and len(word) == 1 else DIGITS.get(word)


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""
