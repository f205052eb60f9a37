"""Alerts by the API: from the draft to the last text, by the rules that hold in the console."""

from datetime import timedelta

import pytest

from bot.accounts import organizer_accounts
from bot.broadcasts.drafts import approve_draft
from bot.broadcasts.lifecycle import Draft, create_broadcast
from tests.api.conftest import Program, make_preview, program_with, read_rows
from tests.conftest import ONE_DATABASE, Bot, Start
from tests.subscribers import People

once = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
ALERT = {
    "campaign": "sanctuary",
    "texts": {"en": "Vote tomorrow. Call {official}: {phone}", "es": "Mañana votan. Llame a {official}: {phone}"},
}


def write(bot: Bot, program: Program, **more: object) -> tuple[str, str]:
    """A draft with its preview: its path and its ETag."""
    written = program.post("/alerts", {**ALERT, **more})
    assert written.status_code == 201, written.json
    path = written.headers["Location"].removeprefix("/api/v1")
    assert program.post(f"{path}/preview").status_code == 202
    make_preview(bot, written.json["id"])
    return path, written.headers["ETag"]


def test_alert_is_written_previewed_sent_and_followed(bot: Bot, program: Program) -> None:
    crowd = People(bot)
    crowd.add("ana")
    crowd.add("bo", "10001")
    path, tag = write(bot, program, audience={"state": ["WA"]})
    preview = program.get(f"{path}/preview").json
    assert preview["state"] == "made" and preview["holds"] and preview["obstacle"] is None
    assert preview["found"]["recipients"] == 1 and "253" not in preview["found"]["languages"]["en"]["example"][:20]
    sent = program.post(f"{path}/send", {"recipients": 1}, If_Match=tag)
    assert sent.status_code == 200 and sent.json["state"] == "sending"
    assert program.post(f"{path}/send", {"recipients": 1}, If_Match=tag).status_code == 409
    assert bot.parts.previewer.make_page(sent.json["id"], bot.clock()) is False
    progress = program.get(f"{path}/progress").json
    assert (progress["total"], progress["states"]) == (1, {"queued": 1})
    assert program.post(f"{path}/pause").json["state"] == "paused"
    assert program.post(f"{path}/pause").status_code == 200, "asked twice"
    assert program.post(f"{path}/resume").json["state"] == "sending"
    assert program.post(f"{path}/cancel").json["state"] == "cancelled"
    assert program.post(f"{path}/resume").status_code == 409
    acts = [(each["who"], each["act"]) for each in read_rows(bot, "audit_entries")]
    acts_of_key = [act for who, act in acts if who == "Website"]
    assert acts_of_key == ["alert_written", "alert_sent", "alert_paused", "alert_resumed", "alert_cancelled"]


@once
def test_alert_goes_to_who_got_another_and_has_not_called_since(bot: Bot, program: Program) -> None:
    crowd = People(bot)
    for name in ("ana", "bo", "cy"):
        crowd.add(name)
    path, tag = write(bot, program)
    first = program.post(f"{path}/send", {"recipients": 3}, If_Match=tag).json["id"]
    bot.parts.previewer.make_page(first, bot.clock())
    bot.parts.alert_dispatcher.work(3)
    crowd.called("bo", None, at=bot.clock() + timedelta(minutes=5))
    crowd.add("dee")
    for audience, count in (({"no_call_since": [first]}, 2), ({"alert": [first]}, 3)):
        path, _ = write(bot, program, audience=audience)
        assert program.get(f"{path}/preview").json["found"]["recipients"] == count
        assert program.get(path).json["audience"] == {key: [str(first)] for key in audience}


def test_alert_is_sent_to_as_many_as_its_preview_says(bot: Bot, program: Program) -> None:
    People(bot).add("ana")
    path, tag = write(bot, program)
    refused = program.post(f"{path}/send", {"recipients": 2}, If_Match=tag)
    assert refused.status_code == 409 and "preview" in refused.json["detail"]
    assert program.get(path).json["state"] == "draft"


def test_alert_without_a_preview_of_it_as_it_is_does_not_go(bot: Bot, program: Program) -> None:
    People(bot).add("ana")
    path, tag = write(bot, program)
    changed = program.ask("PUT", path, {**ALERT, "certainty": "maybe"}, If_Match=tag)
    refused = program.post(f"{path}/send", {"recipients": 1}, If_Match=changed.headers["ETag"])
    assert refused.status_code == 409 and "no preview" in refused.json["detail"]
    bot.clock.set("2026-11-23T20:00:00+00:00")  # and one that is too old
    path, tag = write(bot, program)
    bot.clock.set("2026-11-23T20:31:00+00:00")
    assert program.post(f"{path}/send", {"recipients": 1}, If_Match=tag).status_code == 409


@once
def test_alert_with_the_words_of_another_is_sent_if_that_is_meant(bot: Bot, program: Program) -> None:
    People(bot).add("ana")
    path, tag = write(bot, program)
    assert program.post(f"{path}/send", {"recipients": 1}, If_Match=tag).status_code == 200
    assert bot.parts.previewer.make_page(1, bot.clock()) is False
    path, tag = write(bot, program, unsure="again")
    refused = program.post(f"{path}/send", {"recipients": 1}, If_Match=tag)
    assert refused.status_code == 409 and "the same words" in refused.json["detail"]
    assert program.post(f"{path}/send", {"recipients": 1, "again": True}, If_Match=tag).json["unsure"] == "again"
    assert [each["resend_unknown"] for each in read_rows(bot, "broadcasts")] == [False, True]


@once
def test_alert_for_nobody_does_not_go(bot: Bot, program: Program) -> None:
    path, tag = write(bot, program)
    refused = program.post(f"{path}/send", {"recipients": 1}, If_Match=tag)
    assert refused.status_code == 409 and "nobody" in refused.json["detail"]


def test_alert_to_many_waits_for_a_second_person_who_did_not_make_the_key(start: Start) -> None:
    bot = start(approve_above=1)
    with bot.parts.database.write() as connection:
        owner, other = (
            organizer_accounts.add_person(connection, bot.parts.phone_cipher, name=name, role="owner", now=bot.clock())
            for name in "ab"
        )
    program = program_with(bot, "alerts", "alerts:send", made_by=owner)
    crowd = People(bot)
    crowd.add("ana")
    crowd.add("bo")
    path, tag = write(bot, program)
    assert "second person" in program.get(f"{path}/preview").json["obstacle"]
    refused = program.post(f"{path}/send", {"recipients": 2}, If_Match=tag)
    assert refused.status_code == 409 and "second person" in refused.json["detail"]
    with bot.parts.database.write() as connection:
        assert approve_draft(connection, 1, 1, owner) is False, "whoever made the key counts as the author"
        assert approve_draft(connection, 1, 1, other) is True
    tag = program.get(path).headers["ETag"]
    assert program.post(f"{path}/send", {"recipients": 2}, If_Match=tag).json["state"] == "sending"


@once
def test_key_that_writes_alerts_does_not_send_them(bot: Bot) -> None:
    People(bot).add("ana")
    program = program_with(bot, "alerts")
    path, tag = write(bot, program)
    assert program.post(f"{path}/send", {"recipients": 1}, If_Match=tag).status_code == 403
    assert program.post(f"{path}/resume").status_code == program.post(f"{path}/cancel").status_code == 403


TIMES = [
    ({"at": "2026-12-01T18:00:00Z"}, "2026-12-01T18:00:00Z"),
    ({"at": "2026-12-01T10:00:00-08:00", "zone": "Pacific"}, "2026-12-01T18:00:00Z"),
    ({"at": "2027-11-07T01:30:00-04:00", "zone": "Eastern"}, None),  # further ahead than alerts are planned
    ({"at": "2026-12-01T18:00:59.9Z"}, "2026-12-01T18:00:00Z"),
]


@once
@pytest.mark.parametrize(("given", "at"), TIMES)
def test_time_of_an_alert_is_the_moment_that_was_given(
    bot: Bot, program: Program, given: dict[str, object], at: str | None
) -> None:
    answer = program.post("/alerts", {**ALERT, **given})
    assert (answer.json.get("at") if answer.status_code == 201 else None) == at


@once
def test_hour_that_comes_twice_is_the_one_that_was_given(bot: Bot, program: Program) -> None:
    bot.clock.set("2027-10-20T12:00:00+00:00")
    for moment in ("2027-11-07T05:30:00Z", "2027-11-07T06:30:00Z"):
        written = program.post("/alerts", {**ALERT, "at": moment, "zone": "Eastern"})
        assert written.status_code == 201, written.json
        assert program.get(f"/alerts/{written.json['id']}").json["at"] == moment


WRONG = [
    ({"campaign": "nothing"}, "/campaign"),
    ({"texts": {"en": "Call {nobody}", "es": "x"}}, "/texts/en"),
    ({"texts": {"en": "Call"}}, "/texts/es"),
    ({"texts": {"en": "bit.ly/x", "es": "x"}}, "/texts/en"),
    ({"audience": {"state": ["ZZ"]}}, "/audience/state"),
    ({"except": {"place": ["Nowhere, WA"]}}, "/except/place"),
    ({"audience": {"alert": [999]}}, "/audience/alert"),
    ({"except": {"no_call_since": [1, 999]}}, "/except/no_call_since"),
    ({"at": "2020-01-01T00:00:00Z"}, "/at"),
    ({"at": "2026-12-01T18:00:00Z", "zone": "Mars"}, "/zone"),
    ({"official": "emperor"}, "/official"),
    ({"picture": "http://example.org/x.png"}, "/picture"),
    ({"audience": {"zip": ["9840"] * 100, "place": ["x" * 200] * 100}}, "/audience/place"),
]


@once
@pytest.mark.parametrize(("change", "pointer"), WRONG, ids=lambda value: value if isinstance(value, str) else "")
def test_mistake_in_an_alert_is_told_at_its_place(bot: Bot, program: Program, change: dict[str, object], pointer: str) -> None:
    answer = program.post("/alerts", {**ALERT, **change})
    assert answer.status_code == 422, answer.json
    assert any(each["pointer"].startswith(pointer) for each in answer.json["errors"]), answer.json
    assert bot.count("broadcasts") == 0


@once
def test_alert_that_was_written_elsewhere_is_shown_and_not_changed(bot: Bot, program: Program) -> None:
    with bot.parts.database.write() as connection:
        draft = Draft(
            campaign="sanctuary", audience_filter={"audience": {"state": ["WA"]}}, texts={"en": "x"}, expires_at=bot.clock()
        )
        id = create_broadcast(connection, draft, bot.clock())
    shown = program.get(f"/alerts/{id}")
    assert shown.json["texts"] == {"en": "x"} and shown.json["version"] is None
    assert program.ask("PUT", f"/alerts/{id}", ALERT, If_Match=shown.headers["ETag"]).status_code == 409
