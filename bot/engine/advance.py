"""The step function: a state, an event and the facts in; a new state and commands out. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.engine.commands import Command, Dial, End, Lookup, Say
from bot.engine.events import DialEnded, Event, InputReceived, LookupAnswered, NothingHeard, Started
from bot.engine.flow import Flow, Flows, Node, Word
from bot.engine.offers_said import TextValues, say_choices, say_keys, say_steps
from bot.engine.placeholders import fill_template, tidy_text
from bot.engine.questions import (
    choice_meant,
    expects_zip,
    is_private,
    listen_for,
    numbers_named,
    pressed_once,
    read_answer,
    read_home_answer,
    read_word,
)
from bot.engine.state import Place, QuestionAsked, State
from bot.engine.steps import (
    AGAIN,
    BACK,
    CONVERSATION,
    INSTEAD,
    LISTEN,
    MAYBE_HOME,
    MISSED,
    NAME,
    REPEAT,
    SILENCE,
    SILENCES,
    STEPS,
    TRIES,
)
from bot.engine.turn_trace import SaidText
from bot.locale import contract
from bot.reading.incoming import NOTHING, IncomingText
from bot.reading.intents import NO_MEANING, Meaning
from bot.telephony import Channel

# What placeholders stand for, at a state and for a channel: a call may send a text.
Facts = Callable[[State, Channel], Mapping[str, str]]
# What a sentence asks for: looked for only where a text is neither a word nor an answer.
Understand = Callable[[IncomingText], Meaning]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTurn:
    """What one event led to. `taken`: the exits passed, as (flow, node, exit), for coverage and for drawing. `missed`: what was
    heard was not understood; `unread`: nor was what came along with a start. `said`: the texts that the commands say.
    `meaning`: what was read in a sentence, None where a word or an answer was enough."""

    state: State
    commands: tuple[Command, ...]
    taken: tuple[tuple[str, str, str], ...]
    missed: bool = False
    unread: bool = False
    said: tuple[SaidText, ...] = ()
    meaning: Meaning | None = None


def means_nothing(text: IncomingText) -> Meaning:
    """Where there is no table of intents."""
    return NO_MEANING


def advance(
    flows: Flows,
    entry: str,
    channel: Channel,
    state: State,
    event: Event,
    facts: Facts,
    understand: Understand = means_nothing,
) -> FlowTurn:
    """One step of a conversation: as far as it goes without asking the world.

    `entry` is the flow that `Started` starts in; `facts` gives a value for every placeholder of flows but `choices`, as things
    stand at a state. The commands end with the one that is waited for: Listen, Dial, Lookup or End. A state the flows no
    longer know (they changed under a running conversation) begins again at the entry flow's first start.
    """
    run = _Run(flows, channel, state, facts, understand)
    if isinstance(event, Started):
        run.start(entry, event)
    elif state.at is None or not run.knows(state.at, state.returns):
        run.start(entry, Started(next(iter(flows[entry].starts))))
    else:
        run.hear(event)
    return FlowTurn(
        state=run.state,
        commands=tuple(run.commands),
        taken=tuple(run.taken),
        missed=run.missed,
        unread=run.unread,
        said=tuple(run.said),
        meaning=run.meaning,
    )


def flow_understands(flows: Flows, channel: Channel, state: State, text: IncomingText) -> bool:
    """Is this text a word of the flow, or an answer to the question that was asked last?"""
    run = _Run(flows, channel, state, lambda state, channel: {})
    if state.at is None or not run.knows(state.at, state.returns):
        return False
    _, node = run.here
    if node.step == "ask" and run.answer(node, text) is not None:
        return True
    return any(run.word(text, late) is not None for late in (False, True))


def is_word(flows: Flows, channel: Channel, state: State, text: IncomingText) -> bool:
    """Is this text a word of the flow, or of those it was entered from, and so no answer to the question that stands there?"""
    return _Run(flows, channel, state, lambda state, channel: {}).word(text, late=False) is not None


class _Run:
    """The one mutable thing of a turn: the state so far, the commands so far, the exits taken."""

    def __init__(
        self, flows: Flows, channel: Channel, state: State, facts: Facts, understand: Understand = means_nothing
    ) -> None:
        self.flows, self.channel, self.state, self.facts, self.understand = flows, channel, state, facts, understand
        self.meaning: Meaning | None = None
        self.commands: list[Command] = []
        self.taken: list[tuple[str, str, str]] = []
        self.missed = self.unread = False
        self.said: list[SaidText] = []
        self.unasked: Place | None = None  # a question that what came along answered before it was asked

    def knows(self, at: Place, returns: tuple[Place, ...]) -> bool:
        """Are these nodes still in the flows, and entered as they were? Flows may change under a running conversation."""
        inner = [flow for flow, _ in (*returns, at)][1:]
        return self.node(at) is not None and all(
            (node := self.node(place)) is not None and (node.step, node.argument) == ("go", flow)
            for place, flow in zip(returns, inner, strict=True)
        )

    def node(self, place: Place) -> Node | None:
        flow = self.flows.get(place[0])
        return flow.nodes.get(place[1]) if flow else None

    @property
    def here(self) -> tuple[Flow, Node]:
        assert self.state.at is not None
        flow = self.flows[self.state.at[0]]
        return flow, flow.nodes[self.state.at[1]]

    def start(self, entry: str, event: Started) -> None:
        # A number alone was an answer to what was asked before: of the questions from here on nobody has seen the numbers.
        self.unread = event.rest.key is not None
        rest = NOTHING if self.unread else event.rest
        self.state = State(language=self.state.language, rest=rest, asked=self.state.asked)
        self.enter((entry, self.flows[entry].starts[event.how]))

    def hear(self, event: Event) -> None:
        _, node = self.here
        if self.state.spoken and not isinstance(event, LookupAnswered):
            self.state = self.state.changed(spoken=())
        match node.step, event:
            case "ask", InputReceived(text, overtaken):
                self.hear_input(node, text, overtaken)
            case "ask", NothingHeard():
                self.miss(silent=True)
            case "dial", DialEnded("canceled"):
                self.state = State(language=self.state.language)
                self.commands.append(End())  # they hung up meanwhile: nothing came of it, and nobody is there to hear so
            case "dial", DialEnded(status):
                self.take(status)
            case step, LookupAnswered(exit, offered) if step != "ask":
                if offered:
                    self.state = self.state.changed(offered=offered)
                self.take(exit if exit in node.on else INSTEAD.get((node.step, exit), exit))
            case _:
                self.resume()  # resumed, or out of step: the last question is always a good place

    def hear_input(self, node: Node, text: IncomingText, overtaken: bool) -> None:
        self.state = self.state.changed(silences=0)
        if overtaken and text.key is not None:
            self.missed = True
            self.back()  # the numbers once more, and they mean something again
        elif self.channel == "voice" and text.is_pound:
            self.hear_pound()
        elif not self.heed(node, text) and not (self.channel == "voice" and self.heed(node, pressed_once(text))):
            self.missed = True
            self.miss()

    def hear_pound(self) -> None:
        """The end of an answer that is in already, or of none: the question is repeated, though not for ever."""
        misses = self.state.misses + 1
        if misses >= TRIES[self.channel]:
            self.miss()
        else:
            self.repeat()
            self.state = self.state.changed(misses=misses)

    def heed(self, node: Node, text: IncomingText) -> bool:
        return (
            self.heed_word(text)
            or self.heed_answer(node, text)
            or self.heed_word(text, late=True)
            or self.heed_meaning(node, text)
        )

    def heed_word(self, text: IncomingText, *, late: bool = False) -> bool:
        word = self.word(text, late)
        if word is None:
            return False
        (flow, name), to, rest, reads = word
        heard = rest if rest and rest == text.zip else self.state.heard
        if reads == MAYBE_HOME:
            rest = ""  # asked about, and answers nothing
        # Who presses what is of no use here was not understood either.
        misses = self.state.misses if late else 0
        self.state = self.state.changed(rest=IncomingText(rest), heard=heard, misses=misses)
        self.follow(flow, name, to)
        return True

    def heed_answer(self, node: Node, text: IncomingText) -> bool:
        answer = self.answer(node, text)
        if answer is None:
            return False
        exit, heard = answer
        private = is_private(node, exit)
        self.state = self.state.changed(heard="" if private else heard, address=heard if private else "")
        self.take(exit)
        return True

    def answer(self, node: Node, text: IncomingText) -> tuple[str, str] | None:
        """The exit that an answer takes and what to keep of it; None where the question cannot read it."""
        fixed = node.argument == "choice" and not node.offered
        if text.key is not None and self.channel == "sms" and fixed:
            # A number means what the last message offered, and nothing where it offered none.
            template = self.template(self.here[0], (self.state.misses and node.again) or node.text, self.channel)
            if text.key not in numbers_named(template):
                return None
        return read_answer(node, text, self.state.offered)

    def heed_meaning(self, node: Node, text: IncomingText) -> bool:
        """Take a sentence for the choice or the word that it asks for. What is not clear enough for a deed does none."""
        self.meaning = self.understand(text)
        if choice := choice_meant(node, self.meaning, text):
            self.state = self.state.changed(heard=choice, address="")
            self.take(choice)
            return True
        for flow, word in self.words_here():
            if self.meaning.intent in word.means and (self.meaning.beyond_doubt or not word.sure):
                rest = text if word.rest else NOTHING
                self.state = self.state.changed(rest=rest, led=word.rest, sentence=text.clean, misses=0)
                self.follow(flow, word.name, word.to)
                return True
        return False

    def follow(self, flow: str, word: str, to: str) -> None:
        """Go where a word of a flow leads. Who asks for something else while they move lives where they did."""
        self.taken.append((flow, f"words.{word}", "to"))
        self.state = self.state.changed(returns=self.returns_of(flow), moving=False)
        self.lead(flow, to)

    def flows_here(self) -> list[str]:
        """This flow, then those it was entered from."""
        return [*dict.fromkeys([self.here[0].name, *(place[0] for place in reversed(self.state.returns))])]

    def words_here(self) -> Iterator[tuple[str, Word]]:
        """The words of this flow, then of those it was entered from, each with its flow."""
        for flow_name in self.flows_here():
            yield from ((flow_name, word) for word in self.flows[flow_name].words)

    def word(self, text: IncomingText, late: bool) -> tuple[Place, str, str, str] | None:
        """The word that a text is, a late one or not: its place, its node, what follows it, and what it reads."""
        for flow_name in self.flows_here():
            for word in self.flows[flow_name].said[late]:
                if word.reads and not expects_zip(self.here[1], text) and (zip := read_home_answer(text, word)):
                    return (flow_name, word.name), word.to, zip, word.reads  # what else is in the text may be an address
                rest = read_word(text, word)
                if rest is not None:
                    return (flow_name, word.name), word.to, rest, word.reads
        return None

    def returns_of(self, flow: str) -> tuple[Place, ...]:
        """The way back from a flow we jump to: what was below it, if we were in a flow that it went to."""
        depth = next((i for i, place in enumerate(self.state.returns) if place[0] == flow), len(self.state.returns))
        return self.state.returns[:depth]

    def miss(self, *, silent: bool = False) -> None:
        """The last question was not understood, or a caller was silent: ask it again, or leave it when that was once too
        often."""
        misses, silences = self.state.misses + 1, self.state.silences + 1 if silent else 0
        if not self.reask():
            return
        _, node = self.here
        if silences >= SILENCES and SILENCE in node.on:
            self.take(SILENCE)
        elif silences >= SILENCES or misses >= TRIES[self.channel]:
            self.take(MISSED)
        else:
            self.state = self.state.changed(misses=misses, silences=silences)
            self.question(node, node.again or node.text)

    def asks(self, asked: QuestionAsked) -> bool:
        """Can this question still be asked?"""
        node = self.node(asked.at)
        return node is not None and node.step == "ask" and self.knows(asked.at, asked.returns)

    def reask(self) -> bool:
        """Stand before the last question again; where there was none yet, start the flow and say False."""
        asked = self.state.asked
        if asked is None or not self.asks(asked):
            flow, _ = self.here
            self.enter((flow.name, next(iter(flow.starts.values()))))
            return False
        self.state = self.state.changed(at=asked.at, returns=asked.returns, offered=asked.offered, misses=0)
        return True

    def take(self, exit: str) -> None:
        """Leave the node by an exit."""
        flow, node = self.here
        self.taken.append((flow.name, node.name, exit))
        self.lead(flow.name, node.on[exit])

    def lead(self, flow: str, to: str) -> None:
        """Go to a node of a flow, or one of the ways back."""
        if to == AGAIN:
            self.miss()
        elif to in WAYS:
            WAYS[to](self)
        else:
            self.enter((flow, to))

    def back(self) -> None:
        """The last question once more; in another language with what was said before it."""
        asked = self.state.asked
        if asked and asked.language != self.state.language and self.channel == "voice":
            self.repeat()
        elif asked and asked.language != self.state.language:
            self.resume()
        elif self.reask():
            _, node = self.here
            self.question(node, node.text)

    def repeat(self) -> None:
        """The last question once more, and all that was said before it: who missed the half of it wants to hear that."""
        if self.channel == "sms":
            return self.resume()
        asked = self.state.asked
        if asked is None or not self.reask():
            return
        self.state = self.state.changed(asked=replace(asked, language=self.state.language))
        for flow, key in asked.spoken:
            if flow in self.flows and key in self.flows[flow].texts:
                self.say(self.flows[flow], key)
        _, node = self.here
        self.question(node, node.text)

    def listen_again(self) -> None:
        """Wait for the answer to the last question, which they can still read, or remember; ask what they never heard.

        Where nothing was asked yet, or they stopped since, a text needs no more; a caller hears the beginning.
        """
        asked = self.state.asked
        if self.channel == "sms" and (asked is None or not self.asks(asked)):
            self.state = State(language=self.state.language)
            self.commands.append(End())
        elif self.reask():
            _, node = self.here
            if self.unasked == self.state.at:
                self.question(node, node.text)
            else:
                self.listen(node)

    def resume(self) -> None:
        """The last question's node as if for the first time."""
        if self.reask() and self.state.at:
            self.enter(self.state.at)

    def enter(self, place: Place) -> None:
        self.state = self.state.changed(at=place)
        flow, node = self.here
        if node.step == "ask" and self.answered(node):
            return
        if node.say and node.step != "dial":
            self.say(flow, node.say)
        if not node.step:
            self.take("then")
        elif node.step == "ask":
            if self.state.spoken and self.state.asked:
                self.state = self.state.changed(asked=replace(self.state.asked, spoken=self.state.spoken))
            self.question(node, node.text)
        elif node.step == "go":
            self.state = self.state.changed(returns=(*self.state.returns, place))
            inner = self.flows[node.argument]
            self.enter((inner.name, next(iter(inner.starts.values()))))
        elif node.step == "end":
            self.end(node)
        elif node.step == "dial":
            self.commands.append(Dial(self.words(flow, node.say, self.channel) if node.say else "", node.argument))
        else:
            text = self.words(flow, node.argument, "sms") if STEPS[node.step].arguments is None else ""
            heard = self.state.sentence if node.step == NAME else self.state.address or self.state.heard
            self.commands.append(Lookup(step=node.step, argument="" if text else node.argument, heard=heard, text=text))
            self.state = self.state.changed(address="", sentence="")

    def end(self, node: Node) -> None:
        if node.argument == CONVERSATION or not self.state.returns:
            self.state = State(language=self.state.language)
            self.commands.append(End())
        else:
            self.state = self.state.changed(at=self.state.returns[-1], returns=self.state.returns[:-1])
            self.take(node.argument)

    def answered(self, node: Node) -> bool:
        """Come to a question. Is it answered already, by what came along with a keyword?"""
        assert self.state.at is not None
        rest = self.state.rest
        asked = QuestionAsked(
            at=self.state.at, returns=self.state.returns, offered=self.state.offered, language=self.state.language
        )
        again = self.state.asked is not None and self.state.asked.at == asked.at
        led = self.state.led
        misses = self.state.misses if again else 0
        self.state = self.state.changed(asked=asked, rest=NOTHING, led=False, misses=misses, silences=0)
        # What came along answers this question, or is a word of its own; if neither, it is not mentioned. Nobody asked for a
        # ZIP, so five digits need not be one. A word that hands on all it read must not be led to by it again.
        asked_for = node.argument != "zip" or rest.home is not None
        if not rest:
            return False
        self.unasked = asked.at
        if asked_for and self.heed_answer(node, rest):
            return True
        if rest.raw != self.state.heard and not led and (self.heed_word(rest) or self.heed_word(rest, late=True)):
            return True
        if not led and self.heed_meaning(node, rest):
            return True
        if _is_home(rest):
            self.state = self.state.changed(rest=rest)  # for the question where they live, which may come behind this one
        else:
            self.unread = True
        return False

    def question(self, node: Node, text: str) -> None:
        # What came along and was not understood is not kept: it may be anything.
        if self.state.rest and not _is_home(self.state.rest):
            self.state = self.state.changed(rest=NOTHING)
        self.unasked = None
        if text:
            self.say(self.here[0], text)
        self.listen(node)

    def listen(self, node: Node) -> None:
        words = tuple(word for _, word in self.words_here()) if self.channel == "voice" else ()
        self.commands.append(listen_for(node, self.state.offered, words, self.state.language))

    def say(self, flow: Flow, key: str) -> None:
        if words := self.words(flow, key, self.channel):
            self.commands.append(Say(words))
            self.said.append(SaidText(flow=flow.name, key=key, text=words))
            if self.channel == "voice":
                self.state = self.state.changed(spoken=(*self.state.spoken, (flow.name, key)))

    def words(self, flow: Flow, key: str, channel: Channel) -> str:
        """A text of the flow in the supporter's language, for a channel."""
        template = self.template(flow, key, channel)
        state, language = self.state, self.state.language
        meant = self.meaning.likely if self.meaning else ()
        offered: dict[str, Callable[[], str]] = {
            "choices": lambda: say_choices(state.offered, self.channel, language),
            "keys": lambda: say_keys(state.offered, channel, language),
            "steps": lambda: say_steps((word for _, word in self.words_here()), meant, self.here[1].steps, language),
        }
        said = tidy_text(fill_template(template, TextValues(self.facts(self.state, channel), offered))).strip()
        return contract(said, self.state.language)

    def template(self, flow: Flow, key: str, channel: Channel) -> str:
        """A text of the flow as it is written."""
        return flow.texts[key][self.state.language][channel]


def _is_home(text: IncomingText) -> bool:
    return text.home is not None and text.home.sure


WAYS = {BACK: _Run.back, REPEAT: _Run.repeat, LISTEN: _Run.listen_again}


def all_exits(flows: Flows) -> Iterator[tuple[str, str, str]]:
    """Every exit of every flow, as `Turn.taken` names them: what the transcripts must pass between them."""
    for flow in flows.values():
        yield from ((flow.name, node.name, exit) for node in flow.nodes.values() for exit in node.on)
        yield from ((flow.name, f"words.{word.name}", "to") for word in flow.words)
