"""People who may send alerts from their phone, and the one-time codes that prove who is texting.

A sender's number can be faked, while a code that we text, or that was handed over in person, only reaches the phone itself.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Select, delete, insert, select, update

from bot.models import Organizer
from bot.storage.encryption import PhoneCipher

VALID = timedelta(minutes=10)
TRIES = 3  # of a million codes
# Wrong codes that an organizer's drafts of a day may get in all: who fakes their number could ask for one draft after another.
TRIES_A_DAY = 12
DAY = timedelta(days=1)

Answer = Literal["right", "wrong", "late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A one-time code as a row keeps it: an irreversible key, its end, how often it was answered wrong, and may be."""

    key: bytes | None
    until: datetime | None
    tries: int
    most: int = TRIES

    def answer(self, phone_cipher: PhoneCipher, phone: str, said: str, now: datetime) -> Answer:
        """Is this the code that was given to that phone, and in time?"""
        if self.key is None or self.until is None or now >= self.until or self.tries >= self.most:
            return "late"
        return "right" if secrets.compare_digest(phone_cipher.code_key(phone, said), self.key) else "wrong"


class KnownOrganizer(NamedTuple):
    """An organizer's row: the key of the code that their phone was given last, how often it was answered wrong; their role."""

    id: int
    name: str
    campaign: str
    code: bytes | None
    code_until: datetime | None
    tries: int
    verified_at: datetime | None
    role: str


_ORGANIZERS = select(
    Organizer.id,
    Organizer.name,
    Organizer.campaign,
    Organizer.code,
    Organizer.code_until,
    Organizer.tries,
    Organizer.verified_at,
    Organizer.role,
)


def bound_to(campaign: str) -> Select[int]:
    """Who is entered for this campaign and sees no other: what they wrote is about this one. Owners see all."""
    return select(Organizer.id).where(Organizer.campaign == campaign, Organizer.role != "owner")


def fresh_code() -> str:
    """Six digits that nobody can guess in three tries."""
    return f"{secrets.randbelow(10**6):06}"


def add_organizer(
    connection: Connection, phone_cipher: PhoneCipher, phone: str, name: str, campaign: str, now: datetime
) -> str:
    """Enter an organizer, or change one; their phone counts as theirs once it has texted back the code that this gives."""
    code = fresh_code()
    values = {
        "name": name,
        "campaign": campaign,
        "code": phone_cipher.code_key(phone, code),
        "code_until": now + VALID,
        "tries": 0,
        "verified_at": None,
    }
    theirs = Organizer.phone.in_(phone_cipher.encryptions(phone))
    if not connection.execute(update(Organizer).where(theirs).values(**values)).rowcount:
        connection.execute(insert(Organizer).values(phone=phone_cipher.encrypt(phone), created_at=now, **values))
    return code


def give_phone(connection: Connection, phone_cipher: PhoneCipher, id: int, phone: str, now: datetime) -> str | None:
    """Enter the number that an organizer says is theirs; it counts once it has texted back the code that this gives. None where
    it is another's."""
    theirs = Organizer.phone.in_(phone_cipher.encryptions(phone))
    if connection.execute(select(Organizer.id).where(theirs, Organizer.id != id)).first():
        return None
    code = fresh_code()
    key = phone_cipher.code_key(phone, code)
    values = {"phone": phone_cipher.encrypt(phone), "verified_at": None, "code": key, "code_until": now + VALID, "tries": 0}
    connection.execute(update(Organizer).where(Organizer.id == id).values(**values))
    return code


def remove_organizer(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> bool:
    """Take an organizer out; False if there is none with this number. Their alerts stay as they are."""
    return bool(connection.execute(delete(Organizer).where(Organizer.phone.in_(phone_cipher.encryptions(phone)))).rowcount)


def find_organizer(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> KnownOrganizer | None:
    """The organizer with this number."""
    found = connection.execute(_ORGANIZERS.where(Organizer.phone.in_(phone_cipher.encryptions(phone)))).first()
    return KnownOrganizer(*found) if found else None


def mark_verified(connection: Connection, id: int, now: datetime) -> None:
    """The phone is theirs; the code is used up."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(verified_at=now))
    mark_code_used(connection, id)


def give_code(connection: Connection, id: int, key: bytes, tries: int, now: datetime) -> None:
    """Keep the code that a verified organizer is given, with the wrong ones that count against it."""
    values = {"code": key, "code_until": now + VALID, "tries": tries}
    connection.execute(update(Organizer).where(Organizer.id == id).values(**values))


def mark_code_used(connection: Connection, id: int) -> None:
    """The code holds no more."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(code=None, code_until=None, tries=0))


def answered_wrong(connection: Connection, id: int) -> None:
    """Count a wrong code."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(tries=Organizer.tries + 1))
