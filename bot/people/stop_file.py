"""The stop file: who stopped, came back or was forgotten, appended outside of the database, so that a restored copy of it loses
no stop. Keys of people only."""

import errno
import os
import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import structlog

from bot.logging_setup import describe_error
from bot.reading import EVERYTHING

log = structlog.get_logger()

Deed = Literal["withdrawn", "granted", "forgotten"]
MOST_WAITING = 100_000  # lines in memory while the file cannot be written
# The key comes last and is as long as it is: a line that was cut off is not taken for a whole one.
_LINE = re.compile(r"(\S+) (withdrawn|granted|forgotten) (\S{1,64}) ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A line of the file: what a person did, of a campaign or of all that we start (`*`)."""

    at: datetime
    deed: Deed
    programme: str = EVERYTHING
    person: bytes

    def __str__(self) -> str:
        return f"{self.at.isoformat(timespec='microseconds')} {self.deed} {self.programme} {self.person.hex()}"


class StopFile:
    """The file at `path`. Several processes may append to it.

    What cannot be appended is logged, waits in memory, and is written with what comes next, or by the next look at `trouble`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)

    def append(self, lines: Sequence[str]) -> None:
        """Write these to the disk, and what waits."""
        with self._lock:
            self._waiting.extend(lines)
            try:
                self._write()
            except Exception as error:
                # Whatever it is: the turn is kept, and its answer has to leave.
                log.error("stops_not_appended", lines=len(self._waiting), **describe_error(error))

    def trouble(self) -> str:
        """Why nothing can be appended now; empty where all is well."""
        with self._lock:
            try:
                self._write()
            except OSError as error:
                why = errno.errorcode.get(error.errno or 0, type(error).__name__)
                return f"{self.path.name} cannot be written ({why}); {len(self._waiting)} lines wait in memory; mend STOP_FILE"
        return ""

    def _write(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        data = "".join(f"{line}\n" for line in self._waiting).encode()
        with open(self.path, "ab+", buffering=0, opener=_for_ourselves) as file:
            if not data:
                return
            # After a line that a full disk cut off, a new one begins.
            if file.seek(0, os.SEEK_END) and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n":
                data = b"\n" + data
            if file.write(data) != len(data):  # in one piece: those of other processes come before or after
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        self._waiting.clear()


def _for_ourselves(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@dataclass(slots=True)
class Stops:
    """What stop files say: person -> programme -> the last deed, and when people were last forgotten."""

    last: dict[bytes, dict[str, StopLine]] = field(default_factory=dict)
    forgotten: dict[bytes, datetime] = field(default_factory=dict)
    lines: int = 0

    def add(self, line: StopLine) -> None:
        self.lines += 1
        if line.deed == "forgotten":
            self.forgotten[line.person] = max(line.at, self.forgotten.get(line.person, line.at))
            return
        theirs = self.last.setdefault(line.person, {})
        before = theirs.get(line.programme)
        # Processes append in any order. Of two deeds of one moment the stop counts.
        if before is None or (line.at, line.deed == "withdrawn") > (before.at, before.deed == "withdrawn"):
            theirs[line.programme] = line


def read_stop_files(paths: Iterable[Path], stops: Stops) -> Iterator[str]:
    """Add what the files say to `stops`; gives what is wrong with single lines, which are left out.

    Raises OSError where a file cannot be read.
    """
    for path in paths:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                text = raw.decode("ascii", "replace").strip()
                if not text:
                    continue
                line = _parse(text)
                if line is None:
                    yield f"{path.name}, line {number}: is no line of a stop file; it was left out"
                else:
                    stops.add(line)


def _parse(text: str) -> StopLine | None:
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(found[1])
    except ValueError:
        return None
    deed: Deed = found[2]  # type: ignore[assignment]  # the expression has no other
    return StopLine(at=at, deed=deed, programme=found[3], person=bytes.fromhex(found[4])) if at.tzinfo else None
