"""The Census Bureau's relationship files, turned into the three extracts that land.py reads. No officials.

The files: https://www.census.gov/geographies/reference-files/time-series/geo/relationship-files.2020.html
"""

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.officials import levels
from bot.officials.divisions import STATES
from bot.officials.levels import Level
from bot.officials.tables import DataError

HOUSE = "tab20_cd11920_zcta520_natl.txt"
UPPER = "tab20_sldu202420_zcta520_natl.txt"
LOWER = "tab20_sldl202420_zcta520_natl.txt"
PLACES = "tab20_zcta520_place20_natl.txt"
COUNTIES = "tab20_zcta520_county20_natl.txt"
SUBDIVISIONS = "tab20_zcta520_cousub20_natl.txt"

# FIPS 5-2, in the order of the numbers; those of no state are left out.
_FIPS = """
01:AL 02:AK 04:AZ 05:AR 06:CA 08:CO 09:CT 10:DE 11:DC 12:FL 13:GA 15:HI 16:ID 17:IL 18:IN 19:IA 20:KS 21:KY 22:LA 23:ME 24:MD
25:MA 26:MI 27:MN 28:MS 29:MO 30:MT 31:NE 32:NV 33:NH 34:NJ 35:NM 36:NY 37:NC 38:ND 39:OH 40:OK 41:OR 42:PA 44:RI 45:SC 46:SD
47:TN 48:TX 49:UT 50:VT 51:VA 53:WA 54:WV 55:WI 56:WY 60:AS 66:GU 69:MP 72:PR 78:VI
"""
FIPS: Mapping[str, str] = {entry[:2]: entry[3:] for entry in _FIPS.split()}

LEVEL_OF: Mapping[str, Level] = {HOUSE: levels.HOUSE, UPPER: levels.UPPER, LOWER: levels.LOWER}

# "(balance)": what a consolidated city has outside of its towns. land.py makes those cities from their counties.
BALANCE = "C8"


def extract_areas(folder: Path) -> None:
    """Write the extracts beside the relationship files. Raises DataError for a file that is not as the Census describes it."""
    land: dict[str, Counter[str]] = defaultdict(Counter)
    counties = []
    for zip, county, name, part in _rows(folder, COUNTIES, "GEOID_COUNTY_20", "NAMELSAD_COUNTY_20"):
        state = FIPS[county[:2]]
        land[zip][state] += part
        counties.append((zip, name, state, str(part)))
    places = [
        (zip, name, FIPS[place[:2]], str(part))
        for zip, place, name, part in _rows(folder, PLACES, "GEOID_PLACE_20", "NAMELSAD_PLACE_20", incorporated=True)
        if part
    ]
    house = _districts(folder, HOUSE, "GEOID_CD119_20")
    upper = _districts(folder, UPPER, "GEOID_SLDU2024_20")
    lower = _districts(folder, LOWER, "GEOID_SLDL2024_20")
    districts = []
    for zip in sorted(land.keys() | house.keys()):
        states = sorted(land[zip], key=lambda state: (-land[zip][state], state))
        states += sorted({code.partition("-")[0] for code in house[zip]} - set(states))
        cells = (sorted(house[zip], key=_by_number), sorted(upper[zip]), sorted(lower[zip]))
        districts.append((zip, ",".join(states), *map(",".join, cells)))
    _write(folder / "rtr_zcta_county.csv", ",", ("zcta", "county_name", "state", "area_land_part"), counties)
    _write(folder / "rtr_zcta_place.csv", ",", ("zcta", "place_name", "state", "area_land_part"), places)
    header = ("zcta", "states", "cd119", "sldu2024", "sldl2024")
    _write(folder / "zcta_districts_119_sld2024.tsv.gz", "\t", header, districts)


def _districts(folder: Path, file: str, column: str) -> dict[str, set[str]]:
    """ZIP -> codes like "WA-6" of the districts with land in it; where none has any, of all."""
    found: dict[str, dict[str, int]] = defaultdict(Counter)
    for zip, geoid, _, part in _rows(folder, file, column, column):
        state, number = FIPS[geoid[:2]], geoid[2:]
        # Z: water, no district. Wards and senatorial districts of Washington and Puerto Rico are joined by name instead.
        if number.strip("Z") and (file == HOUSE or STATES[state].kind == "state"):
            found[zip][district_code(LEVEL_OF[file], state, number)] += part
    dry = {zip: {code for code, part in parts.items() if part} for zip, parts in found.items()}
    return defaultdict(set, {zip: dry[zip] or set(parts) for zip, parts in found.items()})


def district_code(level: Level, state: str, number: str) -> str:
    """A district as zips.tsv has it, "WA-6", from the Census's number, "06" or "027"."""
    if level == levels.HOUSE:
        return f"{state}-{0 if number in ('00', '98') else int(number)}"  # 98: a delegate
    return f"{state}-{number.lstrip('0')}"


def _by_number(code: str) -> tuple[str, int]:
    state, _, number = code.partition("-")
    return state, int(number)


def _rows(folder: Path, file: str, geoid: str, name: str, *, incorporated: bool = False) -> Iterator[tuple[str, str, str, int]]:
    """(ZIP, the other area's GEOID, its name, square metres in common) of each row that has both."""
    columns = ("GEOID_ZCTA5_20", geoid, name, "AREALAND_PART", *(["CLASSFP_PLACE_20"] if incorporated else []))
    for row in relation_rows(folder, file, columns, number="AREALAND_PART"):
        zip, area, kind = row[columns[0]], row[geoid], row[columns[-1]]
        if zip and area[:2] in FIPS and not (incorporated and (kind[:1] != "C" or kind == BALANCE)):
            yield zip, area, row[name], int(row["AREALAND_PART"])


def relation_rows(folder: Path, file: str, columns: Sequence[str], *, number: str = "") -> Iterator[dict[str, str]]:
    """The rows of a relationship file, one by one, each with these columns ("" where it has none of one).

    number: the column that has to hold a number, in rows of a ZIP code. Raises DataError for a file without a column.
    """
    try:
        with (folder / file).open(encoding="utf-8-sig", newline="") as text:
            table = csv.DictReader(text, delimiter="|")
            missing = [column for column in columns if column not in (table.fieldnames or ())]
            if missing:
                raise DataError(f"{file}: line 1: no column {', '.join(missing)}; the Census writes it otherwise now")
            for row in table:
                found = {column: row[column] or "" for column in columns}
                if number and found.get("GEOID_ZCTA5_20", "") and not found[number].isdecimal():
                    raise DataError(f"{file}: line {table.line_num}: {number} is no number; fetch it anew")
                yield found
    except OSError as problem:
        raise DataError(
            f"{folder / file}: cannot be read ({problem.strerror}); data/README.md says where it comes from"
        ) from None


def _write(path: Path, delimiter: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
