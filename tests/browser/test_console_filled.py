"""Pages of the console with a campaign's life in them: for everybody, within their window, and a picture of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, StorageState

from bot.simulation.demo_data import seed_demo
from tests.browser.conftest import ConsolePage, console_window, owner_link, served_in_process, signed_in_by
from tests.browser.test_console_keyboard import PAGES

pytestmark = pytest.mark.browser

# Pages of single things: what made-up people did.
SINGLE = ("/alerts/4", "/supporters/1", "/supporters/1/forget", "/inbox/1", "/inbox/1/same")
NARROWED = ("/results?days=90", "/results/sanctuary?days=90", "/supporters?place=98402")
# Pages of what was done for a campaign, which they name by its title.
NAMING_CAMPAIGNS = ("/", "/alerts", "/inbox", *SINGLE, *NARROWED)
CAMPAIGN_ID = "trust-act"
LOOKS: tuple[tuple[int, Literal["light", "dark"], str], ...] = ((1280, "light", "en"), (390, "dark", "es"))


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The address of a server with 500 people, and what the browser of its owner keeps."""

    address: str
    state: StorageState


@pytest.fixture(scope="module")
def filled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    with served_in_process("sqlite", tmp_path_factory.mktemp("filled"), "127.0.0.1") as (bot, address):
        seed_demo(bot.parts, supporters=500, alerts=4, calls=800)
        link = owner_link(bot.parts.database, bot.parts.phone_cipher)
        yield Filled(address=address, state=signed_in_by(browser, address, link))


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS)
def test_filled_pages_are_for_everybody(
    browser: Browser, filled: Filled, width: int, scheme: Literal["light", "dark"], language: str
) -> None:
    wrong = []
    with console_window(browser, filled.address, filled.state, width, scheme) as window:
        who = official_page(window)
        for path in (*PAGES.values(), *SINGLE, *NARROWED, who):
            name = f"{picture_name(path)}-{width}-{scheme}-{language}"
            wrong += window.faults(f"{path}{'&' if '?' in path else '?'}lang={language}", name)
            if path in NAMING_CAMPAIGNS and CAMPAIGN_ID in window.page.locator("main").inner_text():
                wrong.append(f"{path}: a campaign's id in place of its title")
    assert not wrong, "\n".join(wrong)


def official_page(window: ConsolePage) -> str:
    """The page of somebody who represents a place."""
    page = window.open("/officials?lang=en")
    page.get_by_label("ZIP code").fill("98402")
    page.get_by_role("button", name="Find").click()
    leads_to = page.locator("main a[href*='/officials/who/']").first.get_attribute("href")
    assert leads_to
    return leads_to.removeprefix("/console")


def picture_name(path: str) -> str:
    """Of the address, what a file may be called."""
    return f"filled-{re.sub(r'[^a-z0-9]+', '-', path.strip('/')) or 'today'}"
