"""`flask campaigns`, as an organizer types it."""

from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from bot import create_app
from bot.config import Settings
from tests.campaign_files import GOOD, spoiled


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
