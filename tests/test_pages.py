"""The public pages, read as a browser without scripts reads them."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot import create_app
from bot.config import Settings
from bot.locale import LANGUAGES, phrase
from bot.officials.levels import LEVELS
from bot.web.public.text_blocks import Block, text_blocks
from tests.campaign_files import GOOD, spoiled
from tests.conftest import data_with

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
KENTUCKY = "ocd-division/country:us/state:ky"


def settings(folder: Path, **given: object) -> Settings:
    # A database that is not there: what a page needs of a supporter is in its address and nowhere else.
    return Settings.load(instance_dir=folder, database_url="sqlite:////nowhere/at/all.db", **given)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(settings(tmp_path_factory.mktemp("instance")), clock=lambda: NOW).test_client()


def own_campaigns(folder: Path, files: dict[str, str]) -> FlaskClient:
    """The shipped officials with other campaigns."""
    data = data_with(folder / "data")
    for name, content in files.items():
        (data / "campaigns" / name).write_text(content)
    return create_app(settings(folder, data_dir=data), clock=lambda: NOW).test_client()


def seen(answer: TestResponse) -> str:
    """What a reader sees: words without tags, one space apart."""
    body = re.sub(r"<head>.*?</head>", "", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links(answer: TestResponse, scheme: str) -> list[str]:
    return re.findall(rf'href="({scheme}:[^"]+)"', answer.text)


def test_front_page_lists_live_campaigns_and_the_simulator(browser: FlaskClient) -> None:
    answer = browser.get("/")
    assert answer.status_code == 200
    assert "Sanctuary cities and states" in seen(answer)
    assert "Text SANCTUARY to 206-555-0100" in seen(answer)
    assert 'href="/c/sanctuary?lang=en"' in answer.text
    assert 'href="/simulator"' in answer.text


def test_bot_on_the_telephone_network_offers_its_number_and_no_simulator(tmp_path: Path) -> None:
    live = settings(
        tmp_path,
        twilio_account_sid="AC00000000000000000000000000000000",
        twilio_auth_token="a token",
        twilio_from="+12025550123",
        public_url="https://bot.example.org",
        secret_key="a key",
        phone_key="A" * 86 + "==",
    )
    browser = create_app(live, clock=lambda: NOW).test_client()
    for address in ("/", "/c/sanctuary"):
        assert "simulator" not in browser.get(address).text
        assert "202-555-0123" in seen(browser.get(address))
    campaign = browser.get("/c/sanctuary")
    keyword, join, share = links(campaign, "sms")
    assert [keyword, join] == ["sms:+12025550123?&amp;body=SANCTUARY", "sms:+12025550123?&amp;body=JOIN%20SANCTUARY"]
    assert share.endswith("%20https%3A//bot.example.org/c/sanctuary")
    assert links(campaign, "tel") == ["tel:+12025550123"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "/c/sanctuary",
            "Services are open to everyone. A detainer is honored only with a criminal warrant signed by a judge.",
        ),
        ("/c/sanctuary", "35.5 fewer crimes per 10,000 people than others, says a study by Wong reported by NPR in 2017"),
        ("/c/sanctuary", "No stop and frisk, and no racial profiling."),
        ("/c/sanctuary", "Tacoma: yes in 2017, not checked since (Campaign record of 2017)"),
        ("/c/sanctuary", "National Network for Immigrant and Refugee Rights"),
        ("/c/sanctuary?lang=es", "Los servicios están abiertos a todas las personas."),
        ("/c/sanctuary?lang=es", "San José: sí en 2017, sin comprobar desde entonces (Registro de la campaña de 2017)"),
    ],
)
def test_campaigns_page_has_all_its_words(browser: FlaskClient, address: str, words: str) -> None:
    assert words in seen(browser.get(address))


def test_zip_shows_its_officials_their_numbers_and_what_to_say(browser: FlaskClient) -> None:
    answer = browser.get("/c/sanctuary?zip=98402")
    page = seen(answer)
    assert links(answer, "tel") == ["tel:+13609024111", *["tel:+12535915100"] * 5]  # the mayor's and the council's
    for words in (
        "Your officials for 98402, Tacoma",
        "Governor Bob Ferguson Call 360-902-4111 On record in 2025: Washington does what we ask, by law or by order. "
        "Source: Keep Washington Working Act of May 21, 2019; list of the U.S. Department of Justice, August 5, 2025.",
        "I live in Tacoma, ZIP 98402. I have a message for Governor Bob Ferguson.",
        "Thank you for Washington's sanctuary policy, on record in 2025.",
        "Do we have the governor's support?",
        "Certain by your ZIP code. Checked in August 2026.",
        "In 2017, Tacoma was on record as doing what we ask. We have not checked since.",
        "In 2017, Tacoma was on record as a sanctuary. Is it one today?",
    ):
        assert words in page


def test_page_says_where_a_council_is_in_no_list(browser: FlaskClient) -> None:
    assert "The city council We have no list of council members for Chicago yet." in seen(browser.get("/c/sanctuary?zip=60602"))


def test_council_member_of_a_ward_is_shown_once_the_ward_is_named(browser: FlaskClient) -> None:
    ward = "ocd-division/country:us/state:wa/place:tacoma/council_district:4"
    assert "Council Member Sandesh Sadalge" not in seen(browser.get("/c/sanctuary?zip=98402&lang=en"))
    answer = browser.get("/c/sanctuary", query_string={"zip": "98402", "ward": ward, "lang": "en"})
    assert "Council Member Sandesh Sadalge" in seen(answer)
    assert "By your answer, as your ZIP code alone does not tell." in seen(answer)


def test_spanish_says_the_same_with_the_right_article(browser: FlaskClient) -> None:
    answer = browser.get("/c/sanctuary?zip=10001&lang=es")
    page = seen(answer)
    assert '<html lang="es">' in answer.text
    assert "La gobernadora Kathy Hochul Llamar al 518-474-8390" in page
    assert "Tengo un mensaje para la gobernadora Kathy Hochul." in page
    assert "Llamo por la política de santuario en Nueva York. ¿Cuál es la postura de su oficina?" in page
    assert "Consta en 2025: Nueva York cumple lo que pedimos, por ley o por orden." in page


ZIPS = [
    pytest.param("98402-1234", ["Your officials for 98402, Tacoma"], [], id="a ZIP with four more digits"),
    pytest.param(" ZIP 98402 please", ["Your officials for 98402, Tacoma"], [], id="words around it"),
    pytest.param(
        "20500",
        ["The office of the governor There is no such office where you live.", "Mayor Muriel Bowser Call 202-727-2643"],
        ["for Governor", "for the office of the governor"],
        id="no governor in the District of Columbia",
    ),
    pytest.param("77550", ["The mayor's office Call 409-797-3510", "We do not know who holds"], [], id="no name known"),
    pytest.param(
        "09001", ["This ZIP code is for military mail"], ["The mayor's office", "What you can say"], id="military mail"
    ),
    pytest.param(
        "98401",
        ["Governor Bob Ferguson", "post office boxes", "I live in your area, ZIP 98401."],
        ["Ibsen"],
        id="a PO box",
    ),
    pytest.param(
        "96939", ["lies in a country of its own"], ["The mayor's office", "What you can say"], id="a country of its own"
    ),
    pytest.param("99999", ["There is no ZIP code 99999 in our tables."], ["Your officials for"], id="a ZIP nobody uses"),
    pytest.param("K1A 0B1", ["That does not look like a ZIP code."], ["Your officials for"], id="a Canadian code"),
    pytest.param("98402 98105", ["That does not look like a ZIP code."], ["Your officials for"], id="two of them"),
    pytest.param("", ["That does not look like a ZIP code."], ["Your officials for"], id="nothing"),
    pytest.param("\u202e\x00", ["That does not look like a ZIP code."], ["Your officials for"], id="control marks"),
    pytest.param("9" * 5000, ["That does not look like a ZIP code."], ["Your officials for"], id="thousands of digits"),
]


@pytest.mark.parametrize(("typed", "there", "away"), ZIPS)
def test_every_zip_gets_a_kind_and_true_answer(browser: FlaskClient, typed: str, there: list[str], away: list[str]) -> None:
    answer = browser.get("/c/sanctuary", query_string={"zip": typed})
    assert answer.status_code == 200
    for words in there:
        assert words in seen(answer)
    for words in away:
        assert words not in seen(answer)


def test_zip_in_two_states_is_asked_about_and_then_settled(browser: FlaskClient) -> None:
    asked = browser.get("/c/sanctuary?zip=42223&lang=en")
    assert "This ZIP code lies in more than one state. Which one do you live in?" in seen(asked)
    assert "The office of the governor Answer the question above, and we can tell you." in seen(asked)
    assert links(asked, "tel") == []
    choices = dict(re.findall(r'<input type="radio" name="state" value="([^"]+)" required> ([\w ]+)<', asked.text))
    assert choices == {"ocd-division/country:us/state:tn": "Tennessee", KENTUCKY: "Kentucky"}

    settled = browser.get("/c/sanctuary", query_string={"zip": "42223", "state": KENTUCKY})
    assert "Governor Andy Beshear" in seen(settled)
    assert "By your answer, as your ZIP code alone does not tell." in seen(settled)
    assert "Bill Lee" not in seen(settled)
    assert 'href="/c/sanctuary?zip=42223&amp;lang=en#officials"' in settled.text  # to answer again


def test_answer_that_was_not_offered_is_asked_again(browser: FlaskClient) -> None:
    answer = browser.get("/c/sanctuary", query_string={"zip": "42223", "state": "ocd-division/country:us/state:ca"})
    assert "Which one do you live in?" in seen(answer)
    assert "Newsom" not in seen(answer)


def split_between_places(browser: FlaskClient) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for zip in ("98409", "98467", "98466", "98422", "98445", "60827", "90045", "94014", "80304", "80301"):
        found = re.findall(r'name="place" value="([^"]+)" required> ([^<]+)<', browser.get(f"/c/sanctuary?zip={zip}").text)
        if found:
            yield zip, found


def test_who_lives_outside_every_place_is_offered_no_mayor(browser: FlaskClient) -> None:
    zip, choices = next(
        (zip, found) for zip, found in split_between_places(browser) if ("none", "Somewhere outside these") in found
    )
    assert len(choices) > 1
    outside = seen(browser.get("/c/sanctuary", query_string={"zip": zip, "place": "none"}))
    assert "You told us that you live in none of these places" in outside
    assert f"I live in your area, ZIP {zip}." in outside
    inside = seen(browser.get("/c/sanctuary", query_string={"zip": zip, "place": choices[0][0]}))
    assert f"Your officials for {zip}, {choices[0][1].strip()}" in inside
    assert f"I live in {choices[0][1].strip()}, ZIP {zip}." in inside


LANGUAGE_CASES = [
    pytest.param("/c/sanctuary", "es-MX,es;q=0.9,en;q=0.5", "es", id="the browser's"),
    pytest.param("/c/sanctuary", "fr", "en", id="the campaign's first, for a browser in neither"),
    pytest.param("/c/sanctuary", "", "en", id="the campaign's first, for a browser that says nothing"),
    pytest.param("/c/sanctuary?lang=en", "es", "en", id="the address's, before the browser's"),
    pytest.param("/c/sanctuary?lang=xx", "es", "es", id="the browser's, for an address in neither"),
    pytest.param("/", "es", "es", id="the front page in the browser's"),
]


@pytest.mark.parametrize(("address", "accepts", "language"), LANGUAGE_CASES)
def test_language_is_the_readers(browser: FlaskClient, address: str, accepts: str, language: str) -> None:
    answer = browser.get(address, headers={"Accept-Language": accepts} if accepts else {})
    assert f'<html lang="{language}">' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


def test_other_language_keeps_the_zip_and_the_answers(browser: FlaskClient) -> None:
    answer = browser.get("/c/sanctuary", query_string={"zip": "42223", "state": KENTUCKY, "utm": "x"})
    [address] = re.findall(r'<a lang="es" hreflang="es" href="([^"]+)">', answer.text)
    parts = urlsplit(html.unescape(address))
    assert parts.path == "/c/sanctuary"
    assert parse_qs(parts.query) == {"zip": ["42223"], "state": [KENTUCKY], "lang": ["es"]}


def test_fault_of_a_page_is_logged_without_what_was_asked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    app = create_app(settings(tmp_path), clock=lambda: NOW)
    app.add_url_rule("/faulty/<word>", view_func=lambda word: str(int(word, 2)))
    assert app.test_client().get("/faulty/+12535550100").status_code == 500
    logged = capfd.readouterr().err
    assert '"event": "request_failed"' in logged and "ValueError" in logged
    assert "2535550100" not in logged


@pytest.mark.parametrize("address", ["/c/nothing", "/c/Sanctuary", "/c/..%2fsanctuary"])
def test_unknown_campaign_is_not_found_kindly(browser: FlaskClient, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 404


NOT_LIVE = [
    ("draft", "Esta página no existe"),
    ("paused", "Árboles para todos Esta campaña queda en pausa por ahora."),
    ("ended", "Árboles para todos Esta campaña ha terminado. Gracias"),
]


@pytest.mark.parametrize(("state", "told"), NOT_LIVE)
def test_only_live_campaigns_have_a_page(tmp_path: Path, state: str, told: str) -> None:
    browser = own_campaigns(tmp_path, {"trees.yaml": spoiled(("state: live", f"state: {state}"))})
    answer = browser.get("/c/trees", headers={"Accept-Language": "es"})
    assert answer.status_code == 404
    assert told in seen(answer)
    assert "No hay ninguna campaña en este momento." in seen(browser.get("/?lang=es"))


def test_what_a_campaign_or_a_reader_writes_is_never_markup(tmp_path: Path) -> None:
    bad = "<b onclick=x>Trees</b>"
    browser = own_campaigns(
        tmp_path, {"trees.yaml": spoiled(("Trees for all", bad), ("page: We ask for trees.", f"page: '{bad}'"))}
    )
    for address in ("/", "/c/trees"):
        assert bad not in browser.get(address).text
        assert bad in html.unescape(browser.get(address).text)
    mine = browser.get("/c/trees", query_string={"zip": '"><script>alert(1)</script>', "state": '"><i>', "lang": "<u>"})
    assert not re.search(r"<(script|i|u)\b", mine.text)


@pytest.mark.parametrize(
    "address",
    ["/", "/c/sanctuary", "/c/sanctuary?zip=98402", "/c/sanctuary?zip=42223", "/c/sanctuary?alerts=asked", "/c/nothing"],
)
def test_pages_live_under_a_strict_policy(browser: FlaskClient, address: str) -> None:
    answer = browser.get(address)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", answer.text)
    (style,) = set(re.findall(r'<link rel="stylesheet" href="([^"]+)">', answer.text))
    assert re.fullmatch(r"/pages/page\.css\?v=[0-9a-f]{8}", style)
    with browser.get(style) as sheet:
        assert sheet.mimetype == "text/css"


@pytest.mark.parametrize(
    "address",
    ["/", "/c/sanctuary?zip=98402", "/c/sanctuary?zip=42223&lang=es", "/c/sanctuary?zip=x", "/c/sanctuary?alerts=asked"],
)
def test_pages_are_sound_for_a_screen_reader(browser: FlaskClient, address: str) -> None:
    page = browser.get(address).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page) + re.findall(r'<label for="([^"]+)"', page)
    assert {name for names in named for name in names.split()} <= set(ids)
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert '<meta name="viewport"' in page


BLOCKS = [
    pytest.param("One\nline.\n\nTwo.", [("p", "One line."), ("p", "Two.")], id="paragraphs"),
    pytest.param("- a\n- b\n  c\n", [("ul", "a", "b c")], id="a list with a wrapped entry"),
    pytest.param("Ask:\n- a\n\nEnd - not a list", [("p", "Ask:"), ("ul", "a"), ("p", "End - not a list")], id="both"),
    pytest.param("- a\n\n- b", [("ul", "a"), ("ul", "b")], id="two lists"),
    pytest.param("\n\n", [], id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), BLOCKS)
def test_texts_become_paragraphs_and_lists(text: str, expected: list[tuple[str, ...]]) -> None:
    assert text_blocks(text) == tuple(Block(kind, tuple(items)) for kind, *items in expected)


def test_good_file_of_these_tests_makes_a_page(tmp_path: Path) -> None:
    assert "Plant a tree for every child." in seen(own_campaigns(tmp_path, {"trees.yaml": GOOD}).get("/c/trees?zip=98402"))


# What no ZIP code tells has no choices to offer.
ASKED_ON_PAGES = [row.name for row in LEVELS.values() if row.told_by_zip != "nothing"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", ASKED_ON_PAGES)
def test_page_has_a_question_for_every_level(level: str, language: str) -> None:
    assert phrase(f"page.question_{level}", language)


# The longest pages that the shipped tables make: New York's wards, Puerto Rico's legislators at large, Houston's council.
HEAVY = ("sanctuary?zip=11432", "trust-act?zip=00725", "trust-act?zip=00976", "sanctuary?zip=77036", "sanctuary?zip=80209")
MOST_BYTES = 30_000


def test_page_weighs_less_than_thirty_thousand_bytes_whatever_was_told(tmp_path: Path) -> None:
    browser = create_app(settings(tmp_path, data_dir=ROOT / "data", geocoder="census"), clock=lambda: NOW).test_client()
    for page in HEAVY:
        address = f"/c/{page}&lang=es"
        shown = browser.get(address)
        seats = re.findall(r'name="at" value="([0-9a-f]{8})"', shown.text)
        told = browser.get(f"{address}&told={'-'.join(f'{key}r' for key in seats)}&visit={'v' * 16}&ref={'r' * 32}")
        assert seats and told.text.count(phrase("page.mark_reached", "es")) == len(seats)
        assert ('<select name="ward"' in shown.text) == ("11432" in page), "a list of fifty is chosen from"
        assert {"untold": len(shown.data) < MOST_BYTES, "told": len(told.data) < MOST_BYTES} == {
            "untold": True,
            "told": True,
        }, page
