"""Alerts leave: at the sender's pace, once each, only to who may get them; whatever happens on the way."""

from collections.abc import Iterator

import pytest

from tests.alerts import Alerts, alerts
from tests.conftest import EACH_DATABASE
from tests.twilio_double.client import Double, running


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    with running() as double:
        yield double


@pytest.fixture(scope="module", params=EACH_DATABASE)
def one_world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, double: Double) -> Iterator[Alerts]:
    with alerts(request.param, tmp_path_factory.mktemp("alerts"), double) as world:
        yield world


@pytest.fixture
def world(one_world: Alerts) -> Alerts:
    one_world.wipe()
    return one_world


def test_everybody_gets_one_copy_and_the_broadcast_is_done(world: Alerts) -> None:
    id = world.broadcast(world.supporters(40))
    assert world.work() is False
    assert world.states() == {"sent": 40}
    assert sorted(world.sent) == [world.phone(n) for n in range(40)]
    assert world.about(id).state == "done"
