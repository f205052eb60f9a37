"""How lines did, out of the tables of calls and reports. What follows from it is decided in bot/officials/health.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Connection, bindparam, case, delete, func, literal, select, union_all

from bot.models import Call, LineReport
from bot.officials.health import ENDED, MOST, Ending, Health, rests_until
from bot.officials.hours import Hours, is_open

MINE, THEIRS = "mine", "theirs"


@lru_cache(maxsize=64)
def _latest(lines: int) -> CompoundSelect[Any]:
    """The last endings of so many lines, and who reported them: made once for each number of lines, as making it is dear."""
    names: list[BindParameter[str]] = [bindparam(f"line_{n}") for n in range(lines)]
    endings = [
        select(
            select(Call.line, Call.status, Call.at)
            .where(Call.line == name, Call.status.in_(ENDED))
            .order_by(Call.at.desc(), Call.id.desc())
            .limit(MOST)
            .subquery()
        )
        for name in names
    ]
    whose = case((LineReport.person == bindparam("person"), literal(MINE)), else_=literal(THEIRS))
    return union_all(*endings, select(LineReport.line, whose, LineReport.at).where(LineReport.line.in_(names)))


def health_of(connection: Connection, offices: Mapping[str, Hours], person: bytes) -> dict[str, Health]:
    """The health of lines, for one person, in one query. offices: number -> the office's hours."""
    if not offices:
        return {}
    values = {f"line_{n}": line for n, line in enumerate(offices)}
    rows = connection.execute(_latest(len(offices)), {**values, "person": person}).all()
    endings: dict[str, list[Ending]] = {line: [] for line in offices}
    reports: dict[str, list[str]] = {line: [] for line in offices}
    for line, status, at in rows:
        if status in ENDED:
            endings[line].append(Ending(status, at))
        else:
            reports[line].append(status)
    return {
        line: Health(
            rests_until(sorted(endings[line], key=attrgetter("at"), reverse=True), partial(is_open, hours)),
            len(reports[line]),
            MINE in reports[line],
        )
        for line, hours in offices.items()
    }


_CALLS_SINCE = (
    select(Call.line, func.count())
    .where(Call.line.in_(bindparam("lines", expanding=True)), Call.at >= bindparam("since"))
    .group_by(Call.line)
)


def calls_since(connection: Connection, lines: Iterable[str], since: datetime) -> dict[str, int]:
    """How many calls each of these lines had since then, where it had any."""
    return {line: count for line, count in connection.execute(_CALLS_SINCE, {"lines": list(lines), "since": since})}


@dataclass(frozen=True, slots=True)
class Tally:
    """All that is on record of a line: an official it was dialled for, how calls ended, how the last one did."""

    line: str
    official: str
    calls: int
    answered: int
    busy: int
    no_answer: int
    failed: int
    last: str
    last_at: datetime | None


def tallies(connection: Connection) -> list[Tally]:
    """Every line that was called or reported."""
    counts = [func.sum(case((Call.status == status, 1), else_=0)).label(status) for status in ENDED]
    called = connection.execute(
        select(Call.line, func.max(Call.official).label("official"), func.count().label("calls"), *counts)
        .group_by(Call.line)
        .order_by(Call.line)
    ).all()
    newest = select(Call.line, func.max(Call.id).label("id")).where(Call.status.in_(ENDED)).group_by(Call.line).subquery()
    last = {
        row.line: row
        for row in connection.execute(select(Call.line, Call.status, Call.at).join(newest, newest.c.id == Call.id))
    }
    found = [
        Tally(
            *(row.line, row.official, row.calls, row.answered, row.busy, row.no_answer, row.failed),
            last=last[row.line].status if row.line in last else "",
            last_at=last[row.line].at if row.line in last else None,
        )
        for row in called
    ]
    known = {tally.line for tally in found}
    reported = select(LineReport.line, func.max(LineReport.official).label("official")).group_by(LineReport.line)
    found += [
        Tally(row.line, row.official, 0, 0, 0, 0, 0, "", None) for row in connection.execute(reported) if row.line not in known
    ]
    return sorted(found, key=lambda tally: tally.line)


def clear(connection: Connection, line: str) -> int:
    """Forget who reported a line; how many had."""
    return connection.execute(delete(LineReport).where(LineReport.line == line)).rowcount
