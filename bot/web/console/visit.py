"""What a page knows of its visitor: who they are, their language, what they may do; and the words it is written in."""

from datetime import datetime
from urllib.parse import urlencode

from flask import g, request, session
from markupsafe import Markup

from bot.accounts.audit import Actor
from bot.accounts.organizer_accounts import Person
from bot.accounts.sessions import OpenSession, Visitor
from bot.locale import CATALOGUES, language_name
from bot.locale.console_phrases import CONSOLE_LANGUAGES, has_sentence, say
from bot.locale.flaws import Finding, said_in
from bot.officials.roles import ROLES, titles_of
from bot.runtime import parts
from bot.web.console.access import ROUTES

MOST_ROWS = 2**31 - 1  # what an integer column holds, on PostgreSQL


def visitor() -> Visitor:
    """Where this request comes from."""
    return Visitor(request.remote_addr or "", request.headers.get("User-Agent", "")[:300])


def current_session() -> OpenSession | None:
    """The session of this request, None for who is not signed in."""
    found: OpenSession | None = g.get("open_session")
    return found


def person() -> Person:
    """Who is signed in. Only for pages that ask for it."""
    found = current_session()
    assert found is not None
    return found.person


def actor() -> Actor:
    """Who is signed in, as the log of acts names them."""
    found = current_session()
    assert found is not None
    return Actor(found.person.id, found.person.name, found.person.role, found.id)


def may(endpoint: str, campaign: str = "") -> bool:
    """May who is signed in open this page, of this campaign? For links and buttons: a template shows only those that work."""
    if current_session() is None:
        return False
    rule = ROUTES[endpoint]
    of_campaign = (not rule.own_campaign or is_own(campaign)) and not (rule.all_campaigns and bound_campaign())
    return person().role in rule.roles and of_campaign


def bound_campaign() -> str:
    """The campaign that who is signed in is entered for; "" for who may see to all. Owners may."""
    return "" if person().role == "owner" else person().campaign


def is_own(campaign: str) -> bool:
    """May who is signed in see to this campaign, as far as that goes by the campaign?"""
    return bound_campaign() in ("", campaign)


def now() -> datetime:
    """The time of this request, the same until it is answered."""
    if "now" not in g:
        g.now = parts().clock()
    moment: datetime = g.now
    return moment


def row_number(written: str) -> int:
    """A number of a row, as an address or a form has it. ValueError for what no row can have: databases refuse it."""
    number = int(written)
    if not 0 <= number <= MOST_ROWS:
        raise ValueError
    return number


def choose_language() -> str:
    """The language of this request: what its address asks for, and then keeps; what was kept; what the browser wants."""
    asked = request.args.get("lang", "")
    if asked in CONSOLE_LANGUAGES:
        session["language"] = asked
        return asked
    kept = session.get("language", "")
    if kept in CONSOLE_LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(CONSOLE_LANGUAGES) or CONSOLE_LANGUAGES[0]


def language() -> str:
    """The language of this page."""
    if "language" not in g:
        g.language = choose_language()
    chosen: str = g.language
    return chosen


def t(key: str, /, **values: object) -> str:
    """The sentence of a key in the page's language."""
    return say(key, language(), **values)


def named_language(code: str) -> str:
    """What a language is called in the page's language."""
    return language_name(code, language())


def role_name(role: str) -> str:
    """A role of officials in the page's language: "U.S. Senator"; as it is written where there is no such role."""
    return titles_of(ROLES[role].title, "", role)[language()] if role in ROLES else role


def named_thing(thing: str) -> str:
    """A thing of the log in the page's words: "alert 12" -> "alerta 12"."""
    kind, space, rest = thing.partition(" ")
    key = f"audit.things.{kind}"
    return f"{t(key)}{space}{rest}" if has_sentence(key) else thing


def named_value(value: str) -> str:
    """What a thing of the log was before or after: states, roles and versions in the page's words, others as they are."""
    found = (f"{part}.{value}" for part in ("states", "campaigns.states", "roles"))
    return next((t(key) for key in found if has_sentence(key)), named_thing(value))


def other_languages() -> list[tuple[str, str, str]]:
    """The other languages, each with its own name and this page's address in it."""
    own = {name: value for name, value in request.args.items() if name != "lang"}
    return [
        (each, CATALOGUES[each].name, f"{request.script_root}{request.path}?{urlencode({**own, 'lang': each})}")
        for each in CONSOLE_LANGUAGES
        if each != language()
    ]


# Marks that turn the direction of a text, or hide: shown by name, so that nobody is led astray by them.
HIDDEN = {
    "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF",
    "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
    "\u200b": "ZWSP", "\ufeff": "BOM",
}  # fmt: skip
_SHOWN = str.maketrans({mark: f"⟨{name}⟩" for mark, name in HIDDEN.items()})


def shown(text: object) -> str:
    """What people wrote, with marks of direction by name: for a sentence that it is part of."""
    return str(text).translate(_SHOWN)


def in_words(found: str | Finding) -> str:
    """What is wrong with something that people wrote, in the page's language where it has more than one."""
    return said_in(found, language())


def told(found: str | Finding) -> Markup:
    """The same, for a page."""
    return plain(in_words(found))


def plain(text: object) -> Markup:
    """What people wrote, for a page: escaped, and with marks of direction shown by name."""
    return Markup.escape(shown(text))
