"""How often the answer is right: nothing is under its floor, and the papers show what a run prints."""

import io
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.officials.directory import Directory
from tests.accuracy.__main__ import Report, main
from tests.conftest import ROOT

PEOPLE = "98402\t100\n10001\t300\n"
OF_WASHINGTON = ["us_representative", "state_upper", "mayor", "council", "attorney_general"]  # there is no governor
AHEAD = ("2026-11-29", "2027-01-04", "2027-01-21")  # today's tables, the new Congress, the new governors


@dataclass(frozen=True)
class Run:
    """What a run printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def accuracy(*arguments: str) -> Run:
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        code = main(arguments)
    return Run(code, out.getvalue(), errors.getvalue())


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    people = tmp_path_factory.mktemp("people") / "people.tsv"
    people.write_text(PEOPLE)
    return accuracy("--people", str(people))


def test_nothing_is_under_its_floor(run: Run) -> None:
    assert (run.returncode, run.stderr) == (0, "")


def test_page_about_accuracy_shows_what_a_run_prints(run: Run) -> None:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8").partition("\n## One run\n")[2]
    printed, people = re.split(r"(?=^\| Of people)", run.stdout, flags=re.MULTILINE)
    rest = people.partition("\n\n")[2]
    assert [line for line in page.splitlines() if line] == [line for line in (printed + rest).splitlines() if line]


def test_page_about_accuracy_shows_whom_people_get_through_january() -> None:
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    section = page.partition("\n## Through January\n")[2].partition("\n## ")[0]
    printed = "".join(accuracy("--on", day).stdout for day in AHEAD)
    shown = [line for line in section.splitlines() if line.startswith(("|", "On 20"))]
    assert shown == [line for line in printed.splitlines() if line]


def test_people_of_one_state_are_counted_by_themselves() -> None:
    rows = accuracy("--state", "DC").stdout.splitlines()
    assert [row.split("|")[1].strip() for row in rows if row.startswith("| ")][2:] == OF_WASHINGTON
    assert "in DC" in rows[-2]


def test_readme_begins_with_whom_people_get(run: Run) -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## How right\n")[2]
    first = section.strip().split("\n\n")[1]
    assert first == run.stdout.split("\n\n")[0]


def test_readme_quotes_a_run(run: Run) -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## How right\n")[2].partition("\n## ")[0]
    quoted = [line for line in section.splitlines() if line.startswith("|")]
    assert len(quoted) > 4
    assert [line for line in quoted if line not in run.stdout.splitlines()] == []


def test_people_are_counted_where_a_table_says_where_they_live(run: Run) -> None:
    table = run.stdout.partition("| Of people")[2].partition("\n\n")[0]
    cells = {
        name.strip(): [cell.strip() for cell in rest]
        for name, *rest in (row.strip("| ").split("|") for row in table.splitlines())
    }
    assert (cells["House of Representatives"][0], cells["House of Representatives"][2]) == ("100.0 %", "0.0 %")
    assert (cells["Upper house of the state"][0], cells["Upper house of the state"][2]) == ("25.0 %", "75.0 %")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param("98402\t100\n10001,300\n", "line 2: write a ZIP code, a tab, and how many people", id="no tab"),
        pytest.param("98402\tmany\n", "line 1: write a ZIP code, a tab, and how many people", id="no number"),
        pytest.param(None, "No such file", id="no file"),
    ],
)
def test_table_of_people_that_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str | None, said: str
) -> None:
    file = tmp_path / "people.tsv"
    if written is not None:
        file.write_text(written)
    with pytest.raises(SystemExit, match="2"):
        main(["--people", str(file)])
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("column", "noticed"),
    [
        pytest.param("cd119", "House of Representatives: own district", id="in the House"),
        pytest.param("sldu2024", "Upper houses of states: own district", id="in an upper house"),
        pytest.param("sldl2024", "Lower houses of states: own district", id="in a lower house"),
    ],
)
def test_district_picked_in_silence_is_noticed(
    tmp_path: Path, column: str, noticed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    head, *rows = [line.split("\t") for line in (data / "zips.tsv").read_text(encoding="utf-8").splitlines()]
    place = head.index(column)
    for row in rows:
        row[place] = row[place].split(",")[0]
    (data / "zips.tsv").write_text("".join("\t".join(row) + "\n" for row in [head, *rows]), encoding="utf-8")
    report = Report(Directory.load(data))
    report.offices()
    assert [failure.partition(" is ")[0] for failure in report.failures] == [noticed]
    assert "own district is a candidate" in capsys.readouterr().out
