"""Time that tests move: it stands still while anything is being done, and jumps to the next moment that is waited for.

What takes real time, as a request to another process or a statement of a database, takes none of this one. Holds no test.
"""

import asyncio
import heapq
import itertools
import math
import selectors
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import Connection

from bot.providers.protocol import Provider
from bot.storage.clock import Result, Ticker

BEGAN = time.time() - time.monotonic()


class MovedTime(Ticker):
    """Any number of threads may run() something by it: time jumps once all of their loops only wait for a later moment."""

    def __init__(self) -> None:
        self._now, self._lock = time.monotonic(), threading.Lock()
        self._loops, self._busy = 0, 0
        self._waiting = dict[_Loop, float]()
        self._plans, self._number = list[tuple[float, int, Callable[[], object]]](), itertools.count()
        # How long what is done in another thread takes, as a statement of a database that stands still.
        self.thread_seconds: Callable[[], float] = lambda: 0.0

    def __call__(self) -> float:
        return self._now

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        with self._lock:
            self._loops += 1
        try:
            with asyncio.Runner(loop_factory=lambda: _Loop(self)) as runner:
                return runner.run(work)
        finally:
            with self._lock:
                self._loops -= 1
            self._go_on()

    def shared(self, connection: Connection) -> tuple[float, float]:
        return BEGAN + self._now, self._now

    def plan(self, seconds: float, do: Callable[[], object]) -> None:
        """Have this done once so many seconds have passed, in whichever thread finds that they have."""
        with self._lock:
            heapq.heappush(self._plans, (self._now + seconds, next(self._number), do))

    def stall(self, seconds: float) -> None:
        """So many seconds pass in which nobody of this process can do anything."""
        with self._lock:
            self._now += seconds

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Time stands still meanwhile."""
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
            self._go_on()

    def idle(self, loop: "_Loop", until: float) -> None:
        """This loop has nothing to do before that moment."""
        with self._lock:
            self._waiting[loop] = until
        self._go_on()

    def busy(self, loop: "_Loop") -> None:
        """It has."""
        with self._lock:
            self._waiting.pop(loop, None)

    def _go_on(self) -> None:
        """Jump, if nobody has anything to do now."""
        while plan := self._jump():
            try:
                plan()
            finally:
                with self._lock:
                    self._busy -= 1

    def _jump(self) -> Callable[[], object] | None:
        """Gives what was planned for now; then time stands still."""
        with self._lock:
            if self._busy or len(self._waiting) < self._loops or not self._waiting:
                return None
            moment = min(self._waiting.values())
            if moment == math.inf:  # they end
                return None
            if self._plans and self._plans[0][0] <= moment:
                at, _, plan = heapq.heappop(self._plans)
                self._now = max(self._now, at)
                self._busy += 1
                return plan
            self._now = max(self._now, moment)
            for loop in [each for each, until in self._waiting.items() if until <= self._now]:
                del self._waiting[loop]
                loop.wake()
            return None


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, ticker: MovedTime) -> None:
        self._ticker = ticker
        super().__init__(_Selector(self))

    def time(self) -> float:
        return self._ticker()

    def wake(self) -> None:
        self._write_to_self()  # type: ignore[attr-defined]

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":  # type: ignore[override]
        standing = self._ticker.standing()
        standing.__enter__()
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(lambda _: standing.__exit__(None, None, None))
        seconds = self._ticker.thread_seconds()
        return self.create_task(_after(future, seconds)) if seconds else future

    @property
    def ticker(self) -> MovedTime:
        return self._ticker


async def _after(future: "asyncio.Future[Any]", seconds: float) -> Any:
    try:
        return await future
    finally:
        await asyncio.sleep(seconds)


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    def __init__(self, loop: _Loop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if found or timeout == 0:
            return found
        ticker = self._loop.ticker
        ticker.idle(self._loop, math.inf if timeout is None else ticker() + timeout)
        try:
            return super().select()
        finally:
            ticker.busy(self._loop)


class Attended:
    """A provider whose requests are waited for: time stands still until they are answered."""

    def __init__(self, provider: Provider, ticker: MovedTime) -> None:
        self._provider, self._ticker = provider, ticker

    def __getattr__(self, name: str) -> Any:
        return getattr(self._provider, name)

    @asynccontextmanager
    async def bulk_sender(self) -> AsyncIterator[Any]:
        async with self._provider.bulk_sender() as bulk_sender:
            yield _Attended(bulk_sender, self._ticker)


class _Attended:
    def __init__(self, bulk_sender: Any, ticker: MovedTime) -> None:
        self._bulk_sender, self._ticker, self.at_once = bulk_sender, ticker, bulk_sender.at_once

    async def send(self, *given: Any) -> Any:
        with self._ticker.standing():
            return await self._bulk_sender.send(*given)

    async def find(self, *given: Any) -> Any:
        with self._ticker.standing():
            return await self._bulk_sender.find(*given)
