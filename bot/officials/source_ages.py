"""How old a source may be before what it says is not relied on. Lines on the map do not age: they have a last day instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeLimit:
    """Days after a source's date: from `warn` on `flask data check` warns, past `refuse` nobody of it is named."""

    warn: int
    refuse: int
    why: str


LIMITS: Mapping[str, AgeLimit] = {
    "congress-legislators": AgeLimit(
        warn=180,
        refuse=365,
        why="terms and their ends are in it; between elections about one seat in forty changes hands in a year",
    ),
    "officeholders": AgeLimit(
        warn=365,
        refuse=730,
        why="looked up one by one; terms and their ends are in it, and of governors one in fifty leaves before in a year",
    ),
    "openstates-people": AgeLimit(
        warn=180,
        refuse=365,
        why="legislators' ends of term are not in it, elections have a table of their own; some four in a hundred seats change "
        "hands in a year without one, and every second November most are elected anew",
    ),
    **{
        source: AgeLimit(
            warn=365,
            refuse=730,
            why="ends of term are in it or follow from the next election; resignations are not",
        )
        for source in ("civicpatch", "city-councils")
    },
}


def is_stale(source: str, as_of: date, today: date) -> bool:
    """Is a record of this source too old to name anyone? A source without a limit (a local list) never is."""
    limit = LIMITS.get(source)
    return limit is not None and (today - as_of).days > limit.refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAge:
    """How old a source is, in days, and what follows: "stale" (nobody of it is named), "old" (soon so), else "fresh".
    limit: from when on it will be stale, None where it never is."""

    source: str
    as_of: date
    days: int
    state: str
    limit: int | None


def source_ages(days: Mapping[str, date], today: date) -> list[SourceAge]:
    """The age of each source."""
    found = []
    for source, day in days.items():
        limit, age = LIMITS.get(source), (today - day).days
        state = "fresh" if limit is None or age <= limit.warn else "old" if age <= limit.refuse else "stale"
        found.append(SourceAge(source=source, as_of=day, days=age, state=state, limit=limit.refuse if limit else None))
    return found


def old_sources(days: Mapping[str, date], today: date) -> list[str]:
    """A sentence for each source that is stale or soon will be."""
    found = []
    for source, day in days.items():
        limit, age = LIMITS.get(source), (today - day).days
        if limit and age > limit.refuse:
            found.append(f"{source} is {age} days old, more than {limit.refuse}: nobody of it is named; run: flask data update")
        elif limit and age > limit.warn:
            found.append(f"{source} is {age} days old; past {limit.refuse} nobody of it is named; run: flask data update")
    return found
