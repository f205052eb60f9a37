"""Geocoders as the tests need them: a stand-in that answers in the shapes of the Census and of Geocodio. Holds no test."""

import json
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.carrier import Answer, answer, listening

HOUSE, UPPER, LOWER = "Congressional Districts", "State Legislative Districts - Upper", "State Legislative Districts - Lower"
PLACES, COUNTIES = "Incorporated Places", "Counties"

Layers = dict[str, list[dict[str, Any]]]


def layers(
    state: str, house: str = "", upper: str = "", lower: str = "", place: str = "", *, county: str = "", congress: int = 119
) -> Layers:
    """The geographies of one match: codes come without the state's number, a place as "05000 Austin city", a county as "053
    Pierce County"."""
    year = {119: 2024, 120: 2026}[congress]
    found: Layers = {"States": [{"GEOID": state, "STATE": state, "FUNCSTAT": "A", "MTFCC": "G4000", "AREALAND": 1}]}
    if house:
        name = f"{congress}th {HOUSE}"
        found[name] = [{"GEOID": state + house, "CDSESSN": str(congress), "STATE": state, "BASENAME": house, "MTFCC": "G5200"}]
    if upper:
        found[f"{year} {UPPER}"] = [{"GEOID": state + upper, "SLDU": upper, "STATE": state, "MTFCC": "G5210"}]
    if lower:
        found[f"{year} {LOWER}"] = [{"GEOID": state + lower, "SLDL": lower, "STATE": state, "MTFCC": "G5220"}]
    if place:
        code, _, name = place.partition(" ")
        found[PLACES] = [{"GEOID": state + code, "NAME": name, "BASENAME": name.removesuffix(" city"), "AREALAND": "77"}]
    if county:
        code, _, name = county.partition(" ")
        found[COUNTIES] = [{"GEOID": state + code, "NAME": name, "BASENAME": name.rpartition(" ")[0], "FUNCSTAT": "A"}]
    return found


def body(asked: dict[str, str], *matches: Layers) -> dict[str, Any]:
    """An answer of the Census geocoder: it repeats what it was asked, the address included."""
    return {
        "result": {
            "input": {
                "address": {"address": asked.get("address", "")},
                "benchmark": {"id": "4", "isDefault": True, "benchmarkName": "Public_AR_Current"},
                "vintage": {"id": "425", "isDefault": False, "vintageName": asked.get("vintage", "")},
            },
            "addressMatches": [
                {
                    "matchedAddress": asked.get("address", "").upper(),
                    "coordinates": dict(zip("xy", POINTS.get(asked.get("address", ""), (-97.7, 30.2)), strict=True)),
                    "tigerLine": {"side": "L", "tigerLineId": "1"},
                    "addressComponents": {"streetName": "ZEBRAFINCH", "fromAddress": "1900", "toAddress": "1998"},
                    "geographies": match,
                }
                for match in matches
            ],
        }
    }


# What the Census says of some addresses, by vintage. The transcripts live here; in the last two streets it never works.
AUSTIN = "1100 Congress Ave, Austin, TX 78701"
OUTAGE, TWIN = "Outage Rd", "Twin St"


def now(*found: Layers) -> dict[str, tuple[Layers, ...]]:
    return {"ACS2025_Current": found}


ATLAS: dict[str, dict[str, tuple[Layers, ...]]] = {
    AUSTIN: {
        "ACS2025_Current": (layers("48", "37", "014", "049", "05000 Austin city"),),
        "ACS2026_Current": (layers("48", "10", "014", "049", "05000 Austin city", congress=120),),
    },
    "700 W Jefferson St, 83702": now(layers("16", "02", "019", "019", "08830 Boise City city")),
    "1 Elsewhere Ave, 83702": now(layers("53", "06", "027", "027", "70000 Tacoma city")),
    "1 Border Ave, 83702": now(layers("16", "02", "", "", "08830 Boise City city")),
    "125 Amory St, 03102": now(layers("33", "01", "020", "522", "45140 Manchester city")),
    "90 Ledge Rd, 03102": now(layers("33", "01", "020", "", "45140 Manchester city")),
    "455 N 3rd St, 85004": now(layers("04", "03", "011", "011", "55000 Phoenix city")),
    "1600 13th St NW, 20009": now(layers("11", "98", "002", "", "50000 Washington city")),
    "2101 Oneil Ave, 82001": now(layers("56", "00", "008", "008", "13900 Cheyenne city")),
    "12 Floyd St, 30016": now(layers("13", "13", "043", "113", "20064 Covington city")),
    "9500 W Sample Rd, 33065": now(layers("12", "20", "035", "096", "14400 Coral Springs city")),
    f"3 {TWIN}, 83702": now(layers("16", "02", "019", "019"), layers("16", "02", "016", "016")),
}


TACOMA = now(layers("53", "06", "027", "027", "70000 Tacoma city"))
# Where some streets lie: in the middle of wards, ten metres from a border, outside of every ward.
POINTS = {
    "747 Market St, 98402": (-122.45, 47.25),
    "10 Border Ave, 98402": (-122.42, 47.25),
    "2 Dock St, 98402": (-122.30, 47.25),
    "3 Ruston Way, 98402": (-122.45, 47.26),
}
ATLAS |= {address: TACOMA for address in POINTS}
ATLAS["3 Ruston Way, 98402"] = now(layers("53", "06", "027", "027", "60580 Ruston city"))


def census(asked: dict[str, str]) -> Answer:
    if OUTAGE in asked["address"]:
        return answer(500, "")
    found = ATLAS.get(asked["address"], {}).get(asked["vintage"], ())
    wanted = asked["layers"].split(",")
    return answer(200, body(asked, *({name: areas for name, areas in match.items() if name in wanted} for match in found)))


def matches(*found: Layers) -> Answer:
    return answer(200, body({"address": "1919 ZEBRAFINCH ST"}, *found))


def result(state: str, house: object = None, upper: object = None, lower: object = None, **changed: Any) -> dict[str, Any]:
    """One result of Geocodio."""
    chambers = {"senate": [upper] if upper else [], "house": [lower] if lower else []}
    return {
        "address_components": {"number": "1919", "street": "Zebrafinch", "suffix": "St", "city": "Tacoma", "state": state},
        "formatted_address": f"1919 Zebrafinch St, Tacoma, {state}",
        "location": {"lat": 47.25, "lng": -122.44},
        "accuracy": 1,
        "accuracy_type": "rooftop",
        "source": "a county",
        "fields": {"congressional_districts": [house] if house else [], "state_legislative_districts": chambers},
    } | changed


def house(number: int, congress: str = "119th") -> dict[str, Any]:
    return {"name": f"Congressional District {number}", "district_number": number, "congress_number": congress, "proportion": 1}


def chamber(number: str, *, upcoming: bool = False) -> dict[str, Any]:
    return {"name": number, "district_number": number, "is_upcoming_state_legislative_district": upcoming, "proportion": 1}


def results(*found: dict[str, Any]) -> Answer:
    return answer(200, {"input": {"formatted_address": "1919 Zebrafinch St"}, "results": list(found)})


def drip(handler: BaseHTTPRequestHandler, start: bytes) -> None:
    """Send the start of an answer, then a byte at a time for as long as there is somebody to take it."""
    with suppress(OSError):
        handler.wfile.write(start)
        while True:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.02)


def dripping_head(handler: BaseHTTPRequestHandler) -> None:
    drip(handler, b"HTTP/1.1 200 OK\r\nX-Slow: ")


def dripping_body(handler: BaseHTTPRequestHandler) -> None:
    drip(handler, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{"result": {"addressMatches": [')


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2 1919 Zebrafinch\r\n")


def moved(to: str) -> Answer:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", to + handler.path)
        handler.end_headers()

    return write


@dataclass(frozen=True)
class Asked:
    """One request that reached the stand-in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass
class StandIn:
    """A geocoder on loopback: the Census one, unless told otherwise in `answers` (first come, first served)."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


@contextmanager
def geocoder(tls: ssl.SSLContext | None = None) -> Iterator[StandIn]:
    """A stand-in that listens."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            stand_in.asked.append(Asked(parts.path, query, dict(self.headers)))
            (stand_in.answers.pop(0) if stand_in.answers else census(query))(self)

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler, tls) as url:
        stand_in.url = url
        yield stand_in


def huge() -> Answer:
    return answer(200, json.dumps(body({}, layers("48", "37"))) + " " * 1_000_000)
