"""How many street addresses one phone may have looked up, and whatever else is counted like them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.context import LOOKUPS, LOOKUPS_WITHHELD
from bot.rate_limit import Allowance

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA, BEN, WITHHELD = b"ada", b"ben", b""


def taken(allowance: Allowance, person: bytes, times: int, at: datetime = NOON) -> int:
    return sum(allowance.take(person, at) for _ in range(times))


@pytest.mark.parametrize(
    ("person", "hour", "day"),
    [pytest.param(ADA, 5, 10, id="a phone"), pytest.param(WITHHELD, 30, 100, id="all withheld numbers together")],
)
def test_so_many_within_an_hour_and_so_many_within_a_day(person: bytes, hour: int, day: int) -> None:
    allowance = Allowance(LOOKUPS, LOOKUPS_WITHHELD)
    assert taken(allowance, person, hour + 20) == hour
    assert taken(allowance, person, 1, NOON + timedelta(minutes=59)) == 0
    assert sum(taken(allowance, person, hour, NOON + timedelta(hours=passed)) for passed in range(1, 24)) == day - hour
    assert taken(allowance, person, hour, NOON + timedelta(hours=24)) == hour


def test_one_phone_does_not_use_up_what_another_may() -> None:
    allowance = Allowance(LOOKUPS, LOOKUPS_WITHHELD)
    taken(allowance, ADA, 50)
    taken(allowance, WITHHELD, 50)
    assert taken(allowance, BEN, 50) == 5


def test_who_asked_is_forgotten_after_a_day() -> None:
    allowance = Allowance(LOOKUPS, LOOKUPS_WITHHELD)
    for person in (ADA, WITHHELD):
        taken(allowance, person, 3)
    assert taken(allowance, BEN, 1, NOON + timedelta(hours=24)) == 1
    assert list(allowance._times) == [BEN]
