"""A list from its file to the page of one of its people, in a real browser, on a laptop and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, owner_link, served_in_process, shown_faults
from tests.conftest import ONE_DATABASE, Bot

pytestmark = pytest.mark.browser

LIST = """phone,language,zip,source,consented_at
253-555-0142,en,98402,Farmers market,11/02/2020
206-555-0111,es,,"<script>document.title = 'run'</script>",11/02/2020
25355,en,98402,Fair,11/02/2020
"""


@pytest.fixture(params=ONE_DATABASE)
def bot_at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Bot, str]]:
    """A bot that is served without workers, so that a test says when one works; and its address."""
    with served_in_process(request.param, tmp_path, "127.0.0.1") as served:
        yield served


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser, bot_at: tuple[Bot, str]) -> Iterator[Page]:
    """The owner's window; fails at the end where a script failed or something inline was stopped."""
    bot, address = bot_at
    link = owner_link(bot.parts.database, bot.parts.phone_cipher)
    context = browser.new_context(locale="en-US", viewport={"width": request.param, "height": 900})
    page, wrong = context.new_page(), list[str]()
    page.set_default_timeout(PATIENCE)
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}/console/link/{link}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/console/")
    yield page
    context.close()
    assert wrong == []


def take_out(bot: Bot, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short file twice from one page, and one that a worker makes."""
    page.get_by_role("link", name="Take these out as a file").click()
    make = page.get_by_role("button", name="Make the file")
    for _ in range(2):
        with page.expect_download() as short:
            make.click()
        assert "206-555-0111" in Path(short.value.path()).read_text(encoding="utf-8-sig")
    monkeypatch.setattr("bot.exports.export_work.MOST_AT_ONCE", {"csv": 1, "xlsx": 1})
    make.click()
    expect(page.get_by_text("is being made")).to_be_visible()
    bot.parts.exports.do(1)
    expect(page.get_by_role("link", name="Download")).to_be_visible()  # by itself
    assert shown_faults(page) == []
    with page.expect_download() as long:
        page.get_by_role("link", name="Download").click()
    assert "206-555-0111" in Path(long.value.path()).read_text(encoding="utf-8-sig")


def test_list_is_imported_and_its_people_are_found(
    bot_at: tuple[Bot, str], page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, address = bot_at
    (tmp_path / "list.csv").write_text(LIST)
    page.goto(f"{address}/console/supporters")
    page.get_by_role("link", name="Import a list").click()
    assert shown_faults(page) == []
    page.get_by_label("List", exact=True).set_input_files(tmp_path / "list.csv")
    page.get_by_label("Who collected it").fill("Casa Latina")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="The list is being checked")).to_be_visible()
    assert shown_faults(page) == []
    bot.parts.imports.do(1)
    expect(page.get_by_role("heading", name="The text they get")).to_be_visible()  # by itself
    expect(page.get_by_text("Casa Latina says that you want")).to_be_visible()
    assert shown_faults(page) == []
    with page.expect_download() as told:
        page.get_by_role("link", name="Download the rows that are left out").click()
    assert "25355,en,98402,Fair" in Path(told.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("button", name="Import 2 rows").press("Enter")
    expect(page.get_by_role("heading", name="The list is being imported")).to_be_visible()
    bot.parts.imports.do(1)
    expect(page.get_by_text("2 rows are imported.")).to_be_visible()

    page.goto(f"{address}/console/supporters")
    expect(page.get_by_role("link", name="(206) ···-0111")).to_be_visible()
    assert shown_faults(page) == []
    take_out(bot, page, monkeypatch)
    page.goto(f"{address}/console/supporters")
    page.get_by_label("Number", exact=True).fill("(206) 555-0111")
    page.get_by_role("button", name="Find").press("Enter")
    expect(page.get_by_role("heading", name="206-555-0111")).to_be_visible()
    expect(page.get_by_text("<script>document.title = 'run'</script>")).to_be_visible()
    assert shown_faults(page) == []
    page.get_by_role("button", name="Stop all texts").click()
    expect(page.get_by_text("gets no texts from us")).to_be_visible()
    page.get_by_role("link", name="Forget").click()
    assert shown_faults(page) == []
    page.get_by_role("button", name="Forget this person").click()
    expect(page.get_by_text("The person is forgotten.")).to_be_visible()
    expect(page.get_by_role("link", name="(206) ···-0111")).to_have_count(0)
