"""The directory alone, in a process of its own: `python -m tests.bench.lookup FOLDER ZIPS DAY` prints its figures as JSON."""

import json
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from bot.officials.directory import ROLES, Directory

FOUR = ("governor", "mayor", "us_senator", "us_representative")
EVERY = tuple(ROLES)
STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Lookup:
    """load, first: seconds; unseen, seen, every: microseconds a lookup, median (every: all offices); memory: megabytes."""

    load: float
    first: float
    unseen: float
    seen: float
    every: float
    memory: float


def measure(folder: Path, zips: int, day: date) -> Lookup:
    """The figures, taken in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.lookup", str(folder), str(zips), str(day)]
    return Lookup(**json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout))


def main(folder: Path, zips: int, day: date) -> Lookup:
    before = _memory()
    begun = time.perf_counter()
    directory = Directory.load(folder)
    loaded = time.perf_counter()
    directory.find("98402", FOUR, today=day)  # unpacks the post office's list
    first = time.perf_counter()
    every = list(directory.areas)
    chosen = every[:: max(1, len(every) // zips)][:zips]
    unseen, seen, _, all_offices = (_microseconds(directory, chosen, roles, day) for roles in (FOUR, FOUR, EVERY, EVERY))
    return Lookup(loaded - begun, first - loaded, unseen, seen, all_offices, (_memory() - before) / 1e6)


def _memory() -> int:
    """The process's memory in bytes: what it has now, or where the system does not tell that, the most it has had."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def _microseconds(directory: Directory, zips: list[str], roles: tuple[str, ...], day: date) -> float:
    taken = []
    for zip in zips:
        begun = time.perf_counter()
        directory.find(zip, roles, today=day)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1e6


if __name__ == "__main__":
    print(json.dumps(asdict(main(Path(sys.argv[1]), int(sys.argv[2]), date.fromisoformat(sys.argv[3])))))
