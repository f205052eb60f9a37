"""FORGET clears the provider's own log as well, where the setting says so, and keeps the number no longer than that takes."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.assembly.jobs import periodic_jobs_of
from bot.people.provider_erasure import GIVEN_UP
from tests.carrier import LIVE, post, sid
from tests.conftest import Bot, Start

NUMBER, ANOTHER = "+12535550142", "+12535550143"


@dataclass
class Shelf:
    """A provider's log: kind -> sid -> (from, to). `under_way`: what may not be deleted; `away`: it does not answer."""

    records: dict[str, dict[str, tuple[str, str]]]
    url: str = ""
    under_way: set[str] = field(default_factory=set)
    away: bool = False

    def numbers(self) -> set[str]:
        return {number for each in self.records.values() for pair in each.values() for number in pair}


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    ours = "+12065550100"
    of_both = [(NUMBER, ours), (ours, NUMBER)] * 40 + [(ANOTHER, ours)]  # more than a page
    kept = Shelf(
        records={
            "Messages": {f"SM{n:032x}": pair for n, pair in enumerate(of_both)},
            "Calls": {f"CA{n:032x}": pair for n, pair in enumerate(of_both[-3:])},
        }
    )

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def answer(self, status: int, body: object = None) -> None:
            raw = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_GET(self) -> None:
            kind = urlsplit(self.path).path.rpartition("/")[2].removesuffix(".json")
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            wanted = [
                {"sid": id}
                for id, (sender, to) in kept.records[kind].items()
                if asked.get("From", sender) == sender and asked.get("To", to) == to
            ]
            self.answer(503 if kept.away else 200, {kind.lower(): wanted[: int(asked["PageSize"])]})

        def do_DELETE(self) -> None:
            kind, id = urlsplit(self.path).path.removesuffix(".json").split("/")[-2:]
            if id in kept.under_way:
                self.answer(409, {"code": 20009, "message": "Cannot delete message because delivery has not been completed."})
            else:
                self.answer(204 if kept.records[kind].pop(id, None) else 404)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}"
    yield kept
    server.shutdown()
    server.server_close()


def forgets(bot: Bot) -> None:
    for body in ("SANCTUARY 98402", "FORGET", "FORGET"):
        assert post(bot, "/twilio/sms", {"MessageSid": sid(), "From": NUMBER, "Body": body}).status_code == 200


def work(bot: Bot, later: timedelta) -> None:
    """What a worker does after so long."""
    bot.clock.now += later
    periodic_jobs_of(bot.parts)["provider_logs"].do(bot.clock())


def test_forget_clears_the_providers_log_of_that_number_alone(start: Start, shelf: Shelf) -> None:
    bot = start(**LIVE, twilio_api_url=shelf.url, erase_at_provider="on")
    forgets(bot)
    work(bot, timedelta(minutes=30))
    assert NUMBER in shelf.numbers(), "the last text may be under way"
    late, shelf.away = next(iter(shelf.records["Messages"])), True
    work(bot, timedelta(hours=1))
    shelf.away, shelf.under_way = False, {late}
    work(bot, timedelta(hours=7))
    assert (list(shelf.records["Messages"].values()).count((NUMBER, "+12065550100")), bot.count("provider_erasures")) == (1, 1)
    shelf.under_way = set()
    work(bot, timedelta(hours=7))
    assert (NUMBER in shelf.numbers(), ANOTHER in shelf.numbers()) == (False, True)
    assert bot.count("provider_erasures") == 0


def test_number_is_not_kept_for_it_for_ever(start: Start, shelf: Shelf) -> None:
    bot = start(**LIVE, twilio_api_url=shelf.url, erase_at_provider="on")
    forgets(bot)
    shelf.away = True
    work(bot, GIVEN_UP + timedelta(hours=2))
    assert (bot.count("provider_erasures"), NUMBER in shelf.numbers()) == (0, True)


def test_number_is_kept_for_nothing_where_nobody_asked_for_it(start: Start, shelf: Shelf) -> None:
    bot = start(**LIVE, twilio_api_url=shelf.url)
    forgets(bot)
    assert bot.count("provider_erasures") == 0
