"""What the API takes and tells of alerts. An alert is written as its file is (docs/alerts.md)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from bot.broadcasts.alert_texts import OF_THE_PLACE
from bot.broadcasts.broadcast_rows import Called, Certainty, Unsure
from bot.locale import Language
from bot.web.api.shapes import Day, Line, Moment, PageWanted, Shape, Slug, Whole, Words

if TYPE_CHECKING:
    Placeholder = str
else:
    # For pydantic, so that there are fallbacks for these alone.
    Placeholder = Literal[OF_THE_PLACE]
PreviewState = Literal["none", "making", "made", "failed"]
Ids = Annotated[tuple[Annotated[int, Field(ge=1, le=999_999_999), Whole], ...], Field(max_length=20)]
Lines = Annotated[tuple[Line, ...], Field(max_length=100)]


class WhomGiven(Shape):
    """Conditions on supporters, as in an alert's file. In `audience` all have to hold; in `except` each leaves people out.
    `alert`: who got one of these alerts of the campaign; `no_call_since`: and has not called since."""

    state: Lines = ()
    zip: Lines = ()
    place: Lines = ()
    division: Lines = ()
    official: Lines = ()
    language: Language | None = None
    called: Called | None = None
    joined_since: Day | None = None
    alert: Ids = ()
    no_call_since: Ids = ()


class AlertGiven(Shape):
    """An alert. `campaign`: its id. `texts`: by language, every one that the campaign speaks. `picture`: the address of one.
    `unsure`: is a text sent again of which nobody knows whether it arrived? `official`: the role whose holder {official} names.
    `at`: when it goes out, to the minute; without it, as soon as it is sent. `expires`: a day after its start if it is missing.
    `zone`: the organizer's, as Pacific or America/Boise."""

    campaign: Slug
    texts: dict[Language, Words] = Field(min_length=1)
    picture: Line | None = None
    audience: WhomGiven = WhomGiven()
    leave_out: WhomGiven = Field(WhomGiven(), alias="except")
    certainty: Certainty = "sure"
    unsure: Unsure = "leave"
    official: Slug | None = None
    fallbacks: dict[Placeholder, dict[Language, Line]] = Field(default_factory=dict)
    at: Moment | None = None
    expires: Moment | None = None
    zone: Line | None = None


class AlertShown(Shape):
    """An alert. Of a draft: as it is written, of others: as it went out. `version`: how often its draft was saved, null for one
    that was written elsewhere than in the console and here. `at`: when a draft is to go out; `starts_at`, `expires_at` and
    `ended_at` are null while it is one. `reason`: why it is paused or was cancelled."""

    id: int
    campaign: str
    state: str
    reason: str
    version: int | None
    approved: bool
    texts: dict[str, str]
    pictures: dict[str, str]
    audience: dict[str, list[str]]
    leave_out: dict[str, list[str]] = Field(alias="except")
    certainty: str
    unsure: str
    official: str | None
    fallbacks: dict[str, dict[str, str]]
    at: datetime | None
    zone: str | None
    created_at: datetime
    starts_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None


class AlertListed(Shape):
    """An alert in a list. `recipients`: as far as they are known; `gone`: to how many it went, or may have; `words`: the first
    of its texts."""

    id: int
    campaign: str
    state: str
    words: str
    recipients: int
    gone: int
    failed: int
    created_at: datetime
    starts_at: datetime | None


class AlertPage(Shape):
    """A part of the list, the newest first."""

    data: list[AlertListed]
    next_cursor: str | None


class AlertsWanted(PageWanted):
    """`state`, `campaign`: only those."""

    state: Literal["draft", "scheduled", "sending", "paused", "done", "cancelled"] | None = None
    campaign: Slug | None = None


class LanguagePreview(Shape):
    """The text in a language: how many get it, in how many segments each, and as one of them gets it."""

    recipients: int
    by_segments: dict[str, int]
    example: str


class PreviewFigures(Shape):
    """What an alert would be. `wanted`: subscribers in the audience; `held`: how many of them get nothing, by the reason;
    `recipients`: the others. `quiet`: how many wait for their hours; `pending`: who would be in it and has not confirmed;
    `maybe`: who may be in it. `too_late`: for how many no time is left before it expires. `over_cap`: it costs more than the
    campaign may spend a day."""

    wanted: int
    held: dict[str, int]
    recipients: int
    quiet: int
    pending: int
    maybe: int
    too_late: int
    cost_dollars: float
    over_cap: bool
    sending_seconds: float
    starts_at: datetime
    last_at: datetime | None
    expires_at: datetime
    languages: dict[str, LanguagePreview]


class PreviewShown(Shape):
    """The preview of a draft. `state`: none (ask for one), making, made, or failed (`problem` says why). `holds`: it is of the
    draft as it is, and not too old to send by. `obstacle`: what keeps it from being sent, null for nothing; `approve_above`:
    more recipients than that need a second person, 0 for none."""

    state: PreviewState
    holds: bool
    asked_at: datetime | None
    made_at: datetime | None
    problem: str
    obstacle: str | None
    approve_above: int
    found: PreviewFigures | None


class SendGiven(Shape):
    """`recipients`: how many get it, as its preview says. `again`: also where the same words went to some of the same people
    within a day."""

    recipients: Annotated[int, Field(ge=1, le=100_000_000), Whole]
    again: bool = False


class LedToShown(Shape):
    """What came of an alert within a week: people who replied, who left, who called; calls, and how they went."""

    replies: int
    left: int
    callers: int
    calls: int
    connected: int
    reached: int


class ProgressShown(Shape):
    """How far an alert is. `made`: all recipients are known, so that `total` is all of them. `gone`: to how many it went, or
    may have. `states`: how many deliveries are in each; `reasons`: of those that failed or were skipped, by why. `waiting`: how
    many wait, by time zone."""

    id: int
    state: str
    reason: str
    made: bool
    total: int
    gone: int
    states: dict[str, int]
    reasons: dict[str, int]
    waiting: dict[str, int]
    segments: int
    pictures: int
    cost_dollars: float
    led_to: LedToShown
