"""Counts calls and texts again from their rows, and mends the counts that differ.

What is counted of conversations (their texts, replies, who joined, the steps of the funnel) is of rows that go, after a day or
when somebody is erased: there a recount only raises. Calls and the deliveries of alerts stay.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from sqlalchemy import Connection, Select, bindparam, delete, func, select

from bot.models import Broadcast, Call, CallDay, Delivery
from bot.results.counts import (
    CALL_DAYS,
    CALL_HOURS,
    CALL_OFFICIALS,
    CONNECTED,
    COUNTED_OF_CALL,
    FUNNEL_DAYS,
    REACHED,
    TEXT_DAYS,
    CallFact,
    Counts,
    Key,
    Rollup,
    adding,
)
from bot.results.days import DAY, Days, week_of
from bot.results.turn_counts import counted_until, tally_turns
from bot.storage.database import Database

log = structlog.get_logger()

WEEK = timedelta(days=7)
A_PAGE = 2000  # calls read at once

_AT = Call.at.type
_CALLS = (
    select(*COUNTED_OF_CALL)
    .where(Call.at >= bindparam("since", type_=_AT), Call.at < bindparam("until", type_=_AT))
    .execution_options(yield_per=A_PAGE)
)
_FIRST_CALL, _FIRST_TEXT = select(func.min(Call.at)), select(func.min(Broadcast.created_at))
_ALERTS = select(Broadcast.id, Broadcast.campaign).where(
    Broadcast.created_at < bindparam("until", type_=_AT), Broadcast.expires_at > bindparam("since", type_=_AT)
)
_SENT = (
    select(Delivery.state, func.count())
    .where(Delivery.sent_at >= bindparam("since", type_=_AT), Delivery.sent_at < bindparam("until", type_=_AT))
    .where(Delivery.state.in_(("sent", "delivered", "failed")), Delivery.kind == "text")
    .group_by(Delivery.state)
)
_REFUSED = (
    select(func.count())
    .where(Delivery.sent_at.is_(None), Delivery.state == "failed", Delivery.error_cause.is_not(None), Delivery.kind == "text")
    .where(Delivery.leased_at >= bindparam("since", type_=_AT), Delivery.leased_at < bindparam("until", type_=_AT))
)
# When each supporter first called for a campaign, was connected, reached somebody.
_FIRSTS = select(Call.campaign, func.min(Call.at)).where(Call.supporter_id.is_not(None))
_STEPS: Mapping[str, Select[str, datetime]] = {
    step: statement.group_by(Call.supporter_id, Call.campaign).execution_options(yield_per=A_PAGE)
    for step, statement in {
        "called": _FIRSTS,
        "connected": _FIRSTS.where(Call.status == CONNECTED),
        "reached": _FIRSTS.where(Call.outcome == REACHED),
    }.items()
}
_CALLED, _TEXTED, _HAD = (CALL_DAYS, CALL_HOURS, CALL_OFFICIALS), ("sent", "delivered", "failed"), select(CallDay.day).limit(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A count that was not what the rows say: in which table, of what, and both."""

    table: str
    key: Key
    kept: tuple[int, ...]
    counted: tuple[int, ...]


def recount_all(database: Database, days: Days, now: datetime) -> Iterator[Difference]:
    """Count everything again, a week after the other; gives what differed, once it is mended."""
    first = _first_day(database, days)
    if first is not None:
        yield from _recount_from(database, days, first, now)
        yield from _recount_steps(database, days)


def recount_lately(database: Database, days: Days, now: datetime) -> None:
    """Count yesterday and today again; everything where nothing is counted yet."""
    with database.read() as connection:
        is_new = connection.execute(_HAD).first() is None
    if is_new:
        mended = sum(1 for _ in recount_all(database, days, now))
    else:
        mended = sum(1 for _ in _recount_from(database, days, days.day_of(now) - DAY, now))
    if mended:
        log.info("results_mended", rows=mended)


def _first_day(database: Database, days: Days) -> date | None:
    with database.read() as connection:
        found = [connection.execute(first).scalar() for first in (_FIRST_CALL, _FIRST_TEXT)]
    firsts = [moment for moment in found if moment is not None]
    return days.day_of(min(firsts)) if firsts else None


def _recount_from(database: Database, days: Days, first: date, now: datetime) -> Iterator[Difference]:
    week, today = week_of(first), days.day_of(now)
    while week <= today:
        with database.write() as connection:
            found = list(_recount_calls(connection, days, week))
        yield from found
        week += WEEK
    day = first
    while day <= today:
        with database.write() as connection:
            found = list(_recount_texts(connection, days, day))
        yield from found
        day += DAY


def _recount_calls(connection: Connection, days: Days, week: date) -> Iterator[Difference]:
    """The calls of a week, in its transaction."""
    _hold(connection, _CALLED)
    counts = Counts(days)
    between = {"since": days.begin(week), "until": days.begin(week + WEEK)}
    for call in connection.execute(_CALLS, between):
        counts.add_call(CallFact._make(call))
    for rollup in _CALLED:
        first, last = week.isoformat(), (week + WEEK - DAY).isoformat()
        yield from _mend(connection, rollup, first, last if rollup is not CALL_OFFICIALS else first, counts)


def _recount_texts(connection: Connection, days: Days, day: date) -> Iterator[Difference]:
    """The texts of a day, and what is left of its turns, in its transaction."""
    _hold(connection, (TEXT_DAYS, FUNNEL_DAYS))
    counts, begin, end = Counts(days), days.begin(day), days.end(day)
    between = {"since": begin, "until": end}
    alerts = [(None, ""), *connection.execute(_ALERTS, between)]
    for id, campaign in alerts:
        for state, n in connection.execute(_SENT.where(Delivery.broadcast_id.is_not_distinct_from(id)), between):
            counts.add_text(campaign, "sent", begin, n)
            if state != "sent":
                counts.add_text(campaign, state, begin, n)
        refused = connection.execute(_REFUSED.where(Delivery.broadcast_id.is_not_distinct_from(id)), between).scalar_one()
        if refused:
            counts.add_text(campaign, "failed", begin, refused)
    if (until := counted_until(connection)) is not None and begin < until:
        for campaign, what, is_step, n in tally_turns(connection, begin, min(end, until)):
            if is_step:
                counts.add_step(campaign, what, begin, n)
            else:
                counts.add_text(campaign, what, begin, n)
    on = day.isoformat()
    for rollup in (TEXT_DAYS, FUNNEL_DAYS):
        yield from _mend(connection, rollup, on, on, counts, exact=lambda key: bool(key[1]) and key[2] in _TEXTED)


def _recount_steps(database: Database, days: Days) -> Iterator[Difference]:
    """The steps of the funnel that are of calls."""
    with database.write() as connection:
        _hold(connection, (FUNNEL_DAYS,))
        counts = Counts(days)
        for step, statement in _STEPS.items():
            for campaign, at in connection.execute(statement):
                counts.add_step(campaign, step, at)
        found = list(_mend(connection, FUNNEL_DAYS, "", "9", counts, exact=lambda key: False))
    yield from found


def _hold(connection: Connection, rollups: Sequence[Rollup]) -> None:
    """Nobody adds to these until the transaction ends; who is about to, adds what is not seen yet."""
    if connection.dialect.name == "postgresql":  # on SQLite nobody else writes
        names = ", ".join(rollup.table.__tablename__ for rollup in rollups)
        connection.exec_driver_sql(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _mend(
    connection: Connection,
    rollup: Rollup,
    first: str,
    last: str,
    counts: Counts,
    exact: Callable[[Key], bool] = lambda key: True,
) -> Iterator[Difference]:
    """Make the rows of these days what was counted; those that are not `exact` are only raised."""
    columns = rollup.table.__table__.c
    of_days = columns[rollup.keys[0]].between(first, last)
    wide = len(rollup.keys)
    kept = {
        tuple(row[:wide]): tuple(row[wide:])
        for row in connection.execute(select(*(columns[name] for name in (*rollup.keys, *rollup.figures))).where(of_days))
    }
    counted = {key: tuple(figures) for key, figures in counts.added.get(rollup, {}).items()}
    nothing = (0,) * len(rollup.figures)
    more: list[dict[str, object]] = []
    for key in sorted({*kept, *counted}):
        was, now = kept.get(key, nothing), counted.get(key, nothing)
        if was == now or (now < was and not exact(key)):
            continue
        added = (figure - before for figure, before in zip(now, was, strict=True))
        more.append(dict(zip((*rollup.keys, *rollup.figures), (*key, *added), strict=True)))
        yield Difference(table=rollup.table.__tablename__, key=key, kept=was, counted=now)
    if more:
        connection.execute(adding(rollup, connection.dialect.name), more)
        connection.execute(delete(rollup.table).where(of_days, columns.n == 0))
