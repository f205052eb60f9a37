"""One GET that is over within so many seconds, whatever the other side does. Knows HTTP, not geocoders.

Python's own http.client, because it does nothing of its own accord: no redirect is followed, no proxy taken from the
environment, no request repeated, nothing kept. urllib3, and requests on top of it, write the address of each request to their
log and into their errors; the time limits of both start anew with every byte that arrives.
"""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import structlog

from bot.geocoding.geocoder import Failed, HttpAnswer, HttpRequest
from bot.logging_setup import describe_error
from bot.timed_requests.timed_exchange import TimedExchange, trusted_certificates

log = structlog.get_logger()
MOST_BYTES = 1_000_000


def fetch_url(url: str, request: HttpRequest, seconds: float) -> HttpAnswer | Failed:
    """The answer, or why there is none: `timeout`, `redirect`, `too_big`, or the kind of error. The service's name is
    looked up, the connection made, and everything read within `seconds`."""
    return _Exchange(url, request, seconds).outcome()


class _Exchange(TimedExchange[HttpAnswer | Failed]):
    def __init__(self, url: str, request: HttpRequest, seconds: float) -> None:
        super().__init__(seconds, "geocode")
        parts = urlsplit(url)
        host = parts.hostname or ""
        self._connection = (
            HTTPSConnection(host, parts.port, timeout=seconds, context=trusted_certificates())
            if parts.scheme == "https"
            else HTTPConnection(host, parts.port, timeout=seconds)
        )
        self._target = f"{parts.path.rstrip('/')}{request.path}?{urlencode(request.query, errors='replace')}"
        self._headers = {"Accept": "application/json", "Connection": "close", "User-Agent": "Patchline", **request.headers}

    def late(self) -> Failed:
        return Failed("timeout")

    def ask(self) -> HttpAnswer | Failed:
        try:
            return self._ask()
        except TimeoutError:
            return self.late()
        except (OSError, HTTPException) as error:
            return Failed(type(error).__name__)
        except Exception as error:
            log.error("address_fetch_failed", **describe_error(error))
            return Failed(type(error).__name__)

    def close(self) -> None:
        self._connection.close()

    def _ask(self) -> HttpAnswer | Failed:
        self._connection.connect()
        self.socket = self._connection.sock  # the connection lets go of it while there is still something to read
        self.seconds_left()  # too late: do not tell an address to nobody's use
        self._connection.request("GET", self._target, headers=self._headers)
        with self._connection.getresponse() as response:
            if 300 <= response.status < 400:
                return Failed("redirect")
            body = response.read(MOST_BYTES + 1)
        return HttpAnswer(response.status, body) if len(body) <= MOST_BYTES else Failed("too_big")
