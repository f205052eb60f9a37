"""When alerts may reach somebody: the hours that are set up, in every zone they may live in. The rules are in bot/reading."""

from collections.abc import Callable
from datetime import datetime

from bot.config import Settings
from bot.people.time_zones import BETWEEN
from bot.quiet_hours import is_open, parse_window

Open = Callable[[str, datetime], bool]


def opening_hours(settings: Settings) -> Open:
    """May a text go out at a moment to somebody of these zones, as a supporter's row names them? To nobody without any."""
    hours = parse_window(settings.alert_hours)

    def may(zone: str, at: datetime) -> bool:
        return bool(zone) and is_open(zone.split(BETWEEN), at, hours)

    return may
