"""What became of copies: answers to our requests, and what callbacks or the provider's log say of them later.

The states only move forwards (states.py), whatever comes first or twice.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.broadcasts import spending
from bot.broadcasts.claim import PAUSE, Batch
from bot.broadcasts.rules import STOPPED
from bot.broadcasts.states import DELIVERY, OVER
from bot.models import Broadcast, Delivery, SenderPace
from bot.numbers import Numbers
from bot.providers.protocol import Letter, Progress, SendError, Started, Then
from bot.sending import learn


@dataclass(frozen=True, slots=True)
class Dropped:
    """It did not leave after all: back into the queue, or skipped for a reason."""

    reason: str | None = None


Outcome = Started | SendError | Dropped


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an error leads to. `waits`: the copy is tried again after so long; None: it is not. `attempts`: and so often at
    most where the provider had taken it first. `rests`: the sender sends nothing for so long. `pauses`: what stops."""

    waits: timedelta | None = None
    attempts: int = 1
    rests: timedelta | None = None
    pauses: Literal["", "broadcast", "everything"] = ""


AT_ONCE = timedelta()
CONSEQUENCES: Mapping[Then, Consequence] = {
    "give up": Consequence(),
    "try later": Consequence(waits=timedelta(minutes=15), attempts=3),
    "try once": Consequence(waits=timedelta(minutes=5), attempts=2),
    "rest": Consequence(waits=timedelta(minutes=10), attempts=3, rests=timedelta(minutes=10)),
    "back off": Consequence(waits=AT_ONCE),  # how long the sender rests grows with each batch that fails: below
    "pause": Consequence(waits=AT_ONCE, pauses="broadcast"),
    "stop all": Consequence(waits=AT_ONCE, pauses="everything"),
    "ask": Consequence(),
}
WHY: Mapping[str, str] = {
    "broadcast": "configuration: the provider refuses what we send (error {code}); mend what it names, then resume",
    "everything": "account: the provider refuses our credentials or the account (error {code}); mend them, then resume",
}
# A sender backs off when it is told to, or when this share of a batch got no answer: one timeout in a hundred is no storm.
TROUBLE = 0.1
LONGEST_REST = 300.0  # seconds
ASK_AFTER = timedelta(seconds=2)  # until the log is asked about a lost copy

_MOVE = (
    update(Delivery)
    .where(Delivery.id == bindparam("id_"))
    .values(
        state=bindparam("to"),
        provider_id=bindparam("sid"),
        sent_at=bindparam("at"),
        due_at=bindparam("due"),
        error=bindparam("why"),
    )
)
_ANSWERED = _MOVE.where(
    Delivery.attempts == bindparam("attempt"), or_(*(Delivery.state == state for state in ("queued", "sending", "unknown")))
)
_REFUSED = _MOVE.where(Delivery.attempts == bindparam("attempt"), Delivery.state == "sending")
_HEARD = (
    select(
        Delivery.id,
        Delivery.broadcast_id,
        Delivery.supporter_id,
        Delivery.state,
        Delivery.attempts,
        Delivery.provider_id,
        Delivery.sender,
        Delivery.sent_at,
        Broadcast.state.label("broadcast_state"),
    )
    .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
    .where(Delivery.id.in_(bindparam("ids", expanding=True)))
    .order_by(Delivery.id)
    .with_for_update(of=Delivery)
)
_SENDING = select(Broadcast.id).where(Broadcast.state == "sending")
_SENDER = select(SenderPace.__table__).where(SenderPace.address == bindparam("address"))
_REST = (
    update(SenderPace)
    .where(SenderPace.address == bindparam("of"))
    .values(rests_until=bindparam("until"), reason=bindparam("why"), failures=bindparam("times"))
)
_WELL = update(SenderPace).where(SenderPace.address == bindparam("of"), SenderPace.failures > 0).values(failures=0, reason="")


# --- Answers to our requests ---------------------------------------------------------------------------------------------


def record(
    connection: Connection,
    numbers: Numbers,
    batch: Batch,
    outcomes: Sequence[tuple[Letter, int, Outcome]],
    price: int,
    now: datetime,
) -> Counter[tuple[str, str]]:
    """Write what became of a batch, each copy with its segments; how many, by state and reason."""
    in_order = sorted(outcomes, key=lambda each: each[0].id)
    for letter, _, outcome in in_order:
        if isinstance(outcome, SendError) and outcome.known:
            learn(connection, numbers, _supporter(connection, letter.id), outcome, now)
    moves = [(letter, _answered(letter, outcome, now)) for letter, _, outcome in in_order]
    for statement, fits in (
        (_ANSWERED, ("sent", "delivered")),
        (_REFUSED, ("queued", "waiting", "unknown", "failed", "skipped")),
    ):
        rows = [move for _, move in moves if move["to"] in fits]
        if rows:
            connection.execute(statement, rows)
    errors = [outcome for *_, outcome in in_order if isinstance(outcome, SendError)]
    for error in {error.code: error for error in errors if error.known}.values():
        _pause(connection, batch.broadcast.id, error)
    if batch.letters:
        _steer(connection, batch.letters[0].sender, errors, len(in_order), now)
    unspent = sum(count for _, count, outcome in in_order if isinstance(outcome, Dropped) or _is_known(outcome))
    spending.give_back(connection, batch.broadcast.campaign, batch.day, unspent, price)
    return Counter((str(move["to"]), str(move["why"] or "")) for _, move in moves)


def _is_known(outcome: Outcome) -> bool:
    return isinstance(outcome, SendError) and outcome.known


def _answered(letter: Letter, outcome: Outcome, now: datetime) -> dict[str, object]:
    """What is written of a copy after the provider's answer."""
    move: dict[str, object] = {"id_": letter.id, "attempt": letter.attempt, "sid": None, "at": None, "due": None, "why": None}
    match outcome:
        case Started(sid, delivered):
            return move | {"to": "delivered" if delivered else "sent", "sid": sid, "at": now}
        case Dropped(None):
            return move | {"to": "queued"}
        case Dropped(reason):
            return move | {"to": "skipped", "why": reason}
        case SendError(code, known=False):
            return move | {"to": "unknown", "why": code, "due": now + ASK_AFTER}
        case SendError(code, stopped=True):
            return move | {"to": "skipped", "why": STOPPED}
        case SendError(code, then=then):
            waits = CONSEQUENCES[then].waits
            return move | (
                {"to": "failed", "why": code} if waits is None else {"to": "waiting", "why": code, "due": now + waits}
            )


# --- What is heard of a copy later ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """How far a copy came: its id, the attempt that this is about, and the progress."""

    id: int
    attempt: int
    progress: Progress


@dataclass(slots=True)
class Standing:
    """A copy as its row has it, moved by what is heard."""

    state: str
    attempts: int
    provider_id: str | None
    sent_at: datetime | None
    is_over: bool
    due_at: datetime | None = None
    error: str | None = None

    def hears(self, heard: Heard, now: datetime) -> bool:
        """Move forwards; False where that is no news, or about another text."""
        progress = heard.progress
        if heard.attempt != self.attempts or self.provider_id not in (None, progress.provider_id):
            return False
        after: str = progress.status
        due: datetime | None = None
        if progress.error is not None:
            consequence = CONSEQUENCES[progress.error.then]
            again = consequence.waits is not None and self.attempts < consequence.attempts and not self.is_over
            after, due = ("waiting", now + (consequence.waits or AT_ONCE)) if again else ("failed", None)
        if after not in DELIVERY[self.state]:
            return False
        self.state, self.due_at, self.provider_id = after, due, progress.provider_id
        self.sent_at = self.sent_at or now
        self.error = progress.error.code if progress.error else None
        return True


def hear(connection: Connection, numbers: Numbers, news: Iterable[Heard], now: datetime) -> Counter[tuple[str, str]]:
    """Write what is heard of any copies, in their order; how many moved, by state and reason. An id of no copy is harmless."""
    news = list(news)
    rows = {row.id: row for row in connection.execute(_HEARD, {"ids": sorted({heard.id for heard in news})})}
    standing = {
        id: Standing(row.state, row.attempts, row.provider_id, row.sent_at, row.broadcast_state in OVER)
        for id, row in rows.items()
    }
    counts: Counter[tuple[str, str]] = Counter()
    moved = dict[int, Standing]()
    for heard in news:
        copy, error = standing.get(heard.id), heard.progress.error
        if copy is None:
            continue
        if error is not None and not error.textable:
            learn(connection, numbers, rows[heard.id].supporter_id, error, now)  # true of the number, whatever attempt it was
        if copy.hears(heard, now):
            moved[heard.id] = copy
            counts[copy.state, copy.error or ""] += 1
            if error is not None:
                _pause(connection, rows[heard.id].broadcast_id, error)
                _let_rest(connection, rows[heard.id].sender, error, now)
    if moved:
        connection.execute(_MOVE, [_as_row(id, moved[id]) for id in sorted(moved)])
    return counts


def _as_row(id: int, copy: Standing) -> dict[str, object]:
    return {
        "id_": id,
        "to": copy.state,
        "sid": copy.provider_id,
        "at": copy.sent_at,
        "due": copy.due_at,
        "why": copy.error,
    }


# --- What follows for others ---------------------------------------------------------------------------------------------


def _supporter(connection: Connection, delivery: int) -> int | None:
    return connection.execute(select(Delivery.supporter_id).where(Delivery.id == delivery)).scalar()


def _pause(connection: Connection, broadcast: int, error: SendError) -> None:
    """Stop what would only go on failing."""
    pauses = CONSEQUENCES[error.then].pauses
    if not pauses:
        return
    ids = [broadcast] if pauses == "broadcast" else connection.execute(_SENDING.order_by(Broadcast.id)).scalars().all()
    for id in ids:
        connection.execute(PAUSE, {"id_": id, "why": WHY[pauses].format(code=error.code)})


def _let_rest(connection: Connection, sender: str | None, error: SendError, now: datetime) -> None:
    rests = CONSEQUENCES[error.then].rests
    if rests is not None and sender is not None:
        connection.execute(_REST, {"of": sender, "until": now + rests, "why": error.code, "times": 0})


def _steer(connection: Connection, address: str, errors: Sequence[SendError], sent: int, now: datetime) -> None:
    """Let a sender rest that has trouble, the longer the more batches in a row had any; else take it for well again."""
    for error in errors:
        if CONSEQUENCES[error.then].rests is not None:
            _let_rest(connection, address, error, now)
            return
    told = [error for error in errors if error.then == "back off"]
    lost = [error for error in errors if error.then == "ask"]
    if not told and len(lost) < TROUBLE * sent:
        connection.execute(_WELL, {"of": address})
        return
    row = connection.execute(_SENDER.with_for_update(), {"address": address}).first()
    if row is None or (row.rests_until is not None and row.rests_until > now):
        return  # batches that were under way together are one trouble
    failures = row.failures + 1
    seconds = min(LONGEST_REST, 2.0 ** min(failures, 16)) * random.uniform(0.5, 1)
    until = now + timedelta(seconds=seconds)
    connection.execute(_REST, {"of": address, "until": until, "why": (told or lost)[0].code, "times": failures})
