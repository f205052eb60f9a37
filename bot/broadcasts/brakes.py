"""When an alert stops by itself: too many of those that left last were filtered, blocked, or answered with a stop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.broadcasts.states import BROADCAST, earlier
from bot.models import Broadcast, Delivery, Subscription, Supporter

WINDOW = 1000  # copies that left last: a carrier's verdict takes seconds to minutes
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Brake:
    """Pulls when at least `share` of what `among` counts in the window are `bad`, and there are `least` among and `few` bad."""

    name: str
    bad: Callable[[Any], bool]
    among: Callable[[Any], bool]
    share: float
    least: int
    few: int
    advice: str


def _ended(copy: Any) -> bool:
    return copy.state in ("delivered", "failed")


def _left(copy: Any) -> bool:
    return bool(copy.stopped) or copy.subscription == "left"


# Why these: an alert that people asked for is filtered in well under 1 %, and carriers take a sender with more for a spammer:
# going on makes it worse for every later text. 50 and 10 keep one unlucky phone from stopping a small alert. Opt-outs above
# 1-2 % an alert are where carriers begin to ask questions; 3 % says that the words or the audience are wrong.
BRAKES = (
    Brake("filtered", lambda copy: copy.error == "30007", _ended, 0.03, 50, 1, "change the words or the link"),
    Brake("blocked", lambda copy: copy.error == "30004", _ended, 0.03, 50, 1, "ask the provider why the sender is blocked"),
    Brake("opt-outs", _left, lambda copy: True, 0.03, 10, 10, "look at the audience and the words"),
)

_LAST = (
    select(Delivery.state, Delivery.error, Supporter.stopped, Subscription.state.label("subscription"))
    .outerjoin(Supporter, Supporter.id == Delivery.supporter_id)
    .outerjoin(
        Subscription, (Subscription.supporter_id == Delivery.supporter_id) & (Subscription.programme == bindparam("campaign"))
    )
    .where(Delivery.broadcast_id == bindparam("broadcast"), Delivery.sent_at > bindparam("since"))
    .order_by(Delivery.sent_at.desc())
    .limit(WINDOW)
)
_PULL = (
    update(Broadcast)
    .where(Broadcast.id == bindparam("id_"), Broadcast.state.in_(earlier("paused", BROADCAST)))
    .values(state="paused", reason=bindparam("why"), braked_at=bindparam("at"))
)


def pulled(copies: Sequence[Any]) -> str | None:
    """The reason why an alert has to stop whose last copies are these; None while all is well. Pure."""
    for brake in BRAKES:
        among = [copy for copy in copies if brake.among(copy)]
        bad = sum(map(brake.bad, among))
        if len(among) >= brake.least and bad >= max(brake.few, brake.share * len(among)):
            return f"{brake.name}: {bad} of the last {len(among)}; {brake.advice}, then resume"
    return None


def last_copies(connection: Connection, broadcast: Any) -> Sequence[Any]:
    """What the brakes look at: of an alert that was stopped before, only what left since."""
    since = broadcast.braked_at or NEVER
    asked = {"broadcast": broadcast.id, "campaign": broadcast.campaign, "since": since}
    return connection.execute(_LAST, asked).all()


def pull(connection: Connection, broadcast: int, reason: str, now: datetime) -> bool:
    """Pause; False where it was not under way any more."""
    return bool(connection.execute(_PULL, {"id_": broadcast, "why": reason, "at": now}).rowcount)
