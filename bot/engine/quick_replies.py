"""What a supporter may reply now: the choices of the question at hand, and the words that the last message named. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.engine.flow import ENTRIES, Flow, Flows, Node
from bot.engine.state import State
from bot.engine.steps import NONE
from bot.engine.turn_trace import SaidText
from bot.reading.consent_words import OWN_WORDS, PROVIDER_WORDS
from bot.telephony import Channel

CHANNEL: Channel = "sms"
KEYWORDS = "{campaigns}"  # names the keywords of all campaigns
LANGUAGES = ("{other_languages}", "{language_words}")  # name the words that change the language
STEPS = "{steps}"  # names the words that are likely next
NOUNS = {"ZIP"}  # words of the thread that stand in texts as names of things
MORE = "+"  # "MOVE + ZIP": something of one's own follows the word


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickReply:
    """What to text; `label`: what it means, where it is a key. `unfinished`: the word begins a text that goes on."""

    send: str
    label: str = ""
    unfinished: bool = False


def quick_replies(flows: Flows, state: State, said: Sequence[SaidText], keywords: Sequence[str]) -> list[QuickReply]:
    """The replies on offer where a thread stands, each once. `said`: by the last message; without one, what the question at
    hand says. `keywords`: of the campaigns that are live."""
    named = list(_named(flows, state, said or _texts_at(flows, state), keywords))
    replies = [*choices_at(flows, state), *named]
    if not replies and state.at is None:
        replies = [QuickReply(send=keyword) for keyword in keywords]
    once: dict[str, QuickReply] = {}
    for reply in replies:
        once.setdefault(reply.send, reply)
    return list(once.values())


def choices_at(flows: Flows, state: State) -> Iterator[QuickReply]:
    """The keys of the question at hand, and what they mean; by text and by phone."""
    node = _node_at(flows, state)
    if node is None or node.step != "ask":
        return
    if isinstance(node.choices, str):
        for place, offer in enumerate(state.offered, 1):
            yield QuickReply(send=offer.key or str(place), label=offer.label)
    else:
        assert state.at is not None
        # A choice that a word of the flow is too has no words of its own.
        ours = {word.name: word.say.get(state.language, ()) for word in flows[state.at[0]].words}
        for name, choice in node.choices.items():
            if choice.key:
                said = [*choice.words.get(state.language, ()), *map(str.lower, ours.get(name, ()))]
                yield QuickReply(send=choice.key, label=said[0] if said else name)
    if NONE in node.on:
        yield QuickReply(send="0", label=NONE)


def _node_at(flows: Flows, state: State) -> Node | None:
    return flows[state.at[0]].nodes.get(state.at[1]) if state.at and state.at[0] in flows else None


def _texts_at(flows: Flows, state: State) -> Sequence[SaidText]:
    """The question at hand as it stands in its flow: what was said is not known any more."""
    node = _node_at(flows, state)
    if node is None or state.at is None:
        return ()
    flow = flows[state.at[0]]
    return [SaidText(flow=flow.name, key=key, text="") for key in (node.say, node.text) if key in flow.texts]


def _named(flows: Flows, state: State, said: Iterable[SaidText], keywords: Sequence[str]) -> Iterator[QuickReply]:
    """The words that texts name, in their order there. What campaigns wrote into them does not count."""
    entry = flows[ENTRIES[CHANNEL][0]]
    named, changes = _pattern(entry), _language_words(entry)
    for text in said:
        template = flows[text.flow].texts[text.key][state.language][CHANNEL]
        for match in named.finditer(template):
            if match[0] == KEYWORDS:
                yield from (QuickReply(send=keyword) for keyword in keywords)
            elif match[0] in LANGUAGES:
                yield from (QuickReply(send=word) for word in re.findall(r"\w+", text.text) if word in changes)
            elif match[0] == STEPS:
                yield from _of_steps(entry, state.language, named, text.text)
            else:
                yield _as_reply(match[0], template[match.end() :].lstrip(" "), text.text)


def _of_steps(flow: Flow, language: str, named: re.Pattern[str], text: str) -> Iterator[QuickReply]:
    """The words in a text that are there because a flow offers them as a next step."""
    offers = {match[0] for word in flow.words for match in named.finditer(word.offer.get(language, ""))}
    for match in named.finditer(text):
        if match[0] in offers:
            yield _as_reply(match[0], text[match.end() :].lstrip(" "), text)


def _language_words(flow: Flow) -> set[str]:
    """The words that lead to another language."""
    leads = [word for word in flow.words if word.to in flow.nodes and flow.nodes[word.to].step == "language"]
    return {said for word in leads for each in word.say.values() for said in each}


def _pattern(flow: Flow) -> re.Pattern[str]:
    """All words that the thread understands anywhere, in capitals as texts name them, and the placeholders that name more;
    of two that begin alike the longer one."""
    ours = {said for word in flow.words for each in word.say.values() for said in each}
    words = sorted((ours | PROVIDER_WORDS.keys() | OWN_WORDS.keys()) - NOUNS, key=len, reverse=True)
    return re.compile(
        rf"{'|'.join(map(re.escape, (KEYWORDS, STEPS, *LANGUAGES)))}|(?<![\w{{])(?:{'|'.join(map(re.escape, words))})(?![\w}}])"
    )


def _as_reply(word: str, after: str, text: str) -> QuickReply:
    """The reply that a word is, with what follows it in the text, as in MOVE 98101. `after`: how the template goes on."""
    if after.startswith(MORE):
        return QuickReply(send=word, unfinished=True)
    whole = re.search(rf"\b{re.escape(word)} \w+", text) if after.startswith("{") else None
    return QuickReply(send=whole[0] if whole else word)
