"""Providers as the tests need them: webhooks signed by Twilio's own library, and a stand-in for its REST API. Holds no test."""

import base64
import json
import os
import secrets
import socket
import ssl
import struct
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from sqlalchemy import select, text
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from bot.models import Table
from bot.providers.laml.webhooks import SignedWebhooks
from tests.conftest import LEFT_OUT, Bot, starting
from tests.databases import empty_database
from tests.signalwire_double import API_TOKEN, NUMBER, PROJECT, SIGNING_KEY

ACCOUNT = "AC" + "0" * 32
TOKEN = "f00dfeedf00dfeedf00dfeedf00dfeed"
OURS = "+12065550100"
PUBLIC = "https://bot.example.org"
PHONE_KEY = base64.urlsafe_b64encode(bytes(range(64))).decode()
LIVE = {
    "twilio_account_sid": ACCOUNT,
    "twilio_auth_token": TOKEN,
    "twilio_from": OURS,
    "public_url": PUBLIC,
    "secret_key": "a secret key that only tests know",
    "phone_key": PHONE_KEY,
}

# What is left out where TWILIO_OPENAPI_DIR names no folder.
NO_DESCRIPTION = "Twilio's description of its API (TWILIO_OPENAPI_DIR names no folder with twilio_api_v2010.json)"

Form = Mapping[str, str | Sequence[str]]


def described_paths(record_property: Callable[[str, object], None], *names: str) -> dict[str, Any] | None:
    """Twilio's OpenAPI document with these paths of an account alone, from the folder that TWILIO_OPENAPI_DIR names; None, and
    recorded as left out, where it names none."""
    folder = os.environ.get("TWILIO_OPENAPI_DIR")
    if not folder:
        record_property(LEFT_OUT, NO_DESCRIPTION)
        return None
    document: dict[str, Any] = json.loads((Path(folder) / "twilio_api_v2010.json").read_text(encoding="utf-8"))
    start = "/2010-04-01/Accounts/{AccountSid}/"
    document["paths"] = {start + name: document["paths"][start + name] for name in names}
    return document


@dataclass(frozen=True, kw_only=True)
class LiveProvider:
    """A company that a live bot may have an account with: what tests of both need to know. `live`: settings; `key`: which
    signs its webhooks."""

    name: str
    header: str
    key: str
    live: dict[str, str]
    ours: str

    @property
    def prefix(self) -> str:
        return f"/{self.name}"

    def sid(self, kind: str = "SM") -> str:
        """An id as this company gives them."""
        return str(uuid.uuid4()) if self.name == "signalwire" else sid(kind)


TWILIO = LiveProvider(name="twilio", header="X-Twilio-Signature", key=TOKEN, live=LIVE, ours=OURS)
SIGNALWIRE = LiveProvider(
    name="signalwire",
    header="X-SignalWire-Signature",
    key=SIGNING_KEY,
    live={
        "provider": "signalwire",
        "phone_number": NUMBER,
        "signalwire_url": "https://example.signalwire.com",
        "signalwire_project": PROJECT,
        "signalwire_token": API_TOKEN,
        "signalwire_signing_key": SIGNING_KEY,
        **{name: LIVE[name] for name in ("public_url", "secret_key", "phone_key")},
    },
    ours=NUMBER,
)
EACH_PROVIDER = [pytest.param(provider, id=provider.name) for provider in (TWILIO, SIGNALWIRE)]


def sid(kind: str = "SM") -> str:
    return kind + secrets.token_hex(16)


def sign(url: str, form: Form, token: str = TOKEN) -> str:
    """The signature of a webhook, by Twilio's library and none of our code."""
    return str(RequestValidator(token).compute_signature(url, MultiDict(form)))


def post(bot: Bot, path: str, form: Form, **options: Any) -> TestResponse:
    """A webhook of a live bot, signed right by the company whose path it is."""
    provider = next((each for each in (TWILIO, SIGNALWIRE) if path.startswith(f"{each.prefix}/")), TWILIO)
    signed = headers(sign(PUBLIC + path, form, provider.key), provider)
    return bot.app.test_client().post(path, data=urlencode(form, doseq=True), headers=signed, **options)


def webhook_rules(bot: Bot) -> list[str]:
    """The paths of all webhooks, with their numbers as Werkzeug writes them: "/twilio/voice/<int:turn>"."""
    served = [each.served_by for each in bot.parts.routes if isinstance(each.served_by, SignedWebhooks)]
    return [rule.rule for webhooks in served for rule in webhooks.map.iter_rules()]


def headers(signature: str | None, provider: LiveProvider = TWILIO) -> dict[str, str]:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return kind if signature is None else kind | {provider.header: signature}


@contextmanager
def running(kind: str, folder: Path, **settings: object) -> Iterator[Bot]:
    """A bot for many tests, on an empty database: to start one takes far longer than most tests."""
    with empty_database(kind, folder) as url, starting(url, folder) as start:
        yield start(**settings)


# The outbox makes the rows of our senders whenever it looks, which it does now and then of its own.
FILLED = tuple(name for name in Table.metadata.tables if name != "senders")


def rows(bot: Bot) -> dict[str, int]:
    """How many rows each table has that conversations and organizers fill."""
    return {name: bot.count(name) for name in FILLED}


def contents(bot: Bot) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in these tables."""
    with bot.parts.database.read() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table)).all()), key=repr)
            for name, table in Table.metadata.tables.items()
            if name in FILLED
        }


def one(bot: Bot, query: str, **values: object) -> Any:
    """The first value a query gives."""
    with bot.parts.database.read() as connection:
        return connection.execute(text(query), values).scalar()


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each in a thread of its own; what they gave. The first failure is raised."""
    gate, results = threading.Barrier(len(jobs)), [None] * len(jobs)
    failures: list[BaseException] = []

    def run(index: int, job: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[index] = job()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


@dataclass(frozen=True)
class Asked:
    """One request that reached the stand-in."""

    path: str
    form: dict[str, list[str]]
    body: bytes
    authorization: str

    def __getitem__(self, name: str) -> str:
        return self.form[name][0]


Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(status: int, body: object = None, kind: str = "application/json") -> Answer:
    """An answer of the API: JSON, or the text given."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        raw = (body if isinstance(body, str) else json.dumps(body)).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return write


def error(status: int, code: int) -> Answer:
    """An error as Twilio words it."""
    return answer(status, {"code": code, "message": "no", "more_info": "https://www.twilio.com/docs", "status": status})


def reset(handler: BaseHTTPRequestHandler) -> None:
    """The connection breaks once the request has been read."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def slow(seconds: float) -> Answer:
    def write(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        reset(handler)

    return write


@dataclass
class StandIn:
    """Twilio's REST API on loopback: takes everything, unless told otherwise in `answers` (first come, first served)."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    before: Callable[[Asked, str], None] = lambda asked, sid: None

    def take(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        self.asked.append(asked)
        given = sid("CA" if "/Calls" in asked.path else "SM")
        self.before(asked, given)
        (self.answers.pop(0) if self.answers else answer(201, {"sid": given, "status": "queued"}))(handler)

    def forget(self) -> None:
        """Be as new."""
        self.asked.clear()
        self.answers.clear()
        self.before = lambda asked, sid: None

    @property
    def texts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.endswith("/Messages.json")]

    @property
    def rings(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.endswith("/Calls.json")]


@contextmanager
def twilio() -> Iterator[StandIn]:
    """A stand-in that listens."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            form = parse_qs(body.decode(), keep_blank_values=True)
            stand_in.take(self, Asked(self.path, form, body, self.headers.get("Authorization", "")))

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as url:
        stand_in.url = url
        yield stand_in


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """The address of a server on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
