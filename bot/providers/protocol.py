"""What every provider must be able to do, and how it says what became of it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

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
class Started:
    """The provider took a text or a call, under this id of its own; `delivered` where that is the end of it."""

    provider_id: str
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class SendError:
    """It did not: `code` as the provider names it. `known`: is it sure that nothing left?

    `textable`, `ringable`: may we try another text, another call? `stopped`: the person withdrew at the provider, who tells us
    only now. `action`: what it asks of who sends many; `cause`: whose fault it is. Each provider has a table from its codes
    to these; nobody else knows a code.
    """

    code: str
    known: bool
    textable: bool = True
    ringable: bool = True
    stopped: bool = False
    action: ErrorAction = "give_up"
    cause: ErrorCause = "unknown"


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """How far a text came that the provider took: told by it later, in any order, more than once. `error` if it failed."""

    provider_id: str
    status: Literal["sent", "delivered", "failed"]
    error: SendError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboundMessage:
    """A text on its way: `id` and `attempt` come back with its updates. `sender`: our number, or a messaging service."""

    id: int
    attempt: int
    sender: str
    to: str
    body: str


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """A text as the provider's own log has it."""

    body: str
    at: datetime
    update: StatusUpdate


class BulkSender(Protocol):
    """Sends many texts, `at_once` so many; belongs to the event loop that opened it. Tries nothing twice."""

    at_once: int

    async def send(self, message: OutboundMessage) -> Started | SendError:
        """Send a text; answers within seconds, whatever the network does."""

    async def find(self, to: str, since: datetime) -> Sequence[ProviderRecord] | SendError:
        """What the provider's log has of texts to this number that it took at that time or later; the oldest first."""


class Provider(Protocol):
    """A company that we have an account with, and that carries texts and calls."""

    def is_genuine(self, url: str, form: Mapping[str, list[str]], signature: str | None) -> bool:
        """Did the provider itself send this webhook?"""

    def send_text(self, to: str, body: str, id: int) -> Started | SendError:
        """Send a text to an E.164 number. Its updates are told under our `id`: one may come before theirs is known."""

    def place_call(self, to: str) -> Started | SendError:
        """Call a supporter's phone; the conversation then comes in as a webhook."""

    def bulk_sender(self) -> AbstractAsyncContextManager[BulkSender]:
        """Open what sends many texts, inside a running event loop."""
