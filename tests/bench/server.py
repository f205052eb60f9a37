"""Starts servers, all alike: granian, one worker, four threads unless more are wanted, loopback, on one core. `python -m
tests.bench.server APP PORT CORE [THREADS]` is one of them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from bot.officials.tables import no_collection
from bot.web.console.mount import FORM_BYTES
from bot.web.gateway import Gateway
from tests.bench import load
from tests.bench.apps import METER

START_SECONDS = 60
THREADS = 4


@dataclass(frozen=True, slots=True)
class Server:
    """A server of a process of its own."""

    app: str
    port: int
    process: subprocess.Popen[bytes]

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(START_SECONDS * 20):
            if self.process.poll() is not None:
                break
            try:
                self.cpu()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the server of {self.app!r} did not start; see above")

    def cpu(self) -> float:
        """The CPU seconds its process has used."""
        body = load.ask(self.port, f"GET {METER} HTTP/1.1\r\nHost: {load.HOST}\r\n\r\n".encode())
        return float(body.split()[0])


def cores() -> tuple[set[int], set[int]] | None:
    """A core for the servers and one for the load, None where they cannot be had."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    ours = sorted(os.sched_getaffinity(0))
    return ({ours[0]}, {ours[1]}) if len(ours) > 1 else None


@contextmanager
def running(app: str, environment: Mapping[str, str], core: set[int] | None, threads: int = THREADS) -> Iterator[Server]:
    """A server, until the end of the block; it may still be starting."""
    with socket.socket() as probe:
        probe.bind((load.HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.server", app, str(port), ",".join(map(str, core or ())), str(threads)]
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        yield Server(app, port, process)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def main(app: str, port: str, core: str, threads: str = str(THREADS)) -> None:
    if core:
        os.sched_setaffinity(0, {int(core)})
    Granian(
        f"tests.bench.apps.{app}",
        address=load.HOST,
        port=int(port),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        workers=1,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
    ).serve(target_loader=partial(_gateway, threads=int(threads)))


def _gateway(module: str, threads: int) -> Gateway:
    with no_collection():  # as wsgi.py does
        application = import_module(module).application()
    return Gateway(application, threads=threads, body_limit=lambda environ: FORM_BYTES)


if __name__ == "__main__":
    main(*sys.argv[1:])
