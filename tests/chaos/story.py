"""What happens in a run: an alert goes out while everything that can break does, in an order that a seed decides."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Literal

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from bot.broadcasts import lifecycle
from bot.broadcasts.states import OVER
from bot.models import Broadcast, Delivery, Posting, Supporter
from bot.outbox.conversation_queue import enqueue_messages
from bot.outbox.delivery_counts import count_differences
from bot.people.ledger import ConsentStatus, LedgerEntry, write_entries
from bot.reading import EVERYTHING
from bot.telephony import Content
from tests.chaos.books import ENDED, Books, audit, audit_started, deliveries, started_rows
from tests.chaos.browser import Browser
from tests.chaos.cast import choose_cast
from tests.chaos.console_books import ConsoleBooks, audit_console, audit_holds
from tests.chaos.import_books import ImportBooks, audit_imports, kept_people, questions
from tests.chaos.imports import Imports
from tests.chaos.notice_books import NoticeBooks, audit_notices, last_consent, read_happenings, read_notices
from tests.chaos.organizer import Organizer
from tests.chaos.phones import Phones
from tests.chaos.receiver import Receiver, listening
from tests.chaos.stage import Actor, Stage
from tests.crowd import JOINED, fill, open_zone
from tests.twilio_double.client import Double

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


# How far the alert is, and how much of all else is not at its end.
_OTHER = aliased(Broadcast)
_STATE = select(
    Broadcast.state,
    Broadcast.reason,
    *(
        select(func.count()).select_from(table).where(*open).scalar_subquery().label(name)
        for name, table, open in (
            ("started", Delivery, [Delivery.broadcast_id.is_(None), Delivery.state.in_(("queued", "sending", "unknown"))]),
            ("questions", _OTHER, [_OTHER.kind == "confirmation", _OTHER.state.not_in(OVER)]),
            ("notices", Posting, [Posting.state == "waiting"]),
        )
    ),
).where(Broadcast.id == bindparam("broadcast"))
START_SECONDS = 20.0  # within which a process that was just started asks for its database
# What is killed while it starts has done nothing yet: most acts wait for it, on a busy machine as well.
UP_SHARE = 0.8
TELL_SECONDS = 20.0  # between two words of what the end waits for
JOIN_SECONDS = 120.0  # for what goes on beside to come to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of everything. `gap`: seconds between two acts, the least and the most; `limit`: seconds for all of it.

    Beside the alert: a conversation starts a text or a call for `callers`, `talkers` call their officials, two lists of
    `listed` rows are imported, each killed `import_kills` times, a receiver of notices is ill in the ways of `ills`, and an
    organizer opens a page each `clicks` seconds (the least and the most) and pauses each `holds_each`. `up_seconds`: how long
    most acts wait for all processes to be up.
    """

    recipients: int
    kills: int
    stops: int
    pace: float
    gap: tuple[float, float]
    limit: float
    speed: float = 1
    callers: int = 0
    talkers: int = 0
    listed: int = 0
    import_kills: int = 0
    ills: tuple[str, ...] = ()
    clicks: tuple[float, float] = (0.5, 1.5)
    holds_each: float = 20.0
    up_seconds: float = 0.0


@dataclass
class Run:
    """What a run did, and what came of it."""

    seconds: float = 0.0
    acts: Counter[str] = field(default_factory=Counter)
    books: Books = field(default_factory=lambda: Books(0))
    imports: ImportBooks = field(default_factory=ImportBooks)
    notices: NoticeBooks = field(default_factory=NoticeBooks)
    console: ConsoleBooks = field(default_factory=ConsoleBooks)
    tries: Counter[str] = field(default_factory=Counter)  # of each list
    upsets: Counter[str] = field(default_factory=Counter)  # of the receiver of notices
    called: int = 0
    joined: int = 0
    breaches: list[str] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)  # messages at each provider

    @property
    def kills(self) -> int:
        return sum(count for act, count in self.acts.items() if act.startswith("kill"))


def play(stage: Stage, size: Size, rng: random.Random, say: Callable[[str], None] = lambda line: None) -> Run:
    """Send an alert on this stage, break what can be broken, wait until it is done, and audit the books."""
    with listening() as receiver:
        return _Story(stage, size, rng, say, receiver).play()


class _Story:
    def __init__(self, stage: Stage, size: Size, rng: random.Random, say: Callable[[str], None], receiver: Receiver) -> None:
        self.stage, self.size, self.rng, self.say, self.receiver = stage, size, rng, say, receiver
        self.run = Run()
        self.begun = time.monotonic()
        self.over = threading.Event()
        self.database_away: list[tuple[float, float]] = []  # from when to when, in seconds of time.monotonic()
        self.web_away: list[tuple[float, float]] = []
        self.started = 0
        self.cast = choose_cast(size.recipients, size.stops, size.callers, size.talkers, size.listed, rng)
        self.phones = Phones(stage, size.recipients / size.pace, self.over, self._has_time)
        self.imports = Imports(stage, CAMPAIGN, size.import_kills, self._has_time)
        self.clicker, self.importer = Browser(stage), Browser(stage)
        self.organizer = Organizer(stage, self.clicker, self._dice(), size.clicks, size.holds_each)

    def play(self) -> Run:
        self._prepare()
        for rule in (*RULES, *CALL_RULES):
            for double in self.stage.doubles:
                double.rule(**rule)
        receiver, before, statuses = self._enter()
        self.stage.start()
        self.clicker.sign_in("Ana")
        self.importer.sign_in("Ben")
        broadcast = self._begin()
        with self._meanwhile(broadcast):
            self._break_things(broadcast)
            self._await_end(broadcast)
        self._await_end(broadcast)
        # Everything that was said of a message late, again, or in another order.
        for double in self.stage.doubles:
            double.settle(60)
        self._await_quiet(broadcast)
        self.stage.stop()
        self._audit(broadcast, receiver, before, statuses)
        self.run.seconds = time.monotonic() - self.begun
        return self.run

    # --- Before ---------------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """The crowd is there, and the ledger knows those of them who are on lists, and who said STOP."""
        stage, cast = self.stage, self.cast
        fill(stage.database, stage.phone_cipher, CAMPAIGN, self.size.recipients, [open_zone(stage.now())])
        ids = cast.ids()
        stop = _entry(EVERYTHING, "withdrawn")
        said = dict.fromkeys((*cast.mute, *cast.erased), stop)
        said |= {to: _entry(CAMPAIGN, "granted") for each in cast.lists for to in each.active}
        with stage.database.write() as connection:
            for to, entry in said.items():
                write_entries(connection, stage.phone_cipher.person_key(to), ids.get(to), [entry], has_receivers=False)

    def _enter(self) -> tuple[int, int, dict[bytes, ConsentStatus]]:
        """Enter the receiver: its id, the last row of the ledger by then, and what that comes to."""
        stage, cast = self.stage, self.cast
        receiver = self.receiver.enter(stage.database, stage.phone_cipher, stage.now())
        with stage.database.read() as connection:
            last = last_consent(connection)
        statuses = {
            stage.phone_cipher.person_key(to): ConsentStatus(subscriptions={CAMPAIGN: ("active", JOINED)})
            for to in cast.recipients
        }
        for to in (*cast.mute, *cast.erased):
            statuses.setdefault(stage.phone_cipher.person_key(to), ConsentStatus()).stopped = True
        return receiver, last, statuses

    def _begin(self) -> int:
        now = self.stage.now()
        draft = lifecycle.Draft(campaign=CAMPAIGN, audience_filter={}, texts=TEXTS, expires_at=now + timedelta(hours=12))
        with self.stage.database.write() as connection:
            id = lifecycle.create_broadcast(connection, draft, now)
            assert lifecycle.start_broadcast(connection, id, now)
        return id

    # --- What breaks ----------------------------------------------------------------------------------------------------

    def _break_things(self, broadcast: int) -> None:
        """Until as many were killed as wanted."""
        while self.run.kills < self.size.kills and self._goes_on(broadcast):
            loads = self._wait_for_next()
            self._look_after()
            acts = self._acts()
            (act,) = [self._kill_everything] if loads else self.rng.choices(list(acts), list(acts.values()))
            self.say(f"{time.monotonic() - self.begun:6.1f} s  {act.__name__.strip('_').replace('_', ' ')}")
            self.run.acts[act.__name__.strip("_")] += 1
            act()
        if self.run.kills < self.size.kills:
            self.run.breaches.append(
                f"only {self.run.kills} of {self.size.kills} kills, then the alert was done: lower the pace"
            )

    def _wait_for_next(self) -> bool:
        """A while, and mostly until everything is up again; True at once where a list is being loaded, to be killed now."""
        end = time.monotonic() + (self.size.up_seconds if self.rng.random() < UP_SHARE else 0.0)
        loads = self.imports.is_loading.wait(self.rng.uniform(*self.size.gap))
        while not loads and time.monotonic() < end and not self.stage.is_up:
            self._look_after()
            loads = self.imports.is_loading.wait(0.2)
        self.imports.is_loading.clear()
        return loads

    def _acts(self) -> dict[Callable[[], None], float]:
        """What may happen -> how often, beside the others."""
        stage = self.stage
        return {
            self._kill_worker: 6,
            self._kill_web: 2,
            self._kill_everything: 2,
            self._restart_database: 2 if stage.restart_database else 0,
            self._cut_broker: 2 if stage.broker else 0,
            # One at a time: an alert that backs off meets few of them, and would back off for longer and longer.
            self._upset_twilio: 0 if any(map(_is_upset, stage.doubles)) else 2,
            self._cut_provider: 3 if stage.ways else 0,
        }

    def _kill_worker(self) -> None:
        self._kill(self.rng.choice(self.stage.workers))

    def _kill_web(self) -> None:
        self._kill(self.stage.web)

    def _kill_everything(self) -> None:
        """As where the machine fails: also what they have started apart is gone."""
        self._kill(*self.stage.actors, machine=True)

    def _kill(self, *actors: Actor, machine: bool = False) -> None:
        since = time.monotonic()
        for actor in actors:
            actor.kill(machine=machine)
        time.sleep(self.rng.uniform(0, 0.5))
        for actor in actors:
            actor.start()
        if self.stage.web in actors:
            self.web_away.append((since, time.monotonic()))

    def _restart_database(self) -> None:
        assert self.stage.restart_database
        since = time.monotonic()
        self.stage.restart_database()
        self.database_away.append((since, time.monotonic()))

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
                restarted = self.database_away[-1][1] if self.database_away else float("-inf")
                if time.monotonic() - restarted > START_SECONDS:
                    said = actor.log.read_text(errors="replace")[-500:]
                    self.run.breaches.append(f"{actor.name} ended by itself: {said}")
                actor.start()
                if actor is self.stage.web:
                    self.web_away.append((restarted, time.monotonic()))

    # --- What goes on beside --------------------------------------------------------------------------------------------

    @contextmanager
    def _meanwhile(self, broadcast: int) -> Iterator[None]:
        """People text and call, conversations start texts and calls, lists are imported, an organizer looks and pauses."""
        cast, size = self.cast, self.size
        acts: dict[str, Callable[[], None]] = {
            "texters": lambda: self.phones.text_stop(cast.texters),
            "joiners": lambda: self.phones.text_join(cast.joiners),
            "talkers": lambda: self.phones.talk(cast.talkers, CAMPAIGN),
            "callers": self._converse,
            "receiver": partial(self.receiver.be_upset, size.ills, self._dice(), self.over),
            "organizer": lambda: self.organizer.click_about(broadcast, self.over),
        }
        if cast.lists:
            by_command, by_console = cast.lists
            acts["command"] = partial(self.imports.by_command, by_command, self._dice())
            acts["console"] = partial(self.imports.by_console, by_console, self.importer, self._dice())
        threads = [threading.Thread(target=self._do, args=each, name=each[0], daemon=True) for each in acts.items()]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join(JOIN_SECONDS)

    def _do(self, name: str, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # else nobody hears of it
            self.run.breaches.append(f"{name} broke off: {error!r}")

    def _dice(self) -> random.Random:
        """Of a thread's own, so that a seed decides whatever the order."""
        return random.Random(self.rng.random())

    def _has_time(self) -> bool:
        return time.monotonic() - self.begun < self.size.limit

    def _converse(self) -> None:
        """Conversations start a call or a text for one after the other, each written as a turn writes it. Who is left when the
        alert is done is started at once: on a busy machine some are."""
        for number, to in enumerate(self.cast.callers):
            self.over.wait(self.size.recipients / self.size.pace / (self.size.callers + 1))
            while self._has_time():
                try:
                    self._start_one(number, to)
                    self.started += 1
                    break
                except (SQLAlchemyError, TimeoutError):
                    time.sleep(0.3)

    def _start_one(self, number: int, to: str) -> None:
        now = self.stage.now()
        with self.stage.database.write() as connection:
            encrypted = self.stage.phone_cipher.encrypt(to)
            made = connection.execute(
                insert(Supporter).values(phone=encrypted, chosen_divisions={}, created_at=now)
            ).inserted_primary_key
            assert made is not None
            kind: Literal["call", "text"] = "text" if number % 2 else "call"
            enqueue_messages(
                connection, made[0], kind, Content(text="" if kind == "call" else "Their office is open now."), now
            )

    # --- How it ends ----------------------------------------------------------------------------------------------------

    def _await_end(self, broadcast: int) -> None:
        told = time.monotonic()
        while self._goes_on(broadcast):
            self._look_after()
            if time.monotonic() - told > TELL_SECONDS:
                told = time.monotonic()
                self.say(f"{told - self.begun:6.1f} s  waits for {self._state(broadcast)}")
            if not self._has_time():
                self.run.breaches.append(f"not done after {self.size.limit:.0f} s: {self._state(broadcast)}")
                return
            time.sleep(0.2)

    def _goes_on(self, broadcast: int) -> bool:
        row = self._state(broadcast)
        if row is None or row.state == "sending" or row.started or row.questions or row.notices:
            return True
        if row.state == "paused" and row.reason == lifecycle.BY_ORGANIZER:
            return True
        if row.state != "done":
            self.run.breaches.append(f"{row.state}: {row.reason}")
            return False
        return len(self.imports.told) < len(self.cast.lists)

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

    # --- What came of it ------------------------------------------------------------------------------------------------

    def _audit(self, broadcast: int, receiver: int, before: int, statuses: dict[bytes, ConsentStatus]) -> None:
        stage, cast, run, phones = self.stage, self.cast, self.run, self.phones
        database, phone_cipher = stage.database, stage.phone_cipher
        log = [row for double in stage.doubles for row in double.export()]
        others = {*cast.callers, *cast.talkers, *cast.asked, *cast.refusing, *cast.erased}
        run.shares = [double.counts()["messages"] for double in stage.doubles]
        alerted = deliveries(database, phone_cipher, broadcast)
        run.books = audit(
            [row for row in log if row.to not in others],
            alerted,
            cast.recipients,
            dict.fromkeys(cast.mute, 0.0) | phones.stopped,
        )
        carried = dict[str, list[str]]()
        for to, sid in [(row.to, row.sid) for row in log] + [(c["form"]["To"], c["sid"]) for c in stage.double.calls()]:
            carried.setdefault(to, []).append(sid)
        started = [row for row in started_rows(database, phone_cipher) if row.to in set(cast.callers)]
        audit_started(run.books, self.started, started, carried)
        run.imports = audit_imports(
            cast,
            log,
            questions(database, phone_cipher),
            kept_people(database, phone_cipher, CAMPAIGN),
            self.imports.told,
            phones.stopped,
            phones.joined,
            {each.to for each in alerted if each.state in ENDED},
        )
        with database.read() as connection:
            happened = read_happenings(connection, phone_cipher, before, statuses)
            run.notices = audit_notices(read_notices(connection, receiver), self.receiver.received, happened)
            broadcasts = connection.execute(select(Broadcast.id)).scalars().all()
            differences = [each for id in broadcasts for each in count_differences(connection, id)]
        run.console = audit_console([*self.clicker.answers, *self.importer.answers], self.database_away, self.web_away)
        audit_holds(run.console, self.organizer.holds, log, frozenset(cast.recipients))
        run.tries, run.upsets = self.imports.tries, self.receiver.upsets
        run.acts["kill_command"] = self.imports.killed["command"]
        run.called, run.joined = len(phones.called), len(phones.joined)
        for books in (run.books, run.imports, run.notices, run.console):
            run.breaches += books.breaches
        run.breaches += [f"counts: {which} {row}" for which, row in differences]


def _is_upset(double: Double) -> bool:
    """Is some of a burst still to come?"""
    return any(rule["applied"] < rule["times"] for rule in double.rules() if rule.get("times"))


def _entry(programme: str, act: Literal["granted", "withdrawn"]) -> LedgerEntry:
    return LedgerEntry(programme=programme, act=act, words="", channel="sms", source="keyword", at=JOINED)
