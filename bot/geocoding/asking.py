"""A Resolver that asks a geocoder on the web: once, counted, and not at all while it is down. Knows no geocoder by name."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

import structlog
from prometheus_client import Counter, Histogram

from bot.geocoding.breaker import Breaker
from bot.geocoding.district_boundaries import DistrictBoundaries, boundaries_on
from bot.geocoding.fetch import fetch_url
from bot.geocoding.geocoder import Failed, HttpAnswer, HttpRequest, Resolved, Unresolved

log = structlog.get_logger()

LOOKUPS = Counter("patchline_address_lookups", "street addresses looked up", ["outcome"])
SECONDS = Histogram("patchline_address_seconds", "time a geocoder took")

AT_ONCE = 3  # in one process, of whose threads four are the fewest: one that hangs never has them all
MOST_SECONDS = 4.0  # a webhook has to be answered within fifteen
REFUSED = frozenset({400, 422})  # this one request, by a service that works: nobody else's address is kept from it for that


class GeocoderDialect(Protocol):
    """How one geocoder is asked and understood. Pure: neither function does anything but work out its value."""

    def request(self, address: str, zip: str, boundaries: DistrictBoundaries) -> HttpRequest:
        """What to ask for an address by these boundaries."""

    def read(self, answer: HttpAnswer, boundaries: DistrictBoundaries) -> Resolved | Unresolved:
        """What it answered. Raises ValueError for what is not an answer as it is documented."""


class Geocoder:
    """Asks one geocoder, in its dialect, at its address."""

    def __init__(
        self, dialect: GeocoderDialect, url: str, clock: Callable[[], datetime], *, seconds: float = MOST_SECONDS
    ) -> None:
        self._dialect, self._url, self._seconds = dialect, url, seconds
        self._breaker, self._places = Breaker(clock), threading.BoundedSemaphore(AT_ONCE)

    def resolve(self, address: str, zip: str, on: date) -> Resolved | Unresolved:
        outcome = self._resolve(address, zip, on)
        if isinstance(outcome, Resolved):
            LOOKUPS.labels("matched").inc()
            return outcome
        LOOKUPS.labels(outcome.why).inc()
        if outcome.why == "unavailable":
            log.warning("address_lookup_failed", cause=outcome.cause)
        return outcome

    def _resolve(self, address: str, zip: str, on: date) -> Resolved | Unresolved:
        boundaries = boundaries_on(on)
        if boundaries is None:
            return Unresolved("unavailable", "no_lines")
        if not self._places.acquire(blocking=False):
            return Unresolved("unavailable", "busy")
        try:
            return self._ask(address, zip, boundaries)
        finally:
            self._places.release()

    def _ask(self, address: str, zip: str, boundaries: DistrictBoundaries) -> Resolved | Unresolved:
        if not self._breaker.allows():
            return Unresolved("unavailable", "cooling_down")
        with SECONDS.time():
            answer = fetch_url(self._url, self._dialect.request(address, zip, boundaries), self._seconds)
        outcome = self._understood(answer, boundaries)
        refused = isinstance(answer, HttpAnswer) and answer.status in REFUSED
        self._breaker.record(failed=isinstance(outcome, Unresolved) and outcome.why == "unavailable" and not refused)
        return outcome

    def _understood(self, answer: HttpAnswer | Failed, boundaries: DistrictBoundaries) -> Resolved | Unresolved:
        if isinstance(answer, Failed):
            return Unresolved("unavailable", answer.cause)
        try:
            return self._dialect.read(answer, boundaries)
        except ValueError:
            return Unresolved("unavailable", "unreadable")  # the error holds the answer, and the answer the address
