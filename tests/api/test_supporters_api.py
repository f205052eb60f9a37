"""Supporters by the API: added by the rules of an imported list, stopped, forgotten, found; numbers for whom they are."""

import re

import pytest

from tests.api.conftest import Program, program_with, read_rows
from tests.conftest import ONE_DATABASE, Bot

once = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
PHONE = "+12535550142"
CONSENT = {"source": "Form on our site", "at": "2026-11-02T18:30:00Z"}
ADDED = {"phone": PHONE, "campaign": "sanctuary", "consent": CONSENT, "zip": "98402", "language": "en"}


def test_added_supporter_is_asked_once_and_gets_alerts_when_they_say_so(bot: Bot, program: Program) -> None:
    assert program.post("/supporters", ADDED).json == {"outcome": "asked"}
    assert program.post("/supporters", ADDED).json == {"outcome": "pending"}
    assert bot.count("deliveries") == 1
    consent = read_rows(bot, "consents")[0]
    assert (consent["act"], consent["channel"], consent["source"]) == ("claimed", "api", "program")
    assert consent["proof"] == "Form on our site"
    bot.phone(PHONE).text("JOIN SANCTUARY")
    found = program.post("/supporters/find", {"phone": "(253) 555-0142"}).json
    assert found["subscriptions"] == [{"campaign": "sanctuary", "state": "active"}]
    assert program.post("/supporters", ADDED).json == {"outcome": "active"}


def test_questions_of_a_day_go_out_together_and_the_next_day_by_another(bot: Bot, program: Program) -> None:
    for number in range(3):
        program.post("/supporters", {**ADDED, "phone": f"+1253555014{number}"})
    assert bot.count("broadcasts") == 1 and bot.count("deliveries") == 3
    bot.clock.set("2026-11-24T18:00:00+00:00")
    program.post("/supporters", {**ADDED, "phone": "+12535550149"})
    assert bot.count("broadcasts") == 2


def test_who_stopped_or_left_stays_so(bot: Bot, program: Program) -> None:
    phone = bot.phone(PHONE)
    phone.text("SANCTUARY 98402")
    phone.text("STOP")
    assert program.post("/supporters", ADDED).json == {"outcome": "stopped"}
    assert bot.count("broadcasts") == 0


def test_stop_is_taken_of_a_number_that_we_do_not_know_and_holds_later(bot: Bot, program: Program) -> None:
    adds = program_with(bot, "supporters:add")
    assert adds.post("/supporters/stop", {"phone": "253-555-0142"}).json == {"stopped": True}
    assert program.post("/supporters", ADDED).json == {"outcome": "stopped"}
    assert bot.count("supporters") == 0


def test_stop_of_a_supporter_stops_them(bot: Bot, program: Program) -> None:
    program.post("/supporters", ADDED)
    assert program.post("/supporters/1/stop").json == {"stopped": True}
    assert program.get("/supporters/1").json["stopped"] is True
    assert program.post("/supporters/1/stop").json == {"stopped": True}
    assert [each["act"] for each in read_rows(bot, "audit_entries")].count("supporter_stopped") == 1


def test_forgotten_supporter_is_gone_and_their_stop_stays(bot: Bot, program: Program) -> None:
    program.post("/supporters", ADDED)
    program.post("/supporters/1/stop")
    assert program.ask("DELETE", "/supporters/1").status_code == 204
    assert program.get("/supporters/1").status_code == 404
    assert program.ask("DELETE", "/supporters/1").status_code == 404
    assert bot.count("supporters") == bot.count("subscriptions") == 0
    assert program.post("/supporters", ADDED).json == {"outcome": "stopped"}


def test_log_names_the_key_and_who_was_looked_at(bot: Bot) -> None:
    program = program_with(bot, "supporters", name="Mailing list")
    program.post("/supporters", ADDED)
    program.get("/supporters/1")
    log = [(each["who"], each["role"], each["act"], each["thing"]) for each in read_rows(bot, "audit_entries")]
    assert log == [
        ("Mailing list", "key", "supporter_added", "campaign sanctuary"),
        ("Mailing list", "key", "supporter_opened", "supporter 1"),
    ]


@once
def test_key_that_only_adds_is_told_nothing_of_anybody(bot: Bot) -> None:
    adds = program_with(bot, "supporters:add")
    bot.phone(PHONE).text("STOP")
    known, unknown = adds.post("/supporters", ADDED), adds.post("/supporters", {**ADDED, "phone": "+12535550199"})
    assert known.json == unknown.json == {"outcome": "taken"} and known.status_code == unknown.status_code


@once
def test_number_is_shown_to_no_key_without_the_scope(bot: Bot, program: Program) -> None:
    program.post("/supporters", ADDED)
    bot.phone(PHONE).text("SANCTUARY 98402")
    others = program_with(bot, "officials", "campaigns", "results", "supporters:add", "alerts", "alerts:send")
    paths = ["/campaigns", "/campaigns/sanctuary/counts", "/results", "/outcomes", "/alerts", "/supporters", "/supporters/1"]
    answers = [others.get(path) for path in paths]
    answers += [others.post("/supporters/find", {"phone": PHONE}), others.post("/supporters", ADDED)]
    assert not [each for each in answers if re.search("555-?0142", each.get_data(as_text=True))]
    assert "(253) ···-0142" in program.get("/supporters").get_data(as_text=True)
    assert "5550142" not in program.get("/supporters").get_data(as_text=True)
    assert program.get("/supporters/1").json["phone"] == PHONE


WRONG = [
    ({"phone": "12"}, "/phone"),
    ({"phone": "+18005550142"}, "/phone"),
    ({"phone": "+442079460958"}, "/phone"),
    ({"campaign": "nothing"}, "/campaign"),
    ({"zip": "00000"}, "/zip"),
    ({"consent": {"source": "x", "at": "2027-01-01T00:00:00Z"}}, "/consent/at"),
    ({"consent": {"source": "x", "at": "0001-01-01T00:00:00+14:00"}}, "/consent/at"),
]
MALFORMED = [
    {"consent": {"source": "x", "at": "2026-02-30T00:00:00Z"}},
    {"consent": {"source": "x", "at": "yesterday"}},
    {"consent": {"source": "x", "at": "2026-11-02"}},
    {"consent": {"source": "x", "at": "2026-11-02T18:30:00"}},
    {"consent": {"source": "x", "at": 1700000000}},
    {"consent": {"source": "x"}},
    {"consent": None},
    {"phone": 12535550142},
    {"phone": "+1253\u0000555"},
    {"language": "tlh"},
    {"surprise": True},
]


@once
@pytest.mark.parametrize(("change", "pointer"), WRONG)
def test_supporter_that_means_nothing_is_refused_at_its_place(
    bot: Bot, program: Program, change: dict[str, object], pointer: str
) -> None:
    answer = program.post("/supporters", {**ADDED, **change})
    assert answer.status_code == 422 and answer.json["errors"][0]["pointer"] == pointer, answer.json
    assert not re.search("555|0142|7946", answer.get_data(as_text=True)), "a number is not repeated"
    assert bot.count("supporters") == 0


@once
@pytest.mark.parametrize("change", MALFORMED, ids=repr)
def test_supporter_of_another_shape_is_refused(bot: Bot, program: Program, change: dict[str, object]) -> None:
    answer = program.post("/supporters", {**ADDED, **change})
    assert answer.status_code == 400 and answer.json["errors"], answer.json
    assert bot.count("supporters") == bot.count("api_answers") == 0
