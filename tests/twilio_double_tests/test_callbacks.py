"""The double tells the bot: of who stopped, and of what becomes of messages; signed, late, repeated, out of order."""

import asyncio
from collections import Counter
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import pytest
from twilio.rest import Client

from tests.carrier import ACCOUNT, OURS, PUBLIC, listening
from tests.twilio_double import Double
from tests.twilio_double_tests.asking import CALLBACK, OLD_AIOHTTP, OTHER, SERVICE, SOMEONE, Told, by_async, outcome, text

pytestmark = [*OLD_AIOHTTP, pytest.mark.alone]


def test_life_of_a_message_is_told_and_signed(double: Double, client: Client, bot: Told) -> None:
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
def test_message_that_comes_to_nothing_is_told_with_its_error(
    double: Double, client: Client, bot: Told, code: int, told: list[str]
) -> None:
    double.settings(callbacks={"ends_after": 0.1})  # a busy machine keeps what is so far apart in its order
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


def test_share_of_messages_comes_to_nothing(double: Double, client: Client) -> None:
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


def test_callback_answered_500_is_not_posted_again(double: Double, client: Client, bot: Told) -> None:
    bot.status = 500
    client.messages.create(**text(status_callback=CALLBACK))
    assert double.settle()["callbacks"] == {"posted": 2, "answered 500": 2}


def test_callback_that_cannot_connect_is_tried_once_more(double: Double, client: Client) -> None:
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
