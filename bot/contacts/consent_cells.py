"""What a cell says of whether somebody may be texted: the columns by which other programs keep a yes and a no. Pure."""

import re
from typing import Literal

from bot.contacts.column_names import Meaning

# no: they do not want it; bad: the number reaches nobody; unsure: nobody says that they want it; "": nothing against it.
Says = Literal["yes", "no", "bad", "unsure", ""]

_NOTHING = frozenset(("", "null", "none", "n/a", "na", "-", "--", "unspecified", "unknown", "undefined", "nan", "desconocido"))
_FALSE = frozenset(("no", "n", "false", "f", "0", "0.0", "off", "unchecked", "falso", "nope"))
_TRUE = frozenset(
    (
        "yes",
        "y",
        "true",
        "t",
        "1",
        "1.0",
        "x",
        "on",
        "checked",
        "✓",
        "✔",
        "☑",
        "✅",
        "ok",
        "okay",
        "sure",
        "si",
        "sí",
        "s",
        "verdadero",
    )
)
_IN = re.compile(
    r"opt(?:ed)?[ _-]?in|subscribed|active|confirmed|granted|agreed?|consented|allowed|double opt[ _-]?in|suscrit[oa]"
)
# How an answer begins that somebody chose in a form.
_YES_BEGINS = re.compile(
    r"(?:yes|yep|yeah|sure|ok|okay|absolutely|please|i (?:do|agree|consent|want|would|accept|authorize)|sign me up|text me"
    r"|s[ií]|claro|acepto|quiero|autorizo|estoy de acuerdo)\b(?!.*\b(?:not|n[o']t|no)\b)"
)
_NO_BEGINS = re.compile(
    r"(?:no|nope|not|non|never|don'?t|do not|opt(?:ed)?[ _-]?out|unsub\w*|stop\w*|declin\w*|denied|revok\w*|refus\w*)\b"
)
_A_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*")
_SAYS_NO = re.compile(
    r"(?:un|de)[ -]?subscribed?(?: user)?|(?:not|non|never)[ -]?subscribed|opt(?:ed)?[ _-]?outs?(?: of (?:sms|texts?|all))?"
    r"|(?:sms|text|phone|mobile)[ _-]?opt(?:ed)?[ _-]?outs?|do[ _-]?n[o']?t[ _-]?(?:text|contact|call|sms|message|phone)"
    r"|no (?:text|sms|call|contact)s?|dnc|dnt|stop(?:ped)?|removed?|remove me|deceased|blocked|blacklisted"
    r"|dado de baja|no contactar"
)
_SAYS_BAD = re.compile(
    r"(?:wrong|bad|invalid|disconnected|dead)(?: (?:number|phone|mobile|cell))?|land[ -]?line|not (?:a )?mobile"
)
_BOUNCES = re.compile(r"(?:hard |previous |soft )?bounc(?:e|ed|ing)|undeliver(?:able|ed)|failed|cleaned")
_OF_PHONES = re.compile(r"sms|text|phone|mobile|cell", re.IGNORECASE)


def read_consent_cell(written: str, meaning: Meaning, heading: str) -> Says:
    """What a cell of such a column says. What is not understood there is no yes, and no all-clear."""
    said = " ".join(written.casefold().replace("’", "'").split()).strip(" .!")
    if meaning == "opt_in":
        return _opt_in(said)
    if meaning == "status":
        return _status(said, bool(_OF_PHONES.search(heading)))
    if said in _NOTHING or said in _FALSE or _IN.fullmatch(said):
        return ""
    return "bad" if meaning == "bad_number" else "no"


def _opt_in(said: str) -> Says:
    if said in _TRUE or _IN.fullmatch(said.replace("_", " ")) or _A_DAY.fullmatch(said):
        return "yes"
    if said in _FALSE or _NO_BEGINS.match(said):
        return "no"
    return "yes" if _YES_BEGINS.match(said) else "unsure"


def _status(said: str, of_phones: bool) -> Says:
    """Of several words, as tags are, each counts."""
    for part in map(str.strip, re.split(r"[,;|]", said)):
        part = part.replace("_", " ")
        if _SAYS_NO.fullmatch(part):
            return "no"
        if _SAYS_BAD.fullmatch(part) or (of_phones and _BOUNCES.fullmatch(part)):
            return "bad"
    return ""
