"""Lines in conversations: spread evenly, rested, reported wrong; texts promised for when an office opens. From the outside."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import insert, select, text

from bot.broadcasts.alert_texts import Recipient
from bot.broadcasts.lifecycle import Draft
from bot.campaigns.model import Campaign
from bot.conversation.line_history import STILL_WELL
from bot.models import Call, CallListEntryRow, FullMailbox, LineReport
from bot.officials.office_lines import CHOICES
from bot.outbox.conversation_queue import enqueue_messages
from bot.outbox.conversation_thread import LOOK_EVERY
from bot.simulation.phone import Phone
from bot.telephony import Content
from bot.workers.jobs import JobRequest
from tests.carrier import at_once, one
from tests.conftest import ROOT, Bot, Start, data_with, starting
from tests.test_statements import listening

GOVERNOR, MAYOR = "+13609024111", "+12535915100"
SUNDAY, MONDAY_AT_NINE = "2026-11-22T20:00:00+00:00", "2026-11-23T17:00:00+00:00"
DAY = timedelta(days=1)


def data_choosing(folder: Path, lines: str = "nearest_then_capitol") -> Path:
    """The shipped data with a campaign to senators alone, whose lines are chosen like this."""
    data_with(folder)
    coast = (ROOT / "tests" / "transcript_data" / "coast.yaml").read_text(encoding="utf-8")
    written = coast.replace("lines: nearest_then_capitol", f"lines: {lines}" if lines else "")
    (folder / "campaigns" / "coast.yaml").write_text(written, encoding="utf-8")
    return folder


def calls(bot: Bot, line: str, *statuses: str, apart: timedelta = timedelta(minutes=1)) -> None:
    """Calls of others to a line, the latest last, that just ended like this."""
    with bot.parts.database.write() as connection:
        for n, status in enumerate(reversed(statuses)):
            row = {
                "campaign": "sanctuary",
                "official": "x",
                "line": line,
                "status": status,
                "at": bot.clock.now - apart * n,
            }
            connection.execute(insert(Call).values(**row))


def reports(bot: Bot, line: str, *people: bytes) -> None:
    with bot.parts.database.write() as connection:
        for person in people:
            row = {"line": line, "official": "x", "person": person, "at": bot.clock.now}
            connection.execute(insert(LineReport).values(**row))


def full_mailbox(bot: Bot, line: str) -> None:
    with bot.parts.database.write() as connection:
        connection.execute(insert(FullMailbox).values(line=line, official="x", at=bot.clock.now))


def test_campaign_can_choose_what_the_rules_know() -> None:
    annotation = Campaign.model_fields["lines"].annotation
    assert getattr(annotation, "__args__", ()) == tuple(CHOICES)


@pytest.mark.parametrize(
    ("lines", "zip", "first"),
    [
        ("capitol", "98402", "202-224-3441"),
        ("", "98402", "202-224-3441"),
        ("nearest", "98402", "253-572-2281"),
        ("nearest", "99201", "509-353-2507"),
        ("nearest_then_capitol", "98402", "253-572-2281"),
        ("spread", "98402", "253-572-2281"),
    ],
)
def test_campaign_decides_which_office_is_told(lines: str, zip: str, first: str, start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data", lines))
    assert f"U.S. Senator Maria Cantwell {first}" in bot.phone().text(f"COAST {zip}").text


def test_offices_of_a_spread_campaign_get_their_callers_evenly(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data", "spread"))
    dialled = []
    for _ in range(14):
        phone = bot.phone()
        phone.text("COAST 98402")
        phone.dial()
        phone.press("1")
        phone.press("1")
        dialled.append(phone.press("1").line)
        phone.line("answered")
        phone.hang_up()
    assert len(set(dialled[:7])) == 7, "she has seven offices"
    assert sorted(dialled[:7]) == sorted(dialled[7:])


# --- Health ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "cools_down"),
    [
        (["failed"] * 3, True),
        (["answered", "failed", "failed"], False),
        (["failed", "failed", "failed", "busy"], False),
        (["failed", "failed", "failed", "dialing", "canceled"], True),
        (["no_answer"] * 6, True),
        (["no_answer"] * 5, False),
    ],
    ids=["failed three times", "twice", "then busy", "then hung up on", "nobody six times", "five times"],
)
def test_line_that_does_not_work_is_not_told_and_its_official_passed_over(
    statuses: list[str], cools_down: bool, bot: Bot
) -> None:
    calls(bot, GOVERNOR, *statuses)
    phone = bot.phone()
    said = phone.text("SANCTUARY 98402").text
    assert ("Governor Bob Ferguson: no number of theirs works now." in said) is cools_down
    assert ("Governor Bob Ferguson 360-902-4111" in said) is not cools_down
    said = phone.text("CALL").text
    assert ("connect you to Mayor Anders Ibsen" in said) is cools_down


def test_who_calls_hears_who_is_passed_over_and_why(bot: Bot) -> None:
    calls(bot, GOVERNOR, "failed", "failed")
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.dial()
    phone.press("1")
    phone.press("1")
    assert phone.press("1").line == GOVERNOR
    said = phone.line("failed").text
    assert "did not go through" in said and "Next is Mayor Anders Ibsen" in said
    phone.hang_up()
    phone.text("CALL")
    phone.answer()
    assert phone.press("1").line == MAYOR
    phone.line("busy")
    phone.hang_up()
    # Who was not reached is offered again, but for whom no line works.
    said = phone.text("CALL").text
    assert "connect you to Mayor Anders Ibsen" in said


def test_nobody_left_to_call_is_said(bot: Bot) -> None:
    calls(bot, GOVERNOR, *["failed"] * 3)
    calls(bot, MAYOR, *["failed"] * 3)
    phone = bot.phone()
    said = phone.text("SANCTUARY 98402").text
    assert "We have no working number for 2 of your officials at the moment." in said


def test_official_with_another_line_that_works_is_called_there(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data"))
    calls(bot, "+12535722281", *["failed"] * 3)
    assert "U.S. Senator Maria Cantwell 202-224-3441" in bot.phone().text("COAST 98402").text


def previewed(bot: Bot, keyword: str, role: str, *more: str) -> dict[str, Any]:
    """The preview of an alert that names an official's number, to somebody in Tacoma; a minute later, as that is how long what
    is known of lines holds."""
    bot.clock.now += timedelta(minutes=1)
    phone = bot.phone()
    for words in (f"{keyword} 98402", "JOIN"):
        phone.text(words)
    words = ["--text", "Call {phone}.", "--text", "es=Llame al {phone}.", *more]
    arguments = ["broadcast", "preview", "--campaign", keyword, "--official", role, *words, "--json"]
    result = bot.app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_alert_names_no_line_that_does_not_work(bot: Bot) -> None:
    bot.clock.now += DAY
    assert "Call 360-902-4111." in previewed(bot, "SANCTUARY", "governor")["languages"]["en"]["example"]
    calls(bot, GOVERNOR, *["failed"] * 3)
    assert previewed(bot, "SANCTUARY", "governor")["held"] == {"no value for phone": 2}
    fallbacks = ("--fallback", "phone.en=their office", "--fallback", "phone.es=su oficina")
    found = previewed(bot, "SANCTUARY", "governor", *fallbacks)
    assert (found["held"], "Call their office." in found["languages"]["en"]["example"]) == ({}, True)
    assert "Call 253-591-5100." in previewed(bot, "SANCTUARY", "mayor")["languages"]["en"]["example"]


def test_alert_names_another_line_of_the_same_official(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data"))
    assert "Call 253-572-2281." in previewed(bot, "COAST", "us_senator")["languages"]["en"]["example"]
    reports(bot, "+12535722281", b"one", b"two")
    assert "Call 202-224-3441." in previewed(bot, "COAST", "us_senator")["languages"]["en"]["example"]


def test_how_lines_did_is_asked_once_a_minute_for_any_number_of_recipients(bot: Bot) -> None:
    at = bot.clock.now + 2 * DAY
    draft = Draft(campaign="sanctuary", audience_filter={"official": "mayor"}, texts={"en": "Call {phone}."}, expires_at=at)
    zips = [zip for number, zip in enumerate(bot.parts.directory.areas) if number % 100 == 0]

    def render(seconds: int) -> int:
        with listening() as ran:
            for zip in zips:
                texts = bot.parts.previewer.texts(draft, at + timedelta(seconds=seconds))
                texts.render(Recipient(1, "en", zip, {}, None))
        return len(ran)

    assert [render(0), render(59), render(60)] == [1, 0, 1]


def test_rest_ends_with_one_more_try(bot: Bot) -> None:
    calls(bot, GOVERNOR, *["failed"] * 3)
    bot.clock.now += timedelta(hours=5)
    assert "no number of theirs works" in bot.phone().text("SANCTUARY 98402").text
    bot.clock.now += timedelta(hours=1, minutes=1)
    assert "Governor Bob Ferguson 360-902-4111" in bot.phone().text("SANCTUARY 98402").text
    calls(bot, GOVERNOR, "failed")
    bot.clock.now += STILL_WELL  # as long as what another process does is not seen
    assert "no number of theirs works" in bot.phone().text("SANCTUARY 98402").text


# --- Wrong numbers -----------------------------------------------------------------------------------------------------


def told_wrong(phone: Phone) -> str:
    phone.text("SANCTUARY 98402")
    phone.text("SCRIPT")
    return phone.text("WRONG").text


def test_line_that_two_people_call_wrong_is_not_offered_until_an_organizer_clears_it(bot: Bot) -> None:
    first, second, third = bot.phone(), bot.phone(), bot.phone()
    told_wrong(first)
    assert one(bot, "SELECT count(*) FROM line_reports") == 1
    assert "Governor Bob Ferguson 360-902-4111" in third.text("SANCTUARY 98402").text
    assert "no number of theirs works" in first.text("LIST").text
    told_wrong(second)
    bot.clock.now += 30 * DAY
    assert "no number of theirs works" in third.text("LIST").text
    result = lines(bot, "--clear", "360-902-4111")
    assert result.output == "360-902-4111 is cleared: 2 reports forgotten.\n"
    assert "Governor Bob Ferguson 360-902-4111" in third.text("LIST").text
    assert "Governor Bob Ferguson 360-902-4111" in first.text("LIST").text


def test_wrong_number_is_no_call_of_the_day(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data"))
    phone = bot.phone()
    phone.text("COAST 98402")
    phone.dial()
    phone.press("1")
    phone.press("1")
    phone.press("1")
    phone.line("answered")
    assert phone.press("4").line == "+12022243441"
    assert one(bot, "SELECT outcome FROM calls ORDER BY id LIMIT 1") == "wrong"
    phone.line("answered")
    phone.press("1")
    phone.hang_up()
    assert one(bot, "SELECT count(*) FROM calls WHERE outcome = 'reached'") == 1


def test_full_mailbox_rests_for_a_day_and_others_get_another_line(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data"))
    phone = bot.phone()
    for words in ("COAST 98402", "SCRIPT", "voicemail full"):
        phone.text(words)
    assert "U.S. Senator Maria Cantwell 206-220-6400" not in phone.text("LIST").text
    assert "U.S. Senator Maria Cantwell 202-224-3441" in bot.phone().text("COAST 98402").text
    bot.clock.now += DAY + timedelta(minutes=1)
    assert "U.S. Senator Maria Cantwell 253-572-2281" in bot.phone().text("COAST 98402").text


def test_full_mailbox_of_an_open_office_comes_before_offices_that_are_closed(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data"))
    bot.clock.set("2026-11-23T15:00:00+00:00")  # ten in Washington, seven in Tacoma
    full_mailbox(bot, "+12022243441")
    assert "Senator Maria Cantwell 202-224-3441" in bot.phone().text("COAST 98402").text
    bot.clock.set("2026-11-23T18:00:00+00:00")
    assert "Senator Maria Cantwell 253-572-2281" in bot.phone().text("COAST 98402").text


def test_full_mailbox_of_an_only_line_is_offered_all_the_same_until_a_message_is_left(bot: Bot) -> None:
    full_mailbox(bot, GOVERNOR)
    phone = bot.phone()
    assert "Governor Bob Ferguson 360-902-4111" in phone.text("SANCTUARY 98402").text
    for words in ("SCRIPT", "2"):
        phone.text(words)
    assert bot.count("full_mailboxes") == 0


def test_full_mailbox_is_no_call_of_the_day(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_choosing(tmp_path / "data"))
    phone = bot.phone()
    phone.text("COAST 98402")
    phone.dial()
    for keys in ("1", "1"):
        phone.press(keys)
    assert phone.press("1").line == "+12535722281"
    phone.line("answered")
    assert phone.press("5").line == "+12022243441", "nobody heard them, so the same official may be called again"


CARRIER = {
    "a call of ours": (["CALL"], "answered", "1", ("reached", "answered", 95)),
    "a long call of ours, and silence": (["CALL"], "answered 360", "", ("talked", "answered", 360)),
    "a short call of ours, and silence": (["CALL"], "answered 60", "", ("skipped", "answered", 60)),
    "a line that was busy": (["CALL"], "busy", "", ("failed", "busy", None)),
    "one that they dialled": (["SCRIPT", "1"], "", "", ("reached", None, None)),
}


@pytest.mark.parametrize("case", CARRIER)
def test_outcome_stands_beside_what_the_carrier_knows(case: str, bot: Bot) -> None:
    texts, line, key, kept = CARRIER[case]
    phone = bot.phone()
    for words in ("SANCTUARY 98402", *texts):
        phone.text(words)
    if line:
        assert phone.rings
        phone.answer()
        phone.press("1")
        status, _, seconds = line.partition(" ")
        phone.line(status, int(seconds or 95))
        for _ in range(1 if key else 3):
            phone.press(key) if key else phone.be_silent()
    asked = select(CallListEntryRow.outcome, CallListEntryRow.call_status, CallListEntryRow.call_seconds)
    with bot.parts.database.read() as connection:
        found = connection.execute(asked.where(CallListEntryRow.recorded_at.is_not(None))).all()
    assert [tuple(row) for row in found] == [kept]


def test_callers_with_a_withheld_number_count_as_one_and_do_not_bind_each_other(bot: Bot) -> None:
    for _ in range(2):
        phone = bot.phone()
        phone.dial(withheld=True)
        phone.press("1")
        phone.press("98402")
        assert phone.press("1").line == GOVERNOR
        phone.line("answered")
        assert "Next is Mayor" in phone.press("4").text
        phone.hang_up()
    assert one(bot, "SELECT count(*) FROM line_reports") == 1


def test_forget_takes_the_report_along(bot: Bot) -> None:
    phone = bot.phone()
    told_wrong(phone)
    phone.forget()
    assert bot.count("line_reports") == 0


# --- What organizers see -----------------------------------------------------------------------------------------------


def lines(bot: Bot, *arguments: str) -> Result:
    return bot.app.test_cli_runner().invoke(args=["officials", "lines", *arguments])


def test_organizers_see_how_lines_did_and_which_need_a_look(bot: Bot) -> None:
    assert lines(bot).output == "No such line.\n"
    calls(bot, GOVERNOR, "answered", "busy", "no_answer", "failed", "failed", "failed")
    calls(bot, MAYOR, "answered")
    reports(bot, "+12022243441", b"a")
    full_mailbox(bot, "+12062206400")
    shown = [line.split() for line in lines(bot).output.splitlines()]
    by_line = {row[0]: row for row in shown}
    assert by_line["360-902-4111"][-10:-5] == ["6", "1", "1", "1", "3"]
    assert by_line["253-591-5100"][-8:-3] == ["1", "1", "0", "0", "0"]
    assert by_line["202-224-3441"][-2:] == ["1", "person"]
    assert "206-220-6400" in by_line and "2026-11-24" in by_line["206-220-6400"]
    flagged = lines(bot, "--flagged").output
    assert "360-902-4111" in flagged and "202-224-3441" in flagged and "253-591-5100" not in flagged
    assert "206-220-6400" in flagged
    assert "is cleared" in lines(bot, "--clear", "206-220-6400").output
    assert "206-220-6400" not in lines(bot, "--flagged").output


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("hello", "--clear 'hello': is no phone number; write it like 253-555-0100"),
        ("360-902-4111", "nobody called 360-902-4111 a wrong number, or full; see: flask officials lines --flagged"),
    ],
)
def test_what_cannot_be_cleared_is_said(number: str, told: str, bot: Bot) -> None:
    result = lines(bot, "--clear", number)
    assert result.exit_code != 0
    assert told in " ".join(result.output.split())


# --- Promises ----------------------------------------------------------------------------------------------------------


def promised(bot: Bot) -> Phone:
    """Somebody to whom we promised on a Sunday to text when the governor's office opens."""
    bot.clock.set(SUNDAY)
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("CALL")
    assert "We will text you when the office opens" in phone.text("2").text
    phone.messages()
    return phone


def at(bot: Bot, phone: Phone, moment: str) -> list[str]:
    """What the bot texts by itself at a moment."""
    bot.clock.set(moment)
    phone.wait()
    return phone.messages()


def test_promised_text_comes_when_the_office_opens_and_once(bot: Bot) -> None:
    phone = promised(bot)
    assert at(bot, phone, "2026-11-23T16:59:00+00:00") == []
    (told,) = at(bot, phone, MONDAY_AT_NINE)
    assert "the office is open now: Governor Bob Ferguson, 360-902-4111" in told
    assert at(bot, phone, MONDAY_AT_NINE) == []
    assert one(bot, "SELECT count(*) FROM call_sheet_entries WHERE due_at IS NOT NULL") == 0


def reached_meanwhile(phone: Phone) -> None:
    phone.dial()
    phone.press("1")
    phone.press("1")
    phone.press("1")  # the mayor, whose office is closed as well
    phone.press("3")
    phone.hang_up()
    phone.text("SCRIPT")
    phone.text("1")
    phone.messages()


@pytest.mark.parametrize(
    ("meanwhile", "moment"),
    [
        pytest.param(lambda phone: phone.text("STOP"), MONDAY_AT_NINE, id="they stopped all texts"),
        pytest.param(lambda phone: phone.forget(), MONDAY_AT_NINE, id="they were forgotten"),
        pytest.param(lambda phone: phone.text("MOVE 10001"), MONDAY_AT_NINE, id="they moved away"),
        pytest.param(reached_meanwhile, MONDAY_AT_NINE, id="they reached the office by themselves"),
        pytest.param(lambda phone: None, "2026-11-24T18:00:00+00:00", id="the bot was away for a day"),
        pytest.param(lambda phone: None, "2026-11-24T01:30:00+00:00", id="the bot was away until the office closed"),
    ],
)
def test_promised_text_does_not_come_when(meanwhile: Any, moment: str, bot: Bot) -> None:
    phone = promised(bot)
    meanwhile(phone)
    phone.messages()
    assert at(bot, phone, moment) == []
    assert at(bot, phone, "2026-11-25T18:00:00+00:00") == []
    assert one(bot, "SELECT count(*) FROM call_sheet_entries WHERE due_at IS NOT NULL AND position >= 0") == 0


def test_stop_between_the_writing_and_the_sending_holds(bot: Bot) -> None:
    phone = promised(bot)
    bot.clock.set(MONDAY_AT_NINE)
    phone.wait()
    phone.messages()
    with bot.parts.database.write() as connection:
        connection.execute(text("UPDATE deliveries SET state = 'queued'"))  # as if it had not left yet
    phone.text("STOP")
    bot.parts.outbox.wake()
    bot.parts.outbox.wait()
    assert one(bot, "SELECT error FROM deliveries") == "stopped"


def test_two_processes_keep_a_promise_once(start: Start) -> None:
    first, second = start(), start()
    phone = promised(first)
    first.clock.set(MONDAY_AT_NINE)
    second.clock.set(MONDAY_AT_NINE)
    at_once(*[lambda bot=bot: bot.parts.upkeep.keep_promises(bot.clock()) for bot in (first, second) for _ in range(3)])
    first.parts.outbox.wait()
    second.parts.outbox.wait()
    assert len(phone.messages()) == 1
    assert one(first, "SELECT count(*) FROM deliveries WHERE kind = 'text'") == 1


def test_promise_is_known_to_workers_beforehand_and_kept_by_any_of_them(start: Start) -> None:
    first, second = start(), start()
    phone = promised(first)
    opens = datetime.fromisoformat(MONDAY_AT_NINE)
    workers, serve = second.parts.workers, JobRequest("serve_conversations")
    workers.perform(JobRequest("erase"))
    found = workers.find_due(opens - timedelta(minutes=1))
    assert serve not in found.requests and found.next_at is not None
    assert opens - timedelta(minutes=1) < found.next_at <= opens
    assert serve in workers.find_due(opens).requests
    first.clock.set(MONDAY_AT_NINE)
    second.clock.set(MONDAY_AT_NINE)
    for _ in range(2):  # asked for twice, it is kept once
        workers.perform(serve)
        second.parts.outbox.wait()
    assert len(phone.messages()) == 1
    assert serve not in workers.find_due(opens).requests


def test_text_that_a_process_left_behind_is_sent_by_workers(bot: Bot) -> None:
    phone, workers, serve = bot.phone(), bot.parts.workers, JobRequest("serve_conversations")
    phone.text("SANCTUARY 98402")
    phone.messages()
    with bot.parts.database.write() as connection:  # a turn that was written, and its process killed before it sent
        enqueue_messages(
            connection, one(bot, "SELECT id FROM supporters"), "text", Content(text="the office is open"), bot.clock()
        )
    assert serve not in workers.find_due(bot.clock()).requests, "who took the turn is about to send it"
    assert serve in workers.find_due(bot.clock() + timedelta(seconds=11)).requests
    workers.perform(serve)
    bot.parts.outbox.wait()
    assert phone.messages() == ["the office is open"]
    assert serve not in workers.find_due(bot.clock() + timedelta(seconds=11)).requests


def test_promise_outlives_a_restart(database_url: str, tmp_path: Path) -> None:
    with starting(database_url, tmp_path) as start:
        promised(start())
    with starting(database_url, tmp_path) as start:
        bot = start()
        bot.clock.set(MONDAY_AT_NINE)
        bot.parts.outbox.wake()  # as a server does when it starts
        for _ in range(500):
            if bot.count("deliveries") and one(bot, "SELECT state FROM deliveries") == "delivered":
                break
            bot.parts.outbox._thread.join(0.02)  # type: ignore[union-attr]
        assert one(bot, "SELECT state FROM deliveries") == "delivered"


def test_it_looks_often_enough_to_be_on_time() -> None:
    assert LOOK_EVERY <= 60


def test_campaign_that_ended_meanwhile_keeps_no_promise(database_url: str, tmp_path: Path) -> None:
    data = data_choosing(tmp_path / "data")
    file = data / "campaigns" / "coast.yaml"
    with starting(database_url, tmp_path) as start:
        bot = start(data_dir=data)
        bot.clock.set(SUNDAY)
        phone = bot.phone()
        for body in ("COAST 98402", "CALL", "2"):
            phone.text(body)
    file.write_text(file.read_text(encoding="utf-8").replace("state: live", "state: ended"), encoding="utf-8")
    with starting(database_url, tmp_path) as start:
        bot = start(data_dir=data)
        assert at(bot, bot.phone(phone.number), "2026-11-23T16:00:00+00:00") == []
        assert one(bot, "SELECT count(*) FROM call_sheet_entries WHERE due_at IS NOT NULL") == 0


def test_promise_comes_back_to_its_own_campaign(start: Start, tmp_path: Path) -> None:
    data = data_choosing(tmp_path / "data")
    shutil.copy(ROOT / "tests" / "transcript_data" / "meals.yaml", data / "campaigns")
    bot = start(data_dir=data)
    bot.clock.set(SUNDAY)
    phone = bot.phone()
    for body in ("COAST 98402", "CALL", "2", "MEALS"):
        phone.text(body)
    phone.messages()
    # Nine in Washington is six in Tacoma, which is no time to text anybody.
    assert at(bot, phone, "2026-11-23T14:30:00+00:00") == []
    (told,) = at(bot, phone, "2026-11-23T16:00:00+00:00")
    assert "U.S. Senator Maria Cantwell, 202-224-3441" in told
    assert "connect you to U.S. Senator Maria Cantwell" in phone.text("CALL").text
