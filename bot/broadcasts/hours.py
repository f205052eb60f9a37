"""When alerts may reach somebody: the hours that are set up, in every zone they may live in. The rules are in bot/consent."""

from collections.abc import Callable
from datetime import datetime

from bot.config import Settings
from bot.consent.quiet import Window, is_open, parse_window
from bot.zones import BETWEEN

Open = Callable[[str, datetime], bool]


def window(settings: Settings) -> Window:
    """The hours of a day, Sundays' own start among them; whichever ends first is the end of all days."""
    days, sundays = parse_window(settings.alert_hours), parse_window(settings.alert_hours_sunday)
    return Window(days.start, min(days.end, sundays.end), max(days.start, sundays.start))


def opening_hours(settings: Settings) -> Open:
    """May a text go out at a moment to somebody of these zones, as a supporter's row names them? To nobody without any."""
    hours = window(settings)

    def may(zone: str, at: datetime) -> bool:
        return bool(zone) and is_open(zone.split(BETWEEN), at, hours)

    return may
