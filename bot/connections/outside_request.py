"""One request to a server that an organizer named: over in so many seconds, and never to a network of ours.

A name is looked up at each request, all that comes of it is checked, and the connection is made to what was checked: a name
that means something else a moment later leads nowhere. Python's own http.client, as it does nothing of its own accord: no
redirect is followed, no proxy taken from the environment, nothing repeated.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Literal
from urllib.parse import SplitResult, urlsplit

import structlog

from bot.logging_setup import describe_error
from bot.timed_requests.timed_exchange import TimedExchange, trusted_certificates

log = structlog.get_logger()
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]
SECONDS = 10.0
LONGEST_ADDRESS = 2000  # characters
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in its last 32 bits
Cause = Literal[
    "bad_address", "unknown_host", "inner_address", "not_encrypted", "not_trusted", "unreachable", "timeout", "broken", "fault"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a server said. `body`: no more of it than was asked for. `location`: where it sends us on to, which nobody follows
    here; `wait_seconds`: how long it wants to be left alone, 0 for nothing said."""

    status: int
    body: bytes = b""
    location: str = ""
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswer:
    """Why there is none."""

    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideRequest:
    """`most_bytes`: so much of the answer's body is read, and the rest left where it is."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    most_bytes: int = 0


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a name. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """The world outside. `inner_networks`: those of our own that may be asked all the same, also without encryption."""

    inner_networks: Sequence[Network] = ()
    resolve: Resolve = look_up
    seconds: float = SECONDS

    def ask(self, request: OutsideRequest) -> Answered | NoAnswer:
        """The answer to a request, or why there is none; in no more than `seconds`, whatever the other side does."""
        parts = read_url(request.url)
        if parts is None:
            return NoAnswer(cause="bad_address")
        return _Exchange(self, parts, request).outcome()

    def is_ours(self, address: str) -> bool:
        """Is it in one of the networks of our own that may be asked?"""
        ip = _plain_ip(address)
        return any(ip in network for network in self.inner_networks)

    def may_ask(self, address: str) -> bool:
        """May a connection be made to this IP address? To those that everybody reaches, and to `inner_networks`."""
        return self.is_ours(address) or _is_public(_plain_ip(address))


def read_url(url: str) -> SplitResult | None:
    """The parts of a web address that may be asked; None for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_ADDRESS
    fits = parts.scheme in ("https", "http") and host and port != 0 and parts.username is None and not parts.fragment
    return parts if plain and fits else None


def _plain_ip(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address that is meant: an IPv4 one that is written as an IPv6 one is itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    site_local = isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or site_local)


class _Exchange(TimedExchange[Answered | NoAnswer]):
    def __init__(self, outside: Outside, parts: SplitResult, request: OutsideRequest) -> None:
        super().__init__(outside.seconds, "outside")
        self._outside, self._parts, self._request = outside, parts, request

    def late(self) -> NoAnswer:
        return NoAnswer(cause="timeout")

    def ask(self) -> Answered | NoAnswer:
        try:
            return self._ask()
        except TimeoutError:
            return self.late()
        except ssl.SSLError:
            return NoAnswer(cause="not_trusted")
        except OSError:
            return NoAnswer(cause="unreachable")
        except (HTTPException, ValueError):
            return NoAnswer(cause="broken")
        except Exception as error:
            log.error("outside_request_failed", **describe_error(error))
            return NoAnswer(cause="fault")

    def _ask(self) -> Answered | NoAnswer:
        host = (self._parts.hostname or "").encode("idna").decode()
        secure = self._parts.scheme == "https"
        port = self._parts.port or (443 if secure else 80)
        try:
            addresses = self._outside.resolve(host, port)
        except OSError:
            return NoAnswer(cause="unknown_host")
        if not addresses:
            return NoAnswer(cause="unknown_host")
        if not all(map(self._outside.may_ask, addresses)):
            return NoAnswer(cause="inner_address")
        if not secure and not all(map(self._outside.is_ours, addresses)):
            return NoAnswer(cause="not_encrypted")
        self.socket = plain = self._connect(addresses, port)
        plain.settimeout(self.seconds_left())
        if secure:
            self.socket = trusted_certificates().wrap_socket(plain, server_hostname=host)
        return self._exchange(HTTPConnection(self._parts.hostname or "", port), host, secure)

    def _connect(self, addresses: Sequence[str], port: int) -> socket.socket:
        """To the first that answers, of those that were checked."""
        for address in addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, port), timeout=self.seconds_left() / 2)
        return socket.create_connection((addresses[-1], port), timeout=self.seconds_left())

    def _exchange(self, connection: HTTPConnection, host: str, secure: bool) -> Answered:
        connection.sock = self.socket
        usual = (443 if secure else 80) == (self._parts.port or (443 if secure else 80))
        shown = f"[{host}]" if ":" in host else host
        target = f"{self._parts.path or '/'}{'?' if self._parts.query else ''}{self._parts.query}"
        headers = {
            "Host": shown if usual else f"{shown}:{self._parts.port}",
            "User-Agent": "Patchline",
            "Connection": "close",
            **self._request.headers,
        }
        connection.request(self._request.method, target, body=self._request.body or None, headers=headers)
        with connection.getresponse() as response:
            most = self._request.most_bytes
            wait = response.headers.get("Retry-After", "")
            return Answered(
                status=response.status,
                body=response.read(most) if most else b"",
                location=response.headers.get("Location", ""),
                wait_seconds=int(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 7 else 0,
            )
