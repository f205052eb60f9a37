"""Runs hostile requests against a bot in this process: `python -m tests.fuzz [--requests N] [--on DATABASE] [--seed N]`.

Breaches: an answer of 500 or more, an event of level error or a traceback in the log, a request that takes over a second, and
memory that keeps growing. The seed is printed: with it a run asks the same.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from rich import box
from rich.console import Console
from rich.table import Table

from bot.officials import zip_info
from bot.reading.wishes import prepare_reader
from tests.conftest import DATABASES, starting
from tests.databases import empty_database
from tests.environment import Refused, database
from tests.fuzz.doors import Request, doors

SLOW_SECONDS = 1.0
GROWTH_MB = 60.0  # from a third of the run, when all is loaded, to its end
LOOK_EVERY = 200
SHOWN = 10


@dataclass(slots=True, kw_only=True)
class Found:
    """What a run came to."""

    requests: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    longest: float = 0.0
    grown_mb: float = 0.0
    seconds: float = 0.0

    @property
    def breaches(self) -> list[str]:
        grown = [f"memory grew by {self.grown_mb:.0f} MB"] if self.grown_mb > GROWTH_MB else []
        return [*self.faults, *self.slow, *grown]


@contextmanager
def logged(path: Path) -> Iterator[None]:
    """What this process says goes into a file meanwhile."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    with path.open("wb") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
        try:
            yield
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for stream, before in zip((1, 2), kept, strict=True):
                os.dup2(before, stream)
                os.close(before)


def faults_in(path: Path) -> Iterator[str]:
    """Events of level error, and tracebacks."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("Traceback"):
                yield "a traceback in the log"
            elif '"error"' in line or '"critical"' in line:
                try:
                    event = json.loads(line)
                except ValueError:
                    continue
                if event.get("level") in ("error", "critical"):
                    yield f"{event.get('event')}: {json.dumps(event)[:700]}"


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def fuzz(kind: str, requests: int, seed: int) -> Found:
    """So many requests on a fresh bot, in a database of this kind with some made-up people."""
    found, rng = Found(), random.Random(seed)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="patchline-fuzz-") as name:
        folder = Path(name)
        with empty_database(kind, folder) as url, starting(url, folder) as start, logged(folder / "log"):
            bot = start()
            bot.parts.make_all()  # as at the start of a server, and so are the next three
            zip_info.load_zips()
            prepare_reader()
            bot.parts.intents.prepare()
            people = ("--supporters", "300", "--alerts", "5", "--calls", "300")
            assert bot.app.test_cli_runner().invoke(args=["demo", "seed", *people]).exit_code == 0
            bot.phone().text("SANCTUARY 98402")
            ways, client, settled = doors(bot), bot.app.test_client(use_cookies=False), 0.0
            for number in range(requests):
                if number % LOOK_EVERY == 0:
                    for way in ways:
                        way.look()
                if number == requests // 3:
                    settled = memory_mb()
                _ask(client, rng.choice(ways).request(rng), found)
            bot.parts.outbox.wait()
            found.grown_mb = memory_mb() - settled
        found.faults += faults_in(folder / "log")
    found.seconds = time.monotonic() - began
    return found


def _ask(client: FlaskClient, request: Request, found: Found) -> None:
    began = time.monotonic()
    try:
        answer = client.open(request.path, **request.as_given())
        answer.get_data()
        answer.close()
        status = answer.status_code
    except UnicodeEncodeError:  # no client can write it
        return
    except Exception as error:  # what comes through here would have ended the connection
        found.faults.append(f"{request.route}: {type(error).__name__}: {error} {request}"[:900])
        return
    took = time.monotonic() - began
    found.requests += 1
    found.routes.add(f"{request.door} {request.route}")
    found.statuses[f"{request.door} {status // 100}xx"] += 1
    found.longest = max(found.longest, took)
    if status >= 500:
        found.faults.append(f"{status} {request}"[:900])
    if took > SLOW_SECONDS:
        found.slow.append(f"{took:.1f} s: {request}"[:500])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Hostile requests over every route.")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append", help="which databases (default: both)")
    parser.add_argument("--seed", type=int, default=None, help="what is asked; a run prints its own")
    given = parser.parse_args(arguments)
    seed = random.randrange(10**6) if given.seed is None else given.seed
    print(f"seed {seed}")
    runs = {kind: fuzz(kind, given.requests, seed) for kind in given.on or DATABASES}
    _report(runs)
    return int(any(found.breaches for found in runs.values()))


def _report(runs: dict[str, Found]) -> None:
    table = Table(box=box.MARKDOWN)
    for title in ("", *runs):
        table.add_column(title, justify="right" if title else "left")
    names = sorted({name for found in runs.values() for name in found.statuses})
    for label, cell in {
        "Requests": lambda found: f"{found.requests:,}",
        "Routes": lambda found: f"{len(found.routes):,}",
        **{name: lambda found, name=name: f"{found.statuses[name]:,}" for name in names},
        "Faults": lambda found: f"{len(found.faults):,}",
        "Over a second": lambda found: f"{len(found.slow):,}",
        "Longest, ms": lambda found: f"{found.longest * 1000:.0f}",
        "Memory grown, MB": lambda found: f"{found.grown_mb:.0f}",
        "Seconds": lambda found: f"{found.seconds:.0f}",
    }.items():
        table.add_row(label, *(cell(found) for found in runs.values()))
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    for kind, found in runs.items():
        for breach in found.breaches[:SHOWN]:
            print(f"{kind}: BREACH: {breach}")


if __name__ == "__main__":
    if "TEST_DATABASES" in os.environ:
        sys.exit(main(sys.argv[1:]))
    # As tests/environment.py tells pytest: which databases there are is read when tests.conftest is loaded.
    with database(os.environ.get("TEST_DATABASE_URL", ""), hasty=True) as address:
        there = {"TEST_DATABASES": "sqlite"}
        if not isinstance(address, Refused):
            there = {"TEST_DATABASES": "sqlite,postgresql", "TEST_DATABASE_URL": address}
        again = [sys.executable, "-m", "tests.fuzz", *sys.argv[1:]]
        code = subprocess.run(again, env={**os.environ, **there}, check=False).returncode
    sys.exit(code)
