"""Townships out of the Census's file of county subdivisions: which there are, where they lie, who of them is named."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from bot.civic_data import census_areas
from bot.civic_data.build import BuildReport, build_tables
from bot.civic_data.sources import source_dates
from bot.officials.directory import Directory
from bot.officials.divisions import place_division, place_key
from bot.officials.levels import LEVELS
from bot.officials.tables import DataError, table_rows, write_table
from bot.officials.written_divisions import area_of
from tests.country import COLUMNS, VINTAGES, country, write, zips
from tests.test_council_sources import member, packed, text

TODAY = date(2026, 11, 23)
MI = [zip for zip, code, _ in zips() if code == "MI"]
NH = [zip for zip, code, _ in zips() if code == "NH"]
HEADER = (
    "OID_ZCTA5_20|GEOID_ZCTA5_20|NAMELSAD_ZCTA5_20|AREALAND_ZCTA5_20|AREAWATER_ZCTA5_20|MTFCC_ZCTA5_20|CLASSFP_ZCTA5_20|"
    "FUNCSTAT_ZCTA5_20|OID_COUSUB_20|GEOID_COUSUB_20|NAMELSAD_COUSUB_20|AREALAND_COUSUB_20|AREAWATER_COUSUB_20|MTFCC_COUSUB_20|"
    "CLASSFP_COUSUB_20|FUNCSTAT_COUSUB_20|AREALAND_PART|AREAWATER_PART"
)
# ZIP, county subdivision, its name, class, status, square metres in common
SUBDIVISIONS = [
    (MI[0], "2608100380", "Ada township", "T1", "A", "600"),
    (MI[0], "2608182960", "Vergennes charter township", "T1", "A", "400"),
    (MI[1], "2608100380", "Ada township", "T1", "A", "1000"),
    (MI[2], "2614705000", "St. Clair township", "T1", "A", "1000"),
    (MI[3], "2608134000", "Grand Rapids city", "C5", "F", "1000"),
    (MI[4], "2608199999", "Ghost township", "T9", "I", "1000"),
    (MI[5], "2608188880", "Washington township", "T1", "A", "1000"),
    (MI[6], "2614788880", "Washington township", "T1", "A", "1000"),
    (MI[7], "2608177770", "Twin township", "T1", "A", "500"),
    (MI[7], "2608177771", "Twin charter township", "T1", "A", "500"),
    (NH[0], "3300165140", "Salem town", "T1", "A", "1000"),
    (NH[1], "3300100001", "Ada town", "T1", "A", "1000"),
    ("98402", "5300100002", "Fife township", "T1", "A", "5"),
    (MI[0], "", "", "", "", "9"),
    ("", "2608100380", "Ada township", "T1", "A", "77"),
]
COUNTIES = [("26081", "Kent County"), ("26147", "St. Clair County"), ("33001", "Rockingham County")]


def piped(header: str, rows: Iterable[tuple[str, ...]]) -> bytes:
    return "\n".join(["\ufeff" + header, *("|".join(row) for row in rows), ""]).encode()


def subdivisions(rows: Iterable[tuple[str, ...]] = SUBDIVISIONS) -> bytes:
    return piped(HEADER, (("9", zip, "", "", "", "", "", "", "9", geoid, name, "", "", "", kind, status, land, "0")
                          for zip, geoid, name, kind, status, land in rows))  # fmt: skip


def of(county: str, place: str, name: str, office: str = "Trustee", state: str = "mi", **more: object) -> dict[str, object]:
    id = f"country:us/state:{state}/county:{county}/place:{place}"
    return member(name, office, **more) | {
        "office": {"name": office, "division_ocdid": f"ocd-division/{id}"},
        "jurisdiction_ocdid": f"ocd-jurisdiction/{id}/government",
    }


PEOPLE = {
    "place_ada.yml": text(
        of("kent", "ada", "Ada Moss", "Supervisor"), of("kent", "ada", "Bo Reed"), of("kent", "ada", "Cy Lane", "Clerk")
    ),
    "place_clair.yml": text(of("st._clair", "st._clair", "Di Holt")),
    "place_vergennes.yml": text(of("kent", "vergennes_charter", "Ed Fox", "Deputy Supervisor - Trustee")),
    "place_twin.yml": text(of("kent", "twin", "Flo Gray")),
    "place_salem.yml": text(of("rockingham", "salem", "Gil Hale", "Select Board", "nh")),
}


def build(folder: Path, *, cousub: bytes | None = subdivisions(), place: bytes = b"") -> tuple[Path, BuildReport]:
    files = country()
    files["README.md"] += (
        f"| civicpatch-open-data.tar.gz, councils, {census_areas.SUBDIVISIONS} | a fork | 2026-07-08 |\n".encode()
    )
    files["civicpatch-open-data.tar.gz"] = packed(PEOPLE)
    files["rtr_zcta_place.csv"] += place
    files[census_areas.COUNTIES] = piped("GEOID_COUNTY_20|NAMELSAD_COUNTY_20|GEOID_ZCTA5_20|AREALAND_PART",
                                         ((*county, "", "") for county in COUNTIES))  # fmt: skip
    if cousub is not None:
        files[census_areas.SUBDIVISIONS] = cousub
    sources = write(files, folder / "sources")
    by_hand = folder / "by_hand"
    write_table(by_hand, "council_elections.tsv", [])
    write_table(by_hand, "council_exceptions.tsv", [])
    report = build_tables(sources, folder / "data", by_hand=by_hand)
    (folder / "data" / "vintages.tsv").write_text("\t".join(COLUMNS["vintages.tsv"]) + "\n" + VINTAGES)
    for table in ("seatings.tsv", "inaugurations.tsv", "officeholders.tsv"):
        write_table(folder / "data", table, ())
    return folder / "data", report


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    return build(
        tmp_path_factory.mktemp("townships"), place=f"{MI[8]},Ada village,MI,1000\n{NH[2]},Ada city,NH,1000\n".encode()
    )


def test_governments_that_function_are_places(tables: tuple[Path, BuildReport]) -> None:
    named = {
        row["place"]: (row["name"], row["kind"]) for row in table_rows(tables[0], "places.tsv") if "county:" in row["place"]
    }
    assert named == {
        "mi/county:kent/place:ada": ("Ada Township", "township"),
        "mi/county:kent/place:vergennes": ("Vergennes Township", "township"),
        "mi/county:saint_clair/place:saint_clair": ("St. Clair Township", "township"),
        "mi/county:kent/place:washington": ("Washington Township, Kent County", "township"),
        "mi/county:saint_clair/place:washington": ("Washington Township, St. Clair County", "township"),
        "nh/county:rockingham/place:salem": ("Salem", "town"),
        "nh/county:rockingham/place:ada": ("Ada town", "town"),
    }


def test_zip_code_lies_in_its_townships(tables: tuple[Path, BuildReport]) -> None:
    rows = {row["zip"]: (row["places"], row["outside"]) for row in table_rows(tables[0], "zips.tsv")}
    assert rows[MI[0]] == ("mi/county:kent/place:ada:600;mi/county:kent/place:vergennes:400", "0")
    assert rows[MI[1]] == ("mi/county:kent/place:ada:1000", "0")
    assert rows[MI[3]] == rows[MI[4]] == rows[MI[7]] == ("", "1000")
    assert rows["98402"][0] == "wa/tacoma:990"


def test_people_of_townships_join_by_county_and_name(tables: tuple[Path, BuildReport]) -> None:
    found = {(row["place"], row["name"]) for row in table_rows(tables[0], "councils.tsv") if row["name"]}
    assert found == {
        ("mi/county:kent/place:ada", "Ada Moss"),
        ("mi/county:kent/place:ada", "Bo Reed"),
        ("mi/county:kent/place:vergennes", "Ed Fox"),
        ("mi/county:saint_clair/place:saint_clair", "Di Holt"),
        ("nh/county:rockingham/place:salem", "Gil Hale"),
    }
    assert any("mi/county:kent/place:twin" in line for line in tables[1].unjoined)


def test_zip_code_of_one_township_names_its_board(tables: tuple[Path, BuildReport]) -> None:
    directory = Directory.load(tables[0])
    (target,) = directory.find(MI[1], ["council"], today=TODAY).targets
    assert ([official.name for official in target.officials], target.certainty) == (["Ada Moss", "Bo Reed"], "zip_unique")
    for official in target.officials:
        assert directory.official(official.id, TODAY) == official, "by their id, too"
    asked = directory.find(MI[0], ["council"], today=TODAY)
    assert [choice.labels["en"] for choice in asked.targets[0].choices] == ["Ada Township", "Vergennes Township"]
    chosen = {"place": place_division("mi/county:kent/place:vergennes")}
    (target,) = directory.find(MI[0], ["council"], chosen_divisions=chosen, today=TODAY).targets
    assert [official.name for official in target.officials] == ["Ed Fox"]


def test_village_in_a_township_leaves_open_what_is_outside(tmp_path: Path) -> None:
    """Its land is the township's as well: half and half of it are not the whole ZIP code."""
    rows = [(MI[0], "2608100380", "Ada township", "T1", "A", "500")]
    folder, _ = build(tmp_path, cousub=subdivisions(rows), place=f"{MI[0]},Ada village,MI,500\n".encode())
    (row,) = [row for row in table_rows(folder, "zips.tsv") if row["zip"] == MI[0]]
    assert (row["places"], row["outside"]) == ("mi/ada:500;mi/county:kent/place:ada:500", "500")


def test_without_the_file_all_is_as_it_was(tmp_path: Path) -> None:
    folder, report = build(tmp_path, cousub=None)
    assert not [row for row in table_rows(folder, "places.tsv") if "county:" in row["place"]]
    assert any("5 townships left out" in note for note in report.notes)
    assert "census-subdivisions" not in {row["source"] for row in table_rows(folder, "sources.tsv")}


WRONG = [
    pytest.param(
        subdivisions().replace(b"FUNCSTAT_COUSUB_20", b"FUNCSTAT"), "line 1: no column FUNCSTAT_COUSUB_20", id="column"
    ),
    pytest.param(subdivisions().replace(b"|600|", b"|much|"), "line 2: AREALAND_PART is no number", id="no number"),
]


@pytest.mark.parametrize(("content", "problem"), WRONG)
def test_file_that_is_written_otherwise_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        build(tmp_path, cousub=content)


def test_file_that_nothing_dates_is_refused(tmp_path: Path) -> None:
    files = country() | {census_areas.SUBDIVISIONS: subdivisions(), census_areas.COUNTIES: b"x"}
    with pytest.raises(DataError, match="nothing says how old tab20_zcta520_cousub20_natl"):
        source_dates(write(files, tmp_path), {})


def test_key_of_a_township_is_read_back() -> None:
    division = "ocd-division/country:us/state:mi/county:kent/place:ada"
    assert place_key(division) == "mi/county:kent/place:ada" and place_division(place_key(division)) == division


@pytest.mark.parametrize(
    ("written", "division"),
    [
        ("mi/county:kent/place:ada", "ocd-division/country:us/state:mi/county:kent/place:ada"),
        ("hi/county:honolulu", "ocd-division/country:us/state:hi/county:honolulu"),
        ("wa/tacoma", "ocd-division/country:us/state:wa/place:tacoma"),
        ("mi/kent/ada", ""),
        ("mi/county:kent/", ""),
    ],
)
def test_township_is_written_with_its_county(written: str, division: str) -> None:
    assert area_of(LEVELS["place"], written) == division
