"""Who sends alerts and does chores: woken in this process or through a broker, any number of processes, each chore by one."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import insert, select

from bot.broadcasts.sweep import is_work
from bot.models import Broadcast, Lease
from bot.storage.database import Database
from bot.workers import Workers
from bot.workers.periodic_jobs import Chore, Chores
from tests.carrier import at_once
from tests.conftest import BROKERS

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.migrate()
    yield database
    database.close()


def chores(database: Database, done: list[datetime], holder: str = "one") -> Chores:
    return Chores(database, {"sweep": Chore(DAY, MINUTE, done.append)}, holder)


def test_a_chore_is_done_when_it_is_due_and_not_before(database: Database) -> None:
    done: list[datetime] = []
    mine = chores(database, done)
    for hours, due in [(0, True), (1, False), (23, False), (24, True), (25, False), (60, True)]:
        now = NOW + timedelta(hours=hours)
        assert mine.due(now) == (["sweep"] if due else [])
        assert mine.do("sweep", now) is due
    assert done == [NOW, NOW + DAY, NOW + timedelta(hours=60)]


def test_of_many_processes_one_does_a_chore(database: Database) -> None:
    done: list[datetime] = []
    everyone = [chores(database, done, f"process {number}") for number in range(8)]
    for _ in range(3):
        at_once(*[lambda each=each: each.do("sweep", NOW) for each in everyone])
    assert done == [NOW]


def test_a_chore_whose_process_died_is_done_by_another(database: Database) -> None:
    def die(now: datetime) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        Chores(database, {"sweep": Chore(DAY, MINUTE, die)}, "dead").do("sweep", NOW)
    done: list[datetime] = []
    assert not chores(database, done).do("sweep", NOW + MINUTE / 2)
    assert chores(database, done).do("sweep", NOW + MINUTE)
    with database.read() as connection:
        assert connection.execute(select(Lease.holder, Lease.until)).all() == [("one", NOW + MINUTE + DAY)]


def test_a_chore_that_took_too_long_does_not_put_off_the_one_who_took_over(database: Database) -> None:
    done: list[datetime] = []

    def dawdle(now: datetime) -> None:
        assert chores(database, done, "other").do("sweep", NOW + MINUTE)

    assert Chores(database, {"sweep": Chore(DAY, MINUTE, dawdle)}, "slow").do("sweep", NOW)
    assert chores(database, done).due(NOW + DAY) == []
    assert chores(database, done).due(NOW + DAY + MINUTE) == ["sweep"]


@contextmanager
def at_work(
    database: Database, broker: str, work: Callable[[float], None], queue: str, done: list[datetime]
) -> Iterator[Workers]:
    holder = secrets.token_hex(4)
    workers = Workers(lambda: NOW, broker, queue, partial(is_work, database), work, chores(database, done, holder))
    workers.start()
    yield workers
    workers.stop()


def broadcast(database: Database, state: str, starts_at: datetime | None = None) -> None:
    with database.write() as connection:
        values = {"kind": "alert", "campaign": "sanctuary", "reason": "", "wanted": {}, "texts": {}, "fallbacks": {}}
        times = {"created_at": NOW, "expires_at": NOW + DAY, "starts_at": starts_at}
        connection.execute(insert(Broadcast).values(state=state, **values, **times))


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@pytest.mark.parametrize("broker", BROKERS)
def test_workers_are_woken_for_alerts_and_for_chores(database: Database, broker: str) -> None:
    worked, done = threading.Event(), list[datetime]()
    broadcast(database, "sending")
    with at_work(database, broker, lambda seconds: worked.set(), f"test-{secrets.token_hex(4)}", done):
        wait_for(lambda: worked.is_set() and bool(done))
    assert done == [NOW]


def test_with_a_broker_every_process_is_woken(database: Database) -> None:
    broadcast(database, "sending")
    for broker in filter(None, BROKERS):
        queue, hands = f"test-{secrets.token_hex(4)}", [threading.Event() for _ in range(3)]
        with (
            at_work(database, broker, busy(hands[0]), queue, []),
            at_work(database, broker, busy(hands[1]), queue, []),
            at_work(database, broker, busy(hands[2]), queue, []),
        ):
            wait_for(lambda hands=hands: all(hand.is_set() for hand in hands))


def busy(hand: threading.Event) -> Callable[[float], None]:
    """Work that takes a second; `hand` goes up when it begins."""

    def work(seconds: float) -> None:
        hand.set()
        time.sleep(1)

    return work


NOTHING_TO_DO = [
    pytest.param("draft", None, id="a draft"),
    pytest.param("scheduled", NOW + MINUTE, id="scheduled for later"),
    pytest.param("paused", None, id="paused"),
    pytest.param("done", None, id="done"),
]


@pytest.mark.parametrize(("state", "starts_at"), NOTHING_TO_DO)
def test_nobody_is_woken_for_what_is_not_to_be_sent_now(database: Database, state: str, starts_at: datetime | None) -> None:
    worked: list[float] = []
    broadcast(database, state, starts_at)
    with at_work(database, "", worked.append, "test", []):
        time.sleep(1.5)
    assert worked == []


def test_a_fault_in_the_work_stops_nothing(database: Database) -> None:
    tried: list[float] = []

    def fail(seconds: float) -> None:
        tried.append(seconds)
        raise RuntimeError("a fault")

    broadcast(database, "sending")
    with at_work(database, "", fail, "test", []):
        wait_for(lambda: len(tried) >= 2)


def test_workers_stop_within_the_time_that_a_process_is_given(database: Database) -> None:
    started = threading.Event()
    broadcast(database, "sending")

    def work(seconds: float) -> None:
        started.set()
        while not running.stopping:
            time.sleep(0.01)

    with at_work(database, "", work, "test", []) as running:
        started.wait(10)
        before = time.monotonic()
    assert time.monotonic() - before < 8
