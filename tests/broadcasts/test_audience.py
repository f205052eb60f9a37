"""Whom an alert reaches: a row per case. Who is sure to live somewhere is told from who may, on real ZIP codes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bot.broadcasts import lifecycle
from bot.broadcasts.expand import make_deliveries
from bot.models import Broadcast, Delivery, Turn
from bot.officials.residency import Residency
from bot.people.erasure import erase_supporters
from tests.conftest import Bot
from tests.subscribers import CAMPAIGN, JOINED, NOON, WA, People

KY, TN = "ocd-division/country:us/state:ky", "ocd-division/country:us/state:tn"
TACOMA = f"{WA}/place:tacoma"


@pytest.fixture
def people(bot: Bot) -> People:
    """98402: all of it in Tacoma, WA-6 and district 27. 98404: Tacoma or outside, districts 25 and 29. 98498: near Tacoma, with
    nobody on record; districts told by the ZIP. 42223: Kentucky or Tennessee. 84536: boxes in Utah or Arizona."""
    people = People(bot)
    people.add("downtown")
    people.add("eastside", "98404")
    people.add("eastside, said Tacoma", "98404", chosen_divisions={"place": TACOMA}, language="es")
    people.add("eastside, said outside", "98404", chosen_divisions={"place": "none"})
    people.add("eastside, upper 25", "98404", chosen_divisions={"sldu": f"{WA}/sldu:25"})
    people.add("eastside, lives in 29", "98404", geocoded_divisions={"state": WA, "place": TACOMA, "sldl": f"{WA}/sldl:29"})
    people.add(
        "eastside, said 25, lives in 29",
        "98404",
        chosen_divisions={"sldl": f"{WA}/sldl:25"},
        geocoded_divisions={"sldl": f"{WA}/sldl:29"},
    )
    people.add("eastside, unsure", "98404", chosen_divisions={"sldl": ""})
    people.add("suburb", "98498")
    people.add("suburb, a sliver of Tacoma", "98498", geocoded_divisions={"state": WA, "place": TACOMA})
    people.add("fort", "42223")
    people.add("fort, Kentucky", "42223", chosen_divisions={"state": KY})
    people.add("fort, Tennessee", "42223", geocoded_divisions={"state": TN, "cd": f"{TN}/cd:7"}, language=None)
    people.add("boxes", "84536")
    people.add("box in Olympia", "98507")
    people.add("no place", None)
    return people


EVERYBODY = "everybody"
CASES = [
    pytest.param({}, {EVERYBODY}, id="all subscribers"),
    pytest.param({"state": ["KY"]}, {"fort, Kentucky"}, id="a state: by what was told"),
    pytest.param({"state": ["TN"]}, {"fort, Tennessee"}, id="a state: by an address"),
    pytest.param({"state": ["KY", "TN"]}, {"fort", "fort, Kentucky", "fort, Tennessee"}, id="both states of a split ZIP"),
    pytest.param({"division": [f"{KY}/cd:1"]}, {"fort, Kentucky"}, id="a district that the state settles"),
    pytest.param({"division": [f"{TN}/cd:7"]}, {"fort, Tennessee"}, id="a district by an address"),
    pytest.param(
        {"division": [f"{WA}/sldl:29"]},
        {"eastside, lives in 29", "eastside, said 25, lives in 29"},
        id="an address beats what was told",
    ),
    pytest.param({"division": [f"{WA}/sldl:25"]}, {"eastside, upper 25"}, id="the other house's district tells"),
    pytest.param({"division": [f"{WA}/sldl:27", f"{WA}/cd:6"]}, {"downtown"}, id="any of several"),
    pytest.param(
        {"place": [TACOMA]},
        {"downtown", "eastside, said Tacoma", "eastside, lives in 29", "suburb, a sliver of Tacoma"},
        id="a city: by the ZIP, by what was told, by an address in a sliver",
    ),
    pytest.param({"place": [TACOMA], "language": ["es"]}, {"eastside, said Tacoma"}, id="all conditions hold"),
    pytest.param({"language": ["en"], "state": ["TN"]}, {"fort, Tennessee"}, id="no language is the campaign's first"),
    pytest.param({"division": [f"{WA}/cd:1"]}, set(), id="nobody"),
    pytest.param({"zip": ["98402"]}, {"downtown"}, id="a whole ZIP code"),
    pytest.param({"zip": ["00", "999"]}, set(), id="first digits of nobody's ZIP code"),
    pytest.param({"official": ["nobody we know"]}, set(), id="an official who is gone"),
]


@pytest.mark.parametrize(("wanted", "expected"), CASES)
def test_audience_is_who_surely_belongs_to_it(people: People, wanted: dict[str, Any], expected: set[str]) -> None:
    assert reached(people, {"audience": wanted}) == (set(people.ids) if expected == {EVERYBODY} else expected)


EASTSIDE = {"eastside", "eastside, unsure"}
MAYBE = [
    pytest.param({"state": ["KY"]}, {"fort"}, id="a split state"),
    pytest.param(
        {"division": [f"{WA}/sldl:29"]}, {*EASTSIDE, "eastside, said Tacoma", "eastside, said outside"}, id="a district"
    ),
    pytest.param({"place": [TACOMA]}, {*EASTSIDE, "eastside, upper 25", "eastside, said 25, lives in 29"}, id="a city"),
]


@pytest.mark.parametrize(("wanted", "more"), MAYBE)
def test_who_may_belong_to_it_only_if_the_alert_says_so(people: People, wanted: dict[str, Any], more: set[str]) -> None:
    sure = reached(people, {"audience": wanted})
    assert reached(people, {"audience": wanted, "certainty": "maybe"}) == sure | more


LEFT_OUT = [
    pytest.param({"state": ["KY"]}, {"fort", "fort, Kentucky", "no place"}, id="who may live there, or has no place"),
    pytest.param({"language": ["es"]}, {"eastside, said Tacoma"}, id="a language"),
    pytest.param(
        {"language": ["es"], "division": [f"{WA}/cd:6"]},
        {"eastside, said Tacoma", "downtown", "no place"},
        id="each key by itself",
    ),
    pytest.param({"official": ["nobody we know"]}, {"no place"}, id="an official who is gone"),
    pytest.param(
        {"zip": ["985", "4"]}, {"box in Olympia", "fort", "fort, Kentucky", "fort, Tennessee", "no place"}, id="ZIP codes"
    ),
]


@pytest.mark.parametrize(("without", "expected"), LEFT_OUT)
def test_exclusion_leaves_out_whom_it_may_mean(people: People, without: dict[str, Any], expected: set[str]) -> None:
    assert set(people.ids) - reached(people, {"except": without}) == expected


def test_lines_that_are_not_in_force_any_more_tell_nothing(bot: Bot) -> None:
    people = People(bot)
    people.add("old", "98404", chosen_divisions={"sldl": f"{WA}/sldl:29"})
    people.add("new", "98404", chosen_divisions={"sldl": f"{WA}/sldl:29"})
    with bot.parts.database.write() as connection:
        old = '{"sldl": "2012 state legislative ocd-division/country:us/state:wa/sldl:29"}'
        connection.execute(text("UPDATE supporters SET told = :old WHERE id = :id"), {"old": old, "id": people.ids["old"]})
    assert reached(people, {"audience": {"division": [f"{WA}/sldl:29"]}}) == {"new"}


def test_officials_are_represented_by_where_people_live(people: People) -> None:
    directory = people.bot.parts.directory
    cases = {"governor": f"{WA}", "mayor": TACOMA, "us_representative": f"{WA}/cd:6", "state_lower": f"{WA}/sldl:27"}
    for role, division in cases.items():
        record = next(each for each in directory.records if (each.role, each.division) == (role, division))
        key = "state" if role == "governor" else "division"
        value = ["WA"] if role == "governor" else [division]
        assert reached(people, {"audience": {"official": [record.id]}}) == reached(people, {"audience": {key: value}}), role


CALLED = [
    pytest.param("never", {"silent", "other campaign", "skipped"}, id="never"),
    pytest.param("called", {"reached", "message", "no word", "by text"}, id="called"),
    pytest.param("reached", {"reached", "by text"}, id="reached"),
    pytest.param("unreached", {"message", "no word"}, id="called, and nobody answered"),
    pytest.param("silent", set(), id="nobody has had an alert"),
]


@pytest.mark.parametrize(("called", "expected"), CALLED)
def test_who_has_called(bot: Bot, called: str, expected: set[str]) -> None:
    people = People(bot)
    for name in ("silent", "other campaign", "skipped", "reached", "message", "no word", "by text"):
        people.add(name)
    for name, outcome in (("reached", "reached"), ("message", "message"), ("no word", None)):
        people.called(name, outcome)
    people.called("other campaign", "reached", "trust-act")
    people.told_of_a_call("by text", "reached")
    people.told_of_a_call("skipped", "skipped")
    assert reached(people, {"audience": {"called": called}}) == expected
    assert reached(people, {"except": {"called": called}}) == set(people.ids) - expected


def test_who_never_answered_an_alert(bot: Bot) -> None:
    people = People(bot)
    for name in ("no alert", "silent", "texted before", "texted since"):
        people.add(name)
    got = ("silent", "texted before", "texted since")
    with bot.parts.database.write() as connection:
        alert = {"kind": "alert", "campaign": CAMPAIGN, "state": "done", "audience_filter": {}, "texts": {}, "fallbacks": {}}
        alert |= {"created_at": JOINED, "expires_at": JOINED}
        id = connection.execute(insert(Broadcast).values(**alert)).inserted_primary_key[0]
        for name in got:
            row = {"broadcast_id": id, "supporter_id": people.ids[name], "state": "sent", "zone": "", "sent_at": JOINED}
            connection.execute(insert(Delivery).values(**row))
        for name, hours in (("texted before", -1), ("texted since", 1)):
            turn = {
                "key": name,
                "supporter_id": people.ids[name],
                "number": 1,
                "reply": "",
                "at": JOINED + timedelta(hours=hours),
            }
            connection.execute(insert(Turn).values(**turn))
    assert reached(people, {"audience": {"called": "silent"}}) == {"silent", "texted before"}
    assert reached(people, {"except": {"called": "silent"}}) == {"no alert", "texted since"}


BY_ALERT = [
    pytest.param({"alert": [1]}, {"silent", "called before", "called since", "told since", "called for another"}, id="got it"),
    pytest.param({"alert": [2]}, {"other alert"}, id="got another"),
    pytest.param({"alert": [1, 2], "called": "never"}, {"silent", "called for another", "other alert"}, id="any of two"),
    pytest.param({"no_call_since": [1]}, {"silent", "called before", "called for another"}, id="got it and has not called"),
    pytest.param({"no_call_since": [1, 2]}, {"silent", "called before", "called for another", "other alert"}, id="either"),
    pytest.param({"alert": [3]}, set(), id="an alert that nobody got"),
]


@pytest.mark.parametrize(("wanted", "expected"), BY_ALERT)
def test_who_got_an_alert_and_has_not_called_since(bot: Bot, wanted: dict[str, Any], expected: set[str]) -> None:
    people, hour = People(bot), timedelta(hours=1)
    first, *_ = with_deliveries(
        people,
        {
            "silent": "sent",
            "called before": "delivered",
            "called since": "delivered",
            "told since": "sent",
            "called for another": "delivered",
            "it failed": "failed",
            "skipped": "skipped",
        },
        {"other alert": "delivered"},
        {},
    )
    people.add("no alert")
    people.called("called before", "reached", at=JOINED - hour)
    people.called("called since", None, at=JOINED + hour)
    people.called("called for another", "reached", "trust-act", at=JOINED + hour)
    people.told_of_a_call("told since", "message", at=JOINED + hour)
    wanted = {key: [first + id - 1 for id in value] if key != "called" else value for key, value in wanted.items()}
    assert reached(people, {"audience": wanted}) == expected
    if "called" not in wanted:
        assert reached(people, {"except": wanted}) == set(people.ids) - expected


def with_deliveries(people: People, *alerts: dict[str, str]) -> list[int]:
    """Alerts that are done, each with what became of the delivery to whom; their ids."""
    ids = []
    alert = {"kind": "alert", "campaign": CAMPAIGN, "state": "done", "audience_filter": {}, "texts": {}, "fallbacks": {}}
    alert |= {"created_at": JOINED, "expires_at": JOINED}
    for states in alerts:
        for name in states:
            people.add(name)
        with people.bot.parts.database.write() as connection:
            ids.append(int(connection.execute(insert(Broadcast).values(**alert)).inserted_primary_key[0]))
            for name, state in states.items():
                row = {"broadcast_id": ids[-1], "supporter_id": people.ids[name], "state": state, "zone": ""}
                row["sent_at"] = None if state == "skipped" else JOINED
                connection.execute(insert(Delivery).values(**row))
    return ids


def test_who_joined_since(bot: Bot) -> None:
    people = People(bot)
    people.add("before", joined=JOINED - timedelta(seconds=1))
    people.add("on the day")
    assert reached(people, {"audience": {"joined_since": JOINED.isoformat()}}) == {"on the day"}


def test_only_who_is_subscribed_and_may_be_texted_is_queued(bot: Bot) -> None:
    people = People(bot)
    people.add("yes")
    people.add("pending", act="claimed")
    people.add("left", act="withdrawn")
    people.add("other", campaign="trust-act")
    people.add("stopped", stopped=True)
    people.add("in doubt", doubted_at=NOON)
    people.add("landline", sms_reachable=False)
    people.add("nowhere", zone="")
    id = started(people, {})
    with bot.parts.database.read() as connection:
        rows = connection.execute(select(Delivery.supporter_id, Delivery.state, Delivery.error, Delivery.zone)).all()
    known = {name: (row.state, row.error) for row in rows for name in people.names([row.supporter_id])}
    assert known == {
        "yes": ("queued", None),
        "stopped": ("skipped", "stopped"),
        "in doubt": ("skipped", "in doubt"),
        "landline": ("skipped", "not textable"),
        "nowhere": ("skipped", "no zone"),
    }
    assert {row.zone for row in rows} == {"America/Los_Angeles", ""}
    assert people.bot.parts.previewer.make_page(id, NOON) is False


@pytest.mark.parametrize("page", [1, 2, 3, 100])
def test_pages_make_every_row_once(people: People, page: int) -> None:
    id = started(people, {"audience": {"place": [TACOMA]}}, page)
    with people.bot.parts.database.read() as connection:
        found = lifecycle.broadcast_status(connection, id)
    assert found is not None
    assert (found.made, found.total) == (True, 4)


def test_who_joins_while_rows_are_made_waits_for_the_next_alert(people: People) -> None:
    id = create(people, {})
    parts = people.bot.parts
    residency = Residency(parts.directory, NOON.date())
    before = set(people.ids)
    assert make_deliveries(parts.database, residency, parts.campaigns, id, NOON, 3)
    people.add("late")
    while make_deliveries(parts.database, residency, parts.campaigns, id, NOON, 3):
        pass
    assert recipients(people, id) == before


def test_who_is_being_erased_while_rows_are_made_gets_none(people: People) -> None:
    id, parts = create(people, {}), people.bot.parts
    everyone, gone = set(people.ids), "downtown"
    with ThreadPoolExecutor(1) as aside:
        with parts.database.write() as connection:
            erase_supporters(connection, [people.ids[gone]])
            making = aside.submit(parts.previewer.make_page, id, NOON)
            with pytest.raises(TimeoutError):
                making.result(0.5)  # it waits until it is sure who is there
        assert making.result(30) is False
    assert recipients(people, id) == everyone - {gone}


def test_broadcast_that_is_not_being_sent_gets_no_rows(people: People) -> None:
    id = create(people, {})
    parts = people.bot.parts
    with parts.database.write() as connection:
        lifecycle.pause_broadcast(connection, id)
    assert parts.previewer.make_page(id, NOON) is False
    assert recipients(people, id) == set()


def create(people: People, wanted: dict[str, Any]) -> int:
    draft = lifecycle.Draft(
        campaign="sanctuary", audience_filter=wanted, texts={"en": "Call now."}, expires_at=NOON + timedelta(days=1)
    )
    with people.bot.parts.database.write() as connection:
        id = lifecycle.create_broadcast(connection, draft, NOON)
        assert lifecycle.start_broadcast(connection, id, NOON)
    return id


def started(people: People, wanted: dict[str, Any], page: int = 5) -> int:
    id, parts = create(people, wanted), people.bot.parts
    while make_deliveries(parts.database, parts.previewer.residency(NOON), parts.campaigns, id, NOON, page):
        pass
    return id


def recipients(people: People, id: int) -> set[str]:
    with people.bot.parts.database.read() as connection:
        return people.names(connection.execute(select(Delivery.supporter_id).where(Delivery.broadcast_id == id)).scalars())


def reached(people: People, wanted: dict[str, Any]) -> set[str]:
    return recipients(people, started(people, wanted))
