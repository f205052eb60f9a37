"""Whether PHONE_KEY is the one that numbers here were encrypted with."""

from sqlalchemy import Connection, select

from bot.models import Supporter
from bot.storage.encryption import PhoneCipher

_FIRST_PHONE = select(Supporter.phone).where(Supporter.phone.is_not(None)).order_by(Supporter.id).limit(1)


def check_phone_key(connection: Connection, phone_cipher: PhoneCipher) -> None:
    """Decrypt the first number there is, if any. Raises ValueError where another PHONE_KEY encrypted it."""
    first = connection.execute(_FIRST_PHONE).scalar()
    if first is not None:
        phone_cipher.decrypt(first)
