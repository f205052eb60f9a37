"""HTTP/1.1 as far as Twilio's clients speak it: one request after another on a connection, with a Content-Length.

Of our own because breaking a connection at the right moment is half of what the double is for, and because it has to stand
thousands of requests a second beside the program that is measured.
"""

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

LONGEST_HEAD = 64 * 1024
REASONS = {status.value: status.phrase for status in HTTPStatus}


@dataclass(slots=True)
class Request:
    method: str
    path: str
    query: str
    headers: dict[str, str]  # names in lower case
    body: bytes
    arrived: float = 0.0


class Connection(asyncio.Protocol):
    """One client. Whoever handles a request answers it, now or later, by `answer` or `break_off`."""

    def __init__(self, handle: Callable[[Request, "Connection"], None]) -> None:
        self._handle = handle
        self._buffer = bytearray()
        self._busy = False
        self._transport: asyncio.Transport
        self._room = asyncio.Event()
        self._room.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._busy = True
        self._room.set()

    def pause_writing(self) -> None:
        self._room.clear()

    def resume_writing(self) -> None:
        self._room.set()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._read()

    def _read(self) -> None:
        if self._busy:
            return
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > LONGEST_HEAD:
                self._transport.abort()
            return
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        length = int(headers.get("content-length", 0))
        start = end + 4
        if len(self._buffer) < start + length:
            return
        body = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        self._busy = True
        method, target, _ = first.split(" ", 2)
        path, _, query = target.partition("?")
        request = Request(method, path, query, headers, body)
        if "transfer-encoding" in headers:
            self.answer(411, b"", "text/plain")
            self._transport.close()
        else:
            self._handle(request, self)

    def answer(self, status: int, body: bytes, kind: str = "application/json", extra: str = "") -> None:
        """`extra` is header lines, each with its end of line."""
        if self._transport.is_closing():
            return
        self._transport.write(_head(status, kind, f"Content-Length: {len(body)}\r\n{extra}") + body)
        self._busy = False
        if self._buffer:
            asyncio.get_running_loop().call_soon(self._read)

    def break_off(self, how: Literal["reset", "close", "cut"]) -> None:
        """End it without an answer. After a cut, half an answer was written."""
        if self._transport.is_closing():
            return
        if how == "cut":
            self._transport.write(_head(201, "application/json", "Content-Length: 900\r\n") + b'{"sid": "SM')
        elif how == "reset":
            tcp = self._transport.get_extra_info("socket")
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._transport.abort()
        self._transport.close()

    def begin(self, kind: str) -> None:
        """An answer of unknown length, which ends with the connection: then `write` its pieces, and `end`."""
        self._transport.write(_head(200, kind, "Connection: close\r\n"))

    async def write(self, piece: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(piece)
        await self._room.wait()
        await asyncio.sleep(0)

    def end(self) -> None:
        self._transport.close()


def _head(status: int, kind: str, lines: str) -> bytes:
    return f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}\r\nContent-Type: {kind}\r\n{lines}\r\n".encode("latin-1")
