"""Whose texts are answered at all, by the country of their number, and how many answers an hour all of one get together.

Made-up senders cost money by each answer, and there are more of them than any limit for one number holds. Counted by each
process for itself, so that nobody who is answered waits for it.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.telephony import country_of


def hour_of(now: datetime) -> str:
    """The hour (UTC) in which answers count together."""
    return now.astimezone(UTC).isoformat()[: len("2026-11-23T18")]  # strftime takes ten times as long


class ReplyBudgets:
    """`an_hour`: answers by country, as settings.reply_budgets gives them; other countries get none."""

    def __init__(self, an_hour: Mapping[str, int]) -> None:
        self._an_hour, self._lock = an_hour, threading.Lock()
        self._hour, self._given = "", Counter[str]()

    def serves(self, phone: str) -> bool:
        """Is a number of this country ever answered?"""
        return country_of(phone) in self._an_hour

    def is_spent(self, phone: str, now: datetime) -> bool:
        """Have all numbers of its country had as many answers this hour as there are?"""
        country = country_of(phone)
        with self._lock:
            return self._of_this_hour(now)[country] >= self._an_hour.get(country, 0)

    def count(self, phone: str, now: datetime) -> None:
        """It was answered once."""
        with self._lock:
            self._of_this_hour(now)[country_of(phone)] += 1

    def _of_this_hour(self, now: datetime) -> Counter[str]:
        hour = hour_of(now)
        if hour != self._hour:
            self._hour, self._given = hour, Counter()
        return self._given
