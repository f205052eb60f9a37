"""A flow as a graph: what can be reached from where, and how often each exit was taken. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.engine.flow import Flow, Node
from bot.engine.steps import MISSED, SILENCE, WAYS_BACK

START, WORD = "start.", "words."
Counts = Mapping[tuple[str, str], int]  # (node, exit) -> how often it was taken


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExit:
    """An exit of a node. `to`: a node, or a way back. share: of those who left this node, in percent; None where nobody did."""

    name: str
    to: str
    is_back: bool
    count: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNode:
    """A node in its column. `left`: how often an exit of it was taken; `ways_in`: what begins here."""

    node: Node
    column: int
    exits: tuple[ShownExit, ...]
    left: int
    ways_in: tuple[str, ...]


def ways_in(flow: Flow) -> Mapping[str, str]:
    """What begins where: "start.keyword" or "words.call" -> node."""
    starts = {f"{START}{how}": to for how, to in flow.starts.items()}
    return {**starts, **{f"{WORD}{word.name}": word.to for word in flow.words if word.to not in WAYS_BACK}}


def shown_nodes(flow: Flow, counts: Counts, begin: str = "") -> list[ShownNode]:
    """The nodes that a conversation comes to from a way in, those of one step in one column; "" for the whole flow."""
    begins: dict[str, list[str]] = defaultdict(list)
    for name, to in ways_in(flow).items():
        begins[to].append(name)
    first = [ways_in(flow)[begin]] if begin else [*flow.starts.values()]
    columns = _columns(flow, first)
    if not begin:
        # What only a word leads to stands after it, in columns of its own.
        for name in [*begins, *flow.nodes]:
            columns |= {node: column for node, column in _columns(flow, [name]).items() if node not in columns}
    return [
        ShownNode(
            node=flow.nodes[name],
            column=column,
            exits=_exits(flow.nodes[name], counts),
            left=sum(counts.get((name, exit), 0) for exit in flow.nodes[name].on),
            ways_in=tuple(begins[name]),
        )
        for name, column in sorted(columns.items(), key=lambda each: each[1])
    ]


def drop_outs(flow: Flow, counts: Counts, least: int, most: int) -> Sequence[tuple[str, float, int]]:
    """Where people drop out: questions that were answered at least so often, and the percentage of answers that were not
    understood or were silence; the worst first: (node, percentage, how many)."""
    found = []
    for node in flow.nodes.values():
        answers = sum(counts.get((node.name, exit), 0) for exit in node.on)
        lost = sum(counts.get((node.name, exit), 0) for exit in (MISSED, SILENCE))
        if node.step == "ask" and answers >= least and lost:
            found.append((node.name, 100 * lost / answers, lost))
    return sorted(found, key=lambda each: -each[1])[:most]


def _exits(node: Node, counts: Counts) -> tuple[ShownExit, ...]:
    left = sum(counts.get((node.name, exit), 0) for exit in node.on)
    return tuple(
        ShownExit(
            name=exit,
            to=to,
            is_back=to in WAYS_BACK,
            count=(count := counts.get((node.name, exit), 0)),
            share=100 * count / left if left else None,
        )
        for exit, to in node.on.items()
    )


def _columns(flow: Flow, first: Iterable[str]) -> dict[str, int]:
    """Node -> how many steps it is from the first ones."""
    columns: dict[str, int] = {}
    todo = [(name, 0) for name in dict.fromkeys(first)]
    for name, column in todo:
        if name in columns or name not in flow.nodes:
            continue
        columns[name] = column
        todo += [(to, column + 1) for to in flow.nodes[name].on.values() if to not in WAYS_BACK]
    return columns
