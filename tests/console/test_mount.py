"""The console beside the bot: built when it is asked for, refused where it is too much, left out where it is off."""

import threading
from collections.abc import Iterable
from wsgiref.util import setup_testing_defaults

import pytest

from bot.runtime import CONSOLE
from bot.web.console.mount import FORM_BYTES, MOST_PAGES, UPLOAD_BYTES, ConsoleMount
from bot.web.provider_routes import request_body_limit
from tests.conftest import ONE_DATABASE, Bot, Start
from tests.console.conftest import Visitor

once = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)


class Asked:
    """One request to a WSGI application."""

    def __init__(self, app: ConsoleMount, path: str) -> None:
        environ: dict[str, object] = {"PATH_INFO": path}
        setup_testing_defaults(environ)
        self.status = ""
        self.headers: dict[str, str] = {}
        self.body = b"".join(app(environ, self._start))  # type: ignore[arg-type]

    def _start(self, status: str, headers: list[tuple[str, str]], _: object = None) -> object:
        self.status, self.headers = status, dict(headers)
        return None


def test_pages_above_the_limit_are_refused_at_once_and_the_bot_answers() -> None:
    entered, release = threading.Semaphore(0), threading.Event()

    def slow(environ: object, start: object) -> Iterable[bytes]:
        entered.release()
        release.wait(20)
        start("200 OK", [])  # type: ignore[operator]
        return [b"page"]

    def bot(environ: object, start: object) -> Iterable[bytes]:
        start("200 OK", [])  # type: ignore[operator]
        return [b"bot"]

    mount = ConsoleMount(bot, lambda: slow)  # type: ignore[arg-type]
    pages = [threading.Thread(target=Asked, args=(mount, "/console/")) for _ in range(MOST_PAGES)]
    for page in pages:
        page.start()
    for _ in pages:
        assert entered.acquire(timeout=20)
    refused = Asked(mount, "/console/")
    assert refused.status.startswith("503") and refused.headers["Retry-After"] == "2"
    assert Asked(mount, "/healthz").body == b"bot"
    assert Asked(mount, "/consoles").body == b"bot", "a name that only begins alike"
    release.set()
    for page in pages:
        page.join()
    assert Asked(mount, "/console/").body == b"page"


@once
def test_console_is_built_once_and_only_when_it_is_asked_for(bot: Bot) -> None:
    built = []
    mount = ConsoleMount(bot.app.wsgi_app, lambda: built.append(1) or bot.app.wsgi_app)  # type: ignore[func-returns-value]
    Asked(mount, "/healthz")
    assert not built
    Asked(mount, "/console/")
    Asked(mount, "/console/")
    assert built == [1]


def test_console_that_is_off_is_no_page(start: Start) -> None:
    bot = start(console="off")
    assert CONSOLE not in bot.app.extensions
    assert Visitor(bot).get("/sign-in").status_code == 404


BODIES = [
    ("/console/supporters/upload", UPLOAD_BYTES),
    ("/console/people", FORM_BYTES),
    ("/console", FORM_BYTES),
]


@pytest.mark.parametrize(("path", "limit"), BODIES)
@once
def test_body_may_be_as_large_as_its_page_needs(bot: Bot, path: str, limit: int) -> None:
    assert request_body_limit(bot.parts.routes, {"PATH_INFO": path}) == limit


@once
def test_form_that_is_too_large_is_told_so(bot: Bot, owner: Visitor) -> None:
    answer = owner.post("/people", {"name": "x" * (FORM_BYTES + 1), "role": "viewer"})
    assert answer.status_code == 413


@once
def test_address_that_there_is_not_is_a_page_with_a_way_back(bot: Bot, owner: Visitor) -> None:
    answer = owner.get("/nothing")
    assert answer.status_code == 404 and 'href="/console/"' in answer.get_data(as_text=True)
