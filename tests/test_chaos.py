"""Nobody gets an alert twice, and nobody is lost, though everything is killed while it goes out. Large: `make chaos`."""

import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.workers import WorkIntervals
from tests.chaos.books import KeptDelivery, audit
from tests.chaos.stage import stage
from tests.chaos.story import DOUBLE, Run, Size, play
from tests.conftest import BROKERS, DATABASES
from tests.databases import empty_database
from tests.twilio_double.client import Row

SMALL = Size(recipients=300, kills=3, stops=6, pace=40, gap=(0.8, 1.6), limit=300, speed=12, callers=20)
LOOKS = WorkIntervals(look=1.0)  # by a clock that is so fast, still twelve seconds apart
QUICKLY = DOUBLE | {"list_delay": 0.5, "callbacks": DOUBLE["callbacks"] | {"late": [0, 1]}}

# Which database, which broker, how many workers.
STAGES = [("sqlite", "", 1), *[(name, broker, 2) for name in DATABASES for broker in BROKERS if broker and name != "sqlite"]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Future[Run]]]:
    """All of them at once: most of a run's time is waiting for leases to be over."""

    def run(kind: str, broker: str, workers: int, folder: Path) -> Run:
        with (
            empty_database(kind, folder) as database,
            stage(folder, database, broker, workers, SMALL.pace, SMALL.speed, LOOKS, **QUICKLY) as on,
        ):
            return play(on, SMALL, random.Random(4))

    with ThreadPoolExecutor(len(STAGES)) as pool:
        yield [pool.submit(run, *each, tmp_path_factory.mktemp("chaos")) for each in STAGES]


@pytest.mark.alone
@pytest.mark.parametrize("number", range(len(STAGES)), ids=[f"{kind} {broker.partition(':')[0]}" for kind, broker, _ in STAGES])
def test_everybody_gets_one_message_or_a_reason_whatever_is_killed(runs: list[Future[Run]], number: int) -> None:
    run = runs[number].result()
    assert run.breaches == []
    assert run.books.messages + sum(run.books.reasons.values()) == SMALL.recipients
    assert run.kills >= SMALL.kills
    assert run.books.started == SMALL.callers


def message(to: int, sid: str = "SM1", status: str = "delivered", error: int = 0, arrived: float = 10) -> Row:
    return Row(f"+{to}", "", arrived, arrived, arrived, 1, "", sid, status, error)


def delivery(to: int, state: str = "delivered", error: str = "", sid: str = "SM1") -> KeptDelivery:
    return KeptDelivery(to, f"+{to}", state, error, sid)


AUDITS = [
    pytest.param([message(1)], [delivery(1)], [], id="delivered"),
    pytest.param([message(1)], [delivery(1, "sent")], [], id="whose callback was lost"),
    pytest.param([message(1, status="undelivered", error=30005)], [delivery(1, "failed", "30005")], [], id="undelivered"),
    pytest.param([], [delivery(1, "skipped", "stopped", "")], [], id="skipped for a reason"),
    pytest.param([message(1, "SM2"), message(1)], [delivery(1)], ["more than one message"], id="two"),
    pytest.param([message(1), message(2)], [delivery(1)], ["a message to somebody who was not meant"], id="a stranger"),
    pytest.param([message(1, arrived=12)], [delivery(1)], ["a message after STOP (2.0 s)"], id="after STOP"),
    pytest.param([message(1, arrived=10.5)], [delivery(1)], [], id="on its way when STOP came"),
    pytest.param([message(1)], [], ["no row"], id="no row"),
    pytest.param([], [delivery(1, "unknown", "TimeoutError", "")], ["a delivery that is not at its end"], id="not at its end"),
    pytest.param([], [delivery(1)], ["sent by the books, not in the log"], id="invented"),
    pytest.param([], [delivery(1, "failed")], ["neither a message nor a reason"], id="without a reason"),
    pytest.param([message(1)], [delivery(1, sid="SM9")], ["the books have another message than the log"], id="another message"),
    pytest.param([message(1)], [delivery(1, "failed", "30005")], ["the books say something else than the log"], id="wrong end"),
]


@pytest.mark.parametrize(("log", "rows", "breaches"), AUDITS)
def test_audit_finds_what_is_wrong(log: list[Row], rows: list[KeptDelivery], breaches: list[str]) -> None:
    books = audit(log, rows, ["+1"], {"+1": 10.0})
    assert [breach.partition(" x ")[2].partition(":")[0] for breach in books.breaches] == breaches
