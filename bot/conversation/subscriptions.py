"""Which campaign's alerts a JOIN means, and what a supporter is signed up for or asked about."""

from datetime import date
from functools import partial

from sqlalchemy import Connection, bindparam, select

from bot.campaigns import Campaign
from bot.conversation.context import ConversationContext
from bot.conversation.session import Session
from bot.models import Subscription

MOST = 9  # as many as there are keys to choose by

_SUBSCRIPTIONS = (
    select(Subscription.programme, Subscription.state, Subscription.since)
    .where(Subscription.supporter_id == bindparam("supporter"))
    .order_by(Subscription.since, Subscription.programme)
)


def find_subscriptions(session: Session) -> list[tuple[str, str, date]]:
    """(programme, state, day since when) of this supporter, the oldest first."""
    if session.supporter.id is None:
        return []
    return session.reads.once(
        "subscriptions", partial(session.reads.ask, partial(_subscriptions, supporter=session.supporter.id))
    )


def _subscriptions(connection: Connection, supporter: int) -> list[tuple[str, str, date]]:
    rows = connection.execute(_SUBSCRIPTIONS, {"supporter": supporter})
    return [(row.programme, row.state, row.since.date()) for row in rows]


def is_pending(session: Session) -> bool:
    """Does a list say that they want a campaign's alerts, and they have not said so?"""
    return any(state == "pending" for _, state, _ in find_subscriptions(session))


def campaigns_meant(context: ConversationContext, session: Session) -> list[Campaign]:
    """The campaigns whose alerts a JOIN may mean: what they were asked to join, and what they are talking about; else what
    this number is for; else all there are."""
    states = {programme: state for programme, state, _ in find_subscriptions(session)}
    live = context.campaigns.live
    asked = [campaign for campaign in live if states.get(campaign.id) == "pending"]
    here = next((campaign for campaign in live if session.campaign and campaign.id == session.campaign.id), None)
    if here and here not in asked and states.get(here.id) != "active":
        asked.append(here)
    if asked:
        return asked[:MOST]
    settled = here or context.campaigns.hotline
    return [settled] if settled else list(live[:MOST])
