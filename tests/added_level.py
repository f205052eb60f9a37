"""What a level can do that was added by rows alone; run by test_officials_levels.py in a copy of the project that has them.

The made-up level is a water district, which elects a board; the rows are those of ROWS in test_officials_levels.py.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from ruamel.yaml import YAML

from bot.officials.dated_divisions import keep_dated
from bot.officials.directory import Directory
from bot.officials.residency import Residency, represented_group
from tests import geocoder
from tests.conftest import ROOT, Bot, data_with, starting
from tests.databases import empty_database
from tests.geocoder import layers

TODAY = date(2026, 11, 23)
US = "ocd-division/country:us"
PIERCE = f"{US}/state:wa/water:pierce"
HOME, AWAY = "747 Market St, 98402", "1 Dry St, 98402"
TACOMA = layers("53", "06", "027", "027", "70000 Tacoma city")
WATER = {"Water Districts": [{"GEOID": "5300123", "NAME": "Pierce Water District", "BASENAME": "Pierce"}]}
LIST = """place,role,name,phone,source
"Pierce, WA",water_director,Ada Moss,253-555-0111,the district's page
wa/pierce,water_director,Ben Okafor,253-555-0112,the district's page
"""
ALERT = """
campaign: levels
audience: {division: water=wa/pierce}
texts: {en: The board meets tonight., es: La junta se reúne esta noche.}
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot with a campaign for the board, a geocoder that knows the layer, and a list of two members."""
    folder = tmp_path_factory.mktemp("water")
    geocoder.ATLAS[HOME] = geocoder.now(TACOMA | WATER)
    geocoder.ATLAS[AWAY] = geocoder.now(TACOMA)
    with geocoder.geocoder() as stand_in, empty_database("sqlite", folder) as url, starting(url, folder) as start:
        data = data_with(folder / "data", _campaign(folder))
        (folder / "board.csv").write_text(LIST)
        imported = flask(start(data_dir=data), "officials", "import", str(folder / "board.csv"))
        assert imported.exit_code == 0, imported.output
        yield start(data_dir=data, geocoder="census", geocoder_url=stand_in.url)


def _campaign(folder: Path) -> Path:
    """A campaign of the transcripts, for the board in place of a city's council."""
    written = (ROOT / "tests" / "transcript_data" / "levels.yaml").read_text(encoding="utf-8")
    (folder / "levels.yaml").write_text(written.replace("council", "water_director"), encoding="utf-8")
    return folder / "levels.yaml"


def flask(bot: Bot, *arguments: str) -> Result:
    return bot.app.test_cli_runner().invoke(args=[*arguments])


def find(directory: Directory, **known: Mapping[str, str]) -> tuple[list[str | None], str, str]:
    target = directory.find("98402", ["water_director"], today=TODAY, **known).targets[0]
    return [official.name for official in target.officials], target.certainty, target.reason


BOARD: list[str | None] = ["Ada Moss", "Ben Okafor"]


@pytest.mark.parametrize(
    ("known", "found"),
    [
        pytest.param({}, ([], "unknown", "no_record"), id="a ZIP code tells nothing"),
        pytest.param({"chosen_divisions": {"water": PIERCE}}, (BOARD, "zip_split", ""), id="chosen"),
        pytest.param({"geocoded_divisions": {"water": PIERCE}}, (BOARD, "exact_address", ""), id="by an address"),
        pytest.param(
            {"geocoded_divisions": {"water": f"{US}/state:or/water:lane"}}, ([], "unknown", "no_record"), id="another state's"
        ),
    ],
)
def test_level_is_found_by_what_was_told(
    bot: Bot, known: Mapping[str, Mapping[str, str]], found: tuple[list[str | None], str, str]
) -> None:
    assert find(bot.parts.directory, **known) == found


def test_level_says_who_lives_there(bot: Bot) -> None:
    directory = bot.parts.directory
    group, residency = represented_group(directory, "water_director", PIERCE), Residency(directory, TODAY)
    told = keep_dated(directory, {"water": PIERCE}, TODAY)
    assert (residency.lives(group, "98402", {}, told), residency.lives(group, "98402", {}, {})) == (True, None)


@pytest.mark.parametrize(
    "told", [("--told", "water=wa/pierce"), ("--told", f"water={PIERCE}"), ("--address", HOME)], ids=["short", "id", "address"]
)
def test_level_is_told_on_the_command_line(bot: Bot, told: tuple[str, str]) -> None:
    shown = flask(bot, "officials", "find", "98402", "--role", "water_director", *told)
    assert shown.exit_code == 0 and "ignored" not in shown.output, shown.output
    assert all(name in shown.output for name in ("Ada Moss", "Ben Okafor")), shown.output


def test_level_that_is_written_wrongly_is_refused_with_its_example(bot: Bot) -> None:
    refused = flask(bot, "officials", "find", "98402", "--told", "water=pierce")
    assert "no such division" in refused.output and "water=wa/tacoma" in refused.output.replace("\n", " ")


def test_level_is_asked_for_called_and_kept(bot: Bot) -> None:
    phone = bot.phone()
    assert "address" in phone.text("LEVELS 98402").text
    assert "Ada Moss" in phone.text(HOME).text
    kept = phone.text("MY DATA").text
    assert all(said in kept for said in ("Washington", "Tacoma", "district 27", "Pierce water district")), kept
    phone.text("ESPANOL")
    assert "distrito de agua Pierce" in phone.text("MY DATA").text


def test_level_that_an_address_does_not_lie_in_is_asked_for_once(bot: Bot) -> None:
    phone = bot.phone()
    assert "address" in phone.text("LEVELS 98402").text
    assert "address" not in (said := phone.text(AWAY).text) and "Yasmin Trudeau" in said and "Ada Moss" not in said, said


def test_level_is_the_audience_of_an_alert(bot: Bot, tmp_path: Path) -> None:
    for number, address in enumerate((HOME, AWAY)):
        phone = bot.phone(f"+1253555017{number}")
        phone.text("LEVELS 98402")
        phone.text(address)
        assert "you will get" in phone.text("JOIN").text
    (tmp_path / "alert.yaml").write_text(ALERT, encoding="utf-8")
    shown = flask(bot, "broadcast", "preview", str(tmp_path / "alert.yaml"), "--json")
    assert shown.exit_code == 0, shown.output
    assert YAML(typ="safe").load(shown.output)["wanted"] == 1
    (tmp_path / "alert.yaml").write_text(ALERT.replace("wa/pierce", "wa/peirce"), encoding="utf-8")
    refused = flask(bot, "broadcast", "preview", str(tmp_path / "alert.yaml"))
    assert "water=wa/peirce is no district of our tables" in refused.output and "water=wa/tacoma" in refused.output


def test_level_is_listed_without_zip_codes(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "board.csv").write_text("zips," + LIST.replace('\n"', '\n98402,"').replace("\nwa/", "\n,wa/"))
    shown = flask(bot, "officials", "import", str(tmp_path / "board.csv"), "--dry-run").output
    assert "line 2: zips: are not used for a water: only an address tells whose it is" in shown, shown


def test_level_is_listed_only_where_it_can_be(bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text(LIST.replace("wa/pierce", "Pierce").replace('"Pierce, WA"', f"{US}/state:wa/place:x"))
    refused = flask(bot, "officials", "import", str(tmp_path / "other.csv"))
    for written in ("'Pierce'", f"'{US}/state:wa/place:x'"):
        assert f"{written} is no water; write it like wa/tacoma, or its division" in refused.output, refused.output
