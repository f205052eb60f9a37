"""What machines that watch are told: alive, ready, and counts."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot import create_app
from bot.config import Settings
from bot.officials.tables import write_table
from bot.web import gateway  # noqa: F401  it counts where a server runs
from tests.conftest import BROKERS, ROOT, TOKEN, Bot, Start, data_with, plain_data, starting


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


@contextmanager
def read_only(bot: Bot) -> Iterator[None]:
    """SQLite's own mark, which root obeys, too: a file of a later version may be read, not written."""
    bot.parts.database.close()
    path = Path(str(bot.parts.database.url.database))
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\3")
    yield


@contextmanager
def locked(bot: Bot) -> Iterator[None]:
    with bot.parts.database.write():
        yield


@pytest.mark.parametrize(("spoils", "says"), [(read_only, "SQLITE_READONLY"), (locked, "SQLITE_BUSY")])
def test_database_that_takes_no_write_is_not_ready(
    spoils: Callable[[Bot], AbstractContextManager[None]], says: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'test.db'}?timeout=0.1"
    with starting(url, tmp_path) as start, starting(url, tmp_path) as start_other:
        bot = start()
        with spoils(bot):
            other = start_other(migrate=False)
            answered = other.app.test_client().get("/readyz")
    assert (answered.status_code, answered.get_json()["status"]) == (503, "unavailable")
    assert answered.get_json()["database"] == f"cannot be written ({says}); nothing that anybody says is kept"


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
    before = value(bot.metrics(), name)
    does(bot.phone())  # type: ignore[operator]
    assert value(bot.metrics(), name) == before + 1


def test_who_is_refused_for_doing_a_thing_too_often_is_counted(bot: Bot) -> None:
    name, client = 'patchline_limits_met_total{limit="no_sheet_link"}', bot.app.test_client()
    before = value(bot.metrics(), name)
    statuses = [client.get("/sheets/none/days.csv").status_code for _ in range(32)]
    assert statuses == [404] * 30 + [429] * 2
    assert value(bot.metrics(), name) == before + 2


@pytest.mark.parametrize("paper", ["prometheus-alerts.yaml", "grafana-board.json"])
def test_every_metric_that_is_watched_is_counted(paper: str, bot: Bot) -> None:
    watched = YAML(typ="safe").load(ROOT / "deploy" / paper)  # which reads JSON as well
    exprs = [rule["expr"] for group in watched.get("groups", ()) for rule in group["rules"]]
    exprs += [target["expr"] for panel in watched.get("panels", ()) for target in panel["targets"]]
    named = {name for expr in exprs for name in re.findall(r"\bpatchline_\w+", expr)}
    counted = {name for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", bot.metrics(), re.MULTILINE)}
    assert len(exprs) > 8
    assert {re.sub(r"_(bucket|count|sum)$", "", name) for name in named} - counted == set()


@pytest.mark.parametrize(
    ("token", "said", "status"),
    [(TOKEN, TOKEN, 200), (TOKEN, "another", 401), (TOKEN, "", 401), ("", "", 404), (TOKEN, "\xe9", 401)],
)
def test_metrics_are_for_who_has_the_token(token: str, said: str, status: int, tmp_path: Path) -> None:
    app = create_app(Settings.load(instance_dir=tmp_path, metrics_token=token, geocoder="none"))
    headers = {"Authorization": f"Bearer {said}"} if said else {}
    assert app.test_client().get("/metrics", headers=headers).status_code == status


def test_parts_that_are_in_order_are_counted_as_such(bot: Bot) -> None:
    assert 'patchline_ready{part="database"} 1.0' in bot.metrics()


def test_watching_opens_no_door_to_anything_else(bot: Bot) -> None:
    client = bot.app.test_client()
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.post(path).status_code == 405
