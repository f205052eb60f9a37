"""Where the API is, and how much it takes at once."""

from typing import TYPE_CHECKING

from bot.runtime import API_PATH
from bot.web.lazy_mount import MountPoint

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BODY_BYTES = 100_000
MOST_REQUESTS = 2
BUSY = (
    b'{"type":"urn:patchline:problem:busy","title":"Too many requests at once","status":503,'
    b'"detail":"Ask again in two seconds, and fewer at the same time."}'
)
AT = MountPoint(path=API_PATH, most=MOST_REQUESTS, busy=BUSY, busy_type="application/problem+json")


def is_api(path: str) -> bool:
    """Is this the path of the API?"""
    return AT.serves(path)


def api_body_limit(environ: "WSGIEnvironment") -> int:
    """The most bytes that are read of a body; 0 for one whose head says that it is larger: the API refuses it unread, in its
    own words."""
    length = environ.get("CONTENT_LENGTH", "")
    return 0 if length.isdecimal() and int(length) > BODY_BYTES else BODY_BYTES
