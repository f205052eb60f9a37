"""Who rests is known less closely after a month: their place, their calls. Who comes back is never told a wrong official."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, text, update

from bot.broadcasts.alert_hours import opening_hours
from bot.conversation.corrected_home import correct_home
from bot.engine.state import State
from bot.models import Call, Organizer, Supporter, Turn
from bot.people.backfill import backfill_columns
from bot.people.resting import coarsen_resting
from bot.people.time_zones import whereabouts, widened, zones_of
from bot.workers.jobs import JobRequest
from tests.carrier import contents, one
from tests.conftest import Bot
from tests.test_page_calls import answer_with, ask, code_of, texts_to
from tests.test_sign_ups import sent

NUMBER = "+12535550142"
ZIP = "98402"


def later(bot: Bot, days: int) -> None:
    bot.clock.now += timedelta(days=days)


def coarsened(bot: Bot) -> int:
    return coarsen_resting(bot.parts.database, bot.clock())


def calls_and_tells(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    phone.text(f"SANCTUARY {ZIP}")
    phone.text("NEXT")
    phone.text("SCRIPT")
    phone.messages()
    with bot.parts.database.write() as connection:
        supporter = connection.execute(select(Supporter.id)).scalar_one()
        call = {
            "campaign": "sanctuary",
            "official": "wa/governor",
            "line": "+13609024111",
            "status": "completed",
            "state": "WA",
        }
        told = {"key": "CA1", "outcome": "reached", "seconds": 60, "at": bot.clock()}
        connection.execute(insert(Call).values(supporter_id=supporter, **call, **told))


def home(bot: Bot) -> tuple[str | None, str | None]:
    with bot.parts.database.read() as connection:
        row = connection.execute(select(Supporter.zip, Supporter.zip_area)).one()
    return row.zip, row.zip_area


def test_after_a_month_place_call_list_thread_and_calls_are_nobodys_and_the_counts_stay(bot: Bot) -> None:
    calls_and_tells(bot)
    later(bot, 29)
    assert coarsened(bot) == 0 and home(bot) == (ZIP, None)
    later(bot, 2)
    assert coarsened(bot) == 1
    assert home(bot) == (None, "984")
    for table in ("call_sheets", "call_sheet_entries", "turns", "deliveries"):
        assert bot.count(table) == 0, table
    assert one(bot, "SELECT count(*) FROM calls WHERE outcome = 'reached'") == 1
    assert one(bot, "SELECT count(*) FROM calls WHERE supporter_id IS NOT NULL OR key IS NOT NULL") == 0
    assert ZIP not in repr(contents(bot)["supporters"])
    assert coarsened(bot) == 0, "a second time it finds nobody"


def joins(bot: Bot) -> None:
    bot.phone(NUMBER).text("JOIN")


def writes_again(bot: Bot) -> None:
    later(bot, 20)
    bot.phone(NUMBER).text("LIST")


def calls_again(bot: Bot) -> None:
    later(bot, 20)
    bot.phone(NUMBER).dial()


def organizes(bot: Bot) -> None:
    encrypted = bot.parts.phone_cipher.encrypt(NUMBER)
    with bot.parts.database.write() as connection:
        connection.execute(insert(Organizer).values(phone=encrypted, name="Ana", campaign="sanctuary", created_at=bot.clock()))


def is_asked_by_our_form(bot: Bot) -> None:
    later(bot, 20)
    sent(bot, NUMBER)


def is_promised_a_text(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        connection.execute(text("UPDATE call_sheet_entries SET due_at = :at WHERE position = 0"), {"at": bot.clock()})


AT_REST: dict[str, tuple[Callable[[Bot], object], bool]] = {
    "nothing more": (lambda bot: None, True),
    "stops": (lambda bot: bot.phone(NUMBER).text("STOP"), True),
    "joined": (joins, False),
    "writes": (writes_again, False),
    "calls": (calls_again, False),
    "organizes": (organizes, False),
    "is asked whether they want alerts": (is_asked_by_our_form, False),
    "is promised a text": (is_promised_a_text, False),
}


@pytest.mark.parametrize("then", AT_REST)
def test_who_rests(then: str, bot: Bot) -> None:
    does, is_at_rest = AT_REST[then]
    bot.phone(NUMBER).text(f"SANCTUARY {ZIP}")
    began = bot.clock.now
    does(bot)
    bot.clock.now = began + timedelta(days=31)
    assert coarsened(bot) == is_at_rest
    assert (home(bot)[0] is None) == is_at_rest


def test_stop_holds_after_the_rest(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    phone.text(f"SANCTUARY {ZIP}")
    phone.text("STOP")
    later(bot, 31)
    assert coarsened(bot) == 1
    assert one(bot, "SELECT count(*) FROM supporters WHERE stopped") == 1
    assert "START" in phone.text("SANCTUARY").text


@pytest.mark.parametrize("word", ["hello", "LIST", "CALL", "NEXT", "REACHED", "SANCTUARY", "1"])
def test_who_comes_back_is_asked_for_their_zip_and_told_no_official_before(bot: Bot, word: str) -> None:
    calls_and_tells(bot)
    phone = bot.phone(NUMBER)
    later(bot, 31)
    coarsened(bot)
    said = phone.text(word).text
    assert "Ferguson" not in said and "Ibsen" not in said and "Tacoma" not in said
    if "ZIP" not in said:
        said = phone.text("SANCTUARY").text
    assert "ZIP" in said
    assert "Tacoma" not in phone.text("98101").text
    assert home(bot)[0] == "98101"


def test_caller_who_comes_back_is_asked_for_their_zip(bot: Bot) -> None:
    calls_and_tells(bot)
    later(bot, 31)
    coarsened(bot)
    phone = bot.phone(NUMBER)
    said = phone.dial().text
    assert "Tacoma" not in said and "Ferguson" not in said


HOMES = [
    pytest.param("98402", "+12535550142", id="one zone"),
    pytest.param("32456", "+12535550142", id="two zones in a ZIP, a number of another"),
    pytest.param("37405", "+14235550142", id="a ZIP near a border"),
    pytest.param("42223", "+12705550142", id="a ZIP in two states"),
    pytest.param("86040", "+19285550142", id="Arizona and the Navajo Nation"),
    pytest.param("02903", "+14015550142", id="a state with hours of its own"),
    pytest.param("57701", "+16055550142", id="a state with two zones and hours of its own"),
    pytest.param("96701", "+18085550142", id="Hawaii"),
]


@pytest.mark.parametrize(("zip", "phone"), HOMES)
def test_hours_of_who_rests_are_never_wider(bot: Bot, zip: str, phone: str) -> None:
    before = whereabouts(zones_of(zip, phone) or "")
    after = whereabouts(widened(zones_of(zip, phone), zip[:3]) or "")
    assert set(before.zones) <= set(after.zones) and set(before.states) <= set(after.states)
    began = datetime(2026, 11, 23, tzinfo=UTC)
    rested = "|".join((*after.zones, *(f"US-{state}" for state in after.states)))
    exact = "|".join((*before.zones, *(f"US-{state}" for state in before.states)))
    is_open = opening_hours(bot.parts.settings)
    for minute in range(0, 7 * 24 * 60, 15):
        at = began + timedelta(minutes=minute)
        assert is_open(exact, at) or not is_open(rested, at)


def test_first_digits_that_say_nothing_change_no_hours() -> None:
    assert widened("America/Los_Angeles", None) == "America/Los_Angeles" and widened(None, "984") is None
    assert widened("America/Los_Angeles", "000") == "America/Los_Angeles"


def test_zones_of_who_rested_stay_through_a_word_of_theirs_and_newer_tables(bot: Bot) -> None:
    bot.phone(NUMBER).text("SANCTUARY 02903")
    later(bot, 31)
    coarsened(bot)
    rested = one(bot, "SELECT zone FROM supporters")
    assert "New_York" in str(rested) and "Los_Angeles" in str(rested) and "US-RI" in str(rested)
    bot.phone(NUMBER).text("ESPAÑOL")
    assert one(bot, "SELECT zone FROM supporters") == rested
    with bot.parts.database.write() as connection:
        connection.execute(update(Supporter).values(zone_table=0))
    backfill_columns(bot.parts.database, bot.parts.phone_cipher)
    assert one(bot, "SELECT zone FROM supporters") == rested
    bot.phone(NUMBER).text("SANCTUARY")
    bot.phone(NUMBER).text(ZIP)
    assert one(bot, "SELECT zone FROM supporters") == "America/Los_Angeles"


WORDS = [
    pytest.param("MY DATA", "the first three digits of your ZIP code: 984", id="English"),
    pytest.param("MIS DATOS", "los tres primeros numeros de su codigo postal: 984", id="Spanish"),
]


@pytest.mark.parametrize(("word", "told"), WORDS)
def test_digits_that_stay_are_told(bot: Bot, word: str, told: str) -> None:
    phone = bot.phone(NUMBER)
    phone.text(f"SANCTUARY {ZIP}")
    if word == "MIS DATOS":
        phone.text("ESPAÑOL")
    assert told not in phone.text(word).text
    later(bot, 31)
    coarsened(bot)
    assert told in phone.text(word).text


def tells_another_zip(bot: Bot) -> None:
    bot.phone(NUMBER).text("SANCTUARY")
    bot.phone(NUMBER).text("98101")


def is_corrected_in_the_console(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        supporter = connection.execute(select(Supporter.id)).scalar_one()
        assert correct_home(connection, supporter, NUMBER, "98101", bot.clock())


def asks_for_a_call_on_the_page(bot: Bot) -> None:
    page = "/c/sanctuary?zip=98101"
    asked = ask(bot, NUMBER, page=page)
    answer_with(bot, asked, code_of(texts_to(bot)[-1]), page=page)


@pytest.mark.parametrize("moves", [tells_another_zip, is_corrected_in_the_console, asks_for_a_call_on_the_page])
def test_digits_that_stayed_go_with_another_zip(bot: Bot, moves: Callable[[Bot], None]) -> None:
    bot.phone(NUMBER).text(f"SANCTUARY {ZIP}")
    later(bot, 31)
    coarsened(bot)
    assert home(bot) == (None, "984")
    moves(bot)
    assert home(bot) == ("98101", None)
    assert "984" not in bot.phone(NUMBER).text("MY DATA").text


def test_worker_does_it_once_a_day_by_itself(bot: Bot) -> None:
    bot.phone(NUMBER).text(f"SANCTUARY {ZIP}")
    later(bot, 31)
    assert JobRequest("resting") in bot.parts.workers.find_due(bot.clock()).requests
    bot.parts.workers.jobs["resting"].do()
    assert home(bot) == (None, "984")
    assert JobRequest("resting") not in bot.parts.workers.find_due(bot.clock()).requests


def test_many_who_rest_are_done_in_pages(bot: Bot) -> None:
    made = [
        {
            "phone": bot.parts.phone_cipher.encrypt(f"+1253555{each:04}"),
            "zip": ZIP,
            "zone": "America/Los_Angeles",
            "created_at": bot.clock(),
        }
        for each in range(450)
    ]
    with bot.parts.database.write() as connection:
        connection.execute(insert(Supporter), made)
    later(bot, 31)
    assert coarsened(bot) == 450
    assert one(bot, "SELECT count(*) FROM supporters WHERE zip IS NULL AND zip_area = '984'") == 450


def test_who_says_something_while_the_daily_job_waits_for_them_keeps_it_all(bot: Bot) -> None:
    parts = bot.parts
    if parts.database.url.get_backend_name() == "sqlite":
        return  # there nobody else writes meanwhile
    calls_and_tells(bot)
    later(bot, 31)
    there = {table: bot.count(table) for table in ("turns", "call_sheets", "call_sheet_entries", "deliveries")}
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
    done: list[int] = []
    with parts.database.write() as holding:
        # A turn of theirs is being written: their row is locked until it is there for all to see.
        supporter = holding.execute(select(Supporter.id).with_for_update()).scalar_one()
        last = holding.execute(select(func.max(Turn.number)).where(Turn.supporter_id == supporter)).scalar_one()
        turn = {"key": "SM-back", "supporter_id": supporter, "number": last + 1, "state": State().to_json(), "reply": ""}
        holding.execute(insert(Turn).values(**turn, at=bot.clock()))
        job = threading.Thread(target=lambda: done.append(coarsened(bot)))
        job.start()
        with parts.database.read() as connection:
            late = time.monotonic() + 5
            while connection.execute(waits).scalar() != 1:
                assert time.monotonic() < late, "the job waits for nobody"
                time.sleep(0.01)
    job.join()
    assert done == [0] and home(bot) == (ZIP, None)
    assert {table: bot.count(table) for table in there} == {**there, "turns": there["turns"] + 1}
    assert one(bot, "SELECT count(*) FROM calls WHERE supporter_id IS NOT NULL AND key IS NOT NULL") == 1
