"""What has grown old is erased, by itself and by command; counts, outcomes and the ledger stay."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select, text

from bot.config import Settings
from bot.models import Broadcast, Delivery, Supporter, Unanswered
from bot.people import ledger, retention
from bot.people.retention import KINDS, erase_old
from bot.reading import EVERYTHING
from bot.workers.jobs import JobRequest
from tests.carrier import one, rows
from tests.conftest import ROOT, Bot


def erased(bot: Bot, **days: int) -> dict[str, int]:
    """What is erased now: only what took any row."""
    settings = bot.parts.settings.model_copy(update=days)
    return {what: count for what, count in erase_old(bot.parts.database, settings, bot.clock()).items() if count}


def later(bot: Bot, days: int) -> None:
    bot.clock.now += timedelta(days=days)


def a_texter(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("blorp")
    phone.dial()
    phone.press("9")
    phone.hang_up()
    phone.messages()


def a_caller(bot: Bot) -> None:
    phone = bot.phone()
    phone.dial()
    for keys in ("1", "98402", "1"):
        phone.press(keys)
    phone.line("answered")
    phone.hang_up()


def an_alert(bot: Bot) -> None:
    bot.phone().text("SANCTUARY 98402")
    now = bot.clock()
    with bot.parts.database.write() as connection:
        broadcast = {key: dict[str, str]() for key in ("audience_filter", "texts", "fallbacks")} | {
            "kind": "alert",
            "campaign": "sanctuary",
        }
        times = {"created_at": now, "expires_at": now}
        connection.execute(insert(Broadcast).values(id=1, state="done", reason="", **broadcast, **times))
        supporter = connection.execute(select(Supporter.id)).scalar()
        values = {"state": "delivered", "zone": "", "attempts": 1, "leased_at": now, "text": "Call now", "segments": 1}
        connection.execute(insert(Delivery).values(broadcast_id=1, supporter_id=supporter, **values))


def a_text_unanswered(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        connection.execute(insert(Unanswered).values(id="x", path="/", form=b"encrypted", error="Fault", at=bot.clock()))


# Who came, how many days ago, and which kinds are erased then.
CASES: dict[str, tuple[Callable[[Bot], None], int, set[str]]] = {
    "nothing of a text is old after 29 days": (a_texter, 29, set()),
    "the words go after 30 days": (a_texter, 31, {"replies", "texts", "not_understood"}),
    "the conversation goes after 90 days": (a_texter, 91, {"replies", "texts", "not_understood", "conversations"}),
    "a caller stays for 89 days": (a_caller, 89, {"replies"}),
    "a caller goes after 90 days": (a_caller, 91, {"replies", "conversations", "callers"}),
    "an alert's words stay for 29 days": (an_alert, 29, set()),
    "an alert's words go after 30 days": (an_alert, 31, {"replies", "alerts"}),
    "a text that waits to be answered goes after 30 days": (a_text_unanswered, 31, {"unanswered"}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_erased_when(case: str, bot: Bot) -> None:
    live, days, kinds = CASES[case]
    live(bot)
    later(bot, days)
    assert set(erased(bot)) == kinds
    assert erased(bot) == {}, "a second time there is nothing to do"


def test_counts_outcomes_and_the_ledger_stay(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("SANCTUARY 98402", "SCRIPT", "1", "JOIN", "CALL"):
        phone.text(body)
    an_alert_of = rows(bot)
    later(bot, 400)
    erased(bot)
    after = rows(bot)
    gone = {table for table, count in an_alert_of.items() if after[table] < count}
    assert gone == {"turns"}
    assert one(bot, "SELECT count(*) FROM call_sheet_entries WHERE outcome = 'reached'") == 1
    assert one(bot, "SELECT count(*) FROM deliveries WHERE text IS NOT NULL") == 0


def test_who_comes_back_after_their_thread_was_erased_is_greeted_and_known(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")
    later(bot, 91)
    erased(bot)
    assert "Text a word to begin" in phone.text("hello").text
    assert "Tacoma (98402)" in phone.text("SANCTUARY").text
    assert "Sanctuary alerts since" in phone.text("MY DATA").text


def test_thread_that_goes_on_goes_on(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    for _ in range(5):
        later(bot, 30)
        phone.text("LEARN")
        erased(bot)
    assert phone.text("1").said and "Sorry" not in phone.text("LIST").text


def calls_again(bot: Bot, number: str) -> None:
    bot.phone(number).dial()


def texts(bot: Bot, number: str) -> None:
    bot.phone(number).text("SANCTUARY")


def is_stopped(bot: Bot, number: str) -> None:
    write(bot, number, EVERYTHING, "withdrawn")


def is_imported(bot: Bot, number: str) -> None:
    write(bot, number, "sanctuary", "claimed")


def write(bot: Bot, number: str, programme: str, act: ledger.Act) -> None:
    with bot.parts.database.write() as connection:
        supporter = connection.execute(select(Supporter.id)).scalar()
        entry = ledger.LedgerEntry(programme=programme, act=act, words="", channel="sms", source="carrier", at=bot.clock())
        ledger.write_entries(connection, bot.parts.phone_cipher.person_key(number), supporter, [entry])


@pytest.mark.parametrize(
    ("then", "stays"),
    [(lambda bot, number: None, 0), (calls_again, 1), (texts, 1), (is_stopped, 1), (is_imported, 1)],
    ids=["nothing more", "they call again", "they text", "the carrier says stop", "a list names them"],
)
def test_who_only_called_is_erased_unless(then: Callable[[Bot, str], None], stays: int, bot: Bot) -> None:
    a_caller(bot)
    number = f"+1253555{bot.phones + 99:04d}"
    later(bot, 60)
    then(bot, number)
    later(bot, 60)
    erased(bot)
    assert bot.count("supporters") == stays
    assert bot.count("calls") == 1
    if not stays:
        assert one(bot, "SELECT count(*) FROM calls WHERE key IS NOT NULL OR supporter_id IS NOT NULL") == 0


def test_days_can_be_fewer(bot: Bot) -> None:
    a_texter(bot)
    later(bot, 2)
    assert set(erased(bot, keep_texts_days=1, keep_conversations_days=1)) == {
        "replies",
        "texts",
        "not_understood",
        "conversations",
    }


def test_more_than_a_page_is_erased_whole(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        at = bot.clock.now
        many = [
            {"id": f"x{number}", "path": "/", "form": b"", "error": "", "at": at} for number in range(3 * retention.PAGE + 1)
        ]
        connection.execute(insert(Unanswered), many)
    later(bot, 31)
    assert erased(bot)["unanswered"] == 3 * retention.PAGE + 1
    assert bot.count("unanswered") == 0


def test_server_erases_once_a_day_by_itself(bot: Bot) -> None:
    a_texter(bot)
    later(bot, 31)
    assert erasures(bot) == set()
    workers, erasing = bot.parts.workers, JobRequest("erase")
    assert erasing in workers.find_due(bot.clock()).requests
    workers.perform(erasing)
    first = erasures(bot)
    assert len(first) == 1 and one(bot, "SELECT count(*) FROM turns WHERE reply != ''") == 0
    later(bot, 0)
    workers.perform(erasing)
    assert erasing not in workers.find_due(bot.clock()).requests and erasures(bot) == first
    later(bot, 1)
    workers.perform(erasing)
    assert erasures(bot) != first


def erasures(bot: Bot) -> set[datetime]:
    with bot.parts.database.read() as connection:
        return set(connection.execute(text("SELECT at FROM erasures")).scalars())


def invoke(bot: Bot, *arguments: str) -> str:
    result = bot.app.test_cli_runner().invoke(args=["privacy", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_report_says_what_is_held_what_is_due_and_what_was_erased(bot: Bot) -> None:
    a_texter(bot)
    bot.parts.outbox.wait()
    before = line(invoke(bot, "report"), "replies")
    assert before[2:] == ["2026-11-23", "2026-12-23", "never"]
    later(bot, 31)
    assert f"replies: {before[1]} erased" in invoke(bot, "erase")
    after = line(invoke(bot, "report"), "replies")
    assert after == ["replies", "0", "2026-12-24", after[3], "UTC", before[1]]
    assert "FORGET" in invoke(bot, "report")


def line(printed: str, what: str) -> list[str]:
    return next(cells for each in printed.splitlines() if (cells := each.split()) and cells[0] == what)


def test_report_of_an_empty_database(bot: Bot) -> None:
    printed = invoke(bot, "report")
    assert all(line(printed, what)[1] == "0" for what in KINDS)


def test_old_rows_are_found_by_an_index(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # of an empty table nothing else would be read
        for name in KINDS:
            query = KINDS[name].old().params(before=bot.clock.now)
            said = query.compile(connection.engine, compile_kwargs={"literal_binds": True})
            plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {said}".replace("%", "%%"))
            assert "ix_" in (found := " ".join(map(str, plan))) and "SCAN " not in found.replace("Index Scan", ""), name


def test_page_on_privacy_tells_every_setting_and_its_days() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8").partition("## Erasing by age")[2]
    told = {name.lower(): int(days) for name, days in re.findall(r"\| `(KEEP_\w+)` \| (\d+) days", page)}
    assert told == {kind.days: Settings.model_fields[kind.days].default for kind in KINDS.values()}
