"""Divisions as a supporter's row keeps them: each after the name of its boundaries, so that old ones are not believed."""

from collections.abc import Mapping
from datetime import date

from bot.officials.directory import Directory
from bot.officials.levels import LEVELS, Level


def keep_dated(directory: Directory, divisions: Mapping[Level, str], today: date) -> dict[str, str]:
    """What an address or a choice settled, as it may be kept: each division after the name of its lines."""
    return {level: f"{directory.vintages.of(level, division, today)} {division}" for level, division in divisions.items()}


def in_force(directory: Directory, divisions: Mapping[str, str], today: date) -> dict[str, str]:
    """The divisions of what was kept. Whatever has other lines by now is left out: they may live elsewhere in them."""
    found = {level: entry.rpartition(" ") for level, entry in divisions.items()}
    vintage = directory.vintages.of
    return {
        level: division
        for level in LEVELS
        if level in found
        for name, _, division in [found[level]]
        if vintage(level, division, today) == name
    }
