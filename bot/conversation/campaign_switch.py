"""Which campaign a session is about, and the sheet it has there."""

from bot.campaigns import Campaign
from bot.conversation.context import World
from bot.conversation.loading import load_sheet
from bot.conversation.session import Session


def go_over(world: World, session: Session, id: str) -> None:
    """Turn the session to another campaign, with the sheet it has there."""
    campaign = world.campaigns.get(id)
    if campaign and campaign != session.campaign:
        session.turn_to(campaign)
        if session.id is not None:
            load_sheet(session)


def settled(world: World, session: Session) -> Campaign | None:
    """The session's campaign. Someone new means what this number is for, where that is one thing."""
    if session.campaign is None and world.campaigns.hotline:
        go_over(world, session, world.campaigns.hotline.id)
    return session.campaign
