"""A YAML file that a person wrote: its data, the line of every key, and what keeps it from being read. Not what it means."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.locale import SOURCE
from bot.locale.flaws import Flaw, flaw
from bot.yaml_files.yaml_nodes import TooManyParts, compose_yaml

# A place in a file: keys and list positions from the top, ("words", "en", "topics", 0, "sms").
KeyPath = tuple[str | int, ...]
Value = str | int | bool | None | tuple["Value", ...] | dict[str, "Value"]

KINDS: Mapping[type[Node], str] = {MappingNode: "keys", SequenceNode: "list"}
MOST_PARTS = 100_000  # scalars, lists and mappings
# A file of 200,000 bytes may hold 20,000 parts, six times as many as any that is shipped: to read more takes seconds.
BYTES_A_PART = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """How a kind of file is written. page: the paper that shows it; begins: a line that may open one.

    is_list: it holds a list of entries, not keys. aliases: `&name` and `*name` may stand for a part that is there already.
    longest: in bytes; the longest campaigns have a seventh of this, and a wrong file of any length is told at once.
    """

    page: str
    begins: str
    is_list: bool = False
    aliases: bool = False
    longest: int = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem:
    """One mistake in one file, for the person who can mend it. key: the place in it, "words.en.title", "" for the file."""

    file: str
    found: Flaw
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return self.said(SOURCE)

    def said(self, language: str) -> str:
        """Place, what is wrong and the mend, in a language of the console."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        return f"{where}:{key} {self.found.said(language)}"


@dataclass(slots=True, kw_only=True)
class YamlFile:
    """A file's data as plain dicts, tuples and scalars (never dates), with the 1-based line of every key."""

    file: str
    data: dict[str, Value] = field(default_factory=dict)
    listed: tuple[Value, ...] = ()  # of a file that holds a list: its entries, at (0,), (1,) and so on
    lines: dict[KeyPath, int] = field(default_factory=dict)
    written: str = ""  # the file itself, as far as it could be decoded

    def problem(self, key: KeyPath, found: Flaw) -> FileProblem:
        """A problem at a key; a key that is not there gets the line of the nearest one above it."""
        line = next((self.lines[key[:n]] for n in range(len(key), 0, -1) if key[:n] in self.lines), None)
        return FileProblem(file=self.file, key=".".join(map(str, key)), found=found, line=line)

    def at(self, *key: str | int) -> Value:
        """The value at a key, or None where there is nothing: checks of one part must live with mistakes in another."""
        value: Value = self.data or self.listed
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

    def texts(self) -> Iterator[tuple[KeyPath, str]]:
        """Every text in the file with its key, in the order of the file."""
        yield from _texts((), self.data)


def read_yaml(path: Path, form: FileFormat) -> tuple[YamlFile, list[FileProblem]]:
    """Read a file; what cannot be read is a problem, and what could be is there besides."""
    file = YamlFile(file=path.name)
    try:
        with path.open("rb") as opened:
            raw = opened.read(form.longest + 1)
    except OSError as error:
        return file, [file.problem((), flaw("unreadable", error=str(error.strerror)))]
    if len(raw) > form.longest:
        return file, [file.problem((), flaw("file_long", most=f"{form.longest:,}", page=form.page))]
    try:
        return parse_yaml(path.name, raw.decode("utf-8-sig"), form)
    except UnicodeDecodeError as error:
        file.written = raw.decode(errors="replace")
        line = raw.count(b"\n", 0, error.start) + 1
        return file, [FileProblem(file=file.file, found=flaw("not_utf8"), line=line)]


def parse_yaml(name: str, text: str, form: FileFormat) -> tuple[YamlFile, list[FileProblem]]:
    """The same of a text that is at hand; `name`: of the file in its problems."""
    file, problems = _parse(name, text, form)
    return replace(file, data=dict(file.data)), list(problems)


# To read the flows takes a fifth of a second, and they are read again when any of them changes, and by each application.
@lru_cache(maxsize=16)
def _parse(name: str, text: str, form: FileFormat) -> tuple[YamlFile, Sequence[FileProblem]]:
    file, most = YamlFile(file=name, written=text), form.longest // BYTES_A_PART
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)  # aliases are refused below, with a line
            root = compose_yaml(text, most)
        if root is None or not root.value:
            return file, [] if form.is_list else [file.problem((), flaw("file_empty", page=form.page))]
        if not isinstance(root, SequenceNode if form.is_list else MappingNode):
            found = KINDS.get(type(root), "text")
            code = f"{found}_not_list" if form.is_list else f"{found}_not_keys"
            return file, [file.problem((), flaw(code, begins=form.begins))]
        reader = _Reader(file, form.aliases)
        value = reader.value(root, ())
    except YAMLError as error:
        return file, [_broken(file, error)]
    except TooManyParts:
        return file, [file.problem((), flaw("many_parts", most=f"{most:,}", page=form.page))]
    except (ValueError, OverflowError):  # the library's own, of "\\U00110000"
        return file, [file.problem((), flaw("bad_escape"))]
    except RecursionError:
        return file, [file.problem((), flaw("nested_deeply", page=form.page))]
    if isinstance(value, dict):
        file.data = value
    elif isinstance(value, tuple):
        file.listed = value
    return file, reader.problems


class _Reader:
    """Turns YAML's nodes into data. Scalars stay what was typed, apart from whole numbers, true/false and null."""

    def __init__(self, source: YamlFile, aliases: bool) -> None:
        self.source = source
        self.problems: list[FileProblem] = []
        self._aliases = aliases
        self._seen: set[int] = set()
        self._read: dict[int, tuple[Value, int]] = {}  # a part, and of how many it consists
        self._parts = 0

    def value(self, node: Node, key: KeyPath) -> Value:
        before = self._parts
        if self._aliases and id(node) in self._read:
            value, parts = self._read[id(node)]
            self._parts += parts
            if self._parts > MOST_PARTS:  # a few lines of aliases of aliases would fill any memory
                self._report(node, key, flaw("many_aliases", most=f"{MOST_PARTS:,}"))
                return None
            return value
        self._parts += 1
        value = self._fresh(node, key)
        self._read[id(node)] = value, self._parts - before
        return value

    def _fresh(self, node: Node, key: KeyPath) -> Value:
        if id(node) in self._seen:
            self._report(node, key, flaw("alias"))
            return scalar_value(node) if isinstance(node, ScalarNode) else None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, key)
        if isinstance(node, SequenceNode):
            return tuple(self._entry(child, (*key, n)) for n, child in enumerate(node.value))
        return scalar_value(node)

    def _entry(self, node: Node, key: KeyPath) -> Value:
        self.source.lines.setdefault(key, node.start_mark.line + 1)
        return self.value(node, key)

    def _mapping(self, node: MappingNode, key: KeyPath) -> dict[str, Value]:
        data: dict[str, Value] = {}
        for name_node, child in node.value:
            if not isinstance(name_node, ScalarNode):
                self._report(name_node, key, flaw("key_no_word", opening="{"))
                continue
            name = str(name_node.value)
            if name in data:
                first = self.source.lines[(*key, name)]
                self._report(name_node, (*key, name), flaw("key_twice", first=first))
                continue
            self.source.lines[(*key, name)] = name_node.start_mark.line + 1
            data[name] = self.value(child, (*key, name))
        return data

    def _report(self, node: Node, key: KeyPath, found: Flaw) -> None:
        line = node.start_mark.line + 1
        at = ".".join(map(str, key))
        self.problems.append(FileProblem(file=self.source.file, key=at, found=found, line=line))


def scalar_value(node: Node) -> str | int | bool | None:
    """What a scalar says: whole numbers, true/false and null are what they are, all else is text."""
    text = str(node.value)
    match str(node.tag).rpartition(":")[2]:
        case "int" if re.fullmatch(r"[+-]?\d{1,18}", text):
            return int(text)
        case "bool":
            return text.casefold() == "true"
        case "null":
            return None
    return text


def _texts(key: KeyPath, value: Value) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, tuple):
        for n, child in enumerate(value):
            yield from _texts((*key, n), child)
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from _texts((*key, name), child)


def _broken(source: YamlFile, error: YAMLError) -> FileProblem:
    line, what = None, str(error).splitlines()[0]
    if isinstance(error, MarkedYAMLError):
        what = str(error.problem)
        line = error.problem_mark.line + 1 if error.problem_mark else None
    found = flaw("not_yaml_tabs" if "'\\t'" in what else "not_yaml", said=what, opening="{")
    return FileProblem(file=source.file, found=found, line=line)
