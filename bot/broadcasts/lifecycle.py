"""What an organizer does with a broadcast: write it down, start, schedule, pause, resume, cancel, and see how far it is.

Every move is one UPDATE that holds only where states.py lets it follow. Rows of single recipients are others' business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.broadcasts.broadcast_rows import BROADCASTS, AudienceRow, BroadcastRow
from bot.broadcasts.states import BEGUN, BROADCAST, OVER
from bot.models import ITS_BROADCAST, UNDER_WAY, Broadcast, Delivery
from bot.outbox.delivery_counts import read_counts
from bot.outbox.delivery_states import earlier_states
from bot.outbox.fail_over import wake_refused
from bot.storage.database import key_of

BY_ORGANIZER = "by an organizer"
MOST_SHOWN = 50
GONE = ("sending", "unknown", "sent", "delivered", "failed")  # of deliveries: they went out, or may have


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A broadcast as it is written down; `audience_filter`, `texts`, `fallbacks` and `pictures` as its row has them. Times in
    UTC."""

    campaign: str
    audience_filter: AudienceRow
    texts: Mapping[str, str]
    expires_at: datetime
    fallbacks: Mapping[str, str] = field(default_factory=dict)
    starts_at: datetime | None = None
    kind: str = "alert"  # an audience asks it of a draft as of a row
    organizer: int | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)
    resend_unknown: bool = False


def create_broadcast(connection: Connection, draft: Draft, now: datetime) -> int:
    """Write a draft down; its id. Nothing goes out before start() or schedule()."""
    made = connection.execute(
        insert(Broadcast).values(
            kind=draft.kind,
            campaign=draft.campaign,
            state="draft",
            reason="",
            audience_filter=dict(draft.audience_filter),
            texts=dict(draft.texts),
            fallbacks=dict(draft.fallbacks),
            pictures=dict(draft.pictures) or None,
            resend_unknown=draft.resend_unknown,
            organizer_id=draft.organizer,
            created_at=now,
            starts_at=draft.starts_at,
            expires_at=draft.expires_at,
        )
    )
    return key_of(made)


def move_broadcast(connection: Connection, id: int, to: str, *, given: Sequence[str] = (), **values: object) -> bool:
    """Bring a broadcast to a state; False where it is in none that this one may follow (or in none of those `given`)."""
    before = [state for state in earlier_states(to, BROADCAST) if not given or state in given]
    changed = update(Broadcast).where(Broadcast.id == id, Broadcast.state.in_(before)).values(state=to, **values)
    return bool(connection.execute(changed).rowcount)


def start_broadcast(connection: Connection, id: int, now: datetime) -> bool:
    """Send a draft, or a scheduled one, from now on."""
    return move_broadcast(connection, id, "sending", given=("draft", "scheduled"), starts_at=now)


def schedule_broadcast(connection: Connection, id: int, at: datetime) -> bool:
    """Send a draft from a moment on."""
    return move_broadcast(connection, id, "scheduled", given=("draft",), starts_at=at)


def pause_broadcast(connection: Connection, id: int) -> bool:
    """Hold it: nothing more leaves. False where it is not being sent, nor waits to be."""
    return move_broadcast(connection, id, "paused", reason=BY_ORGANIZER)


def pause_all(connection: Connection) -> Sequence[int]:
    """Hold every broadcast that is being sent, or waits to be; gives their ids."""
    before = earlier_states("paused", BROADCAST)
    held = update(Broadcast).where(Broadcast.state.in_(before)).values(state="paused", reason=BY_ORGANIZER)
    return connection.execute(held.returning(Broadcast.id)).scalars().all()


def resume_broadcast(connection: Connection, id: int, now: datetime) -> bool:
    """Go on where it was paused: with sending, or with waiting for its time. What refused us is taken for mended, so that who
    waits for it is next."""
    wake_refused(connection)
    connection.execute(_AT_ONCE, {"broadcast": id, "now": now})
    waits = bool(connection.execute(_STARTS_LATER, {"id": id, "now": now}).scalar())
    return move_broadcast(connection, id, "scheduled" if waits else "sending", given=("paused",), reason="")


# Those that wait for a phone to be switched on wait on.
_AT_ONCE = (
    update(Delivery)
    .where(bindparam("broadcast") == ITS_BROADCAST, UNDER_WAY, Delivery.state == "waiting")
    .where(Delivery.error_cause.is_distinct_from("recipient"))
    .values(due_at=bindparam("now"))
)
_STARTS_LATER = select(Broadcast.starts_at > bindparam("now", type_=Broadcast.starts_at.type)).where(
    Broadcast.id == bindparam("id")
)


def cancel_broadcast(connection: Connection, id: int, now: datetime) -> bool:
    """End it for good. What went out stays in the books, and what did not is counted there as not sent."""
    return move_broadcast(connection, id, "cancelled", reason=BY_ORGANIZER, ended_at=now)


# --- How far it is --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Status:
    """A broadcast and the counts of its deliveries.

    `states`: how many are in each state. `reasons`: how many failed or were skipped, by the reason. `zones`: how many are
    queued, by time zone. `segments`: of those that went out; `pictures`: how many of them are picture messages, which have
    none. `made`: are all rows there, so that the sum is the audience?
    """

    id: int
    kind: str
    campaign: str
    state: str
    reason: str
    created_at: datetime
    starts_at: datetime | None
    expires_at: datetime
    ended_at: datetime | None
    made: bool
    states: Mapping[str, int]
    reasons: Mapping[str, int]
    zones: Mapping[str, int]
    segments: int
    pictures: int

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def gone(self) -> int:
        """How many went out, or may have."""
        return sum(self.states.get(state, 0) for state in GONE)

    @property
    def over(self) -> bool:
        return self.state in OVER


def is_made(broadcast: BroadcastRow) -> bool:
    """Are all rows of a broadcast there? Of one that was cancelled before it began, none ever are."""
    starts_at, ended_at = broadcast.starts_at, broadcast.ended_at
    if broadcast.state == "cancelled" and not (starts_at and ended_at and starts_at <= ended_at):
        return True
    at, end = broadcast.audience_at, broadcast.audience_end
    return at is not None and end is not None and at >= end


def broadcast_status(connection: Connection, id: int) -> Status | None:
    """How far a broadcast is; None for an id that there is not."""
    found = connection.execute(BROADCASTS.where(Broadcast.id == id)).first()
    if found is None:
        return None
    row = BroadcastRow._make(found)
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    zones: dict[str, int] = {}
    segments = pictures = 0
    for count in read_counts(connection, [id]):
        states[count.state] = states.get(count.state, 0) + count.n
        if count.state in ("failed", "skipped"):
            reasons[count.error] = reasons.get(count.error, 0) + count.n
        if count.state == "queued":
            zones[count.zone] = count.n
        segments += count.segments
        pictures += count.pictures
    return Status(
        row.id,
        row.kind,
        row.campaign,
        row.state,
        row.reason,
        row.created_at,
        row.starts_at,
        row.expires_at,
        row.ended_at,
        is_made(row),
        states,
        reasons,
        zones,
        segments,
        pictures,
    )


def begun_campaign(connection: Connection, id: int) -> str | None:
    """The campaign of an alert that has begun; None for one that has not, and where there is none."""
    query = select(Broadcast.campaign).where(Broadcast.id == id, Broadcast.kind == "alert", Broadcast.state.in_(BEGUN))
    return connection.execute(query).scalar()


def unfinished_broadcasts(connection: Connection) -> Sequence[BroadcastRow]:
    """The broadcasts that go out, are held, or wait for their time: the newest, as many as a page shows."""
    states = [state for state in BROADCAST if state not in (*OVER, "draft")]
    query = BROADCASTS.where(Broadcast.state.in_(states)).order_by(Broadcast.id.desc()).limit(MOST_SHOWN)
    return [BroadcastRow._make(row) for row in connection.execute(query)]


class ListedAlert(NamedTuple):
    """An alert as a list shows it. `words`: the first of its texts as typed, "" for none. `total`: deliveries; `gone`: of
    them, those that went out or may have; `failed`."""

    id: int
    campaign: str
    state: str
    words: str
    created_at: datetime
    starts_at: datetime | None
    total: int
    gone: int
    failed: int


_LISTED = select(
    Broadcast.id,
    Broadcast.campaign,
    Broadcast.state,
    Broadcast.texts,
    Broadcast.written,
    Broadcast.created_at,
    Broadcast.starts_at,
).where(Broadcast.kind == "alert")


def list_alerts(
    connection: Connection,
    *,
    states: Sequence[str] = (),
    campaign: str = "",
    before: int | None = None,
    most: int = 20,
) -> Sequence[ListedAlert]:
    """Alerts, the newest first. `states`, `campaign`: only those; "" and none for all. `before`: older than this id."""
    query = _LISTED
    if states:
        query = query.where(Broadcast.state.in_(states))
    if campaign:
        query = query.where(Broadcast.campaign == campaign)
    if before is not None:
        query = query.where(Broadcast.id < before)
    rows = connection.execute(query.order_by(Broadcast.id.desc()).limit(most)).all()
    counts: dict[int, dict[str, int]] = {row.id: {} for row in rows}
    for count in read_counts(connection, list(counts)):
        states_of = counts[count.broadcast_id]
        states_of[count.state] = states_of.get(count.state, 0) + count.n
    return [
        ListedAlert(
            row.id,
            row.campaign,
            row.state,
            _first_words(row.texts, row.written),
            row.created_at,
            row.starts_at,
            sum(counts[row.id].values()),
            sum(counts[row.id].get(state, 0) for state in GONE),
            counts[row.id].get("failed", 0),
        )
        for row in rows
    ]


def _first_words(texts: Mapping[str, str], written: Mapping[str, str] | None) -> str:
    typed = [value for name, value in sorted((written or {}).items()) if name.startswith("texts.")]
    return next(iter([*typed, *texts.values()]), "")


def newest_broadcasts(connection: Connection, most: int) -> Sequence[BroadcastRow]:
    """The last broadcasts, the newest first."""
    return [BroadcastRow._make(row) for row in connection.execute(BROADCASTS.order_by(Broadcast.id.desc()).limit(most))]
