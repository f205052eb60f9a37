"""Adds to the counts, in the transaction of what is counted. Without ids: who is erased changes none of them.

What is counted of a row is worked out from the row alone, so that a change is what it counts for now less what it did before,
and a recount (recount.py) comes to the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.models import Call, CallDay, CallHour, CallOfficial, FunnelDay, ReferralDay, Table, TextDay
from bot.results.days import Days, week_of
from bot.storage.hot_statements import HotConnection, HotStatement

Key = tuple[str | int, ...]  # the values of a row's key

CONNECTED = "answered"  # of a call's status: the carrier says that somebody, or a machine, picked up
REACHED = "reached"  # of its outcome: the caller says that they talked to somebody


class CallFact(NamedTuple):
    """What is counted of a call."""

    campaign: str
    official: str
    state: str
    status: str
    outcome: str | None
    seconds: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rollup:
    """A table of counts: the columns of its key, and those that are added up."""

    table: type[Table]
    keys: tuple[str, ...]
    figures: tuple[str, ...] = ("n",)


CALL_DAYS = Rollup(table=CallDay, keys=("day", "campaign", "state", "status", "outcome"), figures=("n", "seconds"))
CALL_HOURS = Rollup(table=CallHour, keys=("day", "campaign", "hour"), figures=("n", "connected", "reached"))
CALL_OFFICIALS = Rollup(
    table=CallOfficial, keys=("week", "campaign", "official"), figures=("n", "connected", "reached", "seconds")
)
TEXT_DAYS = Rollup(table=TextDay, keys=("day", "campaign", "what"))
FUNNEL_DAYS = Rollup(table=FunnelDay, keys=("day", "campaign", "step"))
REFERRAL_DAYS = Rollup(table=ReferralDay, keys=("day", "campaign", "referral", "what"))
ROLLUPS = (CALL_DAYS, CALL_HOURS, CALL_OFFICIALS, TEXT_DAYS, FUNNEL_DAYS, REFERRAL_DAYS)


# The steps of the funnel that calls are -> which calls are.
STEPS_OF_CALLS: Mapping[str, Callable[[CallFact], bool]] = {
    "called": lambda call: True,
    "connected": lambda call: call.status == CONNECTED,
    "reached": lambda call: call.outcome == REACHED,
}
# The columns of a CallFact.
COUNTED_OF_CALL = (Call.campaign, Call.official, Call.state, Call.status, Call.outcome, Call.seconds, Call.at)


class Counts:
    """What is to be added to the tables of counts."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self.added: dict[Rollup, dict[Key, list[int]]] = {}
        self._when: dict[datetime, tuple[str, str, int]] = {}  # of the call counted last: day, week, hour

    def add(self, rollup: Rollup, key: Key, *figures: int) -> None:
        """Add to one row."""
        row = self.added.setdefault(rollup, {}).setdefault(key, [0] * len(rollup.figures))
        for place, figure in enumerate(figures):
            row[place] += figure

    def add_call(self, call: CallFact, times: int = 1) -> None:
        """Count a call as it is; `times` -1: as it is no more."""
        if call.at not in self._when:
            local = call.at.astimezone(self._days.zone)
            self._when = {call.at: (local.date().isoformat(), week_of(local.date()).isoformat(), local.hour)}
        day, week, hour = self._when[call.at]
        outcome, seconds = call.outcome or "", times * (call.seconds or 0)
        connected, reached = times * (call.status == CONNECTED), times * (outcome == REACHED)
        self.add(CALL_DAYS, (day, call.campaign, call.state, call.status, outcome), times, seconds)
        self.add(CALL_HOURS, (day, call.campaign, hour), times, connected, reached)
        self.add(CALL_OFFICIALS, (week, call.campaign, call.official), times, connected, reached, seconds)

    def change_call(self, before: CallFact, after: CallFact) -> None:
        """Count a call that is no more what it was."""
        self.add_call(before, -1)
        self.add_call(after)

    def withdraw(self, calls: Sequence[CallFact]) -> None:
        """All calls of one supporter never were."""
        for call in calls:
            self.add_call(call, -1)
        for step, holds in STEPS_OF_CALLS.items():
            for campaign in sorted({call.campaign for call in calls if holds(call)}):
                at = min(call.at for call in calls if call.campaign == campaign and holds(call))
                self.add_step(campaign, step, at, -1)

    def add_text(self, campaign: str, what: str, at: datetime, times: int = 1) -> None:
        """Count texts: `what` as TextDay has it."""
        self.add(TEXT_DAYS, (self._days.day_of(at).isoformat(), campaign, what), times)

    def add_step(self, campaign: str, step: str, at: datetime, times: int = 1) -> None:
        """Count supporters who came to a step of a campaign: `step` as FunnelDay has it."""
        self.add(FUNNEL_DAYS, (self._days.day_of(at).isoformat(), campaign, step), times)

    def write(self, connection: Connection) -> None:
        """Add them all. To be done last in a transaction: others wait for these rows until it ends."""
        for rollup, rows in self._rows():
            connection.execute(adding(rollup, connection.dialect.name), rows)

    def write_hot(self, connection: HotConnection) -> None:
        """The same for a turn."""
        for rollup, rows in self._rows():
            _hot_adding(rollup, connection.dialect.name).run_many(connection, rows)

    def _rows(self) -> Iterator[tuple[Rollup, list[dict[str, object]]]]:
        """In one order for all, so that no two wait for each other."""
        for rollup in ROLLUPS if self.added else ():
            added = self.added.get(rollup, {})
            names = (*rollup.keys, *rollup.figures)
            rows: list[dict[str, object]] = [
                dict(zip(names, (*key, *added[key]), strict=True)) for key in sorted(added) if any(added[key])
            ]
            if rows:
                yield rollup, rows


def count_referral(connection: Connection, days: Days, campaign: str, referral: str, what: str, at: datetime) -> None:
    """Count what a visitor did whom this code had sent, "" for nobody: `what` as ReferralDay has it. To be done last in a
    transaction, as Counts.write() is."""
    if referral:
        counts = Counts(days)
        counts.add(REFERRAL_DAYS, (days.day_of(at).isoformat(), campaign, referral, what), 1)
        counts.write(connection)


@cache
def adding(rollup: Rollup, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """The statement that adds to a table of counts."""
    row = sqlite.insert(rollup.table) if dialect == "sqlite" else postgresql.insert(rollup.table)
    columns = rollup.table.__table__.c
    more = {name: columns[name] + row.excluded[name] for name in rollup.figures}
    return row.on_conflict_do_update(index_elements=list(rollup.keys), set_=more)


@cache
def _hot_adding(rollup: Rollup, dialect: str) -> HotStatement:
    return HotStatement(adding(rollup, dialect), (*rollup.keys, *rollup.figures))
