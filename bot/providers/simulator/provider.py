"""The simulator as a provider: it signs what the phones post, and gives ids to what we start.

It speaks as Twilio does, with a token of its own, so that its webhooks pass the very same checks. What we start (a text, a
call) only gets an id here: the page at /simulator reads it from the database and shows it.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Literal

from bot.config import Settings
from bot.engine.exchange import Inbound, Reply
from bot.providers.protocol import (
    Accepted,
    BulkSender,
    OutboundMessage,
    ProviderContext,
    ProviderRecord,
    ProviderRoutes,
    SendError,
)
from bot.providers.simulator.page import SimulatorPage
from bot.providers.twilio import forms, markup
from bot.providers.twilio.signature import Fields, Signature
from bot.providers.twilio.webhooks import PREFIX, TwilioWebhooks


class Simulator:
    """A Provider for one machine."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.secret_key.get_secret_value().encode()
        self._signature = Signature(hmac.new(secret, b"simulator", hashlib.sha256).hexdigest()[:32])
        self._settings = settings
        # What becomes of the next call to a number, where it is to fail: a transcript says so beforehand.
        self.failing: dict[str, SendError] = {}

    def routes(self, context: ProviderContext) -> Sequence[ProviderRoutes]:
        webhooks = TwilioWebhooks(self._signature, self._settings.url, context.handlers)
        return webhooks.routes(), SimulatorPage(self._settings, context, self.sign).routes()

    def sign(self, path: str, fields: Fields) -> str | None:
        """The signature of a webhook that a phone posts to this path of ours; None where no webhook is there."""
        return self._signature.of(self._settings.url + path, fields) if path.startswith(f"{PREFIX}/") else None

    def welcome(self, words: str) -> Sequence[str]:
        return (
            f"Simulator  {self._settings.url}/simulator (a phone in your browser)",
            f"Text it    {words}",
            "Twilio     to use a real number, follow docs/deploy.md",
        )

    def read_text(self, form: Mapping[str, str]) -> Inbound | None:
        return forms.read_text(form)

    def render_text(self, reply: Reply) -> str:
        return markup.text_reply(reply)

    @asynccontextmanager
    async def bulk_sender(self) -> AsyncIterator[BulkSender]:
        yield _BulkSender(self.failing)


class _BulkSender:
    """Brings every text and call to the phone in the browser at once; has no log, since nothing is ever lost on the way."""

    at_once = 100

    def __init__(self, failing: dict[str, SendError]) -> None:
        self._failing = failing

    async def send(self, message: OutboundMessage) -> Accepted | SendError:
        if message.kind == "call":
            return self._failing.pop(message.to, None) or Accepted(f"CA{secrets.token_hex(16)}")
        return Accepted(f"SM{secrets.token_hex(16)}", delivered=True)

    async def find(
        self, to: str, since: datetime, kind: Literal["text", "call"] = "text"
    ) -> Sequence[ProviderRecord] | SendError:
        return ()
