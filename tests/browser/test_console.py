"""The console in a real browser: every page in both languages, schemes and widths, for everybody, and without a mouse."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, StorageState, expect

from bot.web.console.menu import MENU
from tests.browser.conftest import ConsolePage, Served, console_window

pytestmark = pytest.mark.browser

# Pages that the menu does not lead to. Those of single things are looked at where they are tested.
OTHERS = ("/me", "/me/second-factor", "/styles", "/exports")
PAGES = (*(f"/{endpoint.partition('.')[0]}".replace("/today", "/") for endpoint, _ in MENU), *OTHERS)
LOOKS: tuple[tuple[int, Literal["light", "dark"], str], ...] = (
    (1280, "light", "en"),
    (1280, "dark", "es"),
    (390, "light", "es"),
    (390, "dark", "en"),
)


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_every_page_is_for_everybody(
    browser: Browser,
    served: Served,
    owner_state: StorageState,
    width: int,
    scheme: Literal["light", "dark"],
    language: str,
) -> None:
    wrong = []
    with console_window(browser, served.address, owner_state, width, scheme) as window:
        for path in PAGES:
            name = f"{path.strip('/').replace('/', '-') or 'today'}-{width}-{scheme}-{language}"
            wrong += window.faults(f"{path}?lang={language}", name)
    assert not wrong


def test_pause_is_one_press_from_opening_the_page(handheld: ConsolePage) -> None:
    page = handheld.open("/?lang=en")
    button = page.get_by_role("button", name="PAUSE")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"alerts? (is|are) paused\."))


def test_page_is_used_without_a_mouse(laptop: ConsolePage) -> None:
    page = laptop.open("/?lang=en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="PAUSE")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"alerts? (is|are) paused\."))


def test_form_is_sent_once_however_often_it_is_pressed(laptop: ConsolePage) -> None:
    page = laptop.open("/people?lang=en")
    page.get_by_label("Name", exact=True).fill("Twice")
    page.evaluate("const b = [...document.querySelectorAll('button.main')].at(-1); b.click(); b.click()")
    expect(page.get_by_text("Hand this link to Twice")).to_be_visible()
    assert page.get_by_role("cell", name="Twice", exact=True).count() == 1


def test_password_is_shown_while_its_box_is_ticked_and_sent_as_one(laptop: ConsolePage) -> None:
    page = laptop.open("/me?lang=en")
    field = page.get_by_label("New password")
    field.fill("seven")
    expect(field).to_have_attribute("type", "password")
    page.get_by_label("Show it").check()
    expect(field).to_have_attribute("type", "text")
    expect(field).to_have_value("seven")
    page.get_by_label("Show it").uncheck()
    expect(field).to_have_attribute("type", "password")
    page.get_by_label("Show it").check()
    note = "addEventListener('submit', (event) => { sessionStorage.as = event.target.elements.new.type; })"
    page.evaluate(note)
    page.get_by_role("button", name="Keep this password").click()
    expect(page.get_by_text("Too short")).to_be_visible()
    assert page.evaluate("sessionStorage.as") == "password"
