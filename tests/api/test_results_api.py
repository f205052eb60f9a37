"""Campaigns, outcomes and results by the API: the figures of the console, and nothing of callers."""

import pytest

from tests.api.conftest import Program
from tests.conftest import ONE_DATABASE, Bot
from tests.test_sign_ups import done


def call_somebody(bot: Bot) -> None:
    """A caller who is put through to one official, and hangs up."""
    phone = bot.phone()
    phone.dial()
    for keys in ("1", "98402", "1"):
        phone.press(keys)
    phone.line("answered")
    phone.hang_up()


def test_figures_agree_with_one_another(bot: Bot, program: Program) -> None:
    for _ in range(3):
        call_somebody(bot)
    bot.phone().text("SANCTUARY 98402")
    outcomes = program.get("/outcomes").json["data"]
    results = program.get("/results?campaign=sanctuary").json
    counts = program.get("/campaigns/sanctuary/counts").json
    assert len(outcomes) == results["calls"] == counts["all"]["started"] == counts["today"]["started"] == 3
    assert counts["all"]["connected"] == sum(each["status"] == "answered" for each in outcomes) == 3
    assert sum(each["started"] for each in results["by_day"]) == sum(each["calls"] for each in results["told"]) == 3
    assert {each["official"] for each in outcomes} == {each["official"] for each in results["officials"]}
    assert results["places"] == [{"state": "WA", "started": None, "reached": None}], "fewer than five people"
    assert all(each["official_name"] for each in outcomes)


def test_sign_ups_are_told_by_who_sent_them(bot: Bot, program: Program) -> None:
    page = bot.app.test_client()
    for phone, referral in (("253-555-0142", "flyer-7"), ("253-555-0142", "flyer-7"), ("253-555-0143", "")):
        page.post(f"/c/sanctuary?ref={referral}", data={"phone": phone}, environ_base={"REMOTE_ADDR": "10.6.0.1"})
        done(bot)
    told = program.get("/results?campaign=sanctuary").json["referrals"]
    assert told == [{"referral": "flyer-7", "started": 0, "reached": 0, "rung": 0, "signed_up": 1}], "each number counts once"
    assert program.get("/results?campaign=trust-act").json["referrals"] == []


def test_outcomes_are_of_their_days_and_campaign_and_come_in_parts(bot: Bot, program: Program) -> None:
    for _ in range(3):
        call_somebody(bot)
    first = program.get("/outcomes?limit=2").json
    second = program.get(f"/outcomes?limit=2&cursor={first['next_cursor']}").json
    assert [each["id"] for each in first["data"] + second["data"]] == [3, 2, 1] and second["next_cursor"] is None
    assert program.get("/outcomes?from=2026-11-23&to=2026-11-23&campaign=sanctuary").json["data"]
    for none in ("from=2026-11-24", "to=2026-11-22", "campaign=trust-act"):
        assert program.get(f"/outcomes?{none}").json["data"] == []


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_campaigns_are_told_with_their_state_and_page(bot: Bot, program: Program) -> None:
    found = program.get("/campaigns").json["data"]
    assert [each["id"] for each in found] == sorted(each["id"] for each in found)
    sanctuary = program.get("/campaigns/sanctuary").json
    assert sanctuary in found and sanctuary["state"] == "live" and sanctuary["page"].endswith("/c/sanctuary")
    part = program.get("/campaigns?limit=1").json
    assert program.get(f"/campaigns?limit=1&cursor={part['next_cursor']}").json["data"] == found[1:2]


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_what_a_zip_leaves_open_is_asked_and_its_answer_taken(bot: Bot, program: Program) -> None:
    found = program.get("/officials?zip=78701&campaign=sanctuary").json
    while found["question"]:
        choice = found["question"]["choices"][0]["chosen"]
        assert {each["reason"] for each in found["targets"] if each["choices"]} <= {"open"}
        said = "&".join(f"chosen={level}={division}" for level, division in found["divisions"].items())
        found = program.get(f"/officials?zip=78701&campaign=sanctuary&{said}&chosen={choice}").json
    assert all(each["certainty"] in ("zip_unique", "zip_split") for each in found["targets"])
    assert [each for each in found["targets"] if each["officials"]]
