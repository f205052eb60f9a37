"""A campaign made, previewed, launched and edited in a real browser; its pages are for everybody."""

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.browser.conftest import ConsolePage, Served, console_window

pytestmark = pytest.mark.browser


def test_campaign_is_made_previewed_for_two_zips_and_launched(laptop: ConsolePage) -> None:
    page = laptop.open("/campaigns/new?lang=en")
    page.get_by_label("Keyword", exact=True).fill("LIBRARY")
    page.get_by_label("Title (English)").fill("Libraries open to all")
    page.get_by_label("The ask (English)").fill("Fund public libraries so that every branch opens six days a week.")
    for n, role in enumerate(("state_upper", "state_lower", "council")):
        page.get_by_label(f"Office {n + 1}").select_option(role)
    page.get_by_role("button", name="Make the draft").click()
    shown = page.get_by_role("region", name="Preview")
    expect(shown).to_contain_text("Tacoma")
    page.get_by_label("ZIP code").fill("99201")
    expect(shown).to_contain_text("Spokane")
    # A chip goes where the cursor is, and the mistake that it makes stands in the preview.
    title = page.get_by_label("Title", exact=True)
    title.fill("Libraries {zip}")
    expect(shown).to_contain_text("cannot name {zip} here")
    title.fill("Libraries for everybody")
    expect(shown).to_contain_text("No mistakes")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("button", name="Launch version 2").click()
    expect(page.get_by_role("status")).to_contain_text("Version 2 is live.")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("status")).to_contain_text("The campaign is paused")


@pytest.mark.parametrize(("width", "language"), [(1280, "es"), (390, "en")])
def test_pages_of_a_campaign_are_for_everybody(
    browser: Browser, served: Served, owner_state: StorageState, width: int, language: str
) -> None:
    wrong = []
    with console_window(browser, served.address, owner_state, width, "light") as window:
        window.open("/campaigns")
        for path in ("new", "sanctuary", "sanctuary/edit", "sanctuary/text", "sanctuary/versions", "sanctuary/versions/1"):
            wrong += window.faults(f"/campaigns/{path}?lang={language}")
    assert not wrong
