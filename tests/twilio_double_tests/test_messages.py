"""The double takes and refuses messages and calls in Twilio's words; its answers fit Twilio's description of its API."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.carrier import ACCOUNT, OURS, TOKEN, described_paths
from tests.twilio_double import Double
from tests.twilio_double_tests.asking import (
    CALL,
    CALLBACK,
    CALLS,
    MESSAGES,
    OLD_AIOHTTP,
    OTHER,
    SERVICE,
    SOMEONE,
    WHOLE,
    another,
    by_async,
    outcome,
    raising,
    raw,
    text,
)

pytestmark = OLD_AIOHTTP


def test_message_is_accepted_and_looks_like_twilios(double: Double, client: Client) -> None:
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


def test_asynchronous_client_is_served_as_well(double: Double) -> None:
    made = asyncio.run(by_async(double, *(text(f"+1253555{n:04d}") for n in range(50))))
    assert len({raising(each).sid for each in made}) == 50
    assert double.counts()["messages"] == 50


def test_service_assigns_a_number_once_it_sends(double: Double, client: Client) -> None:
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
    pytest.param({"MediaUrl": "example.org/a.png"}, 400, 21620, id="a picture without https://"),
    pytest.param({"MediaUrl": ["https://example.org/a.png"] * 11}, 400, 21623, id="eleven pictures"),
    pytest.param({"To": "hello"}, 400, 21211, id="words as To"),
    pytest.param({"To": "+1253"}, 400, 21211, id="half a number"),
    pytest.param({"To": "+11535550142"}, 400, 21211, id="no such area code"),
    pytest.param({"To": "whatsapp:+12535550142"}, 400, 21211, id="another channel"),
    pytest.param({"From": "+12065550101"}, 400, 21606, id="a number that is not ours"),
    pytest.param({"MessagingServiceSid": "MG" + "9" * 32}, 404, 21701, id="no such service"),
]


@pytest.mark.parametrize(("changes", "status", "code"), REFUSALS)
def test_what_is_wrong_is_refused_in_twilios_words(double: Double, changes: dict[str, Any], status: int, code: int) -> None:
    answered, error, _ = raw(double, "POST", MESSAGES, WHOLE | changes)
    assert (answered, error["status"], error["code"]) == (status, status, code)
    assert error["message"] and error["more_info"].endswith(str(code))
    counts = double.counts()
    assert (counts["messages"], counts["answers"]) == (0, {f"create {status} {code}": 1})


def test_picture_message_has_its_pictures_and_one_price(double: Double, client: Client) -> None:
    pictures = ["https://example.org/a.png", "https://example.org/b.png"]
    made = client.messages.create(**text(body="a" * 500, media_url=pictures))
    assert (made.num_media, made.num_segments) == ("2", "1")
    assert [each["media"] for each in double.messages(SOMEONE)] == [pictures]


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


def test_call_is_written_down(double: Double, client: Client) -> None:
    made = client.calls.create(to=SOMEONE, from_=OURS, url=CALL["Url"], timeout=30)
    assert made.sid.startswith("CA") and (made.status, made.direction, made.to) == ("queued", "outbound-api", SOMEONE)
    written = double.calls()
    assert [(each["sid"], each["form"]) for each in written] == [(made.sid, {**CALL, "Timeout": "30"})]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"To": ""}, 21201), ({"From": ""}, 21213), ({"To": "1"}, 21211), ({"From": OTHER}, 21210), ({"Url": ""}, 21205)],
    ids=["no To", "no From", "no number", "not ours", "nothing to say"],
)
def test_call_that_cannot_be_is_refused(double: Double, changes: dict[str, str], code: int) -> None:
    status, error, _ = raw(double, "POST", CALLS, CALL | changes)
    assert (status, error["code"], double.calls()) == (400, code, [])


# --- Twilio's own description ---------------------------------------------------------------------------------------------


def test_answers_fit_twilios_own_description_of_its_api(
    double: Double, client: Client, record_property: Callable[[str, object], None]
) -> None:
    """Against Twilio's OpenAPI documents, where TWILIO_OPENAPI_DIR names a folder that has them."""
    document = described_paths(record_property, "Messages.json", "Messages/{Sid}.json", "Calls.json")
    if document is None:
        return
    # Imported here, as it takes a second or two and most runs have no use for it.
    from openapi_core import OpenAPI
    from openapi_core.testing import MockRequest, MockResponse

    # The document calls a page's addresses URIs, and gives relative ones as its examples, as Twilio does.
    listed = document["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["get"]["responses"]["200"]
    page = listed["content"]["application/json"]["schema"]
    for field in page["properties"].values():
        if field.get("format") == "uri":
            field["format"] = "uri-reference"
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
