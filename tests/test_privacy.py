"""What is written down about people, and what FORGET leaves: everything that leaves the process is searched for them."""

import base64
import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, insert, select, text

from bot.models import Call
from bot.models.leases import Lease
from bot.people.erased_copies import JOB
from bot.people.retention import erase_old
from bot.simulation.phone import Phone
from tests.carrier import LIVE, PUBLIC, StandIn, contents, error, one, post, rows, sid, twilio
from tests.conftest import Bot, Start, starting

NUMBER = "+12535550142"
COUNTS = ("call_days", "call_hours", "call_officials", "text_days", "funnel_days", "referral_days")  # of nobody
ADDRESS = "1919 Zebrafinch Street"
WORDS = "quokka marmalade"
TOLD = [
    "SANCTUARY",
    f"{ADDRESS}, Tacoma",
    f"{ADDRESS}, Tacoma WA 98402",
    f"my name is {WORDS}",
    "SCRIPT",
    f"MOVE {ADDRESS} 10001",
    f"SANCTUARY {ADDRESS} 94110",
    WORDS,
    "1",
    f"NEXT {WORDS}",
    "LEARN",
    "JOIN",
    "STOP",
    WORDS,
    "START",
    "CALL",
]


def live_through_it_all(bot: Bot, phone: Phone) -> None:
    """A thread and a call, with something private in every place where something can be said."""
    for body in TOLD:
        assert phone.text(body).status == 200, body
    phone.messages()
    phone.dial()
    phone.say(f"I live at {ADDRESS}, {WORDS}")
    phone.press("1")
    phone.press("9")
    phone.line("answered")
    phone.say(WORDS)
    phone.press("1")
    phone.hang_up()
    phone.messages()


def spellings(number: str) -> list[str]:
    """A number as it may stand somewhere: E.164, bare, as people write it, escaped, encoded."""
    bare = number.removeprefix("+1")
    return [
        number,
        bare,
        f"{bare[:3]}-{bare[3:6]}-{bare[6:]}",
        f"({bare[:3]}) {bare[3:6]}-{bare[6:]}",
        base64.b64encode(number.encode()).decode().rstrip("="),
        number.encode().hex(),
    ]


PRIVATE = [*spellings(NUMBER), ADDRESS, "Zebrafinch", "zebrafinch", "quokka", "marmalade"]


def everything_in(bot: Bot) -> str:
    """All rows of all tables, as they can be read without the key."""
    return repr(contents(bot))


def files_of(folder: Path) -> bytes:
    """All bytes of the database: the file, its log, its index."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("test.db*")))


def test_no_number_and_nothing_that_was_said_is_in_the_database(start: Start, tmp_path: Path) -> None:
    bot = start()
    live_through_it_all(bot, bot.phone(NUMBER))
    written, raw = everything_in(bot), files_of(tmp_path)
    for private in PRIVATE:
        assert private not in written, private
        assert private.encode() not in raw, private
    assert "94110" in written, "what is kept is found this way"


def test_log_and_the_metrics_say_nothing_about_anyone(capfd: pytest.CaptureFixture[str], bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    live_through_it_all(bot, phone)
    with bot.parts.database.write() as connection:
        connection.execute(text("UPDATE turns SET state = '{broken'"))
    phone.text(f"{WORDS} at {ADDRESS}")
    phone.post("/twilio/sms", {"MessageSid": sid(), "From": NUMBER, "Body": WORDS}, signature=f"forged {WORDS}")
    phone.post(f"/twilio/sms?{WORDS}={NUMBER}", {"MessageSid": sid(), "From": NUMBER, "Body": WORDS}, signature="forged")
    metrics = bot.metrics()
    printed = "".join(capfd.readouterr())
    assert "webhook_failed" in printed and "webhook_refused" in printed and "message_started" in printed
    for private in [*PRIVATE, "98402", "94110", "10001", "Tacoma", "forged"]:
        # Not within a longer number: metrics have seconds with many digits.
        assert not re.search(rf"(?<![\d.]){re.escape(private)}(?!\d)", printed + metrics), private
    for setting in ("secret_key", "phone_key"):
        assert getattr(bot.parts.settings, setting).get_secret_value() not in printed + metrics + repr(bot.parts.settings)


@pytest.fixture
def carrier() -> Iterator[StandIn]:
    with twilio() as stand_in:
        yield stand_in


def test_carrier_that_answers_with_errors_brings_nothing_into_the_log(
    capfd: pytest.CaptureFixture[str], start: Start, carrier: StandIn
) -> None:
    bot = start(**LIVE, twilio_api_url=carrier.url)
    for body, code in (("SANCTUARY 98402", 400), ("CALL", 400), ("CALL", 500), ("CALL", 500)):
        carrier.answers = [error(code, 20000 + code)]
        assert post(bot, "/twilio/sms", {"MessageSid": sid(), "From": NUMBER, "Body": body}).status_code == 200
        bot.parts.outbox.wait()
    # The second may ring for all we know, so the third CALL means that one. Of the first a text told.
    assert (len(carrier.rings), len(carrier.texts)) == (2, 1)
    printed = "".join(capfd.readouterr())
    assert printed.count("message_started") == 3
    token = str(LIVE["twilio_auth_token"])
    for private in [*PRIVATE, "98402", token, base64.b64encode(token.encode()).decode(), "Basic "]:
        assert private not in printed, private


PERSONAL = {"supporters", "turns", "call_sheets", "call_sheet_entries", "deliveries", "unanswered"}


def test_forget_erases_everything_but_bare_counts(bot: Bot) -> None:
    phone, neighbour = bot.phone(NUMBER), bot.phone()
    neighbour.text("SANCTUARY 60614")
    kept = rows(bot)
    live_through_it_all(bot, phone)
    # Of calls the bare count stays.
    stays = {table: bot.count(table) for table in ("calls", *COUNTS)}
    heard = phone.forget()
    assert "erased" in heard.text
    # One bare receipt, so that the very same FORGET delivered again is not taken for somebody new.
    assert rows(bot) == kept | stays | {"turns": kept["turns"] + 1, "consents": 0}
    assert one(bot, "SELECT count(*) FROM calls WHERE supporter_id IS NOT NULL OR key IS NOT NULL") == 0
    for private in ("94110", "10001", "98402", "San Francisco"):
        assert private not in everything_in(bot), private


def keyed(bot: Bot) -> list[bytes]:
    """The keys of erased people that calls still have."""
    with bot.parts.database.read() as connection:
        found = connection.execute(select(Call.person).where(Call.person.is_not(None))).scalars()
        return [bytes(person) for person in found if person]


def call_the_governor(phone: Phone) -> None:
    phone.dial()
    for keys in ("1", "98402", "1"):
        phone.press(keys)
    phone.line("answered")
    phone.hang_up()


def recovered(bot: Bot) -> None:
    bot.parts.upkeep.recover(bot.clock())


def somebody_forgotten(bot: Bot) -> None:
    bot.phone().forget()


def grown_old(bot: Bot) -> None:
    erase_old(bot.parts.database, bot.parts.settings, bot.clock())


@pytest.mark.parametrize(
    "then", [somebody_forgotten, recovered, grown_old], ids=["the next FORGET of anybody", "a start", "the daily erasing"]
)
def test_key_that_keeps_the_limits_is_gone_after_a_day(bot: Bot, then: Callable[[Bot], None]) -> None:
    phone = bot.phone(NUMBER)
    call_the_governor(phone)
    assert keyed(bot) == []
    phone.forget()
    assert keyed(bot) == [bot.parts.phone_cipher.person_key(NUMBER)]
    bot.clock.now += timedelta(hours=23)
    then(bot)
    assert len(keyed(bot)) == 1
    bot.clock.now += timedelta(hours=1)
    then(bot)
    assert (keyed(bot), bot.count("calls")) == ([], 1)


def test_forget_leaves_no_key_on_calls_of_days_ago(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    call_the_governor(phone)
    bot.clock.now += timedelta(days=2)
    phone.forget()
    assert (keyed(bot), bot.count("calls")) == ([], 1)


def test_forget_leaves_nothing_in_the_bytes_of_the_file(tmp_path: Path) -> None:
    with starting(f"sqlite:///{tmp_path / 'test.db'}", tmp_path) as start:
        forget_in(start(), tmp_path)


def forget_in(bot: Bot, tmp_path: Path) -> None:
    phone = bot.phone(NUMBER)
    phone.text("SANCTUARY 94110")
    encrypted = bot.parts.phone_cipher.encrypt(NUMBER)
    assert encrypted in files_of(tmp_path) and b"94110" in files_of(tmp_path)
    phone.forget()
    bot.parts.database.close()
    raw = files_of(tmp_path)
    for private in (encrypted, bot.parts.phone_cipher.person_key(NUMBER), b"94110", b"San Francisco"):
        assert private not in raw


FILES = """SELECT c.relname, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c
WHERE c.relkind IN ('r', 'i', 't') AND c.relnamespace IN (current_schema()::regnamespace, 'pg_toast'::regnamespace)
AND pg_relation_size(c.oid) > 0"""


def files_with(bot: Bot, tmp_path: Path, private: bytes) -> list[str]:
    """The files of the database in which these bytes lie, while it serves."""
    database = bot.parts.database
    if database.url.get_backend_name() == "sqlite":
        return [path.name for path in tmp_path.glob("test.db*") if private in path.read_bytes()]
    engine = create_engine(database.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        return [name for name, raw in connection.execute(text(FILES)) if private in bytes(raw)]


def test_forget_is_gone_from_the_files_once_the_job_ran_while_others_stay(start: Start, tmp_path: Path) -> None:
    bot = start()
    numbers = [f"+1253555{number:04d}" for number in (1, 2, 3, 142, 5)]
    for number in numbers:
        bot.phone(number).text("SANCTUARY 94110")
    stays, goes = (bot.parts.phone_cipher.encrypt(number) for number in (numbers[2], NUMBER))
    bot.phone(NUMBER).forget()
    assert files_with(bot, tmp_path, goes), "a copy lies there until the job"
    assert bot.app.test_cli_runner().invoke(args=["privacy", "erase"]).stderr == ""
    assert files_with(bot, tmp_path, goes) == [] != files_with(bot, tmp_path, stays)
    assert "94110" in bot.phone(numbers[2]).text("MY DATA").text


def test_forget_has_its_copies_dropped_within_minutes(bot: Bot) -> None:
    phone, now = bot.phone(), bot.clock()
    with bot.parts.database.write() as connection:
        connection.execute(insert(Lease).values(name=JOB, holder="", until=now + timedelta(hours=20)))
    phone.text("SANCTUARY 94110")
    phone.forget()
    with bot.parts.database.read() as connection:
        assert connection.execute(select(Lease.until).where(Lease.name == JOB)).scalar_one() < now + timedelta(minutes=11)


def test_forgotten_person_is_a_stranger(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    live_through_it_all(bot, phone)
    phone.text("ESPANOL")
    phone.forget()
    assert phone.text("SANCTUARY").text == bot.phone().text("SANCTUARY").text
    assert "ZIP" in phone.text("LIST").text


def test_stop_outlives_being_forgotten(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    phone.text("SANCTUARY 98402")
    phone.text("STOP")
    phone.forget()
    assert rows(bot) == dict.fromkeys(rows(bot), 0) | {"turns": 1, "consents": 1}
    assert not set(spellings(NUMBER)) & set(everything_in(bot).split("'"))
    heard = phone.text("SANCTUARY 98402")
    assert "START" in heard.text and "Tacoma" not in heard.text
    phone.dial()
    phone.press("1")
    assert "by text" not in phone.press("98402").text
    assert "by text" not in phone.press("9").text
    assert phone.messages() == []
    phone.text("START")
    phone.text("SANCTUARY 98402")
    phone.text("CALL")
    phone.messages()
    assert phone.rings


def test_without_a_stop_being_forgotten_leaves_no_key_of_the_person(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    for body in ("SANCTUARY 98402", "STOP", "START", "JOIN", "FORGET", "FORGET"):
        phone.text(body)
    assert bot.count("consents") == 0


@pytest.mark.parametrize("kept_by", ["this version", "an older version"])
def test_text_that_waits_to_be_answered_is_forgotten_too(kept_by: str, bot: Bot) -> None:
    phone, neighbour = bot.phone(NUMBER), bot.phone()
    for each in (phone, neighbour):
        each.text("SANCTUARY 98402")
    with bot.parts.database.write() as connection:
        connection.execute(text("UPDATE turns SET state = '{broken'"))
    for each in (phone, neighbour):
        each.text(WORDS)
    with bot.parts.database.write() as connection:
        connection.execute(text("DELETE FROM turns"))
        if kept_by == "an older version":
            connection.execute(text("UPDATE unanswered SET person = NULL"))
    assert bot.count("unanswered") == 2
    phone.forget()
    assert bot.count("unanswered") == 1
    form = bot.parts.phone_cipher.decrypt_form(bytes(one(bot, "SELECT form FROM unanswered")))
    assert form["From"] == neighbour.number


def test_call_that_ends_after_forget_does_not_bring_the_number_back(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    phone.text("SANCTUARY 98402")
    phone.dial()
    phone.forget()
    phone.hang_up()
    assert bot.count("supporters") == 0
    assert one(bot, "SELECT count(*) FROM turns WHERE state IS NOT NULL") == 0


def test_call_of_somebody_who_never_texted_opens_no_thread(bot: Bot) -> None:
    phone = bot.phone(NUMBER)
    for _ in range(2):
        phone.dial()
        phone.press("1")
        phone.press("98402")
        phone.press("1")
        phone.line("busy")
        phone.hang_up()
        assert phone.messages() == [], "who only calls has not asked for texts"
    assert one(bot, "SELECT count(*) FROM turns WHERE number IS NOT NULL AND call IS NULL") == 0


def key() -> str:
    return base64.urlsafe_b64encode(os.urandom(64)).decode()


def sealed_in(bot: Bot) -> tuple[Any, Any]:
    phone = one(bot, "SELECT phone FROM supporters")
    person = one(bot, "SELECT person FROM consents")
    return bytes(phone), bytes(person)


def test_one_number_under_two_keys_has_nothing_in_common(start: Start, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        bot = start(database_url=f"sqlite:///{tmp_path / name}.db", phone_key=key())
        for body in ("SANCTUARY 98402", "STOP"):
            bot.phone(NUMBER).text(body)
        found.append(sealed_in(bot))
    assert not set(found[0]) & set(found[1])


def test_another_key_is_told_apart_and_said_aloud(start: Start) -> None:
    start(phone_key=key()).phone(NUMBER).text("SANCTUARY 98402")
    bot = start(phone_key=key())
    ready = bot.app.test_client().get("/readyz")
    assert ready.status_code == 503
    assert (
        ready.get_json()["database"]
        == "a phone number cannot be decrypted with this PHONE_KEY; set the key it was written with"
    )
    with pytest.raises(ValueError, match="cannot be decrypted with this PHONE_KEY"):
        bot.parts.phone_cipher.decrypt(bytes(one(bot, "SELECT phone FROM supporters")))


def test_public_address_shows_nothing_of_the_stack(bot: Bot) -> None:
    for path in ("/twilio/sms", "/twilio/nothing", "/metrics/x"):
        answered = bot.app.test_client().get(path)
        assert "Traceback" not in answered.get_data(as_text=True)
    assert PUBLIC not in repr(bot.parts.settings.twilio_auth_token)


def test_caller_with_a_withheld_number_leaves_nothing_but_the_count(bot: Bot) -> None:
    phone = bot.phone()
    phone.dial(withheld=True)
    for keys in ("1", "98402", "1"):
        phone.press(keys)
    phone.line("answered")
    phone.hang_up()
    assert {table: bot.count(table) for table in ("supporters", "turns", "call_sheets", "call_sheet_entries")} == {
        "supporters": 0,
        "turns": 0,
        "call_sheets": 0,
        "call_sheet_entries": 0,
    }
    assert one(bot, "SELECT count(*) FROM calls WHERE key IS NULL AND supporter_id IS NULL") == 1


def test_who_is_forgotten_while_a_line_rings_is_not_known_again_by_its_end(bot: Bot) -> None:
    phone = bot.phone()
    phone.dial()
    for keys in ("1", "98402", "1"):
        phone.press(keys)
    phone.forget()
    assert phone.line("answered").said == []
    assert bot.count("supporters") == 0


def test_what_was_typed_and_not_understood_is_not_kept(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("LEARN about my cousin at 12 Oak Street", "I live at 12 Oak Street", "SANCTUARY", "12 Oak Street"):
        phone.text(body)
    with bot.parts.database.read() as connection:
        kept = " ".join(str(row) for row in connection.execute(text("SELECT state FROM turns")).all())
    assert "oak" not in kept.lower()
