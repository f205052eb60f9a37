"""Stands between the processes and a server of the machine, so that the server can seem to stop and start."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Hands bytes on, in a thread of its own, until it is cut; then every connection breaks and new ones are refused."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()

    def mend(self) -> None:
        self._do(self._listen())

    def cut(self) -> None:
        self._do(self._close())

    def end(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, what: "asyncio.coroutines.Coroutine[object, object, None]") -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0.05)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_server, from_server = None, None
            with suppress(OSError):
                from_server, to_server = await asyncio.open_connection(*self._target)
            if to_server is None or from_server is None:
                writer.transport.abort()
                return
            self._writers |= {writer, to_server}
            await asyncio.gather(self._pump(reader, to_server), self._pump(from_server, writer))
            self._writers -= {writer, to_server}
        except asyncio.CancelledError:
            writer.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(65536):
                writer.write(part)
                await writer.drain()
        writer.close()


@contextmanager
def before(url: str) -> Iterator[tuple[Proxy, str]]:
    """A proxy before the server at this address, and the address that leads through it."""
    parts = urlsplit(url)
    assert parts.hostname and parts.port, url
    proxy = Proxy(parts.hostname, parts.port)
    try:
        proxy.mend()
        login = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        yield proxy, urlunsplit(parts._replace(netloc=f"{login}127.0.0.1:{proxy.port}"))
    finally:
        proxy.end()
