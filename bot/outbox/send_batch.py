"""Hands a batch to the provider, each text at its moment. Nothing of the database is held meanwhile; it is asked once more,
right before texts leave, who has stopped and whether the broadcast goes on."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.logging_setup import describe_error
from bot.outbox.error_policies import stops_more
from bot.outbox.pace import burst_tolerance, room_for
from bot.outbox.queue import Batch, Dropped, SendResult
from bot.outbox.senders import reserve_anew
from bot.providers.protocol import BulkSender, OutboundMessage, SendError
from bot.storage.clock import Ticker
from bot.storage.database import Database

log = structlog.get_logger()

FRESH_SECONDS = 0.25  # texts whose moments lie within it are asked about together
STALE_SECONDS = 0.5  # a pause or a STOP is obeyed this soon, also where texts of other batches had to leave first
EARLY_SECONDS = 0.15  # the question is asked so long before the first moment it is about
# What has not left so long after its moment (the machine stood still) leaves no more: its lease may be over soon.
LATE_SECONDS = 15.0


@dataclass(slots=True, kw_only=True)
class _Text:
    """A text on its way out. `units`: how much of the pace it takes. `slot`: its first moment, `moment`: the one it waits for,
    by the ticker. `behind`: by how much it missed that one."""

    message: OutboundMessage
    units: float
    slot: float
    moment: float
    behind: float = 0.0


class BatchSender:
    """Sends batches on one event loop, that of `ticker`; at most as many texts at once as the bulk_sender carries. `rates`: of
    the senders."""

    def __init__(self, database: Database, bulk_sender: BulkSender, rates: Mapping[str, float], ticker: Ticker) -> None:
        self._database, self._bulk_sender, self._rates, self._ticker = database, bulk_sender, rates, ticker
        self._free = asyncio.Semaphore(bulk_sender.at_once)

    async def send(self, batch: Batch, has_left: asyncio.Event) -> list[tuple[OutboundMessage, SendResult]]:
        """What became of each delivery. `has_left` is set once the batch's moments are over, while those
        that missed theirs wait for another, and answers are awaited."""
        requests, trouble = dict[int, asyncio.Task[SendResult]](), asyncio.Event()
        texts = [
            _Text(message=message, units=units, slot=leaves_at, moment=leaves_at)
            for message, units, leaves_at in zip(batch.messages, batch.pace_units, batch.leaves_at, strict=True)
        ]
        room = 0.0
        while texts:
            groups = [self._leave(batch, group, room, requests, trouble) for group in _together(texts)]
            late = [text for group in await asyncio.gather(*groups) for text in group]
            has_left.set()
            room = room_for([text.behind for text in late])
            texts = await self._renew(late, room, requests)
        results = await asyncio.gather(*(requests[message.id] for message in batch.messages))
        return list(zip(batch.messages, results, strict=True))

    async def _leave(
        self,
        batch: Batch,
        texts: Sequence[_Text],
        room: float,
        requests: dict[int, asyncio.Task[SendResult]],
        trouble: asyncio.Event,
    ) -> list[_Text]:
        """Hand over texts, each at its moment; give back those that missed it. `trouble`: an answer stopped all the rest."""
        cleared, asked_at, late = dict[int, Dropped | None](), float("-inf"), list[_Text]()
        for position, text in enumerate(texts):
            message, may_wait = text.message, burst_tolerance(self._rates[text.message.sender]) + room + batch.source.room
            await self._until(text.moment - (EARLY_SECONDS if position == 0 else 0.0))
            await self._free.acquire()
            if self._ticker() - asked_at > STALE_SECONDS:
                asked_at, cleared = self._ticker(), await self._ask(batch, [each.message for each in texts[position:]])
            await self._until(text.moment)
            now = self._ticker()
            dropped, text.behind = cleared[message.id] or _in_vain(text, now, trouble), now - text.moment
            if dropped is None and text.behind <= may_wait:
                requests[message.id] = asyncio.create_task(self._request(message, trouble))
                continue
            self._free.release()
            if dropped is None:
                late.append(text)
            else:
                requests[message.id] = asyncio.create_task(_give(dropped))
        return late

    async def _renew(self, texts: Sequence[_Text], room: float, requests: dict[int, asyncio.Task[SendResult]]) -> list[_Text]:
        """The same with new moments; without those that are not sent any more."""
        if not texts:
            return []
        try:
            moments = await asyncio.to_thread(self._reserve, texts, room)
        except (SQLAlchemyError, TimeoutError) as error:
            log.error("pace_renewal_failed", deliveries=len(texts), **describe_error(error))
            moments = [float("inf")] * len(texts)
        again = list[_Text]()
        for text, moment in zip(texts, moments, strict=True):
            if moment <= text.slot + LATE_SECONDS:
                again.append(replace(text, moment=moment))
            else:
                requests[text.message.id] = asyncio.create_task(_give(Dropped()))
        return again

    def _reserve(self, texts: Sequence[_Text], room: float) -> list[float]:
        with self._database.write() as connection:
            return reserve_anew(connection, self._ticker, texts[0].message.sender, [text.units for text in texts], room)

    async def _ask(self, batch: Batch, messages: Collection[OutboundMessage]) -> dict[int, Dropped | None]:
        """About texts that are next: which may leave. Who cannot be asked about may not."""
        try:
            return await asyncio.to_thread(batch.source.check, batch, messages)
        except (SQLAlchemyError, TimeoutError) as error:
            log.error("eligibility_check_failed", deliveries=len(messages), **describe_error(error))
            return {message.id: Dropped() for message in messages}

    async def _until(self, moment: float) -> None:
        wait = moment - self._ticker()
        if wait > 0:
            await asyncio.sleep(wait)

    async def _request(self, message: OutboundMessage, trouble: asyncio.Event) -> SendResult:
        try:
            result = await self._bulk_sender.send(message)
        finally:
            self._free.release()
        if isinstance(result, SendError) and stops_more(result):
            trouble.set()
        return result


def _together(texts: Sequence[_Text]) -> list[list[_Text]]:
    """Those that are asked about together."""
    groups = list[list[_Text]]()
    for text in texts:
        if not groups or text.moment >= groups[-1][0].moment + FRESH_SECONDS:
            groups.append([])
        groups[-1].append(text)
    return groups


def _in_vain(text: _Text, now: float, trouble: asyncio.Event) -> Dropped | None:
    """Not to be sent now: it would only be refused, or something held it up too long, the machine asleep or another thread."""
    return Dropped() if trouble.is_set() or now > text.slot + LATE_SECONDS else None


async def _give(result: SendResult) -> SendResult:
    return result
