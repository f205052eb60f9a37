"""People who may send alerts from their phone, and the one-time codes that prove who is texting.

A sender's number can be faked, while a code that we text, or that was handed over in person, only reaches the phone itself.
"""

import secrets
from collections.abc import Mapping, Sequence
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


class NumberClaim(NamedTuple):
    """That a number is an organizer's, as they say, and the code that proves it: `id` is theirs."""

    id: int
    code: bytes | None
    until: datetime | None
    tries: int


_CLAIMS = select(Organizer.id, Organizer.claim_code, Organizer.claim_until, Organizer.claim_tries)
_NO_CODE: Mapping[str, object] = {"code": None, "code_until": None, "tries": 0}
_NO_CLAIM: Mapping[str, object] = {"claimed_phone": None, "claim_code": None, "claim_until": None, "claim_tries": 0}
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
    """Keep the number that an organizer says is theirs; it counts once it has texted back the code that this gives, and until
    then their proven one does. None where it is proven to be another's."""
    if _is_proven_of_another(connection, phone_cipher, id, phone):
        return None
    code = fresh_code()
    values = {"claimed_phone": phone_cipher.encrypt(phone), "claim_code": phone_cipher.code_key(phone, code)}
    change = update(Organizer).where(Organizer.id == id)
    connection.execute(change.values(**values, claim_until=now + VALID, claim_tries=0))
    return code


def _is_proven_of_another(connection: Connection, phone_cipher: PhoneCipher, id: int, phone: str) -> bool:
    others = (Organizer.phone.in_(phone_cipher.encryptions(phone)), Organizer.verified_at.is_not(None), Organizer.id != id)
    return connection.execute(select(Organizer.id).where(*others)).first() is not None


def find_claims(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> Sequence[NumberClaim]:
    """Who says that this number is theirs."""
    rows = connection.execute(
        _CLAIMS.where(Organizer.claimed_phone.in_(phone_cipher.encryptions(phone))).order_by(Organizer.id)
    )
    return [NumberClaim(*row) for row in rows]


def prove_claim(connection: Connection, phone_cipher: PhoneCipher, id: int, phone: str, now: datetime) -> bool:
    """The number that they claimed is their phone from now on; False where it is proven to be another's, or claimed no more.

    Who was entered with it and never proved it has no phone then. Raises IntegrityError where it is entered at this moment.
    """
    if _is_proven_of_another(connection, phone_cipher, id, phone):
        return False
    encryptions = phone_cipher.encryptions(phone)
    unproven = (Organizer.phone.in_(encryptions), Organizer.verified_at.is_(None), Organizer.id != id)
    connection.execute(update(Organizer).where(*unproven).values(phone=None, **_NO_CODE))
    theirs = update(Organizer).where(Organizer.id == id, Organizer.claimed_phone.in_(encryptions))
    if not connection.execute(theirs.values(phone=phone_cipher.encrypt(phone), verified_at=now, **_NO_CODE)).rowcount:
        return False
    _drop_claims(connection, phone_cipher, phone)
    return True


def _drop_claims(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> None:
    """Now that it is known whose this number is, nobody else's code proves anything."""
    claimed = Organizer.claimed_phone.in_(phone_cipher.encryptions(phone))
    connection.execute(update(Organizer).where(claimed).values(**_NO_CLAIM))


def claimed_wrong(connection: Connection, id: int) -> None:
    """Count a wrong code for what they claim."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(claim_tries=Organizer.claim_tries + 1))


def clear_claims(connection: Connection, now: datetime) -> bool:
    """Drop the numbers that nobody proved in time: they may be a stranger's. All at once, so that there are never more."""
    connection.execute(update(Organizer).where(Organizer.claim_until < now).values(**_NO_CLAIM))
    return False


def remove_organizer(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> bool:
    """Take an organizer out; False if there is none with this number. Their alerts stay as they are."""
    return bool(connection.execute(delete(Organizer).where(Organizer.phone.in_(phone_cipher.encryptions(phone)))).rowcount)


def find_organizer(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> KnownOrganizer | None:
    """The organizer with this number."""
    found = connection.execute(_ORGANIZERS.where(Organizer.phone.in_(phone_cipher.encryptions(phone)))).first()
    return KnownOrganizer(*found) if found else None


def mark_verified(connection: Connection, phone_cipher: PhoneCipher, id: int, phone: str, now: datetime) -> None:
    """The phone is theirs; the code is used up."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(verified_at=now, **_NO_CODE))
    _drop_claims(connection, phone_cipher, phone)


def give_code(connection: Connection, id: int, key: bytes, tries: int, now: datetime) -> None:
    """Keep the code that a verified organizer is given, with the wrong ones that count against it."""
    values = {"code": key, "code_until": now + VALID, "tries": tries}
    connection.execute(update(Organizer).where(Organizer.id == id).values(**values))


def mark_code_used(connection: Connection, id: int) -> None:
    """The code holds no more."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(**_NO_CODE))


def answered_wrong(connection: Connection, id: int) -> None:
    """Count a wrong code."""
    connection.execute(update(Organizer).where(Organizer.id == id).values(tries=Organizer.tries + 1))
