"""How many deliveries of a broadcast stand alike: counted by whoever changes them, in the same transaction.

So the counts hold whatever is killed, and how far an alert is costs a few rows. Written last in a transaction: their rows are
the ones that most wait for.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.models import BroadcastCount, Delivery

ENDED_BADLY = ("failed", "skipped")
NOT_GONE = ("queued", "waiting", "skipped")  # these have left nobody, and cost nothing


class Standing(NamedTuple):
    """How a delivery stands, as far as it is counted by that. `segments`: of its text as sent, 0 for a picture message, None
    for one that has none yet."""

    state: str
    error: str | None = None
    error_cause: str | None = None
    zone: str = ""
    segments: int | None = None


class CountRow(NamedTuple):
    """So many deliveries of a broadcast stand alike, as models.BroadcastCount says."""

    broadcast_id: int
    state: str
    error: str
    error_cause: str
    zone: str
    n: int
    segments: int
    pictures: int


Key = tuple[int, str, str, str, str]


class CountChanges:
    """What a transaction changes of the counts. Deliveries of no broadcast are not counted."""

    def __init__(self) -> None:
        self._n: Counter[Key] = Counter()
        self._segments: Counter[Key] = Counter()
        self._pictures: Counter[Key] = Counter()

    def add(self, broadcast: int | None, standing: Standing, n: int = 1) -> None:
        """So many more stand like this; fewer where `n` is negative."""
        if broadcast is None:
            return
        state, error, cause, zone, segments = standing
        ended = state in ENDED_BADLY
        key = (
            broadcast,
            state,
            (error or "") if ended else "",
            (cause or "") if ended else "",
            zone if state == "queued" else "",
        )
        self._n[key] += n
        if state not in NOT_GONE:
            self._segments[key] += (segments or 0) * n
            self._pictures[key] += n if segments == 0 else 0

    def add_row(self, row: CountRow, times: int) -> None:
        """As many more as the row says, or, with -1, fewer."""
        self._n[row[:5]] += row.n * times
        self._segments[row[:5]] += row.segments * times
        self._pictures[row[:5]] += row.pictures * times

    def move(self, broadcast: int | None, before: Standing, after: Standing) -> None:
        """One that stood like that stands like this now."""
        self.add(broadcast, before, -1)
        self.add(broadcast, after)

    def write(self, connection: Connection) -> None:
        """Write them down, in an order that all keep."""
        rows = [
            {
                **dict(zip(CountRow._fields, key, strict=False)),
                "n": self._n[key],
                "segments": self._segments[key],
                "pictures": self._pictures[key],
            }
            for key in sorted(self._n)
            if self._n[key] or self._segments[key] or self._pictures[key]
        ]
        if rows:
            connection.execute(_add_to(connection.dialect.name), rows)


@cache
def _add_to(dialect: str) -> sqlite.Insert | postgresql.Insert:
    new = sqlite.insert(BroadcastCount) if dialect == "sqlite" else postgresql.insert(BroadcastCount)
    sums = {name: getattr(BroadcastCount, name) + new.excluded[name] for name in ("n", "segments", "pictures")}
    return new.on_conflict_do_update(index_elements=list(CountRow._fields[:5]), set_=sums)


# --- Reading --------------------------------------------------------------------------------------------------------------

_COLUMNS = [BroadcastCount.__table__.c[name] for name in CountRow._fields]
COUNTS = select(*_COLUMNS).where(BroadcastCount.n != 0)
_OF = COUNTS.where(BroadcastCount.broadcast_id.in_(bindparam("ids", expanding=True)))


def read_counts(connection: Connection, broadcasts: Sequence[int]) -> Sequence[CountRow]:
    """The counts of these broadcasts."""
    return [CountRow._make(row) for row in connection.execute(_OF, {"ids": list(broadcasts)})]


# --- Counting anew --------------------------------------------------------------------------------------------------------


def _is(states: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(Delivery.state == literal_column(f"'{state}'") for state in states))


def _recounted() -> Select[*tuple[object, ...]]:
    """The counts of `:broadcast` by its deliveries. Reads all of them."""
    ended, gone = _is(ENDED_BADLY), not_(_is(NOT_GONE))
    by = (
        Delivery.broadcast_id.label("broadcast_id"),
        Delivery.state.label("state"),
        case((ended, func.coalesce(Delivery.error, "")), else_="").label("error"),
        case((ended, func.coalesce(Delivery.error_cause, "")), else_="").label("error_cause"),
        case((_is(("queued",)), Delivery.zone), else_="").label("zone"),
    )
    each = select(*by, gone.label("gone"), Delivery.segments.label("segments")).where(
        Delivery.broadcast_id == bindparam("broadcast")
    )
    of = each.subquery()
    keys = [of.c[name] for name in CountRow._fields[:5]]
    return select(
        *keys,
        func.count().label("n"),
        func.coalesce(func.sum(case((of.c.gone, of.c.segments), else_=0)), 0).label("segments"),
        func.sum(case((of.c.gone & (of.c.segments == 0), 1), else_=0)).label("pictures"),
    ).group_by(*keys)


_KEPT = select(*_COLUMNS).where(
    BroadcastCount.broadcast_id == bindparam("broadcast"),
    or_(BroadcastCount.n != 0, BroadcastCount.segments != 0, BroadcastCount.pictures != 0),
)
# One statement, so that both are of the same moment.
_BOTH = union_all(
    select(literal("kept").label("which"), *_KEPT.subquery().c), select(literal("counted"), *_recounted().subquery().c)
)


def count_differences(connection: Connection, broadcast: int) -> list[tuple[str, CountRow]]:
    """Where the counts of a broadcast are not what its deliveries come to: rows that only one of both has, with whose it is
    ("kept", "counted"). Reads all deliveries of it."""
    found: dict[str, set[CountRow]] = {"kept": set(), "counted": set()}
    for which, *row in connection.execute(_BOTH, {"broadcast": broadcast}):
        found[which].add(CountRow(*row[:5], *map(int, row[5:])))
    return [(which, row) for which, other in (("kept", "counted"), ("counted", "kept")) for row in found[which] - found[other]]


def mend_counts(connection: Connection, differences: Sequence[tuple[str, CountRow]]) -> None:
    """Add to the counts what they were wrong by. `connection` is in a write transaction; deliveries may have changed since
    `differences` were found, for who changes them changes the counts as much, and nobody waits while all are read again. Each
    difference once: added twice, the counts are wrong by as much, until they are checked again."""
    changes = CountChanges()
    for which, row in differences:
        changes.add_row(row, 1 if which == "counted" else -1)
    changes.write(connection)
