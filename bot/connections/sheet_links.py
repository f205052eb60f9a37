"""Links by which a spreadsheet reads results: whoever has one reads counts, of nobody. The row has a digest of its secret."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from bot.models import Organizer, SheetLink
from bot.storage.database import key_of

BEGINS = "pls_"  # so that those who look for secrets in code find one
SECRET_BYTES = 32
NOTED = timedelta(hours=1)  # how exactly it is kept when a link was last used
MOST_LINKS = 50  # that are not ended
LONGEST_NAME = 64

# The digest of a secret is looked for, so it has no salt: with 256 bits of chance in it none is guessed.
_WRITTEN = re.compile(rf"{BEGINS}[A-Za-z0-9_-]{{43}}")


class FoundLink(NamedTuple):
    """The link of a request. `campaign`: whose results it reads, "" for those of all."""

    id: int
    campaign: str
    used_at: datetime | None


class ListedLink(NamedTuple):
    """A link as the console lists it. `maker`: the name of who made it, None once they are gone."""

    id: int
    name: str
    campaign: str
    maker: str | None
    made_at: datetime
    used_at: datetime | None
    ended_at: datetime | None


def make_sheet_link(
    connection: Connection, *, name: str, campaign: str, made_by: int | None, now: datetime
) -> tuple[int, str] | None:
    """A new link: its id, and the secret, which nobody can show again; None where there are as many as can be."""
    open_ones = select(func.count()).select_from(SheetLink).where(SheetLink.ended_at.is_(None))
    if connection.execute(open_ones).scalar_one() >= MOST_LINKS:
        return None
    secret = f"{BEGINS}{secrets.token_urlsafe(SECRET_BYTES)}"
    values = {"name": name, "campaign": campaign, "secret": _digest(secret), "made_by": made_by, "made_at": now}
    return key_of(connection.execute(insert(SheetLink).values(**values))), secret


def find_link(connection: Connection, secret: str) -> FoundLink | None:
    """The link of a secret; None for what is none, or is ended."""
    if not _WRITTEN.fullmatch(secret):
        return None
    columns = (SheetLink.id, SheetLink.campaign, SheetLink.used_at)
    row = connection.execute(select(*columns).where(SheetLink.secret == _digest(secret), SheetLink.ended_at.is_(None))).first()
    return FoundLink._make(row) if row else None


def note_link_use(connection: Connection, id: int, now: datetime) -> None:
    """Keep that a link is used."""
    connection.execute(update(SheetLink).where(SheetLink.id == id).values(used_at=now))


def end_link(connection: Connection, id: int, now: datetime) -> str | None:
    """End a link for good; its name, None where there is no such link that is not ended."""
    ended = update(SheetLink).where(SheetLink.id == id, SheetLink.ended_at.is_(None)).values(ended_at=now)
    return connection.execute(ended.returning(SheetLink.name)).scalar()


def list_links(connection: Connection) -> Sequence[ListedLink]:
    """The links, the newest first; those that are ended among them."""
    columns = (SheetLink.id, SheetLink.name, SheetLink.campaign, Organizer.name, SheetLink.made_at, SheetLink.used_at)
    query = select(*columns, SheetLink.ended_at).outerjoin(Organizer, Organizer.id == SheetLink.made_by)
    return [ListedLink._make(row) for row in connection.execute(query.order_by(SheetLink.id.desc()).limit(2 * MOST_LINKS))]


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
