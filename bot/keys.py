"""Keys that an installation makes for itself: what they look like, and where they are kept. Not what they encrypt."""

import base64
import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

PHONE_KEY_BYTES = 64  # AES-256-SIV takes two 256-bit keys
PERSON_BYTES, INSTALLATION_BYTES = 32, 6  # what stays when the key changes
LATER_BYTES = PHONE_KEY_BYTES + PERSON_BYTES + INSTALLATION_BYTES

# Setting -> how somebody makes its key by hand, and how we do.
COMMANDS: Mapping[str, str] = {
    "secret_key": "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
    "phone_key": "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(64)).decode())'",
}
_MAKERS: Mapping[str, Callable[[], str]] = {
    "secret_key": lambda: secrets.token_urlsafe(48),
    "phone_key": lambda: base64.urlsafe_b64encode(os.urandom(PHONE_KEY_BYTES)).decode(),
}


def is_phone_key(key: str) -> bool:
    """May it be a PHONE_KEY?"""
    try:
        return len(base64.urlsafe_b64decode(key)) in (PHONE_KEY_BYTES, LATER_BYTES)
    except ValueError:
        return False


def cipher_part(key: str) -> bytes:
    """Of a PHONE_KEY, what encrypts."""
    return base64.urlsafe_b64decode(key)[:PHONE_KEY_BYTES]


def lasting_part(key: str) -> bytes:
    """Of a PHONE_KEY, what stays when it changes: the secret of people's irreversible keys, and the name of this installation.
    Of the first one it is made of the key itself; each later one carries it along."""
    raw = base64.urlsafe_b64decode(key)
    if len(raw) > PHONE_KEY_BYTES:
        return raw[PHONE_KEY_BYTES:]
    person_key = hashlib.sha256(b"patchline person" + raw).digest()
    return person_key + hashlib.sha256(b"patchline installation" + raw).digest()[:INSTALLATION_BYTES]


def next_key(key: str) -> str:
    """A fresh PHONE_KEY that may follow this one."""
    return base64.urlsafe_b64encode(os.urandom(PHONE_KEY_BYTES) + lasting_part(key)).decode()


def keep_key(folder: Path, name: str) -> str:
    """The key in the file of this name in the folder; made there, readable by its owner alone, if it is not there."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Two servers may start together: the file appears whole, the first wins, both read the same.
        handle, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w") as file:
            file.write(f"{_MAKERS[name]()}\n")
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text().strip()
