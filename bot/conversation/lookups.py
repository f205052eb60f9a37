"""Answers what a flow asks of the world: a function a step, all on the session; the longer ones have files of their own."""

from collections.abc import Callable, Sequence
from functools import partial
from zlib import crc32

from bot.conversation.call_list import contradicts, list_progress, officials_left, talked_long, unreported_entry
from bot.conversation.calls import call_back, calls_to, line_of, recent_calls
from bot.conversation.campaign_switch import settle_campaign, switch_campaign
from bot.conversation.context import ConversationContext
from bot.conversation.named_offices import name_offices
from bot.conversation.offices import (
    current_line,
    current_official,
    is_full,
    lines_of,
    next_line,
    next_text_about,
    official_of,
    report_full,
)
from bot.conversation.reminders import promise_reminder
from bot.conversation.residence import can_be_told, current_finding, find_officials, is_ward_open, offers_at, ward_by_address
from bot.conversation.session import FULL, MESSAGE, NOT_REACHED, SKIPPED, TALKED, Agreement, Entry, Outgoing, PastCall, Session
from bot.conversation.subscriptions import campaigns_meant
from bot.conversation.topics import offer_topics
from bot.conversation.wrong_numbers import line_at_hand, offer_lines, report_wrong_number
from bot.engine.commands import Lookup
from bot.engine.events import LookupAnswered, Offer
from bot.people.erasure import find_unowned_texts
from bot.telephony import may_dial


def answer_lookup(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    """What the world says to a lookup; the session is changed by what was asked to be done."""
    return LOOKUPS[lookup.step](context, session, lookup)


def _take(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "line":
        return _take_line(context, session)
    if lookup.argument == "closed":
        session.thread.state = session.thread.state.changed(closed=True)
        return LookupAnswered("taken")
    if lookup.argument == "left":
        for again in _left(context, session):
            again.mark(None, None)
    _pass_over(context, session)
    entry = session.open_entry()
    session.turn_to_official(entry)
    session.thread.state = session.thread.state.changed(rung="")
    if line := current_line(context, session, official_of(session, entry)):
        session.thread.state = session.thread.state.changed(line=line.id)
    return LookupAnswered("taken" if entry else "done")


def _take_line(context: ConversationContext, session: Session) -> LookupAnswered:
    official = current_official(session)
    line = next_line(context, session, official) if official else None
    if line is None:
        return LookupAnswered("done")
    session.thread.state = session.thread.state.changed(line=line.id)
    return LookupAnswered("taken")


def _pass_over(context: ConversationContext, session: Session) -> None:
    """Pass over those at the head of the list who cannot be called: nobody is put through to a dead line or a stranger."""
    while (entry := session.open_entry()) and not _has_line(context, session, entry):
        official = official_of(session, entry)
        if official and official.lines:  # else they left office since the list was made
            session.passed.append(entry.official)
        entry.mark(SKIPPED, session.now)


def _left(context: ConversationContext, session: Session) -> list[Entry]:
    passed = [
        entry for entry in session.call_list.entries if entry.outcome in NOT_REACHED and _has_line(context, session, entry)
    ]
    return officials_left(passed, recent_calls(session), session.now) if passed else []


def _has_line(context: ConversationContext, session: Session, entry: Entry) -> bool:
    official = official_of(session, entry)
    return official is not None and bool(lines_of(context, session, official))


def _compare(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    entry, state = session.entry(), session.thread.state
    if entry is None or not entry.is_unsaid:
        return LookupAnswered("fits")  # nothing will be written down
    if not contradicts(lookup.argument, calls_to(session, entry.official), rung=state.rung == entry.official):
        return LookupAnswered("fits")
    session.thread.state = state.changed(said=lookup.argument)
    return LookupAnswered("contradicts")


def _record(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    outcome = session.thread.state.said if lookup.argument == "said" else lookup.argument
    entry = session.entry()
    # What was told already, by text during the call, stays.
    if entry is not None and entry.is_unsaid and outcome:
        _note_outcome(context, session, entry, outcome)
    return LookupAnswered("recorded")


def _note_outcome(context: ConversationContext, session: Session, entry: Entry, outcome: str) -> None:
    calls = calls_to(session, entry.official)
    if outcome == SKIPPED and (entry.outcome == TALKED or any(map(talked_long, calls))):
        outcome = TALKED
    if outcome != TALKED or session.channel == "sms":  # who says to go on by text is not asked again; who is silent is
        session.effects.reported = (entry.official, outcome)
    official = official_of(session, entry)
    line = line_at_hand(session)
    if outcome == FULL and official and line and report_full(context, session, official, line):
        entry.mark(None, None)  # their next line is offered
        return
    if outcome == MESSAGE and official and is_full(context, session, official, line):
        session.effects.emptied_line = line
    entry.mark(outcome, session.now)
    entry.call_status, entry.call_seconds = _carrier_knows(session, calls)


def _carrier_knows(session: Session, calls: Sequence[PastCall]) -> tuple[str | None, int | None]:
    """How our last call to them ended, and the seconds it took; nothing where we connected none."""
    if not calls:
        return None, None
    ended = session.effects.ended_lines
    if session.effects.dial_ended and any(calls[0].went_to(line, calls[0].official) for line in ended):
        return session.effects.dial_ended  # in this turn
    return calls[0].status, calls[0].seconds


def _recall(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    return LookupAnswered(RECALLED[lookup.argument](context, session))


def _recall_campaign(context: ConversationContext, session: Session) -> str:
    if session.campaign is not None:
        return "known"
    return "new" if settle_campaign(context, session) else "unknown"


def _recall_opening(context: ConversationContext, session: Session) -> str:
    official = current_official(session)
    told = _may_text(session) and official is not None and next_text_about(context, session, official) is not None
    return "textable" if told else "call_only"


def _recall_sheet(context: ConversationContext, session: Session) -> str:
    entries, campaign = session.call_list.entries, session.campaign.id if session.campaign else ""
    how_far = list_progress(entries, recent_calls(session), campaign)
    if how_far in {"fresh", "begun"}:
        _pass_over(context, session)
        how_far = how_far if session.open_entry() else "finished"
    asked = unreported_entry(entries, recent_calls(session), campaign) if how_far == "unreported" else None
    session.turn_to_official(asked or session.open_entry())
    session.thread.state = session.thread.state.changed(rung=session.rung)
    return how_far


def _recall_official(context: ConversationContext, session: Session) -> str:
    entry = session.entry() if session.thread.state.official else None
    return "some" if entry and entry.is_open else "none"


def _recall_forget(context: ConversationContext, session: Session) -> str:
    session.thread.state = session.thread.state.changed(forgetting=not session.sure_to_forget)
    return "sure" if session.sure_to_forget else "unsure"


RECALLED: dict[str, Callable[[ConversationContext, Session], str]] = {
    "language": lambda context, session: "known" if session.supporter.language or _speaks_one(context, session) else "unknown",
    "campaign": _recall_campaign,
    "thread": lambda _, session: "begun" if session.campaign else "new",
    "phone": lambda _, session: "textable" if _may_text(session) else "call_only",
    "opening": _recall_opening,
    "address": lambda context, _: "askable" if context.resolver else "unasked",
    "ward": lambda context, session: "askable" if ward_by_address(context, session) else "unasked",
    "sheet": _recall_sheet,
    "left": lambda context, session: "some" if _left(context, session) else "none",
    "official": _recall_official,
    "person": lambda context, _: "number" if line_of(context.contact) else "none",
    "forget": _recall_forget,
}


def _text(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    if not _may_text(session):
        return LookupAnswered("refused")
    # Whoever asks for the same again has it: every press of a key would be a text that costs something.
    state, mark = session.thread.state, crc32(lookup.text.encode())
    if mark not in state.texted:
        session.effects.outgoing.append(Outgoing("text", lookup.text))
        session.thread.state = state.changed(texted=(*state.texted, mark))
    return LookupAnswered("sent")


def _may_text(session: Session) -> bool:
    return (
        session.supporter.phone is not None
        and session.supporter.sms_reachable
        and not session.supporter.stopped
        and may_dial(session.supporter.phone)
    )


def _offer(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "places":
        found = current_finding(session)
        places = offers_at(session, found) if found else ()
        if found and is_ward_open(session, found):
            return LookupAnswered("ward", places)
        return LookupAnswered("several", places) if places and can_be_told(session, places) else LookupAnswered("many")
    if lookup.argument == "alerts":
        return _offer_alerts(context, session)
    if lookup.argument == "lines":
        return offer_lines(context, session)
    offers = _campaign_offers(context, session) if lookup.argument == "campaigns" else offer_topics(session)
    exit = "none" if not offers else "one" if len(offers) == 1 else "several"
    return LookupAnswered(exit, offers)


def _campaign_offers(context: ConversationContext, session: Session) -> tuple[Offer, ...]:
    """The live campaigns; where it is settled which one it is about, there is nothing to choose."""
    live = context.campaigns.live[:1] if settle_campaign(context, session) else context.campaigns.live
    return tuple(Offer(each.id, each.wording(session.speaks).title) for each in live)


def _offer_alerts(context: ConversationContext, session: Session) -> LookupAnswered:
    """The campaigns whose alerts may be meant; where it is one, go over to it."""
    campaigns = campaigns_meant(context, session)
    if len(campaigns) != 1:
        return LookupAnswered("several", tuple(Offer(c.id, c.wording(session.speaks).programme.name) for c in campaigns))
    new = session.campaign is None
    switch_campaign(context, session, campaigns[0].id)
    return LookupAnswered("new" if new else "one")


def _speaks_one(context: ConversationContext, session: Session) -> bool:
    """Is there one language alone that this can be about? Then it is spoken from here on."""
    campaigns = [found] if (found := session.campaign or context.campaigns.hotline) else context.campaigns.live
    languages = {language for campaign in campaigns for language in campaign.languages}
    if len(languages) != 1:
        return False
    session.thread.state = session.thread.state.changed(language=languages.pop())
    return True


def _switch(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    switch_campaign(context, session, lookup.heard)
    return LookupAnswered("switched")


def _language(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    session.supporter.language = lookup.argument
    session.speak_their_language()
    return LookupAnswered("spoken")


def _subscribe(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    if campaign := settle_campaign(context, session):
        session.effects.agreements.append(Agreement(programme=campaign.id, granted=True, words=session.words))
    return LookupAnswered("subscribed")


def _forget(context: ConversationContext, session: Session, lookup: Lookup) -> LookupAnswered:
    if lookup.argument == "place":
        # The home that we know stays until there is another: who changes their mind has lost nothing.
        session.thread.state = session.thread.state.changed(was=session.supporter.zip or "", moving=True)
    else:
        session.effects.forgotten = True
        if session.supporter.phone is not None:
            find = partial(find_unowned_texts, context.database, context.phone_cipher, session.supporter.phone)
            session.effects.unowned_texts = session.slow.get("unowned texts", find)
    return LookupAnswered("forgotten")


LOOKUPS: dict[str, Callable[[ConversationContext, Session, Lookup], LookupAnswered]] = {
    "find": find_officials,
    "name": lambda context, session, lookup: name_offices(session, lookup),
    "take": _take,
    "compare": _compare,
    "record": _record,
    "report": report_wrong_number,
    "promise": promise_reminder,
    "recall": _recall,
    "ring": call_back,
    "text": _text,
    "offer": _offer,
    "switch": _switch,
    "language": _language,
    "subscribe": _subscribe,
    "forget": _forget,
}
