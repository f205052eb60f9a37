"""What is counted of calls and texts, when, and that a recount finds the same."""

import csv
import io
import json
import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from click.testing import Result
from openpyxl import load_workbook
from sqlalchemy import select, text, update

from bot.broadcasts.results import read_result
from bot.models import Call, CallDay, CallHour, CallOfficial, FunnelDay, Table, TextDay
from bot.results.recount import recount_all, recount_lately
from bot.results.turn_counts import count_turns
from bot.tabular.saved_tables import table_bytes
from tests.calls_made import call, connect
from tests.carrier import LIVE
from tests.conftest import Bot, Start
from tests.subscribers import NOON, People

# At 18:00 UTC it is one in the afternoon where a day of the results ends at midnight.
TODAY, WEEK, HOUR = "2026-11-23", "2026-11-23", 13
CALL_TABLES = (CallDay, CallHour, CallOfficial)


def counted(bot: Bot, table: type[Table]) -> dict[tuple[object, ...], tuple[int, ...]]:
    """The rows of a table of counts that have anything in them: key -> figures."""
    columns = table.__table__.columns
    wide = len(table.__table__.primary_key.columns)
    with bot.parts.database.read() as connection:
        rows = connection.execute(select(*columns)).all()
    return {tuple(row[:wide]): tuple(row[wide:]) for row in rows if any(row[wide:])}


def summed(bot: Bot, table: type[Table]) -> dict[str, int]:
    """How many by the last part of the key, as what of texts, or which step."""
    found = Counter[str]()
    for key, figures in counted(bot, table).items():
        found[str(key[-1])] += figures[0]
    return dict(found)


def calls(bot: Bot) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(state, status, outcome) -> (calls, seconds)."""
    return {key[2:]: figures for key, figures in counted(bot, CallDay).items()}  # type: ignore[misc]


@pytest.mark.parametrize(
    ("ending", "said", "expected"),
    [
        pytest.param("answered", "1", {("WA", "answered", "reached"): (1, 95)}, id="talked"),
        pytest.param("answered", "2", {("WA", "answered", "message"): (1, 95)}, id="left a message"),
        pytest.param("answered", "", {("WA", "answered", ""): (1, 95)}, id="said nothing"),
        pytest.param("busy", "", {("WA", "busy", "failed"): (1, 0)}, id="busy"),
    ],
)
def test_call_is_counted_by_what_the_carrier_knows_and_what_is_told(
    ending: str, said: str, expected: dict[tuple[str, str, str], tuple[int, int]], bot: Bot
) -> None:
    call(bot, ending=ending, said=said)
    assert calls(bot) == expected
    connected, reached = int(ending == "answered"), int(said == "1")
    assert counted(bot, CallHour) == {(TODAY, "sanctuary", HOUR): (1, connected, reached)}
    ((week, campaign, official), figures) = next(iter(counted(bot, CallOfficial).items()))
    assert (week, campaign) == (WEEK, "sanctuary") and str(official)
    assert figures == (1, connected, reached, 95 * connected)


def test_call_that_is_on_is_counted_before_it_ends(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    connect(phone)
    assert calls(bot) == {("WA", "dialing", ""): (1, 0)}


def test_wrong_number_changes_what_is_counted(bot: Bot) -> None:
    call(bot, said="")
    assert calls(bot) == {("WA", "answered", ""): (1, 95)}
    bot.phone("+12535550100").text("WRONG NUMBER")
    assert calls(bot) == {("WA", "answered", "wrong"): (1, 95)}
    assert [figures[2] for figures in counted(bot, CallHour).values()] == [0]


def test_calls_are_counted_in_the_state_where_the_caller_lived_then(bot: Bot) -> None:
    call(bot, "+12535550142")
    phone = bot.phone("+12535550142")
    phone.text("MOVE 10001")
    call(bot, zip="60614")
    assert {state for state, *_ in calls(bot)} == {"WA", "IL"}
    before = calls(bot)
    phone.forget()
    assert calls(bot) == before


def test_day_ends_at_midnight_of_the_organization(bot: Bot) -> None:
    bot.clock.set("2026-11-25T02:30+00:00")  # half past nine in the evening of the 24th
    call(bot)
    assert {key[0] for key in counted(bot, CallDay)} == {"2026-11-24"}
    assert {(key[0], key[2]) for key in counted(bot, CallHour)} == {("2026-11-24", 21)}


def test_texts_and_first_steps_are_counted_within_a_minute_and_once(bot: Bot) -> None:
    phone, other = bot.phone(), bot.phone()
    for said in ("SANCTUARY", "98402", "JOIN", "the weather is so nice today", "STOP"):
        phone.text(said)
    other.text("SANCTUARY 98402")
    for _ in range(2):
        bot.clock.now += timedelta(minutes=1)
        count_turns(bot.parts.database, bot.parts.days, bot.clock.now)
    assert summed(bot, TextDay) == {"replies": 6, "not_understood": 1, "joined": 1, "left": 1}
    assert summed(bot, FunnelDay) == {"begun": 2, "zip": 2, "list": 2}
    other.text("SANCTUARY 98402")
    bot.clock.now += timedelta(minutes=1)
    count_turns(bot.parts.database, bot.parts.days, bot.clock.now)
    assert summed(bot, FunnelDay) == {"begun": 2, "zip": 2, "list": 2}
    assert summed(bot, TextDay)["replies"] == 7


def test_step_of_the_funnel_counts_each_supporter_once(bot: Bot) -> None:
    call(bot, "+12535550142")
    call(bot, "+12535550143", ending="busy")
    call(bot, "+12535550142", said="2")
    steps = {step: n for step, n in summed(bot, FunnelDay).items() if step in ("called", "connected", "reached")}
    assert steps == {"called": 2, "connected": 1, "reached": 1}


def test_recount_finds_nothing_where_nothing_was_missed(bot: Bot) -> None:
    call(bot)
    call(bot, ending="busy", zip="60614")
    call(bot, said="2")
    bot.phone("+12535550100").text("WRONG NUMBER")
    bot.clock.now += timedelta(minutes=1)
    count_turns(bot.parts.database, bot.parts.days, bot.clock.now)
    assert list(recount_all(bot.parts.database, bot.parts.days, bot.clock.now)) == []


def test_recount_mends_what_is_wrong_and_tells_it(bot: Bot) -> None:
    call(bot)
    call(bot, zip="60614")
    good = [counted(bot, table) for table in (*CALL_TABLES, FunnelDay)]
    with bot.parts.database.write() as connection:
        connection.execute(update(CallDay).where(CallDay.state == "WA").values(n=7))
        for table in (CallHour, CallOfficial, FunnelDay):
            connection.execute(table.__table__.delete())
    found = list(recount_all(bot.parts.database, bot.parts.days, bot.clock.now))
    assert {each.table for each in found} == {"call_days", "call_hours", "call_officials", "funnel_days"}
    assert ((7, 95), (1, 95)) in [(each.kept, each.counted) for each in found]
    assert [counted(bot, table) for table in CALL_TABLES] == good[:3]
    steps = {key: n for key, n in good[3].items() if key[-1] in ("called", "connected", "reached")}
    assert steps.items() <= counted(bot, FunnelDay).items()


def test_recount_keeps_what_was_counted_of_who_is_erased(bot: Bot) -> None:
    call(bot, "+12535550142")
    bot.clock.now += timedelta(minutes=1)
    count_turns(bot.parts.database, bot.parts.days, bot.clock.now)
    before = [counted(bot, table) for table in (*CALL_TABLES, FunnelDay)]
    bot.phone("+12535550142").forget()
    assert list(recount_all(bot.parts.database, bot.parts.days, bot.clock.now)) == []
    assert [counted(bot, table) for table in (*CALL_TABLES, FunnelDay)] == before


def test_nightly_recount_counts_everything_where_nothing_was_counted_yet(bot: Bot) -> None:
    call(bot)
    with bot.parts.database.write() as connection:
        for table in (*CALL_TABLES, FunnelDay):
            connection.execute(table.__table__.delete())
        connection.execute(update(Call).values(at=datetime.fromisoformat("2026-09-01T18:00+00:00")))
    recount_lately(bot.parts.database, bot.parts.days, bot.clock.now)
    assert {key[0] for key in counted(bot, CallDay)} == {"2026-09-01"}


def test_counts_hold_nobody(bot: Bot) -> None:
    for table in (*CALL_TABLES, TextDay, FunnelDay):
        assert not {column.name for column in table.__table__.columns} & {"supporter_id", "person", "phone", "zip"}


def test_trial_in_the_terminal_counts_no_call(bot: Bot) -> None:
    runner = bot.app.test_cli_runner()
    said = "SANCTUARY 98402\n/dial\n/press 1\n/press 1\n/press 1\n/line answered\n/press 1\n/hang up\n\n"
    result = runner.invoke(args=["flows", "try"], input=said)
    assert result.exit_code == 0, result.output
    with bot.parts.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM calls")).scalar() == 0
    assert [counted(bot, table) for table in CALL_TABLES] == [{}, {}, {}]


def flask(bot: Bot, *args: str) -> Result:
    return bot.app.test_cli_runner().invoke(args=list(args))


def test_texts_of_an_alert_are_counted_as_carriers_tell_and_calls_as_led_to_by_it(bot: Bot) -> None:
    bot.clock.now = NOON
    people = People(bot)
    for name in ("one", "two"):
        people.add(name)
    sent = flask(
        bot, "broadcast", "send", "--campaign", "sanctuary", "--text", "Call {official}.", "--text", "es=Llame.", "--yes"
    )
    assert sent.exit_code == 0, sent.output
    of_alerts = {key[2]: figures[0] for key, figures in counted(bot, TextDay).items() if key[1] == "sanctuary"}
    assert of_alerts == {"sent": 2, "delivered": 2}
    call(bot, people.phone("one"))
    call(bot, "+12535559999")
    with bot.parts.database.read() as connection:
        assert Counter(connection.execute(select(Call.caused_by)).scalars()) == {1: 1, None: 1}
    assert list(recount_all(bot.parts.database, bot.parts.days, bot.clock.now)) == []
    told = json.loads(flask(bot, "results", "--json").stdout)["alerts"]
    assert [(each["Alert"], each["Calls"], each["Talked"]) for each in told] == [("1", 1, 1)]


def test_call_counts_for_the_last_alert_alone_wherever_it_is_counted(bot: Bot) -> None:
    bot.clock.now = NOON
    people = People(bot)
    people.add("one")
    for words, theirs in (("Call {official}.", "es=Llame."), ("Call {official} again.", "es=Llame otra vez.")):
        sent = flask(bot, "broadcast", "send", "--campaign", "sanctuary", "--text", words, "--text", theirs, "--yes")
        assert sent.exit_code == 0, sent.output
    call(bot, people.phone("one"))
    told = json.loads(flask(bot, "results", "--json").stdout)["alerts"]
    assert [(each["Alert"], each["Calls"], each["Talked"]) for each in told] == [("2", 1, 1), ("1", 0, 0)]
    for alert, count in ((1, 0), (2, 1)):
        bot.parts.workers.jobs["count_result"].do(alert)
        with bot.parts.database.read() as connection:
            found = read_result(connection, alert)
        assert (found.callers, found.calls, found.reached) == (count, count, count)
        assert re.search(rf"called an official +{count}\b", flask(bot, "broadcast", "results", str(alert)).output)


def test_results_are_printed_and_written_as_csv_and_json(bot: Bot) -> None:
    call(bot)
    call(bot, ending="busy", zip="60614")
    shown = flask(bot, "results")
    assert shown.exit_code == 0 and "2 calls to 2 offices" in shown.output
    told = json.loads(flask(bot, "results", "--json", "--campaign", "sanctuary").stdout)
    assert (told["started"], told["connected"], told["reached"], told["offices"]) == (2, 1, 1, 2)
    assert sum(each["Calls"] for each in told["days"]) == sum(each["Calls"] for each in told["officials"]) == 2
    assert json.loads(flask(bot, "results", "--json", "--campaign", "trust-act").stdout)["started"] == 0
    lines = flask(bot, "results", "--csv", "officials").stdout.splitlines()
    assert lines[0].removeprefix("\ufeff") == "Official,Calls,Connected,Talked,Minutes"
    assert "Governor Bob Ferguson (WA),1,1,1,1" in lines


def test_places_of_few_callers_are_not_told_how_many(bot: Bot) -> None:
    for number in range(5):
        call(bot, f"+1253555{number:04}")
    call(bot, zip="60614")
    told = {each["Place"]: each["Calls"] for each in json.loads(flask(bot, "results", "--json").stdout)["places"]}
    assert told == {"Washington": 5, "Illinois": "fewer than 5"}


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-02", "2026-11-29"), ("2026-11-04", "2026-11-25"), ("2026-11-24", "2026-11-25"), ("2026-11-23", "2026-11-23")],
)
def test_officials_of_any_days_are_those_of_their_calls(first: str, last: str, bot: Bot) -> None:
    for number in range(28):
        bot.clock.set(f"2026-11-{2 + number:02}T18:00+00:00")
        call(bot, f"+1253555{number:04}")
    told = json.loads(flask(bot, "results", "--json", "--from", first, "--to", last).stdout)
    many = (datetime.fromisoformat(last) - datetime.fromisoformat(first)).days + 1
    assert [each["Calls"] for each in told["officials"]] == [many] and told["started"] == many
    assert sum(each["Calls"] for each in told["days"]) == many


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "2026-11-24", "--to", "2026-11-23"], "write the earlier day first"),
        (["--from", "2026-02-30"], "does not match the format"),
        (["--csv", "people"], "'people' is not one of"),
    ],
)
def test_results_of_no_such_days_or_table_are_refused(options: list[str], said: str, bot: Bot) -> None:
    refused = flask(bot, "results", *options)
    assert refused.exit_code == 2 and said in refused.output


def test_recount_is_told_in_the_terminal(bot: Bot) -> None:
    call(bot)
    assert "Every count was right." in flask(bot, "results", "recount").output
    with bot.parts.database.write() as connection:
        connection.execute(update(CallDay).where(CallDay.outcome == "reached").values(n=7))
    told = flask(bot, "results", "recount").output
    assert (
        "call_days 2026-11-23 sanctuary WA answered reached: kept 7/95, counted 1/95" in told and "1 counts are mended" in told
    )


def test_demo_fills_an_empty_database_and_no_other(bot: Bot) -> None:
    seeded = flask(bot, "demo", "seed", "--supporters", "60", "--alerts", "2", "--calls", "40")
    assert seeded.exit_code == 0 and "60 supporters, 120 texts of alerts, 40 calls" in seeded.output
    told = json.loads(flask(bot, "results", "--json", "--days", "100").stdout)
    assert told["started"] == 40 == sum(each["Calls"] for each in told["officials"])
    assert {each["Texts"]: each["How many"] for each in told["texts"]}["Sent by us"] == 120
    assert "Every count was right." in flask(bot, "results", "recount").output
    again = flask(bot, "demo", "seed", "--supporters", "1", "--calls", "0", "--alerts", "0")
    assert again.exit_code == 1 and "say --more" in again.output
    more = flask(bot, "demo", "seed", "--supporters", "1", "--calls", "0", "--alerts", "0", "--more")
    assert more.exit_code == 0 and bot.count("supporters") == 61


def test_demo_is_refused_on_a_real_account(start: Start) -> None:
    live = start(**LIVE)
    refused = flask(live, "demo", "seed")
    assert refused.exit_code == 1 and "there is a real account" in refused.output and live.count("supporters") == 0


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def test_cells_of_saved_tables_are_no_formulas() -> None:
    rows = [(each, 1) for each in (*FORMULAS, "plain")]
    written = table_bytes("csv", ("a", "b"), rows)
    assert written.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    book = load_workbook(io.BytesIO(table_bytes("xlsx", ("a", "b"), rows, "sheet")))
    for cells in ([row[0] for row in read[1:]], [str(row[0].value) for row in list(book["sheet"].rows)[1:]]):
        assert [cell[0] for cell in cells] == ["'"] * len(FORMULAS) + ["p"]
