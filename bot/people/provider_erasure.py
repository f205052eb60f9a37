"""Who was forgotten is cleared from the provider's own log too, where a setting says so: an hour later, until it is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, delete, select, update

from bot.models import ProviderErasure
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

log = structlog.get_logger()

AGAIN = timedelta(hours=6)
GIVEN_UP = timedelta(days=7)  # the number is not kept any longer for it

_DUE = (
    select(ProviderErasure.id, ProviderErasure.phone, ProviderErasure.asked_at)
    .where(ProviderErasure.due_at <= bindparam("now"))
    .order_by(ProviderErasure.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)


def clear_provider_logs(
    database: Database, phone_cipher: PhoneCipher, erase_records: Callable[[str], bool], now: datetime
) -> None:
    """Clear the logs of everybody for whom it is due. `erase_records`: clears all logs of a number, E.164; False where
    something is left."""
    while _clear_one(database, phone_cipher, erase_records, now):
        pass


def _clear_one(database: Database, phone_cipher: PhoneCipher, erase_records: Callable[[str], bool], now: datetime) -> bool:
    with database.write() as connection:
        row = connection.execute(_DUE, {"now": now}).first()
        if row is None:
            return False
        # Put off first: whoever dies meanwhile leaves it to the next.
        connection.execute(update(ProviderErasure).where(ProviderErasure.id == row.id).values(due_at=now + AGAIN))
    phone = phone_cipher.decrypt_if_ours(row.phone)
    is_clear = phone is not None and erase_records(phone)
    if is_clear or now - row.asked_at > GIVEN_UP:
        with database.write() as connection:
            connection.execute(delete(ProviderErasure).where(ProviderErasure.id == row.id))
        if is_clear:
            log.info("provider_records_erased")
        else:
            log.error("provider_records_given_up")
    return True
