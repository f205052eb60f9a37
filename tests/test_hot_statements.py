"""Hot statements give what SQLAlchemy gives for the same statement, in the same transaction, with the same errors."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.models import CallListRow, Supporter, Turn
from bot.storage.database import Database
from bot.storage.hot_statements import HotQuery, HotStatement, next_of
from tests.databases import make_tables

AT = datetime(2026, 11, 23, 18, 0, 0, 123456, tzinfo=UTC)
COLUMNS = (
    "phone",
    "language",
    "chosen_divisions",
    "geocoded_divisions",
    "sms_reachable",
    "stopped",
    "voice_only",
    "created_at",
)
PEOPLE = {
    "with everything": (b"\x00\xff", "es", {"place": "119th São José"}, {"cd": "x"}, True, False, True, AT),
    "with next to nothing": (None, None, {}, None, False, True, False, AT + timedelta(hours=1)),
}


class Person(NamedTuple):
    """A supporter, as both ways read them."""

    id: int
    phone: bytes | None
    language: str | None
    chosen_divisions: dict[str, str]
    geocoded_divisions: dict[str, str] | None
    sms_reachable: bool
    stopped: bool
    voice_only: bool
    created_at: datetime


SELECT = select(Supporter.id, *(getattr(Supporter, name) for name in COLUMNS)).order_by(Supporter.id)
READ = HotQuery(SELECT, Person._make)
ADD = HotQuery(insert(Supporter).returning(Supporter.id), next_of, COLUMNS)
ADD_TURN = HotStatement(insert(Turn), ("key", "supporter_id", "number", "call", "state", "reply", "at"))
SPEAK = HotStatement(update(Supporter).where(Supporter.id == bindparam("id_")), ("language",))
A_TURN = {"key": "SM1", "supporter_id": None, "number": None, "call": None, "state": None, "reply": "", "at": AT}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    make_tables(made)
    yield made
    made.close()


def people(database: Database) -> list[Person]:
    with database.reader() as connection:
        return READ.all(connection, {})


@pytest.mark.parametrize("who", PEOPLE)
def test_hot_statement_writes_and_reads_as_sqlalchemy_does(who: str, database: Database) -> None:
    values = dict(zip(COLUMNS, PEOPLE[who], strict=True))
    with database.hot_write() as connection:
        hot = ADD.all(connection, values)[0]
    with database.write() as full:
        full.execute(insert(Supporter), values | {"phone": values["phone"] and b"another"})
    found = people(database)
    with database.read() as full:
        assert [tuple(row) for row in full.execute(SELECT)] == found
    assert found[0] == (hot, *PEOPLE[who])
    assert found[0][2:] == found[1][2:]


def test_hot_statement_says_how_many_rows_it_touched(database: Database) -> None:
    with database.hot_write() as connection:
        first, second = (ADD.all(connection, dict(zip(COLUMNS, each, strict=True)))[0] for each in PEOPLE.values())
        assert SPEAK.run(connection, {"id_": first, "language": "en"}) == 1
        assert SPEAK.run(connection, {"id_": 10_000, "language": "en"}) == 0
        SPEAK.run_many(connection, [{"id_": first, "language": "es"}, {"id_": second, "language": "es"}])
    assert [person.language for person in people(database)] == ["es", "es"]


def test_hot_statements_and_others_share_a_transaction(database: Database) -> None:
    values = dict(zip(COLUMNS, PEOPLE["with everything"], strict=True))
    with pytest.raises(RuntimeError, match="in the end"), database.hot_write() as connection:
        id = ADD.all(connection, values)[0]
        connection.full.execute(insert(CallListRow), {"supporter_id": id, "campaign": "x", "created_at": AT})
        assert ADD_TURN.run(connection, A_TURN) == 1
        raise RuntimeError("in the end it is not to be kept")
    assert people(database) == []
    with database.hot_write() as connection:
        connection.full.execute(insert(Supporter), values)
        ADD_TURN.run(connection, A_TURN)
    assert len(people(database)) == 1


def test_hot_statement_raises_what_sqlalchemy_raises(database: Database) -> None:
    for _ in range(2):
        with pytest.raises(IntegrityError), database.hot_write() as connection:
            ADD_TURN.run(connection, A_TURN)
            ADD_TURN.run(connection, A_TURN)
    with database.hot_write() as connection:
        ADD_TURN.run(connection, A_TURN)
    with pytest.raises(DBAPIError, match="read"), database.reader() as connection:
        ADD_TURN.run(connection, A_TURN | {"key": "SM2"})


def test_hot_statement_waits_no_longer_than_the_others(database: Database, database_url: str, tmp_path: Path) -> None:
    option = "&timeout=0.2" if "?" in database_url else "?timeout=0.2"
    sqlite = database.url.get_backend_name() == "sqlite"
    other = Database(database_url + (option if sqlite else " -c lock_timeout=200"))
    with database.write() as full:
        full.execute(insert(Turn), A_TURN)
        with pytest.raises(OperationalError), other.hot_write() as connection:
            ADD_TURN.run(connection, A_TURN)
    other.close()


def test_connection_that_broke_is_not_used_again(database: Database) -> None:
    if database.url.get_backend_name() == "sqlite":
        return  # a file does not hang up
    with pytest.raises(OperationalError), database.hot_write() as connection, database.write() as other:
        pid = connection.driver.info.backend_pid
        other.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        ADD_TURN.run(connection, A_TURN)
    with database.hot_write() as connection:
        assert ADD_TURN.run(connection, A_TURN) == 1


def test_database_that_was_restarted_costs_one_statement_and_not_one_for_each_connection(database: Database) -> None:
    if database.url.get_backend_name() == "sqlite":
        return  # a file does not hang up
    with ExitStack() as stack:
        pids = [stack.enter_context(database.reader()).driver.info.backend_pid for _ in range(6)]
    with database.write() as other:
        other.exec_driver_sql(f"SELECT count(pg_terminate_backend(pid)) FROM unnest(ARRAY{pids}) AS pid")
    failed = 0
    for _ in pids:
        try:
            with database.reader() as connection:
                READ.all(connection, {})
        except OperationalError:
            failed += 1
    assert failed == 1


def test_database_that_is_away_is_told_as_ever(database_url: str, tmp_path: Path) -> None:
    away = f"sqlite:///{tmp_path}" if database_url.startswith("sqlite") else "postgresql://nobody@127.0.0.1:1/away"
    with pytest.raises(OperationalError):
        Database(away).reader()


def test_statement_whose_text_depends_on_its_values_is_refused(database: Database) -> None:
    wide = HotQuery(select(Turn.key).where(Turn.key.in_(bindparam("keys", expanding=True))), tuple)
    with pytest.raises(ValueError, match="is the same text for all values"), database.reader() as connection:
        wide.all(connection, {"keys": ["SM1"]})
