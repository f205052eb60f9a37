"""One outbox: calls and texts that people wait for leave in time, whatever an alert or a provider does beside them."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from bot.outbox.conversation_queue import CALL_SHARE
from bot.outbox.pace import SHARE
from tests.alerts import NOON, Alerts, alerts
from tests.carrier import OURS
from tests.conftest import EACH_DATABASE
from tests.twilio_double.client import Double, running

CALLS_A_SECOND = 10.0
LATE_SECONDS = 2.0  # a call is placed this soon after its turn; sooner than a request that hangs is over


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    with running(latency=0.2) as double:
        yield double


@pytest.fixture(scope="module", params=EACH_DATABASE)
def one_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, double: Double) -> Iterator[Alerts]:
    settings = {"senders": f"{OURS}=50", "calls_a_second": CALLS_A_SECOND}
    with alerts(request.param, tmp_path_factory.mktemp("outbox"), double, **settings) as world:
        yield world


@pytest.fixture
def world(one_world: Alerts) -> Alerts:
    """As if it were new, at noon: the offices are open."""
    one_world.bot.parts.outbox.wait()
    one_world.wipe()
    one_world.take_real_time()
    one_world.clock.set(NOON)
    one_world.pace = 50.0
    return one_world


def introduce(world: Alerts, people: range) -> None:
    for number in people:
        world.say(number, "SANCTUARY 98402")


def ask_for_calls(world: Alerts, people: range, seconds: float) -> dict[str, float]:
    """Each texts CALL, one after the other within so many seconds; phone -> when, in seconds since 1970."""
    asked = dict[str, float]()
    for number in people:
        asked[world.phone(number)] = time.time()
        world.say(number, "CALL")
        time.sleep(seconds / len(people))
    return asked


def placed(double: Double) -> dict[str, list[float]]:
    """Phone -> when the provider got a call for it."""
    found = dict[str, list[float]]()
    for call in double.calls():
        found.setdefault(call["form"]["To"], []).append(call["arrived"])
    return found


def turns(asked: dict[str, float]) -> dict[str, float]:
    """When each call's turn is, at a little less than the account may begin."""
    found, free_at = dict[str, float](), 0.0
    for to, at in asked.items():
        found[to] = max(at, free_at)
        free_at = found[to] + 1 / (CALLS_A_SECOND * CALL_SHARE * SHARE)
    return found


def deliveries(world: Alerts) -> list[Any]:
    return [row for row in world.deliveries() if row.broadcast_id is None]


@pytest.mark.alone
def test_callbacks_are_placed_in_time_while_an_alert_goes_out(world: Alerts) -> None:
    people = range(16)
    introduce(world, range(17))
    world.broadcast(world.supporters(100, first=100))
    ask_for_calls(world, range(16, 17), 0.3)  # what it takes to begin is no matter of turns
    alert = threading.Thread(target=world.work, args=[20])
    alert.start()
    asked = ask_for_calls(world, people, 1.6)
    world.bot.parts.outbox.wait()
    alert.join()
    found = placed(world.double)
    found.pop(world.phone(16))
    assert {to: len(times) for to, times in found.items()} == dict.fromkeys(asked, 1)
    assert max(found[to][0] - turn for to, turn in turns(asked).items()) < LATE_SECONDS
    arrived = sorted(time for times in found.values() for time in times)
    assert min(later - at for at, later in pairwise(arrived)) >= 0
    assert len(arrived) - 1 <= (arrived[-1] - arrived[0]) * CALLS_A_SECOND * 1.02 + 1
    assert [row.state for row in deliveries(world)] == ["sent"] * (len(people) + 1)
    assert world.double.counts()["repeats"] == 0 and len(world.sent) == 100


@pytest.mark.alone
def test_request_that_hangs_holds_up_nobody_else(world: Alerts) -> None:
    people = range(12)
    introduce(world, people)
    world.double.rule("slow", on="call", seconds=3, times=3)
    asked = ask_for_calls(world, people, 1.2)
    end = time.monotonic() + LATE_SECONDS
    while len(placed(world.double)) < len(people) and time.monotonic() < end:
        time.sleep(0.05)
    found = placed(world.double)
    assert found.keys() == asked.keys()
    assert max(found[to][0] - turn for to, turn in turns(asked).items()) < LATE_SECONDS
    world.bot.parts.outbox.wait()
    assert {len(times) for times in placed(world.double).values()} == {1}


@pytest.mark.parametrize("taken", [True, False], ids=["it had been taken", "it never arrived"])
def test_call_of_unknown_outcome_is_looked_for_and_placed_once(world: Alerts, taken: bool) -> None:
    introduce(world, range(1))
    world.double.rule("disconnect", on="call", accepted=taken, times=1)
    world.say(0, "CALL")
    world.bot.parts.outbox.wait()
    assert [row.state for row in deliveries(world)] == ["unknown"]
    world.clock.skip(seconds=100)
    for _ in range(4):
        world.bot.parts.outbox.look()
        world.bot.parts.outbox.wait()
    assert [row.state for row in deliveries(world)] == ["sent"]
    assert [len(times) for times in placed(world.double).values()] == [1]


def test_call_of_unknown_outcome_is_not_placed_again_once_nobody_waits(world: Alerts) -> None:
    introduce(world, range(1))
    world.double.rule("disconnect", on="call", times=1)
    world.say(0, "CALL")
    world.bot.parts.outbox.wait()
    world.clock.skip(minutes=11)
    for _ in range(4):
        world.bot.parts.outbox.look()
        world.bot.parts.outbox.wait()
    assert placed(world.double) == {}
    call, *told = deliveries(world)
    assert (call.kind, call.state, call.error) == ("call", "failed", "too old")
    assert [(row.kind, row.state) for row in told] == [("text", "sent")]
    assert "We could not call you just now" in world.double.messages(world.phone(0))[0]["body"]
