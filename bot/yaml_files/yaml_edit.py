"""Changes single values of a YAML file and leaves every other line as it was written, remarks and all.

Done on the text, by the places that the parser tells: writing a parsed file anew would wrap lines and move remarks.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.yaml_files.yaml_nodes import compose_yaml
from bot.yaml_files.yaml_reading import FileFormat, Value, parse_yaml, scalar_value

LINE = 118  # columns of a text that is written on several lines
STEP = 2  # columns that a part is indented by
# Written without quotes: begins with a letter, and nothing in it means something to YAML.
PLAIN = re.compile(r"[^\W\d_¿¡](?:(?!: | #)[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff])*(?<![:\s])")
IN_FLOW = re.compile(r"[,\[\]{}]")
WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
ESCAPED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff\"\\]")


def change_yaml(text: str, wanted: Mapping[str, Value], form: FileFormat) -> str:
    """The text of a file that holds what is wanted. Lines whose values stay are not touched.

    A file that cannot be read is written anew, as is one whose parts are shared by aliases.
    """
    try:
        root = compose_yaml(text)
    except (YAMLError, ValueError, OverflowError, RecursionError):  # there is nothing to keep
        root = None
    if isinstance(root, MappingNode):
        edit = _Edit(text)
        edit.mapping(root, wanted, 0)
        changed = edit.applied()
        if holds(changed, wanted, form):
            return changed
    return "".join(f"{line}\n" for line in _block(wanted, 0))


def holds(text: str, wanted: Mapping[str, Value], form: FileFormat) -> bool:
    """Is this what a file says, and nothing else?"""
    source, problems = parse_yaml("", text, form)
    return not problems and source.data == wanted


@dataclass(slots=True)
class _Edit:
    """The changes of one file, as places in its text and what comes there."""

    text: str
    _changes: list[tuple[int, int, str]] = field(default_factory=list)

    def applied(self) -> str:
        text, ends = self.text, "\r\n" if "\r\n" in self.text else "\n"
        for start, end, new in sorted(self._changes, reverse=True):
            text = text[:start] + new.replace("\n", ends) + text[end:]
        return text

    def mapping(self, node: MappingNode, wanted: Mapping[str, Value], indent: int) -> None:
        entries = {str(name.value): (name, child) for name, child in node.value}
        if node.flow_style:
            if entries.keys() != wanted.keys():
                self._put(node, _flow(wanted))
                return
            for name, value in wanted.items():
                self.value(entries[name][1], value, indent, in_flow=True)
            return
        gone = [name for name in entries if name not in wanted]
        own = node.start_mark.column
        if gone and (len(gone) == len(entries) or self._shares_line(entries[gone[0]][0])):
            self._replace_block(node, wanted, indent)
            return
        for name in gone:
            self._drop_lines(*entries[name])
        for name, value in wanted.items():
            if name in entries:
                self.value(entries[name][1], value, own, at=entries[name][0])
        if new := {name: value for name, value in wanted.items() if name not in entries}:
            self._add_lines(_last(entries, gone), _block(new, own))

    def sequence(self, node: SequenceNode, wanted: Sequence[Value], indent: int) -> None:
        items: list[Node] = node.value
        if node.flow_style and len(items) == len(wanted):
            for item, value in zip(items, wanted, strict=True):
                self.value(item, value, indent, in_flow=True)
        elif node.flow_style or not items or not wanted:
            if _read(node) != tuple(wanted):
                self._replace_block(node, wanted, indent)
        elif len(wanted) < len(items):
            self._drop_items(node, wanted, indent)
        else:
            dash = self._dash(items[0])
            for item, value in zip(items, wanted, strict=False):
                self.value(item, value, dash)
            if more := wanted[len(items) :]:
                self._add_lines(items[-1], _block(more, dash))

    def _drop_items(self, node: SequenceNode, wanted: Sequence[Value], indent: int) -> None:
        """Take items away; where others changed besides, the list is written anew."""
        kept = _places([_read(item) for item in node.value], wanted)
        if kept is None:
            self._replace_block(node, wanted, indent)
            return
        for n, item in enumerate(node.value):
            if n not in kept:
                self._drop_lines(item, item)

    def value(self, node: Node, wanted: Value, indent: int, *, in_flow: bool = False, at: Node | None = None) -> None:
        if isinstance(node, MappingNode) and isinstance(wanted, dict):
            self.mapping(node, wanted, indent)
        elif isinstance(node, SequenceNode) and isinstance(wanted, tuple):
            self.sequence(node, wanted, indent)
        elif isinstance(node, ScalarNode) and not isinstance(wanted, dict | tuple):
            if scalar_value(node) != wanted:
                self._put(node, _scalar(wanted, indent, in_flow=in_flow, style=node.style or ""))
        elif _read(node) != wanted:
            if in_flow:
                self._put(node, _flow(wanted))
            else:
                self._replace_block(node, wanted, indent)

    def _replace_block(self, node: Node, wanted: Value | Mapping[str, Value] | Sequence[Value], indent: int) -> None:
        """Write a whole part anew, below its key or dash."""
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not isinstance(wanted, dict | tuple):
            start = node.start_mark.index
            new = _inline(wanted, indent)
            if not new.startswith("\n") and start and self.text[start - 1] not in " \t\n":
                new = f" {new}"
            if new.startswith("\n"):  # nothing is left behind the key
                start = len(self.text[:start].rstrip(" "))
            self._changes.append((start, self._end(node), new))
            return
        lines = _block(wanted, node.start_mark.column if isinstance(node, MappingNode) else self._dash(node.value[0]))
        if isinstance(node, SequenceNode):
            start = node.value[0].start_mark.index - (node.value[0].start_mark.column - self._dash(node.value[0]))
        else:
            start = node.start_mark.index
        if not lines or isinstance(wanted, dict) != isinstance(node, MappingNode):
            lines = [_inline(wanted, indent)]
        self._changes.append((start, self._end(node), "\n".join(lines).lstrip(" ")))

    def _put(self, node: Node, new: str) -> None:
        start = node.start_mark.index
        if start and self.text[start - 1] == ":":
            new = f" {new}"
        self._changes.append((start, self._end(node), new))

    def _add_lines(self, after: Node, lines: Sequence[str]) -> None:
        end = self._end(after)
        end = self._line_end(end)
        self._changes.append((end, end, "".join(f"\n{line}" for line in lines)))

    def _drop_lines(self, first: Node, last: Node) -> None:
        start = self.text.rfind("\n", 0, first.start_mark.index) + 1
        self._changes.append((start, min(self._line_end(self._end(last)) + 1, len(self.text)), ""))

    def _shares_line(self, name: Node) -> bool:
        """Does a key stand behind a dash?"""
        start = self.text.rfind("\n", 0, name.start_mark.index) + 1
        return bool(self.text[start : name.start_mark.index].strip())

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        return end - 1 if end and self.text[end - 1 : end] == "\r" else end

    def _dash(self, item: Node) -> int:
        start = self.text.rfind("\n", 0, item.start_mark.index) + 1
        return start and self.text.rfind("-", start, item.start_mark.index) - start if start else item.start_mark.column - STEP

    def _end(self, node: Node) -> int:
        """Behind the last character of a part; the parser's own mark of a block is where the next part begins."""
        if isinstance(node, MappingNode) and not node.flow_style and node.value:
            return self._end(node.value[-1][1])
        if isinstance(node, SequenceNode) and not node.flow_style and node.value:
            return self._end(node.value[-1])
        end: int = node.end_mark.index
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            return len(self.text[:end].rstrip())
        if isinstance(node, ScalarNode) and not node.value and not node.style:
            return int(node.start_mark.index)
        return end


def _last(entries: Mapping[str, tuple[Node, Node]], gone: Sequence[str]) -> Node:
    return [child for name, (_, child) in entries.items() if name not in gone][-1]


def _places(items: Sequence[Value], wanted: Sequence[Value]) -> set[int] | None:
    """Which items are kept, where the wanted ones are some of them in their order; else None."""
    kept, at = set[int](), 0
    for value in wanted:
        while at < len(items) and items[at] != value:
            at += 1
        if at == len(items):
            return None
        kept.add(at)
        at += 1
    return kept


def _read(node: Node) -> Value:
    if isinstance(node, MappingNode):
        return {str(name.value): _read(child) for name, child in node.value}
    if isinstance(node, SequenceNode):
        return tuple(_read(child) for child in node.value)
    return scalar_value(node)


# --- Writing ----------------------------------------------------------------------------------------------------------------


def _block(value: Mapping[str, Value] | Sequence[Value], indent: int) -> list[str]:
    """The lines of a part."""
    return list(_lines(value, indent))


def _lines(value: Mapping[str, Value] | Sequence[Value], indent: int) -> Iterator[str]:
    space = " " * indent
    if isinstance(value, Mapping):
        for name, child in value.items():
            written = _inline(child, indent)
            yield from f"{space}{name}:{'' if written.startswith(chr(10)) else ' '}{written}".split("\n")
        return
    for child in value:
        if isinstance(child, dict) and child:
            first, *rest = _block(child, indent + STEP)
            yield f"{space}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield from f"{space}- {_inline(child, indent)}".split("\n")


def _inline(value: object, indent: int) -> str:
    """A value as it stands behind its key: on its line, or below it after a line break."""
    if isinstance(value, dict):
        return "".join(f"\n{line}" for line in _block(value, indent + STEP)) if value else "{}"
    if isinstance(value, tuple):
        if all(not isinstance(each, dict | tuple) for each in value):
            short = _flow(value)
            if len(short) + indent < LINE and "\n" not in short:
                return short
        return "".join(f"\n{line}" for line in _block(value, indent + STEP))
    assert value is None or isinstance(value, str | int | bool)
    return _scalar(value, indent)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(child)}" for name, child in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    assert value is None or isinstance(value, str | int | bool)
    return _scalar(value, 0, in_flow=True)


def _scalar(value: str | int | bool | None, indent: int, *, in_flow: bool = False, style: str = "") -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    space = " " * (indent + STEP)
    fits_block = not in_flow and value == value.strip() and value and not re.search(ESCAPED_IN_BLOCK, value)
    if "\n" in value and fits_block:
        return "|-\n" + "\n".join(f"{space}{line}" if line else "" for line in value.split("\n"))
    is_folded = style == ">" or len(value) + indent > LINE - 20
    if fits_block and is_folded and "\n" not in value and "  " not in value:
        wrapped = textwrap.wrap(value, LINE - len(space), break_long_words=False, break_on_hyphens=False)
        return ">-\n" + "\n".join(f"{space}{line}" for line in wrapped)
    is_plain = PLAIN.fullmatch(value) and value.casefold() not in WORDS and not (in_flow and IN_FLOW.search(value))
    return value if is_plain and style not in ("'", '"') else _quoted(value)


ESCAPED_IN_BLOCK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def _quoted(value: str) -> str:
    names = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    escaped = ESCAPED.sub(lambda found: names.get(found[0], f"\\u{ord(found[0]):04x}"), value)
    return f'"{escaped}"'
