"""The double of Twilio does as Twilio's documents say: over HTTP, by Twilio's clients, webhooks checked by its validator."""

import asyncio
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import aiohttp
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as some
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot import channels
from tests.carrier import ACCOUNT, OURS, PUBLIC, TOKEN, listening
from tests.conftest import ROOT
from tests.twilio_double import Double, running, segments
from tests.twilio_double.log import Log, body_hash
from tests.twilio_double.settings import Settings

# Twilio's asynchronous client uses what the aiohttp beside it is about to drop.
pytestmark = [
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'auth' parameter is deprecated:DeprecationWarning"),
]

SOMEONE = "+12535550142"
OTHER = "+12535550143"
SERVICE = "MG" + "1" * 32
CALLBACK = f"{PUBLIC}/twilio/messages/1/status"
INBOUND = f"{PUBLIC}/twilio/sms"
QUICK = {"sent_after": 0.01, "ends_after": 0.01}


@dataclass
class Told:
    """The bot's side: every webhook that came, with the time; each proved genuine by Twilio's library."""

    url: str = ""
    forms: list[dict[str, str]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    open: int = 0
    most_open: int = 0
    status: int = 204
    seconds: float = 0

    def statuses(self, sid: str = "") -> list[str]:
        return [form["MessageStatus"] for form in self.forms if not sid or form["MessageSid"] == sid]


@pytest.fixture(scope="module")
def bot() -> Iterator[Told]:
    told = Told()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_POST(self) -> None:
            with told.lock:
                told.open += 1
                told.most_open = max(told.most_open, told.open)
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True, strict_parsing=True).items()}
            url = f"https://{self.headers['Host']}{self.path}"
            genuine = RequestValidator(TOKEN).validate(url, form, self.headers["X-Twilio-Signature"])
            told.at.append(time.time())
            told.headers.append(dict(self.headers))
            told.forms.append(form if genuine else {"MessageStatus": "not genuine", **form})
            time.sleep(told.seconds)
            with told.lock:
                told.open -= 1
            self.send_response(told.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as told.url:
        yield told


@pytest.fixture(scope="module")
def process() -> Iterator[Double]:
    with running() as double:
        yield double


@pytest.fixture
def double(process: Double, bot: Told) -> Double:
    """As new, and its webhooks come to the bot."""
    process.reset()
    new = Settings().model_dump(mode="json") | {"callbacks_to": bot.url, "inbound_url": INBOUND}
    process.settings(**new)
    process.settings(callbacks=QUICK)
    bot.forms.clear(), bot.at.clear(), bot.headers.clear()
    bot.status, bot.seconds, bot.most_open = 204, 0, 0
    return process


@pytest.fixture(scope="module")
def client(process: Double) -> Iterator[Client]:
    http = TwilioHttpClient(timeout=1, max_retries=0)
    client = Client(ACCOUNT, TOKEN, http_client=http)
    client.api.base_url = process.url
    yield client
    http.session.close()


@contextmanager
def another(double: Double, account: str = ACCOUNT, token: str = TOKEN) -> Iterator[Client]:
    http = TwilioHttpClient(timeout=5)
    client = Client(account, token, http_client=http)
    client.api.base_url = double.url
    yield client
    http.session.close()


class Timed(AsyncTwilioHttpClient):
    """Twilio's asynchronous client never uses the timeout it was made with, and switches off its session's."""

    async def request(self, *request: Any, timeout: float | None = None, **more: Any) -> Any:
        return await super().request(*request, timeout=timeout or self.timeout, **more)


async def by_async(double: Double, *creates: dict[str, Any], timeout: float = 1) -> list[Any]:
    """What Twilio's asynchronous client makes of these messages, all asked for at once: messages or exceptions."""
    async with Timed(timeout=timeout) as http:
        client = Client(ACCOUNT, TOKEN, http_client=http)
        client.api.base_url = double.url
        return await asyncio.gather(*(client.messages.create_async(**each) for each in creates), return_exceptions=True)


def text(to: str = SOMEONE, body: str = "hello", **more: Any) -> dict[str, Any]:
    return {"to": to, "body": body, "from_": OURS, **more}


def outcome(create: Callable[[], Any]) -> str:
    """One word for what a client learns."""
    try:
        create()
    except (TwilioRestException, TwilioServiceException) as error:
        return str(error.code)
    except TwilioException as error:  # of a list
        return str(json.loads(error.args[1].text)["code"])
    except ValueError:
        return "no JSON"
    except (requests.Timeout, TimeoutError):
        return "timeout"
    except (requests.RequestException, aiohttp.ClientError):
        return "broken"
    return "taken"


def raising(value: Any) -> Any:
    if isinstance(value, BaseException):
        raise value
    return value


def raw(double: Double, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, Any, Any]:
    """Without a client: status, JSON, headers."""
    connection = http.client.HTTPConnection(urlsplit(double.url).netloc)
    try:
        secret = requests.auth._basic_auth_str(ACCOUNT, TOKEN)
        body = urlencode(form) if form is not None else None
        connection.request(method, path, body, {"Authorization": secret, "Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        return response.status, json.loads(response.read()), response.headers
    finally:
        connection.close()


MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
WHOLE = {"To": SOMEONE, "From": OURS, "Body": "hello"}

# --- Asking for a message ---------------------------------------------------------------------------------------------


def test_a_message_is_accepted_and_looks_like_twilios(double: Double, client: Client) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    made = client.messages.create(**text(body="¿Hola?", status_callback=CALLBACK))
    assert len(made.sid) == 34 and made.sid.startswith("SM")
    assert (made.to, made.from_, made.body, made.status) == (SOMEONE, OURS, "¿Hola?", "queued")
    assert (made.num_segments, made.num_media, made.direction, made.account_sid) == ("1", "0", "outbound-api", ACCOUNT)
    assert before <= made.date_created <= datetime.now(UTC)
    assert (made.date_sent, made.error_code, made.messaging_service_sid) == (None, None, None)
    double.settle()
    later = client.messages(made.sid).fetch()
    assert (later.status, later.body, later.sid) == ("delivered", "¿Hola?", made.sid)
    assert later.date_sent >= made.date_created


def test_the_asynchronous_client_is_served_as_well(double: Double) -> None:
    made = asyncio.run(by_async(double, *(text(f"+1253555{n:04d}") for n in range(50))))
    assert len({raising(each).sid for each in made}) == 50
    assert double.counts()["messages"] == 50


def test_a_service_assigns_a_number_once_it_sends(double: Double, client: Client) -> None:
    double.settings(senders=[{"number": OURS, "service": SERVICE}], callbacks={"sent_after": 0.2})
    made = client.messages.create(to=SOMEONE, body="a" * 161, messaging_service_sid=SERVICE)
    assert (made.status, made.from_, made.num_segments, made.messaging_service_sid) == ("accepted", None, "0", SERVICE)
    double.settle()
    later = client.messages(made.sid).fetch()
    assert (later.status, later.from_, later.num_segments) == ("delivered", OURS, "2")


REFUSALS = [
    pytest.param({"To": ""}, 400, 21604, id="no To"),
    pytest.param({"From": ""}, 400, 21603, id="no From"),
    pytest.param({"Body": ""}, 400, 21602, id="no body"),
    pytest.param({"Body": "a" * 1601}, 400, 21617, id="1601 characters"),
    pytest.param({"To": "hello"}, 400, 21211, id="words as To"),
    pytest.param({"To": "+1253"}, 400, 21211, id="half a number"),
    pytest.param({"To": "+11535550142"}, 400, 21211, id="no such area code"),
    pytest.param({"To": "whatsapp:+12535550142"}, 400, 21211, id="another channel"),
    pytest.param({"From": "+12065550101"}, 400, 21606, id="a number that is not ours"),
    pytest.param({"MessagingServiceSid": "MG" + "9" * 32}, 404, 21701, id="no such service"),
]


@pytest.mark.parametrize(("changes", "status", "code"), REFUSALS)
def test_what_is_wrong_is_refused_in_twilios_words(double: Double, changes: dict[str, str], status: int, code: int) -> None:
    answered, error, _ = raw(double, "POST", MESSAGES, WHOLE | changes)
    assert (answered, error["status"], error["code"]) == (status, status, code)
    assert error["message"] and error["more_info"].endswith(str(code))
    counts = double.counts()
    assert (counts["messages"], counts["answers"]) == (0, {f"create {status} {code}": 1})


def test_sixteen_hundred_characters_and_a_picture_without_words_are_taken(double: Double) -> None:
    assert raw(double, "POST", MESSAGES, WHOLE | {"Body": "a" * 1600})[0] == 201
    assert raw(double, "POST", MESSAGES, {**WHOLE, "Body": "", "MediaUrl": "https://example.org/a.png"})[0] == 201


@pytest.mark.parametrize("who", [("AC" + "9" * 32, TOKEN), (ACCOUNT, "0" * 32)], ids=["another account", "a wrong token"])
def test_wrong_credentials_are_refused(double: Double, who: tuple[str, str]) -> None:
    with another(double, *who) as stranger, pytest.raises(TwilioRestException) as error:
        stranger.messages.create(**text())
    assert (error.value.status, error.value.code) == (401, 20003)


def test_what_is_not_there_is_404(double: Double, client: Client) -> None:
    client.messages.create(**text())
    for sid in ("SM" + "0" * 32, "SM" + "f" * 32, "SMnothing"):
        with pytest.raises(TwilioRestException) as error:
            client.messages(sid).fetch()
        assert (error.value.status, error.value.code) == (404, 20404)
    assert raw(double, "GET", f"/2010-04-01/Accounts/{ACCOUNT}/Queues.json")[0] == 404


def test_more_requests_at_once_than_the_account_may_are_told_429(double: Double) -> None:
    double.settings(concurrency=4, latency=0.3)
    made = asyncio.run(by_async(double, *(text(f"+1253555{n:04d}") for n in range(10))))
    assert Counter(outcome(lambda each=each: raising(each)) for each in made) == {"taken": 4, "20429": 6}
    assert double.counts()["messages"] == 4


# --- Calls --------------------------------------------------------------------------------------------------------------

CALL = {"To": SOMEONE, "From": OURS, "Url": f"{PUBLIC}/twilio/voice"}


def test_a_call_is_written_down(double: Double, client: Client) -> None:
    made = client.calls.create(to=SOMEONE, from_=OURS, url=CALL["Url"], timeout=30)
    assert made.sid.startswith("CA") and (made.status, made.direction, made.to) == ("queued", "outbound-api", SOMEONE)
    written = double.calls()
    assert [(each["sid"], each["form"]) for each in written] == [(made.sid, {**CALL, "Timeout": "30"})]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"To": ""}, 21201), ({"From": ""}, 21213), ({"To": "1"}, 21211), ({"From": OTHER}, 21210), ({"Url": ""}, 21205)],
    ids=["no To", "no From", "no number", "not ours", "nothing to say"],
)
def test_a_call_that_cannot_be_is_refused(double: Double, changes: dict[str, str], code: int) -> None:
    status, error, _ = raw(double, "POST", CALLS, CALL | changes)
    assert (status, error["code"], double.calls()) == (400, code, [])


# --- The log ------------------------------------------------------------------------------------------------------------


def test_the_list_is_newest_first_and_filters(double: Double, client: Client) -> None:
    double.settings(senders=[{"number": OURS}, {"number": "+12065550101"}])
    for n in range(3):
        client.messages.create(**text(body=f"{n} to someone"))
        client.messages.create(**text(OTHER, f"{n} to another", from_="+12065550101"))
    assert [each.body for each in client.messages.list(to=SOMEONE)] == ["2 to someone", "1 to someone", "0 to someone"]
    assert [each.body[:1] for each in client.messages.list()] == ["2", "2", "1", "1", "0", "0"]
    assert {each.to for each in client.messages.list(from_="+12065550101")} == {OTHER}
    assert client.messages.list(to=SOMEONE, from_="+12065550101") == client.messages.list(to="+12535550144") == []


NOW = "now"
HOUR = timedelta(hours=1)
DATES = [
    pytest.param({"date_sent_after": -HOUR}, True, id="after an hour ago"),
    pytest.param({"date_sent_after": +HOUR}, False, id="after an hour from now"),
    pytest.param({"date_sent_before": -HOUR}, False, id="before an hour ago"),
    pytest.param({"date_sent_before": +HOUR}, True, id="before an hour from now"),
    pytest.param({"date_sent_after": -HOUR, "date_sent_before": +HOUR}, True, id="between"),
    pytest.param({"date_sent_after": timedelta()}, True, id="after the very second"),
    pytest.param({"date_sent_before": timedelta()}, True, id="before the very second"),
    pytest.param({"date_sent": timedelta()}, True, id="in the very second"),
    pytest.param({"date_sent": -HOUR}, False, id="in another second"),
]


@pytest.mark.parametrize(("dates", "found"), DATES)
def test_the_list_filters_by_the_time_of_sending(
    double: Double, client: Client, dates: dict[str, timedelta], found: bool
) -> None:
    made = client.messages.create(**text())
    double.settle()
    sent = client.messages(made.sid).fetch().date_sent
    assert bool(client.messages.list(**{name: sent + apart for name, apart in dates.items()})) == found


@pytest.mark.parametrize(
    ("query", "status", "found"),
    [
        ("DateSent>={today}", 200, 1),
        ("DateSent<={today}", 200, 1),
        ("DateSent={today}", 200, 1),
        ("DateSent=2001-01-01", 200, 0),
        ("DateSent=yesterday", 400, 0),
        ("PageSize=many", 400, 0),
    ],
)
def test_days_are_understood_and_nonsense_is_refused(
    double: Double, client: Client, query: str, status: int, found: int
) -> None:
    made = client.messages.create(**text())
    double.settle()
    day = client.messages(made.sid).fetch().date_sent.date().isoformat()
    name, _, value = query.replace("{today}", day).rpartition("=")
    answered, listed, _ = raw(double, "GET", f"{MESSAGES}?{quote(name)}={value}")
    assert (answered, len(listed.get("messages", []))) == (status, found)


def test_a_message_that_waits_for_its_sender_has_no_date(double: Double, client: Client) -> None:
    double.settings(callbacks={"sent_after": 30})
    made = client.messages.create(**text())
    assert client.messages.list(date_sent_after=made.date_created - HOUR) == []
    assert [each.sid for each in client.messages.list(to=SOMEONE)] == [made.sid]


def test_pages_follow_one_another_though_messages_come_in(double: Double, client: Client) -> None:
    for n in range(7):
        client.messages.create(**text(body=str(n)))
    page = client.messages.page(to=SOMEONE, page_size=3)
    seen = [[each.body for each in page]]
    while page.next_page_url:
        client.messages.create(**text(body="later"))
        page = page.next_page()
        seen.append([each.body for each in page])
    assert seen == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    assert [each.body for each in client.messages.list(page_size=2)][-7:] == list("6543210")


def test_the_asynchronous_client_pages_as_well(double: Double, client: Client) -> None:
    for n in range(5):
        client.messages.create(**text(body=str(n)))

    async def listed() -> list[str]:
        async with Timed(timeout=5) as http:
            client = Client(ACCOUNT, TOKEN, http_client=http)
            client.api.base_url = double.url
            return [each.body for each in await client.messages.list_async(to=SOMEONE, page_size=2)]

    assert asyncio.run(listed()) == list("43210")


def test_the_list_may_lag_behind(double: Double, client: Client) -> None:
    double.settings(list_delay=0.4)
    made = client.messages.create(**text())
    assert client.messages.list(to=SOMEONE) == []
    assert client.messages(made.sid).fetch().sid == made.sid
    time.sleep(0.45)
    assert [each.sid for each in client.messages.list(to=SOMEONE)] == [made.sid]


def test_a_test_can_ask_for_everything_in_the_order_of_acceptance(double: Double, client: Client) -> None:
    bodies = [f"text {n} ¡é" for n in range(150)]
    before = time.time()
    made = [client.messages.create(**text(f"+1253555{n % 50:04d}", body)) for n, body in enumerate(bodies)]
    client.messages.create(**text("+12535550000", bodies[0]))
    double.settle()
    rows = list(double.export())
    assert [row.sid for row in rows[:150]] == [each.sid for each in made]
    assert [row.body_hash for row in rows[:150]] == [f"{body_hash(body):016x}" for body in bodies]
    assert all(before - 1 <= row.arrived <= row.accepted <= row.sent <= time.time() + 1 for row in rows)
    assert [row.accepted for row in rows] == sorted(row.accepted for row in rows)
    assert {(row.sender, row.status, row.error, row.segments) for row in rows} == {(OURS, "delivered", 0, 1)}
    assert Counter(row.to for row in rows)["+12535550000"] == 4
    assert [each["body"] for each in double.messages("+12535550000")] == [bodies[n] for n in (0, 50, 100, 0)]
    counts = double.counts()
    assert (counts["messages"], counts["recipients"], counts["repeats"], counts["segments"]) == (151, 50, 1, 151)
    assert (counts["statuses"], counts["answers"]) == ({"delivered": 151}, {"create 201": 151})


def test_reset_forgets_everything_but_the_settings(double: Double, client: Client) -> None:
    double.settings(latency=0.001, callbacks={"sent_after": 30})
    double.rule("fail", code=30003)
    client.messages.create(**text())
    client.calls.create(to=SOMEONE, from_=OURS, url=CALL["Url"])
    double.inbound(SOMEONE, "STOP", webhook=False)
    double.reset()
    counts = double.counts()
    assert [counts[name] for name in ("messages", "recipients", "calls", "opted_out", "events_ahead")] == [0] * 5
    assert (double.rules(), double.calls(), list(double.export())) == ([], [], [])
    assert double.settings()["latency"] == [0.001, 0.001]


def test_reset_forgets_requests_that_are_under_way(double: Double, client: Client) -> None:
    double.rule("slow", seconds=1.2, accept_after=1.2)
    assert outcome(lambda: client.messages.create(**text())) == "timeout"
    double.reset()
    time.sleep(0.4)
    assert double.counts()["messages"] == 0


# --- What can go wrong on the way ---------------------------------------------------------------------------------------

FAULTS = [
    pytest.param({"do": "answer", "code": 20429}, "20429", 0, id="429"),
    pytest.param({"do": "answer", "code": 20500}, "20500", 0, id="500, not taken"),
    pytest.param({"do": "answer", "code": 20503, "accepted": True}, "20503", 1, id="503, though taken"),
    pytest.param({"do": "answer", "code": 20503, "status": 502, "shape": "html"}, "502", 0, id="502 in HTML"),
    pytest.param({"do": "answer", "status": 201, "shape": "html", "accepted": True}, "no JSON", 1, id="201 in HTML, taken"),
    pytest.param({"do": "answer", "code": 21614, "shape": "problem"}, "21614", 0, id="21614 in the new form"),
    pytest.param({"do": "answer", "code": 21614}, "21614", 0, id="21614"),
    pytest.param({"do": "answer", "code": 99999}, "99999", 0, id="a code nobody knows"),
    pytest.param({"do": "disconnect"}, "broken", 0, id="reset before it was read"),
    pytest.param({"do": "disconnect", "accepted": True}, "broken", 1, id="reset after it was taken"),
    pytest.param({"do": "disconnect", "how": "close", "accepted": True}, "broken", 1, id="closed after it was taken"),
    pytest.param({"do": "disconnect", "how": "cut", "accepted": True}, "broken", 1, id="half an answer"),
    pytest.param({"do": "slow", "seconds": 1.5}, "timeout", 1, id="an answer too late"),
    pytest.param({"do": "slow", "seconds": 0.1}, "taken", 1, id="an answer just in time"),
]


@pytest.mark.parametrize("sort", ["sync", "async"])
@pytest.mark.parametrize(("rule", "learnt", "taken"), FAULTS)
def test_a_fault_is_what_the_client_meets_and_the_log_knows_better(
    double: Double, client: Client, sort: str, rule: dict[str, Any], learnt: str, taken: int
) -> None:
    double.rule(**rule, times=1)

    def create() -> Any:
        return client.messages.create(**text()) if sort == "sync" else raising(asyncio.run(by_async(double, text()))[0])

    assert outcome(create) == learnt
    assert double.counts()["messages"] == taken
    assert [each["applied"] for each in double.rules()] == [1]
    assert outcome(create) == "taken"


@pytest.mark.parametrize("on", ["list", "fetch", "call"])
def test_other_requests_meet_faults_too(double: Double, client: Client, on: str) -> None:
    made = client.messages.create(**text())
    ask = {
        "list": lambda: client.messages.list(to=SOMEONE),
        "fetch": lambda: client.messages(made.sid).fetch(),
        "call": lambda: client.calls.create(to=SOMEONE, from_=OURS, url=CALL["Url"]),
    }
    double.rule("answer", on=on, code=20503, times=1)
    assert [outcome(each) for name, each in ask.items() if name != on] == ["taken", "taken"]
    assert [outcome(ask[on]), outcome(ask[on])] == ["20503", "taken"]


def test_a_429_may_say_when_to_come_back(double: Double) -> None:
    double.rule("answer", code=20429, retry_after=3)
    status, _, headers = raw(double, "POST", MESSAGES, WHOLE)
    assert (status, headers["Retry-After"], headers["Twilio-Concurrent-Requests"]) == (429, "3", "1")


def test_a_message_may_be_taken_long_after_its_client_has_gone(double: Double, client: Client) -> None:
    double.rule("slow", seconds=3, accept_after=1.3, times=1)
    assert outcome(lambda: client.messages.create(**text())) == "timeout"
    assert double.messages(SOMEONE) == []
    time.sleep(0.6)
    taken = double.messages(SOMEONE)
    assert len(taken) == 1 and 1.25 < taken[0]["accepted"] - taken[0]["arrived"] < 1.6


def test_latency_is_kept_within_its_bounds(double: Double, client: Client) -> None:
    double.settings(latency=[0.05, 0.15])
    took = []
    for n in range(8):
        started = time.perf_counter()
        client.messages.create(**text(body=str(n)))
        took.append(time.perf_counter() - started)
    assert min(took) >= 0.05 and max(took) < 1 and max(took) - min(took) > 0.01


WHOM = [
    pytest.param({}, [0, 1, 2, 3, 4, 5], id="everyone"),
    pytest.param({"times": 2}, [0, 1], id="twice"),
    pytest.param({"after": 4}, [4, 5], id="after four"),
    pytest.param({"after": 1, "times": 3}, [1, 2, 3], id="three after one"),
    pytest.param({"to": r"014[24]$"}, [2, 4], id="by a pattern"),
    pytest.param({"numbers": ["+12535550140", "+12535550145"]}, [0, 5], id="by a list"),
    pytest.param({"share": 0}, [], id="a share of nothing"),
]


@pytest.mark.parametrize(("whom", "hit"), WHOM)
def test_a_rule_says_whom_it_hits(double: Double, client: Client, whom: dict[str, Any], hit: list[int]) -> None:
    double.rule("answer", code=20429, **whom)
    learnt = [outcome(lambda n=n: client.messages.create(**text(f"+1253555014{n}"))) for n in range(6)]
    assert [n for n, each in enumerate(learnt) if each == "20429"] == hit


def test_the_first_rule_that_fits_is_applied(double: Double, client: Client) -> None:
    double.rule("answer", code=20503, times=1)
    double.rule("answer", code=20429, times=1)
    assert [outcome(lambda: client.messages.create(**text())) for _ in range(3)] == ["20503", "20429", "taken"]
    double.rule("answer", code=20500)
    double.no_rules()
    assert outcome(lambda: client.messages.create(**text())) == "taken"


def test_a_share_hits_the_same_people_for_a_seed_in_any_order(double: Double) -> None:
    numbers = [f"+1253555{n:04d}" for n in range(300)]

    def hit(seed: int, order: int) -> set[str]:
        double.reset()
        double.settings(seed=seed)
        double.rule("answer", code=20429, share=0.2)
        shuffled = random.Random(order).sample(numbers, len(numbers))
        made = asyncio.run(by_async(double, *(text(number) for number in shuffled), timeout=20))
        return {number for number, each in zip(shuffled, made, strict=True) if isinstance(each, BaseException)}

    first = hit(seed=1, order=1)
    assert 30 < len(first) < 90
    assert hit(seed=1, order=2) == first != hit(seed=2, order=1)


def test_who_was_hit_by_a_share_may_pass_the_next_time(double: Double, client: Client) -> None:
    double.rule("answer", code=20429, share=0.5)
    tries = {}
    for n in range(20):
        number = f"+1253555{n:04d}"
        tries[number] = next(
            k for k in range(30) if outcome(lambda number=number: client.messages.create(**text(number))) == "taken"
        )
    assert 0 < sum(tries.values()) < 60


# --- STOP ----------------------------------------------------------------------------------------------------------------

KEYWORDS = [
    pytest.param("STOP", "default", "STOP", True, id="STOP"),
    pytest.param(" stopall ", "default", "STOP", True, id="another word, other case, blanks"),
    pytest.param("Stop please", "default", None, False, id="more than the word"),
    pytest.param("HELP", "default", "HELP", False, id="HELP"),
    pytest.param("STOP", "advanced", "STOP", True, id="STOP with Advanced Opt-Out"),
    pytest.param("HELP", "advanced", "HELP", False, id="HELP with Advanced Opt-Out"),
    pytest.param("STOP", "none", None, False, id="STOP to a short code that Twilio leaves to us"),
]


@pytest.mark.parametrize(("body", "mode", "keyword", "stopped"), KEYWORDS)
def test_stop_is_marked_and_told_and_refused_from_then_on(
    double: Double, client: Client, bot: Told, body: str, mode: str, keyword: str | None, stopped: bool
) -> None:
    double.settings(opt_out=mode)
    said = double.inbound(SOMEONE, body)
    assert (said["keyword"], said["status"]) == (keyword, 204)
    (form,) = bot.forms
    assert (form["From"], form["To"], form["Body"], form["SmsStatus"]) == (SOMEONE, OURS, body, "received")
    assert form.get("OptOutType") == (keyword if mode == "advanced" else None)
    assert "MessageStatus" not in form, "genuine"
    assert outcome(lambda: client.messages.create(**text())) == ("21610" if stopped else "taken")
    assert outcome(lambda: client.messages.create(**text(OTHER))) == "taken"


@pytest.mark.parametrize("word", ["START", "unstop", "YES"])
def test_start_brings_someone_back(double: Double, client: Client, word: str) -> None:
    double.inbound(SOMEONE, "STOP", webhook=False)
    assert outcome(lambda: client.messages.create(**text())) == "21610"
    double.inbound(SOMEONE, word, webhook=False)
    assert outcome(lambda: client.messages.create(**text())) == "taken"


def test_stop_to_one_number_of_a_service_is_stop_to_all(double: Double, client: Client) -> None:
    second, lone = "+12065550101", "+12065550102"
    double.settings(senders=[{"number": OURS, "service": SERVICE}, {"number": second, "service": SERVICE}, {"number": lone}])
    double.inbound(SOMEONE, "STOP", to=second, webhook=False)
    assert outcome(lambda: client.messages.create(**text())) == "21610"
    assert outcome(lambda: client.messages.create(to=SOMEONE, body="x", messaging_service_sid=SERVICE)) == "21610"
    assert outcome(lambda: client.messages.create(**text(from_=lone))) == "taken"


# --- Callbacks ------------------------------------------------------------------------------------------------------------


def test_the_life_of_a_message_is_told_and_signed(double: Double, client: Client, bot: Told) -> None:
    made = client.messages.create(**text(status_callback=f"{CALLBACK}?a=b%20c#rc=2"))
    double.settle()
    assert bot.statuses() == ["sent", "delivered"]
    told = bot.forms[1]
    assert told == {
        "MessageSid": made.sid,
        "SmsSid": made.sid,
        "MessageStatus": "delivered",
        "SmsStatus": "delivered",
        "To": SOMEONE,
        "From": OURS,
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
    }
    assert bot.headers[0]["Host"] == urlsplit(PUBLIC).netloc
    assert bot.headers[0]["I-Twilio-Idempotency-Token"] != bot.headers[1]["I-Twilio-Idempotency-Token"]
    assert double.counts()["callbacks"] == {"posted": 2, "answered 204": 2}


ENDS = [
    pytest.param(30003, ["sent", "undelivered"], id="30003, a phone that is off"),
    pytest.param(30005, ["sent", "undelivered"], id="30005, no such phone"),
    pytest.param(30006, ["sent", "undelivered"], id="30006, a landline"),
    pytest.param(30007, ["sent", "undelivered"], id="30007, filtered"),
    pytest.param(30008, ["sent", "undelivered"], id="30008, unknown"),
    pytest.param(30034, ["sent", "undelivered"], id="30034, not registered"),
    pytest.param(21610, ["failed"], id="21610, told later"),
]


@pytest.mark.parametrize(("code", "told"), ENDS)
def test_a_message_that_comes_to_nothing_is_told_with_its_error(
    double: Double, client: Client, bot: Told, code: int, told: list[str]
) -> None:
    double.rule("fail", code=code, numbers=[SOMEONE])
    made = client.messages.create(**text(status_callback=CALLBACK))
    client.messages.create(**text(OTHER, status_callback=CALLBACK))
    double.settle()
    assert bot.statuses(made.sid) == told
    assert {form["MessageStatus"]: form.get("ErrorCode") for form in bot.forms} == {
        "sent": None, "delivered": None, told[-1]: str(code)
    }  # fmt: skip
    later = client.messages(made.sid).fetch()
    assert (later.status, later.error_code) == (told[-1], code) and later.error_message
    assert double.counts()["statuses"] == {told[-1]: 1, "delivered": 1}


def test_a_share_of_messages_comes_to_nothing(double: Double, client: Client) -> None:
    double.rule("fail", code=30007, share=0.3)
    asyncio.run(by_async(double, *(text(f"+1253555{n:04d}") for n in range(200)), timeout=20))
    double.settle()
    errors = Counter(row.error for row in double.export())
    assert set(errors) == {0, 30007} and 35 < errors[30007] < 85


WAYS = [
    pytest.param({"drop": 1}, [], id="dropped"),
    pytest.param({"repeat": 1}, ["sent", "delivered", "sent", "delivered"], id="repeated"),
    pytest.param({"reorder": 1}, ["delivered", "sent"], id="out of order"),
]


@pytest.mark.parametrize(("way", "told"), WAYS)
def test_callbacks_are_lost_repeated_and_out_of_order(
    double: Double, client: Client, bot: Told, way: dict[str, Any], told: list[str]
) -> None:
    double.settings(callbacks=way)
    client.messages.create(**text(status_callback=CALLBACK))
    counts = double.settle()
    assert (bot.statuses(), counts["statuses"]) == (told, {"delivered": 1})


def test_callbacks_may_be_late(double: Double, client: Client, bot: Told) -> None:
    double.settings(callbacks={"late": [0.6, 0.8]})
    made = client.messages.create(**text(status_callback=CALLBACK))
    double.wait(lambda counts: counts["statuses"] == {"delivered": 1})
    assert (client.messages(made.sid).fetch().status, bot.forms) == ("delivered", [])
    double.settle()
    accepted = double.messages(SOMEONE)[0]["accepted"]
    assert sorted(bot.statuses()) == ["delivered", "sent"]
    assert all(0.6 <= at - accepted < 2 for at in bot.at)


def test_callbacks_may_overtake_the_answer(double: Double, client: Client, bot: Told) -> None:
    double.settings(latency=0.4, callbacks={"sent_after": 0})
    client.messages.create(**text(status_callback=CALLBACK))
    assert bot.statuses() == ["sent", "delivered"]


def test_only_so_many_callbacks_are_posted_at_once(double: Double, bot: Told) -> None:
    double.settings(callbacks={"at_once": 3})
    bot.seconds = 0.02
    asyncio.run(by_async(double, *(text(f"+1253555{n:04d}", status_callback=CALLBACK) for n in range(20)), timeout=20))
    double.settle()
    assert (len(bot.forms), bot.most_open) == (40, 3)


def test_a_callback_answered_500_is_not_posted_again(double: Double, client: Client, bot: Told) -> None:
    bot.status = 500
    client.messages.create(**text(status_callback=CALLBACK))
    assert double.settle()["callbacks"] == {"posted": 2, "answered 500": 2}


def test_a_callback_that_cannot_connect_is_tried_once_more(double: Double, client: Client) -> None:
    with listening(BaseHTTPRequestHandler) as gone:
        pass
    double.settings(callbacks_to=gone)
    client.messages.create(**text(status_callback=CALLBACK))
    assert double.settle()["callbacks"] == {"not connected": 4, "failed": 2}


def test_nothing_is_posted_to_another_machine(double: Double, client: Client) -> None:
    double.settings(callbacks_to=None)
    client.messages.create(**text(status_callback=CALLBACK))
    assert double.settle()["callbacks"] == {"refused": 2}
    with pytest.raises(ValueError, match="--callbacks-to"):
        double.inbound(SOMEONE, "hello")
    with pytest.raises(ValueError, match="loopback addresses only"):
        double.settings(callbacks_to="http://192.0.2.1:80")


# --- Pace ------------------------------------------------------------------------------------------------------------------


def test_a_sender_sends_its_segments_at_its_rate(double: Double, client: Client) -> None:
    double.settings(senders=[{"number": OURS, "rate": 20}], callbacks={"sent_after": 0})
    for n in range(6):
        client.messages.create(**text(body="a" * (161 if n % 2 else 10)))
    assert double.counts()["statuses"]["queued"] >= 2
    double.settle()
    sent = [row.sent for row in double.export()]
    assert all(later - earlier > took - 0.001 for (earlier, later), took in zip(pairwise(sent), (0.05, 0.1) * 3, strict=False))
    assert sent[-1] - sent[0] < 1


def test_a_queue_of_ten_hours_is_full(double: Double, client: Client) -> None:
    double.settings(senders=[{"number": OURS, "rate": 0.001}])
    # 36,000 s at a thousandth of a segment a second are 36 segments.
    sizes = {1530: "taken", 1529: "taken", 1528: "taken", 1527: "21611", 918: "taken", 1: "21611"}
    assert {n: outcome(lambda n=n: client.messages.create(**text(body="a" * n))) for n in sizes} == sizes
    counts = double.counts()
    assert (counts["segments"], counts["messages"]) == (36, 4)


def test_a_service_spreads_over_its_numbers_and_tells_of_a_full_queue_later(double: Double, client: Client, bot: Told) -> None:
    second = "+12065550101"
    double.settings(
        senders=[{"number": number, "service": SERVICE, "rate": 10} for number in (OURS, second)],
        queue_seconds=0.25,
        callbacks={"sent_after": 0},
    )
    creates = [{"to": SOMEONE, "body": str(n), "messaging_service_sid": SERVICE, "status_callback": CALLBACK} for n in range(8)]
    assert not [each for each in asyncio.run(by_async(double, *creates)) if isinstance(each, BaseException)]
    double.settle()
    rows = list(double.export())
    assert Counter(row.sender for row in rows if row.status == "delivered") == {OURS: 2, second: 2}
    assert Counter((row.status, row.error) for row in rows) == {("delivered", 0): 4, ("failed", 30001): 4}
    assert Counter((form["MessageStatus"], form.get("ErrorCode"), form["MessagingServiceSid"]) for form in bot.forms) == {
        ("sent", None, SERVICE): 4, ("delivered", None, SERVICE): 4, ("failed", "30001", SERVICE): 4
    }  # fmt: skip


# --- Segments ---------------------------------------------------------------------------------------------------------------

# Run on sms-segments-calculator 1.3.0 and taken from notifications-utils' vectors.
SEGMENTS = [
    pytest.param("", 0, id="nothing"),
    pytest.param("a" * 160, 1, id="160"),
    pytest.param("a" * 161, 2, id="161"),
    pytest.param("a" * 306, 2, id="306"),
    pytest.param("a" * 307, 3, id="307"),
    pytest.param("a" * 152 + "|" + "a" * 152, 3, id="an escape does not straddle"),
    pytest.param("a" * 304 + "[", 2, id="an escape that fits"),
    pytest.param("a" * 304 + "[]", 3, id="two escapes"),
    pytest.param("€" * 80, 1, id="80 escapes"),
    pytest.param("é" * 160, 1, id="é is of the alphabet"),
    pytest.param("á" * 70, 1, id="á is not"),
    pytest.param("á" * 71, 2, id="71 á"),
    pytest.param("`" + "a" * 70, 2, id="a backtick"),
    pytest.param("â" * 134 + "}", 3, id="135 units"),
    pytest.param("—" * 66 + "😀" + "—" * 66, 3, id="a pair does not straddle"),
]


@pytest.mark.parametrize(("body", "count"), SEGMENTS)
def test_segments_are_counted_as_twilio_counts(body: str, count: int) -> None:
    assert segments.count(body) == count


@given(some.text(some.sampled_from("aé á€|😀—\n[ñ`"), max_size=500).map(lambda part: part * 3))
def test_two_independent_counts_agree(body: str) -> None:
    assert segments.count(body) == channels.segments(body).count


# --- The process -------------------------------------------------------------------------------------------------------------


def test_the_log_outlives_a_client_that_is_killed(double: Double) -> None:
    double.settings(latency=0.5)
    script = (
        "import sys, urllib.request, base64; url, who = sys.argv[1:]\n"
        f"data = {urlencode(WHOLE)!r}.encode()\n"
        "headers = {'Authorization': 'Basic ' + base64.b64encode(who.encode()).decode()}\n"
        "print('asking', flush=True); urllib.request.urlopen(urllib.request.Request(url, data, headers))"
    )
    command = [sys.executable, "-c", script, double.url + MESSAGES, f"{ACCOUNT}:{TOKEN}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as asking:
        assert asking.stdout and asking.stdout.readline()
        double.wait(lambda counts: counts["messages"] == 1)
        asking.send_signal(signal.SIGKILL)
    assert len(double.messages(SOMEONE)) == 1
    assert double.settle()["statuses"] == {"delivered": 1}


def test_a_million_messages_are_no_burden() -> None:
    """In process, as only there a byte can be counted: a fiftieth of a million, each to another number and worded anew."""
    log, words = Log(), random.Random(1)
    tracemalloc.start()
    try:
        for n in range(20_000):
            name = "".join(words.choices("abcdefghijklmnop", k=12))
            body = f"They threaten to arrest mayors. Call Mayor {name} now: reply CALL. Tell them to protect our neighbors."
            log.add(12532000000 + n, body, body_hash(body), 0, False, 1, f"{PUBLIC}/twilio/messages/{n}/status", 1.0, 1.0)
        each = tracemalloc.get_traced_memory()[0] / len(log)
    finally:
        tracemalloc.stop()
    assert each < 160
    assert [list(log.sent_to(12532000000 + n)) for n in (0, 7, 19_999)] == [[0], [7], [19_999]]
    assert log.texts[7][1] == f"{PUBLIC}/twilio/messages/7/status"


def test_two_doubles_never_give_the_same_id(double: Double, client: Client) -> None:
    made = client.messages.create(**text())
    with running() as second, another(second) as other:
        assert other.messages.create(**text()).sid != made.sid


def test_the_double_ends_with_the_process_that_started_it() -> None:
    script = (
        "import os, tests.twilio_double as d; r = d.running(); x = r.__enter__(); print(x.process.pid, flush=True); os._exit(1)"
    )
    pid = int(subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False).stdout)
    end = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2] if Path("/proc").exists() else True
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize(
    ("do", "fields", "words"),
    [
        ("fall over", {}, "does not match any of the expected tags"),
        ("answer", {"codes": 1}, "codes"),
        ("slow", {}, "seconds"),
        ("fail", {"code": 99999}, "code"),
        ("answer", {"share": 2}, "share"),
        ("answer", {"to": "("}, "to"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(double: Double, do: str, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        double.rule(do, **fields)
    assert double.rules() == []


def test_a_setting_that_there_is_not_is_refused(double: Double) -> None:
    with pytest.raises(ValueError, match="latencies"):
        double.settings(latencies=1)
    with pytest.raises(ValueError, match="there is: `GET settings"):
        double._ask("GET", "nothing")


def test_by_hand_it_is_started_with_options(bot: Told) -> None:
    options = [
        "--sender",
        f"{OURS}@3.75",
        "--latency",
        "0.01",
        "--seed",
        "7",
        "--callbacks-to",
        bot.url,
        "--inbound-url",
        INBOUND,
    ]
    command = [sys.executable, "-m", "tests.twilio_double", *options, "--set", "list_delay=2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        double = Double(process.stdout.readline().decode().strip())
        settings = double.settings()
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert settings["senders"] == [{"number": OURS, "rate": 3.75, "service": None}]
    assert [settings[name] for name in ("latency", "seed", "callbacks_to", "inbound_url", "list_delay")] == [
        [0.01, 0.01], 7, bot.url, INBOUND, 2
    ]  # fmt: skip
    wrong = subprocess.run(
        [*command[:3], "--callbacks-to", "http://example.org"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2 and "loopback" in wrong.stderr


# --- Twilio's own description ---------------------------------------------------------------------------------------------


def test_answers_fit_twilios_own_description_of_its_api(
    double: Double, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    """Against Twilio's OpenAPI documents, where TWILIO_OPENAPI_DIR names a folder that has them."""
    folder = os.environ.get("TWILIO_OPENAPI_DIR")
    if not folder:
        with capsys.disabled():
            print("\nLeft out: the double against Twilio's description of its API (TWILIO_OPENAPI_DIR names no folder).")
        return
    # Imported here, as it takes a second or two and most runs have no use for it.
    from openapi_core import OpenAPI
    from openapi_core.testing import MockRequest, MockResponse

    document = json.loads((Path(folder) / "twilio_api_v2010.json").read_text(encoding="utf-8"))
    start = "/2010-04-01/Accounts/{AccountSid}/"
    names = ("Messages.json", "Messages/{Sid}.json", "Calls.json")
    document["paths"] = {start + name: document["paths"][start + name] for name in names}
    api = OpenAPI.from_dict(document)
    double.rule("fail", code=30003, numbers=[OTHER])
    made = [client.messages.create(**text(to)).sid for to in (SOMEONE, OTHER)]
    double.settle()
    asked: list[tuple[str, str, dict[str, str] | None]] = [
        ("POST", MESSAGES, WHOLE),
        ("GET", MESSAGES, None),
        ("GET", f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{made[1]}.json", None),
        ("POST", CALLS, CALL),
    ]
    for method, path, form in asked:
        status, body, _ = raw(double, method, path, form)
        assert status in (200, 201)
        request = MockRequest("https://api.twilio.com", method.lower(), path)
        api.validate_response(request, MockResponse(json.dumps(body).encode(), status_code=status))
        schema = {MESSAGES: "message", CALLS: "call"}.get(path, "message") if "messages" not in body else None
        if schema:
            assert set(body) == set(document["components"]["schemas"][f"api.v2010.account.{schema}"]["properties"])
