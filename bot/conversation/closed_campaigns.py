"""What is said for a campaign that is paused or has ended: one sentence, and nothing else of it."""

from collections.abc import Sequence

from bot.campaigns import Campaign
from bot.conversation.context import ConversationContext
from bot.conversation.session import Session
from bot.engine.commands import End, Say
from bot.engine.events import Event, Started
from bot.engine.exchange import Spoken
from bot.locale import phrase
from bot.reading.incoming import IncomingText

CLOSED = Started("closed")


def closed_campaign(context: ConversationContext, session: Session, text: IncomingText) -> Campaign | None:
    """The campaign that a text is about and that is paused or has ended: the one that it names, else the one they were in."""
    campaigns, words = context.campaigns, text.plain.upper().split()
    if any(campaigns.by_keyword(word) for word in ("".join(words), *words)):
        return None
    return campaigns.closed_by_keyword("".join(words)) or session.closed


def say_closed(context: ConversationContext, session: Session, event: Event | None) -> Sequence[Spoken]:
    """The sentence, where this turn is about such a campaign and nothing else; nothing otherwise.

    Who calls, and was in it, hears it where no other campaign is live; in the middle of a call always.
    """
    closed = session.closed
    if closed is None or event is None or closed.state not in ("paused", "ended"):
        return ()
    if event != CLOSED and (session.channel == "sms" or (event == Started("dialed") and context.campaigns.live)):
        return ()
    title = closed.wording(session.speaks).title
    said = phrase(f"closed.{closed.state}", session.speaks, organization=context.organization, title=title)
    return [Say(said), End()]
