"""What a reply to the question for a council district chooses, as a turn reads it: for the proof when a list is imported."""

from collections.abc import Iterator, Sequence
from functools import cache

from bot.campaigns import Campaigns
from bot.engine.advance import choice_of
from bot.engine.events import Offer
from bot.engine.flow import ENTRIES, Flows
from bot.engine.state import State
from bot.reading.incoming import IncomingText
from bot.telephony import Channel


class WardAnswers:
    """Reads replies by the flows and campaigns that are in use."""

    def __init__(self, flows: Flows, campaigns: Campaigns) -> None:
        self._flows, self._campaigns = flows, campaigns
        self._questions = tuple(_questions(flows))
        self._heard_before = cache(self._is_heard_before)

    def choose(self, offers: Sequence[Offer], reply: str) -> str:
        """The division that a reply chooses of those on offer, on every channel; "" where it chooses none, or not the same."""
        text = IncomingText(reply)
        if self._heard_before(reply):
            return ""
        chosen = {
            choice_of(self._flows, channel, state.changed(offered=tuple(offers)), text) for channel, state in self._questions
        }
        return chosen.pop() if len(chosen) == 1 else ""

    def _is_heard_before(self, reply: str) -> bool:
        """Is it a word for stop or start, or a campaign's keyword, which are heard before any question is?"""
        text = IncomingText(reply)
        return text.opt_out is not None or self._campaigns.named(text.plain) is not None


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
