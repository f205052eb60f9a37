"""The clock that machines share."""

import ast
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.clock import SharedClock
from bot.storage.database import Database
from tests.conftest import ROOT, Bot


@pytest.mark.parametrize("wrong", [timedelta(), timedelta(minutes=-7), timedelta(hours=5)])
def test_machine_whose_clock_is_wrong_keeps_the_time_of_the_database(wrong: timedelta, bot: Bot) -> None:
    database = bot.parts.database
    clock = SharedClock(database, lambda: datetime.now(UTC) + wrong)
    shared = database.url.get_backend_name() == "postgresql"
    apart = clock() - datetime.now(UTC)
    assert abs(apart - (timedelta() if shared else wrong)) < timedelta(seconds=2)


def test_database_that_is_away_leaves_the_machine_its_own_time() -> None:
    clock = SharedClock(Database("postgresql://127.0.0.1:9/nobody"))
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=5)


CLOCK = ROOT / "bot" / "storage" / "clock.py"
OWN_CLOCKS = {"date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time", "time.time_ns"}


def test_clock_is_asked_in_one_place() -> None:
    """Whoever needs the time is given it, or asks the clock of the app: another machine's clock may be wrong."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for path in [ROOT / "wsgi.py", *sorted((ROOT / "bot").rglob("*.py"))]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ".".join(ast.unparse(node).split(".")[-2:]) in OWN_CLOCKS and path != CLOCK
    ]
    assert found == []


OWN_TICKERS = {"time.monotonic", "time.perf_counter", "time.sleep", "asyncio.run"}


def test_outbox_and_workers_measure_and_wait_by_the_ticker_they_are_given() -> None:
    """So that a test moves its time. A loop's own waiting is by the ticker that made it."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)}"
        for folder in ("outbox", "workers")
        for path in sorted((ROOT / "bot" / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in OWN_TICKERS
    ]
    assert found == []
