"""Every level on the shipped tables: state legislators, state offices, lines, what changes with the day, and addresses."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.locale import has_phrase
from bot.officials.directory import ROLES, Directory, Target
from bot.officials.districts import District
from bot.officials.levels import LEVELS
from bot.officials.roles import TITLES, has_titles, title_of, titles_of
from tests.conftest import copy_project

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parent.parent / "data"
US = "ocd-division/country:us"
SIT_AGAIN = date(2027, 1, 3)


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load(DATA)


def look(
    directory: Directory,
    zip: str,
    role: str,
    on: date = TODAY,
    chosen_divisions: Mapping[str, str] | None = None,
    geocoded_divisions: Mapping[str, str] | None = None,
) -> Target:
    return directory.find(
        zip, [role], chosen_divisions=chosen_divisions or {}, geocoded_divisions=geocoded_divisions or {}, today=on
    ).targets[0]


def said(target: Target) -> tuple[str, list[str | None], str, list[str]]:
    """Certainty, names, reason, choices."""
    return (
        target.certainty,
        [official.name for official in target.officials],
        target.reason,
        [choice.labels["en"] for choice in target.choices],
    )


AT_LARGE = ["Anita Bonds", "Christina Henderson", "Phil Mendelson", "Robert White"]  # of Washington's council

# Each checked by hand against the sources: zip, role, certainty, names, reason, choices.
EVERY_LEVEL = [
    ("98402", "state_upper", "zip_unique", ["Yasmin Trudeau"], "", []),
    ("98402", "state_lower", "zip_unique", ["Jake Fey", "Laurie Jinkins"], "", []),
    ("98402", "lieutenant_governor", "zip_unique", ["Denny Heck"], "", []),
    ("98402", "attorney_general", "zip_unique", ["Nick Brown"], "", []),
    ("98402", "secretary_of_state", "zip_unique", ["Steve Hobbs"], "", []),
    ("10001", "us_representative", "zip_unique", ["Jerrold Nadler"], "", []),
    ("10001", "state_upper", "zip_split", [], "", ["Sen. Liz Krueger (district 28)", "Sen. Erik Bottcher (district 47)"]),
    ("10001", "state_lower", "zip_unique", ["Tony Simone"], "", []),
    ("10001", "attorney_general", "zip_unique", ["Letitia James"], "", []),
    ("10001", "secretary_of_state", "zip_unique", [], "no_record", []),
    ("42223", "us_representative", "zip_split", [], "", ["Rep. James Comer (KY-1)", "Rep. Matt Van Epps (TN-7)"]),
    ("42223", "state_upper", "zip_split", [], "", ["Sen. Craig Richardson (district 3)", "district 22 (we know of no member)"]),
    ("42223", "attorney_general", "zip_split", [], "", ["Tennessee", "Kentucky"]),
    ("20500", "us_representative", "state_only", ["Eleanor Holmes Norton"], "", []),
    ("20500", "state_upper", "state_only", AT_LARGE, "no_area", []),
    ("20500", "state_lower", "state_only", [], "no_such_office", []),
    ("20001", "state_upper", "zip_unique", AT_LARGE, "no_lines", []),
    ("20001", "lieutenant_governor", "zip_unique", [], "no_such_office", []),
    ("03102", "us_representative", "zip_unique", ["Chris Pappas"], "", []),
    ("03102", "state_upper", "zip_split", [], "", ["Sen. Keith Murphy (district 16)", "Sen. Pat Long (district 20)"]),
    ("03102", "state_lower", "zip_split", [], "", [
        "Rep. Jessica Grill, Rep. Steve Kesselring (Hillsborough 18)",
        "Rep. Matt Drew, Rep. Suzanne Chretien (Hillsborough 19)",
        "Rep. Nicole Leapley, Rep. Patricia Cornell (Hillsborough 22)",
        "Rep. Henry Giasson, Rep. Joe Alexander and 1 more (Hillsborough 29)",
    ]),
    ("03102", "lieutenant_governor", "zip_unique", [], "no_such_office", []),
    ("03102", "attorney_general", "zip_unique", [None], "", []),
    ("83702", "us_representative", "zip_split", [], "", ["Rep. Russ Fulcher (ID-1)", "Rep. Michael K. Simpson (ID-2)"]),
    ("83702", "state_upper", "zip_split", [], "", [
        "Sen. Ali Rabe (district 16)", "Sen. Melissa Wintrow (district 19)", "Sen. Christy Zito (district 8)"]),
    ("83702", "state_lower", "zip_split", [], "", [
        "Rep. Annie Henderson Haws, Rep. Soñia Galaviz (district 16)",
        "Rep. Chris Mathias, Rep. Monica Church (district 19)",
        "Rep. Faye Thompson, Rep. Rob Beiswenger (district 8)",
    ]),
    ("08540", "us_representative", "zip_split", [], "", [
        "Rep. Herbert C. Conaway, Jr. (NJ-3)", "Rep. Bonnie Watson Coleman (NJ-12)"]),
    ("08540", "state_upper", "zip_split", [], "", [
        "Sen. Linda Greenstein (district 14)", "Sen. Shirley Turner (district 15)", "Sen. Andrew Zwicker (district 16)",
        "Sen. Bob Smith (district 17)"]),
    ("08540", "state_lower", "zip_split", [], "", [
        "Asm. Tennille McCoy, Asm. Wayne DeAngelo (district 14)",
        "Asm. Anthony Verrelli, Asm. Verlina Reynolds-Jackson (district 15)",
        "Asm. Mitchelle Drulis, Asm. Roy Freiman (district 16)",
        "Asm. Joe Danielsen, Asm. Kevin Egan (district 17)",
    ]),
    ("08540", "governor", "zip_unique", ["Mikie Sherrill"], "", []),
    ("08540", "lieutenant_governor", "zip_unique", ["Dale Caldwell"], "", []),
    ("02139", "us_representative", "zip_split", [], "", [
        "Rep. Katherine M. Clark (MA-5)", "Rep. Ayanna Pressley (MA-7)"]),
    ("02139", "state_upper", "zip_unique", ["Sal DiDomenico"], "", []),
    ("02139", "state_lower", "zip_split", [], "", [
        "Rep. Danny Ryan (2nd Suffolk)", "Rep. Mike Moran (18th Suffolk)", "Rep. Marjorie Decker (25th Middlesex)",
        "Rep. Mike Connolly (26th Middlesex)"]),
    ("02139", "lieutenant_governor", "zip_unique", ["Kimberly Driscoll"], "", []),
    ("05401", "us_representative", "zip_unique", ["Becca Balint"], "", []),
    ("05401", "state_upper", "zip_split", [], "", [
        "Sen. Martine Gulick, Sen. Phil Baruth and 1 more (Chittenden Central)",
        "Sen. Ginny Lyons, Sen. Kesha Ram Hinsdale and 1 more (Chittenden Southeast)"]),
    ("05602", "state_upper", "zip_unique", ["Andrew Perchlik", "Ann Cummings", "Anne Watson"], "", []),
    ("96910", "us_representative", "zip_unique", ["James C. Moylan"], "", []),
    ("96910", "state_upper", "unknown", [], "no_record", []),
    ("96910", "state_lower", "zip_unique", [], "no_such_office", []),
    ("00901", "secretary_of_state", "zip_unique", [], "no_record", []),
    ("68508", "state_lower", "zip_unique", [], "no_such_office", []),
    ("68510", "state_upper", "zip_split", [], "", [
        "Sen. Rob Clements (district 2)", "Sen. George Dungan (district 26)", "Sen. Jane Raybould (district 28)",
        "Sen. Eliot Bostar (district 29)"]),
    ("25301", "state_upper", "zip_unique", ["Glenn Jeffries", "Kevan Bartlett"], "", []),
    ("94102", "state_lower", "zip_unique", ["Matt Haney"], "", []),
    ("98401", "state_upper", "unknown", [], "po_box", []),
    ("98401", "attorney_general", "state_only", ["Nick Brown"], "", []),
    ("12345", "state_lower", "unknown", [], "unique", []),
    *((zip, role, "unknown", [], reason, [])
      for zip, reason in (("09001", "military"), ("00000", "unknown_zip")) for role in ROLES),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "role", "certainty", "people", "reason", "choices"), EVERY_LEVEL)
def test_every_level_has_its_people_or_its_choices_or_its_reason(
    directory: Directory, zip: str, role: str, certainty: str, people: list[str | None], reason: str, choices: list[str]
) -> None:
    assert said(look(directory, zip, role)) == (certainty, people, reason, choices)


WARD_2 = f"{US}/district:dc/ward:2"
BASE = f"{US}/state:nh/sldl:hillsborough_18"
IDAHO_16 = f"{US}/state:id/sldl:16"

# zip, role, chosen_divisions, certainty, names, reason
TOLD = [
    pytest.param("83702", "state_lower", {"sldl": IDAHO_16}, ["Annie Henderson Haws", "Soñia Galaviz"], "", id="both seats"),
    pytest.param("83702", "state_upper", {"sldl": IDAHO_16}, ["Ali Rabe"], "", id="the senator of the same number"),
    pytest.param("83702", "state_lower", {"sldu": f"{US}/state:id/sldu:19"}, ["Chris Mathias", "Monica Church"], "",
                 id="the representatives of the senate's district"),
    pytest.param("20657", "state_lower", {"sldu": f"{US}/state:md/sldu:27"}, ["Mark Fisher"], "",
                 id="the delegate of the senate's district, by its third letter"),
    pytest.param("20657", "state_upper", {"sldl": f"{US}/state:md/sldl:29c"}, ["Jack Bailey"], "",
                 id="the senator of a third letter"),
    pytest.param("10001", "state_lower", {"sldu": f"{US}/state:ny/sldu:28"}, ["Tony Simone"], "", id="elsewhere not"),
    pytest.param("03102", "state_lower", {"sldl": BASE},
                 ["Erin Kerwin", "Jessica Grill", "Mark MacKenzie", "Steve Kesselring", "Trinidad Tellez"], "vacant",
                 id="a district's own and its floterial's, which has a vacant seat"),
    pytest.param("03102", "state_lower", {"sldl": f"{US}/state:nh/sldl:hillsborough_40"}, [], "",
                 id="a floterial is where nobody lives alone"),
    pytest.param("42223", "state_upper", {"state": f"{US}/state:ky"}, ["Craig Richardson"], "", id="the Kentucky side"),
    pytest.param("42223", "state_upper", {"state": f"{US}/state:tn"}, [], "since_election", id="the Tennessee side"),
    pytest.param("42223", "state_upper", {"sldu": f"{US}/state:ky/sldu:4"}, [], "", id="a district of elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "role", "chosen_divisions", "people", "reason"), TOLD)
def test_answer_settles_a_state_district(
    directory: Directory, zip: str, role: str, chosen_divisions: dict[str, str], people: list[str], reason: str
) -> None:
    got = look(directory, zip, role, chosen_divisions=chosen_divisions)
    assert ([official.name for official in got.officials], got.reason) == (people, reason)


@pytest.mark.parametrize("state", ["AZ", "ID", "MD", "MN", "ND", "NJ", "SD", "WA"])
def test_one_answer_leaves_all_districts_of_its_number_and_no_other(directory: Directory, state: str) -> None:
    def number(division: str) -> str:
        return division.rpartition(":")[2].rstrip("abc")

    split = 0
    for area in map(directory.areas.area, directory.areas.within([state])):
        if area.states == (state,) and not area.gap and len(area.districts("sldu")) > 1:
            split += 1
            for chosen in area.districts("sldu"):
                wanted = {division for division in area.districts("sldl") if number(division) == number(chosen)}
                found = directory.find(area.zip, ["state_lower"], chosen_divisions={"sldu": chosen}, today=date(2026, 8, 5))
                left = {choice.division for choice in found.targets[0].choices} or {found.divisions["sldl"]}
                assert left == wanted, (area.zip, chosen)
    assert split


def test_two_states_are_asked_before_any_district(directory: Directory) -> None:
    found = directory.find("42223", ["state_lower", "state_upper"], today=TODAY)
    assert found.open and found.open[0] == "state"


@pytest.mark.parametrize(
    ("zip", "states", "reasons"),
    [
        pytest.param("42223", ("tn", "ky"), ("new_maps", "term_ended"), id="a new map in one of them"),
        pytest.param("38852", ("ms", "al"), ("term_ended", "new_maps"), id="in the other"),
    ],
)
def test_two_states_are_asked_also_where_one_has_new_lines(
    directory: Directory, zip: str, states: tuple[str, ...], reasons: tuple[str, ...]
) -> None:
    divisions = [f"{US}/state:{state}" for state in states]
    found = directory.find(zip, ["us_representative"], today=SIT_AGAIN)
    assert found.open and (found.open[0], [choice.division for choice in found.open[1]]) == ("state", divisions)
    targets = [
        look(directory, zip, "us_representative", on=SIT_AGAIN, chosen_divisions={"state": division}) for division in divisions
    ]
    assert tuple(target.reason for target in targets) == reasons


def test_state_without_a_lower_house_is_a_candidate_beside_one_that_has_it(directory: Directory) -> None:
    zip = next(zip for zip in directory.areas if set(directory.areas.area(zip).states) == {"KS", "NE"})
    found = directory.find(zip, ["state_lower"], today=TODAY)
    assert not found.targets[0].officials and found.open and found.open[0] == "state"
    nebraska = look(directory, zip, "state_lower", chosen_divisions={"state": f"{US}/state:ne"})
    assert nebraska.reason == "no_such_office"


TX, MS = f"{US}/state:tx", f"{US}/state:ms"

# zip, role, day, geocoded_divisions, certainty, reason, names
ADDRESSES = [
    pytest.param("83702", "us_representative", TODAY, {"cd": f"{US}/state:id/cd:2"}, "exact_address", "",
                 ["Michael K. Simpson"], id="one of the ZIP's districts"),
    pytest.param("83702", "us_representative", TODAY, {"cd": f"{US}/state:wa/cd:2"}, "zip_split", "", [],
                 id="one of another state"),
    pytest.param("98402", "us_representative", TODAY, {"cd": f"{US}/state:wa/cd:10"}, "zip_unique", "", ["Emily Randall"],
                 id="one the ZIP does not touch"),
    pytest.param("98402", "us_representative", TODAY, {"cd": f"{US}/state:wa/cd:6"}, "exact_address", "", ["Emily Randall"],
                 id="one that the ZIP had settled"),
    pytest.param("83702", "state_upper", TODAY, {"sldl": IDAHO_16}, "exact_address", "", ["Ali Rabe"], id="the other house"),
    pytest.param("98402", "mayor", TODAY, {"place": f"{US}/state:wa/place:ruston"}, "exact_address", "", [None],
                 id="a town of which the ZIP has a sliver"),
    pytest.param("10118", "us_representative", TODAY, {"cd": f"{US}/state:ny/cd:12"}, "exact_address", "", ["Jerrold Nadler"],
                 id="a ZIP without a map"),
    pytest.param("10118", "us_representative", TODAY, {"cd": f"{US}/state:nj/cd:8"}, "unknown", "no_area", [],
                 id="a ZIP without a map, in another state"),
    pytest.param("98401", "us_representative", TODAY, {"cd": f"{US}/state:wa/cd:6"}, "unknown", "po_box", [], id="PO boxes"),
    pytest.param("12345", "state_upper", TODAY, {"sldu": f"{US}/state:ny/sldu:44"}, "unknown", "unique", [],
                 id="one organization"),
    pytest.param("09001", "state_upper", TODAY, {"sldu": f"{US}/state:ny/sldu:44"}, "unknown", "military", [], id="military"),
    pytest.param("20001", "state_upper", TODAY, {"sldu": WARD_2}, "exact_address", "no_record",
                 ["Anita Bonds", "Brooke Pinto", "Christina Henderson", "Phil Mendelson", "Robert White"], id="a ward"),
    pytest.param("78701", "us_representative", date(2027, 1, 2), {}, "zip_unique", "", ["Lloyd Doggett"], id="the last day"),
    pytest.param("78701", "us_representative", SIT_AGAIN, {}, "unknown", "new_maps", [], id="the day of the new map"),
    pytest.param("78701", "us_representative", date(2027, 1, 4), {}, "unknown", "new_maps", [], id="the day after"),
    pytest.param("78701", "us_representative", SIT_AGAIN, {"cd": f"{TX}/cd:10"}, "exact_address", "term_ended", [None],
                 id="an address still settles it"),
    pytest.param("78701", "us_representative", SIT_AGAIN, {"cd": f"{US}/state:ok/cd:5"}, "unknown", "new_maps", [],
                 id="an address in another state does not"),
    pytest.param("64111", "us_representative", date(2027, 1, 2), {}, "zip_unique", "", ["Emanuel Cleaver"], id="undisputed"),
    pytest.param("64111", "us_representative", SIT_AGAIN, {}, "unknown", "disputed", [], id="disputed lines"),
    pytest.param("64111", "us_representative", SIT_AGAIN, {"cd": f"{US}/state:mo/cd:5"}, "unknown", "disputed", [],
                 id="an address settles none of those"),
    pytest.param("36104", "state_upper", TODAY, {"sldu": f"{US}/state:al/sldu:26"}, "unknown", "disputed", [],
                 id="disputed lines of two districts"),
    pytest.param("38632", "state_upper", TODAY, {}, "unknown", "new_maps", [], id="lines a court has ordered"),
    pytest.param("38632", "state_upper", TODAY, {"sldu": f"{MS}/sldu:1"}, "unknown", "new_maps", [],
                 id="lines that the Census does not have either"),
    pytest.param("38632", "state_upper", TODAY, {"sldu": f"{MS}/sldu:3"}, "exact_address", "", ["Kathy Chism"],
                 id="their neighbour kept its lines"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "role", "day", "geocoded_divisions", "certainty", "reason", "people"), ADDRESSES)
def test_address_settles_what_it_can(
    directory: Directory,
    zip: str,
    role: str,
    day: date,
    geocoded_divisions: dict[str, str],
    certainty: str,
    reason: str,
    people: list[str],
) -> None:
    got = look(directory, zip, role, on=day, geocoded_divisions=geocoded_divisions)
    assert (got.certainty, got.reason, [official.name for official in got.officials]) == (certainty, reason, people)


NEW_MAPS = {"AL", "CA", "FL", "LA", "NC", "OH", "TN", "TX", "UT"}


def test_with_the_new_congress_zips_of_nine_states_settle_no_house_seat(directory: Directory) -> None:
    before, after = set(), set()
    for zip in directory.areas:
        area = directory.areas.area(zip)
        if len(area.states) == 1 and not area.gap:
            for day, changed in ((date(2027, 1, 2), before), (SIT_AGAIN, after)):
                if look(directory, zip, "us_representative", on=day).reason == "new_maps":
                    changed.add(area.states[0])
    assert (before, after) == (set(), NEW_MAPS)


# zip, role, the last day of those on record, the first day that nobody is offered
SEATED = [
    pytest.param("32301", "state_upper", date(2026, 11, 2), date(2026, 11, 3), id="Florida, upon election"),
    pytest.param("37203", "state_upper", date(2026, 11, 2), date(2026, 11, 3), id="Tennessee, the day of the election"),
    pytest.param("46204", "state_upper", date(2026, 11, 3), date(2026, 11, 4), id="Indiana, the day after"),
    pytest.param("73102", "state_upper", date(2026, 11, 17), date(2026, 11, 18), id="Oklahoma, after fifteen days"),
    pytest.param("06026", "state_lower", date(2027, 1, 5), date(2027, 1, 6), id="Connecticut, in January"),
    pytest.param("94102", "state_lower", date(2026, 12, 6), date(2026, 12, 7), id="California, first Monday of December"),
    pytest.param("98402", "state_lower", date(2027, 1, 10), date(2027, 1, 11), id="Washington, second Monday of January"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "role", "last", "first"), SEATED)
def test_legislators_are_offered_until_the_newly_elected_sit(
    directory: Directory, zip: str, role: str, last: date, first: date
) -> None:
    before, after = look(directory, zip, role, on=last), look(directory, zip, role, on=first)
    assert (before.officials or before.choices) and not before.reason
    assert (after.officials, after.choices, after.reason, after.seat) == ((), (), "since_election", "unknown")


# zip, role, day, who is there to call: what the office is called, and its number
UNNAMED = [
    pytest.param("98402", "us_representative", SIT_AGAIN, "the office of the representative for Washington 6", "+12022243121",
                 id="a House seat"),
    pytest.param("82001", "us_representative", SIT_AGAIN, "the office of the representative for Wyoming", "+12022243121",
                 id="a House seat of a whole state"),
    pytest.param("32301", "us_senator", TODAY, "the office of the other senator for Florida", "+12022243121",
                 id="one of two senators"),
    pytest.param("57501", "state_upper", date(2027, 2, 15), "the office of the state senator for district 24", "+16057733821",
                 id="a chamber with a line of its own"),
    pytest.param("05602", "state_upper", date(2027, 2, 15), "the office of the state senator for Washington", "+18028282228",
                 id="a district of three with a name"),
    pytest.param("98402", "state_upper", date(2027, 2, 15), "", "", id="a chamber without one"),
    pytest.param("94541", "us_representative", TODAY, "", "", id="a vacant seat"),
    pytest.param("98402", "us_representative", TODAY, "", "", id="whoever is known"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "role", "day", "called", "number"), UNNAMED)
def test_office_whose_holder_is_not_known_keeps_a_line(
    directory: Directory, zip: str, role: str, day: date, called: str, number: str
) -> None:
    unnamed = [official for official in look(directory, zip, role, on=day).officials if official.name is None]
    assert [(official.office["en"], official.lines[-1].id, official.seat == "held") for official in unnamed] == (
        [(called, number, False)] if called else []
    )
    assert [directory.official(official.id, day) for official in unnamed if role != "us_senator"] == [
        official for official in unnamed if role != "us_senator"
    ]


def test_districts_of_which_nobody_is_known_are_asked_for_where_a_line_reaches_them(directory: Directory) -> None:
    asked = look(directory, "04330", "state_lower", on=date(2026, 12, 1))
    assert {choice.labels["en"] for choice in asked.choices} >= {"district 53 (we know of no member)"} and not asked.officials


def test_virginia_which_elects_in_2027_needs_records_that_are_young_enough(directory: Directory, tmp_path: Path) -> None:
    stale = look(directory, "22301", "state_upper", on=date(2027, 8, 6))
    assert (stale.officials, stale.reason, stale.seat) == ((), "stale", "unknown")
    shutil.copytree(DATA, tmp_path / "data")
    for file in ("officials.tsv", "sources.tsv"):
        table = tmp_path / "data" / file
        table.write_text(table.read_text().replace("2026-08-05", "2027-08-05"))
    later = Directory.load(tmp_path / "data")
    before, after = (look(later, "22301", "state_upper", on=day) for day in (date(2028, 1, 11), date(2028, 1, 12)))
    assert before.officials and not before.reason
    assert (after.officials, after.choices, after.reason, after.seat) == ((), (), "since_election", "unknown")


def test_where_nobody_was_up_those_on_record_stay(directory: Directory) -> None:
    senate, house = (look(directory, "29201", role) for role in ("state_upper", "state_lower"))
    assert (senate.officials or senate.choices) and house.reason == "since_election"


def test_legislator_whose_chamber_was_seated_anew_cannot_be_called(directory: Directory) -> None:
    (senator,) = look(directory, "73102", "state_upper", on=date(2026, 11, 17)).officials
    now = directory.official(senator.id, TODAY)
    assert now and (now.name, now.lines, now.seat) == (None, (), "unknown")


@pytest.mark.parametrize(
    ("zip", "role", "day", "reason", "seat"),
    [
        pytest.param("94541", "us_representative", TODAY, "vacant", "vacant", id="a House seat"),
        pytest.param(
            "94541", "us_representative", date(2027, 1, 2), "no_record", "unknown", id="a House seat that may be filled"
        ),
        pytest.param("61101", "us_senator", TODAY, "", "held", id="a seat that is held"),
        pytest.param("45202", "us_senator", TODAY, "term_ended", "term_ended", id="a term that is over"),
        pytest.param("75482", "us_representative", TODAY, "", "held", id="a member in office"),
    ],
)
def test_state_of_the_seat_is_said(directory: Directory, zip: str, role: str, day: date, reason: str, seat: str) -> None:
    got = look(directory, zip, role, on=day)
    assert (got.reason, got.seat) == (reason, seat)


def test_vacant_state_seat_is_said_to_be_vacant_until_it_may_be_filled(directory: Directory) -> None:
    zip = next(z for z in directory.areas if directory.areas.area(z).districts("sldu") == (f"{US}/state:il/sldu:59",))
    assert [look(directory, zip, "state_upper", on=day).reason for day in (TODAY, date(2026, 12, 6), date(2027, 1, 13))] == [
        "vacant",
        "no_record",
        "since_election",
    ]


def test_house_seat_without_a_record_is_not_vacant_in_the_next_congress(directory: Directory) -> None:
    zip = next(z for z in directory.areas if directory.areas.area(z).districts("cd") == (f"{US}/state:ga/cd:13",))
    reasons = [look(directory, zip, "us_representative", on=day).reason for day in (TODAY, date(2027, 1, 2), SIT_AGAIN)]
    assert reasons == ["no_record", "no_record", "since_election"]


def test_each_target_says_which_lines_and_as_of_when(directory: Directory) -> None:
    found = directory.find("98402", tuple(ROLES), today=TODAY)
    said = {target.role: (target.vintage, target.as_of) for target in found.targets}
    assert said["us_representative"] == ("119th Congress", date(2026, 6, 15))
    assert said["state_upper"] == said["state_lower"] == ("2024 state legislative", date(2026, 8, 5))
    assert said["governor"] == ("", date(2026, 8, 5)) and said["mayor"][0] == "places of 2020"


def test_members_of_congress_have_every_office_with_its_place(directory: Directory) -> None:
    (member,) = look(directory, "98402", "us_representative").officials
    washington, bremerton = member.lines
    assert (washington.kind, washington.label, washington.city) == ("capitol", "Washington office", "Washington")
    assert (bremerton.kind, bremerton.label, bremerton.phone) == ("district", "Bremerton office", "+13603739725")
    assert (bremerton.zip, bremerton.latitude, bremerton.longitude) == ("98337", 47.5671, -122.6284)


@pytest.mark.parametrize(
    ("zip", "chosen_divisions", "shared"),
    [
        pytest.param("05602", {}, [True, True, True], id="Vermont's senate"),
        pytest.param("98402", {}, [False], id="a number of one's own"),
    ],
)
def test_switchboard_is_marked(directory: Directory, zip: str, chosen_divisions: dict[str, str], shared: list[bool]) -> None:
    got = look(directory, zip, "state_upper", chosen_divisions=chosen_divisions)
    assert [official.lines[0].switchboard for official in got.officials] == shared


def test_nobody_has_the_same_number_twice_and_all_come_with_a_label(directory: Directory) -> None:
    for record in directory.records:
        phones = [line.phone for line in record.lines]
        assert len(phones) == len(set(phones)) and all(line.label for line in record.lines)


@pytest.mark.parametrize(
    ("role", "state", "title"),
    [
        ("state_lower", "ca", "Assemblymember"),
        ("state_lower", "ny", "Assemblymember"),
        ("state_lower", "wi", "Representative"),
        ("state_lower", "va", "Delegate"),
        ("state_lower", "wa", "Representative"),
        ("state_upper", "ne", "Senator"),
        ("secretary_of_state", "pa", "Secretary of the Commonwealth"),
        ("us_representative", "wa", "Representative"),
    ],
)
def test_titles_are_those_of_the_state(role: str, state: str, title: str) -> None:
    assert title_of(role, f"{US}/state:{state}/sldl:1") == title


@pytest.mark.parametrize(
    ("role", "title", "said"),
    [
        ("us_senator", "Senator", {"en": "U.S. Senator", "es": "senadora federal"}),
        ("us_representative", "Representative", {"en": "U.S. Representative", "es": "representante federal"}),
        ("us_representative", "Delegate", {"en": "Delegate", "es": "delegada"}),
        ("state_upper", "Senator", {"en": "State Senator", "es": "senadora estatal"}),
        ("state_upper", "Councilmember", {"en": "Councilmember", "es": "concejala"}),
        ("state_lower", "Representative", {"en": "State Representative", "es": "representante estatal"}),
        ("state_lower", "Assemblymember", {"en": "Assemblymember", "es": "asambleísta"}),
    ],
)
def test_title_as_it_is_said_tells_whose_house_it_is(role: str, title: str, said: Mapping[str, str]) -> None:
    assert titles_of(title, "f", role) == said


# file -> what stands there, and the row that comes before it: all that a level, its role and their words need.
ROWS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "bot/officials/levels.py": (
        (
            "    )\n}\n\nDISTRICTS",
            """        LevelRow(
            name="water",
            told_by_zip="nothing",
            narrowed_by=(STATE, "water"),
            example="water=wa/tacoma",
            kinds=("water",),
            census_layer="Water Districts",
        ),
""",
        ),
    ),
    "bot/officials/roles.py": (
        (
            "    )\n}\n\nLEGISLATORS",
            """        Role(
            name="water_director",
            level="water",
            title="Water Director",
            seats=0,
            office_stays=False,
            line="office",
            label="Water office",
            listed=True,
        ),
""",
        ),
    ),
    "bot/locale/en.yaml": (
        ("answering:\n", "  water: '{name} water district'\n"),
        ("# What people call an office", "  Water Director: {f: Water Director, m: Water Director, unknown: Water Director}\n"),
    ),
    "bot/locale/es.yaml": (
        ("answering:\n", "  water: distrito de agua {name}\n"),
        ("# Cómo se llama un cargo", "  Water Director: {f: directora, m: director, unknown: dirección}\n"),
    ),
    "bot/locale/console/en/officials.yaml": (("level_county:", "level_water: water district\n"),),
    "bot/locale/console/es/officials.yaml": (("level_county:", "level_water: distrito de agua\n"),),
}


def test_level_is_added_by_a_row_of_the_tables(tmp_path: Path) -> None:
    copy_project(tmp_path)
    for file, rows in ROWS.items():
        written = (tmp_path / file).read_text(encoding="utf-8")
        for place, row in rows:
            assert written.count(place) == 1, f"{file}: {place}"
            written = written.replace(place, row + place)
        (tmp_path / file).write_text(written, encoding="utf-8")
    tests = ("tests/added_level.py", "tests/console/test_words.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert told.returncode == 0, told.stdout[-8000:] + told.stderr[-4000:]


@pytest.mark.parametrize("level", [row.name for row in LEVELS.values() if row.told_by_zip in ("lists", "nothing")])
def test_levels_without_a_table_are_called_by_the_catalogues(level: str) -> None:
    assert has_phrase(f"district.{level}"), f"add district.{level} with {{name}} to each catalogue"


def test_titles_on_record_are_in_every_catalogue(directory: Directory) -> None:
    titles = {record.title for record in directory.records} | {role.title for role in ROLES.values()} | set(TITLES.values())
    assert {title for title in titles if not has_titles(title)} == set()


def test_every_district_of_a_zip_elects_somebody_or_is_vacant(directory: Directory) -> None:
    for level, role in (("sldu", "state_upper"), ("sldl", "state_lower")):
        held = {record.division for record in directory.records if record.role == role}
        districts: list[District] = [d for d in directory.districts.all.values() if d.level == level and d.code]
        empty = [d.code for d in districts if d.division not in held and (role, d.division) not in directory.vacancies]
        assert empty == ([] if level == "sldu" else ["MN-21A"])
