"""What a supporter meant: a ZIP, a choice, a word, out of whatever they typed, keyed or said."""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping

# One to nine as speech recognisers write them, for choices and ZIPs said aloud.
DIGIT_WORDS = {
    "zero": "0", "oh": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "cero": "0", "uno": "1", "una": "1", "dos": "2", "tres": "3", "cuatro": "4",
    "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9",
}  # fmt: skip

ZIP = re.compile(r"(?<!\d)(\d{5})(?:-?\d{4})?(?!\d)")


# ASCII that is neither letter nor digit: a control character goes without a trace, all else parts words.
_ASCII = {code: " " if c.isprintable() or c.isspace() else "" for code in range(128) if not (c := chr(code)).isalnum()}


def plain(text: str) -> str:
    """Text made comparable: no accents, case, punctuation, control or direction marks; words one space apart."""
    if text.isascii():  # nearly always, and each text is held against dozens of words
        return " ".join(text.translate(_ASCII).casefold().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    kept = "".join(
        c if c.isalnum() else "" if unicodedata.category(c) in {"Cf", "Cc"} and not c.isspace() else " " for c in bare
    )
    return " ".join(kept.casefold().split())


def clean(text: str) -> str:
    """Text safe to store and to read on: no NUL, no control or direction marks, white space folded at the ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()


def _ascii_digits(text: str) -> str:
    return text if text.isascii() else "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)


def read_zip(text: str) -> str | None:
    """The one five-digit ZIP in a text ("ZIP 98402 please", "98402-1234", "9 8 4 0 2", "nine eight four oh two").

    None when there is none, and when there are two different ones: which of them is home is not ours to guess.
    """
    text = _ascii_digits(clean(text))
    found = {match[1] for match in ZIP.finditer(text)}
    if not found:
        together = "".join(DIGIT_WORDS.get(word, word if word.isdigit() else "") for word in plain(text).split())
        match = ZIP.fullmatch(together)
        found = {match[1]} if match else set()
    return found.pop() if len(found) == 1 else None


def read_digits(text: str) -> str | None:
    """All digits in a text, whatever script they are written in, as ASCII; None when there is none."""
    return "".join(str(unicodedata.digit(c)) for c in text if c.isdigit()) or None


# What people put around a number that they were asked for; and around a district that has that number as its name. The latter
# must not be read away from "district 2" where 2 is only the place of a choice in a row: district 2 may be another one.
FILLERS = frozenset({"number", "option", "press", "numero", "opcion", "la", "el", "the", "reply"})
AROUND_A_DISTRICT = frozenset(
    FILLERS | {"council", "city", "district", "ward", "distrito", "concejo", "in", "i", "m", "am", "live"}
)
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


def bare(text: str, around: Container[str] = AROUND_A_DISTRICT) -> str:
    """A text without what goes around a choice: "north" of "the North Ward", "4" of "district four" and of "4th"."""
    words = [DIGIT_WORDS.get(word, word) for word in plain(text).split() if word not in around]
    return " ".join(ORDINAL.sub(r"\1", word) for word in words)


def read_key(text: str) -> str | None:
    """The single number a text is: "1", "#2", "3.", "two", "number 2", "la opción dos"; None for anything else."""
    word = bare(text, FILLERS)
    return str(int(word)) if word.isdecimal() and len(word) <= 2 else None


def read_label(text: str, labels: Mapping[str, Iterable[str]]) -> str | None:
    """The one entry whose label the text names, whole or in part ("doe" of "Rep. Jane Doe"); None if none or several do."""
    said = plain(text)
    if len(said) < 3 and not any(said == plain(label) for names in labels.values() for label in names):
        return None
    whole = [value for value, names in labels.items() if any(said == plain(name) for name in names)]
    part = [value for value, names in labels.items() if any(f" {said} " in f" {plain(name)} " for name in names)]
    matches = whole or part
    return matches[0] if len(matches) == 1 else None


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


def read_address(text: str) -> str | None:
    """A street address to look up: a house number and at least one word of a street, in one line, without "I live at".

    What follows is taken along as it stands (flat, city, state, ZIP). None for all else, and for more than 120 characters.
    """
    line = LEAD_IN.sub("", " ".join(_ascii_digits(clean(text)).split()), count=1)
    return line if ADDRESS.match(line) and len(line) <= MOST_OF_AN_ADDRESS else None


def has_address(text: str) -> bool:
    """Is there anything in a text that may be a street address, also behind other words?"""
    line = " ".join(_ascii_digits(clean(text)).split())
    return any(ADDRESS.match(line, word.start()) for word in re.finditer(r"\w+", line))


def is_mailbox(text: str) -> bool:
    """Is it a post office box or a rural route: an address that mail can find, and no map?"""
    return read_address(text) is None and MAILBOX.search(plain(text)) is not None
