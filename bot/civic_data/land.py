"""ZIP code areas out of Census files: their divisions, and each place's and county's share of the land. No officials."""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.civic_data.townships import read_townships
from bot.officials.divisions import place_key, place_slug
from bot.officials.levels import COUNTY
from bot.officials.place_names import split_county, split_name
from bot.officials.tables import DataError

# A city that is a county but for the towns in it. The place file leaves them out (every consolidated "balance"; and Hawaii
# has no incorporated places), so they are what the county has outside of towns.
CITY_COUNTIES: Mapping[tuple[str, str], tuple[str, str]] = {
    ("HI", "Hawaii County"): ("county:hawaii", "Hawaii County"),
    ("HI", "Honolulu County"): ("county:honolulu", "Honolulu"),
    ("HI", "Kauai County"): ("county:kauai", "Kauai County"),
    ("HI", "Maui County"): ("county:maui", "Maui County"),
    ("IN", "Marion County"): ("indianapolis", "Indianapolis"),
    ("KY", "Jefferson County"): ("louisville", "Louisville"),
    ("LA", "East Baton Rouge Parish"): ("baton_rouge", "Baton Rouge"),
    ("TN", "Davidson County"): ("nashville", "Nashville"),
}

# The sources' key -> ours, where a place has changed its name since.
RENAMED: Mapping[str, str] = {"fl/lake_worth": "fl/lake_worth_beach"}

# A place with less than 2 % of a ZIP's land is a sliver (98402 is Tacoma; 1.2 % of it is Ruston), unless half of the place or
# more lies there: the village in a vast rural ZIP, the enclave inside a city, are where their people live.
SLIVER = 20  # per mille of the ZIP's land
OWN = 500  # per mille of the place's own land


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusPlace:
    """key: "wa/tacoma"; kind: the Census word ("city"), or "city-county"; land: square metres in each ZIP."""

    key: str
    name: str
    kind: str
    land: Counter[str] = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """What the land files say. `ambiguous`: keys that two places of one state share (a city and a village).

    counties: key ("wa/county:pierce") -> what elects as a county does; the kind of each is "county". townships: keys of the
    places that are townships, or towns of New England.
    """

    districts: Mapping[str, Mapping[str, str]]  # ZIP -> its row
    places: Mapping[str, CensusPlace]
    ambiguous: frozenset[str]
    total: Mapping[str, int]  # ZIP -> square metres
    counties: Mapping[str, CensusPlace]
    townships: frozenset[str] = frozenset()

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The rows of zips.tsv, by ZIP."""
        here: dict[str, list[CensusPlace]] = defaultdict(list)
        for place in self.places.values():
            for zip in place.land:
                here[zip].append(place)
        for zip, row in sorted(self.districts.items()):
            places = [place for place in here[zip] if not self._is_sliver(place, zip)]
            cells = [(place.key, 1000 * place.land[zip] // self.total[zip]) for place in places]
            cells.sort(key=lambda cell: (-cell[1], cell[0]))
            yield (
                zip,
                row["states"],
                row["cd119"],
                row["sldu2024"],
                row["sldl2024"],
                ";".join(f"{key}:{share}" for key, share in cells),
                str(self._outside(places, zip)),
            )

    def county_rows(self) -> Iterator[tuple[str, ...]]:
        """The rows of counties.tsv, by key: the ZIP codes of each with most land first."""
        for key, county in sorted(self.counties.items()):
            yield key, county.name, " ".join(sorted(county.land, key=lambda zip: (-county.land[zip], zip)))

    def _is_sliver(self, place: CensusPlace, zip: str) -> bool:
        land, own = place.land[zip], sum(place.land.values())
        return 1000 * land < SLIVER * self.total[zip] and 1000 * land < OWN * own

    def _outside(self, places: list[CensusPlace], zip: str) -> int:
        # Slivers count as outside: several of them together are somebody's home.
        # A village may lie in a township, and its land counts once: so more may be outside than is, which is only a question.
        total = self.total.get(zip, 0)
        towns = sum(place.land[zip] for place in places if place.key in self.townships)
        inside = max(towns, sum(place.land[zip] for place in places) - towns)
        return max(0, 1000 * (total - inside) // total) if total else 1000


def our_place_key(division: str) -> str:
    """A place's key as our tables write it, from its id as a source writes it.

    "st._paul" is "saint_paul", and "winston-salem", "o~fallon" and "coeur_d'alene" have underscores for their signs.
    """
    state, _, rest = place_key(division).partition("/")
    key = f"{state}/{rest if ':' in rest else place_slug(rest.replace('_', ' '))}"
    return RENAMED.get(key, key)


def our_county_key(division: str) -> str:
    """A county's key as our tables write it, from its id as a source writes it: "md/county:prince_george_s"."""
    state, _, rest = place_key(division).partition("/")
    kind, _, name = rest.rpartition(":")
    return f"{state}/{kind or 'place'}:{place_slug(name.replace('_', ' '))}"


def read_land(folder: Path) -> Land:
    """The three Census extracts of a sources folder, joined. Raises DataError where they do not fit one another."""
    with gzip.open(folder / "zcta_districts_119_sld2024.tsv.gz", "rt", encoding="utf-8", newline="") as text:
        districts = {row["zcta"]: row for row in csv.DictReader(text, delimiter="\t")}
    total: Counter[str] = Counter()
    counties: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in _csv(folder / "rtr_zcta_county.csv"):
        total[row["zcta"]] += int(row["area_land_part"])
        counties[row["state"], row["county_name"]][row["zcta"]] += int(row["area_land_part"])
    named: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in _csv(folder / "rtr_zcta_place.csv"):
        named[row["state"], row["place_name"]][row["zcta"]] += int(row["area_land_part"])
    stray = sorted({zip for land in named.values() for zip in land} - set(total) | (set(total) - set(districts)))
    if stray:
        raise DataError(
            f"{folder}: {len(stray)} ZIPs of the land files are in no district file, {stray[0]} first; "
            "fetch all of them anew, from one census"
        )
    places, ambiguous = _places(named)
    towns: Counter[str] = Counter()
    for land in named.values():
        towns.update(land)
    for county, (slug, name) in CITY_COUNTIES.items():
        key = f"{county[0].lower()}/{slug}"
        # At most: in a ZIP of two counties the towns may lie in the other one. A candidate too many is only a question.
        rest = {zip: min(land, total[zip] - towns[zip]) for zip, land in counties[county].items()}
        if any(rest.values()):
            places[key] = CensusPlace(
                key=key, name=name, kind="city-county", land=Counter({zip: land for zip, land in rest.items() if land})
            )
    townships = {}
    for key, found in read_townships(folder, places).items():
        if inside := Counter({zip: part for zip, part in found.land.items() if zip in total}):
            townships[key] = CensusPlace(key=key, name=found.name, kind=found.kind, land=inside)
    return Land(
        districts=districts,
        places={**places, **townships},
        ambiguous=ambiguous,
        total=total,
        counties=_counties(counties),
        townships=frozenset(townships),
    )


def _counties(counties: Mapping[tuple[str, str], Counter[str]]) -> dict[str, CensusPlace]:
    found = {}
    for (state, written), land in counties.items():
        name, kind = split_county(state, written)
        if name and any(land.values()):
            key = f"{state.lower()}/{kind}:{place_slug(name)}"
            found[key] = CensusPlace(key=key, name=name, kind=COUNTY, land=+land)
    return found


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text)


def _places(named: Mapping[tuple[str, str], Counter[str]]) -> tuple[dict[str, CensusPlace], frozenset[str]]:
    by_key: dict[str, list[CensusPlace]] = defaultdict(list)
    for (state, written), land in sorted(named.items()):
        name, kind = split_name(state, written)
        key = f"{state.lower()}/{place_slug(name)}"
        by_key[key].append(CensusPlace(key=key, name=name, kind=kind, land=land))
    places: dict[str, CensusPlace] = {}
    for key, found in by_key.items():
        for place in found:
            if len(found) > 1:
                place = CensusPlace(
                    key=f"{key}_{place_slug(place.kind)}", name=f"{place.name} {place.kind}", kind=place.kind, land=place.land
                )
            places[place.key] = place
    return places, frozenset(key for key, found in by_key.items() if len(found) > 1)
