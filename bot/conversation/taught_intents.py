"""What sentences mean now: the tables of flows, and the phrases that organizers taught, as every process takes them over."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.conversation.intent_files import intent_reader
from bot.conversation.taught_phrases import list_used, taught_mark
from bot.logging_setup import describe_error
from bot.reading.intents import Example, IntentReader
from bot.storage.database import Database
from bot.storage.watch_thread import RowWatch

log = structlog.get_logger()
LOOK_SECONDS = 1.0  # and a third of a second to make the reader: in use everywhere within two


@dataclass(frozen=True, slots=True)
class _Used:
    """What is in use: the examples, and their reader."""

    examples: tuple[Example, ...]
    reader: IntentReader

    @classmethod
    def of(cls, examples: tuple[Example, ...]) -> "_Used":
        return cls(examples, intent_reader(examples))


class TaughtIntents:
    """Hand out `current` whenever a sentence is read: it may be another one a moment later, and never changes itself.

    `tables`: the examples of the tables beside flows. Where one of them has the words of a taught phrase, the table counts.
    """

    def __init__(self, database: Database, tables: Callable[[], tuple[Example, ...]], every: float = LOOK_SECONDS) -> None:
        self._database, self._tables = database, tables
        self._used: _Used | None = None
        self._mark = ""
        self.watching = RowWatch("taught-phrases-watch", every, self._take_over, self._not_looked_for)

    @property
    def current(self) -> IntentReader:
        """The reader as of the last look; without a database that of the tables."""
        return (self._used or self._first()).reader

    @property
    def examples(self) -> tuple[Example, ...]:
        """Those that are in use in this process."""
        return (self._used or self._first()).examples

    def _first(self) -> "_Used":
        if self._database.can_serve():
            self.look()
        if self._used is None:
            self._used = _Used.of(self._tables())
        return self._used

    def look(self) -> None:
        """Take over what was changed: by other processes, or by this one a moment ago."""
        self.watching.look()

    def _not_looked_for(self, error: Exception) -> None:
        log.warning("taught_phrases_not_looked_for", **describe_error(error))

    def _take_over(self) -> None:
        with self._database.read() as connection:
            mark = taught_mark(connection)
            if mark == self._mark:
                return
            used = list_used(connection)
        tables = self._tables()
        there = {example.words for example in tables}
        found = _Used.of((*tables, *(each for each in used if each.words not in there)))
        if self._used is not None:
            found.reader.prepare()  # so that no sentence waits for it
            log.info("taught_phrases_taken_over", phrases=len(used))
        self._used, self._mark = found, mark
