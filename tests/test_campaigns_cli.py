"""`flask campaigns`, as an organizer types it."""

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
import segno
from flask.testing import FlaskCliRunner
from PIL import Image

from bot import create_app
from bot.campaigns.posters import BORDER, PNG_SCALE
from bot.config import Settings
from tests.campaign_files import GOOD, spoiled
from tests.conftest import data_with


@pytest.fixture
def flask(tmp_path: Path) -> FlaskCliRunner:
    return create_app(Settings.load(instance_dir=tmp_path / "instance")).test_cli_runner()


def test_list_shows_every_campaign(flask: FlaskCliRunner) -> None:
    shown = flask.invoke(args=["campaigns", "list"])
    assert shown.exit_code == 0
    for word in ("sanctuary", "SANCTUARY", "SANTUARIO", "live", "governor", "mayor", "council", "en es", "21, ", " stale"):
        assert word in shown.output


def test_check_says_that_all_is_well(flask: FlaskCliRunner) -> None:
    checked = flask.invoke(args=["campaigns", "check"])
    assert (checked.exit_code, checked.output) == (0, "2 campaigns, no problems\n")


def test_check_reads_a_file_that_is_not_installed_yet(flask: FlaskCliRunner, tmp_path: Path) -> None:
    (tmp_path / "trees.yaml").write_text(GOOD)
    checked = flask.invoke(args=["campaigns", "check", str(tmp_path / "trees.yaml")])
    assert (checked.exit_code, checked.output) == (0, "1 campaign, no problems\n")


MISTAKES = [
    pytest.param("keyword: NEXT", "keyword: NEXT is answered by the provider or by the bot itself", id="the bot's word"),
    pytest.param("keyword: OPTOUT", "keyword: OPTOUT is answered by the provider or by the bot itself", id="a provider's word"),
    pytest.param("keyword: SIGUIENTE", "keyword: SIGUIENTE is answered by", id="the bot's Spanish word"),
]


@pytest.mark.parametrize(("keyword", "told"), MISTAKES)
def test_check_lists_what_is_wrong_and_fails(flask: FlaskCliRunner, tmp_path: Path, keyword: str, told: str) -> None:
    (tmp_path / "trees.yaml").write_text(spoiled(("keyword: TREES", keyword), ("state: live", "state: on")))
    checked = flask.invoke(args=["campaigns", "check", str(tmp_path / "trees.yaml")])
    assert checked.exit_code == 1
    assert f"trees.yaml:1: {told}" in checked.output
    assert "trees.yaml:3: state: 'on' is not known" in checked.output
    assert "Error: 2 problems" in checked.output


def test_check_of_a_file_that_is_not_there_says_so(flask: FlaskCliRunner, tmp_path: Path) -> None:
    checked = flask.invoke(args=["campaigns", "check", str(tmp_path / "none.yaml")])
    assert checked.exit_code == 1
    assert "none.yaml: cannot be read (No such file or directory); check its name and permissions" in checked.output


# --- Posters ---------------------------------------------------------------------------------------------------------------


def modules_of(picture: bytes) -> list[list[bool]]:
    """Which squares of a code in a PNG are dark, without the white around them."""
    drawn = Image.open(io.BytesIO(picture)).convert("L")
    side = drawn.width // PNG_SCALE
    at = [PNG_SCALE * n + PNG_SCALE // 2 for n in range(BORDER, side - BORDER)]
    return [[drawn.getpixel((x, y)) < 128 for x in at] for y in at]


def test_poster_writes_the_code_of_each_language_as_svg_and_png(flask: FlaskCliRunner, tmp_path: Path) -> None:
    done = flask.invoke(args=["campaigns", "poster", "SANCTUARY", "--to", str(tmp_path / "posters")])
    assert done.exit_code == 0 and done.stderr == ""
    assert sorted(path.name for path in (tmp_path / "posters").iterdir()) == [
        f"sanctuary-{language}.{kind}" for language in ("en", "es") for kind in ("png", "svg")
    ]
    for language, keyword in (("en", "SANCTUARY"), ("es", "SANTUARIO")):
        path = tmp_path / "posters" / f"sanctuary-{language}.png"
        assert f"{path}: texts {keyword} to 206-555-0100\n" in done.stdout
        assert f"to print: http://127.0.0.1:8000/c/sanctuary/poster?lang={language}\n" in done.stdout
        says = segno.make_qr(f"SMSTO:+12065550100:{keyword}", error="q")
        assert modules_of(path.read_bytes()) == [[bool(module) for module in row] for row in says.matrix]
        size = len(says.matrix) + 2 * BORDER
        assert ElementTree.fromstring(path.with_suffix(".svg").read_text()).get("viewBox") == f"0 0 {size} {size}"


@pytest.mark.parametrize(
    ("word", "state", "code", "told"),
    [
        pytest.param("trees", "draft", 0, "warning: trees is draft: who texts its keyword does not join it now", id="a draft"),
        pytest.param("nothing", "live", 2, "'nothing': is no campaign that serves; use one of trees", id="none of ours"),
    ],
)
def test_poster_of_what_nobody_can_join_says_so(tmp_path: Path, word: str, state: str, code: int, told: str) -> None:
    data = data_with(tmp_path / "data")
    (data / "campaigns" / "trees.yaml").write_text(spoiled(("state: live", f"state: {state}")))
    flask = create_app(Settings.load(instance_dir=tmp_path / "instance", data_dir=data)).test_cli_runner()
    done = flask.invoke(args=["campaigns", "poster", word, "--to", str(tmp_path / "posters")])
    assert done.exit_code == code and told in done.stderr and "to print" not in done.stdout
    assert (tmp_path / "posters").exists() == (code == 0)
