"""The builder on sources of the real shape in small: what is taken, joined, left out, and that it is the same every time."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from bot.civic_data.build import BuildReport, build_tables
from bot.civic_data.sources import FETCHED, SOURCES
from bot.cli.data import data_cli
from bot.officials.place_names import split_name
from bot.officials.tables import COLUMNS, COMPUTED, KEPT, DataError, table_rows
from tests.conftest import ROOT

README = """
| file | from | date | licence |
|---|---|---|---|
| legislators-current.yaml, legislators-district-offices.yaml | unitedstates/congress-legislators | 2026-06-15 | CC0 |
| openstates-people.tar.gz | openstates/people | 2026-08-05 | CC0 |
| zcta_districts_119_sld2024.tsv.gz: zcta, states | Census | 2026-11-21 | facts |
| rtr_zcta_place.csv, rtr_zcta_county.csv | Census | 2026-08-22 | facts |
| openstates_geo_ma.yml, _nh.yml, _vt.yml: names | openstates/openstates-geo | 2025-05-22 | MIT |
| nh_floterials.csv: floterial districts | NH RSA 662:5 | 2026 | facts |
"""
CONGRESS = """
- id: {bioguide: C000127}
  name: {first: Maria, last: Cantwell, official_full: Maria Cantwell}
  bio: {birthday: '1958-10-13', gender: F}
  terms:
  - {type: rep, start: '1993-01-05', end: '1995-01-03', state: WA, district: 1, party: Democrat}
  - {type: sen, start: '2025-01-03', end: '2031-01-03', state: WA, class: 1, party: Democrat, phone: 202-224-3441}
- id: {bioguide: M001241}
  name: {first: James, last: Moylan}
  bio: {gender: M}
  terms:
  - {type: rep, start: '2025-01-03', end: '2027-01-03', state: GU, district: 0, party: Republican}
"""
OFFICES = """
- id: {bioguide: C000127}
  offices:
  - {id: C000127-tacoma, address: 950 Pacific Ave., city: Tacoma, state: WA, zip: '98402', phone: 253-572-2281,
     latitude: 47.2535, longitude: -122.43899}
  - {id: C000127-fax-only, city: Yakima, state: WA, fax: 509-000-0000}
  - {id: C000127-dead, city: Everett, state: WA, phone: 425-000-0000}
- id: {bioguide: X000001}
  offices: []
"""
TACOMA = "us/state:wa/place:tacoma"


def person(name: str, role: str, place: str, phone: str = "253-591-5100", **more: object) -> dict[str, object]:
    """A person's file as the archive has it; `more` replaces or adds keys."""
    return {
        "id": f"ocd-person/{name.lower().replace(' ', '-')}",
        "name": name,
        "email": "private@example.org",
        "image": "https://example.org/face.jpg",
        "roles": [{"type": role, "end_date": "2029-12-31", "jurisdiction": f"ocd-jurisdiction/country:{place}/government"}],
        "offices": [
            {"classification": "home", "voice": "253-555-0100"},
            {"classification": "primary", "address": "747 Market Street", "voice": phone},
        ],
        **more,
    }


def twice_elected() -> dict[str, object]:
    wa = "ocd-jurisdiction/country:us/state:wa"
    return person(
        "Bob Both",
        "governor",
        "us/state:wa",
        "360-902-4111",
        party=[{"name": "Democratic"}],
        roles=[
            {"type": "mayor", "end_date": "2013-12-31", "jurisdiction": f"{wa}/place:tacoma/government"},
            {"type": "governor", "end_date": "2028-12-30", "jurisdiction": f"{wa}/government"},
        ],
    )


def member(name: str, chamber: str, state: str, district: str, **more: str) -> dict[str, object]:
    """A legislator's file: a number at the capitol, one in the district, one at home."""
    home = "district:dc" if state == "dc" else f"state:{state}"
    role = {"type": chamber, "district": district, "jurisdiction": f"ocd-jurisdiction/country:us/{home}/government", **more}
    offices = [
        {"classification": "district", "address": "12 Main St. Apt. 3, Tacoma, WA 98402", "voice": "253-591-5111"},
        {"classification": "capitol", "address": "Room 5, 416 Sid Snyder Ave. SW, Olympia, WA 98504", "voice": "360-786-7652"},
        {"classification": "home", "address": "12 Main St., Tacoma, WA 98402", "voice": "253-555-0100"},
        {"classification": "district-mail", "address": "P.O. Box 1, Tacoma, WA 98401", "voice": "253-555-01"},
    ]
    return person(name, chamber, "us", roles=[role], offices=offices, gender="Female")


PEOPLE: dict[str, dict[str, object]] = {
    "wa/executive/both.yml": twice_elected(),
    "dc/executive/mayor.yml": person("Dee Cee", "governor", "us/district:dc", "202-727-2643"),
    "wa/municipalities/tacoma.yml": person("Ana Ruiz", "mayor", TACOMA, "(253) 591-5100 ext. 7"),
    "wa/municipalities/paul.yml": person("Pat Paul", "mayor", "us/state:wa/place:saint_paul_", "253-591-5101"),
    "wa/municipalities/far.yml": person("Far Away", "mayor", "us/state:wa/place:ruston", "787-721-2400"),
    "wa/municipalities/twins.yml": person("Twin Town", "mayor", "us/state:wa/place:oakwood", "253-591-5102"),
    "wa/municipalities/nowhere.yml": person("No Where", "mayor", "us/state:wa/place:nowhere", "253-591-5103"),
    "tn/municipalities/nashville.yml": person("Nash Ville", "mayor", "us/state:tn/place:nashville", "615-862-6000"),
    "wa/executive/second.yml": person("Sue Second", "lt_governor", "us/state:wa", "360-786-7700"),
    "wa/legislature/one.yml": member("State Senator", "upper", "wa", "27"),
    "wa/legislature/gone.yml": member("Gone Away", "upper", "wa", "27", end_date="2026-01-01"),
    "wa/legislature/lost.yml": member("Lost Label", "lower", "wa", "99"),
    "wa/legislature/pair.yml": member("Pair One", "lower", "wa", "27"),
    "wa/legislature/pear.yml": member("Pair Two", "lower", "wa", "27"),
    "id/legislature/seat.yml": member("Seat A", "lower", "id", "16A"),
    "ma/legislature/named.yml": member("Mass Named", "upper", "ma", "Second Essex and Middlesex"),
    "nh/legislature/base.yml": member("Base Member", "lower", "nh", "Belknap 3"),
    "nh/legislature/over.yml": member("Over Member", "lower", "nh", "Belknap 8"),
    "me/legislature/tribe.yml": member("Of Tribe", "lower", "me", "Passamaquoddy Tribe"),
    "dc/legislature/ward.yml": member("Ward Member", "legislature", "dc", "Ward 2"),
    "dc/legislature/all.yml": member("All Wards", "legislature", "dc", "At-Large"),
    "dc/legislature/chair.yml": member("Chair Person", "legislature", "dc", "Chairman"),
}
VACANT = """
wa:
  vacancies:
  - {chamber: lower, district: '28', vacant_until: 2026-12-05}
hi:
  vacancies: []
us:
  vacancies:
  - {chamber: lower, district: CA-14, vacant_until: 2027-01-01}
  - {chamber: lower, district: GU-0, vacant_until: 2027-01-01}
"""
GEO: dict[str, str] = {
    "ma": "ma/sldu:2nd_essex_and_middlesex = sldu-25D11",
    "nh": "nh/sldl:belknap_3 = sldl-33003, nh/sldl:belknap_4 = sldl-33004, nh/sldl:belknap_8 = sldl-33008",
    "vt": "vt/sldl:addison-1 = sldl-50A-1",
}
FLOTERIALS = """geoid,county,district,seats,base_geoids
33008,Belknap,8,2,"33003,33004"
"""


def geo(entries: str) -> str:
    pairs = [entry.split(" = ") for entry in entries.split(", ")]
    custom = [{"os-id": f"ocd-division/country:us/state:{name}", "sld-id": code} for name, code in pairs]
    return json.dumps({"id-mappings": {"custom": custom}})


DISTRICTS = """zcta\tstates\tcd119\tsldu2024\tsldl2024
01901\tMA\tMA-6\tMA-D11\t
03246\tNH\tNH-1\t\tNH-3,NH-4
20001\tDC\tDC-0\t\t
37203\tTN\tTN-5,TN-7\tTN-19\tTN-56
83702\tID\tID-1\tID-16\tID-16
96910\tGU\tGU-0\t\t
98402\tWA\tWA-6\tWA-27\tWA-27
98407\tWA\tWA-6\tWA-27\tWA-27,WA-28
"""
PLACES = """zcta,place_name,state,area_land_part
37203,Belle Meade city,TN,400
98402,Tacoma city,WA,988
98402,Ruston town,WA,12
98407,Tacoma city,WA,890
98407,Ruston town,WA,100
98407,St. Paul city,WA,10
98407,Oakwood city,WA,1
98407,Oakwood village,WA,1
"""
COUNTIES = """zcta,county_name,state,area_land_part
20001,District of Columbia,DC,1000
37203,Davidson County,TN,1000
98402,Pierce County,WA,1000
98407,Pierce County,WA,1100
"""


def sources(folder: Path, *, backwards: bool = False, people: dict[str, dict[str, object]] = PEOPLE) -> Path:
    """A folder of small sources; `backwards` packs the archive in another order."""
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_text(README)
    (folder / "legislators-current.yaml").write_text(CONGRESS)
    (folder / "legislators-district-offices.yaml").write_text(OFFICES)
    (folder / "nh_floterials.csv").write_text(FLOTERIALS)
    for state, entries in GEO.items():
        (folder / f"openstates_geo_{state}.yml").write_text(geo(entries))
    (folder / "rtr_zcta_place.csv").write_text("\ufeff" + PLACES)
    (folder / "rtr_zcta_county.csv").write_text(COUNTIES)
    (folder / "zcta_districts_119_sld2024.tsv.gz").write_bytes(gzip.compress(DISTRICTS.encode()))
    with tarfile.open(folder / "openstates-people.tar.gz", "w:gz") as archive:
        files = {f"people-main/data/{name}": json.dumps(content) for name, content in people.items()}  # JSON is YAML
        for name, content in sorted({**files, "people-main/settings.yml": VACANT}.items(), reverse=backwards):
            entry = tarfile.TarInfo(name)
            text = content.encode()
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text))
    return folder


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, BuildReport]:
    return tmp_path / "data", build_tables(sources(tmp_path / "sources"), tmp_path / "data")


def officials(folder: Path) -> dict[str, dict[str, str]]:
    """Name -> the row, with the main number as "phone"."""
    first: dict[str, str] = {}
    for line in table_rows(folder, "lines.tsv"):
        first.setdefault(line["official"], line["phone"])
    return {row["name"]: {**row, "phone": first.get(row["id"], "")} for row in table_rows(folder, "officials.tsv")}


def lines(folder: Path, name: str) -> list[tuple[str, ...]]:
    id = officials(folder)[name]["id"]
    return [tuple(row.values())[1:] for row in table_rows(folder, "lines.tsv") if row["official"] == id]


BUILT = tuple(file for file in COLUMNS if file not in KEPT + COMPUTED)


def test_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    build_tables(sources(tmp_path / "one"), tmp_path / "a")
    build_tables(sources(tmp_path / "two", backwards=True), tmp_path / "b")
    for file in BUILT:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "Maria Cantwell",
            {"id": "bioguide:C000127", "role": "us_senator", "division": "ocd-division/country:us/state:wa", "gender": "f",
             "party": "Democratic", "phone": "+12022243441", "term_end": "2031-01-03", "as_of": "2026-06-15"},
            id="the last term of a senator",
        ),
        pytest.param(
            "James Moylan",
            {"role": "us_representative", "division": "ocd-division/country:us/territory:gu", "title": "Delegate", "phone": ""},
            id="a delegate without a full name or a number",
        ),
        pytest.param(
            "Bob Both",
            {"role": "governor", "division": "ocd-division/country:us/state:wa", "phone": "+13609024111",
             "term_end": "2028-12-30", "party": "Democratic", "as_of": "2026-08-05"},
            id="a governor who was a mayor once",
        ),
        pytest.param("Dee Cee", {"role": "mayor", "division": "ocd-division/country:us/district:dc"}, id="Washington's mayor"),
        pytest.param(
            "Ana Ruiz",
            {"role": "mayor", "division": "ocd-division/country:us/state:wa/place:tacoma", "phone": "2535915100x7"},
            id="an office number with its extension, not the home's",
        ),
        pytest.param("Pat Paul", {"division": "ocd-division/country:us/state:wa/place:saint_paul"}, id="St. and saint"),
        pytest.param("Far Away", {"phone": ""}, id="a number of another place is left out"),
        pytest.param("Nash Ville", {"division": "ocd-division/country:us/state:tn/place:nashville"}, id="a county as a city"),
        pytest.param("Sue Second", {"role": "lieutenant_governor", "title": "Lieutenant Governor"}, id="a lieutenant governor"),
        pytest.param(
            "State Senator",
            {"role": "state_upper", "division": "ocd-division/country:us/state:wa/sldu:27", "title": "Senator", "term_end": "",
             "phone": "+13607867652", "gender": "f"},
            id="a state senator, the capitol's number first",
        ),
        pytest.param("Seat A", {"division": "ocd-division/country:us/state:id/sldl:16"}, id="a seat's letter is no district"),
        pytest.param(
            "Mass Named",
            {"division": "ocd-division/country:us/state:ma/sldu:2nd_essex_and_middlesex"},
            id="a district with a name",
        ),
        pytest.param("Over Member", {"division": "ocd-division/country:us/state:nh/sldl:belknap_8"}, id="a floterial"),
        pytest.param(
            "Ward Member",
            {"role": "state_upper", "division": "ocd-division/country:us/district:dc/ward:2", "title": "Councilmember"},
            id="a ward of Washington",
        ),
        pytest.param(
            "Chair Person",
            {"division": "ocd-division/country:us/district:dc", "title": "Council Chairman"},
            id="Washington's chairman",
        ),
    ],
)  # fmt: skip
def test_people_become_rows_of_ours(built: tuple[Path, BuildReport], name: str, expected: dict[str, str]) -> None:
    row = officials(built[0])[name]
    assert {key: row[key] for key in expected} == expected


def test_who_cannot_be_joined_is_left_out_and_listed_with_the_reason(built: tuple[Path, BuildReport]) -> None:
    folder, report = built
    assert not {"No Where", "Twin Town", "Lost Label", "Of Tribe", "Gone Away"} & set(officials(folder))
    tribe, lost, nowhere, twins = report.unjoined
    assert "Passamaquoddy Tribe: Of Tribe: elected by a tribe" in tribe
    assert "sldl 99: Lost Label: no such district in the Census of 2024" in lost
    assert "wa/nowhere: No Where" in nowhere and "no incorporated place of that name" in nowhere
    assert "wa/oakwood: Twin Town" in twins and "two places of the state have this name" in twins
    assert (report.labels_joined, report.labels) == (9, 11)
    assert any("Gone Away" in note and "in no chamber since 2026-01-01" in note for note in report.notes)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "Maria Cantwell",
            [("capitol", "+12022243441", "Washington", "20510", "", ""),
             ("district", "+12535722281", "Tacoma", "98402", "47.2535", "-122.4390")],
            id="a senator's in Washington and at home, with coordinates",
        ),
        pytest.param(
            "State Senator",
            [("capitol", "+13607867652", "Olympia", "98504", "", ""), ("district", "+12535915111", "Tacoma", "98402", "", "")],
            id="a legislator's, the capitol first, none from their home",
        ),
        pytest.param("Ana Ruiz", [("office", "2535915100x7", "", "", "", "")], id="a mayor's office, with the extension"),
        pytest.param("James Moylan", [], id="nobody's"),
    ],
)  # fmt: skip
def test_every_office_has_its_line(built: tuple[Path, BuildReport], name: str, expected: list[tuple[str, ...]]) -> None:
    assert lines(built[0], name) == expected


DISTRICT_ROWS = {
    "ocd-division/country:us/state:wa/sldl:27": ("sldl", "WA-27", "27", "2", ""),
    "ocd-division/country:us/state:wa/sldl:28": ("sldl", "WA-28", "28", "2", ""),
    "ocd-division/country:us/state:wa/sldu:27": ("sldu", "WA-27", "27", "1", ""),
    "ocd-division/country:us/state:id/sldl:16": ("sldl", "ID-16", "16", "2", ""),
    "ocd-division/country:us/state:ma/sldu:2nd_essex_and_middlesex": ("sldu", "MA-D11", "Second Essex and Middlesex", "1", ""),
    "ocd-division/country:us/state:nh/sldl:belknap_4": ("sldl", "NH-4", "Belknap 4", "1", ""),
    "ocd-division/country:us/state:nh/sldl:belknap_8": (
        "sldl", "", "Belknap 8", "2",
        "ocd-division/country:us/state:nh/sldl:belknap_3;ocd-division/country:us/state:nh/sldl:belknap_4",
    ),
    "ocd-division/country:us/district:dc/ward:2": ("sldu", "", "Ward 2", "1", ""),
    "ocd-division/country:us/district:dc": ("sldu", "", "at large", "5", "ocd-division/country:us/district:dc/ward:2"),
}  # fmt: skip


@pytest.mark.parametrize("division", DISTRICT_ROWS)
def test_districts_have_codes_names_seats_and_what_lies_under_them(built: tuple[Path, BuildReport], division: str) -> None:
    (row,) = [row for row in table_rows(built[0], "districts.tsv") if row["division"] == division]
    assert tuple(row.values())[1:] == DISTRICT_ROWS[division]


def test_who_is_elected_and_does_not_sit_yet_holds_what_they_held_before(tmp_path: Path) -> None:
    now, later = ({"jurisdiction": "ocd-jurisdiction/country:us/state:wa/government", "district": "27"} for _ in range(2))
    roles = [{**now, "type": "lower", "end_date": "2027-01-10"}, {**later, "type": "upper", "start_date": "2027-01-11"}]
    people = {
        "wa/legislature/both.yml": person("Up Moving", "", "us", roles=roles),
        "wa/legislature/new.yml": member("Brand New", "lower", "wa", "27", start_date="2027-01-11"),
        "wa/legislature/old.yml": member("Sits Now", "lower", "wa", "27", start_date="2026-08-05"),
    }
    folder = sources(tmp_path / "sources", people=people)
    members = folder / "legislators-current.yaml"
    term = "  - {type: rep, start: '2027-01-03', end: '2029-01-03', state: GU, district: 0, party: Democrat}\n"
    members.write_text(
        members.read_text() + term + "- id: {bioguide: N000001}\n  name: {first: New, last: Comer}\n  terms:\n" + term
    )
    report = build_tables(folder, tmp_path / "data")
    found = {name: (row["role"], row["term_end"], row["party"]) for name, row in officials(tmp_path / "data").items()}
    del found["Maria Cantwell"]
    assert found == {
        "Up Moving": ("state_lower", "2027-01-10", ""),
        "Sits Now": ("state_lower", "", ""),
        "James Moylan": ("us_representative", "2027-01-03", "Republican"),
    }
    assert any("N000001: in no Congress before 2026-06-15" in note for note in report.notes)
    assert any("(Brand New): in no office before 2026-08-05" in note for note in report.notes)


@pytest.mark.parametrize(
    ("state", "label", "division", "seats"),
    [
        pytest.param("wa", "27", "wa/sldl:27", "2", id="a chamber of pairs"),
        pytest.param("nh", "Belknap 3", "nh/sldl:belknap_3", "3", id="a chamber of one to ten"),
    ],
)
def test_member_too_many_makes_no_seat_more_where_the_number_is_known(
    tmp_path: Path, state: str, label: str, division: str, seats: str
) -> None:
    people = {f"{state}/legislature/{n}.yml": member(f"Member {n}", "lower", state, label) for n in ("One", "Two", "Three")}
    build_tables(sources(tmp_path / "sources", people=people), tmp_path / "data")
    found = {row["division"]: row["seats"] for row in table_rows(tmp_path / "data", "districts.tsv") if row["level"] == "sldl"}
    assert found[f"ocd-division/country:us/state:{division}"] == seats


def test_vacancies_are_taken_where_nobody_sits(built: tuple[Path, BuildReport]) -> None:
    found = [(row["role"], row["division"], row["until"]) for row in table_rows(built[0], "vacancies.tsv")]
    assert found == [
        ("state_lower", "ocd-division/country:us/state:wa/sldl:28", "2026-12-05"),
        ("us_representative", "ocd-division/country:us/state:ca/cd:14", "2027-01-01"),
    ]


def test_number_that_is_left_out_is_noted(built: tuple[Path, BuildReport]) -> None:
    assert any("Far Away" in note and "+17877212400 left out" in note for note in built[1].notes)
    assert any("James Moylan" in note and "no number" in note for note in built[1].notes)
    assert any("Maria Cantwell" in note and "'425-000-0000' is no number" in note for note in built[1].notes)
    assert any("State Senator" in note and "'253-555-01' is no number" in note for note in built[1].notes)
    assert any("X000001" in note and "no member now" in note for note in built[1].notes)


def test_number_in_an_area_code_that_no_zip_code_has_yet_is_kept(tmp_path: Path) -> None:
    far = {"wa/municipalities/far.yml": person("Far Away", "mayor", "us/state:wa/place:ruston", "621-555-0142")}
    build_tables(sources(tmp_path / "in", people=PEOPLE | far), tmp_path / "out")
    assert officials(tmp_path / "out")["Far Away"]["phone"] == "+16215550142"


def test_nothing_private_is_taken(built: tuple[Path, BuildReport]) -> None:
    text = "".join((built[0] / file).read_text() for file in BUILT)
    for private in ("example.org", "Market Street", "Main St", "Pacific Ave", "555-0100", "5550100", "1958"):
        assert private not in text


@pytest.mark.parametrize(
    ("zip", "places", "outside"),
    [
        pytest.param("98402", "wa/tacoma:988", "12", id="a sliver is land outside"),
        pytest.param("98407", "wa/tacoma:809;wa/ruston:90;wa/saint_paul:9;wa/oakwood_city:0;wa/oakwood_village:0", "89",
                     id="a whole town does, however small"),
        pytest.param("37203", "tn/nashville:600;tn/belle_meade:400", "0", id="a county as a city, but for its towns"),
        pytest.param("96910", "", "1000", id="a territory without a map of places"),
    ],
)  # fmt: skip
def test_land_becomes_places_with_their_share(built: tuple[Path, BuildReport], zip: str, places: str, outside: str) -> None:
    (row,) = [row for row in table_rows(built[0], "zips.tsv") if row["zip"] == zip]
    assert (row["places"], row["outside"]) == (places, outside)


@pytest.mark.parametrize(
    ("state", "written", "name", "kind"),
    [
        ("WA", "Tacoma city", "Tacoma", "city"),
        ("AK", "Anchorage municipality", "Anchorage", "municipality"),
        ("AK", "Juneau city and borough", "Juneau", "city and borough"),
        ("TN", "Nashville-Davidson metropolitan government (balance)", "Nashville-Davidson", "metropolitan government"),
        ("IN", "Indianapolis city (balance)", "Indianapolis", "city"),
        ("KY", "Lexington-Fayette urban county", "Lexington", "urban county"),
        ("MA", "Easthampton Town city", "Easthampton", "city"),
        ("ME", "Old Town city", "Old Town", "city"),
        ("ID", "Boise City city", "Boise", "city"),
        ("MN", "St. Paul city", "St. Paul", "city"),
        ("CA", "San Buenaventura (Ventura) city", "Ventura", "city"),
        ("NV", "Carson City", "Carson City", "consolidated"),
    ],
)
def test_census_names_are_taken_apart(state: str, written: str, name: str, kind: str) -> None:
    assert split_name(state, written) == (name, kind)


@pytest.mark.parametrize(
    "file",
    [file for source in FETCHED for file in source.files],
)
def test_missing_source_is_named_and_nothing_is_written(tmp_path: Path, file: str) -> None:
    (sources(tmp_path / "sources") / file).unlink()
    with pytest.raises(DataError, match=f"{file} not there"):
        build_tables(tmp_path / "sources", tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_land_of_another_census_is_refused(tmp_path: Path) -> None:
    folder = sources(tmp_path / "sources")
    (folder / "rtr_zcta_county.csv").write_text(COUNTIES + "99999,Nowhere County,WA,5\n")
    with pytest.raises(DataError, match="99999 first; fetch all of them anew"):
        build_tables(folder, tmp_path / "data")


def run(tmp_path: Path, *arguments: str) -> Result:
    app = Flask(__name__)
    app.cli.add_command(data_cli)
    return app.test_cli_runner().invoke(
        args=["data", "build", str(tmp_path / "sources"), "--out", str(tmp_path / "out"), *arguments]
    )


def test_command_reports_tables_notes_and_who_was_left_out(tmp_path: Path) -> None:
    sources(tmp_path / "sources")
    result = run(tmp_path)
    assert result.exit_code == 0
    assert (tmp_path / "out" / "holidays.tsv").read_bytes() == (ROOT / "data" / "holidays.tsv").read_bytes()
    for text in (
        "officials.tsv",
        "holidays.tsv",
        "note: James Moylan",
        "left out: wa/nowhere",
        "9 of 11 state legislative districts joined",
        "4 people left out; next: flask data check",
    ):
        assert text in result.output


def test_age_of_a_source_can_be_given_and_must_be_known(tmp_path: Path) -> None:
    (sources(tmp_path / "sources") / "README.md").unlink()
    names = [source.name for source in SOURCES]
    refused = run(tmp_path)
    assert refused.exit_code == 1 and "add --as-of congress-legislators=YYYY-MM-DD" in refused.stderr
    assert run(tmp_path, *(f"--as-of={name}=2026-01-02" for name in names)).exit_code == 0
    assert {row["as_of"] for row in table_rows(tmp_path / "out", "sources.tsv")} == {"2026-01-02"}


@pytest.mark.parametrize(
    ("given", "status", "message"),
    [("elsewhere=2026-01-02", 1, "no such source; write one of"), ("census-places=soon", 2, "write SOURCE=YYYY-MM-DD")],
)
def test_wrong_age_is_an_error_with_its_mend(tmp_path: Path, given: str, status: int, message: str) -> None:
    sources(tmp_path / "sources")
    result = run(tmp_path, f"--as-of={given}")
    assert result.exit_code == status and message in result.stderr
