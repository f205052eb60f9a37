"""What crosses the border of a turn: a webhook once it is read, and a reply before it is written as markup."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.engine.commands import End, Listen, Say
from bot.engine.events import Event
from bot.reading.consent_words import Wish
from bot.reading.incoming import NOTHING, IncomingText
from bot.telephony import Channel


@dataclass(frozen=True, slots=True)
class Connect:
    """Patch the caller through: the number of the official's line, the number shown to the office, and the extension to dial
    once the line is answered, "" for none."""

    line: str
    caller_id: str
    extension: str = ""


Spoken = Say | Listen | Connect | End


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a turn answers: the commands a provider's module turns into its own markup, in which language, under which turn."""

    commands: tuple[Spoken, ...]
    language: str
    turn: int


Render = Callable[[Reply], str]
# What the networks say of a caller's number (STIR/SHAKEN): it is the caller's own; nothing that proves it; it is forged.
Attestation = Literal["passed", "none", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What a text that we promised is about: the row of the call list, its campaign, the official whose office is open."""

    entry: int
    campaign: str
    official: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromPage:
    """What somebody said on a campaign's page before they asked for a call: where they live, with divisions by level as they
    named them (`chosen`) and as a street address told (`exact`); `done`: officials whom they need not be connected to."""

    campaign: str
    language: str
    zip: str
    chosen: Mapping[str, str]
    exact: Mapping[str, str]
    done: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Inbound:
    """One webhook, read: who, on what channel, what happened.

    `key` is unique to the webhook (the same one delivered again has the same). `phone` is E.164, None when withheld.
    `call` is the provider's id of the call, empty for texts. `text` is a text's body; calls come with their `event`.
    `turn` is the turn a call's step answers. `provider_took`: what the provider took the text for, and has replied to.
    `attestation`: of the number of who calls us. `is_callback`: it is a call that we placed. `pushed`: nobody waits for the
    reply, so what is said goes out as a text; `over`: the provider's id of the call that has ended; `promised`: one that we
    promised; `from_page`: they asked for a call on a page, with a phone that they proved to be theirs.
    """

    key: str
    channel: Channel
    phone: str | None
    call: str = ""
    text: IncomingText = NOTHING
    event: Event | None = None
    turn: int = 0
    provider_took: Wish | None = None
    attestation: Attestation = "passed"
    is_callback: bool = False
    pushed: bool = False
    dial_seconds: int | None = None
    over: str = ""
    promised: Promised | None = None
    from_page: FromPage | None = None
