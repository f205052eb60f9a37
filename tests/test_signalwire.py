"""SignalWire as the only provider, and as the second: texts, calls, alerts, set-up and settings, held by a double of it."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import select, text

from bot.config import Settings, SettingsError
from bot.locale.catalogues import read_phrases
from bot.models import Broadcast, Delivery, Supporter
from bot.providers.protocol import RegistrationFacts, SetupStep
from bot.providers.signalwire.setup.steps import WORDS
from tests import signalwire_double
from tests.carrier import LIVE, OURS, PUBLIC, SIGNALWIRE, post, running, sid
from tests.conftest import EACH_DATABASE, Bot, Start, wiped
from tests.live_phone import LivePhone
from tests.signalwire_double import NUMBER, PROJECT
from tests.subscribers import NOON, People
from tests.twilio_double import Double

THEIRS = "+12535550142"
BASE = f"/api/laml/2010-04-01/Accounts/{PROJECT}"
BOTH = {name: value for name, value in SIGNALWIRE.live.items() if name.startswith("signalwire_")} | LIVE


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    with signalwire_double.running() as process:
        yield process


@pytest.fixture(scope="module", params=EACH_DATABASE)
def one_bot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, double: Double) -> Iterator[Bot]:
    settings: dict[str, object] = {**SIGNALWIRE.live, "signalwire_url": double.url, "senders": f"{NUMBER}=500"}
    with running(request.param, tmp_path_factory.mktemp("signalwire"), **settings) as bot:
        yield bot


@pytest.fixture
def bot(one_bot: Bot, double: Double) -> Bot:
    double.reset()
    return wiped(one_bot)


@pytest.fixture
def phone(bot: Bot) -> LivePhone:
    return LivePhone(bot, SIGNALWIRE, THEIRS)


def call(bot: Bot, path: str, **form: str) -> ElementTree.Element:
    """A step of a call; the markup of its answer."""
    known = {"From": THEIRS, "To": NUMBER, "Direction": "inbound", "CallStatus": "in-progress"}
    answered = post(bot, f"/signalwire{path}", known | form)
    assert answered.status_code == 200
    return ElementTree.fromstring(answered.data)


def deliveries(bot: Bot) -> list[Any]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(select(Delivery.__table__).order_by(Delivery.id)))


def test_signalwire_carries_a_text_in_and_the_reply_out(bot: Bot, phone: LivePhone) -> None:
    assert "Tacoma" in phone.text("SANCTUARY 98402").text
    assert bot.count("turns") == 1
    phone.text("STOP")
    with bot.parts.database.read() as connection:
        assert connection.execute(select(Supporter.stopped)).scalar_one()


def test_signalwire_repeats_a_text_and_it_is_answered_once(bot: Bot) -> None:
    form = {"MessageSid": SIGNALWIRE.sid(), "From": THEIRS, "To": NUMBER, "Body": "SANCTUARY 98402"}
    first, again = (post(bot, "/signalwire/sms", form) for _ in range(2))
    assert first.data == again.data and bot.count("turns") == 1


def test_signalwire_carries_a_call_to_an_office(bot: Bot) -> None:
    id = SIGNALWIRE.sid()
    (gather,) = call(bot, "/voice", CallSid=id).iter("Gather")
    assert gather.attrib["action"].startswith(f"{PUBLIC}/signalwire/voice/")
    assert "speechModel" not in gather.attrib and "$" not in gather.attrib.get("hints", "")
    answer = call(bot, gather.attrib["action"].removeprefix(f"{PUBLIC}/signalwire"), CallSid=id, Digits="1")
    (gather,) = answer.iter("Gather")
    assert gather.attrib["speechTimeout"] == "auto" and "zip code" in gather.attrib["hints"]
    keys = iter(["98402", "1", "1", "1"])
    while (dial := answer.find("Dial")) is None:
        (gather,) = answer.iter("Gather")
        answer = call(bot, gather.attrib["action"].removeprefix(f"{PUBLIC}/signalwire"), CallSid=id, Digits=next(keys))
    action = dial.attrib["action"].removeprefix(f"{PUBLIC}/signalwire")
    after = call(bot, action, CallSid=id, DialCallStatus="busy", DialCallSid=SIGNALWIRE.sid())
    assert after.find("Gather") is not None or after.find("Dial") is not None
    over = {"CallSid": id, "From": THEIRS, "To": NUMBER, "Direction": "inbound", "CallStatus": "completed"}
    assert post(bot, "/signalwire/voice/status", over).status_code == 204


def test_signalwire_places_the_call_that_somebody_asked_for(bot: Bot, phone: LivePhone, double: Double) -> None:
    for words in ("SANCTUARY 98402", "CALL"):
        phone.text(words)
    bot.parts.outbox.wait()
    (placed,) = double.calls()
    assert placed["form"]["To"] == THEIRS and placed["form"]["From"] == NUMBER
    assert placed["form"]["Url"] == f"{PUBLIC}/signalwire/voice"
    row = deliveries(bot)[0]
    assert (row.kind, row.state, row.provider_id) == ("call", "sent", placed["sid"])


def test_signalwire_carries_an_alert_with_its_picture_and_tells_what_became_of_it(bot: Bot, double: Double) -> None:
    bot.clock.now = NOON
    people = People(bot)
    for number in range(6):  # at one message a second
        people.add(str(number))
    options = ["--campaign", "sanctuary", "--text", "Call.", "--text", "es=Llame.", "--picture", "https://example.org/a.png"]
    sent = bot.app.test_cli_runner().invoke(args=["broadcast", "send", *options, "--yes"])
    assert sent.exit_code == 0, sent.output
    counts = Counter(row.to for row in double.export())
    assert len(counts) == 6 and set(counts.values()) == {1}
    (message,) = double.messages(next(iter(counts)))
    assert message["media"] == ["https://example.org/a.png"] and message["from"] == NUMBER
    row = next(each for each in deliveries(bot) if each.provider_id == message["sid"])
    ends = [{"MessageStatus": "delivered"}, {"MessageStatus": "undelivered", "ErrorCode": "30006"}]
    for each, end in zip([row, next(other for other in deliveries(bot) if other.id != row.id)], ends, strict=True):
        form = {"MessageSid": each.provider_id, **end}
        assert post(bot, f"/signalwire/deliveries/{each.id}/status?attempt=1", form).status_code == 204
    assert Counter(each.state for each in deliveries(bot)) == {"sent": 4, "delivered": 1, "failed": 1}


def test_signalwire_that_refuses_the_account_pauses_the_alert_where_it_is_alone(bot: Bot, double: Double) -> None:
    bot.clock.now = NOON
    People(bot).add("one")
    double.rule("answer", code=20003, status=401, shape="html")
    options = ["--campaign", "sanctuary", "--text", "Call.", "--text", "es=Llame.", "--to", "state=WA", "--yes"]
    bot.app.test_cli_runner().invoke(args=["broadcast", "send", *options])
    with bot.parts.database.read() as connection:
        about = connection.execute(select(Broadcast.state, Broadcast.reason)).one()
    assert about.state == "paused" and "(error 401)" in about.reason


def test_signalwire_keeps_a_long_log_in_pages_and_each_is_read(bot: Bot, double: Double) -> None:
    """More than a page holds went to the same number since: what is asked for is found behind them."""
    import asyncio
    from datetime import UTC, datetime, timedelta

    rows = [
        {"to": THEIRS, "from": NUMBER, "body": f"text {n}", "sid": SIGNALWIRE.sid(), "status": "sent", "error": 0, "ago": 60}
        for n in range(120)
    ]
    double.remember(rows)

    async def find() -> Any:
        async with bot.parts.provider.bulk_sender() as bulk_sender:
            return await bulk_sender.find(THEIRS, datetime.now(UTC) - timedelta(hours=1))

    assert [record.body for record in asyncio.run(find())] == [f"text {n}" for n in range(120)]


# --- Beside another ----------------------------------------------------------------------------------------------------------


def test_second_provider_answers_its_own_number_and_keeps_texts_apart(start: Start) -> None:
    bot = start(**BOTH, senders=f"{OURS}=500 signalwire:{NUMBER}=500")
    assert bot.parts.providers.main_name == "bot.providers.twilio"
    by_signalwire = LivePhone(bot, SIGNALWIRE, THEIRS)
    assert "Tacoma" in by_signalwire.text("SANCTUARY 98402").text
    form = {"MessageSid": sid(), "From": THEIRS, "To": OURS, "Body": "STOP"}
    assert "unsubscribed" in post(bot, "/twilio/sms", form).text
    assert "START" in by_signalwire.text("LIST").text, "a stop at one is one at both"


def test_second_providers_text_that_met_a_fault_is_read_by_it_again(start: Start) -> None:
    bot = start(**BOTH, senders=f"{OURS}=500 tests.other_provider:{NUMBER}=500")
    client = bot.app.test_client()
    key = {"Example-Key": "a key that only tests know"}

    def texts(id: str, words: str) -> str:
        return client.post("/example/text", json={"id": id, "from": THEIRS, "text": words}, headers=key).text

    texts("1", "SANCTUARY 98402")
    with bot.parts.database.write() as connection:
        connection.execute(text("UPDATE turns SET state = '{broken'"))
    assert texts("2", "LIST").startswith("kept as ")
    with bot.parts.database.write() as connection:
        connection.execute(text("DELETE FROM turns"))
    done = bot.app.test_cli_runner().invoke(args=["messages", "replay", "--all"])
    assert "answered; reply" in done.output, done.output


# --- Settings ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"signalwire_signing_key": ""}, "SIGNALWIRE_SIGNING_KEY: is not set, and PROVIDER or SENDERS needs it; set it"),
        ({"signalwire_url": ""}, "SIGNALWIRE_URL: is not set, and PROVIDER or SENDERS needs it; set it"),
        (
            {"signalwire_url": "http://example.signalwire.com"},
            "SIGNALWIRE_URL: the account's token is sent there, so it must be ",
        ),
        ({"signalwire_url": "example.signalwire.com"}, "SIGNALWIRE_URL: the account's token is sent there, so it must be "),
        ({"phone_number": ""}, "PHONE_NUMBER: is not set; set it to the number that supporters text, as +12065550100"),
        ({"provider": "signal wire"}, "PROVIDER: there is no Python package signal wire"),
        ({"provider": "laml"}, "PROVIDER: bot.providers.laml is no provider"),
        ({"senders": f"twilio:{OURS}=3"}, "TWILIO_ACCOUNT_SID: is not set, and PROVIDER or SENDERS needs it"),
        ({"senders": f"nobody:{OURS}=3"}, "SENDERS: there is no Python package nobody"),
        ({"senders": f"../evil:{OURS}=3"}, "SENDERS: '../evil' is no provider; write its name before the sender"),
        ({"senders": f":{OURS}=3"}, "SENDERS: '' is no provider; write its name before the sender"),
        ({"senders": f"twilio:{NUMBER}=3 {NUMBER}=3"}, f"SENDERS: '{NUMBER}' is there twice; leave one"),
    ],
)
def test_signalwire_needs_its_settings_and_says_which(start: Start, given: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError) as told:
        start(**SIGNALWIRE.live | given)
    assert str(told.value).startswith(problem)


def test_sender_of_a_provider_is_refused_while_the_simulator_carries_conversations(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SENDERS: names a provider, while the simulator carries conversations"):
        Settings.load(instance_dir=tmp_path, senders=f"signalwire:{NUMBER}=3")


def test_secrets_of_a_provider_are_in_no_message(start: Start) -> None:
    with pytest.raises(SettingsError) as told:
        start(**SIGNALWIRE.live | {"signalwire_project": ""})
    assert not any(str(SIGNALWIRE.live[name]) in str(told.value) for name in ("signalwire_token", "signalwire_signing_key"))


# --- Set-up ----------------------------------------------------------------------------------------------------------------

FACTS = RegistrationFacts(
    organization="Neighbors", privacy_url=f"{PUBLIC}/privacy", terms_url=f"{PUBLIC}/terms", samples=["One"], how_they_join="So."
)
SPACE = {
    f"{BASE}.json": {"sid": PROJECT, "status": "active", "type": "Full"},
    f"{BASE}/IncomingPhoneNumbers.json": {"list": ["incoming_phone_numbers", [f"{BASE}/IncomingPhoneNumbers/n1.json"]]},
    f"{BASE}/IncomingPhoneNumbers/n1.json": {
        "sid": "n1",
        "phone_number": NUMBER,
        "capabilities": {"SMS": True, "Voice": True, "voice": True},
        "sms_url": "",
        "voice_url": "",
        "status_callback": "",
    },
}


def steps(bot: Bot) -> dict[str, SetupStep]:
    return {step.name: step for step in bot.parts.providers.setup_steps("en", FACTS)}


def test_set_up_of_a_second_provider_stands_beside_the_first_and_its_webhooks_are_set_by_a_press(
    start: Start, double: Double
) -> None:
    settings = BOTH | {"signalwire_url": double.url, "twilio_api_url": "http://127.0.0.1:9"}
    bot = start(**settings, senders=f"{OURS}=500 signalwire:{NUMBER}=500")
    double.set_up(json.loads(json.dumps(SPACE)))
    before = steps(bot)
    assert before["account"].state == "unknown" and before["signalwire-account"].state == "ok"
    assert (before["signalwire-number"].state, before["signalwire-webhooks"].state) == ("ok", "missing")
    assert not bot.parts.providers.press_step("signalwire-nonsense")
    assert bot.parts.providers.press_step("signalwire-webhooks")
    number = double.shelf()[f"{BASE}/IncomingPhoneNumbers/n1.json"]
    assert number["sms_url"] == f"{PUBLIC}/signalwire/sms" and number["voice_url"] == f"{PUBLIC}/signalwire/voice"
    assert "trunk_sid" not in number
    after = steps(bot)
    assert after["signalwire-webhooks"].state == "ok"
    assert PUBLIC + "/privacy" in [value for _, value in after["signalwire-registration"].facts]


def test_set_up_says_what_signalwire_refuses(start: Start, double: Double) -> None:
    bot = start(**SIGNALWIRE.live | {"signalwire_url": double.url, "signalwire_token": "PTwrong"})
    double.set_up(json.loads(json.dumps(SPACE)))
    found = steps(bot)
    assert found["account"].state == "wrong" and "does not take these credentials" in found["account"].found
    assert found["number"].state == "unknown"


def test_set_up_speaks_of_signalwire_in_every_language() -> None:
    files = {path.stem: read_phrases(path) for path in WORDS.glob("*.yaml")}
    assert len(files) > 1
    assert len({json.dumps(sorted(each)) for each in files.values()}) == 1
