"""Texts that the provider took, and whose end nobody told: a day later its log is asked about each of them, once."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import bindparam, select, update

from bot.models import BroadcastCount, Delivery, SenderPace, Supporter
from bot.outbox.delivery_results import DeliveryResults, DeliveryUpdate
from bot.providers.installed import Providers
from bot.providers.protocol import BulkSender, SendError
from bot.storage.clock import Ticker
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

log = structlog.get_logger()

SILENT_FOR = timedelta(days=1)  # carriers tell within minutes, some within a day
OLDEST = timedelta(days=7)
AT_ONCE = 16
A_PAGE = 200
PAGES = 100  # of one run; the next one goes on


class _SilentRow(NamedTuple):
    """A delivery without an end. `provider`: whose its sender is, None and "" for the main one's."""

    id: int
    attempts: int
    provider_id: str
    sent_at: datetime
    phone: bytes
    provider: str | None


_BROADCASTS = select(BroadcastCount.broadcast_id).where(BroadcastCount.state == "sent", BroadcastCount.n > 0).distinct()
_SILENT = (
    select(Delivery.id, Delivery.attempts, Delivery.provider_id, Delivery.sent_at, Supporter.phone, SenderPace.provider)
    .join(Supporter, Supporter.id == Delivery.supporter_id)
    .outerjoin(SenderPace, SenderPace.address == Delivery.sender)
    .where(Delivery.broadcast_id == bindparam("broadcast"))
    .where(Delivery.sent_at > bindparam("oldest"), Delivery.sent_at <= bindparam("silent"))
    # `due_at` of one that was sent: when it was asked about.
    .where(Delivery.state == "sent", Delivery.due_at.is_(None), Delivery.provider_id.is_not(None), Supporter.phone.is_not(None))
    .order_by(Delivery.sent_at)
    .limit(A_PAGE)
    .with_for_update(of=Delivery, skip_locked=True)
)
_ASKED = update(Delivery).where(Delivery.id == bindparam("id_"), Delivery.state == "sent").values(due_at=bindparam("asked"))


def ask_for_ends(
    database: Database,
    phone_cipher: PhoneCipher,
    delivery_results: DeliveryResults,
    providers: Providers,
    ticker: Ticker,
    now: datetime,
) -> int:
    """Ask about every text of an alert that has had no end for a day; gives how many have one now."""
    with database.read() as connection:
        broadcasts = connection.execute(_BROADCASTS).scalars().all()
    told = 0
    for broadcast in broadcasts:
        for _ in range(PAGES):
            rows = _take(database, broadcast, now)
            told += ticker.run(_ask(database, phone_cipher, delivery_results, providers, rows, now)) if rows else 0
            if len(rows) < A_PAGE:
                break
    if told:
        log.info("silent_texts_settled", deliveries=told)
    return told


def _take(database: Database, broadcast: int, now: datetime) -> Sequence[_SilentRow]:
    asked = {"broadcast": broadcast, "oldest": now - OLDEST, "silent": now - SILENT_FOR}
    with database.write() as connection:
        rows = [_SilentRow._make(row) for row in connection.execute(_SILENT, asked)]
        if rows:
            connection.execute(_ASKED, [{"id_": row.id, "asked": now} for row in rows])
    return rows


async def _ask(
    database: Database,
    phone_cipher: PhoneCipher,
    delivery_results: DeliveryResults,
    providers: Providers,
    rows: Sequence[_SilentRow],
    now: datetime,
) -> int:
    free = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as stack:
        bulk_senders: Mapping[str, BulkSender] = {
            name: await stack.enter_async_context(provider.bulk_sender()) for name, provider in providers.by_name.items()
        }

        async def one(row: _SilentRow) -> DeliveryUpdate | None:
            async with free:
                bulk_sender, phone = (
                    bulk_senders.get(row.provider or providers.main_name),
                    phone_cipher.decrypt_if_ours(row.phone),
                )
                if bulk_sender is None or phone is None:
                    return None
                found = await bulk_sender.find(phone, row.sent_at)
                if isinstance(found, SendError):
                    await asyncio.to_thread(_ask_again, database, row)
                    return None
                updates = [each.update for each in found if each.update.provider_id == row.provider_id]
                ended = [update for update in updates if update.status != "sent"]
                return DeliveryUpdate(id=row.id, attempt=row.attempts, update=ended[0]) if ended else None

        news = [each for each in await asyncio.gather(*(one(row) for row in rows)) if each is not None]
    if news:
        await asyncio.to_thread(_write, database, delivery_results, news, now)
    return len(news)


def _ask_again(database: Database, row: _SilentRow) -> None:
    """The log cannot be read now: another run asks."""
    with database.write() as connection:
        connection.execute(_ASKED, [{"id_": row.id, "asked": None}])


def _write(database: Database, delivery_results: DeliveryResults, news: Sequence[DeliveryUpdate], now: datetime) -> None:
    with database.write() as connection:
        delivery_results.apply_updates(connection, news, now)
