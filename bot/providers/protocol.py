"""What every provider must be able to do, what the bot gives to it, and how it says what became of a text or a call."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

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
# do better another time. retry_if_asked: so it may, but the text may have arrived as well. hold: nobody knows what it means; no
# list is given up for it, and what the provider had taken is not sent again. cool_down: the sender has sent more than goes
# through now. back_off: we ask too much at once. pause_broadcast: something of ours is set up wrong, and every other text would
# fail too. pause_all: so it is for every sender. pause_limit: so it is until a day is over. reconcile: nobody knows whether it
# left.
ErrorAction = Literal[
    "give_up",
    "retry_later",
    "retry_once",
    "retry_if_asked",
    "hold",
    "cool_down",
    "back_off",
    "pause_broadcast",
    "pause_all",
    "pause_limit",
    "reconcile",
]
# Whose fault it is: our account's, the number's that we send from, the number's that we send to, or what we say. What is the
# account's or the sender's is nobody else's: whoever met it keeps waiting.
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
    may be told, ids that we never gave change nothing. `call_over`: a call (the provider's id) has ended: what it left of
    somebody whose number is withheld, or not proven to be theirs, is erased. `webhook_failed`: the error that came through one
    of these, or through the reading; gives the reference under which a text is kept, to be answered later, or None: it is not,
    and the provider should deliver it again.
    """

    take_turn: Callable[[Inbound, Render], str]
    delivery_updated: Callable[[int, int, StatusUpdate], None]
    call_over: Callable[[str], None]
    webhook_failed: Callable[[Exception, FailedWebhook], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderContext:
    """What the bot gives to its provider. All but `handlers` is for a provider's own pages, as the simulator's.

    `flows`: those in use; `keywords`: of the campaigns that are live now. `is_own_page`: does a page of this very server make
    the request at hand? `trial`: for a TrialProvider alone.
    """

    handlers: WebhookHandlers
    database: Database
    phone_cipher: PhoneCipher
    clock: Callable[[], datetime]
    flows: Callable[[], Flows]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFacts:
    """What a provider asks for where an account is registered, as this installation answers it. `samples`: texts as people get
    them; `how_they_join`: in a sentence."""

    organization: str
    privacy_url: str
    terms_url: str
    samples: Sequence[str]
    how_they_join: str


# ok: looked at, and right. missing: not there yet. wrong: there, and not right. waits: the provider has it and decides.
# unknown: it cannot be seen from here.
StepState = Literal["ok", "missing", "wrong", "waits", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupStep:
    """One thing that has to stand at a provider before real people are texted, looked at now. In the language asked for:
    `title`; `found`, what there is; `mend`, what to do; `press`, the words of a button that does it, "" for none; `facts`,
    what a form there asks for, each with the answer to copy. `needed`: without it nobody is texted."""

    name: str
    state: StepState
    title: str
    found: str
    mend: str = ""
    press: str = ""
    facts: Sequence[tuple[str, str]] = ()
    needed: bool = True


@runtime_checkable
class SetupGuide(Protocol):
    """A provider that looks at its account, and says what is left to do there. Both take seconds, and raise nothing for what
    the provider or the network does."""

    def setup_steps(self, language: str, facts: RegistrationFacts) -> Sequence[SetupStep]:
        """The steps in their order."""

    def press_step(self, name: str) -> bool:
        """Do what the button of a step says; False where it was refused, or there is no such button."""


# What a number is: another kind, as of internet telephony, may take texts.
LineKind = Literal["mobile", "landline", "other"]


@runtime_checkable
class LineLookup(Protocol):
    """A provider that tells, for money, what kind of line a number is. Others are none."""

    def look_up_lines(self, phones: Sequence[str]) -> Mapping[str, LineKind]:
        """Number (E.164) -> its kind, for those of these that are told. Takes some seconds for fifty, and raises nothing for
        what the provider or the network does: then nothing is told."""


@runtime_checkable
class RecordsEraser(Protocol):
    """A provider whose own log of texts and calls can be cleared of somebody."""

    def erase_records(self, phone: str) -> bool:
        """Delete what its log has to and from this number, E.164; takes a minute at most. False where something is left, as
        what is still under way, or where it does not answer: to be tried again."""


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
