"""Signing up for alerts on a campaign's page: who is asked, who never, what it tells of a number (nothing), and its limits."""

import html
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bot import create_app
from bot.broadcasts import lifecycle
from bot.broadcasts.sweep import sweep_broadcasts
from bot.config import Settings
from bot.contacts.confirmation import OUR_PAGE, confirmation_texts
from bot.locale import LANGUAGES, phrase
from bot.models import Broadcast, Consent, Delivery, Subscription, Supporter
from bot.people import ledger
from bot.telephony import count_segments, sms_text
from tests.campaign_files import spoiled
from tests.carrier import LIVE, at_once, contents, one, rows
from tests.conftest import Bot, Start, data_with, wiped
from tests.test_privacy import spellings
from tests.test_statements import listening

NUMBER, OTHER = "+12535550142", "+12535550143"
JOINED = "Sanctuary alerts:"
PAGE = "/c/sanctuary"
ASKED = f"{PAGE}?lang=en&alerts=asked#alerts"
MORNING, NIGHT = "2026-11-24T17:30:00+00:00", "2026-11-24T08:00:00+00:00"  # half past nine, and midnight, in Tacoma


VISITORS = count(1)


def visitor() -> str:
    """An address on the network that nobody has come from yet."""
    return "10.{}.{}.7".format(*divmod(next(VISITORS), 250))


def sent(bot: Bot, phone: str = NUMBER, *, address: str = "", path: str = PAGE, note: str = "", **headers: str) -> TestResponse:
    """What the form gets, sent by a browser that says nothing of where it is unless headers do; and what follows is done."""
    answer = post(bot, phone, address=address, path=path, note=note, **headers)
    if answer.status_code != 404:
        done(bot)
    return answer


def post(bot: Bot, phone: str, *, address: str = "", path: str = PAGE, note: str = "", **headers: str) -> TestResponse:
    """The same, and what follows from it is not waited for."""
    client = bot.app.test_client()
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    environ = {"REMOTE_ADDR": address or visitor()}
    return client.post(path, data={"phone": phone, "note": note}, headers=given, environ_base=environ)


def done(bot: Bot) -> None:
    """What was asked for is done, as it is once the answer is out."""
    bot.parts.outbox.look()
    bot.parts.outbox.wait()


def seen(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def states(bot: Bot) -> dict[str, str]:
    """Number -> state of the subscription."""
    query = select(Supporter.phone, Subscription.state).join(Subscription, Subscription.supporter_id == Supporter.id)
    with bot.parts.database.read() as connection:
        return {bot.parts.phone_cipher.decrypt(row.phone): row.state for row in connection.execute(query)}


def broadcasts(bot: Bot) -> list[Any]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(select(Broadcast.__table__).order_by(Broadcast.id)).all())


# --- From the form to the first alert -------------------------------------------------------------------------------------


SPOKEN = [
    pytest.param("en", "the form on our page says that you want Sanctuary alerts", "JOIN", "Sanctuary alerts:", id="English"),
    pytest.param("es", "el formulario de nuestra pagina, usted quiere Alertas Santuario", "UNIRME", "recibira", id="Spanish"),
]


@pytest.mark.parametrize(("language", "asks", "word", "joined"), SPOKEN)
def test_number_is_pending_asked_by_one_text_and_signed_up_by_its_own_phone(
    bot: Bot, language: str, asks: str, word: str, joined: str
) -> None:
    answer = sent(bot, "(253) 555-0142", path=f"{PAGE}?lang={language}")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?lang={language}&alerts=asked#alerts")
    assert word in seen(bot.app.test_client().get(answer.location))
    assert states(bot) == {NUMBER: "pending"}
    phone = bot.phone(NUMBER)
    phone.get_alerts()
    (text,) = phone.messages()
    assert asks in sms_text(text) and word in text and "STOP" in text
    assert joined in phone.text(word).text
    assert states(bot) == {NUMBER: "active"}
    phone.get_alerts()
    assert phone.messages() == []


@pytest.mark.parametrize(("language", "body"), [("en", "JOIN%20SANCTUARY"), ("es", "UNIRME%20SANTUARIO")])
def test_text_that_the_link_begins_signs_up_at_once(start: Start, language: str, body: str, bot: Bot) -> None:
    live = start(**LIVE).app.test_client().get(f"{PAGE}?lang={language}")
    assert f'href="sms:+12065550100?&amp;body={body}"' in live.text
    assert "sms:+" not in bot.app.test_client().get(PAGE).text, "the simulator's number is nobody's"
    assert "alert" in bot.phone(NUMBER).text(body.replace("%20", " ")).text
    assert states(bot) == {NUMBER: "active"}


def test_ledger_says_what_was_agreed_to_and_where(bot: Bot) -> None:
    sent(bot)
    with bot.parts.database.read() as connection:
        row = connection.execute(select(Consent)).one()
        supporter = connection.execute(select(Supporter)).one()
    assert (row.programme, row.act, row.channel, row.source, row.proof) == ("sanctuary", "claimed", "web", "web", PAGE)
    assert row.words == "I agree to get Sanctuary alerts by text from Patchline, up to 4 msgs a month."
    assert row.words in seen(bot.app.test_client().get(PAGE)), "it is what the page says"
    assert row.given_at == row.at
    assert (supporter.language, supporter.zip, supporter.zone) == ("en", None, "America/Los_Angeles")


@pytest.mark.parametrize("language", LANGUAGES)
def test_beside_the_button_stands_what_the_law_wants(bot: Bot, language: str) -> None:
    page = seen(bot.app.test_client().get(f"{PAGE}?lang={language}"))
    programme = bot.parts.campaigns.live[0].wording(language).programme
    wanted = {"en": ("rates may apply", "HELP", "need not agree"), "es": ("tarifas", "AYUDA", "No hace falta aceptar")}
    for words in (*wanted[language], "STOP", programme.name, programme.frequency, bot.parts.settings.organization):
        assert words in page


def test_question_names_our_page_and_fits_into_two_segments(bot: Bot) -> None:
    for campaign in bot.parts.campaigns.live:
        for language, text in confirmation_texts(campaign, "x" * 30, where=OUR_PAGE).items():
            assert OUR_PAGE[language] in text
            assert count_segments(sms_text(text)).count <= 2


@pytest.mark.parametrize("phone", ["+16215550142", "+16795550143"])
def test_phone_of_an_area_code_newer_than_the_library_is_asked(bot: Bot, phone: str) -> None:
    assert sent(bot, phone).status_code == 303
    assert states(bot) == {phone: "pending"}


def test_question_waits_for_the_hours_of_the_area_code(bot: Bot) -> None:
    bot.clock.set(NIGHT)
    sent(bot)
    phone = bot.phone(NUMBER)
    phone.get_alerts()
    assert phone.messages() == []
    bot.clock.set(MORNING)
    phone.get_alerts()
    assert len(phone.messages()) == 1


# --- Whoever the number belongs to ----------------------------------------------------------------------------------------


def texts(*bodies: str) -> Callable[[Bot], None]:
    def say(bot: Bot) -> None:
        for body in bodies:
            bot.phone(NUMBER).text(body)

    return say


def leaves(bot: Bot) -> None:
    texts("SANCTUARY 98402", "JOIN")(bot)
    with bot.parts.database.write() as connection:
        supporter = connection.execute(select(Supporter.id)).scalar_one()
        left = ledger.LedgerEntry(
            programme="sanctuary", act="withdrawn", words="", channel="sms", source="words", at=bot.clock()
        )
        ledger.write_entries(connection, bot.parts.phone_cipher.person_key(NUMBER), supporter, [left])


def was_asked(bot: Bot) -> None:
    sent(bot)
    bot.phone(NUMBER).get_alerts()


def was_never_asked(bot: Bot) -> None:
    sent(bot)
    bot.clock.set("2026-12-01T18:00:00+00:00")  # the question has expired, with nobody at work


def has_a_landline(bot: Bot) -> None:
    was_never_asked(bot)
    with bot.parts.database.write() as connection:
        connection.execute(update(Supporter).values(sms_reachable=False))


# What they did before -> is their number asked? And their subscription afterwards.
WHO: dict[str, tuple[Callable[[Bot], None], bool, str | None]] = {
    "nobody we know": (texts(), True, "pending"),
    "somebody who never asked for alerts": (texts("SANCTUARY 98402"), True, "pending"),
    "a subscriber of another campaign": (texts("TRUST 98402", "JOIN"), True, "pending"),
    "a subscriber": (texts("SANCTUARY 98402", "JOIN"), False, "active"),
    "somebody who left": (leaves, False, "left"),
    "somebody who stopped": (texts("SANCTUARY 98402", "STOP"), False, None),
    "a subscriber who stopped": (texts("SANCTUARY 98402", "JOIN", "STOP"), False, "active"),
    "somebody who stopped and was erased": (texts("SANCTUARY 98402", "STOP", "FORGET", "FORGET"), False, None),
    "somebody who was asked": (was_asked, False, "pending"),
    "somebody whom the question never reached": (was_never_asked, True, "pending"),
    "somebody who cannot be texted": (has_a_landline, False, "pending"),
}


@pytest.mark.parametrize("who", WHO)
def test_answer_is_the_same_whoever_it_is_and_only_who_is_new_is_asked(bot: Bot, who: str) -> None:
    before, is_asked, after = WHO[who]
    before(bot)
    phone = bot.phone(NUMBER)
    phone.messages()
    there = rows(bot)
    answer = sent(bot)
    assert (answer.status_code, answer.location) == (303, ASKED)
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers
    shown = bot.app.test_client().get(answer.location)
    assert "Now look at your phone" in seen(shown) and "Reply JOIN" in seen(shown)
    for spelling in spellings(NUMBER):
        assert spelling not in answer.text + shown.text + str(answer.headers)
    phone.get_alerts()
    assert len(phone.messages()) == is_asked
    assert rows(bot)["consents"] - there["consents"] == is_asked
    with bot.parts.database.read() as connection:
        mine = select(Subscription.state).where(Subscription.programme == "sanctuary")
        assert connection.execute(mine).scalar() == after


def test_every_answer_has_the_same_bytes(bot: Bot) -> None:
    answers = []
    for before, _, _ in WHO.values():
        wiped(bot)
        before(bot)
        answers.append(sent(bot))
    assert len({answer.data for answer in answers}) == 1
    assert len({tuple(answer.headers) for answer in answers}) == 1


def test_whose_text_was_refused_is_not_asked_again_the_same_day(bot: Bot) -> None:
    sent(bot)
    with bot.parts.database.write() as connection:
        connection.execute(update(Delivery).values(state="failed", error="21211"))
    assert sent(bot).location == ASKED
    assert bot.count("deliveries") == 1
    bot.clock.set("2026-11-24T18:00:00+00:00")
    sent(bot)
    assert bot.count("deliveries") == 2


def test_who_stops_before_the_question_left_is_not_asked(bot: Bot) -> None:
    sent(bot)
    phone = bot.phone(NUMBER)
    phone.text("STOP")
    phone.get_alerts()
    assert phone.messages() == []


# --- One broadcast a campaign and day -------------------------------------------------------------------------------------


def test_all_of_a_day_are_asked_by_one_broadcast_which_opens_again(bot: Bot) -> None:
    for number in (NUMBER, OTHER):
        sent(bot, number)
        bot.phone().get_alerts()
        assert [each.state for each in broadcasts(bot)] == ["done"]
        assert len(bot.phone(number).messages()) == 1
    bot.clock.now += timedelta(days=1)
    sent(bot, "+12535550144")
    sent(bot, "+12535550145", path="/c/trust-act")
    assert [(each.kind, each.campaign) for each in broadcasts(bot)] == [
        ("confirmation", "sanctuary"),
        ("confirmation", "sanctuary"),
        ("confirmation", "trust-act"),
    ]
    bot.phone().get_alerts()
    assert [each.state for each in broadcasts(bot)] == ["done"] * 3
    assert broadcasts(bot)[0].ended_at < broadcasts(bot)[1].created_at


def test_while_it_is_paused_the_question_waits(bot: Bot) -> None:
    sent(bot)
    (broadcast,) = broadcasts(bot)
    with bot.parts.database.write() as connection:
        lifecycle.pause_broadcast(connection, broadcast.id)
    assert sent(bot, OTHER).location == ASKED
    bot.phone().get_alerts()
    assert bot.phone(OTHER).messages() == []
    with bot.parts.database.write() as connection:
        lifecycle.resume_broadcast(connection, broadcast.id, bot.clock())
    bot.phone().get_alerts()
    assert len(bot.phone(OTHER).messages()) == 1


def test_once_it_is_cancelled_the_form_is_closed_for_the_day(bot: Bot) -> None:
    sent(bot)
    with bot.parts.database.write() as connection:
        lifecycle.cancel_broadcast(connection, broadcasts(bot)[0].id, bot.clock())
    for number in (NUMBER, OTHER):
        refused = sent(bot, number)
        assert refused.status_code == 429 and "Text JOIN SANCTUARY to 206-555-0100" in seen(refused)
    assert states(bot) == {NUMBER: "pending"}
    bot.clock.now += timedelta(days=1)
    assert sent(bot, OTHER).location == ASKED


BEYOND: dict[str, tuple[dict[str, int], str]] = {
    "of the day": ({"sign_ups_a_day": 1}, "10.{}.9.9"),
    "of a network": ({}, "203.0.113.{}"),
}


@pytest.mark.parametrize("which", BEYOND)
def test_form_that_is_closed_for_the_day_gives_no_code_beyond_a_limit(start: Start, which: str) -> None:
    settings, addresses = BEYOND[which]
    bot = start(**settings)
    answers = [sent(bot, number, address=addresses.format(each)) for each, number in enumerate(islice(numbered(), 22))]
    assert words_asked_for(answers[-1])
    with bot.parts.database.write() as connection:
        lifecycle.cancel_broadcast(connection, broadcasts(bot)[0].id, bot.clock())
    waiting = bot.count("page_requests")
    refused = sent(bot, NUMBER, address=addresses.format(77))
    assert refused.status_code == 429 and words_asked_for(refused) == ""
    assert bot.count("page_requests") == waiting


def test_two_at_once_share_a_broadcast_and_each_is_asked(bot: Bot) -> None:
    for turn in range(4):
        numbers = [f"+125355501{turn}{each}" for each in range(4)]
        at_once(*[lambda number=number: sent(bot, number) for number in numbers])
        assert len(broadcasts(bot)) == turn + 1
        bot.phone().get_alerts()
        assert [len(bot.phone(number).messages()) for number in numbers] == [1] * 4
        bot.clock.now += timedelta(days=1)


def test_one_number_twice_at_once_is_asked_once(bot: Bot) -> None:
    answers = at_once(*[lambda: sent(bot)] * 3)
    assert {answer.location for answer in answers} == {ASKED}
    assert (bot.count("supporters"), bot.count("consents"), bot.count("deliveries")) == (1, 1, 1)


def test_form_and_a_join_at_once_leave_a_subscriber(bot: Bot) -> None:
    for turn in range(4):
        number = f"+125355501{turn}0"
        phone = bot.phone(number)
        at_once(lambda number=number: sent(bot, number), lambda phone=phone: phone.text("JOIN SANCTUARY"))
        assert states(bot)[number] == "active"


def test_copy_that_comes_as_its_broadcast_becomes_done_opens_it_again(bot: Bot) -> None:
    sent(bot)
    bot.phone().get_alerts()
    with bot.parts.database.write() as connection:
        connection.execute(update(Broadcast).values(state="sending"))
    # The sweep has seen that nothing is open, and is about to say that it is done.
    with bot.parts.database.write() as connection:
        connection.execute(update(Broadcast).values(state="done", ended_at=bot.clock()))
        coming = Thread(target=lambda: sent(bot, OTHER))
        coming.start()
        time.sleep(0.3)
    coming.join()
    assert [each.state for each in broadcasts(bot)] == ["sending"]
    bot.phone().get_alerts()
    assert len(bot.phone(OTHER).messages()) == 1


def test_forms_and_sweeps_at_once_lose_nobody(bot: Bot) -> None:
    numbers = [f"+1253555015{each}" for each in range(6)]
    for number in numbers:
        at_once(
            lambda number=number: sent(bot, number),
            lambda: sweep_broadcasts(bot.parts.database, bot.clock()),
            bot.phone().get_alerts,
        )
        bot.phone().get_alerts()
    assert [len(bot.phone(number).messages()) for number in numbers] == [1] * 6
    assert len(broadcasts(bot)) == 1


# --- What is no sign-up ---------------------------------------------------------------------------------------------------

NOT_NUMBERS = ["", "call me", "555-0142", "+44 20 7946 0958", "416-555-0142", "800-555-0199", "900-555-0142", "2065550100"]
NOT_NUMBERS += ["253-555-0142 x12", "253-555-0142 253-555-0143", '"><b>253', "²⁵³", "\x00", "9" * 2000]


@pytest.mark.parametrize("typed", NOT_NUMBERS, ids=ascii)
def test_what_is_no_number_to_text_is_told_and_kept_in_the_field(bot: Bot, typed: str) -> None:
    answer = sent(bot, typed)
    assert answer.status_code == 422
    assert phrase("page.alerts_not_read", "en") in seen(answer)
    field = re.search(r'id="mobile" name="phone" type="tel" value="([^"]*)"', answer.text)
    assert field is not None and html.unescape(field[1]) in (typed.strip()[:40], typed.strip()[:40].replace("\x00", "\ufffd"))
    assert (rows(bot)["supporters"], rows(bot)["sign_up_days"]) == (0, 0)


def test_error_keeps_the_officials_and_the_language_of_the_page(bot: Bot) -> None:
    page = bot.app.test_client().get(f"{PAGE}?zip=98402&lang=es").text
    action = re.search(r'<form method="post" action="([^"]+)"', page)
    assert action is not None
    answer = sent(bot, "x", path=html.unescape(action[1]))
    assert "A ese número no podemos enviar mensajes." in seen(answer) and "Bob Ferguson" in seen(answer)
    assert 'href="/c/sanctuary?zip=98402&amp;lang=en"' in answer.text


def test_field_that_people_do_not_see_catches_programs(bot: Bot) -> None:
    assert sent(bot, note="buy now").location == ASKED
    assert set(rows(bot).values()) == {0}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec_Fetch_Site": "same-origin", "Origin": "null"}, 303, id="our page, which sends no referrer"),
        pytest.param({"Sec_Fetch_Site": "cross-site", "Origin": "https://evil.example"}, 403, id="another page"),
        pytest.param({"Sec_Fetch_Site": "same-site", "Origin": "https://www.example.org"}, 403, id="a neighbor's page"),
        pytest.param({"Sec_Fetch_Site": "cross-site", "Origin": "null"}, 403, id="another page that hides"),
        pytest.param({"Origin": "https://evil.example"}, 403, id="another page, in an old browser"),
        pytest.param({"Origin": "http://["}, 403, id="what is no address"),
        pytest.param({"Origin": "http://localhost"}, 303, id="our page, in an old browser"),
        pytest.param({"Origin": "null"}, 303, id="an old browser that does not say"),
        pytest.param({}, 303, id="no browser"),
    ],
)
def test_another_sites_page_cannot_send_it(bot: Bot, headers: dict[str, str], status: int) -> None:
    assert sent(bot, **headers).status_code == status
    assert bot.count("deliveries") == (status == 303)


def test_form_that_is_far_too_long_is_not_read(bot: Bot) -> None:
    assert sent(bot, note="x" * 5000).status_code == 413
    assert set(rows(bot).values()) == {0}


@pytest.mark.parametrize("state", ["draft", "paused", "ended"])
def test_only_live_campaigns_take_sign_ups(start: Start, tmp_path: Path, state: str) -> None:
    data = data_with(tmp_path / "data")
    (data / "campaigns" / "trees.yaml").write_text(spoiled(("state: live", f"state: {state}")))
    bot = start(data_dir=data)
    assert sent(bot, path="/c/trees").status_code == sent(bot, path="/c/nothing").status_code == 404
    assert set(rows(bot).values()) == {0}


def test_database_that_is_away_is_told_kindly(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    app = create_app(Settings.load(instance_dir=tmp_path, database_url="sqlite:////nowhere/at/all.db"))
    answer = app.test_client().post(PAGE, data={"phone": NUMBER})
    assert answer.status_code == 503
    assert "Something went wrong here, and nothing was sent." in seen(answer)
    printed = "".join(capfd.readouterr())
    assert "sign_up_failed" in printed and "sign_ups.take:" in printed and "5550142" not in printed


# --- Limits ---------------------------------------------------------------------------------------------------------------

NEIGHBORS = [
    pytest.param("203.0.113.7", "203.0.113.8", False, id="two addresses"),
    pytest.param("203.0.113.9", "203.0.113.9", True, id="one address"),
    pytest.param("::ffff:203.0.113.10", "203.0.113.10", True, id="one address, written as both kinds"),
    pytest.param("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", True, id="two addresses of one household"),
    pytest.param("2001:db8:1:2::1", "2001:db8:1:3::1", False, id="two households"),
    pytest.param("unix:", "somewhere", True, id="two that cannot be told apart"),
]


def numbered() -> Iterator[str]:
    """Numbers of many exchanges."""
    return (f"+1253{each}0142" for each in count(200))


@pytest.mark.parametrize(("first", "second", "is_same"), NEIGHBORS)
def test_one_visitor_sends_the_form_five_times_an_hour(bot: Bot, first: str, second: str, is_same: bool) -> None:
    numbers = numbered()
    assert [sent(bot, next(numbers), address=first).status_code for _ in range(6)] == [303] * 5 + [429]
    assert sent(bot, next(numbers), address=second).status_code == (429 if is_same else 303)
    refused = sent(bot, next(numbers), address=first)
    assert "This form cannot be used for the moment. Text JOIN SANCTUARY to 206-555-0100" in seen(refused)
    bot.clock.now += timedelta(hours=1)
    assert sent(bot, next(numbers), address=first).status_code == 303
    bot.clock.now += timedelta(hours=1)


def test_mistakes_do_not_count(bot: Bot) -> None:
    address = visitor()
    assert [sent(bot, "x", address=address).status_code for _ in range(6)] == [422] * 6
    assert sent(bot, address=address).status_code == 303


def test_campaign_texts_so_many_numbers_a_day_and_whoever_comes_then_texts_us(start: Start) -> None:
    bot = start(sign_ups_a_day=3)
    bot.phone(OTHER).text("SANCTUARY 98402")
    bot.phone(OTHER).text("JOIN")
    assert [sent(bot, number).status_code for number in (NUMBER, NUMBER, OTHER)] == [303] * 3
    before = without_visits(bot)
    late = [sent(bot, number) for number in (NUMBER, OTHER, "+12535550144")]
    assert [words_asked_for(answer)[:5] for answer in late] == ["JOIN "] * 3
    assert without_visits(bot) == before
    assert sent(bot, path="/c/trust-act").status_code == 303, "another campaign has its own"
    bot.clock.now += timedelta(days=1)
    assert sent(bot, "+12535550144").status_code == 303


def words_asked_for(answer: TestResponse) -> str:
    """What the page asks to be texted, "" for nothing."""
    found = re.search(r"(?:JOIN|UNIRME) \d{6}", seen(answer))
    return found[0] if found else ""


def without_visits(bot: Bot) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database, but how often each visitor sent a form, and what they are to text."""
    return {table: rows for table, rows in contents(bot).items() if table not in ("rate_windows", "page_requests")}


def test_forms_at_once_do_not_pass_the_limit_of_the_day_together(start: Start) -> None:
    bot = start(sign_ups_a_day=3)
    answers = at_once(*[lambda number=number: sent(bot, number) for number in islice(numbered(), 8)])
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [303] * 3
    assert bot.count("deliveries") == 3


def networks() -> Iterator[str]:
    """Addresses, each of a network of its own."""
    return (f"{first}.{second}.9.9" for first in count(20) for second in range(250))


# From where they come, which numbers they type -> how many of them are texted within an hour.
SPOOFED: dict[str, tuple[Callable[[], Iterator[str]], Callable[[], Iterator[str]], int]] = {
    "of one IPv4 network": (lambda: (f"203.0.113.{each}" for each in count(1)), numbered, 20),
    "of one IPv6 network": (lambda: (f"2001:db8:7:{each:x}::1" for each in count(1)), numbered, 20),
    "from everywhere, to one exchange": (networks, lambda: (f"+1253555{each:04d}" for each in count(100)), 10),
}


@pytest.mark.parametrize("which", SPOOFED)
def test_numbers_that_belong_together_are_not_all_texted(bot: Bot, which: str) -> None:
    addresses, numbers, texted = SPOOFED[which]
    answers = [sent(bot, number, address=address) for number, address in islice(zip(numbers(), addresses(), strict=False), 30)]
    assert [answer.status_code for answer in answers] == [303] * texted + [200] * (30 - texted)
    assert bot.count("deliveries") == texted
    assert all(map(words_asked_for, answers[texted:]))
    assert sent(bot, "+13605550142", address="198.51.100.7").status_code == 303, "others go on as before"
    bot.clock.now += timedelta(hours=1)
    assert sent(bot, next(numbers()), address=next(addresses())).status_code == 303


SPOOFS = 200


def test_spoofed_sign_ups_from_everywhere_text_few_and_honest_visitors_go_on(bot: Bot) -> None:
    began, statuses = bot.clock.now, []
    for number, address in islice(zip(numbered(), networks(), strict=False), SPOOFS):
        bot.clock.now = began  # all at once
        statuses.append(post(bot, number, address=address).status_code)
    done(bot)
    assert statuses == [303] * 50 + [200] * (SPOOFS - 50)
    assert bot.count("deliveries") == 50
    honest = sent(bot, NUMBER)
    assert honest.status_code == 200
    assert "alert" in bot.phone(NUMBER).text(words_asked_for(honest)).text
    assert states(bot)[NUMBER] == "active"
    assert bot.count("deliveries") == 50


# --- Who is to text us ----------------------------------------------------------------------------------------------------


@pytest.fixture
def wary(start: Start) -> Bot:
    """A bot that texts no typed number any more today."""
    bot = start(sign_ups_a_day=1)
    sent(bot, "+13605550142")
    return bot


CODES = [
    pytest.param("en", "{}", JOINED, id="English"),
    pytest.param("es", "{}", "recibira", id="Spanish"),
    pytest.param("en", "code alone", JOINED, id="the code alone"),
    pytest.param("en", "join {}!", JOINED, id="typed by hand"),
]


@pytest.mark.parametrize(("language", "typed", "joined"), CODES)
def test_phone_that_texts_the_code_is_signed_up(wary: Bot, language: str, typed: str, joined: str) -> None:
    asked = sent(wary, path=f"{PAGE}?lang={language}&ref=newsletter")
    words = words_asked_for(asked)
    assert phrase("page.text_us_why", language) in seen(asked) and "STOP" in seen(asked)
    assert asked.headers["Cache-Control"] == "no-store" and "sms:+" not in asked.text, "the simulator's number is nobody's"
    code = words.split()[1]
    said = wary.phone(NUMBER).text(code if "alone" in typed else typed.format(code if "join" in typed else words)).text
    assert joined in said
    assert states(wary)[NUMBER] == "active"
    with wary.parts.database.read() as connection:
        row = connection.execute(select(Consent).where(Consent.act == "granted")).one()
        assert connection.execute(select(Supporter.language).order_by(Supporter.id.desc())).scalars().first() == language
    agreed = {"en": "I agree to get Sanctuary alerts by text", "es": "Acepto recibir Alertas Santuario"}[language]
    assert (row.programme, row.channel, row.source) == ("sanctuary", "sms", "keyword") and agreed in row.words
    assert one(wary, "SELECT count(*) FROM referral_days WHERE what = 'signed_up'") == 1
    assert wary.count("page_requests") == 0


def test_code_signs_up_once_within_an_hour_and_whoever_sends_it(wary: Bot) -> None:
    words = words_asked_for(sent(wary))
    assert JOINED in wary.phone(OTHER).text(words).text, "it is their own word, from their own phone"
    assert states(wary)[OTHER] == "active" and NUMBER not in states(wary)
    assert JOINED not in wary.phone(NUMBER).text(words).text
    late = words_asked_for(sent(wary))
    wary.clock.now += timedelta(hours=1)
    assert JOINED not in wary.phone("+12535550177").text(late).text
    assert states(wary) == {"+13605550142": "pending", OTHER: "active"}


def test_who_stopped_is_brought_back_by_the_code_as_by_join(wary: Bot) -> None:
    phone = wary.phone(NUMBER)
    phone.text("STOP")
    phone.text(words_asked_for(sent(wary)))
    assert states(wary)[NUMBER] == "active"


def test_link_of_the_code_opens_the_phones_own_texts(start: Start) -> None:
    bot = start(**LIVE, sign_ups_a_day=1)
    sent(bot, "+13605550142")
    asked = sent(bot)
    assert f'href="sms:+12065550100?&amp;body={words_asked_for(asked).replace(" ", "%20")}"' in asked.text


# --- How long it takes ----------------------------------------------------------------------------------------------------


def test_answer_to_every_number_takes_the_very_same_statements(bot: Bot) -> None:
    ran = []
    for before, _, _ in WHO.values():
        wiped(bot)
        before(bot)
        sent(bot, "+13605550142")  # somebody else, so that the day has begun
        with listening() as statements:
            assert post(bot, NUMBER).status_code == 303
        ran.append([statement for statement, _ in statements])
        done(bot)
    assert all(each == ran[0] for each in ran), "what is known of a number is looked up once the answer is out"
    assert not any("supporters" in statement or "consents" in statement for statement in ran[0])


def test_page_without_the_form_takes_none(start: Start) -> None:
    bot = start(sign_ups_a_day=0)
    assert "Get alerts" not in seen(bot.app.test_client().get(PAGE))
    assert sent(bot).status_code == 404


@pytest.mark.parametrize(
    ("proxies", "header", "is_same"),
    [
        pytest.param(0, "203.0.113.{}", True, id="no proxy: what a visitor says of itself is not believed"),
        pytest.param(1, "203.0.113.{}", False, id="a proxy says who it is"),
        pytest.param(1, "203.0.113.{}, 198.51.100.1", True, id="what the visitor said to the proxy is not believed"),
        pytest.param(2, "203.0.113.{}, 198.51.100.1", False, id="two proxies, one behind the other"),
    ],
)
def test_behind_a_proxy_a_visitor_is_who_the_proxy_says(start: Start, proxies: int, header: str, is_same: bool) -> None:
    bot, numbers = start(proxies=proxies), numbered()
    statuses = [
        sent(bot, next(numbers), address="127.0.0.1", X_Forwarded_For=header.format(each)).status_code for each in range(6)
    ]
    assert statuses == [303] * 5 + [429 if is_same else 303]


# --- What is written down -------------------------------------------------------------------------------------------------


def test_neither_the_number_nor_the_visitor_is_written_anywhere(bot: Bot, capfd: pytest.CaptureFixture[str]) -> None:
    address = "203.0.113.77"
    for _ in range(6):
        sent(bot, "253-555-0142", address=address)
    bot.phone().get_alerts()
    written = "".join(capfd.readouterr()) + repr(contents(bot))
    assert "sign_up_refused" in written
    for private in [*spellings(NUMBER), address, repr(bytes([203, 0, 113, 77]))]:
        assert private not in written


def test_report_on_privacy_counts_the_forms_of_each_day(bot: Bot) -> None:
    sent(bot)
    shown = bot.app.test_cli_runner().invoke(args=["privacy", "report"]).output
    assert re.search(r"sign_up_days +1 +stays: how many forms a day, of nobody", shown)
    assert one(bot, "SELECT forms FROM sign_up_days") == 1
