"""Clears an account's own log of texts and calls of one number."""

import asyncio

import structlog
from twilio.base.exceptions import TwilioRestException, TwilioServiceException

from bot.logging_setup import describe_error
from bot.providers.laml.bulk_sender import TROUBLE, open_client
from bot.providers.laml.dialect import ApiAccount, Dialect

log = structlog.get_logger()

SECONDS = 50.0
A_PAGE, GONE = 50, 404


def erase_records(dialect: Dialect, account: ApiAccount, phone: str) -> bool:
    """False where something is left."""
    try:
        return asyncio.run(asyncio.wait_for(_erase(dialect, account, phone), SECONDS))
    except TROUBLE as error:
        log.warning("provider_records_left", **describe_error(error))
        return False


async def _erase(dialect: Dialect, account: ApiAccount, phone: str) -> bool:
    is_clear = True
    async with open_client(dialect, account) as client:
        for records in (client.messages, client.calls):
            for side in ("to", "from_"):
                # The first page each time: what is deleted is on none.
                while found := list(await records.page_async(page_size=A_PAGE, **{side: phone})):
                    gone = [await _delete(records(each.sid)) for each in found]
                    is_clear = is_clear and all(gone)
                    if not any(gone):
                        break
    return is_clear


async def _delete(record: object) -> bool:
    """False for one that is still under way, which is refused."""
    try:
        await record.delete_async()  # type: ignore[attr-defined]  # texts and calls both have it
    except (TwilioRestException, TwilioServiceException) as error:
        if error.status == GONE:
            return True
        if error.status >= 500 or error.status in (401, 429):
            raise
        return False
    return True
