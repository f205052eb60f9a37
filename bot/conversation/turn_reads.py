"""What one try of a turn reads on its way: each question is asked of the database once, and all of them on one connection."""

from collections.abc import Callable, Hashable
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.storage.database import Database
from bot.storage.hot_statements import HotConnection

Found = TypeVar("Found")


class TurnReads:
    """Lazy and remembering; open as a context for as long as a try takes. No connection is taken before the first question."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hot: HotConnection | None = None
        self._known: dict[Hashable, Any] = {}

    def __enter__(self) -> "TurnReads":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._hot is not None:
            self._hot.close()
            self._hot = None

    @property
    def hot(self) -> HotConnection:
        """For the statements of every turn."""
        if self._hot is None:
            self._hot = self._database.reader()
        return self._hot

    def ask(self, find: Callable[[Connection], Found]) -> Found:
        """What `find` reads now."""
        return find(self.hot.full)

    def once(self, name: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` finds, the same again whenever it is asked for by this name."""
        if name not in self._known:
            self._known[name] = find()
        found: Found = self._known[name]
        return found

    def know(self, name: Hashable, found: object) -> None:
        """Remember what was found out some other way."""
        self._known[name] = found
