"""What a reply to the question for a council district chooses, as a turn reads it: for the proof when a list is imported."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.campaigns import Campaigns
from bot.engine.advance import is_word
from bot.engine.events import Offer
from bot.engine.flow import ENTRIES, Flows
from bot.engine.questions import read_answer
from bot.engine.state import State
from bot.engine.steps import CHOSEN
from bot.reading.incoming import IncomingText
from bot.telephony import Channel


class WardAnswers:
    """Reads replies by the flows and campaigns that are in use."""

    def __init__(self, flows: Flows, campaigns: Campaigns) -> None:
        self._flows, self._campaigns = flows, campaigns
        self._questions = tuple(_questions(flows))
        self._nodes = {state.at: flows[state.at[0]].nodes[state.at[1]] for _, state in self._questions if state.at}
        self._text = lru_cache(maxsize=MOST_REMEMBERED)(self._read)

    def choose(self, offers: Sequence[Offer], reply: str) -> str:
        """The division that a reply chooses of those on offer, on every channel; "" where it chooses none, or not the same."""
        text = self._text(reply)
        answers = {read_answer(node, text, tuple(offers)) for node in self._nodes.values()} if text else set()
        exit, chosen = (answers.pop() if len(answers) == 1 else None) or ("", "")
        return chosen if exit == CHOSEN else ""

    def _read(self, reply: str) -> IncomingText | None:
        """A reply, or None for what is heard before any answer: a word for stop or start, of the flow, or for a campaign."""
        text = IncomingText(reply)
        heard = text.opt_out is not None or self._campaigns.named(text.plain) is not None
        return None if heard or any(is_word(self._flows, *question, text) for question in self._questions) else text


MOST_REMEMBERED = 10_000  # many councils have the same numbers


def _questions(flows: Flows) -> Iterator[tuple[Channel, State]]:
    """Where a district is asked for, a state a channel, as its entry flow comes to it: the words of both are heard there."""
    for channel, (entry, _) in ENTRIES.items():
        ways = {
            entry: (),
            **{node.argument: ((entry, node.name),) for node in flows[entry].nodes.values() if node.step == "go"},
        }
        for flow, returns in ways.items():
            nodes = flows[flow].nodes
            asked = (to for node in nodes.values() if (to := node.on.get("ward", "")) and nodes[to].step == "ask")
            if to := next(asked, ""):
                yield channel, State(at=(flow, to), returns=returns)
