"""Divisions as a supporter's row keeps them: each after the name of its boundaries, so that old ones are not believed."""

from collections.abc import Mapping
from datetime import date

from bot.officials.directory import Directory
from bot.officials.levels import LEVELS, WARD, Level


def keep_dated(directory: Directory, divisions: Mapping[Level, str], today: date) -> dict[str, str]:
    """What a choice settled, as it may be kept: each division after the name of its lines."""
    return {level: f"{directory.vintages.of(level, division, today)} {division}" for level, division in divisions.items()}


def keep_geocoded(directory: Directory, divisions: Mapping[Level, str], today: date) -> dict[str, str]:
    """The same of what an address settled: a ward comes after the boundaries that told it, which are somebody's file."""
    kept = keep_dated(directory, divisions, today)
    if ward := divisions.get(WARD):
        kept[WARD] = f"{directory.wards.version(ward)} {ward}"
    return kept


def in_force(directory: Directory, divisions: Mapping[str, str], today: date) -> dict[str, str]:
    """The divisions of what was kept. Whatever has other lines by now is left out: they may live elsewhere in them."""
    found = {level: entry.rpartition(" ") for level, entry in divisions.items()}
    return {
        level: division
        for level in LEVELS
        if level in found
        for name, _, division in [found[level]]
        if name in _lines(directory, level, division, today)
    }


def _lines(directory: Directory, level: Level, division: str, today: date) -> tuple[str, ...]:
    """The names of the lines that count today. Who chose a ward said its number, by whatever lines."""
    if level == WARD:
        return "", directory.wards.version(division)
    return (directory.vintages.of(level, division, today),)
