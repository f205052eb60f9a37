"""A street address leaves no trace in logs, tables, files and metrics; and nothing is held while it is looked up."""

import logging
import re
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event, text
from sqlalchemy.pool import Pool

from bot.geocoding.asking import Geocoder
from bot.geocoding.census import Census
from bot.geocoding.district_boundaries import BOUNDARIES
from bot.geocoding.geocoder import HttpRequest
from bot.geocoding.geocodio import Geocodio
from bot.officials.dated_divisions import in_force
from tests import geocoder as shapes
from tests.carrier import Answer, answer, contents
from tests.conftest import Start
from tests.flow_files import problems, spoiled
from tests.geocoder import StandIn, layers
from tests.test_geocode import ANSWERS, HOME, KEY, NEVER, NEXT, NOW, TACOMA_LAYERS, WRONG


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with shapes.geocoder() as listening:
        yield listening


SECRETS = ["zebrafinch", "98402-1919", "-97.7", KEY]
EVERYTHING = [
    *(case.values[0] for case in WRONG),
    *(case.values[0] for case in NEVER),
    *(shapes.matches(*case.values[0]) for case in ANSWERS),
]


@pytest.fixture
def all_logged(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Every library's log, down to the last detail, on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.usefixtures("all_logged")
def test_address_leaves_no_trace_whatever_comes_of_it(
    start: Start, stand_in: StandIn, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    logging.getLogger("anything").debug("the log is open")
    outcomes = []
    for says in EVERYTHING:
        for dialect in (Census(), Geocodio(SecretStr(KEY))):
            stand_in.answers.append(says)
            asking = Geocoder(
                dialect, stand_in.url, bot.parts.clock, seconds=0.3 if says in [n.values[0] for n in NEVER] else 30
            )
            outcomes.append(asking.resolve(HOME, "98402-1919", NOW))
            stand_in.answers.clear()
    assert bot.parts.resolver is not None
    outcomes.append(bot.parts.resolver.resolve(HOME, "98402-1919", NOW))
    bot.phone().text("SANCTUARY 98402")
    metrics = bot.metrics()
    out, err = capfd.readouterr()
    assert "the log is open" in err and "address_lookup_failed" in err and "status 500" in err
    assert 'patchline_address_lookups_total{outcome="matched"}' in metrics
    assert len(stand_in.asked) == len(outcomes), "each was asked"
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).decode("latin-1")
    for secret in SECRETS:
        for where in (out, err, metrics, kept, repr(outcomes), repr(bot.parts.resolver), repr(bot.parts.settings)):
            assert secret not in where.lower(), secret


def test_what_is_asked_and_answered_does_not_show() -> None:
    request = Geocodio(SecretStr(KEY)).request(HOME, "98402", BOUNDARIES[0])
    assert isinstance(request, HttpRequest)
    assert repr(request) == "HttpRequest(path='/geocode')"


HOMES = ["700 W Jefferson St", "1 Nowhere Ln", f"3 {shapes.TWIN}", "1 Elsewhere Ave", "1 Border Ave", f"1 {shapes.OUTAGE}"]
TRACES = ["jefferson", "nowhere", "twin", "elsewhere", "border", "outage"]


@pytest.mark.usefixtures("all_logged")
@pytest.mark.parametrize("channel", ["text", "call"])
def test_address_in_a_conversation_leaves_no_trace(
    start: Start, stand_in: StandIn, tmp_path: Path, capfd: pytest.CaptureFixture[str], channel: str
) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    for home in HOMES:
        phone = bot.phone()
        if channel == "text":
            phone.text("TRUST 83702")
            heard = phone.text(home)
        else:
            phone.text("TRUST")
            phone.dial()
            phone.press("1")
            phone.press("83702")
            heard = phone.say(home)
        assert heard.status == 200 and heard.said
        assert phone.text("1700 Border Ave, Boise ID 83702").status == 200, "one nobody asked for"
    phone = bot.phone()
    phone.text("12 Border Ave, Boise ID 83702")  # from a stranger
    phone.text("TRUST 14 Border Ave, Boise ID 83702-1234")
    assert [asked.query["address"] for asked in stand_in.asked if "Jefferson" in asked.query["address"]] == [
        "700 W Jefferson St, 83702"
    ]
    metrics = bot.metrics()
    kept = [
        "".join(capfd.readouterr()),
        metrics,
        repr(contents(bot)),
        *(path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()),
    ]
    assert "/sldu:19" in kept[2], "the divisions are kept"
    for trace in TRACES:
        assert not [text for text in kept if trace in text.lower()], trace


# Four digits more, as people write, key and say them. By themselves they may be a part of any time of day in a log.
PLUS_FOUR = re.compile(r"(?<![\d.])7391(?!\d)|984027391|7 3 9 1")


@pytest.mark.usefixtures("all_logged")
def test_four_digits_after_a_zip_code_leave_no_trace(
    start: Start, stand_in: StandIn, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    for written in ("SANCTUARY 98402-7391", "sanctuary 984027391", "SANCTUARY 98402 7391"):
        assert "(98402)" in str(bot.phone().text(written)), written
    phone = bot.phone()
    phone.text("SANCTUARY")
    for written in ("98402-7391", "move 98402-7391", "I live at 98402-7391 now", "move 98402 7391"):
        assert "(98402)" in str(phone.text(written)), written
    caller = bot.phone()
    caller.text("SANCTUARY")
    caller.dial()
    caller.press("1")
    assert "Tacoma" in str(caller.say("9 8 4 0 2 7 3 9 1"))
    page = bot.app.test_client().get("/c/sanctuary?zip=98402-7391").get_data(as_text=True)
    assert "98402" in page
    assert not stand_in.asked, "alone they settle nothing"
    kept = [
        "".join(capfd.readouterr()),
        bot.metrics(),
        repr(contents(bot)),
        *(path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()),
    ]
    assert not [text[max(0, found.start() - 60) : found.end() + 60] for text in kept if (found := PLUS_FOUR.search(text))]


def test_no_connection_is_open_while_a_geocoder_is_asked(start: Start, stand_in: StandIn) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    phone = bot.phone()
    phone.text("TRUST 83702")
    out: list[int] = []
    then: list[int] = []

    def look(handler: BaseHTTPRequestHandler) -> None:
        then.append(sum(out))
        shapes.matches(layers("16", "02", "019", "019"))(handler)

    def checked_out(*_: object) -> None:
        out.append(1)

    def checked_in(*_: object) -> None:
        out.append(-1)

    stand_in.answers.append(look)
    event.listen(Pool, "checkout", checked_out)
    event.listen(Pool, "checkin", checked_in)
    try:
        assert "Monica Church" in phone.text("700 W Jefferson St").text
    finally:
        event.remove(Pool, "checkout", checked_out)
        event.remove(Pool, "checkin", checked_in)
    assert then == [0] and out.count(1) >= 2


def test_turn_that_is_done_anew_asks_the_geocoder_once(start: Start, stand_in: StandIn) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    phone = bot.phone()
    phone.text("TRUST 83702")

    def overtake(handler: BaseHTTPRequestHandler) -> None:
        # Another process answers a text of the same supporter meanwhile.
        other = start(geocoder="none")
        other.phone(phone.number).text("LEARN")
        shapes.matches(layers("16", "02", "019", "019"))(handler)

    stand_in.answers.append(overtake)
    phone.text("700 W Jefferson St")
    assert len(stand_in.asked) == 1


def test_what_an_address_settled_does_not_outlast_its_lines(start: Start, stand_in: StandIn) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    phone = bot.phone()
    phone.text("TRUST 78701")
    assert "Gina Hinojosa" in phone.text(shapes.AUSTIN).text
    kept = repr(contents(bot))
    assert "119th Congress ocd-division/country:us/state:tx/cd:37" in kept
    directory = bot.parts.directory
    stored = {"cd": "119th Congress ocd-division/country:us/state:tx/cd:37", "state": " ocd-division/country:us/state:tx"}
    assert set(in_force(directory, stored, NOW)) == {"cd", "state"}
    assert set(in_force(directory, stored, NEXT)) == {"state"}


@pytest.mark.parametrize(
    "words",
    [
        "700 W Jefferson St",
        "TRUST 700 W Jefferson St, Boise ID 83702",
        "hola, vivo en el 700 W Jefferson St desde 1999 y quiero llamar a mi senadora y a quien más haga falta, ya",
    ],
    ids=["alone", "behind a keyword", "in a long sentence"],
)
def test_address_in_a_text_that_meets_a_fault_is_not_kept(start: Start, stand_in: StandIn, words: str) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    phone = bot.phone()
    phone.text("TRUST 83702")
    with bot.parts.database.write() as connection:
        connection.execute(text("UPDATE turns SET state = '{' WHERE state IS NOT NULL"))
    assert phone.text(words).status == 503
    assert bot.count("unanswered") == 0
    assert phone.text("TRUST 83702").status == 200
    assert bot.count("unanswered") == 1


def test_address_told_to_a_flow_is_in_no_table(start: Start, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    flows = tmp_path / "flows"
    flows.mkdir()
    asks = spoiled(
        "text",
        "menu: {ask: word, text: menu, on: {missed: menu}}",
        "menu: {ask: address, text: menu, on: {heard: bye2, missed: bye}}\n"
        "  bye2: {ask: text, text: bye, on: {heard: end, missed: end}}",
    )
    assert problems(flows, **asks) == []
    bot = start(flows_dir=flows)
    phone = bot.phone()
    phone.text("hello")
    assert phone.text(f"{HOME} WA 98402").said == ["Goodbye."], "it was understood"
    assert "bye2" in repr(contents(bot)), "the conversation stands at the next question"
    for kept in (repr(contents(bot)), "".join(capfd.readouterr())):
        assert "zebrafinch" not in kept.lower()


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        (shapes.matches(TACOMA_LAYERS), "matched"),
        (shapes.matches(), "no_match"),
        (shapes.matches(TACOMA_LAYERS, layers("53", "10")), "several"),
        (answer(500, ""), "unavailable"),
    ],
)
def test_lookups_are_counted_by_what_came_of_them(start: Start, stand_in: StandIn, says: Answer, outcome: str) -> None:
    bot = start(geocoder="census", geocoder_url=stand_in.url)
    assert bot.parts.resolver is not None

    def counts() -> tuple[float, float]:
        lines = bot.metrics().splitlines()
        values = {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines) if name[:1] != "#"}
        return (
            values.get(f'patchline_address_lookups_total{{outcome="{outcome}"}}', 0),
            values["patchline_address_seconds_count"],
        )

    before = counts()
    stand_in.answers.append(says)
    bot.parts.resolver.resolve(HOME, "98402", NOW)
    assert [after - was for after, was in zip(counts(), before, strict=True)] == [1, 1]
