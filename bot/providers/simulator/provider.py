"""The simulator as a provider: it signs what the phones post, and gives ids to what we start.

It speaks as Twilio does, with a token of its own, so that its webhooks pass the very same checks. What we start (a text, a
call) only gets an id here: the page at /simulator reads it from the database and shows it. And it lets the page look into a
conversation, go back a step, and move the clock.
"""

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.config import Settings
from bot.engine.exchange import Inbound, Reply
from bot.engine.turn_trace import TurnTrace
from bot.providers.laml import forms, markup
from bot.providers.laml.dialect import OwnAddresses
from bot.providers.laml.signature import Fields, Signature
from bot.providers.laml.webhooks import SignedWebhooks
from bot.providers.protocol import (
    Accepted,
    BulkSender,
    OutboundMessage,
    ProviderContext,
    ProviderRecord,
    ProviderRoutes,
    RegistrationFacts,
    SendError,
    SetupStep,
)
from bot.providers.setup_words import words_of
from bot.providers.simulator.drawer import Drawer
from bot.providers.simulator.kept_steps import Memory
from bot.providers.simulator.moved_clock import MovedClock
from bot.providers.simulator.page import SimulatorPage
from bot.providers.twilio.dialect import TWILIO

SETUP_WORDS = Path(__file__).parent / "setup_words"
CLOCK_FILE = "simulator_clock"  # under the instance folder


class Simulator:
    """A Provider for one machine, a TrialProvider, and a SetupGuide with one step."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.secret_key.get_secret_value().encode()
        self._signature = Signature(hmac.new(secret, b"simulator", hashlib.sha256).hexdigest()[:32])
        self._settings = settings
        self._memory = Memory()
        self._clock: MovedClock | None = None
        # What becomes of the next call to a number, where it is to fail: a transcript says so beforehand.
        self.failing: dict[str, SendError] = {}

    def routes(self, context: ProviderContext) -> Sequence[ProviderRoutes]:
        webhooks = SignedWebhooks(TWILIO, self._signature, self._settings.url, context.handlers, OwnAddresses())
        assert context.trial is not None and self._clock is not None, "a trial provider gets its tools, and gives the clock"
        drawer = Drawer(context, context.trial, self._memory, self._clock)
        return webhooks.routes(), SimulatorPage(self._settings, context, self, drawer).routes()

    def trial_clock(self, clock: Callable[[], datetime]) -> Callable[[], datetime]:
        self._clock = MovedClock(clock, self._settings.instance_dir / CLOCK_FILE)
        return self._clock

    def follows(self, phone: str) -> bool:
        return self._memory.known(phone) is not None

    def turn_taken(self, trace: TurnTrace) -> None:
        kept = self._memory.known(trace.phone) if trace.phone else None
        if kept and (trace.said or not trace.pushed):
            kept.turns.append(trace)

    def sign(self, path: str, fields: Fields) -> str | None:
        """The signature of a webhook that a phone posts to this path of ours; None where no webhook is there."""
        return self._signature.of(self._settings.url + path, fields) if path.startswith(f"{TWILIO.prefix}/") else None

    def page_shows(self, phone: str) -> None:
        """A page shows what reaches this number, and will say what became of it."""
        self._memory.show(phone)

    def is_shown(self, phone: str) -> bool:
        """Does a page show this number now?"""
        return self._memory.is_shown(phone)

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

    def setup_steps(self, language: str, facts: RegistrationFacts) -> Sequence[SetupStep]:
        say = words_of(SETUP_WORDS, language)
        step = SetupStep(
            name="phones", state="missing", title=say("phones_title"), found=say("phones_found"), mend=say("phones_mend")
        )
        return (step,)

    def press_step(self, name: str) -> bool:
        return False

    @asynccontextmanager
    async def bulk_sender(self) -> AsyncIterator[BulkSender]:
        yield _BulkSender(self)


class _BulkSender:
    """Brings every text and call to the phone in the browser at once; has no log, since nothing is ever lost on the way.

    A text is delivered by that, unless a page is open that plays the carrier.
    """

    at_once = 100

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def send(self, message: OutboundMessage) -> Accepted | SendError:
        if message.kind == "call":
            return self._simulator.failing.pop(message.to, None) or Accepted(f"CA{secrets.token_hex(16)}")
        return Accepted(f"SM{secrets.token_hex(16)}", delivered=not self._simulator.is_shown(message.to))

    async def find(
        self, to: str, since: datetime, kind: Literal["text", "call"] = "text"
    ) -> Sequence[ProviderRecord] | SendError:
        return ()
