"""Whether PHONE_KEY is the one that numbers here were encrypted with, and finding numbers while it changes."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.orm import aliased

from bot.models import Supporter
from bot.storage.encryption import PhoneCipher

_ELSE = aliased(Supporter)
_HAS_PRESENT = select(_ELSE.id).where(_ELSE.phone == bindparam("present")).exists()
_TAKE_OVER = update(Supporter).where(Supporter.phone == bindparam("other"), ~_HAS_PRESENT).values(phone=bindparam("present"))
_FIRST_PHONE = select(Supporter.phone).where(Supporter.phone.is_not(None)).order_by(Supporter.id).limit(1)


def check_phone_key(connection: Connection, phone_cipher: PhoneCipher) -> None:
    """Decrypt the first number there is, if any. Raises ValueError where another PHONE_KEY encrypted it."""
    first = connection.execute(_FIRST_PHONE).scalar()
    if first is not None:
        phone_cipher.decrypt(first)


def phone_as_kept(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> bytes:
    """The number as its supporter's row has it; under PHONE_KEY where there is none."""
    both = phone_cipher.encryptions(phone)
    found = connection.execute(
        select(Supporter.phone).where(Supporter.phone.in_(both)).order_by(Supporter.id).limit(1)
    ).scalar()
    return both[0] if found is None else bytes(found)


def take_over_phones(connection: Connection, phone_cipher: PhoneCipher, phones: Iterable[bytes]) -> None:
    """While the key changes: see that supporters with these numbers, given under PHONE_KEY, have them so, before they are
    compared or inserted. In the caller's transaction."""
    if phone_cipher.has_two_keys:
        pairs = [(phone, phone_cipher.encryptions(phone_cipher.decrypt(phone))[1]) for phone in phones]
        if pairs:
            connection.execute(_TAKE_OVER, [{"present": present, "other": other} for present, other in pairs])
