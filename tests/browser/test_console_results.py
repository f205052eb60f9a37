"""The page Results in a real browser, with figures in it: on a laptop, on a phone, and what its pictures say there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, StorageState, expect
from sqlalchemy import delete, insert

from bot.models import CallDay, CallHour
from bot.storage.database import Database
from bot.web.console.tile_map import PLACES
from tests.browser.conftest import Served, console_window

pytestmark = pytest.mark.browser

DAYS = [f"2026-11-{day:02}" for day in range(1, 24)]
# How large the smallest words in the pictures are that are seen, in pixels.
SMALLEST = """Math.min(...[...document.querySelectorAll('.chart text')].filter((each) => each.getBoundingClientRect().width)
  .map((each) => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a))"""


@pytest.fixture
def filled(served: Served) -> Iterator[None]:
    """Calls from everywhere, on every day of the month."""
    database = Database(f"sqlite:///{served.instance / 'patchline.db'}")
    days: list[dict[str, Any]] = [
        {
            "day": day,
            "campaign": "sanctuary",
            "state": state,
            "status": "answered",
            "outcome": "reached",
            "n": number,
            "seconds": 60,
        }
        for day in DAYS
        for number, state in enumerate(PLACES, start=1)
    ]
    hours = [{"day": day, "campaign": "sanctuary", "hour": 12, "n": 90, "connected": 60, "reached": 30} for day in DAYS]
    with database.write() as connection:
        for table in (CallDay, CallHour):  # calls of other tests at this server
            connection.execute(delete(table))
        connection.execute(insert(CallDay), days)
        connection.execute(insert(CallHour), hours)
    yield
    with database.write() as connection:
        for table in (CallDay, CallHour):
            connection.execute(delete(table))
    database.close()


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_results_are_read_at_every_width(
    browser: Browser, served: Served, owner_state: StorageState, filled: None, width: int
) -> None:
    with console_window(browser, served.address, owner_state, width, "light") as window:
        page = window.open("/results?lang=en&days=30")
        expect(page.get_by_text(re.compile(r"^\S+ calls to "))).to_be_visible()
        expect(page.get_by_role("img", name="Calls by state")).to_have_count(1)
        assert page.evaluate(SMALLEST) >= 11
        assert not window.sticks_out()
        page.get_by_text("The figures as a table").first.click()
        expect(page.get_by_role("cell", name="90", exact=True).first).to_be_visible()
        found = Axe().run(page)
        assert [each["id"] for each in found.response["violations"]] == []


def test_results_of_a_campaign_are_reached_from_the_menu_and_saved(
    browser: Browser, served: Served, owner_state: StorageState, filled: None
) -> None:
    with console_window(browser, served.address, owner_state, 390, "dark") as window:
        page = window.open("/?lang=en")
        page.get_by_role("link", name="Results").click()
        page.get_by_label("Campaign").select_option("sanctuary")
        page.get_by_role("button", name="Show").click()
        expect(page).to_have_url(re.compile("campaign=sanctuary"))
        with page.expect_download() as download:
            page.get_by_role("link", name="Save as CSV").first.click()
        assert download.value.suggested_filename.startswith("results-sanctuary-days-")
