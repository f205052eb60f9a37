"""Pauses and ends campaigns together with their alerts: in one transaction, so that nothing leaves after it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from bot.broadcasts.states import BROADCAST
from bot.campaign_versions.changes import Author, move_campaign
from bot.models import Broadcast
from bot.outbox.delivery_states import earlier_states

WITH_CAMPAIGN = "with its campaign"


def pause_campaign(connection: Connection, id: str, author: Author, now: datetime) -> Sequence[int] | None:
    """Hold a campaign and its alerts; gives their ids, None where it is not live. Its alerts are resumed one by one."""
    if not move_campaign(connection, id, "paused", author, now):
        return None
    before = earlier_states("paused", BROADCAST)
    held = update(Broadcast).where(Broadcast.campaign == id, Broadcast.state.in_(before))
    return connection.execute(held.values(state="paused", reason=WITH_CAMPAIGN).returning(Broadcast.id)).scalars().all()


def end_campaign(connection: Connection, id: str, author: Author, now: datetime) -> Sequence[int] | None:
    """End a campaign and cancel its alerts, drafts of them too; gives their ids, None where it has ended."""
    if not move_campaign(connection, id, "ended", author, now):
        return None
    before = earlier_states("cancelled", BROADCAST)
    ended = update(Broadcast).where(Broadcast.campaign == id, Broadcast.state.in_(before))
    return (
        connection.execute(ended.values(state="cancelled", reason=WITH_CAMPAIGN, ended_at=now).returning(Broadcast.id))
        .scalars()
        .all()
    )
