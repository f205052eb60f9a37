"""`flask data update`: collect, build, check, compare, and only then swap. Whatever goes wrong before that changes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.civic_data.build import Report, build_tables
from bot.civic_data.changes import Changes, compare_tables
from bot.civic_data.data_check import check_data
from bot.civic_data.origins import OnProgress, OriginRequest, collect_sources, keep_sources
from bot.officials.divisions import state_of
from bot.officials.records import OfficialRecord, read_records
from bot.officials.table_versions import Versions, source_days
from bot.officials.tables import DataError

SHOWN = 20  # errors; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How many of a role there may be. least, most: in the country, 0 for no bound. kept: of those on record now, at least.

    by_state: `kept` holds for each state by itself, so that no state can go missing among the others.
    """

    kept: float
    by_state: bool
    why: str
    least: int = 0
    most: int = 0


BOUNDS: Mapping[str, Bound] = {
    "us_senator": Bound(
        kept=0.5, by_state=True, why="two a state; five vacancies at once would be a record", least=95, most=100
    ),
    "us_representative": Bound(
        kept=0.5, by_state=True, why="435 members and 6 delegates; no more than a handful are ever vacant", least=425, most=441
    ),
    "state_upper": Bound(kept=0.8, by_state=True, why="an election exchanges members, it does not remove a fifth of a chamber"),
    "state_lower": Bound(kept=0.8, by_state=True, why="the same"),
    "governor": Bound(kept=0.9, by_state=False, why="one a state, and rows of predecessors"),
    "mayor": Bound(kept=0.8, by_state=False, why="a list that volunteers keep: it grows and shrinks by a few"),
}
OTHERS = Bound(kept=0.8, by_state=False, why="no list loses a fifth of itself from one time to the next")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an update did. version: the folder that counts now, None where nothing was swapped."""

    changes: Changes
    report: Report
    warnings: tuple[str, ...]
    version: Path | None


def update_tables(
    request: OriginRequest,
    versions: Versions,
    now: datetime,
    on_progress: OnProgress,
    *,
    allow_older: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Bring the installation's tables up to date, all of them or none. Raises DataError: which file, what, and the mend."""
    with versions.workspace() as work:
        days = collect_sources(request, work / "sources", on_progress)
        if not allow_older:
            _refuse_older(days, source_days(request.in_use))
        report = build_tables(work / "sources", work / "tables", as_of=days)
        found = check_data(work / "tables", request.today, versions.shipped)
        if found.errors:
            more = f"\nand {len(found.errors) - SHOWN} more" if len(found.errors) > SHOWN else ""
            raise DataError(
                "\n".join(found.errors[:SHOWN]) + f"{more}\nno fit tables come of these sources; nothing was changed"
            )
        _refuse_losses(*(read_records(tables, versions.shipped) for tables in (request.in_use, work / "tables")))
        changes = compare_tables(request.in_use, work / "tables", versions.shipped)
        if changes.same or dry_run:
            return Outcome(changes=changes, report=report, warnings=(*found.files, *found.warnings), version=None)
        keep_sources(work / "sources", work / "tables")
        return Outcome(
            changes=changes, report=report, warnings=(*found.files, *found.warnings), version=versions.put(work / "tables", now)
        )


def _refuse_older(days: Mapping[str, object], have: Mapping[str, object]) -> None:
    older = [
        f"{source}: as of {day}, older than the {have[source]} we have; wait for a newer one, or --allow-older"
        for source, day in days.items()
        if source in have and str(day) < str(have[source])
    ]
    if older:
        raise DataError("\n".join(older))


def _refuse_losses(before: Iterable[OfficialRecord], after: Iterable[OfficialRecord]) -> None:
    """Raises DataError where so many are gone that half of a file is the likelier reason than an election."""
    had, have = _count(before), _count(after)
    problems = []
    for role in sorted({role for role, _ in had | have}):
        bound = BOUNDS.get(role, OTHERS)
        total, was = (sum(number for (of, _), number in found.items() if of == role) for found in (have, had))
        if total < bound.least or (bound.most and total > bound.most):
            problems.append(f"{role}: {total}, not {bound.least} to {bound.most} ({bound.why})")
        if total < bound.kept * was:
            problems.append(f"{role}: {total} instead of {was} ({bound.why})")
        for (_, state), number in sorted((key, number) for key, number in had.items() if key[0] == role and bound.by_state):
            left = have[role, state]
            if left < bound.kept * number and not (left and number - left <= 1):
                problems.append(f"{role} in {state}: {left} instead of {number} ({bound.why})")
    if problems:
        raise DataError("\n".join([*problems, "a part of a file is missing; nothing was changed, fetch it again later"]))


def _count(records: Iterable[OfficialRecord]) -> Counter[tuple[str, str]]:
    states = ((record.role, state_of(record.division)) for record in records)
    return Counter((role, state.code) for role, state in states if state)
