"""What machines that watch are told: alive, ready, and counts."""

import re
import socket
from pathlib import Path

import pytest

from bot.officials.tables import write_table
from tests.conftest import BROKERS, Bot, Start, data_with, plain_data


def test_process_says_that_it_is_alive(bot: Bot) -> None:
    answered = bot.app.test_client().get("/healthz")
    assert (answered.status_code, answered.data) == (200, b"ok\n")


def test_bot_with_all_it_needs_is_ready(bot: Bot) -> None:
    bot.phone().text("SANCTUARY 98402")
    answered = bot.app.test_client().get("/readyz")
    said = answered.get_json()
    tables = said.pop("tables")
    assert (tables["problem"], tables["held_back"]) == ("", [])
    assert (answered.status_code, set(said.values())) == (200, {"ok"})


def test_chambers_that_are_held_back_or_wait_are_told(start: Start, tmp_path: Path) -> None:
    held = {"what": "state_lower of NH", "since": "2026-11-20", "why": "85 instead of 391"}
    data = data_with(tmp_path / "data", *plain_data().glob("campaigns/*.yaml"))
    write_table(data, "held_back.tsv", [tuple(held.values())])
    answered = start(data_dir=data).app.test_client().get("/readyz")
    said = answered.get_json()
    assert (answered.status_code, said["status"], said["tables"]["held_back"]) == (200, "degraded", [held])
    assert {"chamber": "state_upper of AL", "since": "2026-11-04"} in said["tables"]["waiting"]
    assert not [each for each in said["tables"]["waiting"] if each["chamber"] == "state_lower of NJ"], (
        "nobody was elected there"
    )


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        ("DELETE FROM alembic_version", "tables are not at this version; run: flask migrate"),
        ("UPDATE alembic_version SET version_num = '0000'", "tables are not at this version; run: flask migrate"),
        ("ALTER TABLE supporters RENAME TO elsewhere", "away"),
    ],
    ids=["no version", "an older version", "a table missing"],
)
def test_database_that_does_not_fit_is_not_ready(start: Start, breaks: str, says: str) -> None:
    bot = start()
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql(breaks)
    answered = bot.app.test_client().get("/readyz")
    assert answered.status_code == 503
    assert answered.get_json()["database"].startswith(says)
    assert answered.get_json()["officials"] == "ok"
    assert bot.app.test_client().get("/healthz").status_code == 200


def test_broker_that_is_away_is_told_and_keeps_no_text_from_being_answered(start: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        bot = start(broker_url=f"amqp://guest:guest@127.0.0.1:{taken.getsockname()[1]}")
        answered = bot.app.test_client().get("/readyz")
    assert answered.status_code == 200
    assert answered.get_json()["broker"] == (
        "away (ConnectionRefusedError); workers find what is due by a look at the rows every few seconds"
    )


@pytest.mark.parametrize("broker", BROKERS)
def test_broker_that_answers_or_that_nobody_needs_is_told(start: Start, broker: str) -> None:
    assert start(broker_url=broker).app.test_client().get("/readyz").get_json()["broker"] == "ok"


def value(metrics: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    return float(found[1]) if found else 0.0


@pytest.mark.parametrize(
    ("name", "does"),
    [
        ('patchline_turns_total{channel="sms"}', lambda phone: phone.text("SANCTUARY 98402")),
        ('patchline_turns_total{channel="voice"}', lambda phone: phone.dial()),
        (
            'patchline_outcomes_total{channel="sms",outcome="full"}',
            lambda phone: [phone.text(words) for words in ("SANCTUARY 98402", "SCRIPT", "5")],
        ),
        ('patchline_turn_seconds_count{channel="sms"}', lambda phone: phone.text("HELP")),
        (
            'patchline_webhooks_refused_total{why="signature"}',
            lambda phone: phone.post("/twilio/sms", {"Body": "hi"}, signature="forged"),
        ),
    ],
    ids=["texts", "calls", "outcomes", "times", "forgeries"],
)
def test_what_happens_is_counted(bot: Bot, name: str, does: object) -> None:
    metrics = lambda: bot.app.test_client().get("/metrics").get_data(as_text=True)  # noqa: E731
    before = value(metrics(), name)
    does(bot.phone())  # type: ignore[operator]
    assert value(metrics(), name) == before + 1


def test_watching_opens_no_door_to_anything_else(bot: Bot) -> None:
    client = bot.app.test_client()
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.post(path).status_code == 405
