"""The text that we promised for when an office opens: promised, and kept while it is still wanted and true."""

from datetime import timedelta

from bot.conversation.call_list import is_connected
from bot.conversation.calls import recent_calls
from bot.conversation.campaign_switch import switch_campaign
from bot.conversation.context import ConversationContext
from bot.conversation.offices import current_official, next_text_about, official_of
from bot.conversation.session import DONE_OUTCOMES, DUE, SKIPPED, Session
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered
from bot.engine.exchange import Promised

TOO_LATE = timedelta(hours=12)  # a promised text that was held up until another day is of no use


def promise_reminder(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    """The step `promise`: pass the official over until we text that their office is open."""
    entry, official = session.entry(), current_official(session)
    if entry and official:
        entry.mark(SKIPPED, session.now)
        entry.due_at = next_text_about(context, session, official)
    return LookupAnswered("promised")


def keep_promise(context: ConversationContext, session: Session, promised: Promised) -> bool:
    """Turn to the official whose office was to open: True where the text that we promised is still wanted, and true."""
    if session.supporter.stopped or not session.supporter.sms_reachable or session.supporter.id is None:
        return False
    switch_campaign(context, session, promised.campaign)
    entry = next((entry for entry in session.call_list.entries if entry.official == promised.official), None)
    official = official_of(session, entry)
    if session.campaign is None or session.campaign.id != promised.campaign or session.campaign.state != "live":
        return False
    if entry is None or official is None or entry.due_at is None or session.now - entry.due_at > TOO_LATE:
        return False
    if entry.outcome in DONE_OUTCOMES or is_connected(entry.official, recent_calls(session), session.now):
        return False
    if next_text_about(context, session, official) != session.now:
        return False
    entry.mark(DUE, None)
    entry.due_at = None
    return True
