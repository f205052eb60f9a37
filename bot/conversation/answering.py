"""When we answer no more: who was not understood three times in an hour, and who has had a day's replies. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

MISSES = 3
WITHIN = timedelta(hours=1)


def note_miss(misses_at: Sequence[str], now: datetime) -> tuple[str, ...]:
    """The misses that count with one of now, as ISO 8601. With the third nothing is forgotten any more: only something that is
    understood ends the silence."""
    lately = tuple(at for at in misses_at if now - datetime.fromisoformat(at) < WITHIN)
    return (*lately, now.astimezone(UTC).isoformat(timespec="seconds"))


def is_silent(misses_at: Sequence[str]) -> bool:
    """Do they hear nothing, until we understand them?"""
    return len(misses_at) >= MISSES


def day_of(now: datetime) -> str:
    """The day (UTC) that replies are counted on."""
    return now.astimezone(UTC).date().isoformat()


def replies_today(replies: int, on: str, now: datetime) -> int:
    """How many replies they have had today, of `replies` counted on the day `on`."""
    return replies if on == day_of(now) else 0
