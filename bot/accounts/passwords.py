"""Passwords: hashed with argon2id, and what is too weak to be one."""

import itertools
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200  # characters
AT_ONCE = 2  # each takes 19 MiB and a core for a tenth of a second

# OWASP's least for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_turn = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """What a row keeps of a password."""
    with _turn:
        return _HASHER.hash(password)


def is_password(kept: str | None, said: str) -> bool:
    """Is this the password? `kept`: its hash, None where there is none; it takes as long then, so nobody can tell."""
    with _turn:
        try:
            return _HASHER.verify(kept or _nobodys(), said[:LONGEST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, name: str) -> str:
    """Why it is no good password: "short", "long", "name" (it holds its owner's), "plain" (few characters, or a row of them);
    "" where it is one."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    lowered = password.casefold()
    if len(name) > 3 and name.casefold() in lowered:
        return "name"
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(lowered)}
    return "plain" if len(set(lowered)) < 6 or steps <= {1, -1, 0} else ""


@cache
def _nobodys() -> str:
    return _HASHER.hash("the password of nobody")
