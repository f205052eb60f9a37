"""Sending while something comes between, in a real browser: the network, a second press, the way back, an old tab, a session
that is over. One alert comes of it, and no word that was typed is lost."""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from playwright.sync_api import Error, Page, Route, expect
from sqlalchemy import func, select

from bot.accounts import organizer_accounts, sessions
from bot.broadcasts import lifecycle
from bot.models import AuditEntry, Broadcast
from tests.browser.conftest import FAR, ConsolePage, Served
from tests.browser.test_console_alerts import worker
from tests.conftest import Bot
from tests.subscribers import People

__all__ = ["worker"]

pytestmark = pytest.mark.browser

FIRST = 700  # numbers of supporters that no other test has


@pytest.fixture(scope="module")
def subscribers() -> list[str]:
    """Who was added for all tests here."""
    return []


@pytest.fixture
def draft(
    laptop: ConsolePage, worker: Bot, subscribers: list[str], request: pytest.FixtureRequest
) -> Iterator[tuple[Page, int]]:
    """An alert that is written and previewed; the number of those who get it stands in its field."""
    if not subscribers:
        crowd = People(worker, {f"of others {n}": 0 for n in range(FIRST)})
        for name in ("Dee", "Eve", "Flo"):
            crowd.add(name)
            subscribers.append(name)
    page = laptop.open("/alerts/new?lang=en")
    page.get_by_label("Campaign").select_option("SANCTUARY")
    page.get_by_label("Words in English").fill(f"Once: {request.node.name}"[:100].translate({91: "(", 93: ")"}))
    page.get_by_label("Words in Spanish").fill("Una vez")
    page.get_by_role("button", name="Save and look at it").dblclick()
    expect(page.get_by_text("As somebody gets it")).to_be_visible()
    id = int(re.findall(r"/alerts/(\d+)", page.url)[0])
    page.get_by_role("button", name="Make the whole preview").click()
    worker.parts.workers.jobs["preview_alert"].do(id)
    type_number(page)
    yield page, id
    with worker.parts.database.write() as connection:
        lifecycle.cancel_broadcast(connection, id, worker.clock())


def type_number(page: Page) -> None:
    """Fill in how many get it, as the page says, and whatever else it asks."""
    field = page.get_by_label(re.compile("To send it, type the number"))
    expect(field).to_be_visible()
    found = re.search(r"who get it \((\d+)\)", page.locator("main").inner_text())
    assert found
    field.fill(found[1])
    again = page.get_by_label("Send it once more?")
    if again.count():
        again.select_option("yes")


def press(page: Page) -> None:
    page.get_by_role("button", name="Send it now").click()


def without_network(page: Page, address: str) -> None:
    """It is gone when the button is pressed, and back when it is pressed again."""
    page.context.set_offline(True)
    with pytest.raises(Error), page.expect_navigation(timeout=5_000):
        press(page)
    page.context.set_offline(False)
    page.goto(address)
    type_number(page)
    press(page)


def lost_answer(page: Page, address: str) -> None:
    """The server takes it, and its answer never comes."""

    def swallow(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.route("**/send", swallow)
    with page.expect_event("requestfailed"):
        press(page)
    page.unroute("**/send")
    page.goto(address)


def lost_answer_and_stale_form(page: Page, address: str) -> None:
    """The same, and the form is sent once more as it stood."""
    stale = page.context.new_page()
    stale.goto(address)
    type_number(stale)
    lost_answer(page, address)
    press(stale)
    expect(stale.get_by_text(re.compile("being sent|How far it is")).first).to_be_visible()
    stale.close()


def double_click(page: Page, address: str) -> None:
    page.get_by_role("button", name="Send it now").dblclick()


def two_requests(page: Page, address: str) -> None:
    """Twice at the same moment, past what the page does against it."""
    token = page.locator("form[action$='/send'] [name=csrf_token]").input_value()
    typed = page.get_by_label(re.compile("To send it, type the number")).input_value()
    fields = {"csrf_token": token, "recipients": typed, "again": "yes"}
    fields["number"] = page.locator("form[action$='/send'] [name=number]").input_value()
    page.evaluate(
        "async ([address, fields]) => { await Promise.all([0, 1].map(() => "
        "fetch(address, {method: 'POST', body: new URLSearchParams(fields)}))) }",
        [f"{address}/send", fields],
    )
    page.goto(address)


def way_back(page: Page, address: str) -> None:
    """Sent, back to the form, and sent again as far as the form is still there."""
    press(page)
    expect(page.get_by_text("being sent")).to_be_visible()
    page.go_back()
    button = page.get_by_role("button", name="Send it now")
    if button.count():
        type_number(page)
        button.click()
    page.goto(address)


def old_tab(page: Page, address: str) -> None:
    """Two tabs show the form; both send."""
    other = page.context.new_page()
    other.goto(address)
    type_number(other)
    press(page)
    expect(page.get_by_text("being sent")).to_be_visible()
    press(other)
    expect(other.get_by_text("being sent")).to_be_visible()
    other.close()


INTERRUPTIONS: Mapping[str, Callable[[Page, str], None]] = {
    each.__name__: each
    for each in (without_network, lost_answer, lost_answer_and_stale_form, double_click, two_requests, way_back, old_tab)
}


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
def test_one_alert_leaves_whatever_comes_between(draft: tuple[Page, int], worker: Bot, interruption: str) -> None:
    page, id = draft
    INTERRUPTIONS[interruption](page, page.url.partition("#")[0])
    expect(page.get_by_text("being sent").or_(page.get_by_text("How far it is")).first).to_be_visible()
    with worker.parts.database.read() as connection:
        started = connection.execute(select(Broadcast.id).where(Broadcast.id >= id, Broadcast.state != "draft")).scalars().all()
        acts = select(func.count()).where(AuditEntry.act == "alert_sent", AuditEntry.thing == f"alert {id}")
        assert (started, connection.execute(acts).scalar()) == ([id], 1)
        drafts = connection.execute(select(func.count()).select_from(Broadcast).where(Broadcast.id > id)).scalar()
    assert drafts == 0, "the draft was saved once, too"


# --- A session that is over --------------------------------------------------------------------------------------------------


def sign_in_as(page: Page, served: Served, worker: Bot, id: int) -> None:
    """By a link, as somebody else than all other tests are."""
    with worker.parts.database.write() as connection:
        link = sessions.make_link(connection, id, FAR)
    page.goto(f"{served.address}/console/link/{link}")
    page.get_by_role("button", name="Sign in").click()


FORMS = [
    pytest.param("/alerts/new?lang=en", "texts.en", "Save", id="alert"),
    pytest.param("/campaigns/sanctuary/edit?lang=en", "words.en.title", "Save", id="campaign"),
]


@pytest.mark.parametrize(("path", "name", "button"), FORMS)
def test_words_come_back_after_the_session_was_over_when_they_were_sent(
    laptop: ConsolePage, served: Served, worker: Bot, path: str, name: str, button: str
) -> None:
    words = "Every word of this is kept"
    with worker.parts.database.write() as connection:
        ida = organizer_accounts.add_person(connection, worker.parts.phone_cipher, name="Ida", role="owner", now=FAR)
    sign_in_as(laptop.page, served, worker, ida)
    page = laptop.open(path)
    page.locator(f"[name='{name}']").fill(words)
    with worker.parts.database.write() as connection:
        sessions.end_all_sessions(connection, ida)
    page.get_by_role("button", name=re.compile(f"^{button}")).first.click()
    expect(page).to_have_url(re.compile("/sign-in"))
    sign_in_as(page, served, worker, ida)
    page.goto(f"{laptop.address}/console{path}")
    expect(page.locator(f"[name='{name}']")).to_have_value(words)
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"^{button}")).first.click()
    page.goto(f"{laptop.address}/console{path}")
    assert page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('draft'))") == []
