"""The shipped tables: fit to serve, small, described, free of private things; and `flask data check` when they are not."""

import re
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from flask import Flask

from bot.cli.data import data_cli
from bot.officials.check import Count, check
from bot.officials.tables import COLUMNS, rows

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parent.parent / "data"
README = (DATA / "README.md").read_text()


def section(file: str) -> str:
    return README.split(f"## {file}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("file", sorted(COLUMNS))
def test_the_readme_describes_every_column_in_order(file: str) -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", section(file), re.MULTILINE)) == COLUMNS[file]


@pytest.mark.parametrize("file", sorted(COLUMNS))
def test_the_readme_says_how_many_rows_there_are(file: str) -> None:
    stated = re.search(r"^Rows: ([\d,]+)", section(file), re.MULTILINE)
    assert stated and int(stated[1].replace(",", "")) == len(rows(DATA, file))


def test_the_readme_gives_each_source_its_date() -> None:
    for row in rows(DATA, "sources.tsv"):
        assert re.search(rf"^\| {row['source']} \|.*\| {row['as_of']} \|", README, re.MULTILINE)


def test_all_of_data_is_under_three_megabytes() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 3_000_000


def test_nothing_private_is_in_the_tables() -> None:
    text = (DATA / "officials.tsv").read_text()
    assert "@" not in text and "http" not in text and ".jpg" not in text


def test_the_shipped_tables_are_fit_and_their_counts_are_the_stated_ones() -> None:
    found = check(DATA, TODAY)
    assert found.errors == []
    assert found.counts == [
        Count("governor", seats=55, held=38, ended=13, unknown=0, missing=4, with_number=51),
        Count("mayor", seats=562, held=277, ended=280, unknown=5, missing=0, with_number=545),
        Count("us_senator", seats=100, held=98, ended=2, unknown=0, missing=0, with_number=98),
        Count("us_representative", seats=441, held=437, ended=0, unknown=0, missing=4, with_number=436),
        Count("council", seats=0, held=0, ended=0, unknown=0, missing=0, with_number=0),
    ]


def test_a_year_later_what_is_over_is_said_to_be_over() -> None:
    found = check(DATA, date(2027, 11, 22))
    assert [count.held for count in found.counts if count.role == "us_representative"] == [0]
    assert any("census-districts held until 2027-01-03; fetch it anew" in warning for warning in found.warnings)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for file in (*COLUMNS, "overrides.yaml"):
        shutil.copy(DATA / file, folder / file)
    return folder


def run(folder: Path) -> Result:
    app = Flask(__name__)
    app.extensions["patchline"] = SimpleNamespace(
        settings=SimpleNamespace(data_dir=folder, instance_dir=folder.parent / "instance")
    )
    app.cli.add_command(data_cli)
    return app.test_cli_runner().invoke(args=["data", "check", "--on", "2026-11-22"])


def edit(path: Path, pattern: str, by: str) -> None:
    path.write_text(re.sub(pattern, by, path.read_text(), flags=re.MULTILINE))


def test_the_command_shows_a_row_per_office_and_warns_of_what_has_no_number(copy: Path) -> None:
    result = run(copy)
    assert result.exit_code == 0
    assert re.search(r"governor +55 +38 +13 +0 +4 +51", result.stdout)
    assert "warning: no number: James Gallagher" in result.stderr


@pytest.mark.parametrize(
    ("file", "pattern", "by", "message"),
    [
        pytest.param("zips.tsv", r"^98402.*\n", "", "33790 ZIPs instead of 33791", id="a ZIP is gone"),
        pytest.param("zips.tsv", "NY-12", "NY-11", "440 House districts instead of 441", id="a House district is gone"),
        pytest.param("officials.tsv", r"^.*governor.*state:de\b.*\n", "", "no governor record for DE", id="a state is gone"),
        pytest.param("officials.tsv", r"\+13609024111", "+19005551234", "+19005551234 is no number", id="a number that bills"),
        pytest.param(
            "officials.tsv", "place:tacoma", "place:tocama", "place:tocama is no place of places.tsv", id="a lost place"
        ),
        pytest.param("officials.tsv", r"\A.*\n", "<html>\n", "line 1: the columns are not", id="not a table at all"),
        pytest.param(
            "overrides.yaml", "ocd-person/2a1a0bb7", "ocd-person/0000", "no official has the id", id="a stale correction"
        ),
    ],
)
def test_unfit_tables_are_an_error_with_its_mend(copy: Path, file: str, pattern: str, by: str, message: str) -> None:
    edit(copy / file, pattern, by)
    result = run(copy)
    assert result.exit_code == 1 and message in result.stderr


def test_the_gender_of_someone_who_has_left_is_only_a_warning(copy: Path) -> None:
    edit(copy / "officials.tsv", r"^.*\tKathy Hochul\t", "ocd-person/new\tNew Name\t")
    result = run(copy)
    assert result.exit_code == 0 and "is gone from the source; take it out" in result.stderr


def test_a_correction_the_source_has_taken_over_is_reported(copy: Path) -> None:
    edit(copy / "officials.tsv", r"^(.*\tMike DeWine\t.*Republican\t)(\t)", r"\1+16144663555\2")
    assert "the source agrees now; take it out" in run(copy).stderr
