"""Counties: what a ZIP code, an address and an answer tell of them, who is listed for one, and who is asked which question."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from bot.broadcasts.place_words import Unknown, read_division
from bot.geocoding.locate import locate_address
from bot.officials.counties import Counties
from bot.officials.directory import OUTSIDE, Directory, Target
from bot.officials.local.local_lists import list_names, read_list
from bot.officials.place_names import split_county
from bot.officials.residency import Residency, level_of, represented_group
from bot.officials.tables import DataError, table_rows
from tests import geocoder
from tests.conftest import ROOT, Bot, starting
from tests.databases import empty_database
from tests.geocoder import layers

TODAY = date(2026, 11, 23)
US = "ocd-division/country:us"
PIERCE, KING = f"{US}/state:wa/county:pierce", f"{US}/state:wa/county:king"
CITY, COUNTY = f"{US}/state:va/place:richmond", f"{US}/state:va/county:richmond"
HOME = "1000 Laurel St, 98354"
CAPITOL = "210 Capitol Ave, 06103"
LIST = """place,zips,role,district,name,phone,term_end,source
"Pierce County, WA",,county_council,4,Ada Moss,253-555-0111,12/31/2027,the county's page
wa/pierce,,county_council,5,Ben Okafor,253-555-0112,12/31/2027,the county's page
"Pierce County, Washington",,county_council,,Gil Soto,253-555-0117,12/31/2027,the county's page
"Pierce, WA",,county_council,,,253-555-0100,,the county's main line
wa/county:pierce,,sheriff,,Fern Ito,253-555-0113,12/31/2026,the county's page
"Pierce, Washington",,district_attorney,,Cy Lee,253-555-0114,12/31/2026,the county's page
"Orleans Parish, LA",,sheriff,,Lou Roy,504-555-0115,12/31/2027,the parish's page
"Richmond city, VA",,sheriff,,Quinn Hale,804-555-0116,12/31/2027,the city's page
"Chittenden County, VT",,sheriff,,Di Park,802-555-0119,12/31/2027,the county's page
"Bristol, MA",,sheriff,,Bo Dunn,508-555-0118,12/31/2027,the county's page
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot with a list of some counties' officials, and a geocoder that knows counties."""
    folder = tmp_path_factory.mktemp("counties")
    geocoder.ATLAS[HOME] = geocoder.now(layers("53", "09", "030", "030", county="053 Pierce County"))
    geocoder.ATLAS[CAPITOL] = geocoder.now(layers("09", "01", county="110 Capitol Planning Region"))
    with geocoder.geocoder() as stand_in, empty_database("sqlite", folder) as url, starting(url, folder) as start:
        (folder / "county.csv").write_text(LIST)
        imported = flask(start(), "officials", "import", str(folder / "county.csv"))
        assert imported.exit_code == 0, imported.output
        yield start(geocoder="census", geocoder_url=stand_in.url)


@pytest.fixture
def directory(bot: Bot) -> Directory:
    return bot.parts.directory


def flask(bot: Bot, *arguments: str) -> Result:
    return bot.app.test_cli_runner().invoke(args=[*arguments])


def look(directory: Directory, zip: str, role: str, **known: Mapping[str, str]) -> Target:
    return directory.find(zip, [role], today=TODAY, **known).targets[0]


def said(target: Target) -> tuple[str, list[str], str, list[str]]:
    """Certainty, titles and names, reason, choices."""
    people = [f"{official.title} {official.name or ''}".strip() for official in target.officials]
    return target.certainty, people, target.reason, [choice.labels["en"] for choice in target.choices]


COUNTIES = [
    ("98402", ["Pierce County"], "el condado de Pierce"),
    ("98354", ["King County", "Pierce County"], "el condado de King"),
    ("70112", ["Orleans Parish"], "la parroquia Orleans"),
    ("99801", ["Juneau Borough"], "el borough de Juneau"),
    ("99508", ["Anchorage Borough"], "el borough de Anchorage"),
    ("99559", ["Bethel Census Area"], "el área censal de Bethel"),
    ("22301", ["the city of Alexandria"], "la ciudad de Alexandria"),
    ("21201", ["the city of Baltimore"], "la ciudad de Baltimore"),
    ("89701", ["the city of Carson City"], "la ciudad de Carson City"),
    ("22030", ["Fairfax County", "the city of Fairfax"], "el condado de Fairfax"),
    ("20774", ["Prince George's County"], "el condado de Prince George's"),
    ("63101", ["the city of St. Louis"], "la ciudad de St. Louis"),
    ("42223", ["Montgomery County", "Christian County"], "el condado de Montgomery"),
    pytest.param("06103", [], "", id="Connecticut"),
    pytest.param("02903", [], "", id="Rhode Island"),
    pytest.param("20001", [], "", id="Washington, DC"),
    pytest.param("00601", [], "", id="Puerto Rico"),
    pytest.param("98401", [], "", id="PO boxes"),
    pytest.param("09001", [], "", id="a military post"),
]


@pytest.mark.parametrize(("zip", "counties", "spanish"), COUNTIES)
def test_zip_touches_its_counties(directory: Directory, zip: str, counties: list[str], spanish: str) -> None:
    found = directory.areas.area(zip).counties
    assert [directory.areas.counties.said(division, "en") for division in found] == counties
    assert [directory.areas.counties.said(division, "es") for division in found][:1] == [spanish] * bool(spanish)


@pytest.mark.parametrize(
    ("state", "written", "county"),
    [
        ("WA", "Pierce County", ("Pierce", "county")),
        ("LA", "St. John the Baptist Parish", ("St. John the Baptist", "parish")),
        ("AK", "Juneau City and Borough", ("Juneau", "borough")),
        ("AK", "Anchorage Municipality", ("Anchorage", "borough")),
        ("AK", "Bethel Census Area", ("Bethel", "census_area")),
        ("VA", "James City County", ("James City", "county")),
        ("VA", "Fairfax city", ("Fairfax", "place")),
        ("NV", "Carson City", ("Carson City", "place")),
        ("CT", "Hartford County", ("", "")),
        ("CT", "Western Connecticut Planning Region", ("", "")),
        ("RI", "Kent County", ("", "")),
        ("PR", "Adjuntas Municipio", ("", "")),
        ("DC", "District of Columbia", ("", "")),
    ],
)
def test_county_by_its_census_name_has_a_kind_or_is_none(state: str, written: str, county: tuple[str, str]) -> None:
    assert split_county(state, written) == county


def test_counties_of_the_table_are_all_there_are_once() -> None:
    rows = table_rows(ROOT / "data", "counties.tsv")
    kinds = {kind: sum(row["county"][3:].startswith(f"{kind}:") for row in rows) for kind in ("parish", "borough", "place")}
    assert kinds == {"parish": 64, "borough": 19, "place": 41}
    assert len({row["county"] for row in rows}) == len(rows) and all(row["zips"] for row in rows)


def test_table_of_counties_is_the_shipped_one_where_an_update_has_none(tmp_path: Path) -> None:
    assert Counties.load(tmp_path, ROOT / "data").name(PIERCE) == "Pierce"


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("county\tname\tzips\nwa/county:pierce\tPierce\n", "line 2: is no row of it; build it anew"),
        ("county\tname\tzips\nzz/county:pierce\tPierce\t98402\n", "line 2: is no row of it"),
        ("county\tname\n", "line 1: the columns are not county name zips"),
    ],
)
def test_table_of_counties_that_is_none_is_refused(tmp_path: Path, table: str, problem: str) -> None:
    (tmp_path / "counties.tsv").write_text(table)
    with pytest.raises(DataError, match=problem):
        Counties.load(tmp_path, ROOT / "data")


NOT_ELECTED = ("zip_unique", [], "no_such_office", [])
UNLISTED = ("zip_unique", [], "no_list", [])
BOTH = ("zip_split", [], "", ["King County", "Pierce County"])
AT_LARGE = ["County Council Member Gil Soto", "County Council Member"]
FOUND = [
    ("98402", "sheriff", {}, ("zip_unique", ["Sheriff Fern Ito"], "", [])),
    ("98402", "district_attorney", {}, ("zip_unique", ["Prosecuting Attorney Cy Lee"], "", [])),
    ("98402", "county_executive", {}, UNLISTED),
    ("98402", "county_council", {}, ("zip_split", AT_LARGE, "", ["district 4 (Ada Moss)", "district 5 (Ben Okafor)"])),
    ("98402", "county_council", {"county_district": f"{PIERCE}/council_district:5"},
     ("zip_split", ["County Council Member Ben Okafor", "County Council Member Gil Soto"], "", [])),
    pytest.param("98402", "county_council", {"ward": f"{PIERCE}/council_district:5"},
                 ("zip_split", AT_LARGE, "", ["district 4 (Ada Moss)", "district 5 (Ben Okafor)"]),
                 id="a district of the city says nothing of the county"),
    ("98354", "sheriff", {}, BOTH),
    ("98354", "sheriff", {"county": PIERCE}, ("zip_split", ["Sheriff Fern Ito"], "", [])),
    ("98354", "sheriff", {"county": KING}, ("zip_split", [], "no_list", [])),
    pytest.param("98354", "sheriff", {"county": f"{US}/state:wa/county:lewis"}, BOTH, id="a county of elsewhere"),
    pytest.param("98354", "county_executive", {}, ("zip_split", [], "no_list", []), id="nobody on record: no question"),
    pytest.param("98155", "sheriff", {}, UNLISTED, id="elsewhere nothing is asked"),
    ("70112", "sheriff", {}, ("zip_unique", ["Sheriff Lou Roy"], "", [])),
    ("23219", "sheriff", {}, ("zip_unique", ["Sheriff Quinn Hale"], "", [])),
    pytest.param("22572", "sheriff", {}, ("zip_split", [], "no_list", []), id="Richmond County is not the city"),
    pytest.param("99501", "sheriff", {}, NOT_ELECTED, id="Alaska has troopers"),
    pytest.param("99501", "district_attorney", {}, NOT_ELECTED, id="Alaska's attorney general prosecutes"),
    pytest.param("99501", "county_council", {}, UNLISTED, id="Alaska's boroughs have assemblies"),
    pytest.param("96813", "sheriff", {}, NOT_ELECTED, id="Hawaii"),
    pytest.param("06103", "county_council", {}, NOT_ELECTED, id="Connecticut"),
    pytest.param("02903", "sheriff", {}, NOT_ELECTED, id="Rhode Island"),
    pytest.param("07102", "district_attorney", {}, NOT_ELECTED, id="New Jersey's prosecutors are appointed"),
    pytest.param("07102", "sheriff", {}, UNLISTED, id="New Jersey's sheriffs are not"),
    pytest.param("19801", "district_attorney", {}, NOT_ELECTED, id="Delaware"),
    pytest.param("20001", "sheriff", {}, NOT_ELECTED, id="Washington, DC"),
    pytest.param("00601", "sheriff", {}, NOT_ELECTED, id="Puerto Rico"),
    pytest.param("98401", "sheriff", {}, ("unknown", [], "po_box", []), id="PO boxes"),
    pytest.param("02861", "sheriff", {"state": f"{US}/state:ma"}, ("zip_split", ["Sheriff Bo Dunn"], "", []),
                 id="the one county of the side in Massachusetts"),
    pytest.param("02861", "sheriff", {"state": f"{US}/state:ri"}, ("zip_split", [], "no_such_office", []),
                 id="the side in Rhode Island"),
]  # fmt: skip


@pytest.mark.parametrize(("zip", "role", "chosen", "found"), FOUND)
def test_office_of_a_county_has_its_people_or_its_question_or_its_reason(
    directory: Directory, zip: str, role: str, chosen: dict[str, str], found: tuple[str, list[str], str, list[str]]
) -> None:
    assert said(look(directory, zip, role, chosen_divisions=chosen)) == found


def test_state_is_asked_before_the_one_county_of_a_zip_in_two(directory: Directory) -> None:
    found = directory.find("02861", ["sheriff"], today=TODAY)
    assert found.open and found.open[0] == "state" and "county" not in found.divisions


def test_term_that_is_over_leaves_the_office_its_number(directory: Directory) -> None:
    found = directory.find("98402", ["sheriff", "county_council"], today=date(2027, 1, 5)).targets
    (sheriff,) = found[0].officials
    assert (sheriff.name, sheriff.lines[0].phone, sheriff.lines[0].label) == (None, "+12535550113", "Sheriff's office")


def test_address_tells_the_county(bot: Bot) -> None:
    directory, resolver = bot.parts.directory, bot.parts.resolver
    assert resolver is not None
    told = locate_address(resolver, directory, HOME, "98354", TODAY)
    assert isinstance(told, Mapping) and told["county"] == PIERCE
    assert said(look(directory, "98354", "sheriff", geocoded_divisions=told)) == ("exact_address", ["Sheriff Fern Ito"], "", [])


def test_address_in_a_region_of_connecticut_tells_no_county(bot: Bot) -> None:
    assert bot.parts.resolver is not None
    told = locate_address(bot.parts.resolver, bot.parts.directory, CAPITOL, "06103", TODAY)
    assert isinstance(told, Mapping) and told["cd"] == f"{US}/state:ct/cd:1" and "county" not in told


@pytest.mark.parametrize(
    ("zip", "chosen", "geocoded", "lives"),
    [
        ("98402", {}, {}, True),
        ("98155", {}, {}, False),
        ("98354", {}, {}, None),
        ("98354", {"county": f" {PIERCE}"}, {}, True),
        ("98354", {"county": f" {KING}"}, {}, False),
        ("98354", {}, {"county": f" {PIERCE}"}, True),
        ("98401", {}, {}, False),
    ],
)
def test_alert_may_be_for_a_county(
    directory: Directory, zip: str, chosen: dict[str, str], geocoded: dict[str, str], lives: bool | None
) -> None:
    group, residency = represented_group(directory, "sheriff", PIERCE), Residency(directory, TODAY)
    assert level_of(directory, PIERCE) == group.level == "county"
    assert residency.lives(group, zip, chosen, geocoded) is lives


@pytest.mark.parametrize(
    ("written", "division"),
    [
        ("county=wa/pierce", PIERCE),
        ("county=la/parish:orleans", f"{US}/state:la/parish:orleans"),
        ("county=va/place:richmond", CITY),
        ("county=hi/honolulu", f"{US}/state:hi/county:honolulu"),
        ("county_district=wa/pierce/4", f"{PIERCE}/council_district:4"),
    ],
)
def test_county_is_written_in_an_alert(directory: Directory, written: str, division: str) -> None:
    assert read_division(written, directory) == division


@pytest.mark.parametrize("written", ["county=wa/peirce", "county=la/orleans", "county_district=wa/pierce/9"])
def test_county_that_we_do_not_have_is_refused_in_an_alert(directory: Directory, written: str) -> None:
    with pytest.raises(Unknown, match=f"{written} is no district of our tables; write it like one of .*county=wa/pierce"):
        read_division(written, directory)


def test_alert_may_be_for_a_district_of_a_county(directory: Directory) -> None:
    group, residency = represented_group(directory, "county_council", PIERCE, "4"), Residency(directory, TODAY)
    ward = f"{PIERCE}/council_district:4"
    assert level_of(directory, ward) == group.level == "county_district" and group.divisions == {ward}
    assert residency.lives(group, "98402", {"county_district": f" {ward}"}, {}) is True
    assert residency.lives(group, "98402", {"county_district": f" {PIERCE}/council_district:5"}, {}) is False
    assert residency.lives(group, "98402", {"ward": f" {ward}"}, {}) is None
    assert residency.lives(group, "98155", {}, {}) is False


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("county=wa/pierce", "Fern Ito"),
        (f"county={PIERCE}", "Fern Ito"),
        ("county=wa/county:king", "no local list"),
        ("county=wa/lewis", "no candidate of 98354, ignored"),
        ("county=pierce", "no such division; write state=KY"),
    ],
)
def test_county_is_told_on_the_command_line(bot: Bot, told: str, shown: str) -> None:
    assert shown in flask(bot, "officials", "find", "98354", "--role", "sheriff", "--told", told).output.replace("\n", " ")


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("Pearce, WA", "'Pearce, WA' is no county of ours; write it like Pierce County, WA"),
        ("Pierce", "'Pierce' is no county of ours"),
        ("Richmond, VA", f"'Richmond, VA' is no county of ours; there are 2: write the id, {COUNTY} or {CITY}"),
        ("Tacoma, WA", "'Tacoma, WA' is no county of ours"),
        ("Hartford County, CT", "'Hartford County, CT' is no county of ours"),
        (f"{US}/state:wa/county:peirce", "is no county of ours"),
        ("", "place: is empty; write it like wa/pierce"),
    ],
)
def test_list_with_no_county_of_ours_is_refused_with_its_mend(bot: Bot, place: str, problem: str) -> None:
    path = bot.parts.settings.instance_dir / "bad.csv"
    path.write_text(f'place,role,name,phone,source\n"{place}",sheriff,Ada Moss,253-555-0111,a page\n')
    shown = flask(bot, "officials", "import", str(path), "--dry-run")
    assert shown.exit_code == 1 and problem in " ".join(shown.output.split()), shown.output


@pytest.mark.parametrize("role", ["sheriff", "county_executive", "district_attorney"])
def test_list_with_a_district_of_one_officer_is_refused(bot: Bot, role: str) -> None:
    path = bot.parts.settings.instance_dir / "bad.csv"
    path.write_text(f'place,role,district,name,phone,source\n"Lewis, WA",{role},2,Ada Moss,253-555-0111,a page\n')
    assert f"district: a {role} has none" in flask(bot, "officials", "import", str(path), "--dry-run").output


# What a county writes into place, role, district and name -> role, ward, title and name; None where the row is refused.
WRITTEN = [
    ("Lewis County, WA", "county_council", "County Council District 2", "Councilmember Ada Moss",
     ("county_council", "2", "County Council Member", "Ada Moss")),
    ("Lewis County, WA", "county_council", "Countywide", "Ada Moss",
     ("county_council", "", "County Council Member", "Ada Moss")),
    ("Lewis, WA", "County Commissioner", "Third District", "Ada Moss",
     ("county_council", "3", "County Commissioner", "Ada Moss")),
    ("Lewis County, WA", "Council Member - District 4", "", "Moss, Ada",
     ("county_council", "4", "County Council Member", "Ada Moss")),
    ("Los Angeles County, CA", "Supervisor", "Third Supervisorial District", "Supervisor Ada Moss",
     ("county_council", "3", "County Supervisor", "Ada Moss")),
    ("Harris County, TX", "County Commissioner", "Pct 2", "Ada Moss",
     ("county_council", "2", "County Commissioner", "Ada Moss")),
    ("Lewis, WA", "sheriff", "", "Sheriff Ada Moss", ("sheriff", "", "Sheriff", "Ada Moss")),
    ("Cook County, IL", "State’s Attorney", "", "Ada Moss", ("district_attorney", "", "State's Attorney", "Ada Moss")),
    ("Hawaii County, HI", "Council Member", "1", "Ada Moss", ("council", "1", "Council Member", "Ada Moss")),
    ("Harris County, TX", "County Judge", "", "Ada Moss", None),
    ("Hawaii County, HI", "County Clerk", "", "Ada Moss", None),
    ("Lewis, WA", "Supervisor", "", "Ada Moss", None),
    ("Denver, CO", "City and County Treasurer", "", "Ada Moss", None),
    ("Tacoma, WA", "County Commissioner", "", "Ada Moss", None),
]  # fmt: skip


@pytest.mark.parametrize(("place", "role", "district", "name", "read"), WRITTEN)
def test_list_is_read_as_counties_write_it(
    bot: Bot, place: str, role: str, district: str, name: str, read: tuple[str, ...] | None
) -> None:
    path = bot.parts.settings.instance_dir / "written.csv"
    path.write_text(f'place,role,district,name,phone,source\n"{place}","{role}","{district}","{name}",253-555-0111,a page\n')
    result = flask(bot, "officials", "import", str(path))
    kept = [each for each in list_names(path.parent / "local") if each == "written"]
    entries = [entry for each in kept for entry in read_list(path.parent / "local", each).entries]
    if kept:
        flask(bot, "officials", "remove", "written")
    assert [(entry.role, entry.ward, entry.title, entry.name) for entry in entries] == ([read] if read else []), result.output


@pytest.mark.parametrize(
    ("main", "role", "refused"),
    [
        pytest.param("county_council", "county_executive", False, id="the county's line reaches its executive"),
        pytest.param("county_council", "sheriff", True, id="and no sheriff, whose office is elsewhere"),
        pytest.param("sheriff", "county_council", True, id="a sheriff's line reaches no council"),
    ],
)
def test_row_without_a_number_has_the_line_of_its_own_office(bot: Bot, main: str, role: str, refused: bool) -> None:
    path = bot.parts.settings.instance_dir / "lines.csv"
    rows = f"Lewis County WA,{main},,253-555-0110,a page\nLewis County WA,{role},Ada Moss,,a page\n"
    path.write_text("place,role,name,phone,source\n" + rows.replace("Lewis County WA", '"Lewis County, WA"'))
    result = flask(bot, "officials", "import", str(path), "--dry-run")
    assert (result.exit_code, "no line of Lewis County is known" in result.output) == (int(refused), refused), result.output


def page(bot: Bot, query: str) -> str:
    shown = bot.app.test_client().get(f"/c/sanctuary?{query}")
    assert shown.status_code == 200
    return " ".join(shown.get_data(as_text=True).split())


def test_page_asks_for_the_county_and_then_its_district(bot: Bot) -> None:
    asked = page(bot, f"zip=98354&place={OUTSIDE}")
    assert "lies in more than one county" in asked and "King County" in asked and "Fern Ito" not in asked
    settled = page(bot, f"zip=98354&place={OUTSIDE}&county={PIERCE}")
    assert "Fern Ito" in settled and "Which district of your county" in settled and "district 4 (Ada Moss)" in settled
    told = page(bot, f"zip=98354&place={OUTSIDE}&county={PIERCE}&county_district={PIERCE}/council_district:4&lang=es")
    assert "Ada Moss" in told and "santuario en el condado de Pierce" in told and "Ben Okafor" not in told


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("zip=98155&place=ocd-division/country:us/state:wa/place:shoreline", False, id="nobody on record"),
        pytest.param(f"zip=98354&place={OUTSIDE}&county={KING}", False, id="nobody in this one of two"),
        pytest.param("zip=23219", True, id="a city's sheriff"),
        pytest.param("zip=06103", False, id="a state without counties"),
        pytest.param("zip=05401", False, id="a state that runs the jails, and has a sheriff on record"),
    ],
)
def test_campaign_calls_a_county_where_it_runs_the_jail_and_somebody_is_on_record(bot: Bot, query: str, said: bool) -> None:
    assert ("keep the county jail and its deputies" in page(bot, query)) is said
