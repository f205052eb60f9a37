"""A form that a web site had for CallPower, in a browser: its script comes from here now, and asks for the code where it is."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.campaign_files import GOOD
from tests.conftest import ONE_DATABASE, Bot, data_with, starting
from tests.databases import empty_database

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

pytestmark = pytest.mark.browser

SITE = """<!doctype html><html lang=en><title>A site</title><main><h1>A site</h1>{options}
<form id="call_form" action="/thanks"><input id="phone_id" aria-label="Phone"><input id="location_id" aria-label="ZIP">
<button>Call now</button></form></main><script src="{bot}/api/campaign/12/embed.js"></script></html>"""


@contextmanager
def served(app: "WSGIApplication", port: int = 0) -> Iterator[int]:
    """The port at which an application answers meanwhile."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


@dataclass
class Site:
    """Somebody's web site, at an origin of its own."""

    address: str = ""
    said: str = ""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    with served(Request.application(lambda request: Response(site.said, mimetype="text/html"))) as port:
        site.address = f"http://127.0.0.1:{port}"
        yield site


@pytest.fixture(scope="module", params=ONE_DATABASE)
def bot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("callpower")
    data = data_with(folder / "data")
    (data / "campaigns" / "trees.yaml").write_text(GOOD + "callpower: {id: 12}\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with empty_database(request.param, folder) as url, starting(url, folder) as start:
        bot = start(data_dir=data, public_url=f"http://127.0.0.1:{port}")
        with served(bot.app, port):
            yield bot


@pytest.mark.parametrize("shown", ["overlay", "replace", "redirect"])
def test_form_of_a_site_asks_for_the_code_and_goes_on(browser: Browser, bot: Bot, site: Site, shown: str) -> None:
    context, url, number = browser.new_context(viewport={"width": 390, "height": 844}), bot.parts.settings.url, "+12535550142"
    page, said = context.new_page(), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    options = f"<script>window.CallPowerOptions = {{ scriptDisplay: '{shown}' }}</script>"
    site.said = SITE.format(options=options, bot=url)
    page.goto(site.address)
    page.get_by_label("Phone").fill("12")
    page.get_by_label("ZIP").fill("98402")
    page.get_by_role("button", name="Call now").click()
    expect(page.get_by_role("alert")).to_contain_text("not a number")
    page.get_by_label("Phone").fill("253-555-0142")
    page.get_by_role("button", name="Call now").click()
    code = page.get_by_label("The code", exact=True)
    expect(code).to_be_visible()
    code.fill(re.findall(r"\b\d{6}\b", bot.phone(number).messages()[-1])[0])
    button = page.get_by_role("button", name="Call me now")
    if shown == "redirect":
        button.click()
        rings = page
    else:
        with context.expect_page() as opened:
            button.click()
        rings = opened.value
    expect(rings.get_by_text("Your phone rings in a moment")).to_be_visible()
    assert rings.url.startswith(f"{url}/c/trees?")
    if shown == "overlay":
        page.get_by_role("button", name="Close").click()
        expect(page).to_have_url(f"{site.address}/thanks?")
    assert said == [] and context.cookies() == []
    context.close()
