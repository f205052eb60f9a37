"""What is asked for: everything a conversation can want of the world, in the imperative."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the supporter this, as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for an answer. `digits`: how many keys end it (None: the # key); `hints`: words a recogniser should expect;
    `seconds` of silence, between two keys as well, end it (None: as the provider's module has it); `zip`: a ZIP code may be
    said."""

    digits: int | None
    hints: tuple[str, ...] = ()
    seconds: int | None = None
    zip: bool = False


@dataclass(frozen=True, slots=True)
class Dial:
    """Connect the caller to the official whose turn it is, or to the `person` who answers here. Answered by DialEnded, or by
    LookupAnswered when it may not be.

    `text`: what to say before; nothing is said when there is no connection.
    """

    text: str = ""
    whom: str = "official"


@dataclass(frozen=True, slots=True)
class End:
    """The conversation is over: hang up, or be silent until something starts it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Ask the world: `step` and `argument` as the flow has them ("find", "zip"), `heard` the supporter's last answer,
    `text` the words to send where the step sends any. Answered by LookupAnswered."""

    step: str
    argument: str
    heard: str = field(default="", repr=False)  # it may be a street address
    text: str = ""


Command = Say | Listen | Dial | End | Lookup
