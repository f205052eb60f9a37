"""Which offices a sentence names: "who is my senator?" is about both kinds of senators. The words are in the catalogues."""

from collections.abc import Sequence
from functools import cache

from bot.locale import CATALOGUES
from bot.officials.roles import ROLES
from bot.reading.answers import plain_text


def named_offices(words: Sequence[str]) -> tuple[str, ...]:
    """The roles that plain words name, in the order of the table of roles; none where they name none.

    The longest name counts: "state senator" is no U.S. senator. A word that is a part of a longer one is not read again.
    """
    said = f" {' '.join(words)} "
    roles: set[str] = set()
    for name, named in _names():
        if f" {name} " in said:
            roles |= named
            said = said.replace(f" {name} ", "  ")
    return tuple(role for role in ROLES if role in roles)


@cache
def _names() -> tuple[tuple[str, frozenset[str]], ...]:
    """What offices are called, the longest names first, and the roles that each means."""
    found: dict[str, set[str]] = {}
    for catalogue in CATALOGUES.values():
        for role in ROLES:
            said = catalogue.phrases.get(f"office_words.{role}", "")
            for name in said.split(",") if isinstance(said, str) else ():
                if plain := plain_text(name):
                    found.setdefault(plain, set()).add(role)
    return tuple((name, frozenset(found[name])) for name in sorted(found, key=len, reverse=True))
