"""Lines that an organizer should look at, out of small tables and indices, a page at a time: not by counting all calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Select, SQLColumnExpression, case, collate, func, select

from bot.conversation.line_history import health_of
from bot.models import BADLY, Call, FullMailbox, LineReport
from bot.officials.directory import Directory
from bot.officials.line_health import ENDED, LONGEST_COOL_DOWN, MAILBOX_RESTS, Health
from bot.officials.office_hours import WASHINGTON, Hours, hours_of
from bot.officials.records import Official
from bot.storage.hot_statements import HotConnection

PAGE = 50
COUNTED = timedelta(days=30)  # calls of a line are counted for so long
Trouble = Literal["", "wrong", "full", "failing"]
TROUBLES: tuple[Trouble, ...] = ("", "wrong", "full", "failing")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineToCheck:
    """A line, whose it is (None: of nobody on record any more), and how it does. official_id: as it was noted."""

    line: str
    official_id: str
    official: Official | None
    health: Health


class LineCounts(NamedTuple):
    """How the calls to a number ended since a day, whatever extension was dialled."""

    calls: int
    answered: int
    busy: int
    no_answer: int
    failed: int


def line_hours(official: Official | None, line: str) -> Hours:
    """The hours of the office that a line belongs to; those of Washington where it is nobody's any more."""
    for known in official.lines if official else ():
        if official and line in (known.id, known.phone):
            return hours_of(known, official.role, official.division)
    return Hours(zone=WASHINGTON)


def lines_to_check(
    connection: HotConnection, directory: Directory, now: datetime, *, trouble: Trouble = "", after: str = ""
) -> tuple[Sequence[LineToCheck], str]:
    """A page of lines that cool down, that people called wrong, or whose mailbox is full, in the order of their numbers; and
    after which line the next page begins, "" where this is the last.

    `trouble`: only those; `after`: the line before the page.
    """
    found: dict[str, str] = {}
    whole = True
    for kind, candidates in _CANDIDATES.items():
        if trouble in ("", kind):
            rows = candidates(connection.full, now, after)
            whole = whole and len(rows) <= PAGE
            found |= {line: found.get(line) or official for line, official in rows}
    lines = sorted(found)[:PAGE]
    officials = {line: directory.official(found[line], now.date()) for line in lines}
    hours = {line: line_hours(officials[line], line) for line in lines}
    health = health_of(connection, lines, hours.__getitem__, b"", now)
    shown = [
        LineToCheck(line=line, official_id=found[line], official=officials[line], health=health[line])
        for line in lines
        if needs_a_look(health[line], now)
    ]
    return shown, lines[-1] if lines and (not whole or len(found) > PAGE) else ""


def needs_a_look(health: Health, now: datetime) -> bool:
    """Does the line cool down, rest, or did somebody call it a wrong number?"""
    return health.is_flagged(now) or health.is_resting(now) or health.reports > 0


Candidates = Callable[[Connection, datetime, str], Sequence[tuple[str, str]]]


def _wrong(connection: Connection, now: datetime, after: str) -> Sequence[tuple[str, str]]:
    reported = select(LineReport.line, func.max(LineReport.official)).group_by(LineReport.line)
    return _after(connection, reported, LineReport.line, after)


def _full(connection: Connection, now: datetime, after: str) -> Sequence[tuple[str, str]]:
    full = select(FullMailbox.line, FullMailbox.official).where(FullMailbox.at > now - MAILBOX_RESTS)
    return _after(connection, full, FullMailbox.line, after)


def _failing(connection: Connection, now: datetime, after: str) -> Sequence[tuple[str, str]]:
    failed = select(Call.line, func.max(Call.official)).where(BADLY, Call.at > now - LONGEST_COOL_DOWN).group_by(Call.line)
    return _after(connection, failed, Call.line, after)


def _after(
    connection: Connection, lines: Select[str, str], line: SQLColumnExpression[str], after: str
) -> Sequence[tuple[str, str]]:
    # Several tables are put together by this order, so it is that of the characters, whatever the database's language.
    order = line if connection.dialect.name == "sqlite" else collate(line, "C")
    return [
        (found, official) for found, official in connection.execute(lines.where(order > after).order_by(order).limit(PAGE + 1))
    ]


_CANDIDATES: dict[Trouble, Candidates] = {"wrong": _wrong, "full": _full, "failing": _failing}


def count_calls(connection: Connection, numbers: Sequence[str], now: datetime) -> dict[str, LineCounts]:
    """How the calls to these numbers (E.164) ended in the last thirty days, where there were any."""
    counts = [func.sum(case((Call.status == status, 1), else_=0)) for status in ENDED]
    counted = (
        select(Call.line, func.count(), *counts)
        .where(Call.line.in_(numbers), Call.at > now - COUNTED, Call.at <= now)
        .group_by(Call.line)
    )
    return {line: LineCounts(*map(int, counts)) for line, *counts in connection.execute(counted)}
