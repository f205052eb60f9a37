"""What happened without a word of theirs: may we speak up by ourselves, and what is the conversation told?"""

from dataclasses import replace
from datetime import timedelta

from bot.conversation import calls
from bot.conversation.call_list import list_progress
from bot.conversation.closed_campaigns import CLOSED
from bot.conversation.context import ConversationContext
from bot.conversation.loading import past_callbacks, was_theirs
from bot.conversation.reminders import keep_promise
from bot.conversation.session import Session
from bot.engine.events import Event, Started
from bot.engine.exchange import Inbound

THREAD_IS_ALIVE = timedelta(hours=24)


def hear_pushed(context: ConversationContext, session: Session, inbound: Inbound) -> Event | None:
    """What a pushed webhook means to the flow; None where silence is better."""
    if inbound.event == CLOSED and session.closed is None:  # it goes on by now
        inbound = replace(inbound, event=Started("ring_failed"))
    if not _may_push(context, session, inbound):
        return None
    if inbound.event != CLOSED:
        session.turn_to_official(session.open_entry())
    return inbound.event


def _may_push(context: ConversationContext, session: Session, inbound: Inbound) -> bool:
    """Only in a thread that is alive, and with something left to do; or as promised."""
    if inbound.promised:
        return keep_promise(context, session, inbound.promised)
    alive = session.thread.changed_at is not None and session.now - session.thread.changed_at < THREAD_IS_ALIVE
    if not alive or session.supporter.stopped or not session.supporter.sms_reachable:
        return False
    if inbound.event == CLOSED:
        return True
    if not session.call_list.entries or session.campaign is None:
        return False
    if inbound.over and not inbound.is_callback and not was_theirs(session, inbound.over):
        return False  # somebody else called with their number
    state = list_progress(session.call_list.entries, calls.recent_calls(session), session.campaign.id)
    if inbound.event == Started("call_ended"):
        return state in {"begun", "unreported"} or (inbound.is_callback and state == "fresh")
    # A call that failed is no news to who asked again, and is called now.
    return state != "finished" and not any(
        on and session.now - at <= calls.CALLBACK_LASTS for at, on in past_callbacks(session)
    )
