"""Where the console is, and how much it takes at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.runtime import CONSOLE_PATH
from bot.web.lazy_mount import LazyMount, MountPoint

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Of a request's body: of a list of supporters, whose address ends in /upload, and of any other form.
UPLOAD_BYTES, FORM_BYTES = 20_000_000, 500_000
MOST_PAGES = 4
BUSY = b"Too many pages are being opened at once. Please load this one again in a moment.\n"
AT = MountPoint(path=CONSOLE_PATH, most=MOST_PAGES, busy=BUSY, busy_type="text/plain; charset=utf-8")


class ConsoleMount(LazyMount):
    """The application `app`, and beside it the console; `build` makes it, once."""

    def __init__(self, app: "WSGIApplication", build: "Callable[[], WSGIApplication]") -> None:
        super().__init__(app, build, AT)

    def console(self) -> "WSGIApplication":
        """The console, made at the first call."""
        return self.mounted()


def is_console(path: str) -> bool:
    """Is this the path of a page of the console?"""
    return AT.serves(path)
