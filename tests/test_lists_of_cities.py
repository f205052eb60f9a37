"""Lists as cities publish them: labels of districts, names, vacancies, numbers and columns in anybody's writing."""

import csv
import io
import json
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bot.officials.local.local_lists import LISTED, ListEntry, list_names, read_list
from bot.telephony import readable_phone
from tests.conftest import ROOT, Bot, Start, starting
from tests.databases import empty_database

ROW = {
    "place": "Spokane, WA",
    "role": "council",
    "name": "Ada Moss",
    "phone": "509-555-0111",
    "term_end": "12/31/2027",
    "source": "the city's page",
}
Rows = list[dict[str, str]]
TODAY = date(2026, 11, 23)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """No SQL is in question here, so one kind of database will do."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot with the councils that ship."""
    folder = tmp_path_factory.mktemp("cities")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        yield start(data_dir=ROOT / "data")


@pytest.fixture
def organizer(office: Bot) -> Bot:
    shutil.rmtree(office.parts.settings.instance_dir / "local", ignore_errors=True)
    return office


def table(rows: Rows) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(column for row in rows for column in row)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def load(bot: Bot, content: bytes, *options: str, name: str = "city.csv") -> Result:
    path = bot.parts.settings.instance_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    result = bot.app.test_cli_runner().invoke(args=["officials", "import", str(path), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def said(result: Result, what: str) -> list[str]:
    """The problems or warnings of an import, without the file's name."""
    begin = f"{what}: city.csv: "
    return [line.removeprefix(begin) for line in result.stderr.splitlines() if line.startswith(begin)]


def entries(bot: Bot) -> tuple[ListEntry, ...]:
    return read_list(bot.parts.settings.instance_dir / "local", "city").entries


def rows_of(*changes: dict[str, str]) -> Rows:
    """Rows of different people with different numbers."""
    return [
        ROW | {"name": f"Ada {chr(65 + n)}. Moss", "phone": f"509-555-01{n:02}"} | change for n, change in enumerate(changes)
    ]


# A label as a city writes it -> what people answer, what else the ward is called, the title.
LABELS = [
    ("At-Large Position 6", "", "", "Council Member"),
    ("WARD 3", "3", "", "Council Member"),
    ("Ward3", "3", "", "Council Member"),
    ("ward no. 7", "7", "", "Council Member"),
    ("Ward 10 (Newhallville)", "10", "Newhallville", "Council Member"),
    ("Newhallville (Ward 10)", "10", "Newhallville", "Council Member"),
    ("10 (East Side)", "10", "East Side", "Council Member"),
    ("10 [East Side]", "10", "East Side", "Council Member"),
    ("10 - East Side", "10", "East Side", "Council Member"),
    ("District 3: Downtown", "3", "Downtown", "Council Member"),
    ("10 (East Side/Hegewisch)", "10", "East Side, Hegewisch", "Council Member"),
    ("District K (Southwest)", "K", "Southwest", "Council Member"),
    ("District 2 - Deputy Mayor", "2", "", "Deputy Mayor"),
    ("District 2 (Mayor Pro Tem)", "2", "", "Mayor Pro Tem"),
    ("President, Ward 3", "3", "", "Council President"),
    ("Councilmember, District 4", "4", "", "Councilmember"),
    ("Alderman 3rd Ward", "3", "", "Alderman"),
    ("1st District - City Council", "1", "", "Council Member"),
    ("District 1 Position A", "1", "", "Council Member"),
    ("Ward 1, Post 2", "1", "", "Council Member"),
    ("2nd Ward, Seat 1", "2", "", "Council Member"),
    ("1 Seat D", "1", "", "Council Member"),
    ("First Ward", "1", "", "Council Member"),
    ("Ward Two", "2", "", "Council Member"),
    ("Twenty-First Ward", "21", "", "Council Member"),
    ("Ward Ten (10)", "10", "", "Council Member"),
    ("Ward IV", "4", "", "Council Member"),
    ("WARD XII", "12", "", "Council Member"),
    ("Letter I", "I", "", "Council Member"),
    ("Dist. 3", "3", "", "Council Member"),
    ("Wd. 5", "5", "", "Council Member"),
    ("D-3", "3", "", "Council Member"),
    ("CD 5", "5", "", "Council Member"),
    ("#04", "4", "", "Council Member"),
    ("1D", "1D", "", "Council Member"),
    ("Precinct 2", "2", "", "Council Member"),
    ("Zone 4", "4", "", "Council Member"),
    ("Distrito Primero", "1", "", "Council Member"),
    ("Distrito 3", "3", "", "Council Member"),
    ("Ward 3 (D)", "3", "", "Council Member"),
    ("Ward 3 (Democrat)", "3", "", "Council Member"),
    ("Ward 5 (appointed)", "5", "", "Council Member"),
    ("N° 3", "3", "", "Council Member"),
    ("Ward_3", "3", "", "Council Member"),
    ("Ward 3—Downtown", "3", "Downtown", "Council Member"),
    ('Ward 10 "East Side"', "10", "East Side", "Council Member"),
    ("Ward 3, Deputy Mayor Pro Tem", "3", "", "Deputy Mayor Pro Tem"),
    ("Ward 3 - Vacant", "3", "", "Council Member"),
    ("Seat 4 (District 4)", "4", "", "Council Member"),
    ("North Ward Alderman", "North", "", "Alderman"),
    ("NE", "NE", "", "Council Member"),
    ("Mid-City", "Mid City", "", "Council Member"),
    ("First Hill", "First Hill", "", "Council Member"),
    ("La Loma", "La Loma", "", "Council Member"),
    ("East", "East", "", "Council Member"),
    ("City-wide", "", "", "Council Member"),
    ("At Large 2", "", "", "Council Member"),
    ("At-Large (Seat B)", "", "", "Council Member"),
    ("Position 3 (At-Large)", "", "", "Council Member"),
    ("Councilmember At-Large", "", "", "Councilmember"),
    ("Toda la ciudad", "", "", "Council Member"),
    ("City at Large", "", "", "Council Member"),
    ("Council Seat 4 At Large", "", "", "Council Member"),
    ("N/A", "", "", "Council Member"),
]


@pytest.mark.parametrize(("written", "ward", "names", "title"), LABELS)
def test_label_of_a_city_is_read_to_what_people_answer(organizer: Bot, written: str, ward: str, names: str, title: str) -> None:
    result = load(organizer, table([ROW | {"district": written}]))
    assert result.exit_code == 0, result.stderr
    (entry,) = entries(organizer)
    assert (entry.ward, entry.ward_names, entry.title) == (ward, names, title)


# A label that could be two things, or none -> the mend.
REFUSED = [
    ("1-D", "write 1, 1 Seat D, or 1D"),
    ("District 1 D", "write 1, 1 Seat D, or 1D"),
    ("1 (A)", "write 1, 1 Seat A, or 1A"),
    ("Post 3", "write District 3, or At-Large Position 3"),
    ("Council Member 4", "write District 4, or At-Large Position 4"),
    ("Position 2", "write District 2, or At-Large Position 2"),  # Spokane elects by districts 1 to 3
    ("District 3 At-Large", "write one of the two"),
    ("1/2", "write a row for each"),
    ("Wards 1-3", "write a row for each district"),
    ("1 & 2", "write a row for each district"),
    ("Super District 8, Position 1", "a name in brackets: 10 (East Side)"),
    ("Ward 10 Newhallville", "a name in brackets: 10 (East Side)"),
    ("1 North", "a name in brackets: 10 (East Side)"),
    ("P6", "a name in brackets: 10 (East Side)"),
    ("Ward I", "write 1, or Letter I"),
    ("X", "write 10, or Letter X"),
    ("District", "write its number, letter or name, or nothing for at large"),
    ("Council President", "write its number, letter or name, or nothing for at large"),
    ("Unknown", "write its number, letter or name, or nothing for at large"),
    ("1000", "write its number, letter or name, or nothing for at large"),
    ("District Four-A", "write 4, 4 Seat A, or 4A"),
    ("Alderman Moss", "write the title under title"),
    ("TBD on the ballot of next year", "write its number, letter or name, or nothing for at large"),
    ("District 0", "write another number, or nothing for at large"),
    # Whoever replied with these would be heard as something else.
    ("Stop", "write its number or another name"),
    ("Sanctuary", "write its number or another name"),
    ("Help", "write its number or another name"),
    ("4 (Stop)", "write another name in brackets, or none"),
]


@pytest.mark.parametrize(("written", "mend"), REFUSED)
def test_label_that_nobody_can_be_sure_of_is_refused_with_a_mend(organizer: Bot, written: str, mend: str) -> None:
    result = load(organizer, table([ROW | {"district": written}]))
    (problem,) = said(result, "error")
    assert result.exit_code == 1 and problem.startswith("line 2: district: ") and mend in problem, problem
    assert not list_names(organizer.parts.settings.instance_dir / "local")


# Labels of one council that tell one another -> its wards.
BESIDE = [
    pytest.param(["I", "II", "IV"], ["1", "2", "4"], id="Roman numerals"),
    pytest.param(["Ward V", "Ward VI", "Ward X"], ["5", "6", "10"], id="Roman numerals with a word"),
    pytest.param(["H", "I", "J"], ["H", "I", "J"], id="letters"),
    pytest.param(["WARD 3", "Third Ward"], ["3", "3"], id="two members of a ward, in two writings"),
    pytest.param(["District 1 Position A", "District 1 Position B"], ["1", "1"], id="two seats of a district"),
    pytest.param(["District 1", "At-Large Position 6", "At-Large Position 7"], ["1", "", ""], id="two seats at large"),
]


@pytest.mark.parametrize(("labels", "wards"), BESIDE)
def test_labels_of_a_council_tell_one_another(organizer: Bot, labels: list[str], wards: list[str]) -> None:
    result = load(organizer, table(rows_of(*({"district": label} for label in labels))))
    assert result.exit_code == 0, result.stderr
    assert [entry.ward for entry in entries(organizer)] == wards


NOT_BESIDE = [
    pytest.param(["I", "V"], ["line 2: district: 'I' may be a letter or the number 1; write 1, or Letter I",
                              "line 3: district: 'V' may be a letter or the number 5; write 5, or Letter V"], id="letters"),
    pytest.param(["District 1 Position A", "1 Seat A"],
                 ["line 3: district: line 2 has somebody else for 1 Seat A; take one out"], id="two people on one seat"),
    pytest.param(["At-Large Position 6", "At-Large Position 6"],
                 ["line 3: district: line 2 has somebody else for At-Large Position 6; take one out"], id="two at large"),
    pytest.param(["1 (Downtown)", "2 (Downtown)"],
                 ["line 2: district: who replies 'Downtown' would not be given district 1; write another name in brackets, or "
                  "none", "line 3: district: who replies 'Downtown' would not be given district 2; write another name in "
                  "brackets, or none"], id="one name of two districts"),
    pytest.param(["1 (Downtown)", "1 (Uptown)"],
                 ["line 2: district: line 3 calls district 1 Uptown; write one name, or both in both rows"],
                 id="two names of a district"),
]  # fmt: skip


@pytest.mark.parametrize(("labels", "problems"), NOT_BESIDE)
def test_labels_of_a_council_that_do_not_fit_are_refused(organizer: Bot, labels: list[str], problems: list[str]) -> None:
    result = load(organizer, table(rows_of(*({"district": label} for label in labels))))
    assert result.exit_code == 1 and said(result, "error") == problems


def test_list_with_every_label_twice_is_refused_row_by_row(organizer: Bot) -> None:
    rows = rows_of({"district": "WARD 3"}, {"district": "10 (East Side)"}, {"district": "At-Large Position 6"})
    result = load(organizer, table([*rows, *rows]))
    assert result.exit_code == 1
    assert said(result, "error") == [f"line {n}: is the same as line {n - 3}; take one out" for n in (5, 6, 7)]


def test_seat_without_a_district_is_given_to_everybody_and_said(organizer: Bot) -> None:
    result = load(organizer, table(rows_of({"district": "Position 6"}, {"district": "Pos. 7"}, {"district": "1"})))
    assert result.exit_code == 0 and [entry.ward for entry in entries(organizer)] == ["", "", "1"]
    assert said(result, "warning") == [
        "line 2: district: Position 6, Pos. 7 of Spokane: read as elected by everybody there, who all are given them; "
        "write District 6 for a district"
    ]


# A name as a city writes it -> the name, the title.
NAMES = [
    ("Moss, Ada", "Ada Moss", "Council Member"),
    ("Moss, Jr., Ben", "Ben Moss, Jr.", "Council Member"),
    ("Moss Jr., Ben", "Ben Moss, Jr.", "Council Member"),
    ("Moss, Ben, Jr.", "Ben Moss, Jr.", "Council Member"),
    ("Moss III, Ben", "Ben Moss III", "Council Member"),
    ("Ben Moss, Jr.", "Ben Moss, Jr.", "Council Member"),
    ("De la Cruz, Ana María", "Ana María De la Cruz", "Council Member"),
    ("Garcia Lopez, Ana M.", "Ana M. Garcia Lopez", "Council Member"),
    ("Moss, I.", "I. Moss", "Council Member"),
    ("Councilmember Ada Moss", "Ada Moss", "Councilmember"),
    ("Councilmember Moss, Ada", "Ada Moss", "Councilmember"),
    ("Moss, Councilwoman Ada", "Ada Moss", "Councilwoman"),
    ("Hon. Ada Moss", "Ada Moss", "Council Member"),
    ("The Honorable Ada Moss", "Ada Moss", "Council Member"),
    ("Alderman Ben Moss", "Ben Moss", "Alderman"),
    ("Ald. Ada Moss", "Ada Moss", "Alderperson"),
    ("Mayor Pro Tem Ada Moss", "Ada Moss", "Mayor Pro Tem"),
    ("Ada Moss, Council President", "Ada Moss", "Council President"),
    ("Ada Moss - Vice Mayor", "Ada Moss", "Vice Mayor"),
    ("Ada Moss (D)", "Ada Moss", "Council Member"),
    ("Ada Moss, PhD", "Ada Moss", "Council Member"),
    ("Robert Moss (Bo)", "Robert Moss (Bo)", "Council Member"),
    ("Don Moss", "Don Moss", "Council Member"),
    ("Ada Vacanti", "Ada Vacanti", "Council Member"),
]


@pytest.mark.parametrize(("written", "name", "title"), NAMES)
def test_name_is_put_in_order_and_its_title_with_the_titles(organizer: Bot, written: str, name: str, title: str) -> None:
    result = load(organizer, table([ROW | {"name": written}]))
    assert result.exit_code == 0, result.stderr
    (entry,) = entries(organizer)
    assert (entry.name, entry.title) == (name, title)


def test_names_that_were_turned_round_are_said(organizer: Bot) -> None:
    result = load(organizer, table(rows_of({"name": "Moss, Ada"}, {"name": "Ben Okafor"}, {"name": "Ito, Fern"})))
    assert said(result, "warning") == ["name: Ada Moss, Fern Ito: turned round, the last name was written first"]


@pytest.mark.parametrize(
    "written", ["Ada Moss, Ben Okafor", "Ada Moss & Ben Okafor", "Ada Moss / Ben Okafor", "Ada Moss and Ben Okafor",
                "Moss, Ada, Okafor, Ben"]
)  # fmt: skip
def test_two_people_in_a_cell_are_refused(organizer: Bot, written: str) -> None:
    (problem,) = said(load(organizer, table([ROW | {"name": written}])), "error")
    assert problem == f"line 2: name: {written!r} may be two people; write the first name first, a row for each person"


@pytest.mark.parametrize(
    ("written", "mend"),
    [
        ("City Hall", "is an office; leave the name of its number empty"),
        ("Main Line", "is an office; leave the name of its number empty"),
        ("Mayor's Office", "is an office; leave the name of its number empty"),
        ("Councilmember", "is a title; write the name, or vacant"),
    ],
)
def test_name_that_is_nobody_is_refused(organizer: Bot, written: str, mend: str) -> None:
    assert said(load(organizer, table([ROW | {"name": written}])), "error") == [f"line 2: name: {written!r} {mend}"]


VACANCIES = ["Vacant", "VACANT", "Vacancy", "TBD", "tba", "open", "Open Seat", "Seat open", "unfilled", "--", "—", "n/a",
             "None", "[Vacant]", "Vacant - Ward 3", "Currently vacant", "To be appointed", "vacante", "Por designar",
             "Pendiente", "Council Member Vacant"]  # fmt: skip


@pytest.mark.parametrize("written", VACANCIES)
def test_vacant_seat_names_nobody_and_keeps_its_line(organizer: Bot, written: str) -> None:
    rows = [ROW | {"district": "10 (East Side)", "name": written}, ROW | {"district": "2", "name": "Ben Okafor"}]
    result = load(organizer, table(rows))
    assert result.exit_code == 0, result.stderr
    vacant, _ = entries(organizer)
    assert (vacant.ward, vacant.name, vacant.phone, vacant.term_end) == ("10", "", "+15095550111", None)
    assert "council of Spokane, WA: 1 official, 1 office number, districts 2, 10, nobody in 10" in result.stdout


def test_vacant_seat_at_large_has_no_number_of_the_city(organizer: Bot) -> None:
    rows = rows_of({"name": "Vacant"}, {"name": "TBD"}, {"name": "Ada Moss"})
    result = load(organizer, table(rows))
    assert result.exit_code == 0, result.stderr
    assert [(entry.name, entry.phone) for entry in entries(organizer)] == [("", ""), ("Ada Moss", "+15095550102")]


@pytest.mark.parametrize(
    ("row", "zip", "told", "found"),
    [
        pytest.param({"role": "Mayor", "name": "Vacant", "phone": ""}, "98402", [], [("mayor", None, "253-591-5100", "")],
                     id="a mayor is reached at city hall"),
        pytest.param({"name": "Vacant", "phone": ""}, "98402", [], [("council", "", "", "vacant")], id="a council"),
        pytest.param({"name": "Vacant", "district": "2"}, "98402", ["ward=wa/tacoma/2"],
                     [("council", None, "509-555-0111", "")], id="a district's office has its line"),
        pytest.param({"name": "Vacant", "district": "2", "phone": ""}, "98402", ["ward=wa/tacoma/2"],
                     [("council", "", "", "vacant")], id="a district without a line"),
    ],
)  # fmt: skip
def test_nobody_who_has_left_is_named_for_a_vacant_seat(
    start: Start, row: dict[str, str], zip: str, told: list[str], found: list[tuple[str, str | None, str, str]]
) -> None:
    bot = start(data_dir=ROOT / "data")
    result = load(bot, table([ROW | {"place": "Tacoma, WA"} | row]))
    assert result.exit_code == 0, result.stderr
    arguments = ["officials", "find", zip, "--role", found[0][0], "--json", *(f"--told={answer}" for answer in told)]
    answer = json.loads(start(data_dir=ROOT / "data").app.test_cli_runner().invoke(args=arguments).stdout)
    targets = [
        (target["role"], official.get("name", ""), number_of(official), target["reason"])
        for target in answer["targets"]
        for official in target["officials"] or [{}]
    ]
    assert targets == found


def number_of(official: dict[str, Any]) -> str:
    return readable_phone(official["lines"][0]["phone"]) if official else ""


# A role as a city writes it -> role, title, ward.
ROLES_WRITTEN = [
    ("Council Member", "council", "Council Member", ""),
    ("City Council", "council", "Council Member", ""),
    ("Councilmember", "council", "Councilmember", ""),
    ("Alderman", "council", "Alderman", ""),
    ("Alderperson", "council", "Alderperson", ""),
    ("Trustee", "council", "Trustee", ""),
    ("Village Trustee", "council", "Trustee", ""),
    ("Board of Aldermen", "council", "Alderman", ""),
    ("Select Board Member", "council", "Select Board Member", ""),
    ("City Commissioner", "council", "Commissioner", ""),
    ("Council President", "council", "Council President", ""),
    ("Deputy Mayor", "council", "Deputy Mayor", ""),
    ("Concejal", "council", "Council Member", ""),
    ("MAYOR", "mayor", "Mayor", ""),
    ("City Mayor", "mayor", "Mayor", ""),
    ("Alcaldesa", "mayor", "Mayor", ""),
    ("Council Member - District 3", "council", "Council Member", "3"),
    ("Alderman, 3rd Ward", "council", "Alderman", "3"),
    ("Council Member At-Large", "council", "Council Member", ""),
]


@pytest.mark.parametrize(("written", "role", "title", "ward"), ROLES_WRITTEN)
def test_role_is_read_as_cities_write_it(organizer: Bot, written: str, role: str, title: str, ward: str) -> None:
    result = load(organizer, table([ROW | {"role": written}]))
    assert result.exit_code == 0, result.stderr
    (entry,) = entries(organizer)
    assert (entry.role, entry.title, entry.ward) == (role, title, ward)


# What is changed in a row -> ward and title, or the problem.
ELECTED_BY = [
    ({"title": "Council Member, District 3"}, ("3", "Council Member")),
    ({"title": "Alderman, 3rd Ward", "district": "3"}, ("3", "Alderman")),
    ({"title": "Councilmember At-Large"}, ("", "Councilmember")),
    ({"role": "Council Member - District 3", "district": "3 (Downtown)"}, ("3", "Council Member")),
    ({"role": "Councilmember Position 6", "district": "At-Large"}, ("", "Councilmember")),
    ({"title": "Council Member, District 3", "district": "2"},
     "district: is not what title says, 'Council Member, District 3'; write one of the two"),
    ({"role": "Council Member At-Large", "district": "2"},
     "district: is not what role says, 'Council Member At-Large'; write one of the two"),
    ({"title": "Council Member 3"}, "title: 'Council Member 3' may be a district or a seat; write District 3, or At-Large "
     "Position 3"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), ELECTED_BY)
def test_district_in_the_title_or_the_role_is_not_passed_over(
    organizer: Bot, change: dict[str, str], expected: tuple[str, str] | str
) -> None:
    result = load(organizer, table([ROW | change]))
    if isinstance(expected, str):
        assert said(result, "error") == [f"line 2: {expected}"]
    else:
        assert [(entry.ward, entry.title) for entry in entries(organizer)] == [expected]


@pytest.mark.parametrize(
    "written", ["City Clerk", "Deputy Clerk", "City Manager", "School Board Member",
                "Former Mayor", "Mayor-Elect", "Supervisor"]
)  # fmt: skip
def test_role_of_no_council_is_refused(organizer: Bot, written: str) -> None:
    (problem,) = said(load(organizer, table([ROW | {"role": written}])), "error")
    assert problem == f"line 2: role: {written!r} is not known; write {' or '.join(LISTED)}"


def test_columns_are_read_as_other_programs_name_them(organizer: Bot) -> None:
    row = {
        "City": "Spokane",
        "State": "Washington",
        "ZIPCODE": "99201",
        "Office": "Alderman",
        "Ward Number": "WARD 3",
        "First Name": "Ada",
        "Last Name": "Moss",
        "Phone Number": "509-555-0111",
        "Source URL": "spokane.example",
        "Term Expires": "12/31/2027",
        "As Of": "11/20/2026",
    }
    result = load(organizer, table([row]))
    assert result.exit_code == 0 and not result.stderr, result.stderr
    (entry,) = entries(organizer)
    assert (entry.place, entry.division) == ("Spokane", "ocd-division/country:us/state:wa/place:spokane")
    assert (entry.ward, entry.zips, entry.name, entry.title) == ("3", ("99201",), "Ada Moss", "Alderman")
    assert (entry.source, entry.as_of.isoformat()) == ("spokane.example", "2026-11-20")


# What is changed in a row with a city and a state -> the problem.
STATES = [
    ({"state": ""}, "place: 'Spokane' names no state; write it like Tacoma, WA"),
    ({"state": "Ontario"}, "state: 'Ontario' is no state; write it like WA"),
    ({"place": "Spokane, ID"}, "state: WA is not the state of Spokane, ID; write one of the two"),
    ({"as_of": "12/31/2026"}, "as_of: '12/31/2026' is to come; write the day on which the source was read, like 11/20/2026"),
]


@pytest.mark.parametrize(("change", "problem"), STATES)
def test_columns_that_contradict_are_refused(organizer: Bot, change: dict[str, str], problem: str) -> None:
    row = ROW | {"place": "Spokane", "state": "WA", "as_of": "11/20/2026"}
    assert load(organizer, table([row]), "--dry-run").exit_code == 0
    assert said(load(organizer, table([row | change])), "error")[0] == f"line 2: {problem}"


PHONES = ["509-555-0111 / 509-555-0112", "509-555-0111 or 509-555-0112", "509-555-0111;509-555-0112",
          "509-555-0111\n509-555-0112", "509-555-0111, 509-555-0112", "(509) 555-0111 & (509) 555-0112",
          "+1 509 555 0111, +1 509 555 0112", "Office: 509-555-0111 Main: 509-555-0112",
          "509-555-0111 (office) / 509-555-0112 (work)"]  # fmt: skip


@pytest.mark.parametrize("written", PHONES)
def test_two_numbers_in_a_cell_are_two_lines_of_one_person(organizer: Bot, written: str) -> None:
    result = load(organizer, table([ROW | {"phone": written}]))
    assert result.exit_code == 0, result.stderr
    assert [(entry.name, entry.phone) for entry in entries(organizer)] == [
        ("Ada Moss", "+15095550111"),
        ("Ada Moss", "+15095550112"),
    ]
    assert "council of Spokane, WA: 1 official, 0 office numbers" in result.stdout


BAD_PHONES = [
    ({"phone": "509-555-0111 / 0112"}, "phone: '509-555-0111 / 0112' has 14 digits; write all ten, like 253-591-5100"),
    ({"phone": "509-555-0111 / cell 509-555-0112"}, "phone: '509-555-0111 / cell 509-555-0112' names a number that is no "
     "office's (cell); write the office's ordinary number alone"),
    ({"phone": "Fax: 509-555-0111"}, "phone: 'Fax: 509-555-0111' names a number that is no office's (Fax); write the office's "
     "ordinary number alone"),
    ({"phone": " ".join(f"509-555-01{n:02}" for n in range(5))}, "phone: holds 5 numbers; write at most 4"),
    ({"phone": "509-555-0111 / 509-555-0112", "keys": "2"}, "keys: may be those of either number; write a row for each number"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), BAD_PHONES)
def test_numbers_that_are_unclear_are_refused(organizer: Bot, change: dict[str, str], problem: str) -> None:
    assert said(load(organizer, table([ROW | change])), "error") == [f"line 2: {problem}"]


def test_people_without_a_number_have_that_of_the_row_without_a_name(start: Start) -> None:
    bot = start()
    city = ROW | {"name": "", "phone": "509-555-0100"}
    rows = [*rows_of({"phone": ""}, {"phone": ""}, {"district": "2"}), city]
    result = load(bot, table(rows))
    assert result.exit_code == 0, result.stderr
    assert said(result, "warning") == [
        "line 2: phone: empty for Ada A. Moss, Ada B. Moss of Spokane: 509-555-0100, the number of line 5, stands for it"
    ]
    (target,) = start().parts.directory.find("99201", ["council"], today=TODAY).targets
    named = [(official.name, official.lines[0].phone, official.lines[0].switchboard) for official in target.officials]
    assert named[:2] == [("Ada A. Moss", "+15095550100", True), ("Ada B. Moss", "+15095550100", True)]


def test_people_without_a_number_have_the_shipped_one_of_their_city(organizer: Bot) -> None:
    result = load(organizer, table(rows_of({"place": "Tacoma, WA", "phone": ""})))
    assert result.exit_code == 0, result.stderr
    (warning,) = said(result, "warning")
    assert warning == (
        "line 2: phone: empty for Ada A. Moss of Tacoma: 253-591-5100, the council office by our own records, stands for it"
    )


def test_people_without_a_number_where_none_is_known_are_refused(organizer: Bot) -> None:
    place = {"place": "Cherry Hill, NJ", "division": "ocd-division/country:us/state:nj/place:cherry_hill", "zips": "08002"}
    assert said(load(organizer, table(rows_of({**place, "phone": ""}))), "error") == [
        "line 2: phone: is empty, and no line of Cherry Hill is known; write one, or add a row without a name that has the "
        "city's line"
    ]


def test_source_and_day_of_a_whole_list_are_options(organizer: Bot) -> None:
    rows = [{key: value for key, value in ROW.items() if key != "source"}]
    assert "no column source" in load(organizer, table(rows)).stderr
    result = load(organizer, table(rows), "--source", "the clerk's list", "--as-of", "2026-11-20")
    assert result.exit_code == 0, result.stderr
    (entry,) = entries(organizer)
    assert (entry.source, entry.as_of.isoformat()) == ("the clerk's list", "2026-11-20")
    for options, problem in (
        (("--as-of", "2027-01-01"), "--as-of: '2027-01-01' is to come; write the day on which the source was read"),
        (("--as-of", "soon"), "--as-of: 'soon' is no date; write the day on which the source was read"),
        (("--source", "x" * 201), "--source: has 201 characters; write at most 200"),
    ):
        refused = load(organizer, table(rows), *options)
        assert refused.exit_code == 2 and problem in refused.stderr, refused.stderr


def test_row_has_its_own_source_where_it_says_one(organizer: Bot) -> None:
    load(organizer, table([ROW, ROW | {"name": "Ben Okafor", "source": ""}]), "--source", "the clerk's list")
    assert [entry.source for entry in entries(organizer)] == ["the city's page", "the clerk's list"]


def test_list_of_all_cities_loads_whole(organizer: Bot) -> None:
    places = [row.split("\t") for row in (ROOT / "data" / "places.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    cities = [(place, name) for place, name, *_ in places if place[:2] not in ("dc", "pr")][:2_000]
    rows = [
        ROW | {"place": place, "name": f"{chr(65 + n)}da Moss", "district": f"Ward {n}" if n else "", "phone": ""}
        for place, _ in cities
        for n in range(10)
    ]
    for first in rows[::10]:
        first |= {"name": "", "phone": "509-555-0100"}
    began = time.process_time()
    result = load(organizer, table(rows))
    assert result.exit_code == 0 and len(entries(organizer)) == len(rows) == 20_000, result.stderr[:1_000]
    assert time.process_time() - began < 60


# --- What supporters reply -----------------------------------------------------------------------------------------------

COUNCIL = [
    ("10 (East Side)", "Ada Moss", "509-555-0110"),
    ("WARD 3", "Ben Okafor", "509-555-0113"),
    ("Ward IV", "Cal Dunn", "509-555-0114"),
    ("La Loma", "Dee Fox", "509-555-0115"),
    ("1D", "Eli Tran", "509-555-0116"),
    ("At-Large Position 6", "Fern Ito", "509-555-0117"),
]
REPLIES = [
    ("10", "Ada Moss"), ("East Side", "Ada Moss"), ("the East Side", "Ada Moss"), ("10 (East Side)", "Ada Moss"),
    ("ward ten", "Ada Moss"), ("the tenth ward", "Ada Moss"), ("Ward 3", "Ben Okafor"), ("third", "Ben Okafor"),
    ("III", "Ben Okafor"), ("iv", "Cal Dunn"), ("4th district", "Cal Dunn"), ("La Loma", "Dee Fox"), ("loma", "Dee Fox"),
    ("1D", "Eli Tran"), ("1-d", "Eli Tran"), ("District 1 D", "Eli Tran"),
    ("distrito 10", "Ada Moss"), ("vivo en el distrito cuarto", "Cal Dunn"),
]  # fmt: skip


def test_districts_are_answered_by_number_and_by_word_and_at_large_members_go_to_all(start: Start) -> None:
    bot = start()
    rows = [ROW | {"district": label, "name": name, "phone": phone} for label, name, phone in COUNCIL]
    result = load(bot, table(rows))
    assert result.exit_code == 0, result.stderr
    bot = start()
    for reply, member in REPLIES:
        phone = bot.phone()
        asked = str(phone.text("SANCTUARY 99201"))
        assert "(3 Ben Okafor, 4 Cal Dunn, 10 Ada Moss, 1D Eli Tran, La Loma Dee Fox)" in asked, asked
        answer = str(phone.text(reply))
        others = {name for _, name, _ in COUNCIL} - {member, "Fern Ito"}
        assert member in answer + str(phone.text("LIST")) and not any(name in answer for name in others), (reply, answer)
        assert "Fern Ito" in str(phone.text("LIST"))
