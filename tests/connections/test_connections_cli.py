"""`flask connections`, as an owner types it: what is entered, tried, sent again and taken out; what is refused, and why."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result

from tests.carrier import running
from tests.conftest import ONE_DATABASE, Bot, wiped
from tests.connections.receiving import LOOPBACK, Tool, says, tool_listening, work


@pytest.fixture(scope="module", params=ONE_DATABASE)
def connected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running(request.param, tmp_path_factory.mktemp("connected"), inner_networks=LOOPBACK) as bot:
        yield bot


@pytest.fixture
def bot(connected: Bot) -> Bot:
    return wiped(connected)


@pytest.fixture
def tool() -> Iterator[Tool]:
    with tool_listening() as tool:
        yield tool


def flask(bot: Bot, *arguments: str) -> Result:
    return bot.app.test_cli_runner().invoke(args=["connections", *arguments])


def join(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")


def acts(bot: Bot) -> list[str]:
    with bot.parts.database.read() as connection:
        return list(connection.exec_driver_sql("SELECT act FROM audit_entries ORDER BY id").scalars())


def test_connection_is_entered_tried_renewed_and_taken_out(bot: Bot, tool: Tool) -> None:
    assert flask(bot, "list").output == "No connections yet; enter one with: flask connections add\n"
    added = flask(bot, "add", tool.address, "--name", "n8n", "--of", "supporter.joined")
    assert added.exit_code == 0 and "connection 1 is entered" in added.output
    [secret] = re.findall(r"shown this once: (whsec_\S+)", added.output)
    shown = flask(bot, "list").output
    assert "n8n" in shown and "127.0.0.1" in shown and "supporter.joined" in shown and "never" in shown
    assert secret not in shown and "key=k" not in shown
    assert re.fullmatch(r"taken: 204 after \d+ ms\n", flask(bot, "test", "1").stdout)
    renewed = flask(bot, "new-secret", "1").output.strip()
    assert renewed.startswith("whsec_") and renewed != secret
    join(bot)
    work(bot)
    assert tool.kinds == ["connection.test", "supporter.joined"]
    assert re.findall(r"connection\.test|supporter\.joined", flask(bot, "log", "1").output) == [
        "supporter.joined",
        "connection.test",
    ]
    assert flask(bot, "remove", "1").output == "removed\n" and bot.count("receivers") == bot.count("postings") == 0
    assert acts(bot) == ["connection_added", "connection_secret", "connection_removed"]


def test_what_was_given_up_is_seen_and_sent_again(bot: Bot, tool: Tool) -> None:
    flask(bot, "add", tool.address, "--name", "n8n")
    tool.behaves = says(500)
    refused = flask(bot, "test", "1")
    assert refused.exit_code == 1 and "not taken: it answered 500" in refused.output
    join(bot)
    for _ in range(60):
        bot.clock.now += timedelta(minutes=30)
        work(bot)
    assert "supporter.joined" in flask(bot, "log", "1", "--given-up").output
    tool.behaves, before = says(204), len(tool.received)
    assert flask(bot, "replay", "1").output == "2 notices to be tried again\n"
    work(bot)
    assert {each.told["type"] for each in tool.received[before:]} == {"connection.test", "supporter.joined"}
    assert "supporter.joined" not in flask(bot, "log", "1", "--given-up").output
    assert flask(bot, "replay", "1").output == "0 notices to be tried again\n"


def test_connection_that_is_off_is_told_nothing(bot: Bot, tool: Tool) -> None:
    flask(bot, "add", tool.address, "--name", "n8n")
    said = [flask(bot, *words.split()).output.strip() for words in ("off 1", "off 1", "test 1", "on 1")]
    assert said == [
        *("connection 1 is off", "connection 1 is off, as it was"),
        *("Error: connection 1 is off; flask connections on 1", "connection 1 is on"),
    ]
    flask(bot, "off", "1")
    join(bot)
    work(bot)
    assert tool.received == []


MISTAKES = [
    pytest.param(["add", "https://a.example.org"], 2, "Missing option '--name'", id="no name"),
    pytest.param(["add", "https://a.example.org", "--name", " "], 2, "--name: is empty", id="a name of nothing"),
    pytest.param(["add", "ftp://a.example.org", "--name", "a"], 2, "ADDRESS: is no web address", id="no web address"),
    pytest.param(["add", "https://a:b@a.example.org", "--name", "a"], 2, "ADDRESS: is no web address", id="a password in it"),
    pytest.param(
        ["add", "https://a.example.org", "--name", "a", "--of", "money"], 2, "'money' is not one of", id="no such kind"
    ),
    pytest.param(["add", "--name", "a", "--kind", "action_network"], 2, "--key-file: is needed", id="a tool without its key"),
    pytest.param(["test", "7"], 1, "there is no connection 7; flask connections list shows them", id="none to test"),
    pytest.param(["remove", "0"], 2, "0 is not in the range", id="no id"),
    pytest.param(["new-secret", "7"], 1, "there is no connection 7", id="none to renew"),
]


@pytest.mark.parametrize(("arguments", "code", "told"), MISTAKES)
def test_mistake_is_told_and_changes_nothing(bot: Bot, arguments: list[str], code: int, told: str) -> None:
    done = flask(bot, *arguments)
    assert done.exit_code == code and told in done.output
    assert bot.count("receivers") == bot.count("audit_entries") == 0


def test_tool_with_a_key_of_its_own_shows_it_nowhere(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-key-of-theirs\n")
    options = ["--kind", "action_network", "--key-file", str(tmp_path / "key"), "--tag", "calls", "--with-numbers"]
    added = flask(bot, "add", "--name", "AN", *options)
    assert added.exit_code == 0 and "secret" not in added.output
    assert "a-key-of-theirs" not in added.output + flask(bot, "list").output
    assert "this tool's key is its own" in flask(bot, "new-secret", "1").output
