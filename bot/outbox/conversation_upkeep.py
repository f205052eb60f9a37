"""What time does to texts and calls of conversations: promises come due, what is too old is given up, who waits is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

import structlog
from sqlalchemy import Connection, String, bindparam, cast, exists, func, literal, select, update

from bot.engine import events
from bot.engine.exchange import Inbound, Promised
from bot.logging_setup import describe_error
from bot.models import IN_CONVERSATION, IS_A_CALL, QUEUED, UNDER_WAY, CallListEntryRow, CallListRow, Delivery, Supporter, Turn
from bot.outbox.conversation_queue import FAILED_CALLBACK, LATE, NOT_LIVE, TOO_OLD
from bot.outbox.older_messages import take_over_messages
from bot.outbox.queue import A_PAGE, release_due
from bot.people.retention import clear_persons
from bot.providers.protocol import SendError
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.workers.jobs import Due, JobRequest

log = structlog.get_logger()

# Who asked for a call longer ago than this no longer waits for it.
STILL_WAITS = timedelta(hours=24)
SERVE = "serve_conversations"  # the name of the job of workers
OPENING = "opening:"  # begins the key of a turn that keeps a promise

_EXPIRE = (
    update(Delivery)
    .where(QUEUED, IN_CONVERSATION, Delivery.zone == "", Delivery.created_at < bindparam("before"))
    .values(state="failed", error=LATE)
)
_UNTOLD = (
    select(Delivery.id, Delivery.state, Supporter.phone)
    .join(Supporter, Supporter.id == Delivery.supporter_id)
    .where(IS_A_CALL, Delivery.created_at >= bindparam("since"), Delivery.text.is_(None))  # not of a test
    .where((Delivery.state == "failed") | ((Delivery.state == "skipped") & (Delivery.error == NOT_LIVE)))
    .where(~select(Turn.key).where(Turn.key == literal(FAILED_CALLBACK) + cast(Delivery.id, String)).exists())
    .order_by(Delivery.created_at, Delivery.id)
    .limit(A_PAGE)
)
# State of a call that will not come -> what happened, as the conversation hears of it.
UNTOLD = {"failed": "ring_failed", "skipped": "closed"}
_WHOSE = (
    select(Supporter.phone)
    .join(Delivery, Delivery.supporter_id == Supporter.id)
    .where(Delivery.id == bindparam("id"), Delivery.text.is_(None))
)


# Promised texts whose time has come.
class _PromiseRow(NamedTuple):
    """An entry of a call list whose office opens, and of whom."""

    id: int
    official: str
    due_at: datetime
    campaign: str
    phone: bytes


_DUE = (
    select(CallListEntryRow.id, CallListEntryRow.official, CallListEntryRow.due_at, CallListRow.campaign, Supporter.phone)
    .join(CallListRow, CallListRow.id == CallListEntryRow.call_list_id)
    .join(Supporter, Supporter.id == CallListRow.supporter_id)
    .where(CallListEntryRow.due_at <= bindparam("now"), Supporter.phone.is_not(None))
    .order_by(CallListEntryRow.due_at, CallListEntryRow.id)
    .limit(A_PAGE)
)
_PROMISED = (
    select(func.min(CallListEntryRow.due_at))
    .join(CallListRow, CallListRow.id == CallListEntryRow.call_list_id)
    .join(Supporter, Supporter.id == CallListRow.supporter_id)
    .where(CallListEntryRow.due_at.is_not(None), Supporter.phone.is_not(None))
)
_LEFT = exists().where(QUEUED, IN_CONVERSATION, Delivery.zone == "", Delivery.created_at < bindparam("before"))
# A text that the provider had no room for, and that is tried again.
_WAITING = select(func.min(Delivery.due_at)).where(UNDER_WAY, IN_CONVERSATION, Delivery.state == "waiting")
_WHEN = select(_PROMISED.scalar_subquery(), _WAITING.scalar_subquery(), _LEFT)
# Who took the turn sends what it started at once; what is still there by then was left by a process that ended.
LEFT_AFTER = timedelta(seconds=10)


class ConversationUpkeep:
    """`push` gets what happened without a webhook: a call that will not come, an office that opens. `take_forms` does what
    visitors of pages asked for; True where there is something to be sent."""

    def __init__(
        self,
        database: Database,
        phone_cipher: PhoneCipher,
        push: Callable[[Inbound], object],
        take_forms: Callable[[datetime], bool],
    ) -> None:
        self._database, self._phone_cipher, self._push, self._take_forms = database, phone_cipher, push, take_forms

    def find_due(self, connection: Connection, now: datetime) -> Due:
        """Is there a promise to keep, or something that was left, and when is the next of it due? `now` in UTC."""
        *times, is_left = connection.execute(_WHEN, {"before": now - LEFT_AFTER}).one()
        due_at = min((time for time in times if time is not None), default=None)
        if is_left or (due_at is not None and due_at <= now):
            return Due(requests=[JobRequest(SERVE)])
        return Due(next_at=due_at)

    def __call__(self, clock: Callable[[], datetime], stopping: Callable[[], bool]) -> bool:
        """All of it; True where something became ready to be sent."""
        return any([self._take_forms(clock()), self.recover(clock()), self.keep_promises(clock(), stopping)])

    def recover(self, now: datetime) -> bool:
        """Give up what is too old, end leases that ran out, tell of calls that failed or that a pause kept back, erase what is
        due; True where there was any of it to be sent."""
        with self._database.write() as connection:
            taken = take_over_messages(connection, now)
            changed = release_due(connection, now)
            connection.execute(_EXPIRE, {"before": now - TOO_OLD})
            clear_persons(connection, now)  # due after a day, also where nobody texts FORGET any more
            untold = connection.execute(_UNTOLD, {"since": now - STILL_WAITS}).all()
        for row in untold:
            self._try("tell_failed_call", row.id, partial(self._tell, row.id, row.phone, UNTOLD[row.state]))
        return taken or changed

    def keep_promises(self, now: datetime, stopping: Callable[[], bool] = lambda: False) -> bool:
        """Let the conversation write the texts that were promised for now, until `stopping`; True where it took any of them.
        Any process may: each is written once."""
        with self._database.read() as connection:
            due = [_PromiseRow._make(row) for row in connection.execute(_DUE, {"now": now})]
        kept = False
        for row in due:
            if stopping():
                break
            kept = self._try("keep_promise", row.id, partial(self._keep_promise, row)) or kept
        return kept

    def tell_refused(self, id: int, error: SendError) -> None:
        """Tell the conversation that the provider refused call `id`."""
        with self._database.read() as connection:
            phone = connection.execute(_WHOSE, {"id": id}).scalar()
        if phone is not None:
            how = "ring_failed" if error.voice_reachable else "ring_impossible"
            self._try("tell_failed_call", id, partial(self._tell, id, phone, how))

    def _keep_promise(self, row: _PromiseRow) -> None:
        promised = Promised(entry=row.id, campaign=row.campaign, official=row.official)
        key = f"{OPENING}{row.id}:{row.due_at.timestamp():.0f}"
        phone = self._phone_cipher.decrypt(row.phone)
        self._push(Inbound(key, "sms", phone, event=events.Started("opened"), pushed=True, promised=promised))

    def _tell(self, id: int, encrypted: bytes, how: str) -> None:
        """Tell the conversation that call `id` will not come: once, however often this is called."""
        phone = self._phone_cipher.decrypt(encrypted)
        self._push(Inbound(f"{FAILED_CALLBACK}{id}", "sms", phone, event=events.Started(how), pushed=True))

    def _try(self, job: str, id: int, work: Callable[[], None]) -> bool:
        try:
            work()
        except Exception as error:
            # The outermost loop of one of them: the rows stay as they are, and the next look finds them again.
            log.error("outbox_job_failed", job=job, id=id, **describe_error(error))
            return False
        return True
