"""Councils that ship with the tables: whom a ZIP code gives, which question it asks, and what corrections and lists change."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.broadcasts.place_words import read_official
from bot.conversation.campaign_preview import preview_campaign
from bot.officials.directory import Directory
from bot.officials.finding import Finding
from bot.officials.local.local_lists import list_path
from bot.officials.residency import Residency, level_of, represented_group
from bot.officials.tables import DataError
from bot.telephony import count_segments
from tests.carrier import running
from tests.conftest import ROOT, Bot, Start
from tests.test_bad_files import council as list_of_one
from tests.test_officials_rules import tables

TODAY = date(2026, 11, 23)
DATA = ROOT / "data"
TACOMA = "ocd-division/country:us/state:wa/place:tacoma"
RUMBAUGH = "city/wa/tacoma/council/2/sarah_rumbaugh"


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load(DATA)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One bot on the shipped tables: to start one takes longer than to talk to it."""
    with running("sqlite", tmp_path_factory.mktemp("bot"), data_dir=DATA) as bot:
        yield bot


def find(directory: Directory, zip: str, ward: str = "", today: date = TODAY) -> Finding:
    """The council of a ZIP code of one city, once its ward is told."""
    found = directory.find(zip, ["council"], today=today)
    chosen = {} if not ward else {"ward": next(c.division for c in found.targets[0].choices if c.key == ward)}
    return directory.find(zip, ["council"], chosen_divisions=chosen, today=today)


def offered(found: Finding) -> list[tuple[str | None, str]]:
    """Names and main lines."""
    return [(o.name, o.lines[0].phone if o.lines else "") for o in found.targets[0].officials]


BOSTON = ("Sharon Durkan", "Erin J. Murphy", "Henry Santana", "Julia M. Mejia", "Ruthzee Louijeune")
# zip, how many wards, a ward, who is asked about in it, and who is given once it is told
CITIES = [
    pytest.param("98402", 5, "2", "Sarah Rumbaugh", [("Sarah Rumbaugh", "+12535915100"), ("Kristina Walker", "+12535915100"),
                 ("Latasha Palmer", "+12535915100"), ("Olgy Diaz", "+12535915100")], id="Tacoma"),
    pytest.param("98101", 7, "7", "Bob Kettle", [("Bob Kettle", "+12066848807"), ("Alexis Mercedes Rinck", "+12066848808"),
                 ("Dionne Foster", "+12066848809")], id="Seattle"),
    pytest.param("98101", 7, "5", "", [(None, "+12066848805"), ("Alexis Mercedes Rinck", "+12066848808"),
                 ("Dionne Foster", "+12066848809")], id="a district whose member is not known has its line"),
    pytest.param("55401", 13, "3", "Michael Rainville", [("Michael Rainville", "+16126732203")], id="Minneapolis"),
    pytest.param("77002", 11, "C", "Abbie Kamin", [("Abbie Kamin", "+18323933004"), ("Alejandra Salinas", "+18323933012"),
                 ("Julian Ramirez", "+18323933014"), ("Sallie Alcorn", "+18323933017"), ("Twila Carter", "+18323933005"),
                 ("Willie Davis", "+18323933013")], id="Houston"),
    pytest.param("78205", 10, "1", "Sukh Kaur", [("Sukh Kaur", "+12102077107")], id="San Antonio"),
    pytest.param("94607", 7, "3", "Carroll Fife", [("Carroll Fife", "+15102387003"), ("Rowena Brown", "+15102387008")],
                 id="Oakland"),
    pytest.param("80202", 11, "9", "Darrell Watson", [("Darrell Watson", "+17203377709"), ("Sarah Parady", "+17203377713"),
                 ("Serena Gonzales-Gutierrez", "+17203377712")], id="Denver"),
    pytest.param("48226", 7, "6", "Gabriela Santiago-Romero", [("Gabriela Santiago-Romero", "+13132243443"),
                 ("Coleman A. Young II", "+13132243443"), ("Mary Waters", "+13132243443")], id="Detroit"),
    pytest.param("07102", 5, "CENTRAL", "", [(None, "+19737335874")], id="Newark, whose council was elected after its file"),
    pytest.param("02108", 9, "8", "Sharon Durkan", [(name, "+16176354500") for name in BOSTON], id="Boston, by city hall"),
    pytest.param("10001", 51, "3", "Carl Wilson", [("Carl Wilson", "+12127887585")], id="New York, by city hall"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "wards", "ward", "member", "people"), CITIES)
def test_city_asks_for_the_ward_and_gives_its_members(
    directory: Directory, zip: str, wards: int, ward: str, member: str, people: list[tuple[str | None, str]]
) -> None:
    asked = find(directory, zip).open
    assert asked is not None and asked[0] == "ward" and len(asked[1]) == wards
    (label,) = [choice.labels["en"] for choice in asked[1] if choice.key.upper() == ward]
    assert member in label and ("(" in label) is bool(member)
    told = next(choice.key for choice in asked[1] if choice.key.upper() == ward)
    assert offered(find(directory, zip, told)) == people


def test_line_of_the_city_and_members_at_large_are_given_while_the_ward_is_open(directory: Directory) -> None:
    assert offered(find(directory, "98402")) == [
        ("Kristina Walker", "+12535915100"),
        ("Latasha Palmer", "+12535915100"),
        ("Olgy Diaz", "+12535915100"),
        (None, "+12535915100"),
    ]


def test_member_is_asked_for_at_a_shared_number_and_an_office_is_not(directory: Directory) -> None:
    found = find(directory, "98402").targets[0].officials
    assert [(official.name is None, official.lines[0].switchboard) for official in found] == [(False, True)] * 3 + [
        (True, False)
    ]


def test_member_is_found_by_the_id(directory: Directory) -> None:
    official = directory.official(RUMBAUGH, TODAY)
    assert official is not None and (official.name, official.ward, official.lines[0].zip) == ("Sarah Rumbaugh", "2", "98409")
    assert directory.official("city/wa/tacoma/council/2/nobody", TODAY) is None
    assert directory.official("city/zz/tacoma/council/2/nobody", TODAY) is None


def test_member_is_not_named_when_the_term_is_over(directory: Directory) -> None:
    found = find(directory, "98402", "1", today=date(2028, 1, 1))
    assert found.targets[0].reason == "term_ended" and "John Hines" not in [name for name, _ in offered(found)]


def test_alert_may_be_for_those_whom_a_member_represents(directory: Directory) -> None:
    assert read_official("Sarah Rumbaugh", directory) == RUMBAUGH
    group = represented_group(directory, "council", TACOMA, "2")
    assert group.divisions == {f"{TACOMA}/council_district:2"}
    assert level_of(directory, f"{TACOMA}/council_district:2") == "ward"
    residency = Residency(directory, TODAY)
    assert residency.lives(group, "98402", {"ward": f"{TACOMA}/council_district:2"}, {}) is True
    assert residency.lives(group, "98402", {"ward": f"{TACOMA}/council_district:3"}, {}) is False
    assert residency.lives(group, "98402", {}, {}) is None


def local(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        path = list_path(folder, name) if name != "corrections" else folder / "corrections.yaml"
        path.write_text(content)
    return folder


def test_list_of_an_organizer_counts_alone_for_its_office(tmp_path: Path) -> None:
    directory = Directory.load(DATA, local=local(tmp_path, tacoma=list_of_one()))
    assert [name for name, _ in offered(directory.find("98402", ["council"], today=TODAY))] == ["Ada Moss"]
    assert directory.official(RUMBAUGH, TODAY) is None
    assert not any(record.id == RUMBAUGH for record in directory.all_records())
    assert find(directory, "98101").open is not None  # of another city nothing has changed


REASONS = "who: Ana\n  when: 2026-11-22\n  why: it is so\n  source: the city"


@pytest.mark.parametrize(
    ("ids", "changes", "expected"),
    [
        (RUMBAUGH, "phone: 253-591-5172", ("Sarah Rumbaugh", "+12535915172")),
        (RUMBAUGH, "name: Bea Cole", ("Bea Cole", "+12535915100")),
        (RUMBAUGH, "term_end: 2026-11-22", ("Kristina Walker", "+12535915100")),
        (RUMBAUGH, "drop: true", ("Kristina Walker", "+12535915100")),
        pytest.param(f"council:{TACOMA}", "phone: 253-591-5199", ("Sarah Rumbaugh", "+12535915199"), id="all of a council"),
    ],
)
def test_correction_reaches_a_member(tmp_path: Path, ids: str, changes: str, expected: tuple[str, str]) -> None:
    entry = f"- ids: ['{ids}']\n  set: {{{changes}}}\n  {REASONS}\n"
    directory = Directory.load(DATA, local=local(tmp_path, corrections=entry))
    assert offered(find(directory, "98402", "2"))[0] == expected


ROWS = (
    "place\trole\tward\tname\tphone\tterm_end\tzip\tsource\tas_of\n"
    "wa/tacoma\tcouncil\t\tAda Moss\t+12535915101\t2029-12-31\t98402\tcivicpatch\t2026-03-18\n"
)
ADA = "city/wa/tacoma/council/at_large/ada_moss"


def with_council(folder: Path, rows: str = ROWS, overrides: str = "") -> Path:
    tables(folder, overrides=overrides)
    (folder / "councils.tsv").write_text(rows)
    return folder


@pytest.mark.parametrize("id", [ADA, f"council:{TACOMA}"])
def test_shipped_correction_of_a_member_is_no_error(tmp_path: Path, id: str) -> None:
    entry = f"- ids: ['{id}']\n  set: {{phone: 253-591-5109}}\n  {REASONS}\n"
    directory = Directory.load(with_council(tmp_path, overrides=entry))
    assert offered(directory.find("98402", ["council"], today=TODAY)) == [("Ada Moss", "+12535915109")]


def test_shipped_correction_of_who_has_left_is_one(tmp_path: Path) -> None:
    entry = f"- ids: ['{ADA}_gone']\n  set: {{drop: true}}\n  {REASONS}\n"
    with pytest.raises(DataError, match="no official has the id"):
        Directory.load(with_council(tmp_path, overrides=entry))


def test_place_with_a_council_and_no_mayor_is_worth_a_question(tmp_path: Path) -> None:
    folder = tables(tmp_path, zip=("98402", "WA", "WA-6", "", "", "wa/tacoma:500;wa/ruston:500", "0"))
    (folder / "councils.tsv").write_text(ROWS.replace("wa/tacoma", "wa/ruston"))
    asked = Directory.load(folder).find("98402", ["council"], today=TODAY).open
    assert asked is not None and [choice.labels["en"] for choice in asked[1]] == ["Ruston", "Somewhere outside these"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (ROWS + "wa/tacoma\tcouncil\n", "councils.tsv: line 3: is no row of it; build it anew"),
        (ROWS.replace("wa/", "zz/"), "councils.tsv: line 2: is no row of it"),
        (ROWS.replace("ward\t", ""), "line 1: the columns are not place role ward"),
    ],
)
def test_table_of_councils_that_is_none_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        Directory.load(with_council(tmp_path, rows))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [("+12535915101", "911", "'911' is no number we may call"), ("2029-12-31", "soon", "'soon' is not a date")],
)
def test_row_of_no_use_names_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    directory = Directory.load(with_council(tmp_path, ROWS.replace(old, new)))
    with pytest.raises(DataError, match=f"councils.tsv: wa/tacoma: {message}"):
        directory.find("98402", ["council"], today=TODAY)


def test_no_row_of_the_shipped_table_is_of_no_use(directory: Directory) -> None:
    members = [record for record in directory.all_records("council")]
    assert len(members) == 6_691 and len({record.id for record in members}) == len(members)


def test_first_answer_of_a_city_takes_no_time(directory: Directory) -> None:
    began = time.process_time()
    for zip in ("78701", "75201", "76102", "79901", "37203"):
        directory.find(zip, ["council"], today=TODAY)
    assert time.process_time() - began < 1


def test_supporter_is_asked_for_the_ward_and_told_its_member(start: Start) -> None:
    phone = start(data_dir=DATA).phone()
    assert "which council district or ward of Tacoma do you live in" in phone.text("SANCTUARY 98402").text
    assert "Council Member Sarah Rumbaugh 253-591-5100" in phone.text("2").text


# zip, and whom the question names
ASKED = [
    pytest.param("98101", ["1 Rob Saka", "4 Maritza Rivera, 5, 6 Dan Strauss"], id="Seattle"),
    pytest.param("55401", ["1 Elliott Payne", "13 Linea Palmisano"], id="Minneapolis"),
    pytest.param("77002", ["A Amy Peck", "K Martha Castex-Tatum"], id="Houston"),
    pytest.param("78205", ["1 Sukh Kaur", "10 Marc Whyte"], id="San Antonio"),
    pytest.param("94607", ["1 Zac Unger", "7 Ken Houston"], id="Oakland"),
    pytest.param("80202", ["2 Kevin Flynn, 3, 4 Diana Romero Campbell"], id="Denver"),
    pytest.param("48226", ["1 James Tate", "7 Denzel Anton McCampbell"], id="Detroit"),
    pytest.param("02108", ["1 Gabriela Coletta Zapata", "9 Liz Breadon"], id="Boston"),
    pytest.param("07102", ["(Central, East, North, South, West)"], id="Newark, whose members are not known"),
    pytest.param("10001", ["(1-51)"], id="New York, whose members do not fit"),
]


@pytest.mark.parametrize(("zip", "named"), ASKED)
def test_question_for_the_ward_names_the_members_where_they_fit(bot: Bot, zip: str, named: list[str]) -> None:
    asked = bot.phone().text(f"SANCTUARY {zip}").said[-1]
    assert [who for who in named if who not in asked] == []
    assert count_segments(asked).count <= 3


def test_preview_of_a_campaign_names_whom_people_are_asked_to_choose_from(directory: Directory, start: Start) -> None:
    sanctuary = start().parts.campaigns.get("sanctuary")
    assert sanctuary is not None
    shown = preview_campaign(directory, "https://bot.example.org", sanctuary, "98402", "en", TODAY)
    council = shown.targets[-1]
    assert council.choices[:2] == ("district 1 (John Hines)", "district 2 (Sarah Rumbaugh)")
    assert not council.note
    assert [each.choices for each in shown.targets[:-1]] == [()] * (len(shown.targets) - 1)
