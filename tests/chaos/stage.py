"""The processes of a run, and the ways in which it breaks them."""

import base64
import http.client
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as dt_time
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.workers import WorkIntervals
from tests import signalwire_double
from tests.chaos.cluster import cluster, find_programs, free_port
from tests.chaos.proxy import Proxy, before
from tests.conftest import plain_data
from tests.twilio_double.client import Double, running

THERE = Path(__file__).parent / "there"
ROOT = THERE.parents[2]
OURS = "+12065550100"
PUBLIC = "https://bot.example.org"
START_SECONDS = 60
HOUR = 3600.0
LOOPBACK = "127.0.0.0/8"
MIGRATING = threading.Lock()  # Alembic keeps what it works on in a global
READY = "Worker ready"
SERVE = ("-m", "flask", "serve")
WORK = ("-m", "flask", "worker")


def next_noon(now: datetime) -> datetime:
    """In Seattle, on a Monday: offices are open, and texts may go out anywhere between the coasts."""
    return datetime.combine(now.date() + timedelta(days=7 - now.weekday()), dt_time(20), UTC)


@dataclass
class Actor:
    """A process that is killed and started again, with all that it started."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    _logged: int = 0  # bytes, as it was started last

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._logged = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=THERE,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, *, machine: bool = False) -> None:
        """`kill -9` of it and its children. `machine`: and of those that would go on without it, as an import."""
        if self.process is None:
            return
        others = _processes_of(self.process.pid) if machine else ()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for pid in others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def has_said(self, words: str) -> bool:
        """Has it, since it was started last?"""
        with self.log.open("rb") as log:
            log.seek(self._logged)
            return words.encode() in log.read()

    def wait(self, seconds: float | None) -> int | None:
        """The exit status of what ends by itself; None where it has not within so many seconds."""
        assert self.process is not None
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None


def _processes_of(session: int) -> Sequence[int]:
    """The processes of a session of ours, on systems that tell them."""
    pids = [int(each.name) for each in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if _session_of(pid) == session]


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


@dataclass
class Stage:
    """A bot with its web server and workers, its database and broker, and the double of Twilio; in a run of two providers that
    of SignalWire as well. `ways`: what stands before each of two, by the name of its provider."""

    double: Double
    second: Double | None
    ways: dict[str, Proxy]
    database: Database
    phone_cipher: PhoneCipher
    web: Actor
    workers: list[Actor]
    port: int
    folder: Path
    restart_database: Callable[[], None] | None
    broker: Proxy | None
    began: float
    ahead: float
    speed: float
    environment: dict[str, str]
    commands: list[Actor] = field(default_factory=list)

    @property
    def doubles(self) -> list[Double]:
        return [self.double, *([self.second] if self.second else [])]

    @property
    def actors(self) -> list[Actor]:
        return [self.web, *self.workers]

    def now(self) -> datetime:
        """The time by the bot's clock (there/wsgi.py)."""
        behind = HOUR if self.speed != 1 else 0.0
        return datetime.fromtimestamp(self.began + self.ahead - behind + (time.time() - self.began) * self.speed, UTC)

    def double_time(self) -> float:
        """Seconds since 1970 by the clock of the double."""
        return time.time() + self.ahead

    def command(self, *words: str) -> Actor:
        """A command of `flask`, to be started; its log has what it says."""
        log = self.folder / f"command-{len(self.commands) + 1}.log"
        made = Actor(" ".join(words[:2]), ("-m", "flask", *words), self.environment, log)
        self.commands.append(made)
        return made

    def start(self) -> None:
        for actor in self.actors:
            actor.start()
        self.wait_for_web()

    @property
    def is_up(self) -> bool:
        """Does everything that was started do its work?"""
        return all(worker.has_said(READY) for worker in self.workers) and self._answers()

    def wait_for_web(self) -> None:
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.web.has_ended or time.monotonic() > end:
                raise RuntimeError(f"the web server did not start:\n{self.web.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        for actor in (*self.actors, *(each for each in self.commands if not each.has_ended)):
            actor.kill()

    def lines(self, word: str) -> int:
        """How many lines of all logs have this word."""
        return sum(actor.log.read_text(errors="replace").count(word) for actor in self.actors if actor.log.exists())


@contextmanager
def stage(
    folder: Path,
    database: str,
    broker: str,
    workers: int,
    pace: float,
    speed: float,
    intervals: WorkIntervals | None = None,
    providers: int = 1,
    ahead: float = 0.0,
    **double: object,
) -> Iterator[Stage]:
    """A stage on which nothing runs yet but the double.

    `database`: an address, or postgresql for a cluster of our own; `broker`: an address, empty for none; `pace`: segments a
    second; `speed`: of the bot's clock; `intervals`: of its workers, as always by default; `providers`: of 2 each sends half;
    `ahead`: seconds that all clocks of the stage are ahead; `double`: settings of each double.
    """
    intervals = intervals or WorkIntervals()
    with ExitStack() as stack:
        restart: Callable[[], None] | None = None
        if database == "postgresql":
            programs = find_programs()
            assert programs, "PostgreSQL's initdb and pg_ctl are not here: install its server, or name one in --database"
            own = stack.enter_context(cluster(programs))
            database, restart = own.url, own.crash
        elif make_url(database).get_backend_name() == "postgresql":
            database, restart = _with_storms(database)
        proxy = None
        if broker:
            proxy, broker = stack.enter_context(before(broker))
        port, began = free_port(), time.time()
        double = {**double, "ahead": ahead}
        twilio = stack.enter_context(
            running(callbacks_to=f"http://127.0.0.1:{port}", inbound_url=f"{PUBLIC}/twilio/sms", **double)
        )
        settings, url, ways, second, more = twilio.settings(), twilio.url, dict[str, Proxy](), None, dict[str, str]()
        if providers == 2:
            second = stack.enter_context(signalwire_double.running(callbacks_to=f"http://127.0.0.1:{port}", **double))
            ways["twilio"], url = stack.enter_context(before(twilio.url))
            ways["signalwire"], space = stack.enter_context(before(second.url))
            more = {
                "SIGNALWIRE_URL": space,
                "SIGNALWIRE_PROJECT": signalwire_double.PROJECT,
                "SIGNALWIRE_TOKEN": signalwire_double.API_TOKEN,
                "SIGNALWIRE_SIGNING_KEY": signalwire_double.SIGNING_KEY,
                "SENDERS": f"{OURS}={pace / 2} signalwire:{signalwire_double.NUMBER}={pace / 2}",
            }
        key = base64.urlsafe_b64encode(os.urandom(64)).decode()
        environment = {
            "CHAOS_SPEED": str(speed),
            "CHAOS_LOOK": str(intervals.look),
            "CHAOS_SHIFT": str(intervals.shift),
            "CHAOS_BEGAN": str(began),
            "CHAOS_AHEAD": str(ahead),
            "PYTHONPATH": os.pathsep.join(map(str, (THERE, ROOT))),
            "DATABASE_URL": database,
            "BROKER_URL": broker,
            "INSTANCE_DIR": str(folder / "instance"),
            "DATA_DIR": str(plain_data()),
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "",  # a module that is compiled each time takes longer than what is killed
            "PUBLIC_URL": PUBLIC,
            "TWILIO_API_URL": url,
            "TWILIO_ACCOUNT_SID": settings["account"],
            "TWILIO_AUTH_TOKEN": settings["token"],
            "TWILIO_FROM": OURS,
            "SECRET_KEY": secrets.token_hex(16),
            "PHONE_KEY": key,
            "SENDERS": f"{OURS}={pace}",
            "CALLS_A_SECOND": "20",
            "SPEND_CAP": "100000",
            "GEOCODER": "none",
            "INNER_NETWORKS": LOOPBACK,
            **more,
        }
        tables = Database(database)
        stack.callback(tables.close)
        with MIGRATING:
            tables.migrate()

        def actor(name: str, command: Sequence[str]) -> Actor:
            return Actor(name, command, dict(environment), folder / f"{name}.log")

        hands = [actor(f"worker-{number + 1}", WORK) for number in range(workers)]
        web = actor("web", SERVE)
        made = Stage(
            *(twilio, second, ways, tables, PhoneCipher(key), web, hands, port, folder, restart, proxy, began, ahead, speed),
            environment,
        )
        stack.callback(made.stop)
        yield made


def _with_storms(url: str) -> tuple[str, Callable[[], None]]:
    """For a server that others use too: its address with a name of ours, and what breaks all connections of that name."""
    name = f"chaos-{secrets.token_hex(4)}"
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def storm() -> None:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [name])

    return make_url(url).update_query_dict({"application_name": name}).render_as_string(hide_password=False), storm
