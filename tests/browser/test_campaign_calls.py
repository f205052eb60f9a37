"""A campaign's page in a browser, on a phone: whom to call, how it went, the phone that rings, sharing, the hand-out."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Person, visit

pytestmark = pytest.mark.browser

PAGE = "/c/sanctuary?zip=98402&lang=en"
MOST_BYTES = 30_000  # of the page with its style, as they are before anything packs them
SMALLEST_TAP = 44  # pixels, by WCAG 2.5.5
SHIFTS = """new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value })
    .observe({ type: "layout-shift", buffered: true })
  requestAnimationFrame(() => setTimeout(() => done(sum), 100))
})"""


@pytest.fixture(params=["light", "dark"])
def reader(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Person]:
    """Somebody with a phone of 390 pixels, by day and by night."""
    scheme: Literal["light", "dark"] = request.param
    yield from visit(browser, address, 390, scheme=scheme)


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[Page]:
    """Somebody whose browser runs no scripts."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False, locale="es-US")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def small_taps(page: Page) -> list[str]:
    """What is pressed and smaller than a finger; words within a sentence are not meant."""
    found = []
    for each in page.locator("button, summary, .call, input:not([type=hidden]):not([type=radio]), .choice label").all():
        box = each.bounding_box()
        if box and box["x"] >= 0 and box["height"] < SMALLEST_TAP:
            found.append(f"{each.inner_text()[:30]} {box['height']}")
    return found


def faults(page: Page) -> list[str]:
    """Rules of axe's that the page breaks."""
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in Axe().run(page).response["violations"]]


def test_visitor_calls_two_officials_and_tells_how_it_went(reader: Person, address: str) -> None:
    page = reader.page
    page.goto(f"{address}{PAGE}")
    card = page.locator("#call")
    expect(card.get_by_role("heading", name="Governor Bob Ferguson")).to_be_visible()
    expect(card.get_by_role("link", name="Call 360-902-4111")).to_have_attribute("href", "tel:+13609024111")
    assert (faults(page), small_taps(page)) == ([], [])
    card.get_by_role("button", name="I talked to somebody").click()
    expect(card.get_by_role("heading", name="Mayor Anders Ibsen")).to_be_in_viewport()
    expect(page.get_by_text("you talked to somebody")).to_be_visible()
    card.get_by_role("button", name="I left a message").click()
    expect(card.get_by_role("heading", name="That was everybody")).to_be_in_viewport()
    expect(page.get_by_text(re.compile(r"^\d+ calls to 2 offices so far\.$"))).to_be_visible()
    share = page.get_by_role("link", name="By text", exact=True)
    assert "sanctuary" in (share.get_attribute("href") or "")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing sticks out"
    assert faults(page) == []
    page.go_back()
    expect(card.get_by_role("heading", name="Mayor Anders Ibsen")).to_be_visible()


def test_phone_of_a_visitor_rings_once_it_gave_its_code_back(browser: Browser, address: str) -> None:
    for reader in visit(browser, address, 390):
        phone = reader.page
        expect(phone.locator("#number")).to_have_value(re.compile(r"\d{10}|\d{3}\D\d{4}"))
        number = phone.locator("#number").input_value()
        page = phone.context.new_page()
        page.goto(f"{address}{PAGE}")
        section = page.locator("#call-me")
        section.get_by_label("Your mobile number").fill(number)
        section.get_by_role("button", name="Text me the code").click()
        expect(section.get_by_label("The code")).to_be_in_viewport()
        assert (faults(page), small_taps(page)) == ([], [])
        expect(reader.replies.last).to_contain_text("is the code for the call")
        code = re.findall(r"\b\d{6}\b", reader.replies.last.inner_text())[0]
        section.get_by_label("The code").fill("12345")
        section.get_by_role("button", name="Call me now").click()
        expect(section.get_by_role("alert")).to_contain_text("That is not the code")
        section.get_by_label("The code").fill(f"{code[:3]} {code[3:]}")
        section.get_by_label("The code").press("Enter")
        expect(section.get_by_role("status")).to_contain_text("Your phone rings in a moment")
        expect(reader.replies.last).to_contain_text("We are calling you now")


def test_page_works_without_scripts_and_in_spanish(scriptless: Page, address: str) -> None:
    page = scriptless
    page.goto(f"{address}/c/sanctuary")
    page.get_by_label("Su código postal (ZIP)").fill("98402")
    page.get_by_role("button", name="Mostrar mis funcionarios").click()
    card = page.locator("#call")
    for outcome, after in (("Ocupado, o nadie contestó", "Anders Ibsen"), ("Saltar", "No queda nadie por llamar")):
        card.get_by_role("button", name=outcome).click()
        expect(card.get_by_role("heading")).to_contain_text([after])
    page.locator("summary", has_text="Bob Ferguson").click()
    page.get_by_role("button", name="Llamar ahora a esta oficina").first.click()
    expect(card.get_by_role("heading").first).to_contain_text("Bob Ferguson")


def test_printed_page_is_a_hand_out(passer_by: Person, address: str) -> None:
    page = passer_by.page
    page.goto(f"{address}{PAGE}")
    page.emulate_media(media="print")
    for there in ("360-902-4111", "253-591-5100", "I have a message for Mayor Anders Ibsen", "35.5 fewer crimes"):
        expect(page.get_by_text(there).first).to_be_visible()
    expect(page.get_by_role("img", name="Scan this with a phone")).to_be_visible()
    assert page.locator("button:visible, input:visible, form:visible").count() == 0
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))
    assert 1 <= len(pages) <= 6


def test_page_is_light_and_stays_where_it_is(reader: Person, address: str) -> None:
    page, sizes = reader.page, dict[str, int]()
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto(f"{address}{PAGE}", wait_until="networkidle")
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert page.evaluate(SHIFTS) == 0
    assert page.context.cookies() == []
