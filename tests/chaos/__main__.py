"""`python -m tests.chaos`: runs it large, prints a table, and ends with 1 where anything was lost, doubled or sent too late."""

import argparse
import os
import random
import secrets
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from tests.chaos.cast import LISTS
from tests.chaos.cluster import find_programs
from tests.chaos.receiver import ILLS
from tests.chaos.stage import next_noon, stage
from tests.chaos.story import DOUBLE, Run, Size, play
from tests.environment import BROKERS, Refused, answers, database

GAP = (1.5, 4.5)
QUESTION_SEGMENTS = 2
UP_SECONDS = 15.0
IMPORT_KILLS = 3  # of each list
TAIL_SECONDS = 600  # for what was lost: its lease, the settling, and being sent again


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description="Kill everything while an alert goes out.")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), action="append", help="which databases (default: both)")
    parser.add_argument("--recipients", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=25, help="how many times kill -9 at least")
    parser.add_argument("--seed", type=int, help="what happens when; a run prints its own")
    parser.add_argument(
        "--providers", type=int, choices=(1, 2), default=1, help="2: each sends half, and is cut off now and then"
    )
    parser.add_argument("--quiet", action="store_true", help="the table alone")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that everything that was started is ended
    seed = secrets.randbelow(1_000_000) if given.seed is None else given.seed
    print(f"seed {seed}", flush=True)
    size = size_of(given.recipients, given.kills)
    runs: dict[str, Run] = {}
    for name in given.on or ("sqlite", "postgresql"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="patchline-chaos-")))
            where, broker, workers, title = f"sqlite:///{folder / 'bot.db'}", "", 1, "SQLite"
            if name == "postgresql":
                broker, workers, title = BROKERS["RabbitMQ"], 3, "PostgreSQL, RabbitMQ"
                if not answers(broker):
                    print(f"{title}: no RabbitMQ answers on loopback; start one", file=sys.stderr)
                    return 1
                where = "postgresql"
                if find_programs() is None:
                    made = stack.enter_context(database(os.environ.get("TEST_DATABASE_URL", "")))
                    if isinstance(made, Refused):
                        print(f"{title}: {made}", file=sys.stderr)
                        return 1
                    print("PostgreSQL's initdb is not here: instead of restarts, connections are broken")
                    where = made
            say = (lambda line: None) if given.quiet else (lambda line: print(line, flush=True))
            say(f"--- {title}: {size.recipients:,} recipients, {size.kills} kills, {size.pace:.0f} segments a second")
            now = datetime.now(UTC)
            clocks = {"speed": size.speed, "ahead": (next_noon(now) - now).total_seconds()}
            on = stack.enter_context(
                stage(folder, where, broker, workers, size.pace, **clocks, providers=given.providers, seed=seed, **DOUBLE)
            )
            runs[title] = play(on, size, random.Random(seed), say)
    report(runs)
    return int(any(run.breaches for run in runs.values()))


def size_of(recipients: int, kills: int) -> Size:
    """All of a run, by how many get the alert, and how often something is killed at least."""
    listed = recipients // 3
    segments = recipients + 2 * QUESTION_SEGMENTS * listed
    # Long enough for all the kills, whatever time they cost.
    pace = max(20.0, segments / (kills * sum(GAP) / 2 * 2))
    return Size(
        recipients=recipients,
        kills=kills,
        stops=recipients // 100,
        pace=pace,
        gap=GAP,
        limit=segments / pace * 3 + TAIL_SECONDS,
        callers=recipients // 50,
        talkers=recipients // 300,
        listed=listed,
        import_kills=IMPORT_KILLS,
        ills=tuple(ILLS),
        up_seconds=UP_SECONDS,
    )


def report(runs: dict[str, Run]) -> None:
    table = Table(box=box.MARKDOWN)
    table.add_column("")
    for title in runs:
        table.add_column(title, justify="right")
    for label, cell in {
        "Recipients": lambda run: f"{run.books.recipients:,}",
        "Kills: worker, web server, everything, import": lambda run: ", ".join(
            str(run.acts[f"kill_{what}"]) for what in ("worker", "web", "everything", "command")
        ),
        "Database restarted, broker cut, Twilio upset": lambda run: ", ".join(
            str(run.acts[what]) for what in ("restart_database", "cut_broker", "upset_twilio")
        ),
        "A provider cut off": lambda run: str(run.acts["cut_provider"]),
        "Messages in the log of the double": lambda run: " + ".join(f"{share:,}" for share in run.shares),
        "Texts and calls of conversations": lambda run: f"{run.books.started:,}, {run.books.carried:,} carried",
        "Rows of two lists, people asked": lambda run: f"{run.imports.rows:,}, {run.imports.asked:,}",
        "Imports begun: by command, in the console": lambda run: ", ".join(str(run.tries[name]) for name in LISTS),
        "JOIN by who was asked, calls put through": lambda run: f"{run.joined:,}, {run.called:,}",
        "Duplicates": lambda run: f"{run.books.duplicates + run.imports.duplicates:,}",
        "Lost": lambda run: f"{run.books.lost + run.imports.lost:,}",
        "To somebody after their STOP": lambda run: f"{run.books.to_stopped + run.imports.to_stopped:,}",
        "No message, for a reason": lambda run: f"{sum(run.books.reasons.values()):,}",
        "Receiver gone, hanging, refusing, dying": lambda run: ", ".join(str(run.upsets[ill]) for ill in ILLS),
        "Notices, repeats": lambda run: f"{run.notices.events:,}, {run.notices.repeats:,}",
        "Notices lost, under two ids": lambda run: f"{run.notices.lost:,}, {run.notices.twice:,}",
        "Console: pages, presses": lambda run: f"{run.console.pages:,}, {run.console.presses:,}",
        "Database away, no answer": lambda run: f"{run.console.away:,}, {run.console.unanswered:,}",
        "Pauses, sent meanwhile": lambda run: f"{run.console.holds:,}, {run.console.sent_on_hold:,}",
        "Seconds": lambda run: f"{run.seconds:.0f}",
    }.items():
        table.add_row(label, *(cell(run) for run in runs.values()))
    Console(width=120 if not sys.stdout.isatty() else None).print(table)
    for title, run in runs.items():
        print(f"{title}: our books: {_listed(run.books.states)}; no message: {_listed(run.books.reasons) or 'nobody'}")
        for breach in run.breaches:
            print(f"{title}: BREACH: {breach}")


def _listed(counts: "dict[str, int]") -> str:
    return ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
