"""Where boxes and lines of a drawn flow lie, in pixels: columns from left to right, each in the order of where it comes from.

Pure. The text in it keeps its size, whatever the screen: a wide drawing is moved sideways in its own frame.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.web.console.flows.graph import ShownNode

WIDE, HIGH = 176, 34  # of a box
ACROSS, DOWN = 72, 16  # between boxes
EDGE = 12
SWEEPS = 4
LONGEST = 22  # characters of a name in its box
THICK = 6.0  # of a line that all take


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node. kind: "ask", "say" or "step"."""

    name: str
    label: str
    kind: str
    x: int
    y: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An exit to another node. path: as SVG has it; width: by the share of people; is_back: against the way of reading."""

    path: str
    width: float
    is_back: bool
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Boxes and the lines between them, and how large all of it is."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(nodes: Sequence[ShownNode]) -> Drawing:
    """The nodes as boxes, their exits as lines. Ways back to the question before are not drawn: the list below has them."""
    rows = _rows(nodes)
    columns = {node.node.name: node.column for node in nodes}
    tallest = max((len(names) for names in rows.values()), default=0)
    places: dict[str, tuple[int, int]] = {}
    for column, names in rows.items():
        above = (tallest - len(names)) * (HIGH + DOWN) // 2
        for row, name in enumerate(names):
            places[name] = (EDGE + column * (WIDE + ACROSS), EDGE + above + row * (HIGH + DOWN))
    boxes = tuple(
        Box(
            name=each.node.name,
            label=_short(each.node.name),
            kind="ask" if each.node.step == "ask" else "step" if each.node.step else "say",
            x=places[each.node.name][0],
            y=places[each.node.name][1],
            left=each.left,
        )
        for each in nodes
    )
    lines = tuple(
        Line(
            path=_path(places[each.node.name], places[exit.to], back),
            width=round(1 + (THICK - 1) * (exit.share or 0) / 100, 1),
            is_back=back,
            title=f"{each.node.name} · {exit.name} → {exit.to}" + (f" {exit.share:.0f} %" if exit.share is not None else ""),
        )
        for each in nodes
        for exit in each.exits
        if exit.to in places
        for back in [columns[exit.to] <= each.column]
    )
    return Drawing(
        width=2 * EDGE + len(rows) * (WIDE + ACROSS) - ACROSS if rows else 0,
        height=2 * EDGE + tallest * (HIGH + DOWN) - DOWN if rows else 0,
        boxes=boxes,
        lines=lines,
    )


def _rows(nodes: Sequence[ShownNode]) -> Mapping[int, list[str]]:
    """Column -> its nodes from top to bottom: each near the middle of those it comes from, so that few lines cross."""
    rows: dict[int, list[str]] = defaultdict(list)
    parents: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    columns = {node.node.name: node.column for node in nodes}
    for each in nodes:
        rows[each.column].append(each.node.name)
        for exit in each.exits:
            if columns.get(exit.to, -1) > each.column:
                parents[exit.to].append(each.node.name)
                children[each.node.name].append(exit.to)
    for sweep in range(SWEEPS):
        near = parents if sweep % 2 == 0 else children
        for column in sorted(rows, reverse=sweep % 2 == 1):
            place = {name: row / max(1, len(names) - 1) for names in rows.values() for row, name in enumerate(names)}
            rows[column] = _in_order(rows[column], near, place)
    return dict(sorted(rows.items()))


def _in_order(names: Sequence[str], near: Mapping[str, Sequence[str]], place: Mapping[str, float]) -> list[str]:
    """The names of a column, each where the middle of its neighbours is."""

    def middle(name: str) -> float:
        others = near.get(name, ())
        return sum(place[other] for other in others) / len(others) if others else place[name]

    return sorted(names, key=middle)


def _path(source: tuple[int, int], target: tuple[int, int], back: bool) -> str:
    (x, y), (to_x, to_y) = source, target
    if not back:
        x, y, to_y = x + WIDE, y + HIGH // 2, to_y + HIGH // 2
        bend = max(ACROSS // 2, (to_x - x) // 2)
        return f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
    # Against the direction of reading: out at the bottom, and in at the bottom.
    x, y, to_x, to_y = x + WIDE // 2, y + HIGH, to_x + WIDE // 2, to_y + HIGH
    low = max(y, to_y) + DOWN
    return f"M{x} {y}C{x} {low} {to_x} {low} {to_x} {to_y}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
