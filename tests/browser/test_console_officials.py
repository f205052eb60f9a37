"""Officials and conversations in a real browser: found, corrected in two presses and undone, drawn; on both widths."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ConsolePage

pytestmark = pytest.mark.browser

# Pages that the menu does not lead to; somewhere that no other test looks at.
INNER = (
    "/officials?zip=99501",
    "/officials/lines",
    "/officials/terms?days=90",
    "/officials/corrections",
    "/officials/lists",
    "/officials/tables",
    "/flows/text",
    "/flows/call?from=",
)


@pytest.mark.parametrize("window", ["laptop", "handheld"])
def test_pages_about_officials_and_flows_are_for_everybody(request: pytest.FixtureRequest, window: str) -> None:
    console: ConsolePage = request.getfixturevalue(window)
    wrong = []
    for path in INNER:
        wrong += console.faults(path)
    assert not wrong


def test_official_is_found_corrected_and_set_back(handheld: ConsolePage) -> None:
    page = handheld.open("/officials?lang=en")
    page.get_by_label("ZIP code").fill("99501")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Governor").first.click()
    page.get_by_text("The number is wrong").click()
    page.get_by_label("Right number of the office").fill("911")
    page.get_by_label("Where this can be looked up").first.fill("told by the office")
    page.get_by_role("button", name="Correct it").first.click()
    expect(page.get_by_role("alert")).to_contain_text("no US number we may call")
    page.get_by_label("Right number of the office").fill("907-465-3501")
    page.get_by_role("button", name="Correct it").first.click()
    expect(page.get_by_role("status")).to_contain_text("Corrected.")
    expect(page.get_by_role("list").filter(has_text="told by the office")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone.")
