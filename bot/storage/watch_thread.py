"""A thread of this process that looks for something again and again, also in a process that was forked."""

import threading
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

STOPS_SECONDS = 1.0  # that a look which is under way may take to end


class WatchThread:
    """Calls `look` every so many seconds from start() to stop(); `look` lets nothing through."""

    def __init__(self, name: str, every_seconds: float, look: Callable[[], object]) -> None:
        self._name, self._every, self._look = name, every_seconds, look
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._thread is None or not self._thread.is_alive():  # one that was forked has a thread in its books only
            self._prepare()
            self._stopped = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(self._stopped,), name=self._name, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more: before what it looks into is closed."""
        self._stopped.set()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(STOPS_SECONDS)

    def _prepare(self) -> None:
        """What has to be made anew before a thread starts."""

    def _run(self, stopped: threading.Event) -> None:
        while not stopped.wait(self._every):
            self._look()


class RowWatch(WatchThread):
    """Takes over what other processes wrote into the database. `take_over` is called by one thread at a time, with `lock` held;
    `failed` is told of the first failure of several in a row."""

    def __init__(
        self, name: str, every_seconds: float, take_over: Callable[[], object], failed: Callable[[Exception], object]
    ) -> None:
        super().__init__(name, every_seconds, self.look)
        self.lock = threading.Lock()
        self._take_over, self._failed, self._has_failed = take_over, failed, False

    def look(self) -> None:
        """Take over what was changed: by other processes, or by this one a moment ago."""
        with self.lock:
            try:
                self._take_over()
                self._has_failed = False
            except (SQLAlchemyError, TimeoutError) as error:
                if not self._has_failed:
                    self._failed(error)
                self._has_failed = True

    def _prepare(self) -> None:
        self.lock = threading.Lock()  # another thread may have held it when this process was forked
