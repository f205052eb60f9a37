"""An alert in a real browser: written with a chip, counted while one types, previewed, sent, held, and let go on. A worker
beside the server does what workers do."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.bench.apps.bot import DAY
from tests.browser.conftest import ConsolePage, Served, shown_faults
from tests.conftest import Bot, starting
from tests.subscribers import People

pytestmark = pytest.mark.browser


@pytest.fixture
def worker(served: Served) -> Iterator[Bot]:
    """Another process's bot, on the server's database and of its keys."""
    with starting(f"sqlite:///{served.instance / 'patchline.db'}", served.instance, migrate=False) as start:
        yield start(lambda: DAY + timedelta(minutes=5), instance_dir=served.instance)


@pytest.mark.parametrize("width", ["laptop", "handheld"])
def test_alert_is_written_sent_held_and_let_go_on(request: pytest.FixtureRequest, worker: Bot, width: str) -> None:
    window: ConsolePage = request.getfixturevalue(width)
    if width == "laptop":
        people = People(worker)
        for name in ("Ann", "Ben", "Cem"):
            people.add(name)
    page = window.open("/alerts/new?lang=en")
    page.get_by_label("Campaign").select_option("SANCTUARY")
    page.get_by_label("Words in English").fill("Vote tonight in ")
    page.locator('[data-into="texts.en"]', has_text="their city").click()
    page.get_by_label("Words in Spanish").fill("Voten esta noche 😀")
    expect(page.get_by_label("Words in English")).to_have_value("Vote tonight in {city}")
    live = page.locator("#live")
    expect(live).to_contain_text("“😀” in line 1, column 18 is no plain SMS character")
    expect(live).to_contain_text("in the audience")
    assert shown_faults(window.page) == []
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.get_by_text("As somebody gets it")).to_be_visible()
    id = int(re.findall(r"/alerts/(\d+)", page.url)[0])
    page.get_by_role("button", name="Make the whole preview").click()
    worker.parts.workers.jobs["preview_alert"].do(id)
    number = page.get_by_label(re.compile("To send it, type the number"))
    expect(number).to_be_visible()
    assert shown_faults(window.page) == []
    number.fill("3")
    if width == "handheld":  # the same words a moment ago, on the laptop
        page.get_by_label("Send it once more?").select_option("yes")
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("being sent")).to_be_visible()
    page.get_by_role("button", name="Pause it").click()
    expect(page.get_by_role("status").first).to_contain_text("Within a second nothing more leaves")
    assert shown_faults(window.page) == []
    page.get_by_role("button", name="Let it go on").click()
    worker.parts.previewer.make_page(id, worker.parts.clock())
    with ThreadPoolExecutor(1) as beside:  # the browser's library has this thread's event loop
        beside.submit(worker.parts.alert_dispatcher.work, 5).result()
    expect(page.get_by_text("100 % done: 3 of 3")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("How far it is")).to_be_visible()
