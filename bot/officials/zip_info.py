"""What the post office says of a ZIP code: kind, city, where. No districts, no officials."""

import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path
from sys import intern
from threading import Lock

from bot.officials.regions import Regions

WHOLE = 40_000  # ZIP codes; fewer are not a whole list
_READING = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipInfo:
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


def find_zip(zip: str, even_retired: bool = False) -> ZipInfo | None:
    """The post office's entry for five digits, or None: not in use (retired codes count only where a map still has them).

    The first call of a process takes some 30 ms, the first one after an installation 0.7 s: see load_zips().
    """
    entry = _entry(zip)
    return entry if entry and (entry.active or even_retired) else None


def load_zips() -> None:
    """Fetch the list now, as a server starts, and not while the first supporter waits."""
    _list()


def in_state(code: str) -> tuple[str, ...]:
    """The ZIP codes that the post office uses in a state, none of military posts. Looks at the whole list: some 20 ms."""
    rows = ((zip, row.split("\t", 4)) for zip, row in _list().rows())
    return tuple(zip for zip, (_, _, state, active, _) in rows if state == code and active)


@cache
def state_ranges(code: str) -> tuple[tuple[str, str], ...]:
    """The ZIP codes of a state as ranges, in order, the last of each included; none for what is no state. Between the ends of
    one there is no code of another state."""
    ranges: list[tuple[str, str]] = []
    before = ""
    for zip, row in _list().rows():
        state = row.split("\t", 3)[2]
        if state == code:
            ranges[-1:] = [(ranges[-1][0], zip)] if before == code else [*ranges[-1:], (zip, zip)]
        before = state
    return tuple(ranges) if code else ()


@lru_cache(maxsize=8192)
def _entry(zip: str) -> ZipInfo | None:
    row = _list().get(zip)
    if row is None:
        return None
    kind, city, state, active, timezone, latitude, longitude = row.split("\t")
    return ZipInfo(
        kind=intern(kind),
        city=city,
        state=intern(state),
        active=bool(active),
        timezone=intern(timezone),
        latitude=float(latitude),
        longitude=float(longitude),
    )


def _list() -> Regions:
    with _READING:  # threads that want it meanwhile wait, instead of each starting a process of its own
        return _read_list()


@cache
def _read_list() -> Regions:
    kept = _kept_list()
    with suppress(OSError, UnicodeDecodeError), kept.open(encoding="utf-8") as lines:
        found = Regions(line.rstrip("\n") for line in lines)
        if len(found) >= WHOLE:
            return found
    return _ask_package(kept)


def _kept_list() -> Path:
    """Where the list is kept that this package gave: beside the modules as Python compiled them, and for as long."""
    listing = Path(__file__).with_name("zip_listing.py")
    made_of = f"{metadata.version('zipcodes')}-{listing.stat().st_mtime:.0f}"
    return Path(cache_from_source(str(listing))).with_name(f"zip_listing-{made_of}.tsv")


def _ask_package(kept: Path) -> Regions:
    # Another process reads the package, because whoever asks it keeps 38 MB for good.
    asks = [sys.executable, "-P", str(Path(__file__).with_name("zip_listing.py"))]
    if not sys.dont_write_bytecode:
        asks.append(str(kept))
    try:
        with subprocess.Popen(asks, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8") as process:
            found = Regions(line.rstrip("\n") for line in process.stdout or ())
    except (OSError, UnicodeDecodeError):
        found = Regions(())
    if len(found) < WHOLE:
        # A server that is no Python program (uWSGI calls itself sys.executable), or one that may start no others.
        from bot.officials.zip_listing import listed_zips

        found = Regions(listed_zips())
    return found
