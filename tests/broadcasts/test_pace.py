"""The pace of alerts: never more than the carrier takes, nearly all of it used, whoever sends; and its setting."""

import asyncio
import threading
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.config import Settings, SettingsError
from bot.models import SenderPace
from bot.outbox.pace import (
    AHEAD_SECONDS,
    BATCH_SECONDS,
    BATCH_TEXTS,
    SHARE,
    Pace,
    burst_tolerance,
    room_for,
    seconds_until_free,
)
from bot.providers.protocol import Accepted, OutboundMessage
from bot.storage.clock import Ticker
from tests.alerts import NOON, Alerts
from tests.carrier import LIVE, OURS, at_once, sid

SERVICE = "MG" + "0" * 32
RATES = st.sampled_from([1.0, 3.0, 3.75, 12.0, 100.0, 225.0]) | st.floats(0.5, 500)


def busiest(moments: Sequence[tuple[float, int]], seconds: float = 1.0) -> int:
    """The most segments within any window of so many seconds."""
    most = now = start = 0
    for end, (at, segments) in enumerate(moments):
        now += segments
        while at - moments[start][0] >= seconds:
            now -= moments[start][1]
            start += 1
        most = max(most, now)
        assert end >= start
    return most


# --- The reservation, pure --------------------------------------------------------------------------------------------


SPANS = st.lists(st.floats(0, 3), min_size=1, max_size=50)


@given(RATES, st.lists(st.integers(1, 6), min_size=1, max_size=400), SPANS, SPANS)
def test_reserved_moments_never_crowd(rate: float, texts: list[int], waits: list[float], takes: list[float]) -> None:
    # Claims of any number of workers, whenever they come: each goes on from what the row says.
    free_at, now, moments = 0.0, 1000.0, list[tuple[float, int]]()
    queue = iter(texts)
    for turn in range(len(texts)):
        now += max(waits[turn % len(waits)], seconds_until_free(free_at, now))
        pace = Pace(address="x", rate=rate, free_at=free_at, now=now)
        began, batch = pace.free_at, list[tuple[float, int]]()
        while pace.has_room and len(batch) < pace.texts and (segments := next(queue, None)):
            batch.append((pace.reserve(segments), segments))
        if not batch:
            break
        # Deciding takes its time, in which what was reserved must not become late.
        deciding = takes[turn % len(takes)]
        late = pace.put_off(deciding)
        moments += [(at + late, segments) for at, segments in batch]
        now, free_at = now + deciding, pace.free_at
        assert batch[0][0] + late >= now
        assert len(batch) <= BATCH_TEXTS
        assert moments[-1][0] < began + late + BATCH_SECONDS + 1e-6  # a pause has no more than this to hold back
        assert began + late <= now + AHEAD_SECONDS + 0.1
    # A text cannot be cut: a window holds what the rate allows, and the rest of the text that it ends with.
    assert busiest(moments) <= rate * SHARE + max(texts)


LATE = st.one_of(st.just(0.0), st.floats(0, 0.05), st.floats(0, 3))


@given(RATES, st.lists(st.integers(1, 3), min_size=1, max_size=300), st.lists(LATE, max_size=300), st.floats(0, 1))
def test_no_second_has_too_much_whoever_is_late(rate: float, texts: list[int], lates: list[float], way: float) -> None:
    # Any number of workers: while one waits for its moments, others claim, or take new ones for what missed its own.
    free_at, now, left = 0.0, 1000.0, list[tuple[float, int]]()
    unclaimed, late, rounds = deque(texts), chain(lates, repeat(0.0)), deque[tuple[list[tuple[float, int]], float]]()
    while unclaimed or rounds:
        if unclaimed:
            now += seconds_until_free(free_at, now)
            pace, batch = Pace(address="x", rate=rate, free_at=free_at, now=now), list[tuple[float, int]]()
            while unclaimed and pace.has_room:
                batch.append((pace.reserve(unclaimed[0]), unclaimed.popleft()))
            free_at = pace.free_at
            rounds.append((batch, 0.0))
        batch, room = rounds.popleft()
        behind = [next(late) for _ in batch]
        fits = [each <= burst_tolerance(rate) + room for each in behind]
        # The way to the carrier is longer for one than for the other, by no more than the rest of what SHARE allows for.
        left += [(at + by + way * (1 / SHARE - 1 - burst_tolerance(rate)) * (number % 2), segments)
                 for number, ((at, segments), by, ok) in enumerate(zip(batch, behind, fits, strict=True)) if ok]  # fmt: skip
        missed = [segments for (_, segments), ok in zip(batch, fits, strict=True) if not ok]
        if missed:
            now = max(now, batch[-1][0])
            room = room_for([by for by, ok in zip(behind, fits, strict=True) if not ok])
            pace = Pace(address="x", rate=rate, free_at=free_at, now=now)
            rounds.append(([(pace.reserve(segments), segments) for segments in missed], room))
            pace.leave(room)
            free_at = pace.free_at
    assert sorted(segments for _, segments in left) == sorted(texts)
    assert busiest(sorted(left), 1 - 1e-6) < rate + max(texts)


# --- As the carrier sees it -----------------------------------------------------------------------------------------------


@pytest.fixture
def world(world: Alerts) -> Alerts:
    world.clock.set(NOON)
    return world


@dataclass
class Noting:
    """A provider that notes when, and from whom, each text is handed to it. `at_once`: so many requests at a time."""

    ticker: Ticker
    at_once: int = 200
    left: list[tuple[float, int]] = field(default_factory=list)
    senders: Counter[str] = field(default_factory=Counter)

    @asynccontextmanager
    async def bulk_sender(self) -> AsyncIterator["Noting"]:
        yield self

    async def send(self, message: OutboundMessage) -> Accepted:
        self.left.append((self.ticker(), message.content.segments))
        self.senders[message.sender] += 1
        await asyncio.sleep(0.03)
        return Accepted(sid())

    async def find(self, to: str, since: object) -> Sequence[Any]:
        return []

    @property
    def seconds(self) -> float:
        """From the first to the last."""
        return max(self.left)[0] - min(self.left)[0]


@pytest.mark.parametrize("workers", [1, 2])
def test_all_workers_together_are_not_faster_than_the_sender(world: Alerts, workers: int) -> None:
    world.pace, carrier = 50.0, Noting(world.ticker)
    world.broadcast(world.supporters(150))
    at_once(*[lambda: world.work(provider=carrier)] * workers)
    assert world.states() == {"sent": 150}
    assert len(carrier.left) == 150
    assert 149 / 50 <= carrier.seconds < 149 / 50 * 1.05
    assert busiest(sorted(carrier.left)) <= 50


def hold_the_interpreter(world: Alerts, stop: threading.Event) -> None:
    while not stop.is_set():
        sum(range(1000))


def hold_the_senders(world: Alerts, stop: threading.Event) -> None:
    while not stop.wait(0.4):
        with world.database.write() as connection:
            connection.execute(update(SenderPace).values(failures=SenderPace.failures))
            time.sleep(0.6)


@contextmanager
def beside(load: Callable[[Alerts, threading.Event], None], world: Alerts) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=load, args=(world, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


LOADS = [
    pytest.param(hold_the_interpreter, id="another thread computes"),
    pytest.param(hold_the_senders, id="the database stands still"),
]


@pytest.mark.alone
@pytest.mark.parametrize("load", LOADS)
def test_workers_that_are_held_up_are_not_faster_than_the_sender(
    world: Alerts, load: Callable[[Alerts, threading.Event], None]
) -> None:
    world.take_real_time()
    world.pace, carrier = 100.0, Noting(world.ticker)
    world.broadcast(world.supporters(200))
    with beside(load, world):
        at_once(*[lambda: world.work(30, provider=carrier)] * 2)
    assert world.states() == {"sent": 200}
    assert len(carrier.left) == 200
    assert busiest(sorted(carrier.left)) <= 100


def stand_now_and_then(world: Alerts, random: Random) -> None:
    """The process stands still, most often for a few milliseconds, again and again."""

    def stand() -> None:
        world.ticker.stall(random.choice([0.004, 0.02, 0.1, 0.8]))
        world.in_a_while(random.uniform(0.0, 0.3), stand)

    stand()


def wait_for_the_database(world: Alerts, random: Random) -> None:
    world.ticker.thread_seconds = lambda: random.choice([0.002, 0.002, 0.05, 0.6])


@pytest.mark.parametrize("delay", [stand_now_and_then, wait_for_the_database])
@pytest.mark.parametrize("seed", range(3))
def test_workers_that_are_late_are_not_faster_than_the_sender(
    world: Alerts, delay: Callable[[Alerts, Random], None], seed: int
) -> None:
    world.pace, carrier = 100.0, Noting(world.ticker)
    world.broadcast(world.supporters(600))
    delay(world, Random(seed))
    at_once(*[lambda: world.work(120, provider=carrier)] * 2)
    assert world.states() == {"sent": 600}
    assert len(carrier.left) == 600
    assert busiest(sorted(carrier.left)) <= 100


def test_slow_sender_of_long_texts_gets_on(world: Alerts) -> None:
    world.pace, carrier = 3.75, Noting(world.ticker)
    world.broadcast(world.supporters(4), words="ж" * 150)
    world.work(10, provider=carrier)
    assert len(carrier.left) == 4
    assert 3 * 3 / 3.75 <= carrier.seconds < 3 * 3 / 3.75 * 1.05


def test_senders_of_a_pool_send_side_by_side(world: Alerts) -> None:
    second, carrier = "+12065550101", Noting(world.ticker)
    world.broadcast(world.supporters(60))
    world.work(paces={OURS: 20.0, second: 10.0}, provider=carrier)
    assert world.states() == {"sent": 60}
    assert Counter(delivery.sender for delivery in world.deliveries()) == carrier.senders
    assert 34 <= carrier.senders[OURS] <= 46
    assert carrier.seconds < 60 / 30 * 1.3


def test_worker_that_is_told_to_stop_finishes_what_it_has(world: Alerts) -> None:
    world.pace = 50.0
    world.broadcast(world.supporters(200))
    stop = threading.Event()
    worker = world.worker()
    worker.stopping = stop.is_set
    world.in_a_while(0.7, stop.set)
    assert worker.work(30) is True
    assert set(world.states()) == {"sent", "queued"}


# --- The setting ----------------------------------------------------------------------------------------------------------

PACES = [
    pytest.param({}, {"+12065550100": 10.0}, id="the simulator"),
    pytest.param(LIVE, {OURS: 3.75}, id="our number"),
    pytest.param({**LIVE, "twilio_from": "+18885550100"}, {"+18885550100": 3.0}, id="a toll-free number"),
    pytest.param({**LIVE, "twilio_messaging_service_sid": SERVICE}, {SERVICE: 3.75}, id="a messaging service"),
    pytest.param({"senders": "72345"}, {"72345": 100.0}, id="a short code"),
    pytest.param(
        {"senders": "+12065550100=12 +18885550100"}, {"+12065550100": 12.0, "+18885550100": 3.0}, id="two, one as usual"
    ),
    pytest.param({"senders": f"{SERVICE}=225"}, {SERVICE: 225.0}, id="a service with its pace"),
]


@pytest.mark.parametrize(("given", "paces"), PACES)
def test_what_alerts_go_out_from(tmp_path: Path, given: dict[str, str], paces: dict[str, float]) -> None:
    assert Settings.load(instance_dir=tmp_path, **given).paces == paces


WRONG = [
    ("2065550100=3", "SENDERS: '2065550100' is no number in E.164"),
    ("+12065550100=fast", "SENDERS: '+12065550100=fast' has no pace; write segments a second"),
    ("+12065550100=0", "SENDERS: '+12065550100=0' has no pace"),
    ("+12065550100=nan", "SENDERS: '+12065550100=nan' has no pace"),
    ("+12065550100=3 +12065550100=4", "SENDERS: '+12065550100' is there twice; leave one"),
]


@pytest.mark.parametrize(("senders", "says"), WRONG)
def test_sender_that_cannot_be_read_is_told_with_its_mend(tmp_path: Path, senders: str, says: str) -> None:
    with pytest.raises(SettingsError, match="SENDERS") as error:
        Settings.load(instance_dir=tmp_path, senders=senders)
    assert says in str(error.value)
