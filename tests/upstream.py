"""A server of source files on loopback, which can be slow, cut off, wrong in many ways. Holds no test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.country import Files

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


def start(handler: BaseHTTPRequestHandler, length: int | None, kind: str = "application/octet-stream", **more: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", kind)
    if length is not None:
        handler.send_header("Content-Length", str(length))
    for name, value in more.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def whole(kind: str = "application/octet-stream", changed: date | None = None) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, content: bytes) -> None:
        noon = changed and datetime(changed.year, changed.month, changed.day, 12, tzinfo=UTC)
        start(handler, len(content), kind, **({"Last_Modified": format_datetime(noon, usegmt=True)} if noon else {}))
        handler.wfile.write(content)

    return answer


def instead(content: bytes, kind: str = "application/octet-stream") -> Answer:
    return lambda handler, _: whole(kind)(handler, content)


def half(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Announces all and sends half."""
    start(handler, len(content))
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def half_unannounced(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Sends half, and nothing that would tell."""
    start(handler, None)
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def half_in_chunks(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Begins a chunked answer and hangs up."""
    handler.protocol_version = "HTTP/1.1"
    start(handler, None, Transfer_Encoding="chunked")
    part = content[: len(content) // 2]
    handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
    handler.close_connection = True


def endless(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """A byte now and then, without an end."""
    start(handler, None)
    gone = threading.Event()
    try:
        while not gone.wait(0.02):
            handler.wfile.write(b"#")
    except OSError:
        handler.close_connection = True


def silent(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """No answer for as long as anyone listens."""
    handler.connection.recv(1)
    handler.close_connection = True


def huge(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    """Announces a terabyte."""
    start(handler, 10**12)
    handler.wfile.write(content)
    handler.close_connection = True


def status(code: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, _: bytes) -> None:
        handler.send_response(code)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


@dataclass
class Upstream:
    """What it serves, and the files it answers in another way. asked: the paths that were asked for."""

    files: Files
    url: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(files: Files) -> Iterator[Upstream]:
    """A server of these files that listens."""
    upstream = Upstream(files)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            upstream.asked.append(name)
            known = name in upstream.files or name in upstream.answers
            answer = upstream.answers.get(name, whole()) if known else status(404)
            try:
                answer(self, upstream.files.get(name, b""))
            except OSError:
                self.close_connection = True  # whoever asked has given up

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    upstream.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield upstream
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
