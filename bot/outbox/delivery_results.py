"""What became of deliveries: answers to our requests, and what callbacks or the provider's log say of them later.

The states only move forwards (delivery_states.py), whatever comes first or twice.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, case, or_, select, update

from bot.models import ENDED, Broadcast, Delivery, SenderPace, Supporter
from bot.outbox.delivery_counts import CountChanges, Standing
from bot.outbox.delivery_states import DELIVERY
from bot.outbox.error_policies import ERROR_POLICIES, gives_up
from bot.outbox.fail_over import FailOver
from bot.outbox.queue import Batch, Dropped, LeasedRow, SendResult
from bot.people import ledger
from bot.people.no_text_reasons import STOPPED
from bot.providers.protocol import Accepted, ErrorCause, OutboundMessage, SendError, StatusUpdate
from bot.reading import EVERYTHING
from bot.results.counts import Counts
from bot.results.days import Days
from bot.storage.encryption import PhoneCipher

# A sender backs off when this share of a batch was refused as too much, or got no answer: one in a hundred is no storm. Of a
# small batch one is a large share, so it takes two, or all of it.
TROUBLE, TROUBLED = 0.1, 2
LONGEST_BACKOFF = 300.0  # seconds
# A text that somebody waits for and that surely did not leave is tried again after so long, and then after twice as long.
TRY_AGAIN = timedelta(seconds=10)
SERIES = 3  # texts in a row that a number does not take
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
    select(Delivery.id, Delivery.attempts, Delivery.failures, Delivery.state, Delivery.zone, Delivery.segments)
    .where(Delivery.id.in_(bindparam("ids", expanding=True)))
    .order_by(Delivery.id)
    .with_for_update()
)
_WHOSE = (
    select(Delivery.id, Delivery.supporter_id, Delivery.attempts, Delivery.provider_id)
    .where(Delivery.id.in_(bindparam("ids", expanding=True)), Delivery.kind == "text")
    .order_by(Delivery.supporter_id, Delivery.id)
)
_LAST_ENDED = (
    select(Delivery.state, Delivery.error_cause)
    .where(Delivery.supporter_id == bindparam("who"), Delivery.kind == "text", ENDED)
    .order_by(Delivery.leased_at.desc())
    .limit(SERIES)
)
_REST_NUMBER = update(Supporter).where(Supporter.id == bindparam("who")).values(sms_reachable=False)
TAKEN_FROM = ("queued", "sending", "unknown")  # states in which the provider's word that it took one still counts
_ANSWERED = _MOVE.where(Delivery.attempts == bindparam("attempt"), or_(*(Delivery.state == state for state in TAKEN_FROM)))


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
    zone: str
    segments: int | None
    broadcast_state: str | None
    expires_at: datetime | None
    resend_unknown: bool | None
    campaign: str | None
    kind: str


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
        Delivery.zone,
        Delivery.segments,
        Broadcast.state.label("broadcast_state"),
        Broadcast.expires_at,
        Broadcast.resend_unknown,
        Broadcast.campaign,
        Delivery.kind,
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
    .values(backoff_until=bindparam("until"), reason=bindparam("why"), failures=bindparam("times"), refused=False)
)
_WELL = update(SenderPace).where(SenderPace.address == bindparam("of"), SenderPace.failures > 0).values(failures=0, reason="")


# --- Answers to our requests ---------------------------------------------------------------------------------------------


class DeliveryEffects(Protocol):
    """What follows for the broadcasts that deliveries belong to."""

    def reopen(self, connection: Connection, broadcasts: Set[int]) -> None:
        """These have a delivery that is tried again."""

    def stop(self, connection: Connection, broadcast: int, error: SendError) -> None:
        """One of its deliveries met this error."""


class DeliveryResults:
    """Writes what became of deliveries. Both ways are safe to do twice, and lock rows in the order of FORGET, then of leases:
    supporters, deliveries, senders, money, broadcasts, counts."""

    def __init__(self, phone_cipher: PhoneCipher, effects: DeliveryEffects, days: Days, fail_over: FailOver) -> None:
        self._phone_cipher, self._effects, self._days, self._fail_over = phone_cipher, effects, days, fail_over

    def record(
        self, connection: Connection, batch: Batch, results: Sequence[tuple[OutboundMessage, SendResult]], now: datetime
    ) -> Counter[tuple[str, str]]:
        """Write what became of a batch; how many, by state and reason."""
        in_order = sorted(results, key=lambda each: each[0].id)
        errors = [(message.id, result) for message, result in in_order if isinstance(result, SendError)]
        _learn(connection, self._phone_cipher, [(id, "", error) for id, error in errors if error.known], now)
        moves = [(message, result, _answered(message, result, now, batch.source.is_bulk)) for message, result in in_order]
        accepted = [move for _, result, move in moves if isinstance(result, Accepted)]
        others = [each for each in moves if not isinstance(each[1], Accepted)]
        # Another worker may have found some of these meanwhile: then they, and their money, are its own.
        changes, broadcast = CountChanges(), batch.broadcast.id if batch.broadcast else None
        if others or broadcast is not None:
            locked = connection.execute(_OURS, {"ids": [message.id for message, _ in in_order]})
            rows = {row.id: row for row in locked}
            others = [each for each in others if _is_ours(rows.get(each[0].id), each[0])]
            for message, result, move in others:
                _count_failure(rows[message.id].failures, result, move)
            for message, result, move in moves:
                row, may = rows.get(message.id), TAKEN_FROM if isinstance(result, Accepted) else ("sending",)
                if row is not None and row.attempts == message.attempt and row.state in may:
                    _count(changes, broadcast, row, move)
        texts, campaign = Counts(self._days), batch.broadcast.campaign if batch.broadcast else ""
        is_text = any(message.kind == "text" for message in batch.messages)  # one source has one kind
        for state in ("sent", "delivered"):
            if answered := [move for move in accepted if move["to"] == state]:
                # Of some a callback may have told before: then that counted them.
                moved = connection.execute(_ANSWERED, answered).rowcount
                _count_texts(texts, campaign, (), count_as(state, was_sent=True), now, moved * is_text)
        if others:
            connection.execute(_FELL, [move for *_, move in others])
        known = {error.code: error for _, error in errors if error.known}
        stopping = list(known.values())
        if batch.messages and batch.source.is_bulk:
            sender = batch.messages[0].sender
            # Whoever rests is not steered besides: its row would be locked before those of others.
            stopping = [error for error in stopping if not self._fail_over.take_over(connection, sender, error, now)]
            if len(stopping) == len(known):
                _steer(connection, sender, [error for _, error in errors], len(in_order), now)
        unspent = [message for message, result, _ in others if _never_left(result)]
        batch.source.settle(connection, batch, unspent, stopping)
        refused = sum(move["to"] == "failed" and move["cause"] is not None for *_, move in others)
        _count_texts(texts, campaign, (), count_as("failed", was_sent=False), now, refused * is_text)
        changes.write(connection)
        texts.write(connection)
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
        texts = Counts(self._days)
        moved = dict[int, DeliveryStatus]()
        errors: list[tuple[_HeardRow, int, SendError]] = []
        for heard in news:
            status = statuses.get(heard.id)
            before = count_as(status.state, status.sent_at is not None) if status is not None else ()
            if status is not None and status.apply(heard, now):
                if rows[heard.id].kind == "text":
                    after = count_as(status.state, status.sent_at is not None)
                    _count_texts(texts, rows[heard.id].campaign or "", before, after, status.sent_at or now)
                moved[heard.id] = status
                counts[status.state, status.error or ""] += 1
                broadcast = rows[heard.id].broadcast_id
                if heard.update.error is not None and broadcast is not None:
                    errors.append((rows[heard.id], broadcast, heard.update.error))
        changes = CountChanges()
        ended = {id for id, status in moved.items() if status.state == "failed" and status.error_cause == "recipient"}
        if moved:
            written = {id: _as_row(id, moved[id]) for id in sorted(moved)}
            connection.execute(_FELL, list(written.values()))
            for id, move in written.items():
                _count(changes, rows[id].broadcast_id, rows[id], move)
            rest_numbers(connection, [rows[id].supporter_id for id in ended])
        # Senders before broadcasts, as leases lock them; first where others take over, which locks all of them in order.
        errors = [each for each in errors if not self._fail_over.take_over(connection, each[0].sender, each[2], now)]
        for row, _, error in sorted(errors, key=lambda each: each[0].sender or ""):
            _cool_down(connection, row.sender, error, now)
        waiting = {rows[id].broadcast_id for id, status in moved.items() if status.state == "waiting"}
        self._effects.reopen(connection, {broadcast for broadcast in waiting if broadcast is not None})
        for _, broadcast, error in sorted(errors, key=lambda each: each[1]):
            self._effects.stop(connection, broadcast, error)
        changes.write(connection)
        texts.write(connection)
        return counts


def count_as(state: str, was_sent: bool) -> tuple[str, ...]:
    """What of TextDay a text in this state counts as, on the day it was sent. One that is tried again counts as nothing."""
    if state not in ("sent", "delivered", "failed"):
        return ()
    return ("sent", *(() if state == "sent" else (state,))) if was_sent else (state,)


def _count_texts(
    counts: Counts, campaign: str, before: Sequence[str], after: Sequence[str], at: datetime, times: int = 1
) -> None:
    """Texts have moved."""
    for what in {*before, *after}:
        counts.add_text(campaign, what, at, times * ((what in after) - (what in before)))


class _Counted(Protocol):
    """What is asked of a delivery's row to count it elsewhere."""

    @property
    def state(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def segments(self) -> int | None: ...


def _count(changes: CountChanges, broadcast: int | None, row: _Counted, move: Mapping[str, object]) -> None:
    """`row`: as it was; its error does not matter, as nothing follows a delivery that ended. `move`: what is written of it."""
    before = Standing(row.state, zone=row.zone, segments=row.segments)
    why, cause = move["why"], move["cause"]
    after = Standing(
        str(move["to"]),
        None if why is None else str(why),
        None if cause is None else str(cause),
        row.zone,
        row.segments,
    )
    changes.move(broadcast, before, after)


def is_tried_again(message: OutboundMessage, error: SendError) -> bool:
    """Is this a text of a conversation that surely did not leave, as the provider had no room for it?"""
    return error.known and error.action == "back_off" and message.kind == "text"


def _never_left(result: SendResult) -> bool:
    return isinstance(result, Dropped) or (isinstance(result, SendError) and result.known)


def _is_ours(row: LeasedRow | None, message: OutboundMessage) -> bool:
    """Is this still the attempt that its row is at?"""
    return row is not None and row.state == "sending" and row.attempts == message.attempt


def _count_failure(failures: int, result: SendResult, move: dict[str, object]) -> None:
    """What is written of a delivery that failed so often before: one more, and the end of it where that is often enough."""
    is_one = move["to"] == "waiting" and isinstance(result, SendError) and ERROR_POLICIES[result.action].attempts is not None
    move["times"] = failures + is_one
    if is_one and isinstance(result, SendError) and gives_up(result, failures + 1):
        move |= {"to": "failed", "due": None}


def _answered(message: OutboundMessage, result: SendResult, now: datetime, is_bulk: bool) -> dict[str, object]:
    """What is written of a delivery after the provider's answer."""
    move: dict[str, object] = dict.fromkeys(("sid", "at", "due", "why", "cause"))
    move |= {"id_": message.id, "attempt": message.attempt}
    if isinstance(result, SendError) and not result.stopped:
        move["cause"] = result.cause
    match result:
        case Accepted(sid, delivered):
            return move | {"to": "delivered" if delivered else "sent", "sid": sid, "at": now}
        case Dropped(None):
            return move | {"to": "queued"}
        case Dropped(reason):
            return move | {"to": "skipped", "why": reason}
        case SendError(code, known=False):
            return move | {"to": "unknown", "why": code, "due": now + ASK_AFTER}
        case SendError(code) if not is_bulk and is_tried_again(message, result):
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
    """A delivery as its row has it, moved by what is heard. `tried_until`: no try of it begins later; None: none at all.
    `resend_unknown`: may it be sent again where nobody knows whether it arrived?"""

    state: str
    attempts: int
    failures: int
    provider_id: str | None
    sent_at: datetime | None
    tried_until: datetime | None
    resend_unknown: bool = False
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
            may = policy.after_taken == "yes" or (policy.after_taken == "if_asked" and self.resend_unknown)
            due = now + policy.waits if policy.waits is not None and may else None
            late = due is None or self.tried_until is None or due >= self.tried_until
            after = "failed" if late or gives_up(news.error, self.failures + 1) else "waiting"
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
        resend_unknown=bool(row.resend_unknown),
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


def rest_numbers(connection: Connection, supporters: Sequence[int | None]) -> None:
    """Text those no more whose last texts all failed for what is theirs: the number may be out of use by now, or somebody
    else's. Who texts us can be texted again."""
    for supporter in sorted({each for each in supporters if each is not None}):
        last = connection.execute(_LAST_ENDED, {"who": supporter}).all()
        if len(last) == SERIES and all(row.state == "failed" and row.error_cause == "recipient" for row in last):
            connection.execute(_REST_NUMBER, {"who": supporter})


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
    if len(told) + len(lost) < min(sent, max(TROUBLED, TROUBLE * sent)):
        connection.execute(_WELL, {"of": address})
        return
    row = connection.execute(_SENDER.with_for_update(), {"address": address}).first()
    if row is None or (row.backoff_until is not None and row.backoff_until > now):
        return  # batches that were under way together are one trouble
    failures = row.failures + 1
    seconds = min(LONGEST_BACKOFF, 2.0 ** min(failures, 16)) * random.uniform(0.5, 1)
    until = now + timedelta(seconds=seconds)
    connection.execute(_BACK_OFF, {"of": address, "until": until, "why": (told or lost)[0].code, "times": failures})
