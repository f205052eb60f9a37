"""A spreadsheet reads results by a secret link: made and ended on the page Connections, counts of nobody, and how often."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from bot.models import SheetLink
from bot.results.report import TABLES
from bot.web import sheet_files
from tests.conftest import ONE_DATABASE, Bot, Start
from tests.console.conftest import Organizers, Visitor, text_of
from tests.console.test_results import call

BY_LINK_AN_HOUR = 240


def formulas(owner: Visitor, **given: str) -> dict[str, str]:
    """Table -> the path of its link, of a link that is made now."""
    answer = owner.post("/connections/sheets", {"name": "Board", "campaign": "", **given})
    shown = answer.get_data(as_text=True).replace("&#34;", '"').replace("&amp;", "&")
    found = re.findall(r'=IMPORTDATA\("https?://[^/]+(/sheets/(pls_[\w-]{43})/(\w+)\.csv\?lang=en)"\)', shown)
    assert len({secret for _, secret, _ in found}) == 1
    return {name: path for path, _, name in found}


def read(bot: Bot, path: str, address: str = "10.7.0.1") -> tuple[int, list[list[str]]]:
    """The rows that a sheet gets."""
    answer = bot.app.test_client().get(path, environ_base={"REMOTE_ADDR": address})
    return answer.status_code, list(csv.reader(io.StringIO(answer.text)))


def test_sheet_reads_every_table_of_the_results_until_its_link_is_ended(bot: Bot, owner: Visitor) -> None:
    call(bot)
    links = formulas(owner)
    assert tuple(links) == TABLES
    answers = {name: read(bot, path) for name, path in links.items()}
    assert {status for status, _ in answers.values()} == {200}
    assert sum(int(row[1]) for row in answers["days"][1][1:]) == 1 and len(answers["days"][1]) == 31
    assert answers["days"][1][0][0] == "Day", "no mark stands before the first heading"
    assert "Bob Ferguson" in str(answers["officials"][1]) and "fewer than 5" in str(answers["places"][1])
    assert not re.search(r"253.?555.?\d{4}", str(answers)), "no number of anybody"
    assert len(read(bot, f"{links['days']}&days=7")[1]) == 8
    assert read(bot, links["days"].replace("lang=en", "lang=es"))[1][0][0] == "Día"
    shown = owner.get("/connections").get_data(as_text=True)
    secret = re.findall(r"pls_[\w-]+", links["days"])[0]
    assert secret not in shown and "Board" in shown and "all campaigns" in shown
    with bot.parts.database.read() as connection:
        kept = connection.execute(select(SheetLink.__table__)).one()
    assert secret.encode() not in kept.secret and kept.used_at is not None
    assert owner.post("/connections/sheets/1/end").status_code == 303
    assert read(bot, links["days"])[0] == 404
    assert owner.post("/connections/sheets/1/end").status_code == 404
    log = text_of(owner.get("/audit"))
    assert "made a link for a spreadsheet" in log and "ended a link for a spreadsheet" in log and secret not in log


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_link_of_one_campaign_reads_of_no_other(bot: Bot, owner: Visitor) -> None:
    call(bot)
    links = formulas(owner, campaign="trust-act")
    assert {row[1] for row in read(bot, f"{links['days']}&campaign=sanctuary")[1][1:]} == {"0"}


REFUSED = [
    pytest.param("/sheets/pls_{other}/days.csv", 404, id="a secret that is none"),
    pytest.param("/sheets/{secret}x/days.csv", 404, id="one letter more"),
    pytest.param("/sheets/x/days.csv", 404, id="nothing like one"),
    pytest.param("/sheets/{secret}/people.csv", 404, id="no such table"),
    pytest.param("/sheets/{secret}/days.csv?days=0", 400, id="no days"),
    pytest.param("/sheets/{secret}/days.csv?days=367", 400, id="too many"),
    pytest.param("/sheets/{secret}/days.csv?days=²", 400, id="a digit that is none"),
    pytest.param("/sheets/{secret}/days.csv?days=" + "9" * 500, 400, id="digits without end"),
]


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
@pytest.mark.parametrize(("path", "status"), REFUSED)
def test_request_that_is_none_is_refused_in_a_sentence(bot: Bot, owner: Visitor, path: str, status: int) -> None:
    [secret] = re.findall(r"pls_[\w-]+", formulas(owner)["days"])
    answer = bot.app.test_client().get(path.format(secret=secret, other="A" * 43))
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert secret not in answer.text and answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_links_are_read_and_guessed_so_often_and_no_more(bot: Bot, owner: Visitor) -> None:
    links = formulas(owner)
    for _ in range(BY_LINK_AN_HOUR - 2):
        assert bot.parts.rate_limits.take(sheet_files.BY_LINK, b"1")
    assert [read(bot, links["texts"], f"10.7.1.{n}")[0] for n in range(4)] == [200] * 2 + [429] * 2, "whoever asks"
    guesses = [read(bot, "/sheets/x/days.csv", "10.7.2.1")[0] for _ in range(32)]
    assert guesses == [404] * 30 + [429] * 2 and read(bot, "/sheets/x/days.csv", "10.7.2.2")[0] == 404


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
@pytest.mark.parametrize(
    ("role", "form", "status"),
    [
        pytest.param("owner", {"name": " "}, 422, id="no name"),
        pytest.param("owner", {"name": "x" * 65}, 422, id="a long name"),
        pytest.param("owner", {"name": "a", "campaign": "nothing"}, 400, id="no campaign"),
        pytest.param("organizer", {"name": "a"}, 403, id="an organizer"),
        pytest.param("viewer", {"name": "a"}, 403, id="a viewer"),
    ],
)
def test_no_link_is_made(bot: Bot, organizers: Organizers, role: str, form: dict[str, str], status: int) -> None:
    assert organizers.signed_in(role, "Bo").post("/connections/sheets", {"campaign": "", **form}).status_code == status
    assert bot.count("sheet_links") == 0


def test_database_that_is_away_is_told(start: Start) -> None:
    bot = start()
    bot.parts.database.close()
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE sheet_links")
    assert read(bot, f"/sheets/pls_{'A' * 43}/days.csv")[0] == 503
