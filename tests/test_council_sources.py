"""Sources of councils in small: what a file of theirs becomes, whom it does not name any more, and what is refused."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.civic_data import civicpatch
from bot.civic_data.build import BuildReport, build_tables
from bot.civic_data.local_officials import ward_name
from bot.civic_data.sources import source_dates
from bot.officials.directory import Directory
from bot.officials.local.office_names import offices_meant
from bot.officials.local.person_names import read_person
from bot.officials.tables import DataError, table_rows, write_table
from bot.tabular.cells import CellError
from tests.test_data_build import PEOPLE, README, officials
from tests.test_data_build import sources as country_sources

WA = "ocd-division/country:us/state:wa"
ELECTIONS = [
    ("WA", "", "2025-11-04", "2026-01-01", "a rule", "here"),
    ("WA", "", "2027-11-02", "2027-11-23", "a rule", "here"),
    ("WA", "town", "2026-08-04", "2026-09-01", "a rule for towns", "here"),
    ("US", "county", "2026-11-03", "2026-11-25", "a rule for counties", "here"),
    ("US", "county", "2028-11-07", "2028-11-08", "a rule for counties", "here"),
    ("wa/saint_paul", "", "2029-11-06", "2030-01-01", "a place's own", "here"),
]
EXCEPTIONS = [("wa/tacoma", "Position 1", "1", "Ana", "2026-11-20", "it is a district", "here")]
TOWNSHIP = "ocd-jurisdiction/country:us/state:wa/county:pierce/place:tacoma/government"
HALL = "253-591-5100"
# As of when the small sources are: the newest of them, so the day from which the tables count.
DATED = README + "| civicpatch-open-data.tar.gz | a fork | 2026-07-08 | CC0 |\n| councils | cities | 2026-11-20 | facts |\n"

Row = dict[str, object]


def member(name: str, office: str = "Council Member", *, ward: str = "", place: str = "tacoma", **more: object) -> Row:
    """A person as the older files have them."""
    return {
        "name": name,
        "phones": [HALL],
        "emails": ["private@example.org"],
        "office": {"name": office, "division_ocdid": f"{WA}/place:{place}{ward}"},
        "jurisdiction_ocdid": f"ocd-jurisdiction/country:us/state:wa/place:{place}/government",
        "updated_at": "2026-03-18T23:15:00+00:00",
        "end_date": None,
        **more,
    }


def newer(name: str, *roles: tuple[str, str, str | None]) -> Row:
    """A person as the newer files have them. roles: (name, the rest of the division's id, end)."""
    jurisdiction = "ocd-jurisdiction/country:us/state:wa/place:tacoma/government"
    return {
        "name": name,
        "other_names": [],
        "phones": [HALL],
        "updated_at": "2026-09-01",
        "roles": [
            {
                "name": office,
                "role_id": "x",
                "jurisdiction_ocdid": jurisdiction,
                "division_ocdid": f"{WA}/place:tacoma{ward}",
                "start_date": None,
                "end_date": end,
            }
            for office, ward, end in roles
        ],
    }


PIERCE = "wa/county:pierce"


def officer(name: str, office: str, *, district: str = "", county: str = "county:pierce", **more: object) -> Row:
    """A person of a county as the older files have them."""
    return {
        **member(name, office),
        "office": {"name": office, "division_ocdid": f"{WA}/{county}{district}"},
        "jurisdiction_ocdid": f"ocd-jurisdiction/country:us/state:wa/{county}/government",
        "end_date": "2029-12-31",
        **more,
    }


def as_newer(row: Row) -> Row:
    """The same as the newer files have it."""
    office, rest = row["office"], {key: value for key, value in row.items() if key not in ("office", "jurisdiction_ocdid")}
    assert isinstance(office, dict)
    role = {**office, "role_id": "x", "jurisdiction_ocdid": row["jurisdiction_ocdid"], "end_date": row["end_date"]}
    return {**rest, "other_names": [], "roles": [role]}


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"open-data/data/wa/local/{name}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def text(*rows: Row) -> bytes:
    return json.dumps(list(rows)).encode()  # JSON is YAML


def build(folder: Path, files: Mapping[str, bytes] | bytes, councils: Mapping[str, str] = {}) -> tuple[Path, BuildReport]:
    """Tables of the small country with this archive, and these CSVs of cities."""
    sources = country_sources(folder / "sources")
    (sources / "README.md").write_text(DATED)
    (sources / "civicpatch-open-data.tar.gz").write_bytes(files if isinstance(files, bytes) else packed(files))
    (sources / "councils").mkdir()
    for name, content in councils.items():
        (sources / "councils" / name).write_text(content)
    by_hand = folder / "by_hand"
    write_table(by_hand, "council_elections.tsv", ELECTIONS)
    write_table(by_hand, "council_exceptions.tsv", EXCEPTIONS)
    return folder / "out", build_tables(sources, folder / "out", by_hand=by_hand)


def council(folder: Path, *columns: str, role: str = "council") -> list[tuple[str, ...]]:
    """These columns of the rows of councils.tsv."""
    return [tuple(row[c] for c in columns) for row in table_rows(folder, "councils.tsv") if row["role"] == role]


def people(folder: Path) -> list[str]:
    return [name for (name,) in council(folder, "name") if name]


@pytest.mark.parametrize(
    ("office", "meant"),
    [
        ("Council Member", ["council"]),
        ("Alderperson - At-Large", ["council"]),
        ("Trustee", ["council"]),
        ("Commissioner - Place 2", ["council"]),
        ("Select Board", ["council"]),
        ("Chair - Vice Chair - Council Member", ["council"]),
        ("Council President", ["council"]),
        ("President Pro-Tem", ["council"]),
        ("Place 3 - Council Member", ["council"]),
        ("Trustee - Clerk", ["council"]),
        pytest.param("Mayor Pro Tempore", ["council"], id="who stands in for the mayor"),
        ("Council Member - Mayor Pro Tempore - Place 3", ["council"]),
        ("Vice Mayor", ["council"]),
        ("Deputy Mayor - Council Member", ["council"]),
        ("Acting Mayor", ["council"]),
        ("Mayor", ["mayor"]),
        ("Mayor - At-Large", ["mayor"]),
        ("Mayor - Council Member", ["mayor"]),
        ("Mayor - Place 4", ["mayor"]),
        ("Council Member, Mayor", ["mayor"]),
    ],
)
def test_office_by_its_name_is_one_of_ours(office: str, meant: list[str]) -> None:
    assert offices_meant(office) == meant


@pytest.mark.parametrize(
    "office", ["", "Clerk", "City Council Clerk", "Treasurer", "Manager", "Supervisor", "Precinct 1", "Mayor-Elect", "Janitor",
               "Council Member - South Pct. 2", "Former Mayor"]
)  # fmt: skip
def test_office_of_somebody_else_is_none(office: str) -> None:
    with pytest.raises(ValueError, match=r"is no office|no office is named"):
        offices_meant(office)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dr. Ada Moss", "Ada Moss"),
        ("Council Member Ada Moss", "Ada Moss"),
        ("Mayor Pro Tem Ada  Moss", "Ada Moss"),
        ("Councilwoman Ada Moss, Chair", "Ada Moss"),
        ("Ada Moss (D)", "Ada Moss"),
        ("Bo Moss, Jr.", "Bo Moss, Jr."),
        ("Bo Moss III", "Bo Moss III"),
        ("Robert “Bo” Moss", 'Robert "Bo" Moss'),
        ("Robert Moss (Bo)", "Robert Moss (Bo)"),
        pytest.param("Mayor Quimby", "Quimby", id="nothing but a title and a name"),
        ("Drew Moss", "Drew Moss"),
        ("Theo Chairez", "Theo Chairez"),
        ("Vacant", ""),
        ("VACANT - Ward 3", ""),
        ("", ""),
    ],
)
def test_name_loses_titles_and_keeps_suffix_and_nickname(written: str, name: str) -> None:
    assert read_person(written).name == name


@pytest.mark.parametrize(
    ("written", "ward"),
    [("2", "2"), ("04", "4"), ("a", "A"), ("north", "North"), ("2_-_seat_2", "2"), ("no. 3", "3"), ("3_-_ward_south", "South"),
     ("8-1", "8"), ("2-a", "2 A")],
)  # fmt: skip
def test_ward_of_an_id_is_said_as_people_say_it(written: str, ward: str) -> None:
    assert ward_name(written) == ward


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([member("Ada Moss", "Council Member - Position 6")], [("", "Ada Moss")], id="a position is no district"),
        pytest.param([member("Ada Moss", "Council Member - Position 1")], [("1", "Ada Moss")], id="but where it is one"),
        pytest.param([member("Ada Moss", "Council Member - Place 2", ward="/ward:5")], [("5", "Ada Moss")],
                     id="the division's ward, not the place's number"),
        pytest.param([member("Ada Moss", ward="/council_district:k")], [("K", "Ada Moss")], id="a letter"),
        pytest.param([member("Ada Moss", ward="/ward:1"), member("Bo Reed", ward="/ward:1")],
                     [("1", "Ada Moss"), ("1", "Bo Reed")], id="two members of one ward"),
        pytest.param([member("Ada Moss"), member("Ada Moss")], [("", "Ada Moss")], id="the same twice"),
        pytest.param([member("Ada Moss"), member("Bo Reed", ward="/precinct:2")], [("", "Ada Moss")], id="a precinct"),
        pytest.param([member("Ada Moss"), member("Bo Reed", "")], [("", "Ada Moss")], id="no office"),
        pytest.param([member("Ada Moss"), member("Bo 2")], [("", "Ada Moss")], id="no name"),
        pytest.param([member("Ada Moss", ward="/ward:1"), member("Vacant", ward="/ward:2", phones=["253-591-5102"])],
                     [("1", "Ada Moss"), ("2", "")], id="a vacant ward can be chosen"),
        pytest.param([newer("Ada Moss", ("Council Member", "/council_district:4", "2027-12-31"))], [("4", "Ada Moss")],
                     id="a newer file"),
        pytest.param([newer("Ada Moss", ("Council Member", "/council_district:4", "2025-12-31"),
                            ("Council Member", "", "2029-12-31"))], [("", "Ada Moss"), ("4", "")],
                     id="of two roles the one that runs"),
    ],
)  # fmt: skip
def test_file_becomes_rows_of_a_council(tmp_path: Path, rows: list[Row], expected: list[tuple[str, str]]) -> None:
    folder, _ = build(tmp_path, {"place_tacoma.yml": text(*rows)})
    assert [row for row in council(folder, "ward", "name") if row != ("", "")] == expected


@pytest.mark.parametrize(
    ("read", "end", "last"),
    [
        pytest.param("2026-03-18", "2029-12-31", "2029-12-31", id="a day"),
        pytest.param("2026-03-18", "2027-06", "2027-06-30", id="a month runs to its end"),
        pytest.param("2026-03-18", "2026", "2026-12-31", id="a year runs to its end"),
        pytest.param("2026-03-18", "2027", "2027-11-22", id="but for those who are elected in it"),
        pytest.param("2026-03-18", None, "2027-11-22", id="none: until the next are seated"),
        pytest.param("2026-03-18", "2039", "2027-11-22", id="an end in another age is none"),
        pytest.param("2026-03-18", "2026-02-30", "2027-11-22", id="no day is none"),
        pytest.param("2025-06-04", "2027-12-31", "2027-12-31", id="read long ago, with an end"),
        pytest.param("2025-06-04", None, None, id="read before the last election, without an end"),
        pytest.param("2025-12-30", None, None, id="read before those who were elected sat"),
        pytest.param("2026-03-18", "2026-11-20", None, id="a day that is over"),
        pytest.param("2026-03-18", "2026-10", None, id="a month that is over"),
        pytest.param("2026-03-18", "2025", None, id="a year that is over"),
        pytest.param("yesterday", "2029-12-31", None, id="read on no day"),
    ],
)
def test_member_is_named_until_the_term_ends_or_others_sit(
    tmp_path: Path, read: str, end: str | None, last: str | None
) -> None:
    rows = text(member("Ada Moss", updated_at=read, end_date=end), member("Bo Reed", end_date="2029-12-31"))
    found = dict(council(build(tmp_path, {"place_tacoma.yml": rows})[0], "name", "term_end"))
    assert found.get("Ada Moss") == last


@pytest.mark.parametrize(
    ("place", "last"), [("saint_paul", "2029-12-31"), ("ruston", "2026-08-31")], ids=["its own", "a town's"]
)
def test_elections_of_a_place_and_of_its_kind_count(tmp_path: Path, place: str, last: str) -> None:
    rows = text(member("Ada Moss", place=place), member("Bo Reed", place=place, end_date="2030-12-31"))
    found = dict(council(build(tmp_path, {f"place_{place}.yml": rows})[0], "name", "term_end"))
    assert found.get("Ada Moss") == (last if last > "2026-11-21" else None)


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        pytest.param([member("Ada", phones=["(253) 591-5101 ext. 4"])], {"Ada": ["2535915101x4"]}, id="an extension"),
        pytest.param([member("Ada", phones=["253-591-5101", "253-591-5102", "253-591-5103"])],
                     {"Ada": ["+12535915101", "+12535915102"]}, id="two numbers at most"),
        pytest.param([member("Ada", phones=["253-555-01", "none"])], {"Ada": [""]}, id="no number"),
        pytest.param([member("Ada"), member("Bo")], {"": ["+12535915100"], "Ada": ["+12535915100"], "Bo": ["+12535915100"]},
                     id="one number for everybody is city hall's"),
        pytest.param([member("Ada"), member("Bo"), member("Cy", phones=[])],
                     {"": ["+12535915100"], **{name: ["+12535915100"] for name in ("Ada", "Bo", "Cy")}},
                     id="and stands for who has none"),
        pytest.param([member("Ada", phones=["253-591-5101"]), member("Bo", phones=["206-684-8801"]), member("Cy", phones=[])],
                     {"Ada": ["+12535915101"], "Bo": ["+12066848801"], "Cy": [""]}, id="everybody has their own"),
    ],
)  # fmt: skip
def test_number_is_a_members_own_or_city_halls(tmp_path: Path, rows: list[Row], lines: dict[str, list[str]]) -> None:
    folder, _ = build(tmp_path, {"place_tacoma.yml": text(*rows)})
    found: dict[str, list[str]] = {}
    for name, line in council(folder, "name", "phone"):
        found.setdefault(name, []).append(line)
    assert found == lines


@pytest.mark.parametrize(
    ("phones", "line"),
    [
        pytest.param(["253-591-5101", "253-591-5102", "253-591-5103"], "+12535915101", id="desks of one exchange stay"),
        pytest.param(["253-591-5101", "206-684-8802", "253-722-5103"], "", id="somebody's own number goes with them"),
    ],
)
def test_number_of_a_ward_stays_where_it_is_an_offices(tmp_path: Path, phones: list[str], line: str) -> None:
    ends = ["2025-12-31", "2029-12-31", "2029-12-31"]
    rows = [
        member(name, ward=f"/ward:{number}", phones=[phone], end_date=end)
        for number, (name, phone, end) in enumerate(zip(("Ada", "Bo", "Cy"), phones, ends, strict=True), start=1)
    ]
    folder, _ = build(tmp_path, {"place_tacoma.yml": text(*rows)})
    assert council(folder, "ward", "name", "phone")[0] == ("1", "", line)


@pytest.mark.parametrize(
    ("files", "places", "why"),
    [
        pytest.param({"place_st._paul.yml": text(member("Ada", place="st._paul"))}, ["wa/saint_paul"], "",
                     id="another spelling"),
        pytest.param({"place_oakwood.yml": text(member("Ada", place="oakwood"))}, [],
                     "wa/oakwood: 1 people of civicpatch: two places of the state have this name", id="a city and a village"),
        pytest.param({"place_st._paul.yml": text(member("Ada", place="st._paul")),
                      "place_saint_paul.yml": text(member("Bo", place="saint_paul"))}, [],
                     "wa/saint_paul: 2 people of civicpatch: two places of the state have this name", id="two ids, one key"),
        pytest.param({"place_gone.yml": text(member("Ada", place="gone"))}, [],
                     "wa/gone: 1 people of civicpatch: no such place", id="a place of no map"),
        pytest.param({"county_pierce__place_tacoma.yml": text(member("Ada", jurisdiction_ocdid=TOWNSHIP))}, [],
                     "civicpatch: 1 townships left out", id="a township of a city's name"),
    ],
)  # fmt: skip
def test_place_joins_by_its_whole_id_or_is_left_out(
    tmp_path: Path, files: dict[str, bytes], places: list[str], why: str
) -> None:
    folder, report = build(tmp_path, files)
    assert [place for (place,) in council(folder, "place")] == places
    assert any(line.startswith(why) for line in [*report.unjoined, *report.notes])


@pytest.mark.parametrize(
    ("office", "meant"),
    [
        ("Council Member", ["county_council"]),
        ("County Council Member - District 4", ["county_council"]),
        ("Commissioner, Vice Chair", ["county_council"]),
        ("Supervisor - Chair", ["county_council"]),
        ("County Commissioner Precinct 2", ["county_council"]),
        ("Police Juror", ["county_council"]),
        ("County Executive", ["county_executive"]),
        ("County Mayor", ["county_executive"]),
        ("County Judge/Executive", ["county_executive"]),
        ("Judge-Executive", ["county_executive"]),
        ("Sheriff", ["sheriff"]),
        ("Sheriff-Coroner", ["sheriff"]),
        ("County Sheriff", ["sheriff"]),
        ("Prosecuting Attorney", ["district_attorney"]),
        ("State’s Attorney", ["district_attorney"]),
        ("County Prosecutor", ["district_attorney"]),
        ("District Attorney", ["district_attorney"]),
    ],
)
def test_office_of_a_county_by_its_name_is_one_of_ours(office: str, meant: list[str]) -> None:
    assert offices_meant(office, "county_council") == meant


@pytest.mark.parametrize(
    "office",
    [
        "County Attorney", "County Judge", "Deputy Sheriff", "Undersheriff", "Sheriff's Deputy", "Interim Sheriff",
        "Sheriff-Elect",
        "Former Sheriff", "Chief Deputy District Attorney", "District Attorney Investigator", "Assistant County Executive",
        "Executive Director", "County Manager", "County Clerk", "Commissioner of the Revenue", "Drain Commissioner",
        "Supervisor of Elections", "Tax Commissioner", "School Board Member", "Constable Precinct 2", "Justice of the Peace",
        "",
    ],
)  # fmt: skip
def test_office_of_a_county_that_is_none_of_ours_is_left_out(office: str) -> None:
    with pytest.raises(ValueError):
        offices_meant(office, "county_council")


COUNTY_FILE = [
    officer("Ada Moss", "Council Member", district="/council_district:1", phones=["253-798-6650"]),
    officer("Bo Reed", "Council Member - Vice Chair", district="/council_district:2", phones=["253-798-6654"]),
    officer("Vacant", "Council Member", district="/council_district:3", phones=["253-798-6626"]),
    officer("Cy Lane", "Council Member", district="/council_district:4", phones=["253-798-6651"], end_date="2025-12-31"),
    officer("Di Park", "County Executive", phones=[]),
    officer("Ed Ruiz", "Sheriff", phones=["253-722-7530"]),
    officer("Flo Hart", "Prosecuting Attorney", phones=[]),
    officer("Gus Wade", "Assessor-Treasurer"),
]


@pytest.mark.parametrize("shape", [dict, as_newer], ids=["older", "newer"])
def test_file_of_a_county_becomes_its_offices(tmp_path: Path, shape: Callable[[Row], Row]) -> None:
    folder, _ = build(tmp_path, {"county_pierce.yml": text(*map(shape, COUNTY_FILE)), "place_tacoma.yml": text(member("Hal"))})
    rows = [tuple(row.values())[1:5] for row in table_rows(folder, "councils.tsv") if row["place"] == PIERCE]
    assert rows == [
        ("county_council", "1", "Ada Moss", "+12537986650"),
        ("county_council", "2", "Bo Reed", "+12537986654"),
        ("county_council", "3", "", "+12537986626"),
        ("county_council", "4", "", ""),
        ("county_executive", "", "Di Park", ""),
        ("district_attorney", "", "Flo Hart", ""),
        ("sheriff", "", "Ed Ruiz", "+12537227530"),
    ]
    assert council(folder, "place", "name")[0] == ("wa/tacoma", "Hal")


def test_table_with_counties_is_served_and_asked(tmp_path: Path) -> None:
    folder, _ = build(tmp_path, {"county_pierce.yml": text(*COUNTY_FILE)})
    for file in ("vintages.tsv", "seatings.tsv", "inaugurations.tsv", "officeholders.tsv"):
        write_table(folder, file, [])
    directory = Directory.load(folder)
    found = directory.find("98402", ["sheriff", "county_council", "district_attorney"], today=date(2026, 11, 23))
    sheriff, members, attorney = found.targets
    assert [(o.title, o.name, o.id) for o in sheriff.officials] == [
        ("Sheriff", "Ed Ruiz", f"city/{PIERCE}/sheriff/at_large/ed_ruiz")
    ]
    assert [choice.labels["en"] for choice in members.choices] == [
        "district 1 (Ada Moss)", "district 2 (Bo Reed)", "district 3", "district 4"]  # fmt: skip
    assert [o.lines for o in attorney.officials] == [()]
    assert directory.record(f"city/{PIERCE}/county_council/2/bo_reed") is not None
    assert {record.role for record in directory.all_records()} >= {"county_council", "county_executive", "sheriff"}


@pytest.mark.parametrize(
    ("read", "end", "last"),
    [
        pytest.param("2026-03-18", "2030-12-31", "2030-12-31", id="a day"),
        pytest.param("2026-03-18", None, "2026-11-24", id="none: until the next of any county sit, whatever cities do"),
        pytest.param("2026-03-18", "2028", "2028-11-07", id="a year: the newly elected may sit before it ends"),
        pytest.param("2026-03-18", "2026-10", None, id="over"),
    ],
)
def test_officer_of_a_county_is_named_until_the_term_ends_or_others_sit(
    tmp_path: Path, read: str, end: str | None, last: str | None
) -> None:
    rows = text(officer("Ed Ruiz", "Sheriff", updated_at=read, end_date=end, phones=["253-722-7530"]))
    found = dict(council(build(tmp_path, {"county_pierce.yml": rows})[0], "name", "term_end", role="sheriff"))
    assert found.get("Ed Ruiz") == last


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        pytest.param([officer("Ada", "Sheriff", county="county:peirce")],
                     "wa/county:peirce: 1 people of civicpatch: no such place", id="no county"),
        pytest.param([officer("Ada", "Sheriff", county="place:pierce")], "wa/pierce: 1 people of civicpatch: no such place",
                     id="a place of its name"),
        pytest.param([officer("Ada", "Council Member", district="/precinct:2")], f"{PIERCE}: Council Member: left out",
                     id="a part that is no district"),
        pytest.param([officer("Ada", "Council Member") | {"office": member("Ada")["office"]}],
                     f"{PIERCE}: Council Member: left out", id="the division of a city"),
        pytest.param([officer("Ada", "Sheriff"), officer("Bo", "Sheriff")], "", id="two sheriffs"),
    ],
)  # fmt: skip
def test_file_of_a_county_that_does_not_join_names_nobody(tmp_path: Path, rows: list[Row], why: str) -> None:
    folder, report = build(tmp_path, {"county_pierce.yml": text(*rows)})
    assert [row["name"] for row in table_rows(folder, "councils.tsv") if row["name"]] == []
    assert any(line.startswith(why) for line in [*report.unjoined, *report.notes])


BOMB = "- &a0 [x, x]\n" + "".join(f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(BOMB.encode(), id="a bomb of anchors"),
        pytest.param(b"[" * 400_000, id="lists without end"),
        pytest.param(b"- " * 200_000, id="lists without end in one line"),
        pytest.param(b"<html>not found</html>", id="a web page"),
        pytest.param(b"\xff\xfe\x00a", id="no text"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"- name: [\n", id="half a file"),
        pytest.param(text({"name": {"a": 1}, "office": "Mayor"}), id="nobody's file"),
        pytest.param(text(member("Ada", place="ruston"), member("Bo", place="tacoma")), id="a file of two places"),
    ],
)
def test_file_that_is_none_is_skipped_with_a_note(tmp_path: Path, content: bytes) -> None:
    folder, report = build(tmp_path, {"place_bad.yml": content, "place_tacoma.yml": text(member("Ada Moss"))})
    assert people(folder) == ["Ada Moss"]
    assert any(note.startswith("wa/local/place_bad.yml: left out: ") for note in report.notes)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            packed({"place_tacoma.yml": bytes(civicpatch.MOST_FILE + 1)}),
            "has 500,001 bytes, more than there can be",
            id="a file too large",
        ),
        pytest.param(b"<html>not found</html>", "civicpatch-open-data.tar.gz: not as we know it", id="a web page"),
        pytest.param(packed({"place_tacoma.yml": text(member("Ada"))})[:-40], "not as we know it", id="half an archive"),
    ],
)
def test_archive_that_is_none_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        build(tmp_path, content)
    assert not (tmp_path / "out").exists()


def test_archive_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with gzip.open(out, "wb", compresslevel=1) as packed_file, tarfile.open(fileobj=packed_file, mode="w|") as archive:
        entry = tarfile.TarInfo("open-data/images/city.png")
        entry.size = civicpatch.MOST_UNPACKED + 1_000
        archive.addfile(entry, _Zeros())
    with pytest.raises(DataError, match="unpacks to more than 100 MB; fetch its data/ folder alone"):
        build(tmp_path, out.getvalue())


class _Zeros(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        return bytes(size)


HEAD = "city,state,role,district,name,phone,term_end,source,as_of\n"


def test_city_that_was_checked_by_hand_wins(tmp_path: Path) -> None:
    tacoma = HEAD + (
        "Tacoma,WA,council,2,Ben Okafor,253-591-5102,2029-12-31,the city's page,2026-06-02\n"
        "Tacoma,WA,council,5,,253-591-5105,,an office's line,2026-06-02\n"
        "Tacoma,WA,council,At-Large,Fern Ito,,,the city's page,2026\n"
        "Tacoma,WA,council,,,253-591-5100,,the main line,2026-06-02\n"
    )
    archive = {"place_tacoma.yml": text(member("Ada Moss"), member("May Ora", "Mayor", end_date="2029-12-31"))}
    folder, _ = build(tmp_path, archive, {"wa-tacoma.csv": tacoma})
    assert council(folder, "ward", "name", "phone", "term_end", "source") == [
        ("", "", "+12535915100", "", "city-councils"),
        ("", "Fern Ito", "+12535915100", "2027-11-22", "city-councils"),
        ("2", "Ben Okafor", "+12535915102", "2029-12-31", "city-councils"),
        ("5", "", "+12535915105", "", "city-councils"),
    ]
    assert council(folder, "name", role="mayor") == [("May Ora",)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Atlantis,WA,council,,Ada,,,x,2026", "line 2: Atlantis, WA is no place of places.tsv"),
        ("Tacoma,WA,clerk,,Ada,,,x,2026", "line 2: role 'clerk' is not council or mayor"),
        ("Tacoma,WA,council,,Ada,911,,x,2026", "line 2: '911' is no number that may be called"),
        ("Tacoma,WA,council,,Ada,,soon,x,2026", "line 2: 'soon' is not a date"),
        ("Tacoma,WA,council,,Ada 2,,,x,2026", "line 2: 'Ada 2' has a digit in it"),
        ("Tacoma,WA,council,0,Ada,,,x,2026", "line 2: 0 is what people reply"),
    ],
)
def test_row_of_a_city_that_cannot_be_read_is_an_error(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        build(tmp_path, {}, {"wa-tacoma.csv": f"{HEAD}{row}\n"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("name,phone\n", "line 1: the columns are not city,state,role", id="other columns"),
        pytest.param(
            f"{HEAD}Tacoma,WA,council,,{'Ada ' * 40_000},,,x,2026\n", "line 2: field larger than", id="a cell without end"
        ),
        pytest.param(HEAD + " " * 1_000_000, "has more than 1,000,000 bytes", id="a file too large"),
    ],
)
def test_list_of_a_city_that_is_none_is_an_error(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        build(tmp_path, {}, {"wa-tacoma.csv": content})


@pytest.mark.parametrize(
    ("readme", "day"),
    [
        pytest.param("| councils | the cities' own pages | see each row | facts |", "2026-06-02", id="the newest of its rows"),
        pytest.param(
            "| councils | the cities' own pages | 2026-07-01 | facts |", "2026-07-01", id="what the table of sources says"
        ),
    ],
)
def test_lists_of_cities_are_as_of_their_newest_row(tmp_path: Path, readme: str, day: str) -> None:
    sources = country_sources(tmp_path)
    with (sources / "README.md").open("a") as table:
        table.write(f"{readme}\n")
    (sources / "councils").mkdir()
    rows = ("Tacoma,WA,council,1,Ada Moss,,,x,2026", "Tacoma,WA,council,2,Ben Okafor,,,x,2026-06-02")
    (sources / "councils" / "wa-tacoma.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows))
    (sources / "councils" / "wa-ruston.csv").write_text(HEAD)
    assert source_dates(sources, {})["city-councils"].isoformat() == day


OVER = {"roles": [{"type": "mayor", "end_date": "2025-12-31",
                   "jurisdiction": "ocd-jurisdiction/country:us/state:wa/place:tacoma/government"}]}  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "named", "phone"),
    [
        pytest.param({}, [], "Ana Ruiz", "2535915100x7", id="only one source has one"),
        pytest.param(OVER, [member("May Ora", "Mayor", phones=["253-591-5109"])], "May Ora", "+12535915109", id="ours is over"),
        pytest.param(
            OVER, [member("May Ora", "Mayor", phones=[])], "May Ora", "2535915100x7", id="whose number is the office's"
        ),
        pytest.param({}, [member("May Ora", "Mayor", end_date="2025")], "Ana Ruiz", "2535915100x7", id="theirs is over"),
        pytest.param({}, [member("A. Ruiz", "Mayor")], "Ana Ruiz", "2535915100x7", id="the same person"),
        pytest.param({}, [member("May Ora", "Mayor")], "", "2535915100x7", id="two people in office: neither is named"),
        pytest.param(
            {}, [member("May Ora", "Mayor"), member("Bo Reed", "Mayor")], "Ana Ruiz", "2535915100x7", id="they rotate"
        ),
    ],
)
def test_mayor_of_two_sources_is_whose_term_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: Row, theirs: list[Row], named: str, phone: str
) -> None:
    monkeypatch.setitem(PEOPLE, "wa/municipalities/tacoma.yml", {**PEOPLE["wa/municipalities/tacoma.yml"], **ours})
    folder, _ = build(tmp_path, {"place_tacoma.yml": text(*theirs)} if theirs else {})
    running = [row for row in officials(folder).values() if row["division"].endswith("place:tacoma") and row["role"] == "mayor"]
    (mayor,) = [row for row in running if not row["term_end"] or row["term_end"] > "2026-11-21"]
    assert (mayor["name"], mayor["phone"]) == (named, phone)


def test_nothing_private_comes_along(tmp_path: Path) -> None:
    folder, _ = build(tmp_path, {"place_tacoma.yml": text(member("Ada Moss"))})
    assert "@" not in (folder / "councils.tsv").read_text()


def test_table_of_an_earlier_build_stands_for_its_sources(tmp_path: Path) -> None:
    folder, _ = build(tmp_path, {"place_tacoma.yml": text(member("Ada Moss"), member("May Ora", "Mayor", place="tacoma"))})
    kept = (folder / "councils.tsv").read_bytes()
    sources = country_sources(tmp_path / "later")
    (sources / "councils.tsv").write_bytes(kept)
    build_tables(sources, tmp_path / "again", as_of={"civicpatch": date(2026, 7, 8)}, by_hand=tmp_path / "by_hand")
    assert (tmp_path / "again" / "councils.tsv").read_bytes() == kept


@pytest.mark.parametrize("written", ["0", "single member", "", "a_very_long_name_of_a_ward_that_nobody_says"])
def test_ward_that_nobody_could_say_is_none(written: str) -> None:
    try:
        assert not ward_name(written)
    except CellError as problem:
        assert str(problem)
