"""The pages Results and Today's figures: what they show, to whom, and the files of the same figures."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, text

from bot.models import CallDay, CallHour
from bot.officials.divisions import STATES
from bot.results.report import TABLES
from bot.web.console import tile_map
from tests.calls_made import call
from tests.conftest import ONE_DATABASE, ROOT, Bot
from tests.console.conftest import Organizers, Visitor, text_of
from tests.test_statements import listening, plan_of

CSS = (ROOT / "bot" / "web" / "console" / "static" / "console.css").read_text(encoding="utf-8")

# Read by an index alone it is not: "SCAN calls USING COVERING INDEX" is.
LARGE = re.compile(r"(?:SCAN|Seq Scan on) (?:calls|turns|deliveries|supporters)\b")


def rows_of(visitor: Visitor, address: str) -> list[list[str]]:
    answer = visitor.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_page_shows_calls_by_every_side(bot: Bot, owner: Visitor) -> None:
    call(bot)
    call(bot, ending="busy", zip="60614")
    shown = text_of(owner.get("/results"))
    assert "2 calls to 2 offices from October 25, 2026 to November 23, 2026." in shown
    for said in ("Governor Bob Ferguson (WA) 1 1", "Talked to somebody 1 1 0", "Not reached 1 0 1", "Connected 1 50%"):
        assert said in shown, said
    assert "No alert began in these days." in shown


def test_page_is_about_one_campaign_where_it_is_asked_for(bot: Bot, owner: Visitor) -> None:
    call(bot)
    assert "One call to one office" in text_of(owner.get("/results/sanctuary"))
    assert "0 calls to 0 offices" in text_of(owner.get("/results?campaign=trust-act"))
    assert owner.get("/results/nothing").status_code == 404
    assert owner.get("/results?campaign=%3Cscript%3E").status_code == 404


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_campaign_that_is_no_more_keeps_its_results(bot: Bot, owner: Visitor) -> None:
    with bot.parts.database.write() as connection:
        key = {"day": "2026-11-20", "campaign": "of-before"}
        connection.execute(insert(CallDay).values(**key, state="WA", status="answered", outcome="", n=3, seconds=9))
        connection.execute(insert(CallHour).values(**key, hour=9, n=3, connected=3, reached=0))
    assert "3 calls" in text_of(owner.get("/results/of-before"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
@pytest.mark.parametrize(
    "asked",
    [
        "from=2026-11-24&to=2026-11-23",
        "from=2026-02-30&to=2026-03-01",
        "from=x&to=y",
        "from=2026-11-01",
        "from=1999-01-01&to=2026-01-01",
    ],
)
def test_days_that_are_none_are_told(asked: str, bot: Bot, owner: Visitor) -> None:
    answer = owner.get(f"/results?{asked}")
    assert answer.status_code == 422 and "These are no days that can be shown" in text_of(answer)
    assert owner.get(f"/results/save/days.csv?{asked}").status_code == 404


@pytest.mark.parametrize("name", TABLES)
def test_file_has_the_figures_of_the_page(name: str, bot: Bot, owner: Visitor) -> None:
    call(bot)
    call(bot, ending="busy", zip="60614")
    bot.parts.outbox.wait()
    rows = rows_of(owner, f"/results/save/{name}.csv?days=7")
    assert len(rows) > (0 if name in ("alerts", "referrals") else 1)
    if name in ("days", "hours", "officials"):
        assert sum(int(row[1]) for row in rows[1:]) == 2
    book = load_workbook(io.BytesIO(owner.get(f"/results/save/{name}.xlsx?days=7").get_data()))
    assert [[str("" if cell.value is None else cell.value) for cell in row] for row in book[name].rows] == rows


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_file_of_nothing_there_is_is_not_found(bot: Bot, owner: Visitor) -> None:
    for address in ("people.csv", "days.exe", "days.csv?campaign=nothing"):
        assert owner.get(f"/results/save/{address}").status_code == 404


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_few_callers_are_hidden_from_viewers_and_in_files(bot: Bot, owner: Visitor, organizers: Organizers) -> None:
    for _ in range(2):
        call(bot, zip="60614")
    viewer = organizers.signed_in("viewer")
    assert "Illinois 2 2" in text_of(owner.get("/results"))
    hidden = viewer.get("/results")
    assert "Illinois fewer than 5" in text_of(hidden) and ">&lt;5</text>" in hidden.text
    for visitor in (owner, viewer):
        assert ["Illinois", "fewer than 5", ""] in rows_of(visitor, "/results/save/places.csv")


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_card_is_a_picture_without_anybodys_number(bot: Bot, owner: Visitor) -> None:
    call(bot)
    answer = owner.get("/results/card.svg?campaign=sanctuary&days=7")
    assert answer.content_type.startswith("image/svg+xml")
    assert "One call" in answer.text and "to one office" in answer.text and "Sanctuary cities" in answer.text
    assert not re.search(r"\d{3}-\d{4}", answer.text) and "style=" not in answer.text


def test_every_state_and_territory_has_its_own_tile() -> None:
    assert set(tile_map.PLACES) == set(STATES)
    assert len(set(tile_map.PLACES.values())) == len(STATES)
    assert all(column < tile_map.COLUMNS and row < tile_map.ROWS for column, row in tile_map.PLACES.values())


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, flags=re.DOTALL)
    found = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", light))
    return found if scheme == "light" else found | dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", dark))


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_pictures_have_contrast(scheme: str) -> None:
    """What looks for contrasts in a browser does not look into pictures."""
    found = tokens(scheme)
    pairs = [*tile_map.COLOURS, ("--card", "--quiet"), ("--card", "--ink")]
    assert {
        pair: round(contrast(*(found[name] for name in pair)), 2)
        for pair in pairs
        if contrast(*(found[name] for name in pair)) < 4.5
    } == {}
    for step, (ground, words) in enumerate(tile_map.COLOURS):
        assert f".tile.s{step} rect {{ fill: var({ground}); }}" in CSS
        assert words == ("--map-light" if f".chart .tile.s{step} text" in CSS else "--map-dark")


@pytest.mark.parametrize(("n", "step"), [(0, 0), (1, 1), (6, 1), (7, 2), (25, 2), (26, 3), (56, 3), (57, 4), (100, 4)])
def test_tile_is_as_dark_as_its_calls_are_many(n: int, step: int) -> None:
    assert tile_map.step_of(n, 100) == step
    assert [range for at, range in tile_map.legend(100) if at == step] != []


def test_today_shows_calls_beside_those_of_yesterday(bot: Bot, owner: Visitor) -> None:
    bot.clock.set("2026-11-22T18:00+00:00")
    call(bot)
    bot.clock.set("2026-11-22T23:00+00:00")
    call(bot)
    bot.clock.set("2026-11-23T19:00+00:00")
    call(bot, ending="busy")
    shown = text_of(owner.get("/"))
    assert "Calls today 1 1 yesterday by this time" in shown
    assert "Connected today 0 1 yesterday by this time" in shown
    assert "Written to us today 1 2 yesterday in all" in shown
    assert text_of(owner.get("/figures")).startswith("Calls today 1")


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_today_stands_where_its_figures_cannot_be_read(bot: Bot, owner: Visitor) -> None:
    with bot.parts.database.write() as connection:
        connection.execute(text("ALTER TABLE text_days RENAME TO text_days_away"))
    try:
        answer = owner.get("/")
        assert answer.status_code == 200 and "This cannot be read at the moment" in text_of(answer) and "PAUSE" in answer.text
        assert owner.get("/results").status_code == 503
    finally:
        with bot.parts.database.write() as connection:
            connection.execute(text("ALTER TABLE text_days_away RENAME TO text_days"))


@pytest.mark.parametrize("address", ["/", "/results?days=90", "/results/sanctuary?days=7", "/results/save/officials.csv"])
def test_page_reads_no_large_table_from_end_to_end(address: str, bot: Bot, owner: Visitor) -> None:
    for number in range(5):
        call(bot, f"+1253555{number:04}")
    owner.get(address)
    with listening() as ran:
        assert owner.get(address).status_code == 200
    assert len(ran) <= 18, "\n\n".join(statement for statement, _ in ran)
    for statement, parameters in ran:
        plan = plan_of(bot, statement, parameters, only_if_it_must=True)
        assert not LARGE.search(plan), f"{statement}\n\n{plan}"
