"""A conversation as the page draws it: where it stands, what was understood and why, what may be replied. Data, in English."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.engine.flow import Flows
from bot.engine.quick_replies import choices_at, quick_replies
from bot.engine.state import State
from bot.engine.turn_trace import Reason, ReasonKind, TurnTrace
from bot.locale import language_name
from bot.providers.trial_provider import ConversationView, ListedOfficial

Json = Mapping[str, object]

# {what}, {at} and {like} as in Reason; a word or an exit is named as flows name it.
REASONS: Mapping[ReasonKind, str] = {
    "started": "The flow began at its start “{what}”.",
    "wish": "A rule about being texted read it: {what}.",
    "keyword": "It is the campaign's keyword {what}.",
    "word": "It is the flow's word “{what}”.",
    "answer": "It answers the question at {at}: {what}.",
    "missed": "It does not answer the question at {at}, and is no word of the flow.",
    "silence": "Nothing was heard at {at}.",
    "line": "The official's line: {what}.",
    "resumed": "It is out of step: the last question again.",
    "reaction": "A phone sent it for a reaction; nobody wrote it, and nothing is answered.",
    "machine": "A machine wrote it, and nobody; nothing is answered.",
    "silent": "Silence is the answer: {what}.",
    "capped": "Nothing is answered: this number has had a day's replies.",
    "intent": "The sentence asks for “{what}”: it is most like “{like}”.",
    "unclear": "The sentence may ask for {what}, not clearly enough for it to be done.",
    "unheard": "Nothing is answered: it was not understood too often, until it is again.",
}
WORDLESS: Mapping[ReasonKind, str] = {
    "missed": "Nothing was asked, and it is no word of the flow.",
    "silent": "Silence is the answer.",
}
# What a question asks for, where its exit alone does not tell.
ASKED_FOR = {"zip": "a ZIP code", "address": "a street address, which is kept nowhere", "digits": "digits", "text": "words"}
OPEN = "open"


def conversation_data(
    flows: Flows, view: ConversationView, turns: Sequence[TurnTrace], keywords: Sequence[str], now: datetime
) -> Json:
    """All that the page shows of a conversation. `turns`: the latest last."""
    texts = [turn for turn in turns if turn.channel == "sms" and turn.said]
    replies = quick_replies(flows, view.thread, texts[-1].said if texts else (), keywords)
    return {
        "replies": [asdict(reply) for reply in replies],
        "turns": [_turn(turn) for turn in turns],
        "thread": _place(flows, view.thread),
        "call": _place(flows, view.call) if view.call else None,
        "facts": list(_facts(view)),
        "officials": [_official(each, view.zones[0]) for each in view.officials],
        "clock": {"shown": shown_time(now, view.zones[0]), "zone": view.zones[0]},
    }


def _turn(turn: TurnTrace) -> Json:
    """What was understood in a turn, and its way through the flows."""
    return {
        "key": turn.key,
        "by": "itself" if turn.pushed else "text" if turn.channel == "sms" else "call",
        "reasons": [_sentence(reason) for reason in turn.reasons],
        "way": [f"{flow}.{node} → {exit}" for flow, node, exit in turn.taken],
    }


def _sentence(reason: Reason) -> str:
    what = ASKED_FOR.get(reason.asks, f"“{reason.what}”") if reason.kind == "answer" else reason.what
    at = ".".join(reason.at) if reason.at else ""
    sentences = WORDLESS if reason.kind in WORDLESS and not (what or at) else REASONS
    return sentences[reason.kind].format(what=what, at=at, like=reason.like)


def _place(flows: Flows, state: State) -> Json:
    return {
        "at": ".".join(state.at) if state.at else "",
        "inside": [".".join(place) for place in state.returns],
        "misses": state.misses,
        "unheard": len(state.misses_at),
        "language": language_name(state.language, "en"),
        "choices": [f"{reply.send} {reply.label}" for reply in choices_at(flows, state)],
    }


def _facts(view: ConversationView) -> Iterator[tuple[str, str]]:
    """(name, value) of what is known of a supporter."""
    if not view.known:
        yield "Known", "nothing yet"
        return
    yield "Language", language_name(view.language, "en") if view.language else "not chosen"
    yield "ZIP code", view.zip or "not told"
    yield from ((f"Lives in ({level})", name) for level, name in view.divisions)
    yield "Campaign", view.campaign or "none"
    yield from ((f"Alerts of {programme}", state) for programme, state in view.programmes)
    yield "Texts", "stopped" if view.stopped else "welcome" if view.sms_reachable else "cannot be received"


def _official(listed: ListedOfficial, zone: str) -> Json:
    due = f"text promised for {shown_time(listed.due_at, zone)}" if listed.due_at else ""
    aside = "put aside: elsewhere now" if listed.aside else ""
    return {"name": listed.name, "state": ", ".join(filter(None, [listed.outcome or OPEN, due, aside]))}


def shown_time(at: datetime, zone: str) -> str:
    """A moment on the clock of a zone: "Monday, November 23, 10:00 AM"."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%A, %B} {there.day}, {(there.hour - 1) % 12 + 1}:{there:%M %p}"
