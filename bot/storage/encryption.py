"""Phone numbers at rest: encrypted so that equal ones stay equal, and keyed so that an erased one is still known as stopped."""

import base64
import hmac
from collections.abc import Mapping
from contextlib import suppress
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bot import keys

PHRASE_BYTES = 8  # enough to tell the phrases of one inbox apart
ENCRYPTED = "sealed "  # begins a reply that is encrypted; what is not begins with a bracket, as XML does

Kind = Literal["phone", "email", "form", "words", "secret", "reply"]


class PhoneCipher:
    """Encrypts and decrypts phone numbers with AES-256-SIV (RFC 5297): deterministic, so a lookup compares ciphertexts.

    `key` is in URL-safe base64 (the setting PHONE_KEY): 64 bytes, and in one that came after another what stays when the key
    changes: the secret of irreversible keys, and the name of the installation. `other`: while the key changes, the one before
    or the next; what it encrypted is read as well.
    """

    def __init__(self, key: str, other: str = "") -> None:
        self._ciphers = [AESSIV(keys.cipher_part(each)) for each in (key, other) if each]
        lasting = keys.lasting_part(key)
        self._person_key = lasting[: keys.PERSON_BYTES]
        # Names this installation where several share something, as a task broker: all its machines have the same key.
        self.installation = lasting[keys.PERSON_BYTES :].hex()

    @property
    def has_two_keys(self) -> bool:
        """Does the key change at the moment?"""
        return len(self._ciphers) > 1

    def renew(self, encrypted: bytes, kind: Kind) -> bytes | None:
        """The same under PHONE_KEY; None where neither key opens it."""
        plain = self._open(encrypted, kind)
        return None if plain is None else self._seal(plain, kind)

    def _seal(self, plain: bytes, kind: Kind) -> bytes:
        return self._ciphers[0].encrypt(plain, [kind.encode()])

    def _open(self, encrypted: bytes, kind: Kind) -> bytes | None:
        for cipher in self._ciphers:
            with suppress(InvalidTag):
                return cipher.decrypt(encrypted, [kind.encode()])
        return None

    def encrypt(self, phone: str) -> bytes:
        return self._seal(phone.encode(), "phone")

    def encryptions(self, phone: str) -> list[bytes]:
        """A number as it may lie in a table: one way, two while the key changes."""
        return [cipher.encrypt(phone.encode(), [b"phone"]) for cipher in self._ciphers]

    def decrypt(self, encrypted: bytes) -> str:
        """The number that was encrypted.

        Raises ValueError where another PHONE_KEY encrypted it.
        """
        phone = self._open(encrypted, "phone")
        if phone is None:
            raise ValueError("a phone number cannot be decrypted with this PHONE_KEY; set the key it was written with")
        return phone.decode()

    def decrypt_if_ours(self, encrypted: bytes) -> str | None:
        """The same; None where another PHONE_KEY encrypted it: for work that holds other numbers, too."""
        phone = self._open(encrypted, "phone")
        return None if phone is None else phone.decode()

    def encrypt_email(self, email: str) -> bytes:
        """An organizer's e-mail address."""
        return self._seal(email.encode(), "email")

    def email_encryptions(self, email: str) -> list[bytes]:
        """An address as it may lie in a table: one way, two while the key changes."""
        return [cipher.encrypt(email.encode(), [b"email"]) for cipher in self._ciphers]

    def decrypt_email(self, encrypted: bytes) -> str:
        """The address that was encrypted; empty where another PHONE_KEY encrypted it."""
        return (self._open(encrypted, "email") or b"").decode()

    def encrypt_form(self, form: Mapping[str, str]) -> bytes:
        """A whole webhook form, for what could not be answered."""
        return self._seal(urlencode(form).encode(), "form")

    def decrypt_form(self, encrypted: bytes) -> dict[str, str]:
        """The form that was encrypted; empty where another PHONE_KEY encrypted it."""
        return dict(parse_qsl((self._open(encrypted, "form") or b"").decode(), keep_blank_values=True))

    def encrypt_words(self, words: str) -> bytes:
        """What somebody wrote or said, and what we answered."""
        return self._seal(words.encode(), "words")

    def decrypt_words(self, encrypted: bytes) -> str:
        """The words that were encrypted; empty where another PHONE_KEY encrypted them."""
        return (self._open(encrypted, "words") or b"").decode()

    def encrypt_secret(self, secret: str) -> bytes:
        """What lets us in elsewhere: a key of another tool, or an address that is one."""
        return self._seal(secret.encode(), "secret")

    def decrypt_secret(self, encrypted: bytes) -> str:
        """The secret that was encrypted; empty where another PHONE_KEY encrypted it."""
        return (self._open(encrypted, "secret") or b"").decode()

    def encrypt_reply(self, reply: str) -> str:
        """An answer with a one-time code in it, as it may lie in a table."""
        return ENCRYPTED + base64.b64encode(self._seal(reply.encode(), "reply")).decode()

    def decrypt_reply(self, kept: str) -> str:
        """An answer as it was given, encrypted or not; empty where another PHONE_KEY encrypted it."""
        if not kept.startswith(ENCRYPTED):
            return kept
        return (self._open(base64.b64decode(kept.removeprefix(ENCRYPTED)), "reply") or b"").decode()

    def phrase_key(self, plain: str) -> bytes:
        """An irreversible key of what somebody wrote, in plain words: equal phrases are found without being read."""
        return hmac.digest(self._person_key, b"phrase " + plain.encode(), "sha256")[:PHRASE_BYTES]

    def code_key(self, phone: str, code: str) -> bytes:
        """An irreversible key of a one-time code that was given to a number."""
        return hmac.digest(self._person_key, f"{phone} {code}".encode(), "sha256")

    def limit_key(self, name: str, who: bytes) -> str:
        """An irreversible key under which it is counted how often somebody did a limited thing; another one for each thing."""
        return hmac.digest(self._person_key, b"limit " + name.encode() + b" " + who, "sha256").hex()

    def person_key(self, phone: str) -> bytes:
        """An irreversible key of the number (without the setting, all ten billion numbers would have to be tried with it)."""
        return hmac.digest(self._person_key, phone.encode(), "sha256")
