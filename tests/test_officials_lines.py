"""The order of an official's lines, whether their offices are open, and which lines cool down: the rules alone, by tables."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.civic_data.calendars import YEARS as YEARS_AHEAD
from bot.civic_data.calendars import weekdays_off
from bot.officials import line_health, office_hours, office_lines
from bot.officials.divisions import STATES
from bot.officials.line_health import Ending, Health
from bot.officials.office_hours import Hours, hours_of, next_open, next_text, office_is_open
from bot.officials.records import OfficeLine

CAPITOL = OfficeLine(phone="+12022242621", kind="capitol", label="Washington office", city="Washington", zip="20510")
TACOMA = OfficeLine(
    phone="+12535723636",
    kind="district",
    label="Tacoma office",
    city="Tacoma",
    zip="98402",
    latitude=47.2515,
    longitude=-122.4363,
)
SEATTLE = OfficeLine(phone="+12065535545", kind="district", label="Seattle office", city="Seattle", zip="98174")
SPOKANE = OfficeLine(
    phone="+15096249515",
    kind="district",
    label="Spokane office",
    city="Spokane",
    zip="99201",
    latitude=47.6586,
    longitude=-117.4261,
)
NOWHERE = OfficeLine(phone="+13602052878", kind="district", label="District office")
PREMIUM = replace(TACOMA, phone="+19005550100")
LISTED = (CAPITOL, SPOKANE, SEATTLE, TACOMA)
HOME = office_lines.zip_middle("98402")


@pytest.mark.parametrize(
    ("choice", "calls", "order"),
    [
        pytest.param("capitol", {}, (CAPITOL, TACOMA, SEATTLE, SPOKANE), id="the Capitol, then the nearest"),
        pytest.param("nearest", {}, (TACOMA, SEATTLE, SPOKANE, CAPITOL), id="the nearest, the Capitol last"),
        pytest.param("nearest_then_capitol", {}, (TACOMA, CAPITOL, SEATTLE, SPOKANE), id="the nearest one, then the Capitol"),
        pytest.param("spread", {}, (TACOMA, SEATTLE, SPOKANE, CAPITOL), id="nobody has called: the nearest"),
        pytest.param("spread", {TACOMA.phone: 1}, (SEATTLE, SPOKANE, CAPITOL, TACOMA), id="the nearest had a call"),
        pytest.param(
            "spread",
            {TACOMA.phone: 2, SEATTLE.phone: 2, SPOKANE.phone: 3, CAPITOL.phone: 2},
            (TACOMA, SEATTLE, CAPITOL, SPOKANE),
            id="of several with as few calls, the nearest",
        ),
    ],
)
def test_campaign_chooses_the_order(choice: str, calls: dict[str, int], order: tuple[OfficeLine, ...]) -> None:
    assert office_lines.in_order(LISTED, choice, HOME, calls) == order


def test_nearest_of_where_nothing_is_known_comes_last_and_without_a_home_the_list_stays() -> None:
    assert office_lines.in_order((NOWHERE, SEATTLE, TACOMA), "nearest", HOME, {}) == (TACOMA, SEATTLE, NOWHERE)
    assert office_lines.in_order(LISTED, "nearest", None, {}) == (SPOKANE, SEATTLE, TACOMA, CAPITOL)


@pytest.mark.parametrize("choice", office_lines.CHOICES)
def test_line_that_may_not_be_dialled_is_never_offered_and_no_number_twice(choice: str) -> None:
    again = replace(SEATTLE, phone=TACOMA.phone)
    offered = office_lines.in_order((PREMIUM, TACOMA, again, CAPITOL), choice, HOME, {})
    assert sorted(line.phone for line in offered) == sorted([TACOMA.phone, CAPITOL.phone])
    assert again not in offered
    assert office_lines.in_order((PREMIUM,), choice, HOME, {}) == ()


@given(
    listed=st.lists(st.sampled_from([CAPITOL, TACOMA, SEATTLE, SPOKANE, NOWHERE, PREMIUM]), max_size=8),
    choice=st.sampled_from(list(office_lines.CHOICES)),
    home=st.sampled_from(["98402", "99201", "20001", ""]),
    calls=st.dictionaries(st.sampled_from([CAPITOL.phone, TACOMA.phone, SPOKANE.phone]), st.integers(0, 9)),
)
def test_every_order_has_each_line_once(listed: list[OfficeLine], choice: str, home: str, calls: dict[str, int]) -> None:
    order = office_lines.in_order(tuple(listed), choice, office_lines.zip_middle(home), calls)
    assert sorted(line.phone for line in order) == sorted({line.phone for line in listed if line != PREMIUM})


def test_callers_who_come_one_after_the_other_are_spread_evenly() -> None:
    calls: dict[str, int] = {}
    for _ in range(30):
        first = office_lines.in_order(LISTED, "spread", HOME, calls)[0]
        calls[first.phone] = calls.get(first.phone, 0) + 1
    assert max(calls.values()) - min(calls.values()) <= 1
    assert len(calls) == len(LISTED)


def test_order_of_a_spread_does_not_hang_on_the_order_of_the_list() -> None:
    calls = {TACOMA.phone: 1}
    assert {office_lines.in_order(listed, "spread", HOME, calls)[0] for listed in permutations(LISTED)} == {SEATTLE}


def test_distances_are_those_on_the_globe() -> None:
    # Seattle-Tacoma to Kennedy airport: 2,421 miles on the ellipsoid, from which a sphere differs by less than half a percent.
    assert office_lines.miles_between((47.4490, -122.3093), (40.6398, -73.7789)) == pytest.approx(2421, rel=0.005)
    assert office_lines.miles_between((0, 179.5), (0, -179.5)) == pytest.approx(69, abs=1)
    assert office_lines.zip_middle("00000") is None
    assert office_lines.zip_middle("") is None


# --- Hours -------------------------------------------------------------------------------------------------------------

DC = Hours(zone="America/New_York")
WEST = Hours(zone="America/Los_Angeles", state="WA")
OF_STATE = "ocd-division/country:us/state:"


def moment(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zip", "state", "zone"),
    [
        ("98402", "wa", "America/Los_Angeles"),
        ("99501", "ak", "America/Anchorage"),
        ("96813", "hi", "Pacific/Honolulu"),
        ("86001", "az", "America/Phoenix"),
        ("86515", "az", "America/Denver"),  # the Navajo Nation keeps summer time
        ("79901", "tx", "America/Denver"),
        ("", "tx", "America/Chicago"),
        ("", "id", "America/Boise"),
        ("00000", "fl", "America/New_York"),
    ],
)
def test_line_is_in_the_zone_of_its_zip_or_else_of_its_capital(zip: str, state: str, zone: str) -> None:
    line = OfficeLine(phone="+12025550100", kind="district", label="", city="", zip=zip)
    assert hours_of(line, "state_lower", OF_STATE + state).zone == zone
    assert hours_of(replace(line, kind="capitol"), "us_senator", OF_STATE + state) == Hours(zone="America/New_York")


def test_territories_have_their_own_zones() -> None:
    for code, zone in {"PR": "America/Puerto_Rico", "GU": "Pacific/Guam", "VI": "America/St_Thomas"}.items():
        assert (
            hours_of(OfficeLine(phone="+12025550100", kind="office", label=""), "governor", STATES[code].division).zone == zone
        )


def test_every_state_has_the_zone_of_its_capital() -> None:
    assert set(office_hours.CAPITAL_ZONES) == set(STATES)
    for zone in office_hours.CAPITAL_ZONES.values():
        assert ZoneInfo(zone).key == zone


@pytest.mark.parametrize(
    ("office", "at", "open"),
    [
        pytest.param(DC, "2026-11-23T08:59:59", False, id="a second before nine"),
        pytest.param(DC, "2026-11-23T09:00:00", True, id="nine sharp"),
        pytest.param(DC, "2026-11-23T16:59:59", True, id="a second before five"),
        pytest.param(DC, "2026-11-23T17:00:00", False, id="five sharp"),
        pytest.param(DC, "2026-11-21T12:00:00", False, id="a Saturday"),
        pytest.param(DC, "2026-11-22T12:00:00", False, id="a Sunday"),
        pytest.param(DC, "2026-11-26T12:00:00", False, id="Thanksgiving"),
        pytest.param(DC, "2026-11-27T12:00:00", True, id="the day after is none of Congress's"),
        pytest.param(WEST, "2026-11-27T12:00:00", False, id="but one of the state's"),
        pytest.param(DC, "2026-10-12T12:00:00", False, id="Columbus Day in Congress"),
        pytest.param(WEST, "2026-10-12T12:00:00", True, id="is no holiday of the state"),
        pytest.param(DC, "2026-07-03T12:00:00", False, id="Independence Day on a Saturday, observed on Friday"),
        pytest.param(DC, "2027-07-05T12:00:00", False, id="on a Sunday, observed on Monday"),
        pytest.param(DC, "2027-12-31T12:00:00", False, id="New Year's Day of the next year, observed in this one"),
        pytest.param(DC, "2026-03-09T09:00:00", True, id="the Monday after clocks went forward"),
        pytest.param(DC, "2026-11-02T09:00:00", True, id="the Monday after they went back"),
        pytest.param(Hours(zone="America/Anchorage", state="AK"), "2026-11-23T09:00:00", True, id="Alaska"),
        pytest.param(Hours(zone="Pacific/Honolulu", state="HI"), "2026-11-23T16:59:00", True, id="Hawaii"),
        pytest.param(
            Hours(zone="Pacific/Honolulu", state="HI"), "2026-06-11T10:00:00", False, id="King Kamehameha Day in Hawaii"
        ),
        pytest.param(Hours(zone="America/Puerto_Rico", state="PR"), "2026-01-06T10:00:00", False, id="Epiphany in Puerto Rico"),
        pytest.param(DC, "2026-01-06T10:00:00", True, id="which Washington works through"),
        pytest.param(Hours(zone="Pacific/Guam", state="GU"), "2026-07-21T10:00:00", False, id="Liberation Day in Guam"),
        pytest.param(Hours(zone="Pacific/Guam", state="GU"), "2026-07-22T10:00:00", True, id="the day after in Guam"),
    ],
)
def test_office_is_open_on_weekdays_by_its_own_clock(office: Hours, at: str, open: bool) -> None:
    assert office_is_open(office, moment(at, office.zone)) is open


@pytest.mark.parametrize(
    ("office", "at", "opens"),
    [
        pytest.param(DC, "2026-11-23T12:00:00", "2026-11-23T12:00:00", id="it is open"),
        pytest.param(DC, "2026-11-23T06:00:00", "2026-11-23T09:00:00", id="this morning"),
        pytest.param(DC, "2026-11-23T17:00:00", "2026-11-24T09:00:00", id="tomorrow"),
        pytest.param(DC, "2026-11-20T18:00:00", "2026-11-23T09:00:00", id="after the weekend"),
        pytest.param(WEST, "2026-11-25T18:00:00", "2026-11-30T09:00:00", id="after Thanksgiving, in a state"),
        pytest.param(DC, "2026-12-31T18:00:00", "2027-01-04T09:00:00", id="over New Year"),
        pytest.param(DC, "2026-03-06T18:00:00", "2026-03-09T09:00:00", id="over the night without two o'clock"),
        pytest.param(DC, "2026-10-30T18:00:00", "2026-11-02T09:00:00", id="over the night with two"),
        pytest.param(Hours(zone="Pacific/Guam", state="GU"), "2026-11-20T17:00:00", "2026-11-23T09:00:00", id="Guam"),
    ],
)
def test_next_opening_is_told_by_the_offices_clock(office: Hours, at: str, opens: str) -> None:
    assert next_open(office, moment(at, office.zone)) == moment(opens, office.zone)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("8-16:30", (time(8), time(16, 30))),
        ("08:30 - 17:00", (time(8, 30), time(17))),
        ("9-9", None),
        ("17-9", None),
        ("9-24", None),
        ("9:60-17", None),
        ("nine to five", None),
        ("", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, read: tuple[time, time] | None) -> None:
    assert office_hours.read_hours(text) == read


def test_office_whose_hours_are_known_keeps_them() -> None:
    early = hours_of(replace(CAPITOL, hours=(time(8), time(16, 30))), "us_senator", OF_STATE + "wa")
    assert office_is_open(early, moment("2026-11-23T08:00", DC.zone))
    assert not office_is_open(early, moment("2026-11-23T16:30", DC.zone))


ZONES = st.sampled_from(sorted({*office_hours.CAPITAL_ZONES.values(), "America/Adak"}))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
OFFICES = st.builds(Hours, zone=ZONES, state=st.sampled_from(["", "WA", "TX", "NY", "PR", "GU", "HI", "MA"]))


@given(office=OFFICES, now=MOMENTS)
@settings(deadline=None)
def test_next_opening_is_never_past_and_always_open(office: Hours, now: datetime) -> None:
    opens = next_open(office, now)
    assert opens >= now
    assert office_is_open(office, opens)
    assert office_is_open(office, now) is (opens == now)
    assert not office_is_open(office, opens - timedelta(seconds=1)) or opens == now


@given(office=OFFICES, home=ZONES, now=MOMENTS)
@settings(deadline=None)
def test_promised_text_comes_while_the_office_is_open_and_never_at_night(office: Hours, home: str, now: datetime) -> None:
    text = next_text([office], home, now)
    if text is None:
        assert home in {"Pacific/Guam", "Pacific/Saipan", "Pacific/Pago_Pago"} or office.zone.startswith("Pacific/")
        return
    assert text >= now
    assert office_is_open(office, text)
    assert office_hours.TEXTS_FROM <= text.astimezone(ZoneInfo(home)).time() < office_hours.TEXTS_UNTIL
    assert next_text([office], home, text) == text


@pytest.mark.parametrize(
    ("home", "at", "text"),
    [
        pytest.param("America/New_York", "2026-11-22T12:00", "2026-11-23T09:00", id="the same clock: as the office opens"),
        pytest.param("America/Los_Angeles", "2026-11-22T12:00", "2026-11-23T11:00", id="nine in Washington is six: at eight"),
        pytest.param("Pacific/Honolulu", "2026-11-22T12:00", "2026-11-23T13:00", id="Hawaii wakes at one in Washington"),
        pytest.param("Pacific/Honolulu", "2026-11-23T16:59", "2026-11-23T16:59", id="open, and noon in Hawaii: now"),
    ],
)
def test_text_about_washington_waits_for_the_morning_of_whom_it_is_for(home: str, at: str, text: str) -> None:
    assert next_text([DC], home, moment(at, DC.zone)) == moment(text, DC.zone)


def test_guam_sleeps_while_washington_works() -> None:
    now = moment("2026-11-23T10:00", "Pacific/Guam")
    assert next_text([DC], "Pacific/Guam", now) is None
    agana = Hours(zone="Pacific/Guam")
    assert next_text([DC, agana], "Pacific/Guam", now) == now


CALENDAR = office_hours.read_calendar(office_hours.SHIPPED)
YEARS = range(min(year for _, year in CALENDAR), max(year for _, year in CALENDAR) + 1)


def test_calendar_reaches_some_years_ahead_for_every_state() -> None:
    assert set(CALENDAR) == {(state, year) for state in ("", *STATES) for year in YEARS}
    assert YEARS[0] <= 2026 and len(YEARS) == YEARS_AHEAD


@pytest.mark.parametrize("state", ["", *STATES])
def test_calendar_says_what_the_library_says(state: str) -> None:
    for year in YEARS:
        assert office_hours.holidays_of(state, year) == {day for day, _ in weekdays_off(state, year)}


@pytest.mark.parametrize("year", [2021, YEARS[-1] + 1, 2050, 2061])
def test_past_the_end_of_the_calendar_every_office_keeps_the_federal_holidays(year: int) -> None:
    federal = {day for day, _ in weekdays_off("", year)}
    assert office_hours.holidays_of("", year) == office_hours.holidays_of("HI", year) == federal
    christmas = moment(f"{year}-12-24T18:00", "Pacific/Honolulu")
    assert next_open(Hours(zone="Pacific/Honolulu", state="HI"), christmas).date() > date(year, 12, 25)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "holidays.tsv: cannot be read .*flask data build", id="it is missing"),
        pytest.param("<html>\n", "holidays.tsv: line 1: the columns are not state date name", id="it is something else"),
        pytest.param("state\tdate\tname\nWA\tsoon\tx\n", "holidays.tsv: line 2: 'soon' is not a date", id="no date"),
    ],
)
def test_calendar_that_cannot_be_used_is_an_error_of_the_check_and_no_callers(
    tmp_path: Path, content: str | None, message: str
) -> None:
    # A copy of the program, because its calendar comes with it.
    shutil.copytree(Path(office_hours.__file__).parents[2] / "bot", tmp_path / "bot")
    (tmp_path / "data").mkdir()
    if content is not None:
        (tmp_path / "data" / "holidays.tsv").write_text(content)
    told = subprocess.run([sys.executable, "-c", ASKS], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    closed, problem = told.splitlines()
    assert closed == "True" and re.search(message, problem)


ASKS = """
from datetime import date
from bot.civic_data.data_check import DataCheck, _holidays
from bot.officials.office_hours import holidays_of
print(date(2026, 11, 26) in holidays_of("HI", 2026))
_holidays(date(2026, 11, 22), found := DataCheck())
print(*found.errors)
"""


def test_law_of_federal_holidays_gives_what_the_library_gives() -> None:
    for year in range(2021, 2081):
        assert office_hours.federal_holidays(year) == {day for day, _ in weekdays_off("", year)}


# --- Health ------------------------------------------------------------------------------------------------------------

NOON = moment("2026-11-23T12:00", DC.zone)
NIGHT = moment("2026-11-22T22:00", DC.zone)


def endings(*statuses: str, at: datetime = NOON) -> list[Ending]:
    """Calls that ended like this, the latest first, a minute apart."""
    return [Ending(status, at - timedelta(minutes=n)) for n, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("ended", "cool_down"),
    [
        pytest.param([], None, id="nobody has called"),
        pytest.param(endings("failed", "failed"), None, id="failed twice"),
        pytest.param(endings(*["failed"] * 3), timedelta(hours=6), id="failed three times"),
        pytest.param(endings("answered", *["failed"] * 3), None, id="and then was answered"),
        pytest.param(endings("busy", *["failed"] * 3), None, id="and then was busy: somebody is there"),
        pytest.param(endings("failed", "failed", "no_answer", "failed"), None, id="it rang in between"),
        pytest.param(endings(*["no_answer"] * 5), None, id="no answer five times"),
        pytest.param(endings(*["no_answer"] * 6), timedelta(hours=3), id="no answer six times"),
        pytest.param(endings(*["no_answer", "failed"] * 3), timedelta(hours=3), id="six times one or the other"),
        pytest.param(endings(*["no_answer"] * 6, at=NIGHT), None, id="at night that says nothing"),
        pytest.param(endings(*["failed"] * 3, at=NIGHT), timedelta(hours=6), id="but a failure does"),
        pytest.param(endings("no_answer", at=NIGHT) + endings(*["no_answer"] * 6), timedelta(hours=3), id="a call at night"),
        pytest.param(endings(*["failed"] * 6), timedelta(hours=6), id="the longest cool-down of several"),
    ],
)
def test_line_cools_down_after_a_row_of_failures(ended: list[Ending], cool_down: timedelta | None) -> None:
    until = line_health.find_cool_down(ended, lambda at: office_is_open(DC, at))
    last = next((ending.at for ending in ended if ending.status != "no_answer" or office_is_open(DC, ending.at)), NOON)
    assert until == (cool_down and last + cool_down)


@pytest.mark.parametrize(
    ("known", "offered", "flagged"),
    [
        pytest.param(Health(), True, False, id="nothing is known"),
        pytest.param(Health(cool_down_until=NOON + timedelta(seconds=1)), False, True, id="it cools down"),
        pytest.param(Health(cool_down_until=NOON), True, False, id="its cool-down is over"),
        pytest.param(Health(reports=1), True, False, id="one other person calls it wrong"),
        pytest.param(Health(reports=1, mine=True), False, False, id="the supporter at hand does"),
        pytest.param(Health(reports=2), False, True, id="two people do"),
    ],
)
def test_line_that_cools_down_or_is_wrong_is_not_offered(known: Health, offered: bool, flagged: bool) -> None:
    assert (known.may_be_offered(NOON), known.is_flagged(NOON)) == (offered, flagged)


def test_rules_say_why() -> None:
    assert all(rule.why and rule.in_a_row <= line_health.MOST for rule in line_health.RULES)


PAGE = (Path(__file__).parent.parent / "docs" / "lines.md").read_text(encoding="utf-8")


def test_page_tells_the_choices_and_the_rules() -> None:
    for choice, meaning in office_lines.CHOICES.items():
        assert f"| `{choice}` | {meaning} |" in PAGE
    for rule in line_health.RULES:
        endings = " or ".join(sorted(rule.endings)).replace("_", " ")
        hours_long = rule.cool_down // timedelta(hours=1)
        assert f"| {endings} | {rule.in_a_row} | {hours_long} hours | {rule.why} |" in PAGE
    assert f"never before {office_hours.TEXTS_FROM.hour} or after {office_hours.TEXTS_UNTIL.hour}" in PAGE
    assert "**two people**" in PAGE and line_health.ENOUGH_REPORTS == 2
