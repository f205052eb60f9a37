"""Alerts leave: at the sender's pace, once each, only to who may get them; whatever happens on the way."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import delete

from bot.connections.outside_request import Outside
from bot.models import Broadcast, Supporter
from tests.alerts import NOON, Alerts, Running
from tests.carrier import at_once
from tests.conftest import Start
from tests.connections.receiving import LOOPBACK, enter, tool_listening


@pytest.fixture
def world(world: Alerts) -> Alerts:
    world.clock.set(NOON)
    return world


def test_everybody_gets_one_copy_and_the_broadcast_is_done(world: Alerts) -> None:
    id = world.broadcast(world.supporters(40))
    assert world.work() is False
    assert world.states() == {"sent": 40}
    assert sorted(world.sent) == [world.phone(n) for n in range(40)]
    assert world.about(id).state == "done"


def test_other_tools_are_told_that_an_alert_is_done_and_again_after_one_more(world: Alerts) -> None:
    posting = replace(world.bot.parts.postings, outside=Outside(inner_networks=[ip_network(LOOPBACK)]))
    with tool_listening() as tool:
        receiver, _ = enter(world.bot, tool.address, "alert.done")
        question = world.broadcast([world.supporter(7, "pending")], kind="confirmation")
        id = world.broadcast([*world.supporters(2), world.supporter(9, stopped=True)])
        world.work()
        posting.do(receiver)
        assert world.about(question).state == world.about(id).state == "done"
        last = world.deliveries()[1]
        world.callback(last.id, "undelivered", message=last.provider_id, code="30003")  # out of reach: tried again later
        world.clock.skip(hours=1)
        world.work()
        posting.do(receiver)
        told = [(each.told["type"], each.data) for each in tool.received]
    about = {"alert": id, "campaign": "sanctuary"}
    assert told == [
        ("alert.done", {**about, "texts": {"sent": 2, "skipped": 1}}),
        ("alert.done", {**about, "texts": {"sent": 2, "skipped": 1}}),
    ]
    assert len({each.event for each in tool.received}) == 2
    assert "+1" not in "".join(each.body for each in tool.received), "no number is in it"


# --- Who gets one ----------------------------------------------------------------------------------------------------------

REFUSED = [
    pytest.param({"state": "left"}, {}, "skipped not subscribed", id="who left the programme"),
    pytest.param({"state": None}, {}, "skipped not subscribed", id="who never asked for it"),
    pytest.param({"state": "pending"}, {}, "skipped not subscribed", id="whom only an import claims"),
    pytest.param({"stopped": True}, {}, "skipped stopped", id="who stopped everything"),
    pytest.param({"doubted_at": NOON}, {}, "skipped in doubt", id="who was asked whether they want no more"),
    pytest.param({"sms_reachable": False}, {}, "skipped not textable", id="a landline"),
    pytest.param({"zip": None}, {"words": "Call {official} now"}, "skipped no value for official", id="a text with a gap"),
    pytest.param({}, {"kind": "confirmation"}, "skipped not subscribed", id="a question to who has answered it"),
    pytest.param({"zone": ""}, {}, "queued", id="a zone that nobody knows"),
    pytest.param({}, {"state": "paused"}, "queued", id="a broadcast that is paused"),
    pytest.param({}, {"state": "scheduled"}, "queued", id="a broadcast whose time has not come"),
    pytest.param({}, {"state": "draft"}, "queued", id="a draft"),
    pytest.param({}, {"state": "cancelled"}, "skipped cancelled", id="a broadcast that was cancelled"),
    pytest.param({}, {"expires_at": NOON - timedelta(hours=1)}, "skipped expired", id="a broadcast past its time"),
]


@pytest.mark.parametrize(("person", "about", "became"), REFUSED)
def test_no_copy_leaves_for(world: Alerts, person: dict[str, Any], about: dict[str, Any], became: str) -> None:
    world.broadcast([world.supporter(1, **person)], **about)
    world.work()
    assert world.states() == {became: 1}
    assert world.sent == []


def test_question_goes_to_those_whom_an_import_claims(world: Alerts) -> None:
    id = world.broadcast([world.supporter(1, "pending")], kind="confirmation")
    world.work()
    assert world.states() == {"sent": 1}
    assert world.about(id).state == "done"


def test_copy_of_who_was_erased_stays_in_the_books(world: Alerts) -> None:
    one, two = world.supporters(2)
    world.broadcast([one, two])
    with world.database.write() as connection:
        connection.execute(delete(Supporter).where(Supporter.id == one))
    world.work()
    assert world.states() == {"skipped erased": 1, "sent": 1}


def test_no_more_alerts_a_week_than_the_cap_over_all_campaigns(world: Alerts) -> None:
    everyone = world.supporters(3)
    for _ in range(2):
        world.broadcast(everyone)
        world.work()
    third, asked = world.broadcast(everyone), world.broadcast([world.supporter(9, "pending")], kind="confirmation")
    world.work()
    assert world.states(third) == {"skipped capped": 3}
    assert world.states(asked) == {"sent": 1}
    world.clock.skip(days=7, hours=1)
    later = world.broadcast(everyone)
    world.work()
    assert world.states(later) == {"sent": 3}


def test_no_more_alerts_a_day_than_the_law_of_any_state_allows(world: Alerts) -> None:
    """ALERTS_A_WEEK=7 leaves three in 24 hours."""
    world.a_week = 7
    people = world.supporters(2)
    for _ in range(4):
        world.broadcast(people)
        world.work(2)
    assert world.states() == {"sent": 6, "skipped capped": 2}
    world.clock.skip(hours=25)
    world.broadcast(people)
    world.work(2)
    assert world.states() == {"sent": 8, "skipped capped": 2}


def test_two_broadcasts_at_once_keep_the_cap_of_one_a_week(world: Alerts) -> None:
    world.a_week = 1
    everyone = world.supporters(60)
    for _ in range(2):
        world.broadcast(everyone)
    at_once(world.work, world.work)
    assert world.states() == {"sent": 60, "skipped capped": 60}
    assert Counter(world.sent).most_common(1)[0][1] == 1


def test_who_sleeps_gets_theirs_when_their_window_opens(world: Alerts) -> None:
    world.is_open = lambda zone, now: zone == "America/Los_Angeles" or now > NOON + timedelta(hours=1)
    here, there = world.supporter(1), world.supporter(2, zone="America/New_York")
    moved = world.supporter(3)
    world.broadcast([here, there, moved])
    world.change(Supporter, {"id": moved}, zone="America/New_York")
    world.work()
    assert world.states() == {"sent": 1, "queued": 2}
    assert {delivery.zone for delivery in world.deliveries() if delivery.state == "queued"} == {"America/New_York"}
    world.clock.skip(hours=2)
    world.work()
    assert world.states() == {"sent": 3}


def test_scheduled_broadcast_starts_at_its_time(world: Alerts) -> None:
    world.broadcast(world.supporters(2), state="scheduled", starts_at=NOON + timedelta(hours=1))
    world.work()
    assert world.states() == {"queued": 2}
    world.clock.skip(hours=1)
    world.work()
    assert world.states() == {"sent": 2}


# --- Money -----------------------------------------------------------------------------------------------------------------


def test_cap_on_spending_is_hard_and_says_why(world: Alerts) -> None:
    world.cap = 0.10
    id = world.broadcast(world.supporters(15))
    world.work()
    assert world.states() == {"sent": 10, "queued": 5}
    assert world.about(id).state == "paused"
    assert world.about(id).reason.startswith("spending: sanctuary has reached $0.10 for 2026-11-23 (UTC)")
    assert world.spent() == [("2026-11-23", 10, 100_000)]
    world.clock.skip(days=1)
    world.change(Broadcast, state="sending", expires_at=NOON + timedelta(days=3))
    world.work()
    assert world.states() == {"sent": 15}
    assert world.spent() == [("2026-11-23", 10, 100_000), ("2026-11-24", 5, 50_000)]


def test_text_of_three_parts_costs_three(world: Alerts) -> None:
    world.broadcast(world.supporters(2), words="ж" * 150)
    world.work()
    assert world.spent() == [("2026-11-23", 6, 60_000)]
    assert {delivery.segments for delivery in world.deliveries()} == {3}


# --- While it goes out -----------------------------------------------------------------------------------------------------


def test_stop_while_the_alert_goes_out_stops_that_copy(world: Alerts) -> None:
    world.pace = 20.0
    world.broadcast(world.supporters(30))
    world.in_a_while(0.3, lambda: world.say(29, "STOP"))
    world.work()
    assert world.states() == {"sent": 29, "skipped stopped": 1}
    assert world.phone(29) not in world.sent


def test_pause_holds_within_a_second_and_resume_goes_on(world: Alerts) -> None:
    world.pace = 50.0
    id = world.broadcast(world.supporters(100))
    before = list[int]()

    def pause() -> None:
        before.append(len(world.sent))
        world.change(Broadcast, state="paused")

    world.in_a_while(0.4, pause)
    world.work()
    assert 10 <= before[0] <= len(world.sent) < before[0] + 50 * 0.5
    states = world.states()
    assert states["sent"] == len(world.sent) < 60
    assert states == {"sent": len(world.sent), "queued": 100 - len(world.sent)}
    assert sum(row[1] for row in world.spent()) == len(world.sent)
    world.change(Broadcast, state="sending")
    world.work()
    assert world.states() == {"sent": 100}
    assert world.about(id).state == "done"
    assert len(set(world.sent)) == len(world.sent) == 100


def test_broadcasts_share_a_sender_fairly(world: Alerts) -> None:
    world.pace = 80.0
    first = world.broadcast(world.supporters(250))
    second = world.broadcast(world.supporters(40, first=300))
    world.work(2)
    assert world.states(second) == {"sent": 40}
    assert world.states(first)["queued"] > 20


def test_two_workers_send_each_copy_once(world: Alerts) -> None:
    world.pace = 100_000.0
    world.broadcast(world.supporters(1500))
    at_once(world.work, world.work, world.work)
    assert world.states() == {"sent": 1500}
    assert Counter(world.sent).most_common(1)[0][1] == 1


# --- Where there is no account --------------------------------------------------------------------------------------------


def test_phone_in_the_browser_shows_an_alert(start: Start) -> None:
    clock = Running()
    bot = start(clock)
    world = Alerts(bot, None, clock)  # type: ignore[arg-type]
    id = world.broadcast(world.supporters(3), words="Call your mayor now!")
    world.work()
    assert world.states() == {"delivered": 3}
    assert world.about(id).state == "done"
    inbox = bot.app.test_client().get("/simulator/inbox", query_string={"number": world.phone(1)}).json
    assert [text["text"] for entry in inbox for text in entry["texts"]] == ["Call your mayor now!"]


def test_what_is_counted_names_state_and_reason(world: Alerts) -> None:
    before = REGISTRY.get_sample_value("patchline_deliveries_total", {"state": "skipped", "reason": "stopped"}) or 0
    world.broadcast([world.supporter(1, stopped=True)])
    world.work()
    assert REGISTRY.get_sample_value("patchline_deliveries_total", {"state": "skipped", "reason": "stopped"}) == before + 1
