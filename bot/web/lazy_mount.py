"""Hands requests of a path to an application of its own, which webhooks neither load nor wait for."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WARM_SECONDS = 3.0  # after a process has begun to serve


@dataclass(frozen=True, slots=True, kw_only=True)
class MountPoint:
    """Where an application is mounted. `most`: requests at once in a process, as each takes one of its threads, and texts and
    calls are to find one free; the next is answered 503 with `busy`, of the type `busy_type`."""

    path: str
    most: int
    busy: bytes
    busy_type: str

    def serves(self, path: str) -> bool:
        """Is this path one of the application's?"""
        return path == self.path or path.startswith(f"{self.path}/")


class LazyMount:
    """The application `app`, and beside it another at a path; `build` makes that, once, when it is first asked for."""

    def __init__(self, app: "WSGIApplication", build: "Callable[[], WSGIApplication]", at: MountPoint) -> None:
        self._app, self._build, self._at = app, build, at
        self._building = threading.Lock()
        self._built: WSGIApplication | None = None
        self._requests = threading.BoundedSemaphore(at.most)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333); 503 at once where there are too many."""
        path = environ.get("PATH_INFO", "")
        if not self._at.serves(path):
            return self._app(environ, start_response)
        if not self._requests.acquire(blocking=False):
            start_response("503 Service Unavailable", [("Content-Type", self._at.busy_type), ("Retry-After", "2")])
            return [self._at.busy]
        try:
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self._at.path
            environ["PATH_INFO"] = path.removeprefix(self._at.path) or "/"
            # Its answers are whole: nothing of it runs once they are returned.
            answer = self.mounted()(environ, start_response)
            try:
                return list(answer)
            finally:
                if close := getattr(answer, "close", None):
                    close()
        finally:
            self._requests.release()

    def mounted(self) -> "WSGIApplication":
        """The application, made at the first call."""
        with self._building:
            if self._built is None:
                self._built = self._build()
            return self._built

    def warm_soon(self) -> None:
        """Make it in a while, beside the first answers, so that nobody waits for it."""
        timer = threading.Timer(WARM_SECONDS, self.mounted)
        timer.daemon = True
        timer.start()
