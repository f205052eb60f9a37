"""The double as a process, a bot that it tells of what happens, and Twilio's client."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.carrier import ACCOUNT, TOKEN, listening
from tests.twilio_double import Double, running
from tests.twilio_double.settings import Settings
from tests.twilio_double_tests.asking import INBOUND, QUICK, Told


@pytest.fixture(scope="module")
def bot() -> Iterator[Told]:
    told = Told()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_POST(self) -> None:
            with told.lock:
                told.open += 1
                told.most_open = max(told.most_open, told.open)
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True, strict_parsing=True).items()}
            url = f"https://{self.headers['Host']}{self.path}"
            genuine = RequestValidator(TOKEN).validate(url, form, self.headers["X-Twilio-Signature"])
            told.at.append(time.time())
            told.headers.append(dict(self.headers))
            told.forms.append(form if genuine else {"MessageStatus": "not genuine", **form})
            time.sleep(told.seconds)
            with told.lock:
                told.open -= 1
            self.send_response(told.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as told.url:
        yield told


@pytest.fixture(scope="module")
def process() -> Iterator[Double]:
    with running() as double:
        yield double


@pytest.fixture
def double(process: Double, bot: Told) -> Double:
    """As new, and its webhooks come to the bot."""
    process.reset()
    new = Settings().model_dump(mode="json") | {"callbacks_to": bot.url, "inbound_url": INBOUND}
    process.settings(**new)
    process.settings(callbacks=QUICK)
    bot.forms.clear(), bot.at.clear(), bot.headers.clear()
    bot.status, bot.seconds, bot.most_open = 204, 0, 0
    return process


@pytest.fixture(scope="module")
def client(process: Double) -> Iterator[Client]:
    http = TwilioHttpClient(timeout=1, max_retries=0)
    client = Client(ACCOUNT, TOKEN, http_client=http)
    client.api.base_url = process.url
    yield client
    http.session.close()
