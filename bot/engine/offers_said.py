"""What is on offer at a question, as a text says it. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.engine.events import Offer
from bot.engine.flow import Word
from bot.engine.placeholders import PLACEHOLDERS
from bot.engine.questions import join_ranges
from bot.locale import phrase
from bot.reading.intents import MOST_LIKELY
from bot.telephony import Channel

WHO = re.compile(r"\(([^()]+)\)$")  # who sits there, at the end of a district's label


def say_keys(offered: Sequence[Offer], channel: Channel, language: str) -> str:
    """What to reply for what is on offer: "1-5, 7"; in a text "1 Ada Moss, 2 Ben Okafor", where all of that fits."""
    named = ", ".join(f"{offer.key} {who[1]}" if (who := WHO.search(offer.label)) else offer.key for offer in offered)
    by_name = channel == "sms" and all(offer.key for offer in offered) and any(WHO.search(offer.label) for offer in offered)
    if by_name and len(named) <= PLACEHOLDERS["keys"].longest:
        return named
    to = "-" if channel == "sms" else phrase("key.range", language)
    return join_ranges((offer.key or str(place) for place, offer in enumerate(offered, 1)), to)


def say_choices(offered: Sequence[Offer], channel: Channel, language: str) -> str:
    """What is on offer, each with what to reply or to press for it."""
    template = "{key} {label}" if channel == "sms" else phrase("key.choose", language)
    lines = (template.format(key=offer.key or place, label=offer.label) for place, offer in enumerate(offered, 1))
    return ("\n" if channel == "sms" else " ").join(lines)


def say_steps(words: Iterable[Word], meant: Sequence[str], named: Sequence[str], language: str) -> str:
    """The three likeliest next steps: the words of the intents that a text may have `meant`, then those that a question has
    `named`: "CALL to be connected, SCRIPT for what to say or LIST for your officials"."""
    offered = {word.name: word for word in words if language in word.offer}
    likely = [name for intent in meant for name, word in offered.items() if intent in word.means]
    names = [name for name in dict.fromkeys((*likely, *named)) if name in offered][:MOST_LIKELY]
    *first, last = [offered[name].offer[language] for name in names] or [""]
    return f"{', '.join(first)}{phrase('key.or', language)}{last}" if first else last


class TextValues(dict[str, str]):
    """The facts and what is on offer, each worked out only when a text asks for it."""

    def __init__(self, facts: Mapping[str, str], offered: Mapping[str, Callable[[], str]]) -> None:
        super().__init__()
        self.facts, self.offered = facts, offered

    def __missing__(self, name: str) -> str:
        return self.offered[name]() if name in self.offered else self.facts[name]
