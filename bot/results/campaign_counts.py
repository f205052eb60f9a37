"""A campaign in a few figures, and its calls one by one: for programs that show or keep them elsewhere. Of nobody."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from bot.models import HAS_REFERRAL, WEB, Call, CallDay, Subscription
from bot.results.counts import CONNECTED, REACHED
from bot.results.days import Days
from bot.results.figures import MOST_REFERRALS

EVER = "0000-00-00"  # before any day
GOT_THROUGH = (REACHED, "message")
SUBSCRIPTIONS = ("active", "pending", "left")


class CallCounts(NamedTuple):
    """Calls put through, those that the carrier connected, and those in which somebody was reached."""

    started: int
    connected: int
    reached: int


class CompletedCalls(NamedTuple):
    """Calls in which somebody or a machine picked up: ever, in the last 24 hours, in the last 7 days, and by the referral codes
    of at least MANY of them."""

    ever: int
    day: int
    week: int
    referrals: Mapping[str, int]


NONE_COMPLETED = CompletedCalls(0, 0, 0, {})
MANY = 3  # as CallPower has it: a code that one caller made up for themselves is no code


class LoggedCall(NamedTuple):
    """A call that was put through to an office. `outcome`: what the caller said of it, None for nothing."""

    id: int
    at: datetime
    campaign: str
    official: str
    status: str
    seconds: int | None
    outcome: str | None


def count_campaign_calls(connection: Connection, campaign: str, first: date | None) -> CallCounts:
    """The calls of a campaign from a day on, None for ever."""
    n = func.coalesce(func.sum(CallDay.n), 0)
    query = select(
        n,
        func.coalesce(func.sum(CallDay.n).filter(CallDay.status == CONNECTED), 0),
        func.coalesce(func.sum(CallDay.n).filter(CallDay.outcome == REACHED), 0),
    ).where(CallDay.campaign == campaign, CallDay.day >= (first.isoformat() if first else EVER))
    return CallCounts(*map(int, connection.execute(query).one()))


def count_completed(connection: Connection, campaign: str, now: datetime) -> CompletedCalls:
    """The completed calls of a campaign: the carrier connected them, or a visitor of its page says that they got through."""
    ever = select(func.coalesce(func.sum(CallDay.n), 0)).where(CallDay.campaign == campaign, _is_completed(CallDay))
    lately = select(func.count().filter(Call.at >= now - timedelta(hours=24)), func.count()).where(
        Call.at >= now - timedelta(days=7), Call.campaign == campaign, _is_completed(Call)
    )
    n = func.count()
    codes = (
        select(Call.referral, n)
        .where(HAS_REFERRAL, Call.campaign == campaign, _is_completed(Call))
        .group_by(Call.referral)
        .having(n >= MANY)
        .order_by(n.desc(), Call.referral)
        .limit(MOST_REFERRALS)
    )
    day, week = connection.execute(lately).one()
    found = {code: int(calls) for code, calls in connection.execute(codes)}
    return CompletedCalls(int(connection.execute(ever).scalar_one()), int(day), int(week), found)


def _is_completed(table: type[Call] | type[CallDay]) -> ColumnElement[bool]:
    return or_(table.status == CONNECTED, and_(table.status == WEB, table.outcome.in_(GOT_THROUGH)))


def count_subscriptions(connection: Connection, campaign: str) -> Mapping[str, int]:
    """How many subscriptions to a campaign's alerts are in each of SUBSCRIPTIONS."""
    query = select(Subscription.state, func.count()).where(Subscription.programme == campaign).group_by(Subscription.state)
    found = {state: int(count) for state, count in connection.execute(query)}
    return {state: found.get(state, 0) for state in SUBSCRIPTIONS}


def calls_page(
    connection: Connection, days: Days, *, first: date | None, last: date | None, campaign: str, before: int | None, size: int
) -> tuple[Sequence[LoggedCall], int | None]:
    """A page of calls, the newest first, and before which id the next begins. `first`, `last`: of these days, both included."""
    query = select(*(getattr(Call, name) for name in LoggedCall._fields))
    if first is not None:
        query = query.where(Call.at >= days.begin(first))
    if last is not None:
        query = query.where(Call.at < days.end(last))
    if campaign:
        query = query.where(Call.campaign == campaign)
    if before is not None:
        query = query.where(Call.id < before)
    rows = [LoggedCall._make(row) for row in connection.execute(query.order_by(Call.id.desc()).limit(size + 1))]
    return rows[:size], rows[size - 1].id if len(rows) > size else None
