"""Phone numbers at rest: encrypted so that equal ones stay equal, and keyed so that an erased one is still known as stopped."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

ENCRYPTED = "sealed "  # begins a reply that is encrypted; what is not begins with a bracket, as XML does


class PhoneCipher:
    """Encrypts and decrypts phone numbers with AES-256-SIV (RFC 5297): deterministic, so a lookup compares ciphertexts.

    `key` is 64 bytes in URL-safe base64 (the setting PHONE_KEY).
    """

    def __init__(self, key: str) -> None:
        raw = base64.urlsafe_b64decode(key)
        self._cipher = AESSIV(raw)
        self._person_key = hashlib.sha256(b"patchline person" + raw).digest()
        # Names this installation where several share something, as a task broker: all its machines have the same key.
        self.installation = hashlib.sha256(b"patchline installation" + raw).hexdigest()[:12]

    def encrypt(self, phone: str) -> bytes:
        return self._cipher.encrypt(phone.encode(), [b"phone"])

    def decrypt(self, encrypted: bytes) -> str:
        """The number that was encrypted.

        Raises ValueError where another PHONE_KEY encrypted it.
        """
        try:
            return self._cipher.decrypt(encrypted, [b"phone"]).decode()
        except InvalidTag:
            raise ValueError(
                "a phone number cannot be decrypted with this PHONE_KEY; set the key it was written with"
            ) from None

    def decrypt_if_ours(self, encrypted: bytes) -> str | None:
        """The same; None where another PHONE_KEY encrypted it: for work that holds other numbers, too."""
        try:
            return self.decrypt(encrypted)
        except ValueError:
            return None

    def encrypt_form(self, form: Mapping[str, str]) -> bytes:
        """A whole webhook form, for what could not be answered."""
        return self._cipher.encrypt(urlencode(form).encode(), [b"form"])

    def decrypt_form(self, encrypted: bytes) -> dict[str, str]:
        """The form that was encrypted; empty where another PHONE_KEY encrypted it."""
        try:
            return dict(parse_qsl(self._cipher.decrypt(encrypted, [b"form"]).decode(), keep_blank_values=True))
        except InvalidTag:
            return {}

    def encrypt_words(self, words: str) -> bytes:
        """What somebody wrote or said, and what we answered."""
        return self._cipher.encrypt(words.encode(), [b"words"])

    def decrypt_words(self, encrypted: bytes) -> str:
        """The words that were encrypted; empty where another PHONE_KEY encrypted them."""
        try:
            return self._cipher.decrypt(encrypted, [b"words"]).decode()
        except InvalidTag:
            return ""

    def encrypt_reply(self, reply: str) -> str:
        """An answer with a one-time code in it, as it may lie in a table."""
        return ENCRYPTED + base64.b64encode(self._cipher.encrypt(reply.encode(), [b"reply"])).decode()

    def decrypt_reply(self, kept: str) -> str:
        """An answer as it was given, encrypted or not; empty where another PHONE_KEY encrypted it."""
        if not kept.startswith(ENCRYPTED):
            return kept
        try:
            return self._cipher.decrypt(base64.b64decode(kept.removeprefix(ENCRYPTED)), [b"reply"]).decode()
        except InvalidTag:
            return ""

    def code_key(self, phone: str, code: str) -> bytes:
        """An irreversible key of a one-time code that was given to a number."""
        return hmac.digest(self._person_key, f"{phone} {code}".encode(), "sha256")

    def limit_key(self, name: str, who: bytes) -> str:
        """An irreversible key under which it is counted how often somebody did a limited thing; another one for each thing."""
        return hmac.digest(self._person_key, b"limit " + name.encode() + b" " + who, "sha256").hex()

    def person_key(self, phone: str) -> bytes:
        """An irreversible key of the number (without the setting, all ten billion numbers would have to be tried with it)."""
        return hmac.digest(self._person_key, phone.encode(), "sha256")
