"""In which order an official's lines are tried for a supporter. Pure: whether an office is open or well is told elsewhere."""

from collections.abc import Mapping
from functools import lru_cache
from math import asin, cos, inf, radians, sin, sqrt

from bot.officials import zip_info
from bot.officials.records import OfficeLine
from bot.telephony import may_dial_line

# What a campaign may choose -> what it means, as docs/lines.md tells it.
CHOICES: Mapping[str, str] = {
    "capitol": "the Capitol first, then the district offices, the nearest first",
    "nearest": "the district offices, the nearest first, then the Capitol",
    "nearest_then_capitol": "the nearest district office, then the Capitol, then the other district offices",
    "spread": "whichever office has had the fewest calls today; of several, the nearest",
}

EARTH_MILES = 3958.8

Point = tuple[float, float]  # latitude and longitude in degrees


@lru_cache(maxsize=16_384)
def dialable_lines(lines: tuple[OfficeLine, ...]) -> tuple[OfficeLine, ...]:
    """The lines that may be dialled at all, each once, in the order given."""
    first: dict[str, OfficeLine] = {}
    for line in lines:
        if may_dial_line(line.id):
            first.setdefault(line.id, line)
    return tuple(first.values())


def in_order(
    lines: tuple[OfficeLine, ...], choice: str, home: Point | None, calls: Mapping[str, int]
) -> tuple[OfficeLine, ...]:
    """The lines that may be dialled, in the order to try them by a campaign's choice.

    `home`: where the supporter lives, None while it is unknown; `calls`: how many calls each number had today, for `spread`.
    What is equally good stays in the order given.
    """
    if choice != "spread":
        return _fixed_order(lines, choice, home)
    near = sorted(dialable_lines(lines), key=lambda line: _miles(home, line_point(line)))
    return tuple(sorted(near, key=lambda line: calls.get(line.phone, 0)))


@lru_cache(maxsize=16_384)
def _fixed_order(lines: tuple[OfficeLine, ...], choice: str, home: Point | None) -> tuple[OfficeLine, ...]:
    usable = dialable_lines(lines)
    main = [line for line in usable if line.kind != "district"]
    district = sorted((line for line in usable if line.kind == "district"), key=lambda line: _miles(home, line_point(line)))
    match choice:
        case "nearest":
            return (*district, *main)
        case "nearest_then_capitol":
            return (*district[:1], *main, *district[1:])
    return (*main, *district)


def line_point(line: OfficeLine) -> Point | None:
    """Where an office is: its own coordinates, else the middle of its ZIP code; None where neither is known."""
    if line.latitude is not None and line.longitude is not None:
        return line.latitude, line.longitude
    return zip_middle(line.zip)


def zip_middle(zip: str) -> Point | None:
    """The middle of a ZIP code, None where the post office tells none."""
    mail = zip_info.find_zip(zip, even_retired=True) if zip else None
    return (mail.latitude, mail.longitude) if mail and (mail.latitude or mail.longitude) else None


def miles_between(here: Point, there: Point) -> float:
    """The great-circle distance (haversine)."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, p)) for p in (here, there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * asin(min(1.0, sqrt(half)))


def _miles(home: Point | None, there: Point | None) -> float:
    return inf if home is None or there is None else miles_between(home, there)
