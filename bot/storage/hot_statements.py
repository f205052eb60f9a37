"""The few statements of every turn: compiled once by SQLAlchemy, run on the driver's own connection, rows as tuples.

SQLAlchemy's way from a statement to a row costs more than most of these statements do. What it does on the way is done here
once a statement and dialect: its SQL, how each value is written and how each column is read. All else (schema, migrations,
rare statements) goes its own way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Dialect, Engine, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.types import TypeEngine

Row = TypeVar("Row")
Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | Insert | Update
Values = Mapping[str, object]
Processor = Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compiled:
    """A statement for one dialect: its SQL, the values it has of its own, and how values are bound and columns read."""

    sql: str
    names: tuple[str, ...]
    by_name: bool
    own: Values
    bind: tuple[tuple[str, Processor], ...]
    read: tuple[tuple[int, Processor], ...]

    def parameters(self, values: Values) -> dict[str, object] | tuple[object, ...]:
        """The values as the driver takes them."""
        bound = {**self.own, **values}
        for name, process in self.bind:
            bound[name] = process(bound[name])
        return bound if self.by_name else tuple([bound[name] for name in self.names])


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
        self.driver: Any = self._pooled.dbapi_connection

    def __enter__(self) -> "HotConnection":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def full(self) -> Connection:
        if self._full is None:
            self._full = Connection(self.engine, self._pooled)
        return self._full

    def try_driver(self, what: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        """What the driver gives. Raises what SQLAlchemy would raise; a connection that is broken goes out of use."""
        try:
            return what(*arguments)
        except self.dialect.loaded_dbapi.Error as error:
            broken = self.dialect.is_disconnect(error, self._pooled, None)
            if broken:
                self._pooled.invalidate(error)
            raise self._as_ours(error, sql, broken) from error

    def _as_ours(self, error: Any, sql: str, broken: bool) -> BaseException:
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

    def begin(self, sql: str) -> None:
        """Begin a transaction, where the driver does not do so by itself."""
        self.try_driver(self.driver.execute, sql, sql)

    def commit(self) -> None:
        """Keep what was written."""
        self.try_driver(self.driver.commit, "COMMIT")

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
        return int(self._execute(connection, values).rowcount)

    def run_many(self, connection: HotConnection, rows: Sequence[Values]) -> None:
        """Run it for each of these. Raises what SQLAlchemy would raise."""
        if len(rows) == 1:
            self._execute(connection, rows[0])
        else:
            compiled = self._compiled.get(connection.dialect.name) or self._compile(connection.dialect)
            self._send(connection, compiled, [compiled.parameters(row) for row in rows], many=True)

    def _execute(self, connection: HotConnection, values: Values) -> Any:
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection.dialect)
        return self._send(connection, compiled, compiled.parameters(values), many=False)

    def _send(self, connection: HotConnection, compiled: _Compiled, parameters: Any, many: bool) -> Any:
        cursor = connection.driver.cursor()
        for listener in connection.engine.dispatch.before_cursor_execute:  # as for every other statement
            listener(None, cursor, compiled.sql, parameters, None, many)
        execute = cursor.executemany if many else cursor.execute
        connection.try_driver(execute, compiled.sql, compiled.sql, parameters)
        return cursor

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled: Any = self._statement.compile(dialect=dialect, column_keys=self._columns)
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise ValueError(f"a hot statement is the same text for all values; this one is not: {compiled}")
        binders = {name: _processor(bind.type, dialect, "bind_processor") for bind, name in compiled.bind_names.items()}
        columns = [column.type for column in self._statement.exported_columns]
        readers = [(place, _processor(type_, dialect, "result_processor")) for place, type_ in enumerate(columns)]
        made = _Compiled(
            sql=str(compiled),
            names=tuple(compiled.positiontup or ()),
            by_name=not compiled.positional,
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
        make: Callable[[Iterable[Any]], Row],
        columns: Sequence[str] | None = None,
        *,
        shared: int = 0,
    ) -> None:
        super().__init__(statement, columns)
        self._make, self._shared = make, shared

    def all(self, connection: HotConnection, values: Values) -> list[Row]:
        """All its rows. Raises what SQLAlchemy would raise."""
        rows = self._execute(connection, values).fetchall()
        processors = self._compiled[connection.dialect.name].read
        if not processors:
            return list(map(self._make, rows))
        made: list[Row] = []
        read: list[Any] = []
        for row in rows:
            read = [*read[: self._shared], *row[self._shared :]] if made else list(row)
            for place, process in processors:
                if read[place] is not None and (place >= self._shared or not made):
                    read[place] = process(read[place])
            made.append(self._make(read))
        return made


def next_of(columns: Iterable[Any]) -> int:
    """The value of a row with one number in it, as an id that is returned."""
    return int(next(iter(columns)))


def _processor(type_: TypeEngine[Any], dialect: Dialect, of: str) -> Processor | None:
    impl = type_.dialect_impl(dialect)
    processor: Processor | None = (
        impl.bind_processor(dialect) if of == "bind_processor" else impl.result_processor(dialect, None)
    )
    return processor
