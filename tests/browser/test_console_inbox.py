"""The inbox in a real browser: a text that waits is answered by hand, on a phone and with a keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import ConsolePage, Person

pytestmark = pytest.mark.browser


def test_text_is_answered_by_hand(person: Person, handheld: ConsolePage) -> None:
    person.text("SANCTUARY 98402")
    person.text("the potluck needs more chairs")
    page = handheld.open("/inbox?lang=en")
    page.get_by_role("link", name="the potluck needs more chairs").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("···")
    words = page.get_by_label("Your words")
    words.fill("We bring twenty more.")
    expect(page.get_by_text("1 segment", exact=True)).to_be_visible()
    assert Axe().run(page).violations_count == 0 and not handheld.sticks_out()
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_text("We bring twenty more.")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("Your answer is on its way")


def test_steps_of_set_up_come_by_themselves(laptop: ConsolePage) -> None:
    page = laptop.open("/setup?lang=en")
    expect(page.get_by_text("This installation reaches no phones.")).to_be_visible()
    assert Axe().run(page).violations_count == 0
