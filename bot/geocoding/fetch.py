"""One GET that is over within so many seconds, whatever the other side does. Knows HTTP, not geocoders.

Python's own http.client, because it does nothing of its own accord: no redirect is followed, no proxy taken from the
environment, no request repeated, nothing kept. urllib3, and requests on top of it, write the address of each request to their
log and into their errors; the time limits of both start anew with every byte that arrives.
"""

import socket
import ssl
import threading
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import certifi
import structlog

from bot.geocoding.geocoder import Failed, HttpAnswer, HttpRequest
from bot.logging_setup import describe_error

log = structlog.get_logger()
MOST_BYTES = 1_000_000


def fetch_url(url: str, request: HttpRequest, seconds: float) -> HttpAnswer | Failed:
    """The answer, or why there is none: `timeout`, `redirect`, `too_big`, or the kind of error. The service's name is
    looked up, the connection made, and everything read within `seconds`."""
    exchange = _Exchange(url, request, seconds)
    # In a thread, because looking up a name cannot be given a time limit; at the end of ours it is left behind.
    threading.Thread(target=exchange.run, daemon=True, name="geocode").start()
    return exchange.wait(seconds)


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certifi.where())


class _Exchange:
    def __init__(self, url: str, request: HttpRequest, seconds: float) -> None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        self._connection = (
            HTTPSConnection(host, parts.port, timeout=seconds, context=_trusted())
            if parts.scheme == "https"
            else HTTPConnection(host, parts.port, timeout=seconds)
        )
        self._target = f"{parts.path.rstrip('/')}{request.path}?{urlencode(request.query, errors='replace')}"
        self._headers = {"Accept": "application/json", "Connection": "close", "User-Agent": "Patchline", **request.headers}
        self._socket: socket.socket | None = None
        self._over = threading.Event()
        self._left = False
        self._outcome: HttpAnswer | Failed = Failed("timeout")

    def wait(self, seconds: float) -> HttpAnswer | Failed:
        if self._over.wait(seconds):
            return self._outcome
        self._left = True
        if self._socket is not None:
            # Wakes the thread from whatever it is reading. Of the plain socket: TLS would want to say goodbye.
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
        return Failed("timeout")

    def run(self) -> None:
        try:
            self._outcome = self._ask()
        except (OSError, HTTPException) as error:
            self._outcome = Failed("timeout" if isinstance(error, TimeoutError) else type(error).__name__)
        except Exception as error:  # a thread's last frame; what it let through would be printed, address and all
            log.error("address_fetch_failed", **describe_error(error))
            self._outcome = Failed(type(error).__name__)
        finally:
            self._connection.close()
            self._over.set()

    def _ask(self) -> HttpAnswer | Failed:
        self._connection.connect()
        self._socket = self._connection.sock  # the connection lets go of it while there is still something to read
        if self._left:
            return Failed("timeout")  # too late: do not tell an address to nobody's use
        self._connection.request("GET", self._target, headers=self._headers)
        with self._connection.getresponse() as response:
            if 300 <= response.status < 400:
                return Failed("redirect")
            body = response.read(MOST_BYTES + 1)
        return HttpAnswer(response.status, body) if len(body) <= MOST_BYTES else Failed("too_big")
