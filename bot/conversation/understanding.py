"""How well sentences are understood: phrases beside the tables are read, counted, and held against what has to be reached."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.intent_files import places_meant
from bot.engine.flow import Flows
from bot.locale import LANGUAGES
from bot.reading.intents import NOTHING_ASKED, Example, IntentReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Of phrases of an intent, as shares: understood, taken for another; of texts that ask for nothing: taken for something;
    of all: clearly taken for what they are not. `deeds`: how many of all do at once what they do not ask for."""

    understood: float
    other: float
    nothing: float
    sure: float
    deeds: int


# What the shipped tables have to reach in each language.
LEAST_UNDERSTOOD = 0.94
MOST_OTHER, MOST_NOTHING, MOST_SURE, MOST_DEEDS = 0.02, 0.12, 0.01, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A phrase, what it means by those who wrote it, and what it is taken for ("" for nothing that is clear). `is_right`: that
    leads where the other does; `does`: something is done at once for it."""

    text: str
    meant: Example
    taken: str
    is_right: bool
    sure: bool
    does: bool


def in_language(language: str, read: Sequence[Read]) -> list[Read]:
    """Those of a language."""
    return [each for each in read if each.meant.language == language]


def read_all(reader: IntentReader, flows: Flows, phrases: Sequence[tuple[str, Example]]) -> Iterator[Read]:
    """What a reader takes phrases for, each with what it was meant for."""
    leads: Mapping[str, frozenset[str]] = {"": frozenset(), NOTHING_ASKED: frozenset(), **places_meant(flows)}
    deeds = {intent for flow in flows.values() for word in flow.words if word.sure for intent in word.means}
    for text, example in phrases:
        meaning = reader.read(example.words)
        yield Read(
            text=text,
            meant=example,
            taken=meaning.intent,
            is_right=leads[meaning.intent] == leads[example.intent],
            sure=meaning.sure,
            does=meaning.beyond_doubt and meaning.intent in deeds,
        )


def shares_of(read: Sequence[Read]) -> Shares:
    """What was reached."""
    counts = Counter[str]()
    for each in read:
        kind = "nothing" if each.meant.intent == NOTHING_ASKED else "asks"
        counts[kind] += 1
        counts["sure"] += each.sure and not each.is_right
        counts["deeds"] += each.does and not each.is_right
        counts[f"{kind} right"] += each.is_right
        counts[f"{kind} other"] += bool(each.taken) and not each.is_right
    return Shares(
        understood=counts["asks right"] / max(1, counts["asks"]),
        other=counts["asks other"] / max(1, counts["asks"]),
        nothing=counts["nothing other"] / max(1, counts["nothing"]),
        sure=counts["sure"] / max(1, len(read)),
        deeds=counts["deeds"],
    )


def is_enough(shares: Shares) -> bool:
    """Is it as much as it has to be?"""
    return (
        shares.understood >= LEAST_UNDERSTOOD
        and shares.other <= MOST_OTHER
        and shares.nothing <= MOST_NOTHING
        and shares.sure <= MOST_SURE
        and shares.deeds <= MOST_DEEDS
    )


def by_language(read: Sequence[Read]) -> Mapping[str, Shares]:
    """What was reached in each language that has phrases."""
    return {language: shares_of(rows) for language in LANGUAGES if (rows := in_language(language, read))}
