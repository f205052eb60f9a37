"""Words that cannot be a campaign's keyword, because the provider or the bot's own conversations answer them first."""

from collections.abc import Iterator

from bot.engine.flow import Flow, Flows
from bot.reading import OWN_WORDS, PROVIDER_WORDS
from bot.reading.answers import plain_text


def reserved_words(flows: Flows) -> frozenset[str]:
    """Carrier words and every word some flow understands, in capitals without accents: STOP, YES, NEXT, ESPANOL."""
    words = {*PROVIDER_WORDS, *OWN_WORDS, *(word for flow in flows.values() for word in _understood(flow))}
    return frozenset(plain_text(word).upper() for word in words)


def _understood(flow: Flow) -> Iterator[str]:
    for word in flow.words:
        for said in word.say.values():
            yield from said
    for node in flow.nodes.values():
        if not isinstance(node.choices, str):
            for choice in node.choices.values():
                for said in choice.words.values():
                    yield from said
