"""The shipped tables: fit to serve, small, described, free of private things; and `flask data check` when they are not."""

import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from flask import Flask

from bot.civic_data.data_check import Count, DataCheck, check_data
from bot.cli.data import data_cli
from bot.officials.tables import COLUMNS, table_rows

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parent.parent / "data"
README = (DATA / "README.md").read_text()


@cache
def checked(day: date) -> DataCheck:
    """What is found in the shipped tables on a day; to look takes a second."""
    return check_data(DATA, day)


def section(file: str) -> str:
    return README.split(f"## {file}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("file", sorted(COLUMNS))
def test_readme_describes_every_column_in_order(file: str) -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", section(file), re.MULTILINE)) == COLUMNS[file]


@pytest.mark.parametrize("file", sorted(COLUMNS))
def test_readme_says_how_many_rows_there_are(file: str) -> None:
    stated = re.search(r"^Rows: ([\d,]+)", section(file), re.MULTILINE)
    assert stated and int(stated[1].replace(",", "")) == len(table_rows(DATA, file))


def test_readme_gives_each_source_its_date() -> None:
    for row in table_rows(DATA, "sources.tsv"):
        assert re.search(rf"^\| {row['source']} \|.*\| {row['as_of']} \|", README, re.MULTILINE)


def test_all_of_data_is_under_eight_megabytes() -> None:
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 8_000_000


def test_nothing_private_is_in_the_tables() -> None:
    text = (DATA / "officials.tsv").read_text() + (DATA / "lines.tsv").read_text()
    assert "@" not in text and "http" not in text and ".jpg" not in text


def test_shipped_tables_are_fit_and_their_counts_are_the_stated_ones() -> None:
    found = checked(TODAY)
    assert found.errors == []
    #                          seats  held vacant ended unknown missing with number, areas joined
    assert found.counts == [
        Count("governor", "",            55,   55, 0,   0,   0,  0,   52,   55,   55),
        Count("mayor", "",            1_943, 1_245, 0, 690,  8,  0, 1_722, 1_943, 1_943),
        Count("us_senator", "",         100,   98, 0,   2,   0,  0,   98,   50,   50),
        Count("us_representative", "",  441,  437, 3,   0,   0,  1,  437,  441,  441),
        Count("council", "",          6_691, 5_233, 0, 0, 1_458,  0, 5_189, 1_703, 1_703),
        Count("state_upper", "",      2_014, 1_737, 1,  0, 273,  3, 1_730, 1_960, 1_960),
        Count("state_lower", "",      5_466, 4_660, 6,  0, 783, 17, 4_578, 4_913, 4_912),
        Count("lieutenant_governor", "", 48,   43, 0,   0,   0,  5,   39,   48,   43),
        Count("attorney_general", "",    56,   49, 0,   1,   0,  6,   49,   56,   50),
        Count("secretary_of_state", "",  48,   39, 0,   3,   0,  6,   39,   48,   42),
        Count("county_council", ""),
        Count("county_executive", ""),
        Count("sheriff", ""),
        Count("district_attorney", ""),
    ]  # fmt: skip


CHAMBERS = [
    Count("state_upper", "NE", 49, 49, with_number=49, divisions=49, joined=49),
    Count("state_upper", "DC", 13, 12, missing=1, with_number=12, divisions=9, joined=9),
    Count("state_upper", "TN", 33, unknown=33, divisions=33, joined=33),
    Count("state_upper", "WY", 31, 31, with_number=31, divisions=31, joined=31),
    Count("state_lower", "ID", 70, 70, with_number=70, divisions=35, joined=35),
    Count("state_lower", "NH", 400, 391, vacant=4, missing=5, with_number=391, divisions=203, joined=203),
    Count("state_lower", "WI", 99, 99, with_number=33, divisions=99, joined=99),
    Count("state_lower", "MN", 134, 133, missing=1, with_number=131, divisions=134, joined=133),
]


@pytest.mark.parametrize("chamber", CHAMBERS, ids=lambda chamber: f"{chamber.role} of {chamber.state}")
def test_every_chamber_is_counted_by_itself(chamber: Count) -> None:
    assert chamber in checked(TODAY).states


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        pytest.param("2026-11-22", "state_lower of FL: since 2026-11-03 whoever was elected last sits, the records are "
                     "of 2026-08-05: 118 members are not offered", id="a state that seats at once"),
        pytest.param("2027-01-13", "state_upper of IL: since 2027-01-13", id="the day a state seats"),
        pytest.param("2026-11-22", "sldu: other lines are in force in state:al/sldu:25, state:al/sldu:26, state:ms/sldu:1,",
                     id="lines a court has ordered"),
        pytest.param("2027-01-03", "cd: other lines are in force in state:al, state:ca, state:fl, state:la, state:mo, "
                     "state:nc, state:oh, state:tn, state:tx, state:ut: there a ZIP settles no district", id="a new Congress"),
    ],
)  # fmt: skip
def test_what_an_election_has_overtaken_is_a_warning(day: str, warning: str) -> None:
    found = checked(date.fromisoformat(day))
    assert found.errors == [] and any(warning in told for told in found.warnings)


@pytest.mark.parametrize(
    ("day", "warning"),
    [("2027-01-12", "state_upper of IL: since"), ("2027-01-02", "cd: other lines"), ("2026-11-22", "of NJ: since")],
)
def test_what_is_still_to_come_is_none(day: str, warning: str) -> None:
    assert not any(warning in told for told in checked(date.fromisoformat(day)).warnings)


def test_year_later_what_is_over_is_said_to_be_over() -> None:
    found = checked(date(2027, 11, 22))
    assert [count.held for count in found.counts if count.role == "us_representative"] == [0]
    assert any("census-districts held until 2027-01-03; fetch it anew" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2032-12-31", False),
        pytest.param("2033-01-01", True, id="in its last year"),
        pytest.param("2040-01-01", True, id="over"),
    ],
)
def test_calendar_that_ends_within_a_year_is_a_warning(day: str, told: bool) -> None:
    warnings = checked(date.fromisoformat(day)).warnings
    assert any("holidays.tsv ends with 2033: afterwards all offices keep" in warning for warning in warnings) is told


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


def test_command_shows_a_row_per_office_and_per_state_and_warns_of_what_has_no_number(copy: Path) -> None:
    result = run(copy)
    assert result.exit_code == 0
    assert re.search(r"governor +55 +55 +0 +0 +0 +0 +52 +55 +55", result.stdout)
    assert re.search(r"^ state +governor +mayor ", result.stdout, re.MULTILINE)
    assert re.search(r"^ NH .* 24/24 +391/400 ", result.stdout, re.MULTILINE)
    assert "warning: no number: Brenna Bird" in result.stderr


@pytest.mark.parametrize(
    ("file", "pattern", "by", "message"),
    [
        pytest.param("zips.tsv", r"^98402.*\n", "", "33790 ZIPs instead of 33791", id="a ZIP is gone"),
        pytest.param("zips.tsv", "NY-12", "NY-11", "440 House districts instead of 441", id="a House district is gone"),
        pytest.param(
            "officials.tsv",
            r"\tgovernor\t(?=\S*state:wa\t)",
            r"\tsecretary_of_state\t",
            "no governor record for WA",
            id="a state is gone",
        ),
        pytest.param(
            "officials.tsv",
            r"\tstate_lower\t(?=\S*state:ut/)",
            r"\tcouncil\t",
            "state_lower of UT: members of only 0 of 75",
            id="a chamber is gone",
        ),
        pytest.param(
            "officials.tsv",
            r"state:ut/sldl:7\t",
            "state:ut/sldl:777\t",
            "sldl:777 is no district of districts.tsv",
            id="a lost district",
        ),
        pytest.param(
            "districts.tsv",
            r"^.*\tNY-75\t.*\n",
            "",
            "('sldl', 'NY-75') is not what belongs there; build it and districts.tsv anew",
            id="a district that ZIPs have is gone",
        ),
        pytest.param(
            "zips.tsv", "^98402\tWA", "98402\tZZ", "zips.tsv: 98402: 'ZZ' is not what belongs", id="a ZIP in no state"
        ),
        pytest.param(
            "zips.tsv", "^98402\t.*", "98402\tWA\tWA-6", "zips.tsv: 98402: not enough values", id="half a row of a ZIP"
        ),
        pytest.param("zips.tsv", "^98402\t.*", "98402", "zips.tsv: 98402: not enough values", id="a ZIP and nothing else"),
        pytest.param("places.tsv", "^wa/tacoma", "zz/tacoma", "places.tsv: 'ZZ' is no state", id="a place in no state"),
        pytest.param("sources.tsv", "2026-08-05", "August", "'August' is not a date like 2027-01-03", id="a source of no day"),
        pytest.param(
            "overrides.yaml", "term_end: 2026-01-12", "term_end: 2026-02-30", "'2026-02-30' is not a date", id="February 30"
        ),
        pytest.param(
            "vintages.tsv",
            "MS-11",
            "MS-99",
            "'MS-99' is no state and no district; write AL or MS-11",
            id="lines of no district",
        ),
        pytest.param("seatings.tsv", "^NE\tstate_upper", "NE\tsenate", "'senate' of 'NE' is no chamber", id="no chamber"),
        pytest.param("lines.tsv", r"\+13609024111", "+19005551234", "+19005551234 is no number", id="a number that bills"),
        pytest.param("lines.tsv", r"\+13609024111", "3609024111xw9", "3609024111xw9 is no number", id="no extension"),
        pytest.param("lines.tsv", r"\A(.*\n)[^\t]*", r"\1nobody", "nobody is no official of officials.tsv", id="nobody's line"),
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


def test_line_that_the_library_does_not_know_is_only_a_warning(copy: Path) -> None:
    edit(copy / "lines.tsv", r"\+13609024111", "+16215554111")
    result = run(copy)
    assert result.exit_code == 0
    assert "+16215554111: the library of numbers does not know its area code or exchange" in result.stderr


def test_gender_of_someone_who_has_left_is_only_a_warning(copy: Path) -> None:
    for file in ("officials.tsv", "lines.tsv"):
        edit(copy / file, "ocd-person/ccdd914d-9853-4fd2-9a80-ce6c962cdd18", "ocd-person/new")
    result = run(copy)
    assert result.exit_code == 0 and "is gone from the source; take it out" in result.stderr


def test_correction_the_source_has_taken_over_is_reported(copy: Path) -> None:
    dewine = "ocd-person/37478cd9-ed21-43f7-b2cc-578df43ad32d"
    edit(copy / "lines.tsv", r"\Z", f"{dewine}\toffice\t+16144663555\tColumbus\t43215\t\t\n")
    assert "the source agrees now; take it out" in run(copy).stderr
