"""Which campaign a session is about, and the call list it has there."""

from bot.campaigns import Campaign
from bot.conversation.context import ConversationContext
from bot.conversation.loading import load_call_list
from bot.conversation.session import Session


def switch_campaign(context: ConversationContext, session: Session, id: str) -> None:
    """Turn the session to another campaign, with the call list it has there."""
    campaign = context.campaigns.get(id)
    if campaign and campaign != session.campaign:
        session.switch_campaign(campaign)
        if session.supporter.id is not None:
            load_call_list(session)


def settle_campaign(context: ConversationContext, session: Session) -> Campaign | None:
    """The session's campaign. Someone new means what this number is for, where that is one thing."""
    if session.campaign is None and context.campaigns.hotline:
        switch_campaign(context, session, context.campaigns.hotline.id)
    return session.campaign
