"""Takes up the next deliveries of a broadcast: who gets one, what it says, when it leaves, what it costs.

A source of the outbox, asked with the senders' rows locked (bot/outbox/queue.py): the alerts a supporter gets a week, and
spending, are exact.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import aliased

from bot.broadcasts.alert_texts import CampaignNotLive, Missing, Recipient, Texts
from bot.broadcasts.broadcast_rows import BROADCASTS, BroadcastRow
from bot.broadcasts.effects import BroadcastEffects
from bot.broadcasts.eligibility import COUNTED, delivery_refusal
from bot.broadcasts.states import PAUSE
from bot.models import ITS_BROADCAST, QUEUED, UNDER_WAY, Broadcast, Delivery, SenderPace, Subscription, Supporter
from bot.outbox.budget import Budget, give_back
from bot.outbox.delivery_counts import CountChanges, Standing
from bot.outbox.pace import AHEAD_SECONDS, Pace, pace_units
from bot.outbox.queue import (
    LATEST,
    LEASE,
    SKIP,
    TAKE,
    Batch,
    Dropped,
    NotYet,
    SendResult,
    as_columns,
    check_leased,
    sender_turn,
)
from bot.outbox.senders import SenderRow, keep_senders
from bot.people.no_text_reasons import ERASED, UNREADABLE
from bot.people.phone_key import check_phone_key
from bot.providers.protocol import OutboundMessage, SendError
from bot.storage.clock import Ticker
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.telephony import FREE, Prices

WEEK, DAY = timedelta(days=7), timedelta(days=1)
# Florida, Maryland and Oklahoma allow three in 24 hours; nobody gets more, wherever they live (docs/consent.md).
A_DAY = 3
LOOKED_AT = 100  # deliveries at least that a lease looks at: a slow sender is not held up by many who may not get one
NO_VALUE = "no value for"  # begins the reason of who was skipped for a placeholder

_Other, _Its = aliased(Delivery), aliased(Broadcast)


def _had_since(moment: str) -> ScalarSelect[int]:
    """Alerts of all campaigns that reached a supporter since then, or may have."""
    return (
        select(func.count())
        .select_from(_Other)
        .join(_Its, _Its.id == _Other.broadcast_id)
        .where(_Other.supporter_id == Supporter.id, _Other.leased_at > bindparam(moment))
        .where(_Other.state.in_(COUNTED), _Its.kind == "alert")
        .scalar_subquery()
    )


def had_alerts(alerts_a_week: int) -> ColumnElement[int]:
    """How many alerts a supporter has had since `:week`; as many as a week may have where those since `:day` are as many as a
    day may. With no more than that a week, a day never has more."""
    week = _had_since("week")
    return week if alerts_a_week <= A_DAY else case((_had_since("day") >= A_DAY, literal(alerts_a_week)), else_=week)


class CopyRow(NamedTuple):
    """A delivery with what is known of its supporter by now; None for one who was erased. `zone`: of the delivery, `lives`: of
    the supporter. The rest as eligibility.py asks it."""

    id: int
    supporter_id: int | None
    state: str
    zone: str
    attempts: int
    lives: str | None
    phone: bytes | None
    language: str | None
    zip: str | None
    chosen_divisions: Mapping[str, str]
    geocoded_divisions: Mapping[str, str] | None
    stopped: bool | None
    doubted_at: datetime | None
    sms_reachable: bool | None
    subscription: str | None
    kind: str
    had: int


def select_copies(had: ColumnElement[int]) -> Select[*tuple[object, ...]]:
    """Deliveries of `:broadcast` as CopyRow has them; the caller says which of them."""
    return (
        select(
            Delivery.id,
            Delivery.supporter_id,
            Delivery.state,
            Delivery.zone,
            Delivery.attempts,
            Supporter.zone.label("lives"),
            Supporter.phone,
            Supporter.language,
            Supporter.zip,
            Supporter.chosen_divisions,
            Supporter.geocoded_divisions,
            Supporter.stopped,
            Supporter.doubted_at,
            Supporter.sms_reachable,
            Subscription.state.label("subscription"),
            bindparam("kind", type_=String()).label("kind"),
            had.label("had"),
        )
        .outerjoin(Supporter, Supporter.id == Delivery.supporter_id)
        .outerjoin(
            Subscription,
            (Subscription.supporter_id == Delivery.supporter_id) & (Subscription.programme == bindparam("campaign")),
        )
        .where(Delivery.broadcast_id == bindparam("broadcast"))
    )


@cache
def _queued(alerts_a_week: int) -> Select[*tuple[object, ...]]:
    return (
        select_copies(had_alerts(alerts_a_week))
        .where(QUEUED, Delivery.zone == bindparam("in_zone"))
        .order_by(Delivery.id)
        .limit(bindparam("most"))
        .with_for_update(of=Delivery, skip_locked=True)
    )


# Each zone that has queued deliveries, found by as many looks into the index as there are zones.
_ZONES = text(
    """
    WITH RECURSIVE found(zone) AS (
        SELECT min(zone) FROM deliveries WHERE broadcast_id = :broadcast AND state = 'queued'
        UNION ALL
        SELECT (SELECT min(zone) FROM deliveries WHERE broadcast_id = :broadcast AND state = 'queued' AND zone > found.zone)
        FROM found WHERE found.zone IS NOT NULL
    )
    SELECT zone FROM found WHERE zone IS NOT NULL
    """
)
_NEXT = BROADCASTS.where(Broadcast.state == "sending", Broadcast.expires_at > bindparam("now")).order_by(
    Broadcast.last_leased_at.is_not(None), Broadcast.last_leased_at, Broadcast.id
)
_GOES_ON = (
    select(Broadcast.state, SenderPace.backoff_until)
    .join(SenderPace, SenderPace.address == bindparam("address"))
    .where(Broadcast.id == bindparam("broadcast"))
)
_STILL = select_copies(literal(0)).where(Delivery.id.in_(bindparam("ids", expanding=True)))
_LEAVING = select(Delivery.id).where(bindparam("broadcast") == ITS_BROADCAST, UNDER_WAY, Delivery.state == "sending").limit(1)
_MOVE = update(Delivery).where(Delivery.id == bindparam("id_")).values(zone=bindparam("in_zone"))
_SERVE = update(Broadcast).where(Broadcast.id == bindparam("id_")).values(last_leased_at=bindparam("at"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What every lease goes by: the senders' paces, what limits it, who is awake, and what a broadcast says.

    `picture_pace`: picture messages a second that each sender takes.
    """

    paces: Mapping[str, float]
    alerts_a_week: int
    prices: Prices
    picture_pace: float
    spend_cap_micros: int
    is_open: Callable[[str, datetime], bool]
    texts: Callable[[BroadcastRow], Texts]
    phone_cipher: PhoneCipher
    lease: timedelta = LEASE


class AlertSource:
    """The outbox's source of what broadcasts send: of the one that was served longest ago."""

    is_bulk, room = True, 0.0

    def __init__(
        self, database: Database, terms: Terms, clock: Callable[[], datetime], effects: BroadcastEffects, ticker: Ticker
    ) -> None:
        self._database, self._terms, self._clock, self._effects = database, terms, clock, effects
        self.paces, self.ticker = terms.paces, ticker

    def lease(self, connection: Connection, senders: Sequence[SenderRow], now: datetime) -> Batch | NotYet:
        broadcasts = [BroadcastRow._make(row) for row in connection.execute(_NEXT, {"now": now})]
        if not broadcasts:
            return NotYet(None)
        turn = sender_turn(connection, self.ticker, senders, AHEAD_SECONDS, now)
        if isinstance(turn, NotYet):
            return turn
        for broadcast in broadcasts:
            pace = replace(turn.pace)
            try:
                batch = _Lease(connection, self, self._terms, broadcast, pace, turn.read_at, now).take()
            except CampaignNotLive as why:
                connection.execute(PAUSE, {"id_": broadcast.id, "why": f"campaign: {why}, then resume"})
                continue
            if batch is not None:
                return batch
        return NotYet(None)

    def check(self, batch: Batch, messages: Collection[OutboundMessage]) -> dict[int, Dropped | None]:
        assert batch.broadcast is not None
        broadcast, sender = batch.broadcast, batch.messages[0].sender
        with self._database.read() as connection:
            on = connection.execute(_GOES_ON, {"broadcast": broadcast.id, "address": sender}).first()
            if on is None or on.state != "sending" or (on.backoff_until is not None and on.backoff_until > self._clock()):
                return {message.id: Dropped() for message in messages}
            asked: dict[str, object] = {"broadcast": broadcast.id, "campaign": broadcast.campaign, "kind": broadcast.kind}
            asked["ids"] = [message.id for message in messages]
            rows = {row.id: row for row in map(CopyRow._make, connection.execute(_STILL, asked))}
        return check_leased(messages, rows, lambda row: delivery_refusal(row, alerts_a_week=1))

    def settle(
        self, connection: Connection, batch: Batch, unspent: Sequence[OutboundMessage], errors: Sequence[SendError]
    ) -> None:
        assert batch.broadcast is not None
        cost = sum((self._terms.prices.of(message.content) for message in unspent), FREE)
        give_back(connection, batch.broadcast.campaign, batch.day, cost)
        for error in errors:
            self._effects.stop(connection, batch.broadcast.id, error)

    def follow(self, batch: Batch, results: Sequence[tuple[OutboundMessage, SendResult]]) -> None:
        """Nothing: sweeps see to the rest."""


def open_zones(connection: Connection, broadcast: int, terms: Terms, now: datetime) -> list[str]:
    """The zones of queued deliveries in which texts may go out now."""
    zones = connection.execute(_ZONES, {"broadcast": broadcast}).scalars()
    return [zone for zone in zones if _may_leave(terms, zone, now)]


def _may_leave(terms: Terms, zone: str, now: datetime) -> bool:
    return terms.is_open(zone, now) and terms.is_open(zone, now + LATEST)


class _Lease:
    """One lease while it is made. `read_at`: when the clock of the pace was read, by the source's ticker."""

    def __init__(
        self,
        connection: Connection,
        source: AlertSource,
        terms: Terms,
        broadcast: BroadcastRow,
        pace: Pace,
        read_at: float,
        now: datetime,
    ) -> None:
        self.connection, self.terms, self.broadcast, self.pace, self.now = connection, terms, broadcast, pace, now
        self.source, self.read_at = source, read_at
        self.budget = Budget.of(connection, broadcast.campaign, now, terms.spend_cap_micros)
        self.texts = terms.texts(broadcast)
        self.messages: list[OutboundMessage] = []
        self.counts: list[int] = []
        self.units: list[float] = []
        self.moments: list[float] = []
        self.skipped: list[dict[str, object]] = []
        self.moved: list[dict[str, object]] = []
        self.zones: list[str] = []
        self.changes = CountChanges()
        self.most = max(pace.texts, LOOKED_AT)

    def take(self) -> Batch | None:
        """The batch, written down; None where this broadcast has nothing to send now."""
        rows = 0
        for zone in open_zones(self.connection, self.broadcast.id, self.terms, self.now):
            if not self.pace.has_room or self.budget.is_spent or rows >= self.most:
                break
            rows += self._take_from(zone)
        # While deliveries are on their way, a pause would drop them, and their money would be there again.
        if self.budget.is_spent and not self.messages and not self._is_leaving():
            self.connection.execute(PAUSE, {"id_": self.broadcast.id, "why": self.budget.reason})
        if not rows:
            return None
        # Deciding may have taken long, the first time above all: late texts would leave among those of the next batch.
        late = self.pace.put_off(self.source.ticker() - self.read_at)
        self._write()
        leaves_at = [self.read_at + at + late - self.pace.now for at in self.moments]
        reasons = Counter(str(row["reason"]) for row in self.skipped)
        return Batch(
            source=self.source,
            messages=self.messages,
            pace_units=self.units,
            leaves_at=leaves_at,
            skipped=reasons,
            broadcast=self.broadcast,
            day=self.budget.day,
        )

    def _is_leaving(self) -> bool:
        return self.connection.execute(_LEAVING, {"broadcast": self.broadcast.id}).first() is not None

    def _take_from(self, zone: str) -> int:
        """Decide the next deliveries of a zone, until the batch is full; how many were decided."""
        asked = {
            "broadcast": self.broadcast.id,
            "campaign": self.broadcast.campaign,
            "kind": self.broadcast.kind,
            "in_zone": zone,
            "week": self.now - WEEK,
            "day": self.now - DAY,
            "most": self.most,
        }
        decided = 0
        for row in self.connection.execute(_queued(self.terms.alerts_a_week), asked).all():
            if not self.pace.has_room or not self._decide(CopyRow._make(row)):
                break
            decided += 1
        return decided

    def _decide(self, row: CopyRow) -> bool:
        """Take up a delivery, skip it, or leave it for the hours of where its supporter lives now. False: no money is left."""
        zone = row.zone if row.lives is None else row.lives
        if zone != row.zone and not _may_leave(self.terms, zone, self.now):
            self.moved.append({"id_": row.id, "in_zone": zone})
            self.changes.move(self.broadcast.id, Standing("queued", zone=row.zone), Standing("queued", zone=zone))
            return True
        reason = delivery_refusal(row, self.terms.alerts_a_week)
        if reason is not None or row.phone is None:
            self._skip(row, reason or ERASED)
            return True
        phone = self._number(row.phone)
        if phone is None:
            self._skip(row, UNREADABLE)
            return True
        recipient = Recipient(row.id, row.language, row.zip, row.chosen_divisions, row.geocoded_divisions)
        content = self.texts.render(recipient)
        if isinstance(content, Missing):
            self._skip(row, f"{NO_VALUE} {content.placeholder}")
            return True
        cost = self.terms.prices.of(content)
        if not self.budget.take(cost):
            return False
        units = pace_units(cost.segments, self.pace.rate, self.terms.picture_pace)
        self.moments.append(self.pace.reserve(units))
        self.messages.append(
            OutboundMessage(
                id=row.id,
                attempt=row.attempts + 1,
                sender=self.pace.address,
                to=phone,
                content=content,
            )
        )
        self.counts.append(cost.segments)
        self.units.append(units)
        self.zones.append(zone)
        self.changes.move(self.broadcast.id, Standing("queued", zone=row.zone), Standing("sending", segments=cost.segments))
        return True

    def _skip(self, row: CopyRow, reason: str) -> None:
        self.skipped.append({"id_": row.id, "reason": reason})
        self.changes.move(self.broadcast.id, Standing("queued", zone=row.zone), Standing("skipped", reason))

    def _number(self, encrypted: bytes) -> str | None:
        """The number; None for one that another PHONE_KEY encrypted. Raises ValueError where ours is the wrong one: nobody is
        left out for that."""
        phone = self.terms.phone_cipher.decrypt_if_ours(encrypted)
        if phone is None:
            check_phone_key(self.connection, self.terms.phone_cipher)
        return phone

    def _write(self) -> None:
        until = self.now + timedelta(seconds=self.pace.free_at - self.pace.now) + self.terms.lease
        common = {"address": self.pace.address, "at": self.now, "until": until}
        taken = [
            {"id_": message.id, **as_columns(message.content), "count": count, "in_zone": zone, **common}
            for message, count, zone in zip(self.messages, self.counts, self.zones, strict=True)
        ]
        for statement, rows in ((TAKE, taken), (SKIP, self.skipped), (_MOVE, self.moved)):
            if rows:
                self.connection.execute(statement, rows)
        if taken:
            keep_senders(self.connection, self.pace)
            self.budget.write(self.connection)
        self.connection.execute(_SERVE, {"id_": self.broadcast.id, "at": self.now})
        self.changes.write(self.connection)
