"""Times as pages show them: on the clock of the organizer, or in UTC where that is not known."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import request

UTC = ZoneInfo("UTC")


def zone() -> ZoneInfo:
    """The time zone of who looks: their browser tells it in a cookie."""
    name = request.cookies.get("zone", "")
    try:
        return ZoneInfo(name) if name and len(name) < 40 else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def minute_text(moment: datetime | None) -> str:
    """A time to the minute, with its day: "2026-11-30 21:05"."""
    return moment.astimezone(zone()).strftime("%Y-%m-%d %H:%M") if moment else ""


def moment_text(moment: datetime | None) -> str:
    """The same, and whose clock it is: "2026-11-30 21:05 PST"."""
    return moment.astimezone(zone()).strftime("%Y-%m-%d %H:%M %Z") if moment else ""


def day_text(day: date | None) -> str:
    """A day: "2026-11-30"."""
    return day.isoformat() if day else ""
