"""Texts made comparable, and what is found in them: ZIPs, keys, addresses. What a whole text means is in incoming.py."""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache

from bot.reading.spoken_digits import DIGITS, ZIP_DIGITS, longest_spoken, read_spoken_number, read_spoken_zip

# Zero to nine as people say them. The letter is a nought only inside a ZIP code.
DIGIT_WORDS = {word: digit for word, digit in DIGITS.items() if word != "o"}

ZIP = re.compile(r"(?<!\d)(\d{5})(?:-?\d{4})?(?!\d)")


LAST_COMMON = 0xFFFF  # of Unicode: the scripts of living languages


class _Plain(dict[int, str]):
    """What is left of each character of a text in plain words; filled with those that are met, but for rare ones."""

    def __missing__(self, code: int) -> str:
        kept = _kept(chr(code))
        if code <= LAST_COMMON:
            self[code] = kept
        return kept


def _kept(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    if character.isalnum():
        return character
    # A control character and a mark of direction go without a trace, all else parts words.
    return "" if unicodedata.category(character) in {"Cf", "Cc"} and not character.isspace() else " "


_PLAIN = _Plain()


def plain_text(text: str) -> str:
    """Text made comparable: no accents, case, punctuation, control or direction marks; words one space apart."""
    bare = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return " ".join(bare.translate(_PLAIN).casefold().split())


def clean_text(text: str) -> str:
    """Text safe to store and to read on: no NUL, no control or direction marks, white space folded at the ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()


HESITATION = re.compile(r"\b(?:u+h*m+|u+h+(?![ -]hu)|e+r+m*|e+h+|e+m+|a+h+|h+m+|m{2,})\b[,.… ]*", re.IGNORECASE)


def fluent_text(said: str) -> str:
    """What was said without "um" and its like, which recognisers write down; as it is where nothing else was said."""
    return HESITATION.sub("", said).strip() or said


@lru_cache(maxsize=4096)
def plain_label(label: str) -> str:
    """`plain` of a label of ours, as an official's name: the same few are held against every answer."""
    return plain_text(label)


def ascii_digits(text: str) -> str:
    """Digits of any script as ASCII."""
    return text if text.isascii() else "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def zip_in_text(line: str, words: Sequence[str]) -> str | None:
    """The one five-digit ZIP in a line, else the one that is said in it; `words`: its plain words."""
    found = {match[1] for match in ZIP.finditer(line)}
    if not found:
        return read_spoken_zip(words if line.isascii() else plain_text(line).split())
    others = longest_spoken(plain_text(ZIP.sub(" x ", line)).split())
    return found.pop() if len(found) == 1 and (len(others) < ZIP_DIGITS or others[:ZIP_DIGITS] in found) else None


def read_digits(text: str) -> str | None:
    """All digits in a text, whatever script they are written in, as ASCII; None when there is none."""
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit()) or None


# What people put around a number that they were asked for; and around a district that has that number as its name. The latter
# must not be read away from "district 2" where 2 is only the place of a choice in a row: district 2 may be another one.
FILLERS = frozenset(
    {"number", "option", "press", "numero", "opcion", "oprima", "marque", "la", "el", "the", "reply"}
    | {"please", "por", "favor", "um", "uh", "eh"}
)
AROUND_A_DISTRICT = frozenset(
    FILLERS
    | {
        "council",
        "city",
        "district",
        "dist",
        "ward",
        "wd",
        "precinct",
        "zone",
        "area",
        "region",
        "section",
        "sector",
        "borough",
    }
    | {"distrito", "concejo", "zona", "barrio", "in", "i", "m", "am", "live", "vivo", "en"}
)
LONGEST_NUMBER = 3  # words: "treinta y dos"
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


def read_key(words: Sequence[str]) -> str | None:
    """The one number of one or two digits that plain words are, without what goes around it; None for anything else."""
    kept = [word for word in words if word not in FILLERS]
    if not 0 < len(kept) <= LONGEST_NUMBER:
        return None
    number = read_spoken_number(kept)
    if number is None and (bare := bare_words(kept, FILLERS)).isdecimal():
        number = bare
    return str(int(number)) if number and len(number) <= 2 else None


def bare_words(words: Iterable[str], around: Container[str]) -> str:
    """Plain words without what goes around a choice, numbers as digits."""
    kept = [DIGIT_WORDS.get(word, word) for word in words if word not in around]
    return " ".join(ORDINAL.sub(r"\1", word) for word in kept)


# "12B", "12-34" as in Queens, "12 1/2", "N6W23001" as in Wisconsin; then a word with a letter: "Main", "5th", "B".
ADDRESS = re.compile(r"(?:\d{1,6}(?:-\d{1,4})?[A-Z]?(?: \d/\d)?|(?:[NSEW]\d{1,5}){2}),? [^\s,]*[^\W\d_]", re.IGNORECASE)
LEAD_IN = re.compile(
    r"(?:(?:i live|my (?:home )?address is|i'?m|it'?s|address|vivo|mi direcci[oó]n es|direcci[oó]n|es)\b\W*)?"
    r"(?:(?:at|en(?: el)?)\b\W*)?",
    re.IGNORECASE,
)
# Where mail waits for people who live elsewhere; a number makes two letters one of them.
MAILBOX = re.compile(
    r"\b(?:p ?o ?box|post office box|apartado|apdo|lista de correos|general delivery|rural route|highway contract|"
    r"(?:r ?r|r ?f ?d|h ?c|p ?m ?b) ?\d)"
)
MOST_OF_AN_ADDRESS = 120


def read_address(line: str) -> str | None:
    """The street address that one line is, without "I live at"; None for all else, and for more than 120 characters."""
    line = LEAD_IN.sub("", line, count=1)
    return line if ADDRESS.match(line) and len(line) <= MOST_OF_AN_ADDRESS else None


def find_addresses(line: str) -> bool:
    """Is there anything in a line that may be a street address, also behind other words?"""
    return any(ADDRESS.match(line, word.start()) for word in re.finditer(r"\w+", line))


def is_mailbox(said: str) -> bool:
    """Does a plain text name a post office box or a rural route?"""
    return MAILBOX.search(said) is not None
