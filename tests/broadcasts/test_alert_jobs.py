"""Jobs for alerts: asked for twice, in any order, after their row is gone; when they are due; and who asks for them at once."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.broadcasts import lifecycle
from bot.models import Broadcast
from bot.workers.jobs import NOTHING_DUE, JobRequest
from tests.alerts import CAMPAIGN, Alerts
from tests.conftest import Bot, Start
from tests.crowd import open_zone
from tests.test_organizers import WORDS, code_in, verified
from tests.test_sign_ups import sent as fill_in_form
from tests.test_workers import wait_for

START, EXPAND, SEND, GONE = "start_alerts", "expand_audience", "send_batch", "expand_audience of one that is gone"
ORDERS = [
    pytest.param([EXPAND, SEND], id="as meant"),
    pytest.param([SEND, EXPAND], id="the wrong way round"),
    pytest.param([EXPAND, EXPAND, SEND, SEND, EXPAND], id="each twice"),
    pytest.param([SEND, SEND], id="one of them lost"),
    pytest.param([START, SEND], id="by what starts all"),
    pytest.param([GONE, EXPAND, GONE, SEND, GONE], id="beside one whose row is gone"),
]


def awake(world: Alerts, count: int) -> None:
    """Subscribers for whom it is noon or so, whatever time it is here: the application's own hours are kept."""
    for number in range(count):
        world.supporter(number, zone=open_zone(world.clock()))


def unmade(world: Alerts, **columns: object) -> int:
    """An alert to three people that is being sent, and has no rows yet."""
    awake(world, 3)
    return world.broadcast([], audience_at=None, audience_end=None, starts_at=world.clock(), **columns)


def perform(world: Alerts, job: str, id: int) -> None:
    request = JobRequest(EXPAND, (id + 1000,)) if job == GONE else JobRequest(job, (id,) if job == EXPAND else ())
    world.bot.parts.workers.perform(request)


@pytest.mark.parametrize("jobs", ORDERS)
def test_jobs_in_any_order_send_to_each_once(world: Alerts, jobs: list[str]) -> None:
    id = unmade(world)
    for job in jobs:
        perform(world, job, id)
    assert sorted(world.sent) == [world.phone(number) for number in range(3)]
    assert world.about(id).state == "done"


def test_jobs_of_an_alert_that_is_over_do_nothing(world: Alerts) -> None:
    id = unmade(world)
    for job in (EXPAND, SEND):
        perform(world, job, id)
    for job in (START, SEND, EXPAND):
        perform(world, job, id)
    assert len(world.sent) == 3


def due(world: Alerts) -> tuple[set[str], float | None]:
    """Names of the jobs that are due, and in how many seconds the next will be."""
    now = world.clock()
    found = world.bot.parts.workers.find_due(now)
    names = {request.job for request in found.requests}
    return names, None if found.next_at is None else round((found.next_at - now).total_seconds())


def paused(world: Alerts) -> None:
    world.broadcast(world.supporters(1), state="paused", expires_at=world.clock() + timedelta(minutes=0.5))


def scheduled(minutes: float) -> Callable[[Alerts], None]:
    def schedule(world: Alerts) -> None:
        world.broadcast([], state="scheduled", starts_at=world.clock() + timedelta(minutes=minutes))

    return schedule


DUE = [
    pytest.param(lambda world: None, set(), None, id="nothing"),
    pytest.param(lambda world: world.broadcast([], state="draft"), set(), None, id="a draft"),
    pytest.param(lambda world: world.broadcast([], state="done"), set(), None, id="done"),
    pytest.param(scheduled(1), set(), 60, id="scheduled for later"),
    pytest.param(scheduled(-1), {START, SEND}, None, id="scheduled for now"),
    pytest.param(unmade, {EXPAND, SEND}, None, id="without rows"),
    pytest.param(lambda world: world.broadcast(world.supporters(1)), {SEND}, None, id="with rows"),
    pytest.param(paused, set(), 30, id="paused, until it expires"),
]


@pytest.mark.parametrize(("make", "jobs", "seconds"), DUE)
def test_due_jobs_are_told_by_the_rows(
    world: Alerts, make: Callable[[Alerts], object], jobs: set[str], seconds: float | None
) -> None:
    for request in world.bot.parts.workers.find_due(world.clock()).requests:
        world.bot.parts.workers.perform(request)  # what comes round again and again
    _, comes_round = due(world)
    assert comes_round is not None
    make(world)
    names, next_in = due(world)
    assert names == jobs
    assert next_in == pytest.approx(comes_round if seconds is None else seconds, abs=5)  # the clock runs meanwhile


def test_scheduled_alert_starts_at_its_time_without_a_look_every_second(world: Alerts) -> None:
    world.take_real_time()
    awake(world, 2)
    now = world.clock()
    with world.database.write() as connection:
        draft = lifecycle.Draft(
            campaign=CAMPAIGN, audience_filter={}, texts={"en": "Call now!"}, expires_at=now + timedelta(hours=12)
        )
        lifecycle.schedule_broadcast(connection, lifecycle.create_broadcast(connection, draft, now), now + timedelta(seconds=3))
    workers = world.bot.parts.workers
    assert 2 < workers.look(world.clock()) <= 3
    workers.start()
    try:
        wait_for(lambda: len(world.sent) == 2)
        first = min(row.arrived for row in world.double.export())
        assert 3 <= first - now.timestamp() < 4.5
    finally:
        workers.stop()


# --- Who asks for them --------------------------------------------------------------------------------------------------------


def unwatched(start: Start, **settings: object) -> Bot:
    """A bot whose rows nobody looks at any more: what is done then was asked for."""
    bot = start(**settings)
    workers = bot.parts.workers
    workers.find_due = lambda now: NOTHING_DUE
    workers.start()
    return bot


def states(bot: Bot) -> list[str]:
    with bot.parts.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT state FROM broadcasts ORDER BY id").scalars())


def test_organizer_who_texts_the_code_is_not_waited_for(start: Start) -> None:
    bot = unwatched(start)
    phone = verified(bot)
    began = time.monotonic()
    phone.text(code_in(phone.text(WORDS).text))
    wait_for(lambda: states(bot) == ["done"])
    assert time.monotonic() - began < 10


def test_form_on_a_page_is_followed_by_its_question(start: Start) -> None:
    bot = unwatched(start)
    assert fill_in_form(bot, "(253) 555-0142").status_code == 303
    wait_for(lambda: states(bot) == ["done"])


def test_command_to_cancel_is_followed_by_the_books(start: Start) -> None:
    bot = unwatched(start)
    now = bot.clock()
    with bot.parts.database.write() as connection:
        id = lifecycle.create_broadcast(
            connection,
            lifecycle.Draft(
                campaign="sanctuary", audience_filter={}, texts={"en": "Call now!"}, expires_at=now + timedelta(hours=1)
            ),
            now,
        )
        lifecycle.start_broadcast(connection, id, now)
    assert bot.app.test_cli_runner().invoke(args=["broadcast", "cancel", str(id), "--yes"]).exit_code == 0
    with bot.parts.database.read() as connection:
        row = connection.execute(Broadcast.__table__.select()).one()

    def is_made() -> bool:
        with bot.parts.database.read() as connection:
            return connection.execute(Broadcast.__table__.select()).one().audience_at is not None

    assert row.state == "cancelled"
    wait_for(is_made)
