"""How lines did, out of the tables of calls and reports. What follows from it is decided in bot/officials/line_health.py."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    SelectBase,
    SQLColumnExpression,
    String,
    TableValuedAlias,
    bindparam,
    case,
    column,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from bot.models import WEB, Call, FullMailbox, LineReport, Moment
from bot.officials.line_health import (
    ENDED,
    LONGEST_COOL_DOWN,
    MAILBOX_RESTS,
    MOST,
    UNANSWERED,
    WELL,
    Ending,
    Health,
    find_cool_down,
)
from bot.officials.office_hours import Hours, office_is_open
from bot.storage.hot_statements import HotConnection, HotQuery
from bot.telephony import split_line

STILL_WELL = timedelta(seconds=5)
_LINES = bindparam("lines", type_=JSON)
# A list of any length is one parameter, so the statement is made and planned once.
_ASKED = {
    "sqlite": func.json_each(_LINES).table_valued(column("value", String), name="asked"),
    "postgresql": func.json_array_elements_text(_LINES).table_valued(column("value", String), name="asked").render_derived(),
}


def _is_one_of(status: SQLColumnExpression[str], words: Iterable[str]) -> ColumnElement[bool]:
    return status.in_([literal_column(f"'{word}'") for word in words])  # bound, they would be written out on every run


def _troubled(asked: TableValuedAlias) -> SelectBase:
    """Which of the lines asked about did badly when last called, or were reported, and by how many, or have a full mailbox: few
    of many, as a rule."""
    line = asked.c.value
    last = (
        select(Call.status)
        .where(Call.line == line, _is_one_of(Call.status, ENDED), Call.at >= bindparam("since", type_=Moment))
        .order_by(Call.at.desc(), Call.id.desc())
        .limit(literal_column("1"))
    )
    reports = select(func.count()).where(LineReport.line == line)
    mine = exists().where(LineReport.line == line, LineReport.person == bindparam("person"))
    full = select(FullMailbox.at).where(FullMailbox.line == line, FullMailbox.at > bindparam("full_since", type_=Moment))
    badly = _is_one_of(last.scalar_subquery(), UNANSWERED).label("badly")
    found = select(
        line,
        badly,
        reports.scalar_subquery().label("reports"),
        mine.label("mine"),
        full.scalar_subquery().label("full_at"),
    ).subquery()
    return select(found).where(or_(found.c.badly, found.c.reports > 0, found.c.full_at.is_not(None)))


class Trouble(NamedTuple):
    """A line that did badly when last called, or was reported: how often, and by this person too? Or whose mailbox was full."""

    line: str
    badly: bool | None
    reports: int
    mine: bool
    full_at: datetime | None


_TROUBLED = {dialect: HotQuery(_troubled(asked), Trouble._make) for dialect, asked in _ASKED.items()}
_ENDINGS = (
    select(Call.status, Call.at)
    .where(Call.line == bindparam("line"), _is_one_of(Call.status, ENDED))
    .order_by(Call.at.desc(), Call.id.desc())
    .limit(literal_column(str(MOST)))
)


def health_of(
    connection: HotConnection, lines: Collection[str], hours: Callable[[str], Hours], person: bytes, now: datetime
) -> dict[str, Health]:
    """The health of lines today, for one person. hours: of the office that a line belongs to.

    How calls ended is known of the number: what came of an extension the network does not tell, and where the switchboard is
    dead all its extensions are. Who called a line wrong spoke of the extension: the other desks behind the number are right.
    One query, and one more for each number whose last call went badly.
    """
    numbers = {split_line(line)[0]: line for line in lines}
    found = _health_of(connection, {*lines, *numbers}, lambda line: hours(numbers.get(line, line)), person, now)
    return {line: found[line] if line in numbers else _behind(found[split_line(line)[0]], found[line]) for line in lines}


def _behind(number: Health, extension: Health) -> Health:
    return replace(extension, cool_down_until=number.cool_down_until)


def _health_of(
    connection: HotConnection, lines: Collection[str], hours: Callable[[str], Hours], person: bytes, now: datetime
) -> dict[str, Health]:
    health = dict.fromkeys(lines, WELL)
    since, full_since = now - LONGEST_COOL_DOWN, now - MAILBOX_RESTS
    asked = {"lines": list(health), "person": person, "since": since, "full_since": full_since}
    for line, badly, reports, mine, full_at in _TROUBLED[connection.dialect.name].all(connection, asked):
        endings = [Ending(*row) for row in connection.full.execute(_ENDINGS, {"line": line})] if badly else []
        health[line] = Health(
            cool_down_until=find_cool_down(endings, partial(office_is_open, hours(line))),
            reports=reports,
            mine=bool(mine),
            full_until=full_at + MAILBOX_RESTS if full_at else None,
        )
    return health


class WellLines:
    """Lines of which nothing bad was known a moment ago, in this process: they need not be asked about at every turn. Those
    with an extension, which are few, always are: something may have happened to any line of their number."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}

    def of(self, lines: Iterable[str], now: datetime) -> set[str]:
        """Those of these lines that were well within the last five seconds."""
        # Looked at once: another thread may forget a line meanwhile.
        seen = [(line, at) for line in lines if (at := self._seen.get(line)) is not None]
        return {line for line, at in seen if timedelta() <= now - at < STILL_WELL}

    def note(self, health: Mapping[str, Health], now: datetime) -> None:
        """How lines were found now."""
        self._seen.update({line: now for line, known in health.items() if known == WELL and line == split_line(line)[0]})

    def clear(self) -> None:
        """Ask about all lines again."""
        self._seen.clear()

    def forget(self, lines: Iterable[str]) -> None:
        """Something happened to these lines: they are asked about again."""
        for line in lines:
            self._seen.pop(split_line(line)[0], None)


def flagged_lines(
    connection: HotConnection, lines: Collection[str], hours: Callable[[str], Hours], now: datetime
) -> frozenset[str]:
    """Which of these lines are offered to nobody now."""
    health = health_of(connection, lines, hours, b"", now)
    return frozenset(line for line, known in health.items() if known.is_flagged(now))


_CALLS_SINCE = (
    select(Call.line, func.count())
    .where(Call.line.in_(bindparam("lines", expanding=True)), Call.at >= bindparam("since"), Call.status != WEB)
    .group_by(Call.line)
)


def calls_since(connection: Connection, lines: Iterable[str], since: datetime) -> dict[str, int]:
    """How many calls each of these lines had since then, where it had any."""
    return {line: count for line, count in connection.execute(_CALLS_SINCE, {"lines": list(lines), "since": since})}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTally:
    """All that is on record of a line: an official it was dialled for, how calls ended, how the last one did. Calls are counted
    by the number, whatever extension was dialled; who called an extension wrong makes a line of its own."""

    line: str
    official: str
    calls: int
    answered: int
    busy: int
    no_answer: int
    failed: int
    last: str
    last_at: datetime | None


def line_tallies(connection: Connection) -> list[LineTally]:
    """Every line that was called or reported, wrong or full."""
    counts = [func.sum(case((Call.status == status, 1), else_=0)).label(status) for status in ENDED]
    called = connection.execute(
        select(Call.line, func.max(Call.official).label("official"), func.count().label("calls"), *counts)
        .where(Call.status != WEB)
        .group_by(Call.line)
        .order_by(Call.line)
    ).all()
    newest = select(Call.line, func.max(Call.id).label("id")).where(Call.status.in_(ENDED)).group_by(Call.line).subquery()
    last = {
        row.line: row
        for row in connection.execute(select(Call.line, Call.status, Call.at).join(newest, newest.c.id == Call.id))
    }
    found = [
        LineTally(
            line=row.line,
            official=row.official,
            calls=row.calls,
            answered=row.answered,
            busy=row.busy,
            no_answer=row.no_answer,
            failed=row.failed,
            last=last[row.line].status if row.line in last else "",
            last_at=last[row.line].at if row.line in last else None,
        )
        for row in called
    ]
    known = {tally.line for tally in found}
    reported = select(LineReport.line, func.max(LineReport.official).label("official")).group_by(LineReport.line)
    full = select(FullMailbox.line, FullMailbox.official).where(FullMailbox.line.not_in(select(LineReport.line)))
    found += [
        LineTally(
            line=row.line, official=row.official, calls=0, answered=0, busy=0, no_answer=0, failed=0, last="", last_at=None
        )
        for row in (*connection.execute(reported), *connection.execute(full))
        if row.line not in known
    ]
    return sorted(found, key=lambda tally: tally.line)


def clear_reports(connection: Connection, line: str) -> int:
    """Forget who reported a line wrong, and that its mailbox was full; how many reports there were."""
    full = connection.execute(delete(FullMailbox).where(FullMailbox.line == line)).rowcount
    return full + connection.execute(delete(LineReport).where(LineReport.line == line)).rowcount
