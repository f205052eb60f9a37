"""A campaign file as written: its data, the line of every key, and what keeps it from being read. Not what a campaign means."""

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

# A place in a file: keys and list positions from the top, ("words", "en", "topics", 0, "sms").
Key = tuple[str | int, ...]
Value = str | int | bool | None | tuple["Value", ...] | dict[str, "Value"]

LONGEST = 200_000  # bytes: the longest campaigns have a seventh of this, and a wrong file of any length is told at once


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one file, for the person who can mend it."""

    file: str
    key: str
    what: str
    mend: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{where}:{key} {self.what}; {self.mend}"


@dataclass(slots=True)
class Source:
    """A file's data as plain dicts, tuples and scalars (never dates), with the 1-based line of every key."""

    file: str
    data: dict[str, Value] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)
    written: str = ""  # the file itself, as far as it could be decoded

    def problem(self, key: Key, what: str, mend: str) -> Problem:
        """A problem at a key; a key that is not there gets the line of the nearest one above it."""
        line = next((self.lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self.lines), None)
        return Problem(self.file, ".".join(map(str, key)), what, mend, line)

    def at(self, *key: str | int) -> Value:
        """The value at a key, or None where there is nothing: checks of one part must live with mistakes in another."""
        value: Value = self.data
        for step in key:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, tuple) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def mapping(self, *key: str | int) -> Mapping[str, Value]:
        """The mapping at a key, empty where there is none."""
        value = self.at(*key)
        return value if isinstance(value, dict) else {}

    def entries(self, *key: str | int) -> tuple[Value, ...]:
        """The list at a key, empty where there is none."""
        value = self.at(*key)
        return value if isinstance(value, tuple) else ()

    def strings(self, *key: str | int) -> tuple[str, ...]:
        """The texts of the list at a key."""
        return tuple(value for value in self.entries(*key) if isinstance(value, str))

    def text(self, *key: str | int) -> str:
        """The text at a key without white space at its ends, empty where there is none."""
        value = self.at(*key)
        return value.strip() if isinstance(value, str) else ""

    def texts(self) -> Iterator[tuple[Key, str]]:
        """Every text in the file with its key, in the order of the file."""
        yield from _texts((), self.data)


def read_source(path: Path, page: str = "docs/campaigns.md", first: str = "keyword: WORD") -> tuple[Source, list[Problem]]:
    """Read a file; what cannot be read is a problem, and the source then holds what could be.

    `page`: the paper that shows how such a file is written; `first`: a line that may open one.
    """
    source = Source(path.name)
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
        text = raw.decode("utf-8-sig") if len(raw) <= LONGEST else ""
    except OSError as error:
        return source, [source.problem((), f"cannot be read ({error.strerror})", "check its name and permissions")]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        mend = "save the file as UTF-8"
        return source, [Problem(source.file, "", "is not UTF-8 text", mend, line)]
    if len(raw) > LONGEST:
        return source, [source.problem((), f"is longer than {LONGEST:,} bytes", f"write it as {page} shows")]
    return parse_source(path.name, text, page, first)


def parse_source(
    file: str, text: str, page: str = "docs/campaigns.md", first: str = "keyword: WORD"
) -> tuple[Source, list[Problem]]:
    """The same of a text that is at hand; `file`: the name in its problems."""
    source = Source(file, written=text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # aliases are refused below, with a line
            root = YAML(typ="safe", pure=True).compose(text)
        if root is None or not root.value:
            return source, [source.problem((), "is empty", f"write it as {page} shows")]
        if not isinstance(root, MappingNode):
            found = "a list" if isinstance(root, SequenceNode) else "a single text"
            return source, [source.problem((), f"holds {found}, not keys with values", f"start with `{first}`")]
        reader = _Reader(source)
        value = reader.value(root, ())
    except YAMLError as error:
        return source, [_broken(source, error)]
    except RecursionError:
        return source, [source.problem((), "is nested too deeply", f"write it as flat as {page} shows")]
    if isinstance(value, dict):
        source.data = value
    return source, reader.problems


class _Reader:
    """Turns YAML's nodes into data. Scalars stay what was typed, apart from whole numbers, true/false and null."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def value(self, node: Node, key: Key) -> Value:
        if id(node) in self._seen:
            what = "repeats another part of the file by an alias (*name)"
            self._report(node, key, what, "write the text out, or put it in quotes if the * is meant")
            return _scalar(node) if isinstance(node, ScalarNode) else None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, key)
        if isinstance(node, SequenceNode):
            return tuple(self._entry(child, (*key, n)) for n, child in enumerate(node.value))
        return _scalar(node)

    def _entry(self, node: Node, key: Key) -> Value:
        self.source.lines.setdefault(key, node.start_mark.line + 1)
        return self.value(node, key)

    def _mapping(self, node: MappingNode, key: Key) -> dict[str, Value]:
        data: dict[str, Value] = {}
        for name_node, child in node.value:
            if not isinstance(name_node, ScalarNode):
                mend = "put a text that starts with { or [ in quotes"
                self._report(name_node, key, "has a key that is not a word", mend)
                continue
            name = str(name_node.value)
            if name in data:
                first = self.source.lines[(*key, name)]
                mend = "keep one of the two"
                self._report(name_node, (*key, name), f"is there twice (first on line {first})", mend)
                continue
            self.source.lines[(*key, name)] = name_node.start_mark.line + 1
            data[name] = self.value(child, (*key, name))
        return data

    def _report(self, node: Node, key: Key, what: str, mend: str) -> None:
        line = node.start_mark.line + 1
        self.problems.append(Problem(self.source.file, ".".join(map(str, key)), what, mend, line))


def _scalar(node: Node) -> Value:
    text = str(node.value)
    match str(node.tag).rpartition(":")[2]:
        case "int" if re.fullmatch(r"[+-]?\d{1,18}", text):
            return int(text)
        case "bool":
            return text.casefold() == "true"
        case "null":
            return None
    return text


def _texts(key: Key, value: Value) -> Iterator[tuple[Key, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, tuple):
        for n, child in enumerate(value):
            yield from _texts((*key, n), child)
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from _texts((*key, name), child)


def _broken(source: Source, error: YAMLError) -> Problem:
    line, what = None, str(error).splitlines()[0]
    if isinstance(error, MarkedYAMLError):
        what = str(error.problem)
        line = error.problem_mark.line + 1 if error.problem_mark else None
    mend = "put a text with {, :, # or quotes in it on the lines after `key: >-`, indented by spaces"
    if "'\\t'" in what:
        mend = "indent by spaces, not by tabs"
    return Problem(source.file, "", f"is not YAML ({what})", mend, line)
