"""The boundary of providers: a package that is none of bot/ carries texts, calls and an alert, named by a setting alone."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from bot.config import SettingsError
from bot.models import Broadcast, Delivery, Supporter
from tests.carrier import PHONE_KEY
from tests.conftest import Bot, Start
from tests.other_provider import KEY, PREFIX, ExampleProvider
from tests.subscribers import NOON, People

OURS = "+12065550177"
THEIRS = "+12535550142"
LIVE = {
    "provider": "tests.other_provider",
    "phone_number": OURS,
    "senders": f"{OURS}=500",
    "public_url": "https://bot.example.org",
    "secret_key": "a secret key that only tests know",
    "phone_key": PHONE_KEY,
}


@pytest.fixture
def bot(start: Start) -> Iterator[Bot]:
    yield start(**LIVE)


def provider_of(bot: Bot) -> ExampleProvider:
    provider = bot.parts.provider
    assert isinstance(provider, ExampleProvider)
    return provider


def post(bot: Bot, path: str, form: dict[str, object], key: str = KEY) -> TestResponse:
    return bot.app.test_client().post(f"{PREFIX}{path}", json=form, headers={"Example-Key": key})


def texts(bot: Bot, id: str, words: str) -> TestResponse:
    return post(bot, "/text", {"id": id, "from": THEIRS, "text": words})


def deliveries(bot: Bot) -> list[Any]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(select(Delivery.__table__).order_by(Delivery.id)))


def test_other_provider_has_its_own_webhooks_and_no_others(bot: Bot) -> None:
    client = bot.app.test_client()
    assert [client.post(path).status_code for path in ("/twilio/sms", "/simulator/sign")] == [404, 404]
    assert client.get("/simulator").status_code == 404
    assert texts(bot, "1", "SANCTUARY").status_code == 200
    assert post(bot, "/text", {"id": "2", "from": THEIRS, "text": "SANCTUARY"}, key="another").status_code == 403
    assert bot.count("turns") == 1


def test_other_provider_carries_a_text_in_and_the_reply_out(bot: Bot) -> None:
    first = texts(bot, "1", "SANCTUARY 98402")
    assert "Tacoma" in first.text
    assert "<" not in first.text
    assert texts(bot, "1", "SANCTUARY 98402").data == first.data, "delivered twice, answered once"
    assert bot.count("turns") == 1
    texts(bot, "2", "STOP")
    with bot.parts.database.read() as connection:
        assert connection.execute(select(Supporter.stopped)).scalar_one()


def test_other_provider_carries_a_call_in_its_own_markup(bot: Bot) -> None:
    welcome = post(bot, "/call", {"id": "c1", "from": THEIRS}).text.splitlines()
    assert welcome[0].startswith("say ") and welcome[-1].startswith("listen ")
    turn = welcome[-1].removeprefix("listen ")
    answer = post(bot, "/call", {"id": "c1", "from": THEIRS, "turn": turn, "keys": "1"}).text
    assert "ZIP" in answer


@pytest.mark.parametrize(("refuses", "status"), [("", ("sent", None)), ("NOBODY", ("failed", "NOBODY"))])
def test_other_provider_places_the_call_that_somebody_asked_for(bot: Bot, refuses: str, status: tuple[str, str | None]) -> None:
    provider_of(bot).refuses = refuses
    for number, words in enumerate(("SANCTUARY 98402", "CALL")):
        texts(bot, str(number), words)
    bot.parts.outbox.wait()
    assert provider_of(bot).calls == [THEIRS]
    with bot.parts.database.read() as connection:
        placed = connection.execute(select(Delivery.state, Delivery.error).where(Delivery.kind == "call")).one()
    assert tuple(placed) == status


def test_other_provider_gets_a_text_back_that_met_a_fault_of_ours(bot: Bot) -> None:
    texts(bot, "1", "SANCTUARY 98402")
    with bot.parts.database.write() as connection:
        connection.execute(text("UPDATE turns SET state = '{broken'"))
    assert texts(bot, "2", "LIST").text.startswith("kept as ")
    with bot.parts.database.write() as connection:
        connection.execute(text("DELETE FROM turns"))
    done = bot.app.test_cli_runner().invoke(args=["messages", "replay", "--all"])
    assert "answered; reply sent" in done.output, done.output
    assert [message.to for message in provider_of(bot).messages] == [THEIRS]


# --- An alert ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def alerted(bot: Bot, tmp_path: Path) -> Bot:
    """A bot that has sent an alert to sixty people."""
    bot.clock.now = NOON
    people = People(bot)
    for number in range(60):
        people.add(str(number))
    file = tmp_path / "alert.yaml"
    file.write_text("campaign: sanctuary\naudience: {state: WA}\ntexts:\n  en: Call {official} now.\n  es: Llame ya.\n")
    sent = bot.app.test_cli_runner().invoke(args=["broadcast", "send", str(file), "--yes"])
    assert sent.exit_code == 0, sent.output
    return bot


def test_other_provider_carries_an_alert(alerted: Bot) -> None:
    messages = provider_of(alerted).messages
    assert len({message.to for message in messages}) == len(messages) == 60
    assert {message.sender for message in messages} == {OURS}
    assert {row.state for row in deliveries(alerted)} == {"sent"}
    for message in messages:
        assert post(alerted, f"/delivered/{message.id}/{message.attempt}", {"code": ""}).status_code == 200
    assert {row.state for row in deliveries(alerted)} == {"delivered"}


def test_other_provider_gets_the_picture_of_an_alert(bot: Bot) -> None:
    bot.clock.now = NOON
    People(bot).add("one")
    options = ["--campaign", "sanctuary", "--text", "Call.", "--text", "es=Llame.", "--picture", "https://example.org/a.png"]
    sent = bot.app.test_cli_runner().invoke(args=["broadcast", "send", *options, "--yes"])
    assert sent.exit_code == 0, sent.output
    (content,) = (message.content for message in provider_of(bot).messages)
    assert content.media == ("https://example.org/a.png",) and content.text.startswith("Patchline, Sanctuary alerts: Call.")


def test_other_provider_names_the_cause_for_which_an_alert_pauses(alerted: Bot) -> None:
    """Its codes are nothing that SQL could know; what is asked for is the cause."""
    messages = provider_of(alerted).messages
    for number, message in enumerate(messages):
        post(alerted, f"/delivered/{message.id}/{message.attempt}", {"code": "SPAM" if number < 2 else ""})
    failed = [(row.error, row.error_cause) for row in deliveries(alerted) if row.state == "failed"]
    assert failed == [("SPAM", "content")] * 2
    with alerted.parts.database.write() as connection:
        connection.execute(Broadcast.__table__.update().values(state="sending"))
        row = {"broadcast_id": 1, "supporter_id": None, "state": "queued", "zone": "", "attempts": 0}
        connection.execute(Delivery.__table__.insert(), [row])
    alerted.parts.alert_dispatcher.work(2)
    with alerted.parts.database.read() as connection:
        about = connection.execute(select(Broadcast.state, Broadcast.reason)).one()
    assert tuple(about) == ("paused", "filtered: 2 of the last 60; change the words or the link, then resume")


def test_other_provider_says_what_an_account_is_refused_for(bot: Bot, tmp_path: Path) -> None:
    bot.clock.now = NOON + timedelta(minutes=1)
    People(bot).add("one")
    provider_of(bot).refuses = "UNPAID"
    options = ["--campaign", "sanctuary", "--text", "Call.", "--text", "es=Llame.", "--to", "state=WA", "--yes"]
    bot.app.test_cli_runner().invoke(args=["broadcast", "send", *options])
    with bot.parts.database.read() as connection:
        about = connection.execute(select(Broadcast.state, Broadcast.reason)).one()
    assert about.state == "paused" and "(error UNPAID)" in about.reason
    assert [(row.error, row.error_cause) for row in deliveries(bot)] == [("UNPAID", "account")]


# --- The setting -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("package", "problem"),
    [
        ("nowhere.provider", "PROVIDER: there is no Python package nowhere; install it, or leave PROVIDER empty"),
        ("tests.subscribers", "PROVIDER: tests.subscribers is no provider, as it has no make_provider(settings)"),
    ],
    ids=["no such package", "a package of something else"],
)
def test_other_provider_that_is_none_is_told_by_the_setting(start: Start, package: str, problem: str) -> None:
    with pytest.raises(SettingsError) as told:
        start(**LIVE | {"provider": package})
    assert str(told.value).startswith(problem)


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("phone_number", "", "PHONE_NUMBER: is not set; set it to the number that supporters text, as +12065550100"),
        ("phone_number", "206 555 0177", "PHONE_NUMBER: is no phone number in E.164; set it to your number, as +12065550100"),
        ("public_url", "http://bot.example.org", "PUBLIC_URL: the provider signs webhooks for it; set it to the https:// "),
        ("secret_key", "", "SECRET_KEY: is needed with a real account; make one with: "),
        ("phone_key", "", "PHONE_KEY: is needed with a real account; make one with: "),
    ],
)
def test_other_provider_needs_what_a_real_account_needs(start: Start, name: str, given: str, problem: str) -> None:
    with pytest.raises(SettingsError) as told:
        start(**LIVE | {name: given})
    assert str(told.value).startswith(problem)
    assert len(str(told.value).splitlines()) == 1


def test_other_provider_keeps_the_paces_that_are_set(start: Start) -> None:
    settings = start(**LIVE, calls_a_second=2).parts.settings
    assert (settings.number, settings.call_pace, settings.paces) == (OURS, 2.0, {OURS: 500.0})


def test_simulator_may_be_named_by_the_setting_too(start: Start) -> None:
    bot = start(provider="bot.providers.simulator")
    assert "Tacoma" in bot.phone().text("SANCTUARY 98402").text
