"""How often somebody may do a thing, whichever process they do it in, and that nobody can tell afterwards who it was."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.config import Settings
from bot.conversation.context import ADDRESS_LOOKUPS
from bot.logging_setup import set_up_logs
from bot.models import RateWindow
from bot.people.retention import erase_old
from bot.rate_limit import RateLimit, RateLimits
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from tests.carrier import at_once
from tests.conftest import BROKERS, ROOT
from tests.databases import make_tables

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA, BEN, WITHHELD = b"ada", b"ben", b""
FIVE = RateLimit(name="tries", each="5/hour", together="5/hour")
REDIS = [address for address in BROKERS if address.startswith("redis")]
# Another process, as another web server is: takes what it is told to, and says how much it got.
TAKER = """
import sys
from bot.config import Settings
from bot.rate_limit import RateLimit, RateLimits
from bot.storage.clock import machine_clock
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
settings = Settings.load()
database, cipher = Database(settings.database_url), PhoneCipher(settings.phone_key.get_secret_value())
limits = RateLimits(settings, database, cipher, machine_clock)
print("ready", flush=True)
sys.stdin.readline()
limit = RateLimit(name="tries", each="5/hour", together="5/hour")
print(sum(limits.take(limit, sys.argv[1].encode()) for _ in range(20)), flush=True)
"""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    make_tables(database)
    yield database
    database.close()


@dataclass
class Still:
    """A clock that stands still until a test moves it."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Still:
    return Still()


def limits_of(database: Database, clock: Still, folder: Path, **settings: object) -> RateLimits:
    loaded = Settings.load(instance_dir=folder, **settings)
    return RateLimits(loaded, database, PhoneCipher(loaded.phone_key.get_secret_value()), clock)


def taken(limits: RateLimits, who: bytes, times: int, limit: RateLimit = ADDRESS_LOOKUPS) -> int:
    return sum(limits.take(limit, who) for _ in range(times))


@pytest.mark.parametrize(
    ("who", "hour", "day"),
    [pytest.param(ADA, 5, 10, id="a phone"), pytest.param(WITHHELD, 30, 100, id="all withheld numbers together")],
)
def test_rate_limit_within_an_hour_and_within_a_day(
    database: Database, clock: Still, tmp_path: Path, who: bytes, hour: int, day: int
) -> None:
    limits = limits_of(database, clock, tmp_path)
    assert taken(limits, who, hour + 20) == hour
    clock.now = NOON + timedelta(minutes=59)
    assert taken(limits, who, 1) == 0
    through_the_day = 0
    for passed in range(1, 24):
        clock.now = NOON + timedelta(hours=passed)
        through_the_day += taken(limits, who, hour)
    assert through_the_day == day - hour
    clock.now = NOON + timedelta(hours=24)
    assert taken(limits, who, hour) == hour


def test_rate_limit_of_one_phone_is_not_used_up_by_another(database: Database, clock: Still, tmp_path: Path) -> None:
    limits = limits_of(database, clock, tmp_path)
    taken(limits, ADA, 20)
    taken(limits, WITHHELD, 40)
    assert taken(limits, BEN, 20) == 5


def test_rate_limit_of_one_thing_is_not_used_up_by_another(database: Database, clock: Still, tmp_path: Path) -> None:
    limits = limits_of(database, clock, tmp_path)
    taken(limits, ADA, 20)
    assert taken(limits, ADA, 20, FIVE) == 5


def taken_by_processes(database_url: str, folder: Path, broker: str) -> int:
    """How often two other processes were let do it, both of them at the same time."""
    Settings.load(instance_dir=folder)  # makes the key that both share
    environment = {"INSTANCE_DIR": str(folder), "DATABASE_URL": database_url, "BROKER_URL": broker, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", TAKER, f"{time.time_ns()}"]
    pipe = subprocess.PIPE
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) for _ in range(2)]
    for process in processes:
        assert process.stdout and process.stdout.readline() == "ready\n"
    return sum([int(process.communicate("go\n", timeout=60)[0]) for process in processes])


def test_rate_limit_counts_over_processes(database_url: str, database: Database, tmp_path: Path) -> None:
    assert taken_by_processes(database_url, tmp_path, "") == 5


@pytest.mark.parametrize("broker", REDIS)
def test_rate_limit_counts_over_processes_in_redis(tmp_path: Path, broker: str) -> None:
    assert taken_by_processes(f"sqlite:///{tmp_path / 'unused.db'}", tmp_path, broker) == 5


def test_rate_limit_is_not_passed_by_threads_of_one_moment(database: Database, clock: Still, tmp_path: Path) -> None:
    limits = limits_of(database, clock, tmp_path)
    got: list[bool] = []
    at_once(*[lambda: got.append(limits.take(FIVE, ADA)) for _ in range(12)])
    assert sum(got) == 5


def test_rate_limit_without_its_redis_counts_in_the_process(
    database: Database, clock: Still, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logs()
    limits = limits_of(database, clock, tmp_path, broker_url="redis://127.0.0.1:9/0")
    assert taken(limits, ADA, 8, FIVE) == 5
    assert "rate_limits_not_shared" in capfd.readouterr().err


def test_rate_limit_keeps_no_name_of_anybody(database: Database, clock: Still, tmp_path: Path) -> None:
    limits = limits_of(database, clock, tmp_path)
    for who in (b"+12065550142", b"\xc0\x00\x02\x01", WITHHELD):
        taken(limits, who, 1)
    with database.read() as connection:
        keys = connection.execute(select(RateWindow.key)).scalars().all()
    assert len(keys) == 6
    assert all(re.fullmatch(r"LIMITER/[0-9a-f]{64}/\d+/1/(hour|day)", key) for key in keys)


def test_rate_limit_forgets_who_it_was_when_the_window_is_over(database: Database, clock: Still, tmp_path: Path) -> None:
    limits = limits_of(database, clock, tmp_path)
    for who in (ADA, WITHHELD):
        taken(limits, who, 3)
    clock.now = NOON + timedelta(hours=1)
    taken(limits, BEN, 1)
    assert rows(database) == 4, "a day of each of three, and an hour of the last one"
    clock.now = NOON + timedelta(hours=25)
    erase_old(database, Settings.load(instance_dir=tmp_path), clock.now)
    assert rows(database) == 0


def rows(database: Database) -> int:
    with database.read() as connection:
        return len(connection.execute(select(RateWindow.key)).all())
