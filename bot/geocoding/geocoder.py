"""What looks up a street address, and what came of it. Values only: whoever asks decides what they mean for a supporter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Protocol

from bot.officials.levels import Level
from bot.officials.local.ward_lookup import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Where an address lies.

    state: its Open Civic Data id. areas: level -> what is said of it; a level that the answer did not carry, or carried more
    than once, is missing. A House district is an Open Civic Data id; a district of a state's legislature is the state and the
    Census code, "WA-027", by the boundaries of the year `legislatures` (None: it does not say); a place has its Census
    name, "Tacoma city", and any other area its name without the kind, "Pierce". congress: whose House districts these are.
    point: where exactly, None where it does not say, or says several; for the one lookup, and nothing of it shows.
    """

    state: str
    congress: int
    legislatures: int | None = None
    areas: Mapping[Level, str] = field(default_factory=dict)
    point: Point | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why there is no answer. `cause`: for the log, what was wrong where the resolver was `unavailable`; never the address.

    no_match: nobody knows this address. several: it may be in more than one place. unavailable: ask some other time.
    outside: found, but not in the ZIP code the supporter gave; no resolver says so, for only the caller knows the ZIP's areas.
    """

    why: Literal["no_match", "several", "outside", "unavailable"]
    cause: str = ""


ENDS_IN_ZIP = re.compile(r"\b\d{5}(-\d{4})?\.?$")


class Resolver(Protocol):
    """Turns a street address into divisions, in one request and within a few seconds; forgets it then."""

    def resolve(self, address: str, zip: str, on: date) -> Resolved | Unresolved:
        """Where an address in a ZIP code ("98402", "98402-1234") lies, by the boundaries in force on a day. Does not raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """One GET: what comes after the service's address, and headers. Nothing of it shows, for the address is in the query."""

    path: str
    query: dict[str, str] = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An HTTP answer, as it came. The body does not show: geocoders repeat the address in it."""

    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """There was no answer that could be read."""

    cause: str


def agree_matches(found: list[Resolved]) -> Resolved | Unresolved:
    """What several matches of one address come to: they may differ in everything but where they lie."""
    if not found:
        return Unresolved("no_match")
    if any(each != found[0] for each in found):
        return Unresolved("several")
    return found[0] if all(each.point == found[0].point for each in found) else replace(found[0], point=None)


def one_line(address: str, zip: str) -> str:
    """An address with its ZIP code at the end; the one that was written with it stays."""
    return address if ENDS_IN_ZIP.search(address) else f"{address}, {zip}"
