"""How often somebody may do a thing, counted by all processes together: in Redis where it is the broker, else in the database.

Sliding windows, by the library `limits`. Who did it is kept under a keyed hash, and gone when the longest window is over.
"""

import ipaddress
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

import structlog
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, MovingWindowSupport, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter
from prometheus_client import Counter
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.config import Settings
from bot.logging_setup import describe_error
from bot.models import RateWindow
from bot.storage.database import Database, insert_into
from bot.storage.encryption import PhoneCipher

log = structlog.get_logger()
MET = Counter("patchline_limits_met", "how often somebody was refused for having done it too often", ["limit"])
REDIS_SECONDS = 0.5  # to connect, and for an answer: a caller waits meanwhile
A_VISITORS_NETWORK = 64  # bits of an IPv6 address: a household has all the addresses behind them
NETWORKS = {4: 24, 6: 48}  # bits of an address that whoever rents many of them has in common
SWEPT = 100  # expired rows that one count takes away


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """What is limited. each: how often one may, "5/hour; 10/day"; together: the same for all who cannot be told apart."""

    name: str
    each: str
    together: str

    def windows(self, who: bytes) -> list[RateLimitItem]:
        """The windows that hold for them, the shortest first: it is the one that is full most often."""
        return sorted(parse_many(self.each if who else self.together), key=RateLimitItem.get_expiry)


class RateLimits:
    """Counts for all processes that share a database, or a Redis. One a process, shared by its threads.

    While Redis is away each process counts by itself, in its memory. A database that is away raises, as everywhere.
    """

    def __init__(
        self, settings: Settings, database: Database, phone_cipher: PhoneCipher, clock: Callable[[], datetime]
    ) -> None:
        self._phone_cipher, self._clock = phone_cipher, clock
        broker = settings.broker_url.get_secret_value()
        redis = urlsplit(broker).scheme in ("redis", "rediss")
        self._shared = MovingWindowRateLimiter(_redis(broker, phone_cipher) if redis else DatabaseStorage(database, clock))

    def take(self, limit: RateLimit, who: bytes) -> bool:
        """May they do it once more? If so, it is counted. who: what tells them from others, b"" for all who cannot be told."""
        taken = self._ask(_hit, limit, who)
        if not taken:
            MET.labels(limit.name.replace(" ", "_")).inc()
        return taken

    def may(self, limit: RateLimit, who: bytes) -> bool:
        """May they do it once more? It is not counted."""
        return self._ask(_has_room, limit, who)

    def _ask(
        self, ask: Callable[[MovingWindowRateLimiter, Sequence[RateLimitItem], str], bool], limit: RateLimit, who: bytes
    ) -> bool:
        key = self._phone_cipher.limit_key(limit.name, who)
        try:
            return ask(self._shared, limit.windows(who), key)
        except StorageError as error:
            log.warning("rate_limits_not_shared", limit=limit.name, **describe_error(error))
            return ask(self._own, limit.windows(who), key)

    def wait_seconds(self, limit: RateLimit, who: bytes) -> int:
        """In how many seconds they may once more, who may not now; at least 1."""
        key, now = self._phone_cipher.limit_key(limit.name, who), self._clock().timestamp()
        try:
            full = [window for window in limit.windows(who) if not self._shared.test(window, key)]
            ends = [self._shared.get_window_stats(window, key).reset_time - now for window in full]
        except StorageError:
            return min(window.get_expiry() for window in limit.windows(who))
        return max(1, math.ceil(max(ends, default=1)))

    @cached_property
    def _own(self) -> MovingWindowRateLimiter:
        return MovingWindowRateLimiter(MemoryStorage())


def visitor_of(address: str | None) -> bytes:
    """What tells a visitor from others, by their address on the network; b"" where nothing does."""
    ip = _address_of(address)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ipaddress.IPv6Network((ip, A_VISITORS_NETWORK), strict=False).network_address
    return ip.packed if ip else b""


def network_of(address: str | None) -> bytes:
    """The network of a visitor, /24 or /48; b"" where nothing tells it."""
    ip = _address_of(address)
    return ipaddress.ip_network((ip, NETWORKS[ip.version]), strict=False).network_address.packed if ip else b""


def _address_of(address: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    return (ip.ipv4_mapped or ip) if isinstance(ip, ipaddress.IPv6Address) else ip


def _hit(limiter: MovingWindowRateLimiter, windows: Sequence[RateLimitItem], key: str) -> bool:
    # Asked first: what one window refuses is counted in no other. Of two at one moment hit() takes one.
    return _has_room(limiter, windows, key) and all(limiter.hit(window, key) for window in windows)


def _has_room(limiter: MovingWindowRateLimiter, windows: Sequence[RateLimitItem], key: str) -> bool:
    return all(limiter.test(window, key) for window in windows)


def _redis(broker: str, phone_cipher: PhoneCipher) -> Storage:
    return RedisStorage(
        broker,
        key_prefix=f"patchline-{phone_cipher.installation}-limits",
        wrap_exceptions=True,
        socket_connect_timeout=REDIS_SECONDS,
        socket_timeout=REDIS_SECONDS,
    )


class DatabaseStorage(Storage, MovingWindowSupport):
    """The library's storage over one table, a row for each key and window. `clock` gives the time in UTC."""

    STORAGE_SCHEME = None

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._database, self._clock = database, clock

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the storage raises where it fails."""
        return SQLAlchemyError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` within a sliding window of `expiry` seconds; False where that would be more than `limit`."""
        return self._add(key, expiry, amount, limit) is not None

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Since when the window holds something, in seconds since 1970, and how much."""
        now = self._clock().timestamp()
        lately = _lately(self._hits(key), now, expiry)
        return (lately[-1] if lately else now), len(lately)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` without a limit; gives how much there is within `expiry` seconds."""
        return self._add(key, expiry, amount, None) or 0

    def get(self, key: str) -> int:
        """How much is counted that has not expired."""
        return len(self._hits(key))

    def get_expiry(self, key: str) -> float:
        """When the key expires, in seconds since 1970."""
        with self._database.read() as connection:
            at = connection.execute(select(RateWindow.expires_at).where(RateWindow.key == key)).scalar()
        return (at or self._clock()).timestamp()

    def check(self) -> bool:
        """Does the database answer?"""
        try:
            self._hits("")
        except (SQLAlchemyError, TimeoutError):
            return False
        return True

    def reset(self) -> int | None:
        """Forget everything; gives how many keys there were."""
        with self._database.write() as connection:
            return connection.execute(delete(RateWindow)).rowcount

    def clear(self, key: str) -> None:
        """Forget what a key counted."""
        with self._database.write() as connection:
            connection.execute(delete(RateWindow).where(RateWindow.key == key))

    def _hits(self, key: str) -> list[float]:
        held = (RateWindow.key == key, RateWindow.expires_at > self._clock())
        with self._database.read() as connection:
            return connection.execute(select(RateWindow.hits).where(*held)).scalar() or []

    def _add(self, key: str, expiry: int, amount: int, limit: int | None) -> int | None:
        """Count, and give how much there is then; None where it would be more than the limit."""
        now = self._clock()
        fresh = {"key": key, "hits": [], "expires_at": now}
        with self._database.write() as connection:
            # A row that is there is locked so: whoever counts at the same moment waits.
            row = insert_into(connection, RateWindow).values(**fresh)
            row = row.on_conflict_do_update(index_elements=["key"], set_={"key": row.excluded.key})
            hits = connection.execute(row.returning(RateWindow.hits)).scalar_one()
            lately = _lately(hits, now.timestamp(), expiry)
            if limit is not None and len(lately) + amount > limit:
                return None
            lately = [now.timestamp()] * amount + lately
            until = now + timedelta(seconds=expiry)
            connection.execute(update(RateWindow).where(RateWindow.key == key).values(hits=lately, expires_at=until))
            clear_expired(connection, now)
        return len(lately)


def clear_expired(connection: Connection, now: datetime) -> bool:
    """Take away a page of what nothing counts any more; True where there may be more. What others are at is passed over."""
    old = select(RateWindow.key).where(RateWindow.expires_at <= now).limit(SWEPT).with_for_update(skip_locked=True)
    return connection.execute(delete(RateWindow).where(RateWindow.key.in_(old))).rowcount == SWEPT


def _lately(hits: Sequence[float], now: float, seconds: int) -> list[float]:
    return [at for at in hits if now - at < seconds]
