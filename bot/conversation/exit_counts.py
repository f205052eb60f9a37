"""How often each exit of the flows is taken: noted in memory as turns are saved, written by the minute. Not whose turns.

What a process has not written yet is lost where it ends at once: these are figures for a drawing, not a ledger.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

import structlog
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.engine.turn_trace import Exit
from bot.logging_setup import describe_error
from bot.models import FlowExit
from bot.storage.database import Database, insert_into
from bot.storage.watch_thread import WatchThread

log = structlog.get_logger()
EVERY_SECONDS = 60.0
MOST_KEPT = 200_000  # steps of turns while the database is away; the oldest go first

Steps = Iterable[tuple[Exit, ...]]


class ExitCounts:
    """The exits taken in this process. note() costs an append; watch() begins to write them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._taken: deque[tuple[Exit, ...]] = deque(maxlen=MOST_KEPT)
        self.watching = WatchThread("exits-watch", EVERY_SECONDS, self.flush)

    def note(self, steps: Steps) -> None:
        """A turn that was saved took these exits, step by step."""
        self._taken.extend(steps)

    def flush(self) -> None:
        """Write what was noted until now. Where the database does not answer it is kept for the next time."""
        noted = [self._taken.popleft() for _ in range(len(self._taken))]
        counts = Counter(exit for step in noted for exit in step)
        if not counts:
            return
        try:
            with self._database.write() as connection:
                add_exits(connection, counts, self._clock().date())
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("exits_not_counted", **describe_error(error))
            self._taken.extendleft(reversed(noted))


def add_exits(connection: Connection, counts: Mapping[Exit, int], day: date) -> None:
    """Add to the counts of a day. In one order, so that two processes wait for each other and for nothing more."""
    row = insert_into(connection, FlowExit)
    added = row.on_conflict_do_update(index_elements=["flow", "day", "node", "exit"], set_={"n": FlowExit.n + row.excluded.n})
    values = [
        {"flow": flow, "day": day, "node": node, "exit": exit, "n": count}
        for (flow, node, exit), count in sorted(counts.items())
    ]
    connection.execute(added, values)


def exits_taken(connection: Connection, flow: str, since: date) -> Mapping[tuple[str, str], int]:
    """(node, exit) -> how often it was taken from a day on."""
    counted = (
        select(FlowExit.node, FlowExit.exit, func.sum(FlowExit.n))
        .where(FlowExit.flow == flow, FlowExit.day >= since)
        .group_by(FlowExit.node, FlowExit.exit)
    )
    return {(node, exit): int(count) for node, exit, count in connection.execute(counted)}
