"""Addresses of pictures that come with alerts: whether a provider could fetch one, told by the address alone.

Nothing is fetched here: what is behind an address, and how large it is, is seen with a test send.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from bot.locale.flaws import Flaw, flaw

MOST_CHARACTERS = 500
KINDS = (".jpg", ".jpeg", ".png", ".gif")  # what providers make fit for every phone
# As the sentences name them: ".jpg, .jpeg, .png or .gif".
NAMED_KINDS: Mapping[str, str] = MappingProxyType({"kinds": ", ".join(KINDS[:-1]), "last_kind": KINDS[-1]})
EXAMPLE = "https://example.org/rally.jpg"

VISIBLE = re.compile(r"[!-~]+")  # printable ASCII without the space
# A name that the whole world can look up. An address in digits is none, nor is a port a part of one.
NAME = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
# Last parts of names that mean something only in one network, or nothing at all (RFC 6761, RFC 6762, RFC 8375 and usage).
NOT_PUBLIC = frozenset({"localhost", "local", "internal", "lan", "home", "corp", "arpa", "test", "example", "invalid", "onion"})


class _Rule(NamedTuple):
    """`is_broken`: asked with the address and its parts."""

    is_broken: Callable[[str, SplitResult], bool]
    code: str


def _is_private(address: str, parts: SplitResult) -> bool:
    name = parts.netloc.lower()
    return not NAME.fullmatch(name) or name.rpartition(".")[2] in NOT_PUBLIC


# The first that is broken is told.
RULES = (
    _Rule(
        lambda address, parts: len(address) > MOST_CHARACTERS,
        "picture_long",
    ),
    _Rule(
        lambda address, parts: not VISIBLE.fullmatch(address),
        "picture_character",
    ),
    _Rule(lambda address, parts: parts.scheme != "https", "picture_not_https"),
    _Rule(lambda address, parts: not parts.netloc, "picture_no_site"),
    _Rule(
        lambda address, parts: "@" in parts.netloc,
        "picture_user",
    ),
    _Rule(
        _is_private,
        "picture_private",
    ),
    _Rule(
        lambda address, parts: not parts.path.lower().endswith(KINDS),
        "picture_kind",
    ),
)


def picture_problem(address: str) -> Flaw | None:
    """Why a picture of this address cannot be sent; None where it can, as far as the address tells."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return flaw("picture_no_address", example=EXAMPLE)
    broken = (rule for rule in RULES if rule.is_broken(address, parts))
    return next((flaw(rule.code, most=MOST_CHARACTERS, example=EXAMPLE, **NAMED_KINDS) for rule in broken), None)
