"""A phone without a screen: posts signed webhooks to the app and reads the TwiML, for the terminal and for transcripts."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from flask import Flask
from sqlalchemy import select

from bot.models import Delivery, Message, Supporter
from bot.providers.protocol import SendError
from bot.providers.simulator import Simulator
from bot.runtime import KEY, Parts
from bot.telephony import split_text

CODE = re.compile(r"\b\d{6}\b")
ALERT_SECONDS = 20.0
WITHHELD = "+266696687"  # "ANONYMOUS" on a keypad, as the networks write it

# What we make a line do, as Twilio reports it.
LINES = {"answered": "completed", "busy": "busy", "no answer": "no-answer", "failed": "failed", "canceled": "canceled"}


@dataclass(slots=True)
class Heard:
    """What came back: the texts or sentences, the line that rings now, and whether the call goes on."""

    said: list[str] = field(default_factory=list)
    line: str = ""
    goes_on: bool = False
    status: int = 200
    raw: bytes = b""

    @property
    def text(self) -> str:
        return "\n".join(self.said)


class Phone:
    """A supporter's phone at an app whose provider is the simulator; `number` is theirs, E.164."""

    def __init__(self, app: Flask, number: str, new_id: Callable[[], str] = lambda: secrets.token_hex(16)) -> None:
        parts = app.extensions[KEY]
        assert isinstance(parts, Parts)
        assert isinstance(parts.provider, Simulator), "a phone for tests needs the simulator; unset the Twilio settings"
        self.number, self._parts, self._provider, self._new_id = number, parts, parts.provider, new_id
        self._client = app.test_client()
        self._call: dict[str, str] = {}
        self._action = ""
        self._seen = self._seen_alert = 0
        self._texts: list[str] = []
        self._rings: list[str] = []
        self.heard: list[str] = []  # everything the bot ever said to this phone

    def text(self, body: str, **more: str) -> Heard:
        """Send a text; `more` are further fields of the webhook."""
        form = {"MessageSid": f"SM{self._new_id()}", "From": self.number, "To": self._parts.settings.number, "Body": body}
        return self.post("/twilio/sms", form | {"NumMedia": "0"} | more)

    def dial(self, withheld: bool = False) -> Heard:
        """Call the bot."""
        caller = WITHHELD if withheld else self.number
        self._call = {
            "CallSid": f"CA{self._new_id()}",
            "From": caller,
            "To": self._parts.settings.number,
            "Direction": "inbound",
        }
        return self._step("/twilio/voice", CallStatus="ringing")

    def answer(self) -> Heard:
        """Pick up when the bot rings; what it says."""
        self._call = self._ring()
        return self._step("/twilio/voice", CallStatus="in-progress")

    def decline(self, status: str = "no-answer") -> Heard:
        """Let the bot ring; Twilio tells the status address."""
        return self.post("/twilio/voice/status", self._ring() | {"CallStatus": status})

    def refuse(self, ringable: bool) -> Heard:
        """The provider will not place the bot's next call to this phone; `ringable`: another one it may."""
        self._provider.failing[self.number] = SendError("simulated", known=True, ringable=ringable)
        return Heard()

    def _ring(self) -> dict[str, str]:
        self._look()
        return {
            "CallSid": self._rings.pop(0),
            "From": self._parts.settings.number,
            "To": self.number,
            "Direction": "outbound-api",
        }

    def press(self, keys: str) -> Heard:
        return self._step(self._action, Digits=keys)

    def say(self, words: str) -> Heard:
        return self._step(self._action, SpeechResult=words, Confidence="0.9")

    def be_silent(self) -> Heard:
        return self._step(self._action)

    def line(self, outcome: str) -> Heard:
        """The official's line that rings now ends like this: one of LINES."""
        seconds = {"DialCallDuration": "95"} if outcome == "answered" else {}
        return self._step(self._action, DialCallStatus=LINES[outcome], **seconds)

    def hang_up(self, status: str = "completed") -> Heard:
        """End the call; Twilio tells the status address."""
        heard = self.post("/twilio/voice/status", self._call | {"CallStatus": status})
        self._call, self._action = {}, ""
        return heard

    def wait(self) -> None:
        """Time has passed: what was promised for now is sent."""
        self._parts.sender.keep_promises(self._parts.clock())

    def get_alerts(self) -> Heard:
        """What is to be sent goes out; the bot says nothing meanwhile."""
        self._parts.worker.work(ALERT_SECONDS)
        return Heard()

    @property
    def code(self) -> str:
        """The one-time code that was said last, "" for none."""
        return next((found[0] for said in reversed(self.heard) if (found := CODE.search(said))), "")

    def messages(self) -> list[str]:
        """Texts the bot started since the last look."""
        self._look()
        texts, self._texts = self._texts, []
        return texts

    @property
    def rings(self) -> bool:
        """Does the bot ring this phone now?"""
        self._look()
        return bool(self._rings)

    def _look(self) -> None:
        self._parts.sender.wait()
        with self._parts.database.read() as connection:
            rows = connection.execute(
                select(Message.id, Message.kind, Message.body, Message.provider_id)
                .join(Supporter, Supporter.id == Message.supporter_id)
                .where(Supporter.phone == self._parts.numbers.seal(self.number), Message.id > self._seen)
                .order_by(Message.id)
            ).all()
        self._seen = max((row.id for row in rows), default=self._seen)
        self._rings += [row.provider_id for row in rows if row.kind == "ring" and row.provider_id]
        texts = [body for row in rows if row.kind == "text" for body in split_text(row.body)] + self._alerts()
        self._texts += texts
        self.heard += texts

    def _alerts(self) -> list[str]:
        with self._parts.database.read() as connection:
            rows = connection.execute(
                select(Delivery.id, Delivery.text)
                .join(Supporter, Supporter.id == Delivery.supporter_id)
                .where(Supporter.phone == self._parts.numbers.seal(self.number), Delivery.sent_at.is_not(None))
                .where(Delivery.id > self._seen_alert)
                .order_by(Delivery.id)
            ).all()
        self._seen_alert = max((row.id for row in rows), default=self._seen_alert)
        return [row.text for row in rows]

    @property
    def calls(self) -> bool:
        """Is this phone on a call?"""
        return bool(self._call)

    def post(self, path: str, form: dict[str, str], signature: str | None = None) -> Heard:
        """A webhook as the provider posts it; `signature` in place of the right one."""
        fields = {name: [value] for name, value in form.items()}
        signed = self._provider.sign(self._parts.settings.url + path, fields) if signature is None else signature
        response = self._client.post(path, data=form, headers={"X-Twilio-Signature": signed})
        return self._read(response.status_code, response.data)

    def _step(self, path: str, **more: str) -> Heard:
        return self.post(path, {"CallStatus": "in-progress"} | self._call | more)

    def _read(self, status: int, raw: bytes) -> Heard:
        heard = Heard(status=status, raw=raw)
        if not raw.startswith(b"<?xml"):
            return heard
        root = ElementTree.fromstring(raw)
        heard.said = [element.text or "" for element in root.iter() if element.tag in {"Message", "Say"}]
        self.heard += heard.said
        for element in root.iter():
            if element.tag in {"Gather", "Dial"}:
                self._action = _path(element, self._parts.settings.url)
                heard.goes_on = True
            if element.tag == "Number":
                heard.line = element.text or ""
        return heard


def _path(element: Any, url: str) -> str:
    return str(element.get("action", "")).removeprefix(url)
