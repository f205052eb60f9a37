"""Nothing that can happen gets a conversation in the shipped flows stuck."""

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.flow_files import load_flows
from bot.engine.advance import FlowTurn, advance
from bot.engine.commands import Dial, End, Listen, Lookup, Say
from bot.engine.events import DialEnded, Event, InputReceived, LookupAnswered, NothingHeard, Offer, Resumed, Started
from bot.engine.flow import Flows, exits_of
from bot.engine.state import State
from bot.reading.incoming import IncomingText
from bot.telephony import Channel
from tests.conftest import ROOT
from tests.test_engine import FACTS


@cache
def shipped() -> Flows:
    return load_flows(ROOT / "flows")


OFFERS = st.lists(
    st.builds(Offer, st.sampled_from(["a", "b", "c"]), st.sampled_from(["Rep. Jane Doe", "Tacoma", "Fuera"])),
    min_size=1,
    max_size=4,
).map(tuple)
WORDS = (
    *("1", "2", "3", "9", "0", "98402", "98402-1234", "MOVE 10001", "LEARN 2", "Tacoma", "reached", "ocupado", "yes", "sí"),
    *("CALL", "SCRIPT", "NEXT", "MORE", "MOVE", "LIST", "CAMPAIGNS", "ESPANOL", "ENGLISH", "JOIN", "FORGET"),
    *("*", "#", "**", "11", "9", "repeat", "skip", "text me", "operator", "hold on", "goodbye", "nine eight four oh two"),
    *("", "blah", "\0", "😀" * 1600),
)


def events(flows: Flows, entry: str) -> st.SearchStrategy[Event]:
    return st.one_of(
        st.builds(
            Started,
            st.sampled_from(sorted(flows[entry].starts)),
            st.builds(IncomingText, st.sampled_from(["", "98402", "CALL", "blah"])),
        ),
        st.builds(InputReceived, st.builds(IncomingText, st.one_of(st.sampled_from(WORDS), st.text(max_size=40)))),
        st.just(NothingHeard()),
        st.just(Resumed()),
        st.builds(DialEnded, st.sampled_from(["answered", "busy", "no_answer", "failed", "canceled"])),
        st.builds(LookupAnswered, st.just("anything"), OFFERS),
    )


@pytest.mark.parametrize(("entry", "channel"), [("text", "sms"), ("call", "voice")])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_nothing_that_happens_gets_a_shipped_conversation_stuck(entry: str, channel: Channel, data: st.DataObject) -> None:
    flows = shipped()
    state = State()
    for event in data.draw(st.lists(events(flows, entry), max_size=12)):
        turn = advance(flows, entry, channel, state, _in_step(data, flows, state, event), lambda state, channel: FACTS)
        waits = 0
        while isinstance(turn.commands[-1], Lookup):  # the world answers at once, with any exit it can take
            waits += 1
            assert waits < 50
            turn = advance(
                flows, entry, channel, through_json(turn), _any_answer(data, flows, turn.state), lambda state, channel: FACTS
            )
        assert isinstance(turn.commands[-1], Listen | Dial | End)
        assert all(isinstance(command, Say) and command.text for command in turn.commands[:-1])
        assert (turn.state.at is None) == isinstance(turn.commands[-1], End)
        state = through_json(turn)


def _in_step(data: st.DataObject, flows: Flows, state: State, event: Event) -> Event:
    """An answer of the world only names exits that the step it answers has; elsewhere it is out of step."""
    if isinstance(event, LookupAnswered) and state.at and flows[state.at[0]].nodes[state.at[1]].step != "ask":
        return _any_answer(data, flows, state)
    return event


def _any_answer(data: st.DataObject, flows: Flows, state: State) -> LookupAnswered:
    assert state.at is not None
    node = flows[state.at[0]].nodes[state.at[1]]
    # Whoever answers for us is connected to without a limit.
    limits = ("not_today", "not_now", "withheld") if "not_today" in node.on else ("failed",)
    exits = limits if node.step == "dial" else exits_of(node, flows)[0]
    exit = data.draw(st.sampled_from(exits))
    return LookupAnswered(exit, data.draw(OFFERS) if exit in {"split", "several", "one"} else ())


def through_json(turn: FlowTurn) -> State:
    written = turn.state.to_json()
    state = State.from_json(written)
    assert state == turn.state
    assert json.loads(written) == json.loads(state.to_json())
    return state
