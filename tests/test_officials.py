"""Who represents a ZIP, on the shipped tables: right people, right certainty, right questions. Not how the tables are built."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.locale import LANGUAGES
from bot.officials.directory import OUTSIDE, ROLES, Directory, DivisionChoice, Finding, Target
from bot.officials.divisions import STATES, cd_code, cd_division, place_division, state_of
from bot.officials.levels import LEVELS
from bot.officials.reasons import REASONS, why_missing
from bot.officials.tables import table_rows

TODAY = date(2026, 11, 22)
DATA = Path(__file__).parent.parent / "data"
US = "ocd-division/country:us"


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory.load(DATA)


LOCAL = ("governor", "mayor", "us_senator", "us_representative", "council")  # state levels: test_officials_levels.py


def find(
    directory: Directory, zip: str, *roles: str, chosen_divisions: Mapping[str, str] | None = None, on: date = TODAY
) -> Finding:
    return directory.find(zip, roles or LOCAL, chosen_divisions=chosen_divisions or {}, today=on)


def target(found: Finding, role: str) -> Target:
    return next(target for target in found.targets if target.role == role)


def names(directory: Directory, zip: str, role: str, **chosen_divisions: str) -> list[str | None]:
    return [official.name for official in target(find(directory, zip, chosen_divisions=chosen_divisions), role).officials]


def labels(choices: tuple[DivisionChoice, ...]) -> list[str]:
    return [choice.labels["en"] for choice in choices]


# zip, role, certainty, names (None: the office without a name), reason
SETTLED = [
    pytest.param("98402", "governor", "zip_unique", ["Bob Ferguson"], "", id="Tacoma has a governor"),
    pytest.param("98402", "mayor", "zip_unique", ["Anders Ibsen"], "", id="a sliver of Ruston leaves Tacoma alone"),
    pytest.param("98402", "council", "zip_split", ["Kristina Walker", "Latasha Palmer", "Olgy Diaz", None], "",
                 id="Tacoma's council at large, and its line"),
    pytest.param("60614", "council", "zip_unique", [], "no_list", id="no council of Chicago is shipped"),
    pytest.param("98402", "us_senator", "zip_unique", ["Maria Cantwell", "Patty Murray"], "", id="two senators"),
    pytest.param("98402", "us_representative", "zip_unique", ["Emily Randall"], "", id="one district"),
    pytest.param("10001", "governor", "zip_unique", ["Kathy Hochul"], "", id="New York's governor"),
    pytest.param("10001", "mayor", "zip_unique", ["Zohran K. Mamdani"], "", id="New York's mayor"),
    pytest.param("11201", "mayor", "zip_unique", ["Zohran K. Mamdani"], "", id="Brooklyn is New York"),
    pytest.param("60614", "governor", "zip_unique", ["J. B. Pritzker"], "", id="Illinois' governor"),
    pytest.param("60614", "mayor", "zip_unique", ["Brandon Johnson"], "", id="Chicago's mayor"),
    pytest.param("94110", "governor", "zip_unique", ["Gavin Newsom"], "", id="California's record is stale: looked up"),
    pytest.param("94110", "mayor", "zip_unique", ["Daniel Lurie"], "", id="the later of two mayors on record"),
    pytest.param("20500", "governor", "state_only", [], "no_such_office", id="Washington has no governor"),
    pytest.param("20500", "us_senator", "state_only", [], "no_such_office", id="Washington has no senators"),
    pytest.param("20500", "mayor", "state_only", ["Muriel Bowser"], "", id="Washington's mayor by the district alone"),
    pytest.param("20500", "us_representative", "state_only", ["Eleanor Holmes Norton"], "", id="Washington's delegate"),
    pytest.param("00901", "governor", "zip_unique", ["Jenniffer González-Colón"], "", id="Puerto Rico's is looked up"),
    pytest.param("00901", "us_senator", "zip_unique", [], "no_such_office", id="Puerto Rico has no senators"),
    pytest.param("00901", "mayor", "zip_split", [], "no_record", id="no mayor of San Juan on record"),
    pytest.param("99501", "governor", "zip_unique", ["Mike Dunleavy"], "", id="Alaska's governor"),
    pytest.param("99501", "mayor", "zip_unique", ["Suzanne LaFrance"], "", id="the municipality of Anchorage"),
    pytest.param("99501", "us_representative", "zip_unique", ["Nicholas J. Begich III"], "", id="a seat at large"),
    pytest.param("96910", "governor", "zip_unique", ["Lou Leon Guerrero"], "", id="Guam's governor, by hand"),
    pytest.param("96910", "us_representative", "zip_unique", ["James C. Moylan"], "", id="Guam's delegate"),
    pytest.param("96799", "us_representative", "state_only", ["Aumua Amata Coleman Radewagen"], "", id="PO boxes at large"),
    pytest.param("09001", "governor", "unknown", [], "military", id="a military post has no state"),
    pytest.param("09001", "us_representative", "unknown", [], "military", id="a military post has no district"),
    pytest.param("98401", "governor", "state_only", ["Bob Ferguson"], "", id="PO boxes have a state"),
    pytest.param("98401", "mayor", "unknown", [], "po_box", id="PO boxes have no city"),
    pytest.param("98401", "us_representative", "unknown", [], "po_box", id="PO boxes have no district"),
    pytest.param("12345", "us_representative", "unknown", [], "unique", id="one organization has no district"),
    pytest.param("10118", "governor", "state_only", ["Kathy Hochul"], "", id="a skyscraper that no map has: state"),
    pytest.param("10118", "us_representative", "unknown", [], "no_area", id="a skyscraper that no map has: district"),
    pytest.param("96940", "governor", "unknown", [], "abroad", id="Palau is a country of its own"),
    pytest.param("00000", "governor", "unknown", [], "unknown_zip", id="a made-up ZIP"),
    pytest.param("45202", "us_senator", "zip_unique", ["Bernie Moreno", None], "term_ended", id="Ohio's other seat has ended"),
    pytest.param("33101", "us_senator", "state_only", ["Rick Scott", None], "term_ended", id="Florida's other seat has ended"),
    pytest.param("94541", "us_representative", "zip_unique", [], "vacant", id="the vacant seat of CA-14"),
    pytest.param("37203", "mayor", "zip_unique", ["Freddie O'Connell"], "", id="Nashville is a county"),
    pytest.param("40202", "mayor", "zip_unique", ["Craig Greenberg"], "", id="Louisville is a county"),
    pytest.param("46204", "mayor", "zip_unique", ["Joe Hogsett"], "", id="Indianapolis is a county"),
    pytest.param("70801", "mayor", "zip_unique", ["Sid Edwards"], "", id="Baton Rouge is a parish"),
    pytest.param("96813", "mayor", "zip_unique", ["Rick Blangiardi"], "", id="Honolulu is a county"),
    pytest.param("55101", "mayor", "zip_unique", ["Kaohly Her"], "", id="St. Paul is written saint_paul"),
    pytest.param("93001", "mayor", "zip_split", [], "", id="Ventura is San Buenaventura"),
    pytest.param("80302", "mayor", "zip_split", [], "no_record", id="no mayor of Boulder on record"),
    pytest.param("70112", "mayor", "zip_unique", ["Helena Moreno"], "", id="after a corrected term a checked successor"),
    pytest.param("82001", "governor", "zip_unique", ["Mark Gordon"], "", id="Wyoming's governor"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "role", "certainty", "people", "reason"), SETTLED)
def test_zip_gives_its_officials_or_says_why_not(
    directory: Directory, zip: str, role: str, certainty: str, people: list[str | None], reason: str
) -> None:
    got = target(find(directory, zip), role)
    assert (got.certainty, [official.name for official in got.officials], got.reason) == (certainty, people, reason)


# zip, what was told, the first question and its answers
QUESTIONS = [
    pytest.param("60602", {}, None, [], id="a ZIP that settles everything asks nothing"),
    pytest.param("98402", {}, "ward", ["district 1 (John Hines)", "district 2 (Sarah Rumbaugh)", "district 3 (Jamika Scott)",
                 "district 4 (Sandesh Sadalge)", 'district 5 (Chanjolee "Joe" Bushnell)'], id="a council elected by wards"),
    pytest.param("42223", {}, "state", ["Tennessee", "Kentucky"], id="two states"),
    pytest.param("59221", {}, "state", ["Montana", "North Dakota"], id="two states, one seat at large"),
    pytest.param("42223", {"state": f"{US}/state:ky"}, None, [], id="the state settles the district"),
    pytest.param(
        "60614", {}, "cd", ["Rep. Mike Quigley (IL-5)", "Rep. Danny K. Davis (IL-7)"], id="two House districts"
    ),
    pytest.param("60614", {"cd": f"{US}/state:il/cd:7"}, None, [], id="the district has been told"),
    pytest.param("60614", {"cd": f"{US}/state:ca/cd:7"}, "cd", ["Rep. Mike Quigley (IL-5)", "Rep. Danny K. Davis (IL-7)"],
                 id="a district of elsewhere is no answer"),
    pytest.param("63123", {}, "place", ["St. Louis", "Somewhere outside these"], id="only the listed place is offered"),
    pytest.param("63123", {"place": OUTSIDE}, "cd", ["Rep. Wesley Bell (MO-1)", "Rep. Ann Wagner (MO-2)"],
                 id="one question after the other"),
    pytest.param("44135", {}, "place", ["Cleveland", "Somewhere outside these"], id="an enclave of 0.5 % is a whole town"),
    pytest.param("40207", {}, "place", ["Louisville", "Somewhere outside these"], id="towns inside a city-county"),
    pytest.param("75067", {}, "place", ["Lewisville", "Somewhere outside these"], id="slivers that add up"),
    pytest.param("17225", {}, "place", ["Greencastle", "Somewhere outside these"], id="a town in a vast rural ZIP"),
    pytest.param("93001", {}, "place", ["Ventura", "Somewhere outside these"], id="land outside of every place"),
    pytest.param("80302", {}, None, [], id="no question when nobody is on record"),
    pytest.param("00000", {}, None, [], id="a made-up ZIP asks nothing"),
    pytest.param("09001", {}, None, [], id="a military post asks nothing"),
    pytest.param("98401", {}, None, [], id="PO boxes ask nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "chosen_divisions", "level", "answers"), QUESTIONS)
def test_only_what_the_zip_leaves_open_is_asked(
    directory: Directory, zip: str, chosen_divisions: dict[str, str], level: str | None, answers: list[str]
) -> None:
    found = find(directory, zip, chosen_divisions=chosen_divisions)
    assert (found.open[0] if found.open else None) == level
    assert labels(found.open[1] if found.open else ()) == answers


# zip, what was told, role, names, reason
TOLD = [
    pytest.param("42223", {"state": f"{US}/state:ky"}, "governor", ["Andy Beshear"], "", id="the Kentucky side"),
    pytest.param("42223", {"state": f"{US}/state:tn"}, "governor", ["Bill Lee"], "", id="the Tennessee side"),
    pytest.param("42223", {"state": f"{US}/state:ky"}, "us_representative", ["James Comer"], "", id="Kentucky's district"),
    pytest.param("42223", {"state": f"{US}/state:wa"}, "governor", [], "", id="a third state is no answer"),
    pytest.param("63123", {"place": place_division("mo/saint_louis")}, "mayor", ["Cara Spencer"], "", id="in the city"),
    pytest.param("63123", {"place": OUTSIDE}, "mayor", [], "not_in_place", id="outside the city"),
    pytest.param("63123", {"place": place_division("mo/crestwood")}, "mayor", [], "no_record", id="in a town without record"),
    pytest.param("98402", {"place": OUTSIDE}, "mayor", ["Anders Ibsen"], "", id="outside is no answer where nothing is"),
    pytest.param("60614", {"cd": f"{US}/state:il/cd:5"}, "us_representative", ["Mike Quigley"], "", id="the chosen district"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "chosen_divisions", "role", "people", "reason"), TOLD)
def test_answer_settles_its_level_and_no_other(
    directory: Directory, zip: str, chosen_divisions: dict[str, str], role: str, people: list[str], reason: str
) -> None:
    got = target(find(directory, zip, chosen_divisions=chosen_divisions), role)
    assert ([official.name for official in got.officials], got.reason) == (people, reason)


@pytest.mark.parametrize(
    ("zip", "role", "phone"),
    [
        pytest.param("82001", "governor", "+13077777434", id="Wyoming's own number, not Puerto Rico's"),
        pytest.param("45202", "governor", "+16144663555", id="Ohio's, which the source lacks"),
        pytest.param("59601", "governor", "+14064443111", id="Montana's, which the source lacks"),
        pytest.param("00901", "governor", "+17877212400", id="Puerto Rico's, which the source lacks"),
        pytest.param("94110", "governor", "+19164452841", id="an office whose holder is not known"),
        pytest.param("98402", "mayor", "+12535915100", id="Tacoma's mayor"),
    ],
)
def test_number_is_the_offices_own(directory: Directory, zip: str, role: str, phone: str) -> None:
    (official,) = target(find(directory, zip), role).officials
    assert [line.phone for line in official.lines] == [phone]


@pytest.fixture(scope="module")
def zips(directory: Directory) -> dict[str, str]:
    """State -> a ZIP code that lies in it alone."""
    return {states[0]: zip for zip in directory.areas if len(states := directory.areas.area(zip).states) == 1}


@pytest.mark.parametrize("code", [code for code, state in STATES.items() if state.kind == "state"])
def test_every_state_has_its_governor_with_a_number(directory: Directory, zips: dict[str, str], code: str) -> None:
    (official,) = target(find(directory, zips[code]), "governor").officials
    assert official.name and official.seat == "held" and official.lines


@pytest.mark.parametrize(
    ("zip", "role", "last", "name"),
    [
        pytest.param("99501", "governor", "2026-12-06", "Mike Dunleavy", id="the source has the day"),
        pytest.param("94110", "governor", "2027-01-03", "Gavin Newsom", id="looked up"),
        pytest.param("30303", "governor", "2027-01-15", "Brian Kemp", id="a rule that was read puts it off"),
        pytest.param("57501", "governor", "2027-01-03", "Larry Rhoden", id="or brings it forward"),
        pytest.param("20001", "mayor", "2027-01-01", "Muriel Bowser", id="a mayor"),
    ],
)
def test_last_day_of_a_term_is_the_successors(directory: Directory, zip: str, role: str, last: str, name: str) -> None:
    day = date.fromisoformat(last)
    named = [
        [official.name for official in target(find(directory, zip, on=on), role).officials if official.name]
        for on in (day, day + timedelta(days=1))
    ]
    assert named == [[name], []]


def test_resident_commissioner_sits_for_four_years(directory: Directory) -> None:
    found = target(find(directory, "00901", on=date(2027, 1, 4)), "us_representative")
    assert [official.name for official in found.officials] == ["Pablo José Hernández"]


def test_nobody_of_a_state_is_named_on_the_day_successors_take_office(directory: Directory, zips: dict[str, str]) -> None:
    for row in table_rows(DATA, "inaugurations.tsv"):
        day = date.fromisoformat(row["day"])
        found = target(find(directory, zips[row["state"]], row["role"], on=day), row["role"])
        assert [official.name for official in found.officials if official.name] == [], row


def test_in_congress_the_last_day_of_a_term_is_the_successors(directory: Directory) -> None:
    last = target(find(directory, "98402", on=date(2027, 1, 2)), "us_representative")
    after = target(find(directory, "98402", on=date(2027, 1, 3)), "us_representative")
    assert [official.name for official in last.officials] == ["Emily Randall"]
    assert [official.name for official in after.officials] == [None]
    assert (after.reason, after.seat) == ("term_ended", "term_ended")


def test_known_official_is_found_by_id_and_an_unknown_one_is_not(directory: Directory) -> None:
    (official,) = target(find(directory, "98402"), "mayor").officials
    assert directory.official(official.id, TODAY) == official
    assert directory.official("ocd-person/nobody", TODAY) is None


@pytest.mark.parametrize(
    ("zip", "role", "party"),
    [
        pytest.param("05401", "lieutenant_governor", "Republican", id="Vermont's, once a Democrat"),
        pytest.param("68508", "attorney_general", "Republican", id="Nebraska's, once in its nonpartisan legislature"),
        pytest.param("89501", "secretary_of_state", "Democratic", id="Nevada's, whose party the source has wrong"),
    ],
)
def test_official_has_the_party_they_were_elected_for(directory: Directory, zip: str, role: str, party: str) -> None:
    assert [official.party for official in target(find(directory, zip, role), role).officials] == [party]


@pytest.mark.parametrize(("day", "name"), [("2026-11-30", "Derek S.K. Kawakami"), ("2026-12-01", None)])
def test_mayor_is_named_until_the_successors_first_day(directory: Directory, day: str, name: str | None) -> None:
    found = target(find(directory, "96766", on=date.fromisoformat(day)), "mayor")
    assert [official.name for official in found.officials] == [name]


def test_member_of_congress_whose_term_is_over_cannot_be_called(directory: Directory) -> None:
    official = directory.official("bioguide:H001104", TODAY)  # Jon Husted, appointed until the election
    assert official and (official.name, official.lines, official.seat) == (None, (), "term_ended")


@pytest.mark.parametrize(
    ("zip", "role", "title", "title_es"),
    [
        pytest.param("10001", "governor", "Governor", "gobernadora", id="a woman"),
        pytest.param("98402", "governor", "Governor", "gobernador", id="a man"),
        pytest.param("94110", "governor", "Governor", "gobernador", id="another man"),
        pytest.param("53202", "mayor", "Mayor", "alcalde o alcaldesa", id="the source does not say"),
        pytest.param("20500", "us_representative", "Delegate", "delegada", id="a delegate"),
        pytest.param("00901", "us_representative", "Resident Commissioner", "comisionado residente", id="from Puerto Rico"),
    ],
)
def test_titles_are_natural_in_both_languages(directory: Directory, zip: str, role: str, title: str, title_es: str) -> None:
    (official,) = target(find(directory, zip), role).officials
    assert (official.title, official.titles["es"]) == (title, title_es)


def test_what_is_settled_is_said_with_its_division(directory: Directory) -> None:
    found = find(directory, "98402")
    assert found.divisions == {
        "state": f"{US}/state:wa",
        "place": f"{US}/state:wa/place:tacoma",
        "cd": f"{US}/state:wa/cd:6",
        "sldu": f"{US}/state:wa/sldu:27",
        "sldl": f"{US}/state:wa/sldl:27",
        "county": f"{US}/state:wa/county:pierce",
    }
    assert (found.city, found.state_name("en"), found.kind, found.known) == ("Tacoma", "Washington", "standard", True)
    assert find(directory, "42223").state == "" and find(directory, "10001").state_name("es") == "Nueva York"


def test_roles_come_in_the_order_asked_and_unknown_ones_are_refused(directory: Directory) -> None:
    assert [t.role for t in find(directory, "98402", "mayor", "governor").targets] == ["mayor", "governor"]
    with pytest.raises(ValueError, match="role 'coroner' is not one of governor"):
        find(directory, "98402", "coroner")


@pytest.mark.parametrize(
    ("code", "division", "spoken"),
    [
        ("NY-12", f"{US}/state:ny/cd:12", "NY-12"),
        ("WY-0", f"{US}/state:wy", "WY at large"),
        ("DC-0", f"{US}/district:dc", "DC"),
        ("PR-0", f"{US}/territory:pr", "PR"),
    ],
)
def test_house_districts_have_open_civic_data_ids(code: str, division: str, spoken: str) -> None:
    assert (cd_division(code), cd_code(division)) == (division, spoken)


ZIPS = sorted(line.split("\t")[0] for line in (DATA / "zips.tsv").read_text().splitlines()[1:])
SPLIT = sorted(line.split("\t")[0] for line in (DATA / "zips.tsv").read_text().splitlines()[1:] if "," in line.split("\t")[1])
ANY_ZIP = st.sampled_from(ZIPS) | st.sampled_from(SPLIT) | st.integers(0, 99999).map("{:05}".format)
ANY_ROLES = st.lists(st.sampled_from(sorted(ROLES)), min_size=1, unique=True)
ANY_DIVISION = st.sampled_from(
    [OUTSIDE, "", "nonsense", f"{US}/state:ky", f"{US}/state:wa/place:tacoma", f"{US}/state:ny/cd:12", f"{US}/state:id/sldl:16"]
)
ANY_TOLD = st.dictionaries(st.sampled_from(["state", "place", "cd", "sldu", "sldl", "ward"]), ANY_DIVISION)
ANY_DAY = st.sampled_from([TODAY, date(2026, 12, 5), date(2027, 1, 2), date(2027, 1, 3), date(2027, 2, 1)])


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_worded_in_both_languages_with_the_same_placeholders(reason: str) -> None:
    assert REASONS[reason]
    target = Target(role="mayor", certainty="unknown", reason=reason)
    for language in LANGUAGES:
        said, page = (why_missing(target, form, language) for form in ("sms", "page"))
        assert not said or page, "whoever says it has a page to show it on"
        assert {name for _, name, _, _ in Formatter().parse(said + page) if name} <= {"place", "office", "zip"}


TRIES = settings(deadline=None, max_examples=150)


def candidates(directory: Directory, zip: str) -> set[str]:
    area = directory.areas.area(zip)
    states = {STATES[code].division for code in area.states}
    districts = {
        district.division
        for level, divisions in (("sldu", area.districts("sldu")), ("sldl", area.districts("sldl")))
        for division in divisions
        for district in directory.districts.electing("sldu" if level == "sldu" else "sldl", division)
    }
    return states | set(area.districts("cd")) | districts | {share.division for share in area.places}


@given(zip=ANY_ZIP, roles=ANY_ROLES, chosen_divisions=ANY_TOLD, day=ANY_DAY)
@TRIES
def test_no_official_comes_from_a_division_the_zip_does_not_touch(
    directory: Directory, zip: str, roles: list[str], chosen_divisions: dict[str, str], day: date
) -> None:
    found = find(directory, zip, *roles, chosen_divisions=chosen_divisions, on=day)
    divisions = {official.division for t in found.targets for official in t.officials}
    assert divisions <= candidates(directory, zip)
    for t in found.targets:
        # Of a council those whom the whole place elects are given while the ward is asked.
        assert t.role == "council" or not (t.officials and t.choices)
        assert t.officials or t.choices or t.reason
        assert not t.reason or t.reason in REASONS
        assert all(state_of(official.division) for official in t.officials)


@given(zip=ANY_ZIP, roles=ANY_ROLES, day=ANY_DAY, data=st.data())
@TRIES
def test_one_answer_a_level_leaves_nothing_open(
    directory: Directory, zip: str, roles: list[str], day: date, data: st.DataObject
) -> None:
    chosen_divisions: dict[str, str] = {}
    found = find(directory, zip, *roles, on=day)
    for _ in LEVELS:
        if found.open is None:
            break
        level, choices = found.open
        assert level not in chosen_divisions and len(choices) > 1
        chosen_divisions[level] = data.draw(st.sampled_from(choices)).division
        found = find(directory, zip, *roles, chosen_divisions=chosen_divisions, on=day)
        assert found.divisions[level] == chosen_divisions[level]
    assert found.open is None and not any(t.choices for t in found.targets)


@given(zip=ANY_ZIP, roles=ANY_ROLES, chosen_divisions=ANY_TOLD)
@TRIES
def test_answers_that_are_no_candidates_change_nothing(
    directory: Directory, zip: str, roles: list[str], chosen_divisions: dict[str, str]
) -> None:
    foreign = {
        level: division
        for level, division in chosen_divisions.items()
        if division not in candidates(directory, zip) | {OUTSIDE}
    }
    assert find(directory, zip, *roles, chosen_divisions=foreign) == find(directory, zip, *roles)
