"""Tells who tries the bot how a turn went: what was understood, by which rule, and the way through the flows."""

from collections.abc import Iterator
from datetime import datetime

from bot.conversation.session import Session
from bot.engine.events import Started
from bot.engine.exchange import Inbound
from bot.engine.flow import Flows
from bot.engine.turn_trace import Reason, TurnTrace, reasons_of

# Starts that a wish about being texted leads to.
OF_A_WISH = frozenset({"stopped", "started", "doubt", "help", "unconfirmed"})


def trace_turn(flows: Flows, session: Session, inbound: Inbound) -> TurnTrace:
    """The trace of a turn that is over. Nothing that the supporter wrote stands in it."""
    return TurnTrace(
        key=inbound.key,
        phone=inbound.phone,
        channel=inbound.channel,
        call=inbound.call,
        pushed=inbound.pushed,
        at=session.now,
        reasons=tuple(_reasons(flows, session, inbound)),
        taken=tuple(exit for step in session.steps for exit in step.taken),
        said=tuple(said for step in session.steps for said in step.said),
    )


def trace_reaction(inbound: Inbound, now: datetime) -> TurnTrace:
    """The same of a reaction, for which no turn is taken."""
    return TurnTrace(
        key=inbound.key,
        phone=inbound.phone,
        channel=inbound.channel,
        call=inbound.call,
        pushed=inbound.pushed,
        at=now,
        reasons=(Reason(kind="reaction"),),
        taken=(),
        said=(),
    )


def _reasons(flows: Flows, session: Session, inbound: Inbound) -> Iterator[Reason]:
    event = session.event
    if event is None:
        yield Reason(kind="silent", what=_wish(inbound))
        return
    if isinstance(event, Started):
        yield _start(session, inbound, event.how)
    taken = tuple(exit for step in session.steps for exit in step.taken)
    yield from reasons_of(flows, session.waited_at, event, taken, any(step.missed for step in session.steps))


def _start(session: Session, inbound: Inbound, how: str) -> Reason:
    if how == "keyword" and session.campaign:
        return Reason(kind="keyword", what=session.campaign.keyword)
    if how in OF_A_WISH and (rule := _wish(inbound)):
        return Reason(kind="wish", what=rule)
    return Reason(kind="started", what=how)


def _wish(inbound: Inbound) -> str:
    """The rule by which a text says something about being texted; "" where it says nothing."""
    if inbound.provider_took:
        return "a word that the provider took"
    return inbound.text.opt_out.what if inbound.text.opt_out else ""
