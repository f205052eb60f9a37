"""The directory that answers now: loaded at the start, exchanged whole while running when `flask data update` brings tables."""

import threading
import time
from dataclasses import replace

import structlog

from bot.officials.directory import Directory
from bot.officials.tables import DataError
from bot.officials.versions import InUse, Versions

log = structlog.get_logger()
LOOK_SECONDS = 2.0


class Directories:
    """Hand out `current` once a turn or a page: it may be another one a moment later, and never changes itself."""

    def __init__(self, versions: Versions, every: float = LOOK_SECONDS) -> None:
        """Raises DataError where not even the shipped tables can be used."""
        self._versions, self._every = versions, every
        self._mark = versions.mark()
        self._loaded = _load(versions)
        self._look_at = time.monotonic() + every
        self._loading = threading.Lock()

    @property
    def current(self) -> Directory:
        """The directory in use. New tables are looked for now and then (one system call) and loaded aside."""
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self._every
            self._look()
        return self._loaded[0]

    @property
    def in_use(self) -> InUse:
        """Which tables `current` was loaded from."""
        return self._loaded[1]

    def _look(self) -> None:
        mark = self._versions.mark()
        if mark != self._mark and self._loading.acquire(blocking=False):
            threading.Thread(target=self._reload, args=(mark,), name="tables", daemon=True).start()

    def _reload(self, mark: str) -> None:
        try:
            loaded = _load(self._versions, strict=True)
            self._loaded = loaded
            log.info("tables loaded", tables=loaded[1].name)
        except DataError as problem:
            log.error("tables not loaded, the old ones go on serving", why=str(problem))
            directory, used = self._loaded
            self._loaded = directory, replace(used, note=str(problem))
        finally:
            self._mark = mark  # a broken folder is tried once
            self._loading.release()


def _load(versions: Versions, *, strict: bool = False) -> tuple[Directory, InUse]:
    """The tables in use. Updated ones that are broken give way to the shipped ones, unless strict."""
    found = versions.in_use()
    if found.note:
        log.warning("updated tables not used", why=found.note)
    try:
        return Directory.load(found.folder, versions.shipped), found
    except DataError as problem:
        if strict or not found.updated:
            raise
        log.error("updated tables not used", why=str(problem))
        shipped = InUse(versions.shipped, False, str(problem))
        return Directory.load(shipped.folder, versions.shipped), shipped
