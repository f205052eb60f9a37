"""Whether a text says where its sender lives: a ZIP code alone, with its word, or in a sentence of moving. Pure.

People also write five digits that are no ZIP of theirs (counts, house numbers, tickets, links), and ZIPs of other places. A
question for the ZIP takes any (`IncomingText.zip`); what is here is for all other moments.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.reading.spoken_digits import NUMBER_WORDS, read_spoken_zip_alone


@dataclass(frozen=True, slots=True)
class HomeZip:
    """A ZIP code that a text may give as its sender's home; `sure`: it says so, else they have to be asked."""

    zip: str
    sure: bool


Z = "Z"  # stands for the ZIP in a text made plain, which has no capitals

# Five digits that stand by themselves, with or without the four more; and those that are a part of something.
NUMBER = re.compile(r"(?<![\w$€#/.&=])(?<!\d[,-])(\d{5})(?:[- ]?\d{4})?(?![\w%/]|[.,:-]\d)")
LINK = re.compile(r"\S*(?:://|www\.|@|\w\.[a-z]{2,}/)\S*", re.IGNORECASE)
FROM = re.compile(r"\b(?:from|del?|desde)\s+(?:zip\s+)?\d{5}\b", re.IGNORECASE)
PAUSES = ",.!?;"
SENTENCE = re.compile(r"[^.!?;]+[.!?;]*")

PARTS = {
    "polite": (
        r"(?:(?:hi|hello|hey|ok|okay|yes|yeah|yep|no,|oh|oops|well|so|and|but|also|actually|sorry|please|pls|thanks|thank you"
        r"|fyi|update|correction|hola|si|bueno|perdon|gracias|por favor) )*"
    ),
    "thanks": r"(?: (?:please|pls|thanks|thank you|thx|gracias|por favor|ok|okay))*",
    "after": (
        r"(?: (?:now|today|already|instead|recently|again|please|pls|thanks|thank you|thx|ok|okay|yesterday"
        r"|(?:last|this) (?:week|month|year|weekend|spring|summer|fall|winter)"
        r"|ahora|ya|hoy|ayer|gracias|por favor|recientemente|hace poco"
        r"|(?:la semana|el mes|el ano) pasad[oa]|este (?:mes|ano)))*"
    ),
    # "Seattle", "Tacoma, WA"; not "near", nor what has numbers of its own.
    "place": (
        r"(?:(?:the|zip|zip code|zipcode|el|la|codigo postal|codigo) )*"
        r"(?:(?!(?:near|of|with|than|for|by|from|about|not|isn|t|cerca|con|de|para|hwy|highway|route|road|apt|unit|suite|box|room"
        r"|lot|number|no|apartamento|numero|carretera)\b)[^\W\d]+,? ){0,4}"
    ),
    "zipword": r"(?:zip ?codes?|zip|postal ?code|codigo postal|codigo zip|codigo|c ?p)",
    "mine": r"(?:(?:my|our|the|new|current|correct|home|mi|nuestro|el|nuevo|actual|correcto) )*",
    "subject": r"(?:(?:i|we|i ve|we ve|i m|we re|have|am|are|do|just|recently|now|finally|currently|actually|already|still) )*",
    "sujeto": r"(?:(?:yo|nosotros|ya|ahora|actualmente|hoy|pues|recien|me|nos|acabo de|acabamos de|he|hemos|estoy|estamos) )*",
    "is_now": r"(?: is| es| s| now| ahora| changed to| cambio a| to| a)*",
    "request": (
        r"(?:(?:i|we) (?:need|want|would like|d like) to |(?:can|could) (?:you|i) |quiero |quisiera |necesito |puede[ns]? )?"
    ),
    "de_casa": r"(?: de (?:casa|domicilio))?",
    "residence": r"(?:home|address|place|house|residence|location|apartment)",
    "residencia": r"(?:casa|direccion|domicilio|hogar|residencia)",
}
ALONE = r"<polite>Z<thanks>"
# With its word, or in a sentence of moving. Each may begin after a comma or "and", and end before one.
SAID = (
    r"(?:it s |its |here s |here is |es )?<mine><zipword>(?: nuevo| actual)?<is_now>,? <place>Z",
    r"Z (?:is|es) (?:now |ahora )?<mine>(?:<zipword>|home|<residence>|<residencia>)",
    r"<request>(?:change|update|set|switch|correct) <mine>(?:<zipword>|<residence>)(?: is| to| as)* <place>Z",
    r"<request>(?:cambi|actualiz)\w+ <mine>(?:<zipword>|<residencia>)(?: a| al| por)* <place>Z",
    r"(?:move|mudar|mudarme|mudanza|mudenme)(?: me| us)?(?: to| a| al| para)? <place>Z",
    r"<subject>(?:moved|relocated)(?: back| over| out| again| recently| house)*(?: to| into| in| at) <place>Z",
    r"<subject>(?:live|living|reside|residing)(?: now| currently| here)*(?: in| at) <place>Z",
    r"(?:my|our)(?: new| current| home)* <residence>(?: is| s| now| currently| at| in)+ <place>Z",
    r"<sujeto>(?:vivo|vivimos|viviendo|resido|residimos)(?: ahora| ya| actualmente)* en <place>Z",
    r"<sujeto>(?:mude|mudamos|mudado|mudarme|mudarnos|cambie|cambiamos)<de_casa>(?: a| al| para| hacia| en) <place>Z",
    r"mi(?: nuev[oa]| actual)* <residencia>(?: nuev[oa]| actual| ahora| ya| es| esta| queda| en)+ <place>Z",
)
BEGIN = r"(?:^ ?|(?<=, )|(?<=\band )|(?<=\bbut )|(?<=\by )|(?<=\bpero ))"
END = r"(?=$|[,.!?;]| (?:and|so|but|because|what|who|how|can|y|pero|porque|que|quien|como)\b)"

# What speaks of a home without saying that this is it; and short texts of something else.
CLUE = (
    r"\b(?:zip\w*|codigo|postal|mov(?:e|ed|es|ing)|relocat\w+|live[sd]?|living|reside\w*|home|house|address|viv[eio]\w*|mud\w+"
    r"|casa|hogar|domicilio|direccion|(?:i m|i am|we re|we are|estoy|estamos) (?:now |ahora )?(?:in|en))\b"
)
ELSE = (
    r"\b(?:ticket|order|case|invoice|number|no|code|room|unit|apt|suite|bill|hb|sb|box|call|text|dial|route|total|over|about|nearly"
    r"|almost|than|were|was|are|have|has|got|with|of|for|by|be|like|only|all|what|who|where|hay|somos|eramos|fuimos|son|casi|mas"
    r"|de|con|boleto|orden|factura|numero|caso|cuarto|total|solo|que|quien|donde|rally|march|protest|marcha)\b"
)
IN_TWO = re.compile(r"\d{2} \d{3}")  # as recognisers write "ninety-eight four oh two"
DIGITS = 5
SHORTEST_SAID = 3  # words and digits: "ten thousand one"
MOST_WORDS = 3  # of a short text, besides the ZIP


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"<([a-z_]+)>", lambda match: PARTS[match[1]], pattern))


_ALONE = _compile(ALONE)
_SAID = _compile(rf"{BEGIN}<polite>(?:{'|'.join(SAID)})<after>{END}")
_CLUE, _ELSE = re.compile(CLUE), re.compile(ELSE)
_LAST = _compile(r"Z<after>(?=$|[,.!?;]| (?:is|es)\b)")


def read_home(line: str, words: Sequence[str]) -> HomeZip | None:
    """The ZIP code that a text gives as its sender's home, or may give; None for a text that speaks of something else.

    `line`: the text in one line, its digits in ASCII; `words`: its plain words.
    """
    digits = sum(map(str.isdigit, line))
    if digits < DIGITS and digits + sum(word in NUMBER_WORDS for word in words) < SHORTEST_SAID:
        return None  # nearly always, and cheaply
    line = LINK.sub(" & ", line)
    found = {match[1] for match in NUMBER.finditer(line)}
    if len(found) == 2:
        line = FROM.sub(" ", line)
        found = {match[1] for match in NUMBER.finditer(line)}
    if not found:
        spelled = _spelled(line, words)
        return HomeZip(spelled, True) if spelled else None
    if len(found) > 1 or FROM.search(line):
        return None
    zip = found.pop()
    said = _said(line)
    if _ALONE.fullmatch(" ".join(re.findall(r"\w+", said))):
        return HomeZip(zip, True)
    sentences = [sentence for sentence in SENTENCE.findall(said) if Z in sentence]
    if any(_SAID.search(sentence) and not sentence.endswith("?") for sentence in sentences):
        return HomeZip(zip, True)
    return HomeZip(zip, False) if any(_may_be_home(sentence) for sentence in sentences) else None


def _said(line: str) -> str:
    """A line in plain words, its commas and ends of sentences kept, and Z for the ZIP."""
    letters = unicodedata.normalize("NFKD", NUMBER.sub(" \x00 ", line).casefold()).replace("\x00", Z)
    kept = "".join(c if c.isalnum() or c in PAUSES else " " for c in letters if not unicodedata.combining(c))
    return re.sub(r" +(?=[,.!?;])", "", " ".join(kept.split()))


def _may_be_home(sentence: str) -> bool:
    if not _LAST.search(sentence):
        return False
    words = re.findall(r"\w+", sentence.replace(Z, ""))
    return bool(_CLUE.search(sentence)) or (len(words) <= MOST_WORDS and not _ELSE.search(sentence))


def _spelled(line: str, words: Sequence[str]) -> str:
    """A ZIP that is said, alone or with its word: "nine eight four oh two", "zip 9 8 4 0 2", "98 402"; "" for anything else."""
    if IN_TWO.fullmatch(line):
        return line.replace(" ", "")
    return read_spoken_zip_alone(_SPELLED_AROUND.sub(" ", f" {' '.join(words)} ").split()) or ""


_SPELLED_AROUND = _compile(
    r"(?<=\s)(?:(?:it s|its|that s|es) |)<mine>(?:<zipword>(?: is| es)?|please|thanks|gracias|por favor|it s|its|es)(?=\s)"
)
