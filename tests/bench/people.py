"""Supporters who text and call: one conversation of each kind is held for real, and given to as many people as are needed.

So every request meets the state that it would meet in life, and every answer is known beforehand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from flask import Flask
from twilio.request_validator import RequestValidator

from bot.simulation.phone import Heard, Phone
from tests.bench.load import HOST, Request

ZIP = "98402"  # in one state, one city, one district
HELLO = f"NEIGHBORS {ZIP}"
TEXTS = ("LIST", "SCRIPT", "1", "NEXT") * 2  # as many as use up four officials
OFFICIALS = 4
# As people write: all of it is read for a wish to stop, a place, an answer, and then not understood.
SENTENCES = (
    "hi! how does this work, who would i be calling?",
    "Is it ok if I just leave a message instead of talking to someone",
    "I tried her office twice this morning and nobody picked up the phone",
    "¿Puedo llamar mañana por la mañana? Ahora estoy en el trabajo.",
    "My neighbor told me about this, I don't really follow politics but I want to help",
    "no entiendo bien, ¿a quién tengo que llamar y qué le digo?",
    "thanks so much for doing this!! 🙏",
    "Gracias, ya llamé y la señora que contestó fue muy amable",
)

# What else Twilio sends along with each webhook.
PLACES = {
    f"{whose}{what}": value
    for whose in ("From", "To")
    for what, value in {"City": "TACOMA", "State": "WA", "Zip": ZIP, "Country": "US"}.items()
}
ALWAYS = {"AccountSid": f"AC{0:032}", "ApiVersion": "2010-04-01", **PLACES}
WITH_TEXTS = {"SmsStatus": "received", "NumSegments": "1", "NumMedia": "0"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A webhook and the body of its answer."""

    path: str
    form: dict[str, str]
    answer: bytes


class _Recorder(Phone):
    """A phone that keeps what it posts and what comes back, with the fields that Twilio adds."""

    def __init__(self, app: Flask, number: str) -> None:
        super().__init__(app, number)
        self.exchanges: list[Exchange] = []

    def post(self, path: str, form: dict[str, str], signature: str | None = None) -> Heard:
        form = ALWAYS | (WITH_TEXTS if "Body" in form else {}) | form
        heard = super().post(path, form, signature)
        assert heard.status < 300, heard
        self.exchanges.append(Exchange(path, form, heard.raw))
        return heard


class People:
    """As many supporters as are asked for, each with a number of their own.

    `app` holds the rehearsals, so it is one with the simulator; `url` and `token` are what the requests are signed for.
    """

    def __init__(self, app: Flask, url: str, token: str) -> None:
        self._url, self._validator = url, RequestValidator(token)
        self._ids = count(1)
        self._texts = self._rehearse(app, _text)
        self._sentences = self._rehearse(app, _write)
        self._call = self._rehearse(app, _call)
        self._callback = self._rehearse(app, _callback)

    def texters(self, many: int) -> list[list[Request]]:
        """Conversations by text, one a supporter; the first request of each makes them known."""
        return [self._another(self._texts, next(self._ids)) for _ in range(many)]

    def writers(self, many: int) -> list[list[Request]]:
        """The same in sentences of their own instead of keywords."""
        return [self._another(self._sentences, next(self._ids)) for _ in range(many)]

    def callers(self, many: int) -> list[list[Request]]:
        """Whole calls, from the first ring to the end that the carrier reports."""
        return [self._another(self._call, next(self._ids)) for _ in range(many)]

    def callbacks(self, many: int) -> dict[str, list[Request]]:
        """A number -> the text that makes it known, and the one that asks us to call."""
        people = [next(self._ids) for _ in range(many)]
        return {self._number(person): self._another(self._callback, person) for person in people}

    def _rehearse(self, app: Flask, hold: Callable[[_Recorder], None]) -> list[Exchange]:
        phone = _Recorder(app, self._number(next(self._ids)))
        hold(phone)
        return phone.exchanges

    def _number(self, id: int) -> str:
        return f"+1253{2_000_000 + id}"

    def _another(self, rehearsed: Sequence[Exchange], person: int) -> list[Request]:
        """The same conversation, held by someone else."""
        was, number, call = _who(rehearsed), self._number(person), f"CA{person:032}"
        requests = []
        for exchange in rehearsed:
            message = f"SM{next(self._ids):032}"
            given = {"MessageSid": message, "SmsSid": message} if "Body" in exchange.form else {"CallSid": call}
            form = {name: number if value == was else value for name, value in exchange.form.items()} | given
            answer = exchange.answer.replace(was.encode(), number.encode())
            requests.append(Request(self._wire(exchange.path, form), answer))
        return requests

    def _wire(self, path: str, form: dict[str, str]) -> bytes:
        signature = self._validator.compute_signature(self._url + path, form)
        body = urlencode(form)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            f"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {len(body)}\r\n"
            f"X-Twilio-Signature: {signature}\r\n\r\n"
        )
        return (head + body).encode()


def _who(exchanges: Sequence[Exchange]) -> str:
    return exchanges[0].form["From"]


def _text(phone: _Recorder) -> None:
    for text in (HELLO, *TEXTS):
        phone.text(text)


def _write(phone: _Recorder) -> None:
    for text in (HELLO, *SENTENCES):
        phone.text(text)


def _callback(phone: _Recorder) -> None:
    for text in (HELLO, "CALL"):
        phone.text(text)


def _call(phone: _Recorder) -> None:
    """Through to every official: the ZIP where five keys are asked for, 1 everywhere else, each line answered."""
    heard, lines = phone.dial(), 0
    while heard.goes_on:
        if heard.line:
            lines += 1
            heard = phone.line("answered")
        else:
            heard = phone.press(ZIP if _digits(heard) == "5" else "1")
    phone.hang_up()
    assert lines == OFFICIALS, f"the call reached {lines} officials"


def _digits(heard: Heard) -> str | None:
    gather: Any = ElementTree.fromstring(heard.raw).find("Gather")
    return None if gather is None else gather.get("numDigits")
