"""The database: tables by migration and as the models say, on SQLite and PostgreSQL; how it waits and what it enforces."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from bot import create_app
from bot.config import Settings
from bot.models import Table
from bot.storage.database import MIGRATIONS, Database
from tests.conftest import ROOT, Bot
from tests.databases import empty_database, make_tables

TABLES = set(Table.metadata.tables)
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    with database.read() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    assert (database.version(), database.is_current(), tables(database)) == (None, False, set())
    database.migrate()
    assert (database.is_current(), tables(database)) == (True, TABLES)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Table.metadata) == []


def described(database: Database) -> Sequence[tuple[Any, ...]]:
    """Every column and index as the database tells them."""
    told = ("SELECT name, sql FROM sqlite_master",)
    if database.url.get_backend_name() == "postgresql":
        told = (
            "SELECT table_name, column_name, data_type, is_nullable, replace(column_default, current_schema(), '')"
            " FROM information_schema.columns WHERE table_schema = current_schema()",
            "SELECT indexname, replace(indexdef, current_schema(), '') FROM pg_indexes WHERE schemaname = current_schema()",
        )
    with database.read() as connection:
        return sorted((tuple(row) for each in told for row in connection.exec_driver_sql(each)), key=repr)


def test_tables_made_for_tests_are_those_of_the_migrations(
    database: Database, bots: Callable[[str], Bot], tmp_path: Path
) -> None:
    kind = database.url.get_backend_name()
    bots(kind)  # whose start ran the migrations, or an earlier one did
    make_tables(database)
    (tmp_path / "other").mkdir()
    with empty_database(kind, tmp_path / "other") as url:
        migrated = Database(url)
        migrated.migrate()
        assert described(database) == described(migrated)
        migrated.close()


def test_migrating_again_changes_nothing_and_keeps_what_is_there(database: Database) -> None:
    database.migrate()
    add_supporter(database)
    database.migrate()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM supporters").scalar() == 1


def test_migrations_can_be_taken_back(database: Database) -> None:
    database.migrate()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert (database.version(), tables(database)) == (None, set())
    database.migrate()
    assert tables(database) == TABLES


def test_migration_that_fails_leaves_everything_as_it_was(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE supporters (id INTEGER)")
    for _ in range(2):
        # The second time shows that no lock is left behind.
        with pytest.raises(DatabaseError, match="supporters"):
            database.migrate()
    assert tables(database) == {"supporters"}
    with database.write() as connection:
        connection.exec_driver_sql("DROP TABLE supporters")
    database.migrate()
    assert tables(database) == TABLES


MIGRATE = "import sys; from bot.storage.database import Database; d = Database(sys.argv[1]); d.migrate(); d.close()"


def test_two_processes_may_migrate_at_once(database: Database, database_url: str) -> None:
    processes = [subprocess.Popen([sys.executable, "-W", "error", "-c", MIGRATE, database_url], cwd=ROOT) for _ in range(2)]
    assert [process.wait(120) for process in processes] == [0, 0]
    assert (database.is_current(), tables(database)) == (True, TABLES)


def add_supporter(database: Database, **values: object) -> None:
    row = {"chosen_divisions": {}, "sms_reachable": True, "created_at": NOW} | values
    with database.write() as connection:
        connection.execute(Table.metadata.tables["supporters"].insert().values(**row))


def test_times_come_back_in_utc(database: Database) -> None:
    database.migrate()
    add_supporter(database)
    with database.read() as connection:
        assert connection.execute(Table.metadata.tables["supporters"].select()).one().created_at == NOW


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("turns", {"supporter_id": 99, "key": "SM1", "number": 1, "state": "", "reply": "", "at": NOW}),
        ("deliveries", {"supporter_id": 1, "kind": "letter", "zone": "", "state": "queued"}),
        ("deliveries", {"supporter_id": 1, "kind": "text", "zone": "", "state": "lost"}),
        ("turns", {"key": None, "reply": "", "at": NOW}),
        ("supporters", {"id": 2, "phone": b"1", "chosen_divisions": {}, "sms_reachable": True, "created_at": NOW}),
    ],
    ids=[
        "a turn of nobody",
        "a kind of message there is not",
        "a state there is not",
        "an answer to nothing",
        "a number twice",
    ],
)
def test_rows_that_make_no_sense_are_refused(database: Database, table: str, values: dict[str, object]) -> None:
    database.migrate()
    add_supporter(database, id=1, phone=b"1")
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(Table.metadata.tables[table].insert().values(**values))


def test_what_hangs_on_a_supporter_goes_with_them_but_calls_stay_without(database: Database) -> None:
    database.migrate()
    add_supporter(database, id=1)
    with database.write() as connection:
        for table, values in HANGING.items():
            connection.execute(Table.metadata.tables[table].insert().values(**values))
        connection.exec_driver_sql("DELETE FROM supporters")
    with database.read() as connection:
        left = {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in HANGING}
        assert left == dict.fromkeys(HANGING, 0) | {"calls": 1}
        assert connection.exec_driver_sql("SELECT supporter_id FROM calls").scalar() is None


HANGING = {
    "turns": {"supporter_id": 1, "key": "SM1", "number": 1, "state": "", "reply": "", "at": NOW},
    "call_sheets": {"id": 1, "supporter_id": 1, "campaign": "x", "created_at": NOW},
    "call_sheet_entries": {"call_list_id": 1, "position": 0, "official": "x"},
    "messages": {"supporter_id": 1, "kind": "text", "body": "", "status": "queued", "at": NOW},
    "calls": {"supporter_id": 1, "campaign": "x", "official": "x", "line": "+12065550100", "status": "busy", "at": NOW},
}


def test_transaction_is_kept_whole_or_not_at_all(database: Database) -> None:
    database.migrate()
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        raise ZeroDivisionError
    assert database.is_current()


def test_writing_on_a_reading_connection_is_refused(database: Database) -> None:
    database.migrate()
    with pytest.raises(DatabaseError), database.read() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    assert database.is_current()


def test_reads_go_on_beside_a_write_and_see_what_was_before(database: Database) -> None:
    database.migrate()
    add_supporter(database)
    with database.write() as writing:
        writing.exec_driver_sql("DELETE FROM supporters")
        started = time.perf_counter()
        with database.read() as reading:
            assert reading.exec_driver_sql("SELECT count(*) FROM supporters").scalar() == 1
        assert time.perf_counter() - started < 1


def test_writes_of_many_threads_wait_for_each_other(database: Database) -> None:
    database.migrate()
    add_supporter(database, id=1)
    with database.write() as connection:
        connection.execute(Table.metadata.tables["calls"].insert().values(**HANGING["calls"], seconds=0))

    def add() -> None:
        for _ in range(10):
            with database.write() as connection:
                connection.exec_driver_sql("UPDATE calls SET seconds = seconds + 1")

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT seconds FROM calls").scalar() == 80


def test_sqlite_is_opened_as_it_should_be(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/folder/test.db?timeout=0.1")
    database.migrate()
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "secure_delete": 1, "busy_timeout": 100}
    for open_one in (database.read, database.write):
        with open_one() as connection:
            assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
    database.close()


def test_writer_that_waits_too_long_on_sqlite_gives_up(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db?timeout=0.1"
    mine, theirs = Database(url), Database(url)
    mine.migrate()
    with theirs.write():
        started = time.perf_counter()
        with pytest.raises(OperationalError), mine.write():
            pass
        assert 0.1 <= time.perf_counter() - started < 2
    with mine.write(), pytest.raises(TimeoutError), mine.write():
        pass
    mine.close()
    theirs.close()


@pytest.mark.parametrize("url", ["postgresql://me@host/name", "postgres://me@host/name", "postgresql+psycopg://me@host/name"])
def test_every_way_to_write_postgresql_means_the_driver_we_have(url: str) -> None:
    database = Database(url)
    assert database.url.drivername == "postgresql+psycopg"
    database.close()


def test_database_that_does_not_answer_is_told_in_a_line(tmp_path: Path) -> None:
    app = create_app(Settings.load(database_url="postgresql://me:secret@127.0.0.1:1/none", instance_dir=tmp_path))
    result = app.test_cli_runner().invoke(args=["migrate"])
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: the database does not answer (") and "mend DATABASE_URL" in result.stderr
    assert "secret" not in result.stderr and len(result.stderr.splitlines()) == 1
