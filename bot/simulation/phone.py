"""A phone without a screen: posts webhooks to the app and reads the answers, for the terminal and for transcripts."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from bot.models import Delivery, Supporter
from bot.providers.protocol import SendError
from bot.providers.simulator import Simulator
from bot.providers.simulator.webhook_client import LINE_STATUS, Form, WebhookClient, new_hex
from bot.runtime import KEY, Parts
from bot.telephony import line_id, readable_phone

CODE = re.compile(r"\b\d{6}\b")
ALERT_SECONDS = 20.0

LINE_ENDINGS = tuple(LINE_STATUS)  # how an official's line may end


@dataclass(slots=True, kw_only=True)
class Heard:
    """What came back: the texts or sentences, the line that rings now and the extension dialled there, and whether
    the call goes on."""

    said: list[str] = field(default_factory=list)
    line: str = ""
    extension: str = ""
    goes_on: bool = False
    status: int = 200
    raw: bytes = b""

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    @property
    def rings(self) -> str:
        """The line that rings with its extension, as people write it; "" for none."""
        return readable_phone(line_id(self.line, self.extension)) if self.line else ""


class Phone:
    """A supporter's phone at an app whose provider is the simulator; `number` is theirs, E.164."""

    def __init__(self, app: Flask, number: str, new_id: Callable[[], str] = new_hex) -> None:
        parts: Parts = app.extensions[KEY]
        assert isinstance(parts.provider, Simulator), "a phone for tests needs the simulator; unset the settings of the account"
        self.number, self._parts, self._provider = number, parts, parts.provider
        self._client = WebhookClient(app, parts.provider, parts.settings, number, new_id)
        self._call: Form = {}
        self._action = ""
        self._seen = set[int]()
        self._texts: list[str] = []
        self._rings: list[str] = []
        self.heard: list[str] = []  # everything the bot ever said to this phone

    def text(self, body: str, **more: str) -> Heard:
        """Send a text; `more` are further fields of the webhook."""
        return self.post(*self._client.text(body, more))

    def forget(self) -> Heard:
        """Have them erased: FORGET, and once more as they are asked."""
        self.text("FORGET")
        return self.text("FORGET")

    def dial(self, withheld: bool = False, attestation: str | None = None) -> Heard:
        """Call the bot; `attestation`: what the carrier says of the number, None for that it is theirs."""
        self._call = self._client.new_call(withheld, attestation)
        return self.post(*self._client.call_begins(self._call))

    def carrier_says(self, attestation: str) -> None:
        """In what follows of this call the carrier says this of the number."""
        self._call["StirVerstat"] = attestation

    def answer(self) -> Heard:
        """Pick up when the bot rings; what it says."""
        self._call = self._placed_call()
        return self.post(*self._client.call_begins(self._call))

    def decline(self, status: str = "no-answer") -> Heard:
        """Let the bot ring; the provider tells how that ended."""
        return self.post(*self._client.call_ends(self._placed_call(), status))

    def refuse(self, voice_reachable: bool) -> Heard:
        """The provider will not place the bot's next call to this phone; `voice_reachable`: another one it may."""
        self._provider.failing[self.number] = SendError("simulated", known=True, voice_reachable=voice_reachable)
        return Heard()

    def _placed_call(self) -> Form:
        self._look()
        return self._client.placed_call(self._rings.pop(0))

    def press(self, keys: str) -> Heard:
        return self._step(keys=keys)

    def end_with(self, key: str) -> Heard:
        """Press the key that ends an answer before there is any."""
        return self.post(self._action, {**self._client.call_step(self._call), "Digits": "", "FinishedOnKey": key})

    def say(self, words: str) -> Heard:
        return self._step(words=words)

    def be_silent(self) -> Heard:
        return self._step()

    def line(self, outcome: str, seconds: int = 95) -> Heard:
        """The official's line that rings now ends like this: one of LINES; one that is answered after so many seconds."""
        return self.post(self._action, self._client.call_step(self._call, line=outcome, seconds=seconds))

    def hang_up(self, status: str = "completed") -> Heard:
        """End the call; the provider says so."""
        heard = self.post(*self._client.call_ends(self._call, status))
        self._call, self._action = {}, ""
        return heard

    def wait(self) -> None:
        """Time has passed: what was promised for now is sent."""
        self._parts.upkeep.keep_promises(self._parts.clock())

    def get_alerts(self) -> Heard:
        """What is to be sent goes out; the bot says nothing meanwhile."""
        self._parts.alert_dispatcher.work(ALERT_SECONDS)
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
        self._parts.outbox.wait()
        with self._parts.database.read() as connection:
            rows = connection.execute(
                select(Delivery.id, Delivery.kind, Delivery.text, Delivery.provider_id)
                .join(Supporter, Supporter.id == Delivery.supporter_id)
                .where(Supporter.phone.in_(self._parts.phone_cipher.encryptions(self.number)), Delivery.sent_at.is_not(None))
                .order_by(Delivery.broadcast_id.is_not(None), Delivery.id)
            ).all()
        fresh = [row for row in rows if row.id not in self._seen]
        self._seen |= {row.id for row in fresh}
        self._rings += [row.provider_id for row in fresh if row.kind == "call" and row.provider_id]
        texts = [row.text for row in fresh if row.kind == "text" and row.text]
        self._texts += texts
        self.heard += texts

    @property
    def calls(self) -> bool:
        """Is this phone on a call?"""
        return bool(self._call)

    def post(self, path: str, form: Form, signature: str | None = None) -> Heard:
        """A webhook as the provider posts it; `signature` in place of the right one."""
        answer = self._client.post(path, form, signature)
        self._action = answer.goes_on_at or self._action
        self.heard += answer.said
        goes_on = bool(answer.goes_on_at)
        return Heard(
            said=list(answer.said),
            line=answer.dials,
            extension=answer.extension,
            goes_on=goes_on,
            status=answer.status,
            raw=answer.raw,
        )

    def _step(self, *, keys: str = "", words: str = "") -> Heard:
        return self.post(self._action, self._client.call_step(self._call, keys=keys, words=words))
