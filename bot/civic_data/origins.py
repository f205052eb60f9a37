"""Where the sources come from: the official addresses, another address, or a folder. Ends in a folder that build() reads."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.civic_data import census_areas
from bot.civic_data.download import check_address, download_file, packed_on, prove_file
from bot.civic_data.hold_back import HOLDABLE
from bot.civic_data.local_officials import COUNCILS
from bot.civic_data.sources import FETCHED, KEPT, OPTIONAL, SOURCES, UpstreamSource, source_dates
from bot.officials.divisions import STATES
from bot.officials.levels import LOWER
from bot.officials.table_versions import source_days
from bot.officials.tables import DataError, table_rows

MB = 1_000_000
README = "README.md"
FILE_SECONDS = 300.0

OnProgress = Callable[[str, int, int | None], None]  # file, bytes so far, bytes in all (None: not known)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOrigin:
    """One official file, saved as `file`. most: bytes, some ten times of what it has."""

    source: str
    file: str
    address: str
    most: int


_CONGRESS = "https://unitedstates.github.io/congress-legislators"
_GEO = "https://raw.githubusercontent.com/openstates/openstates-geo/HEAD/configs/jurisdictions"
_CENSUS = "https://www2.census.gov/geo/docs/maps-data/data/rel2020"
OFFICIAL = (
    *(
        SourceOrigin(source="congress-legislators", file=file, address=f"{_CONGRESS}/{file}", most=20 * MB)
        for file in ("legislators-current.yaml", "legislators-district-offices.yaml")
    ),
    SourceOrigin(
        source="openstates-people",
        file="openstates-people.tar.gz",
        address="https://github.com/openstates/people/archive/refs/heads/main.tar.gz",
        most=250 * MB,
    ),
    *(
        SourceOrigin(source="openstates-geo", file=f"openstates_geo_{code}.yml", address=f"{_GEO}/{code}.yml", most=MB)
        for code in ("ma", "nh", "vt")
    ),
    *(
        SourceOrigin(source="census-districts", file=file, address=f"{_CENSUS}/cd-sld/{file}", most=100 * MB)
        for file in (census_areas.HOUSE, census_areas.UPPER, census_areas.LOWER)
    ),
    SourceOrigin(
        source="census-places", file=census_areas.PLACES, address=f"{_CENSUS}/zcta520/{census_areas.PLACES}", most=100 * MB
    ),
    SourceOrigin(
        source="census-counties",
        file=census_areas.COUNTIES,
        address=f"{_CENSUS}/zcta520/{census_areas.COUNTIES}",
        most=100 * MB,
    ),
    SourceOrigin(
        source="census-subdivisions",
        file=census_areas.SUBDIVISIONS,
        address=f"{_CENSUS}/zcta520/{census_areas.SUBDIVISIONS}",
        most=100 * MB,
    ),
)
# Lines on the map: what is at these addresses stays as it is until the next lines, which have other addresses. So these are
# fetched once, and kept with the tables.
FIXED = ("census-districts", "census-places", "census-counties", "census-subdivisions", "openstates-geo", "nh-floterials")
MOST = 250 * MB  # of a file that comes from elsewhere
MOST_OF = {origin.file: origin.most for origin in OFFICIAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginRequest:
    """What `flask data update` was asked for. where: "" for the official addresses, else an address or a folder.

    in_use: the folder of tables that count now. lines: fetch also what is kept. seconds: for each file. official: where
    the files are that "" means.
    """

    where: str
    in_use: Path
    today: date
    as_of: Mapping[str, date]
    lines: bool = False
    seconds: float = FILE_SECONDS
    official: tuple[SourceOrigin, ...] = OFFICIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedSources:
    """What a folder was filled with. days: as of when each source is; held: sources that did not come, and why."""

    days: dict[str, date]
    held: dict[str, str]


def collect_sources(request: OriginRequest, into: Path, on_progress: OnProgress) -> CollectedSources:
    """Fill a folder with what build() reads. Raises DataError: which file, what, and the mend; of a source that the others
    can do without it is only told, and the day of the tables in use is its own."""
    into.mkdir()
    held: dict[str, str] = {}
    collect = (_elsewhere if "://" in request.where else _folder) if request.where else _official
    days = collect(request, into, on_progress, held)
    return CollectedSources(days={**days, **_days_of_held(request, held)}, held=held)


@contextmanager
def _unless_held(source: str, held: dict[str, str]) -> Iterator[None]:
    """While a source comes: where it does not, and the others can do without it, that is noted instead of raised."""
    try:
        yield
    except DataError as problem:
        if source not in HOLDABLE:
            raise
        held[source] = str(problem)


def _days_of_held(request: OriginRequest, held: Mapping[str, str]) -> dict[str, date]:
    have = source_days(request.in_use)
    return {name: have[name] for name in held}


def keep_sources(sources: Path, tables: Path) -> None:
    """Put what an official update need not fetch again beside the tables made from it."""
    kept = tables / "sources"
    kept.mkdir()
    for file in (file for source in SOURCES if source.name in FIXED and _is_due(source, sources) for file in source.files):
        shutil.copyfile(sources / file, kept / file)


def _is_due(source: UpstreamSource, folder: Path) -> bool:
    """Is a source taken from a folder: every one, but optional ones that are not there?"""
    return not source.optional or source.is_in(folder)


def _folder(request: OriginRequest, into: Path, on_progress: OnProgress, held: dict[str, str]) -> dict[str, date]:
    folder = Path(request.where)
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder; name a folder, an address, or nothing for the official addresses")
    for source in (*FETCHED, *(source for source in OPTIONAL if source.is_in(folder))):
        with _unless_held(source.name, held):
            for file in source.files:
                if not (folder / file).is_file():
                    raise DataError(f"{folder / file}: not there; data/README.md says where it comes from")
                size = (folder / file).stat().st_size
                if size > (most := MOST_OF.get(file, MOST)):
                    raise DataError(f"{folder / file}: larger than {most:,} bytes; there is some mistake")
                shutil.copyfile(folder / file, into / file)
                on_progress(file, size, size)
                prove_file(into / file, str(folder / file))
    held_days = _days_of_held(request, held)
    if not all(source.is_in(folder) for source in KEPT):
        return source_dates(folder, {**_take_over(request.in_use, into), **request.as_of, **held_days})
    for file in (file for source in KEPT for file in source.files):
        (shutil.copytree if (folder / file).is_dir() else shutil.copyfile)(folder / file, into / file)
    return source_dates(folder, {**request.as_of, **held_days})


def _elsewhere(request: OriginRequest, into: Path, on_progress: OnProgress, held: dict[str, str]) -> dict[str, date]:
    base = request.where.rstrip("/")
    check_address(base)
    changed: dict[str, date] = {}
    kept = _take_over(request.in_use, into)
    for source in FETCHED:
        with _unless_held(source.name, held):
            for file in source.files:
                day = _fetch(f"{base}/{file}", into / file, MOST, request, on_progress)
                if day:
                    changed[source.name] = min(day, changed.get(source.name, day))
    given = {**kept, **request.as_of, **_days_of_held(request, held)}
    try:
        _fetch(f"{base}/{README}", into / README, MB, request, on_progress)
        return source_dates(into, given)
    except DataError:
        # No such file there, or not every source is in it: then its server knows.
        (into / README).unlink(missing_ok=True)
        return source_dates(into, {**changed, **given})


def _official(request: OriginRequest, into: Path, on_progress: OnProgress, held: dict[str, str]) -> dict[str, date]:
    kept = {} if request.lines else _kept(request.in_use / "sources", into)
    days = dict(kept)
    for origin in request.official:
        if origin.source in kept or origin.source in held:
            continue
        with _unless_held(origin.source, held):
            day = _fetch(origin.address, into / origin.file, origin.most, request, on_progress)
            if origin.file.endswith(".tar.gz"):
                day = packed_on(into / origin.file)
            # A file of the Census is as of the day on which it was still there: its lines are in force until there are others.
            days[origin.source] = request.today if origin.source in FIXED or day is None else day
    if not kept:
        census_areas.extract_areas(into)
        _floterials(request.in_use, into / "nh_floterials.csv")
        days["nh-floterials"] = source_days(request.in_use)["nh-floterials"]
    return {**days, **_take_over(request.in_use, into), **request.as_of}


def _take_over(tables: Path, into: Path) -> dict[str, date]:
    """Put the table of councils in use beside the sources: no update fetches what it is made of. As of when that was."""
    if not (tables / COUNCILS).is_file():
        return {}
    shutil.copyfile(tables / COUNCILS, into / COUNCILS)
    days = source_days(tables)
    return {source.name: days[source.name] for source in KEPT if source.name in days}


def _floterials(tables: Path, path: Path) -> None:
    """What a statute says has no file to fetch: the tables in use have it, and go on having it."""
    districts = table_rows(tables, "districts.tsv")
    codes = {row["division"]: row["code"] for row in districts if row["level"] == LOWER}
    with path.open("w", encoding="utf-8", newline="") as text:
        table = csv.writer(text, lineterminator="\n")
        table.writerow(("county", "district", "seats", "base_geoids"))
        for row in districts:
            if row["covers"] and row["division"].startswith(f"{STATES['NH'].division}/sldl:"):
                county, _, number = row["name"].rpartition(" ")
                bases = (codes[division].partition("-")[2] for division in row["covers"].split(";"))
                table.writerow((county, number, row["seats"], ",".join(f"33{base:0>3}" for base in bases)))


def _kept(folder: Path, into: Path) -> dict[str, date]:
    """Copy what an earlier update kept, all of it or nothing; the days of what was copied."""
    files = {source.name: source.files for source in SOURCES if source.name in FIXED and _is_due(source, folder)}
    if not all((folder / file).is_file() for named in files.values() for file in named):
        return {}
    for named in files.values():
        for file in named:
            shutil.copyfile(folder / file, into / file)
    days = source_days(folder.parent)
    return {name: days[name] for name in files}


def _fetch(address: str, path: Path, most: int, request: OriginRequest, on_progress: OnProgress) -> date | None:
    on_progress(path.name, 0, None)
    day = download_file(
        address, path, most=most, seconds=request.seconds, on_bytes=lambda done, total: on_progress(path.name, done, total)
    )
    prove_file(path, address)
    return day
