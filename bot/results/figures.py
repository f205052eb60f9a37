"""What pages and reports ask of the counts: a campaign's or everybody's, from one day to another. Only short queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, SelectBase, Subquery, case, func, literal, select, union_all

from bot.models import HAS_REFERRAL, Broadcast, Call, CallDay, CallHour, CallOfficial, FunnelDay, ReferralDay, TextDay
from bot.results.counts import CONNECTED, REACHED
from bot.results.days import DAY, Days, week_of
from bot.results.turn_counts import counted_until, tally_turns

FEW = 5  # callers; of fewer it is not told how many they are, as they might be known by it
MANY_CALLS = 1000  # from so many calls on, nobody asks of how many callers they are
STEPS = ("begun", "zip", "list", "called", "connected", "reached")
TEXTS = ("sent", "delivered", "failed", "replies", "not_understood", "joined", "left")
MOST_ALERTS, MOST_OFFICIALS, MOST_REFERRALS = 50, 10_000, 50
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresWanted:
    """From which day to which, both included, and of which campaign, "" for all."""

    first: date
    last: date
    campaign: str = ""


class OutcomeCounts(NamedTuple):
    """Calls by the caller's state ("" unknown), what the carrier knows and what was told ("" nothing)."""

    state: str
    status: str
    outcome: str
    n: int
    seconds: int


class CallsOf(NamedTuple):
    """Calls of a day, or of an hour of all days: started, connected by the carrier, in which somebody was reached."""

    when: str
    started: int
    connected: int
    reached: int


class OfficialCalls(NamedTuple):
    """Calls to an official."""

    official: str
    started: int
    connected: int
    reached: int
    seconds: int


class ReferralCalls(NamedTuple):
    """What visitors did whom a referral code had sent to a campaign's page: calls that they told of, and in which of them they
    talked to somebody; phones that rang; who was asked whether they want alerts."""

    referral: str
    started: int
    reached: int
    rung: int
    signed_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsSoFar:
    """All calls of a campaign, and how many offices they went to."""

    calls: int
    offices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCalls:
    """Calls from a state ("" unknown); `few`: of so few callers that it is not told."""

    state: str
    started: int
    reached: int
    few: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCalls:
    """An alert, and the calls within a week of those whom it reached."""

    id: int
    campaign: str
    state: str
    starts_at: datetime | None
    started: int
    connected: int
    reached: int


def _of(
    table: type[CallDay | CallHour | TextDay | FunnelDay | ReferralDay], wanted: FiguresWanted
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [table.day.between(wanted.first.isoformat(), wanted.last.isoformat())]
    return [*found, table.campaign == wanted.campaign] if wanted.campaign else found


def _calls_between(wanted: FiguresWanted, days: Days, first: date, last: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Call.at >= days.begin(first), Call.at < days.end(last)]
    return [*found, Call.campaign == wanted.campaign] if wanted.campaign else found


def outcomes(connection: Connection, wanted: FiguresWanted) -> Sequence[OutcomeCounts]:
    """Calls by the caller's state, status and outcome."""
    key = (CallDay.state, CallDay.status, CallDay.outcome)
    n, seconds = func.sum(CallDay.n), func.sum(CallDay.seconds)
    query = select(*key, n, seconds).where(*_of(CallDay, wanted)).group_by(*key).having(n > 0)
    return [OutcomeCounts(*row[:3], int(row[3]), int(row[4])) for row in connection.execute(query)]


def calls_by_time(connection: Connection, wanted: FiguresWanted) -> tuple[Sequence[CallsOf], Sequence[CallsOf]]:
    """By day, each day of the range, and by hour, 0 to 23."""
    query = (
        select(CallHour.day, CallHour.hour, func.sum(CallHour.n), func.sum(CallHour.connected), func.sum(CallHour.reached))
        .where(*_of(CallHour, wanted))
        .group_by(CallHour.day, CallHour.hour)
    )
    by_day, by_hour = dict[str, list[int]](), dict[int, list[int]]()
    for day, hour, *figures in connection.execute(query):
        for row in (by_day.setdefault(day, [0, 0, 0]), by_hour.setdefault(hour, [0, 0, 0])):
            for place, figure in enumerate(figures):
                row[place] += int(figure)
    span = [(wanted.first + DAY * number).isoformat() for number in range((wanted.last - wanted.first).days + 1)]
    nothing = [0, 0, 0]
    return (
        [CallsOf(day, *by_day.get(day, nothing)) for day in span],
        [CallsOf(str(hour), *by_hour.get(hour, nothing)) for hour in range(24)],
    )


def _by_official(wanted: FiguresWanted, days: Days) -> Subquery:
    """Officials with their calls: of whole weeks from the counts, of the days before and after from the calls themselves."""
    monday = week_of(wanted.first + WEEK - DAY)  # of the first whole week
    after = week_of(wanted.last + DAY)  # of the first week that is not whole
    if monday >= after:
        edges, weeks = [(wanted.first, wanted.last)], False
    else:
        edges, weeks = [(wanted.first, monday - DAY), (after, wanted.last)], True
    parts: list[SelectBase] = [
        select(
            Call.official,
            func.count().label("n"),
            func.sum(case((Call.status == CONNECTED, 1), else_=0)).label("connected"),
            func.sum(case((Call.outcome == REACHED, 1), else_=0)).label("reached"),
            func.sum(func.coalesce(Call.seconds, 0)).label("seconds"),
        )
        .where(*_calls_between(wanted, days, first, last))
        .group_by(Call.official)
        for first, last in edges
        if first <= last
    ]
    if weeks:
        figures = (CallOfficial.n, CallOfficial.connected, CallOfficial.reached, CallOfficial.seconds)
        of_weeks = select(CallOfficial.official, *(func.sum(figure).label(figure.key) for figure in figures)).where(
            CallOfficial.week >= monday.isoformat(), CallOfficial.week < after.isoformat()
        )
        if wanted.campaign:
            of_weeks = of_weeks.where(CallOfficial.campaign == wanted.campaign)
        parts.append(of_weeks.group_by(CallOfficial.official))
    return union_all(*parts).subquery()


def officials(connection: Connection, wanted: FiguresWanted, days: Days, most: int) -> tuple[int, Sequence[OfficialCalls]]:
    """How many officials were called, and those who were called most."""
    each = _by_official(wanted, days).c
    n = func.sum(each.n)
    together = (
        select(each.official, n, func.sum(each.connected), func.sum(each.reached), func.sum(each.seconds))
        .group_by(each.official)
        .having(n > 0)
        .add_columns(func.count().over())
        .order_by(n.desc(), each.official)
        .limit(most)
    )
    rows = connection.execute(together).all()
    return (int(rows[0][5]) if rows else 0), [OfficialCalls(row[0], *map(int, row[1:5])) for row in rows]


def places(connection: Connection, wanted: FiguresWanted, days: Days, calls: Sequence[OutcomeCounts]) -> Sequence[PlaceCalls]:
    """These calls by the caller's state, the most first."""
    started, reached = Counter[str](), Counter[str]()
    for each in calls:
        started[each.state] += each.n
        reached[each.state] += each.n * (each.outcome == REACHED)
    small = [state for state, n in started.items() if state and n < MANY_CALLS]
    # Of those who were erased nobody knows whether they were one or many: they count as one.
    callers = (
        select(Call.state, func.count(func.distinct(func.coalesce(Call.supporter_id, 0))))
        .where(Call.state.in_(small), *_calls_between(wanted, days, wanted.first, wanted.last))
        .group_by(Call.state)
    )
    few = {state for state, many in connection.execute(callers) if many < FEW} if small else set()
    in_order = sorted(started.items(), key=lambda each: (-each[1], each[0]))
    return [PlaceCalls(state=state, started=n, reached=reached[state], few=state in few) for state, n in in_order]


def conversations(connection: Connection, wanted: FiguresWanted, days: Days) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How many texts, by what of TEXTS, and how many supporters came to each of STEPS; also what turns say that nobody has
    counted yet."""
    texts, steps = _counted(connection, wanted, days, with_steps=True)
    return {name: texts[name] for name in TEXTS}, {name: steps[name] for name in STEPS}


def text_counts(connection: Connection, wanted: FiguresWanted, days: Days) -> Mapping[str, int]:
    """The texts of `conversations()` alone."""
    texts, _ = _counted(connection, wanted, days, with_steps=False)
    return {name: texts[name] for name in TEXTS}


def _counted(
    connection: Connection, wanted: FiguresWanted, days: Days, *, with_steps: bool
) -> tuple[Counter[str], Counter[str]]:
    found: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    texts = select(TextDay.what, func.sum(TextDay.n)).where(*_of(TextDay, wanted)).group_by(TextDay.what)
    steps = select(FunnelDay.step, func.sum(FunnelDay.n)).where(*_of(FunnelDay, wanted)).group_by(FunnelDay.step)
    for counts, query in zip(found, (texts, steps) if with_steps else (texts,), strict=with_steps):
        for name, n in connection.execute(query):
            counts[name] += int(n)
    since = max(filter(None, (counted_until(connection), days.begin(wanted.first))))
    for campaign, name, is_step, n in tally_turns(connection, since, days.end(wanted.last)):
        if wanted.campaign in ("", campaign):
            found[is_step][name] += n
    return found


def alerts(connection: Connection, wanted: FiguresWanted, days: Days) -> Sequence[AlertCalls]:
    """The alerts that began in these days, the newest first, with the calls that each led to."""
    rows = connection.execute(
        select(Broadcast.id, Broadcast.campaign, Broadcast.state, Broadcast.starts_at)
        .where(Broadcast.kind == "alert", Broadcast.state.not_in(("draft", "scheduled")))
        .where(Broadcast.starts_at >= days.begin(wanted.first), Broadcast.starts_at < days.end(wanted.last))
        .where(*([Broadcast.campaign == wanted.campaign] if wanted.campaign else []))
        .order_by(Broadcast.id.desc())
        .limit(MOST_ALERTS)
    ).all()
    calls = calls_caused(connection, [row.id for row in rows])
    return [
        AlertCalls(
            id=row.id,
            campaign=row.campaign,
            state=row.state,
            starts_at=row.starts_at,
            started=calls[row.id][0],
            connected=calls[row.id][1],
            reached=calls[row.id][2],
        )
        for row in rows
    ]


def calls_caused(connection: Connection, ids: Sequence[int]) -> Mapping[int, tuple[int, int, int]]:
    """Of each of these alerts the calls that it led to, as bot/broadcasts/results.py says: started, connected, reached."""
    query = (
        select(
            Call.caused_by,
            func.count(),
            func.sum(case((Call.status == CONNECTED, 1), else_=0)),
            func.sum(case((Call.outcome == REACHED, 1), else_=0)),
        )
        .where(Call.caused_by.in_(ids), Call.caused_by.is_not(None))
        .group_by(Call.caused_by)
    )
    found = {id: (int(n), int(connected), int(reached)) for id, n, connected, reached in connection.execute(query)}
    return {id: found.get(id, (0, 0, 0)) for id in ids}


def referrals(connection: Connection, wanted: FiguresWanted, days: Days) -> Sequence[ReferralCalls]:
    """The referral codes that led to something in these days, those that led to most first."""
    none = literal(0)
    told = (
        select(
            Call.referral.label("referral"),
            func.count().label("started"),
            func.sum(case((Call.outcome == REACHED, 1), else_=0)).label("reached"),
            none.label("rung"),
            none.label("signed_up"),
        )
        .where(HAS_REFERRAL, *_calls_between(wanted, days, wanted.first, wanted.last))
        .group_by(Call.referral)
    )
    done = (
        select(
            ReferralDay.referral,
            none,
            none,
            *(func.sum(case((ReferralDay.what == what, ReferralDay.n), else_=0)) for what in ("rung", "signed_up")),
        )
        .where(*_of(ReferralDay, wanted))
        .group_by(ReferralDay.referral)
    )
    each = union_all(told, done).subquery().c
    started, rung, signed_up = func.sum(each.started), func.sum(each.rung), func.sum(each.signed_up)
    query = (
        select(each.referral, started, func.sum(each.reached), rung, signed_up)
        .group_by(each.referral)
        .order_by((started + rung + signed_up).desc(), each.referral)
        .limit(MOST_REFERRALS)
    )
    return [ReferralCalls(row[0], *map(int, row[1:])) for row in connection.execute(query)]


def calls_so_far(connection: Connection, campaign: str) -> CallsSoFar:
    """What a campaign's page tells: of all days, by the same counts as everything else here."""
    calls = connection.execute(select(func.sum(CallDay.n)).where(CallDay.campaign == campaign)).scalar()
    called = select(func.count(func.distinct(CallOfficial.official))).where(
        CallOfficial.campaign == campaign, CallOfficial.n > 0
    )
    return CallsSoFar(calls=int(calls or 0), offices=connection.execute(called).scalar_one())


class Lately(NamedTuple):
    """Calls of today and of yesterday up to the same time of the day: started, and connected."""

    today: int
    connected: int
    yesterday: int
    yesterday_connected: int


def calls_lately(connection: Connection, days: Days, now: datetime, campaign: str = "") -> Lately:
    """Calls today, beside yesterday's by this time; `campaign`: of which, "" for all."""
    today = days.day_of(now)
    begun = days.begin(today)
    found: list[int] = []
    for since, until in ((begun, now), (days.begin(today - DAY), days.begin(today - DAY) + (now - begun))):
        query = select(func.count(), func.count().filter(Call.status == CONNECTED)).where(Call.at >= since, Call.at <= until)
        found += connection.execute(query.where(Call.campaign == campaign) if campaign else query).one()
    return Lately(*found)


def was_counted(connection: Connection, campaign: str) -> bool:
    """Are there any counts of a campaign by this id?"""
    tables = (CallDay, FunnelDay)
    return any(connection.execute(select(each.day).where(each.campaign == campaign).limit(1)).first() for each in tables)
