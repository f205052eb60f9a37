"""Hands a batch to the provider, each text at its moment. Nothing of the database is held meanwhile; it is asked once more,
right before texts leave, who has stopped and whether the broadcast goes on."""

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import datetime

import structlog
from sqlalchemy import bindparam, literal, select
from sqlalchemy.exc import SQLAlchemyError

from bot.broadcasts.claim import Batch, copies
from bot.broadcasts.pace import Spacing
from bot.broadcasts.results import Dropped, Outcome
from bot.broadcasts.rules import refusal
from bot.database import Database
from bot.models import Broadcast, Delivery, SenderPace
from bot.providers.protocol import Courier, Letter

log = structlog.get_logger()

FRESH_SECONDS = 0.25  # a pause or a STOP is obeyed this soon
STALE_SECONDS = 0.5  # and never later than this, where texts of other batches had to leave first
EARLY_SECONDS = 0.01  # the question is asked so long before the first moment it is about
# What has not left so long after its moment (the machine stood still) leaves no more: its lease may be over soon.
LATE_SECONDS = 15.0

_GOES_ON = (
    select(Broadcast.state, SenderPace.rests_until)
    .join(SenderPace, SenderPace.address == bindparam("address"))
    .where(Broadcast.id == bindparam("broadcast"))
)
_STILL = copies(literal(0)).where(Delivery.id.in_(bindparam("ids", expanding=True)))


class Dispatch:
    """Sends batches on one event loop; at most as many texts at once as the courier carries."""

    def __init__(self, database: Database, courier: Courier, spacing: Spacing, clock: Callable[[], datetime]) -> None:
        self._database, self._courier, self._spacing, self._clock = database, courier, spacing, clock
        self._free = asyncio.Semaphore(courier.at_once)

    async def send(self, batch: Batch, has_left: asyncio.Event) -> list[tuple[Letter, int, Outcome]]:
        """What became of each copy, with its segments. `has_left` is set once all have left, while answers may still be
        awaited."""
        requests: list[asyncio.Task[Outcome]] = []
        cleared, asked_at = dict[int, Dropped | None](), float("-inf")
        for position, letter in enumerate(batch.letters):
            slot, count = batch.leaves_at[position], batch.segments[position]
            await _until(slot - EARLY_SECONDS)
            await self._free.acquire()
            if letter.id not in cleared or time.monotonic() - asked_at > FRESH_SECONDS:
                asked_at, cleared = await self._ask(batch, position)
            dropped = cleared[letter.id]
            if dropped is None:
                await _until(self._spacing.leave_at(letter.sender, slot, count, time.monotonic()))
                if time.monotonic() - asked_at > STALE_SECONDS:
                    asked_at, cleared = await self._ask(batch, position)
                    dropped = cleared[letter.id]
                # Whatever held this up, the machine asleep or another thread: too late is not sent.
                if time.monotonic() > slot + LATE_SECONDS:
                    dropped = Dropped()
            if dropped is not None:
                self._free.release()
            requests.append(asyncio.create_task(self._request(letter) if dropped is None else _give(dropped)))
        has_left.set()
        outcomes = await asyncio.gather(*requests)
        return list(zip(batch.letters, batch.segments, outcomes, strict=True))

    async def _ask(self, batch: Batch, position: int) -> tuple[float, dict[int, Dropped | None]]:
        """When it was asked, and about the next copies of a batch: which may leave. Who cannot be asked about may not."""
        asked_at = time.monotonic()
        until = max(batch.leaves_at[position], asked_at) + FRESH_SECONDS
        soon = [each for each, leaves in zip(batch.letters, batch.leaves_at, strict=True) if leaves <= until][position:]
        try:
            return asked_at, await asyncio.to_thread(self._clear, batch, soon)
        except (SQLAlchemyError, TimeoutError) as error:
            log.error("not asked who may get it", copies=len(soon), error=type(error).__name__)
            return asked_at, {letter.id: Dropped() for letter in soon}

    async def _request(self, letter: Letter) -> Outcome:
        try:
            return await self._courier.send(letter)
        finally:
            self._free.release()

    def _clear(self, batch: Batch, letters: Collection[Letter]) -> dict[int, Dropped | None]:
        """Which of these may leave now: None; and what becomes of the others."""
        broadcast, sender = batch.broadcast, batch.letters[0].sender
        with self._database.read() as connection:
            on = connection.execute(_GOES_ON, {"broadcast": broadcast.id, "address": sender}).first()
            if on is None or on.state != "sending" or (on.rests_until is not None and on.rests_until > self._clock()):
                return {letter.id: Dropped() for letter in letters}
            asked = {"broadcast": broadcast.id, "campaign": broadcast.campaign, "kind": broadcast.kind}
            rows = {row.id: row for row in connection.execute(_STILL, asked | {"ids": [letter.id for letter in letters]})}
        answers = dict[int, Dropped | None]()
        for letter in letters:
            row = rows.get(letter.id)
            if row is None or row.state != "sending" or row.attempts != letter.attempt:
                answers[letter.id] = Dropped()  # not ours any more: what is written of it then changes nothing
            else:
                reason = refusal(row, alerts_a_week=1)
                answers[letter.id] = Dropped(reason) if reason else None
        return answers


async def _until(moment: float) -> None:
    wait = moment - time.monotonic()
    if wait > 0:
        await asyncio.sleep(wait)


async def _give(outcome: Outcome) -> Outcome:
    return outcome
