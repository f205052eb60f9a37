"""A small load generator for one server on loopback: keep-alive connections, ready-made requests, checked answers."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

HOST = "127.0.0.1"
SECONDS = 20  # an answer that takes longer ends the run


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it goes over the wire, and the body that must come back (None: any)."""

    data: bytes
    answer: bytes | None = None


class WrongAnswer(Exception):
    """A server did not answer as expected: then the figures would mean nothing."""


class Connection:
    """A keep-alive connection with one request on its way at most."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), timeout=SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request: Request | None = None
        self.due = 0.0
        self._received = b""

    def send(self, request: Request, due: float) -> None:
        """Send a request that was due at this moment of time.perf_counter()."""
        self.request, self.due, self._received = request, due, b""
        self.socket.sendall(request.data)

    def receive(self) -> bytes | None:
        """The answer's body once it is here as a whole, checked; None until then."""
        assert self.request is not None
        part = self.socket.recv(65536)
        self._received += part
        head, end, body = self._received.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            if not head.startswith(b"HTTP/1.1 20") or self.request.answer not in (None, body):
                raise WrongAnswer(_difference(self.request, head, body))
            return body
        if not part:
            raise WrongAnswer(_difference(self.request, b"(connection closed)", self._received))
        return None


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if rest else 0


def _difference(request: Request, head: bytes, body: bytes) -> str:
    asked, got = request.data.decode(errors="replace"), (head + b"\n\n" + body).decode(errors="replace")
    return f"Asked:\n{asked}\n\nExpected:\n{(request.answer or b'').decode()}\n\nCame:\n{got}"


def ask(port: int, data: bytes) -> bytes:
    """One request on a connection of its own: the answer's body."""
    connection = Connection(port)
    with connection.socket:
        connection.send(Request(data), time.perf_counter())
        while (body := connection.receive()) is None:
            pass
    return body


def drive(port: int, conversations: Iterable[Sequence[Request]], connections: int = 16) -> float:
    """As fast as it goes: each connection holds one conversation after the other, in order. Gives the seconds it took."""
    waiting = iter(conversations)
    requests = [_one_by_one(waiting) for _ in range(connections)]
    lines = [Connection(port) for _ in requests]
    with _watching(lines) as selector:
        begun = time.perf_counter()
        source = dict(zip(lines, requests, strict=True))
        busy = sum(_send_next(line, source[line]) for line in lines)
        while busy:
            for line in _ready(selector):
                if line.receive() is not None and not _send_next(line, source[line]):
                    busy -= 1
        return time.perf_counter() - begun


def _one_by_one(conversations: Iterator[Sequence[Request]]) -> Iterator[Request]:
    for conversation in conversations:
        yield from conversation


def _send_next(line: Connection, requests: Iterator[Request]) -> bool:
    request = next(requests, None)
    if request is not None:
        line.send(request, 0.0)
    return request is not None


def pace(port: int, requests: Sequence[Request], rate: float, connections: int = 64) -> list[float]:
    """At a fixed rate, whether or not answers come: the seconds each took since it was due, so that queueing is seen."""
    free = deque(Connection(port) for _ in range(connections))
    seconds: list[float] = []
    with _watching(free) as selector:
        begun = time.perf_counter()
        sent = 0
        while len(seconds) < len(requests):
            due = begun + sent / rate
            if sent < len(requests) and free and time.perf_counter() >= due:
                free.popleft().send(requests[sent], due)
                sent += 1
                continue
            may_send = free and sent < len(requests)
            for line in _ready(selector, max(0.0, due - time.perf_counter()) if may_send else SECONDS, must=not may_send):
                if line.receive() is not None:
                    seconds.append(time.perf_counter() - line.due)
                    free.append(line)
    return seconds


class _watching:
    """A selector over connections that closes them at the end."""

    def __init__(self, lines: Iterable[Connection]) -> None:
        self.lines, self.selector = list(lines), selectors.DefaultSelector()

    def __enter__(self) -> selectors.BaseSelector:
        for line in self.lines:
            self.selector.register(line.socket, selectors.EVENT_READ, line)
        return self.selector

    def __exit__(self, *_: object) -> None:
        self.selector.close()
        for line in self.lines:
            line.socket.close()


def _ready(selector: selectors.BaseSelector, seconds: float = SECONDS, must: bool = True) -> list[Connection]:
    ready = selector.select(seconds)
    if must and not ready:
        raise WrongAnswer(f"no answer within {SECONDS} seconds")
    return [key.data for key, _ in ready]
