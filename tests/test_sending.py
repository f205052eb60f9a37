"""What we start: sent at most once, only to who still wants it, nothing held meanwhile; and what became of it."""

import base64
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import event, insert, select, update
from sqlalchemy.engine import Engine

from bot.models import CallListEntryRow, Consent, Delivery, Message, Supporter, Turn
from bot.storage.database import Database
from tests.carrier import (
    ACCOUNT,
    LIVE,
    OURS,
    PUBLIC,
    TOKEN,
    Answer,
    Asked,
    StandIn,
    answer,
    at_once,
    described_paths,
    error,
    one,
    post,
    reset,
    sid,
    slow,
    twilio,
)
from tests.conftest import EACH_DATABASE, Bot, Start, starting
from tests.databases import empty_database

FAST = {**LIVE, "senders": f"{OURS}=1000", "calls_a_second": 100}


@dataclass
class Live(Bot):
    """A live bot whose carrier is the stand-in, and one supporter with a thread."""

    someone: str = ""

    def say(self, body: str) -> None:
        form = {"MessageSid": sid(), "From": self.someone, "To": OURS, "Body": body}
        assert post(self, "/twilio/sms", form).status_code == 200

    def forget(self) -> None:
        """They want to be erased, and say so once more as they are asked."""
        for _ in range(2):
            self.say("FORGET")

    def queue(
        self,
        kind: str = "text",
        body: str = "hello",
        status: str = "queued",
        age: timedelta = timedelta(),
        error: str | None = None,
        media: list[str] | None = None,
    ) -> int:
        """A text or a call as a turn leaves it, or the dispatcher; its id."""
        with self.parts.database.write() as connection:
            at = self.clock() - age
            values = {"kind": kind, "text": body if kind == "text" else None, "state": status, "error": error, "priority": 0}
            values |= {"media": media, "zone": "", "created_at": at, "leased_at": at, "attempts": int(status != "queued")}
            due = {"due_at": at} if status == "sending" else {}
            made = connection.execute(insert(Delivery).values(supporter_id=self.row.id, **values, **due)).inserted_primary_key
            assert made is not None
            return int(made[0])

    def send(self, *ids: int) -> None:
        self.parts.outbox.wake()
        self.parts.outbox.wait()

    def recover(self) -> None:
        """What a start does."""
        self.parts.upkeep.recover(self.clock())
        self.parts.outbox.wake()
        self.parts.outbox.wait()

    def state(self, id: int) -> tuple[str, str | None]:
        row = self.message(id)
        return row.state, row.error

    def message(self, id: int) -> Any:
        with self.parts.database.read() as connection:
            return connection.execute(select(Delivery.__table__).where(Delivery.id == id)).one()

    @property
    def row(self) -> Any:
        """The supporter."""
        with self.parts.database.read() as connection:
            phone = self.parts.phone_cipher.encrypt(self.someone)
            return connection.execute(select(Supporter.__table__).where(Supporter.phone == phone)).one()

    @property
    def ledger(self) -> list[tuple[bool, str, str]]:
        with self.parts.database.read() as connection:
            person = self.parts.phone_cipher.person_key(self.someone)
            rows = connection.execute(select(Consent.__table__).where(Consent.person == person).order_by(Consent.id)).all()
        return [(row.act == "granted", row.source, row.words) for row in rows]


def live(bot: Live, someone: str) -> Live:
    alive = Live(bot.app, bot.clock, bot.taken, someone=someone)
    alive.say("SANCTUARY 98402")
    return alive


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with twilio() as stand_in, pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.providers.laml.bulk_sender.SECONDS", 1.0)
        yield stand_in


@pytest.fixture
def carrier(stand_in: StandIn) -> StandIn:
    stand_in.forget()
    return stand_in


@pytest.fixture(scope="module", params=EACH_DATABASE)
def processes(
    request: pytest.FixtureRequest, stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Bot, Bot]]:
    """Two of them, on one database."""
    folder = tmp_path_factory.mktemp("sending")
    with empty_database(request.param, folder) as url, starting(url, folder) as start:
        yield start(**FAST, twilio_api_url=stand_in.url), start(**FAST, twilio_api_url=stand_in.url)


NUMBERS = count(2535550100)


@pytest.fixture
def bot(processes: tuple[Bot, Bot]) -> Live:
    """Somebody new at the first of them."""
    return live(processes[0], f"+1{next(NUMBERS)}")


@pytest.fixture
def other(processes: tuple[Bot, Bot], bot: Live) -> Live:
    """The same person at the second, at the same time: every look at a clock moves it."""
    processes[1].clock.now = processes[0].clock.now
    return Live(processes[1].app, processes[1].clock, someone=bot.someone)


@pytest.fixture
def alone(start: Start, carrier: StandIn) -> Live:
    """A bot with a database of its own."""
    return live(start(**FAST, twilio_api_url=carrier.url), "+12535550199")


# --- One request ----------------------------------------------------------------------------------------------------

OUTCOMES = [
    pytest.param(None, ("sent", None), True, id="taken"),
    pytest.param(error(400, 21610), ("failed", "21610"), False, id="21610, the person withdrew at the carrier"),
    pytest.param(error(400, 21614), ("failed", "21614"), False, id="21614, not a mobile phone"),
    pytest.param(error(400, 21211), ("failed", "21211"), False, id="21211, no phone number"),
    pytest.param(error(400, 21606), ("failed", "21606"), True, id="21606, our own number is wrong"),
    pytest.param(error(400, 99999), ("failed", "99999"), True, id="a code we do not know"),
    pytest.param(error(401, 20003), ("failed", "20003"), True, id="401, wrong credentials"),
    pytest.param(answer(404, {}), ("failed", "404"), True, id="404 without a code"),
    pytest.param(
        answer(400, {"type": "x", "title": "no", "status": 400, "code": 21614}),
        ("failed", "21614"),
        False,
        id="21614 in the new form",
    ),
    pytest.param(error(500, 20500), ("unknown", "20500"), True, id="500"),
    pytest.param(answer(503, "<html>busy</html>", "text/html"), ("unknown", "503"), True, id="503 in HTML"),
    pytest.param(answer(400, "<html>a proxy</html>", "text/html"), ("failed", "400"), True, id="400 in HTML"),
    pytest.param(answer(201, "<html>hello</html>", "text/html"), ("unknown", "JSONDecodeError"), True, id="201 in HTML"),
    pytest.param(answer(302, ""), ("unknown", "302"), True, id="a redirect"),
    pytest.param(slow(1.5), ("unknown", "TimeoutError"), True, id="no answer in time"),
    pytest.param(reset, ("unknown", "ClientOSError"), True, id="a connection that breaks"),
]


@pytest.mark.parametrize("kind", ["text", "call"])
@pytest.mark.parametrize(("answers", "outcome", "still_reachable"), OUTCOMES)
def test_what_became_of_a_request_is_known_or_said_to_be_unknown(
    bot: Live, carrier: StandIn, kind: str, answers: Answer | None, outcome: tuple[str, str | None], still_reachable: bool
) -> None:
    carrier.answers = [answers] if answers else []
    id = bot.queue(kind)
    bot.send(id)
    assert bot.state(id) == outcome
    # A call that fails says nothing about texts.
    assert bot.row.sms_reachable == (still_reachable or kind == "call")
    bot.send(id)
    bot.recover()
    asked = carrier.rings if kind == "call" else carrier.texts
    assert len(asked) == 1, "whatever became of it, it is not sent again"
    assert bot.state(id) == outcome


def test_carrier_that_refuses_connections_got_nothing(start: Start, carrier: StandIn) -> None:
    bot = live(start(**FAST, twilio_api_url="http://127.0.0.1:1"), "+12535550199")
    id = bot.queue()
    bot.send(id)
    assert bot.state(id) == ("waiting", "connect")


def test_text_that_the_provider_had_no_room_for_is_tried_again(bot: Live, carrier: StandIn) -> None:
    carrier.answers = [error(429, 20429)] * 2
    id = bot.queue()
    bot.send(id)
    assert (bot.state(id), len(carrier.texts)) == (("waiting", "20429"), 1)
    bot.recover()
    assert len(carrier.texts) == 1, "its time has not come"
    for seconds, became in ((11, "waiting"), (21, "sent")):
        bot.clock.now += timedelta(seconds=seconds)
        bot.recover()
        assert bot.state(id)[0] == became
    assert len(carrier.texts) == 3


def test_text_that_the_provider_never_had_room_for_is_given_up_when_it_would_startle(bot: Live, carrier: StandIn) -> None:
    carrier.answers = [error(429, 20429)] * 20
    id = bot.queue()
    bot.send(id)
    for _ in range(20):
        bot.clock.now += timedelta(minutes=1)
        bot.recover()
    assert bot.state(id) == ("failed", "too old")
    assert len(carrier.texts) == 6


def test_call_that_the_provider_had_no_room_for_is_not_tried_again(bot: Live, carrier: StandIn) -> None:
    carrier.answers = [error(429, 20429)]
    id = bot.queue("call")
    bot.send(id)
    bot.clock.now += timedelta(minutes=1)
    bot.recover()
    assert (bot.state(id), len(carrier.rings)) == (("failed", "20429"), 1)


def test_sender_goes_on_after_a_message_it_cannot_even_address(alone: Live, carrier: StandIn) -> None:
    other = live(alone, "+12535550198")
    lost, id = alone.queue(), other.queue()
    with alone.parts.database.write() as connection:
        connection.execute(
            update(Supporter).where(Supporter.phone == alone.row.phone).values(phone=b"encrypted with another key")
        )
    alone.send(lost, id)
    assert (alone.state(lost), alone.state(id)) == (("queued", None), ("sent", None))


def test_withdrawal_at_the_carrier_is_a_stop_in_our_ledger(bot: Live, carrier: StandIn) -> None:
    carrier.answers = [error(400, 21610), error(400, 21610)]
    bot.send(bot.queue())
    assert bot.ledger == [(False, "carrier", "21610")]
    bot.send(bot.queue(), bot.queue("call"))
    assert len(carrier.asked) == 1, "nothing more is tried"
    assert bot.ledger == [(False, "carrier", "21610")]
    bot.say("START")
    assert bot.row.sms_reachable
    id = bot.queue()
    carrier.answers = []
    bot.send(id)
    assert bot.state(id) == ("sent", None)


def test_who_texts_us_can_be_texted_again(bot: Live, carrier: StandIn) -> None:
    carrier.answers = [error(400, 21614)]
    bot.send(bot.queue())
    assert not bot.row.sms_reachable
    id = bot.queue()
    bot.send(id)
    assert bot.state(id) == ("skipped", "not textable")
    bot.say("LIST")
    assert bot.row.sms_reachable


# --- A ring that does not come ---------------------------------------------------------------------------------------

NOT_NOW = "We could not call you just now. Call Governor Bob Ferguson yourself at 360-902-4111"
NEVER = "We cannot call this phone. Call Governor Bob Ferguson yourself at 360-902-4111"


def told(carrier: StandIn) -> list[str]:
    """The texts that went out, as far as their beginning."""
    return [next((words for words in (NOT_NOW, NEVER) if asked["Body"].startswith(words)), "?") for asked in carrier.texts]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param(error(429, 20429), [NOT_NOW], id="too many at once"),
        pytest.param(error(401, 20003), [NOT_NOW], id="wrong credentials"),
        pytest.param(error(400, 99999), [NOT_NOW], id="a code we do not know"),
        pytest.param(error(400, 21211), [NEVER], id="no phone number"),
        pytest.param(error(400, 21217), [NEVER], id="not a valid number"),
        pytest.param(error(400, 21216), [NOT_NOW], id="a blocked number, or an account without an approved profile"),
        pytest.param(error(400, 21219), [NOT_NOW], id="a trial account that has not verified the number"),
        pytest.param(error(400, 21215), [NOT_NOW], id="a country that the account may not call"),
        pytest.param(error(500, 20500), [], id="it may ring after all"),
        pytest.param(reset, [], id="a connection that breaks"),
        pytest.param(None, [], id="it rings"),
    ],
)
def test_who_waits_for_a_ring_that_is_refused_is_told_once_how_to_go_on(
    bot: Live, carrier: StandIn, answers: Answer | None, words: list[str]
) -> None:
    carrier.answers = [answers] if answers else []
    bot.say("CALL")
    bot.parts.outbox.wait()
    assert (len(carrier.rings), told(carrier)) == (1, words)
    for _ in range(2):
        bot.recover()
    assert (len(carrier.rings), told(carrier)) == (1, words)


def test_who_waits_for_a_ring_that_became_too_old_is_told_once(bot: Live, other: Live, carrier: StandIn) -> None:
    id = bot.queue("call", age=timedelta(minutes=11))
    at_once(bot.recover, other.recover)
    bot.recover()
    assert bot.state(id) == ("failed", "too old")
    assert (carrier.rings, told(carrier)) == ([], [NOT_NOW])


def test_who_could_not_be_told_is_told_after_the_next_start(bot: Live, carrier: StandIn) -> None:
    bot.queue("call", status="failed", error="20429", age=timedelta(minutes=3))
    for _ in range(2):
        bot.recover()
    assert told(carrier) == [NOT_NOW]


def test_who_was_told_of_a_ring_by_the_version_before_is_not_told_again(bot: Live, carrier: StandIn) -> None:
    with bot.parts.database.write() as connection:
        at = bot.clock() - timedelta(minutes=3)
        ring = {"id": 9_000, "kind": "ring", "body": "", "status": "failed", "error": "20429", "at": at}
        connection.execute(insert(Message).values(supporter_id=bot.row.id, **ring))
        connection.execute(insert(Turn).values(key="ring:9000", reply="", at=at))
    bot.recover()
    assert (bot.state(-9_000), told(carrier)) == (("failed", "20429"), [])


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(["STOP"], id="stopped"),
        pytest.param(["CALL"], id="asked again, and it rings"),
        pytest.param(["1", "reached"], id="called everybody without us"),
        pytest.param(["STOP", "FORGET", "FORGET"], id="was erased"),
    ],
)
def test_nobody_is_told_of_a_ring_who_does_not_wait_for_it_any_more(
    alone: Live, carrier: StandIn, meanwhile: list[str]
) -> None:
    alone.say("SCRIPT")
    alone.queue("call", status="failed", error="20429", age=timedelta(minutes=3))
    for words in meanwhile:
        alone.say(words)
    alone.parts.outbox.wait()
    alone.recover()
    assert told(carrier) == []


@pytest.mark.parametrize(
    "ring",
    [
        pytest.param({"status": "queued"}, id="not tried yet"),
        pytest.param({"status": "skipped", "error": "stopped"}, id="not tried, as they stopped"),
        pytest.param({"status": "unknown", "error": "500"}, id="it may have rung"),
        pytest.param({"status": "failed", "error": "20429", "age": timedelta(hours=25)}, id="of days ago"),
    ],
)
def test_start_tells_only_of_rings_that_failed(bot: Live, carrier: StandIn, ring: dict[str, Any]) -> None:
    bot.queue("call", **ring)
    bot.recover()
    assert told(carrier) == []


# --- An answer that takes long ---------------------------------------------------------------------------------------


def test_answer_that_takes_long_is_waited_for_without_asking_the_database_all_the_time(alone: Live, carrier: StandIn) -> None:
    carrier.answers = [slow(0.9)]
    asked = Counter[bool]()

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        asked["FROM senders" in statement] += 1

    event.listen(Engine, "before_cursor_execute", note)
    begun = time.monotonic()
    try:
        alone.send(alone.queue("call"))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    # Ten times in the second that the answer takes; a busy machine takes longer for all of it.
    assert asked[True] <= 10 * max(1.0, time.monotonic() - begun)


def test_text_leaves_while_another_waits_for_its_answer(alone: Live, carrier: StandIn) -> None:
    carrier.answers = [slow(0.9)]
    first = alone.queue()
    alone.parts.outbox.wake()
    while not carrier.texts:
        time.sleep(0.01)
    second = alone.queue()
    alone.parts.outbox.wake()
    while len(carrier.texts) < 2:
        time.sleep(0.01)
    assert alone.state(first) == ("sending", None)
    alone.parts.outbox.wait()
    assert alone.state(second) == ("sent", None)


def test_text_leaves_soon_after_the_database_was_busy(start: Start, carrier: StandIn, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        return  # nobody else writes meanwhile, and a wait has an end that tests can set
    alone = live(start(**FAST, twilio_api_url=carrier.url, database_url=f"{database_url}?timeout=0.1"), "+12535550199")
    id = alone.queue()
    other = Database(database_url)
    with other.write() as connection:
        connection.execute(select(Supporter.id))
        alone.parts.outbox.wake()
        alone.parts.outbox.wait()  # it has given up
    other.close()
    end = time.monotonic() + 10
    while alone.state(id) == ("queued", None) and time.monotonic() < end:
        time.sleep(0.1)
    assert alone.state(id)[0] != "queued"


# --- A promise ------------------------------------------------------------------------------------------------------


def test_promise_that_cannot_be_kept_is_tried_again_at_the_next_look(
    alone: Live, carrier: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    other = live(alone, "+12535550198")
    with alone.parts.database.write() as connection:
        connection.execute(update(CallListEntryRow).values(due_at=alone.clock() - timedelta(minutes=1)))
        connection.execute(update(Supporter).where(Supporter.phone == alone.row.phone).values(phone=b"sealed with another key"))
    capsys.readouterr()
    id = other.queue()
    alone.parts.outbox.wake()
    waiting = threading.Thread(target=alone.parts.outbox.wait, daemon=True)
    waiting.start()
    waiting.join(5)
    assert not waiting.is_alive(), "it is tried without end"
    assert other.state(id) == ("sent", None)
    tries = Counter(line["id"] for line in map(json.loads, capsys.readouterr().err.splitlines()) if line.get("job"))
    assert tries and max(tries.values()) <= 3


# --- Consent, asked last --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "call"])
def test_stop_between_queueing_and_sending_stops_it(bot: Live, carrier: StandIn, kind: str) -> None:
    id = bot.queue(kind)
    bot.say("STOP")
    bot.send(id)
    assert bot.state(id) == ("skipped", "stopped")
    assert carrier.asked == []


def test_forget_between_queueing_and_sending_leaves_nothing_to_send(alone: Live, carrier: StandIn) -> None:
    id = alone.queue()
    alone.forget()
    alone.send(id)
    assert (alone.count("deliveries"), carrier.asked) == (0, [])


def test_stop_while_a_text_is_under_way_does_not_lose_what_became_of_it(bot: Live, carrier: StandIn) -> None:
    carrier.before = lambda asked, sid: bot.say("STOP")
    id = bot.queue()
    bot.send(id)
    assert bot.state(id) == ("sent", None)


def test_forget_while_a_text_is_under_way_leaves_no_row(alone: Live, carrier: StandIn) -> None:
    carrier.before = lambda asked, sid: alone.forget()
    carrier.answers = [error(400, 21610)]
    alone.send(alone.queue())
    assert (alone.count("deliveries"), alone.count("supporters"), alone.count("consents")) == (0, 0, 0)


# --- At most once ---------------------------------------------------------------------------------------------------


def test_same_message_handed_over_many_times_is_sent_once(bot: Live, carrier: StandIn) -> None:
    id = bot.queue()
    at_once(*[partial(bot.send, id)] * 4)
    assert len(carrier.asked) == 1


def test_two_processes_with_the_same_message_send_it_once(bot: Live, other: Live, carrier: StandIn) -> None:
    ids = [bot.queue() for _ in range(5)]
    at_once(partial(bot.send, *ids), partial(other.send, *ids))
    assert len(carrier.asked) == len(ids)
    assert {bot.state(id) for id in ids} == {("sent", None)}


def test_after_a_restart_what_waited_is_sent_and_what_was_under_way_is_unknown(
    alone: Live, start: Start, carrier: StandIn
) -> None:
    bot = alone
    waiting = bot.queue(age=timedelta(minutes=5))
    ringing = bot.queue("call", age=timedelta(minutes=5))
    under_way = bot.queue(status="sending")
    old = bot.queue(age=timedelta(minutes=11))
    again = start(**FAST, twilio_api_url=carrier.url)
    again.parts.upkeep.recover(bot.clock())
    again.parts.outbox.wake()
    again.parts.outbox.wait()
    assert bot.state(waiting) == ("sent", None)
    assert bot.state(ringing) == ("sent", None)
    assert bot.state(under_way) == ("unknown", None)
    assert bot.state(old) == ("failed", "too old")
    assert (len(carrier.texts), len(carrier.rings)) == (1, 1)


def test_restart_of_another_process_does_not_hide_what_became_of_ours(bot: Live, other: Live, carrier: StandIn) -> None:
    carrier.before = lambda asked, sid: other.parts.upkeep.recover(bot.clock())
    id = bot.queue()
    bot.send(id)
    assert bot.state(id) == ("sent", None)
    assert len(carrier.asked) == 1


def test_nothing_is_held_while_the_request_is_under_way(bot: Live, carrier: StandIn) -> None:
    """Texts are taken and answered, writing, while the carrier takes its time."""
    seconds: list[float] = []

    def meanwhile(asked: Asked, given: str) -> None:
        started = time.perf_counter()
        bot.say("LIST")
        seconds.append(time.perf_counter() - started)
        seen.append(bot.state(id))

    seen: list[tuple[str, str | None]] = []
    carrier.before = meanwhile
    id = bot.queue()
    bot.send(id)
    assert seen == [("sending", None)], "written down before the request left"
    assert seconds[0] < 0.9, "no write waited for the carrier"
    assert bot.state(id) == ("sent", None)


# --- What the carrier tells later ------------------------------------------------------------------------------------


def tell(bot: Live, path: str, provider_id: str, status: str, code: str = "") -> None:
    form = {"MessageSid": provider_id, "MessageStatus": status, "To": bot.someone, "From": OURS, "AccountSid": ACCOUNT}
    path = path.partition("#")[0]  # is for the provider, which keeps it
    assert post(bot, path, form | ({"ErrorCode": code} if code else {})).status_code == 204


ORDERS = [
    pytest.param(["sent", "delivered"], "delivered", id="in order"),
    pytest.param(["delivered", "sent"], "delivered", id="the wrong way round"),
    pytest.param(["sent", "sent", "delivered", "delivered", "sent"], "delivered", id="repeated"),
    pytest.param(["queued", "sending", "accepted", "scheduled"], "sent", id="words that are no news"),
    pytest.param(["delivered", "undelivered"], "delivered", id="never back from delivered"),
    pytest.param(["failed", "delivered", "sent"], "failed", id="never back from failed"),
    pytest.param(["undelivered"], "failed", id="undelivered"),
    pytest.param(["read"], "delivered", id="read"),
]


@pytest.mark.parametrize(("told", "ends"), ORDERS)
def test_progress_only_goes_forwards(bot: Live, carrier: StandIn, told: list[str], ends: str) -> None:
    id = bot.queue()
    bot.send(id)
    path = carrier.texts[0]["StatusCallback"].removeprefix(PUBLIC)
    given = bot.message(id).provider_id
    for status in told:
        tell(bot, path, given, status)
    assert bot.state(id)[0] == ends


@pytest.mark.parametrize(
    ("code", "error", "still_reachable", "ledger"),
    [
        ("30003", "30003", True, []),
        ("30006", "30006", False, []),
        ("21610", "21610", False, [(False, "carrier", "21610")]),
        ("", "unknown", True, []),
        ("99999999999999999999", "9999999999999999", True, []),
    ],
    ids=["a phone that is off", "a landline", "withdrawn at the carrier", "no code", "no such code"],
)
def test_failure_told_later_teaches_the_same_as_one_told_at_once(
    bot: Live, carrier: StandIn, code: str, error: str, still_reachable: bool, ledger: list[tuple[bool, str, str]]
) -> None:
    id = bot.queue()
    bot.send(id)
    path = carrier.texts[0]["StatusCallback"].removeprefix(PUBLIC)
    given = bot.message(id).provider_id
    for _ in range(2):
        tell(bot, path, given, "undelivered", code)
    assert bot.state(id) == ("failed", error)
    assert bot.row.sms_reachable == still_reachable
    assert bot.ledger == ledger


@pytest.mark.parametrize("status", ["sent", "delivered", "undelivered"])
def test_progress_that_comes_before_the_answer_to_our_request_is_not_lost(bot: Live, carrier: StandIn, status: str) -> None:
    carrier.before = lambda asked, given: tell(bot, asked["StatusCallback"].removeprefix(PUBLIC), given, status)
    id = bot.queue()
    bot.send(id)
    assert bot.state(id)[0] == {"undelivered": "failed"}.get(status, status)
    assert bot.message(id).provider_id is not None


def test_progress_of_a_text_of_unknown_outcome_settles_it(bot: Live, carrier: StandIn) -> None:
    given = sid()
    carrier.answers = [reset]
    id = bot.queue()
    bot.send(id)
    assert bot.state(id)[0] == "unknown"
    path = carrier.texts[0]["StatusCallback"].removeprefix(PUBLIC)
    tell(bot, path, given, "sent")
    assert bot.state(id) == ("sent", None)
    tell(bot, path, given, "delivered")
    assert (bot.state(id), bot.message(id).provider_id) == (("delivered", None), given)


def test_progress_of_another_text_under_the_same_id_changes_nothing(bot: Live, carrier: StandIn) -> None:
    """SQLite gives the ids of erased rows again."""
    id = bot.queue()
    bot.send(id)
    tell(bot, f"/twilio/deliveries/{id}/status", sid(), "failed", "21610")
    assert (bot.state(id), bot.row.sms_reachable, bot.ledger) == (("sent", None), True, [])


def test_progress_of_a_forgotten_text_changes_nothing(alone: Live, carrier: StandIn) -> None:
    alone.send(alone.queue())
    alone.forget()
    tell(alone, carrier.texts[0]["StatusCallback"].removeprefix(PUBLIC), sid(), "failed", "21610")
    assert (alone.count("deliveries"), alone.count("consents")) == (0, 0)


# --- What we ask for --------------------------------------------------------------------------------------------------


def requests(bot: Live, carrier: StandIn) -> list[Asked]:
    """A text and a call, as the stand-in got them."""
    bot.send(bot.queue(body="¿Hola?"), bot.queue("call"))
    return [*carrier.texts, *carrier.rings]


def test_requests_say_who_to_whom_and_where_to_tell(bot: Live, carrier: StandIn) -> None:
    sent, rung = requests(bot, carrier)
    id = one(bot, "SELECT max(id) FROM deliveries WHERE kind = 'text'")
    call = one(bot, "SELECT max(id) FROM deliveries WHERE kind = 'call'")
    assert sent.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert sent.form == {
        "To": [bot.someone],
        "From": [OURS],
        "Body": ["¿Hola?"],
        "StatusCallback": [f"{PUBLIC}/twilio/deliveries/{id}/status?attempt=1#rc=3&rp=5xx,ct,rt"],
    }
    assert rung.path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    assert rung.form == {
        "To": [bot.someone],
        "From": [OURS],
        "Url": [f"{PUBLIC}/twilio/voice"],
        "StatusCallback": [f"{PUBLIC}/twilio/voice/status?delivery={call}&attempt=1"],
        "StatusCallbackEvent": ["completed"],
        "Timeout": ["30"],
    }
    assert sent.authorization == "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()


def test_messaging_service_sends_texts_and_the_number_still_rings(start: Start, carrier: StandIn) -> None:
    service = {"twilio_messaging_service_sid": "MG" + "1" * 32}
    bot = live(start(**LIVE, **service, twilio_api_url=carrier.url), "+12535550199")
    sent, rung = requests(bot, carrier)
    assert sent["MessagingServiceSid"] == "MG" + "1" * 32 and "From" not in sent.form
    assert rung["From"] == OURS


def test_long_texts_go_out_in_messages_of_plain_characters(bot: Live, carrier: StandIn) -> None:
    """By the way a call sends the words: press 9, in Spanish."""
    caller = {"CallSid": sid("CA"), "From": bot.someone, "To": OURS, "Direction": "inbound", "CallStatus": "in-progress"}
    caller["StirVerstat"] = "TN-Validation-Passed-A"
    path = "/twilio/voice"
    for digits in ("", "2", "1", "9"):
        answered = post(bot, path, caller | {"Digits": digits})
        assert answered.status_code == 200
        path = ElementTree.fromstring(answered.data)[0].get("action", "").removeprefix(PUBLIC)
    bot.parts.outbox.wait()
    assert carrier.texts
    for asked in carrier.texts:
        assert 0 < len(asked["Body"]) <= 1600
        assert not set(asked["Body"]) & set("áíóú“”—")


FORM = "application/x-www-form-urlencoded"


def test_requests_fit_twilios_own_description_of_its_api(
    bot: Live, carrier: StandIn, record_property: Callable[[str, object], None]
) -> None:
    """Against Twilio's OpenAPI documents, where TWILIO_OPENAPI_DIR names a folder that has them."""
    document = described_paths(record_property, "Messages.json", "Calls.json")
    if document is None:
        return
    # Imported here, as it takes a second or two and most runs have no use for it.
    from openapi_core import OpenAPI
    from openapi_core.testing import MockRequest

    api = OpenAPI.from_dict(document)
    bot.queue(media=["https://example.org/a.jpg", "https://example.org/b.jpg"])
    for asked in requests(bot, carrier):
        request = MockRequest(
            "https://api.twilio.com",
            "post",
            asked.path,
            headers={"Authorization": asked.authorization},
            data=asked.body,
            content_type=FORM,
        )
        api.validate_request(request)
        # The document lets fields pass that it does not know; Twilio ignores them.
        known = document["paths"][asked.path.replace(ACCOUNT, "{AccountSid}")]["post"]["requestBody"]["content"][FORM]["schema"]
        assert set(asked.form) <= set(known["properties"])
