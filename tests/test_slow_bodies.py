"""Bodies that come slowly, in part, or not at all: real servers and sockets, and everybody else is answered meanwhile."""

import os
import resource
import select
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.test_setup import ROOT, START_SECONDS, free_port, surroundings

pytestmark = pytest.mark.alone

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
SIGNED = "X-Twilio-Signature: c2lnbmVk\r\n"  # is there; whether it fits is known when the body is
HELD = 500
HONEST_SECONDS = 0.05  # on a machine with nothing else to do; on another, four times what it takes without anything held
LONGEST_SECONDS = 5  # for one that has to wait for a core


def serve_command() -> list[str]:
    return [sys.executable, "-m", "flask", "serve"]


def procfile_command() -> list[str]:
    web = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:"))
    return ["sh", "-c", f"exec {web.removeprefix('web:').strip()}"]


COMMANDS = {"flask serve": serve_command, "the Procfile's line": procfile_command}


@dataclass
class Server:
    """A real one. `stop` ends it, once, as whoever runs it does."""

    port: int
    process: subprocess.Popen[bytes]

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                ask(self.port)
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        assert self.process.wait(20) == 0


@contextmanager
def started(command: list[str], instance: Path) -> Iterator[Server]:
    """A server that may not answer yet."""
    port = free_port()
    environment = surroundings(instance, PORT=str(port))
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    if command != serve_command():  # which does so itself
        subprocess.run([sys.executable, "-m", "flask", "migrate"], cwd=ROOT, env=environment, check=True)
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield Server(port, process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """One of each command, started together."""
    with ExitStack() as stack:
        found = {
            name: stack.enter_context(started(command(), tmp_path_factory.mktemp("instance")))
            for name, command in COMMANDS.items()
        }
        for server in found.values():
            server.wait_until_it_answers()
        yield found
        for server in found.values():
            server.stop()


@pytest.fixture
def port(servers: dict[str, Server]) -> int:
    return servers["flask serve"].port


def connected(port: int, data: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=15)
    connection.sendall(data.encode())
    return connection


def head(more: str, path: str = "/twilio/sms") -> str:
    return f"POST {path} HTTP/1.1\r\nHost: here\r\n{more}\r\n"


def ask(port: int) -> float:
    """Seconds until somebody else is answered."""
    began = time.monotonic()
    with closing(connected(port, "GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    return time.monotonic() - began


def status(connection: socket.socket) -> int:
    said = connection.recv(1000)
    assert b"x-content-type-options: nosniff" in said.lower(), "every answer has it, whoever gives it"
    return int(said.split()[1])


HALF_SENT = {
    "six bytes of a thousand": head(f"{FORM}{SIGNED}Content-Length: 1000\r\n") + "Body=a",
    "a chunk, and no end": head(f"{FORM}{SIGNED}Transfer-Encoding: chunked\r\n") + "6\r\nBody=a\r\n",
    "not a byte": head(f"{FORM}{SIGNED}Content-Length: 1000\r\n"),
    "a form of a page": head(f"{FORM}Content-Length: 1000\r\n", "/c/sanctuary") + "phone=",
}


def is_told(connection: socket.socket) -> bool:
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def allow_files(many: int) -> None:
    """Let this process open so many."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now != resource.RLIM_INFINITY and now < many:
        resource.setrlimit(resource.RLIMIT_NOFILE, (many, most))


def test_half_sent_bodies_hold_up_nobody_and_are_ended(servers: dict[str, Server]) -> None:
    allow_files(HELD * len(servers) + 500)
    kinds = list(HALF_SENT.values())
    with ExitStack() as stack:
        began, everywhere = time.monotonic(), list[socket.socket]()
        for port in (server.port for server in servers.values()):
            quiet = statistics.median(ask(port) for _ in range(50))
            held = [stack.enter_context(closing(connected(port, kinds[n % len(kinds)]))) for n in range(HELD)]
            seconds = [ask(port) for _ in range(50)]
            assert statistics.median(seconds) < max(HONEST_SECONDS, 4 * quiet)
            assert max(seconds) < LONGEST_SECONDS
            # Nothing is told before it is known.
            assert not is_told(held[0])
            everywhere += held
        answers = [status(connection) for connection in everywhere]
        assert set(answers) == {408}
        assert 9 < time.monotonic() - began < 20
        assert [connection.recv(1) for connection in everywhere] == [b""] * HELD * len(servers)
        assert all(ask(server.port) < LONGEST_SECONDS for server in servers.values())


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        pytest.param(head(f"{FORM}Content-Length: 1000\r\n"), 403, id="no signature"),
        pytest.param(head(f"{FORM}X-Twilio-Signature:\r\nContent-Length: 1000\r\n"), 403, id="an empty signature"),
        pytest.param(head(f"{SIGNED}Content-Length: 1000\r\n"), 400, id="no type"),
        pytest.param(head(f"Content-Type: text/xml\r\n{SIGNED}Content-Length: 1000\r\n"), 400, id="another type"),
        pytest.param(head(f"{FORM}{SIGNED}Content-Length: 70000\r\n"), 413, id="seventy kilobytes"),
        pytest.param(
            head(f"{FORM}{SIGNED}Transfer-Encoding: chunked\r\n") + 80 * ("400\r\n" + 1024 * "a" + "\r\n"),
            413,
            id="eighty kilobytes that no head announces",
        ),
        pytest.param(head(f"{FORM}Content-Length: 70000\r\n", "/c/sanctuary"), 413, id="a form of a page"),
    ],
)
def test_body_is_refused_by_its_head_before_it_is_sent(port: int, sent: str, refused: int) -> None:
    began = time.monotonic()
    with closing(connected(port, sent)) as connection:
        assert status(connection) == refused
    assert time.monotonic() - began < LONGEST_SECONDS


def test_body_in_pieces_is_taken_when_it_is_whole(port: int) -> None:
    body = "MessageSid=SM1&From=%2B12535550123&Body=hi"
    with closing(connected(port, head(f"{FORM}{SIGNED}Content-Length: {len(body)}\r\n"))) as connection:
        for start in range(0, len(body), 10):
            connection.sendall(body[start : start + 10].encode())
            time.sleep(0.05)
        assert status(connection) == 403  # read, and the signature does not fit
    chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in (body[:7], body[7:])) + "0\r\n\r\n"
    with closing(connected(port, head(f"{FORM}{SIGNED}Transfer-Encoding: chunked\r\n") + chunks)) as connection:
        assert status(connection) == 403


@pytest.mark.parametrize("more", ["Content_Length: 99999\r\n", "Content_Type: text/xml\r\n"])
def test_header_with_an_underscore_is_not_taken_for_the_one_with_a_hyphen(port: int, more: str) -> None:
    body = "MessageSid=SM1&From=%2B12535550123&Body=hi"
    with closing(connected(port, head(f"{FORM}{SIGNED}Content-Length: {len(body)}\r\n{more}") + body)) as connection:
        assert status(connection) == 403  # read, and the signature does not fit


@pytest.mark.parametrize("command", COMMANDS)
def test_stop_waits_for_no_half_sent_body(servers: dict[str, Server], command: str) -> None:
    """The last test: the server is gone then."""
    server = servers[command]
    with closing(connected(server.port, HALF_SENT["six bytes of a thousand"])) as held:
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 7.5  # at 8 it is killed
        assert status(held) == 408
