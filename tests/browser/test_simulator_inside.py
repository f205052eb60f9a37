"""The simulator's drawer in a browser: what it tells, what it does, and that everybody can use the page."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Person, serving, visit
from tests.browser.test_simulator_page import GOVERNOR, GOVERNOR_LINE, MAYOR, call_from_tacoma, settle

pytestmark = pytest.mark.browser

PHONE, SCREEN = (390, 844), (1280, 800)


@pytest.fixture
def own_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose clock may be moved: nobody else uses it."""
    for served in serving(tmp_path_factory):
        yield served.address


@pytest.fixture
def timely(browser: Browser, own_address: str) -> Iterator[Person]:
    """A person on a wide screen, at that server."""
    yield from visit(browser, own_address, *SCREEN)


@pytest.fixture
def pedestrian(browser: Browser, address: str) -> Iterator[Person]:
    """A person on a phone."""
    yield from visit(browser, address, *PHONE)


def chips(person: Person) -> Locator:
    return person.page.locator("#chips button")


def inside(person: Person) -> Locator:
    return person.page.locator("#inside")


def press(person: Person, name: str) -> None:
    """Go to a button of the drawer and press it, by the keyboard alone; it keeps the focus."""
    button = inside(person).get_by_role("button", name=name)
    button.focus()
    person.page.keyboard.press("Enter")
    expect(person.page.locator("#inside-said")).not_to_be_empty()
    expect(button).to_be_focused()


def row(person: Person, list: str, name: str) -> Locator:
    """The value beside a name in one of the drawer's lists."""
    term = person.page.locator(f"#{list} dt").filter(has_text=re.compile(f"^{re.escape(name)}$"))
    return term.locator("xpath=following-sibling::dd[1]")


# --- Quick replies


def test_quick_replies_are_the_choices_and_then_the_words(person: Person) -> None:
    expect(chips(person)).to_have_text(["SANCTUARY", "TRUST"])
    settle(person)
    expect(chips(person).filter(has_text=re.compile("^(CALL|SCRIPT|LEARN|MOVE …)$"))).to_have_count(4)
    person.text("SCRIPT", "support?")
    expect(chips(person).first).to_have_text("1 reached")
    expect(chips(person).last).to_have_text("CALL")
    chips(person).filter(has_text="2 message").click()
    expect(person.replies.last).to_contain_text(MAYOR)
    expect(person.thread.locator("li.me .bubble").last).to_have_text("2")


def test_quick_reply_that_goes_on_waits_for_the_rest(person: Person) -> None:
    settle(person)
    chips(person).filter(has_text="MOVE").click()
    body = person.page.locator("#body")
    expect(body).to_have_value("MOVE ")
    expect(body).to_be_focused()
    person.page.keyboard.type("98101")
    person.page.keyboard.press("Enter")
    expect(row(person, "known", "ZIP code")).to_have_text("98101")


def test_focus_stays_with_the_quick_replies(person: Person) -> None:
    chips(person).first.focus()
    person.page.keyboard.press("Enter")
    expect(person.replies.last).to_contain_text("ZIP code")
    expect(chips(person)).to_have_text(["ESPANOL"])
    expect(chips(person).first).to_be_focused()


def test_focus_comes_back_after_a_ring_that_was_answered_by_the_keyboard(person: Person) -> None:
    settle(person)
    chips(person).filter(has_text="CALL").focus()
    person.page.keyboard.press("Enter")
    expect(person.page.locator("#answer")).to_be_focused()
    person.page.keyboard.press("Tab")
    expect(person.page.locator("#decline")).to_be_focused()
    person.page.keyboard.press("Enter")
    expect(person.replies.last).to_contain_text(GOVERNOR)
    expect(chips(person).first).to_be_focused()


# --- What the drawer tells


def test_drawer_tells_where_the_thread_stands_and_why(person: Person) -> None:
    settle(person)
    expect(row(person, "stands", "Thread")).to_have_text("text.officials")
    expect(person.page.locator("#reasons li").first).to_have_text("Text: It answers the question at place.zip: a ZIP code.")
    expect(person.page.locator("#call-list li")).to_have_text([f"Governor {GOVERNOR}: open", f"Mayor {MAYOR}: open"])
    person.text("Moonlight")
    expect(row(person, "stands", "Missed in a row")).to_have_text("1")
    expect(person.page.locator("#reasons li").first).to_contain_text("is no word of the flow")
    person.page.locator("#way-panel summary").click()
    person.text("SCRIPT", "support?")
    expect(person.page.locator("#way li").first).to_have_text("text.words.script → to")


def test_drawer_follows_a_call(person: Person) -> None:
    call_from_tacoma(person)
    expect(row(person, "stands", "Call")).to_have_text(re.compile("call"))
    expect(person.page.locator("#reasons li").first).to_contain_text("Call: ")
    person.page.get_by_role("button", name="Hang up", exact=True).click()
    expect(row(person, "stands", "Call")).to_have_count(0)


# --- What it does


def test_step_back_takes_the_last_text_out_of_the_thread_and_out_of_the_bot(person: Person) -> None:
    settle(person)
    sent = person.thread.locator("li.me .bubble")
    person.text("LEARN")
    expect(row(person, "stands", "Thread")).to_have_text("text.topics")
    press(person, "One step back")
    expect(sent).to_have_text(["SANCTUARY", "98402"])
    expect(row(person, "stands", "Thread")).to_have_text("text.officials")
    press(person, "One step back")
    expect(sent).to_have_text(["SANCTUARY"])
    expect(row(person, "stands", "Thread")).to_have_text("place.zip")
    person.text("98402", GOVERNOR)


def test_step_back_before_the_first_text_says_why_not(person: Person) -> None:
    press(person, "One step back")
    expect(person.page.locator("#inside-said")).to_contain_text("no text to take back")


def test_start_over_with_a_new_number_or_with_this_one_erased(person: Person) -> None:
    settle(person)
    number = person.page.input_value("#number")
    press(person, "Start over: this number")
    expect(person.thread.locator("li")).to_have_count(0)
    expect(row(person, "known", "Known")).to_have_text("nothing yet")
    assert person.page.input_value("#number") == number
    person.text("SANCTUARY", "ZIP code")
    press(person, "Start over: new number")
    expect(person.thread.locator("li")).to_have_count(0)
    assert person.page.input_value("#number") != number


def test_clock_moves_and_what_was_promised_comes(timely: Person) -> None:
    settle(timely)
    clock = timely.page.locator("#clock")
    expect(clock).to_have_text(re.compile(r"^Monday, November 23, 10:\d\d AM, America/Los_Angeles$"))
    for _ in range(11):
        press(timely, "+1 hour")
    expect(clock).to_contain_text("Monday, November 23, 9:")
    timely.text("CALL", "Nobody is there now")
    timely.text("2", "when the office opens")
    expect(timely.page.locator("#call-list li").first).to_contain_text("text promised for Tuesday, November 24")
    press(timely, "Next day, 9:00")
    expect(timely.replies.last).to_contain_text("is open now")
    expect(clock).to_contain_text("Tuesday, November 24, 9:0")
    press(timely, "Monday, 9:00")
    expect(clock).to_contain_text("Monday, November 30, 9:0")
    expect(timely.page.get_by_text("6 days 23 h ahead")).to_be_visible()
    number = timely.page.input_value("#number")
    press(timely, "Real time")
    expect(clock).to_contain_text("Monday, November 23")
    expect(timely.page.locator("#ahead")).to_be_hidden()
    assert timely.page.input_value("#number") != number


@pytest.mark.parametrize(
    ("report", "texts"),
    [
        pytest.param("Undelivered", "welcome", id="undelivered"),
        pytest.param("A landline", "cannot be received", id="a landline"),
        pytest.param("Blocked", "stopped", id="blocked"),
    ],
)
def test_carrier_reports_of_the_last_text_as_a_provider_posts_it(person: Person, report: str, texts: str) -> None:
    settle(person)
    person.text("CALL", GOVERNOR)
    person.page.get_by_role("button", name="No answer").click()
    unanswered = person.page.locator("#log tr").filter(has_text="CallStatus=no-answer")
    expect(unanswered).to_contain_text(re.compile(r"/twilio/voice/status\?delivery=\d+&attempt=1"))
    expect(person.under.last).to_contain_text("· sent")
    press(person, report)
    expect(person.page.locator("#inside-said")).to_contain_text("MessageStatus=")
    expect(person.under.last).to_contain_text("· failed" if report == "Blocked" else "· undelivered")
    expect(row(person, "known", "Texts")).to_have_text(texts)
    person.page.locator("#log-panel summary").click()
    expect(person.page.locator("#log tr").first).to_contain_text(re.compile(r"/twilio/deliveries/\d+/status\?attempt=1"))
    expect(person.page.locator("#log tr").first).to_contain_text("204")


def test_carrier_reports_nothing_of_a_reply(person: Person) -> None:
    settle(person)
    press(person, "Undelivered")
    expect(person.page.locator("#inside-said")).to_contain_text("has not started a text")


def test_text_that_nothing_was_said_of_is_delivered_before_the_next(person: Person) -> None:
    settle(person)
    person.text("CALL", GOVERNOR)
    person.page.get_by_role("button", name="Decline").click()
    expect(person.replies.last).to_contain_text("not connected")
    last = person.under.last
    expect(last).to_contain_text("· sent")
    started = person.thread.locator("li.bot .under").nth(person.replies.count() - 1)
    person.text("SCRIPT", "support?")
    expect(started).to_contain_text("· delivered")


# --- For everybody


AT_THEIR_BUSIEST = ("SANCTUARY 98402", "LEARN", "CALL")


def meet(page: Page, width: int) -> None:
    """Text until there is something of everything on the page, and it rings."""
    person = Person(page, [])
    if width < SCREEN[0]:
        page.get_by_role("button", name="Look inside").click()
    for body in AT_THEIR_BUSIEST:
        person.text(body)
    page.locator("#way-panel summary").click()
    page.locator("#log-panel summary").click()
    expect(page.locator("#incoming")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_page_breaks_no_rule_of_accessibility(browser: Browser, address: str, size: tuple[int, int], scheme: str) -> None:
    for person in visit(browser, address, *size, scheme=scheme):
        page = person.page
        begun = broken_rules(page)
        meet(page, size[0])
        ringing = broken_rules(page)
        page.get_by_role("button", name="Answer", exact=True).click()
        person.hears("You asked us to call")
        calling = broken_rules(page)
        assert (begun, ringing, calling) == ([], [], [])


def broken_rules(page: Page) -> list[str]:
    """Each rule of axe's that the page breaks, and where."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_nothing_covers_the_notice_or_what_is_written(browser: Browser, address: str, size: tuple[int, int]) -> None:
    for person in visit(browser, address, *size):
        meet(person.page, size[0])
        expect(inside(person)).to_be_visible()
        for place in (".notice strong", "#body"):
            assert is_on_top(person.page, place), place
        assert person.page.evaluate("document.documentElement.scrollWidth") == size[0]


ON_TOP = """(place) => {
  const shown = document.querySelector(place);
  const { left, right, top, bottom } = shown.getBoundingClientRect();
  const [across, down] = [(left + right) / 2, (top + bottom) / 2];
  const points = [[left + 2, down], [right - 2, down], [across, top + 2], [across, bottom - 2], [across, down]];
  return points.every(([x, y]) => shown.contains(document.elementFromPoint(x, y)));
}"""


def is_on_top(page: Page, place: str) -> bool:
    page.locator(place).scroll_into_view_if_needed()
    found: bool = page.evaluate(ON_TOP, place)
    return found


def test_drawer_of_a_phone_opens_by_its_button_and_keeps_the_last_message_in_sight(pedestrian: Person) -> None:
    button = pedestrian.page.get_by_role("button", name="Look inside")
    expect(inside(pedestrian)).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    settle(pedestrian)
    button.focus()
    pedestrian.page.keyboard.press("Enter")
    expect(inside(pedestrian)).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(button).to_be_focused()
    pedestrian.text("SCRIPT", "support?")
    expect(pedestrian.replies.last).to_be_in_viewport()
    button.click()
    expect(inside(pedestrian)).to_be_hidden()


def test_drawer_that_was_closed_stays_closed(person: Person) -> None:
    expect(inside(person)).to_be_visible()
    person.page.get_by_role("button", name="Look inside").click()
    person.page.reload()
    expect(inside(person)).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, SCREEN], ids=["phone", "screen"])
def test_number_is_never_broken_in_the_line(browser: Browser, address: str, size: tuple[int, int]) -> None:
    for person in visit(browser, address, *size):
        meet(person.page, size[0])
        numbers = person.page.locator(".number:visible")
        expect(numbers.filter(has_text=GOVERNOR_LINE).first).to_be_attached()
        for number in numbers.all():
            assert number.evaluate("(shown) => shown.getClientRects().length") == 1, number.inner_text()


def test_keyboard_alone_holds_a_conversation(person: Person) -> None:
    page = person.page
    expect(chips(person).first).to_have_text("SANCTUARY")
    page.locator("#look-inside").focus()
    reach(page, "SANCTUARY")
    page.keyboard.press("Enter")
    expect(person.replies.last).to_contain_text("ZIP code")
    reach(page, "body")
    page.keyboard.type("98402")
    page.keyboard.press("Enter")
    expect(person.replies.last).to_contain_text("CALL")
    reach(page, "One step back")
    page.keyboard.press("Enter")
    expect(row(person, "stands", "Thread")).to_have_text("place.zip")


def reach(page: Page, name: str) -> None:
    """Press the tabulator until what has this text or id has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]")
        if name in focused:
            return
    raise AssertionError(f"the tabulator never came to {name}")


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, address: str) -> None:
    for person in visit(browser, address, *SCREEN, motion="reduce"):
        meet(person.page, SCREEN[0])
        moving = person.page.evaluate("document.getAnimations().length")
        assert moving == 0
