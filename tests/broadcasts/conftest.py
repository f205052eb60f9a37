"""What tests of broadcasts share: the double of Twilio, and a bot on each database whose alerts go to it."""

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
def world(one_world: Alerts) -> Iterator[Alerts]:
    """As if it were new, at this very moment, which is also the time of the double's log. Whatever a test does, the counts of
    its alerts are those of their deliveries at the end."""
    one_world.wipe()
    yield one_world
    assert one_world.miscounted() == []
