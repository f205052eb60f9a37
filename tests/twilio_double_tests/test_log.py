"""The double's log of messages: lists, filters and pages as Twilio's, and what only a test may ask."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import pytest
from twilio.rest import Client

from tests.carrier import ACCOUNT, OURS, TOKEN
from tests.twilio_double import Double
from tests.twilio_double.log import body_hash
from tests.twilio_double_tests.asking import CALL, MESSAGES, OLD_AIOHTTP, OTHER, SOMEONE, Timed, outcome, raw, text

pytestmark = OLD_AIOHTTP


def test_list_is_newest_first_and_filters(double: Double, client: Client) -> None:
    double.settings(senders=[{"number": OURS}, {"number": "+12065550101"}])
    for n in range(3):
        client.messages.create(**text(body=f"{n} to someone"))
        client.messages.create(**text(OTHER, f"{n} to another", from_="+12065550101"))
    assert [each.body for each in client.messages.list(to=SOMEONE)] == ["2 to someone", "1 to someone", "0 to someone"]
    assert [each.body[:1] for each in client.messages.list()] == ["2", "2", "1", "1", "0", "0"]
    assert {each.to for each in client.messages.list(from_="+12065550101")} == {OTHER}
    assert client.messages.list(to=SOMEONE, from_="+12065550101") == client.messages.list(to="+12535550144") == []


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
def test_list_filters_by_the_time_of_sending(double: Double, client: Client, dates: dict[str, timedelta], found: bool) -> None:
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


def test_message_that_waits_for_its_sender_has_no_date(double: Double, client: Client) -> None:
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


def test_asynchronous_client_pages_as_well(double: Double, client: Client) -> None:
    for n in range(5):
        client.messages.create(**text(body=str(n)))

    async def listed() -> list[str]:
        async with Timed(timeout=5) as http:
            client = Client(ACCOUNT, TOKEN, http_client=http)
            client.api.base_url = double.url
            return [each.body for each in await client.messages.list_async(to=SOMEONE, page_size=2)]

    assert asyncio.run(listed()) == list("43210")


def test_list_may_lag_behind(double: Double, client: Client) -> None:
    double.settings(list_delay=0.4)
    made = client.messages.create(**text())
    assert client.messages.list(to=SOMEONE) == []
    assert client.messages(made.sid).fetch().sid == made.sid
    time.sleep(0.45)
    assert [each.sid for each in client.messages.list(to=SOMEONE)] == [made.sid]


def test_test_can_ask_for_everything_in_the_order_of_acceptance(double: Double, client: Client) -> None:
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
