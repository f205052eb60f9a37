"""The benchmark runs, and every row of its table has figures. How large they are is for people to judge."""

import re
import subprocess
import sys

import pytest

from tests.conftest import DATABASES, ROOT

ROWS = (
    "Bare Flask hello: requests a second",
    "Bare Flask hello: CPU a request, µs",
    "Bare view: requests a second",
    "Bare view: CPU a request, µs",
    "Bare view: hellos in its time",
    "SMS turn: requests a second",
    "SMS turn: CPU a request, µs",
    "SMS turn: hellos in its time",
    "SMS turn: bare views in its time",
    "Voice turn: requests a second",
    "Voice turn: CPU a request, µs",
    "Voice turn: hellos in its time",
    "Voice turn: bare views in its time",
    "SMS free sentence: bare views in its time",
    "SMS free sentence: SMS turns in its time",
    "SMS turn in a large database: bare views in its time",
    "SMS turn in a large database: SMS turns in its time",
    "SMS turn at 300 a second: p50, ms",
    "SMS turn at 300 a second: p99, ms",
    "A caller to 4 officials, 15 webhooks: CPU, ms",
    "ZIP lookup, a ZIP seen before: µs",
    "ZIP lookup, a ZIP never seen: µs",
    "ZIP lookup, every office: µs",
    "Directory: seconds to load, to the first answer",
    "Directory: memory, MB",
    "Audience to rows: seconds",
    "Audience to rows: plain INSERTs in its time",
    "Preview: seconds",
    "Twilio's client alone: messages a second",
    "Twilio's client alone: CPU a message, µs",
    "Claim and send: messages a second",
    "Claim and send: CPU a message, µs",
    "Claim and send: bare messages in its CPU",
    "Two processes: messages a second",
    "Two processes: times one",
    "Worker's memory, few and many recipients: MB",
    "Pause to the last message: ms",
    "At 100 a second: most in any second",
    "At 100 a second: used, %",
    "Status callbacks, 4 threads: a second",
    "Status callbacks, 4 threads: in a bare view's time",
    "Status callbacks, 16 threads: a second",
    "Status callbacks, 16 threads: in a bare view's time",
    "SMS turn at 100 a second: p99, ms",
    "The same beside an alert: p99, ms",
    "That alert: messages a second",
    "Calls asked for beside an alert: p50, p99, most, s",
    "At 12 calls a second: most in any second",
    "That alert: messages, a second",
    "Made-up people, texts and calls: seconds",
    "Slowest page, ms",
    "SMS turn beside ten organizers, %",
)
A_PAGE = re.compile(r"Page (/\S*), ms")


@pytest.fixture(scope="module")
def table() -> dict[str, list[str]]:
    """What a quick run prints: a row's name -> its cells."""
    command = [sys.executable, "-m", "tests.bench", "--quick"]
    # Patience with a busy machine, no promise: on a quiet one it takes a minute or two.
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert run.returncode == 0, run.stderr
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in run.stdout.splitlines() if line.startswith("|")]
    found: dict[str, list[str]] = {}
    for name, *cells in rows:
        found.setdefault(name, cells)  # of the tables' heads the first: of webhooks, on all databases
    return found


def test_quick_run_fills_every_row(table: dict[str, list[str]]) -> None:
    figures = {name: cells for name, cells in table.items() if any(map(str.isdigit, "".join(cells)))}
    assert [name for name in figures if not A_PAGE.fullmatch(name)] == list(ROWS)
    pages = {found[1] for name in figures if (found := A_PAGE.fullmatch(name))}
    assert {"/", "/results", "/results?days=90"} <= pages


def test_every_database_of_this_run_has_a_column(table: dict[str, list[str]]) -> None:
    wanted = [{"sqlite": "SQLite", "postgresql": "PostgreSQL"}[name] for name in DATABASES]
    header = next(iter(table.values())) if "SQLite" not in table else ["SQLite", *table["SQLite"]]
    assert set(wanted) <= set(header)


def test_page_about_performance_shows_every_row() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert [row for row in ROWS if row not in page] == []
