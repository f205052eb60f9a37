"""Workers: periodic jobs, requests in one process and through a broker, what is lost, doubled and late, and jobs that fail."""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event, select, text

from bot.models import DeadJob, Lease
from bot.storage.clock import Ticker
from bot.storage.database import Database
from bot.workers import Workers
from bot.workers.dead_jobs import DeadJobs
from bot.workers.jobs import NOTHING_DUE, Due, Job, JobFailed, JobFailure, JobRequest, WorkIntervals
from bot.workers.periodic_jobs import PeriodicJob, PeriodicJobs
from bot.workers.task_queue import TaskQueue
from tests.carrier import at_once
from tests.chaos.proxy import Proxy, before
from tests.conftest import BROKERS, Bot, Start
from tests.databases import empty_database, make_tables
from tests.moved_time import MovedTime

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
REAL_BROKERS = [broker for broker in BROKERS if broker]
QUICK = timedelta(milliseconds=10)
SEND = JobRequest("send")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    make_tables(database)
    yield database
    database.close()


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


# --- Periodic jobs ------------------------------------------------------------------------------------------------------------


def periodic(database: Database, done: list[datetime], holder: str = "one") -> PeriodicJobs:
    return PeriodicJobs(database, {"sweep": PeriodicJob(every=DAY, takes=MINUTE, do=done.append)}, holder)


def due(jobs: PeriodicJobs, now: datetime) -> Due:
    with jobs.database.read() as connection:
        return jobs.find_due(connection, now)


def test_periodic_job_is_done_when_it_is_due_and_not_before(database: Database) -> None:
    done: list[datetime] = []
    mine = periodic(database, done)
    next_at = None
    for hours, is_due in [(0, True), (1, False), (23, False), (24, True), (25, False), (60, True)]:
        now = NOW + timedelta(hours=hours)
        found = due(mine, now)
        assert list(found.requests) == ([JobRequest("sweep")] if is_due else [])
        assert found.next_at == (None if is_due else next_at)
        assert mine.do("sweep", now) is is_due
        next_at = now + DAY if is_due else next_at
    assert done == [NOW, NOW + DAY, NOW + timedelta(hours=60)]


def test_periodic_job_is_done_by_one_of_many_processes(database: Database) -> None:
    done: list[datetime] = []
    everyone = [periodic(database, done, f"process {number}") for number in range(8)]
    for _ in range(3):
        at_once(*[lambda each=each: each.do("sweep", NOW) for each in everyone])
    assert done == [NOW]


def test_periodic_job_whose_process_died_is_done_by_another(database: Database) -> None:
    def die(now: datetime) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        PeriodicJobs(database, {"sweep": PeriodicJob(every=DAY, takes=MINUTE, do=die)}, "dead").do("sweep", NOW)
    done: list[datetime] = []
    assert not periodic(database, done).do("sweep", NOW + MINUTE / 2)
    assert periodic(database, done).do("sweep", NOW + MINUTE)
    with database.read() as connection:
        assert connection.execute(select(Lease.holder, Lease.until)).all() == [("one", NOW + MINUTE + DAY)]


def test_periodic_job_that_took_too_long_does_not_put_off_the_one_who_took_over(database: Database) -> None:
    done: list[datetime] = []

    def dawdle(now: datetime) -> None:
        assert periodic(database, done, "other").do("sweep", NOW + MINUTE)

    assert PeriodicJobs(database, {"sweep": PeriodicJob(every=DAY, takes=MINUTE, do=dawdle)}, "slow").do("sweep", NOW)
    assert not due(periodic(database, done), NOW + DAY).requests
    assert due(periodic(database, done), NOW + DAY + MINUTE).requests == [JobRequest("sweep")]


def test_periodic_job_that_failed_is_tried_again_by_who_is_asked_and_by_nobody_else(database: Database) -> None:
    done: list[datetime] = []

    def fail(now: datetime) -> None:
        raise RuntimeError("a fault")

    with pytest.raises(RuntimeError):
        PeriodicJobs(database, {"sweep": PeriodicJob(every=DAY, takes=MINUTE, do=fail)}, "one").do("sweep", NOW)
    other = periodic(database, done, "other")
    assert not due(other, NOW + MINUTE / 2).requests, "a look leaves it to who tries again"
    assert other.do("sweep", NOW + MINUTE / 2)
    assert not other.do("sweep", NOW + MINUTE / 2), "delivered twice, it is done once"


# --- Workers of a small world: one job that sends, and rows that say whether there is something to send -----------------------


@dataclass
class World:
    """What the jobs of these tests work on: `left` is what the rows would say, `sent` what was done, by whom and when."""

    database: Database
    broker: str = ""
    queue: str = field(default_factory=lambda: f"test-{secrets.token_hex(4)}")
    left: int = 0
    each: float = 0.0
    sent: list[tuple[str, float]] = field(default_factory=list)
    look: float = 1.0
    ticker: Ticker = field(default_factory=Ticker)
    fails: int = 0
    error: type[Exception] = RuntimeError
    due: Callable[["World", datetime], Due] = lambda world, now: Due(requests=[SEND] if world.left else [])

    def _send(self, name: str, *ids: int) -> bool:
        if self.fails:
            self.fails -= 1
            raise self.error("what somebody wrote: +12065550123")
        if self.left:
            self.left -= 1
            self.sent.append((name, time.monotonic()))
            time.sleep(self.each)
        return self.left > 0

    def workers(self, name: str = "one", tries: int = 3, broker: str | None = None) -> Workers:
        return Workers(
            clock=lambda: NOW,
            broker_url=self.broker if broker is None else broker,
            queue=self.queue,
            jobs={"send": Job(do=partial(self._send, name), alone=True, tries=tries, backoff=QUICK)},
            find_due=lambda now: self.due(self, now),
            dead_jobs=DeadJobs(self.database),
            intervals=WorkIntervals(look=self.look),
            ticker=self.ticker,
        )

    @contextmanager
    def at_work(self, *names: str, **settings: object) -> Iterator[list[Workers]]:
        with ExitStack() as stack:
            started = [self.workers(name, **settings) for name in names or ("one",)]  # type: ignore[arg-type]
            for workers in started:
                stack.callback(workers.stop)
                workers.start()
            yield started


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """On SQLite: of the database only the jobs that failed for good are written, and those have a test on each."""
    with empty_database("sqlite", tmp_path) as url:
        database = Database(url)
        make_tables(database)
        yield World(database)
        database.close()


@contextmanager
def behind_proxy(world: World, broker: str) -> Iterator[Proxy]:
    with before(broker) as (proxy, url):
        world.broker = url
        yield proxy


def quiet(world: World, now: datetime) -> Due:
    """Rows at which nobody looks: what is done then came by a request."""
    return NOTHING_DUE


@pytest.mark.alone
@pytest.mark.parametrize("broker", BROKERS)
def test_request_is_done_at_once(world: World, broker: str) -> None:
    world.broker, world.due = broker, quiet
    with world.at_work() as [workers]:
        world.left = 1
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 1)  # what is loaded on first use is there
        world.left, began = 1, time.monotonic()
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 2)
        assert world.sent[1][1] - began < 0.3


@pytest.mark.parametrize("broker", BROKERS)
def test_job_with_more_to_do_goes_on(world: World, broker: str) -> None:
    world.broker, world.due = broker, quiet
    with world.at_work() as [workers]:
        world.left = 20
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 20)


@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_request_from_another_process_is_done_by_whoever_is_free(world: World, broker: str) -> None:
    world.broker, world.due, world.each = broker, quiet, 1.0
    with world.at_work("one", "two", "three"):
        caller = world.workers("caller")  # as a command or a web server: it works at nothing
        world.left = 3
        for _ in range(3):
            caller.enqueue("send")
        wait_for(lambda: len(world.sent) == 3)
        assert {name for name, _ in world.sent} == {"one", "two", "three"}
        assert world.sent[-1][1] - world.sent[0][1] < 0.9, "one after the other takes two seconds"
        caller.stop()


@pytest.mark.parametrize("broker", BROKERS)
def test_request_that_comes_while_the_job_is_done_is_not_lost(world: World, broker: str) -> None:
    world.broker, world.due, world.each = broker, quiet, 0.3
    with world.at_work() as [workers]:
        world.left = 1
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 1)
        world.left = 1
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 2)


@pytest.mark.parametrize("broker", BROKERS)
def test_request_delivered_twice_or_with_nothing_left_does_nothing(world: World, broker: str) -> None:
    world.broker, world.due = broker, quiet
    with world.at_work() as [workers]:
        world.left = 1
        for _ in range(5):
            workers.enqueue("send")
        wait_for(lambda: bool(world.sent))
        assert workers.flush(5)
        time.sleep(0.5)
        assert len(world.sent) == 1 and not kept(world)


@pytest.mark.parametrize("broker", BROKERS)
def test_rows_with_something_left_are_found_without_any_request(world: World, broker: str) -> None:
    world.broker, world.left = broker, 3
    with world.at_work():
        wait_for(lambda: len(world.sent) == 3, 3)


def test_nothing_is_done_while_the_rows_say_nothing(world: World) -> None:
    with world.at_work() as [workers]:
        time.sleep(0.5)
        assert workers.look(NOW) == world.look
        assert not world.sent


# --- The broker goes away -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_broker_away_at_the_start_holds_up_nothing_and_is_used_once_it_is_there(world: World, broker: str) -> None:
    with behind_proxy(world, broker) as proxy:
        proxy.cut()
        world.left = 1
        with world.at_work("one"):
            wait_for(lambda: len(world.sent) == 1, 3)
            proxy.mend()
            heard_through_the_broker(world, broker)


@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_broker_cut_amid_the_work_holds_up_nothing_and_is_used_again(world: World, broker: str) -> None:
    with behind_proxy(world, broker) as proxy, world.at_work("one") as [workers]:
        world.left, world.each = 40, 0.05
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) >= 5)
        proxy.cut()
        wait_for(lambda: len(world.sent) == 40)
        gaps = [later - earlier for (_, earlier), (_, later) in zip(world.sent, world.sent[1:], strict=False)]
        assert max(gaps) < 5
        world.left, before_it = 3, len(world.sent)
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == before_it + 3, 3)
        proxy.mend()
        world.each = 0
        heard_through_the_broker(world, broker)


def heard_through_the_broker(world: World, broker: str) -> None:
    """Requests of a process that only has the broker are heard, once the workers have found their way back to it."""
    world.due = quiet
    caller, before_it = world.workers("caller", broker=broker), len(world.sent)
    world.left = 1
    caller.enqueue("send")
    wait_for(lambda: len(world.sent) > before_it)
    caller.stop()


@pytest.mark.alone
@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_broker_away_for_who_only_enqueues_is_no_fault_and_the_rows_are_found(world: World, broker: str) -> None:
    with behind_proxy(world, broker) as proxy, world.at_work("one"):
        caller = world.workers("caller")
        proxy.cut()
        world.left = 1
        began = time.monotonic()
        caller.enqueue("send")
        assert time.monotonic() - began < 0.1
        wait_for(lambda: len(world.sent) == 1, 3)
        caller.stop()


@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_broker_that_lost_its_queue_is_given_it_again(world: World, broker: str) -> None:
    world.broker = broker
    with world.at_work("one") as [workers]:
        world.left = 1
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 1)
        lose_queues(broker, world.queue)
        world.left = 1
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 2, 4)
        world.due = quiet
        wait_for_quiet = time.monotonic() + 12
        while len(world.sent) == 2 and time.monotonic() < wait_for_quiet:
            world.left = 1
            workers.enqueue("send")
            time.sleep(0.5)
        assert len(world.sent) > 2


def lose_queues(broker: str, queue: str) -> None:
    names = [f"{queue}{lane}{kind}" for lane in ("", "-alone") for kind in ("", ".DQ", ".XQ")]
    if broker.startswith("amqp"):
        import pika

        with pika.BlockingConnection(pika.URLParameters(broker)) as connection:
            channel = connection.channel()
            for name in names:
                channel.queue_delete(name)
        return
    from redis import Redis

    client = Redis.from_url(broker)
    for name in names:
        client.delete(f"dramatiq:{name}", f"dramatiq:{name}.msgs")


def test_broker_that_neither_takes_nor_refuses_holds_up_nothing(world: World) -> None:
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # takes connections, and never says a word
        world.broker = f"amqp://guest:guest@127.0.0.1:{silent.getsockname()[1]}"
        world.left = 2
        with world.at_work("one"):
            wait_for(lambda: len(world.sent) == 2, 8)


# --- Jobs that fail -----------------------------------------------------------------------------------------------------------


def kept(world: World) -> list[tuple[str, str, int]]:
    return [(str(letter.request), letter.error, letter.tries) for letter in DeadJobs(world.database).newest()]


@pytest.mark.parametrize("broker", BROKERS)
def test_job_that_fails_is_tried_again(world: World, broker: str) -> None:
    world.broker, world.due, world.fails, world.left = broker, quiet, 2, 1
    with world.at_work() as [workers]:
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 1)
    assert not kept(world)


def test_dead_jobs_are_kept_once_each_and_the_last_one_comes_first(database: Database) -> None:
    dead, failure = DeadJobs(database), JobFailure(error="KeyError", frames="a.b:1", away=False)
    assert (dead.count(), dead.newest()) == (0, [])
    for number, request in enumerate([SEND, JobRequest("send", (1,)), JobRequest("send", (1, 2)), SEND]):
        dead.keep(request, failure, 3, NOW + number * MINUTE)
    found = [(str(letter.request), letter.tries, letter.failed_at) for letter in dead.newest()]
    assert found == [("send", 6, NOW + 3 * MINUTE), ("send 1 2", 3, NOW + 2 * MINUTE), ("send 1", 3, NOW + MINUTE)]
    assert dead.drop([JobRequest("send", (1,)), JobRequest("send", (3,))]) == 1
    assert dead.count() == 2


@pytest.mark.parametrize("broker", BROKERS)
def test_job_that_fails_for_good_is_kept_without_a_word_of_the_error(world: World, broker: str) -> None:
    world.broker, world.due, world.fails, world.left = broker, quiet, 100, 1
    with world.at_work() as [workers]:
        workers.enqueue("send")
        wait_for(lambda: bool(kept(world)))
        assert world.fails == 97
    assert kept(world) == [("send", "RuntimeError", 3)]
    with world.database.read() as connection:
        row = connection.execute(select(DeadJob.__table__)).one()
    assert "+1206" not in " ".join(map(str, row)) and "_send" in row.frames and row.failed_at == NOW


def test_job_that_fails_for_good_again_is_kept_once_and_leaves_when_it_is_done(world: World) -> None:
    world.due, world.fails, world.left = quiet, 6, 1
    with world.at_work() as [workers]:
        for tries in (3, 6):
            workers.enqueue("send")
            wait_for(lambda tries=tries: kept(world) == [("send", "RuntimeError", tries)])
        workers.look(NOW)
        workers.enqueue("send")
        wait_for(lambda: not kept(world))
    assert len(world.sent) == 1


def test_job_that_fails_while_the_database_is_away_is_tried_until_it_is_back(world: World) -> None:
    world.due, world.fails, world.error, world.left = quiet, 6, TimeoutError, 1
    with world.at_work() as [workers]:
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 1)
    assert not kept(world)


def test_job_that_keeps_failing_is_tried_again_after_a_minute_and_at_no_look_before(world: World) -> None:
    world.ticker = time_here = MovedTime()
    world.fails, world.left, world.look = 1000, 1, 1000
    with world.at_work() as [workers]:
        wait_for(lambda: bool(kept(world)))
        for seconds in (0, 14, 16, 29):  # in all a second less than it takes
            time_here.stall(seconds)
            workers.look(NOW)
        time.sleep(0.3)
        assert world.fails == 997
        time_here.stall(2)
        workers.look(NOW)
        wait_for(lambda: world.fails == 994)


@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_request_for_a_job_of_another_version_is_kept(world: World, broker: str) -> None:
    world.broker, world.due = broker, quiet
    newer = TaskQueue(broker, world.queue, {"send_picture": Job(do=lambda: None)}, lambda request: None, lambda *_: None)
    with world.at_work() as [workers]:
        newer.enqueue(JobRequest("send_picture", (7,)))
        wait_for(lambda: bool(kept(world)))
        world.left = 1
        workers.enqueue("send")
        wait_for(lambda: len(world.sent) == 1)
    newer.stop(1)
    assert kept(world) == [("send_picture 7", "UnknownJob", 1)]


def test_look_that_fails_is_followed_by_another(world: World) -> None:
    world.look = 0.05
    looks: list[datetime] = []

    def fail(world: World, now: datetime) -> Due:
        looks.append(now)
        raise RuntimeError("a fault")

    world.due = fail
    with world.at_work():
        wait_for(lambda: len(looks) >= 3)


# --- When rows are looked at --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("next_in", "wait"),
    [(None, 5.0), (timedelta(hours=1), 5.0), (timedelta(seconds=5), 5.0), (timedelta(seconds=2), 2.0), (timedelta(0), 0.2)],
    ids=["nothing known", "in an hour", "in five seconds", "in two", "this moment"],
)
def test_next_look_is_when_something_becomes_due_or_within_five_seconds(
    world: World, next_in: timedelta | None, wait: float
) -> None:
    world.look = WorkIntervals().look
    world.due = lambda world, now: Due(next_at=None if next_in is None else now + next_in)
    assert world.workers().look(NOW) == wait


def test_idle_installation_asks_the_database_seldom(start: Start) -> None:
    bot = start()
    workers, database, now = bot.parts.workers, bot.parts.database, bot.clock()
    workers.perform(JobRequest("erase"))
    statements: list[str] = []
    listen = lambda *given: statements.append(given[2])  # noqa: E731
    for engine in (database._readers, database._writers):
        event.listen(engine, "before_cursor_execute", listen)
    passed, looks = 0.0, 0
    while passed < 60:
        passed += workers.look(now + timedelta(seconds=passed))
        looks += 1
    assert looks <= 12
    assert len(statements) <= 5 * looks, statements[:8]


# --- Processes ----------------------------------------------------------------------------------------------------------------


def test_request_of_a_forked_process_is_done_by_its_parent(world: World) -> None:
    world.due = quiet
    workers = world.workers()
    workers.start_soon()
    wait_for(lambda: workers._looking is not None)
    world.left = 1
    child = os.fork()
    if child == 0:
        workers.enqueue("send")
        workers.flush(5)
        os._exit(0)
    os.waitpid(child, 0)
    wait_for(lambda: len(world.sent) == 1)
    workers.stop()


@pytest.mark.parametrize("broker", BROKERS)
def test_workers_stop_within_the_time_that_a_process_is_given(world: World, broker: str) -> None:
    world.broker, world.left, world.each = broker, 10_000, 0.01
    with world.at_work() as [running]:
        wait_for(lambda: bool(world.sent))
        before_it = time.monotonic()
        running.stop()
        assert running.stopping
        assert time.monotonic() - before_it < 8


@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_workers_stop_within_that_time_while_the_broker_is_away(world: World, broker: str) -> None:
    with behind_proxy(world, broker) as proxy:
        world.left, world.each = 10_000, 0.01
        with world.at_work() as [running]:
            wait_for(lambda: bool(world.sent))
            proxy.cut()
            time.sleep(0.5)
            before_it = time.monotonic()
            running.stop()
            assert time.monotonic() - before_it < 8


@pytest.mark.parametrize("broker", REAL_BROKERS)
def test_job_of_a_process_that_is_told_to_stop_is_gone_on_with_by_another(world: World, broker: str) -> None:
    world.broker, world.due, world.each = broker, quiet, 0.02
    with world.at_work("one") as [one]:
        world.left = 100
        one.enqueue("send")
        wait_for(lambda: len(world.sent) >= 5)
        with world.at_work("two"):
            one.stop()
            left = world.left
            wait_for(lambda: world.left == 0)
            assert left and {name for name, _ in world.sent[-left:]} == {"two"}


# --- What an operator sees ----------------------------------------------------------------------------------------------------


def fail_for_good(bot: Bot) -> None:
    workers = bot.parts.workers
    with pytest.raises(JobFailed) as failed:
        workers.perform(JobRequest("expand_audience", (7,)))
    workers.dead_jobs.keep(JobRequest("expand_audience", (7,)), failed.value.failure, 6, NOW)


def broken(bot: Bot, is_broken: bool = True) -> None:
    """Take away, or give back, a table that the job needs."""
    names = ("broadcasts", "elsewhere") if is_broken else ("elsewhere", "broadcasts")
    with bot.parts.database.write() as connection:
        connection.execute(text(f"ALTER TABLE {names[0]} RENAME TO {names[1]}"))


def test_dead_jobs_are_seen_run_again_and_dropped(start: Start) -> None:
    bot = start()
    run = bot.app.test_cli_runner().invoke
    ready = lambda: bot.app.test_client().get("/readyz")  # noqa: E731
    assert run(args=["jobs", "list"]).output == "no job failed for good\n"
    assert ready().get_json()["jobs"] == "ok"
    broken(bot)
    fail_for_good(bot)
    assert (ready().status_code, ready().get_json()["jobs"]) == (200, "1 failed for good; see: flask jobs list")
    listed = run(args=["jobs", "list"]).output
    assert ("expand_audience 7" in listed and "OperationalError" in listed) or "ProgrammingError" in listed
    again = run(args=["jobs", "run", "1"])
    assert again.exit_code == 1 and "1 expand_audience 7: failed again" in again.output
    broken(bot, False)
    again = run(args=["jobs", "run", "--all"])
    assert (again.exit_code, again.output) == (0, "1 expand_audience 7: done\n"), (
        "its broadcast is gone, so nothing is left to do"
    )
    assert ready().get_json()["jobs"] == "ok"
    broken(bot)
    fail_for_good(bot)
    assert run(args=["jobs", "drop", "--all"]).output == "1 job dropped\n"
    assert run(args=["jobs", "list", "--json"]).output == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["run"], 2, "name one id"),
        (["run", "1", "--all"], 2, "name one id"),
        (["run", "5"], 1, "there is no job 5; flask jobs list shows them"),
        (["drop", "5"], 1, "there is no job 5; flask jobs list shows them"),
        (["drop", "99999999999"], 2, "not in the range"),
        (["run", "--all"], 0, ""),
        (["drop", "--all"], 0, "0 jobs dropped"),
    ],
)
def test_jobs_commands_say_what_is_wrong(bot: Bot, arguments: list[str], status: int, says: str) -> None:
    ran = bot.app.test_cli_runner().invoke(args=["jobs", *arguments])
    assert ran.exit_code == status and says in ran.output
