"""`flask data update`: collect, build, check, compare, and only then swap: what is good, or nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.civic_data.build import BuildReport, build_tables
from bot.civic_data.changes import Changes, compare_tables, keep_changes
from bot.civic_data.data_check import check_data, thin_chambers
from bot.civic_data.hold_back import (
    CONGRESS_SOURCE,
    HOLDABLE,
    WHOLE_TABLES,
    Part,
    note_held_back,
    part_of,
    parts_of,
    take_old_rows,
)
from bot.civic_data.origins import OnProgress, OriginRequest, collect_sources, keep_sources
from bot.civic_data.source_errors import SourceError
from bot.officials.divisions import state_of
from bot.officials.held_back import HeldBack, read_held_back
from bot.officials.office_hours import CONGRESS
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
class UpdateResult:
    """What an update did. held: what keeps its old rows. version: the folder that counts now, None where it is the same."""

    changes: Changes
    report: BuildReport
    warnings: tuple[str, ...]
    held: tuple[HeldBack, ...]
    version: Path | None


def update_tables(
    request: OriginRequest,
    versions: Versions,
    now: datetime,
    on_progress: OnProgress,
    *,
    allow_older: bool = False,
    dry_run: bool = False,
) -> UpdateResult:
    """Bring the installation's tables up to date with what is good: a source, chamber or office that is not keeps its old rows.

    Raises DataError where nothing is good: which file, what, and the mend.
    """
    with versions.workspace() as work:
        sources, tables = work / "sources", work / "tables"
        collected = collect_sources(request, sources, on_progress)
        attempt = _Attempt(sources=sources, tables=tables, in_use=request.in_use, days=collected.days, held=collected.held)
        attempt.check_any_is_good()
        if not allow_older:
            attempt.hold_older()
        report = attempt.build()
        lost = attempt.losses(versions.shipped)
        if congress := [why for part, why in lost.items() if part.role in CONGRESS]:
            attempt.hold(CONGRESS_SOURCE, "; ".join(congress))
            report = attempt.build()
            lost = attempt.losses(versions.shipped)
        take_old_rows(request.in_use, tables, lost)
        found = check_data(tables, request.today, versions.shipped)
        if thin := {
            part_of(count.role, count.state): f"members of only {count.joined} of {count.divisions} districts"
            for count in thin_chambers(found)
        }:
            take_old_rows(request.in_use, tables, thin)
            lost |= thin
            found = check_data(tables, request.today, versions.shipped)
        if found.errors:
            more = f"\nand {len(found.errors) - SHOWN} more" if len(found.errors) > SHOWN else ""
            raise DataError(
                "\n".join(found.errors[:SHOWN]) + f"{more}\nno fit tables come of these sources; nothing was changed"
            )
        whys = attempt.held | {part.said: why for part, why in lost.items()}
        result = UpdateResult(
            changes=compare_tables(request.in_use, tables, versions.shipped),
            report=report,
            warnings=(*found.files, *found.warnings),
            held=note_held_back(request.in_use, tables, whys, request.today),
            version=None,
        )
        if dry_run or _same(request.in_use, tables, result):
            return result
        keep_sources(sources, tables)
        keep_changes(result.changes, tables)
        return replace(result, version=versions.put(tables, now))


def _same(old: Path, new: Path, result: UpdateResult) -> bool:
    return result.changes.same and read_held_back(old) == read_held_back(new)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """An update under way. days: as of when each source is; held: those that are held back, and why."""

    sources: Path
    tables: Path
    in_use: Path
    days: dict[str, date]
    held: dict[str, str]

    def hold(self, source: str, why: str) -> None:
        """Go on without a source. Raises DataError where that is none that the others can do without, or no other is left."""
        if source not in HOLDABLE:
            raise DataError(why)
        self.held[source] = why
        self.check_any_is_good()
        self.days[source] = source_days(self.in_use)[source]

    def check_any_is_good(self) -> None:
        """Raises DataError where all that an update is for is held back."""
        if set(self.held) >= set(HOLDABLE):
            raise DataError("\n".join(self.held.values()))

    def hold_older(self) -> None:
        """Hold back what is older than what is in use."""
        have = source_days(self.in_use)
        for source, day in dict(self.days).items():
            if source in have and day < have[source]:
                self.hold(
                    source,
                    f"{source}: as of {day}, older than the {have[source]} we have; wait for a newer one, or --allow-older",
                )

    def build(self) -> BuildReport:
        """Build the tables of the sources that are good; of the others the old rows."""
        while True:
            try:
                report = build_tables(self.sources, self.tables, as_of=self.days, without=self.held, before=self.in_use)
                break
            except SourceError as problem:
                self.hold(problem.source, str(problem))
        for source in self.held:
            take_old_rows(self.in_use, self.tables, parts_of(source), WHOLE_TABLES.get(source, ()))
        return report

    def losses(self, shipped: Path) -> dict[Part, str]:
        """Offices, chambers by themselves, of which so many are gone that half of a file is the likelier reason."""
        had, have = (_count(read_records(folder, shipped)) for folder in (self.in_use, self.tables))
        lost: dict[Part, str] = {}
        for role in sorted({role for role, _ in had | have}):
            bound = BOUNDS.get(role, OTHERS)
            total, was = (sum(number for (of, _), number in found.items() if of == role) for found in (have, had))
            if total < bound.least or (bound.most and total > bound.most):
                lost[part_of(role, "")] = f"{role}: {total}, not {bound.least} to {bound.most} ({bound.why})"
            elif total < bound.kept * was and not bound.by_state:
                lost[part_of(role, "")] = f"{role}: {total} instead of {was} ({bound.why})"
            for (_, state), number in sorted((key, number) for key, number in had.items() if key[0] == role and bound.by_state):
                left = have[role, state]
                if left <= bound.kept * number and not (left and number - left <= 1):
                    lost.setdefault(part_of(role, state), f"{role} in {state}: {left} instead of {number} ({bound.why})")
        return lost


def _count(records: Iterable[OfficialRecord]) -> Counter[tuple[str, str]]:
    states = ((record.role, state_of(record.division)) for record in records)
    return Counter((role, state.code) for role, state in states if state)
