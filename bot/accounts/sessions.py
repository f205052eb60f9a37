"""Sessions of the console: each is a row, so that it can be ended; the browser has its secret, the row a digest of that."""

import hashlib
import ipaddress
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from bot.accounts.organizer_accounts import PERSON_COLUMNS, Person, person_of_row
from bot.models import Organizer, OrganizerSession, SignInLink
from bot.storage.encryption import PhoneCipher

LONGEST = timedelta(hours=12)
IDLE = timedelta(minutes=30)
TRIAL = timedelta(days=30)  # where no real phone can be reached
NOTED = timedelta(minutes=1)  # how exactly it is kept when a session was last used
FRESH = timedelta(minutes=15)
LINK_VALID = timedelta(hours=24)
MOST_SESSIONS = 20  # of one person; the oldest go


class Visitor(NamedTuple):
    """What a request tells of where it comes from. `address`: of its network; `agent`: what the browser says it is."""

    address: str
    agent: str


class OpenSession(NamedTuple):
    """Somebody's session. `same_browser`, `same_network`: does this request come from where they signed in?"""

    id: int
    person: Person
    proved_at: datetime
    seen_at: datetime
    same_browser: bool
    same_network: bool

    def is_fresh(self, now: datetime) -> bool:
        """Did its person prove who they are within the last minutes?"""
        return now - self.proved_at < FRESH


class ListedSession(NamedTuple):
    """A session as its person sees it."""

    id: int
    device: str
    created_at: datetime
    seen_at: datetime


def open_session(connection: Connection, phone_cipher: PhoneCipher, organizer_id: int, visitor: Visitor, now: datetime) -> str:
    """Sign somebody in; gives the secret for their browser."""
    token = secrets.token_urlsafe(32)
    connection.execute(
        insert(OrganizerSession).values(
            organizer_id=organizer_id,
            token=_digest(token),
            browser=_browser(phone_cipher, visitor),
            network=_network(phone_cipher, visitor),
            device=device_in_words(visitor.agent),
            created_at=now,
            seen_at=now,
            proved_at=now,
        )
    )
    own = select(OrganizerSession.id).where(OrganizerSession.organizer_id == organizer_id)
    newest = own.order_by(OrganizerSession.id.desc()).limit(MOST_SESSIONS)
    connection.execute(
        delete(OrganizerSession).where(
            OrganizerSession.organizer_id == organizer_id, OrganizerSession.id.not_in(newest.scalar_subquery())
        )
    )
    return token


def find_session(
    connection: Connection, phone_cipher: PhoneCipher, token: str, visitor: Visitor, now: datetime, *, trial: bool
) -> OpenSession | None:
    """The session of a browser's secret; None where it is over, or of another browser. `trial`: no real phone can be reached,
    so it lasts."""
    query = select(
        OrganizerSession.id,
        OrganizerSession.browser,
        OrganizerSession.network,
        OrganizerSession.created_at,
        OrganizerSession.seen_at,
        OrganizerSession.proved_at,
        *PERSON_COLUMNS,
    ).join(Organizer, Organizer.id == OrganizerSession.organizer_id)
    row = connection.execute(query.where(OrganizerSession.token == _digest(token))).first()
    if row is None:
        return None
    longest, idle = (TRIAL, TRIAL) if trial else (LONGEST, IDLE)
    if now - row.created_at >= longest or now - row.seen_at >= idle:
        return None
    person = person_of_row(row[-len(PERSON_COLUMNS) :])
    return OpenSession(
        row.id,
        person,
        row.proved_at,
        row.seen_at,
        secrets.compare_digest(row.browser, _browser(phone_cipher, visitor)),
        secrets.compare_digest(row.network, _network(phone_cipher, visitor)),
    )


def note_use(connection: Connection, id: int, now: datetime) -> None:
    """Keep that a session is used."""
    connection.execute(update(OrganizerSession).where(OrganizerSession.id == id).values(seen_at=now))


def prove_session(connection: Connection, phone_cipher: PhoneCipher, id: int, visitor: Visitor, now: datetime) -> None:
    """Its person has just given a password or a code, on this network."""
    values = {"proved_at": now, "seen_at": now, "network": _network(phone_cipher, visitor)}
    connection.execute(update(OrganizerSession).where(OrganizerSession.id == id).values(**values))


def end_session(connection: Connection, organizer_id: int, id: int) -> bool:
    """End a session; False where that person has none with this id."""
    own = OrganizerSession.organizer_id == organizer_id
    return bool(connection.execute(delete(OrganizerSession).where(own, OrganizerSession.id == id)).rowcount)


def end_all_sessions(connection: Connection, organizer_id: int) -> None:
    """Sign somebody out everywhere."""
    connection.execute(delete(OrganizerSession).where(OrganizerSession.organizer_id == organizer_id))


def list_sessions(connection: Connection, organizer_id: int) -> Sequence[ListedSession]:
    """Somebody's sessions, the one used last first."""
    query = (
        select(OrganizerSession.id, OrganizerSession.device, OrganizerSession.created_at, OrganizerSession.seen_at)
        .where(OrganizerSession.organizer_id == organizer_id)
        .order_by(OrganizerSession.seen_at.desc())
        .limit(MOST_SESSIONS)
    )
    return [ListedSession._make(row) for row in connection.execute(query)]


def make_link(connection: Connection, organizer_id: int, now: datetime) -> str:
    """The secret of a link that signs somebody in once, within a day. Links that they were given before hold no more."""
    connection.execute(delete(SignInLink).where(SignInLink.organizer_id == organizer_id))
    token = secrets.token_urlsafe(24)
    row = {"token": _digest(token), "organizer_id": organizer_id, "until": now + LINK_VALID}
    connection.execute(insert(SignInLink).values(**row))
    return token


def use_link(connection: Connection, token: str, now: datetime) -> int | None:
    """Whose link this is, None for nobody's or an old one; it is used up."""
    taken = delete(SignInLink).where(SignInLink.token == _digest(token)).returning(SignInLink.organizer_id, SignInLink.until)
    row = connection.execute(taken).first()
    return int(row.organizer_id) if row and row.until > now else None


def clear_old_sessions(connection: Connection, now: datetime) -> None:
    """Take away sessions and links that are over."""
    connection.execute(delete(OrganizerSession).where(OrganizerSession.created_at < now - TRIAL))
    connection.execute(delete(SignInLink).where(SignInLink.until < now))


# What browsers call themselves, the more telling first: Edge also says Chrome, and Chrome also says Safari.
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"))


def device_in_words(agent: str) -> str:
    """A browser as its owner knows it again: "Firefox, Windows"."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "Linux" if "Linux" in agent else "")
    return ", ".join(filter(None, (browser, system)))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _browser(phone_cipher: PhoneCipher, visitor: Visitor) -> bytes:
    return bytes.fromhex(phone_cipher.limit_key("browser", visitor.agent.encode()))


def _network(phone_cipher: PhoneCipher, visitor: Visitor) -> bytes:
    return bytes.fromhex(phone_cipher.limit_key("network", wide_network(visitor.address).encode()))


def wide_network(address: str) -> str:
    """The network of an address: its first two numbers, or the first 32 bits of an IPv6 one. A phone keeps it for a while."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 16 if found.version == 4 else 32), strict=False))
