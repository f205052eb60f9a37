"""An old version's database goes on where it was: its tables are brought up to date, and nobody notices. From the outside.

The dumps are made by make_dump.py, which tells their story. A version further on keeps them: who upgrades may come from any.
"""

import base64
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Json
from sqlalchemy import inspect, make_url
from sqlalchemy.exc import DBAPIError

from bot.storage.database import Database
from tests.carrier import LIVE, OURS, PHONE_KEY, post
from tests.conftest import EACH_DATABASE, Bot, starting
from tests.databases import empty_database
from tests.twilio_double.client import Double, running

VERSIONS = sorted(path.name for path in Path(__file__).parent.iterdir() if (path / "sqlite.sql").is_file())
TABLES = {"8298263": "0006"}  # of that version
LATER = timedelta(minutes=10)  # so long nothing ran: whatever was on its way is given up by then
PATIENCE = 30.0  # seconds

Story = Mapping[str, Any]


def read(kind: str, version: str, what: str) -> str:
    return (Path(__file__).parent / version / f"{kind}.{what}").read_text(encoding="utf-8")


@contextmanager
def restored(kind: str, version: str, folder: Path) -> Iterator[str]:
    """The address of a database as the old version left it."""
    with empty_database(kind, folder) as url:
        dump = read(kind, version, "sql")
        if kind == "sqlite":
            connection = sqlite3.connect(folder / "test.db")
            connection.executescript(dump)
            connection.close()
        else:
            plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(plain, autocommit=True) as opened:
                opened.execute(dump.encode())
        yield url


@dataclass
class Upgraded:
    """A bot of today on the database of an old version."""

    bot: Bot
    double: Double
    story: Story
    clock: "Later"

    def text(self, name: str, body: str) -> str:
        form = {"MessageSid": f"SM{time.time_ns():032x}", "From": self.story["people"][name], "To": OURS, "Body": body}
        return post(self.bot, "/twilio/sms", form).get_data(as_text=True)

    def step(self, name: str, **fields: str) -> str:
        """What the caller does next, at the address that the old version gave."""
        call = self.story["calls"][self.story["people"][name]]
        return self.call(call["path"], call, **fields)

    def call(self, path: str, call: Mapping[str, str], **fields: str) -> str:
        form = {name: value for name, value in call.items() if name != "path"} | {"CallStatus": "in-progress"} | fields
        answered = post(self.bot, path, form)
        assert answered.status_code == 200
        return answered.get_data(as_text=True)

    def run(self, *arguments: str) -> str:
        result = self.bot.app.test_cli_runner().invoke(args=list(arguments))
        assert result.exit_code == 0, result.output
        return str(result.output)

    def work(self, until: Callable[[], bool]) -> None:
        """Send what is to be sent."""
        end = time.monotonic() + PATIENCE
        while not until():
            assert time.monotonic() < end, "it never came"
            self.bot.parts.alert_dispatcher.work(1)

    def received(self, words: str) -> Counter[str]:
        """Who got a text with these words, and how often, of the old version or of this one."""
        numbers = {row.to for row in self.double.export()}
        return Counter(each["to"] for number in numbers for each in self.double.messages(number) if words in each["body"])

    def alert(self, id: int) -> dict[str, Any]:
        return json.loads(self.run("broadcast", "status", str(id), "--json"))


@dataclass
class Later:
    """A clock that runs from some time after the old version stopped."""

    ahead: float

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)

    def skip_to(self, moment: str) -> None:
        self.ahead += (datetime.fromisoformat(moment) - self()).total_seconds()


@contextmanager
def upgraded(kind: str, version: str, folder: Path) -> Iterator[Upgraded]:
    story = json.loads(read(kind, version, "story.json"))
    moment = datetime.fromisoformat(story["moment"]) + LATER
    clock = Later(moment.timestamp() - time.time())
    settings = {**LIVE, "phone_key": PHONE_KEY, "senders": f"{OURS}=50"}
    with (
        restored(kind, version, folder) as url,
        running(ahead=clock.ahead) as double,
        starting(url, folder, migrate=False) as start,
    ):
        double.remember([row | {"ago": row["ago"] + LATER.total_seconds()} for row in story["log"]])
        made = Upgraded(start(clock, twilio_api_url=double.url, **settings), double, story, clock)
        made.run("migrate")
        yield made


@pytest.fixture(scope="module", params=EACH_DATABASE)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def people(kind: str, version: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """For tests of one person each, who are nobody else's business."""
    with upgraded(kind, version, tmp_path_factory.mktemp("people")) as made:
        yield made


@pytest.fixture
def alone(kind: str, version: str, tmp_path: Path) -> Iterator[Upgraded]:
    with upgraded(kind, version, tmp_path) as made:
        yield made


# --- Conversations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "hears"),
    [
        pytest.param("asked for a ZIP", "98402", ["Tacoma", "Bob Ferguson"], id="who was asked for a ZIP"),
        pytest.param("amid their list", "NEXT", ["Anders Ibsen"], id="who was in the middle of a list"),
        pytest.param("amid their list, in Spanish", "GUION", ["soy ___, de Tacoma"], id="who speaks Spanish"),
        pytest.param("stopped", "SANCTUARY 98402", ["START"], id="who stopped"),
        pytest.param("erased", "LIST", ["ZIP"], id="who was erased is new"),
    ],
)
def test_thread_goes_on_at_its_question(people: Upgraded, name: str, body: str, hears: list[str]) -> None:
    answer = people.text(name, body)
    assert [words for words in hears if words not in answer] == [], answer


def test_text_delivered_again_after_the_upgrade_gets_the_answer_of_before(people: Upgraded) -> None:
    repeated = people.story["repeated"]
    assert post(people.bot, "/twilio/sms", repeated["form"]).get_data(as_text=True) == repeated["answer"]


def test_open_call_gets_its_end_and_its_outcome(people: Upgraded) -> None:
    heard = people.step("in a call", DialCallStatus="completed", DialCallDuration="95")
    assert "How did it go with Governor Bob Ferguson?" in heard
    call = people.story["calls"][people.story["people"]["in a call"]]
    turn = int(call["path"].rpartition("/")[2]) + 1
    assert "Next is Mayor Anders Ibsen" in people.call(f"/twilio/voice/{turn}", call, Digits="1")
    assert "Mayor Anders Ibsen" in people.text("in a call", "SCRIPT"), "the governor is called"


def test_call_that_just_ended_gets_its_outcome(people: Upgraded) -> None:
    assert "Next is Mayor Anders Ibsen" in people.step("whose call just ended", Digits="2")


def test_ring_of_before_is_answered(people: Upgraded) -> None:
    who = people.story["people"]["rung by us"]
    sid = next(placed["sid"] for placed in people.story["placed"] if placed["to"] == who)
    call = {"CallSid": sid, "From": OURS, "To": who, "Direction": "outbound-api"}
    assert "Press 1 to be connected to Governor Bob Ferguson" in people.call("/twilio/voice", call)


def test_kept_text_opens_and_is_answered(people: Upgraded) -> None:
    assert "answered; reply sent" in people.run("messages", "replay", "--all")
    people.bot.parts.outbox.wait()
    who = people.story["people"]["whose text was kept"]
    assert any("98402" in message["body"] for message in people.double.messages(who))


def test_promised_text_is_sent_when_the_office_opens(alone: Upgraded) -> None:
    alone.clock.skip_to("2026-11-24T14:01:00+00:00")
    alone.bot.parts.upkeep.keep_promises(alone.clock())
    alone.bot.parts.outbox.wait()
    who = alone.story["people"]["promised a text"]
    assert [message["to"] for message in alone.double.messages(who) if "the office is open now" in message["body"]] == [who]


# --- Alerts -----------------------------------------------------------------------------------------------------------


def test_alert_that_was_half_sent_is_finished_and_nobody_gets_it_twice(alone: Upgraded) -> None:
    before = alone.received(alone.story["alert"])
    assert 10 < len(before) < len(alone.story["subscribers"]), "half sent"
    alone.work(lambda: alone.alert(1)["state"] == "done")
    assert alone.received(alone.story["alert"]) == dict.fromkeys(alone.story["subscribers"], 1)
    found = alone.alert(1)
    assert found["total"] == len(alone.story["subscribers"]) + 1
    assert (found["states"]["skipped"], found["reasons"]["stopped"]) == (1, 1)
    assert found["states"].keys() <= {"sent", "delivered", "failed", "skipped"}


def test_alert_for_later_goes_out_at_its_time(alone: Upgraded) -> None:
    alone.work(lambda: alone.alert(1)["state"] == "done")
    assert alone.alert(2)["state"] == "scheduled"
    alone.clock.skip_to("2026-12-01T20:00:30+00:00")
    alone.work(lambda: alone.alert(2)["state"] == "done")
    wanted = [phone for phone in alone.story["subscribers"] if phone != alone.story["dead"]]
    assert alone.received("Next week.") == dict.fromkeys(wanted, 1)


# --- The tables -------------------------------------------------------------------------------------------------------


@pytest.fixture
def old(kind: str, version: str, tmp_path: Path) -> Iterator[Database]:
    """An old version's database, as it left it."""
    with restored(kind, version, tmp_path) as url:
        database = Database(url)
        yield database
        database.close()


def rows(database: Database) -> dict[str, list[Any]]:
    with database.read() as connection:
        tables = sorted(set(inspect(connection).get_table_names()) - {"alembic_version"})
        return {
            table: sorted(map(tuple, connection.exec_driver_sql(f"SELECT * FROM {table}").all()), key=repr) for table in tables
        }


def test_migration_loses_no_row_and_a_second_one_changes_nothing(old: Database, version: str) -> None:
    before = {table: len(found) for table, found in rows(old).items()}
    assert (old.version(), old.is_current()) == (TABLES[version], False)
    old.migrate()
    after = rows(old)
    counts = {table: len(found) for table, found in after.items() if table in before}
    # What a conversation started is a delivery, too.
    counts["messages"], counts["deliveries"] = (
        before["messages"],
        counts["deliveries"] - before["messages"] + counts["messages"],
    )
    assert counts == before
    old.migrate()
    assert (old.is_current(), rows(old)) == (True, after)


@pytest.mark.parametrize("sorted_as", ["", "en-x-icu"], ids=["by bytes", "as in English"])
def test_failed_call_that_was_told_of_stays_told(old: Database, kind: str, version: str, sorted_as: str) -> None:
    """Also where PostgreSQL sorts as a language does, in which a semicolon comes before a colon."""
    if kind == "postgresql" and sorted_as:
        with old.write() as connection:
            connection.exec_driver_sql(f'ALTER TABLE turns ALTER COLUMN key TYPE varchar(80) COLLATE "{sorted_as}"')
    with old.write() as connection:
        who = connection.exec_driver_sql("SELECT min(id) FROM supporters").scalar_one()
        connection.exec_driver_sql(
            "INSERT INTO messages (id, supporter_id, kind, body, status, error, at)"
            f" VALUES (77, {who}, 'ring', '', 'failed', '13224', '2026-11-23 22:30:20+00:00')"
        )
        connection.exec_driver_sql("INSERT INTO turns (key, reply, at) VALUES ('ring:77', '', '2026-11-23 22:30:21+00:00')")

    def told() -> list[str]:
        with old.read() as connection:
            return list(connection.exec_driver_sql("SELECT key FROM turns WHERE substr(key, 1, 5) = 'ring:'").scalars())

    old.migrate()
    assert told() == ["ring:-77"]
    old.migrate_back(TABLES[version])
    assert told() == ["ring:77"]


def test_migration_is_taken_back_without_a_loss(old: Database, version: str) -> None:
    before = rows(old)
    old.migrate()
    old.migrate_back(TABLES[version])
    assert (old.version(), rows(old)) == (TABLES[version], before)
    old.migrate()
    assert old.is_current()


def test_migration_back_is_a_command(alone: Upgraded, version: str) -> None:
    assert alone.run("migrate", "--back-to", TABLES[version]) == f"The tables are at version {TABLES[version]}\n"
    result = alone.bot.app.test_cli_runner().invoke(args=["migrate", "--back-to", "9999"])
    assert result.exit_code == 1 and "they cannot be taken back to 9999" in result.stderr
    alone.run("migrate")
    assert alone.bot.parts.database.is_current()


def test_server_of_before_is_ready_beside_tables_of_a_later_version(alone: Upgraded) -> None:
    with alone.bot.parts.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9998'")
    assert alone.bot.app.test_client().get("/readyz").status_code == 200
    alone.run("migrate")
    assert alone.bot.parts.database.version() == "9998", "left alone"


# --- The old version beside the new tables ----------------------------------------------------------------------------


def value(kept: Any, kind: str) -> Any:
    """A value that make_dump.py wrote down, as the driver takes it."""
    match kept:
        case {"time": when}:
            return datetime.fromisoformat(when)
        case {"bytes": raw}:
            return base64.b64decode(raw)
        case {"json": found}:
            return Json(found)
        case {"map": found}:
            return {name: value(each, kind) for name, each in found.items()}
        case list():
            found = [value(each, kind) for each in kept]
            # Of SQLite the values of one statement; of either a list of such, where it is done many times.
            return found if found and isinstance(found[0], tuple | dict) else tuple(found)
    return kept


def refused(database: Database, kind: str, version: str) -> list[str]:
    """What the old version says to the database on its main ways and is refused now, or comes to something else."""
    kept = json.loads(read(kind, version, "statements.json"))
    wrong: dict[str, None] = {}
    with database.write() as connection:
        for path, number, given, changed in kept["said"]:
            statement = kept["sql"][number]
            try:
                with connection.begin_nested():
                    found = connection.exec_driver_sql(statement, value(given, kind))
                    if changed not in (None, found.rowcount):
                        wrong[f"{path}: changes {found.rowcount} rows instead of {changed}: {statement}"] = None
            except DBAPIError as error:
                wrong[f"{path}: {str(error.orig).splitlines()[0]}: {statement}"] = None
    return list(wrong)


def test_old_version_may_serve_beside_the_new_tables(old: Database, kind: str, version: str) -> None:
    old.migrate()
    assert refused(old, kind, version) == []


def test_old_version_serves_after_a_migration_was_taken_back(old: Database, kind: str, version: str) -> None:
    old.migrate()
    old.migrate_back(TABLES[version])
    assert refused(old, kind, version) == []


def test_statement_that_has_no_table_any_more_would_be_found(old: Database, kind: str, version: str) -> None:
    with old.write() as connection:
        connection.exec_driver_sql("ALTER TABLE supporters RENAME COLUMN told TO elsewhere")
    found = refused(old, kind, version)
    assert any(line.startswith("a text of somebody new: ") and "told" in line for line in found)
