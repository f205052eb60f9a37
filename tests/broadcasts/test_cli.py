"""`flask broadcast`, as an organizer types it: through Flask's runner, on each database; the provider is the simulator."""

import json
import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import insert, select, text, update

from bot.broadcasts import lifecycle
from bot.broadcasts.sweep import is_work, sweep_broadcasts
from bot.models import Broadcast, Delivery, Organizer, Subscription, Supporter
from tests.conftest import SHIPPED_CAMPAIGNS, Bot, Start, data_with, starting
from tests.subscribers import NOON, People

ALERT = """
campaign: sanctuary
audience: {state: WA}
texts:
  en: Call {official} now.
  es: Llame a {official} ahora.
"""


@pytest.fixture
def people(bot: Bot) -> People:
    bot.clock.now = NOON
    people = People(bot)
    for name in ("one", "two", "three"):
        people.add(name)
    people.add("stopped", stopped=True)
    people.add("east", "10001")
    return people


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "alert.yaml").write_text(ALERT)
    return str(tmp_path / "alert.yaml")


def flask(people: People, *args: str, input: str = "") -> Result:
    return people.bot.app.test_cli_runner().invoke(args=["broadcast", *args], input=input)


def states(people: People) -> dict[str, int]:
    with people.bot.parts.database.read() as connection:
        rows = connection.execute(text("SELECT state, count(*) FROM deliveries GROUP BY state")).all()
    return {str(state): int(count) for state, count in rows}


def state(people: People, id: int = 1) -> str:
    with people.bot.parts.database.read() as connection:
        return str(connection.execute(select(Broadcast.state).where(Broadcast.id == id)).scalar_one())


def test_preview_sends_and_keeps_nothing(people: People, file: str) -> None:
    shown = flask(people, "preview", file)
    assert shown.exit_code == 0, shown.output
    for line in ("in the audience", "held back: said STOP", "will get it", "3 segments", "America/Los_Angeles"):
        assert line in shown.output
    assert people.bot.count("broadcasts") == 0


def test_preview_is_one_json_object_for_scripts(people: People, file: str) -> None:
    found = json.loads(flask(people, "preview", file, "--json").output)
    assert (found["campaign"], found["wanted"], found["recipients"], found["held"]) == ("sanctuary", 4, 3, {"stopped": 1})
    assert found["languages"]["en"]["by_segments"] == {"1": 3}
    assert found["expires_at"].startswith("2026-11-24T20:00")


def test_line_of_options_is_an_alert(people: People) -> None:
    options = [
        "--campaign",
        "SANCTUARY",
        "--text",
        "Call.",
        "--text",
        "es=Llame.",
        "--to",
        "place=Tacoma, WA",
        "--except",
        "called=called",
    ]
    found = json.loads(flask(people, "preview", *options, "--json").output)
    assert (found["recipients"], found["languages"]["es"]["recipients"]) == (3, 0)


def test_audience_of_another_alert_is_named_by_its_number(people: People, file: str) -> None:
    assert flask(people, "send", file, "--yes").exit_code == 0
    assert states(people)["delivered"] == 3
    people.called("one", "reached", at=NOON + timedelta(hours=1))
    words = ("--campaign", "SANCTUARY", "--text", "Call.", "--text", "es=Llame.", "--json")
    named = (("--to", "alert=1"), ("--to", "no_call_since=1"), ("--except", "alert=1"), ("--except", "no_call_since=1"))
    wanted = [json.loads(flask(people, "preview", *option, *words).output)["wanted"] for option in named]
    assert wanted == [3, 2, len(people.ids) - 3, len(people.ids) - 2]
    refused = flask(people, "preview", "--to", "alert=999", *words)
    assert refused.exit_code == 1 and "999 is no alert of this campaign that has begun" in refused.output


def test_options_change_a_file(people: People, file: str) -> None:
    found = json.loads(flask(people, "preview", file, "--to", "state=NY", "--expires", "2 h", "--json").output)
    assert (found["recipients"], found["expires_at"]) == (1, "2026-11-23T22:00:01+00:00")


REFUSED = [
    pytest.param(["preview"], "name a FILE (docs/alerts.md shows one), or give --campaign", id="nothing given"),
    pytest.param(["preview", "nowhere.yaml"], "nowhere.yaml: cannot be read", id="no such file"),
    pytest.param(
        ["preview", "--campaign", "parks", "--text", "x"], "options: campaign: parks is no campaign", id="no such campaign"
    ),
    pytest.param(["preview", "--campaign", "x", "--text", "x", "--to", "WA"], "write KEY=VALUE, like state=WA", id="no key"),
    pytest.param(
        ["preview", "--campaign", "sanctuary", "--text", "Hi", "--text", "Hola"],
        "--text 'Hola': there are words in en already; name the language of others, as es=WORDS",
        id="two texts in one language",
    ),
    pytest.param(
        ["preview", "--campaign", "sanctuary", "--text", "x", "--fallback", "city=here", "--fallback", "city.en=there"],
        "--fallback 'city.en=there': there is one for city in en already; keep one of the two",
        id="two fallbacks for one",
    ),
    pytest.param(
        ["preview", "--campaign", "sanctuary", "--text", "x", "--to", "called=never", "--to", "called=reached"],
        "--to 'called=reached': called is given already; keep one of the two",
        id="two of what can only be one",
    ),
    pytest.param(
        ["preview", "--campaign", "x", "--text", "x", "--fallback", "city"],
        'write NAME=WORDS, like official="your mayor"',
        id="a fallback without words",
    ),
    pytest.param(
        ["preview", "--campaign", "x", "--text", "x", "--to", "town=x"], "write one of state, place", id="unknown key"
    ),
    pytest.param(["status", "7"], "there is no broadcast 7; flask broadcast list shows them", id="no such broadcast"),
    pytest.param(["pause", "7"], "there is no broadcast 7", id="nothing to pause"),
    pytest.param(["pause", "9" * 23], "is not in the range", id="no number of a broadcast"),
]


@pytest.mark.parametrize(("args", "said"), REFUSED)
def test_what_cannot_be_is_refused_with_the_mend(people: People, args: list[str], said: str) -> None:
    refused = flask(people, *args)
    assert refused.exit_code != 0
    assert said in refused.output


def test_sending_asks_for_the_number_of_recipients(people: People, file: str) -> None:
    for answer in ("", "yes", "4"):
        refused = flask(people, "send", file, input=f"{answer}\n")
        assert "not sent: that is not the number" in refused.output
    assert people.bot.count("broadcasts") == 0
    sent = flask(people, "send", file, input="3\n")
    assert sent.exit_code == 0, sent.output
    assert states(people) == {"delivered": 3, "skipped": 1}
    assert (state(people), "1 not: said STOP" in sent.output) == ("done", True)


def test_one_of_a_thing_is_called_so(people: People, file: str) -> None:
    shown = flask(people, "preview", file, "--to", "state=NY").output
    assert "\n1 segment, $0.01" in shown and "1 recipient\n" in shown
    assert ": 1 segment\n" in flask(people, "test", file, "--phone", people.phone("one")).output


def test_text_that_nobody_reads_is_shown_with_what_would_be_their_own_in_braces(people: People) -> None:
    words = ("--text", "en=Call now.", "--text", "es=Llame a {official} ahora.", "--to", "state=NY")
    shown = flask(people, "preview", "--campaign", "SANCTUARY", *words).output
    assert "[es] 0 recipients; what would be their own stands in braces\n" in shown
    assert "Llame a {official} ahora." in shown and "{programme}" not in shown


def test_cancelling_before_any_copy_is_made_says_that_none_is_out(people: People) -> None:
    with people.bot.parts.database.write() as connection:
        lifecycle.start_broadcast(
            connection,
            lifecycle.create_broadcast(connection, draft_for("en", "es"), people.bot.clock()),
            people.bot.clock(),
        )
    assert "with none out yet?" in flask(people, "cancel", "1", input="y\n").output


def test_each_gets_their_own_text_once(people: People, file: str) -> None:
    assert flask(people, "send", file, "--yes").exit_code == 0
    with people.bot.parts.database.read() as connection:
        rows = connection.execute(select(Delivery.supporter_id, Delivery.text).where(Delivery.state == "delivered")).all()
    assert people.names(row.supporter_id for row in rows) == {"one", "two", "three"}
    assert {row.text for row in rows} == {"Patchline, Sanctuary alerts: Call Governor Bob Ferguson now.\nReply STOP to cancel."}


def test_who_sleeps_is_left_for_later(people: People, file: str) -> None:
    people.bot.clock.set("2026-11-24T05:00:00+00:00")  # nine in the evening in Seattle
    sent = flask(people, "send", file, "--yes")
    assert "To go when their hours begin: 3" in sent.output
    assert (states(people), state(people)) == ({"queued": 3, "skipped": 1}, "sending")
    people.bot.clock.set("2026-11-24T17:00:00+00:00")
    assert flask(people, "resume", "1").exit_code == 0
    assert (states(people), state(people)) == ({"delivered": 3, "skipped": 1}, "done")


def test_with_a_broker_it_is_watched_until_nothing_can_leave_now(start: Start, file: str) -> None:
    people = People(start(broker_url="amqp://127.0.0.1:1"))
    people.add("one")
    people.bot.clock.set("2026-11-24T05:00:00+00:00")  # nine in the evening in Seattle
    with people.bot.parts.database.write() as connection:
        lifecycle.start_broadcast(
            connection,
            lifecycle.create_broadcast(connection, draft_for("en", "es"), people.bot.clock()),
            people.bot.clock(),
        )
    people.bot.parts.alert_dispatcher.work(5)
    watched = flask(people, "resume", "1")
    assert "this only watches" in watched.output and "To go when their hours begin: 1" in watched.output


def test_who_watches_alone_is_asked_whether_anybody_works(start: Start, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    people = People(start(broker_url="amqp://127.0.0.1:1"))
    people.bot.clock.now = NOON
    people.add("one")
    monkeypatch.setattr("bot.cli.watching.STILL_SECONDS", 0.3)
    pausing = threading.Timer(4, lambda: flask(people, "pause", "1"))
    pausing.start()
    watched = flask(people, "send", file, "--yes")
    pausing.join()
    assert watched.output.count("Does a `flask worker` run") == 1
    assert "0 to go, of 0 so far" in watched.output and "Paused: by an organizer" in watched.output


def draft_for(*languages: str) -> lifecycle.Draft:
    return lifecycle.Draft(
        campaign="sanctuary",
        audience_filter={},
        texts=dict.fromkeys(languages, "Call now."),
        expires_at=NOON + timedelta(days=2),
    )


def test_sending_again_what_may_have_arrived_is_chosen_and_told(people: People) -> None:
    given = ["--campaign", "sanctuary", "--text", "Call now", "--text", "es=Llame ya"]
    assert "knows whether it arrived is not sent again" in flask(people, "preview", *given).output
    assert "leave" in flask(people, "preview", *given, "--unsure", "perhaps").output
    sent = flask(people, "send", *given, "--unsure", "again", "--yes").output
    assert "is sent once more: a few may get it twice" in sent
    with people.bot.parts.database.read() as connection:
        assert connection.execute(select(Broadcast.resend_unknown)).scalars().all() == [True]


def test_same_words_to_the_same_people_within_a_day_are_asked_about(people: People) -> None:
    def send(words: str, *more: str, input: str = "") -> Result:
        given = ["--campaign", "sanctuary", "--text", words, "--text", f"es={words} (es)"]
        return flask(people, "send", *given, *more, input=input)

    assert send("Call now", "--yes").exit_code == 0
    refused = send("call  NOW", "--yes")
    assert refused.exit_code == 1
    assert "broadcast 1 of 2026-11-23" in refused.output and "add --again to send it once more" in refused.output
    asked = send("Call now", input="n\n")
    assert (asked.exit_code, "Send it once more?" in asked.output, states(people).get("queued", 0)) == (1, True, 0)
    assert send("Call now", "--yes", "--again").exit_code == 0
    people.bot.clock.now += timedelta(days=8)
    assert send("Call now", "--yes").exit_code == 0, "later"
    assert send("Come to city hall", "--yes").exit_code == 0, "other words"


def test_who_sleeps_is_shown_apart_from_whose_turn_has_not_come(people: People, file: str) -> None:
    people.bot.clock.now = NOON.replace(hour=14)  # in New York the hours have begun, in Tacoma not
    given = ["--campaign", "sanctuary", "--text", "Call now", "--text", "es=Llame ya", "--yes"]
    sent = people.bot.app.test_cli_runner().invoke(
        args=["broadcast", "send", *given], env={"FORCE_COLOR": "1", "COLUMNS": "180", "TERM": "xterm"}
    )
    assert sent.exit_code == 0, sent.output
    assert "1 delivered, 3 held, 1 skipped (stopped 1)" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", sent.output)
    assert re.search(r"queued +3 *\n +wait for their hours +3", flask(people, "status", "1").output)
    people.bot.clock.now = NOON
    assert "wait for their hours" not in flask(people, "status", "1").output


def test_nobody_to_send_to_is_refused(people: People, file: str) -> None:
    refused = flask(people, "send", file, "--to", "state=OH", "--yes")
    assert "nobody would get it; widen the audience" in refused.output
    assert people.bot.count("broadcasts") == 0


def test_alert_waits_for_its_time_on_the_organizers_clock(people: People, file: str) -> None:
    said = flask(people, "send", file, "--yes", "--at", "2026-11-24 10:00")
    assert "Broadcast 1 starts 2026-11-24 10:00 PST" in said.output
    assert (state(people), people.bot.count("deliveries")) == ("scheduled", 0)
    database, clock = people.bot.parts.database, people.bot.clock
    assert (sweep_broadcasts(database, clock()), state(people)) == (False, "scheduled")
    clock.set("2026-11-24T18:00:00+00:00")
    assert (sweep_broadcasts(database, clock()), state(people)) == (True, "sending")
    assert flask(people, "resume", "1").exit_code == 0
    assert states(people) == {"delivered": 3, "skipped": 1}


def test_pause_resume_and_cancel(people: People, file: str) -> None:
    flask(people, "send", file, "--yes", "--at", "2026-11-24 10:00")
    assert flask(people, "pause", "1").output == "Broadcast 1 paused\n"
    assert "broadcast 1 is paused, so it cannot be paused" in flask(people, "pause", "1").output
    assert "by an organizer" in flask(people, "status", "1").output
    assert flask(people, "resume", "1").output == "Broadcast 1 resumed\n"
    assert state(people) == "scheduled"
    assert state(people) == "scheduled" and "Aborted" in flask(people, "cancel", "1", input="n\n").output
    assert flask(people, "cancel", "1", "--yes").output == "Broadcast 1 cancelled\n"
    assert "broadcast 1 is cancelled, so it cannot be resumed" in flask(people, "resume", "1").output


def test_books_stay(people: People, file: str) -> None:
    flask(people, "send", file, "--yes")
    shown = flask(people, "status", "1").output
    for line in ("Broadcast 1 of sanctuary: done", "said STOP"):
        assert line in shown
    found = json.loads(flask(people, "status", "1", "--json").output)
    assert (found["states"], found["reasons"]) == ({"delivered": 3, "skipped": 1}, {"stopped": 1})
    assert (found["total"], found["gone"], found["segments"], found["made"]) == (4, 3, 3, True)
    assert "sanctuary" in flask(people, "list").output
    assert "broadcast 1 is done, so it cannot be cancelled" in flask(people, "cancel", "1").output


ENDED_EARLY = [
    pytest.param([], "done", {"stopped": 1, "expired": 3}, id="nobody worked until it expired"),
    pytest.param(["pause"], "done", {"stopped": 1, "expired": 3}, id="paused until it expired"),
    pytest.param(["cancel", "--yes"], "cancelled", {"stopped": 1, "cancelled": 3}, id="cancelled"),
]


@pytest.mark.parametrize(("move", "ends", "reasons"), ENDED_EARLY)
def test_who_had_no_copy_yet_when_it_ended_is_in_the_books(
    people: People, file: str, move: list[str], ends: str, reasons: dict[str, int]
) -> None:
    begun(people, file)
    if move:
        assert flask(people, move[0], "1", *move[1:]).exit_code == 0
    people.bot.clock.set("2026-11-26T20:00:00+00:00")
    assert is_work(people.bot.parts.database, people.bot.clock())
    people.bot.parts.alert_dispatcher.work(5)
    found = json.loads(flask(people, "status", "1", "--json").output)
    assert (found["state"], found["made"], found["total"], found["reasons"]) == (ends, True, 4, reasons)
    assert not is_work(people.bot.parts.database, people.bot.clock())


def test_alert_that_expires_without_its_campaign_still_says_who_got_none(people: People, file: str) -> None:
    begun(people, file)
    with people.bot.parts.database.write() as connection:
        connection.execute(update(Broadcast).values(campaign="vanished"))
        connection.execute(update(Subscription).values(programme="vanished"))
    people.bot.clock.set("2026-11-26T20:00:00+00:00")
    people.bot.parts.alert_dispatcher.work(5)
    assert (states(people), state(people)) == ({"skipped": 4}, "done")


def test_alert_that_is_cancelled_before_it_began_was_for_nobody(people: People, file: str) -> None:
    flask(people, "send", file, "--yes", "--at", "2026-11-24 10:00")
    flask(people, "cancel", "1", "--yes")
    people.bot.clock.set("2026-11-26T20:00:00+00:00")
    people.bot.parts.alert_dispatcher.work(5)
    found = json.loads(flask(people, "status", "1", "--json").output)
    assert (found["state"], found["made"], found["total"]) == ("cancelled", True, 0)


@pytest.mark.parametrize("now", ["paused", "ended"])
def test_campaign_that_is_not_live_holds_its_alerts(now: str, database_url: str, tmp_path: Path, file: str) -> None:
    with starting(database_url, tmp_path) as start:
        people = People(start())
        people.bot.clock.now = NOON
        people.add("one")
        flask(people, "send", file, "--yes", "--at", "2026-11-24 10:00")
        data = data_with(tmp_path / "data", *SHIPPED_CAMPAIGNS)
        campaign = data / "campaigns" / "sanctuary.yaml"
        campaign.write_text(campaign.read_text().replace("state: live", f"state: {now}", 1))
        people.bot = start(data_dir=data)
        people.bot.clock.set("2026-11-24T18:00:00+00:00")
        people.bot.parts.alert_dispatcher.work(5)
        assert ("delivered" in states(people), state(people)) == (False, "paused")
        said = flask(people, "status", "1").output
        assert f"campaign: sanctuary is {now}; set `state: live` in sanctuary.yaml and start the bot again, then resume" in said
        assert f"sanctuary is {now}: its alerts do not go out" in flask(people, "preview", file).output
        people.bot = start()
        people.bot.clock.set("2026-11-24T18:01:00+00:00")
        assert flask(people, "resume", "1").exit_code == 0
        assert (states(people), state(people)) == ({"delivered": 1}, "done")


def begun(people: People, file: str) -> None:
    """An alert whose time came, and of which no worker has made a delivery."""
    flask(people, "send", file, "--yes", "--at", "2026-11-24 10:00")
    people.bot.clock.set("2026-11-24T18:00:00+00:00")
    sweep_broadcasts(people.bot.parts.database, people.bot.clock())
    assert (states(people), state(people)) == ({}, "sending")


def test_list_without_broadcasts_says_how_to_begin(people: People) -> None:
    assert "no broadcasts yet; write one as docs/alerts.md shows" in flask(people, "list").output


def test_trial_goes_to_the_organizers_own_phone(people: People, file: str) -> None:
    sent = flask(people, "test", file, "--phone", people.phone("one"))
    assert (sent.exit_code, "Call Governor Bob Ferguson now." in sent.output) == (0, True)
    spanish = flask(people, "test", file, "--phone", people.phone("one"), "--language", "es")
    assert "Llame al gobernador Bob Ferguson ahora." in spanish.output
    assert people.bot.count("deliveries WHERE broadcast_id IS NULL") == 2
    assert people.bot.count("broadcasts") == 0


def test_trial_needs_a_phone_that_may_be_texted(people: People, file: str) -> None:
    people.add("pending", act="claimed")
    people.add("landline", sms_reachable=False)
    people.add("lost", None)
    cases = {
        "+12535559999": "text SANCTUARY to 206-555-0100 from that phone first",
        people.phone("stopped"): "that phone said STOP; text START",
        people.phone("landline"): "takes no texts",
        people.phone("pending"): "text JOIN to 206-555-0100 from that phone first",
        people.phone("lost"): "{official} has no value for that phone; state a fallback",
        "12": "is no phone number",
    }
    for phone, said in cases.items():
        refused = flask(people, "test", file, "--phone", phone)
        assert (refused.exit_code != 0, said in refused.output) == (True, True), (phone, refused.output)
    assert people.bot.count("deliveries WHERE broadcast_id IS NULL") == 0
    parts = people.bot.parts
    with parts.database.write() as connection:
        encrypted = connection.execute(select(Supporter.phone).where(Supporter.id == people.ids["pending"])).scalar_one()
        values = {"phone": encrypted, "name": "Ana", "campaign": "sanctuary", "created_at": NOON}
        connection.execute(insert(Organizer).values(**values))
    assert flask(people, "test", file, "--phone", people.phone("pending")).exit_code != 0
    with parts.database.write() as connection:
        connection.execute(update(Organizer).values(verified_at=NOON))
    assert flask(people, "test", file, "--phone", people.phone("pending")).exit_code == 0


MOVES = [
    ("draft", "start", "sending"), ("scheduled", "start", "sending"), ("paused", "start", None), ("done", "start", None),
    ("draft", "schedule", "scheduled"), ("sending", "schedule", None),
    ("sending", "pause", "paused"), ("scheduled", "pause", "paused"), ("draft", "pause", None), ("cancelled", "pause", None),
    ("paused", "resume", "sending"), ("sending", "resume", None), ("draft", "resume", None), ("done", "resume", None),
    ("draft", "cancel", "cancelled"), ("sending", "cancel", "cancelled"), ("paused", "cancel", "cancelled"),
    ("done", "cancel", None),
]  # fmt: skip


@pytest.mark.parametrize(("before", "move", "after"), MOVES)
def test_broadcast_moves_only_where_it_may(bot: Bot, before: str, move: str, after: str | None) -> None:
    draft = lifecycle.Draft(campaign="sanctuary", audience_filter={}, texts={"en": "x"}, expires_at=NOON)
    moves = {
        "start": lambda connection: lifecycle.start_broadcast(connection, 1, NOON),
        "schedule": lambda connection: lifecycle.schedule_broadcast(connection, 1, NOON),
        "pause": lambda connection: lifecycle.pause_broadcast(connection, 1),
        "resume": lambda connection: lifecycle.resume_broadcast(connection, 1, NOON),
        "cancel": lambda connection: lifecycle.cancel_broadcast(connection, 1, NOON),
    }
    with bot.parts.database.write() as connection:
        lifecycle.create_broadcast(connection, draft, NOON)
        connection.execute(update(Broadcast).values(state=before))
        assert moves[move](connection) is (after is not None)
        assert connection.execute(select(Broadcast.state)).scalar_one() == (after or before)
