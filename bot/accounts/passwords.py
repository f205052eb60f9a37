"""Passwords: hashed with argon2id, and what is too weak to be one."""

import hashlib
import itertools
import re
import threading
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 128  # characters
LONGEST_EVER = 200  # characters of what an earlier version let people choose
AT_ONCE = 2  # each takes 19 MiB and a core for a tenth of a second

# OWASP's least for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turn = threading.BoundedSemaphore(AT_ONCE)
# Of what people choose most: a line each, the first ten digits of its SHA-256, since many are words that nobody wants to read
# here. The first 10,000 passwords of zxcvbn 4.5.0 (MIT, Dropbox, Inc. and Daniel Wolf), and those of its 30,000 that are long
# enough for us.
_COMMON = Path(__file__).with_name("common_passwords.txt")
_DIGEST = 10  # digits of a line
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")  # what people put around a word so that it is taken


def hash_password(password: str) -> str:
    """What a row keeps of a password."""
    with _turn:
        return _HASHER.hash(password)


def is_password(kept: str | None, said: str) -> bool:
    """Is this the password? `kept`: its hash, None where there is none; it takes as long then, so nobody can tell."""
    with _turn:
        try:
            # Cut for the time that it takes alone: what is longer is nobody's, whatever it begins with.
            fits = _HASHER.verify(kept or _nobodys(), said[:LONGEST_EVER])
            return fits and kept is not None and len(said) <= LONGEST_EVER
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, name: str) -> str:
    """Why it is no good password: "short" (several spaces count as one), "long", "name" (it holds its owner's), "common" (many
    choose it), "plain" (few characters, or a row of them); "" where it is one."""
    if len(re.sub(" {2,}", " ", password)) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    lowered = password.casefold()
    if len(name) > 3 and name.casefold() in lowered:
        return "name"
    if _is_common(lowered):
        return "common"
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(lowered)}
    return "plain" if len(set(lowered)) < 6 or steps <= {1, -1, 0} else ""


def _is_common(lowered: str) -> bool:
    """Is it one that many choose, also with digits and signs around it, or twice the same?"""
    word = _AROUND.sub("", lowered)
    half = word[: len(word) // 2]
    found = {lowered, word, half if half * 2 == word else word}
    return any(hashlib.sha256(each.encode()).hexdigest()[:_DIGEST] in _common() for each in found)


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="ascii").split())


@cache
def _nobodys() -> str:
    return _HASHER.hash("the password of nobody")
