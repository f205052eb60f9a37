"""Call me: a visitor of a campaign's page has their own phone ring, and nobody else's, within what it may cost."""

import html
import re
from itertools import count

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bot.locale import LANGUAGES, phrase
from bot.models import CallListEntryRow, Delivery, Spend, Supporter
from bot.telephony import count_segments, sms_text
from tests.conftest import Bot, Start

PAGE = "/c/sanctuary?zip=98402"
NUMBER, OTHER = "+12535550142", "+12535550143"
VISITORS = count(1)
PASS = {"en": "NEXT", "es": "SIGUIENTE"}


def visitor() -> str:
    """An address on the network that nobody has come from yet."""
    return f"10.3.{'.'.join(map(str, divmod(next(VISITORS), 250)))}"


def seen(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def ask(bot: Bot, phone: str = NUMBER, *, page: str = PAGE, address: str = "", site: str = "same-origin") -> TestResponse:
    """The number is typed."""
    data = {"form": "call_me", "phone": phone, "note": ""}
    environ = {"REMOTE_ADDR": address or visitor()}
    return bot.app.test_client().post(page, data=data, headers={"Sec-Fetch-Site": site}, environ_base=environ)


def answer_with(bot: Bot, asked: TestResponse, code: str, page: str = PAGE) -> TestResponse:
    """The code is typed where the page asks for it."""
    [sealed] = re.findall(r'name="sealed" value="([^"]+)"', asked.text)
    return bot.app.test_client().post(page, data={"form": "code", "sealed": sealed, "code": code})


def texts_to(bot: Bot, phone: str = NUMBER) -> list[str]:
    return bot.phone(phone).messages()


def code_of(text: str) -> str:
    return re.findall(r"\b\d{6}\b", text)[0]


def calls_to_place(bot: Bot) -> list[str]:
    """The numbers that were called."""
    bot.parts.outbox.wait()
    query = select(Supporter.phone).join(Delivery, Delivery.supporter_id == Supporter.id).where(Delivery.kind == "call")
    with bot.parts.database.read() as connection:
        return [bot.parts.phone_cipher.decrypt(phone) for phone in connection.execute(query).scalars()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_phone_that_gives_its_code_back_rings_as_after_call(bot: Bot, language: str) -> None:
    page = f"{PAGE}&lang={language}"
    asked = ask(bot, "(253) 555-0142", page=page)
    assert phrase("page.call_me_code", language) in seen(asked)
    [text] = texts_to(bot)
    assert count_segments(sms_text(text)).count == 1 and "STOP" in text
    assert calls_to_place(bot) == []
    done = answer_with(bot, asked, code_of(text), page)
    assert done.status_code == 303
    assert phrase("page.call_me_asked", language) in seen(bot.app.test_client().get(done.location))
    assert calls_to_place(bot) == [NUMBER]
    _, ringing = texts_to(bot)
    assert "Bob Ferguson" in ringing
    assert "Ibsen" in bot.phone(NUMBER).text(PASS[language]).text, "the conversation is on, and leads on"


def test_call_goes_to_the_officials_of_the_place_that_the_page_was_told(bot: Bot) -> None:
    kentucky = "ocd-division/country:us/state:ky"
    page = f"/c/sanctuary?zip=42223&state={kentucky}&lang=en"
    asked = ask(bot, page=page)
    answer_with(bot, asked, code_of(texts_to(bot)[0]), page)
    assert calls_to_place(bot) == [NUMBER]
    assert "Andy Beshear" in texts_to(bot)[-1]


def told(bot: Bot, **outcomes: str) -> str:
    """The page after a visitor told how it went with the officials of Tacoma, by the ends of their names."""
    client, page = bot.app.test_client(), f"{PAGE}&lang=en"
    for name, outcome in outcomes.items():
        shown = client.get(page).text
        assert name in re.findall(r'id="call".*?<h3>([^<]+)</h3>', shown, re.DOTALL)[0]
        form = dict(re.findall(r'<input type="hidden" name="(official|visit)" value="([^"]+)">', shown))
        answer = client.post(page, data={"form": "call", "outcome": outcome, **form}, environ_base={"REMOTE_ADDR": visitor()})
        page = answer.location.partition("#")[0]
    return page


TOLD = [
    pytest.param({"Ferguson": "reached"}, "Ibsen", ["Ibsen"], id="talked to"),
    pytest.param({"Ferguson": "message"}, "Ibsen", ["Ibsen"], id="a message was left"),
    pytest.param({"Ferguson": "skipped"}, "Ibsen", ["Ibsen"], id="skipped"),
    pytest.param({"Ferguson": "failed"}, "Ferguson", ["Ferguson", "Ibsen"], id="not got through to"),
    pytest.param({"Ferguson": "wrong"}, "Ferguson", ["Ferguson", "Ibsen"], id="a wrong number"),
    pytest.param({"Ferguson": "reached", "Ibsen": "message"}, "Ferguson", ["Ferguson", "Ibsen"], id="everybody"),
]


@pytest.mark.parametrize(("outcomes", "first", "all_of_them"), TOLD)
def test_call_goes_on_where_the_page_is_and_keeps_nothing_of_what_was_told_there(
    bot: Bot, outcomes: dict[str, str], first: str, all_of_them: list[str]
) -> None:
    page = told(bot, **outcomes)
    asked = ask(bot, page=page)
    answer_with(bot, asked, code_of(texts_to(bot)[0]), page)
    assert calls_to_place(bot) == [NUMBER]
    with bot.parts.database.read() as connection:
        rows = connection.execute(
            select(CallListEntryRow.official, CallListEntryRow.outcome).order_by(CallListEntryRow.position)
        ).all()
    names = [bot.parts.directory.official(row.official, bot.clock.now.date()).name for row in rows]
    assert [name.rpartition(" ")[2] for name in names] == all_of_them and {row.outcome for row in rows} == {None}
    assert first in texts_to(bot)[-1]
    phone = bot.phone(NUMBER)
    assert all(name in phone.text("LIST").text for name in ("Ferguson", "Ibsen")), "by text nobody is left out"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("555-0142", id="no area code"),
        pytest.param("", id="nothing"),
        pytest.param("911", id="emergency"),
        pytest.param("+44 7700 900123", id="abroad"),
        pytest.param("+1 416 555 0142", id="Canada"),
        pytest.param("+1 876 555 0142", id="Jamaica"),
        pytest.param("900-555-0142", id="a dear number"),
        pytest.param("253-555-1212", id="directory assistance"),
        pytest.param("800-555-0142", id="toll-free"),
        pytest.param("206-555-0100", id="our own"),
        pytest.param("253-555-0142 ext. 4", id="an extension"),
        pytest.param("2" * 400, id="hundreds of digits"),
        pytest.param("<script>", id="markup"),
    ],
)
def test_number_that_we_do_not_call_gets_no_code(bot: Bot, typed: str) -> None:
    answer = ask(bot, typed)
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    assert bot.count("deliveries") == bot.count("supporters") == 0


def test_number_that_stopped_gets_nothing_and_the_page_says_the_same(bot: Bot) -> None:
    phone = bot.phone(OTHER)
    phone.text("STOP")
    said = {seen(ask(bot, number)) for number in (NUMBER, OTHER)}
    assert len(said) == 1
    assert phone.messages() == [] and len(texts_to(bot)) == 1
    phone.text("FORGET")
    phone.text("FORGET")
    ask(bot, OTHER)
    assert phone.messages() == []


def test_stop_after_the_code_holds(bot: Bot) -> None:
    asked = ask(bot)
    [text] = texts_to(bot)
    bot.phone(NUMBER).text("STOP")
    assert answer_with(bot, asked, code_of(text)).status_code == 303
    assert calls_to_place(bot) == []


def test_code_holds_for_three_tries_ten_minutes_and_one_call(bot: Bot) -> None:
    asked = ask(bot)
    [text] = texts_to(bot)
    wrong = answer_with(bot, asked, "000000" if code_of(text) != "000000" else "111111")
    assert wrong.status_code == 422 and "That is not the code" in seen(wrong)
    assert [answer_with(bot, asked, code_of(text)).status_code for _ in range(2)] == [303, 303]
    assert calls_to_place(bot) == [NUMBER], "a second press is the same call"
    assert answer_with(bot, asked, code_of(text)).status_code == 422

    late = ask(bot, OTHER)
    [text] = texts_to(bot, OTHER)
    bot.clock.set("2026-11-23T20:00:00+00:00")
    assert "holds no more" in seen(answer_with(bot, late, code_of(text)))
    assert calls_to_place(bot) == [NUMBER]


@pytest.mark.parametrize("sealed", ["", "x", "AAAA", "é", "A" * 3000])
def test_request_that_we_did_not_seal_calls_nobody(bot: Bot, sealed: str) -> None:
    answer = bot.app.test_client().post(PAGE, data={"form": "code", "sealed": sealed, "code": "123456"})
    assert answer.status_code == 422
    assert calls_to_place(bot) == []


def test_code_of_one_request_opens_no_other(bot: Bot) -> None:
    mine, theirs = ask(bot, NUMBER), ask(bot, OTHER)
    [text] = texts_to(bot)
    assert answer_with(bot, theirs, code_of(text)).status_code == 422
    assert calls_to_place(bot) == []
    assert answer_with(bot, mine, code_of(text)).status_code == 303


def test_number_gets_three_codes_an_hour_whoever_asks_and_nobody_is_told(bot: Bot) -> None:
    answers = [ask(bot) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert len({seen(answer) for answer in answers}) == 1
    assert len(texts_to(bot)) == 3


def test_visitor_asks_five_times_an_hour_whatever_the_numbers(bot: Bot) -> None:
    address = visitor()
    answers = [ask(bot, f"+1253555{number:04}", address=address).status_code for number in range(150, 157)]
    assert answers == [200] * 5 + [429] * 2


@pytest.mark.parametrize(
    ("settings", "statuses"),
    [
        pytest.param({"page_calls_a_day": 2}, [200, 200, 429], id="a day"),
        pytest.param({"page_calls_budget": 0.25, "page_call_price": 0.1, "segment_price": 0.02}, [200, 200, 429], id="budget"),
        pytest.param({"page_calls_a_day": 0}, [404, 404, 404], id="none"),
        pytest.param({"page_calls_budget": 0}, [404, 404, 404], id="no budget"),
    ],
)
def test_no_more_is_asked_for_a_day_than_settings_say(start: Start, settings: dict[str, float], statuses: list[int]) -> None:
    bot = start(**settings)
    assert [ask(bot, f"+1253555{number:04}").status_code for number in range(150, 153)] == statuses
    bot.parts.outbox.wait()
    assert bot.count("deliveries") == statuses.count(200)
    assert ("Text me the code" in bot.app.test_client().get(PAGE).text) == (404 not in statuses)
    if settings.get("page_calls_budget"):
        with bot.parts.database.read() as connection:
            assert connection.execute(select(Spend.micros)).scalar() == 240_000


@pytest.mark.parametrize(
    ("page", "site", "status"),
    [
        pytest.param(PAGE, "cross-site", 403, id="a page of somebody else's"),
        pytest.param("/c/sanctuary", "same-origin", 303, id="no place"),
        pytest.param("/c/sanctuary?zip=09001", "same-origin", 303, id="a place without officials"),
        pytest.param("/c/nothing?zip=98402", "same-origin", 404, id="no such campaign"),
    ],
)
def test_nobody_is_texted_where_no_page_of_ours_asks(bot: Bot, page: str, site: str, status: int) -> None:
    assert ask(bot, page=page, site=site).status_code == status
    assert bot.count("deliveries") == 0


def test_phone_that_takes_no_texts_gets_none(bot: Bot) -> None:
    bot.phone(NUMBER).text("HELP")
    with bot.parts.database.write() as connection:
        connection.execute(update(Supporter).values(sms_reachable=False))
    assert ask(bot).status_code == 200
    bot.parts.outbox.wait()
    assert bot.count("deliveries") == 0


def test_number_stands_in_no_log_and_no_address(bot: Bot, capfd: pytest.CaptureFixture[str]) -> None:
    asked = ask(bot)
    done = answer_with(bot, asked, code_of(texts_to(bot)[0]))
    bot.parts.outbox.wait()
    shown = capfd.readouterr().err + done.location + asked.text
    assert "5550142" not in shown and "555-0142" not in shown.replace("like 253-555-0142", "")
    assert asked.headers["Cache-Control"] == "no-store"
