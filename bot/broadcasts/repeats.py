"""The same words to the same people within a day: found before the second alert goes out, so that somebody can be asked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, exists, select

from bot.broadcasts.audience import Audience, audience_conditions, select_subscribers
from bot.broadcasts.lifecycle import GONE, Draft
from bot.models import Broadcast, Delivery, Supporter
from bot.officials.residency import Residency

WITHIN = timedelta(days=1)
NOT_OVER = ("scheduled", "sending", "paused")
MOST = 20  # alerts of a day and a campaign that are looked at


class Repeat(NamedTuple):
    """An alert with the same words. `at`: when it started, or will."""

    id: int
    at: datetime


def find_repeat(connection: Connection, draft: Draft, audience: Audience, residency: Residency, now: datetime) -> Repeat | None:
    """The newest alert of the campaign that started (or starts) within a day of this one, says the same in any language, and
    has somebody of its audience: who had it, may have, or still gets it. None where there is none."""
    at = draft.starts_at or now
    query = (
        select(Broadcast.id, Broadcast.starts_at, Broadcast.texts, Broadcast.state)
        .where(Broadcast.kind == "alert", Broadcast.campaign == draft.campaign)
        .where(Broadcast.state.in_((*NOT_OVER, "done", "cancelled")))
        .where(Broadcast.starts_at > at - WITHIN, Broadcast.starts_at < at + WITHIN)
        .order_by(Broadcast.id.desc())
        .limit(MOST)
    )
    words = _words(draft.texts)
    alike = [row for row in connection.execute(query).all() if words & _words(row.texts)]
    if not alike:
        return None
    found = audience_conditions(connection, audience, residency).of(audience.certainty)
    for row in alike:
        had = exists().where(Delivery.broadcast_id == row.id, Delivery.supporter_id == Supporter.id)
        had = had.where(Delivery.state.in_(GONE)) if row.state not in NOT_OVER else had
        both = select(Supporter.id).where(select_subscribers(audience), found, had).limit(1)
        if row.state == "scheduled" or connection.execute(both).first() is not None:
            return Repeat(row.id, row.starts_at)
    return None


def _words(texts: Mapping[str, str]) -> set[str]:
    return {" ".join(text.split()).casefold() for text in texts.values()}
