"""Texts and calls that conversations start: written down by a turn, leased the most urgent first, told on where they fail.

A person waits for most of them: they go before alerts, and leave whatever errors alerts have met. A call that the provider
refuses is not tried again, but told of at once; a text is, where the provider had no room for it. What comes later than TOO_OLD
would only startle.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Literal, NamedTuple

import structlog
from prometheus_client import Counter as Metric
from sqlalchemy import Connection, bindparam, exists, insert, select, update
from sqlalchemy.orm import aliased

from bot.models import IN_CONVERSATION, QUEUED, CampaignState, Delivery, Supporter
from bot.outbox.delivery_results import is_tried_again
from bot.outbox.pace import Pace, pace_units
from bot.outbox.queue import LEASE, SKIP, TAKE, Batch, Dropped, NotYet, SendResult, as_columns, check_leased, sender_turn
from bot.outbox.senders import SenderRow, keep_senders
from bot.people.no_text_reasons import ERASED, NOT_TEXTABLE, STOPPED
from bot.providers.protocol import OutboundMessage, SendError
from bot.storage.clock import Ticker
from bot.storage.database import Database, key_of
from bot.storage.encryption import PhoneCipher
from bot.telephony import Content, split_text

log = structlog.get_logger()
SENT = Metric(
    "patchline_messages_started", "texts and calls that conversations started, by what became of them", ["kind", "status"]
)

Kind = Literal["text", "call"]

# A call or an answer that comes this much later than it was asked for would only startle.
TOO_OLD = timedelta(minutes=10)
LATE = "too old"
ASKED_AGAIN = "asked again"
NOT_LIVE = "campaign not live"
FAILED_CALLBACK = "ring:"  # begins the key of a turn: who waited for that call knows that it failed
# Leased so long before the sender is free: sooner than alerts, which then come after.
AHEAD_SECONDS = 1.0
MOST = 100  # looked at by one lease
# Of calls, so much less than the account may begin, so that one on a busy machine need not go to the end of the queue.
CALL_SHARE = 0.9


class Priority(IntEnum):
    """Who goes first."""

    WAITING = 0  # a person waits for it
    PROMISED = 1
    ALERT = 2


_INSERT = insert(Delivery)


def enqueue_messages(
    connection: Connection, supporter: int, kind: Kind, content: Content, now: datetime, priority: Priority = Priority.WAITING
) -> list[int]:
    """Write down a text or a call, to be sent once this is kept; an id for each message that a text fills. Pictures come with
    the first of them. A call with a text is a test: it says that and ends."""
    values = {
        "supporter_id": supporter,
        "kind": kind,
        "priority": int(priority),
        "state": "queued",
        "zone": "",
        "attempts": 0,
        "created_at": now,
        "leased_at": now,
    }
    bodies = split_text(content.text) if kind == "text" else [content.text]
    rows = [
        {**values, "text": body or None, "media": list(content.media) if content.media and number == 0 else None}
        for number, body in enumerate(bodies)
    ]
    return [key_of(connection.execute(_INSERT, row)) for row in rows]


class _QueuedRow(NamedTuple):
    """A delivery, and of whom it is for, if they are not erased."""

    id: int
    state: str
    attempts: int
    text: str | None
    media: list[str] | None
    created_at: datetime
    phone: bytes | None
    stopped: bool | None
    sms_reachable: bool | None
    asked_again: bool
    campaign_state: str | None


_Later = aliased(Delivery)
_ROWS = (
    select(
        Delivery.id,
        Delivery.state,
        Delivery.attempts,
        Delivery.text,
        Delivery.media,
        Delivery.created_at,
        Supporter.phone,
        Supporter.stopped,
        Supporter.sms_reachable,
        # Who asked for a call again waits for that one.
        exists(
            select(_Later.id).where(
                _Later.supporter_id == Delivery.supporter_id,
                _Later.kind == "call",
                Delivery.kind == "call",
                _Later.id > Delivery.id,
                Delivery.attempts > 0,
            )
        ).label("asked_again"),
        CampaignState.state.label("campaign_state"),
    )
    .outerjoin(Supporter, Supporter.id == Delivery.supporter_id)
    .outerjoin(CampaignState, CampaignState.id == Supporter.campaign)
)
_QUEUED = (
    _ROWS.where(QUEUED, IN_CONVERSATION, Delivery.zone == "", Delivery.kind == bindparam("of_kind"))
    .order_by(Delivery.priority, Delivery.id)
    .limit(MOST)
    .with_for_update(of=Delivery, skip_locked=True)
)
_STILL = _ROWS.where(Delivery.id.in_(bindparam("ids", expanding=True)))
_FAIL = update(Delivery).where(Delivery.id == bindparam("id_")).values(state="failed", error=bindparam("reason"), due_at=None)


@dataclass(slots=True, kw_only=True)
class _Taken:
    """What a lease has decided so far."""

    pace: Pace
    messages: list[OutboundMessage] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    units: list[float] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    skipped: list[dict[str, object]] = field(default_factory=list)
    late: list[dict[str, object]] = field(default_factory=list)


def _status_of(message: OutboundMessage, error: SendError) -> str:
    if not error.known:
        return "unknown"
    return "waiting" if is_tried_again(message, error) else "failed"


class ConversationSource:
    """The outbox's source of texts, or of calls. `address`: the sender of all of them; `pace`: segments (or calls) a second;
    `picture_pace`: picture messages a second."""

    is_bulk = False

    def __init__(
        self,
        *,
        database: Database,
        phone_cipher: PhoneCipher,
        kind: Kind,
        address: str,
        pace: float,
        picture_pace: float = 1.0,
        on_refused: Callable[[int, SendError], None] = lambda id, error: None,
        lease: timedelta = LEASE,
        ticker: Ticker,
    ) -> None:
        self._database, self._phone_cipher, self._ticker = database, phone_cipher, ticker
        self._kind, self._on_refused, self._lease = kind, on_refused, lease
        self._picture_pace = picture_pace
        share = CALL_SHARE if kind == "call" else 1.0  # a sender of texts is one of alerts, too: its row has one pace
        self.paces: Mapping[str, float] = {address: pace * share}
        self.room = (1 / share - 1) * 2 / 3

    def lease(self, connection: Connection, senders: Sequence[SenderRow], now: datetime) -> Batch | NotYet:
        """The next of them; those that must not leave any more are ended on the way."""
        rows = [_QueuedRow._make(row) for row in connection.execute(_QUEUED, {"of_kind": self._kind})]
        if not rows:
            return NotYet(None)
        turn = sender_turn(connection, self._ticker, senders, AHEAD_SECONDS, None)
        if isinstance(turn, NotYet):
            return turn
        taken = _Taken(pace=turn.pace)
        for row in rows:
            if not turn.pace.has_room:
                break
            self._decide(taken, row, now)
        passed = turn.pace.put_off(self._ticker() - turn.read_at)
        self._write(connection, taken, now)
        if not (taken.messages or taken.skipped or taken.late):
            return NotYet(None)
        return Batch(
            source=self,
            messages=taken.messages,
            pace_units=taken.units,
            leaves_at=[turn.read_at + at + passed - turn.pace.now for at in taken.moments],
            skipped=Counter(str(each["reason"]) for each in taken.skipped),
        )

    def _decide(self, taken: "_Taken", row: _QueuedRow, now: datetime) -> None:
        if now - row.created_at > TOO_OLD:
            taken.late.append({"id_": row.id, "reason": LATE})
        elif reason := self._refusal(row):
            taken.skipped.append({"id_": row.id, "reason": reason})
        # One that another key encrypted waits until the key is right, or it is too old.
        elif row.phone is not None and (to := self._phone_cipher.decrypt_if_ours(row.phone)) is not None:
            content = Content(text=row.text or "", media=tuple(row.media or ()))
            count = content.segments if self._kind == "text" else 1
            units = pace_units(count, taken.pace.rate, self._picture_pace)
            taken.moments.append(taken.pace.reserve(units))
            taken.units.append(units)
            taken.counts.append(count)
            message = OutboundMessage(
                id=row.id,
                attempt=row.attempts + 1,
                sender=taken.pace.address,
                to=to,
                content=content,
                kind=self._kind,
            )
            taken.messages.append(message)

    def check(self, batch: Batch, messages: Collection[OutboundMessage]) -> dict[int, Dropped | None]:
        """Which of these may still leave."""
        with self._database.read() as connection:
            found = connection.execute(_STILL, {"ids": [message.id for message in messages]})
            rows = {row.id: row for row in map(_QueuedRow._make, found)}
        return check_leased(messages, rows, self._refusal)

    def settle(
        self, connection: Connection, batch: Batch, unspent: Sequence[OutboundMessage], errors: Sequence[SendError]
    ) -> None:
        """Nothing: what a conversation says is no campaign's spending, and has nothing to pause."""

    def follow(self, batch: Batch, results: Sequence[tuple[OutboundMessage, SendResult]]) -> None:
        """Tell who waits for a call that was refused."""
        for message, result in results:
            if isinstance(result, Dropped):
                continue
            error = result if isinstance(result, SendError) else None
            status = "sent" if error is None else _status_of(message, error)
            SENT.labels(self._kind, status).inc()
            code = error.code if error else ""
            log.info("message_started", delivery=message.id, kind=self._kind, status=status, error=code)
            if error and error.known and self._kind == "call":
                self._on_refused(message.id, error)

    def _write(self, connection: Connection, taken: "_Taken", now: datetime) -> None:
        until = now + timedelta(seconds=taken.pace.free_at - taken.pace.now) + self._lease
        common = {"in_zone": "", "address": taken.pace.address, "at": now, "until": until}
        rows = [
            {"id_": message.id, **as_columns(message.content), "count": count, **common}
            for message, count in zip(taken.messages, taken.counts, strict=True)
        ]
        for statement, changed in ((TAKE, rows), (SKIP, taken.skipped), (_FAIL, taken.late)):
            if changed:
                connection.execute(statement, changed)
        if rows:
            keep_senders(connection, taken.pace)

    def _refusal(self, row: _QueuedRow) -> str | None:
        """Why this must not go out after all: asked last, right before it leaves, as much can happen in a queue."""
        if row.phone is None:
            return ERASED
        if row.stopped:
            return STOPPED
        if self._kind == "call":
            if (
                row.campaign_state in ("paused", "ended") and not row.text
            ):  # as the row has it now: a pause is felt at once, on every machine
                return NOT_LIVE
            return ASKED_AGAIN if row.asked_again else None
        return NOT_TEXTABLE if not row.sms_reachable else None
