"""When alerts may reach somebody: the hours that are set up, in every zone and state they may live in. The rules are in
bot/quiet_hours.py, the holidays those on which offices are closed."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from bot.config import Settings
from bot.officials.office_hours import FIXED, holidays_of
from bot.people.time_zones import whereabouts
from bot.quiet_hours import ANY_STATE, STATE_HOURS, is_open, parse_window

Open = Callable[[str, datetime], bool]


def opening_hours(settings: Settings) -> Open:
    """May a text go out at a moment to somebody of these zones, as a supporter's row names them? To nobody without any."""
    hours = parse_window(settings.alert_hours)

    def may(zone: str, at: datetime) -> bool:
        where = whereabouts(zone)
        return bool(where.zones) and is_open(where.zones, at, hours, where.states, is_holiday)

    return may


@lru_cache(maxsize=1024)
def is_holiday(state: str, day: date) -> bool:
    """A legal holiday of a state, on the day itself as on the one on which offices keep it; of ANY_STATE: of any of them."""
    if (day.month, day.day) in FIXED:
        return True
    states = [each for each in STATE_HOURS if each != ANY_STATE] if state == ANY_STATE else [state]
    return any(day in holidays_of(each, day.year) for each in states)
