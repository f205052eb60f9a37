"""What can be proven of a set of flows before anyone talks to them. Pure; every finding says where, what, and the mend."""

from collections.abc import Callable, Iterator, Mapping

from bot.engine.flow import ENTRIES, Flow, Flows, Node, exits_of
from bot.engine.placeholders import PLACEHOLDERS, NotPlain, template_fields
from bot.engine.steps import CONVERSATION, MISSED, REPEAT, SILENCE, STEPS, WAYS_BACK
from bot.locale import LANGUAGES
from bot.locale.flaws import PlacedFlaw, placed
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


def check_flows(flows: Flows) -> list[PlacedFlaw]:
    """Everything wrong with the flows together; an empty list when a conversation cannot fall out of them."""
    found = [missing_entry(entry) for entry, _ in ENTRIES.values() if entry not in flows]
    found += [each for flow in flows.values() for each in check_flow(flow, flows)]
    return list(dict.fromkeys(found))


def missing_entry(entry: str) -> PlacedFlaw:
    """What is wrong with a set without a flow that conversations begin in."""
    return placed(entry, "flow_absent", flow=entry)


def check_flow(flow: Flow, flows: Flows) -> list[PlacedFlaw]:
    """What is wrong with one flow, held against all of them."""
    return [found for rule in RULES for found in rule(flow, flows)]


def _steps_exist(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    for node in flow.nodes.values():
        where = f"{flow.name}.{node.name}"
        if node.step != "ask" and (node.text or node.again or node.choices):
            yield placed(where, "flow_of_ask")
        if node.step != "ask" and (node.keys or node.seconds):
            yield placed(where, "flow_keys_of_ask")
        step = STEPS.get(node.step)
        if step is None:
            continue
        choices = step.arguments
        if choices and node.argument not in choices:
            yield placed(where, "flow_argument", step=node.step, argument=node.argument, known=", ".join(choices))
        if node.step == "go" and node.argument not in flows:
            yield placed(where, "flow_gone", flow=node.argument)
        for channel in flow.channels:
            if channel not in step.channels:
                yield placed(where, "flow_channel", step=node.step, channel=step.channels[0], other=channel)
        if node.step == "ask" and node.argument == "choice" and not node.choices:
            yield placed(where, "flow_no_choice")


def _ways_in_lead_somewhere(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    ways = {f"starts.{how}": to for how, to in flow.starts.items()}
    ways |= {f"words.{word.name}": word.to for word in flow.words if word.to not in WAYS_BACK}
    for way, to in ways.items():
        if to not in flow.nodes and not (to == REPEAT and way.startswith("words.")):
            yield placed(f"{flow.name}.{way}", "flow_way_in", to=to)
    for entry, starts in ENTRIES.values():
        for how in starts if entry == flow.name else ():
            if how not in flow.starts:
                yield placed(f"{flow.name}.starts", "flow_no_start", start=how)
    if flow.name == "text" and not any(word.name == "forget" for word in flow.words):
        yield placed("text.words", "flow_no_forget")


def _exits_lead_somewhere(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    for node in flow.nodes.values():
        where = f"{flow.name}.{node.name}"
        if not _has_known_exits(node, flows):
            continue
        needed, optional = exits_of(node, flows)
        for exit in needed:
            if exit not in node.on:
                yield placed(where, "flow_no_exit", exit=exit)
        for exit, to in node.on.items():
            if exit not in needed and exit not in optional:
                known = ", ".join((*needed, *optional))
                yield placed(where, "flow_exit_never" if known else "flow_exit_of_none", exit=exit, known=known)
            if to not in flow.nodes and to not in WAYS_BACK:
                yield placed(where, "flow_exit_nowhere", exit=exit, to=to)


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


def _all_reachable(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    reached: set[str] = set()
    todo = [to for to in (*flow.starts.values(), *(word.to for word in flow.words)) if to in flow.nodes]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += _targets(flow, flow.nodes[name])
    for name in flow.nodes:
        if name not in reached:
            yield placed(f"{flow.name}.{name}", "flow_unreached")


def _paths_end(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
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
            yield placed(f"{flow.name}.{name}", "flow_no_end")


def _turns_stop(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    """A circle of nodes that never waits for the supporter would go on for ever."""
    talking = {n.name: [] if n.step in WAITS else _targets(flow, n) for n in flow.nodes.values()}
    for name in flow.nodes:
        seen: set[str] = set()
        todo = list(talking[name])
        while todo:
            at = todo.pop()
            if at == name:
                yield placed(f"{flow.name}.{name}", "flow_circle")
                break
            if at not in seen:
                seen.add(at)
                todo += talking[at]


def _silence_does_nothing(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    """Who said nothing, or nothing that was understood, has asked for no call, and not to be forgotten."""
    for node in flow.nodes.values():
        for exit in sorted({SILENCE, MISSED} & set(node.on)) if node.step == "ask" else ():
            if deed := _deed_after(flow, node.on[exit]):
                what = f"{deed.step}: {deed.argument}"
                yield placed(f"{flow.name}.{node.name}", "flow_silence", exit=exit, deed=what)


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


def _flows_nest(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    """A flow that goes to itself, over others or not, would pile up ways back without end."""
    for node in flow.nodes.values():
        if node.step == "go" and flow.name in _entered(flows, node.argument):
            yield placed(f"{flow.name}.{node.name}", "flow_nests", to=node.argument, flow=flow.name)


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


def _texts_exist(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    used = set()
    for where, key, channel in _uses(flow):
        used.add(key)
        if key not in flow.texts:
            yield placed(where, "flow_text_gone", text=key)
            continue
        for language in LANGUAGES:
            if not flow.texts[key].get(language, {}).get(channel):
                yield placed(f"{flow.name}.texts.{key}", "flow_text_language", language=language, channel=channel)
    for key in flow.texts:
        if key not in used:
            yield placed(f"{flow.name}.texts.{key}", "flow_text_unsaid")
    for node in flow.nodes.values():
        if node.step == "ask" and not node.text:
            yield placed(f"{flow.name}.{node.name}", "flow_no_words")


def _placeholders_known(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    for key, languages in flow.texts.items():
        for language, channels in languages.items():
            where = f"{flow.name}.texts.{key}.{language}"
            for template in dict.fromkeys(channels.values()):
                try:
                    unknown = [name for name in template_fields(template) if name not in PLACEHOLDERS]
                except NotPlain as wrong:
                    yield placed(where, "flow_not_plain", name=wrong.written)
                    continue
                except ValueError as error:
                    yield placed(where, "flow_braces", error=str(error))
                    continue
                for name in unknown:
                    yield placed(where, "flow_placeholder", name=f"{{{name}}}", known=", ".join(PLACEHOLDERS))


def longest_text(template: str) -> str:
    """A template filled with the longest values its placeholders can have."""
    return template.format_map({name: "m" * placeholder.longest for name, placeholder in PLACEHOLDERS.items()})


def _texts_fit(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    for key in dict.fromkeys(key for _, key, channel in _uses(flow) if channel == "sms" and key in flow.texts):
        for language, channels in flow.texts[key].items():
            if (text := _worst(channels.get("sms", ""))) is None:
                continue
            count = count_segments(sms_text(text)).count
            if count > flow.segments:
                where = f"{flow.name}.texts.{key}.{language}"
                yield placed(where, "flow_text_long", takes=count, most=flow.segments)


def _worst(template: str) -> str | None:
    try:
        return longest_text(template)
    except (KeyError, ValueError, IndexError, AttributeError):
        return None  # said by _placeholders_known


def _turns_fit(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    """What one turn can say, from one question to the next, fits into one message body."""
    if "sms" not in flow.channels:
        return
    for language in LANGUAGES:
        lengths: dict[str, int] = {}
        for name in flow.nodes:
            if (total := _turn_length(flow, name, language, lengths, ())) > MAX_CHARACTERS:
                where = f"{flow.name}.{name}"
                yield placed(where, "flow_turn_long", takes=total, language=language, most=MAX_CHARACTERS)


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


def _words_are_free(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    """No word of ours is one that the provider answers, and no two that are read at the same question mean different things."""
    answered = {plain_text(word) for word in PROVIDER_WORDS} if "sms" in flow.channels else set()
    owners: dict[str, str] = {}
    for owner, word, anywhere in _words(flow):
        said = plain_text(word)
        if said in answered:
            yield placed(owner, "flow_word_answered", word=word)
        elif not said:
            yield placed(owner, "flow_word_empty", word=word)
        elif owners.get(said, owner) != owner:
            yield placed(owner, "flow_word_taken", word=word, owner=owners[said])
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


def _steps_are_offered(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    words = {word.name: word for word in flow.words}
    for node in flow.nodes.values():
        for name in node.steps:
            if name not in words:
                yield placed(f"{flow.name}.{node.name}.steps", "flow_step_unknown", word=name, known=", ".join(words))
            elif not words[name].offer:
                yield placed(f"{flow.name}.{node.name}.steps", "flow_step_no_offer", word=name)
    for word in flow.words:
        for language in LANGUAGES if word.offer else ():
            if language not in word.offer:
                yield placed(f"{flow.name}.words.{word.name}.offer", "flow_offer_language", language=language)


def _deeds_are_sure(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    """A sentence that may have meant something else leads to no deed without a question."""
    for word in flow.words:
        if word.means and not word.sure and (deed := _deed_after(flow, word.to)):
            yield placed(f"{flow.name}.words.{word.name}", "flow_unsure", deed=f"{deed.step}: {deed.argument}")


def _keys_differ(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    own = [word.key for word in flow.words if word.key]
    for key in sorted({key for key in own if own.count(key) > 1}):
        yield placed(f"{flow.name}.words", "flow_word_key_twice", key=key)
    for node in flow.nodes.values():
        if isinstance(node.choices, Mapping):
            keys = [choice.key for choice in node.choices.values() if choice.key]
            for key in sorted({key for key in keys if keys.count(key) > 1}):
                yield placed(f"{flow.name}.{node.name}.choices", "flow_choice_key_twice", key=key)


def _ends_are_named(flow: Flow, flows: Flows) -> Iterator[PlacedFlaw]:
    entered = {node.argument for other in flows.values() for node in other.nodes.values() if node.step == "go"}
    for node in flow.nodes.values():
        if node.step == "end" and node.argument != CONVERSATION and flow.name not in entered:
            where = f"{flow.name}.{node.name}"
            yield placed(where, "flow_end_untaken", exit=node.argument, end=CONVERSATION, flow=flow.name)


Rule = Callable[[Flow, Flows], Iterator[PlacedFlaw]]
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
