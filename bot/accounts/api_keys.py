"""Keys of the API: each is a row with what it may do; its program has the secret, the row a digest of that."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, get_args

from sqlalchemy import Connection, insert, or_, select, update

from bot.accounts.audit import Actor
from bot.models import ApiKey, Organizer
from bot.storage.database import key_of

Scope = Literal["officials", "campaigns", "results", "supporters:add", "supporters", "alerts", "alerts:send"]

SCOPES: tuple[Scope, ...] = get_args(Scope)
BEGINS = "pl_"  # so that those who look for secrets in code find one
SECRET_BYTES = 32
NOTED = timedelta(hours=1)  # how exactly it is kept when a key was last used
ROLE = "key"  # as the log names it beside organizers' roles
MOST_SHOWN = 100

# The digest of a secret is looked for, so it has no salt: with 256 bits of chance in it none is guessed.
_WRITTEN = re.compile(rf"{BEGINS}[A-Za-z0-9_-]{{43}}")


class FoundKey(NamedTuple):
    """The key of a request. `made_by`: the organizer who made it, None once they are gone."""

    id: int
    name: str
    scopes: frozenset[str]
    made_by: int | None
    used_at: datetime | None

    @property
    def actor(self) -> Actor:
        """The key, as the log of acts names it."""
        return Actor(None, self.name, ROLE)

    def may(self, scopes: Sequence[Scope]) -> bool:
        """May it do what any of these scopes allows?"""
        return not self.scopes.isdisjoint(scopes)


class ListedKey(NamedTuple):
    """A key as the console lists it. `maker`: the name of who made it, None once they are gone."""

    id: int
    name: str
    scopes: tuple[str, ...]
    maker: str | None
    made_at: datetime
    used_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Does it open nothing any more?"""
        return self.ended_at is not None or (self.ends_at is not None and self.ends_at <= now)


def make_key(
    connection: Connection, *, name: str, scopes: Sequence[Scope], made_by: int | None, now: datetime, days: int | None = None
) -> tuple[int, str]:
    """A new key: its id, and the secret, which nobody can show again. `days`: after which it ends by itself."""
    secret = f"{BEGINS}{secrets.token_urlsafe(SECRET_BYTES)}"
    values = {
        "name": name,
        "secret": _digest(secret),
        "scopes": [scope for scope in SCOPES if scope in scopes],
        "made_by": made_by,
        "made_at": now,
        "ends_at": now + timedelta(days=days) if days else None,
    }
    return key_of(connection.execute(insert(ApiKey).values(**values))), secret


def find_key(connection: Connection, secret: str, now: datetime) -> FoundKey | None:
    """The key of a secret; None for what is none, or is over."""
    if not _WRITTEN.fullmatch(secret):
        return None
    query = select(ApiKey.id, ApiKey.name, ApiKey.scopes, ApiKey.made_by, ApiKey.used_at).where(
        ApiKey.secret == _digest(secret), ApiKey.ended_at.is_(None), or_(ApiKey.ends_at.is_(None), ApiKey.ends_at > now)
    )
    row = connection.execute(query).first()
    return FoundKey(row.id, row.name, frozenset(row.scopes), row.made_by, row.used_at) if row else None


def note_key_use(connection: Connection, id: int, now: datetime) -> None:
    """Keep that a key is used."""
    connection.execute(update(ApiKey).where(ApiKey.id == id).values(used_at=now))


def end_key(connection: Connection, id: int, now: datetime) -> str | None:
    """End a key for good; its name, None where there is no such key that is not ended."""
    ended = update(ApiKey).where(ApiKey.id == id, ApiKey.ended_at.is_(None)).values(ended_at=now).returning(ApiKey.name)
    return connection.execute(ended).scalar()


def list_keys(connection: Connection) -> Sequence[ListedKey]:
    """The keys, the newest first; those that are over among them."""
    columns = (ApiKey.id, ApiKey.name, ApiKey.scopes, Organizer.name, ApiKey.made_at, ApiKey.used_at, ApiKey.ends_at)
    query = select(*columns, ApiKey.ended_at).outerjoin(Organizer, Organizer.id == ApiKey.made_by)
    rows = connection.execute(query.order_by(ApiKey.id.desc()).limit(MOST_SHOWN))
    return [ListedKey(row[0], row[1], tuple(row[2]), *row[3:]) for row in rows]


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
