"""Idempotency keys, ETags and cursors: what is done once, what has changed, where a list goes on."""

import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.api.conftest import Program, program_with
from tests.conftest import ONE_DATABASE, Bot
from tests.subscribers import People

once = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
ADDED = {
    "phone": "+12535550142",
    "campaign": "sanctuary",
    "consent": {"source": "Form on our site", "at": "2026-11-02T18:30:00Z"},
}
KEY = "form-2026-11-02"


def test_same_request_is_done_once_and_answered_as_before(bot: Bot, program: Program) -> None:
    first = program.post("/supporters", ADDED, Idempotency_Key=KEY)
    again = program.post("/supporters", ADDED, Idempotency_Key=KEY)
    assert (first.status_code, first.json) == (again.status_code, again.json) == (202, {"outcome": "asked"})
    assert "Idempotency-Replayed" not in first.headers and again.headers["Idempotency-Replayed"] == "true"
    assert program.post("/supporters", ADDED).json == {"outcome": "pending"}, "another key is another request"
    assert bot.count("audit_entries") == 2


@pytest.mark.parametrize("path", ["/supporters", "/alerts"])
def test_same_key_with_another_body_or_address_is_refused(bot: Bot, program: Program, path: str) -> None:
    assert program.post("/supporters", ADDED, Idempotency_Key=KEY).status_code == 202
    other = {**ADDED, "phone": "+12535550143"} if path == "/supporters" else {"campaign": "sanctuary", "texts": {"en": "x"}}
    refused = program.post(path, other, Idempotency_Key=KEY)
    assert refused.status_code == 422 and refused.json["type"] == "urn:patchline:problem:key_reused"
    assert bot.count("supporters") == 1 and bot.count("broadcasts") == 1


@once
def test_key_of_another_program_is_another_key(bot: Bot, program: Program) -> None:
    assert program.post("/supporters", ADDED, Idempotency_Key=KEY).json == {"outcome": "asked"}
    other = program_with(bot, "supporters", name="Other").post("/supporters", ADDED, Idempotency_Key=KEY)
    assert other.json == {"outcome": "pending"} and "Idempotency-Replayed" not in other.headers


@once
@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with space", "ümlaut-key", "a/b/c/d/e"])
def test_what_is_no_idempotency_key_is_told(bot: Bot, program: Program, key: str) -> None:
    answer = program.post("/supporters", ADDED, Idempotency_Key=key)
    assert answer.status_code == 400 and "Idempotency-Key" in answer.json["detail"]
    assert bot.count("supporters") == 0


def test_what_failed_leaves_no_key_behind(bot: Bot, program: Program) -> None:
    future = {**ADDED, "consent": {"source": "Form", "at": "2027-11-02T18:30:00Z"}}
    assert program.post("/supporters", future, Idempotency_Key=KEY).status_code == 422
    assert program.post("/supporters", ADDED, Idempotency_Key=KEY).json == {"outcome": "asked"}


def test_answers_are_kept_for_a_day_and_hold_no_number(bot: Bot, program: Program) -> None:
    program.post("/supporters", ADDED, Idempotency_Key=KEY)
    with bot.parts.database.read() as connection:
        kept = repr(connection.execute(text("SELECT * FROM api_answers")).all())
    assert "5550142" not in kept
    bot.clock.now += timedelta(hours=25)
    assert "Idempotency-Replayed" not in program.post("/supporters", ADDED, Idempotency_Key=KEY).headers
    assert bot.count("api_answers") == 1


def test_same_request_at_the_same_moment_has_one_effect(bot: Bot, program: Program) -> None:
    answers: list[TestResponse] = []
    ask = lambda: answers.append(program.post("/supporters", ADDED, Idempotency_Key=KEY))  # noqa: E731
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.json for answer in answers] == [{"outcome": "asked"}] * 2
    assert sorted("Idempotency-Replayed" in answer.headers for answer in answers) == [False, True]
    assert bot.count("supporters") == 1 and bot.count("consents") == 1


ALERT = {"campaign": "sanctuary", "texts": {"en": "Call {official}: {phone}", "es": "Llame a {official}: {phone}"}}


def test_draft_that_somebody_changed_is_not_overwritten(bot: Bot, program: Program) -> None:
    written = program.post("/alerts", ALERT)
    tag = written.headers["ETag"]
    path = f"/alerts/{written.json['id']}"
    assert program.get(path).headers["ETag"] == tag
    assert program.get(path, If_None_Match=tag).status_code == 304
    changed = program.ask("PUT", path, {**ALERT, "audience": {"state": ["WA"]}}, If_Match=tag)
    assert changed.status_code == 200 and changed.json["version"] == 2
    assert program.ask("PUT", path, ALERT, If_Match=tag).status_code == 412
    assert program.get(path).json["audience"] == {"state": ["WA"]}


FORGED = ['"0"', '"' + "0" * 32 + '"', "*", "W/*", 'W/"x"', "x" * 5000, '"a","b"', "é", '""', "',"]


@once
@pytest.mark.parametrize("tag", FORGED)
def test_forged_etag_changes_nothing(bot: Bot, program: Program, tag: str) -> None:
    id = program.post("/alerts", ALERT).json["id"]
    answer = program.ask("PUT", f"/alerts/{id}", {**ALERT, "audience": {"state": ["WA"]}}, If_Match=tag)
    assert answer.status_code == 412
    assert program.ask("PUT", f"/alerts/{id}", ALERT).status_code == 428
    assert program.get(f"/alerts/{id}").json["audience"] == {}


def test_list_goes_on_where_the_part_before_ended(bot: Bot, program: Program) -> None:
    people = People(bot)
    for name in "abcde":
        people.add(name)
    for query in ("", "&place=WA", "&campaign=sanctuary&state=active"):
        found, cursor = [], ""
        while True:
            part = program.get(f"/supporters?limit=2&cursor={cursor}{query}").json
            found += [each["id"] for each in part["data"]]
            cursor = part["next_cursor"]
            if cursor is None:
                break
        assert sorted(found) == [1, 2, 3, 4, 5] and len(found) == 5, query


@once
@pytest.mark.parametrize("path", ["/supporters", "/alerts", "/outcomes", "/campaigns"])
def test_cursor_that_nobody_was_given_is_refused(bot: Bot, program: Program, path: str) -> None:
    people = People(bot)
    people.add("a")
    people.add("b")
    theirs = program.get("/supporters?limit=1").json["next_cursor"] if path != "/supporters" else "IjEi.forged"
    for cursor in ("1", "x" * 150, "IjEi.AAAAAAAAAAAAAAAAAAAAAAAAAAA", theirs):
        answer = program.get(f"{path}?cursor={cursor}")
        assert answer.status_code == 422 and json.loads(answer.data)["errors"][0]["pointer"] == "#cursor", cursor
