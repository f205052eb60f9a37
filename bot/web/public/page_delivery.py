"""How pages travel: packed where the browser takes it, and not at all where it has them already."""

import gzip

from flask import Response, request

PACKED = frozenset(
    {"text/html", "text/css", "text/plain", "text/javascript", "image/svg+xml", "application/xml", "application/json"}
)
LEAST_BYTES = 500  # below it packing gains nothing
LEVEL = 6


def mark_page(response: Response) -> Response:
    """A page is known again by its ETag, so that a reader who comes back gets 304 and no body."""
    if request.method == "GET" and response.status_code == 200 and response.mimetype == "text/html":
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response


def pack(response: Response) -> Response:
    """Compress what is worth it. Public pages hold no secret that could be guessed by the size of an answer."""
    if response.mimetype not in PACKED or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or "Range" in request.headers:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= LEAST_BYTES:
        response.set_data(gzip.compress(content, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        etag, _ = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)
    return response
