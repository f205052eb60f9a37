"""A campaign's page in a browser: signing up for alerts there, in either language, without a script of ours."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Person

pytestmark = pytest.mark.browser

IN_WORDS = {
    "en": ("Your mobile number", "I agree: text me", "That is not a number", "Now look at your phone", "Reply JOIN"),
    "es": (
        "Su número de celular",
        "Acepto: envíenme el mensaje",
        "A ese número no",
        "Mire ahora su teléfono",
        "responda UNIRME",
    ),
}


@pytest.mark.parametrize("language", IN_WORDS)
def test_passer_by_signs_up_on_the_page(passer_by: Person, address: str, language: str) -> None:
    label, button, refused, asked, reply = IN_WORDS[language]
    page = passer_by.page
    page.goto(f"{address}/c/sanctuary?zip=98402&lang={language}")
    section = page.locator("#alerts")
    expect(section.get_by_label("Leave this empty").or_(section.get_by_label("Deje esto en blanco"))).not_to_be_in_viewport()
    section.get_by_label(label).fill("555-0142")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_contain_text(refused)
    expect(section.get_by_label(label)).to_have_value("555-0142")
    section.get_by_label(label).fill("253-555-0142" if language == "en" else "253-555-0143")
    section.get_by_label(label).press("Enter")
    expect(page.get_by_role("status")).to_contain_text(asked)
    expect(page.get_by_role("status")).to_contain_text(reply)
    assert page.url == f"{address}/c/sanctuary?zip=98402&lang={language}&alerts=asked#alerts"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing sticks out"
    page.reload()
    expect(page.get_by_role("status")).to_contain_text(asked)
