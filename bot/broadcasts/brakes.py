"""When an alert stops by itself: too many of its last copies were filtered, blocked, refused, or answered with a stop."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from bot.broadcasts.states import BROADCAST, earlier
from bot.models import ENDED, Broadcast, Delivery, Subscription, Supporter

WINDOW = 1000  # copies
TO_ANSWER = timedelta(minutes=3)  # within which most of those answer who do
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Brake:
    """Pulls when a window (last_copies) has `least` copies, and at least `few` and `share` of them are `bad`."""

    name: str
    of: str
    bad: Callable[[Any], bool]
    share: float
    least: int
    few: int
    advice: str


def _with_code(code: str) -> Callable[[Any], bool]:
    return lambda copy: bool(copy.error == code)


def _failed(copy: Any) -> bool:
    return bool(copy.state == "failed")


def _stopped(copy: Any) -> bool:
    return bool(copy.stopped) or copy.subscription == "left"


# Why these: an alert that people asked for is filtered in well under 1 %, and carriers take a sender with more for a spammer:
# going on makes it worse for every later text. 50 and 10 keep one unlucky phone from stopping a small alert. Opt-outs above
# 1-2 % an alert are where carriers begin to ask questions; 3 % says that the words or the audience are wrong. Numbers that are
# no use are a few in a hundred: where half of all copies fail, whatever the code, it is not the numbers.
BRAKES = (
    Brake("filtered", "ended", _with_code("30007"), 0.03, 50, 1, "change the words or the link"),
    Brake("blocked", "ended", _with_code("30004"), 0.03, 50, 1, "ask the provider why the sender is blocked"),
    Brake("failing", "ended", _failed, 0.5, 50, 1, "mend what the codes of the failed copies say"),
    Brake("refused", "tried", _failed, 0.5, 50, 1, "mend what the codes of the failed copies say"),
    Brake("opt-outs", "left", _stopped, 0.03, 10, 10, "look at the audience and the words"),
    Brake("opt-outs", "read", _stopped, 0.03, 10, 10, "look at the audience and the words"),
)

_READ_BY = (
    select(Delivery.state, Delivery.sent_at.label("at"), Supporter.stopped, Subscription.state.label("subscription"))
    .outerjoin(Supporter, Supporter.id == Delivery.supporter_id)
    .outerjoin(
        Subscription, (Subscription.supporter_id == Delivery.supporter_id) & (Subscription.programme == bindparam("campaign"))
    )
)


def _last(copies: Select[*tuple[Any, ...]], at: Any) -> Select[*tuple[Any, ...]]:
    of = Delivery.broadcast_id == bindparam("broadcast")
    return copies.where(of, at > bindparam("since")).order_by(at.desc()).limit(WINDOW)


_LEFT = _last(_READ_BY, Delivery.sent_at)
_READ = _last(_READ_BY.where(Delivery.sent_at < bindparam("until")), Delivery.sent_at)
_ENDED = _last(select(Delivery.state, Delivery.error).where(ENDED), Delivery.sent_at)
_REFUSED = _last(
    select(Delivery.state, Delivery.claimed_at.label("at")).where(ENDED, Delivery.sent_at.is_(None)), Delivery.claimed_at
)
_PULL = (
    update(Broadcast)
    .where(Broadcast.id == bindparam("id_"), Broadcast.state.in_(earlier("paused", BROADCAST)))
    .values(state="paused", reason=bindparam("why"), braked_at=bindparam("at"))
)


def pulled(windows: Mapping[str, Sequence[Any]]) -> str | None:
    """The reason why an alert has to stop whose last copies are these; None while all is well. Pure."""
    for brake in BRAKES:
        among = windows[brake.of]
        bad = sum(map(brake.bad, among))
        if len(among) >= brake.least and bad >= max(brake.few, brake.share * len(among)):
            return f"{brake.name}: {bad} of the last {len(among)}; {brake.advice}, then resume"
    return None


def last_copies(connection: Connection, broadcast: Any, now: datetime) -> Mapping[str, Sequence[Any]]:
    """What the brakes look at, the newest WINDOW of each: copies that `left`, those of them that were `read` by now, those that
    `ended` (carriers say so seconds to minutes later: a fast alert has sent thousands meanwhile), and those that were `tried`:
    left or refused. Of an alert that was stopped before, only what came since."""
    asked = {
        "broadcast": broadcast.id,
        "campaign": broadcast.campaign,
        "since": broadcast.braked_at or NEVER,
        "until": now - TO_ANSWER,
    }
    left, read, ended, refused = (connection.execute(each, asked).all() for each in (_LEFT, _READ, _ENDED, _REFUSED))
    tried = sorted([*left, *refused], key=lambda copy: copy.at, reverse=True)[:WINDOW]
    return {"left": left, "read": read, "ended": ended, "tried": tried}


def pull(connection: Connection, broadcast: int, reason: str, now: datetime) -> bool:
    """Pause; False where it was not under way any more."""
    return bool(connection.execute(_PULL, {"id_": broadcast, "why": reason, "at": now}).rowcount)
