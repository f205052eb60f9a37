"""A broadcast as its row has it, and its audience as it is written there. The columns themselves: bot/models/broadcasts.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple, TypedDict

from sqlalchemy import select

from bot.models import Broadcast

Certainty = Literal["sure", "maybe"]
Unsure = Literal["leave", "again"]  # what becomes of a text of which nobody knows whether it arrived
Called = Literal["never", "called", "reached", "unreached", "silent"]
PlaceKey = Literal["state", "zip", "place", "division", "official"]
AlertKey = Literal["alert", "no_call_since"]
ALERT_KEYS: tuple[AlertKey, ...] = ("alert", "no_call_since")  # numbers of alerts: who got one; who got it and has not called


class WhomRow(TypedDict, total=False):
    """Conditions on supporters: codes of states, first digits of ZIP codes, divisions, ids of officials, languages, a day in
    UTC, numbers of alerts."""

    state: list[str]
    zip: list[str]
    place: list[str]
    division: list[str]
    official: list[str]
    language: list[str]
    called: Called
    joined_since: str
    alert: list[int]
    no_call_since: list[int]


# `official`: the role whose holder {official} names. `zone`: the organizer's, "" for none.
AudienceRow = TypedDict(
    "AudienceRow",
    {"audience": WhomRow, "except": WhomRow, "certainty": Certainty, "official": str, "zone": str},
    total=False,
)


class BroadcastRow(NamedTuple):
    """What is asked of a broadcast's row."""

    id: int
    kind: str
    campaign: str
    state: str
    reason: str
    audience_filter: AudienceRow
    texts: Mapping[str, str]
    fallbacks: Mapping[str, str]
    pictures: Mapping[str, str] | None
    audience_at: int | None
    audience_end: int | None
    created_at: datetime
    starts_at: datetime | None
    expires_at: datetime
    auto_paused_at: datetime | None
    ended_at: datetime | None
    resend_unknown: bool


# Rows as BroadcastRow._make() takes them.
BROADCASTS = select(*(Broadcast.__table__.c[name] for name in BroadcastRow._fields))
