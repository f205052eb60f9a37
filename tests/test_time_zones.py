"""The zones that a supporter's row keeps: whole names, never cut, and as strict as all that their number may mean."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.people.time_zones import ANYWHERE, BETWEEN, LONGEST, zones_of
from bot.quiet_hours import US_ZONES, Window, is_open, zones_of_number

CASES = {
    "a ZIP code tells": ("98402", "+12125550142", "America/Los_Angeles"),
    "an area code tells": (None, "+12125550142", "America/New_York"),
    "an area code in two zones": (None, "+18505550142", "America/Chicago|America/New_York"),
    "toll-free may be anywhere": (None, "+18005550142", BETWEEN.join(ANYWHERE)),
    "abroad may be anywhere": (None, "+525512345678", BETWEEN.join(ANYWHERE)),
    "a ZIP code that is none": ("00000", "+12125550142", "America/New_York"),
    "withheld": ("98402", None, None),
}


@pytest.mark.parametrize("case", CASES)
def test_zones_of_a_supporter(case: str) -> None:
    zip, phone, zones = CASES[case]
    assert zones_of(zip, phone) == zones


def test_no_area_code_has_more_than_the_column_holds_and_none_is_cut() -> None:
    for code in range(200, 1000):
        kept = zones_of(None, f"+1{code}5550142")
        assert kept and len(kept) <= LONGEST
        assert set(kept.split(BETWEEN)) <= set(US_ZONES)


def test_three_zones_are_as_strict_as_all_of_the_country() -> None:
    window = Window()
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    opened = 0
    while moment < datetime(2027, 1, 1, tzinfo=UTC):
        open_everywhere = is_open(zones_of_number("+18005550142"), moment, window)
        assert is_open(ANYWHERE, moment, window) == open_everywhere, moment
        opened += open_everywhere
        moment += timedelta(minutes=30)
    assert opened > 300, "there are such hours"
