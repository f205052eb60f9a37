"""What every provider must be able to do, what the bot gives to it, and how it says what became of a text or a call."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from flask import Blueprint

from bot.engine.exchange import Inbound, Render, Reply
from bot.engine.flow import Flows
from bot.providers.trial_provider import TrialTools
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.telephony import Content

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

# What an error asks of who sends many texts. give_up: another try would meet the same answer. retry_later, retry_once: it may
# do better another time. cool_down: the sender's queue is full. back_off: we ask too much at once. pause_broadcast: something
# of ours is set up wrong, and every other text would fail too. pause_all: so it is for every sender. reconcile: nobody knows
# whether it left.
ErrorAction = Literal[
    "give_up", "retry_later", "retry_once", "cool_down", "back_off", "pause_broadcast", "pause_all", "reconcile"
]
# Whose fault it is: our account's, the number's that we send from, the number's that we send to, or what we say.
ErrorCause = Literal["account", "sender", "recipient", "content", "unknown"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took a text or a call, under this id of its own; `delivered` where that is the end of it."""

    provider_id: str
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class SendError:
    """It did not: `code` as the provider names it. `known`: is it sure that nothing left?

    `sms_reachable`, `voice_reachable`: may we try another text, another call? `stopped`: the person withdrew at the provider,
    who tells us only now. `action`: what it asks of who sends many; `cause`: whose fault it is. Each provider has a table from
    its codes to these; nobody else knows a code.
    """

    code: str
    known: bool
    sms_reachable: bool = True
    voice_reachable: bool = True
    stopped: bool = False
    action: ErrorAction = "give_up"
    cause: ErrorCause = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusUpdate:
    """How far a text came that the provider took: told by it later, in any order, more than once. `error` if it failed."""

    provider_id: str
    status: Literal["sent", "delivered", "failed"]
    error: SendError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """A text or a call on its way: `id` and `attempt` come back with its updates. `sender`: our number, or a messaging service;
    for calls, CALLS and our number. A text with pictures goes as one picture message (MMS), whatever its words are."""

    id: int
    attempt: int
    sender: str
    to: str
    content: Content
    kind: Literal["text", "call"] = "text"


CALLS = "call:"  # begins the sender of calls: the same number has another pace for them


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRecord:
    """A text or a call as the provider's own log has it."""

    body: str
    at: datetime
    update: StatusUpdate


class BulkSender(Protocol):
    """Sends texts and places calls, `at_once` so many; belongs to the event loop that opened it. Tries nothing twice."""

    at_once: int

    async def send(self, message: OutboundMessage) -> Accepted | SendError:
        """Send a text, or call a phone; the conversation then comes in as a webhook. Answers within seconds, whatever the
        network does."""

    async def find(
        self, to: str, since: datetime, kind: Literal["text", "call"] = "text"
    ) -> Sequence[ProviderRecord] | SendError:
        """What the provider's log has of texts (or calls) to this number that it took at that time or later; the oldest
        first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedWebhook:
    """A webhook that met a fault of ours. `id`: of its text or call: the same one delivered again is kept once, under the same
    reference. `phone`: who texts; `body`: what they wrote; both empty for calls. `form`: all of it, for read_text()."""

    channel: Literal["sms", "voice", "status"]
    path: str
    id: str
    phone: str
    body: str
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookHandlers:
    """What a provider's webhooks ask of the bot, once they are verified and read.

    `take_turn`: the answer to an Inbound, rendered. `delivery_updated`: (id, attempt, update) of an OutboundMessage; any number
    may be told, ids that we never gave change nothing. `withheld_call_over`: a call (the provider's id) of somebody who
    withheld their number has ended. `webhook_failed`: the error that came through one of these, or through the reading; gives
    the reference under which a text is kept, to be answered later, or None: it is not, and the provider should deliver it
    again.
    """

    take_turn: Callable[[Inbound, Render], str]
    delivery_updated: Callable[[int, int, StatusUpdate], None]
    withheld_call_over: Callable[[str], None]
    webhook_failed: Callable[[Exception, FailedWebhook], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderContext:
    """What the bot gives to its provider. All but `handlers` is for a provider's own pages, as the simulator's.

    `keywords`: of the campaigns that are live now. `is_own_page`: does a page of this very server make the request at hand?
    `trial`: for a TrialProvider alone.
    """

    handlers: WebhookHandlers
    database: Database
    phone_cipher: PhoneCipher
    clock: Callable[[], datetime]
    flows: Flows
    keywords: Callable[[], Sequence[str]]
    is_own_page: Callable[[], bool]
    trial: TrialTools | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRoutes:
    """What a provider answers over HTTP: all paths below `prefix` (as "/twilio").

    `served_by`: a WSGI application, which is asked before Flask is and gets the path whole, for what has to be quick; or a
    blueprint of Flask's at that prefix. `body_limit`: how many bytes are read of a request, by its head; 0: it is refused
    unread.
    """

    prefix: str
    served_by: "WSGIApplication | Blueprint"
    body_limit: "Callable[[WSGIEnvironment], int]"

    def serves(self, path: str) -> bool:
        """Is this path one of them?"""
        return path.startswith(f"{self.prefix}/")


class Provider(Protocol):
    """A company that we have an account with, and that carries texts and calls."""

    def routes(self, context: ProviderContext) -> Sequence[ProviderRoutes]:
        """The webhooks, which let nobody in but the provider itself, and pages of its own if there are any."""

    def welcome(self, words: str) -> Sequence[str]:
        """The three lines that `flask serve` begins with: where it is, what to text (`words`), what to set up."""

    def read_text(self, form: Mapping[str, str]) -> Inbound | None:
        """The text of a webhook that was kept; None where it is none."""

    def render_text(self, reply: Reply) -> str:
        """The reply to a text as its webhook would answer it."""

    def bulk_sender(self) -> AbstractAsyncContextManager[BulkSender]:
        """Open what sends texts and places calls, inside a running event loop."""
