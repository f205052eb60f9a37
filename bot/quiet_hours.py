"""Quiet hours: when a text that we start may reach somebody. Pure; the clock and the time zones come as arguments.

The federal hours are 8 to 21 in the recipient's own time (47 CFR 64.1200(c)(1)); several states are stricter. 9 to 20, on
Sundays from 12, holds in nearly all of them, so that is what we keep, and a setting may only narrow it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

EARLIEST, LATEST = time(8), time(21)
SUNDAY = 6

# The zones of the states and territories, under the names that numbering plans give them.
US_ZONES = (
    "America/Adak",
    "America/Anchorage",
    "America/Boise",
    "America/Chicago",
    "America/Denver",
    "America/Juneau",
    "America/Los_Angeles",
    "America/New_York",
    "America/North_Dakota/Center",
    "America/Phoenix",
    "America/Puerto_Rico",
    "America/St_Thomas",
    "Pacific/Guam",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
    "Pacific/Saipan",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The hours of a day in which texts go out, in the recipient's own time: from `start`, on Sundays from `sunday_start`,
    until just before `end`.

    Raises ValueError where that is not within 8 to 21, or leaves no hours.
    """

    start: time = time(9)
    end: time = time(20)
    sunday_start: time = time(12)

    def __post_init__(self) -> None:
        if not EARLIEST <= self.start < self.end <= LATEST:
            raise ValueError(f"texts may go out within 8-21, and not {_hours(self)}; write for example 9-20")
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


@lru_cache(maxsize=4096)
def _zones_of_area(code: str) -> tuple[str, ...]:
    # Eleven megabytes, which only the process that sends broadcasts needs.
    from phonenumbers.tzdata import TIMEZONE_DATA

    # By the whole area code, not the exchange: who keeps a number when they move keeps it within their part of the country at
    # best, and mobile exchanges are nowhere in particular.
    found = {zone for prefix, zones in TIMEZONE_DATA.items() if prefix.startswith(code) for zone in zones}
    return tuple(sorted(found & set(US_ZONES))) or US_ZONES


def zones_of_number(phone: str) -> tuple[str, ...]:
    """Every time zone that the area code of an E.164 number may mean, sorted, by IANA name; only those of the United States.

    All of them where the area code tells nothing: toll-free and other numbers without a place, new area codes, numbers of
    other countries. Texts then go out only when it is no quiet hour anywhere in the country.
    """
    return _zones_of_area(phone[1:5]) if phone.startswith("+1") and len(phone) == len("+12535550100") else US_ZONES


# --- When ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def is_open(zones: Sequence[str], now: datetime, window: Window) -> bool:
    """May a text go out now to somebody who lives in one of these zones? Only if it may in every one of them.

    `now` has a time zone. Raises ValueError without zones or without the clock's zone, KeyError for a zone unknown here.
    """
    if not zones or now.tzinfo is None:
        raise ValueError("quiet hours need at least one time zone, and a clock that has one")
    for name in zones:
        local = now.astimezone(_zone(name))
        if not window.opening(local.date()) <= local.time() < window.end:
            return False
    return True
