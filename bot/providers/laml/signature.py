"""The signature of a webhook: HMAC-SHA1 over the address that the company was given and the sorted fields of the form.

Computed here, because Twilio's library computes it two or three times a webhook; tests/test_signature.py holds the two
together.
"""

import hmac
from base64 import b64encode
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlparse

Fields = Iterable[tuple[str, str]]  # of a form, each with its name; a name may come several times
# What a path may hold unescaped (RFC 3986 pchar): the rest was escaped on the wire.
PATH_SAFE = "/-._~!$&'()*+,;=:@"


class Signature:
    """Checks and makes signatures with a company's key: an auth token, or one for this alone."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def fits(self, url: str, fields: Fields, signature: str | None) -> bool:
        """Is this the signature of a form for this address, with its port or without?"""
        if not signature:
            return False
        given, signed = signature.encode(), _in_order(fields)
        # Nearly always the address is signed as it stands.
        return self._same(url, signed, given) or any(self._same(other, signed, given) for other in _other_ports(url))

    def of(self, url: str, fields: Fields) -> str:
        """The signature of a form for this address, in base64."""
        return self._sign(url, _in_order(fields)).decode()

    def _same(self, url: str, signed: str, given: bytes) -> bool:
        return hmac.compare_digest(self._sign(url, signed), given)

    def _sign(self, url: str, signed: str) -> bytes:
        return b64encode(hmac.digest(self._key, (url + signed).encode(), "sha1"))


def _in_order(fields: Fields) -> str:
    """The fields by name, each name followed by its value; of several values under a name each different one, sorted."""
    return "".join([name + value for name, value in sorted(set(fields))])


def _other_ports(url: str) -> set[str]:
    """The address without a port, and with one: signed is either, whichever was given."""
    parts = urlparse(url)
    bare, port = parts.netloc.split(":")[0], parts.port or (443 if parts.scheme == "https" else 80)
    return {parts._replace(netloc=netloc).geturl() for netloc in (bare, f"{bare}:{port}")}


def signed_url(public_url: str, environ: Mapping[str, object]) -> str:
    """The address a webhook was signed for: the public one, with the path and query as they were on the wire.

    Flask's own `request.url` unescapes some characters and fails valid signatures. Servers name the raw line differently
    (RAW_URI, REQUEST_URI) or not at all; then the path is escaped again, which is exact for every route of ours.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if isinstance(raw, str) and raw.startswith("/"):
        return public_url + raw
    path = quote(str(environ.get("PATH_INFO", "")).encode("latin-1"), safe=PATH_SAFE)
    query = environ.get("QUERY_STRING")
    return f"{public_url}{path}?{query}" if query else f"{public_url}{path}"
