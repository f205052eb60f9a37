"""Starts texts and calls once the turn that wants them is written; off the webhook's way, each at most once."""

import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from prometheus_client import Counter
from sqlalchemy import Connection, String, bindparam, cast, insert, literal, or_, select, update

from bot.engine import events
from bot.engine.exchange import Inbound, Promised
from bot.logging_setup import describe_error
from bot.models import CallSheet, CallSheetEntry, Message, Supporter, Turn
from bot.people import ledger
from bot.people.refusals import NOT_TEXTABLE, STOPPED
from bot.people.retention import clear_persons
from bot.providers.protocol import Accepted, Provider, SendError, StatusUpdate
from bot.reading import EVERYTHING
from bot.storage.database import Database, key_of
from bot.storage.encryption import Numbers
from bot.telephony import split_text

log = structlog.get_logger()
SENT = Counter("patchline_messages_started", "texts and calls that we started, by what became of them", ["kind", "status"])

# A ring or an answer that comes this much later than it was asked for would only startle.
TOO_OLD = timedelta(minutes=10)

# Who asked for a call longer ago than this no longer waits for it.
STILL_WAITS = timedelta(hours=24)

FORKED_SECONDS = 2.0
LOOK_EVERY = 30.0  # seconds between two looks for promised texts whose time has come

# What a state may follow. They only move forwards, while callbacks come in any order, even before the answer to our request.
EARLIER = {
    "sent": ("sending", "unknown"),
    "delivered": ("sending", "unknown", "sent"),
    "failed": ("sending", "unknown", "sent"),
    "unknown": ("sending",),
}


OPENING = "opening:"  # begins the key of a turn that keeps a promise
RING = "ring:"  # begins the key of a turn: who waited for that message knows that it failed
_UNTOLD = (
    select(Message.id, Supporter.phone)
    .join(Supporter, Supporter.id == Message.supporter_id)
    .where(Message.kind == "ring", Message.status == "failed", Message.error != STOPPED, Message.at >= bindparam("since"))
    .where(~select(Turn.key).where(Turn.key == literal(RING) + cast(Message.id, String)).exists())
    .order_by(Message.id)
)


# Promised texts whose time has come.
_DUE = (
    select(CallSheetEntry.id, CallSheetEntry.official, CallSheetEntry.due_at, CallSheet.campaign, Supporter.phone)
    .join(CallSheet, CallSheet.id == CallSheetEntry.sheet_id)
    .join(Supporter, Supporter.id == CallSheet.supporter_id)
    .where(CallSheetEntry.due_at <= bindparam("now"), Supporter.phone.is_not(None))
    .order_by(CallSheetEntry.due_at, CallSheetEntry.id)
)


class Sender:
    """A thread that takes message ids and hands the messages to the provider, and looks for what was promised for now.

    `push` gets what happened without a webhook: a ring that will not come, for the conversation to tell who waits for it.
    """

    def __init__(
        self,
        database: Database,
        numbers: Numbers,
        provider: Provider,
        clock: Callable[[], datetime],
        push: Callable[[Inbound], object],
    ) -> None:
        self.database, self.numbers, self.provider, self.clock, self.push = database, numbers, provider, clock, push
        self._queue: queue.Queue[int | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def send(self, ids: list[int]) -> None:
        """Hand these messages to the provider soon; gives back at once. The first time also what an earlier process left."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                # A process forked from one that sends has a copy of its queue, with a thread waiting there that is not here.
                self._queue = queue.Queue()
                self._thread = threading.Thread(target=self._run, name="sender", daemon=True)
                self._thread.start()
        for id in ids:
            self._queue.put(id)

    def start_soon(self) -> None:
        """See to what an earlier process left, and to promises, also before the first message: but only once a server that
        forks has made its workers, which would inherit a half of this thread."""
        soon = threading.Timer(FORKED_SECONDS, self.send, ([],))
        soon.daemon = True
        soon.start()

    def wait(self) -> None:
        """Until everything handed over has been dealt with."""
        self._queue.join()

    def stop(self) -> None:
        """Deal with what was handed over, then look for nothing any more: before the database is closed."""
        thread = self._thread
        if thread is not None and thread.is_alive():
            self._queue.put(None)
            thread.join()

    def recover(self, now: datetime) -> None:
        """After a start: send what was left queued, give up what is too old, and call unknown what was on its way. Who waits
        for a ring that failed, and does not know it yet, is told.

        Whether a message that was being sent has left is not known, so it is not sent again.
        """
        with self.database.write() as connection:
            connection.execute(update(Message).where(Message.status == "sending").values(status="unknown"))
            connection.execute(
                update(Message)
                .where(Message.status == "queued", Message.at < now - TOO_OLD)
                .values(status="failed", error="too old")
            )
            clear_persons(connection, now)  # due after a day, also where nobody texts FORGET any more
            left = connection.execute(select(Message.id).where(Message.status == "queued").order_by(Message.id)).scalars().all()
            untold = connection.execute(_UNTOLD, {"since": now - STILL_WAITS}).all()
        if left:
            self.send(list(left))
        for row in untold:
            self._try(f"message {row.id}", partial(self._tell, row.id, row.phone, "ring_failed"))

    def keep_promises(self, now: datetime) -> None:
        """Let the conversation write the texts that were promised for now. Any process may: each is written once."""
        with self.database.read() as connection:
            due = connection.execute(_DUE, {"now": now}).all()
        for row in due:
            self._try(f"promise {row.id}", partial(self._keep_promise, row))

    def _keep_promise(self, row: Any) -> None:
        promised = Promised(row.id, row.campaign, row.official)
        key = f"{OPENING}{row.id}:{row.due_at.timestamp():.0f}"
        phone = self.numbers.open(row.phone)
        self.push(Inbound(key, "sms", phone, event=events.Started("opened"), pushed=True, promised=promised))

    def _run(self) -> None:
        # Whatever server runs this: what an earlier process left behind is seen to before the first message of this one.
        self._try("leftovers", lambda: self.recover(self.clock()))
        looked = -LOOK_EVERY
        while True:
            if time.monotonic() - looked >= LOOK_EVERY:
                self._try("promises", lambda: self.keep_promises(self.clock()))
                looked = time.monotonic()
            try:
                id = self._queue.get(timeout=LOOK_EVERY)
            except queue.Empty:
                continue
            if id is not None:
                self._try("send", partial(self.send_one, id), message=id)
            self._queue.task_done()
            if id is None:
                return

    def _try(self, job: str, work: Callable[[], None], message: int | None = None) -> None:
        try:
            work()
        except Exception as error:
            # The outermost loop. Rows stay as they are; recover() sees to them after the next start.
            log.error("outbox_job_failed", job=job, message=message, **describe_error(error))

    def send_one(self, id: int) -> None:
        """Send one queued message; nothing happens for one that is not queued any more. No transaction is open meanwhile."""
        with self.database.write() as connection:
            row = connection.execute(
                select(Message.kind, Message.body, Supporter.phone, Supporter.textable)
                .join(Supporter, Supporter.id == Message.supporter_id)
                .where(Message.id == id)
            ).first()
            if row is None:
                return
            phone = self.numbers.open(row.phone)
            refusal = self._refusal(connection, phone, row.kind, row.textable)
            values = {"status": "failed", "error": refusal} if refusal else {"status": "sending"}
            queued = update(Message).where(Message.id == id, Message.status == "queued").values(**values)
            if not connection.execute(queued).rowcount or refusal:
                return
        ring = row.kind == "ring"
        result = self.provider.place_call(phone) if ring else self.provider.send_text(phone, row.body, id)
        with self.database.write() as connection:
            status = self._record(connection, id, result)
        SENT.labels(row.kind, status).inc()
        error = result.code if isinstance(result, SendError) else ""
        log.info("message_started", message=id, kind=row.kind, status=status, error=error)
        if ring and isinstance(result, SendError) and result.known:
            self._tell(id, row.phone, "ring_failed" if result.ringable else "ring_impossible")

    def _tell(self, id: int, sealed: bytes, how: str) -> None:
        """Tell the conversation that ring `id` will not come: once, however often this is called."""
        inbound = Inbound(f"{RING}{id}", "sms", self.numbers.open(sealed), event=events.Started(how), pushed=True)
        self.push(inbound)

    def heard(self, id: int, news: StatusUpdate) -> None:
        """The provider says how far message `id` came. An id that now belongs to another message of ours changes nothing."""
        with self.database.write() as connection:
            values = {"provider_id": news.provider_id, "error": news.error.code if news.error else None}
            moved = connection.execute(
                update(Message)
                .where(Message.id == id, Message.status.in_(EARLIER[news.status]))
                .where(or_(Message.provider_id == news.provider_id, Message.provider_id.is_(None)))
                .values(status=news.status, **values)
            )
            if moved.rowcount and news.error:
                self._learn(connection, id, news.error)

    def _refusal(self, connection: Connection, phone: str, kind: str, textable: bool) -> str | None:
        """Why this must not go out after all: asked last, right before it leaves, as much can happen in a queue."""
        if ledger.is_stopped(connection, self.numbers.person(phone)):
            return STOPPED
        return None if textable or kind == "ring" else NOT_TEXTABLE

    def _record(self, connection: Connection, id: int, result: Accepted | SendError) -> str:
        """Write what the provider answered, unless a callback was quicker and told more."""
        match result:
            case Accepted(provider_id):
                status, values = "sent", {"provider_id": provider_id}
            case SendError(code, known):
                status, values = "failed" if known else "unknown", {"error": code}
                self._learn(connection, id, result)
        connection.execute(
            update(Message).where(Message.id == id, Message.status.in_(EARLIER[status])).values(status=status, **values)
        )
        return status

    def _learn(self, connection: Connection, id: int, error: SendError) -> None:
        """Keep what the failure of a text says about its number."""
        owner = select(Message.supporter_id).where(Message.id == id, Message.kind == "text")
        learn(connection, self.numbers, connection.execute(owner).scalar(), error, self.clock())


def learn(connection: Connection, numbers: Numbers, supporter: int | None, error: SendError, now: datetime) -> None:
    """Keep what the failure of a text says about the number of this supporter: of None, who was erased, nothing."""
    if supporter is None or error.textable:
        return
    phone = connection.execute(select(Supporter.phone).where(Supporter.id == supporter)).scalar()
    if phone is None:
        return
    connection.execute(update(Supporter).where(Supporter.id == supporter).values(textable=False))
    person = numbers.person(numbers.open(phone))
    if error.stopped and not ledger.is_stopped(connection, person):
        stop = ledger.Entry(EVERYTHING, "withdrawn", error.code, "sms", "carrier", now)
        ledger.write(connection, person, supporter, [stop])


def enqueue(connection: Connection, supporter: int, kind: str, body: str, now: datetime) -> list[int]:
    """Write down a text or a ring, to be handed to a Sender once this is kept; an id for each message that a text fills."""
    ids = []
    for part in split_text(body) if kind == "text" else [""]:
        values = {"supporter_id": supporter, "kind": kind, "body": part, "status": "queued", "at": now}
        ids.append(key_of(connection.execute(insert(Message).values(**values))))
    return ids
