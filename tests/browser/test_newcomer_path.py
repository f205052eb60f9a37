"""The whole way of somebody who has never seen Patchline, in the browser alone: from the link that `make run` prints to a map
of calls. Each press, choice and field is a step; how many there are is a promise of ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_setup import Server, serving

pytestmark = pytest.mark.browser
MOST_STEPS = 60
WORK_MS = 30_000  # what workers do beside the pages, on a busy machine
COUNCIL = """place,role,district,name,phone
"Spokane, WA",council,1,Ana Torres,509-625-6255
"Spokane, WA",council,2,Ben Lee,509-625-6719
"""


@dataclass
class Newcomer:
    """Somebody at a laptop, and the steps that they took."""

    page: Page
    address: str
    steps: int = 0

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile(name)).first.click()
        self.steps += 1

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.steps += 1

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first.fill(words)
        self.steps += 1

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label).first.select_option(label=option)
        self.steps += 1

    def give(self, label: str, file: Path) -> None:
        self.page.get_by_label(label, exact=True).set_input_files(file)
        self.steps += 1

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.steps += 1

    def text(self, words: str, answer: str) -> None:
        self.page.fill("#body", words)
        self.page.press("#body", "Enter")
        expect(self.page.locator("#thread li.bot .bubble").filter(has_text=answer).last).to_be_visible()
        self.steps += 1


@pytest.fixture
def newcomer(browser: Browser, tmp_path: Path) -> Iterator[Newcomer]:
    """Who has just opened the link of a first start, in a clean folder."""
    with serving(instance=tmp_path / "instance") as server:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
        page = context.new_page()
        page.set_default_timeout(WORK_MS)
        page.goto(link_of(server))
        yield Newcomer(page, f"http://127.0.0.1:{server.port}", 1)
        context.close()


def link_of(server: Server) -> str:
    """The link to the console that the start prints."""
    assert server.process.stdout is not None
    for line in server.process.stdout:
        if found := re.search(r"http\S+/console/link/\S+", line):
            return found[0]
    raise AssertionError("the start printed no link")


def contacts(folder: Path, many: int) -> Path:
    rows = [f"+1206{555_0000 + number},Library festival,11/02/2026,English,98402" for number in range(100, 100 + many)]
    (folder / "contacts.csv").write_text("\n".join(("phone,source,consented_at,language,zip", *rows)), encoding="utf-8")
    return folder / "contacts.csv"


def test_newcomer_gets_from_the_link_to_a_map_of_calls(newcomer: Newcomer, tmp_path: Path) -> None:
    page, soon = newcomer.page, WORK_MS
    newcomer.press("Sign in")
    # A list of council members.
    (tmp_path / "council.csv").write_text(COUNCIL, encoding="utf-8")
    newcomer.follow("Officials")
    newcomer.follow("Lists")
    newcomer.give("File", tmp_path / "council.csv")
    newcomer.fill("Source", "The city's page")
    newcomer.fill("Day on which", "2026-11-20")
    newcomer.press("Check the list")
    newcomer.press("Use these 2 rows")
    expect(page.get_by_text("council", exact=True).first).to_be_visible()
    # A campaign, previewed for two ZIP codes, and launched.
    newcomer.follow("Campaigns")
    page.locator("main a[href$='/campaigns/new']").first.click()
    newcomer.fill("Keyword", "LIBRARY")
    newcomer.fill("Title (English)", "Libraries open to all")
    newcomer.fill("The ask (English)", "Fund public libraries so that every branch opens six days a week.")
    for number, office in enumerate(("State Senator", "State Representative", "Council Member"), 1):
        newcomer.choose(f"Office {number}", office)
    newcomer.press("Make the draft")
    shown = page.get_by_role("region", name="Preview")
    expect(shown).to_contain_text("Tacoma")
    newcomer.fill("ZIP code", "99201")
    expect(shown).to_contain_text("Spokane")
    newcomer.press("Save draft")
    newcomer.press("Launch version")
    expect(page.get_by_role("status")).to_contain_text("is live")
    # People: made-up ones, and a list.
    newcomer.follow("Today")
    newcomer.press("Make up 500 people")
    newcomer.follow("Supporters")
    newcomer.follow("Import a list")
    newcomer.give("List", contacts(tmp_path, 100))
    newcomer.choose("Campaign", "Libraries open to all")
    newcomer.fill("Who collected it", "Library festival")
    newcomer.press("Check the list")
    newcomer.press("Import 100 rows")
    expect(page.get_by_text("100 rows are imported.")).to_be_visible(timeout=soon)
    # A phone, at an hour when texts may be sent; then an alert, tried, sent, paused, resumed.
    newcomer.open("/simulator")
    newcomer.press("Monday, 9:00")
    newcomer.text("LIBRARY", "ZIP code")
    newcomer.text("99201", "ward of Spokane")
    newcomer.text("JOIN", "you will get alerts")
    newcomer.text("who pays for libraries in mars", "Sorry, I did not get that")
    number = re.search(r"\+1\d{10}", page.locator("body").inner_text())
    assert number is not None
    newcomer.open("/console/me")
    newcomer.fill("Number", number[0])
    newcomer.press("Give me a code")
    code = page.get_by_text(re.compile(r"VERIFY \d{6}")).inner_text()
    newcomer.open("/simulator")
    newcomer.text(code, "this phone may send alerts now")
    newcomer.open("/console/alerts")
    newcomer.follow("Write an alert")
    newcomer.choose("Campaign", "Libraries open to all")
    newcomer.fill("Words in English", "The council votes on the libraries tonight.")
    newcomer.press("Save and look at it")
    newcomer.press("Send the test")
    expect(page.get_by_role("status").first).to_contain_text("The test is on its way")
    newcomer.press("Make the whole preview")
    field = page.get_by_label(re.compile("To send it, type"))
    expect(field).to_be_visible(timeout=soon)
    many = re.search(r"who get it \((\d+)\)", page.locator("main").inner_text())
    assert many is not None and int(many[1]) > 100
    newcomer.fill("To send it, type", many[1])
    newcomer.press("Send it now")
    newcomer.press("Pause it")
    expect(page.get_by_text("paused").first).to_be_visible()
    newcomer.press("Let it go on")
    expect(page.get_by_text(re.compile(r"\b[1-9]\d? % done|100 % done"))).to_be_visible(timeout=soon)
    # The reply, and what came of it all.
    newcomer.follow("Inbox")
    expect(page.get_by_text("who pays for libraries in mars")).to_be_visible()
    newcomer.follow("Results")
    expect(page.get_by_role("heading", name=re.compile("place"))).to_be_visible()
    assert re.search(r"\d+ calls to \d+ offices", page.locator("main").inner_text())
    assert newcomer.steps <= MOST_STEPS, newcomer.steps
