"""Deliveries that may have left or not: the log of the provider that may have them is asked before anything is sent again."""

import asyncio
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

import structlog
from sqlalchemy import Connection, bindparam, select, update

from bot.models import UNDER_WAY, Broadcast, Delivery, SenderPace, Supporter
from bot.outbox import budget
from bot.outbox.conversation_queue import LATE, TOO_OLD
from bot.outbox.delivery_counts import CountChanges, Standing
from bot.outbox.delivery_results import DeliveryResults, DeliveryUpdate
from bot.outbox.queue import LEASE
from bot.people.no_text_reasons import ERASED
from bot.providers.protocol import BulkSender, ProviderRecord, SendError
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.telephony import Content, Prices

log = structlog.get_logger()

SETTLING = timedelta(seconds=60)  # until what is not in the log counts as never taken: lists lag behind
ATTEMPTS = 3  # so often a delivery is sent that gets lost; then it is given up
# Between our clock and theirs, which keeps whole seconds. What was refused is sent again after minutes.
CLOCKS_STRAY = timedelta(seconds=5)
AGAIN = timedelta(seconds=20)  # until the log is asked again that gave an error
ASKING = timedelta(seconds=60)  # who asks has so long for the answer, before another worker asks
AT_ONCE = 16
A_PAGE = 200
LOST = "unknown outcome"


class LostRow(NamedTuple):
    """A delivery that may have left or not. `phone`: encrypted, None of who was erased; `campaign`: its broadcast's;
    `provider`: whose its sender is, None and "" for the main one's."""

    id: int
    kind: Literal["text", "call"]
    created_at: datetime
    supporter_id: int | None
    attempts: int
    failures: int
    leased_at: datetime
    text: str | None
    media: list[str] | None
    broadcast_id: int | None
    zone: str
    segments: int | None
    phone: bytes | None
    campaign: str | None
    provider: str | None

    def move(self, changes: CountChanges, to: str, why: str | None) -> None:
        """It is counted as that from now on."""
        before = Standing("unknown", zone=self.zone, segments=self.segments)
        changes.move(self.broadcast_id, before, before._replace(state=to, error=why))


_DUE = (
    select(
        Delivery.id,
        Delivery.kind,
        Delivery.created_at,
        Delivery.supporter_id,
        Delivery.attempts,
        Delivery.failures,
        Delivery.leased_at,
        Delivery.text,
        Delivery.media,
        Delivery.broadcast_id,
        Delivery.zone,
        Delivery.segments,
        Supporter.phone,
        Broadcast.campaign,
        SenderPace.provider,
    )
    .outerjoin(SenderPace, SenderPace.address == Delivery.sender)
    .outerjoin(Broadcast, Broadcast.id == Delivery.broadcast_id)
    .outerjoin(Supporter, Supporter.id == Delivery.supporter_id)
    .where(UNDER_WAY, Delivery.state == "unknown", Delivery.due_at <= bindparam("now"))
    .order_by(Delivery.due_at)
    .limit(A_PAGE)
    .with_for_update(of=Delivery, skip_locked=True)
)
_LATER = update(Delivery).where(Delivery.id == bindparam("id_"), Delivery.state == "unknown").values(due_at=bindparam("due"))
_AGAIN = (
    update(Delivery)
    .where(Delivery.id == bindparam("id_"), Delivery.state == "unknown", Delivery.attempts == bindparam("attempt"))
    .values(state=bindparam("to"), error=bindparam("why"), error_cause=None, due_at=None, failures=Delivery.failures + 1)
)
# Everything of ours to a supporter that has an id of the provider's, whatever started it.
_TAKEN = select(Delivery.provider_id).where(Delivery.supporter_id == bindparam("who"), Delivery.provider_id.is_not(None))


@dataclass(frozen=True, slots=True)
class Absent:
    """It is not in the log, and would be by now."""


def read_verdict(
    row: LostRow, log: Sequence[ProviderRecord] | SendError, taken: Set[str | None], now: datetime, settled: timedelta
) -> DeliveryUpdate | Absent | datetime:
    """What the log says of a lost delivery: how far it came, that it never left, or when to ask again. Pure.

    `taken`: ids that other deliveries have already. Of several that fit, the oldest: more than one of the same words is
    no reason to send another. But where this one had failed before, one that failed before it left again is the one of then.
    """
    if isinstance(log, SendError):
        return now + AGAIN
    words = (row.text or "").split()  # a call has none
    for text in log:
        if row.failures and text.update.error is not None and text.at < row.leased_at - CLOCKS_STRAY:
            continue
        if text.update.provider_id not in taken and text.body.split() == words:
            return DeliveryUpdate(id=row.id, attempt=row.attempts, update=text.update)
    # It may have left as late as its lease allowed.
    until: datetime = row.leased_at + LEASE + settled
    return Absent() if now >= until else until


class Reconciler:
    """Asks the log for all deliveries that may have left or not, and are due."""

    def __init__(
        self,
        database: Database,
        phone_cipher: PhoneCipher,
        delivery_results: DeliveryResults,
        prices: Prices,
        settling: timedelta = SETTLING,
    ) -> None:
        self._database, self._phone_cipher, self._delivery_results = database, phone_cipher, delivery_results
        self._prices, self._settling = prices, settling

    async def ask(
        self, bulk_senders: Mapping[str, BulkSender], now: datetime, goes_on: Callable[[], bool] = lambda: True
    ) -> int:
        """Deal with a page of lost deliveries; how many there were. Those that are not asked about in time are due again.

        `bulk_senders`: by their providers' names, the main one's first. What another provider may have is asked about nowhere
        else, and not sent again until that one is among them.
        """
        rows = await asyncio.to_thread(self._take, now)
        main, *_ = bulk_senders.values()
        if absent := sum(bool(row.provider) and row.provider not in bulk_senders for row in rows):
            log.warning("lost_deliveries_of_absent_provider", deliveries=absent)
        free = asyncio.Semaphore(AT_ONCE)

        async def one(row: LostRow) -> None:
            async with free:
                bulk_sender = bulk_senders.get(row.provider) if row.provider else main
                if bulk_sender is None or not goes_on():
                    return
                phone = None if row.phone is None else self._phone_cipher.decrypt_if_ours(row.phone)
                if phone is None:
                    return  # asked about again and again, until the key is right
                log = await bulk_sender.find(phone, row.leased_at, row.kind)
                await asyncio.to_thread(self._write, row, log, now)

        await asyncio.gather(*(one(row) for row in rows))
        return len(rows)

    def _take(self, now: datetime) -> Sequence[LostRow]:
        with self._database.write() as connection:
            rows = [LostRow._make(row) for row in connection.execute(_DUE, {"now": now})]
            askable = [row for row in rows if row.phone is not None and _has_words(row)]
            if askable:
                connection.execute(_LATER, [{"id_": row.id, "due": now + ASKING} for row in askable])
            # Whose number is erased is nobody whom we could ask for, or text again; and without its words no text is found.
            changes = CountChanges()
            for row in rows:
                if row.phone is None or not _has_words(row):
                    why = ERASED if row.phone is None else LOST
                    connection.execute(_AGAIN, {"id_": row.id, "attempt": row.attempts, "to": "failed", "why": why})
                    row.move(changes, "failed", why)
            changes.write(connection)
        return askable

    def _write(self, row: LostRow, log: Sequence[ProviderRecord] | SendError, now: datetime) -> None:
        with self._database.write() as connection:
            taken = set(connection.execute(_TAKEN, {"who": row.supporter_id}).scalars())
            match read_verdict(row, log, taken, now, self._settling):
                case DeliveryUpdate() as heard:
                    self._delivery_results.apply_updates(connection, [heard], now)
                case Absent():
                    self._send_again(connection, row, now)
                case due:
                    connection.execute(_LATER, {"id_": row.id, "due": due})

    def _send_again(self, connection: Connection, row: LostRow, now: datetime) -> None:
        lost = row.failures + 1 >= ATTEMPTS
        to, why = ("failed", LOST) if lost else ("queued", None)
        if row.campaign is None and now - row.created_at > TOO_OLD:
            to, why = "failed", LATE
        changed = connection.execute(_AGAIN, {"id_": row.id, "attempt": row.attempts, "to": to, "why": why}).rowcount
        if changed and row.campaign is not None:
            day = row.leased_at.astimezone(UTC).date().isoformat()
            content = Content(text=row.text or "", media=tuple(row.media or ()))
            budget.give_back(connection, row.campaign, day, self._prices.of(content))
            changes = CountChanges()
            row.move(changes, to, why)
            changes.write(connection)


def _has_words(row: LostRow) -> bool:
    return row.kind == "call" or row.text is not None
