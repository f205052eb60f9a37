"""Quiet hours: whose clock counts, when a window opens and closes, also in the nights the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.broadcasts.alert_hours import opening_hours
from bot.config import Settings
from bot.people.time_zones import zones_of
from bot.quiet_hours import US_ZONES, Window, is_open, parse_window

NEW_YORK, CHICAGO, DENVER, PHOENIX = "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"
LOS_ANGELES, GUAM, HONOLULU = "America/Los_Angeles", "Pacific/Guam", "Pacific/Honolulu"
USUAL = Window()


def at(moment: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "zones", "is_it"),
    [
        ("2026-11-23 09:00", [CHICAGO], True),
        ("2026-11-23 08:59:59", [CHICAGO], False),
        ("2026-11-23 19:59:59", [CHICAGO], True),
        ("2026-11-23 20:00", [CHICAGO], False),
        ("2026-11-22 11:59", [CHICAGO], False),
        ("2026-11-22 12:00", [CHICAGO], True),
        ("2026-11-23 09:30", [CHICAGO, NEW_YORK], True),
        ("2026-11-23 09:30", [CHICAGO, LOS_ANGELES], False),
        ("2026-11-23 19:30", [CHICAGO, NEW_YORK], False),
    ],
    ids=[
        "at nine", "a second before nine", "a second before eight in the evening", "at eight in the evening", "Sunday morning",
        "Sunday noon", "open in both", "too early in the west", "too late in the east",
    ],
)  # fmt: skip
def test_it_is_open_when_it_is_open_in_every_zone(moment: str, zones: list[str], is_it: bool) -> None:
    assert is_open(zones, at(moment, CHICAGO), USUAL) == is_it


@pytest.mark.parametrize(
    ("now", "zones", "opens"),
    [
        ("2026-11-23T18:00", [LOS_ANGELES], at("2026-11-23T18:00")),
        ("2026-11-23T10:00", [LOS_ANGELES], at("2026-11-23 09:00", LOS_ANGELES)),
        ("2026-11-24T05:00", [LOS_ANGELES], at("2026-11-24 09:00", LOS_ANGELES)),
        ("2026-11-22T05:00", [LOS_ANGELES], at("2026-11-22 12:00", LOS_ANGELES)),
        ("2026-11-23T10:00", [NEW_YORK, LOS_ANGELES], at("2026-11-23 09:00", LOS_ANGELES)),
        ("2026-03-08T03:00", [NEW_YORK], at("2026-03-08 12:00", NEW_YORK)),
        ("2026-03-09T03:00", [NEW_YORK], at("2026-03-09T13:00")),
        ("2026-11-01T03:00", [NEW_YORK], at("2026-11-01T17:00")),
        ("2026-11-02T03:00", [NEW_YORK], at("2026-11-02T14:00")),
        ("2026-11-23T10:00", [GUAM, NEW_YORK], at("2026-11-23T23:00")),
        ("2026-11-28T10:00", [GUAM, NEW_YORK], at("2026-11-29T23:00")),
        ("2026-11-23T10:00", list(US_ZONES), at("2026-11-23T23:00")),
    ],
    ids=[
        "now", "this morning", "tomorrow morning", "Sunday noon", "the last of two", "the night the clocks go forward",
        "the morning after", "the night they go back", "the morning after that", "an hour in common with Guam",
        "none on a Saturday evening, when it is Sunday in Guam", "everywhere",
    ],
)  # fmt: skip
def test_it_opens_at_a_moment_and_not_before(now: str, zones: list[str], opens: datetime) -> None:
    assert is_open(zones, opens, USUAL)
    closed = [at(now) + timedelta(seconds=second) for second in range(0, int((opens - at(now)).total_seconds()), 59)]
    assert not any(is_open(zones, moment, USUAL) for moment in (*closed, *([opens - timedelta(seconds=1)] if closed else [])))


def test_where_the_zones_have_no_hour_in_common_it_never_opens() -> None:
    narrow = Window(start=time(10), end=time(17), sunday_start=time(12))
    moments = (at("2026-11-23T10:00") + timedelta(minutes=minute) for minute in range(8 * 24 * 60))
    assert not any(is_open([GUAM, NEW_YORK], moment, narrow) for moment in moments)


@pytest.mark.parametrize(
    ("zones", "closes"),
    [
        ([LOS_ANGELES], at("2026-11-23 20:00", LOS_ANGELES)),
        ([LOS_ANGELES, NEW_YORK], at("2026-11-23 20:00", NEW_YORK)),
    ],
    ids=["in the evening", "with the first of two"],
)
def test_it_closes_at_a_moment_and_not_before(zones: list[str], closes: datetime) -> None:
    assert is_open(zones, closes - timedelta(seconds=1), USUAL)
    assert not is_open(zones, closes, USUAL)


# --- Against a clock that is watched minute by minute -----------------------------------------------------------------

NIGHTS = [at("2026-03-08T00:00"), at("2026-11-01T00:00"), at("2027-03-14T00:00"), at("2027-11-07T00:00")]
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(
        lambda moment: moment.replace(tzinfo=UTC, second=0, microsecond=0)
    ),
    st.tuples(st.sampled_from(NIGHTS), st.integers(-2000, 2000)).map(lambda night: night[0] + timedelta(minutes=night[1])),
)
ZONES = st.lists(st.sampled_from(US_ZONES), min_size=1, max_size=4, unique=True)
WINDOWS = st.sampled_from(
    [
        USUAL,
        Window(start=time(10), end=time(17), sunday_start=time(13)),
        parse_window("9:30-19:45"),
    ]
)


def open_on_the_wall(zones: list[str], moment: datetime, window: Window) -> bool:
    """Read off the clocks on the walls, as minutes of the day."""
    for zone in zones:
        wall = moment.astimezone(ZoneInfo(zone))
        begins = window.sunday_start if wall.strftime("%A") == "Sunday" else window.start
        if not begins.hour * 60 + begins.minute <= wall.hour * 60 + wall.minute < window.end.hour * 60 + window.end.minute:
            return False
    return True


@settings(deadline=None, max_examples=60)
@given(ZONES, MOMENTS, WINDOWS)
def test_it_is_open_when_a_minute_by_minute_watch_says_so(zones: list[str], now: datetime, window: Window) -> None:
    minutes = [now + timedelta(minutes=n) for n in range(24 * 60)]
    seen = [minute for minute in minutes if is_open(zones, minute, window)]
    assert seen == [minute for minute in minutes if open_on_the_wall(zones, minute, window)]
    assert all(9 <= minute.astimezone(ZoneInfo(zone)).hour < 20 for minute in seen for zone in zones)


# --- Nights of the clocks, places without them, states: a walk minute by minute ------------------------------------------


def when_open(kept: str, day: str, zone: str) -> list[str]:
    """The spans of a day, on the clock of `zone`, in which a text may go out to who is kept like this."""
    may = opening_hours(Settings())
    begins = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    ends = begins + timedelta(days=1)
    moment, found = begins.astimezone(UTC), list[datetime]()
    spans = list[str]()
    while moment <= ends.astimezone(UTC):
        if may(kept, moment) and moment < ends.astimezone(UTC):
            found.append(moment)
        elif found:
            spans.append("-".join(f"{each.astimezone(ZoneInfo(zone)):%H:%M}" for each in (found[0], moment)))
            found = []
        moment += timedelta(minutes=1)
    return spans


# Who (ZIP code, number, state of their address), the day, the clock it is told on, when a text may reach them.
WALKS = {
    "a weekday in Tacoma": ("98402", "+12535550142", "", "2026-11-23", LOS_ANGELES, ["09:00-20:00"]),
    "a Sunday there": ("98402", "+12535550142", "", "2026-11-22", LOS_ANGELES, ["12:00-20:00"]),
    "the Sunday the clocks go forward": ("98402", "+12535550142", "", "2026-03-08", LOS_ANGELES, ["12:00-20:00"]),
    "the Sunday they go back": ("10001", "+12125550142", "", "2026-11-01", NEW_YORK, ["12:00-20:00"]),
    "the Monday after": ("10001", "+12125550142", "", "2026-11-02", NEW_YORK, ["09:00-20:00"]),
    "Orlando by its second area code": (None, "+16895550142", "", "2026-11-23", NEW_YORK, ["09:00-20:00"]),
    "the Florida panhandle by its second": (None, "+14485550142", "", "2026-11-23", NEW_YORK, ["10:00-20:00"]),
    "southern Indiana by its second": (None, "+19305550142", "", "2026-11-23", NEW_YORK, ["10:00-20:00"]),
    "western Kentucky by its second": (None, "+13645550142", "", "2026-11-23", NEW_YORK, ["11:00-20:00"]),
    "eastern Oregon by its second": (None, "+14585550142", "", "2026-11-23", LOS_ANGELES, ["09:00-19:00"]),
    "a ZIP code with two zones": ("32456", "+18505550142", "", "2026-11-23", NEW_YORK, ["10:00-20:00"]),
    "Indianapolis": ("46204", "+13175550142", "", "2026-07-06", NEW_YORK, ["09:00-20:00"]),
    "Gary, Indiana": ("46402", "+12195550142", "", "2026-07-06", CHICAGO, ["09:00-19:00"]),
    "Phoenix in summer": ("85003", "+16025550142", "", "2026-07-06", PHOENIX, ["09:00-20:00"]),
    "Tuba City, Navajo Nation, in summer": ("86045", "+19285550142", "", "2026-07-06", DENVER, ["10:00-20:00"]),
    "Tuba City in winter": ("86045", "+19285550142", "", "2026-12-07", DENVER, ["09:00-20:00"]),
    "Honolulu": ("96813", "+18085550142", "", "2026-07-06", HONOLULU, ["09:00-20:00"]),
    "San Juan in winter": ("00901", "+17875550142", "", "2026-12-07", "America/Puerto_Rico", ["09:00-20:00"]),
    "San Juan with a number of New York": ("00901", "+12125550142", "", "2026-12-07", NEW_YORK, ["09:00-19:00"]),
    "Tacoma with a number of New York": ("98402", "+12125550142", "", "2026-11-23", NEW_YORK, ["12:00-20:00"]),
    "Tacoma with a number of Guam": ("98402", "+16715550142", "", "2026-11-23", LOS_ANGELES, ["15:00-20:00"]),
    "an address in another state": ("98402", "+12535550142", "ny", "2026-11-23", NEW_YORK, ["12:00-20:00"]),
    "Providence on a weekday": ("02903", "+14015550142", "", "2026-11-23", NEW_YORK, ["09:00-18:00"]),
    "Providence on a Saturday": ("02903", "+14015550142", "", "2026-11-21", NEW_YORK, ["10:00-17:00"]),
    "Providence on a Sunday": ("02903", "+14015550142", "", "2026-11-22", NEW_YORK, []),
    "Providence on Thanksgiving": ("02903", "+14015550142", "", "2026-11-26", NEW_YORK, []),
    "Tacoma with a number of Providence": ("98402", "+14015550142", "", "2026-11-23", NEW_YORK, ["12:00-18:00"]),
    "Louisville": ("40202", "+15025550142", "", "2026-11-23", NEW_YORK, ["10:00-20:00"]),
    "Salt Lake City on a Sunday": ("84101", "+18015550142", "", "2026-11-22", DENVER, []),
    "Salt Lake City on Pioneer Day": ("84101", "+18015550142", "", "2026-07-24", DENVER, []),
    "Montgomery on the Fourth of July, a Saturday": ("36104", "+13345550142", "", "2026-07-04", CHICAGO, []),
    "Philadelphia on Christmas": ("19103", "+12155550142", "", "2026-12-25", NEW_YORK, []),
    "Sioux Falls on a Saturday": ("57104", "+16055550142", "", "2026-11-21", CHICAGO, []),
    "Houston on a Sunday": ("77002", "+17135550142", "", "2026-11-22", CHICAGO, ["12:00-20:00"]),
    "a number that may be anywhere, on a Sunday": (None, "+18005550142", "", "2026-11-22", NEW_YORK, []),
}


@pytest.mark.parametrize("case", WALKS)
def test_quiet_hours_end_and_begin_for_whoever_lives_there(case: str) -> None:
    zip, phone, state, day, zone, spans = WALKS[case]
    kept = zones_of(zip, phone, [f"ocd-division/country:us/state:{state}/county:x"] if state else [])
    assert kept is not None
    assert when_open(kept, day, zone) == spans


# --- Settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "window"),
    [
        ("9-20", Window()),
        (" 9 - 20 ", Window()),
        ("9:30-19:45", Window(start=time(9, 30), end=time(19, 45), sunday_start=time(12))),
        ("10-18, Sunday 13", Window(start=time(10), end=time(18), sunday_start=time(13))),
        ("10-18, sundays from 14", Window(start=time(10), end=time(18), sunday_start=time(14))),
        ("13-18", Window(start=time(13), end=time(18), sunday_start=time(13))),
    ],
)
def test_setting_is_a_window(setting: str, window: Window) -> None:
    assert parse_window(setting) == window


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("", "'' are no hours; write for example 9-20"),
        ("nine to five", "'nine to five' are no hours"),
        ("9-25", "'9-25' are no hours"),
        ("9:70-20", "'9:70-20' are no hours"),
        ("7-20", "texts may go out within 9-20, and not 7-20"),
        ("9-22", "texts may go out within 9-20, and not 9-22"),
        ("20-9", "texts may go out within 9-20, and not 20-9"),
        ("9-9", "not 9-9"),
        ("8-20", "texts may go out within 9-20, and not 8-20"),
        ("9-21", "texts may go out within 9-20, and not 9-21"),
        ("9-20, Sunday 11", "Sundays begin at 12 at the earliest, and not at 11"),
        ("9-20, Sunday 20", "Sundays begin at 20, which is not within 9-20"),
        ("9-11:30", "Sundays begin at 12, which is not within 9-11:30"),
    ],
)
def test_setting_that_is_none_says_what_to_write(setting: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"write for example") as raised:
        parse_window(setting)
    assert said in str(raised.value)


@pytest.mark.parametrize(("zones", "now"), [([], datetime(2026, 1, 1, tzinfo=UTC)), ([GUAM], datetime(2026, 1, 1))])
def test_without_a_zone_nothing_is_open(zones: list[str], now: datetime) -> None:
    with pytest.raises(ValueError, match="quiet hours need"):
        is_open(zones, now, USUAL)
