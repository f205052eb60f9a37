"""The server's side of the phone in the browser: the page, signatures, the inbox. The page at work is in tests/browser."""

import base64
import re
from typing import Any

import pytest
from sqlalchemy import insert
from werkzeug.test import TestResponse

from bot.models import Supporter
from tests.conftest import Bot, Start

OURS = {"Sec-Fetch-Site": "same-origin"}
TEXT = {"MessageSid": "SM" + "1" * 32, "From": "+12535550142", "To": "+12065550100", "Body": "SANCTUARY"}
LIVE = {
    "twilio_account_sid": "AC" + "0" * 32,
    "twilio_auth_token": "not a real token",
    "twilio_from": "+12065550100",
    "public_url": "https://bot.example.org",
    "secret_key": "k" * 48,
    "phone_key": base64.urlsafe_b64encode(bytes(64)).decode(),
}


def ask(bot: Bot, what: str, question: object, headers: dict[str, str] = OURS) -> TestResponse:
    return bot.app.test_client().post(f"/simulator/{what}", json=question, headers=headers)


def inbox(bot: Bot, number: str) -> list[dict[str, Any]]:
    bot.parts.outbox.wait()
    listed: list[dict[str, Any]] = bot.app.test_client().get("/simulator/inbox", query_string={"number": number}).get_json()
    return listed


def test_page_says_what_it_is_whom_to_text_and_how_to_begin(bot: Bot) -> None:
    page = bot.app.test_client().get("/simulator").text
    assert "Simulator: nothing here reaches a real phone." in page
    assert "206-555-0100" in page
    assert re.search(r"text <strong>[^<]*SANCTUARY", page)


def test_page_runs_nothing_but_its_own_files(bot: Bot) -> None:
    response = bot.app.test_client().get("/simulator")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script[^>]*>[^<]", response.text), "inline script or style"
    assert not re.search(r'(?:src|href)="(?!/simulator/)', response.text), "something from elsewhere"


def test_every_file_that_the_page_names_is_there_with_a_type_the_browser_takes(bot: Bot) -> None:
    client = bot.app.test_client()
    found = {}
    for address in re.findall(r'(?:src|href)="([^"]+)"', client.get("/simulator").text):
        with client.get(address) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            found[address.rpartition(".")[2]] = (response.status_code, response.mimetype)
    assert found == {"js": (200, "text/javascript"), "css": (200, "text/css"), "svg": (200, "image/svg+xml")}


def test_signature_opens_the_webhook_it_was_made_for_and_no_other(bot: Bot) -> None:
    client = bot.app.test_client()
    signature = ask(bot, "sign", {"path": "/twilio/sms", "form": TEXT}).get_json()["signature"]
    headers = {"X-Twilio-Signature": signature}
    assert client.post("/twilio/sms", data=TEXT | {"Body": "STOP"}, headers=headers).status_code == 403
    assert client.post("/twilio/voice", data=TEXT, headers=headers).status_code == 403
    assert client.post("/twilio/sms", data=TEXT, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 200, id="our own page in a newer browser"),
        pytest.param({"Origin": "http://localhost"}, 200, id="our own page in an older browser"),
        pytest.param({"Origin": "http://127.0.0.1:8000"}, 200, id="our own page at the public address, behind a proxy"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="another port of this machine"),
        pytest.param({"Origin": "http://evil.example"}, 403, id="another site in an older browser"),
        pytest.param({"Origin": "null"}, 403, id="a sandboxed frame"),
        pytest.param({}, 403, id="no browser at all"),
    ],
)
@pytest.mark.parametrize(
    ("what", "question"),
    [
        pytest.param("sign", {"path": "/twilio/sms", "form": TEXT}, id="signature"),
        pytest.param("measure", {"texts": ["hello"]}, id="measure"),
        pytest.param("fresh", {}, id="a number"),
    ],
)
def test_only_our_own_page_is_answered(bot: Bot, what: str, question: object, headers: dict[str, str], status: int) -> None:
    assert ask(bot, what, question, headers).status_code == status


def test_form_that_another_site_can_post_without_asking_gets_no_signature(bot: Bot) -> None:
    response = bot.app.test_client().post("/simulator/sign", data='{"path": "/twilio/sms", "form": {}}', headers=OURS)
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("what", "question", "status"),
    [
        pytest.param("sign", {"path": "/console", "form": {}}, 400, id="a path that is no webhook"),
        pytest.param("sign", {"path": 7, "form": {}}, 400, id="a path that is a number"),
        pytest.param("sign", {"path": "/twilio/sms"}, 400, id="no form"),
        pytest.param("sign", {"path": "/twilio/sms", "form": {"Body": ["a", "b"]}}, 400, id="a field that is a list"),
        pytest.param("sign", ["/twilio/sms"], 400, id="a list"),
        pytest.param("sign", {"path": "/twilio/sms", "form": {"Body": "x" * 300_000}}, 413, id="more than fits a webhook"),
        pytest.param("measure", {"texts": "hello"}, 400, id="one text in place of a list"),
        pytest.param("measure", {"texts": [1]}, 400, id="a text that is a number"),
        pytest.param("measure", {}, 400, id="no texts"),
    ],
)
def test_question_that_makes_no_sense_is_refused(bot: Bot, what: str, question: object, status: int) -> None:
    assert ask(bot, what, question).status_code == status


def test_texts_are_measured_as_the_carrier_bills_them(bot: Bot) -> None:
    sizes = ask(bot, "measure", {"texts": ["a" * 160, "a" * 161, "acción", ""]}).get_json()
    assert [(size["count"], size["encoding"]) for size in sizes] == [(1, "GSM-7"), (2, "GSM-7"), (1, "UCS-2"), (0, "GSM-7")]


def test_fresh_number_is_one_that_the_bot_knows_nobody_by(bot: Bot) -> None:
    known = {f"+1253555{each:04d}" for each in range(0, 10_000, 2)}
    people = [{"phone": bot.parts.phone_cipher.encrypt(number), "created_at": bot.clock.now} for number in sorted(known)]
    with bot.parts.database.write() as connection:
        connection.execute(insert(Supporter.__table__), people)
    page = bot.app.test_client().get("/simulator").get_data(as_text=True)
    drawn = {ask(bot, "fresh", {}).get_json()["number"] for _ in range(40)} | set(re.findall(r'data-fresh="([^"]+)"', page))
    assert len(drawn) > 30 and not drawn & known
    assert all(re.fullmatch(r"\+1253555\d{4}", number) for number in drawn)


def test_inbox_holds_the_ring_we_started_for_this_number_alone(bot: Bot) -> None:
    phone, other = bot.phone(), bot.phone()
    for body in ("SANCTUARY", "98402", "CALL"):
        phone.text(body)
    (ring,) = inbox(bot, phone.number)
    assert ring["kind"] == "ring"
    assert re.fullmatch(r"CA[0-9a-f]{32}", ring["provider_id"])
    assert 0 <= ring["age"] < 60
    assert inbox(bot, other.number) == []


def test_inbox_holds_a_text_we_started_with_its_size_also_once_it_is_delivered(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("SANCTUARY", "98402", "CALL"):
        phone.text(body)
    phone.messages()
    phone.answer()
    phone.hang_up()
    text = inbox(bot, phone.number)[-1]
    assert text["kind"] == "text"
    assert text["texts"][0]["count"] >= 1
    assert text["texts"][0]["encoding"] == "GSM-7"
    delivered = {"MessageSid": text["provider_id"], "MessageStatus": "delivered"}
    assert phone.post(f"/twilio/messages/{text['id']}/status", delivered).status == 204
    assert [item["provider_id"] for item in inbox(bot, phone.number)][-1] == text["provider_id"]


def test_inbox_holds_the_picture_of_an_alert(bot: Bot) -> None:
    phone, picture = bot.phone(), "https://example.org/rally.jpg"
    for body in ("SANCTUARY 98402", "JOIN"):
        phone.text(body)
    options = ["--campaign", "sanctuary", "--text", "Come.", "--text", "es=Vengan.", "--picture", picture]
    sent = bot.app.test_cli_runner().invoke(args=["broadcast", "send", *options, "--yes"])
    assert sent.exit_code == 0, sent.output
    item = inbox(bot, phone.number)[-1]
    assert item["media"] == [picture]
    assert item["texts"][0]["text"] == "Patchline, Sanctuary alerts: Come.\nReply STOP to cancel."


def test_inbox_forgets_after_a_day(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("SANCTUARY", "98402", "CALL"):
        phone.text(body)
    assert len(inbox(bot, phone.number)) == 1
    bot.clock.set("2026-11-25T18:00:00+00:00")
    assert inbox(bot, phone.number) == []


@pytest.mark.parametrize("number", ["", "12345", "anonymous"])
def test_inbox_of_no_number_is_refused(bot: Bot, number: str) -> None:
    assert bot.app.test_client().get("/simulator/inbox", query_string={"number": number}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/simulator"),
        ("GET", "/simulator/inbox"),
        ("POST", "/simulator/sign"),
        ("GET", "/simulator/static/simulator.js"),
    ],
)
def test_with_a_live_account_there_is_no_simulator(start: Start, method: str, path: str) -> None:
    assert start(**LIVE).app.test_client().open(path, method=method, json={}, headers=OURS).status_code == 404
