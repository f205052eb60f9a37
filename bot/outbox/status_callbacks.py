"""What is told of deliveries, many a second: one thread writes them together; each webhook waits until its own is kept."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

import structlog
from prometheus_client import Counter
from sqlalchemy.exc import SQLAlchemyError

from bot.logging_setup import describe_error
from bot.outbox.delivery_results import DeliveryResults, DeliveryUpdate
from bot.storage.database import Database

log = structlog.get_logger()
DELIVERIES = Counter(
    "patchline_deliveries", "texts and calls that we started, by the state they came to and the reason", ["state", "reason"]
)

TOGETHER = 200  # in one transaction
WAIT_SECONDS = 8.0  # a webhook has 15
TRIES = 2  # two processes that write the same deliveries may get in each other's way once


class StatusCallbacks:
    """A thread that writes what is heard; started by the first webhook, so that a server that forks has one each."""

    def __init__(self, database: Database, delivery_results: DeliveryResults, clock: Callable[[], datetime]) -> None:
        self._database, self._delivery_results, self._clock = database, delivery_results, clock
        self._queue: queue.SimpleQueue[tuple[DeliveryUpdate, Future[None]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def save(self, heard: DeliveryUpdate) -> None:
        """Keep this; gives back once it is kept. Raises TimeoutError or SQLAlchemyError where it is not."""
        kept: Future[None] = Future()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._queue = queue.SimpleQueue()
                self._thread = threading.Thread(target=self._run, args=(self._queue,), name="callbacks", daemon=True)
                self._thread.start()
            self._queue.put((heard, kept))
        kept.result(WAIT_SECONDS)

    def stop(self) -> None:
        """Write what is there, then end: before the database is closed."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._queue.put(None)
        if thread is not None:
            thread.join()

    def _run(self, waiting: "queue.SimpleQueue[tuple[DeliveryUpdate, Future[None]] | None]") -> None:
        while (first := waiting.get()) is not None:
            batch = [first]
            while len(batch) < TOGETHER:
                try:
                    more = waiting.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    waiting.put(None)
                    break
                batch.append(more)
            trouble = self._write([heard for heard, _ in batch])
            for _, kept in batch:
                if trouble is None:
                    kept.set_result(None)
                else:
                    kept.set_exception(trouble)

    def _write(self, news: list[DeliveryUpdate]) -> Exception | None:
        """Keep these together; the trouble where they could not be kept."""
        for left in reversed(range(TRIES)):
            try:
                with self._database.write() as connection:
                    counts = self._delivery_results.apply_updates(connection, news, self._clock())
            except Exception as error:
                # The outermost loop of this thread: who waits is told, the provider says it again.
                log.error("callbacks_not_saved", count=len(news), **describe_error(error))
                if left and isinstance(error, SQLAlchemyError):
                    continue
                return error
            for (state, reason), count in counts.items():
                DELIVERIES.labels(state, reason).inc(count)
            return None
        raise AssertionError("unreachable")
