"""How soon an alert's first request leaves, and what a broker that goes away amid an alert holds up: real worker processes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot import create_app
from bot.broadcasts import lifecycle
from bot.config import Settings
from bot.runtime import KEY, Parts
from bot.workers import WorkIntervals
from tests.chaos.stage import Stage, stage
from tests.chaos.story import CAMPAIGN, TEXTS
from tests.conftest import BROKERS, DATABASES
from tests.crowd import fill, open_zone
from tests.databases import empty_database

RECIPIENTS = 120
PACE = 40.0  # segments a second: such an alert takes three seconds
INTERVALS = WorkIntervals(look=2.0, shift=0.5)  # a process is asked to go on with it again and again
WITHIN = 0.3
ROUNDS = 3  # the best of so many, as whatever else this machine does takes its time: what is slow by itself is so each time
IDLE_SECONDS = 1.2  # then nobody is at work any more, and what was reserved of the pace for a cancelled alert is over
BACK_SECONDS = 10.0  # the library asks for the broker every three seconds
READY_SECONDS = 90

pytestmark = pytest.mark.alone


@contextmanager
def working(
    folder: Path, database: str, broker: str, monkeypatch: pytest.MonkeyPatch, workers: int = 2
) -> Iterator[tuple[Stage, Parts]]:
    """Worker processes that are ready, and an application that only starts alerts, as a command does."""
    with stage(folder, database, broker, workers, PACE, 1.0, INTERVALS) as on:
        fill(on.database, on.phone_cipher, CAMPAIGN, RECIPIENTS, [open_zone(datetime.now(UTC))])
        for name, value in on.web.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("ALERTS_A_WEEK", "7")
        for worker in on.workers:
            worker.environment["ALERTS_A_WEEK"] = "7"
            worker.start()
        end = time.monotonic() + READY_SECONDS
        while any("Worker ready" not in worker.log.read_text() for worker in on.workers):
            assert time.monotonic() < end
            time.sleep(0.1)
        parts: Parts = create_app(Settings.load(), intervals=INTERVALS).extensions[KEY]
        parts.workers.warm_up()  # as `flask broadcast send` does while it shows the preview
        assert parts.workers.flush(20)
        yield on, parts
        parts.workers.stop()
        parts.database.close()


def begin(parts: Parts) -> tuple[int, float]:
    """Start an alert; its id, and when it was committed, in seconds since 1970."""
    now = datetime.now(UTC)
    with parts.database.write() as connection:
        id = lifecycle.create_broadcast(
            connection,
            lifecycle.Draft(campaign=CAMPAIGN, audience_filter={}, texts=TEXTS, expires_at=now + timedelta(hours=12)),
            now,
        )
        lifecycle.start_broadcast(connection, id, now)
    committed = time.time()
    parts.workers.enqueue("expand_audience", id)
    return id, committed


def wait_done(parts: Parts, id: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        with parts.database.read() as connection:
            found = lifecycle.broadcast_status(connection, id)
        assert found is not None
        if found.over:
            return
        assert time.monotonic() < end, found
        time.sleep(0.1)


def first_request_after(on: Stage, parts: Parts) -> float:
    """Start an alert, and cancel it once a text has left; the seconds from its commit to its first request at the provider."""
    time.sleep(IDLE_SECONDS)
    on.double.reset()
    id, committed = begin(parts)
    on.double.wait(lambda counts: counts["messages"] > 0, 30)
    with parts.database.write() as connection:
        assert lifecycle.cancel_broadcast(connection, id, datetime.now(UTC))
    parts.workers.enqueue("send_batch")
    wait_done(parts, id)
    return min(row.arrived for row in on.double.export()) - committed


def quickest(on: Stage, parts: Parts, seconds: float = 0.0) -> list[float]:
    """The first requests of some alerts, until one is as soon as it should be, and for so many seconds at least."""
    found, end = list[float](), time.monotonic() + seconds
    while not found or (min(found) >= WITHIN and (len(found) < ROUNDS or time.monotonic() < end)):
        found.append(first_request_after(on, parts))
    return found


@pytest.mark.parametrize("broker", [broker for broker in BROKERS if broker and "postgresql" in DATABASES])
def test_first_request_leaves_at_once_and_a_broker_cut_amid_an_alert_holds_nothing_up(
    tmp_path: Path, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with empty_database("postgresql", tmp_path) as database, working(tmp_path, database, broker, monkeypatch) as (on, parts):
        assert on.broker is not None
        with_broker = quickest(on, parts)
        time.sleep(IDLE_SECONDS)
        on.double.reset()
        id, _ = begin(parts)
        on.double.wait(lambda counts: counts["messages"] >= RECIPIENTS / 4, 30)
        on.broker.cut()
        wait_done(parts, id)
        arrived = sorted(row.arrived for row in on.double.export())
        longest = max(later - earlier for earlier, later in pairwise(arrived))
        without = first_request_after(on, parts)
        on.broker.mend()
        again = quickest(on, parts, BACK_SECONDS)
        figures = {"with": with_broker, "longest gap": longest, "away": without, "back": again}
        print(
            {name: found if isinstance(found, float) else [round(each, 3) for each in found] for name, found in figures.items()}
        )
        assert len(arrived) == RECIPIENTS
        assert min(with_broker) < WITHIN, figures
        assert longest < INTERVALS.look, figures
        assert without < INTERVALS.look + 1, figures
        assert min(again) < WITHIN, figures


@pytest.mark.parametrize("kind", DATABASES)
def test_first_request_leaves_at_once_without_a_broker(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with empty_database(kind, tmp_path) as database, working(tmp_path, database, "", monkeypatch, workers=0) as (on, parts):
        parts.workers.start()  # the threads of this process
        first = quickest(on, parts)
        assert min(first) < WITHIN, first
