"""The page Connections: what owners enter, what it shows, what is tried again; as a browser asks."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.carrier import contents, running
from tests.conftest import ONE_DATABASE, Bot, wiped
from tests.connections.receiving import LOOPBACK, Tool, enter, says, tool_listening, work
from tests.console.conftest import Organizers, Visitor, text_of

ALL = ["supporter.joined", "supporter.stopped", "call.finished", "alert.done", "reply.not_understood"]


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


def form(tool: Tool, **more: object) -> dict[str, object]:
    return {"kind": "webhook", "name": "n8n", "address": tool.address, "kinds": ALL, **more}


def join(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")


def test_owner_enters_one_tests_it_and_sees_what_came(bot: Bot, owner: Visitor, tool: Tool) -> None:
    added = owner.post("/connections", form(tool))
    assert re.search(r"whsec_[\w+/=]{40,}", added.get_data(as_text=True))
    assert "whsec_" not in owner.get("/connections/1").get_data(as_text=True)
    owner.post("/connections/1/test")
    work(bot)
    join(bot)
    work(bot)
    shown = text_of(owner.get("/connections/1"))
    assert "this is a test" in shown and "somebody joined" in shown and "204" in shown
    assert tool.kinds == ["connection.test", "supporter.joined"]
    assert "127.0.0.1" in text_of(owner.get("/connections")) and "key=k" not in owner.get("/connections").get_data(as_text=True)


def test_numbers_are_off_until_chosen_and_the_choice_is_in_the_log(bot: Bot, owner: Visitor, tool: Tool) -> None:
    owner.post("/connections", form(tool))
    join(bot)
    work(bot)
    assert "phone" not in tool.received[0].data
    owner.post("/connections/1/change", {"kinds": ALL, "with_numbers": "yes"})
    join(bot)
    work(bot)
    assert tool.received[1].data["phone"].startswith("+1253555")
    shown = text_of(owner.get("/audit"))
    assert "without numbers" in shown and "with numbers" in shown
    assert "gets numbers" in text_of(owner.get("/connections"))


def test_what_was_given_up_is_sent_again(bot: Bot, owner: Visitor, tool: Tool) -> None:
    enter(bot, tool.address, "supporter.joined")
    tool.behaves = says(500)
    join(bot)
    for _ in range(60):
        bot.clock.now += timedelta(minutes=30)
        work(bot)
    owner = Organizers(bot).signed_in("owner", "Bo")
    shown = text_of(owner.get("/connections/1"))
    assert "1 notice given up" in shown and "not taken" in shown
    tool.behaves = says(200)
    assert "1 notice is sent again" in text_of(owner.get(owner.post("/connections/1/replay").headers["Location"][8:]))
    work(bot)
    assert "given up" not in text_of(owner.get("/connections/1"))
    assert len({each.event for each in tool.received}) == 1


WRONG: list[tuple[dict[str, object], str]] = [
    ({"name": ""}, "Give a name"),
    ({"name": "x" * 65}, "Give a name"),
    ({"address": "nonsense"}, "no address"),
    ({"address": "https://user:pass@example.org/"}, "no address"),
    ({"kinds": []}, "Choose at least one"),
    ({"kinds": ["nothing.known"]}, "Choose at least one"),
    ({"kind": "carrier_pigeon"}, "Choose one of the tools"),
    ({"kind": "action_network"}, "Give the API key"),
    ({"kind": "action_network", "key": "k"}, "Say that it is to have them"),
    ({"kind": "action_network", "key": "k", "with_numbers": "yes", "tags": "x" * 401}, "The tags are longer"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_mistake_stands_at_its_field(bot: Bot, owner: Visitor, tool: Tool, typed: dict[str, object], said: str) -> None:
    answer = owner.post("/connections", form(tool, **typed))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert bot.count("receivers") == 0


def test_it_is_switched_off_and_on_and_taken_out(bot: Bot, owner: Visitor, tool: Tool) -> None:
    owner.post("/connections", form(tool))
    owner.post("/connections/1/switch", {"to": "off"})
    join(bot)
    assert bot.count("postings") == 0
    owner.post("/connections/1/switch", {"to": "on"})
    join(bot)
    assert bot.count("postings") == 1
    fresh = owner.post("/connections/1/secret").get_data(as_text=True)
    assert "whsec_" in fresh
    owner.post("/connections/1/remove")
    assert (bot.count("receivers"), bot.count("postings")) == (0, 0)
    acts = [str(row) for row in contents(bot)["audit_entries"]]
    for act in ("connection_added", "connection_switched", "connection_secret", "connection_removed"):
        assert any(act in row for row in acts)


def test_piece_says_when_nothing_moved(bot: Bot, owner: Visitor, tool: Tool) -> None:
    enter(bot, tool.address)
    piece = owner.get("/connections/1/postings", X_Fragment="0")
    assert piece.status_code == 200
    assert owner.get("/connections/1/postings", X_Fragment=piece.headers["X-Mark"]).status_code == 204
    join(bot)
    assert owner.get("/connections/1/postings", X_Fragment=piece.headers["X-Mark"]).status_code == 200


def test_id_of_none_is_not_found(owner: Visitor) -> None:
    for path in ("", "/postings"):
        assert owner.get(f"/connections/99{path}").status_code == 404
    for path in ("/test", "/replay", "/switch", "/secret", "/remove", "/change"):
        assert owner.post(f"/connections/99{path}").status_code == 404


def test_organizer_has_no_page(organizers: Organizers) -> None:
    assert organizers.signed_in("organizer").get("/connections").status_code == 403
