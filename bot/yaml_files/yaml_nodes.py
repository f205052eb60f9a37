"""YAML by the C library, ten times as fast as in Python.

It would end the process where parts are nested without end, so how deep they are is looked at first. What it does not read is
read in Python: that library knows all of YAML 1.2, and says better what is wrong.
"""

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, SequenceEndEvent, SequenceStartEvent
from ruamel.yaml.nodes import Node

DEEPEST = 100  # parts within parts; nothing that people write has twenty
_BEGINS, _ENDS = (MappingStartEvent, SequenceStartEvent), (MappingEndEvent, SequenceEndEvent)


def load_yaml(text: str | bytes) -> Any:
    """The data of a YAML 1.2 document. Raises YAMLError, and RecursionError for parts deeper than DEEPEST."""
    try:
        _check_depth(text)
        return YAML(typ="safe").load(text)
    except YAMLError:
        return YAML(typ="safe", pure=True).load(text)


class TooManyParts(ValueError):
    """There are more parts in it than anybody writes."""


def compose_yaml(text: str, most: int = 100_000) -> Node | None:
    """The nodes of a YAML 1.2 document, None of an empty one. Raises as load_yaml(), TooManyParts for more than `most`, and
    ValueError for an escape that is no character."""
    try:
        _check_depth(text, most)
        node: Node | None = YAML(typ="safe").compose(text)
    except YAMLError:
        node = YAML(typ="safe", pure=True).compose(text)
    return node


def _check_depth(text: str | bytes, most: int | None = None) -> None:
    depth = 0
    for count, event in enumerate(YAML(typ="safe").parse(text)):
        if most is not None and count > most:
            raise TooManyParts(f"more than {most} parts")
        depth += isinstance(event, _BEGINS) - isinstance(event, _ENDS)
        if depth > DEEPEST:
            raise RecursionError(f"more than {DEEPEST} parts within parts")
