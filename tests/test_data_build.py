"""The builder on sources of the real shape in small: what is taken, joined, left out, and that it is the same every time."""

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from bot.cli.data import data_cli
from bot.officials.sources.build import Report, build
from bot.officials.sources.land import split_name
from bot.officials.tables import COLUMNS, DataError, rows

README = """
| file | from | date | licence |
|---|---|---|---|
| legislators-current.yaml | unitedstates/congress-legislators | 2026-06-15 | CC0 |
| openstates-people.tar.gz | openstates/people | 2026-08-05 | CC0 |
| zcta_districts_119_sld2024.tsv.gz: zcta, states | Census | 2026-11-21 | facts |
| rtr_zcta_place.csv, rtr_zcta_county.csv | Census | 2026-08-22 | facts |
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


PEOPLE: dict[str, dict[str, object]] = {
    "wa/executive/both.yml": twice_elected(),
    "dc/executive/mayor.yml": person("Dee Cee", "governor", "us/district:dc", "202-727-2643"),
    "wa/municipalities/tacoma.yml": person("Ana Ruiz", "mayor", TACOMA, "(253) 591-5100 ext. 7"),
    "wa/municipalities/paul.yml": person("Pat Paul", "mayor", "us/state:wa/place:saint_paul_", "253-591-5101"),
    "wa/municipalities/far.yml": person("Far Away", "mayor", "us/state:wa/place:ruston", "787-721-2400"),
    "wa/municipalities/twins.yml": person("Twin Town", "mayor", "us/state:wa/place:oakwood", "253-591-5102"),
    "wa/municipalities/nowhere.yml": person("No Where", "mayor", "us/state:wa/place:nowhere", "253-591-5103"),
    "tn/municipalities/nashville.yml": person("Nash Ville", "mayor", "us/state:tn/place:nashville", "615-862-6000"),
    "wa/legislature/one.yml": person("State Senator", "upper", "us/state:wa", "360-786-7667"),
}
DISTRICTS = """zcta\tstates\tcd119\tsldu2024\tsldl2024
20001\tDC\tDC-0\t\t
37203\tTN\tTN-5,TN-7\tTN-19\tTN-56
96910\tGU\tGU-0\t\t
98402\tWA\tWA-6\tWA-27\tWA-27
98407\tWA\tWA-6\tWA-27\tWA-27
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
    (folder / "rtr_zcta_place.csv").write_text("\ufeff" + PLACES)
    (folder / "rtr_zcta_county.csv").write_text(COUNTIES)
    (folder / "zcta_districts_119_sld2024.tsv.gz").write_bytes(gzip.compress(DISTRICTS.encode()))
    with tarfile.open(folder / "openstates-people.tar.gz", "w:gz") as archive:
        for name, content in sorted(people.items(), reverse=backwards):
            member = tarfile.TarInfo(f"people-main/data/{name}")
            text = json.dumps(content).encode()  # JSON is YAML
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    return folder


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Report]:
    return tmp_path / "data", build(sources(tmp_path / "sources"), tmp_path / "data")


def officials(folder: Path) -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in rows(folder, "officials.tsv")}


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    build(sources(tmp_path / "one"), tmp_path / "a")
    build(sources(tmp_path / "two", backwards=True), tmp_path / "b")
    for file in COLUMNS:
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
            {"role": "mayor", "division": "ocd-division/country:us/state:wa/place:tacoma", "phone": "+12535915100"},
            id="an office number, neither the home's nor its extension",
        ),
        pytest.param("Pat Paul", {"division": "ocd-division/country:us/state:wa/place:saint_paul"}, id="St. and saint"),
        pytest.param("Far Away", {"phone": ""}, id="a number of another place is left out"),
        pytest.param("Nash Ville", {"division": "ocd-division/country:us/state:tn/place:nashville"}, id="a county as a city"),
    ],
)  # fmt: skip
def test_people_become_rows_of_ours(built: tuple[Path, Report], name: str, expected: dict[str, str]) -> None:
    row = officials(built[0])[name]
    assert {key: row[key] for key in expected} == expected


def test_who_cannot_be_joined_is_left_out_and_listed_with_the_reason(built: tuple[Path, Report]) -> None:
    folder, report = built
    assert len(officials(folder)) == 8
    nowhere, twins = report.unjoined
    assert "wa/nowhere: No Where" in nowhere and "no incorporated place of that name" in nowhere
    assert "wa/oakwood: Twin Town" in twins and "two places of the state have this name" in twins


def test_a_number_that_is_left_out_is_noted(built: tuple[Path, Report]) -> None:
    assert any("Far Away" in note and "+17877212400 left out" in note for note in built[1].notes)
    assert any("James Moylan" in note and "no number" in note for note in built[1].notes)


def test_nothing_private_is_taken(built: tuple[Path, Report]) -> None:
    text = "".join((built[0] / file).read_text() for file in COLUMNS)
    for private in ("example.org", "Market Street", "555-0100", "5550100", "1958"):
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
def test_land_becomes_places_with_their_share(built: tuple[Path, Report], zip: str, places: str, outside: str) -> None:
    (row,) = [row for row in rows(built[0], "zips.tsv") if row["zip"] == zip]
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
    ["legislators-current.yaml", "openstates-people.tar.gz", "zcta_districts_119_sld2024.tsv.gz", "rtr_zcta_place.csv"],
)
def test_a_missing_source_is_named_and_nothing_is_written(tmp_path: Path, file: str) -> None:
    (sources(tmp_path / "sources") / file).unlink()
    with pytest.raises(DataError, match=f"{file} not there"):
        build(tmp_path / "sources", tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_land_of_another_census_is_refused(tmp_path: Path) -> None:
    folder = sources(tmp_path / "sources")
    (folder / "rtr_zcta_county.csv").write_text(COUNTIES + "99999,Nowhere County,WA,5\n")
    with pytest.raises(DataError, match="99999 first; fetch all of them anew"):
        build(folder, tmp_path / "data")


def run(tmp_path: Path, *arguments: str) -> Result:
    app = Flask(__name__)
    app.cli.add_command(data_cli)
    return app.test_cli_runner().invoke(
        args=["data", "build", str(tmp_path / "sources"), "--out", str(tmp_path / "out"), *arguments]
    )


def test_the_command_reports_tables_notes_and_who_was_left_out(tmp_path: Path) -> None:
    sources(tmp_path / "sources")
    result = run(tmp_path)
    assert result.exit_code == 0
    for text in ("officials.tsv", "note: James Moylan", "left out: wa/nowhere", "2 mayors left out; next: flask data check"):
        assert text in result.output


def test_the_age_of_a_source_can_be_given_and_must_be_known(tmp_path: Path) -> None:
    (sources(tmp_path / "sources") / "README.md").unlink()
    names = ("congress-legislators", "openstates-people", "census-districts", "census-places", "census-counties")
    refused = run(tmp_path)
    assert refused.exit_code == 1 and "add --as-of congress-legislators=YYYY-MM-DD" in refused.stderr
    assert run(tmp_path, *(f"--as-of={name}=2026-01-02" for name in names)).exit_code == 0
    assert {row["as_of"] for row in rows(tmp_path / "out", "sources.tsv")} == {"2026-01-02"}


@pytest.mark.parametrize(
    ("given", "status", "message"),
    [("elsewhere=2026-01-02", 1, "no such source; write one of"), ("census-places=soon", 2, "write SOURCE=YYYY-MM-DD")],
)
def test_a_wrong_age_is_an_error_with_its_mend(tmp_path: Path, given: str, status: int, message: str) -> None:
    sources(tmp_path / "sources")
    result = run(tmp_path, f"--as-of={given}")
    assert result.exit_code == status and message in result.stderr
