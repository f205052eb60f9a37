"""The server's side of the simulator's drawer: what a conversation offers and why it went so, steps back, and the clock."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from bot.simulation.phone import Phone
from tests.conftest import Bot, Start
from tests.test_simulator import LIVE, OURS, inbox

PATIENCE = 10.0


def on_page(bot: Bot) -> Phone:
    """A phone that a page shows, and so follows."""
    phone = bot.phone()
    told(bot, "erase", phone)  # one test's number may be that of another before
    return phone


def ask(bot: Bot, what: str, phone: Phone, **more: object) -> TestResponse:
    question = {"number": phone.number, **more}
    return bot.app.test_client().post(f"/simulator/{what}", json=question, headers=OURS)


def told(bot: Bot, what: str, phone: Phone, **more: object) -> dict[str, Any]:
    response = ask(bot, what, phone, **more)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def conversation(bot: Bot, phone: Phone, **more: object) -> dict[str, Any]:
    return told(bot, "conversation", phone, **more)


def offered(bot: Bot, phone: Phone) -> list[str]:
    """The quick replies, as the page shows them."""
    return [
        f"{reply['send']} {reply['label']}".strip() + (" ..." if reply["unfinished"] else "")
        for reply in conversation(bot, phone)["replies"]
    ]


def reasons(bot: Bot, phone: Phone) -> list[str]:
    """What was understood last, and why."""
    found: list[str] = conversation(bot, phone)["turns"][-1]["reasons"]
    return found


def among(wanted: Sequence[str], found: Sequence[str]) -> list[str]:
    """Those that are wanted, in the order in which they are offered: a flow may come to offer more."""
    assert len(found) == len(set(found))
    return [each for each in found if each in wanted]


OUTCOMES = ["1 reached", "2 message", "3 busy"]


@pytest.mark.parametrize(
    ("texts", "replies"),
    [
        pytest.param([], ["SANCTUARY", "TRUST"], id="nobody has texted yet: the keywords"),
        pytest.param(["hello"], ["ESPANOL", "SANCTUARY", "TRUST"], id="the text names the campaigns' keywords"),
        pytest.param(
            ["SANCTUARY 98402"], ["ESPANOL", "CALL", "SCRIPT", "LEARN", "MOVE ..."], id="words, one of them with more to it"
        ),
        pytest.param(["SANCTUARY 98402", "SCRIPT"], [*OUTCOMES, "CALL"], id="choices by their keys, then words"),
        pytest.param(
            ["SANCTUARY 98402", "ESPANOL", "GUION"],
            ["1 hablé", "2 mensaje", "3 ocupado", "4 equivocado", "LLAMAR"],
            id="in the language that is spoken",
        ),
        pytest.param(["SANCTUARY 98402", "is 98101 ok"], ["MOVE 98101"], id="a word with what goes with it"),
        pytest.param(["SANCTUARY 98402", "Moonlight sonata"], ["CALL", "SCRIPT", "HELP"], id="the likely next steps"),
        pytest.param(["SANCTUARY 98402", "STOP"], ["START"], id="after a stop"),
    ],
)
def test_quick_replies_are_what_the_flow_offers(bot: Bot, texts: Sequence[str], replies: list[str]) -> None:
    phone = on_page(bot)
    for body in texts:
        phone.text(body)
    assert among(replies, offered(bot, phone)) == replies


def test_topics_are_offered_by_their_keys_and_no_word_of_a_campaign_is(bot: Bot) -> None:
    phone = on_page(bot)
    for body in ("SANCTUARY 98402", "LEARN"):
        phone.text(body)
    assert offered(bot, phone)[:2] == ["1 What a sanctuary place is", "2 Detainers and warrants"]
    phone.text("4")
    assert [reply for reply in offered(bot, phone) if not reply[0].isdecimal()] == ["LEARN"]
    assert "TRUST" in phone.heard[-1]  # a keyword, and in a topic no more than a word


def test_quick_replies_are_known_after_a_restart(start: Start) -> None:
    before = start()
    phone = before.phone()
    for body in ("SANCTUARY 98402", "SCRIPT"):
        phone.text(body)
    assert among([*OUTCOMES, "CALL"], offered(start(), phone)) == [*OUTCOMES, "CALL"]


def test_turns_of_who_is_on_no_page_are_not_told(start: Start) -> None:
    bot = start()
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    assert conversation(bot, phone)["turns"] == []
    phone.text("SCRIPT")
    assert len(conversation(bot, phone)["turns"]) == 1


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        pytest.param(["SANCTUARY"], ["It is the campaign's keyword SANCTUARY."], id="keyword"),
        pytest.param(
            ["SANCTUARY 98402"],
            ["It is the campaign's keyword SANCTUARY.", "It answers the question at place.zip: a ZIP code."],
            id="keyword and ZIP code",
        ),
        pytest.param(["SANCTUARY", "98402"], ["It answers the question at place.zip: a ZIP code."], id="ZIP code"),
        pytest.param(["SANCTUARY 98402", "script"], ["It is the flow's word “script”."], id="word"),
        pytest.param(["SANCTUARY 98402", "SCRIPT", "2"], ["It answers the question at text.words: “message”."], id="choice"),
        pytest.param(
            ["SANCTUARY", "Moonlight"],
            ["It does not answer the question at place.zip, and is no word of the flow."],
            id="not understood",
        ),
        pytest.param(["STOP"], ["A rule about being texted read it: a provider's word or one of ours, alone."], id="stop"),
        pytest.param(
            ["STOP", "STOP"],
            ["Silence is the answer: a provider's word or one of ours, alone."],
            id="stop said before",
        ),
        pytest.param(
            ["Liked “hello”"],
            ["A phone sent it for a reaction; nobody wrote it, and nothing is answered."],
            id="reaction",
        ),
        pytest.param(
            ["Auto-Reply: I am busy and will answer later."],
            ["A machine wrote it, and nobody; nothing is answered."],
            id="a machine",
        ),
        pytest.param(
            ["SANCTUARY 98402", "I am not interested", "sure"],
            ["A rule about being texted read it: yes to the question whether they want no more texts."],
            id="yes to the question whether they want no more texts",
        ),
        pytest.param(
            ["SANCTUARY 98402", "What should I say to them?"],
            ["The sentence asks for “script”: it is most like ", "It is the flow's word “script”."],
            id="a sentence",
        ),
        pytest.param(
            ["SANCTUARY 98402", "who would call a bot"],
            ["The sentence may ask for ", "It does not answer the question at text.officials, and is no word of the flow."],
            id="a sentence that is not clear",
        ),
        pytest.param(
            ["SANCTUARY 98402", *["Moonlight sonata"] * 4],
            [
                "It does not answer the question at text.helped, and is no word of the flow.",
                "Nothing is answered: it was not understood too often, until it is again.",
            ],
            id="not understood too often",
        ),
    ],
)
def test_page_tells_what_was_understood_and_why(bot: Bot, texts: Sequence[str], why: list[str]) -> None:
    phone = on_page(bot)
    for body in texts:
        phone.text(body)
    found = reasons(bot, phone)
    assert len(found) == len(why)
    assert all(reason.startswith(wanted) for reason, wanted in zip(found, why, strict=True)), found


def test_page_tells_where_a_call_stands_and_what_a_key_meant(bot: Bot) -> None:
    phone = on_page(bot)
    phone.dial()
    phone.press("1")
    id = phone._call["CallSid"]
    found = conversation(bot, phone, call=id)
    assert found["call"]["at"] == "place.zip"
    assert found["turns"][-1]["by"] == "call"
    assert found["turns"][-1]["reasons"] == ["It answers the question at call.language: “english”."]
    assert conversation(bot, phone)["call"] is None


def test_page_tells_that_a_days_replies_are_used_up(start: Start) -> None:
    bot = start(reply_cap=20)
    phone = on_page(bot)
    for body in ("SANCTUARY 98402", *["LIST"] * 20):
        phone.text(body)
    assert reasons(bot, phone) == ["Nothing is answered: this number has had a day's replies."]


def test_street_address_is_in_no_reason(start: Start, geocoder_nowhere: str) -> None:
    bot = start(geocoder="census", geocoder_url=geocoder_nowhere)
    phone = on_page(bot)
    for body in ("SANCTUARY 42223", "1234 Main Street"):
        phone.text(body)
    assert "1234" not in ask(bot, "conversation", phone).text


@pytest.fixture
def geocoder_nowhere() -> str:
    return "http://127.0.0.1:9/"


def test_page_tells_what_is_known_and_how_far_the_call_list_is(bot: Bot) -> None:
    phone = on_page(bot)
    assert conversation(bot, phone)["facts"] == [["Known", "nothing yet"]]
    for body in ("SANCTUARY 98402", "JOIN", "ESPANOL", "GUION", "2"):
        phone.text(body)
    found = conversation(bot, phone)
    assert ["ZIP code", "98402"] in found["facts"]
    assert ["Language", "Spanish"] in found["facts"]
    assert ["Alerts of sanctuary", "active"] in found["facts"]
    assert ["Texts", "welcome"] in found["facts"]
    governor, mayor = found["officials"]
    assert "Ferguson" in governor["name"] and governor["state"] == "message"
    assert mayor["state"] == "open"
    choices = found["thread"].pop("choices")
    assert among(["1 hablé", "2 mensaje", "3 ocupado"], choices) == ["1 hablé", "2 mensaje", "3 ocupado"]
    assert found["thread"] == {"at": "text.go_on", "inside": [], "misses": 0, "unheard": 0, "language": "Spanish"}
    phone.text("STOP")
    assert ["Texts", "stopped"] in conversation(bot, phone)["facts"]


# --- A step back, and a new beginning


def table(bot: Bot, name: str) -> list[tuple[Any, ...]]:
    with bot.parts.database.read() as connection:
        return sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=str)


def but_for_receipts(bot: Bot) -> dict[str, list[tuple[Any, ...]]]:
    """Of a FORGET a receipt stays that is nobody's, so that the same webhook again gets the same answer."""
    found = {name: table(bot, name) for name in ABOUT_PEOPLE}
    return {**found, "turns": [row for row in found["turns"] if row[1] is not None]}


ABOUT_PEOPLE = (
    "supporters",
    "turns",
    "call_sheets",
    "call_sheet_entries",
    "calls",
    "consents",
    "subscriptions",
    "deliveries",
    "not_understood",
)


@pytest.mark.parametrize("last", ["FORGET, FORGET", "STOP", "1", "CALL", "MOVE 98101", "SANCTUARY 42223", "Moonlight sonata"])
def test_step_back_leaves_everything_as_it_was_before_the_last_text(bot: Bot, last: str) -> None:
    phone, other = on_page(bot), bot.phone()
    *earlier, last = last.split(", ")
    for body in ("SANCTUARY 98402", "JOIN", "SCRIPT", *earlier):
        phone.text(body)
        other.text(body)
    place = conversation(bot, phone)["thread"]["at"]
    before = {name: table(bot, name) for name in ABOUT_PEOPLE}
    assert told(bot, "keep", phone) == {"steps": 1}
    phone.text(last)
    assert {name: table(bot, name) for name in ABOUT_PEOPLE} != before
    bot.parts.outbox.wait()
    found = told(bot, "back", phone)
    assert but_for_receipts(bot) == before
    assert found["thread"]["at"] == place
    assert found["steps"] == 0


def test_step_back_goes_on_to_the_text_before(bot: Bot) -> None:
    phone = on_page(bot)
    for body in ("SANCTUARY", "98402", "SCRIPT"):
        told(bot, "keep", phone)
        phone.text(body)
    places = [told(bot, "back", phone)["thread"]["at"] for _ in range(3)]
    assert places == ["text.officials", "place.zip", ""]
    assert bot.count("supporters") == 0
    response = ask(bot, "back", phone)
    assert response.status_code == 409
    assert "no text to take back" in response.get_json()["problem"]


def reach_one(phone: Phone) -> None:
    """Take the call that rings, be connected, and say that somebody was reached."""
    phone.answer()
    phone.press("1")
    phone.line("answered")
    phone.press("1")
    phone.hang_up()


def test_step_back_after_a_call_opens_the_call_list_again(bot: Bot) -> None:
    phone = on_page(bot)
    for body in ("SANCTUARY 98402", "CALL"):
        told(bot, "keep", phone)
        phone.text(body)
    reach_one(phone)
    assert [each["state"] for each in conversation(bot, phone)["officials"]] == ["reached", "open"]
    assert [each["state"] for each in told(bot, "back", phone)["officials"]] == ["open", "open"]
    assert bot.count("calls") == 0


def test_step_back_over_a_forget_brings_back_what_had_been_started(bot: Bot) -> None:
    phone = on_page(bot)
    for body in ("SANCTUARY 98402", "CALL"):
        phone.text(body)
    reach_one(phone)
    phone.text("FORGET")
    bot.parts.outbox.wait()
    before = {name: table(bot, name) for name in ABOUT_PEOPLE}
    told(bot, "keep", phone)
    phone.text("FORGET")
    assert bot.count("supporters") == 0
    told(bot, "back", phone)
    assert but_for_receipts(bot) == before


def test_number_that_nobody_knows_has_no_part_in_what_others_left(bot: Bot) -> None:
    phone, stranger = bot.phone(), bot.phone()
    for body in ("SANCTUARY 98402", "CALL"):
        phone.text(body)
    phone.decline()
    for body in ("FORGET", "FORGET"):
        phone.text(body)
    bot.parts.outbox.wait()
    before = {name: table(bot, name) for name in ABOUT_PEOPLE}
    told(bot, "keep", stranger)
    told(bot, "back", stranger)
    told(bot, "erase", stranger)
    assert {name: table(bot, name) for name in ABOUT_PEOPLE} == before


def test_number_that_starts_over_was_never_heard_of(bot: Bot) -> None:
    phone, other = on_page(bot), bot.phone()
    for body in ("SANCTUARY 98402", "JOIN", "SCRIPT", "1", "STOP"):
        phone.text(body)
        other.text(body)
    rows = {name: bot.count(name) for name in ABOUT_PEOPLE}
    found = told(bot, "erase", phone)
    assert found["facts"] == [["Known", "nothing yet"]]
    assert found["turns"] == []
    assert {name: 2 * bot.count(name) for name in ABOUT_PEOPLE} == rows
    assert "ZIP code" in phone.text("SANCTUARY").text


# --- The clock


@pytest.mark.parametrize(
    ("moves", "shown"),
    [
        pytest.param(["hour"], "Monday, November 23, 11:00 AM", id="an hour"),
        pytest.param(["hour", "hour"], "Monday, November 23, 12:00 PM", id="two hours"),
        pytest.param(["day"], "Tuesday, November 24, 9:00 AM", id="the next day"),
        pytest.param(["monday"], "Monday, November 30, 9:00 AM", id="a Monday to the next one"),
        pytest.param(["day", "monday"], "Monday, November 30, 9:00 AM", id="a Tuesday to the next Monday"),
        pytest.param(["day", "back"], "Monday, November 23, 10:00 AM", id="real time again"),
    ],
)
def test_clock_moves_on_the_supporters_own_time(start: Start, moves: Sequence[str], shown: str) -> None:
    bot = start()
    phone = on_page(bot)
    assert [told(bot, "clock", phone, to=move) for move in moves][-1]["clock"]["shown"] == shown
    assert conversation(bot, phone)["clock"] == {"shown": shown, "zone": "America/Los_Angeles"}


def test_clock_goes_by_where_the_supporter_lives(start: Start) -> None:
    bot = start()
    phone = on_page(bot)
    phone.text("SANCTUARY 96813")  # Honolulu, with a number of Tacoma: in the morning there it is day in both
    assert told(bot, "clock", phone, to="day")["clock"] == {
        "shown": "Tuesday, November 24, 9:00 AM",
        "zone": "Pacific/Honolulu",
    }


def test_clock_that_was_moved_is_so_for_other_processes_and_after_a_restart(start: Start) -> None:
    bot = start()
    phone = on_page(bot)
    assert told(bot, "clock", phone, to="monday")["ahead"] == "6 days 23 h"
    assert conversation(start(), phone)["ahead"] == "6 days 23 h"


def test_promised_text_goes_out_when_the_clock_gets_there(start: Start) -> None:
    bot = start()
    bot.clock.set("2026-11-28T03:00:00+00:00")  # Friday evening there
    phone = on_page(bot)
    for body in ("SANCTUARY 98402", "CALL", "2"):
        phone.text(body)
    assert any("text promised for Monday" in each["state"] for each in conversation(bot, phone)["officials"])
    told(bot, "clock", phone, to="hour")
    assert inbox(bot, phone.number) == []
    told(bot, "clock", phone, to="monday")
    (item,) = inbox(bot, phone.number)
    assert "is open now" in item["texts"][0]["text"]
    assert among([*OUTCOMES, "CALL", "SCRIPT"], offered(bot, phone)) == [*OUTCOMES, "CALL", "SCRIPT"]


def test_alert_that_waits_for_its_hours_goes_out_when_the_clock_gets_there(start: Start) -> None:
    bot = start()
    phone = on_page(bot)
    for body in ("SANCTUARY 98402", "JOIN"):
        phone.text(body)
    bot.clock.set("2026-11-24T06:00:00+00:00")  # ten in the evening there
    options = ["--campaign", "sanctuary", "--text", "Come.", "--text", "es=Vengan."]
    sent = bot.app.test_cli_runner().invoke(args=["broadcast", "send", *options, "--yes"])
    assert sent.exit_code == 0, sent.output
    phone.get_alerts()
    assert inbox(bot, phone.number) == []
    told(bot, "clock", phone, to="day")
    phone.get_alerts()
    assert inbox(bot, phone.number)[-1]["texts"][0]["text"].startswith("Patchline, Sanctuary alerts: Come.")


@pytest.mark.parametrize("number", ["+442071838750", "+12645550142", "+18005550142"])
def test_number_from_anywhere_has_a_clock(bot: Bot, number: str) -> None:
    assert re.search(r", \d+:\d\d [AP]M$", conversation(bot, bot.phone(number))["clock"]["shown"])


@pytest.mark.parametrize("call", ["CA\x00", "x" * 300, 7, None, {"a": 1}])
def test_call_that_cannot_be_is_none(bot: Bot, call: object) -> None:
    phone = on_page(bot)
    phone.text("SANCTUARY")
    assert conversation(bot, phone, call=call)["call"] is None


@pytest.mark.parametrize("to", ["yesterday", 7, None])
def test_clock_moves_by_its_names_alone(bot: Bot, to: object) -> None:
    assert ask(bot, "clock", bot.phone(), to=to).status_code == 400


# --- What the carrier says


CODES = {"undelivered": "30003", "landline": "30006", "blocked": "21610"}


@pytest.mark.parametrize(
    ("code", "state", "facts"),
    [
        pytest.param("30003", "failed", ["Texts", "welcome"], id="a phone that is off"),
        pytest.param("30006", "failed", ["Texts", "cannot be received"], id="a landline"),
        pytest.param("21610", "failed", ["Texts", "stopped"], id="blocked"),
    ],
)
def test_status_of_a_text_that_a_page_shows_counts(bot: Bot, code: str, state: str, facts: list[str]) -> None:
    phone = on_page(bot)
    inbox(bot, phone.number)  # a page is open: what becomes of texts is for it to say
    for body in ("SANCTUARY 98402", "CALL"):
        phone.text(body)
    phone.decline("busy")
    item = inbox(bot, phone.number)[-1]
    form = {"MessageSid": item["provider_id"], "MessageStatus": "undelivered", "ErrorCode": code}
    path = f"/twilio/deliveries/{item['id']}/status?attempt={item['attempt']}"
    signature = bot.app.test_client().post("/simulator/sign", json={"path": path, "form": form}, headers=OURS).get_json()
    assert phone.post(path, form, signature["signature"]).status == 204
    assert (code, state) in {(row.error, row.state) for row in deliveries(bot)}
    assert facts in conversation(bot, phone)["facts"]


def deliveries(bot: Bot) -> Sequence[Any]:
    with bot.parts.database.read() as connection:
        return connection.execute(text("SELECT state, error FROM deliveries WHERE kind = 'text'")).all()


# --- Whom it answers


@pytest.mark.parametrize("what", ["conversation", "keep", "back", "erase", "clock"])
@pytest.mark.parametrize(
    ("question", "status"),
    [
        pytest.param({}, 400, id="no number"),
        pytest.param({"number": "12"}, 400, id="a number that is none"),
        pytest.param(["+12535550100"], 400, id="a list"),
    ],
)
def test_question_without_a_number_is_refused(bot: Bot, what: str, question: object, status: int) -> None:
    assert bot.app.test_client().post(f"/simulator/{what}", json=question, headers=OURS).status_code == status


@pytest.mark.parametrize("what", ["conversation", "keep", "back", "erase", "clock"])
def test_only_our_own_page_looks_inside(bot: Bot, what: str) -> None:
    client, question = bot.app.test_client(), {"number": "+12535550100", "to": "hour"}
    assert client.post(f"/simulator/{what}", json=question, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(f"/simulator/{what}", json=question).status_code == 403
    assert client.get(f"/simulator/{what}").status_code == 405


@pytest.mark.parametrize("what", ["conversation", "keep", "back", "erase", "clock"])
def test_with_a_live_account_nobody_looks_inside(start: Start, what: str) -> None:
    bot = start(**LIVE)
    response = bot.app.test_client().post(f"/simulator/{what}", json={"number": "+12535550100"}, headers=OURS)
    assert response.status_code == 404


def test_with_a_live_account_no_clock_is_moved_and_no_turn_is_told(start: Start, tmp_path: Path) -> None:
    trial = start()
    told(trial, "clock", trial.phone(), to="monday")
    assert (trial.parts.clock() - trial.clock()).days == 6
    live = start(**LIVE)
    assert (live.parts.clock() - live.clock()).days == -1  # seconds before, as every look is one later
    assert live.parts.conversations.observer is None
