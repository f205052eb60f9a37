"""Days of the results: from midnight to midnight on the organization's clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a time zone. Moments are in UTC."""

    zone: ZoneInfo

    def day_of(self, moment: datetime) -> date:
        """The day that a moment is in."""
        return moment.astimezone(self.zone).date()

    def begin(self, day: date) -> datetime:
        """The first moment of a day."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def end(self, day: date) -> datetime:
        """The first moment after it: a day may have 23 hours, or 25."""
        return self.begin(day + DAY)


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
