"""What happens in a run: an alert goes out while everything that can break does, in an order that a seed decides."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.broadcasts import lifecycle
from bot.models import Broadcast, Delivery, Supporter
from bot.outbox.conversation_queue import enqueue_messages
from bot.outbox.delivery_counts import count_differences
from bot.telephony import Content
from tests.chaos.books import Books, audit, audit_started, deliveries, started_rows
from tests.chaos.stage import Actor, Stage
from tests.crowd import fill, open_zone, phone

CAMPAIGN = "sanctuary"
TEXTS = {
    "en": "Sanctuary alert: mayors are threatened with arrest. Tell {city}: stand firm. Reply STOP to cancel.",
    "es": "Alerta Sanctuary: amenazan a los alcaldes. Diga a {city}: firmes. Responda STOP para cancelar.",
}
# What Twilio does to requests: shares of all, and the error of each that fails (reference: accepted, then something else).
RULES: tuple[dict[str, Any], ...] = (
    {"do": "answer", "code": 20503, "accepted": True, "share": 0.01},
    {"do": "disconnect", "accepted": True, "share": 0.01},
    {"do": "disconnect", "how": "cut", "accepted": True, "share": 0.005},
    {"do": "disconnect", "share": 0.005},
    {"do": "slow", "seconds": 12, "accept_after": 1, "share": 0.002},
    {"do": "answer", "code": 21614, "share": 0.01},
    {"do": "answer", "code": 21610, "share": 0.005},
    {"do": "fail", "code": 30005, "share": 0.01},
    {"do": "fail", "code": 30006, "share": 0.005},
)
CALL_RULES: tuple[dict[str, Any], ...] = (
    {"on": "call", "do": "answer", "code": 20503, "accepted": True, "share": 0.05},
    {"on": "call", "do": "disconnect", "accepted": True, "share": 0.05},
    {"on": "call", "do": "disconnect", "share": 0.05},
    {"on": "call", "do": "slow", "seconds": 12, "accept_after": 1, "share": 0.02},
    {"on": "call", "do": "answer", "code": 21217, "share": 0.02},
)
BURSTS: tuple[dict[str, Any], ...] = (
    {"do": "answer", "code": 20429, "times": 20},
    {"do": "answer", "code": 20503, "accepted": True, "times": 30},
    {"do": "disconnect", "accepted": True, "times": 30},
)
DOUBLE: dict[str, Any] = {
    "latency": [0.03, 0.15],
    "accept_after": [0, 0.1],
    "list_delay": 2,
    "opt_out": "none",  # nobody but us keeps texts from those who said STOP
    "callbacks": {"drop": 0.05, "repeat": 0.1, "reorder": 0.1, "late": [0, 5]},
}


# How far an alert is, and how much that conversations started is not at its end.
_STATE = select(
    Broadcast.state,
    Broadcast.reason,
    select(func.count())
    .select_from(Delivery)
    .where(Delivery.broadcast_id.is_(None), Delivery.state.in_(("queued", "sending", "unknown")))
    .scalar_subquery()
    .label("started"),
).where(Broadcast.id == bindparam("broadcast"))
START_SECONDS = 20.0  # within which a process that was just started asks for its database


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything. `gap`: seconds between two acts, the least and the most; `limit`: seconds for all of it.
    `callers`: for how many others a conversation starts a text or a call meanwhile."""

    recipients: int
    kills: int
    stops: int
    pace: float
    gap: tuple[float, float]
    limit: float
    speed: float = 1
    callers: int = 0


@dataclass
class Run:
    """What a run did, and what came of it."""

    seconds: float = 0.0
    acts: Counter[str] = field(default_factory=Counter)
    books: Books = field(default_factory=lambda: Books(0))
    breaches: list[str] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)  # messages at each provider

    @property
    def kills(self) -> int:
        return sum(count for act, count in self.acts.items() if act.startswith("kill"))


def play(stage: Stage, size: Size, rng: random.Random, say: Callable[[str], None] = lambda line: None) -> Run:
    """Send an alert on this stage, break what can be broken, wait until it is done, and audit the books."""
    return _Story(stage, size, rng, say).play()


class _Story:
    def __init__(self, stage: Stage, size: Size, rng: random.Random, say: Callable[[str], None]) -> None:
        self.stage, self.size, self.rng, self.say = stage, size, rng, say
        self.run = Run()
        self.begun = time.monotonic()
        self.acknowledged: dict[str, float] = {}
        self.over = threading.Event()
        self.restarted = float("-inf")  # the database
        self.started = 0

    def play(self) -> Run:
        people = range(self.size.recipients)
        texters, mute = self._choose()
        self._prepare(mute)
        for rule in (*RULES, *CALL_RULES):
            for double in self.stage.doubles:
                double.rule(**rule)
        self.stage.start()
        broadcast = self._begin()
        with self._stopping(texters), self._conversing():
            self._break_things(broadcast)
            self._await_end(broadcast)
        self._await_end(broadcast)
        # Everything that was said of a message late, again, or in another order.
        for double in self.stage.doubles:
            double.settle(60)
        self._await_quiet(broadcast)
        self.stage.stop()
        ours = deliveries(self.stage.database, self.stage.phone_cipher, broadcast)
        callers = {phone(self.size.recipients + number) for number in range(self.size.callers)}
        log = [row for double in self.stage.doubles for row in double.export()]
        self.run.shares = [double.counts()["messages"] for double in self.stage.doubles]
        self.run.books = audit(
            [row for row in log if row.to not in callers],
            ours,
            map(phone, people),
            dict.fromkeys(mute, 0.0) | self.acknowledged,
        )
        carried = dict[str, list[str]]()
        for to, sid in [(row.to, row.sid) for row in log] + [(c["form"]["To"], c["sid"]) for c in self.stage.double.calls()]:
            carried.setdefault(to, []).append(sid)
        started = started_rows(self.stage.database, self.stage.phone_cipher)
        audit_started(self.run.books, self.started, started, carried)
        self.run.breaches += self.run.books.breaches
        with self.stage.database.read() as connection:
            self.run.breaches += [f"counts: {which} {row}" for which, row in count_differences(connection, broadcast)]
        self.run.seconds = time.monotonic() - self.begun
        return self.run

    # --- Before ---------------------------------------------------------------------------------------------------------

    def _choose(self) -> tuple[list[str], list[str]]:
        """Who texts STOP while it goes out, and who did before."""
        chosen = [phone(number) for number in self.rng.sample(range(self.size.recipients), self.size.stops + 5)]
        return chosen[5:], chosen[:5]

    def _prepare(self, mute: list[str]) -> None:
        stage = self.stage
        zone = open_zone(datetime.now(UTC))
        fill(stage.database, stage.phone_cipher, CAMPAIGN, self.size.recipients, [zone])
        with stage.database.write() as connection:
            encrypted = [stage.phone_cipher.encrypt(each) for each in mute]
            connection.execute(update(Supporter).where(Supporter.phone.in_(encrypted)).values(stopped=True))

    def _begin(self) -> int:
        now = datetime.now(UTC)
        draft = lifecycle.Draft(campaign=CAMPAIGN, audience_filter={}, texts=TEXTS, expires_at=now + timedelta(hours=12))
        with self.stage.database.write() as connection:
            id = lifecycle.create_broadcast(connection, draft, now)
            assert lifecycle.start_broadcast(connection, id, now - timedelta(hours=1))
        return id

    # --- What breaks ----------------------------------------------------------------------------------------------------

    def _break_things(self, broadcast: int) -> None:
        """Until as many were killed as wanted."""
        acts = {act: weight for act, weight in self._acts().items() if weight}
        while self.run.kills < self.size.kills and self._goes_on(broadcast):
            time.sleep(self.rng.uniform(*self.size.gap))
            self._look_after()
            (act,) = self.rng.choices(list(acts), list(acts.values()))
            self.say(f"{time.monotonic() - self.begun:6.1f} s  {act.__name__.strip('_').replace('_', ' ')}")
            self.run.acts[act.__name__.strip("_")] += 1
            act()
        if self.run.kills < self.size.kills:
            self.run.breaches.append(
                f"only {self.run.kills} of {self.size.kills} kills, then the alert was done: lower the pace"
            )

    def _acts(self) -> dict[Callable[[], None], float]:
        """What may happen -> how often, beside the others."""
        stage = self.stage
        return {
            self._kill_worker: 6,
            self._kill_web: 2,
            self._kill_everything: 2,
            self._restart_database: 2 if stage.restart_database else 0,
            self._cut_broker: 2 if stage.broker else 0,
            self._upset_twilio: 2,
            self._cut_provider: 3 if stage.ways else 0,
        }

    def _kill_worker(self) -> None:
        self._kill(self.rng.choice(self.stage.workers))

    def _kill_web(self) -> None:
        self._kill(self.stage.web)

    def _kill_everything(self) -> None:
        self._kill(*self.stage.actors)

    def _kill(self, *actors: Actor) -> None:
        for actor in actors:
            actor.kill()
        time.sleep(self.rng.uniform(0, 0.5))
        for actor in actors:
            actor.start()

    def _restart_database(self) -> None:
        assert self.stage.restart_database
        self.stage.restart_database()
        self.restarted = time.monotonic()

    def _cut_broker(self) -> None:
        assert self.stage.broker
        self.stage.broker.cut()
        time.sleep(self.rng.uniform(1, 4))
        self.stage.broker.mend()

    def _upset_twilio(self) -> None:
        self.rng.choice(self.stage.doubles).rule(**self.rng.choice(BURSTS))

    def _cut_provider(self) -> None:
        """One of two is not there for a while: what was on its way may have been taken."""
        way = self.rng.choice(sorted(self.stage.ways))
        self.stage.ways[way].cut()
        time.sleep(self.rng.uniform(1, 4))
        self.stage.ways[way].mend()

    def _look_after(self) -> None:
        """As a supervisor: who ended by itself is started again, which is a fault unless there was no database to start on."""
        for actor in self.stage.actors:
            if actor.has_ended:
                if time.monotonic() - self.restarted > START_SECONDS:
                    said = actor.log.read_text(errors="replace")[-500:]
                    self.run.breaches.append(f"{actor.name} ended by itself: {said}")
                actor.start()

    # --- Who says STOP --------------------------------------------------------------------------------------------------

    @contextmanager
    def _stopping(self, texters: list[str]) -> Iterator[None]:
        """They text STOP, one after the other, while the rest goes on; who gets no answer texts again."""
        expected = self.size.recipients / self.size.pace

        def text() -> None:
            for number in texters:
                if self.over.wait(expected / (len(texters) + 1)):
                    return
                while not self.over.is_set():
                    if self.stage.double.inbound(number, "STOP")["status"] == 200:
                        self.acknowledged[number] = time.time()
                        break
                    time.sleep(0.3)

        thread = threading.Thread(target=text, name="texters", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join(60)

    # --- Who waits for a text or a call -----------------------------------------------------------------------------------

    @contextmanager
    def _conversing(self) -> Iterator[None]:
        """Conversations start a call or a text for one after the other, each written as a turn writes it. Who is left when the
        alert is done is started at once: on a busy machine some are."""
        expected = self.size.recipients / self.size.pace

        def start() -> None:
            for number in range(self.size.callers):
                self.over.wait(expected / (self.size.callers + 1))
                while time.monotonic() - self.begun < self.size.limit:
                    try:
                        self._start_one(number)
                        self.started += 1
                        break
                    except (SQLAlchemyError, TimeoutError):
                        time.sleep(0.3)

        thread = threading.Thread(target=start, name="callers", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join(60)

    def _start_one(self, number: int) -> None:
        now = datetime.now(UTC) if self.size.speed == 1 else self.bot_clock()
        with self.stage.database.write() as connection:
            encrypted = self.stage.phone_cipher.encrypt(phone(self.size.recipients + number))
            made = connection.execute(
                insert(Supporter).values(phone=encrypted, chosen_divisions={}, created_at=now)
            ).inserted_primary_key
            assert made is not None
            kind: Literal["call", "text"] = "text" if number % 2 else "call"
            enqueue_messages(
                connection, made[0], kind, Content(text="" if kind == "call" else "Their office is open now."), now
            )

    def bot_clock(self) -> datetime:
        """The time by the bot's clock (there/wsgi.py)."""
        began = self.stage.began
        return datetime.fromtimestamp(began - 3600 + (time.time() - began) * self.size.speed, UTC)

    # --- How it ends ----------------------------------------------------------------------------------------------------

    def _await_end(self, broadcast: int) -> None:
        while self._goes_on(broadcast):
            self._look_after()
            if time.monotonic() - self.begun > self.size.limit:
                self.run.breaches.append(f"not done after {self.size.limit:.0f} s")
                return
            time.sleep(0.2)

    def _goes_on(self, broadcast: int) -> bool:
        row = self._state(broadcast)
        if row is None or row.state == "sending" or row.started:
            return True
        if row.state != "done":
            self.run.breaches.append(f"{row.state}: {row.reason}")
        return False

    def _await_quiet(self, broadcast: int) -> None:
        """A callback may say that a delivery did not arrive after all."""
        time.sleep(1.0)
        self._await_end(broadcast)

    def _state(self, broadcast: int) -> Any:
        try:
            with self.stage.database.read() as connection:
                return connection.execute(_STATE, {"broadcast": broadcast}).one()
        except SQLAlchemyError:
            return None  # it is being restarted
