"""The files that workers make: a folder each on the machine that was asked, for nobody else's eyes, until a day later."""

import os
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

STRAY = timedelta(hours=1)  # what has no row after this long is nobody's


class ExportFiles:
    """The folder of this machine. A file is called after the id of its row."""

    def __init__(self, instance_dir: Path) -> None:
        self._folder = instance_dir / "exports"

    def open_nameless(self) -> BinaryIO:
        """A file that has no name, and is gone when it is closed: for what is answered at once."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cast(BinaryIO, TemporaryFile(dir=self._folder))

    def prepare(self, id: int) -> None:
        """The file of this row will lie here."""
        self.remove(id)  # of a database that was there before this one
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._of(id).mkdir(mode=0o700)

    def has(self, id: int) -> bool:
        """Is it to lie on this machine?"""
        return self._of(id).is_dir()

    def open_new(self, id: int) -> tuple[Path, BinaryIO]:
        """A file to write it into, under a name of this process: who worked on it before may not be dead."""
        path = self._of(id) / f"new.{os.getpid()}"
        return path, os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")

    def made(self, id: int) -> Path:
        """The whole file."""
        return self._of(id) / "made"

    def remove(self, id: int) -> None:
        """Remove all there is of it."""
        shutil.rmtree(self._of(id), ignore_errors=True)

    def ids(self) -> Sequence[int]:
        """Those that lie here."""
        try:
            return sorted(int(each.name) for each in self._folder.iterdir() if each.name.isdecimal())
        except FileNotFoundError:
            return ()

    def is_stray(self, id: int, now: datetime) -> bool:
        """Is one that has no row old enough to be nobody's?"""
        try:
            return self._of(id).stat().st_mtime < (now - STRAY).timestamp()
        except FileNotFoundError:
            return False

    def _of(self, id: int) -> Path:
        return self._folder / str(id)
