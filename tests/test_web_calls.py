"""Call from here: what a visitor of a campaign's page tells of calls with their own phone, and what it counts for."""

import html
import re
from itertools import count, islice
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot import create_app
from bot.config import Settings
from bot.models import Call, CallDay, FullMailbox, LineReport
from bot.officials.records import Official
from bot.results.figures import CallsSoFar, FiguresWanted, calls_so_far, referrals
from bot.results.recount import recount_all
from bot.web.public.visit_address import LETTERS, read_visit, told_in_address
from tests.conftest import Bot, Start

PAGE = "/c/sanctuary?zip=98402&lang=en"
GOVERNOR, MAYOR = "+13609024111", "+12535915100"
ZIPS = Path(__file__).parent.parent / "data" / "zips.tsv"
VISITORS = count(1)


def visitor() -> str:
    """An address on the network that nobody has come from yet."""
    return f"10.2.{'.'.join(map(str, divmod(next(VISITORS), 250)))}"


def seen(answer: TestResponse) -> str:
    body = re.sub(r"<head>.*?</head>", "", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


class Browser:
    """A visitor without scripts, who sends the form that the page shows."""

    def __init__(self, bot: Bot, page: str = PAGE, address: str = "") -> None:
        self._client, self._environ = bot.app.test_client(), {"REMOTE_ADDR": address or visitor()}
        self.open(page)

    def open(self, page: str) -> TestResponse:
        self.page = self._client.get(page, environ_base=self._environ)
        return self.page

    @property
    def form(self) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="(form|official|visit)" value="([^"]+)">', self.page.text)[:3])

    def take_up(self, name: str) -> None:
        """Call this one now, whom the page has folded."""
        text = self.page.text
        [turn] = re.findall(r'<form id="turn" method="get" action="([^"#]+)#call">(.*?)</form>', text, re.DOTALL)
        values = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', turn[1]))
        [at] = re.findall(rf'<h3>{re.escape(name)}</h3>(?:(?!</details>).)*name="at" value="([^"]+)"', text, re.DOTALL)
        self.open(f"{turn[0]}?{urlencode({**values, 'at': at})}")

    @property
    def now(self) -> str:
        """Whom the page has one call now."""
        [heading] = re.findall(r'id="call".*?<h3>([^<]+)</h3>', self.page.text, re.DOTALL) or [""]
        return html.unescape(heading)

    def send(self, outcome: str, **other: str) -> TestResponse:
        [action] = re.findall(r'method="post" action="([^"]+)#call"', self.page.text) or [PAGE]
        data = self.form | {"outcome": outcome} | other
        headers = {"Sec-Fetch-Site": other.pop("site", "same-origin")}
        return self._client.post(html.unescape(action), data=data, headers=headers, environ_base=self._environ)

    def tell(self, outcome: str) -> TestResponse:
        """Tell how it went, and be led on."""
        answer = self.send(outcome)
        assert answer.status_code == 303
        return self.open(answer.location)


def calls(bot: Bot) -> list[tuple[str, str, str | None, str, str]]:
    query = select(Call.line, Call.status, Call.outcome, Call.state, Call.referral).order_by(Call.id)
    with bot.parts.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]  # type: ignore[misc]


def officials_at(bot: Bot, zip: str) -> list[Official]:
    found = bot.parts.directory.find(zip, ("governor", "mayor"), today=bot.parts.clock().date())
    return [official for target in found.targets for official in target.officials]


def so_far(bot: Bot) -> CallsSoFar:
    with bot.parts.database.read() as connection:
        return calls_so_far(connection, "sanctuary")


def test_visitor_is_led_from_one_official_to_the_next_and_each_call_counts(bot: Bot) -> None:
    browser = Browser(bot)
    assert (browser.now, "Call 1 of 2" in seen(browser.page)) == ("Governor Bob Ferguson", True)
    browser.tell("reached")
    assert "Governor Bob Ferguson you talked to somebody" in seen(browser.page)
    assert (browser.now, "Call 2 of 2" in seen(browser.page)) == ("Mayor Anders Ibsen", True)
    browser.tell("failed")
    assert calls(bot) == [(GOVERNOR, "web", "reached", "WA", ""), (MAYOR, "web", "failed", "WA", "")]
    assert "2 calls to 2 offices so far." in seen(browser.page)
    assert so_far(bot) == CallsSoFar(calls=2, offices=2)
    assert browser.now == "That was everybody"
    assert "Set-Cookie" not in browser.page.headers


def test_skipped_official_is_no_call_and_may_be_called_after_all(bot: Bot) -> None:
    browser = Browser(bot)
    browser.tell("skipped")
    assert (browser.now, calls(bot)) == ("Mayor Anders Ibsen", [])
    browser.take_up("Governor Bob Ferguson")
    assert browser.now == "Governor Bob Ferguson"
    browser.tell("message")
    assert (browser.now, [call[:3] for call in calls(bot)]) == ("Mayor Anders Ibsen", [(GOVERNOR, "web", "message")])


def test_spanish_page_counts_in_spanish(bot: Bot) -> None:
    browser = Browser(bot, PAGE.replace("lang=en", "lang=es"))
    assert "¿Cómo le fue?" in seen(browser.page)
    browser.tell("message")
    assert "Llamada 2 de 2" in seen(browser.page) and "dejó un mensaje" in seen(browser.page)
    assert "Una llamada a una oficina hasta ahora." in seen(browser.page)


def test_counts_of_the_page_are_those_of_the_results(bot: Bot) -> None:
    for outcome in ("reached", "message", "full", "failed", "wrong"):
        Browser(bot).tell(outcome)
    assert so_far(bot) == CallsSoFar(calls=5, offices=1)
    with bot.parts.database.read() as connection:
        kept = {
            row.outcome: (row.status, row.n) for row in connection.execute(select(CallDay.outcome, CallDay.status, CallDay.n))
        }
    assert kept == {outcome: ("web", 1) for outcome in ("reached", "message", "full", "failed", "wrong")}
    assert list(recount_all(bot.parts.database, bot.parts.days, bot.parts.clock())) == []


def test_answer_that_is_sent_twice_counts_once_and_another_word_takes_its_place(bot: Bot) -> None:
    browser = Browser(bot)
    for outcome in ("reached", "reached", "message"):
        assert browser.send(outcome).status_code == 303
    assert calls(bot) == [(GOVERNOR, "web", "message", "WA", "")]
    assert list(recount_all(bot.parts.database, bot.parts.days, bot.parts.clock())) == []


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param({"official": "ocd-person/nobody"}, 303, id="an official that there is not"),
        pytest.param({"official": "city/wa/seattle/council/8/office"}, 303, id="one of another place"),
        pytest.param({"outcome": "bribed"}, 303, id="an outcome that there is not"),
        pytest.param({"outcome": ""}, 303, id="no outcome"),
        pytest.param({"form": "cal"}, 400, id="a form that there is not"),
        pytest.param({"site": "cross-site"}, 403, id="from a page of somebody else's"),
        pytest.param({"official": "x" * 5000}, 413, id="more than a form has"),
    ],
)
def test_what_no_page_of_ours_sends_counts_nothing(bot: Bot, sent: dict[str, str], status: int) -> None:
    assert Browser(bot).send(**{"outcome": "reached"} | sent).status_code == status
    assert calls(bot) == []


@pytest.mark.parametrize("visit", ["", "x", "../../../etc/passwd", "é" * 16])
def test_answer_without_a_visit_of_ours_is_a_visit_of_its_own(bot: Bot, visit: str) -> None:
    for _ in range(2):
        assert Browser(bot).send("reached", visit=visit).status_code == 303
    assert len(calls(bot)) == 2


def test_visitor_who_calls_500_offices_counts_for_few_and_is_led_on(bot: Bot) -> None:
    client, environ = bot.app.test_client(), {"REMOTE_ADDR": visitor()}
    zips = (line[:5] for line in islice(ZIPS.read_text().splitlines(), 40, None, 60))
    offices = [(zip, one.id) for zip in zips for one in officials_at(bot, zip) if one.lines][:500]
    hours = []
    for begin in range(0, 500, 125):
        bot.clock.set(f"2026-11-23T{10 + 2 * begin // 125}:01:00+00:00")
        answers = []
        for zip, official in offices[begin : begin + 125]:
            data = {"form": "call", "official": official, "outcome": "reached"}
            answers.append(client.post(f"/c/sanctuary?zip={zip}", data=data, environ_base=environ))
            bot.clock.now = bot.clock.now.replace(minute=1, second=0)
        hours.append([answer.status_code for answer in answers].count(303))
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert client.get(html.unescape(re.findall(r'role="alert">.*?href="([^"]+)"', refused.text)[0])).status_code == 200
    assert (len(offices), hours, len(calls(bot))) == (500, [20, 20, 20, 0], 60)


def test_visitor_tells_of_one_official_as_often_as_a_family_would(bot: Bot) -> None:
    address = visitor()
    assert [Browser(bot, address=address).send("reached").status_code for _ in range(7)] == [303] * 5 + [429] * 2
    assert len(calls(bot)) == 5


def test_word_of_visitors_is_that_of_one_person_to_a_line(bot: Bot) -> None:
    for _ in range(4):
        Browser(bot).tell("wrong")
        Browser(bot).tell("full")
        Browser(bot).tell("failed")
    with bot.parts.database.read() as connection:
        assert connection.execute(select(LineReport.line, LineReport.person)).all() == [(GOVERNOR, b"web")]
        assert connection.execute(select(FullMailbox.line)).all() == []
    assert f"tel:{GOVERNOR}" in Browser(bot).page.text
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    assert "Ferguson" in phone.text("LIST").text


def sent_here(bot: Bot, phone: str, referral: str) -> None:
    """A visitor with this code in the page's address signs up for alerts, and has their phone ring."""
    client, address = bot.app.test_client(), {"REMOTE_ADDR": visitor()}
    page = f"{PAGE}&ref={referral}"
    client.post(page, data={"phone": phone}, environ_base=address)
    asked = client.post(page, data={"form": "call_me", "phone": phone}, environ_base=address)
    bot.parts.outbox.look()  # as once the answer is out
    [code] = re.findall(r"\b\d{6}\b", " ".join(bot.phone(phone).messages()))
    [sealed] = re.findall(r'name="sealed" value="([^"]+)"', asked.text)
    for _ in range(2):  # the second press is the same call
        assert client.post(page, data={"form": "code", "sealed": sealed, "code": code}).status_code == 303


def test_code_of_who_sent_a_visitor_is_in_the_results(bot: Bot) -> None:
    for referral, outcome in (("flyer-7", "reached"), ("flyer-7", "failed"), ("union", "message"), ("<b>", "message")):
        browser = Browser(bot, f"/c/sanctuary?ref={referral}&lang=en")
        assert 'name="ref"' in browser.page.text
        browser.open(f"{PAGE}&ref={referral}")
        browser.tell(outcome)
    for phone, referral in (("+12535550160", "flyer-7"), ("+12535550161", "church"), ("+12535550162", "church")):
        sent_here(bot, phone, referral)
    sent_here(bot, "+12535550163", "")
    today = bot.parts.days.day_of(bot.parts.clock())
    with bot.parts.database.read() as connection:
        found = referrals(connection, FiguresWanted(first=today, last=today, campaign="sanctuary"), bot.parts.days)
    assert [tuple(each) for each in found] == [("church", 0, 0, 2, 2), ("flyer-7", 2, 1, 1, 1), ("union", 1, 0, 0, 0)]
    saved = bot.app.test_cli_runner().invoke(args=["results", "--csv", "referrals"]).stdout.removeprefix("\ufeff")
    assert saved.splitlines() == [
        "Sent by,Calls,Talked,Phones rung,Asked for alerts",
        *(",".join(map(str, each)) for each in found),
    ]


def test_pages_that_do_not_ask_show_officials_all_the_same(start: Start) -> None:
    bot = start(web_calls_an_hour=0)
    browser = Browser(bot)
    assert browser.now == "Governor Bob Ferguson" and "How did it go?" not in seen(browser.page)


def test_database_that_is_away_stops_nobody_from_calling(tmp_path: Path) -> None:
    app = create_app(Settings.load(instance_dir=tmp_path, database_url="sqlite:////nowhere/at/all.db"))
    browser = Browser(Bot(app=app, clock=None))  # type: ignore[call-arg,arg-type]
    answer = browser.send("reached")
    assert answer.status_code == 503
    assert "was not counted. Please go on calling all the same. Go on to the next one" in seen(answer)


@given(st.dictionaries(st.from_regex(r"[0-9a-f]{8}", fullmatch=True), st.sampled_from(sorted(LETTERS)), max_size=20))
def test_what_was_told_is_read_from_the_address_as_it_was_written(told: dict[str, str]) -> None:
    with Flask(__name__).test_request_context("/", query_string={"told": told_in_address(told)}):
        assert read_visit().told == told
