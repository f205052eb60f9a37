"""Takes up the next copies of a broadcast, in one transaction: who gets one, what it says, when it leaves, what it costs.

The senders' rows are locked first, so that claims follow one another over all threads and machines: pace, the alerts a
supporter gets a week, and spending are exact.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, String, bindparam, func, select, text, update
from sqlalchemy.orm import aliased

from bot.broadcasts.alert_texts import CampaignNotLive, Missing, Recipient, Texts
from bot.broadcasts.eligibility import COUNTED, refusal
from bot.broadcasts.pace import Pace, believed, seconds_until_free
from bot.broadcasts.senders import keep, locked, paced_now
from bot.broadcasts.spending import Budget
from bot.broadcasts.states import BROADCAST, earlier
from bot.models import ITS_BROADCAST, QUEUED, UNDER_WAY, Broadcast, Delivery, Subscription, Supporter
from bot.providers.protocol import OutboundMessage
from bot.storage.encryption import Numbers
from bot.telephony import segments

LEASE = timedelta(seconds=30)  # from a batch's last moment: three times as long as the provider may take to answer
WEEK = timedelta(days=7)
# As late as what is claimed now may leave (send.py drops what is later): the hours are still open then.
LATEST = timedelta(seconds=20)
LOOKED_AT = 100  # copies at least that a claim looks at: a slow sender is not held up by many who may not get one
NO_VALUE = "no value for"  # begins the reason of who was skipped for a placeholder

_Other, _Its = aliased(Delivery), aliased(Broadcast)
# Alerts of all campaigns that reached a supporter this week, or may have.
HAD = (
    select(func.count())
    .select_from(_Other)
    .join(_Its, _Its.id == _Other.broadcast_id)
    .where(_Other.supporter_id == Supporter.id, _Other.claimed_at > bindparam("week"))
    .where(_Other.state.in_(COUNTED), _Its.kind == "alert")
    .scalar_subquery()
)


def copies(had: Any) -> Select[*tuple[Any, ...]]:
    """Deliveries of `:broadcast` with what rules.py asks of each; the caller says which of them."""
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
            Supporter.told,
            Supporter.exact,
            Supporter.stopped,
            Supporter.textable,
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


_QUEUED = (
    copies(HAD)
    .where(QUEUED, Delivery.zone == bindparam("in_zone"))
    .order_by(Delivery.id)
    .limit(bindparam("most"))
    .with_for_update(of=Delivery, skip_locked=True)
)
# Each zone that has queued copies, found by as many looks into the index as there are zones.
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
_NEXT = (
    select(Broadcast.__table__)
    .where(Broadcast.state == "sending", Broadcast.expires_at > bindparam("now"))
    .order_by(Broadcast.served_at.is_not(None), Broadcast.served_at, Broadcast.id)
)
_LEAVING = select(Delivery.id).where(bindparam("broadcast") == ITS_BROADCAST, UNDER_WAY, Delivery.state == "sending").limit(1)
_TAKE = (
    update(Delivery)
    .where(Delivery.id == bindparam("id_"))
    .values(
        state="sending",
        zone=bindparam("in_zone"),
        text=bindparam("words"),
        segments=bindparam("count"),
        sender=bindparam("address"),
        attempts=Delivery.attempts + 1,
        claimed_at=bindparam("at"),
        due_at=bindparam("until"),
        sent_at=None,
        provider_id=None,
        error=None,
    )
)
_SKIP = update(Delivery).where(Delivery.id == bindparam("id_")).values(state="skipped", error=bindparam("reason"), due_at=None)
_MOVE = update(Delivery).where(Delivery.id == bindparam("id_")).values(zone=bindparam("in_zone"))
_SERVE = update(Broadcast).where(Broadcast.id == bindparam("id_")).values(served_at=bindparam("at"))
PAUSE = (
    update(Broadcast)
    .where(Broadcast.id == bindparam("id_"), Broadcast.state.in_(earlier("paused", BROADCAST)))
    .values(state="paused", reason=bindparam("why"))
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What every claim goes by: the senders' paces, what limits it, who is awake, and what a broadcast says."""

    paces: Mapping[str, float]
    alerts_a_week: int
    segment_micros: int
    cap_micros: int
    is_open: Callable[[str, datetime], bool]
    texts: Callable[[Any], Texts]
    numbers: Numbers
    lease: timedelta = LEASE


@dataclass(frozen=True, slots=True)
class Batch:
    """Copies of a broadcast (its row) that one worker sends now, all from one sender; empty where all were skipped.

    `leaves_at`: when each leaves, on this process's monotonic clock. `day`: to whose spending they were added. `skipped`: how
    many, by reason.
    """

    broadcast: Any
    day: str
    messages: Sequence[OutboundMessage]
    segments: Sequence[int]
    leaves_at: Sequence[float]
    skipped: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NotYet:
    """Nothing can be claimed for so many seconds; None where nothing is left to send."""

    seconds: float | None


def claim(connection: Connection, terms: Terms, now: datetime) -> Batch | NotYet:
    """Claim the next batch, of the broadcast that was served longest ago. `connection` is in a write transaction."""
    senders = locked(connection, list(terms.paces))
    broadcasts = connection.execute(_NEXT, {"now": now}).all()
    if not broadcasts:
        return NotYet(None)
    awake = [sender for sender in senders if sender.rests_until is None or sender.rests_until <= now]
    if not awake:
        return NotYet(min((sender.rests_until - now).total_seconds() for sender in senders))
    sender = min(awake, key=lambda each: (each.free_at, each.address))
    clock, read_at = paced_now(connection)
    free_at = believed(sender.free_at, sender.rate, clock)
    if wait := seconds_until_free(free_at, clock):
        return NotYet(wait)
    for broadcast in broadcasts:
        pace = Pace(sender.address, sender.rate, free_at, clock)
        try:
            batch = _Claim(connection, terms, broadcast, pace, read_at, now).take()
        except CampaignNotLive as why:
            connection.execute(PAUSE, {"id_": broadcast.id, "why": f"campaign: {why}, then resume"})
            continue
        if batch is not None:
            return batch
    return NotYet(None)


def open_zones(connection: Connection, broadcast: int, terms: Terms, now: datetime) -> list[str]:
    """The zones of queued copies in which texts may go out now."""
    zones = connection.execute(_ZONES, {"broadcast": broadcast}).scalars()
    return [zone for zone in zones if _may_leave(terms, zone, now)]


def _may_leave(terms: Terms, zone: str, now: datetime) -> bool:
    return terms.is_open(zone, now) and terms.is_open(zone, now + LATEST)


class _Claim:
    """One claim while it is made. `read_at`: when the clock of the pace was read, on this process's monotonic clock."""

    def __init__(self, connection: Connection, terms: Terms, broadcast: Any, pace: Pace, read_at: float, now: datetime) -> None:
        self.connection, self.terms, self.broadcast, self.pace, self.now = connection, terms, broadcast, pace, now
        self.read_at = read_at
        self.budget = Budget.of(connection, broadcast.campaign, now, terms.segment_micros, terms.cap_micros)
        self.texts = terms.texts(broadcast)
        self.messages: list[OutboundMessage] = []
        self.counts: list[int] = []
        self.moments: list[float] = []
        self.skipped: list[dict[str, object]] = []
        self.moved: list[dict[str, object]] = []
        self.zones: list[str] = []
        self.most = max(pace.texts, LOOKED_AT)

    def take(self) -> Batch | None:
        """The batch, written down; None where this broadcast has nothing to send now."""
        rows = 0
        for zone in open_zones(self.connection, self.broadcast.id, self.terms, self.now):
            if not self.pace.has_room or self.budget.is_spent or rows >= self.most:
                break
            rows += self._take_from(zone)
        # While copies are on their way, a pause would drop them, and their money would be there again.
        if self.budget.is_spent and not self.messages and not self._is_leaving():
            self.connection.execute(PAUSE, {"id_": self.broadcast.id, "why": self.budget.reason})
        if not rows:
            return None
        # Deciding may have taken long, the first time above all: late texts would leave among those of the next batch.
        late = self.pace.put_off(time.monotonic() - self.read_at)
        self._write()
        leaves_at = [self.read_at + at + late - self.pace.now for at in self.moments]
        reasons = Counter(str(row["reason"]) for row in self.skipped)
        return Batch(self.broadcast, self.budget.day, self.messages, self.counts, leaves_at, reasons)

    def _is_leaving(self) -> bool:
        return self.connection.execute(_LEAVING, {"broadcast": self.broadcast.id}).first() is not None

    def _take_from(self, zone: str) -> int:
        """Decide the next copies of a zone, until the batch is full; how many were decided."""
        asked = {
            "broadcast": self.broadcast.id,
            "campaign": self.broadcast.campaign,
            "kind": self.broadcast.kind,
            "in_zone": zone,
            "week": self.now - WEEK,
            "most": self.most,
        }
        decided = 0
        for row in self.connection.execute(_QUEUED, asked).all():
            if not self.pace.has_room or not self._decide(row):
                break
            decided += 1
        return decided

    def _decide(self, row: Any) -> bool:
        """Take up a copy, skip it, or leave it for the hours of where its supporter lives now. False: no money is left."""
        zone = row.zone if row.lives is None else row.lives
        if zone != row.zone and not _may_leave(self.terms, zone, self.now):
            self.moved.append({"id_": row.id, "in_zone": zone})
            return True
        reason = refusal(row, self.terms.alerts_a_week)
        words = Missing("") if reason else self.texts.render(Recipient(row.id, row.language, row.zip, row.told, row.exact))
        if isinstance(words, Missing):
            self.skipped.append({"id_": row.id, "reason": reason or f"{NO_VALUE} {words.placeholder}"})
            return True
        count = segments(words).count
        if not self.budget.take(count):
            return False
        self.moments.append(self.pace.reserve(count))
        to = self.terms.numbers.open(row.phone)
        self.messages.append(OutboundMessage(id=row.id, attempt=row.attempts + 1, sender=self.pace.address, to=to, body=words))
        self.counts.append(count)
        self.zones.append(zone)
        return True

    def _write(self) -> None:
        until = self.now + timedelta(seconds=self.pace.free_at - self.pace.now) + self.terms.lease
        common = {"address": self.pace.address, "at": self.now, "until": until}
        taken = [
            {"id_": message.id, "words": message.body, "count": count, "in_zone": zone, **common}
            for message, count, zone in zip(self.messages, self.counts, self.zones, strict=True)
        ]
        for statement, rows in ((_TAKE, taken), (_SKIP, self.skipped), (_MOVE, self.moved)):
            if rows:
                self.connection.execute(statement, rows)
        if taken:
            keep(self.connection, self.pace)
            self.budget.write(self.connection)
        self.connection.execute(_SERVE, {"id_": self.broadcast.id, "at": self.now})
