"""Made-up supporters, texts, alerts and calls in bulk: for pictures of the pages, and to measure them. Nobody's number: there
is no area code 555."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, case, func, insert, literal, select, text

from bot.broadcasts.results import count_result
from bot.campaigns import Campaign
from bot.locale import LANGUAGES
from bot.models import ZONE_TABLE, Broadcast, Call, Consent, Delivery, NotUnderstood, Subscription, Supporter
from bot.officials.divisions import STATES
from bot.officials.zip_info import in_state
from bot.outbox.delivery_counts import CountChanges, Standing
from bot.people.time_zones import zones_of
from bot.reading.answers import plain_text
from bot.results.counts import CONNECTED, Counts
from bot.results.recount import recount_all
from bot.runtime import Parts

A_PAGE = 10_000  # rows in a transaction
SPAN = timedelta(days=90)
ZIPS_A_STATE = 40
# How calls end, and what is told of those that are answered, each with its weight.
ENDINGS = {"answered": 74, "busy": 9, "no_answer": 11, "failed": 3, "canceled": 3}
TOLD = {"reached": 38, "message": 40, "full": 6, "wrong": 1, None: 15}
# Large states have more of everybody.
WEIGHTS = {"CA": 39, "TX": 30, "FL": 22, "NY": 20, "PA": 13, "IL": 13, "OH": 12, "GA": 11, "NC": 11, "MI": 10, "WA": 20}
SAID = ("who pays for this", "can my sister do this too?", "is he even in office??", "¿cuándo es la próxima reunión?", "👍👍")
STARTS, ENDS = timedelta(hours=14), timedelta(hours=23)  # of a day of calls, in UTC
FAILS, SEGMENTS = 40, 2  # every so many copies of an alert fails; each has so many segments
# The copies of an alert to supporters `first` to `end`, most of which arrived.
_COPIES = insert(Delivery).from_select(
    [
        "broadcast_id",
        "supporter_id",
        "kind",
        "state",
        "zone",
        "attempts",
        "leased_at",
        "sent_at",
        "segments",
        "sender",
        "error",
        "error_cause",
    ],
    select(
        bindparam("broadcast", type_=Delivery.id.type),
        Supporter.id,
        literal("text"),
        case((Supporter.id % FAILS == 0, "failed"), else_="delivered"),
        Supporter.zone,
        literal(1),
        bindparam("sent", type_=Delivery.sent_at.type),
        bindparam("sent", type_=Delivery.sent_at.type),
        literal(SEGMENTS),
        bindparam("sender", type_=Delivery.sender.type),
        case((Supporter.id % FAILS == 0, "simulated")),
        case((Supporter.id % FAILS == 0, "recipient")),
    ).where(Supporter.id >= bindparam("first"), Supporter.id < bindparam("end")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeded:
    """How many rows of each were made."""

    supporters: int
    texts: int
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """A ZIP code with its state, and by campaign the officials who are called from it."""

    zip: str
    state: str
    officials: Mapping[str, Sequence[str]]


MAKE = "make_demo"  # the job
FEW = 100  # supporters: who has more of them tries nothing out any more


def has_few(connection: Connection) -> bool:
    """Are there so few supporters that made-up ones would show more?"""
    in_order = (
        select(Supporter.id).where(Supporter.id > 0).order_by(Supporter.id)
    )  # by the key, so that no page reads the table
    return connection.execute(in_order.limit(1).offset(FEW - 1)).first() is None


def make_demo(parts: Parts) -> None:
    """Fill an installation that reaches nobody with some hundreds of made-up people, once."""
    if parts.settings.live:
        return
    with parts.database.read() as connection:
        wanted = has_few(connection)
    if wanted:
        parts.served_campaigns.look()  # one that was launched a moment ago has people too
        seed_demo(parts, supporters=500, alerts=4, calls=800)


def seed_demo(parts: Parts, *, supporters: int, alerts: int, calls: int, seed: int = 1) -> Seeded:
    """Make so many of each, the calls and alerts within the last 90 days; and count them."""
    return _Seed(parts, random.Random(seed)).make(supporters, alerts, calls)


class _Seed:
    def __init__(self, parts: Parts, chance: random.Random) -> None:
        self.parts, self.chance, self.now = parts, chance, parts.clock()
        self.campaigns = parts.campaigns.live or tuple(parts.campaigns)
        self.homes = self._find_homes()

    def make(self, supporters: int, alerts: int, calls: int) -> Seeded:
        database = self.parts.database
        with database.read() as connection:
            first = (connection.execute(select(func.max(Supporter.id))).scalar() or 0) + 1
        people = dict[int, tuple[_Home, Campaign]]()
        for begin in range(first, first + supporters, A_PAGE):
            page = range(begin, min(begin + A_PAGE, first + supporters))
            with database.write() as connection:
                self._add_supporters(connection, page, people)
        self._set_sequence()
        texts = sum(self._send_alert(number, alerts, range(first, first + supporters)) for number in range(alerts))
        self._add_calls(calls, people)
        self._count_alerts()
        for _ in recount_all(database, self.parts.days, self.now):
            pass
        return Seeded(supporters=supporters, texts=texts, calls=calls if people else 0)

    # --- People ---------------------------------------------------------------------------------------------------------

    def _find_homes(self) -> list[_Home]:
        directory, today = self.parts.directory, self.now.date()
        homes: list[_Home] = []
        for code in STATES:
            zips = in_state(code)
            for zip in self.chance.sample(zips, min(len(zips), ZIPS_A_STATE)):
                found = {each.id: directory.find(zip, each.roles, today=today) for each in self.campaigns}
                called = {
                    id: [official.id for target in finding.targets for official in target.officials]
                    for id, finding in found.items()
                }
                homes.append(_Home(zip=zip, state=code, officials=called))
        return homes

    def _add_supporters(self, connection: Connection, ids: Sequence[int], people: dict[int, tuple[_Home, Campaign]]) -> None:
        cipher, chance = self.parts.phone_cipher, self.chance
        weights = [WEIGHTS.get(home.state, 3) for home in self.homes]
        homes = chance.choices(self.homes, weights, k=len(ids))
        rows, joined, consents = [], [], []
        counts = Counts(self.parts.days)
        for id, home in zip(ids, homes, strict=True):
            campaign, at = chance.choice(self.campaigns), self.now - SPAN * chance.random() ** 1.5
            phone = _number(id)
            people[id] = (home, campaign)
            rows.append(
                {
                    "id": id,
                    "phone": cipher.encrypt(phone),
                    "language": LANGUAGES[chance.random() < 0.15],  # most the first
                    "zip": home.zip,
                    "chosen_divisions": {},
                    "campaign": campaign.id,
                    "zone": zones_of(home.zip, phone),
                    "zone_table": ZONE_TABLE,
                    "stopped": False,
                    "voice_only": False,
                    "created_at": at,
                }
            )
            counts.add_step(campaign.id, "begun", at)
            counts.add_step(campaign.id, "zip", at)
            counts.add_text(campaign.id, "replies", at, chance.randrange(1, 6))
            if home.officials[campaign.id]:
                counts.add_step(campaign.id, "list", at)
            if chance.random() < 0.8:
                counts.add_text(campaign.id, "joined", at)
                joined.append({"supporter_id": id, "programme": campaign.id, "state": "active", "since": at})
                agreed = {"act": "granted", "words": "JOIN", "channel": "sms", "source": "keyword", "at": at}
                consents.append({"person": cipher.person_key(phone), "programme": campaign.id, **agreed})
        connection.execute(insert(Supporter), rows)
        if joined:
            connection.execute(insert(Subscription), joined)
            connection.execute(insert(Consent), consents)
        strangers = ids[:: max(1, len(ids) // 20)]
        times = sorted(self.now - timedelta(days=20) * chance.random() for _ in strangers)  # as rows of the inbox come
        misses = [self._miss(id, people[id][1], at) for id, at in zip(strangers, times, strict=True)]
        connection.execute(insert(NotUnderstood), misses)
        for miss in misses:
            counts.add_text(str(miss["campaign"]), "not_understood", self.now - timedelta(days=1))
        counts.write(connection)

    def _miss(self, supporter: int, campaign: Campaign, at: datetime) -> dict[str, object]:
        cipher, words = self.parts.phone_cipher, self.chance.choice(SAID)
        return {
            "supporter_id": supporter,
            "channel": "sms",
            "campaign": campaign.id,
            "phrase": cipher.phrase_key(plain_text(words) or words),
            "flow": "sms",
            "node": "stranger",
            "text": cipher.encrypt_words(words),
            "reply": cipher.encrypt_words("?"),
            "at": at,
        }

    def _set_sequence(self) -> None:
        """On PostgreSQL: whoever comes next gets the id after these."""
        if self.parts.database.url.get_backend_name() == "postgresql":
            with self.parts.database.write() as connection:
                largest = "SELECT setval(pg_get_serial_sequence('supporters', 'id'), (SELECT max(id) FROM supporters))"
                connection.execute(text(largest))

    # --- Alerts ---------------------------------------------------------------------------------------------------------

    def _send_alert(self, number: int, of: int, ids: range) -> int:
        """An alert to all of these; how many copies."""
        campaign = self.campaigns[number % len(self.campaigns)]
        at = self.now - SPAN * ((of - number - 0.5) / of)
        words = {language: campaign.wording(language).title for language in campaign.languages}
        with self.parts.database.write() as connection:
            id = connection.execute(
                insert(Broadcast)
                .values(
                    kind="alert",
                    campaign=campaign.id,
                    state="done",
                    reason="",
                    audience_filter={"audience": {}},
                    texts=words,
                    fallbacks={},
                    audience_at=ids.stop - 1,
                    audience_end=ids.stop - 1,
                    created_at=at,
                    starts_at=at,
                    expires_at=at + timedelta(days=2),
                    ended_at=at + timedelta(hours=6),
                )
                .returning(Broadcast.id)
            ).scalar_one()
        for begin in range(ids.start, ids.stop, A_PAGE):
            end = min(begin + A_PAGE, ids.stop)
            sent = at + timedelta(hours=5) * ((begin - ids.start) / len(ids))
            with self.parts.database.write() as connection:
                connection.execute(
                    _COPIES, {"broadcast": id, "first": begin, "end": end, "sent": sent, "sender": "+12065550100"}
                )
                failed = sum(each % FAILS == 0 for each in range(begin, end))
                counts = CountChanges()
                counts.add(id, Standing("failed", "simulated", "recipient", segments=SEGMENTS), failed)
                counts.add(id, Standing("delivered", segments=SEGMENTS), end - begin - failed)
                counts.write(connection)
        return len(ids)

    def _count_alerts(self) -> None:
        database = self.parts.database
        with database.read() as connection:
            ids = connection.execute(select(Broadcast.id)).scalars().all()
        for id in ids:
            count_result(database, id, self.now)

    # --- Calls ----------------------------------------------------------------------------------------------------------

    def _add_calls(self, many: int, people: dict[int, tuple[_Home, Campaign]]) -> None:
        callers = [id for id, (home, campaign) in people.items() if home.officials[campaign.id]]
        with self.parts.database.read() as connection:
            began = [
                (row.id, row.campaign, row.starts_at)
                for row in connection.execute(select(Broadcast.id, Broadcast.campaign, Broadcast.starts_at))
            ]
        for begin in range(0, many if callers else 0, A_PAGE):
            page = [self._call(self.chance.choice(callers), people, began) for _ in range(min(A_PAGE, many - begin))]
            with self.parts.database.write() as connection:
                connection.execute(insert(Call), page)

    def _call(
        self,
        supporter: int,
        people: dict[int, tuple[_Home, Campaign]],
        began: Sequence[tuple[int, str, datetime | None]],
    ) -> dict[str, object]:
        chance, (home, campaign) = self.chance, people[supporter]
        day = (self.now - SPAN * chance.random() ** 1.3).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        at = day + STARTS + (ENDS - STARTS) * chance.betavariate(2, 2)
        at -= timedelta(days=at > self.now)
        status = chance.choices(list(ENDINGS), list(ENDINGS.values()))[0]
        answered = status == CONNECTED
        causes = [
            id for id, of, start in began if of == campaign.id and start and timedelta() <= at - start <= timedelta(days=7)
        ]
        return {
            "supporter_id": supporter,
            "person": None,
            "campaign": campaign.id,
            "key": None,
            "official": chance.choice(home.officials[campaign.id]),
            "line": _number(supporter + 1),
            "status": status,
            "seconds": chance.randrange(20, 400) if answered else 0,
            "outcome": chance.choices(list(TOLD), list(TOLD.values()))[0] if answered else "failed",
            "at": at,
            "state": home.state,
            "caused_by": causes[-1] if causes and chance.random() < 0.6 else None,
        }


def _number(id: int) -> str:
    """A number that nobody has, another for each of some millions."""
    return f"+1555{2_000_000 + id}"
