"""Quiet hours: when a text that we start may reach somebody. Pure; the clock and the time zones come as arguments.

The federal hours are 8 to 21 in the recipient's own time (47 CFR 64.1200(c)(1)); several states are stricter. 9 to 20, on
Sundays from 12, is within the hours of most, so that is what we keep everywhere, and a setting may only narrow it. The states
that are stricter still have a row below. docs/consent.md has all of them with their sources.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

EARLIEST, LATEST, SUNDAY_EARLIEST = time(9), time(20), time(12)
SATURDAY, SUNDAY = 5, 6

# The clocks of the states and territories. Others are of the same clock as one of these, now and in the years to come.
US_ZONES = (
    "America/Adak",
    "America/Anchorage",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/New_York",
    "America/Phoenix",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
)
_SAME_CLOCK: Mapping[str, Sequence[str]] = {
    "America/New_York": (
        "America/Detroit",
        *(f"America/Indiana/{each}" for each in ("Indianapolis", "Marengo", "Petersburg", "Vevay", "Vincennes", "Winamac")),
        *("America/Kentucky/Louisville", "America/Kentucky/Monticello"),
    ),
    "America/Chicago": (
        *("America/Indiana/Knox", "America/Indiana/Tell_City", "America/Menominee"),
        *(f"America/North_Dakota/{each}" for each in ("Beulah", "Center", "New_Salem")),
    ),
    "America/Denver": ("America/Boise",),
    "America/Anchorage": tuple(f"America/{each}" for each in ("Juneau", "Metlakatla", "Nome", "Sitka", "Yakutat")),
    "America/Puerto_Rico": ("America/St_Thomas",),
    "Pacific/Guam": ("Pacific/Chuuk", "Pacific/Saipan"),
    "Pacific/Honolulu": ("Etc/GMT+10",),
    "Pacific/Pago_Pago": ("Etc/GMT+11",),
}
_USUAL = {other: name for name, others in _SAME_CLOCK.items() for other in others}


def usual_name(zone: str) -> str:
    """The name of US_ZONES for the clock of this zone; the zone itself where none of them has it."""
    return _USUAL.get(zone, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The hours of a day in which texts go out, in the recipient's own time: from `start`, on Sundays from `sunday_start`,
    until just before `end`.

    Raises ValueError where that is not within 9 to 20, on Sundays from 12, or leaves no hours.
    """

    start: time = time(9)
    end: time = time(20)
    sunday_start: time = time(12)

    def __post_init__(self) -> None:
        if not EARLIEST <= self.start < self.end <= LATEST:
            raise ValueError(f"texts may go out within 9-20, and not {_hours(self)}; write for example 9-20")
        if self.sunday_start < SUNDAY_EARLIEST:
            raise ValueError(
                f"Sundays begin at 12 at the earliest, and not at {_hour(self.sunday_start)}; write for example 9-20"
            )
        if not self.start <= self.sunday_start < self.end:
            sunday = f"Sundays begin at {_hour(self.sunday_start)}, which is not within {_hours(self)}"
            raise ValueError(f"{sunday}; write for example 9-20, Sunday 12")

    def opening(self, day: date) -> time:
        """When texts begin to go out on a day."""
        return self.sunday_start if day.weekday() == SUNDAY else self.start


_SETTING = re.compile(
    r"(\d\d?(?::\d\d)?)\s*-\s*(\d\d?(?::\d\d)?)(?:\s*,\s*Sundays?\s+(?:from\s+)?(\d\d?(?::\d\d)?))?", re.IGNORECASE
)


def parse_window(setting: str) -> Window:
    """The window that a setting writes as "9-20", "9:30-19" or "10-18, Sunday 13".

    Without a word of Sundays they begin at 12, or with the other days where those begin later. Raises ValueError that says
    what is wrong and what to write instead.
    """
    match = _SETTING.fullmatch(setting.strip())
    try:
        start, end, sunday = (_time(part) for part in match.groups()) if match else (None, None, None)
    except ValueError:
        start = end = None
    if start is None or end is None:
        raise ValueError(f"{setting.strip()!r} are no hours; write for example 9-20, or 9-20, Sunday 12")
    return Window(start=start, end=end, sunday_start=sunday or max(time(12), start))


def _time(text: str | None) -> time | None:
    if text is None:
        return None
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute or 0))


def _hour(moment: time) -> str:
    return str(moment.hour) if not moment.minute else f"{moment:%H:%M}".removeprefix("0")


def _hours(window: Window) -> str:
    return f"{_hour(window.start)}-{_hour(window.end)}"


# --- Whose hours --------------------------------------------------------------------------------------------------------


Hours = tuple[int, int]  # from, and until just before


@dataclass(frozen=True, slots=True, kw_only=True)
class StateHours:
    """Hours of a state that are stricter than ours: on weekdays, Saturdays and Sundays, None for none at all. `zones`: whose
    clocks count there; none: those that its people may be in. `holidays`: do texts go out on the state's legal holidays?"""

    zones: Sequence[str] = ()
    weekdays: Hours = (9, 20)
    saturdays: Hours | None = (9, 20)
    sundays: Hours | None = (12, 20)
    holidays: bool = False

    def on(self, day: date) -> Hours | None:
        """The hours of a day that is no holiday."""
        return {SATURDAY: self.saturdays, SUNDAY: self.sundays}.get(day.weekday(), self.weekdays)


_EASTERN, _CENTRAL, _MOUNTAIN = "America/New_York", "America/Chicago", "America/Denver"
ANY_STATE = "US"  # nobody knows in which: no text goes out on the Sundays and holidays of any
# By postal code. The laws, and what of them could be looked up: docs/consent.md, whose table a test holds against this one.
STATE_HOURS: Mapping[str, StateHours] = {
    "AL": StateHours(zones=(_CENTRAL, _EASTERN), sundays=None),
    "KY": StateHours(zones=(_CENTRAL, _EASTERN), weekdays=(10, 20), saturdays=(10, 20), holidays=True),
    "LA": StateHours(zones=(_CENTRAL,), sundays=None),
    "MS": StateHours(zones=(_CENTRAL,), sundays=None),
    "PA": StateHours(zones=(_EASTERN,)),
    "RI": StateHours(zones=(_EASTERN,), weekdays=(9, 18), saturdays=(10, 17), sundays=None),
    "SD": StateHours(zones=(_CENTRAL, _MOUNTAIN), saturdays=None, sundays=None, holidays=True),
    "UT": StateHours(zones=(_MOUNTAIN,), sundays=None),
    ANY_STATE: StateHours(sundays=None),
}
IsHoliday = Callable[[str, date], bool]  # of a state; of ANY_STATE: of any of them


# --- When ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def is_open(
    zones: Sequence[str],
    now: datetime,
    window: Window,
    states: Sequence[str] = (),
    is_holiday: IsHoliday = lambda state, day: False,
) -> bool:
    """May a text go out now to somebody who lives in one of these zones, and in one of these states? Only if it may in each.

    `states`: of STATE_HOURS. `now` has a time zone. Raises ValueError without zones or without the clock's zone, KeyError for a
    zone or a state unknown here.
    """
    if not zones or now.tzinfo is None:
        raise ValueError("quiet hours need at least one time zone, and a clock that has one")
    for name in zones:
        local = now.astimezone(_zone(name))
        if not window.opening(local.date()) <= local.time() < window.end:
            return False
    return all(_is_open_in(state, zones, now, is_holiday) for state in states)


def _is_open_in(state: str, zones: Sequence[str], now: datetime, is_holiday: IsHoliday) -> bool:
    rule = STATE_HOURS[state]
    # Who is in the state goes by its clocks; whatever else may be meant by their number, that is not there.
    for name in [zone for zone in zones if zone in rule.zones] or rule.zones or zones:
        local = now.astimezone(_zone(name))
        hours = rule.on(local.date())
        if hours is None or not hours[0] <= local.hour < hours[1]:
            return False
        if not rule.holidays and is_holiday(state, local.date()):
            return False
    return True
