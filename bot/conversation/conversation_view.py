"""Looks at a conversation as a turn would find it, and changes nothing: for who tries the bot."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.context import ConversationContext
from bot.conversation.loading import load_session
from bot.conversation.session import UNSURE, Entry, Session
from bot.conversation.subscriptions import find_subscriptions
from bot.conversation.turn_reads import TurnReads
from bot.engine.exchange import Inbound
from bot.engine.state import State
from bot.officials.dated_divisions import in_force
from bot.officials.naming import area_in, name_of
from bot.people.time_zones import whereabouts, zones_of
from bot.providers.trial_provider import ConversationView, ListedOfficial


def view_conversation(context: ConversationContext, phone: str, call: str, now: datetime) -> ConversationView:
    """The conversation with a phone (E.164), and where a call of theirs stands, by the provider's id."""
    with TurnReads(context.database) as reads:
        session, _ = load_session(reads, Inbound(key="", channel="sms", phone=phone), context, now)
        return ConversationView(
            known=session.supporter.id is not None,
            language=session.supporter.language,
            zip=session.supporter.zip,
            divisions=list(_divisions(session)),
            campaign=session.campaign.keyword if session.campaign else "",
            stopped=session.supporter.stopped,
            sms_reachable=session.supporter.sms_reachable,
            programmes=[(programme, state) for programme, state, _ in find_subscriptions(session)],
            officials=list(_officials(session)),
            thread=session.thread.state,
            call=_call(context, reads, phone, call, now) if call else None,
            zones=_from_the_west(session, phone, now),
        )


def _from_the_west(session: Session, phone: str, now: datetime) -> list[str]:
    """The zones they may live in, those first where the day begins last: in the morning there it has begun in all of them."""
    homes = (session.supporter.geocoded_divisions or {}).values()
    zones = whereabouts(zones_of(session.supporter.zip, phone, homes) or "").zones
    return sorted(zones, key=lambda zone: now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta())


def _call(context: ConversationContext, reads: TurnReads, phone: str, call: str, now: datetime) -> State | None:
    session, _ = load_session(reads, Inbound(key="", channel="voice", phone=phone, call=call), context, now)
    return None if session.thread.turn is None else session.thread.state


def _divisions(session: Session) -> Iterator[tuple[str, str]]:
    directory, today = session.directory, session.now.date()
    for kept in (session.supporter.geocoded_divisions, session.supporter.chosen_divisions):
        for level, division in in_force(directory, kept, today).items():
            yield level, UNSURE if division == UNSURE else area_in(directory, level, division, session.speaks) or division


def _officials(session: Session) -> Iterator[ListedOfficial]:
    for entry in session.call_list.entries:
        yield _listed(session, entry, aside=False)
    for entry in session.call_list.aside:
        yield _listed(session, entry, aside=True)


def _listed(session: Session, entry: Entry, aside: bool) -> ListedOfficial:
    official = session.directory.official(entry.official, session.now.date())
    name = name_of(official, session.campaign, session.speaks) if official and session.campaign else entry.official
    return ListedOfficial(name=name, outcome=entry.outcome, due_at=entry.due_at, aside=aside)
