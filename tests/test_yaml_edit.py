"""Changing one value of a file changes its lines and no other, whatever is written there."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.campaigns.campaign_files import FORM
from bot.yaml_files.yaml_edit import change_yaml, holds
from bot.yaml_files.yaml_reading import KeyPath, Value, parse_yaml
from tests.campaign_files import GOOD

ROOT = Path(__file__).parent.parent
FILES = [
    *(
        pytest.param(path.read_text(encoding="utf-8"), id=path.stem)
        for path in sorted((ROOT / "data/campaigns").glob("*.yaml"))
    ),
    pytest.param(GOOD, id="many values on a line"),
    pytest.param(GOOD.replace("\n", "\r\n"), id="lines that end with two characters"),
]
NEW: list[str] = [
    *("Short", "A: b", "It's {city} # x", "two\n\nparagraphs\n- a\n- b", "long words " * 30 + "end", "true", "123", ""),
    *(" lead", "😀 \u202e x", "'q'", '"q"', "-", "{a}", "[b]", "a\tb", "\u2028", "¿Qué?", "<script>", "ends:", "back\\slash"),
]


def data_of(text: str) -> dict[str, Value]:
    source, problems = parse_yaml("", text, FORM)
    assert not problems
    return source.data


def leaves(value: Value, key: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(value, dict):
        for name, child in value.items():
            yield from leaves(child, (*key, name))
    elif isinstance(value, tuple):
        for n, child in enumerate(value):
            yield from leaves(child, (*key, n))
    else:
        yield key


def put(value: Value, key: KeyPath, new: Value) -> Value:
    """The same with another value at a key."""
    if not key:
        return new
    if isinstance(value, dict):
        return {name: put(child, key[1:], new) if name == key[0] else child for name, child in value.items()}
    assert isinstance(value, tuple)
    return tuple(put(child, key[1:], new) if n == key[0] else child for n, child in enumerate(value))


def changed(text: str, key: KeyPath, new: Value) -> tuple[str, dict[str, Value]]:
    wanted = put(data_of(text), key, new)
    assert isinstance(wanted, dict)
    return change_yaml(text, wanted, FORM), wanted


@pytest.mark.parametrize("text", FILES)
def test_nothing_changed_is_the_same_to_the_byte(text: str) -> None:
    assert change_yaml(text, data_of(text), FORM) == text


@pytest.mark.parametrize("text", FILES)
def test_any_value_is_changed_in_its_place_alone(text: str) -> None:
    for n, key in enumerate(leaves(data_of(text))):
        new = NEW[n % len(NEW)]
        after, wanted = changed(text, key, new)
        assert holds(after, wanted, FORM), (key, new)
        before_lines, after_lines = text.splitlines(), after.splitlines()
        blocks = difflib.SequenceMatcher(None, before_lines, after_lines, autojunk=False).get_opcodes()
        touched = [block for block in blocks if block[0] != "equal"]
        assert len(touched) <= 1 or "\n" in new, (key, new)


def test_one_field_is_one_line() -> None:
    after, _ = changed(GOOD, ("words", "en", "ask"), "Plant two trees.")
    assert list(difflib.unified_diff(GOOD.splitlines(), after.splitlines(), lineterm="", n=0))[3:] == [
        "-    ask: Plant a tree for every child.",
        "+    ask: Plant two trees.",
    ]


PARTS: list[tuple[KeyPath, Value]] = [
    (("targets",), ("mayor", "council", "sheriff")),
    (("stances",), ()),
    (("words", "en", "more", "names"), ("One", "Two, three", "Four: five")),
    (("words", "en", "script", "body"), {"sheriff": {"sms": "a", "voice": "b", "page": "c\n\nd"}}),
    (("words",), {}),
    (("stances", 0), {"place": "Oregon", "stance": "lacks"}),
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize(("key", "new"), PARTS)
def test_parts_are_replaced_added_and_taken_away(text: str, key: KeyPath, new: Value) -> None:
    after, wanted = changed(text, key, new)
    assert holds(after, wanted, FORM)


@pytest.mark.parametrize("broken", ["", "- a", "{", "a: &x 1\nb: *x\n", "\0", "a: b: c"])
def test_file_that_cannot_be_kept_is_written_anew(broken: str) -> None:
    assert holds(change_yaml(broken, data_of(GOOD), FORM), data_of(GOOD), FORM)
