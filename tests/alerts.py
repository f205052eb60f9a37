"""A bot with an alert to send, for the tests of broadcasts: supporters, rows, a worker, a clock that runs. Holds no test."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from bot.broadcasts.alert_queue import AlertSource, Terms
from bot.broadcasts.effects import BroadcastEffects
from bot.broadcasts.sweep import BroadcastUpkeep, sweep_broadcasts
from bot.models import Broadcast, BroadcastCount, Delivery, SenderPace, Subscription, Supporter
from bot.outbox.delivery_counts import count_differences, mend_counts
from bot.outbox.delivery_results import DeliveryResults
from bot.outbox.dispatch import Dispatcher
from bot.outbox.fail_over import FailOver
from bot.outbox.queue import LEASE, Batch, NotYet, lease_deliveries
from bot.outbox.reconcile import Reconciler
from bot.outbox.senders import register_senders
from bot.people import ledger
from bot.people.time_zones import zones_of
from bot.providers.installed import Providers
from bot.providers.protocol import Accepted, OutboundMessage, SendError
from bot.storage.clock import Ticker
from bot.telephony import Prices, in_micros
from tests.carrier import LIVE, OURS, post, sid
from tests.conftest import Bot, starting
from tests.databases import empty_database
from tests.moved_time import Attended, MovedTime
from tests.twilio_double.client import Double

CAMPAIGN = "sanctuary"
NOON = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # a Monday; noon in Seattle


def count_anew(connection: Connection, broadcast: int) -> None:
    """Its deliveries were changed past those who count."""
    mend_counts(connection, count_differences(connection, broadcast))


@dataclass
class Running:
    """A clock that runs with its ticker, from a time that tests set."""

    ticker: Ticker = field(default_factory=MovedTime)
    start: datetime = NOON
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.ticker()

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=self.ticker() - self.began)

    def set(self, moment: datetime) -> None:
        self.start, self.began = moment, self.ticker()

    def skip(self, **span: float) -> None:
        self.start += timedelta(**span)


@dataclass
class Alerts:
    """A live bot whose Twilio is the double. `pace`: segments a second of its sender there; `others`: of senders at
    another provider."""

    bot: Bot
    double: Double
    clock: Running
    pace: float = 1000.0
    cap: float = 50.0
    a_week: int = 2
    price: float = 0.01
    picture_price: float = 0.03
    picture_pace: float = 1000.0
    is_open: Callable[[str, datetime], bool] = lambda zone, now: bool(zone)
    others: Mapping[str, float] = field(default_factory=dict)

    @property
    def database(self) -> Any:
        return self.bot.parts.database

    @property
    def ticker(self) -> Ticker:
        return self.clock.ticker

    @property
    def provider(self) -> Any:
        """Its Twilio, for a worker that goes by the ticker."""
        provider = self.bot.parts.provider
        return Attended(provider, self.ticker) if isinstance(self.ticker, MovedTime) else provider

    def in_a_while(self, seconds: float, do: Callable[[], object]) -> None:
        """Have this done once workers have worked for so many seconds."""
        assert isinstance(self.ticker, MovedTime)
        self.ticker.plan(seconds, do)

    def take_real_time(self) -> None:
        """From now on, for what cannot be hurried: who computes, and answers that do not come."""
        self.clock.ticker = Ticker()
        self.clock.set(self.clock())

    def supporters(self, count: int, first: int = 0) -> list[int]:
        """As many people who asked for the campaign's alerts; their ids. Their numbers follow one another."""
        with self.database.write() as connection:
            return [self._supporter(connection, number, "active") for number in range(first, first + count)]

    def phone(self, number: int) -> str:
        return f"+1253555{number:04d}"

    def supporter(self, number: int, state: str | None = "active", **columns: Any) -> int:
        with self.database.write() as connection:
            return self._supporter(connection, number, state, **columns)

    def _supporter(self, connection: Any, number: int, state: str | None, **columns: Any) -> int:
        phone_cipher, phone = self.bot.parts.phone_cipher, self.phone(number)
        values = {
            "language": "en",
            "zip": "98402",
            "chosen_divisions": {},
            "created_at": self.clock(),
            "zone": zones_of("98402", phone),
        }
        made = connection.execute(insert(Supporter).values(phone=phone_cipher.encrypt(phone), **(values | columns)))
        id = int(made.inserted_primary_key[0])
        acts = {"active": ["granted"], "pending": ["claimed"], "left": ["granted", "withdrawn"], None: []}[state]
        entries = [
            ledger.LedgerEntry(programme=CAMPAIGN, act=act, words="JOIN", channel="sms", source="keyword", at=self.clock())
            for act in acts
        ]  # type: ignore[arg-type]
        ledger.write_entries(connection, phone_cipher.person_key(phone), id, entries)
        if columns.get("stopped"):
            stop = ledger.LedgerEntry(
                programme="*", act="withdrawn", words="STOP", channel="sms", source="keyword", at=self.clock()
            )
            ledger.write_entries(connection, phone_cipher.person_key(phone), id, [stop])
        return id

    def lock_out(self, number: int) -> None:
        """From now on this number does not open, as another PHONE_KEY wrote it."""
        phone = self.bot.parts.phone_cipher.encrypt(self.phone(number))
        with self.database.write() as connection:
            connection.execute(update(Supporter).where(Supporter.phone == phone).values(phone=b"with another key %d" % number))

    def broadcast(self, supporters: list[int], words: str = "Call now!", **columns: Any) -> int:
        """A broadcast that is being sent to these; its id."""
        values = {
            "kind": "alert",
            "campaign": CAMPAIGN,
            "state": "sending",
            "audience_filter": {},
            "texts": {"en": words},
            "fallbacks": {},
            "audience_at": 0,
            "audience_end": 0,
            "created_at": self.clock(),
            "expires_at": self.clock() + timedelta(hours=12),
        }
        with self.database.write() as connection:
            made = connection.execute(insert(Broadcast).values(**(values | columns)))
            id = int(made.inserted_primary_key[0])
            zones = dict(connection.execute(select(Supporter.id, Supporter.zone)).all())
            rows = [
                {"broadcast_id": id, "supporter_id": each, "state": "queued", "zone": zones[each] or "", "attempts": 0}
                for each in supporters
            ]
            if rows:
                connection.execute(insert(Delivery), rows)
            count_anew(connection, id)
        return id

    def queue_one_more(self, broadcast: int) -> None:
        """A delivery of nobody, in no zone: the broadcast is not done while it waits."""
        with self.database.write() as connection:
            values = {"broadcast_id": broadcast, "supporter_id": None, "state": "queued", "zone": "", "attempts": 0}
            connection.execute(insert(Delivery).values(**values))
            count_anew(connection, broadcast)

    def terms(self, **changes: Any) -> Terms:
        known = {
            "paces": {OURS: self.pace, **self.others},
            "alerts_a_week": self.a_week,
            "prices": Prices(segment_micros=in_micros(self.price), picture_micros=in_micros(self.picture_price)),
            "picture_pace": self.picture_pace,
            "spend_cap_micros": in_micros(self.cap),
            "is_open": self.is_open,
            "texts": lambda broadcast: self.bot.parts.previewer.texts(broadcast, self.clock()),
            "phone_cipher": self.bot.parts.phone_cipher,
        }
        return Terms(**(known | changes))

    @property
    def delivery_results(self) -> DeliveryResults:
        fail_over = FailOver(self.terms().paces, self.providers.name_of)
        return DeliveryResults(self.bot.parts.phone_cipher, BroadcastEffects(), self.bot.parts.days, fail_over)

    @property
    def providers(self) -> Providers:
        """Those of the bot, each of whose requests is waited for."""
        known = self.bot.parts.providers
        return Providers({**known.by_name, known.main_name: self.provider}, self.bot.parts.settings.senders_by_provider)

    def source(self, **changes: Any) -> AlertSource:
        return AlertSource(self.database, self.terms(**changes), self.clock, BroadcastEffects(), self.ticker)

    def worker(self, settling: float = 60, provider: Any = None, **changes: Any) -> Dispatcher:
        source = self.source(**changes)
        prices, span = self.terms(**changes).prices, timedelta(seconds=settling)
        return Dispatcher(
            database=self.database,
            providers=Providers({"only": provider}, {}) if provider else self.providers,
            sources=[source],
            delivery_results=self.delivery_results,
            reconciler=Reconciler(self.database, self.bot.parts.phone_cipher, self.delivery_results, prices, span),
            upkeep=BroadcastUpkeep(self.database, lambda id: False, self.ticker),
            clock=self.clock,
            ticker=self.ticker,
        )

    def claim(self, **changes: Any) -> Batch | NotYet:
        """What a worker does first."""
        with self.database.write() as connection:
            register_senders(connection, self.terms().paces, self.providers.name_of)
            return lease_deliveries(connection, [self.source(**changes)], self.clock(), self.providers.name_of)

    def work(self, seconds: float = 10, **changes: Any) -> bool:
        return self.worker(**changes).work(seconds)

    def leave(self, message: OutboundMessage) -> Accepted | SendError:
        """Hand a text to the provider, as a worker does that is killed before it can write down the answer."""

        async def send() -> Accepted | SendError:
            async with self.bot.parts.provider.bulk_sender() as bulk_sender:
                return await bulk_sender.send(message)

        return asyncio.run(send())

    def lose(self) -> None:
        """Let the leases of what was claimed run out, and ask the double's log for it. Nothing is sent."""
        self.clock.skip(seconds=LEASE.total_seconds() + 70)
        sweep_broadcasts(self.database, self.clock())
        worker = self.worker()

        async def ask() -> None:
            async with self.provider.bulk_sender() as bulk_sender:
                await worker.reconciler.ask({worker.providers.main_name: bulk_sender}, self.clock())

        asyncio.run(ask())

    # --- What came of it --------------------------------------------------------------------------------------------

    def states(self, broadcast: int | None = None) -> dict[str, int]:
        """How many deliveries, by state and, where there is one, the reason."""
        query = "SELECT state, error, count(*) FROM deliveries WHERE :b IS NULL OR broadcast_id = :b GROUP BY state, error"
        with self.database.read() as connection:
            rows = connection.execute(text(query.replace(":b IS", "CAST(:b AS INTEGER) IS")), {"b": broadcast}).all()
        return {f"{state} {error}" if error else state: count for state, error, count in rows}

    def miscounted(self) -> list[Any]:
        """Where the counts of any broadcast are not what its deliveries come to."""
        with self.database.read() as connection:
            ids = connection.execute(select(Broadcast.id)).scalars().all()
            return [difference for id in ids for difference in count_differences(connection, id)]

    def reached(self) -> dict[str, int]:
        """The same, where it does not matter whether a log or an answer was quicker: delivered counts as sent."""
        states = Counter(self.states())
        states["sent"] += states.pop("delivered", 0)
        return dict(+states)

    def deliveries(self) -> list[Any]:
        with self.database.read() as connection:
            return list(connection.execute(select(Delivery.__table__).order_by(Delivery.id)).all())

    def about(self, broadcast: int) -> Any:
        with self.database.read() as connection:
            return connection.execute(select(Broadcast.__table__).where(Broadcast.id == broadcast)).one()

    def sender(self) -> Any:
        with self.database.read() as connection:
            return connection.execute(select(SenderPace.__table__)).one()

    def is_stopped(self, number: int) -> bool:
        with self.database.read() as connection:
            return ledger.is_stopped(connection, self.bot.parts.phone_cipher.person_key(self.phone(number)))

    def spent(self) -> list[tuple[str, int, int]]:
        with self.database.read() as connection:
            return [tuple(row) for row in connection.execute(text("SELECT day, segments, micros FROM spends ORDER BY day"))]

    def change(self, table: Any, which: Mapping[str, Any] | None = None, **values: Any) -> None:
        with self.database.write() as connection:
            connection.execute(update(table).filter_by(**(which or {})).values(**values))
            if table is Delivery:
                for id in connection.execute(select(Broadcast.id)).scalars().all():
                    count_anew(connection, id)

    def callback(self, delivery: int, status: str, attempt: int = 1, message: str = "", code: str = "") -> int:
        """A status callback, signed right; the answer's status."""
        form = {"MessageSid": message or sid(), "MessageStatus": status, **({"ErrorCode": code} if code else {})}
        return post(self.bot, f"/twilio/deliveries/{delivery}/status?attempt={attempt}", form).status_code

    def say(self, number: int, body: str) -> None:
        form = {"MessageSid": sid(), "From": self.phone(number), "To": OURS, "Body": body}
        assert post(self.bot, "/twilio/sms", form).status_code == 200

    def forget(self, number: int) -> None:
        """They want to be erased, and say so once more as they are asked."""
        for _ in range(2):
            self.say(number, "FORGET")

    @property
    def sent(self) -> list[str]:
        """Whom the double has messages for, in the order of acceptance."""
        return [row.to for row in self.double.export()]

    def wipe(self) -> None:
        """As if it were new."""
        with self.database.write() as connection:
            for table in (Delivery, BroadcastCount, Broadcast, SenderPace, Subscription, Supporter):
                connection.execute(table.__table__.delete())
            for name in ("consents", "spends", "messages", "turns"):
                connection.execute(text(f"DELETE FROM {name}"))
        self.double.reset()
        self.clock.ticker = MovedTime()
        self.clock.set(datetime.now(UTC))
        vars(self).update(vars(Alerts(self.bot, self.double, self.clock)))


@contextmanager
def alerts(kind: str, folder: Path, double: Double, **settings: object) -> Iterator[Alerts]:
    """A world whose clock runs."""
    with empty_database(kind, folder) as url, starting(url, folder) as start:
        clock = Running()
        bot = start(clock, **{**LIVE, "twilio_api_url": double.url, **settings})
        yield Alerts(bot, double, clock)
