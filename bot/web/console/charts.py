"""Charts as the server draws them: where everything lies, in the units of an SVG. Each is drawn twice, for wide and narrow
screens, as what is in an SVG shrinks with it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.results.figures import CallsOf, PlaceCalls
from bot.web.console import tile_map

WIDE, NARROW = 720, 320
HEIGHT, TOP, FOOT, LEFT = 180, 8, 22, 44
MOST_COLUMNS = {WIDE: 100, NARROW: 31}  # more than these are drawn by week
EDGE = 24  # half of what stands under a column, that it is not cut off
TICKS = {WIDE: 6, NARROW: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartColumn:
    """A column of three parts, the lowest first: (y, height) of reached, connected besides, and not through."""

    x: float
    width: float
    reached: tuple[float, float]
    connected: tuple[float, float]
    rest: tuple[float, float]
    calls: CallsOf
    is_week: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of an axis: where, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A chart of columns, with the ticks of both axes."""

    width: int
    height: int
    base: float
    left: int
    columns: Sequence[ChartColumn]
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]

    @property
    def is_wide(self) -> bool:
        return self.width == WIDE


def draw_columns(rows: Sequence[CallsOf], width: int) -> Columns:
    """Calls over time, at this width."""
    is_week = len(rows) > MOST_COLUMNS[width]
    shown = _by_week(rows) if is_week else list(rows)
    top = _round_up(max((row.started for row in shown), default=0))
    base, room = HEIGHT - FOOT, HEIGHT - FOOT - TOP
    pitch = (width - LEFT) / max(len(shown), 1)
    columns = []
    for number, row in enumerate(shown):
        # Whom visitors of a page reached is connected by no carrier of ours.
        through = max(row.connected, row.reached)
        heights = [part * room / top for part in (row.reached, through - row.reached, row.started - through)]
        ys = [base - sum(heights[: place + 1]) for place in range(3)]
        parts = [(round(y, 2), round(height, 2)) for y, height in zip(ys, heights, strict=True)]
        columns.append(
            ChartColumn(
                x=round(LEFT + number * pitch + pitch * 0.1, 2),
                width=round(pitch * 0.8, 2),
                reached=parts[0],
                connected=parts[1],
                rest=parts[2],
                calls=row,
                is_week=is_week,
            )
        )
    return Columns(
        width=width,
        height=HEIGHT,
        base=base,
        left=LEFT,
        columns=columns,
        x_ticks=[
            Tick(at=min(column.x + column.width / 2, width - EDGE), text=column.calls.when)
            for column in _ticked(columns, TICKS[width])
        ],
        y_ticks=[Tick(at=base - room * share, text=f"{int(top * share):,}") for share in (0, 0.5, 1)],
    )


def _by_week(rows: Sequence[CallsOf]) -> list[CallsOf]:
    weeks = [rows[first : first + 7] for first in range(0, len(rows), 7)]
    return [
        CallsOf(week[0].when, sum(r.started for r in week), sum(r.connected for r in week), sum(r.reached for r in week))
        for week in weeks
    ]


def _ticked(columns: Sequence[ChartColumn], most: int) -> Sequence[ChartColumn]:
    every = max(1, math.ceil(len(columns) / most))
    return columns[every // 2 :: every] if len(columns) > most else columns


def _round_up(figure: int) -> int:
    """The next even round number: 2, 4, 10, 20, 40, 100 ..."""
    top = 2
    while top < figure:
        digits = str(top)[0]
        top = top * 5 // 2 if digits == "4" else top * 2
    return top


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A state on the map: its corner, its step of colour, and what stands on it."""

    x: int
    y: int
    code: str
    step: int
    figure: str
    place: PlaceCalls


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """The map at one width. `side`, `high`: of a tile, with its gap."""

    width: int
    height: int
    side: int
    high: int
    tiles: Sequence[Tile]

    @property
    def is_wide(self) -> bool:
        return self.side == WIDE // tile_map.COLUMNS


def draw_tiles(places: Sequence[PlaceCalls], width: int, few: str = "") -> Tiles:
    """The map. `few`: what stands where there are few callers, "" for the figure itself."""
    known = {place.state: place for place in places}
    side = width // tile_map.COLUMNS
    high = 44 if width == WIDE else side
    most = most_on_map(places)
    tiles = []
    for code, (column, row) in tile_map.PLACES.items():
        place = known.get(code, PlaceCalls(state=code, started=0, reached=0, few=False))
        hidden = bool(few) and place.few
        step = 1 if hidden else tile_map.step_of(place.started, most)
        figure = few if hidden else short(place.started)
        tiles.append(Tile(x=column * side, y=row * high, code=code, step=step, figure=figure, place=place))
    return Tiles(width=side * tile_map.COLUMNS, height=high * tile_map.ROWS, side=side, high=high, tiles=tiles)


def most_on_map(places: Sequence[PlaceCalls]) -> int:
    """The most calls from one state that has a tile."""
    return max((place.started for place in places if place.state in tile_map.PLACES), default=0)


def short(figure: int) -> str:
    """A figure that fits a tile: "934", "12k"."""
    return "" if not figure else f"{figure}" if figure < 10_000 else f"{figure // 1000}k"
