"""What happens here reaches other tools: each thing once by its id, whatever the tool does meanwhile."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from sqlalchemy import text
from standardwebhooks import Webhook

from bot.connections.outside_request import Outside
from bot.connections.posting_rows import JOB, OFF_AFTER, add_test, replay_postings, take_posting
from bot.connections.posting_work import PostingWork
from bot.connections.receiver_rows import change_receiver, list_receivers, rotate_secret, switch_receiver
from bot.people.retention import erase_old
from bot.simulation.phone import Phone
from tests.calls_made import connect
from tests.carrier import contents, one, running
from tests.conftest import EACH_DATABASE, Bot, wiped
from tests.connections.receiving import LOOPBACK, Behaves, Tool, drips, enter, hangs, pours, says, tool_listening, work

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module", params=EACH_DATABASE)
def connected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running(request.param, tmp_path_factory.mktemp("connected"), inner_networks=LOOPBACK) as bot:
        yield bot


@pytest.fixture
def bot(connected: Bot) -> Bot:
    connected.clock.set("2026-11-23T18:00:00+00:00")
    return wiped(connected)


@pytest.fixture
def tool() -> Iterator[Tool]:
    with tool_listening() as tool:
        yield tool


def impatient(bot: Bot) -> PostingWork:
    """Tries end after a fifth of a second, so that tests need not wait for those that hang."""
    return replace(bot.parts.postings, outside=Outside(inner_networks=bot.parts.settings.own_networks, seconds=0.2))


def join(bot: Bot) -> Phone:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")
    return phone


def states(bot: Bot) -> dict[str, int]:
    with bot.parts.database.read() as connection:
        return {row.state: row.n for row in connection.execute(text("SELECT state, count(*) n FROM postings GROUP BY state"))}


def receiver(bot: Bot) -> dict[str, object]:
    with bot.parts.database.read() as connection:
        return list_receivers(connection)[0]._asdict()


# --- What is told of ------------------------------------------------------------------------------------------------------


def test_nobody_registered_nothing_written(bot: Bot) -> None:
    phone = join(bot)
    phone.text("STOP")
    assert bot.count("postings") == 0


def test_joining_and_stopping_are_told(bot: Bot, tool: Tool) -> None:
    _id, _secret = enter(bot, tool.address)
    phone = join(bot)
    phone.text("STOP")
    phone.text("STOP")
    phone.text("START")
    assert work(bot) == 1
    who = one(bot, "SELECT id FROM supporters")
    assert [(each.told["type"], each.data) for each in tool.received] == [
        ("supporter.joined", {"supporter": who, "campaign": "sanctuary", "channel": "sms", "source": "keyword"}),
        ("supporter.stopped", {"supporter": who, "campaign": None, "channel": "sms", "source": "keyword"}),
        ("supporter.joined", {"supporter": who, "campaign": None, "channel": "sms", "source": "keyword"}),
    ]
    assert work(bot) == 0
    assert states(bot) == {"done": 3}
    assert len({each.event for each in tool.received}) == 3
    assert phone.number.lstrip("+") not in "".join(each.body for each in tool.received)


def test_call_not_understood_and_forget_are_told(bot: Bot, tool: Tool) -> None:
    enter(bot, tool.address, "call.finished", "reply.not_understood", "supporter.stopped")
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("blorp zweb")
    connect(phone)
    phone.line("answered", seconds=61)
    who = one(bot, "SELECT id FROM supporters")
    work(bot)
    told = {each.told["type"]: each.data for each in tool.received}
    assert told["reply.not_understood"]["supporter"] == who
    assert "blorp" not in "".join(each.body for each in tool.received)
    finished = told["call.finished"]
    assert (finished["supporter"], finished["campaign"], finished["status"], finished["seconds"], finished["state"]) == (
        *(who, "sanctuary", "answered", 61, "WA"),
    )
    phone.hang_up()
    phone.forget()
    work(bot)
    assert tool.received[-1].data == {"supporter": who, "campaign": None, "channel": None, "source": "forgotten"}


def test_numbers_go_only_where_they_are_wanted(bot: Bot, tool: Tool) -> None:
    enter(bot, tool.address, with_numbers=True)
    with tool_listening() as other:
        enter(bot, other.address)
        phone = join(bot)
        work(bot)
        assert tool.received[0].data["phone"] == phone.number
        assert "phone" not in other.received[0].data
    assert phone.number not in repr(contents(bot)["postings"])


def test_body_is_erased_as_it_is_delivered_and_with_who_asks(bot: Bot, tool: Tool) -> None:
    enter(bot, tool.address)
    first, second = bot.phone(), bot.phone()
    first.text("SANCTUARY 98402")
    first.text("JOIN")
    work(bot)
    assert one(bot, "SELECT count(*) FROM postings WHERE body != '' OR supporter_id IS NOT NULL") == 0
    second.text("SANCTUARY 98402")
    second.text("JOIN")
    second.forget()
    left = [json.loads(str(body))["data"]["source"] for body in _bodies(bot)]
    assert left == ["forgotten"]
    bot.clock.now += timedelta(days=31)
    assert erase_old(bot.parts.database, bot.parts.settings, bot.clock())["postings"] == 2


def _bodies(bot: Bot) -> list[object]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(text("SELECT body FROM postings WHERE body != ''")).scalars())


# --- How it is signed -----------------------------------------------------------------------------------------------------


def test_signature_is_that_of_the_specification(bot: Bot, tool: Tool) -> None:
    bot.clock.now = datetime.now(UTC)  # the library takes no notice that is older than five minutes
    id, secret = enter(bot, tool.address)
    phone = join(bot)
    work(bot)
    came = tool.received[0]
    assert Webhook(secret).verify(came.body, came.headers)["id"] == came.event
    with bot.parts.database.write() as connection:
        fresh = rotate_secret(connection, bot.parts.phone_cipher, id, bot.clock())
    assert fresh and fresh != secret
    phone.text("STOP")
    work(bot)
    for each in (secret, fresh):  # a receiver may have either for a day
        Webhook(each).verify(tool.received[1].body, tool.received[1].headers)
    bot.clock.now += timedelta(days=2)
    phone.text("START")
    work(bot)
    assert len(tool.received[2].headers["webhook-signature"].split()) == 1


def test_secret_and_address_are_sealed(bot: Bot, tool: Tool) -> None:
    _, secret = enter(bot, tool.address)
    kept = repr(contents(bot)["receivers"])
    assert secret not in kept and "key=k" not in kept and "127.0.0.1" not in kept


# --- Receivers that fail --------------------------------------------------------------------------------------------------


def test_receiver_killed_for_an_hour_gets_all_once_after(bot: Bot) -> None:
    with tool_listening() as tool:
        port = tool.port
        enter(bot, tool.address, "supporter.joined")
    joined = 0
    for _ in range(0, 60, 6):  # nobody listens, and people join
        join(bot)
        joined += 1
        for _ in range(6):
            bot.clock.now += timedelta(minutes=1)
            work(bot)
    assert states(bot) == {"waiting": joined}
    with tool_listening(port) as tool:
        for _ in range(15):
            bot.clock.now += timedelta(minutes=1)
            work(bot)
        assert len(tool.received) == joined == len({each.event for each in tool.received})
    assert states(bot) == {"done": joined}
    assert receiver(bot)["failures"] == 0


BAD = [(says(500), "refused", 500), (says(301, Location="http://127.0.0.1/"), "redirect", 301), (hangs, "timeout", None)]
BAD += [(drips, "timeout", None), (says(429, Retry_After="60"), "refused", 429)]


@pytest.mark.parametrize(("behaves", "error", "status"), BAD)
def test_bad_answer_is_tried_again(bot: Bot, tool: Tool, behaves: Behaves, error: str, status: int | None) -> None:
    enter(bot, tool.address, "supporter.joined")
    tool.behaves = behaves
    join(bot)
    work(bot, impatient(bot))
    assert one(bot, "SELECT error FROM postings") == error
    assert one(bot, "SELECT status FROM postings") == status
    tool.behaves = says(200)
    bot.clock.now += timedelta(minutes=2)
    work(bot)
    assert states(bot) == {"done": 1}
    assert len({each.event for each in tool.received}) == 1


def test_answer_of_ten_gigabytes_is_not_read(bot: Bot, tool: Tool) -> None:
    enter(bot, tool.address, "supporter.joined")
    tool.behaves = pours
    join(bot)
    work(bot)
    assert states(bot) == {"done": 1}


def test_gone_switches_it_off(bot: Bot, tool: Tool) -> None:
    enter(bot, tool.address, "supporter.joined")
    tool.behaves = says(410)
    for _ in range(2):
        join(bot)
    work(bot)
    assert (receiver(bot)["state"], receiver(bot)["reason"]) == ("off", "gone")
    assert states(bot) == {"dead": 2}
    assert len(tool.received) == 1
    bot.phone().text("SANCTUARY 98402")
    assert work(bot) == 0


def test_what_failed_for_a_day_is_given_up_and_replayed(bot: Bot, tool: Tool) -> None:
    id, _ = enter(bot, tool.address, "supporter.joined")
    tool.behaves = says(503)
    join(bot)
    for _ in range(25 * 6):
        bot.clock.now += timedelta(minutes=10)
        work(bot)
    assert states(bot) == {"dead": 1}
    tries = len(tool.received)
    assert 8 <= tries <= 16
    tool.behaves = says(200)
    with bot.parts.database.write() as connection:
        assert replay_postings(connection, id, bot.clock()) == 1
    work(bot)
    assert states(bot) == {"done": 1}
    assert len({each.event for each in tool.received}) == 1


def test_failing_for_days_switches_it_off(bot: Bot, tool: Tool) -> None:
    id, _ = enter(bot, tool.address, "supporter.joined")
    tool.behaves = says(500)
    since = bot.clock.now
    while bot.clock.now - since < OFF_AFTER + HOUR:
        join(bot)
        bot.clock.now += 6 * HOUR
        work(bot)
    assert (receiver(bot)["state"], receiver(bot)["reason"]) == ("off", "failing")
    with bot.parts.database.write() as connection:
        assert switch_receiver(connection, id, on=True)


def test_one_notice_that_is_refused_holds_up_no_other(bot: Bot, tool: Tool) -> None:
    enter(bot, tool.address, "supporter.joined", "supporter.stopped")

    def picky(handler: BaseHTTPRequestHandler) -> None:
        says(422 if tool.received[-1].told["type"] == "supporter.joined" else 204)(handler)

    tool.behaves = picky
    for _ in range(4):
        phone = join(bot)
        phone.text("STOP")
    for _ in range(20):
        bot.clock.now += timedelta(minutes=1)
        work(bot)
    assert states(bot) == {"done": 4, "waiting": 4}


def test_lease_of_a_process_that_died_runs_out(bot: Bot, tool: Tool) -> None:
    id, _ = enter(bot, tool.address, "supporter.joined")
    join(bot)
    with bot.parts.database.write() as connection:
        assert take_posting(connection, id, bot.clock()) is not None  # and nobody says what came of it
    assert work(bot) == 0
    bot.clock.now += timedelta(minutes=2)
    assert work(bot) == 1
    assert states(bot) == {"done": 1}


def test_test_reaches_one_that_rests(bot: Bot, tool: Tool) -> None:
    id, _ = enter(bot, tool.address)
    tool.behaves = says(500)
    for _ in range(3):
        join(bot)
    work(bot)
    tool.behaves = says(204)
    with bot.parts.database.write() as connection:
        assert add_test(connection, id, bot.clock())
    work(bot)
    assert "connection.test" in tool.kinds


def test_what_it_is_told_can_be_changed(bot: Bot, tool: Tool) -> None:
    id, _ = enter(bot, tool.address, "call.finished")
    phone = join(bot)
    with bot.parts.database.write() as connection:
        change_receiver(connection, id, kinds=["supporter.stopped"], with_numbers=False, tags="")
    phone.text("STOP")
    work(bot)
    assert tool.kinds == ["supporter.stopped"]


def test_one_that_hangs_holds_up_nobody(bot: Bot, tool: Tool) -> None:
    """As workers do it, in their threads: the other receiver, and a job of another kind, are served meanwhile."""
    with tool_listening() as other:
        enter(bot, tool.address, "supporter.joined")
        enter(bot, other.address, "supporter.joined")
        released = threading.Event()
        tool.behaves = lambda handler: (released.wait(), says(204)(handler))[1]
        for _ in range(8):
            join(bot)
        began, workers = time.monotonic(), bot.parts.workers
        due = [request for request in workers.find_due(bot.clock()).requests if request.job == JOB]
        threads = [threading.Thread(target=workers.perform, args=[request]) for request in due]
        for thread in threads:
            thread.start()
        while len(other.received) < 8:
            assert time.monotonic() - began < 8
            time.sleep(0.01)
        assert len(tool.received) == 1
        released.set()
        for thread in threads:
            thread.join()
        assert len(tool.received) == 8
