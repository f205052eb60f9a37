"""Sends what is due: lease, send, record, look for what was lost, until nothing is due or time is over."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.logging_setup import describe_error
from bot.outbox.delivery_results import DeliveryResults
from bot.outbox.queue import Batch, NotYet, SendResult, Source, lease_deliveries
from bot.outbox.reconcile import Reconciler
from bot.outbox.send_batch import BatchSender
from bot.outbox.senders import register_senders
from bot.outbox.status_callbacks import DELIVERIES
from bot.providers.installed import Providers
from bot.providers.protocol import BulkSender, OutboundMessage
from bot.storage.clock import Ticker
from bot.storage.database import Database

log = structlog.get_logger()

SWEEP_SECONDS = 1.0
AT_MOST_SECONDS = 0.5  # between two looks whether there is something to lease
FULL_SECONDS = 0.02  # between two looks whether a batch has left, while no more are leased
BATCHES_A_SENDER = 2  # batches that have not left yet, for each sender: one goes out, the next is ready
IN_MEMORY = 4000  # texts whose answers are awaited; what bounds the memory of a worker
GRACE_SECONDS = 1.0  # after the end, to begin with what is lost
RECORD_TRIES = 5  # a second apart, two, four ...; after that the lease runs out and the provider's log is asked


# Looks after what stands behind the queue, given the clock and whether to stop: True where that made something ready to be
# sent, or there is more of it to do.
Upkeep = Callable[[Callable[[], datetime], Callable[[], bool]], bool]


class Dispatcher:
    """Sends what its sources have, the first of them first. Any number may, in any threads and processes: the rows decide who
    does what. Once `stopping`, work() gives back soon.

    `every`: seconds between two times of upkeep and of asking the provider's log. `is_woken`: asked in a thread when nothing
    is left to do; it may wait a little, and gives True where there may be more to do by now.
    """

    def __init__(
        self,
        *,
        database: Database,
        providers: Providers,
        sources: Sequence[Source],
        delivery_results: DeliveryResults,
        reconciler: Reconciler,
        upkeep: Upkeep,
        clock: Callable[[], datetime],
        ticker: Ticker,
        stopping: Callable[[], bool] = lambda: False,
        every: float = SWEEP_SECONDS,
        is_woken: Callable[[], bool] | None = None,
    ) -> None:
        self.every, self.is_woken, self.upkept_at = every, is_woken, float("-inf")
        self.database, self.providers, self.sources, self.clock = database, providers, sources, clock
        self.delivery_results, self.reconciler, self.upkeep, self.stopping = delivery_results, reconciler, upkeep, stopping
        self.ticker = ticker
        self.paces = {address: pace for source in sources for address, pace in source.paces.items()}
        self._shift: _Shift | None = None

    def notify(self) -> None:
        """Something is to be sent: work() that waits for answers looks at once. From any thread."""
        if self._shift is not None:
            self._shift.notify()

    def work(self, seconds: float) -> bool:
        """Work for so long at most; True where there is more to do right now. Errors of the database come through."""
        with self.database.write() as connection:
            register_senders(connection, self.paces, self.providers.name_of)
        return self.ticker.run(self._work(self.ticker() + seconds))

    async def _work(self, end: float) -> bool:
        async with AsyncExitStack() as stack:
            bulk_senders = {
                name: await stack.enter_async_context(provider.bulk_sender())
                for name, provider in self.providers.by_name.items()
            }
            self._shift = _Shift(self, bulk_senders, end)
            return await self._shift.work()


def _id_of(batch: Batch) -> int | None:
    return batch.broadcast.id if batch.broadcast is not None else None


class _Shift:
    """One call of work(), on one event loop. `bulk_senders`: of each provider, by its name."""

    def __init__(self, dispatcher: Dispatcher, bulk_senders: Mapping[str, BulkSender], end: float) -> None:
        self.dispatcher, self.bulk_senders, self.end = dispatcher, bulk_senders, end
        # Each has connections of its own: a provider that answers nobody holds up no other.
        self.batch_senders = {
            name: BatchSender(dispatcher.database, bulk_sender, dispatcher.paces, dispatcher.ticker)
            for name, bulk_sender in bulk_senders.items()
        }
        self.not_left: set[asyncio.Event] = set()
        self.batches: set[asyncio.Task[None]] = set()
        self.in_memory = 0
        self.loop, self.notified = asyncio.get_running_loop(), asyncio.Event()
        if dispatcher.is_woken is None:
            dispatcher.upkept_at = float("-inf")  # each call of work() begins with upkeep
        self.upkeep_task: asyncio.Task[bool] | None = None
        # Beside the upkeep: a provider's log that is slow must not hold up auto-pause.
        self.reconciling: asyncio.Task[int] | None = None

    def notify(self) -> None:
        """Look whether there is something to lease: from any thread."""
        with suppress(RuntimeError):  # its loop is closed
            self.loop.call_soon_threadsafe(self.notified.set)

    async def work(self) -> bool:
        try:
            while self.dispatcher.ticker() < self.end and not self.dispatcher.stopping():
                if not await self._step():
                    return False
            return True
        finally:
            # What has been leased is sent or given back also when something else went wrong.
            await asyncio.gather(*self.batches, return_exceptions=True)
            for task in (self.upkeep_task, self.reconciling):
                if task is not None:
                    await asyncio.gather(task, return_exceptions=True)

    async def _step(self) -> bool:
        """Lease one batch, or wait a little; False once there is nothing to do."""
        busy = await self._do_upkeep()
        if len(self.not_left) >= BATCHES_A_SENDER * len(self.dispatcher.paces) or self.in_memory >= IN_MEMORY:
            await asyncio.wait(self.batches, timeout=FULL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            return True
        self.notified.clear()
        match await asyncio.to_thread(self._lease):
            case Batch() as batch:
                self._start(batch)
                return True
            case NotYet(None) if not self.batches and not busy and self.dispatcher.is_woken is not None:
                return await asyncio.to_thread(self.dispatcher.is_woken)
            case NotYet(None) if not self.batches and not busy:
                # Once more after everything else is written: the last answers may have made something ready.
                return await asyncio.to_thread(self.dispatcher.upkeep, self.dispatcher.clock, self.dispatcher.stopping)
            case NotYet(seconds):
                await self._pause(AT_MOST_SECONDS if seconds is None else seconds)
                return True

    async def _pause(self, seconds: float) -> None:
        """Wait so long, or until a batch has ended, or something is to be sent, or time is over."""
        wait = max(0.0, min(seconds, AT_MOST_SECONDS, self.end - self.dispatcher.ticker()))
        beside = [task for task in (self.upkeep_task, self.reconciling) if task is not None]
        if self.batches and seconds >= AT_MOST_SECONDS:
            notified = asyncio.create_task(self.notified.wait())
            await asyncio.wait([*self.batches, *beside, notified], timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            notified.cancel()
        elif beside:
            await asyncio.wait(beside, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        else:
            await asyncio.sleep(wait)

    def _lease(self) -> Batch | NotYet:
        dispatcher = self.dispatcher
        with dispatcher.database.write() as connection:
            return lease_deliveries(connection, dispatcher.sources, dispatcher.clock(), dispatcher.providers.name_of)

    def _start(self, batch: Batch) -> None:
        for reason, count in batch.skipped.items():
            DELIVERIES.labels("skipped", reason).inc(count)
        if not batch.messages:
            return
        self.in_memory += len(batch.messages)
        has_left = asyncio.Event()
        self.not_left.add(has_left)
        task = asyncio.create_task(self._send(batch, has_left))
        self.batches.add(task)
        task.add_done_callback(self.batches.discard)

    async def _send(self, batch: Batch, has_left: asyncio.Event) -> None:
        batch_sender = self.batch_senders[self.dispatcher.providers.name_of(batch.messages[0].sender)]
        sending = asyncio.create_task(batch_sender.send(batch, has_left))
        left = asyncio.create_task(has_left.wait())
        try:
            await asyncio.wait({sending, left}, return_when=asyncio.FIRST_COMPLETED)
            self.not_left.discard(has_left)
            await self._record(batch, await sending)
        except Exception as error:
            # The outermost loop of a batch. Its rows are found again when their lease is over.
            log.error("batch_failed", broadcast=_id_of(batch), deliveries=len(batch.messages), **describe_error(error))
        finally:
            left.cancel()
            self.not_left.discard(has_left)
            self.in_memory -= len(batch.messages)

    async def _record(self, batch: Batch, results: list[tuple[OutboundMessage, SendResult]]) -> None:
        for attempt in range(RECORD_TRIES):
            try:
                counts = await asyncio.to_thread(self._write, batch, results)
                break
            except (SQLAlchemyError, TimeoutError):
                if attempt + 1 == RECORD_TRIES:
                    raise
                await asyncio.sleep(2**attempt)
        states = Counter[str]()
        for (state, reason), count in counts.items():
            DELIVERIES.labels(state, reason).inc(count)
            states[state] += count
        if batch.source.is_bulk:
            log.info("batch_sent", broadcast=_id_of(batch), deliveries=dict(states))
        await asyncio.to_thread(batch.source.follow, batch, results)

    def _write(self, batch: Batch, results: list[tuple[OutboundMessage, SendResult]]) -> dict[tuple[str, str], int]:
        with self.dispatcher.database.write() as connection:
            return self.dispatcher.delivery_results.record(connection, batch, results, self.dispatcher.clock())

    # --- What is done beside --------------------------------------------------------------------------------------------

    async def _do_upkeep(self) -> bool:
        """Begin upkeep, and the search for lost deliveries, when they are due; True while some of it is going on."""
        if self.reconciling is not None and self.reconciling.done():
            asked, self.reconciling = self.reconciling, None
            if asked.result():
                self.dispatcher.upkept_at = float("-inf")  # there may be more of it
        if self.upkeep_task is not None and self.upkeep_task.done():
            done, self.upkeep_task = self.upkeep_task, None
            if done.result():
                self.dispatcher.upkept_at = float("-inf")  # there is more of it
        if self.upkeep_task is None and self.dispatcher.ticker() - self.dispatcher.upkept_at >= self.dispatcher.every:
            self.dispatcher.upkept_at = self.dispatcher.ticker()
            self.upkeep_task = asyncio.create_task(self._upkeep())
        return self.upkeep_task is not None or self.reconciling is not None

    async def _upkeep(self) -> bool:
        more = await asyncio.to_thread(self.dispatcher.upkeep, self.dispatcher.clock, self.dispatcher.stopping)
        now = self.dispatcher.clock()  # later than that of what upkeep has found to be asked for
        if self.reconciling is None:
            self.reconciling = asyncio.create_task(self.dispatcher.reconciler.ask(self.bulk_senders, now, self._has_time))
        return more

    def _has_time(self) -> bool:
        return self.dispatcher.ticker() < self.end + GRACE_SECONDS and not self.dispatcher.stopping()
