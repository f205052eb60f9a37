"""The few statements of every turn: compiled once by SQLAlchemy, run on the driver's own connection, rows as tuples.

SQLAlchemy's way from a statement to a row costs more than most of these statements do. What it does on the way is done here
once a statement and dialect: its SQL, how each value is written and how each column is read. All else (schema, migrations,
rare statements) goes its own way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

from sqlalchemy import Connection, Dialect, Engine, Insert, SelectBase, Update
from sqlalchemy.engine.interfaces import DBAPICursor, DBAPIModule
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Row = TypeVar("Row")
Statement = SelectBase | Insert | Update
Values = Mapping[str, object]
NONE: Values = {}
Processor = Callable[[object], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    """A statement for one dialect: its SQL, the values it has of its own, and how values are bound and columns read."""

    sql: str
    own: Values
    bind: tuple[tuple[str, Processor], ...]
    read: tuple[tuple[int, Processor], ...]

    def parameters(self, values: Values) -> dict[str, object]:
        """The values as the driver takes them."""
        bound = {**self.own, **values}
        for name, process in self.bind:
            bound[name] = process(bound[name])
        return bound


class HotConnection:
    """A connection of a pool for hot statements, a context that closes it. `full` is SQLAlchemy's on the same one, and in the
    same transaction, for all other statements."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.dialect = engine, engine.dialect
        self._full: Connection | None = None
        try:
            self._pooled = engine.raw_connection()
        except self.dialect.loaded_dbapi.Error as error:
            raise self._as_ours(error, "", broken=False) from error
        assert self._pooled.dbapi_connection is not None
        self.driver = self._pooled.dbapi_connection
        self._cursor: DBAPICursor | None = None

    def __enter__(self) -> "HotConnection":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def full(self) -> Connection:
        if self._full is None:
            self._full = Connection(self.engine, self._pooled)
        return self._full

    @property
    def info(self) -> dict[str, object]:
        """What its pool keeps of this connection, the same as that of `full`."""
        info: dict[str, object] = self._pooled.info
        return info

    def execute(self, sql: str, parameters: Values = NONE) -> DBAPICursor:
        """Run a statement as the driver takes it; its cursor is the next one's as well.

        Raises what SQLAlchemy would raise; a connection that is broken goes out of use, with all others of its pool.
        """
        try:
            cursor = self._announce(sql, parameters, many=False)
            cursor.execute(sql, parameters)
        except self.dialect.loaded_dbapi.Error as error:
            raise self._failed(error, sql) from error
        return cursor

    def execute_many(self, sql: str, rows: Sequence[Values]) -> None:
        """The same for each of these parameters."""
        try:
            self._announce(sql, rows, many=True).executemany(sql, rows)
        except self.dialect.loaded_dbapi.Error as error:
            raise self._failed(error, sql) from error

    def commit(self) -> None:
        """Keep what was written. Raises what SQLAlchemy would raise."""
        try:
            self.driver.commit()
        except self.dialect.loaded_dbapi.Error as error:
            raise self._failed(error, "COMMIT") from error

    def _announce(self, sql: str, parameters: Values | Sequence[Values], *, many: bool) -> DBAPICursor:
        """The cursor, once those heard of it who hear of every other statement."""
        self._cursor = self._cursor or self.driver.cursor()
        for listener in self.engine.dispatch.before_cursor_execute:
            listener(None, self._cursor, sql, parameters, None, many)
        return self._cursor

    def _failed(self, error: DBAPIModule.Error, sql: str) -> BaseException:
        broken = self.dialect.is_disconnect(error, self._pooled, None)
        if broken:
            # Met by SQLAlchemy, which then lets go of the other connections of the pool: they broke with this one.
            with suppress(DBAPIError):
                self.full.exec_driver_sql("SELECT 1")
            if self._pooled.is_valid:
                self._pooled.invalidate(error)
        return self._as_ours(error, sql, broken)

    def _as_ours(self, error: DBAPIModule.Error, sql: str, broken: bool) -> BaseException:
        """The driver's error as SQLAlchemy names it."""
        named: BaseException = DBAPIError.instance(
            sql,
            None,
            error,
            self.dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=broken,
            dialect=self.dialect,
        )
        return named

    def close(self) -> None:
        """Give it back to its pool; what was not kept is rolled back there."""
        if self._full is not None:
            self._full.close()
        else:
            self._pooled.close()


class HotStatement:
    """A statement without rows. `columns`: those that an INSERT or UPDATE is given values for."""

    def __init__(self, statement: Statement, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: HotConnection, values: Values) -> int:
        """Run it; how many rows it touched. Raises what SQLAlchemy would raise."""
        compiled = self._for(connection.dialect)
        return connection.execute(compiled.sql, compiled.parameters(values)).rowcount

    def run_many(self, connection: HotConnection, rows: Sequence[Values]) -> None:
        """Run it for each of these. Raises what SQLAlchemy would raise."""
        compiled = self._for(connection.dialect)
        if len(rows) == 1:
            connection.execute(compiled.sql, compiled.parameters(rows[0]))
        else:
            connection.execute_many(compiled.sql, [compiled.parameters(row) for row in rows])

    def _for(self, dialect: Dialect) -> _Compiled:
        return self._compiled.get(dialect.name) or self._compile(dialect)

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect, column_keys=list(self._columns) if self._columns else None)
        assert isinstance(compiled, SQLCompiler)
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise ValueError(f"a hot statement is the same text for all values; this one is not: {compiled}")
        binders = {name: _processor(bind.type, dialect, "bind_processor") for bind, name in compiled.bind_names.items()}
        columns = [column.type for column in self._statement.exported_columns]
        readers = [(place, _processor(type_, dialect, "result_processor")) for place, type_ in enumerate(columns)]
        made = _Compiled(
            sql=str(compiled),
            own=dict(compiled.params),
            bind=tuple((name, process) for name, process in binders.items() if process),
            read=tuple((place, process) for place, process in readers if process),
        )
        self._compiled[dialect.name] = made
        return made


class HotQuery(HotStatement, Generic[Row]):
    """A statement with rows: `make` makes one of its columns' values, as the `_make` of a NamedTuple does. `shared`: as many
    columns as are the same in all rows, from the first on; they are read once."""

    def __init__(
        self,
        statement: Statement,
        make: Callable[[Iterable[object]], Row],
        columns: Sequence[str] | None = None,
        *,
        shared: int = 0,
    ) -> None:
        super().__init__(statement, columns)
        self._make, self._shared = make, shared

    def all(self, connection: HotConnection, values: Values) -> list[Row]:
        """All its rows. Raises what SQLAlchemy would raise."""
        compiled = self._for(connection.dialect)
        rows = connection.execute(compiled.sql, compiled.parameters(values)).fetchall()
        processors = compiled.read
        if not processors:
            return list(map(self._make, rows))
        made: list[Row] = []
        first: list[object] = []
        for row in rows:
            read = [*first, *row[len(first) :]]
            for place, process in processors:
                if place >= len(first) and read[place] is not None:
                    read[place] = process(read[place])
            made.append(self._make(read))
            first = first or read[: self._shared]
        return made


def next_of(columns: Iterable[object]) -> int:
    """The value of a row with one number in it, as an id that is returned."""
    (number,) = columns
    assert isinstance(number, int)
    return number


def _processor(type_: TypeEngine[object], dialect: Dialect, of: str) -> Processor | None:
    impl = type_.dialect_impl(dialect)
    processor: Processor | None = (
        impl.bind_processor(dialect) if of == "bind_processor" else impl.result_processor(dialect, None)
    )
    return processor
