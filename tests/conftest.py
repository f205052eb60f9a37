"""What tests share: the app on each database, a clock they set, phones. Everything goes through the outside."""

import atexit
import gc
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from bot import create_app
from bot.config import Settings
from bot.officials.serving import Directories
from bot.officials.tables import write_table
from bot.runtime import KEY, Parts
from bot.simulation.phone import Phone
from tests.databases import delete_rows, empty_database, make_tables
from tests.opt_out import table
from tests.schedule import Units, longest_first

ROOT = Path(__file__).resolve().parent.parent
DATABASES = os.environ.get("TEST_DATABASES", "sqlite").split(",")

SHIPPED_CAMPAIGNS = sorted((ROOT / "data" / "campaigns").glob("*.yaml"))

# Addresses of task brokers; the empty one is none, which is a broker within the process.
BROKERS = ["", *filter(None, os.environ.get("TEST_BROKERS", "").split(","))]


# The property under which a test records what it cannot do on this machine.
LEFT_OUT = "left out"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests recorded as left out, in one line; and the opt-out corpus as one table, where its tests ran, with -v all."""
    ran = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    if left_out := sorted({what for report in ran for name, what in report.user_properties if name == LEFT_OUT}):
        terminalreporter.write_line(f"Left out: {'; '.join(left_out)}.")
    if any("test_opt_out.py::test_text_is_read_as_it_is_meant" in report.nodeid for report in ran):
        terminalreporter.section("the opt-out corpus")
        for line in table(every_line=terminalreporter.verbosity >= 0):
            terminalreporter.write_line(line)


def pytest_configure() -> None:
    """A test process keeps the officials' tables and hundreds of bots: to look through all of it each time costs more than
    what is found."""
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return Units(config, log)


Exits = set[tuple[str, str, str]]


@dataclass
class Clock:
    """A clock that tests set; every look at it is a second later, so that things have an order."""

    now: datetime = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def set(self, moment: str) -> None:
        self.now = datetime.fromisoformat(moment)


@dataclass
class Bot:
    """A running bot: its app, its clock, and the exits that conversations have taken."""

    app: Flask
    clock: Clock
    taken: Exits = field(default_factory=set)
    phones: int = 0

    @property
    def parts(self) -> Parts:
        parts: Parts = self.app.extensions[KEY]
        return parts

    def phone(self, number: str = "") -> Phone:
        """A supporter's phone; another number each time unless one is given."""
        self.phones += 1
        return Phone(self.app, number or f"+1253555{self.phones + 99:04d}")

    def metrics(self) -> str:
        """What Prometheus is told."""
        asked = self.app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        return asked.get_data(as_text=True)

    def count(self, table: str) -> int:
        """Rows in a table."""
        with self.parts.database.read() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


COUNCILS = "councils.tsv"
TOKEN = "the token of machines that watch"


@cache
def _own_folder() -> Path:
    """A folder of this process, with an empty table of councils in it."""
    folder = Path(tempfile.mkdtemp(prefix="patchline-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_table(folder, COUNCILS, [])
    return folder


@cache
def plain_data() -> Path:
    """The shipped data without its councils, which most bots are started on.

    How a conversation goes is not to change with the tables of cities: councils are those of the lists that a test imports.
    """
    return data_with(_own_folder() / "data", *SHIPPED_CAMPAIGNS)


def data_with(folder: Path, *campaigns: Path) -> Path:
    """A data folder with these campaigns alone, and no councils. Its tables are links, so bots share what they read."""
    (folder / "campaigns").mkdir(parents=True)
    for path in (ROOT / "data").iterdir():
        if path.is_file():
            (folder / path.name).symlink_to(_own_folder() / COUNCILS if path.name == COUNCILS else path)
    for campaign in campaigns:
        shutil.copy(campaign, folder / "campaigns")
    return folder


def copy_project(folder: Path) -> None:
    """What a bot needs to run, and its tests, in a folder where its files may be changed; the tables of data/ are links.

    There are no councils, as in plain_data().
    """
    for part in ("bot", "flows", "tests"):
        left_out = shutil.ignore_patterns("__pycache__", "accuracy", "bench", "chaos", "upgrade")
        shutil.copytree(ROOT / part, folder / part, ignore=left_out)
    (folder / "data").mkdir()
    for path in (ROOT / "data").iterdir():
        if path.is_file() and path.name != COUNCILS:
            (folder / "data" / path.name).symlink_to(path)
    write_table(folder / "data", COUNCILS, [])
    shutil.copytree(ROOT / "data" / "campaigns", folder / "data" / "campaigns")
    shutil.copy(ROOT / "wsgi.py", folder)


EACH_DATABASE = [pytest.param(name, marks=[pytest.mark.postgresql] if name == "postgresql" else []) for name in DATABASES]
ONE_DATABASE = EACH_DATABASE[:1]  # for what is said and how it is read, where no statement differs


@pytest.fixture(params=EACH_DATABASE)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with empty_database(request.param, tmp_path) as url:
        yield url


Start = Callable[..., Bot]

# Bots of a process share what they read from the same tables, for as long as one of them is kept.
LATEST: deque[Directories] = deque(maxlen=3)


@contextmanager
def starting(database_url: str, folder: Path, migrate: bool = True) -> Iterator[Start]:
    """Starts bots on a database; keyword arguments are settings. `migrate`: bring its tables up to date first."""
    started: list[Bot] = []

    def make(running: Callable[[], datetime] | None = None, **settings: object) -> Bot:
        # No geocoder unless a stand-in is named: no test sends an address off this machine.
        given = {"database_url": database_url, "instance_dir": folder / "instance", "data_dir": plain_data(), **settings}
        given = {"geocoder": "none", "metrics_token": TOKEN, **given}
        clock, taken = Clock(), set[tuple[str, str, str]]()
        app = create_app(Settings.load(**given), clock=running or clock, watch=taken.update)
        bot = Bot(app, clock, taken)
        if migrate:
            make_tables(bot.parts.database)
            bot.parts.served_campaigns.look()  # as at the start of a server
            bot.parts.taught_intents.look()
        LATEST.append(bot.parts.directories)
        started.append(bot)
        return bot

    yield make
    for bot in started:
        bot.parts.workers.stop()
        bot.parts.outbox.stop()
        bot.parts.callbacks.stop()
        bot.parts.database.close()


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Iterator[Start]:
    """Starts bots on this database; keyword arguments are settings."""
    with starting(database_url, tmp_path) as make:
        yield make


@pytest.fixture(scope="session")
def bots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Bot]]:
    """One bot for each kind of database, for the whole run: to start one takes far longer than most tests."""
    with ExitStack() as running:

        @cache
        def bot(kind: str) -> Bot:
            folder = tmp_path_factory.mktemp("bot")
            url = running.enter_context(empty_database(kind, folder))
            return running.enter_context(starting(url, folder))()

        yield bot


@pytest.fixture(scope="module", params=EACH_DATABASE)
def lasting(request: pytest.FixtureRequest, bots: Callable[[str], Bot]) -> Bot:
    """A bot on plain_data(), the shipped flows and campaigns, as the test before left it."""
    return bots(request.param)


@pytest.fixture
def bot(lasting: Bot) -> Bot:
    """The same bot as if it were new. A test that changes its files starts its own."""
    return wiped(lasting)


def wiped(bot: Bot) -> Bot:
    """The same bot as if it were new: no rows, ids from 1 on, the clock set back."""
    bot.parts.outbox.wait()
    bot.parts.exit_counts.flush()
    with bot.parts.database.write() as connection:
        delete_rows(connection)
    bot.clock.now = Clock().now
    bot.parts.conversations.context.well_lines.clear()
    bot.parts.served_campaigns.look()
    bot.parts.taught_intents.look()
    for campaign in bot.parts.campaigns:
        bot.parts.calls_so_far.forget(campaign.id)
    return Bot(bot.app, bot.clock)
