"""What turns count for: bits in their rows, which cost a turn nothing, added to the counts every minute.

A row of counts is one that every turn of a campaign would wait for until the one before is kept. Turns go after a day
(bot/people/turn_receipts.py), so they are counted long before; what was not yet is added by whoever asks (figures.py).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import Connection, bindparam, func, insert, select, update

from bot.models import ResultMark, Turn
from bot.results.counts import Counts
from bot.results.days import DAY, Days
from bot.storage.database import Database

# Bit -> what of TextDay; bit -> step of FunnelDay.
TEXTS: Mapping[int, str] = MappingProxyType({1: "replies", 2: "not_understood", 4: "joined", 8: "left"})
STEPS: Mapping[int, str] = MappingProxyType({16: "begun", 32: "zip", 64: "list"})
BITS: Mapping[str, int] = MappingProxyType({name: bit for bit, name in {**TEXTS, **STEPS}.items()})

TURNS = "turns"  # the name of the mark
LATE = timedelta(seconds=30)  # a turn is kept so long after its time at most, as its webhook is given up before
MOST_AT_ONCE = timedelta(hours=1)  # in one transaction

_MARK = select(ResultMark.until).where(ResultMark.name == TURNS)
_MOVE = update(ResultMark).where(ResultMark.name == TURNS)
_COUNTED = (
    select(Turn.campaign, Turn.counted, func.count())
    .where(Turn.at >= bindparam("since", type_=Turn.at.type), Turn.at < bindparam("until", type_=Turn.at.type))
    .where(Turn.counted != 0)
    .group_by(Turn.campaign, Turn.counted)
)


def count_turns(database: Database, days: Days, now: datetime) -> None:
    """Add what turns count for that nobody has counted yet. By any number of processes: each turn is counted once."""
    until = now - LATE
    while True:
        with database.write() as connection:
            since = connection.execute(_MARK.with_for_update()).scalar()
            if since is None:
                connection.execute(insert(ResultMark).values(name=TURNS, until=until - DAY))
                continue
            end = min(until, since + MOST_AT_ONCE, days.end(days.day_of(since)))
            if end <= since:
                return
            counts = Counts(days)
            for campaign, what, is_step, n in tally_turns(connection, since, end):
                if is_step:
                    counts.add_step(campaign, what, since, n)
                else:
                    counts.add_text(campaign, what, since, n)
            counts.write(connection)
            connection.execute(_MOVE.values(until=end))


def tally_turns(connection: Connection, since: datetime, until: datetime) -> Iterator[tuple[str, str, bool, int]]:
    """(campaign, what or step, whether it is a step, how many), of the turns from one moment to another."""
    for campaign, counted, n in connection.execute(_COUNTED, {"since": since, "until": until}):
        for names, is_step in ((TEXTS, False), (STEPS, True)):
            for bit, name in names.items():
                if counted & bit:
                    yield campaign or "", name, is_step, n


def counted_until(connection: Connection) -> datetime | None:
    """Up to when turns are in the counts; None where none are yet."""
    return connection.execute(_MARK).scalar()
