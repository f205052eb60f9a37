"""A whole country in small: sources of the real shape, every state, district and ZIP, but few people. Holds no test."""

import gzip
import io
import json
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from bot.civic_data import census_areas
from bot.civic_data.build import build_tables
from bot.officials.divisions import STATES
from bot.officials.tables import COLUMNS
from bot.officials.tables import write_table as write_table

ZIPS = 33_791
HOUSE = 441
AT_LARGE = [code for code, state in STATES.items() if state.at_large]
DAY = date(2026, 6, 15)
MANY = 9  # House districts of each state but the first, which has the rest

# No lines move, and no chamber is seated anew: what happens then has tests of its own.
VINTAGES = """cd\t\t119th Congress\t2025-01-03\t\t\t
sldl\t\t2024 state legislative\t2024-11-05\t\t\t
sldu\t\t2024 state legislative\t2024-11-05\t\t\t
"""
SPLIT = {"00001": ["AL-9", "AL-10"]}  # a ZIP in two House districts

Files = dict[str, bytes]


def house(code: str) -> list[str]:
    """The House districts of a state."""
    if code in AT_LARGE:
        return [f"{code}-0"]
    others = [other for other in STATES if other not in AT_LARGE]
    seats = MANY if code != others[0] else HOUSE - len(AT_LARGE) - MANY * (len(others) - 1)
    return [f"{code}-{number}" for number in range(1, seats + 1)]


def zips() -> Iterator[tuple[str, str, int]]:
    """(ZIP, state, its number in the state). 98402 is where it is."""
    codes, seen = list(STATES), dict.fromkeys(STATES, 0)
    for number in range(ZIPS - 1):
        code = codes[number % len(codes)]
        yield f"{number + 1:05}", code, seen[code]
        seen[code] += 1
    yield "98402", "WA", 5


def phone(number: int) -> str:
    return f"202-22{4 + number // 10_000}-{number % 10_000:04}"


def congress(day: date, without: str = "") -> list[dict[str, object]]:
    """The members of both houses; those of one state may be missing."""
    seats = [("sen", code, number) for code, state in STATES.items() if state.kind == "state" for number in (1, 2)]
    seats += [("rep", code, int(cd.partition("-")[2])) for code in STATES for cd in house(code)]
    return [
        {
            "id": {"bioguide": f"B{index:06}"},
            "name": {"first": "Member", "last": f"Number{index}", "official_full": f"Member Number{index}"},
            "bio": {"gender": "F"},
            "terms": [
                {
                    "type": kind,
                    "start": "2025-01-03",
                    "end": "2031-01-03",
                    "state": code,
                    "party": "Democrat",
                    "phone": phone(index),
                }
                | ({"district": number} if kind == "rep" else {"class": number})
            ],
        }
        for index, (kind, code, number) in enumerate(seats)
        if code != without
    ]


def person(id: str, name: str, role: Mapping[str, object], voice: str) -> dict[str, object]:
    return {
        "id": f"ocd-person/{id}",
        "name": name,
        "party": [{"name": "Democratic"}],
        "roles": [{"end_date": "2030-12-31", **role}],
        "offices": [{"classification": "capitol", "voice": voice}],
    }


def people(without: str = "", mayor: str = "Ana Ruiz", began: Mapping[str, str] = {}) -> dict[str, dict[str, object]]:
    """Path -> a person's file: a governor for each state, two members for each chamber, one mayor.

    began: "wa-lower-1" -> the day on which that member began; of the others the archive does not say it.
    """
    found = {}
    for code, state in STATES.items():
        if state.kind != "state":
            continue
        small = code.lower()
        home = f"ocd-jurisdiction/country:us/state:{small}/government"
        governor = {"type": "governor", "jurisdiction": home}
        found[f"{small}/executive/governor.yml"] = person(f"{small}-governor", f"Governor of {code}", governor, "888-555-0123")
        chambers = () if code == without else ("legislature",) if code == "NE" else ("upper", "lower")
        for chamber in chambers:
            for district in ("1", "2"):
                seat = {"type": chamber, "district": district, "jurisdiction": home}
                id = f"{small}-{chamber}-{district}"
                seat |= {"start_date": began[id]} if id in began else {}
                found[f"{small}/legislature/{id}.yml"] = person(id, f"Member {id.title()}", seat, "888-555-0124")
    tacoma = {"type": "mayor", "jurisdiction": "ocd-jurisdiction/country:us/state:wa/place:tacoma/government"}
    found["wa/municipalities/mayor.yml"] = person(mayor.lower().replace(" ", "-"), mayor, tacoma, "253-591-5100")
    # What the whole archive has besides: members of Congress, and who is out of office.
    found["us/legislature/someone.yml"] = person(
        "someone",
        "Some One",
        {"type": "upper", "district": "Ohio", "jurisdiction": "ocd-jurisdiction/country:us/government"},
        "202-224-3353",
    )
    found["wa/retired/someone.yml"] = person("retired", "Re Tired", tacoma, "253-591-5109")
    return found


def archive(files: Mapping[str, object], day: date = DAY) -> bytes:
    """The archive as GitHub packs it: every file has the time of the commit."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in {"settings.yml": {}, **{f"data/{path}": file for path, file in files.items()}}.items():
            entry = tarfile.TarInfo(f"people-main/{name}")
            text = json.dumps(content).encode()  # JSON is YAML
            entry.size, entry.mtime = len(text), int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
            tar.addfile(entry, io.BytesIO(text))
    return packed.getvalue()


def districts(without_zip: str = "") -> bytes:
    lines = ["zcta\tstates\tcd119\tsldu2024\tsldl2024"]
    for zip, code, number in zips():
        seats = house(code)
        sld = f"{code}-{number % 2 + 1}" if STATES[code].kind == "state" else ""
        cds = ",".join(SPLIT.get(zip, [seats[number % len(seats)]]))
        if zip != without_zip:
            lines.append(f"{zip}\t{code}\t{cds}\t{sld}\t{sld if code != 'NE' else ''}")
    return gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)


def readme(day: date) -> bytes:
    return f"""# Sources

| file | from | date |
|---|---|---|
| legislators-current.yaml, legislators-district-offices.yaml, openstates-people.tar.gz | elsewhere | {day} |
| zcta_districts_119_sld2024.tsv.gz, rtr_zcta_place.csv, rtr_zcta_county.csv | Census | 2026-01-01 |
| openstates_geo_ma.yml, openstates_geo_nh.yml, openstates_geo_vt.yml, nh_floterials.csv | elsewhere | 2026-01-01 |
""".encode()


def text(content: object) -> bytes:
    return (json.dumps(content) + "\n").encode()


def country(day: date = DAY, *, without: str = "", mayor: str = "Ana Ruiz", began: Mapping[str, str] = {}) -> Files:
    """Every source, by file name. `without`: a state that lacks its legislators; the others as in people()."""
    counties = "".join(f"{zip},The County,{code},1000\n" for zip, code, _ in zips())
    geo = text({"id-mappings": {"custom": []}})
    return {
        "README.md": readme(day),
        "legislators-current.yaml": text(congress(day)),
        "legislators-district-offices.yaml": text([]),
        "openstates-people.tar.gz": archive(people(without, mayor, began), day),
        "zcta_districts_119_sld2024.tsv.gz": districts(),
        "rtr_zcta_place.csv": b"zcta,place_name,state,area_land_part\n98402,Tacoma city,WA,990\n",
        "rtr_zcta_county.csv": f"zcta,county_name,state,area_land_part\n{counties}".encode(),
        "openstates_geo_ma.yml": geo,
        "openstates_geo_nh.yml": geo,
        "openstates_geo_vt.yml": geo,
        "nh_floterials.csv": b"geoid,county,district,seats,base_geoids\n",
    }


def shipped(folder: Path, files: Files, seatings: Iterable[tuple[str, str, str, str]] = ()) -> Path:
    """Tables as a release has them: built from these files, with those that are written by hand.

    seatings: (state, role, the day of the election, the first day of whoever was elected).
    """
    build_tables(write(files, folder / "sources"), folder / "data")
    (folder / "data" / "vintages.tsv").write_text("\t".join(COLUMNS["vintages.tsv"]) + "\n" + VINTAGES)
    write_table(folder / "data", "seatings.tsv", [(*row, "a rule", "here") for row in seatings])
    write_table(folder / "data", "inaugurations.tsv", ())
    write_table(folder / "data", "officeholders.tsv", ())
    return folder / "data"


def write(files: Files, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


FIPS = {code: number for number, code in census_areas.FIPS.items()}


def relations() -> Files:
    """The lines of the country as the Census writes them, with what it writes besides: water, CDPs, remainders."""
    house_rows, upper, lower, counties = [], [], [], []
    for zip, code, number in zips():
        seats, state = house(code), FIPS[code]
        delegate = STATES[code].kind != "state"
        for cd in reversed(SPLIT.get(zip, [seats[number % len(seats)]])):
            district = int(cd.partition("-")[2])
            house_rows.append((f"{state}{98 if delegate else district:02}", "", zip, "900"))
        if STATES[code].kind == "state":
            upper.append((f"{state}{number % 2 + 1:03}", "", zip, "900"))
            lower.append((f"{state}{'ZZZ' if code == 'NE' else f'{number % 2 + 1:03}'}", "", zip, "900"))
        counties.append((zip, "", f"{state}001", "The County", "1000"))
    first = next(zips())[0]
    house_rows += [("01ZZ", "", first, "50"), ("0102", "", first, "0"), ("0103", "", "", "7")]
    upper.append(("11001", "", first, "5"))
    places = [
        ("98402", "5370000", "Tacoma city", "C1", "990"),
        ("98402", "5399999", "Somewhere CDP", "U1", "10"),
        ("98402", "5388888", "Big balance (balance)", "C8", "10"),
        ("98402", "", "", "", "3"),
    ]
    by_district = "GEOID_{0}|NAMELSAD_{0}|GEOID_ZCTA5_20|AREALAND_PART"
    return {
        census_areas.HOUSE: _piped(by_district.format("CD119_20"), house_rows),
        census_areas.UPPER: _piped(by_district.format("SLDU2024_20"), upper),
        census_areas.LOWER: _piped(by_district.format("SLDL2024_20"), lower),
        census_areas.PLACES: _piped("GEOID_ZCTA5_20|GEOID_PLACE_20|NAMELSAD_PLACE_20|CLASSFP_PLACE_20|AREALAND_PART", places),
        census_areas.SUBDIVISIONS: _piped(
            "GEOID_ZCTA5_20|GEOID_COUSUB_20|NAMELSAD_COUSUB_20|CLASSFP_COUSUB_20|FUNCSTAT_COUSUB_20|AREALAND_PART",
            [("98402", "5300100001", "Tacoma CCD", "Z5", "S", "1000")],
        ),
        census_areas.COUNTIES: _piped(
            "GEOID_ZCTA5_20|NAMELSAD_ZCTA5_20|GEOID_COUNTY_20|NAMELSAD_COUNTY_20|AREALAND_PART", counties
        ),
    }


def _piped(header: str, lines: Iterable[tuple[str, ...]]) -> bytes:
    return "\r\n".join(["\ufeff" + header, *map("|".join, lines), ""]).encode()
