"""What the bot cannot be made to do: call strangers, call too often, text who stopped, be talked into anything at all."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.models import Call, Consent, Delivery, Supporter
from bot.simulation.phone import Heard, Phone
from bot.telephony import may_dial
from tests.carrier import one
from tests.conftest import Bot, Start, data_with
from tests.test_transcripts import named

GOVERNOR = "+13609024111"
AFTERNOON = "2026-11-24T00:15:00+00:00"  # in Washington State, so that offices are open some hours later too


def to_the_officials(phone: Phone) -> Heard:
    phone.dial()
    phone.press("1")
    return phone.press("98402")


def test_only_lines_of_the_directory_are_ever_called(bot: Bot) -> None:
    lines = {record.phone for record in bot.parts.directory.records}
    for keys in ("2065550123", "+19005550123", "9005550123"):
        phone = bot.phone()
        phone.text(f"SANCTUARY {keys}")
        phone.text("SANCTUARY 98402")
        for body in (f"CALL {keys}", keys, f"NEXT {keys}", f"MOVE {keys}"):
            phone.text(body)
        to_the_officials(phone)
        for key in (keys, "1", keys, "1"):
            heard = phone.press(key)
            if heard.line:
                assert heard.line in lines and may_dial(heard.line)
                phone.line("answered")
        phone.hang_up()
    with bot.parts.database.read() as connection:
        assert set(connection.execute(select(Call.line)).scalars()) <= lines


def test_no_line_on_record_bills_its_caller(bot: Bot) -> None:
    assert [record.phone for record in bot.parts.directory.records if record.phone and not may_dial(record.phone)] == []


def dialled(heard: Heard) -> ElementTree.Element:
    dial = ElementTree.fromstring(heard.raw).find("Dial")
    assert dial is not None
    return dial


def test_patched_call_shows_the_callers_number_and_ends_by_itself(bot: Bot) -> None:
    phone = bot.phone()
    to_the_officials(phone)
    dial = dialled(phone.press("1"))
    number = dial.find("Number")
    assert number is not None and number.text == GOVERNOR
    assert dial.attrib | {"action": ""} == {
        "action": "",
        "callerId": phone.number,
        "hangupOnStar": "true",
        "timeout": "30",
        "timeLimit": "1200",
    }
    assert "record" not in dial.attrib and b"<Record" not in ElementTree.tostring(dial)


@pytest.mark.parametrize("number", ["+16795550111", "+16215550112"])
def test_phone_of_a_new_area_code_is_rung_and_served(bot: Bot, number: str) -> None:
    phone = bot.phone(number)
    phone.text("SANCTUARY 98402")
    assert "We are calling you now" in phone.text("CALL").text
    bot.parts.outbox.wait()
    assert "You asked us to call" in phone.answer().text
    phone.press("1")
    phone.hang_up()


@pytest.mark.parametrize("number", ["+16795550111", "+16215550112"])
def test_caller_of_a_new_area_code_is_known_and_shown_to_the_office(bot: Bot, number: str) -> None:
    phone = bot.phone(number)
    to_the_officials(phone)
    assert dialled(phone.press("1")).get("callerId") == number
    phone.hang_up()


def press_pound(phone: Phone) -> Heard:
    """The key that ends digits, before any, as Twilio posts it where a question has such a key."""
    return phone.post(phone._action, phone._client.call_step(phone._call) | {"Digits": "", "FinishedOnKey": "#"})


@pytest.mark.parametrize(
    "does",
    [
        pytest.param(Phone.be_silent, id="silence"),
        pytest.param(press_pound, id="the key that ends digits"),
        pytest.param(lambda phone: phone.press("#"), id="that key as a digit"),
        pytest.param(lambda phone: phone.say(""), id="noise"),
        pytest.param(lambda phone: phone.say("mm"), id="words that mean nothing"),
    ],
)
def test_call_is_connected_by_a_key_or_a_word_only(bot: Bot, does: Callable[[Phone], Heard]) -> None:
    phone = bot.phone()
    heard = to_the_officials(phone)
    gather = ElementTree.fromstring(heard.raw).find("Gather")
    assert gather is not None
    # Where one key is the answer # is a key as any other, and ends nothing.
    assert (gather.get("numDigits"), gather.get("finishOnKey")) == ("1", "")
    while heard.goes_on:
        heard = does(phone)
        assert not heard.line and b"<Dial" not in heard.raw
    assert "Goodbye" in heard.text
    with bot.parts.database.read() as connection:
        assert connection.execute(select(Call.id)).all() == []


def test_official_is_called_once_a_day_by_one_supporter_whatever_the_campaign(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_with(tmp_path / "data", *named("sanctuary", "buses")))
    bot.clock.set(AFTERNOON)
    phone = bot.phone()
    to_the_officials(phone)
    governor, mayor = phone.press("1").line, ""
    phone.line("busy")
    mayor = phone.press("1").line
    phone.line("answered")
    phone.press("1")
    phone.hang_up()
    assert governor == GOVERNOR and mayor

    phone.text("BUSES")  # the same mayor, after a representative
    phone.dial()
    phone.press("1")
    phone.press("1")
    for _ in range(2):  # in Washington and in Lakewood
        phone.line("no answer")
    heard = phone.press("1")
    assert (heard.line, "only once a day" in heard.text) == ("", True)
    phone.hang_up()

    bot.clock.now += timedelta(hours=21)
    phone.dial()
    phone.press("1")
    phone.press("1")
    for _ in range(2):
        phone.line("no answer")
    assert phone.press("1").line == mayor


def test_at_most_twelve_calls_an_hour_are_patched_for_one_supporter(bot: Bot) -> None:
    phone = bot.phone()
    to_the_officials(phone)
    supporter = one(bot, "SELECT id FROM supporters")
    with bot.parts.database.write() as connection:
        for number in range(12):
            values = {"campaign": "x", "official": f"o{number}", "line": GOVERNOR, "status": "busy", "at": bot.clock()}
            connection.execute(Call.__table__.insert().values(supporter_id=supporter, **values))
    heard = phone.press("1")
    assert (heard.line, heard.goes_on, "call again in an hour" in heard.text) == ("", False, True)
    assert one(bot, "SELECT count(*) FROM call_sheet_entries WHERE outcome IS NOT NULL") == 0
    phone.hang_up()
    other = bot.phone()
    to_the_officials(other)
    assert other.press("1").line == GOVERNOR


def patched_to_the_governor(phone: Phone, ends: str) -> Heard:
    """What comes of asking to be connected; the line then ends as told, and the caller hangs up."""
    to_the_officials(phone)
    heard = phone.press("1")
    if heard.line and ends:
        phone.line(ends)
    phone.hang_up()
    return heard


@pytest.mark.parametrize(
    ("ends", "hours", "connected"),
    [
        pytest.param("answered", 0, False, id="at once"),
        pytest.param("answered", 17, False, id="less than a day later"),
        pytest.param("answered", 21, True, id="another day"),
        pytest.param("", 0, False, id="erased while the line still rang"),
        pytest.param("busy", 0, True, id="where nobody was reached"),
    ],
)
def test_being_forgotten_does_not_open_the_same_official_again(bot: Bot, ends: str, hours: int, connected: bool) -> None:
    bot.clock.set(AFTERNOON)
    phone = bot.phone()
    assert patched_to_the_governor(phone, ends).line == GOVERNOR
    for _ in range(2):
        phone.forget()
    bot.clock.now += timedelta(hours=hours)
    assert "ZIP" in phone.text("SANCTUARY").text, "they are a stranger"
    heard = patched_to_the_governor(phone, "answered")
    assert (bool(heard.line), "only once a day" in heard.text) == (connected, not connected)
    assert patched_to_the_governor(bot.phone(), "busy").line == GOVERNOR, "nobody else is held to it"


def test_being_forgotten_does_not_start_the_twelve_calls_an_hour_anew(bot: Bot) -> None:
    phone = bot.phone()
    for _ in range(12):
        assert patched_to_the_governor(phone, "busy").line == GOVERNOR
        phone.forget()
    heard = patched_to_the_governor(phone, "busy")
    assert (heard.line, "call again in an hour" in heard.text) == ("", True)
    bot.clock.now += timedelta(hours=1)
    phone.forget()
    assert patched_to_the_governor(phone, "busy").line == GOVERNOR


def test_who_was_forgotten_is_not_asked_about_the_calls_they_had_erased(bot: Bot) -> None:
    phone = bot.phone()
    patched_to_the_governor(phone, "answered")
    phone.forget()
    phone.text("SANCTUARY 98402")
    assert "How did your" not in phone.text("SANCTUARY").text
    assert "How did your" not in to_the_officials(phone).text


def withheld_call(phone: Phone) -> Heard:
    """From a withheld number to the governor, and over: what came of asking to be connected."""
    phone.dial(withheld=True)
    for keys in ("1", "98402"):
        phone.press(keys)
    heard = phone.press("1")
    if heard.line:
        phone.line("busy")
    phone.hang_up()
    return heard


def test_callers_with_a_withheld_number_reach_one_line_six_times_an_hour_together(bot: Bot) -> None:
    for _ in range(6):
        assert withheld_call(bot.phone()).line == GOVERNOR
        assert bot.count("supporters") == 0, "they are erased, and count all the same"
    heard = withheld_call(bot.phone())
    assert (heard.line, "call again in an hour" in heard.text, heard.goes_on) == ("", True, False)
    assert "This phone hides its number" in heard.text and "as many calls as we connect" not in heard.text
    assert patched_to_the_governor(bot.phone(), "busy").line == GOVERNOR, "who shows their number is not held to it"
    bot.clock.now += timedelta(hours=1)
    assert withheld_call(bot.phone()).line == GOVERNOR


@pytest.mark.parametrize(("calls", "connected"), [(59, True), (60, False)])
def test_callers_with_a_withheld_number_are_connected_sixty_times_an_hour_together(
    bot: Bot, calls: int, connected: bool
) -> None:
    with bot.parts.database.write() as connection:
        for number in range(calls):
            values = {
                "campaign": "x",
                "official": "o",
                "line": f"+1202555{number:04d}",
                "status": "busy",
                "at": bot.clock(),
            }
            connection.execute(Call.__table__.insert().values(person=b"", **values))
    heard = withheld_call(bot.phone())
    assert (bool(heard.line), "call again in an hour" in heard.text) == (connected, not connected)
    assert patched_to_the_governor(bot.phone(), "busy").line == GOVERNOR
    bot.clock.now += timedelta(hours=1)
    assert withheld_call(bot.phone()).line == GOVERNOR


def test_caller_with_a_withheld_number_is_not_held_to_what_others_did(bot: Bot) -> None:
    """They share the limits of the hour, not those of one person: the same official a day, a dozen calls."""
    phone = bot.phone()
    phone.dial(withheld=True)
    for keys in ("1", "98402"):
        phone.press(keys)
    assert phone.press("1").line == GOVERNOR
    phone.line("answered")
    phone.hang_up()
    assert withheld_call(bot.phone()).line == GOVERNOR


def test_call_asked_for_rings_only_the_number_that_texted(bot: Bot) -> None:
    phone = bot.phone()
    for body in ("SANCTUARY 98402", "CALL +12065550177", "CALL 2065550177", "CALL", "CALL ME AT 206-555-0177"):
        phone.text(body)
    phone.messages()
    with bot.parts.database.read() as connection:
        found = connection.execute(
            select(Supporter.phone).join(Delivery, Delivery.supporter_id == Supporter.id).where(Delivery.kind == "call")
        ).scalars()
        assert {bot.parts.phone_cipher.decrypt(encrypted) for encrypted in found} == {phone.number}


def test_who_stopped_gets_nothing_that_we_start(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("STOP")
    for body in ("CALL", "LLAMAR", "SCRIPT", "SANCTUARY 98402", "call"):
        phone.text(body)
    assert "by text" not in to_the_officials(phone).text
    phone.press("9")
    phone.press("1")
    phone.line("busy")
    phone.hang_up()
    assert (phone.messages(), phone.rings, bot.count("deliveries")) == ([], False, 0)


# --- Anything at all ----------------------------------------------------------------------------------------------------

WORDS = [
    *("STOP", "START", "stop!", "UNSTOP", "YES", "HELP", "SANCTUARY", "SANCTUARY 98402", "SANCTUARY 42223", "98402", "60614"),
    *("CALL", "SCRIPT", "1", "2", "3", "9", "NEXT", "LIST", "LEARN", "MORE", "MOVE", "MOVE 10001", "JOIN", "FORGET", "ESPANOL"),
    *("CAMPAIGNS", "ENGLISH", "LLAMAR", "", "   ", "🗽", "what?", "\x00", "1 2 3", "no", "sí", "123 Main St"),
]
BODIES = st.sampled_from(WORDS) | st.text(max_size=60)
KEYS = st.sampled_from(["1", "2", "9", "98402", "#", "*", "000", "10001"])
MOVES = st.one_of(
    st.tuples(st.just("text"), BODIES),
    st.tuples(st.just("text"), BODIES),
    st.tuples(st.just("press"), KEYS),
    st.tuples(st.just("line"), st.sampled_from(["answered", "busy", "no answer", "failed", "canceled"])),
    st.tuples(st.sampled_from(["dial", "silence", "hang up", "answer"]), st.just("")),
)


def move(phone: Phone, what: str, words: str) -> Heard | None:
    """Do it if the phone is in a state to; what came back."""
    if what == "text":
        return phone.text(words)
    if what == "dial":
        return None if phone.calls else phone.dial()
    if what == "answer":
        phone.messages()
        return phone.answer() if phone.rings and not phone.calls else None
    if not phone.calls:
        return None
    return {"press": phone.press, "line": phone.line}[what](words) if words else STEPS[what](phone)


STEPS: dict[str, Any] = {"silence": Phone.be_silent, "hang up": Phone.hang_up}


def stopped(bot: Bot, phone: Phone) -> bool:
    with bot.parts.database.read() as connection:
        person = bot.parts.phone_cipher.person_key(phone.number)
        last = select(Consent.act).where(Consent.person == person, Consent.programme == "*").order_by(Consent.id.desc())
        return connection.execute(last.limit(1)).scalar() == "withdrawn"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(moves=st.lists(MOVES, max_size=14))
def test_whatever_comes_in_whatever_order_the_promises_hold(lasting: Bot, moves: list[tuple[str, str]]) -> None:
    phone = lasting.phone()
    for what, words in moves:
        was_stopped = stopped(lasting, phone)
        before = lasting.count("deliveries")
        heard = move(phone, what, words)
        phone.messages()
        if heard is None:
            continue
        assert heard.status in {200, 204}
        assert len(heard.said) <= 10 and all(0 < len(said) <= 1600 for said in heard.said)
        if was_stopped and stopped(lasting, phone):
            assert lasting.count("deliveries") <= before
        if heard.line:
            assert may_dial(heard.line)
    assert lasting.count("unanswered") == 0
