"""What a turn tells of itself to who tries the bot: what was understood, and why, the way it took, what was said. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.engine.events import DialEnded, Event, NothingHeard, Resumed
from bot.engine.flow import Flows
from bot.engine.state import Place
from bot.engine.steps import MISSED, SILENCE
from bot.telephony import Channel

Exit = tuple[str, str, str]  # flow, node, and the exit that was taken; of a word, the flow, "words." and its name, "to"
WORD = "words."

# started: something outside of the flow called for a node, `what` is the start. wish: what was said about being texted, `what`
# is the rule that read it. keyword: of the campaign `what`. word: a word of the flow. answer: to a question, `what` is the
# exit. missed: no answer to it. silence: nothing was heard. line: how the official's line ended. resumed: out of step, the last
# question again. reaction, machine: a phone or another machine said so, and nobody. silent: silence is the answer; capped: as a
# day's replies are used up; unheard: as they were not understood too often. intent: a sentence asks for `what`; unclear: it may
# ask for one of `what`, and which is not clear.
ReasonKind = Literal[
    "started",
    "wish",
    "keyword",
    "word",
    "answer",
    "missed",
    "silence",
    "line",
    "resumed",
    "reaction",
    "machine",
    "silent",
    "capped",
    "unheard",
    "intent",
    "unclear",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that a turn understood. `at`: the node whose question it answers, or the flow and name of a word; `asks`: what
    that question asks for; `like`: the phrase of the table of intents that the sentence is most like. No words of the
    supporter's stand in it."""

    kind: ReasonKind
    what: str = ""
    at: Place | None = None
    asks: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidText:
    """A text of a flow as it was said: its flow and key, and the text with its placeholders filled in."""

    flow: str
    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTrace:
    """How one turn went. `key`: of its webhook; `phone`: E.164, None while it is withheld; `call`: the provider's id, empty for
    texts; `pushed`: nobody waited for it."""

    key: str
    phone: str | None
    channel: Channel
    call: str
    pushed: bool
    at: datetime
    reasons: tuple[Reason, ...]
    taken: tuple[Exit, ...]
    said: tuple[SaidText, ...]


def reasons_of(flows: Flows, at: Place | None, event: Event, taken: Sequence[Exit], missed: bool) -> Iterator[Reason]:
    """What was understood, out of the exits that a turn took. `at`: the node that was waited at before; `missed`: what was
    heard was not understood."""
    if missed:
        yield Reason(kind="missed", at=at)
    elif isinstance(event, NothingHeard):
        yield Reason(kind="silence", at=at)
    elif isinstance(event, DialEnded):
        yield Reason(kind="line", what=event.status, at=at)
    elif isinstance(event, Resumed):
        yield Reason(kind="resumed", at=at)
    yield from _understood(flows, taken)


def _understood(flows: Flows, taken: Sequence[Exit]) -> Iterator[Reason]:
    for flow, name, exit in taken:
        if name.startswith(WORD):
            word = name.removeprefix(WORD)
            yield Reason(kind="word", what=word, at=(flow, word))
        elif (node := flows[flow].nodes[name]).step == "ask" and exit not in (MISSED, SILENCE):
            yield Reason(kind="answer", what=exit, at=(flow, name), asks=node.argument)
