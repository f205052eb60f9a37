"""Nobody gets an alert twice, and nobody is lost, though everything is killed while it goes out. Large: `make chaos`."""

import json
import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.workers import WorkIntervals
from tests.chaos.books import KeptDelivery, audit
from tests.chaos.browser import Answered
from tests.chaos.cast import Cast, PeopleList
from tests.chaos.console_books import ConsoleBooks, audit_console, audit_holds
from tests.chaos.import_books import KeptPerson, Question, audit_imports
from tests.chaos.imports import ImportTold
from tests.chaos.notice_books import Happening, KeptNotice, audit_notices
from tests.chaos.organizer import Hold
from tests.chaos.stage import next_noon, stage
from tests.chaos.story import DOUBLE, Run, Size, play
from tests.conftest import BROKERS, DATABASES
from tests.connections.receiving import Received
from tests.databases import empty_database
from tests.twilio_double.client import Row

SMALL = Size(
    recipients=300,
    kills=3,
    stops=6,
    pace=40,
    gap=(0.8, 1.6),
    limit=300,
    speed=12,
    callers=20,
    talkers=2,
    listed=40,
    import_kills=1,
    ills=("gone", "refuses", "dies"),  # for one that hangs a try waits ten seconds, by whatever clock
    clicks=(1.0, 2.0),
    holds_each=15,
)
LOOKS = WorkIntervals(look=1.0)  # by a clock that is so fast, still twelve seconds apart
QUICKLY = DOUBLE | {"list_delay": 0.5, "callbacks": DOUBLE["callbacks"] | {"late": [0, 1]}}

# Which database, which broker, how many workers.
STAGES = [("sqlite", "", 1), *[(name, broker, 2) for name in DATABASES for broker in BROKERS if broker and name != "sqlite"]]
# A command that is killed, cancelled and done again takes seconds of a core: one stage has all of that, and one no lists.
SIZES = (SMALL, replace(SMALL, import_kills=0), replace(SMALL, import_kills=0, listed=0))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Future[Run]]]:
    """All of them at once: most of a run's time is waiting for leases to be over."""

    def run(kind: str, broker: str, workers: int, size: Size, folder: Path) -> Run:
        now = datetime.now(UTC)
        clocks = {"speed": SMALL.speed, "ahead": (next_noon(now) - now).total_seconds()}
        with (
            empty_database(kind, folder) as database,
            stage(folder, database, broker, workers, SMALL.pace, intervals=LOOKS, **clocks, **QUICKLY) as on,
        ):
            return play(on, size, random.Random(4))

    with ThreadPoolExecutor(len(STAGES)) as pool:
        yield [
            pool.submit(run, *each, SIZES[min(place, len(SIZES) - 1)], tmp_path_factory.mktemp("chaos"))
            for place, each in enumerate(STAGES)
        ]


@pytest.mark.alone
@pytest.mark.parametrize("number", range(len(STAGES)), ids=[f"{kind} {broker.partition(':')[0]}" for kind, broker, _ in STAGES])
def test_everybody_gets_one_message_or_a_reason_whatever_is_killed(runs: list[Future[Run]], number: int) -> None:
    run = runs[number].result()
    assert run.breaches == []
    assert run.books.messages + sum(run.books.reasons.values()) == SMALL.recipients
    assert run.kills >= SMALL.kills
    assert run.books.started == SMALL.callers
    assert run.called == SMALL.talkers
    assert run.notices.events >= 2 * SMALL.talkers


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


FRESH, ACTIVE, STOPPED, REFUSING = "+1", "+2", "+3", "+4"
LISTED = PeopleList(name="a", fresh=[FRESH], active=[ACTIVE], stopped=[STOPPED], refusing=[REFUSING], repeated=[])
CAST = Cast(recipients=[ACTIVE], mute=[], erased=[STOPPED], texters=[], callers=[], talkers=[], joiners=[FRESH], lists=[LISTED])
TOLD = ImportTold(counts={"new": 1, "active": 1, "stopped": 1}, question=7)
THERE = [KeptPerson(FRESH, "pending"), KeptPerson(ACTIVE, "active")]


def asked(*rows: KeptDelivery) -> list[Question]:
    return [Question(7, row) for row in rows]


UNENDED = ["a question that is not at its end", "a question that the books do not have"]
IMPORTS = [
    pytest.param([message(1)], asked(delivery(1)), {}, [], id="asked"),
    pytest.param([], asked(delivery(1, "failed", "21614", "")), {}, [], id="refused by the carrier"),
    pytest.param(
        [message(1)],
        [Question(6, delivery(1, "skipped", "cancelled", "")), *asked(delivery(1))],
        {},
        [],
        id="whose first question was cancelled",
    ),
    pytest.param(
        [],
        asked(delivery(1, "skipped", "cancelled", "")),
        {},
        ["neither a question nor a reason"],
        id="cancelled, and no other",
    ),
    pytest.param([message(1, "SM2"), message(1)], asked(delivery(1)), {}, ["more than one question"], id="two"),
    pytest.param([message(1)], asked(delivery(1)), {"stopped": {"+1": 5.0}}, ["a question after STOP"], id="after STOP"),
    pytest.param([message(1), message(4)], asked(delivery(1)), {}, ["a question to who said no"], id="whom a column keeps out"),
    pytest.param([message(1), message(3)], asked(delivery(1)), {}, ["a question to who said no"], id="who stopped before"),
    pytest.param(
        [], asked(delivery(1)), {}, ["asked by the books, not in the log", "neither a question nor a reason"], id="invented"
    ),
    pytest.param([message(1)], asked(delivery(1, "queued", "", "")), {}, UNENDED, id="not at its end"),
    pytest.param([message(1)], asked(delivery(1)), {"people": [*THERE, *THERE]}, ["somebody who is there twice"], id="twice"),
    pytest.param([message(1)], asked(delivery(1)), {"people": THERE[1:]}, ["somebody of a list who is not there"], id="nobody"),
    pytest.param(
        [message(1)], asked(delivery(1)), {"joined": {FRESH}}, ["a JOIN that was acknowledged and is lost"], id="JOIN"
    ),
    pytest.param([message(1)], asked(delivery(1)), {"told": None}, ["a list that was never imported"], id="never imported"),
    pytest.param(
        [message(1)],
        asked(delivery(1)),
        {"told": ImportTold(counts={"pending": 1, "active": 1, "stopped": 1}, question=None)},
        [],
        id="asked before, by the report",
    ),
    pytest.param(
        [message(1)],
        asked(delivery(1)),
        {"told": ImportTold(counts={"new": 1, "active": 1}, question=7)},
        ["a report that counts 2 of 3 people", "a report that counts 0 stopped, of whom there are 1 to 1"],
        id="a report that counts too few",
    ),
    pytest.param(
        [message(1)],
        asked(delivery(1)),
        {"told": ImportTold(counts={"new": 1, "landline": 1, "stopped": 1}, question=7)},
        ["a report that counts 0 active, of whom there are 1 to 1"],
        id="a report that counts nobody active",
    ),
    pytest.param(
        [message(1)],
        asked(delivery(1)),
        {"told": ImportTold(counts={"new": 1, "landline": 1, "stopped": 1}, question=7), "unreached": {ACTIVE}},
        [],
        id="somebody of the crowd to whom the carrier took no alert",
    ),
]


@pytest.mark.parametrize(("log", "rows", "more", "breaches"), IMPORTS)
def test_audit_of_imports_finds_what_is_wrong(
    log: list[Row], rows: list[Question], more: dict[str, Any], breaches: list[str]
) -> None:
    given = {"people": THERE, "told": TOLD, "stopped": {}, "joined": set(), "unreached": set(), **more}
    told = {"a": given.pop("told")}
    books = audit_imports(CAST, log, rows, told={name: each for name, each in told.items() if each}, **given)
    assert [breach.partition(" x ")[2].partition(":")[0] for breach in books.breaches] == breaches


def notice(event: str, supporter: int = 1) -> Received:
    data = {"supporter": supporter, "campaign": "sanctuary"}
    return Received("/", {"webhook-id": event}, json.dumps({"id": event, "type": "supporter.joined", "data": data}))


JOINING = ("supporter.joined", 1, "sanctuary")
NOTICES = [
    pytest.param([("e1", "done")], [notice("e1")], {JOINING: 1}, [], id="told"),
    pytest.param([("e1", "done")], [notice("e1"), notice("e1")], {JOINING: 1}, [], id="told again under its id"),
    pytest.param(
        [("e1", "done")],
        [],
        {JOINING: 1},
        ["a notice that never came", "something that happened and was not told"],
        id="lost on its way",
    ),
    pytest.param([], [], {JOINING: 1}, ["something that happened and was not told"], id="never written"),
    pytest.param([("e1", "waiting")], [notice("e1")], {JOINING: 1}, ["a notice that is waiting"], id="not at its end"),
    pytest.param(
        [("e1", "done"), ("e2", "done")],
        [notice("e1"), notice("e2")],
        {JOINING: 1},
        ["something that was told more often than it happened"],
        id="under two ids",
    ),
    pytest.param(
        [("e1", "done")],
        [notice("e1"), notice("e1", 2)],
        {JOINING: 1},
        ["an id that stands for two events"],
        id="two under one",
    ),
    pytest.param([], [notice("e1")], {JOINING: 1}, ["a notice of which there is no row"], id="invented"),
]


@pytest.mark.parametrize(("rows", "received", "happened", "breaches"), NOTICES)
def test_audit_of_notices_finds_what_is_wrong(
    rows: list[tuple[str, str]], received: list[Received], happened: dict[Happening, int], breaches: list[str]
) -> None:
    kept = [KeptNotice(event, "supporter.joined", state) for event, state in rows]
    books = audit_notices(kept, received, happened)
    assert [breach.partition(" x ")[2].partition(":")[0] for breach in books.breaches] == breaches


def answered(at: float, status: int = 200, leads: str = "") -> Answered:
    return Answered(method="GET", path="/", asked=at, ended=at + 0.1, status=status, leads=leads)


ANSWERS = [
    pytest.param([answered(1), answered(2, 303, "/console/alerts/1")], [], id="fine"),
    pytest.param([answered(1, 500)], ["an answer that no press explains"], id="a fault"),
    pytest.param([answered(11, 503)], [], id="while the database was away"),
    pytest.param([answered(90, 503)], ["a 503 though the database is there"], id="while it was there"),
    pytest.param([answered(21, 0), answered(22)], [], id="while the web server started"),
    pytest.param([answered(22), answered(23, 0)], ["no answer though the web server is up"], id="once it was up"),
    pytest.param([answered(1, 303, "/console/sign-in")], ["a session that is lost"], id="signed out"),
]


@pytest.mark.parametrize(("answers", "breaches"), ANSWERS)
def test_audit_of_the_console_finds_what_is_wrong(answers: list[Answered], breaches: list[str]) -> None:
    books = audit_console(answers, database_away=[(10, 12)], web_away=[(20, 20.5)])
    assert [breach.partition(" x ")[2].partition(":")[0] for breach in books.breaches] == breaches


HOLDS = [
    pytest.param(1, 10.5, 0, id="on its way as it was paused"),
    pytest.param(1, 13.0, 1, id="of the alert"),
    pytest.param(5, 13.0, 0, id="of a question"),
    pytest.param(1, 15.5, 0, id="once it goes on"),
]


@pytest.mark.parametrize(("to", "arrived", "late"), HOLDS)
def test_audit_of_pauses_finds_what_left_meanwhile(to: int, arrived: float, late: int) -> None:
    books = ConsoleBooks()
    audit_holds(books, [Hold(since=10, until=15)], [message(to, arrived=arrived)], frozenset(["+1"]))
    assert (books.sent_on_hold, len(books.breaches)) == (late, late)
