"""Databases for tests: each empty at first, its tables made as the migrations make them, but sooner.

SQLite's tables are copied from a database that was migrated. PostgreSQL takes most of a second to make them and a third of
one to drop them, so a schema whose test is over is emptied, and lent to the next test under its name. One whose tables a test
changed is dropped.
"""

import atexit
import os
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot.models import Table
from bot.storage.database import Database

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
MADE: dict[str, str] = {}  # schemas with the tables of the migrations -> what they looked like
SPARE: list[str] = []  # of those, the empty ones that nobody uses

# What a schema consists of. What is in its rows is left out, but for the version that made it.
SHAPE = """SELECT string_agg(line, chr(10) ORDER BY line) FROM (
SELECT concat_ws(' ', c.relkind, c.relname, a.attname, a.atttypid, a.attnotnull, a.atthasdef) AS line
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
WHERE connamespace = current_schema()::regnamespace
UNION ALL SELECT concat_ws(' ', tgname, tgenabled) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
) AS lines"""
SEQUENCES = """SELECT setval(oid::regclass, 1, false) FROM pg_class
WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace"""


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of its own, gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'test.db'}"
        return
    # A schema is as apart as a database for us, and a hundred times quicker to make.
    schema = f"test_{uuid.uuid4().hex}"
    with _server().connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        yield _url().update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
    finally:
        with _server().connect() as connection:
            _keep(connection, schema)


def make_tables(database: Database) -> None:
    """The same as database.migrate(). An empty database gets its tables in the quickest way there is."""
    if database.version() is not None:
        database.migrate()
    elif database.url.get_backend_name() == "sqlite":
        _copy_tables(database)
    else:
        _lend_tables(database)


def delete_rows(connection: Connection) -> None:
    """No rows in any table of ours, and ids from 1 on."""
    for table in reversed(Table.metadata.sorted_tables):
        connection.execute(table.delete())
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM sqlite_sequence"))
    else:
        connection.execute(text(SEQUENCES))


@cache
def _migrated() -> sqlite3.Connection:
    """A database in memory with the tables of all migrations, to be copied."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/made.db")
        database.migrate()
        database.close()
        with closing(sqlite3.connect(f"{folder}/made.db")) as migrated:
            migrated.backup(made)
    return made


def _copy_tables(database: Database) -> None:
    with closing(sqlite3.connect(database.url.database or "")) as copy:
        _migrated().backup(copy)


def _lend_tables(database: Database) -> None:
    with database.read() as connection:
        schema = str(connection.execute(text("SELECT current_schema()")).scalar_one())
    if SPARE:
        spare = SPARE.pop()
        with _server().connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema}"))
            connection.execute(text(f"ALTER SCHEMA {spare} RENAME TO {schema}"))
        MADE[schema] = MADE.pop(spare)
        return
    database.migrate()
    with _server().connect() as connection:
        MADE[schema] = _shape(connection, schema)


def _keep(connection: Connection, schema: str) -> None:
    """A schema whose test is over: kept empty for another, or dropped."""
    made = MADE.pop(schema, "")
    if not made or made != _shape(connection, schema):
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        return
    spare = f"spare_{uuid.uuid4().hex}"
    with _within(connection, schema):
        delete_rows(connection)
    connection.execute(text(f"ALTER SCHEMA {schema} RENAME TO {spare}"))
    MADE[spare] = made
    SPARE.append(spare)


def _shape(connection: Connection, schema: str) -> str:
    """What a schema consists of, and which version made it; empty where it cannot be told."""
    with _within(connection, schema):
        found = connection.execute(text(SHAPE)).scalar()
        if not found or "alembic_version" not in found:
            return ""
        return f"{connection.execute(text('SELECT max(version_num) FROM alembic_version')).scalar()}\n{found}"


@contextmanager
def _within(connection: Connection, schema: str) -> Iterator[None]:
    """What is asked for means this schema, and names are told without it."""
    connection.execute(text(f"SET search_path TO {schema}"))
    try:
        yield
    finally:
        connection.execute(text("RESET search_path"))


def _url() -> URL:
    return make_url(POSTGRESQL).set(drivername="postgresql+psycopg")


@cache
def _server() -> Engine:
    """Of this process, which makes and drops schemas."""
    engine = create_engine(_url(), isolation_level="AUTOCOMMIT", pool_size=1)
    atexit.register(_drop_spares)
    return engine


def _drop_spares() -> None:
    # A database that was made for this run may be gone by now, and its schemas with it.
    with suppress(OperationalError), _server().connect() as connection:
        for spare in SPARE:
            connection.execute(text(f"DROP SCHEMA {spare} CASCADE"))
    _server().dispose()
