"""A PostgreSQL of our own in a temporary folder, so that it can be crashed without touching the machine's."""

import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
PORTS = range(10_000, 32_000)  # below those that systems give to connections: nobody takes one while its server is down


def free_port() -> int:
    """A port of loopback that nobody listens on. Raises OSError where there is none."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError(f"no port of loopback is free among {PORTS.start}-{PORTS.stop}")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server; `url` is its database's."""

    url: str
    _programs: Path
    _folder: Path
    _options: str

    def crash(self) -> None:
        """Stop it as a power cut would, and start it again: what was committed is there, connections are not."""
        _run([*self._control("restart"), "-m", "immediate"])

    def start(self) -> None:
        _run([*self._control("start")])

    def stop(self) -> None:
        _run([*self._control("stop"), "-m", "immediate"], must=False)

    def _control(self, what: str) -> Sequence[str]:
        log = self._folder / "log"
        timeout = str(START_SECONDS)
        return [
            str(self._programs / "pg_ctl"), what, "-D", str(self._folder / "data"), "-l", str(log), "-o", self._options,
            "-w", "-t", timeout,
        ]  # fmt: skip


def find_programs() -> Path | None:
    """Where PostgreSQL's server programs are; Debian keeps them off the PATH."""
    for folder in (*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), *map(Path, os.get_exec_path())):
        if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file():
            return folder
    return None


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """A fresh cluster on a free port of loopback, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="patchline-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")  # it refuses to run as root
    port = free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300"
    made = Cluster(f"postgresql://postgres@127.0.0.1:{port}/postgres", programs, folder, options)
    try:
        _run([str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str], must: bool = True) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # Its own session: an interrupt of ours is no shutdown of the server. No pipe: the server would inherit it and keep it open.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run([*as_user, *command], stdout=said, stderr=said, cwd="/", start_new_session=True, check=False)
        if must and done.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]} failed: {said.read().decode(errors='replace')[-2000:]}")
