"""Whether a text is a reaction to one of ours: what phones send for a heart held on a message, and nobody typed. Pure.

To a phone that knows no reactions iPhones send a verb and the message in quotes ("Liked “Reply STOP to cancel”"), Android's an
emoji and the message ("👍 to “...”"), each in its owner's language; both cut long ones. None of the words is its owner's.
"""

import re
import unicodedata

# Any quotation mark, as phones and carriers write it.
OPENING, CLOSING = "“„«\"'‘‟＂", "”“»\"'’＂"
ELLIPSIS = ("…", "...")

VERBS = (
    r"(?:dis)?liked|loved|laughed at|emphasi[sz]ed|questioned",
    r"reacted (?:with )?(?:<emoji>|a sticker|\S+ )\s*to|<emoji>\s*to",
    r"removed (?:an? |the )?(?:<emoji>|(?:dis)?like|heart|laugh|exclamation(?: mark)?|question(?: mark)?|reaction|sticker)"
    r"\s*from",
    r"(?:an? \S+(?: \S+)? )?(?:no )?(?:me|le|te|les) (?:gustó|gusto|gusta|encantó|encanto|encanta|disgustó|disgusto)",
    r"(?:<name>)?(?:se )?(?:rió|rio|ríe|rie) (?:de|con)",
    r"(?:<name>)?(?:enfatizó|enfatizo|destacó|destaco|resaltó|resalto|exclamó|exclamo|cuestionó|cuestiono|preguntó por)",
    r"(?:<name>)?(?:puso en duda|dio énfasis a|dio enfasis a|puso (?:un|una) \S+ (?:a|en))",
    r"(?:<name>)?reaccionó (?:con )?(?:<emoji>|\S+ )\s*a|<emoji>\s*a",
    r"(?:<name>)?(?:quitó|quito|eliminó|elimino) (?:un |una |el |la |su )?(?:<emoji>|(?:no )?me (?:gusta|encanta|disgusta)"
    r"|corazón|corazon|risa|exclamación|exclamacion|signo de \S+|interrogación|reacción|reaccion|énfasis)\s*(?:de|a)",
)
# Of a picture there is nothing to quote.
THINGS = (
    r"(?:an?|the|un|una|el|la|a un|a una|de un|de una)\s+(?:image|photo|picture|video|movie|attachment|audio message"
    r"|voice message|link|sticker|gif|contact|location|message|imagen|foto|vídeo|archivo adjunto|mensaje|enlace|ubicación)"
)


def _compile(pattern: str) -> re.Pattern[str]:
    pattern = pattern.replace("<emoji>", r"[^\w\s“”\"'.,!?¿¡]{1,12}").replace("<name>", r"\S+ (?:\S+ )?")
    return re.compile(pattern, re.IGNORECASE)


_VERB = rf"(?:{'|'.join(VERBS)})"
_BEGINNING = _compile(_VERB)
_QUOTING = _compile(rf"{_VERB}\s*[{OPENING}](?P<quoted>.*)")
_THING = _compile(rf"{_VERB}\s+{THINGS}\.?")


def is_reaction(line: str) -> bool:
    """Is a text, in one line, a reaction to a message, or the taking back of one?

    Words after the quotation are somebody's own: then it is none.
    """
    line = line if line.isascii() else unicodedata.normalize("NFC", line)
    if _BEGINNING.match(line) is None:
        return False
    if _THING.fullmatch(line):
        return True
    quoting = _QUOTING.fullmatch(line)
    if quoting is None:
        return False
    quoted = quoting["quoted"].rstrip()
    whole = quoted.endswith(tuple(CLOSING)) or quoted.endswith(ELLIPSIS)
    return whole or not any(mark in quoted for mark in '”»"＂')
