"""docs/api.md as it is read: its requests are sent and its client is run, against a server as one starts it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import create_app
from bot.accounts.api_keys import SCOPES
from bot.config import Settings
from tests.api.conftest import V1, program_with
from tests.conftest import ROOT, Bot, Clock
from tests.subscribers import People
from tests.test_setup import serving

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)
SHELL = [text for kind, text in BLOCKS if kind == "sh"]
(CLIENT,) = [text for kind, text in BLOCKS if kind == "python"]
MOST_LINES = 20


@dataclass(frozen=True)
class Served:
    """A running server, a key for everything, and one subscriber."""

    port: int
    key: str

    def run(self, command: list[str]) -> str:
        """What a command prints that knows where the API is, and the key."""
        environment = {**os.environ, "API": f"http://127.0.0.1:{self.port}{V1}", "KEY": self.key}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    instance = tmp_path_factory.mktemp("instance")
    with serving(instance=instance) as server:
        beside = create_app(Settings.load(instance_dir=instance), prepared=False)
        bot = Bot(beside, Clock())
        bot.clock.now = bot.parts.clock()
        People(bot).add("ana")
        yield Served(server.port, program_with(bot, *SCOPES).secret)
        bot.parts.database.close()


@pytest.mark.parametrize("command", SHELL, ids=lambda command: command.split("$API")[1].split('"')[0])
def test_request_of_the_page_is_answered(served: Served, command: str) -> None:
    bash = shutil.which("bash")
    assert bash and shutil.which("curl"), "the page is written for curl"
    found = json.loads(served.run([bash, "-c", command]))
    assert "type" not in found, found
    assert set(found) & {"targets", "campaign", "outcome", "stopped"}


def test_client_of_the_page_sends_an_alert_in_twenty_lines(served: Served, tmp_path: Path) -> None:
    assert len([line for line in CLIENT.splitlines() if line.strip()]) <= MOST_LINES
    script = tmp_path / "client.py"
    script.write_text(CLIENT, encoding="utf-8")
    preview, state = served.run([sys.executable, str(script)]).splitlines()
    assert re.fullmatch(r"1 people, 0\.\d+ dollars; None", preview)
    assert state in ("sending", "done")


def answer_to(port: int, head: str, body: bytes = b"") -> str:
    """What a server says to a request of which this much is sent."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=15)) as connection:
        connection.sendall(f"POST {V1}/supporters HTTP/1.1\r\nHost: here\r\n{head}\r\n".encode() + body)
        return connection.recv(4000).decode()


def test_body_of_fifty_megabytes_is_refused_unread(served: Served) -> None:
    key = f"Authorization: Bearer {served.key}\r\nIdempotency-Key: fifty-megabytes\r\nContent-Type: application/json\r\n"
    said = answer_to(served.port, f"{key}Content-Length: 50000000\r\n")
    assert said.startswith("HTTP/1.1 413") and "application/problem+json" in said
    assert answer_to(served.port, f"{key}Transfer-Encoding: chunked\r\n", b"20000\r\n" + b"x" * 0x20000).startswith(
        "HTTP/1.1 413"
    )
