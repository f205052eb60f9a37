"""The sources: what each is, under which licence, where it comes from, and as of when a folder holds it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.civic_data.census_areas import COUNTIES, SUBDIVISIONS
from bot.civic_data.city_councils import newest_day
from bot.civic_data.local_officials import CITIES, CIVICPATCH
from bot.officials.tables import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamSource:
    """`files`: one date is for all of them. `valid_to`: the last day its facts can be relied on as they are, "" for unknown.

    kept: no update fetches it. Where its files are not there, the table made of them is: councils.tsv as it was. optional:
    without its files the tables lack what they tell, and nothing else.
    """

    name: str
    files: tuple[str, ...]
    what: str
    licence: str
    address: str
    valid_to: str = ""
    kept: bool = False
    optional: bool = False

    def is_in(self, folder: Path) -> bool:
        """Are its files (or folders) in a folder of sources?"""
        return all((folder / file).exists() for file in self.files)


SOURCES: tuple[UpstreamSource, ...] = (
    UpstreamSource(
        name="congress-legislators",
        files=("legislators-current.yaml", "legislators-district-offices.yaml"),
        what="members of Congress: name, party, seat, term, numbers of their offices",
        licence="CC0",
        address="https://github.com/unitedstates/congress-legislators",
        valid_to="2027-01-03",
    ),
    UpstreamSource(
        name="openstates-people",
        files=("openstates-people.tar.gz",),
        what="state officials, state legislators and mayors: name, party, term, office numbers; vacant seats",
        licence="CC0",
        address="https://github.com/openstates/people",
    ),
    UpstreamSource(
        name="census-districts",
        files=("zcta_districts_119_sld2024.tsv.gz",),
        what="ZIP code areas with their states, House districts (119th Congress) and state legislative districts (2024)",
        licence="facts of US Census Bureau files (public domain)",
        address="https://www2.census.gov/geo/docs/maps-data/data/rel2020/cd-sld/",
        valid_to="2027-01-03",
    ),
    UpstreamSource(
        name="census-places",
        files=("rtr_zcta_place.csv",),
        what="land each incorporated place (2020) has in each ZIP code area",
        licence="facts of US Census Bureau files (public domain)",
        address="https://www2.census.gov/geo/docs/maps-data/data/rel2020/zcta520/tab20_zcta520_place20_natl.txt",
    ),
    UpstreamSource(
        name="census-counties",
        files=("rtr_zcta_county.csv",),
        what="land each county (2020) has in each ZIP code area",
        licence="facts of US Census Bureau files (public domain)",
        address="https://www2.census.gov/geo/docs/maps-data/data/rel2020/zcta520/tab20_zcta520_county20_natl.txt",
    ),
    UpstreamSource(
        name="census-subdivisions",
        files=(SUBDIVISIONS, COUNTIES),
        what="land that each township, or town of New England, has in each ZIP code area (2020)",
        licence="facts of US Census Bureau files (public domain)",
        address="https://www2.census.gov/geo/docs/maps-data/data/rel2020/zcta520/tab20_zcta520_cousub20_natl.txt",
        optional=True,
    ),
    UpstreamSource(
        name="openstates-geo",
        files=("openstates_geo_ma.yml", "openstates_geo_nh.yml", "openstates_geo_vt.yml"),
        what="names of the state legislative districts of Massachusetts, New Hampshire and Vermont, with their Census codes",
        licence="MIT",
        address="https://github.com/openstates/openstates-geo",
    ),
    UpstreamSource(
        name="nh-floterials",
        files=("nh_floterials.csv",),
        what="New Hampshire's floterial districts and the districts they lie over (RSA 662:5)",
        licence="facts of a statute",
        address="https://gc.nh.gov/rsa/html/LXIII/662/662-5.htm",
    ),
    UpstreamSource(
        name=CIVICPATCH,
        files=("civicpatch-open-data.tar.gz",),
        what="members of city councils and mayors: name, ward, end of term, numbers",
        licence="CC0",
        address="https://github.com/CivicPatch/open-data",
        kept=True,
    ),
    UpstreamSource(
        name=CITIES,
        files=("councils",),
        what="councils of single cities, checked by hand in two sources each",
        licence="facts",
        address="the cities' own pages",
        kept=True,
    ),
)
FETCHED = tuple(source for source in SOURCES if not source.kept and not source.optional)
OPTIONAL = tuple(source for source in SOURCES if source.optional)
KEPT = tuple(source for source in SOURCES if source.kept)


def source_dates(folder: Path, given: Mapping[str, date]) -> dict[str, date]:
    """As of when the folder holds each source: as given, else as the table in the folder's README.md says.

    A row of that table counts for every file whose name is in it; its first date like 2026-06-15 is taken, or a year, which
    means its first day. The lists of cities, where no such row dates them, are as of the newest of their own rows. A kept or an
    optional source that is not there has no day, unless it is given. Raises DataError naming the source that nothing dates.
    """
    strange = [name for name in given if name not in {source.name for source in SOURCES}]
    if strange:
        known = ", ".join(source.name for source in SOURCES)
        raise DataError(f"--as-of {strange[0]}: no such source; write one of {known}")
    readme = folder / "README.md"
    table = readme.read_text(encoding="utf-8", errors="replace").splitlines() if readme.exists() else []
    found = {}
    for source in SOURCES:
        day = given.get(source.name) or _dated(table, source.files[0])
        if (source.kept or source.optional) and not (source.is_in(folder) or source.name in given):
            continue
        if source.name == CITIES:
            day = day or newest_day(folder / source.files[0])
        if day is None:
            raise DataError(
                f"{folder}: nothing says how old {source.files[0]} is; "
                f"add --as-of {source.name}=YYYY-MM-DD, or a table row with its name and date to {readme}"
            )
        found[source.name] = day
    return found


def _dated(table: list[str], file: str) -> date | None:
    for line in table:
        dated = re.search(r"\|\s*(\d{4})(-\d{2}-\d{2})?\s*\|", line)
        if dated and re.search(rf"(?<![\w.]){re.escape(file)}(?![\w.])", line.split("|")[1]):
            with suppress(ValueError):  # 2026-02-30 dates nothing
                return date.fromisoformat(dated[1] + (dated[2] or "-01-01"))
    return None
