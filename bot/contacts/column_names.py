"""How other programs call the columns of a list of people, and what each heading means. Pure: a table, and rules for
headings that are sentences."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from bot.tabular.spreadsheet import column_name

LONGEST = 200  # characters of a heading that are looked at; questions are shorter
# What a column holds. Of these one each is taken from a row, the first that holds anything: `phone`, `language`, `zip`,
# `source`, `consented_at`. The others say whether somebody may be asked: `opt_in`, who does not say yes there is left out;
# `opt_out`, `bad_number`, whoever has anything there but a no; `status`, whose words say so (bot/contacts/consent_cells.py).
Meaning = Literal["phone", "language", "zip", "source", "consented_at", "opt_in", "opt_out", "bad_number", "status"]
MEANINGS: tuple[Meaning, ...] = (
    *("phone", "language", "zip", "source", "consented_at"),
    *("opt_in", "opt_out", "bad_number", "status"),
)
OBEYED: frozenset[Meaning] = frozenset(("opt_in", "opt_out", "bad_number", "status"))

# Headings as programs write them, in small letters; spaces, hyphens, brackets and capitals make no difference: "cell phone" is
# CellPhone and cell_phone, too. What comes first in a row is taken first: of several phones the mobile. Of Action Network,
# NationBuilder, EveryAction and VAN, Mobilize, Mailchimp, Salesforce, Airtable, Google Forms, Spoke, CallHub, ActionKit, and of
# tables that people make themselves, in English and Spanish.
SYNONYMS: Mapping[Meaning, Sequence[str]] = {
    "phone": (
        # Phones that are carried about.
        *("mobile", "mobile number", "mobile phone", "mobile phone number", "mobile phone 1", "primary mobile", "phone mobile"),
        *("cell", "cell phone", "cell number", "cell phone number", "cellular", "phone cell", "contact cell", "contact mobile"),
        *("sms phone", "sms phone number", "sms number", "sms mobile", "text number", "textable phone", "whatsapp"),
        *("celular", "teléfono celular", "teléfono móvil", "móvil", "número de celular", "número de móvil"),
        # Phones of which it is not said.
        *(
            "phone",
            "phone number",
            "phone 1",
            "preferred phone",
            "primary phone",
            "primary phone number",
            "main phone",
            "best phone",
        ),
        *("can2 phone", "contact phone", "contact number", "number", "telephone", "telephone number", "tel", "phones"),
        *("teléfono", "número de teléfono", "número"),
        # Rather at home than carried about. Those of work and faxes are nobody's own.
        *("home phone", "home phone number", "phone home", "home telephone", "teléfono de casa"),
    ),
    "language": (
        *("language", "lang", "preferred language", "language preference", "primary language", "spoken language", "locale"),
        *("can2 language", "idioma", "idioma preferido", "lengua"),
    ),
    "zip": (
        *("zip", "zip code", "zipcode", "postal code", "postcode", "postal", "zip5", "mzip5", "zip5 zip4", "zip or postal"),
        *("primary zip", "primary zip5", "home zip", "home zip code", "mailing zip", "mailing zip5", "mailing zip code"),
        *("mailing postal code", "mailing zip postal code", "registered zip", "voting zip", "address zip", "user zip"),
        *("billing zip", "billing zip postal code", "contact zip", "can2 zip", "código postal", "zona postal"),
    ),
    "source": (
        *("source", "consent source", "opt in source", "signup source", "sign up source", "lead source", "origin code"),
        *("form name", "form title", "page name", "event", "event title", "event name", "campaign name", "list name"),
        *("fuente", "origen"),
    ),
    "consented_at": (
        *("consented at", "consented", "consent date", "date of consent", "consent time", "consent timestamp", "opt in date"),
        *("opt in time", "opt in at", "optin time", "opted in at", "mobile opt in at", "mobile opt in date", "sms opt in date"),
        *("sms opt in time", "sms opt in timestamp", "sms consent date", "phone opt in date", "confirm time", "date opted in"),
        *("can2 subscription date", "subscription date", "subscribed at", "subscribe date", "date subscribed", "subscribed on"),
        *("signup created time", "signup date", "sign up date", "signup time", "signed up at", "signed up", "date signed up"),
        *("date signed", "signed at", "timestamp", "submitted", "submitted at", "submission date", "submission time"),
        *("date submitted", "registration date", "registered at", "date joined", "joined", "join date", "action date"),
        *("date created", "created", "created at", "created date", "created on", "created time", "date added", "added", "date"),
        *("marca temporal", "fecha", "fecha de consentimiento", "fecha de registro"),
    ),
    "opt_in": (
        *("opt in", "opted in", "sms opt in", "sms opt in status", "mobile opt in", "phone opt in", "phone opt in status"),
        *("text opt in", "cell opt in", "cell phone opt in status", "mobile opt in status", "sms consent", "text consent"),
        *("sms consented", "sms permission", "consent", "sms subscribed", "is subscribed", "subscribed", "sms opted in"),
        *("can text", "ok to text", "okay to text", "may text", "receive texts", "receive sms", "consentimiento"),
    ),
    "opt_out": (
        *(
            "opt out",
            "opted out",
            "optout",
            "is opted out",
            "sms opt out",
            "sms opted out",
            "has opted out of sms",
            "text opt out",
        ),
        *("opted out at", "opt out date", "optout date", "mobile opt out", "phone opt out", "unsubscribed", "unsubscribe"),
        *("unsub time", "unsubscribed at", "unsubscribe date", "date unsubscribed", "unsub reason", "is unsubscribed"),
        *("do not contact", "do not text", "do not sms", "do not call", "do not message", "no text", "no texts", "no sms"),
        *("no call", "no calls", "no contact", "dnc", "is dnc", "on dnc list", "do not call list", "dnt", "do not phone"),
        *("federal do not call", "federal donotcall", "stop", "stopped", "deceased", "is deceased", "no contactar"),
    ),
    "bad_number": (
        *("is mobile bad", "mobile bad", "bad number", "bad phone", "is bad number", "wrong number", "is wrong number"),
        *("invalid number", "invalid phone", "phone invalid", "is invalid", "phone bad", "is phone bad", "disconnected"),
        *("is landline", "landline", "número equivocado"),
    ),
    "status": (
        *(
            "status",
            "contact status",
            "subscription status",
            "subscriber status",
            "member status",
            "sms status",
            "phone status",
        ),
        *("can2 sms status", "can2 phone status", "mobile status", "sms subscription status", "sms marketing status"),
        *("text status", "message status", "number status", "call status", "disposition", "result", "last result"),
        *("tags", "tag", "labels", "user tags", "can2 user tags", "contact tags", "tag list", "estado", "etiquetas"),
    ),
}


def heading_key(heading: str) -> str:
    """What stays the same however a heading is written: its letters and digits, small."""
    return re.sub(r"[\W_]+", "", column_name(heading[:LONGEST]))


@cache
def _known() -> Mapping[str, tuple[Meaning, int]]:
    return {heading_key(each): (meaning, rank) for meaning, all in SYNONYMS.items() for rank, each in enumerate(all)}


# What a heading says that is in no table, by its words, in this order: most of them are the questions of a form. `None`:
# nothing of ours, as what is said of e-mail alone. What is found so is held against the cells below (column_plan.py).
_PHONE = r"\b(?:cell|mobile|phone|telephone|tel|celular|m[oó]vil|tel[eé]fono|n[uú]mero)\w*"
_TEXT = r"(?:text|sms|mobile|cell|phone|messag|contact|call|mensaje|textos|celular|tel[eé]fono)"
_MAY = r"(?:may|can|could|ok|okay|want|would|like|agree|allow|permi\w+|consent\w*|opt ?in|quier\w*|acept\w*|podemos)"
_JOINED = r"(?:opt|consent|agree|sign|subscri|join|submi|regist|inscri)"
_RULES: Sequence[tuple[str, Meaning | None]] = (
    # Of e-mail alone.
    (rf"^(?!.*{_TEXT}).*\b(?:e ?mail|newsletter|correo)", None),
    (r"\b(?:e ?mail) (?:opt|subscri|unsub|consent|status|bounc)|opted out of e ?mail", None),
    # Who says no, in whatever words: rather one too many is left out.
    (r"\bopt(?:ed)? ?outs?\b|\bunsub|\bdo ?n[o']?t ?(?:text|contact|call|sms|message|phone)", "opt_out"),
    (r"\bno (?:text|sms|call|contact)|\bremove me\b|\bno (?:me )?(?:llam|env[ií]|contact|textos)|\bbaja\b", "opt_out"),
    (r"\b(?:bad|wrong|invalid|disconnected|dead) (?:\w+ )?(?:number|phone|mobile|cell)", "bad_number"),
    # What is kept beside an answer.
    (r"\b(?:ip|url|link|latitude|longitude|id)\b", None),
    # When they agreed, before whether: "Opt-in date".
    (rf"\b(?:date|time|timestamp|when|fecha|hora|cu[aá]ndo)\b.*\b{_JOINED}", "consented_at"),
    (rf"\b(?:{_JOINED}\w*|opt ?in|sign ?up) (?:date|time|timestamp|at|on)\b", "consented_at"),
    # Whether they agreed.
    (rf"\b{_MAY}\b.*{_TEXT}", "opt_in"),
    (rf"{_TEXT}\w*.*\b(?:opt ?in|ok|okay|consent\w*|permission|agree\w*|allowed)\b|\bopt(?:ed)? ?in\b", "opt_in"),
    # Somebody's own phone; not one at work, and nobody else's.
    (r"\b(?:fax|work|office|business|emergency|spouse|parent|employer|organization|trabajo|oficina)\b", None),
    (_PHONE, "phone"),
    (r"\b(?:zip|zipcode|postal|postcode)\b", "zip"),
    (r"\b(?:language|idioma)\b", "language"),
)
_SAYS = tuple((re.compile(pattern), meaning) for pattern, meaning in _RULES)
# Those that a heading of words alone may mean only where the cells below are such, too.
HELD_AGAINST_CELLS: frozenset[Meaning] = frozenset(("phone", "zip", "language", "consented_at"))
_MOBILE = re.compile(r"\b(?:cell|mobile|celular|m[oó]vil|text|sms)")
_HOME = re.compile(r"\b(?:home|landline|casa|fijo)\b")
A_PHONE, AT_HOME = heading_key("phone"), heading_key("home phone")


def meant_by_name(heading: str) -> tuple[Meaning, int] | None:
    """What a heading of the tables means, and its rank: what is smaller is taken before."""
    return _known().get(heading_key(heading))


def meant_by_words(heading: str) -> tuple[Meaning, int] | None:
    """The same of a heading that is in no table, by the words in it; to be held against its cells."""
    words = re.sub(r"[^\w' ]+", " ", column_name(re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", heading[:LONGEST])).replace("_", " "))
    words = " ".join(words.split())
    meaning = next((meaning for pattern, meaning in _SAYS if pattern.search(words)), None)
    if meaning is None:
        return None
    if meaning != "phone":
        return meaning, len(SYNONYMS[meaning])
    if _HOME.search(words):
        return meaning, len(SYNONYMS[meaning])
    return meaning, 0 if _MOBILE.search(words) else _known()[A_PHONE][1]


class KnownHeadings:
    """The headings by which a table is told from what stands around it. `named`: what somebody says that columns are called."""

    def __init__(self, named: Sequence[str] = ()) -> None:
        self._named = frozenset(map(column_name, named))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(name) and (name in self._named or _is_known(name))


def _is_known(name: str) -> bool:
    return meant_by_name(name) is not None or meant_by_words(name) is not None
