"""The way from granian to the application: bodies are read here, whole and in time, and only then is a thread taken.

A server that hands a request to a thread once its head is there can be stopped by as many half-sent bodies as it has threads.
"""

import asyncio
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING

import structlog
from prometheus_client import Counter

from bot.logging_setup import describe_error

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment
    from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]  # public, though it does not say so

log = structlog.get_logger()
UNREAD = Counter("patchline_bodies_unread", "requests that ended before their body was read", ["why"])

BODY_SECONDS = 10.0  # the provider itself gives a webhook fifteen, answer and all
LARGE_BYTES, LARGE_TIMES = 1_000_000, 6  # a list of supporters may take so many times as long, on an office's slow line
STOPPING_SECONDS = 1.0
# A thread that computes, as for an alert or a page, lets another one on after so long. A text takes several turns of that: at
# Python's 5 ms its slowest answers took 13 ms more beside an alert, now 6; requests a second are 2 % fewer.
SWITCH_SECONDS = 0.001
CLOSE = "Connection", "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the application answered."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""


LATE = Answer(status=408, headers=[CLOSE])
TOO_LARGE = Answer(
    status=413,
    headers=[CLOSE, ("Content-Type", "text/plain; charset=utf-8")],
    body="This is larger than what is taken here. / Esto es más grande de lo que aquí se acepta.\n".encode(),
)
FAULT = Answer(status=500, headers=[])


class Gateway:
    """An application for granian's RSGI interface: the WSGI application `app` on `threads` threads.

    A body has `seconds` to arrive, however it is sent (else 408), and at most as many bytes as `body_limit` gives for the
    request's head (else 413). For 0 it is not read at all: the application gets an empty one, and refuses by the head.
    `headers`: of answers that are given here, without the application. `end`: called after the last request, for what this
    process still does besides.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        *,
        threads: int,
        body_limit: Callable[["WSGIEnvironment"], int],
        seconds: float = BODY_SECONDS,
        end: Callable[[], object] = lambda: None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        self._end = end
        self._late, self._too_large, self._fault = (
            replace(each, headers=[*each.headers, *headers]) for each in (LATE, TOO_LARGE, FAULT)
        )
        self.app, self.threads, self.body_limit, self.seconds = app, threads, body_limit, seconds
        self._jobs: SimpleQueue[tuple[WSGIEnvironment, asyncio.Future[Answer]] | None] = SimpleQueue()
        self._readings: set[asyncio.Timeout] = set()
        self._always: WSGIEnvironment = {
            **os.environ,
            "SCRIPT_NAME": "",
            "SERVER_SOFTWARE": "granian",
            "wsgi.errors": sys.stderr,
            "wsgi.input_terminated": True,
            "wsgi.multiprocess": False,
            "wsgi.multithread": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """In the process that serves, before its first request."""
        self._loop = loop
        sys.setswitchinterval(SWITCH_SECONDS)
        if threading.current_thread() is threading.main_thread():
            # The loop learns of signals in another way, and goes on to; it would wait for bodies that nobody sends.
            for signum in (signal.SIGTERM, signal.SIGINT):
                signal.signal(signum, lambda *_: loop.call_soon_threadsafe(self._hurry))
        for number in range(self.threads):
            threading.Thread(target=self._work, name=f"web-{number}", daemon=True).start()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """After its last one."""
        for _ in range(self.threads):
            self._jobs.put(None)
        self._end()

    def _hurry(self) -> None:
        """The process is told to stop: what is on its way may come, and no more is waited for."""
        self.seconds = min(self.seconds, STOPPING_SECONDS)
        for reading in self._readings:
            reading.reschedule(self._loop.time() + STOPPING_SECONDS)

    async def __call__(self, scope: "Scope", protocol: "HTTPProtocol") -> None:
        """Answer one request."""
        answer = await self._answer(scope, protocol)
        if answer is not None:
            protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _answer(self, scope: "Scope", protocol: "HTTPProtocol") -> Answer | None:
        """None where nobody waits for it any more."""
        from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

        environ = self._environ(scope)
        length = scope.headers.get("content-length") or ("" if "transfer-encoding" in scope.headers else "0")
        if length != "0" and (limit := self.body_limit(environ)):
            try:
                seconds = self.seconds * (LARGE_TIMES if limit > LARGE_BYTES else 1)
                async with asyncio.timeout(seconds) as reading:
                    self._readings.add(reading)
                    body = await _read(protocol, length, limit)
            except TimeoutError:
                UNREAD.labels("late").inc()
                return self._late
            except ProtocolClosed:
                UNREAD.labels("gone").inc()
                return None
            finally:
                self._readings.discard(reading)
            if body is None:
                UNREAD.labels("large").inc()
                return self._too_large
            environ["wsgi.input"] = io.BytesIO(body)
        answered: asyncio.Future[Answer] = self._loop.create_future()
        self._jobs.put((environ, answered))
        return await answered

    def _environ(self, scope: "Scope") -> "WSGIEnvironment":
        """The request's head as PEP 3333 has it, and an empty body.

        Without headers that have an underscore in their name: PEP 3333 would take X_Forwarded_For, which proxies let through,
        for the X-Forwarded-For that they write.
        """
        environ = self._always.copy()
        for name, value in scope.headers.items():
            if "_" in name:
                continue
            key = name.upper().replace("-", "_")
            if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
                key = f"HTTP_{key}"
            environ[key] = f"{environ[key]},{value}" if key in environ else value
        environ["SERVER_NAME"], environ["SERVER_PORT"] = _host_and_port(scope.server)
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = _host_and_port(scope.client)
        environ["REQUEST_METHOD"] = scope.method
        environ["PATH_INFO"] = _as_latin(scope.path)
        environ["QUERY_STRING"] = _as_latin(scope.query_string)
        environ["SERVER_PROTOCOL"] = f"HTTP/{scope.http_version}"
        environ["wsgi.url_scheme"] = scope.scheme
        environ["wsgi.input"] = io.BytesIO()
        return environ

    def _work(self) -> None:
        """One thread: requests as they come, until there is none any more."""
        while (job := self._jobs.get()) is not None:
            environ, answered = job
            answer = self._ask(environ)
            try:
                self._loop.call_soon_threadsafe(_give, answered, answer)
            except RuntimeError:
                return  # the loop is closed: the process ends

    def _ask(self, environ: "WSGIEnvironment") -> Answer:
        head: list[tuple[int, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
            head[:] = [(int(status[:3]), headers)]
            return unwritable_headers

        try:
            parts = self.app(environ, start)
            try:
                body = b"".join(parts)
            finally:
                _close(parts)
            return Answer(status=head[0][0], headers=head[0][1], body=body)
        except Exception as error:
            # The outermost loop: a thread that ended would be missed for good.
            log.error("request_failed", **describe_error(error))
            return self._fault


async def _read(protocol: "HTTPProtocol", length: str, limit: int) -> bytes | None:
    """The body, None where it is larger than the limit; `length`: what the head says of it, "" for nothing."""
    if length:
        return await protocol() if int(length) <= limit else None
    body = bytearray()
    async for part in protocol:
        body += part
        if len(body) > limit:
            return None
    return bytes(body)


def _give(answered: "asyncio.Future[Answer]", answer: Answer) -> None:
    if not answered.done():  # it is where the loop was told to stop
        answered.set_result(answer)


def _close(parts: Iterable[bytes]) -> None:
    close = getattr(parts, "close", None)
    if callable(close):
        close()


def unwritable_headers(data: bytes) -> None:
    """The callable of PEP 3333 for applications that write as they go; none of ours does."""
    raise NotImplementedError("this server takes what an application returns, not what it writes")


def _host_and_port(address: str) -> tuple[str, str]:
    host, _, port = address.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), port


def _as_latin(text: str) -> str:
    """Text as WSGI passes bytes: a character for each."""
    return text if text.isascii() else text.encode().decode("latin-1")
