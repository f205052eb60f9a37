"""One alert from senders of two providers: when one rests, refuses or dies, the other takes what has not left, and no more."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import structlog

from bot.broadcasts.lifecycle import resume_broadcast
from bot.models import Delivery, SenderPace
from bot.outbox.error_policies import ERROR_POLICIES
from bot.outbox.queue import LEASE, Batch
from bot.outbox.senders import register_senders
from bot.providers.installed import Providers
from tests import signalwire_double
from tests.alerts import Alerts, alerts
from tests.carrier import OURS, SIGNALWIRE, post, sid
from tests.chaos.proxy import Proxy, before
from tests.conftest import EACH_DATABASE
from tests.signalwire_double import NUMBER
from tests.twilio_double import Double
from tests.twilio_double import running as running_twilio

PEOPLE = 120
NUMBERS = {"twilio": OURS, "signalwire": NUMBER}
PACE = 60.0  # segments a second of each
QUICK = {"latency": [0.01, 0.1], "callbacks": {"sent_after": 0.05}}


@dataclass
class Two:
    """A world, and both doubles with what stands before each."""

    world: Alerts
    doubles: dict[str, Double]
    proxies: dict[str, Proxy]

    def everybody(self) -> int:
        return self.world.broadcast(self.world.supporters(PEOPLE))

    def reached(self) -> Counter[str]:
        """How often each number has a message at any of the two."""
        return Counter(row.to for double in self.doubles.values() for row in double.export())

    def at(self, name: str) -> list[str]:
        return [row.to for row in self.doubles[name].export()]

    def once_each(self) -> bool:
        reached = self.reached()
        return len(reached) == PEOPLE and set(reached.values()) == {1}

    def work_until(self, done: Callable[[], bool], seconds: float = 1.0, skip: float = 30.0) -> None:
        for _ in range(20):
            self.world.work(seconds)
            if done():
                return
            self.world.clock.skip(seconds=skip)
        pytest.fail(f"not there: {self.world.states()}, {self.world.about(1)}")

    def hold(self, name: str) -> None:
        """Let this provider's sender have its hands full for half a minute, so that the other is asked first."""
        with self.world.database.write() as connection:
            register_senders(connection, self.world.terms().paces, self.world.providers.name_of)
        self.world.change(SenderPace, {"address": NUMBERS[name]}, free_at=time.time() + 30)

    def rows(self) -> dict[str, Any]:
        """The rows of the senders, by whose they are."""
        with self.world.database.read() as connection:
            return {row.provider.rpartition(".")[2]: row for row in connection.execute(SenderPace.__table__.select())}


@pytest.fixture(scope="module")
def stage() -> Iterator[tuple[dict[str, Double], dict[str, Proxy], dict[str, str]]]:
    """Both doubles, a proxy before each, and the addresses that lead through them."""
    with ExitStack() as stack:
        doubles = {
            "twilio": stack.enter_context(running_twilio(**QUICK)),
            "signalwire": stack.enter_context(signalwire_double.running(**QUICK)),
        }
        ways = {name: stack.enter_context(before(double.url)) for name, double in doubles.items()}
        yield doubles, {name: proxy for name, (proxy, _) in ways.items()}, {name: url for name, (_, url) in ways.items()}


@pytest.fixture(scope="module", params=EACH_DATABASE)
def one_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, stage: Any) -> Iterator[Alerts]:
    doubles, _, urls = stage
    settings = {name: value for name, value in SIGNALWIRE.live.items() if name.startswith("signalwire_")}
    settings |= {"signalwire_url": urls["signalwire"], "twilio_api_url": urls["twilio"]}
    settings["senders"] = f"{OURS}={PACE} signalwire:{NUMBER}={PACE}"
    with alerts(request.param, tmp_path_factory.mktemp("two"), doubles["twilio"], **settings) as world:
        yield world


@pytest.fixture
def two(one_world: Alerts, stage: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    monkeypatch.setattr("bot.providers.laml.bulk_sender.SECONDS", 1.0)
    doubles, proxies, _ = stage
    one_world.wipe()
    one_world.take_real_time()
    one_world.pace, one_world.others = PACE, {NUMBER: PACE}
    for double in doubles.values():
        double.reset()
    yield Two(one_world, doubles, proxies)
    assert one_world.miscounted() == []


REST = ERROR_POLICIES["pause_broadcast"].rest
NAMES = ("twilio", "signalwire")
OTHER = {"twilio": "signalwire", "signalwire": "twilio"}
EACH = pytest.mark.parametrize("name", NAMES)


def test_alert_goes_out_half_by_each_provider(two: Two) -> None:
    id = two.everybody()
    two.work_until(lambda: two.world.about(id).state == "done")
    assert two.once_each()
    shares = {name: len(two.at(name)) for name in NAMES}
    assert min(shares.values()) > PEOPLE / 4, shares
    assert {row.sender for row in two.doubles["signalwire"].export()} == {NUMBER}
    assert {row.sender for row in two.doubles["twilio"].export()} == {OURS}
    by_sender = {row.provider_id: row.sender for row in two.world.deliveries()}
    assert {by_sender[row.sid] for row in two.doubles["signalwire"].export()} == {NUMBER}
    assert {name: row.address for name, row in two.rows().items()} == {"twilio": OURS, "signalwire": NUMBER}


def cut(two: Two, name: str) -> Callable[[], None]:
    """Every connection breaks at once, requests that were taken among them, and nobody answers until it is mended."""
    two.proxies[name].cut()
    return two.proxies[name].mend


def freeze(two: Two, name: str) -> Callable[[], None]:
    """It stands still: what was sent to it meanwhile it takes once it goes on, long after nobody waits for the answer."""
    process = two.doubles[name].process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    return partial(os.kill, process.pid, signal.SIGCONT)


@EACH
@pytest.mark.parametrize("kill", [cut, freeze])
def test_provider_that_is_killed_in_the_middle_leaves_the_rest_to_the_other(
    two: Two, name: str, kill: Callable[[Two, str], Callable[[], None]]
) -> None:
    id = two.everybody()
    mended: list[Callable[[], None]] = []
    killer = threading.Timer(0.45, lambda: mended.append(kill(two, name)))
    killer.start()
    try:
        two.world.work(2.0)
        killer.join()
        for _ in range(2):
            two.world.work(2.0)
            two.world.clock.skip(seconds=5)
        states = two.world.states()
        waiting = sum(count for state, count in states.items() if state.partition(" ")[0] in ("unknown", "sending"))
        settled = sum(count for state, count in states.items() if state in ("sent", "delivered"))
        # Whatever may have left waits for its own provider, however long that is away; the other has had all the rest.
        assert waiting + settled == PEOPLE, states
        taken = len(two.at(OTHER[name]))
        two.world.clock.skip(minutes=10)
        two.world.work(2.0)
        assert len(two.at(OTHER[name])) == taken
        assert two.world.about(id).state == "sending" or not waiting
        assert 5 < taken < PEOPLE
    finally:
        for mend in mended:
            mend()
    two.work_until(lambda: two.world.about(id).state == "done", skip=100)
    assert two.once_each()


@EACH
def test_what_may_have_left_is_asked_for_at_its_own_provider_alone(two: Two, name: str) -> None:
    two.doubles[name].rule("disconnect", accepted=True, after=5, times=6)
    two.doubles[name].rule("disconnect", accepted=False, times=4, after=20)
    id = two.everybody()
    two.work_until(lambda: two.world.about(id).state == "done", skip=100)
    assert two.once_each()
    asked = {each: sum(two.doubles[each].counts()["answers"].get(f"list {code}", 0) for code in (200, 404)) for each in NAMES}
    assert asked[name] >= 6 and asked[OTHER[name]] == 0


# Where it is refused: a rule of the double at one provider; which of its senders then rest for how long.
REFUSALS = [
    pytest.param({"code": 20003, "status": 401, "shape": "html"}, "401", id="the account"),
    pytest.param({"code": 21606, "status": 400}, "21606", id="the number, as Twilio says it"),
    pytest.param({"code": 21717, "status": 400}, "21717", id="the number, as SignalWire says it"),
]


@pytest.mark.parametrize(
    ("name", "rule", "code"),
    [
        pytest.param("twilio", *REFUSALS[0].values, id="twilio: the account"),
        pytest.param("twilio", *REFUSALS[1].values, id="twilio: the number"),
        pytest.param("signalwire", *REFUSALS[0].values, id="signalwire: the account"),
        pytest.param("signalwire", *REFUSALS[2].values, id="signalwire: the number"),
    ],
)
def test_provider_that_refuses_rests_and_the_alert_goes_on(two: Two, name: str, rule: dict[str, Any], code: str) -> None:
    two.doubles[name].rule("answer", after=10, **rule)
    id = two.everybody()
    with structlog.testing.capture_logs() as logs:
        two.work_until(lambda: two.world.about(id).state != "sending", skip=0.0)
    assert two.world.about(id).state == "done"
    assert two.once_each()
    assert 10 <= len(two.at(name)) < PEOPLE / 2
    row = two.rows()[name]
    assert (row.refused, row.reason) == (True, code)
    assert 0 < (row.backoff_until - two.world.clock()).total_seconds() <= REST.total_seconds()
    refused = [(each["provider"].rpartition(".")[2], each["code"]) for each in logs if each["event"] == "sender_refused"]
    assert refused == [(name, code)]


def test_provider_that_refused_is_tried_again_after_its_rest(two: Two) -> None:
    two.doubles["signalwire"].rule("answer", code=21717, times=1)
    two.everybody()
    two.work_until(lambda: two.rows()["signalwire"].refused, skip=0.0)
    two.world.clock.skip(seconds=REST.total_seconds() + 1)
    before_it = len(two.at("signalwire"))
    id = two.world.broadcast(two.world.supporters(40, first=PEOPLE), words="Call again!")
    two.work_until(lambda: two.world.about(id).state == "done")
    assert len(two.at("signalwire")) - before_it > 5


def test_alert_pauses_where_every_provider_refuses_and_goes_on_at_once_when_it_is_resumed(two: Two) -> None:
    two.doubles["twilio"].rule("answer", code=20003)
    two.doubles["signalwire"].rule("answer", code=21717)
    id = two.everybody()
    two.work_until(lambda: two.world.about(id).state == "paused", skip=0.0)
    assert "refuses" in two.world.about(id).reason
    for double in two.doubles.values():
        double.no_rules()
    with two.world.database.write() as connection:
        assert resume_broadcast(connection, id, two.world.clock())
    two.work_until(lambda: two.world.about(id).state == "done", seconds=3.0, skip=0.0)
    assert two.once_each()
    assert min(len(two.at(name)) for name in NAMES) > PEOPLE / 4


def test_what_is_wrong_with_the_words_is_no_providers_fault_and_pauses(two: Two) -> None:
    two.doubles["twilio"].rule("answer", code=21617)
    id = two.everybody()
    two.work_until(lambda: two.world.about(id).state == "paused", skip=0.0)
    assert "21617" in two.world.about(id).reason
    assert not any(row.refused for row in two.rows().values())


@EACH
def test_number_that_carriers_refuse_by_callback_leaves_the_text_to_the_other(two: Two, name: str) -> None:
    """It was taken, and then not delivered for what the number is: known not to have arrived, so another may send it."""
    id = two.world.broadcast(two.world.supporters(1))
    two.hold(OTHER[name])
    two.work_until(lambda: two.world.states() in ({"sent": 1}, {"delivered": 1}), skip=0.0)
    two.world.change(Delivery, state="sent")
    (row,) = two.world.deliveries()
    assert row.sender == NUMBERS[name]
    code = {"twilio": "30034", "signalwire": "21717"}[name]
    form = {"MessageSid": row.provider_id, "MessageStatus": "undelivered", "ErrorCode": code}
    assert post(two.world.bot, f"/{name}/deliveries/{row.id}/status?attempt=1", form).status_code == 204
    assert two.rows()[name].refused is True
    two.world.change(SenderPace, free_at=0.0)
    two.work_until(lambda: two.world.about(id).state == "done", seconds=2.0, skip=1.0)
    (row,) = two.world.deliveries()
    assert (row.attempts, row.sender) == (2, NUMBERS[OTHER[name]])
    assert {each: len(two.at(each)) for each in NAMES} == {"twilio": 1, "signalwire": 1}


def test_callback_of_one_provider_says_nothing_at_the_others_address(two: Two) -> None:
    """Each is signed by its own key, and is about the id that its own provider gave."""
    two.world.broadcast(two.world.supporters(1))
    two.work_until(lambda: two.world.states() in ({"sent": 1}, {"delivered": 1}), skip=0.0)
    two.world.change(Delivery, state="sent")
    (row,) = two.world.deliveries()
    for name in NAMES:
        form = {"MessageSid": sid(), "MessageStatus": "undelivered", "ErrorCode": "30005"}
        assert post(two.world.bot, f"/{name}/deliveries/{row.id}/status?attempt=1", form).status_code == 204
    assert two.world.states() == {"sent": 1}


def test_what_another_provider_may_have_is_not_sent_again_while_that_one_is_not_set_up(two: Two) -> None:
    world = two.world
    world.broadcast(world.supporters(20))
    two.hold("twilio")
    batch = world.claim()
    assert isinstance(batch, Batch) and {message.sender for message in batch.messages} == {NUMBER}
    world.change(SenderPace, free_at=0.0)
    world.clock.skip(seconds=LEASE.total_seconds() + 100)
    everybody = world.providers
    without = Providers({everybody.main_name: everybody.main}, {everybody.main_name: [OURS]})
    world.others = {}
    for _ in range(3):
        worker = world.worker()
        worker.providers = without
        with structlog.testing.capture_logs() as logs:
            worker.work(1.5)
        world.clock.skip(seconds=100)
    assert "lost_deliveries_of_absent_provider" in {each["event"] for each in logs}
    lost = {message.to for message in batch.messages}
    assert world.states().get("unknown") == len(lost)
    assert not lost & set(two.at("twilio"))
    world.others = {NUMBER: PACE}
    two.work_until(lambda: sum(two.reached().values()) == 20, skip=100)
    assert set(two.reached().values()) == {1}
