"""The directory that answers now: loaded at the start, exchanged whole while running when commands bring tables or lists."""

import threading
import time
from dataclasses import replace
from pathlib import Path
from weakref import WeakValueDictionary

import structlog

from bot.officials.directory import Directory
from bot.officials.local.lists import mark
from bot.officials.tables import DataError
from bot.officials.versions import InUse, Versions

log = structlog.get_logger()
LOOK_SECONDS = 2.0

# What this process has in use, by the files it was loaded from: applications on the same tables share one directory.
_loaded: WeakValueDictionary[tuple[str, ...], Directory] = WeakValueDictionary()


class Directories:
    """Hand out `current` once a turn or a page: it may be another one a moment later, and never changes itself."""

    def __init__(self, versions: Versions, local: Path | None = None, every: float = LOOK_SECONDS) -> None:
        """local: as in Directory.load(). Raises DataError where not even the shipped tables can be used."""
        self._versions, self._local, self._every = versions, local, every
        self._mark = self._look_mark()
        self._loaded = _load(versions, local)
        self._look_at = time.monotonic() + every
        self._loading = threading.Lock()

    @property
    def current(self) -> Directory:
        """The directory in use. New tables and lists are looked for now and then, and loaded aside."""
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self._every
            self._look()
        return self._loaded[0]

    @property
    def in_use(self) -> InUse:
        """Which tables `current` was loaded from."""
        return self._loaded[1]

    def _look_mark(self) -> str:
        return f"{self._versions.mark()} {mark(self._local) if self._local else ''}"

    def _look(self) -> None:
        mark = self._look_mark()
        if mark != self._mark and self._loading.acquire(blocking=False):
            threading.Thread(target=self._reload, args=(mark,), name="tables", daemon=True).start()

    def _reload(self, mark: str) -> None:
        try:
            loaded = _load(self._versions, self._local, strict=True)
            self._loaded = loaded
            log.info("tables_loaded", tables=loaded[1].name)
        except DataError as problem:
            log.error("tables_not_loaded", why=str(problem))
            directory, used = self._loaded
            self._loaded = directory, replace(used, note=str(problem))
        finally:
            self._mark = mark  # a broken folder is tried once
            self._loading.release()


def _load(versions: Versions, local: Path | None, *, strict: bool = False) -> tuple[Directory, InUse]:
    """The tables in use. Updated ones that are broken give way to the shipped ones, unless strict."""
    found = versions.in_use()
    if found.note:
        log.warning("updated_tables_not_used", why=found.note)
    try:
        return _directory(found.folder, versions.shipped, local), found
    except DataError as problem:
        if strict or not found.updated:
            raise
        log.error("updated_tables_not_used", why=str(problem))
        shipped = InUse(versions.shipped, False, str(problem))
        return _directory(shipped.folder, versions.shipped, local), shipped


def _directory(folder: Path, shipped: Path, local: Path | None) -> Directory:
    """As Directory.load(), or the same one again while it is in use and its files have not changed."""
    lists = mark(local) if local else ""
    key = (str(folder.resolve()), mark(folder), str(shipped.resolve()), mark(shipped), str(local) if lists else "", lists)
    directory = _loaded.get(key)
    if directory is None:
        directory = _loaded[key] = Directory.load(folder, shipped, local)
    return directory
