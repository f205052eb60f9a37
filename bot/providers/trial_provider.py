"""What a provider that is there for trying the bot, and reaches no real phone, does and is given besides. No other ever is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.engine.state import State
from bot.engine.turn_trace import TurnTrace


@runtime_checkable
class TrialProvider(Protocol):
    """A provider for trying the bot: it may move the clock, and hears how turns went."""

    def trial_clock(self, clock: Callable[[], datetime]) -> Callable[[], datetime]:
        """The clock of the whole application; `clock` is the one it would have otherwise. In UTC."""

    def follows(self, phone: str) -> bool:
        """Does somebody look at the turns of this number (E.164)? Others are not traced: that takes time."""

    def turn_taken(self, trace: TurnTrace) -> None:
        """A turn of a number that is followed is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOfficial:
    """An official of a call list. `outcome`: None while open; `due_at`: when a text is promised; `aside`: the supporter lives
    elsewhere now."""

    name: str
    outcome: str | None
    due_at: datetime | None
    aside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """What a turn would find of a supporter and their conversation now.

    `known`: is there a supporter at all? `divisions`: (level, name) that they chose or that an address of theirs lies in.
    `programmes`: (campaign, state) of their alerts. `thread`: where their texts stand; `call`: where a call stands, if there is
    one. `zones`: the time zones that they may live in.
    """

    known: bool
    language: str | None
    zip: str | None
    divisions: Sequence[tuple[str, str]]
    campaign: str
    stopped: bool
    sms_reachable: bool
    programmes: Sequence[tuple[str, str]]
    officials: Sequence[ListedOfficial]
    thread: State
    call: State | None
    zones: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialTools:
    """What the bot gives to a TrialProvider. `view`: of the conversation with a phone (E.164), and of a call by the provider's
    id ("" for none); `do_what_is_due`: what time has made due by the clock of now is done soon."""

    view: Callable[[str, str], ConversationView]
    do_what_is_due: Callable[[], None]
