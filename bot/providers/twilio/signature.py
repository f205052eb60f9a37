"""Twilio's request signature: checked by its own library, against the address that Twilio was given."""

import hmac
from collections.abc import Mapping
from urllib.parse import quote

from twilio.request_validator import RequestValidator

# What a path may hold unescaped (RFC 3986 pchar): the rest was escaped on the wire.
PATH_SAFE = "/-._~!$&'()*+,;=:@"


class Signature:
    """Checks and makes X-Twilio-Signature with an auth token."""

    def __init__(self, token: str) -> None:
        self._validator = RequestValidator(token)

    def fits(self, url: str, form: Mapping[str, list[str]], signature: str | None) -> bool:
        if not signature:
            return False  # the library would raise
        fields = _Form(form)
        # Nearly always the address is signed as it stands; the library's own check signs it twice, with and without port.
        same = hmac.compare_digest(self._validator.compute_signature(url, fields).encode(), signature.encode())
        return same or bool(self._validator.validate(url, fields, signature))

    def of(self, url: str, form: Mapping[str, list[str]]) -> str:
        return str(self._validator.compute_signature(url, _Form(form)))


class _Form(dict[str, list[str]]):
    """A form as the library wants it: it reads repeated values through `getlist`."""

    def getlist(self, key: str) -> list[str]:
        return self[key]


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
