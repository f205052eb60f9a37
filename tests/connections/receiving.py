"""A receiver of webhooks on loopback, that can hang, send on, refuse and be gone. Holds no test."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.connections.posting_rows import JOB
from bot.connections.posting_work import PostingWork
from bot.connections.receiver_rows import NewReceiver, add_receiver
from bot.notices.notice_kinds import BITS
from tests.conftest import Bot

Behaves = Callable[[BaseHTTPRequestHandler], None]
LOOPBACK = "127.0.0.0/8"


@dataclass(frozen=True)
class Received:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: str
    method: str = "POST"

    @property
    def event(self) -> str:
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.told["data"]
        return data


def says(status: int, **headers: str) -> Behaves:
    """Answers with a status alone."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return behave


def hangs(handler: BaseHTTPRequestHandler) -> None:
    """Says nothing for as long as anybody listens."""
    with suppress(OSError):
        handler.connection.recv(1)
    handler.close_connection = True


def drips(handler: BaseHTTPRequestHandler) -> None:
    """A header now and then, without an end."""
    gone = threading.Event()
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not gone.wait(0.02):
            handler.wfile.write(b"X-A: b\r\n")
    handler.close_connection = True


def pours(handler: BaseHTTPRequestHandler) -> None:
    """Ten gigabytes."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**10))
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b"x" * 65536)
    handler.close_connection = True


@dataclass
class Tool:
    """`behaves`: how it answers from now on."""

    port: int = 0
    behaves: Behaves = field(default_factory=lambda: says(204))
    received: list[Received] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?key=k"

    @property
    def kinds(self) -> list[str]:
        return [each.told["type"] for each in self.received]


@contextmanager
def tool_listening(port: int = 0) -> Iterator[Tool]:
    """One that answers 204 until told otherwise."""
    tool = Tool()

    class Handler(BaseHTTPRequestHandler):
        def _take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            tool.received.append(Received(self.path, headers, body, self.command))
            tool.behaves(self)

        do_POST = do_GET = do_PUT = _take

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    tool.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield tool
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def enter(bot: Bot, address: str, *kinds: str, **more: Any) -> tuple[int, str]:
    """Enter a webhook: its id and secret. Of all kinds where none is named."""
    new = NewReceiver(kind="webhook", name="n8n", address=address, kinds=kinds or tuple(BITS), **more)
    with bot.parts.database.write() as connection:
        return add_receiver(connection, bot.parts.phone_cipher, new, bot.clock())


def work(bot: Bot, posting: PostingWork | None = None) -> int:
    """Do the postings that are due, as workers find them; how many receivers had any. `posting`: another one than the bot's."""
    workers = bot.parts.workers
    due = [request for request in workers.find_due(bot.clock()).requests if request.job == JOB]
    for request in due:
        if posting is None:
            workers.perform(request)
        else:
            posting.do(*request.ids)
    return len(due)
