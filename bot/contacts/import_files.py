"""The files of uploaded lists: a folder each, for nobody else's eyes, until the list is loaded or a day old."""

import os
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO
from uuid import uuid4

CHUNK = 1 << 20
STRAY = timedelta(hours=1)  # what has no row after this long is of an upload that broke off
NEW = "new-"


class ImportFiles:
    """The folder of this machine. A list is called after the id of its row."""

    def __init__(self, instance_dir: Path) -> None:
        self._folder = instance_dir / "imports"

    def take_in(self, upload: IO[bytes]) -> Path:
        """Write an upload down under a name of its own, until adopt() gives it its id."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = self._folder / f"{NEW}{uuid4().hex}"
        folder.mkdir(mode=0o700)
        with open_private(folder / "list") as file:
            shutil.copyfileobj(upload, file, CHUNK)
        return folder

    def adopt(self, taken: Path, id: int) -> None:
        """What take_in() gave is the list of this row."""
        self.remove(id)  # of a database that was there before this one
        taken.rename(self._folder / str(id))

    def drop(self, taken: Path) -> None:
        """Remove what take_in() gave."""
        shutil.rmtree(taken, ignore_errors=True)

    def has(self, id: int) -> bool:
        """Do the files of this list lie on this machine?"""
        return (self._folder / str(id)).is_dir()

    def list_file(self, id: int) -> Path:
        """The list as it was uploaded; there until it is loaded, as its columns may be read otherwise."""
        return self._folder / str(id) / "list"

    def write_columns(self, id: int, columns: str) -> None:
        """Keep what the check found in the columns, for a page."""
        with open_private(self._columns(id)) as file:
            file.write(columns.encode())

    def columns(self, id: int) -> str:
        """What the check found in the columns; "" where it did not come so far."""
        try:
            return self._columns(id).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def _columns(self, id: int) -> Path:
        return self._folder / str(id) / "columns.json"

    def remove_list(self, id: int) -> None:
        """Remove the list as it was uploaded, and what was found in its columns."""
        for path in (self.list_file(id), self._columns(id)):
            path.unlink(missing_ok=True)

    def staged(self, id: int) -> Path:
        """The rows that are right, as bot/contacts/staging.py lays them by."""
        return self._folder / str(id) / "staged"

    def bad_rows(self, id: int) -> Path:
        """The rows that are not, as they were, and why: a CSV file."""
        return self._folder / str(id) / "bad-rows.csv"

    def remove_staged(self, id: int) -> None:
        """Remove the rows that were right, once they are loaded."""
        self.staged(id).unlink(missing_ok=True)

    def remove(self, id: int) -> None:
        """Remove all files of a list."""
        shutil.rmtree(self._folder / str(id), ignore_errors=True)

    def ids(self) -> Sequence[int]:
        """The lists of which there are files here."""
        return sorted(int(each.name) for each in self._folders() if each.name.isdecimal())

    def is_stray(self, id: int, now: datetime) -> bool:
        """Is a list that has no row old enough to be nobody's?"""
        return _older(self._folder / str(id), now)

    def remove_strays(self, now: datetime) -> None:
        """Remove what was taken in and never got an id."""
        for each in self._folders():
            if each.name.startswith(NEW) and _older(each, now):
                self.drop(each)

    def _folders(self) -> Sequence[Path]:
        try:
            return list(self._folder.iterdir())
        except FileNotFoundError:
            return ()


def open_private(path: Path) -> IO[bytes]:
    """A new file that nobody else may read, open for writing."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _older(path: Path, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - STRAY).timestamp()
    except FileNotFoundError:
        return False
