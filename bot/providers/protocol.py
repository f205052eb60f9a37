"""What every provider must be able to do, and how it says what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Started:
    """The provider took a text or a call, under this id of its own."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class SendError:
    """It did not: `code` as the provider names it. `known`: is it sure that nothing left?

    `textable`, `ringable`: may we try another text, another call? `stopped`: the person withdrew at the carrier, who tells us
    only now.
    """

    code: str
    known: bool
    textable: bool = True
    ringable: bool = True
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a text came that the provider took: told by it later, in any order, more than once. `error` if it failed."""

    provider_id: str
    status: Literal["sent", "delivered", "failed"]
    error: SendError | None = None


class Provider(Protocol):
    """A carrier of texts and calls."""

    def is_genuine(self, url: str, form: Mapping[str, list[str]], signature: str | None) -> bool:
        """Did the provider itself send this webhook?"""

    def send_text(self, to: str, body: str, id: int) -> Started | SendError:
        """Send a text to an E.164 number. Its progress is told under `id`, ours: it may come before the provider's is known."""

    def place_call(self, to: str) -> Started | SendError:
        """Call a supporter's phone; the conversation then comes in as a webhook."""
