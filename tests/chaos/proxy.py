"""Stands between the processes and a server of the machine, so that the server can seem to stop and start."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Hands bytes on, in a thread of its own, until it is cut; then every connection breaks and new ones are refused. While it
    is `silent`, it takes bytes and connections, and hands nothing on."""

    def __init__(self, host: str, port: int) -> None:
        self._target = host, port
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port, self.silent = 0, False
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
            # A connection that is taken while its server closes would be left open by asyncio: take none, then close.
            for listening in self._server.sockets:
                self._loop.remove_reader(listening.fileno())
            await asyncio.sleep(0.05)
            self._server.close()
            self._server = None
        # Also a connection that was just being made is over when this gives back.
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            for writer in list(self._writers):
                writer.transport.abort()
            await asyncio.wait(others, timeout=0.1)
        await asyncio.sleep(0.05)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        to_server: asyncio.StreamWriter | None = None
        try:
            from_server, to_server = await asyncio.open_connection(*self._target)
            if self._server is None:  # cut meanwhile
                return
            self._writers.add(to_server)
            await asyncio.gather(self._pump(reader, to_server), self._pump(from_server, writer))
        except OSError:
            pass
        finally:
            for each in (writer, to_server):
                if each is not None:
                    self._writers.discard(each)
                    each.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(65536):
                if self.silent:
                    continue
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
