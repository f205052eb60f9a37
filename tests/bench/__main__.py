"""Runs the benchmark: `python -m tests.bench [--quick] [--part webhooks|alerts|console]`. A table a part, as Markdown too."""

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine

from bot import create_app
from bot.config import Settings
from bot.runtime import KEY
from bot.storage.database import Database
from tests.bench import alerts, console, load, long_use, lookup
from tests.bench.apps.bare import metadata
from tests.bench.apps.bot import DAY, clock
from tests.bench.people import OFFICIALS, TEXTS, People
from tests.bench.server import Server, cores, running
from tests.environment import Refused, database

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLIC_URL = "https://bot.example.org"
TOKEN = "0123456789abcdef0123456789abcdef"
RATE = 300


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything: rounds at most, and no new one after so many seconds; requests and people in each."""

    rounds: int
    seconds: float
    hellos: int
    texters: int
    callers: int
    paced: int
    zips: int
    supporters: int  # that the tables hold before
    large: dict[str, int]  # the same of a large database


FULL = Size(
    rounds=7,
    seconds=90,
    hellos=4000,
    texters=100,
    callers=48,
    paced=10 * RATE,
    zips=1000,
    supporters=10_000,
    large={"SQLite": 1_000_000, "PostgreSQL": 400_000},
)
QUICK = Size(
    rounds=1,
    seconds=0,
    hellos=400,
    texters=16,
    callers=4,
    paced=RATE // 2,
    zips=100,
    supporters=100,
    large={"SQLite": 1_000, "PostgreSQL": 1_000},
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One measured stretch: requests a second, CPU of the server's process in microseconds a request."""

    rate: float
    cpu: float


@dataclass(slots=True)
class Bench:
    """Servers of one database, and what was measured on them."""

    bare: Server
    bot: Server
    large: Server
    samples: dict[str, list[Sample]] = field(default_factory=lambda: defaultdict(list))
    callers: list[float] = field(default_factory=list)  # milliseconds of CPU
    webhooks: int = 0
    paced: list[float] = field(default_factory=list)  # seconds


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure what webhooks and alerts cost.")
    parser.add_argument("--quick", action="store_true", help="one short round: does it run at all? Alerts on one database")
    parser.add_argument("--part", choices=("webhooks", "alerts", "console"), action="append", help="only this part")
    for name in ("supporters", "alerts", "calls"):
        parser.add_argument(f"--{name}", type=int, help=f"of the part console: so many {name}")
    given = parser.parse_args(arguments)
    parts = given.part or ["webhooks", "alerts", "console"]
    pinned = cores()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="patchline-bench-")))
        postgresql = stack.enter_context(database(os.environ.get("TEST_DATABASE_URL", "")))
        addresses = {"SQLite": f"sqlite:///{folder / 'bot.db'}"}
        if not isinstance(postgresql, Refused):
            addresses["PostgreSQL"] = postgresql
        people, environment = _people(folder)
        if pinned:
            os.sched_setaffinity(0, pinned[1])
        if "webhooks" in parts:
            _webhooks(QUICK if given.quick else FULL, addresses, people, environment, pinned)
        if "alerts" in parts and given.quick:
            # Does it run at all? Fifteen processes are started for each database, and tests run on both: alerts on the last
            # here, the console on the first.
            _alerts(alerts.QUICK, dict(list(addresses.items())[-1:]), people, environment, pinned)
        elif "alerts" in parts:
            _alerts(alerts.FULL, addresses, people, environment, pinned)
        if "console" in parts:
            size = console.QUICK if given.quick else console.FULL
            wanted = {
                name: getattr(given, name) for name in ("supporters", "alerts", "calls") if getattr(given, name) is not None
            }
            where = dict(list(addresses.items())[:1]) if given.quick else addresses
            _console(replace(size, **wanted), where, people, environment, pinned)
    if isinstance(postgresql, Refused):
        print(f"Left out: PostgreSQL ({postgresql}).")
    return 0


def _webhooks(
    size: Size, addresses: dict[str, str], people: People, environment: dict[str, str], pinned: tuple[set[int], set[int]] | None
) -> None:
    core = pinned[0] if pinned else None
    with ExitStack() as stack:
        hello = stack.enter_context(running("hello", environment, core))
        benches = {
            name: stack.enter_context(_servers(address, size.supporters, size.large[name], environment, core))
            for name, address in addresses.items()
        }
        for server in (hello, *(server for bench in benches.values() for server in (bench.bare, bench.bot, bench.large))):
            server.wait()
        for bot in (bot for bench in benches.values() for bot in (bench.bot, bench.large)):
            # The first of everything compiles statements and looks up lines: that is a start's cost, not a turn's.
            load.drive(bot.port, people.callers(4) + people.texters(4) + people.writers(4))
        gc.disable()  # its pauses would be the load generator's, not the servers'
        hellos = _rounds(size, hello, benches, people)
        for bench in benches.values():
            bench.paced = _paced(bench.bot, people, size)
        directory = lookup.measure(ROOT / "data", size.zips, DAY.date())
        gc.enable()
    _print(size, hellos, benches, directory, pinned is not None)


def _alerts(
    size: alerts.Size,
    addresses: dict[str, str],
    people: People,
    environment: dict[str, str],
    pinned: tuple[set[int], set[int]] | None,
) -> None:
    alone = alerts.client(size.stretch)
    figures = {}
    for name, address in addresses.items():
        tables = Database(address)
        tables.migrate()
        _make_yardstick(tables)
        tables.close()
        figures[name] = alerts.Alerts(address, environment, people, size, *(pinned or (None, None))).measure()
    table = _table(figures)
    for label, cells in alerts.rows(figures, alone):
        table.add_row(label, *cells)
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    where = (
        "worker or server on one core, double, load and second worker on another" if pinned else "everything shares the cores"
    )
    print(
        f"{size.people:,} supporters, Twilio {alerts.LATENCY * 1e3:.0f} ms away; {where}. How to read it: docs/performance.md"
    )


def _console(
    size: console.Size,
    addresses: dict[str, str],
    people: People,
    environment: dict[str, str],
    pinned: tuple[set[int], set[int]] | None,
) -> None:
    figures = {}
    for name, address in addresses.items():
        with _large(address, "console") as empty:
            figures[name] = console.measure(empty, environment, people, size, pinned[0] if pinned else None)
    table = _table(figures)
    for label, cells in console.rows(figures):
        table.add_row(label, *cells)
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    print(
        f"{size.supporters:,} supporters, {size.supporters * size.alerts:,} texts of alerts, {size.calls:,} calls; "
        f"{size.loads} loads a page, in the process that measures. How to read it: docs/performance.md"
    )


def _table(columns: Iterable[str]) -> Table:
    table = Table(box=box.MARKDOWN)
    table.add_column("")
    for name in columns:
        table.add_column(name, justify="right")
    return table


def _people(folder: Path) -> tuple[People, dict[str, str]]:
    """Who texts and calls, and the settings of the servers that take them for genuine."""
    data = folder / "data"
    data.mkdir()
    for path in (ROOT / "data").iterdir():
        if path.is_file():
            (data / path.name).symlink_to(path)
    (data / "campaigns").symlink_to(ROOT / "tests" / "bench" / "campaigns")
    given = {"public_url": PUBLIC_URL, "data_dir": data, "instance_dir": folder / "instance"}
    rehearsal = Settings.load(**given, database_url=f"sqlite:///{folder / 'rehearsal.db'}")
    app = create_app(rehearsal, clock=clock)
    parts = app.extensions[KEY]
    parts.database.migrate()
    people = People(app, PUBLIC_URL, TOKEN)
    parts.outbox.wait()
    parts.database.close()
    live = {
        "twilio_account_sid": f"AC{0:032}",
        "twilio_auth_token": TOKEN,
        "twilio_from": rehearsal.number,
        "twilio_api_url": f"http://{load.HOST}:9",  # the discard port: nothing leaves this machine
        "secret_key": rehearsal.secret_key.get_secret_value(),
        "phone_key": rehearsal.phone_key.get_secret_value(),
    }
    return people, {name.upper(): str(value) for name, value in (given | live).items()}


@contextmanager
def _servers(address: str, few: int, many: int, environment: dict[str, str], core: set[int] | None) -> Iterator[Bench]:
    """The two servers on one fresh database of `few` supporters, and the bot on a large one of `many`."""
    with _large(address) as large:
        for each, supporters in ((address, few), (large, many)):
            tables = Database(each)
            tables.migrate()
            _make_yardstick(tables)
            long_use.fill(tables, supporters)
            tables.close()
        here, there = environment | {"DATABASE_URL": address}, environment | {"DATABASE_URL": large}
        with running("bare", here, core) as bare, running("bot", here, core) as bot, running("bot", there, core) as other:
            yield Bench(bare, bot, other)


@contextmanager
def _large(address: str, name: str = "large") -> Iterator[str]:
    """Another fresh database of the same kind."""
    if address.startswith("sqlite"):
        yield f"{address.removesuffix('.db')}-{name}.db"
        return
    with database(os.environ.get("TEST_DATABASE_URL", "")) as large:
        assert not isinstance(large, Refused), large
        yield large


def _make_yardstick(tables: Database) -> None:
    """The table of the bare view."""
    engine = create_engine(tables.url)
    metadata.create_all(engine)
    engine.dispose()


def _rounds(size: Size, hello: Server, benches: dict[str, Bench], people: People) -> list[Sample]:
    """Everything once a round, in another order each time: what else goes on on the machine meets all alike."""
    greeting = load.Request(f"GET / HTTP/1.1\r\nHost: {load.HOST}\r\n\r\n".encode(), b"hello")
    hellos: list[Sample] = []
    begun = time.monotonic()

    def greet() -> None:
        hellos.append(_sample(hello, [[greeting] * 50] * (size.hellos // 50)))

    shuffle = random.Random(1).shuffle
    for number in range(size.rounds):
        if number and time.monotonic() - begun > size.seconds:
            break
        stretches: list[Callable[[], None]] = [greet]
        for bench in benches.values():
            stretches += [
                lambda bench=bench: _measure_bare(bench, people, size),
                lambda bench=bench: _measure_texts(bench, "text", bench.bot, people.texters(size.texters)),
                lambda bench=bench: _measure_texts(bench, "sentence", bench.bot, people.writers(size.texters)),
                lambda bench=bench: _measure_texts(bench, "large", bench.large, people.texters(size.texters)),
                lambda bench=bench: _measure_calls(bench, people, size),
            ]
        shuffle(stretches)
        for stretch in stretches:
            stretch()
    return hellos


def _sample(server: Server, conversations: Sequence[Sequence[load.Request]]) -> Sample:
    many = sum(map(len, conversations))
    cpu = server.cpu()
    seconds = load.drive(server.port, conversations)
    return Sample(many / seconds, (server.cpu() - cpu) / many * 1e6)


def _measure_bare(bench: Bench, people: People, size: Size) -> None:
    # The same texts as the bot gets; the answer is always the yardstick's own.
    texts = [[load.Request(request.data) for request in texter[1:]] for texter in people.texters(size.texters)]
    bench.samples["bare"].append(_sample(bench.bare, texts))


def _measure_texts(bench: Bench, name: str, bot: Server, texters: Sequence[Sequence[load.Request]]) -> None:
    load.drive(bot.port, [texter[:1] for texter in texters])
    bench.samples[name].append(_sample(bot, [texter[1:] for texter in texters]))


def _measure_calls(bench: Bench, people: People, size: Size) -> None:
    """Whole calls: their CPU; then calls up to the middle, and from there the steps of it."""
    callers = people.callers(size.callers)
    cpu = bench.bot.cpu()
    load.drive(bench.bot.port, callers)
    bench.callers.append((bench.bot.cpu() - cpu) / len(callers) * 1e3)
    bench.webhooks = len(callers[0])
    callers = people.callers(size.callers)
    load.drive(bench.bot.port, [caller[:2] for caller in callers])
    bench.samples["call"].append(_sample(bench.bot, [caller[2:-2] for caller in callers]))


def _paced(bot: Server, people: People, size: Size) -> list[float]:
    """Texts at a fixed rate, everyone's next one after everyone's last one."""
    texters = people.texters(-(-size.paced // len(TEXTS)))
    load.drive(bot.port, [texter[:1] for texter in texters])
    turns = zip(*(texter[1:] for texter in texters), strict=True)
    # Any answer will do: where the bot cannot keep up, a person's next text may overtake the last.
    texts = [load.Request(text.data) for turn in turns for text in turn]
    return load.pace(bot.port, texts[: size.paced], RATE)


def _print(size: Size, hellos: list[Sample], benches: dict[str, Bench], directory: lookup.Lookup, pinned: bool) -> None:
    table = _table(benches)

    def row(label: str, cell: Callable[[Bench], str]) -> None:
        table.add_row(label, *map(cell, benches.values()))

    row("Bare Flask hello: requests a second", lambda _: _spread(s.rate for s in hellos))
    row("Bare Flask hello: CPU a request, µs", lambda _: _spread(s.cpu for s in hellos))
    for name, label in {"bare": "Bare view", "text": "SMS turn", "call": "Voice turn"}.items():
        _rows(row, hellos, name, label)
    for name, label in {"sentence": "SMS free sentence", "large": "SMS turn in a large database"}.items():
        row(f"{label}: bare views in its time", lambda b, name=name: _ratio(b.samples["bare"], b.samples[name]))
        row(f"{label}: SMS turns in its time", lambda b, name=name: _ratio(b.samples["text"], b.samples[name]))
    row(f"SMS turn at {RATE} a second: p50, ms", lambda b: _percentile(b.paced, 50))
    row(f"SMS turn at {RATE} a second: p99, ms", lambda b: _percentile(b.paced, 99))
    webhooks = next(iter(benches.values())).webhooks
    row(f"A caller to {OFFICIALS} officials, {webhooks} webhooks: CPU, ms", lambda b: _spread(b.callers, 1))
    row("ZIP lookup, a ZIP seen before: µs", lambda _: f"{directory.seen:,.0f}")
    row("ZIP lookup, a ZIP never seen: µs", lambda _: f"{directory.unseen:,.0f}")
    row("ZIP lookup, every office: µs", lambda _: f"{directory.every:,.0f}")
    row("Directory: seconds to load, to the first answer", lambda _: f"{directory.load:.2f}, {directory.first:.2f}")
    row("Directory: memory, MB", lambda _: f"{directory.memory:,.0f}")
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    where = "servers on one core, the load on another" if pinned else "servers and load share the cores"
    many = " and ".join(f"{size.large[name]:,} ({name})" for name in benches)
    print(
        f"Median [least-most] of {len(hellos)} rounds; {where}; {size.supporters:,} supporters, {many} in the large database. "
        "How to read it: docs/performance.md"
    )


def _rows(row: Callable[[str, Callable[[Bench], str]], None], hellos: list[Sample], name: str, label: str) -> None:
    row(f"{label}: requests a second", lambda b: _spread(s.rate for s in b.samples[name]))
    row(f"{label}: CPU a request, µs", lambda b: _spread(s.cpu for s in b.samples[name]))
    row(f"{label}: hellos in its time", lambda b: _ratio(hellos, b.samples[name]))
    if name != "bare":
        row(f"{label}: bare views in its time", lambda b: _ratio(b.samples["bare"], b.samples[name]))


def _ratio(yardstick: Iterable[Sample], measured: Iterable[Sample]) -> str:
    """Round by round, as the machine's speed drifts."""
    return _spread((a.rate / b.rate for a, b in zip(yardstick, measured, strict=True)), 2)


def _spread(values: Iterable[float], digits: int = 0) -> str:
    many = list(values)
    return f"{statistics.median(many):,.{digits}f} [{min(many):,.{digits}f}-{max(many):,.{digits}f}]"


def _percentile(seconds: Sequence[float], percent: int) -> str:
    return f"{sorted(seconds)[len(seconds) * percent // 100] * 1e3:,.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
