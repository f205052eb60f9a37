"""What became of deliveries: answers to our requests, and what callbacks or the provider's log say of them later.

The states only move forwards (delivery_states.py), whatever comes first or twice.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, case, or_, select, update

from bot.models import Broadcast, Delivery, SenderPace, Supporter
from bot.outbox.delivery_states import DELIVERY
from bot.outbox.queue import Batch, Dropped, Outcome
from bot.people import ledger
from bot.people.no_text_reasons import STOPPED
from bot.providers.protocol import Accepted, ErrorAction, ErrorCause, OutboundMessage, SendError, StatusUpdate
from bot.reading import EVERYTHING
from bot.storage.encryption import PhoneCipher


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPolicy:
    """What follows from an error. `waits`: the delivery is tried again after so long; None: it is not. `attempts`: so often in
    all where the provider had taken it first. `cool_down`: the sender sends nothing for so long. `pauses`: what stops."""

    waits: timedelta | None = None
    attempts: int = 1
    cool_down: timedelta | None = None
    pauses: Literal["", "broadcast", "everything"] = ""


AT_ONCE = timedelta()
ERROR_POLICIES: Mapping[ErrorAction, ErrorPolicy] = {
    "give_up": ErrorPolicy(),
    "retry_later": ErrorPolicy(waits=timedelta(minutes=15), attempts=3),
    "retry_once": ErrorPolicy(waits=timedelta(minutes=5), attempts=2),
    "cool_down": ErrorPolicy(waits=timedelta(minutes=10), attempts=3, cool_down=timedelta(minutes=10)),
    "back_off": ErrorPolicy(waits=AT_ONCE),  # how long the sender backs off grows with each batch that fails: below
    "pause_broadcast": ErrorPolicy(waits=AT_ONCE, attempts=3, pauses="broadcast"),
    "pause_all": ErrorPolicy(waits=AT_ONCE, attempts=3, pauses="everything"),
    "reconcile": ErrorPolicy(),
}


def stops_more(error: SendError) -> bool:
    """Would whatever else is sent at this moment only meet the same?"""
    policy = ERROR_POLICIES[error.action]
    return bool(policy.pauses or policy.cool_down)


# A sender backs off when it is told to, or when this share of a batch got no answer: one timeout in a hundred is no storm.
TROUBLE = 0.1
LONGEST_BACKOFF = 300.0  # seconds
# A text that somebody waits for and that surely did not leave is tried again after so long, and then after twice as long.
TRY_AGAIN = timedelta(seconds=10)
ASK_AFTER = timedelta(seconds=2)  # until the log is asked about a lost delivery

_MOVE = (
    update(Delivery)
    .where(Delivery.id == bindparam("id_"))
    .values(
        state=bindparam("to"),
        # By their id the provider knows the number: none is kept of who was erased meanwhile.
        provider_id=case((Delivery.supporter_id.is_not(None), bindparam("sid", type_=Delivery.provider_id.type))),
        sent_at=bindparam("at"),
        due_at=bindparam("due"),
        error=bindparam("why"),
        error_cause=bindparam("cause"),
    )
)
_FELL = _MOVE.values(failures=bindparam("times"))
# Those of a batch that are still ours, one after the other as callbacks lock them.
_OURS = (
    select(Delivery.id, Delivery.attempts, Delivery.state)
    .where(Delivery.id.in_(bindparam("ids", expanding=True)))
    .order_by(Delivery.id)
    .with_for_update()
)
_WHOSE = (
    select(Delivery.id, Delivery.supporter_id, Delivery.attempts, Delivery.provider_id)
    .where(Delivery.id.in_(bindparam("ids", expanding=True)), Delivery.kind == "text")
    .order_by(Delivery.supporter_id, Delivery.id)
)
_ANSWERED = _MOVE.where(
    Delivery.attempts == bindparam("attempt"), or_(*(Delivery.state == state for state in ("queued", "sending", "unknown")))
)


class _HeardRow(NamedTuple):
    """A delivery that something is heard of, and its broadcast, if it has one."""

    id: int
    broadcast_id: int | None
    supporter_id: int | None
    state: str
    attempts: int
    failures: int
    provider_id: str | None
    sender: str | None
    sent_at: datetime | None
    broadcast_state: str | None
    expires_at: datetime | None


_HEARD = (
    select(
        Delivery.id,
        Delivery.broadcast_id,
        Delivery.supporter_id,
        Delivery.state,
        Delivery.attempts,
        Delivery.failures,
        Delivery.provider_id,
        Delivery.sender,
        Delivery.sent_at,
        Broadcast.state.label("broadcast_state"),
        Broadcast.expires_at,
    )
    .outerjoin(Broadcast, Broadcast.id == Delivery.broadcast_id)
    .where(Delivery.id.in_(bindparam("ids", expanding=True)))
    .order_by(Delivery.id)
    .with_for_update(of=Delivery)
)
_SENDER = select(SenderPace.__table__).where(SenderPace.address == bindparam("address"))
_BACK_OFF = (
    update(SenderPace)
    .where(SenderPace.address == bindparam("of"))
    .values(backoff_until=bindparam("until"), reason=bindparam("why"), failures=bindparam("times"))
)
_WELL = update(SenderPace).where(SenderPace.address == bindparam("of"), SenderPace.failures > 0).values(failures=0, reason="")


# --- Answers to our requests ---------------------------------------------------------------------------------------------


class DeliveryEffects(Protocol):
    """What follows for the broadcasts that deliveries belong to."""

    def reopen(self, connection: Connection, broadcasts: Set[int]) -> None:
        """These have a delivery that is tried again."""

    def stop(self, connection: Connection, broadcast: int, error: SendError) -> None:
        """One of its deliveries met this error."""


class Outcomes:
    """Writes what became of deliveries. Both ways are safe to do twice, and lock rows in the order of FORGET, then of leases:
    supporters, deliveries, senders, money, broadcasts."""

    def __init__(self, phone_cipher: PhoneCipher, effects: DeliveryEffects) -> None:
        self._phone_cipher, self._effects = phone_cipher, effects

    def record(
        self, connection: Connection, batch: Batch, outcomes: Sequence[tuple[OutboundMessage, Outcome]], now: datetime
    ) -> Counter[tuple[str, str]]:
        """Write what became of a batch; how many, by state and reason."""
        in_order = sorted(outcomes, key=lambda each: each[0].id)
        errors = [(message.id, outcome) for message, outcome in in_order if isinstance(outcome, SendError)]
        _learn(connection, self._phone_cipher, [(id, "", error) for id, error in errors if error.known], now)
        moves = [(message, outcome, _answered(message, outcome, now, batch.source.is_bulk)) for message, outcome in in_order]
        accepted = [move for _, outcome, move in moves if isinstance(outcome, Accepted)]
        others = [each for each in moves if not isinstance(each[1], Accepted)]
        # Another worker may have found some of these meanwhile: then they, and their money, are its own.
        ours = set[tuple[int, int]]()
        if others:
            locked = connection.execute(_OURS, {"ids": [message.id for message, _ in in_order]})
            ours = {(row.id, row.attempts) for row in locked if row.state == "sending"}
        others = [each for each in others if (each[0].id, each[0].attempt) in ours]
        if accepted:
            connection.execute(_ANSWERED, accepted)
        if others:
            connection.execute(_MOVE, [move for *_, move in others])
        if batch.messages and batch.source.is_bulk:
            _steer(connection, batch.messages[0].sender, [error for _, error in errors], len(in_order), now)
        unspent = [message for message, outcome, _ in others if _never_left(outcome)]
        known = {error.code: error for _, error in errors if error.known}
        batch.source.settle(connection, batch, unspent, list(known.values()))
        return Counter((str(move["to"]), str(move["why"] or "")) for *_, move in moves)

    def apply_updates(
        self, connection: Connection, news: Iterable["DeliveryUpdate"], now: datetime
    ) -> Counter[tuple[str, str]]:
        """Write what is heard of any deliveries, in their order; how many moved, by state and reason. An id of none is
        harmless."""
        news = list(news)
        # True of the number, whatever attempt it was.
        told = [(heard.id, _about(heard), heard.update.error) for heard in news if heard.update.error]
        _learn(connection, self._phone_cipher, told, now)
        found = connection.execute(_HEARD, {"ids": sorted({heard.id for heard in news})})
        rows = {row.id: row for row in map(_HeardRow._make, found)}
        statuses = {id: _status_of(row) for id, row in rows.items()}
        counts: Counter[tuple[str, str]] = Counter()
        moved = dict[int, DeliveryStatus]()
        errors: list[tuple[_HeardRow, int, SendError]] = []
        for heard in news:
            status = statuses.get(heard.id)
            if status is not None and status.apply(heard, now):
                moved[heard.id] = status
                counts[status.state, status.error or ""] += 1
                broadcast = rows[heard.id].broadcast_id
                if heard.update.error is not None and broadcast is not None:
                    errors.append((rows[heard.id], broadcast, heard.update.error))
        if moved:
            connection.execute(_FELL, [_as_row(id, moved[id]) for id in sorted(moved)])
        # Senders before broadcasts, as leases lock them.
        for row, _, error in sorted(errors, key=lambda each: each[0].sender or ""):
            _cool_down(connection, row.sender, error, now)
        waiting = {rows[id].broadcast_id for id, status in moved.items() if status.state == "waiting"}
        self._effects.reopen(connection, {broadcast for broadcast in waiting if broadcast is not None})
        for _, broadcast, error in sorted(errors, key=lambda each: each[1]):
            self._effects.stop(connection, broadcast, error)
        return counts


def is_tried_again(message: OutboundMessage, error: SendError) -> bool:
    """Is this a text of a conversation that surely did not leave, as the provider had no room for it?"""
    return error.known and error.action == "back_off" and message.kind == "text"


def _never_left(outcome: Outcome) -> bool:
    return isinstance(outcome, Dropped) or (isinstance(outcome, SendError) and outcome.known)


def _answered(message: OutboundMessage, outcome: Outcome, now: datetime, is_bulk: bool) -> dict[str, object]:
    """What is written of a delivery after the provider's answer."""
    move: dict[str, object] = dict.fromkeys(("sid", "at", "due", "why", "cause"))
    move |= {"id_": message.id, "attempt": message.attempt}
    if isinstance(outcome, SendError) and not outcome.stopped:
        move["cause"] = outcome.cause
    match outcome:
        case Accepted(sid, delivered):
            return move | {"to": "delivered" if delivered else "sent", "sid": sid, "at": now}
        case Dropped(None):
            return move | {"to": "queued"}
        case Dropped(reason):
            return move | {"to": "skipped", "why": reason}
        case SendError(code, known=False):
            return move | {"to": "unknown", "why": code, "due": now + ASK_AFTER}
        case SendError(code) if not is_bulk and is_tried_again(message, outcome):
            return move | {"to": "waiting", "why": code, "due": now + TRY_AGAIN * 2 ** (message.attempt - 1)}
        case SendError(code) if not is_bulk:
            return move | {"to": "failed", "why": code}
        case SendError(code, stopped=True):
            return move | {"to": "skipped", "why": STOPPED}
        case SendError(code, action=action):
            waits = ERROR_POLICIES[action].waits
            return move | (
                {"to": "failed", "why": code} if waits is None else {"to": "waiting", "why": code, "due": now + waits}
            )


# --- What is heard of a delivery later ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryUpdate:
    """How far a delivery came: its id, the attempt that this is about, and what is told of it."""

    id: int
    attempt: int
    update: StatusUpdate


@dataclass(slots=True, kw_only=True)
class DeliveryStatus:
    """A delivery as its row has it, moved by what is heard. `tried_until`: no try of it begins later; None: none at all."""

    state: str
    attempts: int
    failures: int
    provider_id: str | None
    sent_at: datetime | None
    tried_until: datetime | None
    due_at: datetime | None = None
    error: str | None = None
    error_cause: ErrorCause | None = None

    def apply(self, heard: DeliveryUpdate, now: datetime) -> bool:
        """Move forwards; False where that is no news, or about another text."""
        news = heard.update
        if heard.attempt != self.attempts or self.provider_id not in (None, news.provider_id):
            return False
        after: str = news.status
        due: datetime | None = None
        if news.error is not None:
            policy = ERROR_POLICIES[news.error.action]
            due = now + policy.waits if policy.waits is not None else None
            late = due is None or self.tried_until is None or due >= self.tried_until
            after = "failed" if late or self.failures + 1 >= policy.attempts else "waiting"
        if after not in DELIVERY[self.state]:
            return False
        self.state, self.due_at, self.provider_id = after, due if after == "waiting" else None, news.provider_id
        self.failures += after == "waiting"
        self.sent_at = self.sent_at or now
        self.error = news.error.code if news.error else None
        self.error_cause = news.error.cause if news.error else None
        return True


def _status_of(row: _HeardRow) -> DeliveryStatus:
    until = None if row.broadcast_state == "cancelled" else row.expires_at  # a conversation's has neither
    return DeliveryStatus(
        state=row.state,
        attempts=row.attempts,
        failures=row.failures,
        provider_id=row.provider_id,
        sent_at=row.sent_at,
        tried_until=until,
    )


def _as_row(id: int, status: DeliveryStatus) -> dict[str, object]:
    return {
        "id_": id,
        "to": status.state,
        "sid": status.provider_id,
        "at": status.sent_at,
        "due": status.due_at,
        "why": status.error,
        "cause": status.error_cause,
        "times": status.failures,
    }


# --- What follows for others ---------------------------------------------------------------------------------------------


def _about(heard: DeliveryUpdate) -> str:
    """Which attempt at the provider it is about."""
    return f"{heard.attempt} {heard.update.provider_id}"


def _learn(
    connection: Connection, phone_cipher: PhoneCipher, errors: Sequence[tuple[int, str, SendError]], now: datetime
) -> None:
    """Keep what errors of texts say about numbers. With each what it is about: not what the delivery's row has otherwise."""
    useless = [each for each in errors if not each[2].sms_reachable]
    if useless:
        for row in connection.execute(_WHOSE, {"ids": sorted({id for id, *_ in useless})}).all():
            for id, about, error in useless:
                attempt, _, provider_id = about.partition(" ")
                is_other = attempt == str(row.attempts) and row.provider_id not in (None, provider_id)
                if id == row.id and not is_other:
                    learn_about_number(connection, phone_cipher, row.supporter_id, error, now)


def learn_about_number(
    connection: Connection, phone_cipher: PhoneCipher, supporter: int | None, error: SendError, now: datetime
) -> None:
    """Keep what the failure of a text says about the number of this supporter: of None, who was erased, nothing."""
    if supporter is None or error.sms_reachable:
        return
    phone = connection.execute(select(Supporter.phone).where(Supporter.id == supporter)).scalar()
    if phone is None:
        return
    connection.execute(update(Supporter).where(Supporter.id == supporter).values(sms_reachable=False))
    number = phone_cipher.decrypt_if_ours(phone) if error.stopped else None
    if number is None:
        return
    person = phone_cipher.person_key(number)
    if not ledger.is_stopped(connection, person):
        stop = ledger.LedgerEntry(
            programme=EVERYTHING, act="withdrawn", words=error.code, channel="sms", source="carrier", at=now
        )
        ledger.write_entries(connection, person, supporter, [stop])


def _cool_down(connection: Connection, sender: str | None, error: SendError, now: datetime) -> None:
    cool_down = ERROR_POLICIES[error.action].cool_down
    if cool_down is not None and sender is not None:
        connection.execute(_BACK_OFF, {"of": sender, "until": now + cool_down, "why": error.code, "times": 0})


def _steer(connection: Connection, address: str, errors: Sequence[SendError], sent: int, now: datetime) -> None:
    """Have a sender back off that has trouble, the longer the more batches in a row had any; else take it for well again."""
    for error in errors:
        if ERROR_POLICIES[error.action].cool_down is not None:
            _cool_down(connection, address, error, now)
            return
    told = [error for error in errors if error.action == "back_off"]
    lost = [error for error in errors if error.action == "reconcile"]
    if not told and len(lost) < TROUBLE * sent:
        connection.execute(_WELL, {"of": address})
        return
    row = connection.execute(_SENDER.with_for_update(), {"address": address}).first()
    if row is None or (row.backoff_until is not None and row.backoff_until > now):
        return  # batches that were under way together are one trouble
    failures = row.failures + 1
    seconds = min(LONGEST_BACKOFF, 2.0 ** min(failures, 16)) * random.uniform(0.5, 1)
    until = now + timedelta(seconds=seconds)
    connection.execute(_BACK_OFF, {"of": address, "until": until, "why": (told or lost)[0].code, "times": failures})
