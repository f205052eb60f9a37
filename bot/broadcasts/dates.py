"""Times as an organizer writes them: on their own clock, in their own zone. Pure; gives UTC."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.locale.flaws import Flaw, flaw
from bot.officials.office_hours import CAPITAL_ZONES

# What people call their time zone.
NAMES: Mapping[str, str] = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "arizona": "America/Phoenix",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "puerto rico": "America/Puerto_Rico",
    "utc": "UTC",
}
WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)[T ]+(\d{1,2}:\d\d)(?::00)?(?: +([A-Z]{3,5}|[+-]\d\d(?:\d\d)?))?")
SPAN = re.compile(r"(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?)")
YEARS = range(2000, 2200)  # what is reckoned with others of these is still a time
UNITS: Mapping[str, timedelta] = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


class InvalidDateTime(Exception):
    """What is wrong with a time as it was written."""

    def __init__(self, found: Flaw) -> None:
        self.found = found
        super().__init__(str(found))


def zone_named(word: str) -> str:
    """ "Pacific", "WA" or "America/Los_Angeles" -> the last. Raises InvalidDateTime for no zone."""
    name = NAMES.get(word.casefold()) or CAPITAL_ZONES.get(word.upper()) or word
    if name not in available_timezones():
        raise InvalidDateTime(flaw("no_zone", word=word, known=", ".join(each.title() for each in NAMES)))
    return name


def read_local_moment(written: str, zone: str) -> datetime:
    """ "2026-11-23 18:00" on a zone's clock, in UTC; of an hour that comes twice the first, or the one that is named:
    "2026-11-01 01:30 EST".

    Raises InvalidDateTime for what is no time, or one that the clocks leave out when summer time begins.
    """
    return moments(written, zone)[0]


def moments(written: str, zone: str) -> list[datetime]:
    """The same, and of an hour that comes twice, as summer time ends, both; the first comes first."""
    match = WRITTEN.fullmatch(written.strip())
    try:
        naive = datetime.fromisoformat(f"{match[1]}T{match[2].zfill(5)}") if match else None
    except ValueError:
        naive = None
    if naive is None or naive.year not in YEARS:
        raise InvalidDateTime(flaw("no_time", written=written))
    local = naive.replace(tzinfo=ZoneInfo(zone))
    there = local.astimezone(UTC)
    if there.astimezone(local.tzinfo).replace(tzinfo=None) != naive:
        raise InvalidDateTime(flaw("time_left_out", written=written, zone=zone))
    found = sorted({there, local.replace(fold=1).astimezone(UTC)})
    assert match is not None
    if not match[3]:
        return found
    named = [each for each in found if f"{each.astimezone(local.tzinfo):%Z}" == match[3]]
    if not named:
        names = " / ".join(f"{each.astimezone(local.tzinfo):%Z}" for each in found)
        raise InvalidDateTime(flaw("time_not_there", written=written, zone=zone, known=names))
    return named


def read_span(written: str) -> timedelta | None:
    """ "24 h", "90 minutes", "2 days"; None for anything else."""
    match = SPAN.fullmatch(written.strip().casefold())
    return int(match[1]) * UNITS[match[2][0]] if match else None


def read_alert_day(written: str) -> date:
    """ "2026-01-31". Raises InvalidDateTime for no day."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise InvalidDateTime(flaw("no_day", written=written)) from None
