"""What one try of a turn reads on its way: each question is asked of the database once, and all of them on one connection."""

from collections.abc import Callable, Hashable
from contextlib import ExitStack
from types import TracebackType
from typing import TypeVar, cast

from sqlalchemy import Connection

from bot.storage.database import Database

Found = TypeVar("Found")


class TurnReads:
    """Lazy and remembering; open as a context for as long as a try takes. No connection is taken before the first question."""

    def __init__(self, database: Database) -> None:
        self._database, self._opened = database, ExitStack()
        self._connection: Connection | None = None
        self._known: dict[Hashable, object] = {}

    def __enter__(self) -> "TurnReads":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection = None
        self._opened.__exit__(kind, error, trace)

    def ask(self, find: Callable[[Connection], Found]) -> Found:
        """What `find` reads now."""
        if self._connection is None:
            self._connection = self._opened.enter_context(self._database.read())
        return find(self._connection)

    def once(self, name: Hashable, find: Callable[[Connection], Found]) -> Found:
        """What `find` reads, the same again whenever it is asked for by this name."""
        if name not in self._known:
            self._known[name] = self.ask(find)
        return cast(Found, self._known[name])

    def know(self, name: Hashable, found: object) -> None:
        """Remember what was found out some other way."""
        self._known[name] = found
