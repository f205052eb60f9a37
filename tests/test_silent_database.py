"""A database that is there and says nothing: callers hear an apology in time, and all goes on once it speaks again."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.chaos.proxy import Proxy, before
from tests.conftest import Bot, starting
from tests.databases import empty_database

CALLERS = 24  # more than there are connections
IN_TIME = 8.0  # seconds


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[tuple[Proxy, Bot]]:
    with empty_database("postgresql", tmp_path) as url:
        address = make_url(url).set(drivername="postgresql")
        if not address.host:
            address = address.set(host="127.0.0.1")
        address = address.set(port=address.port or 5432)
        with before(address.render_as_string(hide_password=False)) as (proxy, through), starting(through, tmp_path) as start:
            yield proxy, start()


@pytest.mark.postgresql
@pytest.mark.alone
def test_silent_database_keeps_nobody_on_the_line(behind: tuple[Proxy, Bot]) -> None:
    proxy, bot = behind
    callers = [bot.phone() for _ in range(CALLERS)]
    known = bot.phone()
    known.text("SANCTUARY 98402")
    with ThreadPoolExecutor(CALLERS) as pool:
        assert all(pool.map(lambda phone: phone.dial().goes_on, callers))  # every connection is open
        proxy.silent = True

        def timed(act: object) -> tuple[float, int, str]:
            began = time.monotonic()
            heard = act()  # type: ignore[operator]
            return time.monotonic() - began, heard.status, heard.text

        dialled = [pool.submit(timed, phone.dial) for phone in callers[:-1]]
        texted = pool.submit(timed, lambda: known.text("LIST"))
        answers = [each.result() for each in dialled]
    assert max(seconds for seconds, _, _ in answers) < IN_TIME
    assert {(status, "sorry" in said.lower()) for _, status, said in answers} == {(200, True)}, answers[0]
    seconds, status, _ = texted.result()
    assert (seconds < IN_TIME, status) == (True, 503), "the provider sends it again"
    assert timed(callers[-1].dial)[0] < 1, "who calls a moment later is told at once"
    ready = bot.app.test_client().get("/readyz")
    assert (ready.status_code, ready.get_json()["database"][:4]) == (503, "away")
    proxy.silent = False
    deadline = time.monotonic() + 2 * IN_TIME
    while not (heard := known.text("LIST")).said and time.monotonic() < deadline:
        time.sleep(0.2)
    assert "Ferguson" in heard.text and callers[0].dial().goes_on
