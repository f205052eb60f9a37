"""What the post office says of a ZIP code: kind, city, where. No districts, no officials."""

import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from sys import intern

REGIONS = 900  # first three digits that are in use; fewer are not a whole list


@dataclass(frozen=True, slots=True)
class Mail:
    """kind: "standard", "po_box", "unique" (one organization) or "military"; state: a code, "" for a military post.

    active: in use today. timezone: "America/New_York", "" where it is not known. latitude, longitude: the ZIP's middle.
    """

    kind: str
    city: str
    state: str
    active: bool
    timezone: str
    latitude: float
    longitude: float


def mail(zip: str, even_retired: bool = False) -> Mail | None:
    """The post office's entry for five digits, or None: not in use (retired codes count only where a map still has them).

    The first call of a process takes about 0.3 s: see load().
    """
    entry = _entry(zip)
    return entry if entry and (entry.active or even_retired) else None


def load() -> None:
    """Fetch the list now, as a server starts, and not while the first supporter waits."""
    _regions()


def in_state(code: str) -> tuple[str, ...]:
    """The ZIP codes that the post office uses in a state, none of military posts. Looks at the whole list: some 20 ms."""
    rows = (line.split("\t", 5) for region in _regions().values() for line in region.split("\n") if line)
    return tuple(zip for zip, _, _, state, active, _ in rows if state == code and active)


@lru_cache(maxsize=8192)
def _entry(zip: str) -> Mail | None:
    _, found, rest = _regions().get(zip[:3], "").partition(f"\n{zip}\t")
    if not found:
        return None
    kind, city, state, active, timezone, latitude, longitude = rest.partition("\n")[0].split("\t")
    return Mail(
        kind=intern(kind),
        city=city,
        state=intern(state),
        active=bool(active),
        timezone=intern(timezone),
        latitude=float(latitude),
        longitude=float(longitude),
    )


@cache
def _regions() -> Mapping[str, str]:
    """The lines of the list by the first three digits of their ZIP code, each between line breaks: 3 MB in all."""
    # Another process reads them, because whoever asks the package keeps 38 MB for good.
    asks = [sys.executable, "-P", str(Path(__file__).with_name("post_office.py"))]
    try:
        with subprocess.Popen(asks, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8") as process:
            regions = _by_region(process.stdout or ())
    except (OSError, UnicodeDecodeError):
        regions = {}
    if len(regions) < REGIONS:
        # A server that is no Python program (uWSGI calls itself sys.executable), or one that may start no others.
        from bot.officials.post_office import listed

        regions = _by_region(f"{line}\n" for line in listed())
    return regions


def _by_region(lines: Iterable[str]) -> Mapping[str, str]:
    return {prefix: "\n" + "".join(region) for prefix, region in groupby(lines, lambda line: line[:3])}
