"""When an alert stops by itself: too many of its last deliveries were filtered, blocked, refused, or answered with a stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    Select,
    SelectBase,
    SQLColumnExpression,
    bindparam,
    case,
    func,
    or_,
    select,
    union_all,
)

from bot.broadcasts.broadcast_rows import BroadcastRow
from bot.broadcasts.states import PAUSE
from bot.models import ENDED, Delivery, Subscription, Supporter

WINDOW = 1000  # deliveries
TO_ANSWER = timedelta(minutes=3)  # within which most of those answer who do
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Holds when a window (last_deliveries) has so many deliveries, and at least `bad_at_least` and `share` are `bad`."""

    name: str
    of: str
    bad: str
    share: float
    deliveries_at_least: int
    bad_at_least: int
    advice: str


# Why these: an alert that people asked for is filtered in well under 1 %, and carriers take a sender with more for a spammer:
# going on makes it worse for every later text. 50 and 10 keep one unlucky phone from stopping a small alert. Opt-outs above
# 1-2 % an alert are where carriers begin to ask questions; 3 % says that the words or the audience are wrong. In any list a few
# numbers in a hundred are out of use: where half of all deliveries fail, whatever the code, it is not the numbers.
PAUSE_RULES = (
    PauseRule("filtered", "ended", "filtered", 0.03, 50, 1, "change the words or the link"),
    PauseRule("blocked", "ended", "blocked", 0.03, 50, 1, "ask the provider why the sender is blocked"),
    PauseRule("failing", "ended", "failed", 0.5, 50, 1, "mend what the codes of the failed deliveries say"),
    PauseRule("refused", "tried", "failed", 0.5, 50, 1, "mend what the codes of the failed deliveries say"),
    PauseRule("opt-outs", "left", "stopped", 0.03, 10, 10, "look at the audience and the words"),
    PauseRule("opt-outs", "read", "stopped", 0.03, 10, 10, "look at the audience and the words"),
)


def _is(name: str, bad: ColumnElement[bool]) -> Label[int]:
    return case((bad, 1), else_=0).label(name)


Columns = TypeVarTuple("Columns")


def _last(deliveries: Select[*Columns], at: SQLColumnExpression[datetime | None]) -> Select[*Columns]:
    of = Delivery.broadcast_id == bindparam("broadcast")
    return deliveries.where(of, at > bindparam("since")).order_by(at.desc()).limit(WINDOW)


def _counted(window: SelectBase, *bad: str) -> Select[*tuple[object, ...]]:
    """How many deliveries there are in it, and how many bad ones. The database counts: this is asked every second."""
    of = window.subquery()
    return select(func.count().label("deliveries"), *(func.coalesce(func.sum(of.c[name]), 0).label(name) for name in bad))


_FAILED = _is("failed", Delivery.state == "failed")
_READ_BY = (
    select(_is("stopped", or_(Supporter.stopped, Subscription.state == "left")))
    .select_from(Delivery)
    .outerjoin(Supporter, Supporter.id == Delivery.supporter_id)
    .outerjoin(
        Subscription, (Subscription.supporter_id == Delivery.supporter_id) & (Subscription.programme == bindparam("campaign"))
    )
)
_TOLD_LATER = select(
    _is("filtered", Delivery.error_cause == "content"), _is("blocked", Delivery.error_cause == "sender"), _FAILED
)
_TRIED = union_all(
    select(_last(select(Delivery.sent_at.label("at"), _FAILED), Delivery.sent_at).subquery()),
    select(
        _last(
            select(Delivery.leased_at.label("at"), _FAILED).where(ENDED, Delivery.sent_at.is_(None)), Delivery.leased_at
        ).subquery()
    ),
).subquery()
_WINDOWS = {
    "left": _counted(_last(_READ_BY, Delivery.sent_at), "stopped"),
    "read": _counted(_last(_READ_BY.where(Delivery.sent_at < bindparam("until")), Delivery.sent_at), "stopped"),
    "ended": _counted(_last(_TOLD_LATER.where(ENDED), Delivery.sent_at), "filtered", "blocked", "failed"),
    "tried": _counted(select(_TRIED).order_by(_TRIED.c.at.desc()).limit(WINDOW), "failed"),
}
_AUTO_PAUSE = PAUSE.values(auto_paused_at=bindparam("at"))


class DeliveryWindow(NamedTuple):
    """The last `deliveries` of an alert: so many are bad, by what is wrong with them."""

    deliveries: int
    bad: Mapping[str, int]


def pause_reason(windows: Mapping[str, DeliveryWindow]) -> str | None:
    """The reason why an alert has to stop whose last deliveries are these; None while all is well. Pure."""
    for rule in PAUSE_RULES:
        among = windows[rule.of]
        bad = among.bad[rule.bad]
        if among.deliveries >= rule.deliveries_at_least and bad >= max(rule.bad_at_least, rule.share * among.deliveries):
            return f"{rule.name}: {bad} of the last {among.deliveries}; {rule.advice}, then resume"
    return None


def last_deliveries(connection: Connection, broadcast: BroadcastRow, now: datetime) -> Mapping[str, DeliveryWindow]:
    """What the rules look at, counted over the newest WINDOW of each: deliveries that `left`, those of them that were `read` by
    now, those that `ended` (carriers say so seconds to minutes later: a fast alert has sent thousands meanwhile), and those
    that were `tried`: left or refused. Of an alert that was stopped before, only what came since."""
    asked = {
        "broadcast": broadcast.id,
        "campaign": broadcast.campaign,
        "since": broadcast.auto_paused_at or NEVER,
        "until": now - TO_ANSWER,
    }
    counts = {name: dict(connection.execute(window, asked).mappings().one()) for name, window in _WINDOWS.items()}
    return {name: DeliveryWindow(deliveries=found.pop("deliveries"), bad=found) for name, found in counts.items()}


def pause_alert(connection: Connection, broadcast: int, reason: str, now: datetime) -> bool:
    """Pause; False where it was not under way any more."""
    return bool(connection.execute(_AUTO_PAUSE, {"id_": broadcast, "why": reason, "at": now}).rowcount)
