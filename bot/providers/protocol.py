"""What every provider must be able to do, and how it says what became of it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

# What an error asks of who sends many texts. give up: another try would meet the same answer. try later, try once: it may do
# better another time. rest: the sender's queue is full. back off: we ask too much at once. pause: something of ours is set up
# wrong, and every other text would fail too. stop all: so it is for every sender. ask: nobody knows whether it left.
Then = Literal["give up", "try later", "try once", "rest", "back off", "pause", "stop all", "ask"]


@dataclass(frozen=True, slots=True)
class Started:
    """The provider took a text or a call, under this id of its own; `delivered` where that is the end of it."""

    provider_id: str
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class SendError:
    """It did not: `code` as the provider names it. `known`: is it sure that nothing left?

    `textable`, `ringable`: may we try another text, another call? `stopped`: the person withdrew at the carrier, who tells us
    only now. `then`: what it asks of who sends many.
    """

    code: str
    known: bool
    textable: bool = True
    ringable: bool = True
    stopped: bool = False
    then: Then = "give up"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a text came that the provider took: told by it later, in any order, more than once. `error` if it failed."""

    provider_id: str
    status: Literal["sent", "delivered", "failed"]
    error: SendError | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A text on its way: `id` and `attempt` come back with its progress. `sender`: our number, or a messaging service."""

    id: int
    attempt: int
    sender: str
    to: str
    body: str


@dataclass(frozen=True, slots=True)
class Logged:
    """A text as the provider's own log has it."""

    body: str
    at: datetime
    progress: Progress


class Courier(Protocol):
    """Sends many texts, `at_once` so many; belongs to the event loop that opened it. Tries nothing twice."""

    at_once: int

    async def send(self, letter: Letter) -> Started | SendError:
        """Send a text; answers within seconds, whatever the network does."""

    async def find(self, to: str, since: datetime) -> Sequence[Logged] | SendError:
        """What the provider's log has of texts to this number that it took at that time or later; the oldest first."""


class Provider(Protocol):
    """A carrier of texts and calls."""

    def is_genuine(self, url: str, form: Mapping[str, list[str]], signature: str | None) -> bool:
        """Did the provider itself send this webhook?"""

    def send_text(self, to: str, body: str, id: int) -> Started | SendError:
        """Send a text to an E.164 number. Its progress is told under `id`, ours: it may come before the provider's is known."""

    def place_call(self, to: str) -> Started | SendError:
        """Call a supporter's phone; the conversation then comes in as a webhook."""

    def courier(self) -> AbstractAsyncContextManager[Courier]:
        """Open what sends many texts, inside a running event loop."""
