"""Holidays of the years to come, worked out once by the library `holidays` for a table, so that no server has to load it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.officials.divisions import STATES
from bot.officials.tables import write_table

YEARS = 8  # further ahead, more laws will have changed than the table is worth


def build_calendar(out: Path, first: int) -> tuple[int, int]:
    """Write holidays.tsv from the year `first` on; how many rows it has, and bytes."""
    found = [
        (state, day.isoformat(), name)
        for state in ("", *sorted(STATES))
        for year in range(first, first + YEARS)
        for day, name in weekdays_off(state, year)
    ]
    return len(found), write_table(out, "holidays.tsv", found)


def weekdays_off(state: str, year: int) -> Iterator[tuple[date, str]]:
    """The weekdays of a year that the library calls holidays, and their names: federal ones with "", else a state's list."""
    # Here, because it loads every country there is: 13 MB in half a second.
    import holidays

    for day, name in sorted(holidays.country_holidays("US", subdiv=state or None, years=year).items()):
        if day.weekday() < 5:
            yield day, name
