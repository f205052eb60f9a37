"""A real server, a real Chromium, and a person in front of the simulator. What they do there is in the tests next to this."""

import base64
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, StorageState, ViewportSize, expect, sync_playwright
from werkzeug.serving import make_server

from bot.accounts import organizer_accounts, sessions
from bot.config import Settings
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from tests.conftest import Bot, plain_data, starting
from tests.databases import empty_database, make_tables

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 30
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PICTURES = os.environ.get("SCREENSHOTS_DIR", "")  # a folder in which a picture of every page is kept
PATIENCE = 10_000  # milliseconds that an expectation may take on a busy machine

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, kw_only=True)
class Served:
    """A server that runs: its address, and the folder of its database."""

    address: str
    instance: Path


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that all tests here share."""
    yield from serving(tmp_path_factory)


@pytest.fixture(scope="package")
def address(served: Served) -> str:
    """Its address."""
    return served.address


def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with a database of its own, on a day and at an hour when offices are open."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    instance = tmp_path_factory.mktemp("instance")
    environment |= {"PORT": str(port), "INSTANCE_DIR": str(instance), "DATA_DIR": str(plain_data())}
    log = tmp_path_factory.mktemp("server") / "log"
    database = Database(f"sqlite:///{instance / 'patchline.db'}")
    make_tables(database)
    database.close()
    with log.open("w") as output:
        command = [sys.executable, "-m", "tests.bench.server", "bot", str(port), ""]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}/readyz", server, log)
            yield Served(address=f"http://127.0.0.1:{port}", instance=instance)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=START_SECONDS)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = os.environ.get("TEST_BROWSER") or shutil.which("chromium")
    assert program, "no browser: name a Chromium in TEST_BROWSER"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@dataclass
class Person:
    """Someone at the simulator's page, with a number that nobody else has. `wrong`: rules of its own that the page broke."""

    page: Page
    wrong: list[str]

    @property
    def replies(self) -> Locator:
        return self.page.locator("#thread li.bot .bubble")

    @property
    def thread(self) -> Locator:
        return self.page.locator("#thread")

    @property
    def lines(self) -> Locator:
        """What the bot said in the call."""
        return self.page.locator("#lines li.bot")

    @property
    def under(self) -> Locator:
        """The small print under the bot's replies."""
        return self.page.locator("#thread li.bot .under")

    @property
    def state(self) -> Locator:
        return self.page.locator("#call-state")

    def text(self, body: str, *expected: str) -> None:
        """Send a text and wait until the replies to it hold all that is expected."""
        before = self.replies.count()
        self.page.fill("#body", body)
        self.page.press("#body", "Enter")
        expect(self.replies.nth(before)).to_be_visible()
        for words in expected:
            expect(self.replies.filter(has_text=words).last).to_be_visible()

    def call(self) -> None:
        self.page.click("#dial")

    def press(self, keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def hears(self, words: str) -> None:
        """Wait until the last thing that was said holds these words."""
        expect(self.lines.last).to_contain_text(words)

    def skips_to(self, words: str) -> None:
        """Hear no more of what is said before these words."""
        while words not in self.lines.last.inner_text():
            self.skip()

    def say(self, words: str) -> None:
        self.page.fill("#said", words)
        self.page.press("#said", "Enter")

    def stay_silent(self) -> None:
        """Hear it out, then nothing; without waiting for either."""
        while "Listening" not in self.state.inner_text():
            self.skip()
        self.skip()

    def skip(self) -> None:
        """Not wait for the end of the speech or the silence."""
        self.page.click("#skip")

    def office(self, number: str) -> None:
        """Wait until the line of an office rings."""
        expect(self.page.locator("#office-number")).to_have_text(number)
        expect(self.page.locator("#office-ringing")).to_be_visible()

    def line(self, outcome: str) -> None:
        """What becomes of the line that rings: answered, busy, no-answer or failed; completed when it was answered."""
        self.page.click(f"[data-office={outcome}]")


@pytest.fixture
def person(browser: Browser, address: str) -> Iterator[Person]:
    """A person on a wide screen; fails at the end when the page has asked elsewhere or broken a rule of its own."""
    yield from visit(browser, address, 1280)


@pytest.fixture
def passer_by(browser: Browser, address: str) -> Iterator[Person]:
    """A person on the narrowest phone."""
    yield from visit(browser, address, 375)


def visit(
    browser: Browser,
    address: str,
    width: int,
    height: int = 800,
    scheme: Literal["light", "dark"] = "light",
    motion: Literal["reduce", "no-preference"] = "no-preference",
) -> Iterator[Person]:
    """A person in front of a screen of this size, in pixels."""
    viewport: ViewportSize = {"width": width, "height": height}
    context = browser.new_context(viewport=viewport, locale="en-US", color_scheme=scheme, reduced_motion=motion)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A status that is not 2xx is an answer here, and the browser's console calls it an error.
        if message.type in {"error", "warning"} and "the server responded with a status" not in message.text:
            wrong.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: urlsplit(request.url).netloc == urlsplit(address).netloc or wrong.append(f"asked {request.url}"),
    )
    page.goto(f"{address}/simulator")
    yield Person(page, wrong)
    context.close()
    assert wrong == []


# --- The console -----------------------------------------------------------------------------------------------------------


@contextmanager
def served_in_process(kind: str, folder: Path, host: str) -> Iterator[tuple[Bot, str]]:
    """A bot that this process serves under a host's name, without workers; and its address."""
    holder: list[Bot] = []
    server = make_server("127.0.0.1", 0, lambda environ, start: holder[0].app(environ, start), threaded=True)
    address = f"http://{host}:{server.server_port}"
    with empty_database(kind, folder) as url, starting(url, folder) as start:
        holder.append(start(public_url=address))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield holder[0], address
        server.shutdown()
        thread.join()


FAR = datetime(2099, 1, 1, tzinfo=UTC)  # the server's clock is moved; a link of then holds


@dataclass
class ConsolePage:
    """An organizer's window at the console. `wrong`: rules of its own that a page broke, and errors of its scripts."""

    page: Page
    address: str
    wrong: list[str]

    def open(self, path: str) -> Page:
        """Load a page; `path` begins after /console."""
        self.page.goto(f"{self.address}/console{path}")
        return self.page

    def faults(self, path: str, name: str = "") -> list[str]:
        """What is in anybody's way at a page, its closed parts opened. A picture is kept under the name, if any is wanted."""
        page = self.open(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("[data-refused]")).to_have_count(0)
        if PICTURES and name:
            page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
        for part in page.locator("details").all():
            part.evaluate("part => { part.open = true }")
        return [f"{path}: {fault}" for fault in shown_faults(page)]

    def sticks_out(self) -> bool:
        """Is the page wider than its window?"""
        return sticks_out(self.page)


def shown_faults(page: Page) -> list[str]:
    """What is in anybody's way at a page as it stands."""
    violations = Axe().run(page).response["violations"]
    found = [f"{each['id']} {each['nodes'][0]['html'][:200]}" for each in violations]
    return [*found, "wider than its window"] if sticks_out(page) else found


def sticks_out(page: Page) -> bool:
    """Is it wider than its window?"""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture(scope="package")
def owner_state(browser: Browser, served: Served) -> StorageState:
    """What the browser keeps of an owner who signed in by a link."""
    database = Database(f"sqlite:///{served.instance / 'patchline.db'}")
    cipher = PhoneCipher(base64.urlsafe_b64encode(bytes(64)).decode())  # for an e-mail, of which there is none
    link = owner_link(database, cipher)
    database.close()
    return signed_in_by(browser, served.address, link)


def owner_link(database: Database, cipher: PhoneCipher) -> str:
    """The link of a new owner."""
    with database.write() as connection:
        id = organizer_accounts.add_person(connection, cipher, name="Ana", role="owner", now=FAR)
        return sessions.make_link(connection, id, FAR)


def signed_in_by(browser: Browser, address: str, link: str) -> StorageState:
    """What the browser keeps of whoever signed in by this link."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{address}/console/link/{link}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{address}/console/")
    state = context.storage_state()
    context.close()
    return state


@contextmanager
def console_window(
    browser: Browser, address: str, state: StorageState, width: int, scheme: Literal["light", "dark"] = "light"
) -> Iterator[ConsolePage]:
    """The owner's window of this width, in pixels; fails at the end where a page broke a rule of its own."""
    context = browser.new_context(
        storage_state=state, viewport={"width": width, "height": 900}, locale="en-US", color_scheme=scheme
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "the server responded with a status" not in message.text:
            wrong.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield ConsolePage(page, address, wrong)
    context.close()
    assert wrong == []


@pytest.fixture
def laptop(browser: Browser, served: Served, owner_state: StorageState) -> Iterator[ConsolePage]:
    """The owner's window on a laptop."""
    with console_window(browser, served.address, owner_state, 1280) as window:
        yield window


@pytest.fixture
def handheld(browser: Browser, served: Served, owner_state: StorageState) -> Iterator[ConsolePage]:
    """The owner's window on a phone."""
    with console_window(browser, served.address, owner_state, 390) as window:
        yield window
