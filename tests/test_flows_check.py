"""Every way a conversation could go wrong is found before anyone talks to it, and told with its place and its mend."""

from pathlib import Path

import pytest

from bot.conversation.flow_files import load_flows
from bot.engine.flow import FlowErrors
from bot.engine.placeholders import PLACEHOLDERS
from tests.flow_files import TEXT, problems, spoiled


def test_flows_to_spoil_are_right(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


NO_NODE = "which is not a node; mend the name or add the node"
NO_WAY = "nothing leads here; add an exit to it or take the node out"
NO_WAIT = "goes in a circle without a question; put an `ask` or an `end` into it"
NO_END = "no path from here ever ends; lead one to an `end` or to an `ask: word`"
IN_BRACES = "is not a plain placeholder; write a name in braces, and {{ for a brace"
TOO_LONG = "can take 4 SMS segments, over the budget of 3; shorten it, or raise `segments:`"
KNOWN = ", ".join(PLACEHOLDERS)
RULE_BREAKS = [
    pytest.param(
        "text",
        "ask: choice",
        "ask: choise",
        "text.report: `ask: choise` is not known; use one of zip, address, choice, text, digits, word",
        id="an unknown argument",
    ),
    pytest.param(
        "text",
        "place: {go: place,",
        "place: {go: palce,",
        "text.place: goes to the flow `palce`, which is not there; add flows/palce.yaml",
        id="an unknown flow",
    ),
    pytest.param(
        "call",
        "channels: [voice]",
        "channels: [voice, sms]",
        [
            "call.dial: `dial` works only in voice; take sms out of `channels`",
            "call.send: `text` works only in voice; take sms out of `channels`",
        ],
        id="a step of the other channel",
    ),
    pytest.param(
        "text",
        "missed: back",
        "missed: forget",
        "text.report: exit missed leads to `forget: supporter` without a question; ask again, or say good-bye",
        id="forgotten without having asked for it",
    ),
    pytest.param(
        "text",
        "list: {say: list,",
        "list: {say: list, again: menu,",
        "text.list: `text`, `again` and `choices` belong to `ask`; move them there",
        id="again without a question",
    ),
    pytest.param(
        "place", "choices: offered, ", "", "place.which: asks for a choice and has none; add `choices:`", id="no choices"
    ),
    pytest.param(
        "text",
        "  started: menu\n",
        "",
        "text.starts: has no `started`, which conversations begin at; add it",
        id="a way in is missing",
    ),
    pytest.param(
        "text",
        "started: menu",
        "started: menue",
        f"text.starts.started: leads to `menue`, {NO_NODE}",
        id="a way in leads nowhere",
    ),
    pytest.param(
        "text",
        "es: [LLAMAR]}, to: place",
        "es: [LLAMAR]}, to: plaza",
        f"text.words.call: leads to `plaza`, {NO_NODE}",
        id="a word leads nowhere",
    ),
    pytest.param(
        "text",
        "  forget: {say: {en: [FORGET]",
        "  erase: {say: {en: [FORGET]",
        "text.words: has no `forget`, which even someone who stopped all texts may send; add it",
        id="nobody can be forgotten",
    ),
    pytest.param(
        "text",
        "on: {found: list, missed: menu}",
        "on: {found: list}",
        "text.place: no exit for missed; add it under `on:`",
        id="an exit of the flow gone to is missing",
    ),
    pytest.param("call", "busy: end, ", "", "call.dial: no exit for busy; add it under `on:`", id="an exit is missing"),
    pytest.param(
        "place",
        "nowhere: again}",
        "nowhere: again, somewhere: again}",
        "place.look: has an exit somewhere, which this step never takes; "
        "it has found, nobody, split, many, ward, unknown, nowhere",
        id="an exit never taken",
    ),
    pytest.param(
        "text",
        "missed: back}",
        "missed: bakc}",
        f"text.report: exit missed leads to `bakc`, {NO_NODE}",
        id="an exit leads nowhere",
    ),
    pytest.param(
        "text",
        "  bye: {say: bye, then: end}",
        "  alone: {say: bye, then: end}\n  bye: {say: bye, then: end}",
        f"text.alone: {NO_WAY}",
        id="a node out of reach",
    ),
    pytest.param(
        "text",
        "  list: {say: list, then: report}",
        "  list: {say: list, then: round}\n  round: {say: bye, then: list}",
        [
            f"text.report: {NO_WAY}",
            f"text.noted: {NO_WAY}",
            f"text.list: {NO_END}",
            f"text.round: {NO_END}",
            f"text.list: {NO_WAIT}",
            f"text.round: {NO_WAIT}",
        ],
        id="a circle of talk",
    ),
    pytest.param(
        "text",
        "noted: {record: reached, then: menu}",
        "noted: {take: next, on: {taken: once, done: menu}}\n  once: {record: reached, then: noted}",
        [f"text.noted: {NO_WAIT}", f"text.once: {NO_WAIT}"],
        id="a circle of lookups",
    ),
    pytest.param(
        "place",
        "found: {end: found}",
        "found: {go: place, on: {found: lost, missed: lost}}\n  end: {end: found}",
        [f"place.end: {NO_WAY}", "place.found: `go: place` comes back into place; let that flow `end` by an exit"],
        id="a flow inside itself",
    ),
    pytest.param(
        "text",
        "list: {say: list,",
        "list: {say: lsit,",
        [
            "text.list.say: names the text `lsit`, which is not there; add it under `texts:`",
            "text.texts.list: is never said; use it or take it out",
        ],
        id="an unknown text",
    ),
    pytest.param("text", ', es: "Adiós."', "", "text.texts.bye: has no es text for sms; add `es:`", id="a language is missing"),
    pytest.param(
        "place", ', voice: "¿Su ZIP?"', "", "place.texts.zip: has no es text for voice; add `es:`", id="a channel is missing"
    ),
    pytest.param("text", '"Goodbye."', '""', "text.texts.bye: has no en text for sms; add `en:`", id="a text is empty"),
    pytest.param(
        "text",
        "text: menu, ",
        "",
        ["text.texts.menu: is never said; use it or take it out", "text.menu: asks without words; add `text:`"],
        id="a question without words",
    ),
    pytest.param(
        "text",
        '"Goodbye."',
        '"Goodbye {nmae}."',
        f"text.texts.bye.en: the placeholder {{nmae}} is not known; use one of {KNOWN}",
        id="an unknown placeholder",
    ),
    pytest.param(
        "text", '"Goodbye."', '"Goodbye {city!r}."', f"text.texts.bye.en: {{city}} {IN_BRACES}", id="a converted placeholder"
    ),
    pytest.param("text", '"Goodbye."', '"Goodbye {city.x}."', f"text.texts.bye.en: {{city.x}} {IN_BRACES}", id="an attribute"),
    pytest.param("text", '"Goodbye."', '"Goodbye {}."', f"text.texts.bye.en: {{}} {IN_BRACES}", id="no name"),
    pytest.param(
        "text",
        '"Goodbye."',
        '"Goodbye {."',
        "text.texts.bye.en: expected '}' before end of string; write a name in braces, and {{ for a brace",
        id="a brace left open",
    ),
    pytest.param("text", '"Goodbye."', f'"{"Goodbye. " * 60}"', f"text.texts.bye.en: {TOO_LONG}", id="too long"),
    pytest.param("text", '"Goodbye."', '"{script} {phone}"', f"text.texts.bye.en: {TOO_LONG}", id="too long at the worst"),
    pytest.param("text", '"Goodbye."', f'"{"👋" * 101}"', f"text.texts.bye.en: {TOO_LONG}", id="too many emoji"),
    pytest.param(
        "text",
        "en: [CALL]",
        "en: [CALL, stop]",
        "text.words.call: `stop` is answered by the provider and never reaches the flow; choose another",
        id="a provider's word",
    ),
    pytest.param(
        "text",
        "en: [reached]",
        "en: [Help!]",
        "text.report.choices.reached: `Help!` is answered by the provider and never reaches the flow; choose another",
        id="a provider's word as a choice",
    ),
    pytest.param(
        "text",
        "en: [CALL]",
        'en: [CALL, "!?"]',
        "text.words.call: `!?` has no letter or digit; choose another",
        id="a word of no letters",
    ),
    pytest.param(
        "text",
        "es: [MUDAR]",
        "es: [LLAMÁR]",
        "text.words.move: `LLAMÁR` already means text.words.call; choose another",
        id="a word with two meanings",
    ),
    pytest.param(
        "text",
        "en: [reached]",
        "en: [call]",
        "text.report.choices.reached: `call` already means text.words.call; choose another",
        id="a choice hidden by a word",
    ),
    pytest.param(
        "text",
        "failed: 2",
        "failed: 1",
        "text.report.choices: the key 1 is there twice; give each choice its own",
        id="a key twice in a question",
    ),
    pytest.param(
        "call",
        "end: {end: conversation}",
        "end: {end: over}",
        "call.end: ends with `over`, but no flow goes here to take that exit; write `end: conversation`, or `go: call` "
        "somewhere",
        id="an end that nobody takes",
    ),
]


@pytest.mark.parametrize(("flow", "old", "new", "problem"), RULE_BREAKS)
def test_conversation_that_could_go_wrong_is_told(
    flow: str, old: str, new: str, problem: str | list[str], tmp_path: Path
) -> None:
    expected = [problem] if isinstance(problem, str) else problem
    assert problems(tmp_path, **spoiled(flow, old, new)) == expected


def test_what_one_turn_can_say_fits_into_one_message(tmp_path: Path) -> None:
    long = "x" * 450
    chain = "".join(f"  bye{i}: {{say: long, then: bye{i + 1}}}\n" for i in range(4))
    text = TEXT.replace("nodes:\n", f"nodes:\n{chain}  bye4: {{say: bye, then: end}}\n").replace("closed: bye", "closed: bye0")
    text += f'  long: {{en: "{long}", es: "{long}"}}\n'
    told = problems(tmp_path, text=text)
    assert len(told) == 2
    assert told[0] == (
        "text.bye0: from here to the next question up to 1818 characters (en) go out at once, over 1600; "
        "put a question in between or shorten"
    )


def test_missing_flow_is_told(tmp_path: Path) -> None:
    problems(tmp_path)
    (tmp_path / "call.yaml").unlink()
    with pytest.raises(FlowErrors) as caught:
        load_flows(tmp_path)
    assert caught.value.problems == ["call: conversations begin in this flow, and it is not there; add flows/call.yaml"]


def test_folder_without_flows_is_told(tmp_path: Path) -> None:
    with pytest.raises(FlowErrors) as caught:
        load_flows(tmp_path)
    assert caught.value.problems == [f"{tmp_path}: holds no flow; add a .yaml file, see flows/README.md"]


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    files = spoiled("text", "rest: true", "rest: no") | spoiled("call", "channels: [voice]", "channels: [fax]") | {"place": ""}
    assert problems(tmp_path, **files) == [
        "call.channels: is ['fax']; write a list of sms and voice",
        "place.yaml: is empty; write it as flows/README.md shows",
        "text.words.move.rest: is 'no'; write true or false",
    ]
    files = spoiled("text", '"Goodbye."', '"Goodbye {nmae}."') | spoiled("call", "busy: end, ", "")
    assert len(problems(tmp_path, **files)) == 2
