"""The alerts' part of the bench: a million supporters, and what it costs to text them. Each figure beside a yardstick."""

import asyncio
import resource
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import String, cast, delete, insert, select, text, update
from twilio.request_validator import RequestValidator

from bot.broadcasts import lifecycle
from bot.models import Broadcast, Delivery, Supporter
from bot.outbox.delivery_counts import count_differences, mend_counts
from bot.storage.database import Database, allow_seconds
from bot.storage.encryption import PhoneCipher
from tests.bench import callback_calls, load
from tests.bench.apps.bot import DAY
from tests.bench.people import TEXTS, People
from tests.bench.sender import Process, sender
from tests.bench.server import running
from tests.crowd import fill, open_zone
from tests.twilio_double import measure
from tests.twilio_double.client import Double, Row
from tests.twilio_double.client import running as double_running

LATENCY = 0.08
UNLIMITED = 100_000.0  # segments a second: then the worker is what limits
PACE = 100.0  # of a short code
PAUSED_AFTER = 1.5  # seconds
ALONGSIDE = 100.0  # texts a second, in the question what an alert costs them
WEB_THREADS = 4
MORE_THREADS = 16
WORDS = {"en": "Neighbors: the council votes tonight. Call {city} now. Reply STOP to cancel.", "es": "{city}: llame hoy. STOP."}
CAMPAIGN = "neighbors"
ZIPS = 33_000  # about as many as there are


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, how long each stretch is (seconds), and how many callbacks."""

    people: int
    few: int
    stretch: float
    pacing: float
    callbacks: int
    rounds: int
    calls: int


FULL = Size(people=1_000_000, few=10_000, stretch=10, pacing=20, callbacks=20_000, rounds=3, calls=600)
QUICK = Size(people=20_000, few=2_000, stretch=0.5, pacing=2, callbacks=200, rounds=1, calls=20)


@dataclass
class Figures:
    """What was measured on one database."""

    rows: float = 0.0
    preview: float = 0.0
    plain_rows: float = 0.0
    sent: float = 0.0
    cpu: float = 0.0
    sent_by_two: float = 0.0
    memory_few: float = 0.0
    memory_many: float = 0.0
    pause: float = 0.0
    callbacks: dict[int, list[float]] = field(default_factory=lambda: {WEB_THREADS: [], MORE_THREADS: []})
    bare: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    turns_alongside: list[float] = field(default_factory=list)
    alongside: float = 0.0
    most_in_a_second: int = 0
    used: float = 0.0
    calls: callback_calls.CallbackCalls = field(
        default_factory=lambda: callback_calls.CallbackCalls(waited=[], most=0, sent=0, seconds=1.0)
    )


@dataclass
class Client:
    """The second yardstick: Twilio's client alone, texts a second and CPU seconds each."""

    rate: float
    cpu: float


def client(stretch: float) -> Client:
    """Twilio's asynchronous client against the double, without a database."""
    with double_running(latency=LATENCY, callbacks={"drop": 1}) as double:
        before = resource.getrusage(resource.RUSAGE_SELF)
        made, seconds = asyncio.run(measure.by_twilio(double, stretch))
        after = resource.getrusage(resource.RUSAGE_SELF)
    return Client(made / seconds, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / made)


@dataclass
class Alerts:
    """The measurements on one database."""

    address: str
    environment: Mapping[str, str]
    people: People
    size: Size
    core: set[int] | None
    other: set[int] | None
    figures: Figures = field(default_factory=Figures)

    def measure(self) -> Figures:
        self._measure_few()
        database = Database(self.address)
        try:
            self._fill(database, self.size.people)
            broadcast = self._begin(database)
            self._measure_workers(database, broadcast)
            self._measure_callbacks(database)
            self._measure_turns(database, broadcast)
            self._measure_calls(database, broadcast)
            self._measure_preview(database, broadcast)
        finally:
            self._empty(database)
            database.close()
        return self.figures

    # --- What it is measured on -----------------------------------------------------------------------------------------

    def _fill(self, database: Database, many: int) -> None:
        self._empty(database)
        phone_cipher = PhoneCipher(self.environment["PHONE_KEY"])
        fill(database, phone_cipher, CAMPAIGN, many, [open_zone(DAY)])
        self._tidy(database)

    def _tidy(self, database: Database) -> None:
        """As the database does by itself, now and then; here not in the midst of a measurement."""
        if database.url.get_backend_name() == "sqlite":
            with database.write() as connection:
                connection.exec_driver_sql("ANALYZE")
        else:
            with database.read() as connection:
                connection.exec_driver_sql("SET default_transaction_read_only = off")
                allow_seconds(connection, 0, local="")
                connection.exec_driver_sql("VACUUM ANALYZE")
                connection.invalidate()

    def _empty(self, database: Database) -> None:
        names = (
            "deliveries, broadcast_counts, broadcasts, subscriptions, senders, spends, messages, turns, call_sheet_entries, "
            "call_sheets, calls"
        )
        with database.write() as connection:
            if connection.dialect.name == "postgresql":
                allow_seconds(connection, 0)
                connection.exec_driver_sql(f"TRUNCATE {names}, supporters, consents RESTART IDENTITY CASCADE")
                return
            for name in (*names.split(", "), "supporters", "consents"):
                connection.exec_driver_sql(f"DELETE FROM {name}")

    def _begin(self, database: Database) -> int:
        draft = lifecycle.Draft(campaign=CAMPAIGN, audience_filter={}, texts=WORDS, expires_at=DAY.replace(day=DAY.day + 2))
        with database.write() as connection:
            id = lifecycle.create_broadcast(connection, draft, DAY)
            lifecycle.start_broadcast(connection, id, DAY)
        return id

    def _surroundings(self, double: Double, pace: float) -> dict[str, str]:
        senders = {"SENDERS": f"{self.environment['TWILIO_FROM']}={pace}", "TWILIO_API_URL": double.url}
        return {**self.environment, **senders, "DATABASE_URL": self.address, "SPEND_CAP": "1000000"}

    # --- What is measured -----------------------------------------------------------------------------------------------

    def _measure_few(self) -> None:
        """The memory of a worker that sends to few."""
        database = Database(self.address)
        self._fill(database, self.size.few)
        broadcast = self._begin(database)
        database.close()
        with self._double() as double, sender(self._surroundings(double, UNLIMITED), self.core) as one:
            one.ask(f"rows {broadcast}")
            one.ask(f"work {self.size.stretch}")
            self.figures.memory_few = one.ask("rss")

    def _measure_workers(self, database: Database, broadcast: int) -> None:
        with self._double() as double, ExitStack() as stack:
            surroundings = self._surroundings(double, UNLIMITED)
            one = stack.enter_context(sender(surroundings, self.core))
            self.figures.rows = one.ask(f"rows {broadcast}")["seconds"]
            self.figures.plain_rows = self._plain_rows(database)
            self._tidy(database)
            one.ask("work 1")  # the first of everything is a start's cost
            done = one.ask(f"work {self.size.stretch}")
            made = _within(double.export(), done)
            self.figures.sent, self.figures.cpu = made / _seconds(done), done["cpu"] / max(1, made)
            self.figures.memory_many = one.ask("rss")
            self._measure_pause(database, broadcast, double, one)
            two = stack.enter_context(sender(surroundings, self.other))
            two.ask("work 1")
            self.figures.sent_by_two = self._by_two(double, [one, two])
            self._measure_pacing(database, double, [one, two])

    def _by_two(self, double: Double, both: Sequence[Process]) -> float:
        double.reset()
        for each in both:
            each.tell(f"work {self.size.stretch}")
        done = [each.hear() for each in both]
        shared = {"begun": max(each["begun"] for each in done), "ended": min(each["ended"] for each in done)}
        return _within(double.export(), shared) / _seconds(shared)

    def _plain_rows(self, database: Database) -> float:
        """The yardstick: the same rows for another broadcast, by one statement that asks nothing."""
        with database.write() as connection:
            if connection.dialect.name == "postgresql":
                allow_seconds(connection, 0)
            id = lifecycle.create_broadcast(
                connection, lifecycle.Draft(campaign=CAMPAIGN, audience_filter={}, texts=WORDS, expires_at=DAY), DAY
            )
            rows = select(text(str(id)), Supporter.id, text("'queued'"), Supporter.zone, text("0"))
            columns = ["broadcast_id", "supporter_id", "state", "zone", "attempts"]
            begun = time.monotonic()
            connection.execute(insert(Delivery).from_select(columns, rows, include_defaults=False))
        seconds = time.monotonic() - begun
        with database.write() as connection:
            if connection.dialect.name == "postgresql":
                allow_seconds(connection, 0)
            connection.execute(delete(Delivery).where(Delivery.broadcast_id == id))
            connection.execute(delete(Broadcast).where(Broadcast.id == id))
        return seconds

    def _measure_pause(self, database: Database, broadcast: int, double: Double, one: Process) -> None:
        """From the pause to the last request that arrives, while as many leave as can."""
        double.reset()
        one.tell(f"work {PAUSED_AFTER + 2}")
        time.sleep(PAUSED_AFTER)
        with database.write() as connection:
            lifecycle.pause_broadcast(connection, broadcast)
        paused = time.time()
        one.hear()
        self.figures.pause = max(0.0, max(row.arrived for row in double.export()) - paused)
        self._resume(database, broadcast)

    def _resume(self, database: Database, broadcast: int) -> None:
        with database.write() as connection:
            lifecycle.resume_broadcast(connection, broadcast, DAY)

    def _measure_pacing(self, database: Database, double: Double, both: Sequence[Process]) -> None:
        """Two workers share a sender; what arrives at the double is what counts."""
        double.reset()
        self._forget_pace(database)
        for each in both:
            each.ask(f"pace {PACE}")
            each.tell(f"work {self.size.pacing}")
        ended = min(each.hear()["ended"] for each in both)
        arrived = sorted(row.arrived for row in double.export() for _ in range(row.segments))
        self.figures.most_in_a_second = callback_calls.most(arrived)
        steady = [at for at in arrived if at <= ended]
        self.figures.used = (len(steady) - 1) / (steady[-1] - steady[0]) / PACE

    def _forget_pace(self, database: Database) -> None:
        with database.write() as connection:
            connection.exec_driver_sql("DELETE FROM senders")

    def _measure_callbacks(self, database: Database) -> None:
        """`delivered` of as many deliveries, as Twilio tells it, to the bot's own web server."""
        with self._double() as double:
            for _ in range(self.size.rounds):
                for threads in (WEB_THREADS, MORE_THREADS):
                    surroundings = self._surroundings(double, PACE)
                    with running("bot", surroundings, self.core, threads) as server:
                        server.wait()
                        requests = self._callbacks(database)
                        seconds = load.drive(server.port, [[each] for each in requests], connections=64)
                        self.figures.callbacks[threads].append(len(requests) / seconds)
                        self._check_callbacks(database, len(requests))
                with running("bare", surroundings, self.core) as server:
                    server.wait()
                    texts = [load.Request(texter[1].data) for texter in self.people.texters(self.size.callbacks // 10)]
                    seconds = load.drive(server.port, [[each] for each in texts])
                    self.figures.bare.append(len(texts) / seconds)

    def _callbacks(self, database: Database) -> list[load.Request]:
        """Signed beforehand; the deliveries are made to have just been sent."""
        with database.write() as connection:
            if connection.dialect.name == "postgresql":
                allow_seconds(connection, 0)
            first = connection.execute(select(Delivery.id).order_by(Delivery.id).limit(1)).scalar_one()
            ids = range(first, first + self.size.callbacks)
            sent = {"state": "sent", "attempts": 1, "provider_id": text("'SM' || id"), "due_at": None, "sent_at": DAY}
            connection.execute(
                update(Delivery)
                .where(Delivery.id.in_(text(f"SELECT id FROM deliveries WHERE id >= {ids[0]} AND id <= {ids[-1]}")))
                .values(**sent)
            )
            # Whoever changes deliveries counts; else the server would find it out and mend it while texts are timed.
            broadcast = connection.execute(select(Delivery.broadcast_id).where(Delivery.id == first)).scalar_one()
            mend_counts(connection, count_differences(connection, broadcast))
        validator = RequestValidator(self.environment["TWILIO_AUTH_TOKEN"])
        return [self._callback(validator, id) for id in ids]

    def _callback(self, validator: RequestValidator, id: int) -> load.Request:
        path, sid = f"/twilio/deliveries/{id}/status?attempt=1", f"SM{id}"
        form = {
            "MessageSid": sid, "SmsSid": sid, "MessageStatus": "delivered", "SmsStatus": "delivered",
            "To": "+12535550142", "From": self.environment["TWILIO_FROM"],
            "AccountSid": f"AC{0:032}", "ApiVersion": "2010-04-01",
        }  # fmt: skip
        body = urlencode(form)
        signature = validator.compute_signature(self.environment["PUBLIC_URL"] + path, form)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {load.HOST}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            f"Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\nContent-Length: {len(body)}\r\n"
            f"X-Twilio-Signature: {signature}\r\n\r\n"
        )
        return load.Request((head + body).encode())

    def _check_callbacks(self, database: Database, many: int) -> None:
        with database.read() as connection:
            kept = connection.execute(text("SELECT count(*) FROM deliveries WHERE state = 'delivered'")).scalar_one()
        if kept < many:
            raise load.WrongAnswer(f"{many} callbacks were answered, {kept} kept")

    def _measure_turns(self, database: Database, broadcast: int) -> None:
        """Texts at a fixed rate, with and without an alert that is sent by the same process; callbacks come in as well."""
        self._forget_pace(database)
        with self._double() as double, running("alerting", self._surroundings(double, PACE), self.core) as server:
            server.wait()
            double.settings(callbacks_to=f"http://{load.HOST}:{server.port}", callbacks={"drop": 0})
            load.drive(server.port, self.people.texters(4))
            for _ in range(self.size.rounds):
                self._pause(database, broadcast)
                self.figures.turns += self._turns(server.port)
                self._resume(database, broadcast)
                before = double.counts()["messages"]
                double.wait(lambda counts, before=before: counts["messages"] > before + PACE / 2, 30)
                before, begun = double.counts()["messages"], time.monotonic()
                self.figures.turns_alongside += self._turns(server.port)
                self.figures.alongside = (double.counts()["messages"] - before) / (time.monotonic() - begun)
            self._pause(database, broadcast)

    def _measure_calls(self, database: Database, broadcast: int) -> None:
        """Calls that people asked for, beside the alert."""
        self._forget_pace(database)
        self._resume(database, broadcast)
        with self._double(callback_calls.LATENCY) as double:
            environment = {**self._surroundings(double, callback_calls.ALERT), "CALLS_A_SECOND": str(callback_calls.ALLOWED)}
            self.figures.calls = callback_calls.measure(
                environment, double, self.people, self.size.calls, self.core, lambda: self._pause(database, broadcast)
            )

    def _measure_preview(self, database: Database, broadcast: int) -> None:
        """With people all over the country: nearly every text is then another. Not all of these digits are ZIP codes."""
        with database.write() as connection:
            if connection.dialect.name == "postgresql":
                allow_seconds(connection, 0)
            spread = cast(30_000 + Supporter.id % ZIPS, String(5))
            connection.execute(update(Supporter).values(zip=spread))
        self._tidy(database)
        with self._double() as double, sender(self._surroundings(double, PACE), self.core) as one:
            self.figures.preview = one.ask(f"preview {broadcast}")["seconds"]

    def _pause(self, database: Database, broadcast: int) -> None:
        with database.write() as connection:
            lifecycle.pause_broadcast(connection, broadcast)
        time.sleep(1.0)

    def _turns(self, port: int) -> list[float]:
        many = int(ALONGSIDE * self.size.stretch)
        texters = self.people.texters(-(-many // len(TEXTS)))
        load.drive(port, [texter[:1] for texter in texters])
        turns = zip(*(texter[1:] for texter in texters), strict=True)
        return load.pace(port, [load.Request(each.data) for turn in turns for each in turn][:many], ALONGSIDE)

    @contextmanager
    def _double(self, latency: float = LATENCY) -> Iterator[Double]:
        with double_running(latency=latency, callbacks={"drop": 1}, token=self.environment["TWILIO_AUTH_TOKEN"]) as double:
            yield double


def _within(rows: Iterable[Row], stretch: Mapping[str, float]) -> int:
    return sum(stretch["begun"] <= row.accepted < stretch["ended"] for row in rows)


def _seconds(stretch: Mapping[str, float]) -> float:
    return max(0.001, stretch["ended"] - stretch["begun"])


def rows(figures: Mapping[str, Figures], alone: Client) -> Iterator[tuple[str, list[str]]]:
    """The table: a label, and a cell for each database."""

    def row(label: str, cell: Any) -> tuple[str, list[str]]:
        return label, [cell(each) for each in figures.values()]

    yield row("Audience to rows: seconds", lambda f: f"{f.rows:.1f}")
    yield row("Audience to rows: plain INSERTs in its time", lambda f: f"{f.rows / f.plain_rows:.2f}")
    yield row("Preview: seconds", lambda f: f"{f.preview:.1f}")
    yield row("Twilio's client alone: messages a second", lambda f: f"{alone.rate:,.0f}")
    yield row("Twilio's client alone: CPU a message, µs", lambda f: f"{alone.cpu * 1e6:,.0f}")
    yield row("Claim and send: messages a second", lambda f: f"{f.sent:,.0f}")
    yield row("Claim and send: CPU a message, µs", lambda f: f"{f.cpu * 1e6:,.0f}")
    yield row("Claim and send: bare messages in its CPU", lambda f: f"{f.cpu / alone.cpu:.2f}")
    yield row("Two processes: messages a second", lambda f: f"{f.sent_by_two:,.0f}")
    yield row("Two processes: times one", lambda f: f"{f.sent_by_two / max(1, f.sent):.2f}")
    yield row("Worker's memory, few and many recipients: MB", lambda f: f"{f.memory_few:.0f}, {f.memory_many:.0f}")
    yield row("Pause to the last message: ms", lambda f: f"{f.pause * 1e3:,.0f}")
    yield row(f"At {PACE:.0f} a second: most in any second", lambda f: f"{f.most_in_a_second:,}")
    yield row(f"At {PACE:.0f} a second: used, %", lambda f: f"{f.used * 100:.1f}")
    for threads in (WEB_THREADS, MORE_THREADS):
        yield row(
            f"Status callbacks, {threads} threads: a second", lambda f, n=threads: f"{statistics.median(f.callbacks[n]):,.0f}"
        )
        yield row(
            f"Status callbacks, {threads} threads: in a bare view's time",
            lambda f, n=threads: f"{statistics.median(a / b for a, b in zip(f.callbacks[n], f.bare, strict=True)):.2f}",
        )
    yield row(f"SMS turn at {ALONGSIDE:.0f} a second: p99, ms", lambda f: f"{_p99(f.turns):.1f}")
    yield row("The same beside an alert: p99, ms", lambda f: f"{_p99(f.turns_alongside):.1f}")
    yield row("That alert: messages a second", lambda f: f"{f.alongside:.0f}")
    yield row("Calls asked for beside an alert: p50, p99, most, s", lambda f: _waits(f.calls.waited))
    yield row(f"At {callback_calls.ALLOWED:.0f} calls a second: most in any second", lambda f: f"{f.calls.most}")
    yield row("That alert: messages, a second", lambda f: f"{f.calls.sent:,}, {f.calls.sent / f.calls.seconds:,.0f}")


def _p99(seconds: Sequence[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100] * 1e3


def _waits(seconds: Sequence[float]) -> str:
    """Of seconds in order of size: half of them, 99 of a hundred, all."""
    return ", ".join(f"{seconds[min(len(seconds) - 1, len(seconds) * percent // 100)]:.2f}" for percent in (50, 99, 100))
