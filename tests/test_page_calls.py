"""Call me: a visitor of a campaign's page has their own phone ring, and nobody else's, within what it may cost."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bot.locale import LANGUAGES, phrase
from bot.models import CallListEntryRow, Delivery, Spend, Supporter
from bot.telephony import count_segments, sms_text
from tests.conftest import Bot, Start, wiped
from tests.test_statements import listening

PAGE = "/c/sanctuary?zip=98402"
NUMBER, OTHER = "+12535550142", "+12535550143"
VISITORS = count(1)
PASS = {"en": "NEXT", "es": "SIGUIENTE"}


def visitor() -> str:
    """An address on the network that nobody has come from yet."""
    return "11.{}.{}.7".format(*divmod(next(VISITORS), 250))


def seen(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def ask(bot: Bot, phone: str = NUMBER, *, page: str = PAGE, address: str = "", site: str = "same-origin") -> TestResponse:
    """The number is typed."""
    data = {"form": "call_me", "phone": phone, "note": ""}
    environ = {"REMOTE_ADDR": address or visitor()}
    answer = bot.app.test_client().post(page, data=data, headers={"Sec-Fetch-Site": site}, environ_base=environ)
    bot.parts.outbox.look()  # as once the answer is out
    bot.parts.outbox.wait()
    return answer


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
    ("settings", "texted"),
    [
        pytest.param({"page_calls_a_day": 2}, 2, id="a day"),
        pytest.param({"page_calls_budget": 0.25, "page_call_price": 0.1, "segment_price": 0.02}, 2, id="budget"),
    ],
)
def test_no_more_is_texted_a_day_than_settings_say_and_who_comes_then_texts_us(
    start: Start, settings: dict[str, float], texted: int
) -> None:
    bot = start(**settings)
    answers = [ask(bot, f"+1253555{number:04}") for number in range(150, 154)]
    assert [bool(words_asked_for(answer)) for answer in answers] == [False] * texted + [True] * (4 - texted)
    assert {answer.status_code for answer in answers} == {200} and bot.count("deliveries") == texted
    if "page_calls_budget" in settings:
        with bot.parts.database.read() as connection:
            assert connection.execute(select(Spend.micros)).scalar() == 240_000


@pytest.mark.parametrize("settings", [{"page_calls_a_day": 0}, {"page_calls_budget": 0}], ids=["none", "no budget"])
def test_page_that_calls_nobody_asks_for_no_number(start: Start, settings: dict[str, float]) -> None:
    bot = start(**settings)
    assert ask(bot).status_code == 404
    assert "Text me the code" not in bot.app.test_client().get(PAGE).text


def words_asked_for(answer: TestResponse) -> str:
    """What the page asks to be texted, "" for nothing."""
    found = re.search(r"(?:CALL|LLAMAR) \d{6}", seen(answer))
    return found[0] if found else ""


SPOOFED: dict[str, tuple[Callable[[int], str], Callable[[int], str], int]] = {
    "of one network": ("203.0.113.{}".format, "+1253{}0142".format, 20),
    "from everywhere, to one exchange": ("20.{}.7.7".format, "+12535550{}".format, 10),
    "from everywhere, to everybody": ("20.{}.7.7".format, "+1253{}0142".format, 25),
}


@pytest.mark.parametrize("which", SPOOFED)
def test_of_many_typed_numbers_few_are_texted(bot: Bot, which: str) -> None:
    address, number, texted = SPOOFED[which]
    began = bot.clock.now
    for each in range(200, 230):
        bot.clock.now = began  # all at once
        asked = ask(bot, number(each), address=address(each))
        assert bool(words_asked_for(asked)) == (each >= 200 + texted)
    assert bot.count("deliveries") == texted


@pytest.fixture
def wary(start: Start) -> Bot:
    """A bot that texts no typed number any more today."""
    bot = start(page_calls_a_day=1)
    ask(bot, "+13605550142")
    return bot


@pytest.mark.parametrize("language", LANGUAGES)
def test_phone_that_texts_the_code_rings_as_after_call(wary: Bot, language: str) -> None:
    asked = ask(wary, page=f"{PAGE}&lang={language}")
    assert phrase("page.text_us_why", language) in seen(asked) and asked.headers["Cache-Control"] == "no-store"
    words = words_asked_for(asked)
    assert words.startswith(phrase("page.call_me_join", language, code="")) and texts_to(wary) == []
    answer = wary.phone(NUMBER).text(words).text
    assert calls_to_place(wary) == [NUMBER] and "Bob Ferguson" in answer
    wary.phone(NUMBER).text(words)
    assert calls_to_place(wary) == [NUMBER], "it counts once"


def test_code_that_another_phone_sends_rings_nobody_and_tells_no_place(wary: Bot) -> None:
    words = words_asked_for(ask(wary))
    assert "Ferguson" not in wary.phone(OTHER).text(words).text
    assert calls_to_place(wary) == []
    wary.clock.now += timedelta(hours=1)
    assert "Ferguson" not in wary.phone(NUMBER).text(words).text
    assert calls_to_place(wary) == []


def test_code_from_who_stopped_rings_nobody(wary: Bot) -> None:
    phone = wary.phone(NUMBER)
    phone.text("STOP")
    phone.text(words_asked_for(ask(wary)))
    assert calls_to_place(wary) == []


def takes_no_texts(bot: Bot) -> None:
    bot.phone(NUMBER).text("HELP")
    with bot.parts.database.write() as connection:
        connection.execute(update(Supporter).values(sms_reachable=False))


def had_enough_codes(bot: Bot) -> None:
    for _ in range(4):
        ask(bot)


WHO: dict[str, Callable[[Bot], object]] = {
    "nobody we know": lambda bot: None,
    "a supporter": lambda bot: bot.phone(NUMBER).text("SANCTUARY 98402"),
    "who stopped": lambda bot: bot.phone(NUMBER).text("STOP"),
    "who takes no texts": takes_no_texts,
    "who had enough codes": had_enough_codes,
}


def test_answer_to_every_number_takes_the_very_same_statements(bot: Bot) -> None:
    ran = {}
    for who, before in WHO.items():
        wiped(bot)
        before(bot)
        bot.parts.calls_so_far.forget("sanctuary")
        bot.app.test_client().get(PAGE)  # what is asked for once a minute was just asked for
        data = {"form": "call_me", "phone": NUMBER, "note": ""}
        with listening() as statements:
            asked = bot.app.test_client().post(PAGE, data=data, environ_base={"REMOTE_ADDR": visitor()})
        assert asked.status_code == 200
        ran[who] = [statement for statement, _ in statements]
    for each in ran.values():
        assert each == ran["nobody we know"]
    assert not any("supporters" in statement or "consents" in statement for statement in ran["a supporter"])


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
