"""An organizer's corrections to the records that ship: made, listed, taken out, and never a dead server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from bot.civic_data.data_check import check_data
from bot.officials.local.correction_file import corrections_path
from tests.conftest import ROOT, Bot, Start, starting
from tests.databases import empty_database

IBSEN = "ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae"
MAYOR = "mayor:ocd-division/country:us/state:wa/place:tacoma"
WHY = ("--who", "Ana Ruiz", "--why", "seen on the city's page")


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """No SQL is in question here, so one kind of database will do."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("corrections")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        yield start()


@pytest.fixture
def organizer(office: Bot) -> Bot:
    """A bot without corrections, that is never started again."""
    corrections_path(local(office)).unlink(missing_ok=True)
    return office


def local(bot: Bot) -> Path:
    return bot.parts.settings.instance_dir / "local"


def flask(bot: Bot, *arguments: str) -> Result:
    result = bot.app.test_cli_runner().invoke(args=["officials", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("id", "options", "shown", "gone"),
    [
        pytest.param(IBSEN, ["--phone", "(253) 555-0101"], "253-555-0101", "253-591-5100", id="a number"),
        pytest.param(IBSEN, ["--name", "Bea Cole", "--term-end", "2029-12-31"], "Mayor Bea Cole", "Ibsen", id="a new mayor"),
        pytest.param(IBSEN, ["--term-end", "2026-01-01"], "the office of the mayor", "Ibsen", id="an end of term"),
        pytest.param(IBSEN, ["--seat", "unknown"], "the office of the mayor", "Ibsen", id="nobody knows"),
        pytest.param(IBSEN, ["--drop"], "nobody on record", "Ibsen", id="no mayor at all"),
        pytest.param(MAYOR, ["--phone", "253-555-0101"], "253-555-0101", "253-591-5100", id="an office, whoever holds it"),
    ],
)
def test_correction_holds_in_a_bot_that_starts(start: Start, id: str, options: list[str], shown: str, gone: str) -> None:
    bot = start()
    made = flask(bot, "correct", id, *options, *WHY)
    assert made.exit_code == 0, made.stderr
    found = flask(start(), "find", "98402", "--role", "mayor", "--on", "2026-11-23").stdout
    assert shown in found and gone not in found


@pytest.mark.parametrize(
    ("arguments", "status", "problem"),
    [
        pytest.param([IBSEN, *WHY], 2, "nothing to correct; write one of --phone, --not-theirs, --name", id="nothing"),
        pytest.param([IBSEN, "--phone", "253-555-0101", "--who", "me"], 2, "Missing option '--why'", id="no reason"),
        pytest.param(["x/y", "--drop", *WHY], 1, "no official has the id 'x/y'; flask officials find ZIP --json shows the ids",
                     id="no such id"),
        pytest.param(["ibsen", "--drop", *WHY], 1, f"did you mean {IBSEN} (Anders Ibsen, mayor)?", id="a name for an id"),
        pytest.param([IBSEN[:-1], "--drop", *WHY], 1, f"did you mean {IBSEN}?", id="an id cut short"),
        pytest.param(["local/wa/tacoma/council/4/ada_moss", "--drop", *WHY], 1,
                     "it comes from a local list: correct it there, and import the list again", id="of a list"),
        pytest.param([IBSEN, "--phone", "911", *WHY], 1, "set.phone: '911' is no US number we may call", id="no number"),
        pytest.param([IBSEN, "--term-end", "soon", *WHY], 1, "'soon' is not a date; write it like 2026-11-22", id="no date"),
        pytest.param([IBSEN, "--seat", "held", *WHY], 1, "set.seat: 'held' is not one of", id="a seat"),
        pytest.param([IBSEN, "--gender", "x", *WHY], 1, "set.gender: 'x' is not one of", id="a gender"),
    ],
)  # fmt: skip
def test_correction_that_cannot_be_is_an_error_with_its_mend(
    organizer: Bot, arguments: list[str], status: int, problem: str
) -> None:
    result = flask(organizer, "correct", *arguments)
    assert result.exit_code == status and problem in result.stderr
    assert not corrections_path(local(organizer)).exists()


def test_corrections_are_listed_with_who_when_and_why_and_taken_out(organizer: Bot) -> None:
    assert "nothing is corrected" in flask(organizer, "corrections").stdout
    flask(organizer, "correct", IBSEN, "--phone", "253-555-0101", *WHY)
    shown = flask(organizer, "corrections").stdout
    for words in (IBSEN, "phone +12535550101", "Ana Ruiz", "2026-11-23", "seen on the city's page"):
        assert words in shown
    assert flask(organizer, "uncorrect", IBSEN).exit_code == 0
    assert "nothing is corrected" in flask(organizer, "corrections").stdout
    assert f"nothing is corrected of '{IBSEN}'" in flask(organizer, "uncorrect", IBSEN).stderr


def test_later_correction_takes_the_place_of_the_same_columns_alone(organizer: Bot) -> None:
    for options in (["--phone", "253-555-0101"], ["--name", "Bea Cole"], ["--phone", "253-555-0102"]):
        assert flask(organizer, "correct", IBSEN, *options, *WHY).exit_code == 0
    shown = flask(organizer, "corrections").stdout
    assert "+12535550101" not in shown and "+12535550102" in shown and "Bea Cole" in shown


def test_what_a_person_wrote_into_the_file_stays(organizer: Bot) -> None:
    flask(organizer, "correct", IBSEN, "--phone", "253-555-0101", *WHY)
    path = corrections_path(local(organizer))
    path.write_text("# mind the gym\n" + path.read_text())
    flask(organizer, "correct", MAYOR, "--phone", "253-555-0102", *WHY)
    flask(organizer, "uncorrect", IBSEN)
    assert path.read_text().startswith("# mind the gym") and IBSEN not in path.read_text()


def test_what_the_source_has_taken_over_or_dropped_is_reported_and_harms_nobody(start: Start) -> None:
    bot = start()
    flask(bot, "correct", IBSEN, "--phone", "253-591-5100", *WHY)
    flask(bot, "correct", MAYOR, "--name", "Bea Cole", *WHY)
    path = corrections_path(local(bot))
    path.write_text(path.read_text().replace(MAYOR, "ocd-person/gone"))
    assert "Anders Ibsen" in flask(start(), "find", "98402", "--role", "mayor").stdout
    notes = [
        f"{path}: entry 1: phone of {IBSEN}: the source agrees now; take it out",
        f"{path}: entry 2: ocd-person/gone is gone from the source; take it out",
    ]
    told = flask(bot, "corrections").stderr.splitlines()
    assert [line for line in told if not line.startswith("{")] == [f"warning: {note}" for note in notes]
    found = check_data(ROOT / "data", bot.clock().date(), local=local(bot))
    assert not found.errors and not set(notes) - set(found.warnings)


def test_file_that_cannot_be_read_is_named(organizer: Bot) -> None:
    path = corrections_path(local(organizer))
    path.write_text("[{")
    for command in (["corrections"], ["uncorrect", IBSEN], ["correct", IBSEN, "--drop", *WHY]):
        result = flask(organizer, *command)
        assert result.exit_code == 1 and f"{path}: line 1: is not YAML" in result.stderr
    assert path.read_text() == "[{"


def test_numbers_that_are_not_theirs_are_left_out_one_after_the_other(start: Start) -> None:
    def numbers() -> list[str]:
        found = json.loads(flask(start(), "find", "98402", "--role", "us_senator", "--on", "2026-11-23", "--json").stdout)
        senator = found["targets"][0]["officials"][0]
        return [senator["id"], *(line["phone"] for line in senator["lines"])]

    bot = start()
    id, *before = numbers()
    for wrong in (before[-1], before[-2]):
        assert flask(bot, "correct", id, "--not-theirs", wrong, *WHY).exit_code == 0
    assert numbers() == [id, *before[:-2]]
    assert flask(bot, "correct", id, "--not-theirs", "911", *WHY).exit_code == 1
    listed = flask(bot, "corrections").stdout
    assert before[-1] in listed and before[-2] in listed
