"""Tells who tries the bot how a turn went: what was understood, by which rule, and the way through the flows."""

from collections.abc import Iterator
from datetime import datetime

from bot.conversation.answering import is_silent, is_spent
from bot.conversation.context import ConversationContext
from bot.conversation.session import Session
from bot.engine.events import InputReceived, Started
from bot.engine.exchange import Inbound
from bot.engine.turn_trace import Exit, Reason, SaidText, TurnTrace, reasons_of
from bot.reading.incoming import IncomingText
from bot.reading.intents import sentence_words

# Starts that a wish about being texted leads to.
OF_A_WISH = frozenset({"stopped", "started", "doubt", "help", "unconfirmed"})


def trace_turn(context: ConversationContext, session: Session, inbound: Inbound) -> TurnTrace:
    """The trace of a turn that is over. Nothing that the supporter wrote stands in it."""
    taken = tuple(exit for step in session.steps for exit in step.taken)
    said = tuple(said for step in session.steps for said in step.said) if session.answered else ()
    return _trace(inbound, session.now, tuple(_reasons(context, session, inbound, taken)), taken, said)


def trace_nobodys(inbound: Inbound, now: datetime) -> TurnTrace:
    """The same of a text that nobody wrote, for which no turn is taken."""
    return _trace(inbound, now, (Reason(kind="reaction" if inbound.text.is_reaction else "machine"),))


def _trace(
    inbound: Inbound,
    now: datetime,
    reasons: tuple[Reason, ...],
    taken: tuple[Exit, ...] = (),
    said: tuple[SaidText, ...] = (),
) -> TurnTrace:
    return TurnTrace(
        key=inbound.key,
        phone=inbound.phone,
        channel=inbound.channel,
        call=inbound.call,
        pushed=inbound.pushed,
        at=now,
        reasons=reasons,
        taken=taken,
        said=said,
    )


def _reasons(context: ConversationContext, session: Session, inbound: Inbound, taken: tuple[Exit, ...]) -> Iterator[Reason]:
    event = session.event
    if event is None:
        yield _silence(context, session, inbound)
        return
    if isinstance(event, Started):
        yield _start(session, event.how)
    yield from _meanings(context, session, event.text if isinstance(event, InputReceived) else inbound.text)
    yield from reasons_of(context.flows, session.waited_at, event, taken, session.missed)
    if is_silent(session.thread.state) and not session.answered:
        yield Reason(kind="unheard")


def _meanings(context: ConversationContext, session: Session, text: IncomingText) -> Iterator[Reason]:
    """What a sentence was read as, where it is neither a word nor an answer."""
    for meaning in (step.meaning for step in session.steps if step.meaning):
        if meaning.intent and not session.missed:
            like = context.intents.most_like(sentence_words(text), meaning.intent)
            yield Reason(kind="intent", what=meaning.intent, like=" ".join(like.words))
        elif meaning.likely:
            yield Reason(kind="unclear", what=", ".join(meaning.likely))


def _silence(context: ConversationContext, session: Session, inbound: Inbound) -> Reason:
    state = session.thread.state
    if session.wish:
        return Reason(kind="silent", what=session.wish)
    if is_spent(state, context.reply_cap, context.replies_an_hour, session.now):
        return Reason(kind="capped")
    return Reason(kind="machine" if inbound.text.machine else "silent")


def _start(session: Session, how: str) -> Reason:
    if how == "keyword" and session.campaign:
        return Reason(kind="keyword", what=session.campaign.keyword)
    if how in OF_A_WISH and session.wish:
        return Reason(kind="wish", what=session.wish)
    return Reason(kind="started", what=how)
