"""Where updated tables lie, beside the shipped ones: a folder each, and a link to the one that counts. Not what they hold.

INSTANCE_DIR/data/20261123T040000Z/   a version: tables, and in sources/ what need not be fetched again
INSTANCE_DIR/data/current             a link to the version in use; previous: to the one before it
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.locale.flaws import Finding, placed
from bot.officials.tables import DataError, table_rows

CURRENT, PREVIOUS = "current", "previous"


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """The folder whose tables count. `updated`: not the shipped one. `note`: why others do not count that are there, too."""

    folder: Path
    updated: bool
    note: str | Finding = ""

    @property
    def name(self) -> str:
        """ "shipped", or the version's name."""
        return self.folder.name if self.updated else "shipped"


@dataclass(frozen=True, slots=True)
class Versions:
    """The updated tables of an installation. shipped: the folder that came with the program; root: where updates go."""

    shipped: Path
    root: Path

    def mark(self) -> str:
        """Another text as soon as other tables count; one system call."""
        try:
            return os.readlink(self.root / CURRENT)
        except OSError:
            return ""

    def in_use(self) -> InUse:
        """The updated tables if they are newer than the shipped ones, else these. Raises nothing."""
        name = self.mark()
        if not name:
            return InUse(folder=self.shipped, updated=False)
        folder = self.root / name
        try:
            ours = source_days(folder)
        except DataError as problem:
            return InUse(folder=self.shipped, updated=False, note=problem.found)
        try:
            shipped = source_days(self.shipped)
        except DataError:
            return InUse(folder=folder, updated=True)
        newer = [source for source, day in shipped.items() if source not in ours or ours[source] < day]
        if newer:
            note = placed(str(folder), "tables_older", source=newer[0])
            return InUse(folder=self.shipped, updated=False, note=note)
        return InUse(folder=folder, updated=True)

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """An empty folder beside the versions, gone at the end. Raises DataError while another update is at work."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("a")
        except OSError as problem:
            raise DataError(f"{self.root}: cannot be written ({problem.strerror}); give INSTANCE_DIR to this user") from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                since = datetime.fromtimestamp(os.fstat(lock.fileno()).st_mtime, UTC)
                raise DataError(
                    f"{self.root}: another update is at work since {since:%Y-%m-%d %H:%M} UTC; wait for it"
                ) from None
            os.utime(lock.fileno())
            for left in self.root.glob(".new-*"):  # by one that was killed
                shutil.rmtree(left, ignore_errors=True)
            folder = Path(tempfile.mkdtemp(prefix=".new-", dir=self.root))
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def put(self, tables: Path, now: datetime) -> Path:
        """Make a folder of the workspace the version in use, whole or not at all. Older ones but the last are removed."""
        # Another user's web process reads it; a temporary folder is its maker's only.
        tables.chmod(0o755)
        for path in [*tables.rglob("*"), tables]:
            _sync(path)
        name = now.strftime("%Y%m%dT%H%M%S.%fZ")
        tables.rename(self.root / name)
        before = self.mark()
        if before:
            self._link(PREVIOUS, before)
        else:
            (self.root / PREVIOUS).unlink(missing_ok=True)
        self._link(CURRENT, name)
        for folder in self.root.iterdir():
            if folder.is_dir() and not folder.is_symlink() and folder.name not in (name, before):
                shutil.rmtree(folder, ignore_errors=True)
        return self.root / name

    def undo(self) -> InUse:
        """Go back to the version before this one, or to the shipped tables where there is none."""
        with self.workspace():
            current = self.mark()
            if not current:
                raise DataError(f"{self.root}: no updated tables there; the shipped ones are in use")
            with suppress(OSError):
                before = os.readlink(self.root / PREVIOUS)
                if (self.root / before).is_dir():
                    self._link(PREVIOUS, current)
                    self._link(CURRENT, before)
                    return self.in_use()
            (self.root / CURRENT).unlink()
            _sync(self.root)
            return self.in_use()

    def _link(self, name: str, target: str) -> None:
        draft = self.root / f".{name}.new"
        draft.unlink(missing_ok=True)
        draft.symlink_to(target)
        os.replace(draft, self.root / name)
        _sync(self.root)


def source_days(folder: Path) -> Mapping[str, date]:
    """As of when a folder's tables know each source. Raises DataError where sources.tsv is missing or not ours."""
    try:
        return {row["source"]: date.fromisoformat(row["as_of"]) for row in table_rows(folder, "sources.tsv")}
    except ValueError as problem:
        raise DataError(f"{folder / 'sources.tsv'}: {problem}; build it anew") from None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
