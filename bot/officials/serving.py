"""The directory that answers now: loaded at the start, exchanged whole while running when commands bring tables or lists."""

import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from weakref import WeakValueDictionary

import structlog

from bot.officials.directory import Directory
from bot.officials.handwritten import OVERRIDES, Handwritten, read_handwritten
from bot.officials.local.local_lists import lists_mark
from bot.officials.table_set import TableSet
from bot.officials.table_versions import InUse, Versions
from bot.officials.tables import DataError
from bot.storage.watch_thread import WatchThread
from bot.yaml_files import FileFault, FileKind, KeptTexts, log_fault, log_faults, no_texts

log = structlog.get_logger()
LOOK_SECONDS = 2.0

# What this process has in use, by the files it was loaded from: applications on the same tables share one directory, and
# directories that differ in corrections and lists share the tables.
_tables: WeakValueDictionary[tuple[str, ...], TableSet] = WeakValueDictionary()
_loaded: WeakValueDictionary[tuple[str, ...], Directory] = WeakValueDictionary()
Loaded = Callable[[Handwritten], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Serving:
    """What answers: the directory, the tables it is of, and the lists and corrections in it."""

    directory: Directory
    tables: InUse
    handwritten: Handwritten

    @property
    def faults(self) -> tuple[FileFault, ...]:
        unmatched = self.directory.unmatched
        more = FileFault(kind="overrides", file="overrides.yaml", problems=unmatched, serves="rest")
        return (*self.handwritten.faults, *([more] if unmatched else ()))


class Directories:
    """Hand out `current` once a turn or a page: it may be another one a moment later, and never changes itself."""

    def __init__(
        self,
        versions: Versions,
        local: Path | None = None,
        every: float = LOOK_SECONDS,
        *,
        kept: KeptTexts = no_texts,
        loaded: Loaded = lambda handwritten: None,
    ) -> None:
        """local: as in Directory.load(). kept: the last good versions of lists and corrections, asked for where one is broken.
        loaded: told what was read whenever it was read anew while serving. Loads nothing yet, and raises nothing.
        """
        self._versions, self._local, self._every = versions, local, every
        self._kept, self._told = kept, loaded
        self._mark = self._look_mark()
        self._serving: _Serving | None = None
        self._problem: DataError | None = None  # why there is none
        self._look_at = time.monotonic() + every
        self._first, self._loading = threading.Lock(), threading.Lock()
        self.watching = WatchThread("tables-watch", every, self._look)

    def load(self) -> None:
        """Load the tables, unless they are. Raises nothing: `current` does."""
        if self._serving or self._problem:
            return
        with self._first:
            if self._serving is None and self._problem is None:
                try:
                    self._serving = self._load()
                    log_faults(self._serving.faults)
                except DataError as problem:
                    self._problem = problem

    @property
    def current(self) -> Directory:
        """The directory in use. New tables and lists are looked for now and then, and loaded aside.

        Raises DataError where not even the shipped tables can be used.
        """
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self._every
            self._look()
        return self._in_service.directory

    @property
    def in_use(self) -> InUse:
        """Which tables `current` was loaded from. Raises DataError as `current` does."""
        return self._in_service.tables

    @property
    def handwritten(self) -> Handwritten:
        """The lists and corrections in `current`. Raises DataError as `current` does."""
        return self._in_service.handwritten

    @property
    def faults(self) -> tuple[FileFault, ...]:
        """What is wrong with lists and corrections, as they are in use."""
        self.load()
        return self._serving.faults if self._serving else ()

    @property
    def _in_service(self) -> _Serving:
        self.load()
        if self._serving is None:
            raise self._problem or DataError("no tables are loaded")
        return self._serving

    def _look_mark(self) -> str:
        return f"{self._versions.mark()} {lists_mark(self._local) if self._local else ''}"

    def _look(self) -> None:
        mark = self._look_mark()
        if mark != self._mark and self._loading.acquire(blocking=False):
            threading.Thread(target=self._reload, args=(mark,), name="tables", daemon=True).start()

    def _reload(self, mark: str) -> None:
        try:
            before, self._serving = self._serving, self._load(strict=True)
            log.info("tables_loaded", tables=self._serving.tables.name)
            for held in self._serving.directory.tables.held:
                log.warning("tables_held_back", what=held.what, since=str(held.since), why=held.why)
            for fault in self._serving.faults:
                if before is None or fault not in before.faults:
                    log_fault(fault)
            self._told(self._serving.handwritten)
        except DataError as problem:
            log.error("tables_not_loaded", why=str(problem))
            if self._serving:
                self._serving = replace(self._serving, tables=replace(self._serving.tables, note=str(problem)))
        finally:
            self._mark = mark  # a broken folder is tried once
            self._loading.release()

    def _known(self, kind: FileKind) -> Mapping[str, str]:
        """The last good versions: of those in use, and of those that are kept elsewhere."""
        here = self._serving.handwritten.good.get(kind, {}) if self._serving else {}
        return {**self._kept(kind), **here}

    def _load(self, *, strict: bool = False) -> _Serving:
        """The tables in use. Updated ones that are broken give way to the shipped ones, unless strict."""
        versions = self._versions
        found = versions.in_use()
        if found.note:
            log.warning("updated_tables_not_used", why=str(found.note))
        handwritten = read_handwritten(versions.shipped, self._local, self._known)
        try:
            directory = self._directory(found.folder, handwritten)
        except DataError as problem:
            if strict or not found.updated:
                raise
            log.error("updated_tables_not_used", why=str(problem))
            found = InUse(folder=versions.shipped, updated=False, note=problem.found)
            directory = self._directory(found.folder, handwritten)
        return _Serving(directory=directory, tables=found, handwritten=handwritten)

    def _directory(self, folder: Path, handwritten: Handwritten) -> Directory:
        """The directory of these tables, or the same one again while it is in use and its files have not changed."""
        shipped, local = self._versions.shipped, self._local
        files = (_files_mark(folder, ".tsv"), _files_mark(shipped, ".tsv"))
        tables = _tables.get(files)
        if tables is None:
            tables = _tables[files] = TableSet.load(folder, shipped)
        if handwritten.faults:  # then it is of more than the files that are there
            return Directory(tables, handwritten)
        lists = lists_mark(local) if local else ""
        key = (*files, _files_mark(shipped, OVERRIDES), str(local) if lists else "", lists)
        directory = _loaded.get(key)
        if directory is None:
            directory = _loaded[key] = Directory(tables, handwritten)
        return directory


def _files_mark(folder: Path, end: str) -> str:
    """Another text for other files with such names or other contents of them; the same in every folder with links to these."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(end))
    except OSError:  # it is not there, or a file is gone meanwhile: to read it says so
        return str(folder)
    return " ".join(f"{name} {file.st_dev} {file.st_ino} {file.st_mtime_ns} {file.st_size}" for name, file in found)
