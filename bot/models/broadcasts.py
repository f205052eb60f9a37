"""The tables of alerts: broadcasts and their deliveries, the pace of senders, and what was spent."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Double,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class Broadcast(Table):
    """An alert to an audience, or (`kind` confirmation) the question to those whom an import or our page claims.

    `state` and what may follow it: bot/broadcasts/states.py; `reason`: why it is paused or cancelled. `audience_filter`: the
    audience and what it leaves out, as the organizer wrote it. `texts` by language; `fallbacks`: for placeholders without a
    value. `pictures`: the https address of one by language, for all languages of the texts or none. `audience_at`: the last
    supporter that a delivery was made for, `audience_end` the last there was when it began; both empty before.
    `last_leased_at`: when a batch of it was last leased: who waits longest is next. `auto_paused_at`: when it last paused by
    itself: what was sent before counts against it no more. `resend_unknown`: is a text sent again of which nobody knows whether
    it arrived? `code`: a digest of the one-time code that sends it, valid until
    `code_until` and for as many `tries`.

    Of one that is written in the console: `written` is its form as it was saved last, for the `number`th time, by `author_id`;
    `form_token` is of the form it began with, so that a form that is sent twice begins one. `approved_number`: the number that
    a second person, `approved_by`, has approved.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (
        CheckConstraint("kind IN ('alert', 'confirmation')", name="kind"),
        CheckConstraint("state IN ('draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled')", name="state"),
        Index("ix_broadcasts_state", "state"),
        Index("ix_broadcasts_form_token", "form_token", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    campaign: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200), default="")
    audience_filter: Mapped[dict[str, object]] = mapped_column("wanted", JSON(), key="audience_filter")
    texts: Mapped[dict[str, str]]
    fallbacks: Mapped[dict[str, str]]
    pictures: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    code: Mapped[bytes | None]
    code_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    audience_at: Mapped[int | None]
    audience_end: Mapped[int | None]
    created_at: Mapped[datetime]
    starts_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    last_leased_at: Mapped[datetime | None] = mapped_column("served_at", key="last_leased_at")
    auto_paused_at: Mapped[datetime | None] = mapped_column("braked_at", key="auto_paused_at")
    ended_at: Mapped[datetime | None]
    resend_unknown: Mapped[bool] = mapped_column(default=False, server_default=false())
    written: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    author_id: Mapped[int | None]
    form_token: Mapped[str | None] = mapped_column(String(43))
    approved_number: Mapped[int | None]
    approved_by: Mapped[int | None]


UNDER_WAY_STATES, ENDED_STATES = ("sending", "unknown", "waiting"), ("delivered", "failed")
DELIVERY_STATES = ("queued", *UNDER_WAY_STATES, "sent", *ENDED_STATES, "skipped")


def _any_of(states: Sequence[str]) -> str:
    """Written out: of `state IN (...)` SQLite makes a list anew for every row that it checks, half the time of a row."""
    return " OR ".join(f"state = '{state}'" for state in states)


IS_QUEUED = text("state = 'queued'")
HAS_TEXT = text("text IS NOT NULL")
IS_UNDER_WAY = text(_any_of(UNDER_WAY_STATES))
IS_SENT = text("sent_at IS NOT NULL")
IS_ENDED = text(_any_of(ENDED_STATES))
IS_CALL = text("kind = 'call'")


class Delivery(Table):
    """A text or a call that we start (replies travel in the webhook's answer): the truth about it, whatever a task broker lost
    or doubled. One supporter's of a broadcast, or without one: what a conversation started.

    `state` and what may follow it: bot/outbox/delivery_states.py. `zone` as the supporter's, so that those whose window is open
    are found at once. `due_at`: when a lease runs out (sending), when the provider may be asked (unknown), when it is tried
    again (waiting), when the provider was asked how it ended (sent). `text`, `media` (https addresses of pictures), `segments`
    and `sender` as sent: a picture message has no segments. Text and media are empty again once they are erased. `error`: the
    provider's code, or why it was skipped; `error_cause`: whose fault that code means, in our own words
    (bot/providers/protocol.py). `leased_at`: when it was last taken up; `sent_at`: when the provider took it. `attempts`: how
    often it was taken up; `failures`: how often it then got lost, or the provider had taken it and it did not arrive.
    `priority`: who goes first (bot/outbox/conversation_queue.py). `created_at`: when a conversation asked for it; of those,
    `leased_at` is the same until one is taken up. A call is `delivered` when it is over.

    Broadcast and supporter are no foreign keys: to check those took PostgreSQL two thirds of the time of a row. A row is only
    made in a transaction that holds both: expand.py locks them, bot/contacts has just written the subscription. Broadcasts that
    have rows are never deleted, and who is erased leaves their deliveries to nobody (bot/people/erasure.py).
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(_any_of(DELIVERY_STATES), name="state"),
        CheckConstraint("kind = 'text' OR kind = 'call'", name="kind"),
        UniqueConstraint("broadcast_id", "supporter_id"),
        Index("ix_deliveries_queued", "broadcast_id", "zone", "id", sqlite_where=IS_QUEUED, postgresql_where=IS_QUEUED),
        # Broadcast and state besides: whether one has any of these left is told by the index alone.
        Index(
            "ix_deliveries_due_at",
            *("due_at", "broadcast_id", "state"),
            sqlite_where=IS_UNDER_WAY,
            postgresql_where=IS_UNDER_WAY,
        ),
        Index("ix_deliveries_supporter", "supporter_id", "leased_at"),
        Index("ix_deliveries_text", "leased_at", sqlite_where=HAS_TEXT, postgresql_where=HAS_TEXT),
        # What auto-pause looks at: those that left last; those that ended last, or were refused.
        Index("ix_deliveries_sent", "broadcast_id", "sent_at", sqlite_where=IS_SENT, postgresql_where=IS_SENT),
        Index(
            "ix_deliveries_ended",
            *("broadcast_id", "sent_at", "leased_at"),
            sqlite_where=IS_ENDED,
            postgresql_where=IS_ENDED,
        ),
        Index("ix_deliveries_calls", "created_at", sqlite_where=IS_CALL, postgresql_where=IS_CALL),
        # An id is never given twice, also when its row is gone: what is told of a row is told by its id.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int | None]
    supporter_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(8), server_default="text")
    priority: Mapped[int] = mapped_column(SmallInteger, server_default="2")
    state: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(160))
    attempts: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    due_at: Mapped[datetime | None]
    text: Mapped[str | None] = mapped_column(Text)
    media: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    segments: Mapped[int | None]
    sender: Mapped[str | None] = mapped_column(String(64))
    provider_id: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(String(64))
    error_cause: Mapped[str | None] = mapped_column(String(16))
    leased_at: Mapped[datetime | None] = mapped_column("claimed_at", key="leased_at")
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime | None]


# The same conditions for queries, written out: SQLite takes a partial index only for the very words of its condition.
QUEUED = Delivery.state == literal_column("'queued'")
ENDED = or_(*(Delivery.state == literal_column(f"'{state}'") for state in ENDED_STATES))
# What a conversation started. Queued ones are in the zone '': whoever asks for something may get it at once.
IN_CONVERSATION = Delivery.broadcast_id.is_(None)
IS_A_CALL = Delivery.kind == literal_column("'call'")
# In whatever zone: every delivery has one, and SQLite then takes the index of those that are queued before that of all.
QUEUED_ANYWHERE = and_(QUEUED, Delivery.zone >= literal_column("''"))
UNDER_WAY = or_(*(Delivery.state == literal_column(f"'{state}'") for state in UNDER_WAY_STATES))
# To be held against a broadcast's id among those under way. Plain, SQLite takes the index of all deliveries of a broadcast, and
# reads a million of them for one.
ITS_BROADCAST = Delivery.broadcast_id + 0


class BroadcastCount(Table):
    """How many deliveries of a broadcast stand alike, kept in the transactions that change deliveries
    (bot/outbox/delivery_counts.py), so that nobody has to read them to see how far it is.

    `error`, `error_cause`: of those that failed or were skipped, else empty. `zone`: of those that are queued, else empty.
    `segments` and `pictures` (picture messages): of those that went out, or may have. Rows whose `n` is 0 stay.
    """

    __tablename__ = "broadcast_counts"

    broadcast_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(16), primary_key=True)
    error: Mapped[str] = mapped_column(String(64), primary_key=True)
    error_cause: Mapped[str] = mapped_column(String(16), primary_key=True)
    zone: Mapped[str] = mapped_column(String(160), primary_key=True)
    n: Mapped[int]
    segments: Mapped[int]
    pictures: Mapped[int]


class SenderPace(Table):
    """A number or a messaging service that we send from, with its pace: one row for all machines.

    `rate`: segments a second. `free_at`: when its next segment may leave, in seconds since 1970 (the theoretical arrival time
    of GCRA). `backoff_until` and `reason`: while the provider wants no more of it. `refused`: because it, or our account
    there, may not send at all. `provider`: whose it is, by its package; "" for the main one's, from before there were several.
    """

    __tablename__ = "senders"

    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    rate: Mapped[float] = mapped_column(Double())
    free_at: Mapped[float] = mapped_column(Double(), default=0.0)
    backoff_until: Mapped[datetime | None] = mapped_column("rests_until", key="backoff_until")
    reason: Mapped[str] = mapped_column(String(64), default="")
    failures: Mapped[int] = mapped_column(default=0)
    refused: Mapped[bool] = mapped_column(default=False, server_default=false())
    provider: Mapped[str] = mapped_column(String(128), default="", server_default=text("''"))


class Spend(Table):
    """What a campaign's alerts cost on a day (UTC), counted before each leaves: segments, and millionths of a dollar."""

    __tablename__ = "spends"

    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    segments: Mapped[int]
    micros: Mapped[int] = mapped_column(BigInteger())


class SignUpDay(Table):
    """How often the form on a campaign's page was sent on a day (UTC), and the broadcast that asks those who were new by it."""

    __tablename__ = "sign_up_days"

    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    forms: Mapped[int]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id", ondelete="SET NULL"))


class AddedDay(Table):
    """The broadcast that asks those whom other programs added on a day (UTC) for a campaign's alerts."""

    __tablename__ = "added_days"

    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id", ondelete="SET NULL"))


class BroadcastPreview(Table):
    """The whole preview of an alert that is written in the console: asked for, made by a worker, and kept.

    `number`: of the draft that it is of. `asked_at`; `made_at`: when it was done, empty while it is being made. `found`: the
    preview as JSON, empty where it could not be made; then `problem` says why: "slow", or what its campaign lacks.
    """

    __tablename__ = "broadcast_previews"

    broadcast_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    found: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[str] = mapped_column(String(200), default="")


class BroadcastResult(Table):
    """What an alert led to within a week: counted now and then by a worker, and kept.

    `replies`: recipients who texted; `left`: recipients who said STOP or left its alerts; `callers`: recipients who called an
    official for the campaign; `calls`: their calls; `connected`: those that the carrier put through; `reached`: those of whom
    they say that somebody spoke with them. `final`: the week is over.
    """

    __tablename__ = "broadcast_results"

    broadcast_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counted_at: Mapped[datetime]
    final: Mapped[bool] = mapped_column(default=False)
    replies: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column("left_alerts", default=0, key="left")
    callers: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)
    connected: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
