"""The provider of an installation without an account: the phone in the browser carries its texts and calls.

It signs like Twilio, with a token of its own, so that what it posts passes the very same door. What we start (a text, a
ring) only gets an id here: the page at /simulator reads it from the database and shows it.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.config import Settings
from bot.providers.protocol import BulkSender, OutboundMessage, ProviderRecord, SendError, Started
from bot.providers.twilio.signature import Signature


class Simulator:
    """A Provider for one machine."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.secret_key.get_secret_value().encode()
        self._signature = Signature(hmac.new(secret, b"simulator", hashlib.sha256).hexdigest()[:32])
        # What becomes of the next call to a number, where it is to fail: a transcript says so beforehand.
        self.failing: dict[str, SendError] = {}

    def is_genuine(self, url: str, form: Mapping[str, list[str]], signature: str | None) -> bool:
        return self._signature.fits(url, form, signature)

    def sign(self, url: str, form: Mapping[str, list[str]]) -> str:
        """The signature of a webhook that the page posts."""
        return self._signature.of(url, form)

    def send_text(self, to: str, body: str, id: int) -> Started | SendError:
        return Started(f"SM{secrets.token_hex(16)}")

    def place_call(self, to: str) -> Started | SendError:
        return self.failing.pop(to, None) or Started(f"CA{secrets.token_hex(16)}")

    @asynccontextmanager
    async def bulk_sender(self) -> AsyncIterator[BulkSender]:
        yield _BulkSender()


class _BulkSender:
    """Brings every text to the phone in the browser at once; has no log, since nothing is ever lost on the way."""

    at_once = 100

    async def send(self, message: OutboundMessage) -> Started | SendError:
        return Started(f"SM{secrets.token_hex(16)}", delivered=True)

    async def find(self, to: str, since: datetime) -> Sequence[ProviderRecord] | SendError:
        return ()
