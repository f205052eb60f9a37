"""What happened: everything a conversation can be told, in the past tense."""

from dataclasses import dataclass
from typing import Literal

from bot.reading.incoming import NOTHING, IncomingText

DialStatus = Literal["answered", "busy", "no_answer", "failed", "canceled"]


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a supporter may choose: what we keep of it (a division's id, a topic's key) and what they are shown.

    key: what to reply for it, where it has a number or a name of its own ("4" of district 4); else its place in the row.
    """

    value: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """A conversation began, or something outside it calls for a certain node: `how` is a name in the flow's `starts`.

    `rest` is what came along ("98402" of "SANCTUARY 98402"); the first question that can read it takes it.
    """

    how: str
    rest: IncomingText = NOTHING


@dataclass(frozen=True, slots=True)
class InputReceived:
    """The supporter texted, keyed or said something.

    `overtaken`: another text of ours went out since the question was asked, so a number in this one answers nothing.
    """

    text: IncomingText
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class NothingHeard:
    """A question on the phone ended in silence."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The supporter is here again at another point than we thought: ask the last question once more."""


@dataclass(frozen=True, slots=True)
class DialEnded:
    """The call to an official's line is over."""

    status: DialStatus


@dataclass(frozen=True, slots=True)
class LookupAnswered:
    """The answer to a lookup: which exit to take, and what the supporter can be offered there."""

    exit: str
    offered: tuple[Offer, ...] = ()


Event = Started | InputReceived | NothingHeard | Resumed | DialEnded | LookupAnswered
