"""When an office picks up the phone, by its own clock. The moment is always an argument."""

import re
from calendar import MONDAY, SATURDAY, SUNDAY, THURSDAY, monthcalendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.officials import tables, zip_info
from bot.officials.divisions import state_of
from bot.officials.records import OfficeLine

# Where each state's and territory's capital is, for state houses and for offices of which no ZIP code is known.
_ZONES = """
America/New_York CT DC DE FL GA KY MA MD ME NC NH NJ NY OH PA RI SC VA VT WV
America/Detroit MI
America/Indiana/Indianapolis IN
America/Chicago AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI
America/Denver CO MT NM UT WY
America/Boise ID
America/Phoenix AZ
America/Los_Angeles CA NV OR WA
America/Juneau AK
Pacific/Honolulu HI
America/Puerto_Rico PR
America/St_Thomas VI
Pacific/Guam GU
Pacific/Saipan MP
Pacific/Pago_Pago AS
"""
CAPITAL_ZONES = {code: zone for zone, *codes in map(str.split, _ZONES.strip().splitlines()) for code in codes}
WASHINGTON = CAPITAL_ZONES["DC"]
CONGRESS = frozenset({"us_senator", "us_representative"})

USUAL = (time(9), time(17))
DAYS_AHEAD = 15  # no office is closed for longer: the longest row of holidays with weekends takes five days
# When a text may come by itself: the hours that the law leaves to telephone solicitation (47 CFR 64.1200(c)(1)).
TEXTS_FROM, TEXTS_UNTIL = time(8), time(21)
# Where holidays.tsv is: with the program, as its rules are, wherever the officials' tables of the installation lie.
SHIPPED = Path(__file__).parents[2] / "data"
# The federal holidays of 5 U.S.C. 6103: on a Saturday they are observed the day before, on a Sunday the day after.
FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
MOVING = (  # month, weekday, which of them
    (1, MONDAY, 3),
    (2, MONDAY, 3),
    (5, MONDAY, -1),
    (9, MONDAY, 1),
    (10, MONDAY, 2),
    (11, THURSDAY, 4),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """An office's weekdays. zone: IANA name; state: whose holidays it keeps besides Sundays, "" for the federal ones."""

    zone: str
    state: str = ""
    opens: time = USUAL[0]
    closes: time = USUAL[1]


@lru_cache(maxsize=16_384)  # as many lines as there are
def hours_of(line: OfficeLine, role: str, division: str) -> Hours:
    """The hours of an office: of Congress by federal holidays, all others by those of their state."""
    home = state_of(division)
    code = home.code if home else "DC"
    opens, closes = line.hours or USUAL
    if role in CONGRESS:
        return Hours(
            zone=WASHINGTON if line.kind == "capitol" else zone_of(line.zip, code), state="", opens=opens, closes=closes
        )
    return Hours(zone=zone_of(line.zip, code), state=code, opens=opens, closes=closes)


def read_hours(text: str) -> tuple[time, time] | None:
    """ "8-16:30" as its two times; None for what is no part of one day."""
    match = re.fullmatch(r"(\d{1,2})(?::(\d\d))? ?- ?(\d{1,2})(?::(\d\d))?", text.strip())
    if match is None:
        return None
    hour, minute, last_hour, last_minute = (int(part or 0) for part in match.groups())
    if max(hour, last_hour) > 23 or max(minute, last_minute) > 59:
        return None
    opens, closes = time(hour, minute), time(last_hour, last_minute)
    return (opens, closes) if opens < closes else None


def zone_of(zip: str, state: str) -> str:
    """The time zone of a ZIP code, else that of the state's capital."""
    mail = zip_info.find_zip(zip, even_retired=True) if zip else None
    return mail.timezone if mail and mail.timezone else CAPITAL_ZONES.get(state, WASHINGTON)


def holidays_of(state: str, year: int) -> frozenset[date]:
    """The weekdays of a year on which offices are closed: federal holidays with "", else a state's own list.

    In years that holidays.tsv does not have, all keep the federal ones: `flask data check` warns a year before.
    """
    return _calendar().get((state, year)) or federal_holidays(year)


Calendar = Mapping[tuple[str, int], frozenset[date]]


def read_calendar(folder: Path) -> Calendar:
    """(state, year) -> the weekdays that are holidays. Raises DataError where holidays.tsv cannot be used."""
    found: dict[tuple[str, int], set[date]] = {}
    known: dict[str, date] = {}  # one object for a day on which many states are closed
    for number, row in enumerate(tables.table_rows(folder, "holidays.tsv"), start=2):
        if row["date"] not in known:
            known[row["date"]] = tables.read_date(row["date"], f"{folder / 'holidays.tsv'}: line {number}")
        closed = known[row["date"]]
        found.setdefault((row["state"], closed.year), set()).add(closed)
    return {key: frozenset(days) for key, days in found.items()}


@cache
def _calendar() -> Calendar:
    try:
        return read_calendar(SHIPPED)
    except tables.DataError:
        return {}  # an error of `flask data check`, and no reason to leave a caller without an answer


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """The weekdays on which the United States' own offices are closed, by the law as it stands."""
    fixed = [date(year, *on) for on in FIXED] + [date(year + 1, 1, 1)]
    observed = {on + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(on.weekday(), 0)) for on in fixed}
    moving = {_nth(year, *on) for on in MOVING}
    return frozenset(on for on in observed | moving if on.year == year)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; -1 is the last."""
    days = [number for week in monthcalendar(year, month) if (number := week[weekday])]
    return date(year, month, days[nth if nth < 0 else nth - 1])


def office_is_open(hours: Hours, now: datetime) -> bool:
    """Does somebody pick up at this moment?"""
    local = now.astimezone(ZoneInfo(hours.zone))
    return _works(hours, local.date()) and hours.opens <= local.time() < hours.closes


def next_open(hours: Hours, now: datetime) -> datetime:
    """From when on somebody picks up, in UTC: now, where the office is open."""
    return max(now, next(_spells(hours, now))[0])


def next_text(offices: Sequence[Hours], home: str, now: datetime) -> datetime | None:
    """The first moment at which one of the offices is open and a text may come to someone in this time zone.

    None where there is none within two weeks: Guam sleeps while Washington works.
    """
    moments = [moment for hours in offices if (moment := _next_text(hours, ZoneInfo(home), now))]
    return min(moments, default=None)


def _next_text(hours: Hours, home: ZoneInfo, now: datetime) -> datetime | None:
    for opens, closes in _spells(hours, now):
        start = max(opens, now)
        there = start.astimezone(home)
        if not TEXTS_FROM <= there.time() < TEXTS_UNTIL:
            day = there.date() + timedelta(days=there.time() >= TEXTS_UNTIL)
            start = datetime.combine(day, TEXTS_FROM, home).astimezone(UTC)
        if start < closes:
            return start
    return None


def _spells(hours: Hours, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From when until when it is open, for two weeks; the first ends after now."""
    zone = ZoneInfo(hours.zone)
    today = now.astimezone(zone).date()
    for ahead in range(DAYS_AHEAD):
        day = today + timedelta(days=ahead)
        closes = datetime.combine(day, hours.closes, zone).astimezone(UTC)
        if _works(hours, day) and closes > now:
            yield datetime.combine(day, hours.opens, zone).astimezone(UTC), closes


def _works(hours: Hours, day: date) -> bool:
    return day.weekday() < 5 and day not in holidays_of(hours.state, day.year)
