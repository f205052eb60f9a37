"""Where a supporter may be, as their row keeps it: whole names, never cut, and as strict as all that may be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.officials.zip_listing import zip_entries
from bot.people.time_zones import ANYWHERE, BETWEEN, LONGEST, STATE, whereabouts, zones_of, zones_of_number
from bot.quiet_hours import ANY_STATE, STATE_HOURS, US_ZONES, Window, is_open, usual_name

NEW_YORK, CHICAGO, DENVER, PHOENIX = "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"
LOS_ANGELES, GUAM, HONOLULU, SAMOA = "America/Los_Angeles", "Pacific/Guam", "Pacific/Honolulu", "Pacific/Pago_Pago"
NOWHERE = BETWEEN.join((*ANYWHERE, f"{STATE}{ANY_STATE}"))

CASES = {
    "a ZIP code and a number that agree": ("98402", "+12535550142", "America/Los_Angeles"),
    "that do not": ("98402", "+12125550142", "America/Los_Angeles|America/New_York"),
    "a ZIP code and a toll-free number": ("98402", "+18005550142", "America/Los_Angeles"),
    "an area code tells": (None, "+12125550142", "America/New_York"),
    "an area code in two zones": (None, "+18505550142", "America/Chicago|America/New_York"),
    "a state with hours of its own": ("02903", "+14015550142", "America/New_York|US-RI"),
    "two of them": ("02903", "+12155550142", "America/New_York|US-PA|US-RI"),
    "toll-free may be anywhere": (None, "+18005550142", NOWHERE),
    "abroad may be anywhere": (None, "+525512345678", NOWHERE),
    "a ZIP code that is none": ("00000", "+12125550142", "America/New_York"),
    "withheld": ("98402", None, None),
}


@pytest.mark.parametrize("case", CASES)
def test_zones_of_a_supporter(case: str) -> None:
    zip, phone, zones = CASES[case]
    assert zones_of(zip, phone) == zones


OF_CODES = {
    "253": (LOS_ANGELES,), "212": (NEW_YORK,), "671": (GUAM,), "808": (HONOLULU,), "684": (SAMOA,),
    "787": ("America/Puerto_Rico",),
    "850": (CHICAGO, NEW_YORK), "928": (DENVER, PHOENIX), "208": (DENVER, LOS_ANGELES),
    "907": ("America/Adak", "America/Anchorage", HONOLULU),
    # Overlays have the zones of their whole territory.
    "689": (NEW_YORK,), "448": (CHICAGO, NEW_YORK), "930": (CHICAGO, NEW_YORK), "364": (CHICAGO, NEW_YORK),
    "458": (DENVER, LOS_ANGELES), "986": (DENVER, LOS_ANGELES), "531": (CHICAGO, DENVER),
    # Nobody knows: toll-free, none, Canada.
    "800": US_ZONES, "888": US_ZONES, "500": US_ZONES, "604": US_ZONES,
}  # fmt: skip


def test_zones_an_area_code_may_mean() -> None:
    assert {code: zones_of_number(f"+1{code}5550142") for code in OF_CODES} == OF_CODES
    assert zones_of_number("+447911123456") == zones_of_number("") == US_ZONES


# Those that the list of ZIP codes has in a wrong zone, and some that are in two.
OF_ZIPS = {
    "32456": {CHICAGO, NEW_YORK}, "37405": {NEW_YORK}, "89883": {DENVER}, "86045": {DENVER}, "86040": {PHOENIX},
    "86003": {PHOENIX},
    "83522": {LOS_ANGELES}, "79942": {DENVER}, "58838": {DENVER}, "36867": {NEW_YORK, CHICAGO}, "86502": {DENVER},
}  # fmt: skip


def test_zones_of_zip_codes_have_those_of_the_map() -> None:
    found = {zip: set(whereabouts(zones_of(zip, "+18005550142") or "").zones) for zip in OF_ZIPS}
    assert {zip: zones for zip, zones in found.items() if not zones >= OF_ZIPS[zip]} == {}
    assert found["79942"] == {DENVER} and found["86003"] == {PHOENIX}, "a zone that is plainly wrong is gone"


def test_every_zip_code_and_area_code_fits_the_column_and_names_known_zones() -> None:
    kept = {zones_of(entry["zip_code"], "+18005550142") or "" for entry in zip_entries()}
    kept |= {zones_of(None, f"+1{code}5550142") or "" for code in range(200, 1000)}
    kept |= {zones_of("96813", f"+1{code}5550142") or "" for code in range(200, 1000)}
    for each in kept:
        where = whereabouts(each)
        assert where.zones and len(each) <= LONGEST
        assert {usual_name(zone) for zone in where.zones} - {"Pacific/Majuro", "Pacific/Palau"} <= set(US_ZONES)
        assert set(where.states) <= set(STATE_HOURS)


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


def test_zones_of_one_clock_have_one_name() -> None:
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(0, 3 * 365, 5)]
    others = [
        "America/Detroit",
        "America/Indiana/Knox",
        "America/Boise",
        "America/Juneau",
        "America/St_Thomas",
        "Pacific/Saipan",
    ]
    for other in others:
        assert all(
            at.astimezone(ZoneInfo(other)).utcoffset() == at.astimezone(ZoneInfo(usual_name(other))).utcoffset()
            for at in moments
        )
