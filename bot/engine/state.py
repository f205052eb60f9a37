"""Where a conversation stands between two events, and the same as JSON. Pure."""

import json
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict

from bot.engine.events import Offer
from bot.reading.incoming import NOTHING, IncomingText

Place = tuple[str, str]  # flow and node
NOT_KEPT = frozenset({"address", "sentence"})


class _AskedJson(TypedDict):
    at: list[str]
    returns: list[list[str]]
    offered: list[dict[str, str]]
    language: str
    spoken: NotRequired[list[list[str]]]


class _StateJson(TypedDict):
    language: str
    at: list[str] | None
    returns: list[list[str]]
    asked: _AskedJson | None
    misses: int
    heard: str
    offered: list[dict[str, str]]
    rest: str
    official: str
    line: str
    tried: list[str]
    closed: bool
    doubted: NotRequired[bool]
    interrupted: NotRequired[bool]
    rung: NotRequired[str]
    said: NotRequired[str]
    misses_at: NotRequired[list[str]]
    replies: NotRequired[int]
    replies_on: NotRequired[str]
    hour_replies: NotRequired[int]
    hour_of: NotRequired[str]
    spoken: NotRequired[list[list[str]]]
    silences: NotRequired[int]
    texted: NotRequired[list[int]]
    forgetting: NotRequired[bool]
    was: NotRequired[str]
    moving: NotRequired[bool]
    roles: NotRequired[list[str]]
    led: NotRequired[bool]
    version: NotRequired[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """A question as it was asked: where, under which `returns`, with what on offer, in which language. `again` and `back`
    come back to it. `spoken`: the texts that a caller heard before it, which `repeat` says too."""

    at: Place
    returns: tuple[Place, ...] = ()
    offered: tuple[Offer, ...] = ()
    language: str = "en"
    spoken: tuple[Place, ...] = ()


@dataclass(frozen=True)
class State:
    """Where a conversation stands between two events; JSON in the database.

    `at`: the node waited at, None before the start and after the end. `returns`: where flows entered by `go` come back to.
    `asked`: the last question. `misses`: misunderstandings in a row. `heard`: the last answer understood. `offered`: what
    `choices: offered` means now. `rest`: what came along with a keyword and no question has read yet. `official`: whom it is
    about, by the id that lookups gave. `line`: the number of theirs it is about, and `tried` those that were dialled already;
    `closed`: the supporter knows that the office is closed, and wants to be connected all the same. `address`: the street
    address just heard, for the next lookup; never in the JSON. `doubted`: they were asked just now whether they want no more
    texts. `interrupted`: the last reply was none to this conversation, so the numbers of the last question are over.
    `rung`: the official for whom we called the supporter back. `said`: what they say became of a call, where the carrier knows
    otherwise. `misses_at`: when they were not understood lately; `replies`: how many they got on the day `replies_on`,
    `hour_replies`: in the hour `hour_of`.
    `spoken`: the texts (flow and key) that a caller heard since their last answer. `silences`: of a caller, in a row. `texted`:
    check sums of the texts that were sent during this call, each once.
    `forgetting`: they were asked just now whether to erase them. `was`: their ZIP code before they moved;
    `version`: of the campaign, that this conversation began with.
    `attested`: the caller's number was proven to be theirs.
    `moving`: they are asked for another, and what we know of their home does not count until they give one, or go elsewhere.
    """

    language: str = "en"
    at: Place | None = None
    returns: tuple[Place, ...] = ()
    asked: QuestionAsked | None = None
    misses: int = 0
    heard: str = ""
    offered: tuple[Offer, ...] = ()
    rest: IncomingText = NOTHING
    official: str = ""
    line: str = ""
    tried: tuple[str, ...] = ()
    closed: bool = False
    doubted: bool = False
    interrupted: bool = False
    rung: str = ""
    said: str = ""
    misses_at: tuple[str, ...] = ()
    replies: int = 0
    replies_on: str = ""
    hour_replies: int = 0
    hour_of: str = ""
    spoken: tuple[Place, ...] = ()
    silences: int = 0
    texted: tuple[int, ...] = ()
    forgetting: bool = False
    was: str = ""
    moving: bool = False
    roles: tuple[str, ...] = ()
    led: bool = False
    version: int = 0
    attested: bool = False
    address: str = field(default="", repr=False, compare=False)
    sentence: str = field(default="", repr=False, compare=False)

    def changed(self, **changes: object) -> "State":
        """The same with these fields changed: dataclasses.replace() takes five times as long, and a turn does it ten times."""
        assert changes.keys() <= self.__dict__.keys(), f"no fields of a state: {', '.join(changes)}"
        new = object.__new__(State)
        new.__dict__.update(self.__dict__)
        new.__dict__.update(changes)
        return new

    def to_json(self) -> str:
        return _ENCODER.encode(self)

    @classmethod
    def from_json(cls, text: str) -> "State":
        data: _StateJson = json.loads(text)
        return _BEGINNING.changed(
            language=data["language"],
            at=_place(data["at"]) if data["at"] else None,
            returns=_places(data["returns"]),
            asked=_asked(data["asked"]) if data["asked"] else None,
            misses=data["misses"],
            heard=data["heard"],
            offered=_offers(data["offered"]),
            rest=IncomingText(data["rest"]),
            official=data["official"],
            line=data["line"],
            tried=tuple(data["tried"]),
            closed=data["closed"],
            doubted=data.get("doubted", False),
            interrupted=data.get("interrupted", False),
            rung=data.get("rung", ""),
            said=data.get("said", ""),
            misses_at=tuple(data.get("misses_at", ())),
            replies=data.get("replies", 0),
            replies_on=data.get("replies_on", ""),
            hour_replies=data.get("hour_replies", 0),
            hour_of=data.get("hour_of", ""),
            spoken=_places(data.get("spoken", [])),
            silences=data.get("silences", 0),
            texted=tuple(data.get("texted", [])),
            forgetting=data.get("forgetting", False),
            was=data.get("was", ""),
            moving=data.get("moving", False),
            roles=tuple(data.get("roles", ())),
            led=data.get("led", False),
            version=data.get("version", 0),
            attested=data.get("attested", False),
        )


_BEGINNING = State()
# Written only where they say something.
_SELDOM = frozenset(
    {
        "interrupted",
        "rung",
        "said",
        "misses_at",
        "replies",
        "replies_on",
        "hour_replies",
        "hour_of",
        "spoken",
        "silences",
        "texted",
        "forgetting",
        "was",
        "moving",
        "roles",
        "led",
        "version",
        "attested",
        "doubted",
    }
)


def _fields(value: State | QuestionAsked | Offer | IncomingText) -> dict[str, object] | str:
    if isinstance(value, IncomingText):
        return value.raw
    # dataclasses.asdict() copies all that is inside, which takes eight times as long.
    if isinstance(value, State):
        kept = value.__dict__.items()
        return {name: known for name, known in kept if name not in NOT_KEPT and (known or name not in _SELDOM)}
    return {name: getattr(value, name) for name in value.__slots__}


_ENCODER = json.JSONEncoder(default=_fields, ensure_ascii=False, separators=(",", ":"))  # json.dumps() makes one a call


def _place(value: list[str]) -> Place:
    return (value[0], value[1])


def _places(values: list[list[str]]) -> tuple[Place, ...]:
    return tuple(_place(value) for value in values)


def _asked(data: _AskedJson) -> QuestionAsked:
    return QuestionAsked(
        at=_place(data["at"]),
        returns=_places(data["returns"]),
        offered=_offers(data["offered"]),
        language=data["language"],
        spoken=_places(data.get("spoken", [])),
    )


def _offers(values: list[dict[str, str]]) -> tuple[Offer, ...]:
    return tuple(Offer(**value) for value in values)
