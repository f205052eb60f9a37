"""The flow language: what a conversation file may say, and how one is read. Steps are in steps.py, proofs in flow_check.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.engine.steps import (
    ADDRESS,
    CHOSEN,
    CONVERSATION,
    EXITS_BY_ARGUMENT,
    HEARD,
    HOME,
    KEYS,
    MAILBOX,
    MAYBE_HOME,
    MISSED,
    NONE,
    OFFERED,
    OPTIONAL_BY_ARGUMENT,
    SILENCE,
    STEPS,
    WORD_KEYS,
)
from bot.locale import LANGUAGES
from bot.locale.flaws import Finding, PlacedFlaw, joined, placed
from bot.reading.answers import plain_text
from bot.telephony import CHANNELS, Channel


@dataclass(frozen=True, slots=True)
class FlowChoice:
    """One fixed choice: the key to press, "" for none, the words that mean it, by language, and the intents that mean it where
    they are clear."""

    key: str
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    means: tuple[str, ...] = ()
    all_words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "all_words", tuple(word for words in self.words.values() for word in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One place in a conversation: what is said on coming here, one step, and where its exits lead.

    Of a question: `steps`, the words of the flow that are the likely next ones; how many `keys` a caller may press, where it is
    not for the question to say; how many `seconds` they may be silent, between two keys as well.
    """

    name: str
    say: str = ""
    step: str = ""
    argument: str = ""
    text: str = ""
    again: str = ""
    keys: int | None = None
    seconds: int | None = None
    steps: tuple[str, ...] = ()
    choices: Mapping[str, FlowChoice] | str = field(default_factory=dict)
    on: Mapping[str, str] = field(default_factory=dict)

    @property
    def offered(self) -> bool:
        """Does this question ask for one of the things a lookup put on offer?"""
        return self.choices == OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Words understood at any question of the flow: whole messages, or the first word where `rest` is taken along. Those with
    a `key`, and `late` ones, mean this only where the question itself does not understand them.

    means: the intents by which a sentence means it as well; `sure`: only where that is clear. `after_stop`: one that may as
    well mean that they want no more texts is asked about that. offer: how it is offered to who was not understood, by language.
    """

    name: str
    say: Mapping[str, tuple[str, ...]]
    to: str
    rest: bool = False
    reads: str = ""
    key: str = ""
    late: bool = False
    means: tuple[str, ...] = ()
    sure: bool = False
    after_stop: bool = False
    offer: Mapping[str, str] = field(default_factory=dict)
    heard: tuple[str, ...] = field(init=False)
    by_word: bool = field(init=False)  # not by its intents alone

    def __post_init__(self) -> None:
        # Made comparable once: each text is held against all words.
        object.__setattr__(self, "heard", tuple(plain_text(said) for words in self.say.values() for said in words))
        object.__setattr__(self, "by_word", bool(self.heard or self.reads or self.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A conversation as data. `texts`: key -> language -> channel -> template. `segments`: the SMS budget of one text."""

    name: str
    channels: tuple[Channel, ...]
    starts: Mapping[str, str]
    nodes: Mapping[str, Node]
    texts: Mapping[str, Mapping[str, Mapping[str, str]]]
    words: tuple[Word, ...] = ()
    segments: int = 3
    said: Mapping[bool, tuple[Word, ...]] = field(init=False)  # what can be said or pressed, late or not: sorted once

    def __post_init__(self) -> None:
        by_word = [word for word in self.words if word.by_word]
        said = {late: tuple(word for word in by_word if word.late == late) for late in (False, True)}
        object.__setattr__(self, "said", said)


Flows = Mapping[str, Flow]
MOST_SEGMENTS, MOST_NUMBER = 10, 60  # of a text; keys of a question, or its seconds

# The flow that a channel's conversations begin in, and the starts it needs: what can set a conversation going.
ENTRIES: dict[Channel, tuple[str, tuple[str, ...]]] = {
    "sms": (
        "text",
        (
            *("stranger", "keyword", "closed", "call_ended", "ring_failed", "ring_impossible", "opened", "alerted"),
            "from_page",
            *("joining", "unconfirmed"),
            *("help", "stopped", "doubt", "silenced", "started"),
            *("verified", "unverified", "alert_how", "alert_drafted", "alert_nobody", "alert_unfit", "alert_leaves"),
            *("alert_wrong_code", "alert_late", "alert_paused", "alert_to_resume", "alert_resumed", "alert_none"),
        ),
    ),
    "voice": ("call", ("dialed", "rung")),
}


def exits_of(node: Node, flows: Flows) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The exits a node must have and those it may have, by its step; for `go`, what the other flow ends with."""
    if not node.step:
        return ("then",), ()
    if node.step == "ask":
        return _question_exits(node)
    if (node.step, node.argument) in EXITS_BY_ARGUMENT:
        argument = node.step, node.argument
        return EXITS_BY_ARGUMENT[argument], OPTIONAL_BY_ARGUMENT.get(argument, ())
    if node.step == "go":
        ends = {n.argument for n in flows[node.argument].nodes.values() if n.step == "end"}
        return tuple(sorted(ends - {CONVERSATION})), ()
    return STEPS[node.step].exits, STEPS[node.step].optional


def _question_exits(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if node.argument == "word":
        return (MISSED,), (SILENCE,)
    if node.argument == "address":
        return (HEARD, MISSED), (SILENCE, NONE, MAILBOX)
    if node.argument != "choice":
        return (HEARD, MISSED), (SILENCE,)
    if isinstance(node.choices, str):
        return (CHOSEN, MISSED), (SILENCE, NONE, ADDRESS, MAILBOX)
    return (*node.choices, MISSED), (SILENCE,)


class FlowErrors(Exception):
    """Everything wrong with a set of flow files; `problems` has one English sentence each: where, what, and the mend."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        self.problems = [str(found) for found in self.findings]
        super().__init__("\n".join(self.problems))


def parse_flow(name: str, data: object) -> tuple[Flow | None, list[PlacedFlaw]]:
    """A flow out of what a YAML reader gave (None when nothing can be made of it), and what is wrong with its shape."""
    if not isinstance(data, dict):
        return None, [placed(name, "flow_file")]
    problems = _unknown_keys(name, data, {"channels", "starts", "segments", "words", "texts", "nodes"})
    channels = data.get("channels")
    if not (isinstance(channels, list) and channels and all(c in CHANNELS for c in channels)):
        problems.append(placed(f"{name}.channels", "flow_channels", given=repr(channels), known=joined(CHANNELS, "and")))
        channels = list(CHANNELS)
    sections: dict[str, dict[str, object]] = {}
    for key in ("starts", "texts", "nodes", "words"):
        section = data.get(key, {} if key == "words" else None)
        if not isinstance(section, dict) or (not section and key not in {"words", "texts"}):
            problems.append(placed(f"{name}.{key}", "flow_section", key=key))
            section = {}
        sections[key] = {str(k): v for k, v in section.items()}
    segments = data.get("segments", 3)
    if type(segments) is not int or not 1 <= segments <= MOST_SEGMENTS:
        problems.append(placed(f"{name}.segments", "flow_number", given=repr(segments), most=MOST_SEGMENTS))
        segments = 3
    nodes = {key: _node(f"{name}.{key}", key, value, problems) for key, value in sections["nodes"].items()}
    texts = {key: _text(f"{name}.texts.{key}", value, problems) for key, value in sections["texts"].items()}
    words = tuple(_word(f"{name}.words.{key}", key, value, problems) for key, value in sections["words"].items())
    starts = {how: str(to) for how, to in sections["starts"].items()}
    return Flow(
        name=name, channels=tuple(channels), starts=starts, nodes=nodes, texts=texts, words=words, segments=segments
    ), problems


def _unknown_keys(where: str, data: Mapping[str, object], known: set[str]) -> list[PlacedFlaw]:
    named = ", ".join(sorted(known))
    return [placed(f"{where}.{key}", "flow_key", known=named) for key in data if key not in known]


def _node(where: str, name: str, data: object, problems: list[PlacedFlaw]) -> Node:
    if not isinstance(data, dict):
        problems.append(placed(where, "flow_node", example=STEPS["ask"].example))
        return Node(name=name)
    problems += _unknown_keys(
        where, data, {"say", "text", "again", "steps", "choices", "on", "then", "keys", "seconds", *STEPS}
    )
    steps = [key for key in data if key in STEPS and not (key == "text" and "ask" in data)]
    if len(steps) > 1:
        problems.append(placed(where, "flow_two_steps", known=joined(steps, "and")))
    step = steps[0] if steps else ""
    on = data.get("on", {})
    if not isinstance(on, dict):
        problems.append(placed(f"{where}.on", "flow_on"))
        on = {}
    on = {str(key): str(value) for key, value in on.items()}
    if "then" in data:
        on = _then(where, step, str(data["then"]), on, problems)
    if not step and "say" not in data:
        problems.append(placed(where, "flow_nothing", known=", ".join(STEPS)))
    return Node(
        name=name,
        say=str(data.get("say", "")),
        step=step,
        argument=str(data[step]) if step else "",
        text=str(data.get("text", "")) if step == "ask" else "",
        again=str(data.get("again", "")),
        keys=_number(where, "keys", data, problems),
        seconds=_number(where, "seconds", data, problems),
        steps=_names(f"{where}.steps", data.get("steps", []), problems),
        choices=_choices(where, data.get("choices", {}), problems),
        on=on,
    )


def _number(where: str, key: str, data: Mapping[str, object], problems: list[PlacedFlaw]) -> int | None:
    number = data.get(key)
    if number is None or (type(number) is int and 1 <= number <= MOST_NUMBER):
        return number
    problems.append(placed(f"{where}.{key}", "flow_number", given=repr(number), most=MOST_NUMBER))
    return None


def _then(where: str, step: str, to: str, on: dict[str, str], problems: list[PlacedFlaw]) -> dict[str, str]:
    exits = STEPS[step].exits if step else ("then",)
    if on or len(exits) != 1:
        problems.append(placed(f"{where}.then", "flow_then"))
        return on
    return {exits[0]: to}


def _choices(where: str, data: object, problems: list[PlacedFlaw]) -> Mapping[str, FlowChoice] | str:
    if data == OFFERED:
        return OFFERED
    if not isinstance(data, dict):
        problems.append(
            placed(f"{where}.choices", "flow_choices", given=repr(data), example="{reached: {key: 1, words: {en: [reached]}}}")
        )
        return {}
    choices = {}
    for name, value in data.items():
        value = {"key": value} if isinstance(value, int) else value
        if not isinstance(value, dict) or str(value.get("key", "")) not in (KEYS if not value.get("words") else {"", *KEYS}):
            problems.append(placed(f"{where}.choices.{name}", "flow_choice_key", example="{key: 1, words: {en: [yes]}}"))
            continue
        problems += _unknown_keys(f"{where}.choices.{name}", value, {"key", "words", "means"})
        choices[str(name)] = FlowChoice(
            str(value.get("key", "")),
            _by_language(f"{where}.choices.{name}.words", value.get("words", {}), problems),
            _names(f"{where}.choices.{name}.means", value.get("means", []), problems),
        )
    return choices


def _by_language(where: str, data: object, problems: list[PlacedFlaw]) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, dict) or not all(key in LANGUAGES and isinstance(value, list) for key, value in data.items()):
        problems.append(placed(where, "flow_by_language", known=joined(LANGUAGES, "and")))
        return {}
    return {key: tuple(str(word) for word in value) for key, value in data.items()}


def _names(where: str, data: object, problems: list[PlacedFlaw]) -> tuple[str, ...]:
    if not isinstance(data, list):
        problems.append(placed(where, "flow_names", given=repr(data)))
        return ()
    return tuple(str(name) for name in data)


def _offer(where: str, data: object, problems: list[PlacedFlaw]) -> Mapping[str, str]:
    if not isinstance(data, dict) or not all(key in LANGUAGES and isinstance(value, str) for key, value in data.items()):
        problems.append(placed(where, "flow_offer", known=joined(LANGUAGES, "and")))
        return {}
    return {key: str(value) for key, value in data.items()}


def _word(where: str, name: str, data: object, problems: list[PlacedFlaw]) -> Word:
    if not isinstance(data, dict) or "to" not in data:
        problems.append(placed(where, "flow_word"))
        return Word(name=name, say={}, to="")
    problems += _unknown_keys(
        where, data, {"say", "to", "rest", "reads", "means", "sure", "after_stop", "offer", "key", "late"}
    )
    say = _by_language(f"{where}.say", data.get("say", {}), problems)
    reads = data.get("reads", "")
    rest, sure, after_stop = (data.get(key, False) for key in ("rest", "sure", "after_stop"))
    means = _names(f"{where}.means", data.get("means", []), problems)
    if reads not in {"", HOME, MAYBE_HOME}:
        problems.append(placed(f"{where}.reads", "flow_reads", given=repr(reads), home=HOME, maybe=MAYBE_HOME))
    elif not (say or reads or means or "key" in data):
        problems.append(placed(where, "flow_word_unread"))
    key = str(data.get("key", ""))
    if key not in {"", *WORD_KEYS}:
        problems.append(placed(f"{where}.key", "flow_word_key", given=repr(key)))
    late = data.get("late", False)
    for name_, value in (("rest", rest), ("sure", sure), ("after_stop", after_stop), ("late", late)):
        if not isinstance(value, bool):
            problems.append(placed(f"{where}.{name_}", "flow_boolean", given=repr(value)))
    return Word(
        name=name,
        say=say,
        to=str(data["to"]),
        rest=rest is True,
        reads=str(reads),
        key=key,
        late=bool(key) or late is True,
        means=means,
        sure=sure is True,
        after_stop=after_stop is True,
        offer=_offer(f"{where}.offer", data.get("offer", {}), problems),
    )


def _text(where: str, data: object, problems: list[PlacedFlaw]) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(data, dict):
        problems.append(placed(where, "flow_text", channels=", ".join(CHANNELS), known=joined(LANGUAGES, "and")))
        return {}
    problems += _unknown_keys(where, data, set(LANGUAGES))
    texts: dict[str, Mapping[str, str]] = {}
    for language, value in data.items():
        if isinstance(value, str):
            texts[language] = dict.fromkeys(CHANNELS, value.strip())
        elif isinstance(value, dict) and all(key in CHANNELS and isinstance(words, str) for key, words in value.items()):
            texts[language] = {key: words.strip() for key, words in value.items()}
        else:
            problems.append(placed(f"{where}.{language}", "flow_text_of", known=joined(CHANNELS, "and")))
    return texts
