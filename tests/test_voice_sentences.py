"""What callers say in sentences, by phrases that the table of intents was not made from: most are understood, and no wrong one
connects anybody or ends the call."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.conversation.flow_files import load_flows
from bot.conversation.intent_files import load_intents, read_test_phrases
from bot.engine.advance import advance
from bot.engine.events import InputReceived
from bot.engine.flow import Flows
from bot.engine.state import QuestionAsked, State
from bot.reading.incoming import IncomingText
from bot.reading.intents import Example, IntentReader, sentence_words
from tests.conftest import ROOT
from tests.test_engine import FACTS

FLOWS = ROOT / "flows"
FLOOR = 0.88

# Where a sentence of each intent leads to, at the question for the connection and at the question how a call went.
CONNECTION: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("call", "yes"), ("connect",)),
    "script": ("script",),
    **dict.fromkeys(("next", "no"), ("words.next",)),
    "repeat": ("words.repeat",),
    **dict.fromkeys(("help", "confused"), ("words.help", "words.repeat")),
    "person": ("words.person",),
    "goodbye": ("words.goodbye",),
    "later": ("words.goodbye", "wait"),
    **dict.fromkeys(("who_are_you", "is_bot"), ("words.who_are_you",)),
    **dict.fromkeys(("list", "who_is"), ("words.list",)),
    **dict.fromkeys(("privacy", "my_data"), ("words.privacy",)),
    **{name: (f"words.{name}",) for name in ("how_long", "is_free", "first_call", "does_it_help", "hours", "other_ways")},
    **{name: (f"words.{name}",) for name in ("spanish", "english", "thanks", "mistake", "moved")},
}
REPORT: dict[str, tuple[str, ...]] = {name: (name,) for name in ("reached", "message", "failed", "wrong", "full")}
QUESTIONS = {"connect_or_text": CONNECTION, "report": REPORT}
DEEDS = {"connect_or_text": {"connect", "words.next", "words.goodbye"}, "report": {*REPORT, "words.next", "words.goodbye"}}
# Means "ready" here, of a woman, and is our word for the list in texts.
AMBIGUOUS = {"lista"}


@cache
def shipped() -> tuple[Flows, IntentReader]:
    flows = load_flows(FLOWS)
    return flows, IntentReader(load_intents(FLOWS / "intents", flows))


def led_to(question: str, said: str, language: str) -> str:
    """The exit or the word of the flow that a sentence is taken for, "" for none."""
    flows, reader = shipped()
    state = State(language=language, at=("call", question), asked=QuestionAsked(at=("call", question), language=language))
    heard = InputReceived(IncomingText(said))
    turn = advance(flows, "call", "voice", state, heard, lambda state, channel: FACTS, lambda t: reader.read(sentence_words(t)))
    taken = next(iter(turn.taken), ("", "", ""))
    return taken[2] if taken[1] == question else taken[1]


def phrases(path: Path = FLOWS / "intents" / "phrases") -> Iterator[tuple[str, Example]]:
    yield from read_test_phrases(path)


@pytest.mark.parametrize("question", QUESTIONS)
def test_most_sentences_are_understood_and_no_wrong_one_does_anything(question: str) -> None:
    wanted, counted, wrong = QUESTIONS[question], Counter[bool](), []
    for said, example in phrases():
        to = led_to(question, said, example.language)
        meant = to in wanted.get(example.intent, ())
        if example.intent in wanted:
            counted[meant] += 1
        fits = meant or to in CONNECTION.get(example.intent, ())
        if to in DEEDS[question] and not fits and said.casefold() not in AMBIGUOUS:
            wrong.append((said, example.intent, to))
    assert counted[True] / counted.total() >= FLOOR, counted
    assert len(wrong) <= 3, wrong
    assert not [said for said, _, to in wrong if to == "connect"], wrong
