"""Opens the database: one way to read, one way to write, on SQLite and PostgreSQL alike."""

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, inspect, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from bot.storage.hot_statements import HotConnection
from bot.storage.silent_database import Silence

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_SECONDS = 5.0
PAGE_SECONDS = 2.0  # that a query of an organizer's page may take
PAGE_CONNECTIONS = 4
PATIENT_SECONDS = 120.0  # the same of work beside the answers that reads a million rows, as a preview of an alert
# Of PostgreSQL's connections: a machine that is gone is known to be after some seconds, also where nobody waits for it.
SOCKET = {
    "connect_timeout": "4",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "8000",
}
STEPS = 20_000  # of SQLite's machine between two looks at the time: some milliseconds
BEGIN = "BEGIN IMMEDIATE"  # of SQLite
MIGRATIONS = Path(__file__).parents[1] / "migrations"
VERSION = "alembic_version"  # the table in which a database keeps its version
NOTES = "notes"  # in what the pool knows of a connection
REWRITE_BYTES = 50_000_000  # a table of PostgreSQL that is rewritten in a second or two: 300,000 supporters
REWRITE_WAITS = 2_000  # milliseconds for others to let go of it, while who comes later waits behind
MIGRATING = 7283461  # names our lock among all that use the same PostgreSQL


Value = TypeVar("Value")


class WrongVersion(ValueError):
    """The tables cannot be taken back to that version. The message says why."""


class Database:
    """The connections. `read()` and `write()` each hold one for as short as a turn's queries take.

    SQLite: WAL, `BEGIN IMMEDIATE` for writes only and a lock around them, since its busy handler sleeps: measured, the
    lock takes p99 from 145-507 ms to 42-52 ms, and a plain BEGIN fails under two writers. How long a write waits for
    another is `?timeout=` of the address, in seconds (5 unless given), and as long again for the lock.

    `journal` gets the notes that a transaction left by `note_for_journal`, once it is kept and nothing is held any more.
    """

    def __init__(self, url: str, journal: Callable[[Sequence[str]], object] = lambda notes: None) -> None:
        self._journal = journal
        parsed = make_url(url)
        if parsed.drivername in {"postgresql", "postgres"}:
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self._lock = threading.Lock() if parsed.get_backend_name() == "sqlite" else None
        self._busy = _busy_seconds(parsed)
        self._silence = Silence()
        if self._lock:
            if parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self._readers = _sqlite(parsed, begin="")
            self._writers = _sqlite(parsed, BEGIN)
        else:
            self._readers = _postgresql(parsed, self._silence, reads=True)
            self._writers = _postgresql(parsed, self._silence, reads=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; writing on it is refused."""
        self._silence.check()
        with self._readers.connect() as connection:
            yield connection

    @cached_property
    def _pages(self) -> Engine:
        return self._limited(PAGE_SECONDS)

    @cached_property
    def _patient(self) -> Engine:
        return self._limited(PATIENT_SECONDS)

    def _limited(self, seconds: float) -> Engine:
        """Readers of which each query is ended after some seconds."""
        if self._lock is not None:
            return _sqlite_limited(self.url, seconds)
        return _postgresql(self.url, self._silence, reads=True, seconds=seconds)

    @contextmanager
    def page_read(self) -> Iterator[Connection]:
        """A connection for a page that organizers look at: its own few, so that answers to supporters never wait for one, and
        two seconds for a query. What takes longer raises OperationalError; `is_too_slow` tells it from others."""
        self._silence.check()
        with self._pages.connect() as connection:
            yield connection

    def page_reader(self) -> HotConnection:
        """The same as page_read(), for hot statements; whoever takes it closes it."""
        self._silence.check()
        return HotConnection(self._pages)

    @contextmanager
    def patient_read(self) -> Iterator[Connection]:
        """The same for work that nobody waits for in a webhook or a page: two minutes for a query."""
        self._silence.check()
        with self._patient.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: kept as a whole at the end, or not at all."""
        with self._alone(), self._writers.begin() as connection:
            notes: list[str] = []
            connection.info[NOTES] = notes
            yield connection
        self._tell(notes)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """On SQLite, one writer of this process at a time."""
        self._silence.check()
        # Bounded like SQLite's own wait, so that a caller hears an apology rather than nothing: a webhook has 15 s.
        if self._lock is not None and not self._lock.acquire(timeout=self._busy):
            raise TimeoutError("the database has been busy for too long")
        try:
            yield
        finally:
            if self._lock is not None:
                self._lock.release()

    def _tell(self, notes: Sequence[str]) -> None:
        if notes:
            self._journal(notes)

    def reader(self) -> HotConnection:
        """The same as read(), for hot statements; whoever takes it closes it."""
        self._silence.check()
        return HotConnection(self._readers)

    @contextmanager
    def hot_write(self) -> Iterator[HotConnection]:
        """The same as write(), for hot statements."""
        with self._alone():
            connection = HotConnection(self._writers)
            try:
                notes: list[str] = []
                connection.info[NOTES] = notes
                if self._lock is not None:
                    connection.execute(BEGIN)
                yield connection
                connection.commit()
            finally:
                connection.close()
        self._tell(notes)

    def migrate(self) -> None:
        """Bring the tables to this version of the code: in one transaction, and one at a time over all servers.

        Those of a later version stay as they are.
        """
        if self.can_serve():
            return
        with self._migrating() as config:
            from alembic import command

            command.upgrade(config, "head")

    def migrate_back(self, version: str) -> None:
        """Take the tables back to an earlier version, as `migrate` brings them on. What only later ones keep is lost.

        Raises WrongVersion for one that is not an earlier version of these tables.
        """
        now = self.version()
        if now is None or now > newest_version() or version not in table_versions() or version > now:
            raise WrongVersion(
                f"the tables are at version {now or 'none'}, and this code knows {table_versions()[0]} to {newest_version()}: "
                f"they cannot be taken back to {version}"
            )
        with self._migrating() as config:
            from alembic import command

            command.downgrade(config, version)

    @contextmanager
    def _migrating(self) -> "Iterator[Config]":
        """What Alembic needs to know, within a transaction that nobody else migrates in."""
        # Here, because a server that finds its tables as they should be has no use for the library: 8 MB.
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        # With foreign keys on, SQLite empties the tables that hang on one which is made anew (its way to alter a table).
        engine = _sqlite(self.url, BEGIN, foreign_keys=False) if self._lock else self._writers
        try:
            with engine.begin() as connection:
                if self._lock is None:
                    allow_seconds(connection, 0)
                    connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
                config.attributes["connection"] = connection
                yield config
        finally:
            if self._lock:
                engine.dispose()

    def drop_erased(self, tables: Sequence[str]) -> None:
        """Take what was erased out of the database's files, where it would lie until something is written over it.

        SQLite overwrites the rows themselves, so its log is emptied. PostgreSQL leaves rows of before in its pages, also after
        a vacuum: small tables among these are written anew, which keeps all others waiting for a second or two; large ones are
        vacuumed. Raises TimeoutError or OperationalError where others are in the way for too long; then it is to be done again.
        """
        if self._lock is not None:
            with self._alone(), self._readers.connect() as connection:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
            if busy:
                raise TimeoutError("somebody reads from SQLite's log; it is emptied at the next try")
            return
        engine = self._writers.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            try:
                allow_seconds(connection, 0, local="")
                connection.exec_driver_sql(f"SET lock_timeout = {REWRITE_WAITS}")
                for table in tables:
                    size = connection.exec_driver_sql(f"SELECT pg_table_size('{table}')").scalar_one()
                    connection.exec_driver_sql(f"VACUUM {'(FULL) ' if size <= REWRITE_BYTES else ''}{table}")
            finally:
                connection.invalidate()  # no turn is to inherit these limits

    def version(self) -> str | None:
        """The tables' version, None while there are none."""
        with self.read() as connection:
            if not inspect(connection).has_table(VERSION):
                return None
            version = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION}").scalar()
            return str(version) if version else None

    def is_current(self) -> bool:
        """Are the tables at this version of the code?"""
        return self.version() == newest_version()

    def can_serve(self) -> bool:
        """Do the tables fit this version of the code? Those of the next one do as well, until its servers have taken over."""
        version = self.version()
        return version is not None and version >= newest_version()

    def close_last(self) -> None:
        """Close it after all other processes did. Two that close SQLite at the same moment leave its log to each other, and
        what was erased would lie in it."""
        if self._lock is not None:
            with suppress(SQLAlchemyError, TimeoutError):
                self.drop_erased(())
        self.close()

    def close(self) -> None:
        self._readers.dispose()
        self._writers.dispose()
        for name in ("_pages", "_patient"):
            if name in vars(self):
                getattr(self, name).dispose()


def allow_seconds(connection: Connection, seconds: int, *, local: str = "LOCAL") -> None:
    """Let statements of this transaction take so long on PostgreSQL; 0: for ever. `local`: "" for the connection."""
    connection.exec_driver_sql(f"SET {local} statement_timeout = {seconds * 1000}")
    wait_at_most(connection, seconds + 1.0 if seconds else None)


def wait_at_most(connection: Connection, seconds: float | None) -> None:
    """Wait no longer for an answer of PostgreSQL, until the connection is given back; None: as long as it takes."""
    driver = connection.connection.driver_connection
    if connection.dialect.name == "postgresql" and driver is not None:
        driver.patience = seconds


def is_too_slow(error: BaseException) -> bool:
    """Was a query ended because it took longer than a page may wait, or is there no connection left for pages?"""
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, OperationalError) and (
        "interrupted" in str(error.orig) or type(error.orig).__name__ == "QueryCanceled"
    )


def note_for_journal(connection: Connection, note: str) -> None:
    """Leave a line for the database's journal, which gets it once this transaction is kept."""
    notes: list[str] = connection.info[NOTES]
    notes.append(note)


def insert_into(connection: Connection, table: type[DeclarativeBase]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that may say what happens where a row is there already: each dialect has its own."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def upsert_row(connection: Connection, table: type[DeclarativeBase], values: Mapping[str, object], key: Sequence[str]) -> None:
    """Insert a row, or change the one with the same key."""
    rest = {name: value for name, value in values.items() if name not in key}
    row = insert_into(connection, table).values(**values)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=rest))


def key_of(inserted: CursorResult[*tuple[object, ...]]) -> int:
    """The id of the row that was just inserted."""
    key = inserted.inserted_primary_key
    assert key is not None
    return int(key[0])


def insert_new(
    connection: Connection,
    table: type[DeclarativeBase],
    rows: Sequence[Mapping[str, object]],
    column: InstrumentedAttribute[Value],
) -> Sequence[Value]:
    """Insert the rows that break no key; gives the `column` of each that went in."""
    if not rows:
        return ()
    return (
        connection.execute(insert_into(connection, table).on_conflict_do_nothing().returning(column), list(rows))
        .scalars()
        .all()
    )


@cache
def table_versions() -> Sequence[str]:
    """The migrations, which are numbered in the order in which they are run: 0003_alerts.py is 0003."""
    return sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest_version() -> str:
    """The last of the migrations."""
    return table_versions()[-1]


def _read_json(text: str | bytes) -> object:
    """A JSON column; most are empty objects."""
    return {} if text in ("{}", b"{}") else json.loads(text)


def _busy_seconds(url: URL) -> float:
    return float(str(url.query.get("timeout", BUSY_SECONDS)))


def _sqlite(url: URL, begin: str, foreign_keys: bool = True) -> Engine:
    connect_args = {"timeout": _busy_seconds(url), "isolation_level": None}
    # Values by name, as PostgreSQL's driver takes them: a hot statement has one kind of them.
    engine = create_engine(
        url, connect_args=connect_args, hide_parameters=True, paramstyle="named", json_deserializer=_read_json
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        _use_wal(cursor, _busy_seconds(url))
        # secure_delete: what FORGET erases is overwritten in the file, not only left out of it.
        pragmas = {"synchronous": "NORMAL", "foreign_keys": foreign_keys, "secure_delete": True}
        for name, value in (pragmas | {"query_only": not begin}).items():
            cursor.execute(f"PRAGMA {name} = {value}")
        cursor.close()

    if begin:

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            if not getattr(
                connection.connection.driver_connection, "in_transaction", False
            ):  # as it is where hot statements came before
                connection.exec_driver_sql(begin)

    return engine


def _sqlite_limited(url: URL, seconds: float) -> Engine:
    """SQLite has no such setting."""
    engine = _sqlite(url, begin="")

    @event.listens_for(engine, "before_cursor_execute")
    def limit(_: object, cursor: sqlite3.Cursor, *__: object) -> None:
        until = time.monotonic() + seconds
        cursor.connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)

    return engine


def _use_wal(cursor: DBAPICursor, seconds: float) -> None:
    """Keep a write-ahead log; where another process switches to it at the same moment, SQLite does not wait by itself."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _postgresql(url: URL, silence: Silence, reads: bool, seconds: float = 0) -> Engine:
    """`seconds`: how long a statement of a page may take; 0: the usual, with the usual number of connections."""
    from bot.storage.bounded_connection import BoundedConnection, connect

    # Well under the 15 s that a webhook may take: a stuck database is an apology, not a dead line. The address's own
    # options come last, so they win.
    longest = int(seconds * 1000) or 6000  # milliseconds
    options = f"-c statement_timeout={longest} -c lock_timeout={longest}"
    if reads:
        options += " -c default_transaction_read_only=on"
    usual = {name: value for name, value in SOCKET.items() if name not in url.query}
    engine = create_engine(
        url,
        connect_args={**usual, "options": f"{options} {url.query.get('options', '')}"},
        hide_parameters=True,
        json_deserializer=_read_json,
        pool_pre_ping=False,
        pool_size=PAGE_CONNECTIONS if seconds else 8,
        max_overflow=0 if seconds else 8,
        pool_timeout=seconds or 6,
        isolation_level="AUTOCOMMIT" if reads else None,
        skip_autocommit_rollback=reads,
    )

    @event.listens_for(engine, "do_connect")
    def open_bounded(_: object, __: object, args: Sequence[str], more: Mapping[str, object]) -> BoundedConnection:
        return connect(silence, longest / 1000, *args, **more)

    @event.listens_for(engine, "checkout")
    def as_usual(connection: BoundedConnection, *_: object) -> None:
        connection.patience = connection.usual_patience

    return engine
