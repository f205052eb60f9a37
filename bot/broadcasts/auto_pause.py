"""When an alert stops by itself: too many of its last deliveries were filtered, blocked, refused, or answered with a stop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Label,
    Row,
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
from bot.models import ENDED, ITS_BROADCAST, UNDER_WAY, Delivery, Subscription, Supporter

WINDOW = 1000  # deliveries
TO_ANSWER = timedelta(minutes=3)  # within which most of those answer who do
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Holds when a window (last_deliveries) has so many deliveries, and at least `bad_at_least` and `share` are `bad`. `bad`
    ONE_CODE: that met the same code, of which the provider's table does not say whose fault it is."""

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
# numbers in a hundred are out of use: where half of all deliveries fail, whatever the code, it is not the numbers. A code that
# nobody knows is no number's fault either where it comes again and again: 5 in 100 is more than such codes ever have in sum.
ONE_CODE = "one code"
LOOK_UP = "look the code up at the provider and mend it"
PAUSE_RULES = (
    PauseRule("unknown code", "held", ONE_CODE, 0.05, 10, 10, LOOK_UP),
    PauseRule("unknown code", "held", ONE_CODE, 1.0, 3, 3, LOOK_UP),  # all of a short list, before it is given up
    PauseRule("unknown code", "ended", ONE_CODE, 0.05, 10, 10, LOOK_UP),
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
# Those that were refused and wait: the last of them, as an account's limit may have thousands wait. Of these, whose codes the
# provider's table does not know, or not for sure.
_HELD_WINDOW = (
    select(Delivery.error, Delivery.error_cause, Delivery.failures, Delivery.leased_at)
    .where(bindparam("broadcast") == ITS_BROADCAST, UNDER_WAY, Delivery.state == "waiting")
    .order_by(Delivery.due_at.desc())
    .limit(WINDOW)
    .subquery()
)
_HELD_CODES = (
    select(_HELD_WINDOW.c.error, func.count())
    .where(_HELD_WINDOW.c.error_cause.in_(("unknown", "sender")), _HELD_WINDOW.c.leased_at > bindparam("since"))
    .where(_HELD_WINDOW.c.failures > 0)  # a connection that there was not is no failure, and waits for nothing but another
    .group_by(_HELD_WINDOW.c.error)
)
_ENDED_WINDOW = _last(select(Delivery.error, Delivery.error_cause, Delivery.state).where(ENDED), Delivery.sent_at).subquery()
_ENDED_CODES = (
    select(_ENDED_WINDOW.c.error, func.count())
    .where(_ENDED_WINDOW.c.state == "failed", _ENDED_WINDOW.c.error_cause == "unknown")
    .group_by(_ENDED_WINDOW.c.error)
)
_AUTO_PAUSE = PAUSE.values(auto_paused_at=bindparam("at"))


class DeliveryWindow(NamedTuple):
    """The last `deliveries` of an alert: so many are bad, by what is wrong with them. `code`: which one ONE_CODE is."""

    deliveries: int
    bad: Mapping[str, int]
    code: str = ""


def pause_reason(windows: Mapping[str, DeliveryWindow]) -> str | None:
    """The reason why an alert has to stop whose last deliveries are these; None while all is well. Pure."""
    for rule in PAUSE_RULES:
        among = windows[rule.of]
        bad = among.bad[rule.bad]
        if among.deliveries >= rule.deliveries_at_least and bad >= max(rule.bad_at_least, rule.share * among.deliveries):
            code = among.code if rule.bad == ONE_CODE else ""
            met = f"{bad} of the last {among.deliveries}{f' met {code}' if code else ''}"
            return f"{rule.name}: {met}; {rule.advice}, then resume"
    return None


def last_deliveries(connection: Connection, broadcast: BroadcastRow, now: datetime) -> Mapping[str, DeliveryWindow]:
    """What the rules look at, counted over the newest WINDOW of each: deliveries that `left`, those of them that were `read` by
    now, those that `ended` (carriers say so seconds to minutes later: a fast alert has sent thousands meanwhile), those that
    were `tried`: left or refused, and these with the ones that are `held` for a code. Of an alert that was stopped before, only
    what came since."""
    asked = {
        "broadcast": broadcast.id,
        "campaign": broadcast.campaign,
        "since": broadcast.auto_paused_at or NEVER,
        "until": now - TO_ANSWER,
    }
    counts = {name: dict(connection.execute(window, asked).mappings().one()) for name, window in _WINDOWS.items()}
    found = {name: DeliveryWindow(deliveries=count.pop("deliveries"), bad=count) for name, count in counts.items()}
    held = _one_code(connection.execute(_HELD_CODES, asked))
    found["held"] = DeliveryWindow(found["tried"].deliveries + held.deliveries, held.bad, held.code)
    ended = _one_code(connection.execute(_ENDED_CODES, asked))
    found["ended"] = found["ended"]._replace(bad={**found["ended"].bad, **ended.bad}, code=ended.code)
    return found


def _one_code(counts: Iterable[Row[str | None, int]]) -> DeliveryWindow:
    """The code that most have met, among all that have any."""
    by_code = {code or "": count for code, count in counts}
    most = max(by_code, key=lambda code: (by_code[code], code), default="")
    return DeliveryWindow(sum(by_code.values()), {ONE_CODE: by_code.get(most, 0)}, most)


def pause_alert(connection: Connection, broadcast: int, reason: str, now: datetime) -> bool:
    """Pause; False where it was not under way any more."""
    return bool(connection.execute(_AUTO_PAUSE, {"id_": broadcast, "why": reason, "at": now}).rowcount)
