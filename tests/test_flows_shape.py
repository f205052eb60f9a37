"""Every mistake of shape in a flow file is found when it is read, and told with its place and its mend."""

from pathlib import Path

import pytest

from bot.engine.steps import STEPS
from tests.flow_files import PLACE, problems, spoiled

KEYS = "not keys with values; start with `channels: [sms]`"
QUOTE = "put a text with {, :, # or quotes in it on the lines after `key: >-`, indented by spaces"

# The file as it is on disk, and what is said of it.
FILES = [
    pytest.param(b"", "text.yaml: is empty; write it as flows/README.md shows", id="an empty file"),
    pytest.param(b"- a\n- b\n", f"text.yaml: holds a list, {KEYS}", id="a list"),
    pytest.param(b"hello\n", f"text.yaml: holds a single text, {KEYS}", id="a sentence"),
    pytest.param("nodes: {ä: b}\n".encode("latin-1"), "text.yaml:1: is not UTF-8 text; save the file as UTF-8", id="not UTF-8"),
    pytest.param(
        b"nodes:\n\ta: b\n",
        "text.yaml:2: is not YAML (found character '\\t' that cannot start any token); indent by spaces, not by tabs",
        id="a tab",
    ),
    pytest.param(
        b"nodes:\n  a: {end: x}\n  a: {end: y}\n",
        "text.yaml:3: nodes.a: is there twice (first on line 2); keep one of the two",
        id="a key twice",
    ),
    pytest.param(b"a: b: c\n", f"text.yaml:1: is not YAML (mapping values are not allowed here); {QUOTE}", id="not YAML"),
    pytest.param(b"a: *x\n", f"text.yaml:1: is not YAML (found undefined alias 'x'); {QUOTE}", id="an unknown alias"),
    pytest.param(b"a: 1\n---\nb: 1\n", f"text.yaml:2: is not YAML (but found another document); {QUOTE}", id="two documents"),
    pytest.param(
        b"a\x00b: 1\n",
        f"text.yaml: is not YAML (unacceptable character #x0000: special characters are not allowed); {QUOTE}",
        id="a NUL",
    ),
    pytest.param(
        b"%YAML 1.1\n---\non: 1\n",
        "text.on: is not a key here; use one of channels, nodes, segments, starts, texts, words",
        id="YAML 1.1, where on would be a boolean",
    ),
]

ASK_LIKE = "{ask: zip, text: ask_zip, again: ask_zip_again, on: {heard: find, missed: gone}}"
MENU = "{ask: word, text: menu, on: {missed: menu}}"
STEP_NAMES = ", ".join(STEPS)
NODE_KEYS = ", ".join(sorted({"say", "text", "again", "steps", "choices", "on", "then", "keys", "seconds", *STEPS}))
ONE_KEY = "needs the one key to press, as in `{key: 1, words: {en: [yes]}}`"
EACH_LANGUAGE = "a text is a mapping of en and es, each a text or one for each of sms, voice"


# The flow, what is in it, what the author wrote instead, and the one problem told of.
SHAPES = [
    pytest.param(
        "text",
        "channels: [sms]",
        "channels: sms",
        "text.channels: is 'sms'; write a list of sms and voice",
        id="channels no list",
    ),
    pytest.param(
        "text", "channels: [sms]", "channels: [fax]", "text.channels: is ['fax']; write a list of sms and voice", id="a fax"
    ),
    pytest.param(
        "call",
        "starts: {dialed: place, rung: place}",
        "starts: place",
        "call.starts: is missing or not a mapping; add `starts:` with at least one entry",
        id="starts no mapping",
    ),
    pytest.param(
        "place",
        PLACE[PLACE.index("texts:") :],
        "",
        "place.texts: is missing or not a mapping; add `texts:` with at least one entry",
        id="no texts",
    ),
    pytest.param(
        "place",
        PLACE[PLACE.index("nodes:") : PLACE.index("texts:")],
        "nodes: {}\n",
        "place.nodes: is missing or not a mapping; add `nodes:` with at least one entry",
        id="no nodes",
    ),
    pytest.param(
        "text",
        "words:\n  call",
        "words: no\nwordz:\n  call",
        "text.wordz: is not a key here; use one of channels, nodes, segments, starts, texts, words",
        id="a key of the file",
    ),
    pytest.param(
        "text",
        "channels: [sms]",
        "channels: [sms]\nsegments: many",
        "text.segments: is 'many'; write a number from 1 to 10",
        id="segments no number",
    ),
    pytest.param(
        "text",
        "channels: [sms]",
        "channels: [sms]\nsegments: 11",
        "text.segments: is 11; write a number from 1 to 10",
        id="too many segments",
    ),
    pytest.param(
        "text",
        "channels: [sms]",
        "channels: [sms]\nsegments: true",
        "text.segments: is True; write a number from 1 to 10",
        id="segments true",
    ),
    pytest.param(
        "text", f"menu: {MENU}", "menu: hello", f"text.menu: a node is a mapping like {ASK_LIKE}", id="a node no mapping"
    ),
    pytest.param(
        "text",
        "menu: {ask: word,",
        "menu: {aks: word, say: menu,",
        f"text.menu.aks: is not a key here; use one of {NODE_KEYS}",
        id="a key of a node",
    ),
    pytest.param(
        "text",
        "noted: {record: reached,",
        "noted: {record: reached, take: next,",
        "text.noted: has the steps record and take; a node has one: make a node for each",
        id="two steps",
    ),
    pytest.param(
        "text", "on: {missed: menu}}", "on: [menu]}", "text.menu.on: is not a mapping of exits to nodes", id="exits no mapping"
    ),
    pytest.param(
        "text",
        "on: {found: list, missed: menu}}",
        "then: list}",
        "text.place.then: this step has several exits; name each under `on:`",
        id="then with several exits",
    ),
    pytest.param(
        "text",
        "bye: {say: bye, then: end}",
        "bye: {then: end}",
        f"text.bye: neither says anything nor has a step; add `say:` or one of {STEP_NAMES}",
        id="a node of nothing",
    ),
    pytest.param(
        "place",
        "choices: offered",
        "choices: offerd",
        "place.which.choices: is 'offerd'; write `offered` or a mapping like {reached: {key: 1, words: {en: [reached]}}}",
        id="choices no mapping",
    ),
    pytest.param("text", "failed: 2", "failed: two", f"text.report.choices.failed: {ONE_KEY}", id="a choice without a key"),
    pytest.param("text", "failed: 2", "failed: 12", f"text.report.choices.failed: {ONE_KEY}", id="a key of two digits"),
    pytest.param("text", "failed: 2", "failed: yes", f"text.report.choices.failed: {ONE_KEY}", id="yes is a word here"),
    pytest.param(
        "text",
        "{key: 1, words: {en: [reached], es: [hablé]}}",
        "{key: 1, says: {en: [reached]}}",
        "text.report.choices.reached.says: is not a key here; use one of key, means, words",
        id="a key of a choice",
    ),
    pytest.param(
        "text",
        "words: {en: [reached], es: [hablé]}",
        "words: [reached]",
        "text.report.choices.reached.words: is not a mapping of en and es to lists of words",
        id="words without languages",
    ),
    pytest.param(
        "text",
        "words: {en: [reached], es: [hablé]}",
        "words: {en: reached}",
        "text.report.choices.reached.words: is not a mapping of en and es to lists of words",
        id="words no list",
    ),
    pytest.param(
        "text",
        "home: {reads: zip, to: place}",
        "home: [HOME]",
        "text.words.home: needs `to:` (a node) and `say:` (words by language), `means:` (intents) or `reads: zip`",
        id="a word no mapping",
    ),
    pytest.param(
        "text",
        "home: {reads: zip, to: place}",
        "home: {to: place}",
        "text.words.home: is never understood; add `say:` with words by language, `means:` with intents, or `reads: zip`",
        id="a word without words",
    ),
    pytest.param(
        "text",
        "home: {reads: zip, to: place}",
        "home: {reads: name, to: place}",
        "text.words.home.reads: is 'name'; write `zip` or `maybe_zip`, or take it out",
        id="a word reads what cannot be read",
    ),
    pytest.param(
        "text", "rest: true", "rest: no", "text.words.move.rest: is 'no'; write true or false", id="no is a word here"
    ),
    pytest.param(
        "text",
        "rest: true",
        "reset: true",
        "text.words.move.reset: is not a key here; use one of after_stop, key, late, means, offer, reads, rest, say, sure, to",
        id="a key of a word",
    ),
    pytest.param(
        "text", '{en: "Goodbye.", es: "Adiós."}', "Goodbye.", f"text.texts.bye: {EACH_LANGUAGE}", id="a text no mapping"
    ),
    pytest.param(
        "text",
        'es: "Adiós."}',
        'es: "Adiós.", fr: Adieu.}',
        "text.texts.bye.fr: is not a key here; use one of en, es",
        id="a third language",
    ),
    pytest.param(
        "text",
        'es: "Adiós."}',
        "es: [Adiós]}",
        "text.texts.bye.es: is not a text, nor one for each of sms and voice",
        id="a text of a list",
    ),
    pytest.param(
        "text",
        'es: "Adiós."}',
        "es: {fax: Adiós}}",
        "text.texts.bye.es: is not a text, nor one for each of sms and voice",
        id="a text by fax",
    ),
]


@pytest.mark.parametrize(("content", "problem"), FILES)
def test_file_that_cannot_be_read_says_why(content: bytes, problem: str, tmp_path: Path) -> None:
    assert problem in problems(tmp_path, text=content)


@pytest.mark.parametrize(("flow", "old", "new", "problem"), SHAPES)
def test_mistake_of_shape_is_told(flow: str, old: str, new: str, problem: str, tmp_path: Path) -> None:
    assert problem in problems(tmp_path, **spoiled(flow, old, new))


def test_on_and_no_are_words_as_yaml_1_2_has_them(tmp_path: Path) -> None:
    choices = spoiled(
        "text", "failed: 2\n    on: {reached: noted, failed: again,", "no: 2\n    on: {reached: noted, no: again,"
    )
    assert problems(tmp_path, **choices) == []
