"""Writes the tables of time zones: `python -m tests.zone_tables COUNTIES.csv`, with `pip install timezonefinder==9.0.0` beside.

Which zones a ZIP code has is held against the zones' own shapes, at the ZIP's middle and around it as far as its land reaches
(`census-counties` of data/README.md has that); which an area code has, against the ZIP codes where it is in use, as the
numbering plan's data has one zone for an overlay, and sometimes a wrong one. No test imports this.
"""

import csv
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from bot.officials.zip_info import find_zip
from bot.officials.zip_listing import zip_entries
from bot.people.time_zones import AREA_CODES, ZIP_ZONES
from bot.quiet_hours import US_ZONES, usual_name

AROUND = [(share, math.pi * turn / 4) for share in (0.5, 1.0) for turn in range(8)]
WHOLE_CODE = 1  # the numbering plan's data has one zone for all of a code's exchanges
KNOWN_ZIPS = 50  # in which an area code is in use: none of them in a zone means that the code is not there
# Newer than the numbering plan's data: laid over another code, whose territory they have. Sources: verizon.com, "Area code
# lookup" (679); lincmad.com (861); the Texas commission, as Wikipedia has it (621). Others that are new may be anywhere.
LAID_OVER = {"679": "313", "861": "309", "621": "713"}
# The law and the clocks on the walls differ: legally Central, by the clock Eastern.
BY_LAW_TOO = ("AL",)
NAMES = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "Florida": "FL", "Georgia": "GA", "Hawaii": "HI", "Idaho": "ID",
    "Illinois": "IL", "Indiana": "IN",
    "Iowa": "IA", "Kansas": "KS", "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA",
    "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO", "Montana": "MT", "Nebraska": "NE",
    "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM", "New York": "NY", "North Carolina": "NC",
    "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK", "Oregon": "OR", "Pennsylvania": "PA", "Rhode Island": "RI",
    "South Carolina": "SC", "South Dakota": "SD", "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT",
    "Virginia": "VA", "Washington State": "WA", "Washington D.C.": "DC", "West Virginia": "WV", "Wisconsin": "WI",
    "Wyoming": "WY", "U.S. Virgin Islands": "VI",
}  # fmt: skip
ISLANDS = {"340": "VI", "670": "MP", "671": "GU", "684": "AS", "787": "PR", "939": "PR"}


def zip_zones(counties: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """ZIP code, state, zones."""
    from timezonefinder import TimezoneFinder  # type: ignore[import-not-found]

    finder, land = TimezoneFinder(in_memory=True), Counter[str]()
    with counties.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            land[row["zcta"]] += int(row["area_land_part"])
    for zip in sorted({entry["zip_code"] for entry in zip_entries()}):
        mail = find_zip(zip, even_retired=True)
        if mail is None or not (mail.latitude or mail.longitude):
            continue
        reach = 1.5 * math.sqrt(land[zip] / math.pi) / 1000 + 1  # kilometres
        points = [(mail.latitude, mail.longitude)]
        for share, turn in AROUND:
            north, east = reach * share * math.cos(turn), reach * share * math.sin(turn)
            wide = 111.2 * max(0.2, math.cos(math.radians(mail.latitude)))
            points.append((mail.latitude + north / 111.2, mail.longitude + east / wide))
        found = {usual_name(finder.timezone_at(lat=lat, lng=lng) or "") for lat, lng in points} & set(US_ZONES)
        if mail.state in BY_LAW_TOO or not found:
            found.add(usual_name(mail.timezone))
        yield zip, mail.state, frozenset(found - {""})


def code_zones(places: Mapping[str, tuple[str, frozenset[str]]]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Area code, states, zones. `places`: state and zones of each ZIP code."""
    from phonenumbers.tzdata import TIMEZONE_DATA

    states, zones, exchanges = code_states(), defaultdict[str, set[str]](set), Counter[str]()
    for code, named in of_the_plan(TIMEZONE_DATA):
        zones[code] |= {usual_name(zone) for zone in named} & set(US_ZONES)
        exchanges[code] += 1
    used = defaultdict[str, Counter[str]](Counter)
    for entry in zip_entries():
        state, there = places.get(entry["zip_code"], ("", frozenset()))
        for code in entry["area_codes"] if entry["active"] else ():
            if state in states[code]:
                used[code].update(there if len(there) == 1 else ())
    for code in sorted(code for code in zones if states[code]):
        known = zones[code]
        if exchanges[code] == WHOLE_CODE and used[code].total() >= KNOWN_ZIPS:
            known = known & set(used[code])
        for each in (code, *(new for new, old in LAID_OVER.items() if old == code)):
            yield each, " ".join(sorted(states[code])), frozenset(known | set(used[code]))


def code_states() -> Mapping[str, set[str]]:
    """The states of each area code."""
    from phonenumbers.geodata import GEOCODE_DATA

    states = defaultdict[str, set[str]](set, {code: {state} for code, state in ISLANDS.items()})
    for code, told in of_the_plan(GEOCODE_DATA):
        name = told.get("en", "")
        state = NAMES.get(name) or name.rpartition(", ")[2]
        states[code] |= {state} & set(NAMES.values())
    return states


Told = TypeVar("Told")


def of_the_plan(data: Mapping[str, Told]) -> Iterator[tuple[str, Told]]:
    """Area code and what is told, of each prefix of the North American plan."""
    return ((prefix[1:4], told) for prefix, told in data.items() if prefix.startswith("1") and len(prefix) >= 4)


def write(path: Path, heading: str, rows: Iterator[tuple[str, ...]]) -> None:
    lines = ["\t".join(row) for row in rows]
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    zips = {zip: (state, zones) for zip, state, zones in zip_zones(Path(sys.argv[1]))}
    listed = {zip: usual_name(mail.timezone) for zip in zips if (mail := find_zip(zip, even_retired=True))}
    others = ((zip, "|".join(sorted(zones))) for zip, (_, zones) in zips.items() if zones and zones != {listed[zip]})
    write(ZIP_ZONES, "zip\tzones", others)
    codes = sorted((code, states, "|".join(sorted(there))) for code, states, there in code_zones(zips))
    write(AREA_CODES, "code\tstates\tzones", iter(codes))
