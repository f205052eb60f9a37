"""Postings: taken up one at a time, and what became of each. Pure rows: nothing here speaks to anybody.

A posting that failed is tried again later and later, for a day. A receiver that fails three times in a row rests, so that it
costs one try at a time; when it takes something again, all that waits for it is due at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, and_, case, func, insert, null, or_, select, update

from bot.models import Posting, Receiver, Supporter
from bot.notices.notice_rows import TRIED_FOR, new_event, notice_body
from bot.workers.jobs import Due, JobRequest

JOB = "post_notices"
LEASE = timedelta(minutes=1)  # longer than a try takes: after it, another process may
TEST = "connection.test"
RETRIES = tuple(timedelta(seconds=n) for n in (5, 30, 120, 600, 1800, 3600, 7200, 14400, 28800))  # the last again and again
RESTS_AFTER, LONGEST_REST = 3, timedelta(minutes=10)
OFF_AFTER = timedelta(days=5)  # of failing without a break
PAGE = 50


class TakenPosting(NamedTuple):
    """A posting that is being tried, with all that its receiver needs. `phone`: encrypted, of a supporter whose number it is to
    have; `zip` and `language` of the same one."""

    id: int
    tries: int
    event: str
    kind: str
    body: str
    receiver_id: int
    receiver_kind: str
    address: bytes
    secret: bytes
    old_secret: bytes | None
    old_secret_until: datetime | None
    tags: str
    phone: bytes | None
    zip: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingResult:
    """What came of a try. `status`: of HTTP, None for no answer; `error`: why it is not done, "" where it is. `gone`: it wants
    nothing more, ever; `wait_seconds`: it asks to be left alone for so long."""

    status: int | None
    error: str = ""
    milliseconds: int = 0
    gone: bool = False
    wait_seconds: int = 0


class PostingRow(NamedTuple):
    """A posting as lists show it."""

    id: int
    event: str
    kind: str
    state: str
    at: datetime
    due_at: datetime
    tries: int
    tried_at: datetime | None
    status: int | None
    error: str
    milliseconds: int | None


_OPEN_AT = (
    select(Posting.due_at)
    .where(Posting.receiver_id == Receiver.id, Posting.state == "waiting")
    .order_by(Posting.due_at)
    .limit(1)
    .scalar_subquery()
)
_DUE = select(Receiver.id, Receiver.rests_until, _OPEN_AT.label("due_at")).where(Receiver.state == "on")
_ROWS = select(*(getattr(Posting, name) for name in PostingRow._fields))


def find_due(connection: Connection, now: datetime) -> Due:
    """The receivers for which something is due now, and when the next will be."""
    requests, later = list[JobRequest](), list[datetime]()
    for row in connection.execute(_DUE):
        if row.due_at is None:
            continue
        at = max(row.due_at, row.rests_until or row.due_at)
        if at <= now:
            requests.append(JobRequest(JOB, (row.id,)))
        else:
            later.append(at)
    return Due(requests=requests, next_at=min(later, default=None))


def take_posting(connection: Connection, receiver: int, now: datetime) -> TakenPosting | None:
    """The next for a receiver, which nobody else takes within LEASE; None where nothing is due, or it rests or is off."""
    ready = and_(Receiver.state == "on", or_(Receiver.rests_until.is_(None), Receiver.rests_until <= now))
    due = (
        select(Posting.id)
        .join(Receiver, Receiver.id == Posting.receiver_id)
        .where(Posting.receiver_id == receiver, Posting.state == "waiting", Posting.due_at <= now, ready)
        .order_by(Posting.due_at, Posting.id)
        .limit(1)
        .with_for_update(of=Posting, skip_locked=True)
    )
    id = connection.execute(due).scalar()
    if id is None:
        return None
    taken = {"due_at": now + LEASE, "tries": Posting.tries + 1, "tried_at": now}
    connection.execute(update(Posting).where(Posting.id == id).values(**taken))
    told = (Receiver.with_numbers, Supporter.id.is_not(None))
    found = (
        select(
            Posting.id,
            Posting.tries,
            Posting.event,
            Posting.kind,
            Posting.body,
            Posting.receiver_id,
            Receiver.kind,
            Receiver.address,
            Receiver.secret,
            Receiver.old_secret,
            Receiver.old_secret_until,
            Receiver.tags,
            *(case((and_(*told), column), else_=null()) for column in (Supporter.phone, Supporter.zip, Supporter.language)),
        )
        .join(Receiver, Receiver.id == Posting.receiver_id)
        .outerjoin(Supporter, Supporter.id == Posting.supporter_id)
        .where(Posting.id == id)
    )
    return TakenPosting._make(connection.execute(found).one())


def record_result(connection: Connection, taken: TakenPosting, result: PostingResult, now: datetime) -> None:
    """Write what came of a try. Where the lease ran out and another took it up, what that one hears counts."""
    told = {"status": result.status, "error": result.error, "milliseconds": result.milliseconds}
    mine = update(Posting).where(Posting.id == taken.id, Posting.tries == taken.tries, Posting.state == "waiting")
    if not result.error:
        done = {"state": "done", "body": "", "supporter_id": None, **told}
        if connection.execute(mine.values(**done)).rowcount:
            _well(connection, taken.receiver_id, now)
        return
    wait = max(RETRIES[min(taken.tries, len(RETRIES)) - 1], timedelta(seconds=min(result.wait_seconds, 3600)))
    over = Posting.give_up_at <= now
    late = case((Posting.give_up_at < now + wait, Posting.give_up_at), else_=now + wait)
    failed = {"state": case((over, "dead"), else_="waiting"), "due_at": late, **told}
    if connection.execute(mine.values(**failed)).rowcount:
        _ill(connection, taken.receiver_id, result, now)


def _well(connection: Connection, receiver: int, now: datetime) -> None:
    """It took something: if it had rested, all that waits for it is due, in the order in which it happened."""
    row = connection.execute(select(Receiver.failures).where(Receiver.id == receiver).with_for_update()).first()
    if row is None:
        return
    fresh = {"failures": 0, "failing_since": None, "rests_until": None, "delivered_at": now}
    connection.execute(update(Receiver).where(Receiver.id == receiver).values(**fresh))
    if row.failures >= RESTS_AFTER:
        waits = (Posting.receiver_id == receiver, Posting.state == "waiting", Posting.due_at > now)
        # Those that somebody is at meanwhile are tried twice at worst; a receiver knows them by their event.
        connection.execute(update(Posting).where(*waits, Posting.error != "").values(due_at=now))


def _ill(connection: Connection, receiver: int, result: PostingResult, now: datetime) -> None:
    query = select(Receiver.failures, Receiver.failing_since).where(Receiver.id == receiver)
    row = connection.execute(query.with_for_update()).first()
    if row is None:
        return
    failures, since = row.failures + 1, row.failing_since or now
    values: dict[str, object] = {"failures": failures, "failing_since": since}
    if failures >= RESTS_AFTER:
        values["rests_until"] = now + min(RETRIES[min(failures - RESTS_AFTER + 1, len(RETRIES)) - 1], LONGEST_REST)
    if result.gone or now - since >= OFF_AFTER:
        values |= {"state": "off", "reason": "gone" if result.gone else "failing"}
    connection.execute(update(Receiver).where(Receiver.id == receiver).values(**values))
    waits = update(Posting).where(Posting.receiver_id == receiver, Posting.state == "waiting")
    if not result.gone:
        waits = waits.where(Posting.give_up_at <= now)
    connection.execute(waits.values(state="dead", error=case((Posting.error == "", result.error), else_=Posting.error)))


# --- What an owner does ---------------------------------------------------------------------------------------------------


def add_test(connection: Connection, receiver: int, now: datetime) -> bool:
    """Have one receiver told that this is a test, at once; False for one that is off, or is not there."""
    found = connection.execute(select(Receiver.id).where(Receiver.id == receiver, Receiver.state == "on")).scalar()
    if found is None:
        return False
    event = new_event()
    values = {"event": event, "kind": TEST, "body": notice_body(event, TEST, {"receiver": receiver}, now)}
    times = {"at": now, "due_at": now, "give_up_at": now + timedelta(minutes=5)}  # who looks at it has gone by then
    connection.execute(insert(Posting).values(receiver_id=receiver, **values, **times))
    _wake(connection, receiver)
    return True


def replay_postings(connection: Connection, receiver: int, now: datetime, *, posting: int | None = None) -> int:
    """Try again what was given up, for another day: one, or all of a receiver; how many. Each keeps its event's id."""
    dead = [Posting.receiver_id == receiver, Posting.state == "dead", Posting.body != ""]
    if posting is not None:
        dead.append(Posting.id == posting)
    fresh = {"state": "waiting", "tries": 0, "due_at": now, "give_up_at": now + TRIED_FOR, "error": "", "status": None}
    count = connection.execute(update(Posting).where(*dead).values(**fresh)).rowcount
    if count:
        _wake(connection, receiver)
    return count


def _wake(connection: Connection, receiver: int) -> None:
    connection.execute(update(Receiver).where(Receiver.id == receiver).values(rests_until=None))


def postings_page(
    connection: Connection, receiver: int, *, state: str = "", before: int | None = None, most: int = PAGE
) -> Sequence[PostingRow]:
    """A page of a receiver's postings, the newest first. `state`: only those; `before`: older than this id."""
    query = _ROWS.where(Posting.receiver_id == receiver)
    if state:
        query = query.where(Posting.state == state)
    if before is not None:
        query = query.where(Posting.id < before)
    return [PostingRow._make(row) for row in connection.execute(query.order_by(Posting.id.desc()).limit(most))]


def count_dead(connection: Connection) -> int:
    """How many notices were given up and wait for a person."""
    return int(connection.execute(select(func.count()).where(Posting.state == "dead")).scalar_one())
