"""The privacy policy and the terms: public, in every language, filled in from the settings, linked where people sign up."""

import html
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot import create_app
from bot.locale import LANGUAGES
from tests.test_pages import settings


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    given = {"organization": "Neighbors", "contact": "help@example.org", "alerts_a_week": 1, "keep_texts_days": 7}
    return create_app(settings(tmp_path_factory.mktemp("instance"), **given)).test_client()


def text_of(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/privacy", "/terms"])
def test_policy_is_public_filled_in_and_in_every_language(path: str, language: str, browser: FlaskClient) -> None:
    page = browser.get(f"{path}?lang={language}").get_data(as_text=True)
    shown = text_of(browser, f"{path}?lang={language}")
    assert f'<html lang="{language}">' in page and "Neighbors" in shown and "help@example.org" in shown
    assert "{" not in shown and "STOP" in shown


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/privacy", "Words of texts are erased after 7 days"),
        ("/privacy", "We do not sell, rent or share your number, nor your consent to be texted"),
        ("/privacy", "206-555-0100"),
        ("/terms", "Of alerts you get 1 in seven days at most"),
        ("/terms", "Message and data rates may apply"),
        ("/terms", "HELP for help"),
        ("/terms", "Text JOIN SANCTUARY"),
        ("/terms", "Carriers are not liable"),
    ],
)
def test_policy_says_what_carriers_ask_for(path: str, said: str, browser: FlaskClient) -> None:
    assert said in text_of(browser, f"{path}?lang=en")


@pytest.mark.parametrize("path", ["/", "/c/sanctuary", "/privacy"])
def test_every_public_page_links_both(path: str, browser: FlaskClient) -> None:
    page = browser.get(f"{path}?lang=en").get_data(as_text=True)
    assert 'href="/privacy?lang=en"' in page and 'href="/terms?lang=en"' in page


def test_form_for_alerts_links_both_before_the_button(browser: FlaskClient) -> None:
    page = browser.get("/c/sanctuary?lang=en").get_data(as_text=True)
    form = page[page.index('id="alerts"') : page.index("</form>", page.index('id="alerts"'))]
    assert "/terms?lang=en" in form and "/privacy?lang=en" in form


def test_policy_needs_no_database(tmp_path: Path) -> None:
    assert create_app(settings(tmp_path)).test_client().get("/privacy").status_code == 200
