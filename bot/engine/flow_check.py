"""What can be proven of a set of flows before anyone talks to them. Pure; every problem says where, what, and the mend."""

from collections.abc import Callable, Iterator, Mapping

from bot.engine.flow import ENTRIES, Flow, Flows, Node, exits_of
from bot.engine.placeholders import PLACEHOLDERS, template_fields
from bot.engine.steps import CONVERSATION, MISSED, REPEAT, SILENCE, STEPS, WAYS_BACK
from bot.locale import LANGUAGES
from bot.reading import PROVIDER_WORDS
from bot.reading.answers import plain_text
from bot.telephony import MAX_CHARACTERS, Channel, count_segments, sms_text

WAITS = frozenset({"ask", "dial"})  # a turn ends here, and so does what one reply has to carry
DEEDS = frozenset(
    {
        *(("dial", "official"), ("ring", "supporter"), ("forget", "supporter"), ("subscribe", "alerts"), ("report", "line")),
        *(("record", outcome) for outcome in ("reached", "message", "failed")),
    }
)


def check_flows(flows: Flows) -> list[str]:
    """Everything wrong with the flows together; an empty list when a conversation cannot fall out of them."""
    problems = [missing_entry(entry) for entry, _ in ENTRIES.values() if entry not in flows]
    problems += [problem for flow in flows.values() for problem in check_flow(flow, flows)]
    return list(dict.fromkeys(problems))


def missing_entry(entry: str) -> str:
    """The problem of a set without a flow that conversations begin in."""
    return f"{entry}: conversations begin in this flow, and it is not there; add flows/{entry}.yaml"


def check_flow(flow: Flow, flows: Flows) -> list[str]:
    """What is wrong with one flow, held against all of them."""
    return [problem for rule in RULES for problem in rule(flow, flows)]


def _steps_exist(flow: Flow, flows: Flows) -> Iterator[str]:
    for node in flow.nodes.values():
        where = f"{flow.name}.{node.name}"
        if node.step != "ask" and (node.text or node.again or node.choices):
            yield f"{where}: `text`, `again` and `choices` belong to `ask`; move them there"
        if node.step != "ask" and (node.keys or node.seconds):
            yield f"{where}: `keys` and `seconds` belong to `ask`; move them there"
        step = STEPS.get(node.step)
        if step is None:
            continue
        choices = step.arguments
        if choices and node.argument not in choices:
            yield f"{where}: `{node.step}: {node.argument}` is not known; use one of {', '.join(choices)}"
        if node.step == "go" and node.argument not in flows:
            yield f"{where}: goes to the flow `{node.argument}`, which is not there; add flows/{node.argument}.yaml"
        for channel in flow.channels:
            if channel not in step.channels:
                yield f"{where}: `{node.step}` works only in {step.channels[0]}; take {channel} out of `channels`"
        if node.step == "ask" and node.argument == "choice" and not node.choices:
            yield f"{where}: asks for a choice and has none; add `choices:`"


def _ways_in_lead_somewhere(flow: Flow, flows: Flows) -> Iterator[str]:
    ways = {f"starts.{how}": to for how, to in flow.starts.items()}
    ways |= {f"words.{word.name}": word.to for word in flow.words if word.to not in WAYS_BACK}
    for way, to in ways.items():
        if to not in flow.nodes and not (to == REPEAT and way.startswith("words.")):
            yield f"{flow.name}.{way}: leads to `{to}`, which is not a node; mend the name or add the node"
    for entry, starts in ENTRIES.values():
        for how in starts if entry == flow.name else ():
            if how not in flow.starts:
                yield f"{flow.name}.starts: has no `{how}`, which conversations begin at; add it"
    if flow.name == "text" and not any(word.name == "forget" for word in flow.words):
        yield "text.words: has no `forget`, which even someone who stopped all texts may send; add it"


def _exits_lead_somewhere(flow: Flow, flows: Flows) -> Iterator[str]:
    for node in flow.nodes.values():
        where = f"{flow.name}.{node.name}"
        if not _has_known_exits(node, flows):
            continue
        needed, optional = exits_of(node, flows)
        for exit in needed:
            if exit not in node.on:
                yield f"{where}: no exit for {exit}; add it under `on:`"
        for exit, to in node.on.items():
            if exit not in needed and exit not in optional:
                known = ", ".join((*needed, *optional)) or "none"
                yield f"{where}: has an exit {exit}, which this step never takes; it has {known}"
            if to not in flow.nodes and to not in WAYS_BACK:
                yield f"{where}: exit {exit} leads to `{to}`, which is not a node; mend the name or add the node"


def _has_known_exits(node: Node, flows: Flows) -> bool:
    """Not where _steps_exist has something to say already."""
    if node.step == "go":
        return node.argument in flows
    if node.step == "ask" and node.argument == "choice":
        return bool(node.choices)
    arguments = STEPS[node.step].arguments if node.step else None
    return arguments is None or node.argument in arguments


def _targets(flow: Flow, node: Node) -> list[str]:
    return [to for to in node.on.values() if to in flow.nodes]


def _all_reachable(flow: Flow, flows: Flows) -> Iterator[str]:
    reached: set[str] = set()
    todo = [to for to in (*flow.starts.values(), *(word.to for word in flow.words)) if to in flow.nodes]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += _targets(flow, flow.nodes[name])
    for name in flow.nodes:
        if name not in reached:
            yield f"{flow.name}.{name}: nothing leads here; add an exit to it or take the node out"


def _paths_end(flow: Flow, flows: Flows) -> Iterator[str]:
    """From every node the conversation can come to rest: at an `end`, or at a question, whose other words stay open."""
    rests = {
        node.name for node in flow.nodes.values() if node.step == "end" or (node.step == "ask" and node.argument == "word")
    }
    rests |= {node.name for node in flow.nodes.values() if WAYS_BACK & set(node.on.values())}
    grew = True
    while grew:
        more = {node.name for node in flow.nodes.values() if rests & set(_targets(flow, node))} - rests
        rests |= more
        grew = bool(more)
    for name in flow.nodes:
        if name not in rests:
            yield f"{flow.name}.{name}: no path from here ever ends; lead one to an `end` or to an `ask: word`"


def _turns_stop(flow: Flow, flows: Flows) -> Iterator[str]:
    """A circle of nodes that never waits for the supporter would go on for ever."""
    talking = {n.name: [] if n.step in WAITS else _targets(flow, n) for n in flow.nodes.values()}
    for name in flow.nodes:
        seen: set[str] = set()
        todo = list(talking[name])
        while todo:
            at = todo.pop()
            if at == name:
                yield f"{flow.name}.{name}: goes in a circle without a question; put an `ask` or an `end` into it"
                break
            if at not in seen:
                seen.add(at)
                todo += talking[at]


def _silence_does_nothing(flow: Flow, flows: Flows) -> Iterator[str]:
    """Who said nothing, or nothing that was understood, has asked for no call, and not to be forgotten."""
    for node in flow.nodes.values():
        for exit in sorted({SILENCE, MISSED} & set(node.on)) if node.step == "ask" else ():
            if deed := _deed_after(flow, node.on[exit]):
                yield (
                    f"{flow.name}.{node.name}: exit {exit} leads to `{deed.step}: {deed.argument}` without a question; "
                    "ask again, or say good-bye"
                )


def _deed_after(flow: Flow, name: str) -> Node | None:
    """The first deed that a conversation may come to from a node before it asks anything."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        name = todo.pop()
        if name in seen or name not in flow.nodes or flow.nodes[name].step == "ask":
            continue
        seen.add(name)
        at = flow.nodes[name]
        if (at.step, at.argument) in DEEDS:
            return at
        todo += _targets(flow, at)
    return None


def _flows_nest(flow: Flow, flows: Flows) -> Iterator[str]:
    """A flow that goes to itself, over others or not, would pile up ways back without end."""
    for node in flow.nodes.values():
        if node.step == "go" and flow.name in _entered(flows, node.argument):
            yield f"{flow.name}.{node.name}: `go: {node.argument}` comes back into {flow.name}; let that flow `end` by an exit"


def _entered(flows: Flows, name: str) -> set[str]:
    """A flow and all that it goes to."""
    entered: set[str] = set()
    todo = [name]
    while todo:
        at = todo.pop()
        if at not in entered and at in flows:
            entered.add(at)
            todo += [node.argument for node in flows[at].nodes.values() if node.step == "go"]
    return entered


def _uses(flow: Flow) -> Iterator[tuple[str, str, Channel]]:
    """Where a text is used: the place in the file, the text's key, the channel it goes out on."""
    for node in flow.nodes.values():
        for attribute in ("say", "text", "again"):
            if key := getattr(node, attribute):
                for channel in flow.channels:
                    yield f"{flow.name}.{node.name}.{attribute}", key, channel
        if node.step == "text":
            yield f"{flow.name}.{node.name}.text", node.argument, "sms"


def _texts_exist(flow: Flow, flows: Flows) -> Iterator[str]:
    used = set()
    for where, key, channel in _uses(flow):
        used.add(key)
        if key not in flow.texts:
            yield f"{where}: names the text `{key}`, which is not there; add it under `texts:`"
            continue
        for language in LANGUAGES:
            if not flow.texts[key].get(language, {}).get(channel):
                yield f"{flow.name}.texts.{key}: has no {language} text for {channel}; add `{language}:`"
    for key in flow.texts:
        if key not in used:
            yield f"{flow.name}.texts.{key}: is never said; use it or take it out"
    for node in flow.nodes.values():
        if node.step == "ask" and not node.text:
            yield f"{flow.name}.{node.name}: asks without words; add `text:`"


def _placeholders_known(flow: Flow, flows: Flows) -> Iterator[str]:
    for key, languages in flow.texts.items():
        for language, channels in languages.items():
            where = f"{flow.name}.texts.{key}.{language}"
            for template in dict.fromkeys(channels.values()):
                try:
                    unknown = [name for name in template_fields(template) if name not in PLACEHOLDERS]
                except ValueError as error:
                    yield f"{where}: {error}; write a name in braces, and {{{{ for a brace"
                    continue
                for name in unknown:
                    yield f"{where}: the placeholder {{{name}}} is not known; use one of {', '.join(PLACEHOLDERS)}"


def longest_text(template: str) -> str:
    """A template filled with the longest values its placeholders can have."""
    return template.format_map({name: "m" * placeholder.longest for name, placeholder in PLACEHOLDERS.items()})


def _texts_fit(flow: Flow, flows: Flows) -> Iterator[str]:
    for key in dict.fromkeys(key for _, key, channel in _uses(flow) if channel == "sms" and key in flow.texts):
        for language, channels in flow.texts[key].items():
            if (text := _worst(channels.get("sms", ""))) is None:
                continue
            count = count_segments(sms_text(text)).count
            if count > flow.segments:
                yield (
                    f"{flow.name}.texts.{key}.{language}: can take {count} SMS segments, over the budget of {flow.segments}; "
                    "shorten it, or raise `segments:`"
                )


def _worst(template: str) -> str | None:
    try:
        return longest_text(template)
    except (KeyError, ValueError, IndexError, AttributeError):
        return None  # said by _placeholders_known


def _turns_fit(flow: Flow, flows: Flows) -> Iterator[str]:
    """What one turn can say, from one question to the next, fits into one message body."""
    if "sms" not in flow.channels:
        return
    for language in LANGUAGES:
        lengths: dict[str, int] = {}
        for name in flow.nodes:
            if (total := _turn_length(flow, name, language, lengths, ())) > MAX_CHARACTERS:
                yield (
                    f"{flow.name}.{name}: from here to the next question up to {total} characters ({language}) go out at once, "
                    f"over {MAX_CHARACTERS}; put a question in between or shorten"
                )


def _turn_length(flow: Flow, name: str, language: str, lengths: dict[str, int], path: tuple[str, ...]) -> int:
    if name in path:
        return 0
    if name not in lengths:
        node = flow.nodes[name]
        said = sum(len(_worst(_sms(flow, key, language)) or "") + 2 for key in (node.say, _asked(node)) if key)
        after = [] if node.step in WAITS else _targets(flow, node)
        lengths[name] = said + max((_turn_length(flow, to, language, lengths, (*path, name)) for to in after), default=0)
    return lengths[name]


def _asked(node: Node) -> str:
    return node.text if node.step == "ask" else ""


def _sms(flow: Flow, key: str, language: str) -> str:
    return flow.texts.get(key, {}).get(language, {}).get("sms", "")


def _words_are_free(flow: Flow, flows: Flows) -> Iterator[str]:
    """No word of ours is one that the provider answers, and no two that are read at the same question mean different things."""
    answered = {plain_text(word) for word in PROVIDER_WORDS} if "sms" in flow.channels else set()
    owners: dict[str, str] = {}
    for owner, word, anywhere in _words(flow):
        said = plain_text(word)
        if said in answered:
            yield f"{owner}: `{word}` is answered by the provider and never reaches the flow; choose another"
        elif not said:
            yield f"{owner}: `{word}` has no letter or digit; choose another"
        elif owners.get(said, owner) != owner:
            yield f"{owner}: `{word}` already means {owners[said]}; choose another"
        elif anywhere:
            owners[said] = owner


def _words(flow: Flow) -> Iterator[tuple[str, str, bool]]:
    """Every word, the place it is written at, and whether it is read at any question; in the order in which they are read."""
    yield from _words_anywhere(flow, late=False)
    for node in flow.nodes.values():
        if isinstance(node.choices, Mapping):
            for name, choice in node.choices.items():
                where = f"{flow.name}.{node.name}.choices.{name}"
                yield from ((where, said, False) for words in choice.words.values() for said in words)
    yield from _words_anywhere(flow, late=True)


def _words_anywhere(flow: Flow, *, late: bool) -> Iterator[tuple[str, str, bool]]:
    for word in flow.words:
        if word.late == late:
            yield from ((f"{flow.name}.words.{word.name}", said, True) for words in word.say.values() for said in words)


def _steps_are_offered(flow: Flow, flows: Flows) -> Iterator[str]:
    words = {word.name: word for word in flow.words}
    for node in flow.nodes.values():
        for name in node.steps:
            if name not in words:
                yield f"{flow.name}.{node.name}.steps: `{name}` is no word of this flow; use one of {', '.join(words)}"
            elif not words[name].offer:
                yield f"{flow.name}.{node.name}.steps: the word `{name}` has no `offer:`; add one to it"
    for word in flow.words:
        for language in LANGUAGES if word.offer else ():
            if language not in word.offer:
                yield f"{flow.name}.words.{word.name}.offer: has no {language}; add `{language}:`"


def _deeds_are_sure(flow: Flow, flows: Flows) -> Iterator[str]:
    """A sentence that may have meant something else leads to no deed without a question."""
    for word in flow.words:
        if word.means and not word.sure and (deed := _deed_after(flow, word.to)):
            yield f"{flow.name}.words.{word.name}: leads to `{deed.step}: {deed.argument}` without a question; add `sure: true`"


def _keys_differ(flow: Flow, flows: Flows) -> Iterator[str]:
    own = [word.key for word in flow.words if word.key]
    for key in sorted({key for key in own if own.count(key) > 1}):
        yield f"{flow.name}.words: the key {key} is there twice; give each word its own"
    for node in flow.nodes.values():
        if isinstance(node.choices, Mapping):
            keys = [choice.key for choice in node.choices.values() if choice.key]
            for key in sorted({key for key in keys if keys.count(key) > 1}):
                yield f"{flow.name}.{node.name}.choices: the key {key} is there twice; give each choice its own"


def _ends_are_named(flow: Flow, flows: Flows) -> Iterator[str]:
    entered = {node.argument for other in flows.values() for node in other.nodes.values() if node.step == "go"}
    for node in flow.nodes.values():
        if node.step == "end" and node.argument != CONVERSATION and flow.name not in entered:
            yield (
                f"{flow.name}.{node.name}: ends with `{node.argument}`, but no flow goes here to take that exit; "
                f"write `end: {CONVERSATION}`, or `go: {flow.name}` somewhere"
            )


Rule = Callable[[Flow, Flows], Iterator[str]]
RULES: tuple[Rule, ...] = (
    _steps_exist,
    _ways_in_lead_somewhere,
    _exits_lead_somewhere,
    _all_reachable,
    _paths_end,
    _turns_stop,
    _silence_does_nothing,
    _flows_nest,
    _texts_exist,
    _placeholders_known,
    _texts_fit,
    _turns_fit,
    _words_are_free,
    _steps_are_offered,
    _deeds_are_sure,
    _keys_differ,
    _ends_are_named,
)
