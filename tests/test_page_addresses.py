"""The address box of a campaign's page: what a street address settles, how often one is looked up, that it is forgotten."""

import html
import re
from collections.abc import Iterator
from itertools import count

import pytest
from werkzeug.test import TestResponse

from tests import geocoder
from tests.conftest import Bot, starting
from tests.databases import empty_database
from tests.geocoder import StandIn

PAGE = "/c/trust-act?zip=83702&lang=en"
BOISE = "700 W Jefferson St"
VISITORS = count(1)


def visitor() -> str:
    """An address on the network that nobody has come from yet."""
    return f"10.4.{'.'.join(map(str, divmod(next(VISITORS), 250)))}"


@pytest.fixture(scope="module")
def asked() -> Iterator[StandIn]:
    """The geocoder, with all that it was asked."""
    with geocoder.geocoder() as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def bot(asked: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("bot")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        yield start(geocoder="census", geocoder_url=asked.url)


def seen(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def lines_on(answer: TestResponse) -> set[str]:
    return set(re.findall(r'href="(tel:[^"]+)"', answer.text))


def send(bot: Bot, street: str, page: str = PAGE, address: str = "") -> TestResponse:
    data = {"form": "address", "address": street}
    return bot.app.test_client().post(page, data=data, environ_base={"REMOTE_ADDR": address or visitor()})


def test_address_settles_all_levels_at_once_and_stands_nowhere(
    bot: Bot, asked: StandIn, capfd: pytest.CaptureFixture[str]
) -> None:
    open_page = bot.app.test_client().get(PAGE)
    assert "Or type your street address" in seen(open_page) and "Who represents you?" in seen(open_page)
    before = len(asked.asked)
    answer = send(bot, BOISE)
    assert answer.status_code == 303 and len(asked.asked) == before + 1
    settled = bot.app.test_client().get(answer.location)
    assert "Certain by your street address." in seen(settled)
    assert "Who represents you?" not in seen(settled) and "Or type your street address" not in seen(settled)
    assert len(asked.asked) == before + 1, "it is looked up once"
    shown = answer.location + settled.text + capfd.readouterr().err
    assert "Jefferson" not in shown and "700 W" not in shown


@pytest.mark.parametrize(
    ("street", "said", "status"),
    [
        pytest.param("1 Nowhere Lane", "Nobody knows this address in 83702.", 422, id="an address nobody knows"),
        pytest.param("3 Twin St", "more than one place", 422, id="one in two places"),
        pytest.param("1 Elsewhere Ave", "does not lie in 83702", 422, id="one in another ZIP code"),
        pytest.param("", "Nobody knows this address", 422, id="nothing"),
        pytest.param("9" * 121, "Nobody knows this address", 422, id="more than an address has"),
        pytest.param("4 Outage Rd", "cannot be looked up at the moment", 503, id="while the service is away"),
    ],
)
def test_address_that_tells_nothing_is_answered_kindly(bot: Bot, street: str, said: str, status: int) -> None:
    answer = send(bot, street)
    assert (answer.status_code, said in seen(answer)) == (status, True)
    assert 'aria-invalid="true"' in answer.text and "Who represents you?" in seen(answer)


def test_visitor_has_five_addresses_looked_up_an_hour(bot: Bot, asked: StandIn) -> None:
    address, before = visitor(), len(asked.asked)
    bot.clock.set("2026-11-24T18:00:00+00:00")
    assert [send(bot, BOISE, address=address).status_code for _ in range(7)] == [303] * 5 + [429] * 2
    assert len(asked.asked) == before + 5


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("/c/trust-act?zip=98402", id="nothing is open"),
        pytest.param("/c/trust-act?zip=x", id="no place"),
        pytest.param(f"{PAGE}&sldl=x&exact=sldl", id="it was asked before"),
    ],
)
def test_nobody_is_asked_about_an_address_that_would_tell_nothing(bot: Bot, asked: StandIn, page: str) -> None:
    before = len(asked.asked)
    assert send(bot, BOISE, page).status_code == 303
    assert len(asked.asked) == before
    assert 'name="address"' not in bot.app.test_client().get(page).text


@pytest.mark.parametrize("exact", ["sldu", "sldu.sldl", "..", "x" * 300, "sldu.cd.place"])
def test_divisions_that_a_visitor_makes_up_tell_no_more_than_the_zip(bot: Bot, exact: str) -> None:
    made_up = "&sldu=ocd-division/country:us/state:ca/sldu:1&sldl=%3Cb%3E"
    answer = bot.app.test_client().get(f"{PAGE}{made_up}&exact={exact}")
    assert answer.status_code == 200
    assert "<b>" not in answer.text
    assert lines_on(answer) <= lines_on(bot.app.test_client().get(PAGE))
