"""Wards by address: every way a boundary file can be wrong, in which ward an address lies, what a supporter is asked then."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bot.officials.handwritten import read_handwritten
from bot.officials.local.boundary_reading import MAX_BYTES, MOST_FEATURES, MOST_POINTS
from bot.officials.local.ward_lookup import Point, WardLookup
from tests import geocoder as shapes
from tests.conftest import Bot, starting
from tests.databases import empty_database
from tests.geocoder import StandIn
from tests.test_data_takeover import until

WARDS = ("1", "2", "4", "5")
LIST = "place,role,district,name,phone,source\n" + "".join(
    f'"Tacoma, WA",council,{ward},{name},253-555-011{ward},the page\n'
    for ward, name in zip(WARDS, ("Ada Moss", "Ben Okafor", "Dora Quist", "Eli Tran"), strict=True)
)
TACOMA = "ocd-division/country:us/state:wa/place:tacoma"
WARD_2 = f"{TACOMA}/council_district:2"


def square(west: float, south: float = 47.2, width: float = 0.04, height: float = 0.1) -> list[list[float]]:
    """A ring around a field, against the clock."""
    east, north = west + width, south + height
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(ward: object, *rings: list[list[float]], column: str = "DISTRICT", **more: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {column: ward, **more},
        "geometry": {"type": "Polygon", "coordinates": [*rings]},
    }


# Four wards in a row from west to east: borders at -122.50, -122.46, -122.42, -122.38, -122.34.
ROW = [feature(ward, square(-122.50 + 0.04 * place)) for place, ward in enumerate(WARDS)]


def collection(*features: object, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features), **more}


def geometry(kind: str, coordinates: object, ward: object = "1") -> dict[str, Any]:
    return {"type": "Feature", "properties": {"DISTRICT": ward}, "geometry": {"type": kind, "coordinates": coordinates}}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """No SQL is in question here, so one kind of database will do."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with shapes.geocoder() as listening:
        yield listening


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("office")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        load_list(start())
        yield start()


@pytest.fixture
def organizer(office: Bot) -> Bot:
    """A bot with a council of Tacoma, whose organizer imported no boundaries yet. It is not waited for to take any over."""
    for path in local(office).glob("*.geojson"):
        path.unlink()
    return office


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory, stand_in: StandIn) -> Iterator[Bot]:
    """A bot with the boundaries of four wards, which nobody changes."""
    folder = tmp_path_factory.mktemp("mapped")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        load_list(start())
        assert load(start(), collection(*ROW)).exit_code == 0
        yield start(geocoder="census", geocoder_url=stand_in.url)


@pytest.fixture
def changing(mapped: Bot) -> Iterator[Bot]:
    """The same, and afterwards all is as it was."""
    before = by_version(mapped)
    yield mapped
    if listed(mapped) != WARDS:
        load_list(mapped)
        until(lambda: listed(mapped) == WARDS)
    assert load(mapped, collection(*ROW)).exit_code == 0
    until(lambda: by_version(mapped) == before)


def load_list(bot: Bot, content: str = LIST) -> None:
    file = bot.parts.settings.instance_dir / "council.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)
    assert flask(bot, "import", str(file)).exit_code == 0


def listed(bot: Bot) -> tuple[str, ...]:
    """The wards of Tacoma's council."""
    found = bot.parts.directories.current.office("council", TACOMA)
    return tuple(found.wards) if found else ()


def by_version(bot: Bot) -> str:
    """The boundaries that are in use."""
    return bot.parts.directories.current.wards.version(WARD_2)


def local(bot: Bot) -> Path:
    return bot.parts.settings.instance_dir / "local"


def flask(bot: Bot, *arguments: str) -> Result:
    result = bot.app.test_cli_runner().invoke(args=["officials", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def load(bot: Bot, content: object, *options: str, place: str = "Tacoma, WA", name: str = "tacoma.geojson") -> Result:
    path = bot.parts.settings.instance_dir / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return flask(bot, "import-boundaries", str(path), "--place", place, *options)


def said(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if not line.startswith("{")]


STATE_PLANE = [[1_160_000.0, 700_000.0], [1_170_000.0, 700_000.0], [1_170_000.0, 710_000.0], [1_160_000.0, 700_000.0]]
MERCATOR = [
    [-13_630_000.0, 5_980_000.0],
    [-13_620_000.0, 5_980_000.0],
    [-13_620_000.0, 5_990_000.0],
    [-13_630_000.0, 5_980_000.0],
]
BOW_TIE = [[-122.50, 47.2], [-122.46, 47.3], [-122.46, 47.2], [-122.50, 47.3], [-122.50, 47.2]]
DEEP = b'{"type": "FeatureCollection", "features": ' + b"[" * 100_000


def circle(points: int) -> list[list[float]]:
    return [[-122.4, 47.2 + place / points] for place in range(points)]


BAD = [
    pytest.param(b"place,role\n", "is no GeoJSON; save it as GeoJSON", id="a list"),
    pytest.param(b"\x00\x00\x27\x0a", "is no GeoJSON; save it", id="a shapefile"),
    pytest.param(DEEP, "is no GeoJSON; save it", id="lists in lists without end"),
    pytest.param(b'{"type": "FeatureCollection", "features": [NaN]}', "is no GeoJSON; save it", id="no number"),
    pytest.param([1], "is no GeoJSON FeatureCollection; save it", id="JSON of another kind"),
    pytest.param({"type": "Topology", "objects": {}}, "is no GeoJSON FeatureCollection; save it", id="TopoJSON"),
    pytest.param(collection(), "has 0 features; it should have one a ward", id="no feature"),
    pytest.param(collection(*([ROW[0]] * (MOST_FEATURES + 1))), "has 501 features; it should", id="precincts, not wards"),
    pytest.param(b"[" + b" " * MAX_BYTES + b"]", "has more than 20 MB; simplify", id="too many bytes"),
    pytest.param(collection(feature("1", circle(MOST_POINTS + 1))), "has more than 200,000 points; simplify", id="points"),
    pytest.param(collection(*ROW, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2927"}}),
                 "its crs is urn:ogc:def:crs:EPSG::2927, not WGS 84; save it as GeoJSON in EPSG:4326", id="a crs of its own"),
    pytest.param(collection(*ROW, crs={"type": "link"}), "its crs is not named, not WGS 84", id="a crs by a link"),
    pytest.param(collection(feature("1", STATE_PLANE)), "feature 1: 1160000, 700000 are no degrees: it is in another "
                 "projection, such as State Plane or Web Mercator; save it", id="State Plane, in feet"),
    pytest.param(collection(ROW[0], feature("2", MERCATOR)), "feature 2: -13630000, 5980000 are no degrees", id="Web Mercator"),
    pytest.param(collection(feature("1", [[y, x] for x, y in square(-122.5)])),
                 "feature 1: latitude and longitude are the wrong way round (47.2, -122.5)", id="latitude first"),
    pytest.param(collection(*(feature(ward, square(-122.37 + 0.04 * n, 47.55)) for n, ward in enumerate(WARDS))),
                 "lies nowhere near Tacoma; look whether it is the file of another city", id="another city's"),
    pytest.param(collection(feature("1", BOW_TIE), *ROW[1:]), "feature 1: its lines are no border (Self-intersection",
                 id="a border that crosses itself"),
    pytest.param(collection(feature("1", square(-122.5), square(-122.3)), *ROW[1:]),
                 "feature 1: its lines are no border (Hole lies outside shell", id="a hole elsewhere"),
    pytest.param(collection(feature("1", square(-122.5)[:-1])), "feature 1: a ring is not closed", id="an open ring"),
    pytest.param(collection(geometry("Point", [-122.45, 47.25])), "feature 1: is no polygon; take it out", id="a point"),
    pytest.param(collection({"type": "Feature", "properties": {}, "geometry": None}), "feature 1: is no polygon", id="nothing"),
    pytest.param(collection("ward 1"), "feature 1: is no polygon", id="a text in place of a feature"),
    pytest.param(collection(geometry("Polygon", [])), "feature 1: has no coordinates", id="no ring"),
    pytest.param(collection(geometry("MultiPolygon", [[]])), "feature 1: has no coordinates", id="a part without a ring"),
    pytest.param(collection(geometry("Polygon", [[["a", "b"]] * 4])), "feature 1: ['a', 'b'] is no longitude and latitude",
                 id="words in place of numbers"),
    pytest.param(collection(geometry("Polygon", [[[-122.4]] * 4])), "feature 1: [-122.4] is no longitude", id="one number"),
    pytest.param(collection(*(feature(None, square(-122.5 + 0.04 * n)) for n in range(4))),
                 "no property reads as the wards 1, 2, 4, 5; name it with --label, of: DISTRICT", id="no ward in it"),
    pytest.param(collection(*ROW[:3]), "no property reads as the wards 1, 2, 4, 5", id="a ward short, and no --label"),
    pytest.param(collection(*(feature(ward, square(-122.5 + 0.04 * n), column="OBJECTID") for n, ward in enumerate(WARDS))),
                 "no property reads as the wards", id="a row's number alone"),
    pytest.param(collection(*(feature(ward, square(-122.5 + 0.04 * n), OLD=old)
                              for n, (ward, old) in enumerate(zip(WARDS, reversed(WARDS), strict=True)))),
                 "more than one property reads as the wards 1, 2, 4, 5; name it with --label, of: DISTRICT, OLD",
                 id="two numberings"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), BAD)
def test_boundaries_that_are_wrong_say_what_and_the_mend(organizer: Bot, content: object, problem: str) -> None:
    result = load(organizer, content)
    assert result.exit_code == 1 and said(result)[0].startswith(f"Error: tacoma.geojson: {problem}"), said(result)
    assert not list(local(organizer).glob("*.geojson"))


LABELS = [
    pytest.param("NAME", "feature 1: its NAME is 'None', no ward; take the feature out, or name the property", id="missing"),
    pytest.param("WHO", "its wards by WHO (A, B, C, D) are none of those listed (1, 2, 4, 5); name", id="other wards"),
    pytest.param("LONG", "feature 1: its LONG is 'the one by the river that nobody names", id="a sentence"),
    pytest.param("BOTH", "feature 1: its BOTH is 'True', no ward", id="neither number nor name"),
]


@pytest.mark.parametrize(("label", "problem"), LABELS)
def test_label_that_names_no_wards_is_refused(organizer: Bot, label: str, problem: str) -> None:
    more = {"LONG": "the one by the river that nobody names in any way", "BOTH": True}
    rows = [feature(ward, square(-122.5 + 0.04 * n), WHO="ABCD"[n], **more) for n, ward in enumerate(WARDS)]
    result = load(organizer, collection(*rows), "--label", label)
    assert result.exit_code == 1 and said(result)[0].startswith(f"Error: tacoma.geojson: {problem}"), said(result)


REFUSED = [
    pytest.param("Gotham, WA", (), "--place: 'Gotham, WA' is no place of ours", id="a place nobody knows"),
    pytest.param("Fife, WA", (), "nobody is listed for the council of Fife; import its list first", id="no list"),
    pytest.param("Tacoma, WA", ("--name", "../x"), "'../x' is no name of boundaries", id="a name that is a path"),
]


@pytest.mark.parametrize(("place", "options", "problem"), REFUSED)
def test_boundaries_of_nobody_are_refused(organizer: Bot, place: str, options: tuple[str, ...], problem: str) -> None:
    result = load(organizer, collection(*ROW), *options, place=place)
    assert result.exit_code and problem in result.stderr
    assert not list(local(organizer).glob("*.geojson"))


def in_metres(*features: dict[str, Any]) -> list[dict[str, Any]]:
    """With a height at each point."""
    for each in features:
        rings = each["geometry"]["coordinates"]
        each["geometry"]["coordinates"] = [[[*position, 12.5] for position in ring] for ring in rings]
    return list(features)


def row(*wards: object, column: str = "DISTRICT", **more: object) -> list[dict[str, Any]]:
    return [feature(ward, square(-122.5 + 0.04 * n), column=column, **more) for n, ward in enumerate(wards)]


PARTS = [*row("1"), geometry("MultiPolygon", [[square(-122.46)], [square(-122.2)]], "2"), *ROW[2:]]
HALVES = [feature("2", square(-122.46, 47.2, 0.04, 0.06)), feature("2", square(-122.46, 47.26, 0.04, 0.04))]
HOLE = [ROW[0], feature("2", square(-122.46), square(-122.455, 47.24, 0.01, 0.02)), *ROW[2:]]
OVERLAP = [feature("1", square(-122.5, width=0.06)), *ROW[1:]]
MARKET = "747 Market St"
IN_WARD_2 = Point(longitude=-122.45, latitude=47.25)
# what is loaded, with which options -> the ward of an address in the middle of the second field, "" where it is asked; warnings
GOOD = [
    pytest.param(collection(*ROW), (), "2", [], id="as it should be"),
    pytest.param(collection(*ROW, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}), (), "2", [],
                 id="a crs that is WGS 84"),
    pytest.param(collection(*in_metres(*json.loads(json.dumps(ROW)))), (), "2", [], id="with heights"),
    pytest.param(collection(*PARTS), (), "2", [], id="a ward of two parts"),
    pytest.param(collection(ROW[0], *HALVES, *ROW[2:]), (), "2", [], id="a ward in two features: no border between them"),
    pytest.param(collection(*HOLE), (), "", [], id="in a hole"),
    pytest.param(collection(*OVERLAP), (), "", ["warning: tacoma.geojson: wards 1 and 2 overlap; whoever lives in both is "
                 "asked"], id="in two wards"),
    pytest.param(collection(*row(1, 2.0, 4, 5)), (), "2", [], id="numbers"),
    pytest.param(collection(*row("District 1", "Council District 2", "District 4", "5th District")), (), "2", [], id="words"),
    pytest.param(collection(*row("1", "2", "4", "5", OBJECTID=7)), (), "2", [], id="a row's number besides"),
    pytest.param(collection(*row("1", "2", "4", "5", "9")), (), "2", ["warning: tacoma.geojson: nobody is listed for ward 9 of "
                 "Tacoma; whoever lives there is asked"], id="a ward nobody lists"),
    pytest.param(collection(*row("1", "9", "4", "5", column="W")), ("--label", "W"), "9", [
                 "warning: tacoma.geojson: nobody is listed for ward 9 of Tacoma; whoever lives there is asked",
                 "warning: tacoma.geojson: it has no area of ward 2 of Tacoma; whoever lives there is asked"],
                 id="a point in a ward nobody lists"),
    pytest.param(collection(*row("1", "2", column="W")), ("--label", "W"), "2", [
                 "warning: tacoma.geojson: it has no area of wards 4, 5 of Tacoma; whoever lives there is asked"],
                 id="two wards only"),
]  # fmt: skip


def ward_of(bot: Bot, address: str = MARKET) -> str:
    found = json.loads(flask(bot, "find", "98402", "--role", "council", "--address", address, "--json").stdout)
    told = found["divisions"].get("ward", "").rpartition(":")[2]
    (target,) = found["targets"]
    assert (target["certainty"] == "exact_address") == bool(told)
    assert bool(target["choices"]) != bool(told)
    return str(told)


@pytest.mark.parametrize(("content", "options", "ward", "warnings"), GOOD)
def test_boundaries_tell_the_ward_of_a_point(
    organizer: Bot, content: object, options: tuple[str, ...], ward: str, warnings: list[str]
) -> None:
    loaded = load(organizer, content, *options)
    assert loaded.exit_code == 0 and said(loaded) == warnings
    wards = WardLookup(read_handwritten(local(organizer), local(organizer)).boundaries)
    assert wards.ward(IN_WARD_2).rpartition(":")[2] == ward


def test_address_is_in_the_ward_that_its_point_lies_in(mapped: Bot) -> None:
    assert ward_of(mapped) == "2"


NOT_SETTLED = [
    pytest.param("10 Border Ave", id="on a border"),
    pytest.param("2 Dock St", id="in no ward"),
    pytest.param("3 Ruston Way", id="in another place, as the geocoder says"),
]


@pytest.mark.parametrize("address", NOT_SETTLED)
def test_ward_that_a_point_does_not_settle_is_asked(mapped: Bot, address: str) -> None:
    found = json.loads(flask(mapped, "find", "98402", "--role", "council", "--address", address, "--json").stdout)
    assert "ward" not in found["address"]["divisions"] and "ward" not in found["divisions"]


ON_THE_PAGE = [
    pytest.param(MARKET, {"253-555-0112"}, "Certain by your street address.", id="in a ward"),
    pytest.param("10 Border Ave", set(), "Which council district or ward do you live in?", id="on a border"),
    pytest.param("2 Dock St", set(), "Which council district or ward do you live in?", id="in no ward"),
]


@pytest.mark.parametrize(("address", "lines", "said"), ON_THE_PAGE)
def test_page_tells_the_council_member_of_the_ward_that_an_address_lies_in(
    mapped: Bot, address: str, lines: set[str], said: str
) -> None:
    browser, page = mapped.app.test_client(), "/c/sanctuary?zip=98402&lang=en"
    asked = browser.get(page)
    assert "Or type your street address" in asked.text and members_on(asked.text) == set()
    answer = browser.post(page, data={"form": "address", "address": address})
    assert answer.status_code == 303 and address not in answer.location
    told = browser.get(answer.location)
    assert members_on(told.text) == lines and said in told.text
    assert 'name="address"' not in told.text, "it is asked for once"


def members_on(page: str) -> set[str]:
    """The numbers of council members that a page offers to call."""
    return set(re.findall(r'<span class="number">(253-555-011\d)</span>', page))


@pytest.mark.parametrize(("longitude", "ward"), [(-122.4203, ""), (-122.4204, "2"), (-122.4196, "4"), (-122.4197, "")])
def test_border_is_left_to_a_question_for_twenty_five_metres(mapped: Bot, longitude: float, ward: str) -> None:
    """0.0003 degrees are 22.7 metres there, 0.0004 are 30.2."""
    told = mapped.parts.directory.wards.ward(Point(longitude=longitude, latitude=47.25))
    assert told == (f"{TACOMA}/council_district:{ward}" if ward else "")


def test_several_matches_at_different_points_tell_no_ward(mapped: Bot, stand_in: StandIn) -> None:
    (match,) = shapes.TACOMA["ACS2025_Current"]
    told = shapes.body({"address": "747 Market St, 98402"}, match, match)
    told["result"]["addressMatches"][1]["coordinates"]["x"] += 0.001
    stand_in.answers.append(shapes.answer(200, told))
    assert ward_of(mapped) == ""
    assert ward_of(mapped) == "2", "and one match does"


def test_supporter_is_told_their_ward_by_their_address(mapped: Bot) -> None:
    phone = mapped.phone("+12535550161")
    asked = str(phone.text("SANCTUARY 98402"))
    assert (
        "its number (1 Ada Moss, 2 Ben Okafor, 4 Dora Quist, 5 Eli Tran), or your street address (looked up, then forgotten)"
        in asked
    )
    assert "Ben Okafor" in str(phone.text(MARKET))
    with mapped.parts.database.reader() as connection:
        kept = str(connection.execute("SELECT * FROM supporters").fetchall())
    assert WARD_2 in kept and "122.4" not in kept


def test_ward_of_an_address_counts_only_by_the_boundaries_that_told_it(changing: Bot) -> None:
    phone = changing.phone("+12535550162")
    phone.text("SANCTUARY 98402")
    assert "Ben Okafor" in str(phone.text(MARKET))
    before = by_version(changing)
    moved = [feature(ward, square(-122.49 + 0.04 * place)) for place, ward in enumerate(WARDS)]
    assert load(changing, collection(*moved)).exit_code == 0
    until(lambda: by_version(changing) != before)
    assert "which council district or ward of Tacoma" in str(phone.text("SANCTUARY"))


def test_boundaries_are_listed_replaced_and_removed(changing: Bot) -> None:
    shown = flask(changing, "boundaries").stdout
    assert all(word in shown for word in ("tacoma", "1, 2, 4, 5", "council of Tacoma, WA", "DISTRICT", "2026-11-23"))
    taken = load(changing, collection(*ROW), "--name", "other")
    assert taken.exit_code == 1 and "write --name tacoma to replace them" in taken.stderr
    assert "nothing was changed" in load(changing, collection(*OVERLAP), "--dry-run").stdout
    assert ward_of(changing) == "2"
    assert load(changing, collection(*ROW)).exit_code == 0
    assert "there are no boundaries seattle; there are: tacoma" in flask(changing, "remove-boundaries", "seattle").stderr
    assert flask(changing, "remove-boundaries", "tacoma").exit_code == 0
    until(lambda: TACOMA not in changing.parts.directories.current.wards)
    assert ward_of(changing) == "" and "no boundaries" in flask(changing, "boundaries").stdout


def test_ward_that_the_list_lost_is_not_told(changing: Bot) -> None:
    load_list(changing, LIST.replace("council,2", "council,3"))
    until(lambda: "3" in listed(changing))
    assert ward_of(changing) == ""
    assert "nobody is listed for 1 ward of it" in flask(changing, "boundaries").stderr


def test_two_files_of_one_city_tell_nothing(organizer: Bot) -> None:
    assert load(organizer, collection(*ROW)).exit_code == 0
    shutil.copy(local(organizer) / "tacoma.geojson", local(organizer) / "again.geojson")
    assert not read_handwritten(local(organizer), local(organizer)).boundaries
    shown = flask(organizer, "boundaries")
    assert shown.exit_code == 1 and "the wards of Tacoma are in again too, and neither serves" in shown.stderr


def test_shapely_is_loaded_where_a_point_may_lie_in_a_ward_and_nowhere_else(mapped: Bot) -> None:
    folder = local(mapped)
    script = (
        "import sys; from pathlib import Path; import bot; from bot.officials.handwritten import read_handwritten; "
        "from bot.officials.local.ward_lookup import Point, WardLookup; "
        f"folder = Path({str(folder)!r}); wards = WardLookup(read_handwritten(folder, folder).boundaries); "
        "print('shapely' in sys.modules, wards.ward(Point(longitude=-80.0, latitude=26.0)), 'shapely' in sys.modules, "
        "wards.ward(Point(longitude=-122.45, latitude=47.25))[-1], 'shapely' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["False", "False", "2", "True"], done.stderr
