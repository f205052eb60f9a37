"""Addresses of pictures that come with alerts: whether a provider could fetch one, told by the address alone.

Nothing is fetched here: what is behind an address, and how large it is, is seen with a test send.
"""

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

MOST_CHARACTERS = 500
KINDS = (".jpg", ".jpeg", ".png", ".gif")  # what providers make fit for every phone
EXAMPLE = "https://example.org/rally.jpg"

VISIBLE = re.compile(r"[!-~]+")  # printable ASCII without the space
# A name that the whole world can look up. An address in digits is none, nor is a port a part of one.
NAME = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
# Last parts of names that mean something only in one network, or nothing at all (RFC 6761, RFC 6762, RFC 8375 and usage).
NOT_PUBLIC = frozenset({"localhost", "local", "internal", "lan", "home", "corp", "arpa", "test", "example", "invalid", "onion"})


class _Rule(NamedTuple):
    """`is_broken`: asked with the address and its parts."""

    is_broken: Callable[[str, SplitResult], bool]
    what: str
    mend: str


def _is_private(address: str, parts: SplitResult) -> bool:
    name = parts.netloc.lower()
    return not NAME.fullmatch(name) or name.rpartition(".")[2] in NOT_PUBLIC


# The first that is broken is told.
RULES = (
    _Rule(
        lambda address, parts: len(address) > MOST_CHARACTERS,
        f"has more than {MOST_CHARACTERS} characters",
        "give the picture a shorter address",
    ),
    _Rule(
        lambda address, parts: not VISIBLE.fullmatch(address),
        "has a character that no web address has",
        "write it as the browser copies it, with %20 for a space",
    ),
    _Rule(lambda address, parts: parts.scheme != "https", "does not begin with https://", f"write it whole, as {EXAMPLE}"),
    _Rule(lambda address, parts: not parts.netloc, "names no web site", f"write it whole, as {EXAMPLE}"),
    _Rule(
        lambda address, parts: "@" in parts.netloc,
        "has a user or a password in it",
        "put the picture where everybody may see it",
    ),
    _Rule(
        _is_private,
        "names no public web site",
        f"the provider fetches it from there: put the picture where everybody may see it, as {EXAMPLE}",
    ),
    _Rule(
        lambda address, parts: not parts.path.lower().endswith(KINDS),
        f"does not end in {', '.join(KINDS[:-1])} or {KINDS[-1]}",
        "name the picture itself, not the page that shows it; save another kind as .jpg",
    ),
)


class PictureProblem(NamedTuple):
    """What is wrong with an address, and how it is mended."""

    what: str
    mend: str


def picture_problem(address: str) -> PictureProblem | None:
    """Why a picture of this address cannot be sent; None where it can, as far as the address tells."""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no IPv6 address
        return PictureProblem("is no web address", f"write it whole, as {EXAMPLE}")
    return next((PictureProblem(rule.what, rule.mend) for rule in RULES if rule.is_broken(address, parts)), None)
