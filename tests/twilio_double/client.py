"""Starts the double as a process of its own and steers it, for tests and load."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


class Row(NamedTuple):
    """A message as the export has it. Times are seconds since 1970; `sent` is 0 until then."""

    to: str
    body_hash: str
    accepted: float
    arrived: float
    sent: float
    segments: int
    sender: str
    sid: str
    status: str
    error: int


@dataclass(frozen=True)
class Double:
    """A running double; `url` is what TWILIO_API_URL should be."""

    url: str
    process: subprocess.Popen[bytes] | None = None

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Change settings (settings.py); all of them, as they are then."""
        return self._ask("POST" if changes else "GET", "settings", changes or None)

    def rule(self, do: str, **fields: Any) -> None:
        """One more rule (settings.py): answer, disconnect, slow, fail."""
        self._ask("POST", "rules", {"do": do, **fields})

    def rules(self) -> list[dict[str, Any]]:
        """The rules, and how often each was `applied`."""
        return self._ask("GET", "rules")

    def no_rules(self) -> None:
        self._ask("DELETE", "rules")

    def remember(self, messages: list[dict[str, Any]]) -> None:
        """Put messages that an earlier double had taken into the log, the oldest first (control.py)."""
        self._ask("POST", "log", messages)

    def reset(self) -> None:
        """Forget messages, calls, rules and opt-outs; the settings stay."""
        self._ask("POST", "reset")

    def counts(self) -> dict[str, Any]:
        """messages, segments, recipients, repeats, statuses, calls, answers, callbacks, what is still to come."""
        return self._ask("GET", "counts")

    def messages(self, number: str) -> list[dict[str, Any]]:
        """Every message for a number, oldest first: Twilio's JSON, `media` (the addresses), `arrived` and `accepted`."""
        return self._ask("GET", f"messages/{number}")

    def calls(self) -> list[dict[str, Any]]:
        """Every call that was taken: `sid`, `form`, `accepted`, `arrived`."""
        return self._ask("GET", "calls")

    def set_up(self, shelf: dict[str, Any]) -> None:
        """What the account has besides messages and calls (shelf.py)."""
        self._ask("POST", "shelf", shelf)

    def shelf(self) -> dict[str, Any]:
        """The same, as it is now."""
        return self._ask("GET", "shelf")

    def inbound(self, person: str, body: str, **more: Any) -> dict[str, Any]:
        """This person texts us: the `keyword` that Twilio saw, the `status` and `text` of the webhook's answer.

        `to` is one of our numbers (the first), `webhook=False` keeps it from being told.
        """
        return self._ask("POST", "inbound", {"from": person, "body": body, **more})

    def export(self) -> Iterator[Row]:
        """Every message in the order of acceptance, as it streams in."""
        connection = self._connection()
        try:
            connection.request("GET", "/_double/export")
            lines = iter(connection.getresponse())
            next(lines)
            for line in lines:
                to, hash, accepted, arrived, sent, segments, sender, sid, status, error = line.decode().rstrip("\n").split("\t")
                times = float(accepted), float(arrived), float(sent)
                yield Row(to, hash, *times, int(segments), sender, sid, status, int(error))
        finally:
            connection.close()

    def settle(self, seconds: float = 10) -> dict[str, Any]:
        """Wait until every message has come to its end and every callback was posted; the counts."""
        busy = ("events_ahead", "posts_waiting", "posts_under_way")
        return self.wait(lambda counts: not any(counts[name] for name in busy), seconds)

    def wait(self, until: Callable[[dict[str, Any]], bool], seconds: float = 10) -> dict[str, Any]:
        """Wait until the counts are as wanted; the counts. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not until(counts := self.counts()):
            if time.monotonic() > end:
                raise TimeoutError(f"the double was not there after {seconds} s: {counts}")
            time.sleep(0.02)
        return counts

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)

    def _ask(self, method: str, what: str, body: object = None) -> Any:
        connection = self._connection()
        try:
            connection.request(method, f"/_double/{what}", None if body is None else json.dumps(body))
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ValueError(answer["error"])
        return answer


@contextmanager
def running(port: int = 0, **settings: Any) -> Iterator[Double]:
    """A double of its own process, until the end of the block or of the process that started it."""
    command = [sys.executable, "-m", "tests.twilio_double", "--port", str(port), "--until-stdin-closes"]
    options = [f"--set={name}={json.dumps(value)}" for name, value in settings.items()]
    with subprocess.Popen([*command, *options], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        try:
            url = process.stdout.readline().decode().strip()
            if not url:
                raise RuntimeError("the double did not start; see above")
            yield Double(url, process)
        finally:
            process.stdin.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
