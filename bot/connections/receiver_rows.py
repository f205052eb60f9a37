"""Receivers: entered, changed, switched off, taken out. Whoever calls writes the entry of the log."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.models import Posting, Receiver
from bot.notices.notice_kinds import JOINED, STOPPED, as_bits, kinds_of
from bot.storage.database import key_of
from bot.storage.encryption import PhoneCipher

ReceiverKind = Literal["webhook", "action_network"]
RECEIVER_KINDS: tuple[ReceiverKind, ...] = ("webhook", "action_network")
ACTION_NETWORK = "https://actionnetwork.org/api/v2"
PEOPLE_KINDS = (JOINED, STOPPED)  # all that a list of people is told
MOST_RECEIVERS = 20
LONGEST_NAME, LONGEST_TAGS = 64, 400
OLD_SECRET_FOR = timedelta(days=1)


class ReceiverRow(NamedTuple):
    """A receiver as its table has it, without what lets one in."""

    id: int
    kind: str
    name: str
    wants: int
    with_numbers: bool
    tags: str
    state: str
    reason: str
    failures: int
    failing_since: datetime | None
    rests_until: datetime | None
    delivered_at: datetime | None
    created_at: datetime
    address: bytes

    @property
    def kinds(self) -> tuple[str, ...]:
        return kinds_of(self.wants)

    def host(self, phone_cipher: PhoneCipher) -> str:
        """Where it is, as a page may show it: the rest of an address can be a key."""
        return urlsplit(phone_cipher.decrypt_secret(self.address)).hostname or ""


class Waiting(NamedTuple):
    """How much of a receiver waits, and how much was given up."""

    waiting: int
    dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReceiver:
    """A receiver as it is entered. `secret`: the key of a tool that has one; a webhook gets one of ours."""

    kind: ReceiverKind
    name: str
    address: str
    kinds: Sequence[str]
    with_numbers: bool = False
    secret: str = ""
    tags: str = ""


_COLUMNS = select(*(getattr(Receiver, name) for name in ReceiverRow._fields))


def new_signing_secret() -> str:
    """A secret to sign with, as the Standard Webhooks specification writes one."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"


def add_receiver(connection: Connection, phone_cipher: PhoneCipher, new: NewReceiver, now: datetime) -> tuple[int, str]:
    """Enter one: its id, and its secret, which is shown this once."""
    secret = new.secret or new_signing_secret()
    row = insert(Receiver).values(
        kind=new.kind,
        name=new.name,
        address=phone_cipher.encrypt_secret(new.address),
        secret=phone_cipher.encrypt_secret(secret),
        wants=as_bits(new.kinds),
        with_numbers=new.with_numbers,
        tags=new.tags,
        created_at=now,
    )
    return key_of(connection.execute(row)), secret


def list_receivers(connection: Connection) -> Sequence[ReceiverRow]:
    """All of them, in the order in which they were entered."""
    return [ReceiverRow._make(row) for row in connection.execute(_COLUMNS.order_by(Receiver.id))]


def find_receiver(connection: Connection, id: int) -> ReceiverRow | None:
    """One of them; None for an id that there is not."""
    row = connection.execute(_COLUMNS.where(Receiver.id == id)).first()
    return ReceiverRow._make(row) if row else None


def count_waiting_posts(connection: Connection) -> dict[int, Waiting]:
    """Of each receiver that has any."""
    counts: dict[int, dict[str, int]] = {}
    query = select(Posting.receiver_id, Posting.state, func.count()).where(Posting.state.in_(("waiting", "dead")))
    for receiver, state, n in connection.execute(query.group_by(Posting.receiver_id, Posting.state)):
        counts.setdefault(receiver, {})[state] = n
    return {id: Waiting(found.get("waiting", 0), found.get("dead", 0)) for id, found in counts.items()}


def change_receiver(connection: Connection, id: int, *, kinds: Sequence[str], with_numbers: bool, tags: str) -> bool:
    """What it is told from now on; False for an id that there is not."""
    values = {"wants": as_bits(kinds), "with_numbers": with_numbers, "tags": tags}
    return bool(connection.execute(update(Receiver).where(Receiver.id == id).values(**values)).rowcount)


def switch_receiver(connection: Connection, id: int, *, on: bool) -> bool:
    """On: what waits is tried at once. Off: it is told nothing, and nothing is kept for it. False where it is so already."""
    after, before = ("on", "off") if on else ("off", "on")
    fresh = {"reason": "", "failures": 0, "failing_since": None, "rests_until": None}
    changed = update(Receiver).where(Receiver.id == id, Receiver.state == before).values(state=after, **fresh)
    return bool(connection.execute(changed).rowcount)


def rotate_secret(connection: Connection, phone_cipher: PhoneCipher, id: int, now: datetime) -> str | None:
    """A new secret, shown this once; the old one signs beside it for a day. None for what has no secret of ours."""
    secret = new_signing_secret()
    changed = (
        update(Receiver)
        .where(Receiver.id == id, Receiver.kind == "webhook")
        .values(
            old_secret=Receiver.secret,
            old_secret_until=now + OLD_SECRET_FOR,
            secret=phone_cipher.encrypt_secret(secret),
        )
    )
    return secret if connection.execute(changed).rowcount else None


def remove_receiver(connection: Connection, id: int) -> bool:
    """Take one out, with all that waits for it."""
    return bool(connection.execute(delete(Receiver).where(Receiver.id == id)).rowcount)
