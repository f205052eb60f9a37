"""The map of the states as tiles: each as large as the other, the District of Columbia and the territories among them."""

from collections.abc import Mapping
from types import MappingProxyType

# Where each tile stands: a line a row, three characters a tile.
_ROWS = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. .. .. .. .. VT NH
WA ID MT ND MN IL WI MI NY RI MA
OR NV WY SD IA IN OH PA NJ CT ..
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC DC .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI .. .. TX .. .. .. .. FL .. ..
AS GU MP .. .. .. .. .. .. PR VI
"""
PLACES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        code: (column, row)
        for row, line in enumerate(_ROWS.split("\n")[1:-1])
        for column, code in enumerate(line.split())
        if code != ".."
    }
)
COLUMNS, ROWS = 11, 9

# The names, in console.css, of a tile's ground and of the words on it; tests hold both schemes to a contrast of 4.5.
COLOURS: tuple[tuple[str, str], ...] = (
    ("--map-0", "--map-dark"),
    ("--map-1", "--map-dark"),
    ("--map-2", "--map-dark"),
    ("--map-3", "--map-light"),
    ("--map-4", "--map-light"),
)
SHARES = (1 / 16, 1 / 4, 9 / 16, 1.0)  # of the most calls: up to where each step but the first goes


def step_of(n: int, most: int) -> int:
    """Which of the steps so many calls are, where the most are `most`: 0 for none."""
    if n <= 0:
        return 0
    return next(step for step, share in enumerate(SHARES, start=1) if n <= share * most or share == 1.0)


def legend(most: int) -> list[tuple[int, str]]:
    """Each step that there is with its range: (2, "13–48")."""
    found, below = [(0, "0")], 0
    for step, share in enumerate(SHARES, start=1):
        upper = int(share * most)
        if upper > below:
            found.append((step, f"{below + 1:,}" if upper == below + 1 else f"{below + 1:,}–{upper:,}"))
            below = upper
    return found
