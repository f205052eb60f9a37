"""Posts to an app what a phone's provider would post, signed, and reads the answers: for tests and the terminal."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from flask import Flask

from bot.config import Settings
from bot.providers.laml.forms import PROVEN
from bot.providers.simulator.provider import Simulator
from bot.providers.twilio.dialect import TWILIO

WITHHELD = "+266696687"  # "ANONYMOUS" on a keypad, as the networks write it
# What we make an official's line do, as the provider reports it.
LINE_STATUS = {"answered": "completed", "busy": "busy", "no answer": "no-answer", "failed": "failed", "canceled": "canceled"}

Form = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAnswer:
    """What came back: the texts or sentences in it, the number that is dialled with its extension, and the path
    where the call goes on."""

    status: int
    raw: bytes
    said: tuple[str, ...] = ()
    dials: str = ""
    extension: str = ""
    goes_on_at: str = ""


class WebhookClient:
    """The provider's side of one phone; `number` is its own, E.164. Webhooks are made here, and posted with post()."""

    def __init__(self, app: Flask, provider: Simulator, settings: Settings, number: str, new_id: Callable[[], str]) -> None:
        self._client, self._provider, self._settings, self._new_id = app.test_client(), provider, settings, new_id
        self._number = number

    def text(self, body: str, more: Mapping[str, str]) -> tuple[str, Form]:
        """A text to the bot; `more` are further fields."""
        form = {"MessageSid": f"SM{self._new_id()}", "From": self._number, "To": self._settings.number, "Body": body}
        return f"{TWILIO.prefix}/sms", {**form, "NumMedia": "0", **more}

    def new_call(self, withheld: bool, attestation: str | None = None) -> Form:
        """The fields of all webhooks of a call to the bot; `attestation`: as of Phone.dial()."""
        said = PROVEN if attestation is None else attestation
        caller = {"From": WITHHELD} if withheld else {"From": self._number, "StirVerstat": said}
        return {"CallSid": f"CA{self._new_id()}", **caller, "To": self._settings.number, "Direction": "inbound"}

    def placed_call(self, provider_id: str) -> Form:
        """The same of a call that the bot placed."""
        return {"CallSid": provider_id, "From": self._settings.number, "To": self._number, "Direction": "outbound-api"}

    def call_begins(self, call: Form) -> tuple[str, Form]:
        """They dialled, or picked up."""
        status = "ringing" if call["Direction"] == "inbound" else "in-progress"
        return f"{TWILIO.prefix}/voice", call | {"CallStatus": status}

    def call_step(self, call: Form, *, keys: str = "", words: str = "", line: str = "", seconds: int = 95) -> Form:
        """What a caller does, or how the official's line ended (one of LINE_STATUS, after `seconds` of talk); posted where the
        last answer said."""
        done = {
            **({"Digits": keys} if keys else {}),
            **({"SpeechResult": words, "Confidence": "0.9"} if words else {}),
            **({"DialCallStatus": LINE_STATUS[line]} if line else {}),
            **({"DialCallDuration": str(seconds)} if line == "answered" else {}),
        }
        return {"CallStatus": "in-progress", **call, **done}

    def call_ends(self, call: Form, status: str) -> tuple[str, Form]:
        """The call is over, or was never answered."""
        return f"{TWILIO.prefix}/voice/status", call | {"CallStatus": status}

    def post(self, path: str, form: Form, signature: str | None = None) -> WebhookAnswer:
        """Post a webhook; `signature` in place of the right one."""
        if signature is None:
            signature = self._provider.sign(path, form.items()) or ""
        response = self._client.post(path, data=form, headers={"X-Twilio-Signature": signature})
        return self._read(response.status_code, response.data)

    def _read(self, status: int, raw: bytes) -> WebhookAnswer:
        if not raw.startswith(b"<?xml"):
            return WebhookAnswer(status=status, raw=raw)
        elements = list(ElementTree.fromstring(raw).iter())
        numbers = [element for element in elements if element.tag == "Number"]
        actions = [element.get("action", "") for element in elements if element.tag in {"Gather", "Dial"}]
        return WebhookAnswer(
            status=status,
            raw=raw,
            said=tuple(element.text or "" for element in elements if element.tag in {"Message", "Say"}),
            dials=next((element.text or "" for element in numbers), ""),
            extension=next((element.get("sendDigits", "").lstrip("wW") for element in numbers), ""),
            goes_on_at=actions[-1].removeprefix(self._settings.url) if actions else "",
        )


def new_hex() -> str:
    """An id's random part."""
    return secrets.token_hex(16)
