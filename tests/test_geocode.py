"""A street address becomes divisions: by the lines of the day, in one short request."""

import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from bot.config import GeocoderName, Settings
from bot.geocoding import RESOLVERS, Resolved, Unresolved, make_resolver
from bot.geocoding.asking import Geocoder
from bot.geocoding.breaker import Breaker
from bot.geocoding.census import BY_NUMBER, Census
from bot.geocoding.district_boundaries import BOUNDARIES
from bot.geocoding.geocodio import Geocodio
from tests import geocoder as shapes
from tests.carrier import Answer, answer, at_once, reset, slow
from tests.conftest import Clock, Start
from tests.geocoder import AUSTIN, StandIn, layers

US = "ocd-division/country:us"
NOW, NEXT = date(2026, 11, 23), date(2027, 1, 3)
HOME = "1919 Zebrafinch St, Tacoma"
UNAVAILABLE = "unavailable"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with shapes.geocoder() as listening:
        yield listening


def census(stand_in: StandIn, *, seconds: float = 30, clock: Callable[[], datetime] | None = None) -> Geocoder:
    return Geocoder(Census(), stand_in.url, clock or Clock(), seconds=seconds)


# --- Answers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "cd", "vintage", "layer"),
    [
        pytest.param(NOW, "37", "ACS2025_Current", "119th Congressional Districts", id="the 119th Congress"),
        pytest.param(NEXT - timedelta(days=1), "37", "ACS2025_Current", "119th Congressional Districts", id="its last day"),
        pytest.param(NEXT, "10", "ACS2026_Current", "120th Congressional Districts", id="the 120th Congress"),
    ],
)
def test_address_lies_in_the_district_of_the_lines_in_force(
    stand_in: StandIn, day: date, cd: str, vintage: str, layer: str
) -> None:
    found = census(stand_in).resolve("1100 Congress Ave, Austin, TX", "78701", day)
    assert isinstance(found, Unresolved), "this is not how the stand-in knows it"
    found = census(stand_in).resolve(AUSTIN, "78701", day)
    assert isinstance(found, Resolved)
    texas = f"{US}/state:tx"
    assert (found.state, found.areas) == (
        texas,
        {"cd": f"{texas}/cd:{cd}", "sldu": "TX-014", "sldl": "TX-049", "place": "Austin city"},
    )
    asked = stand_in.asked[-1].query
    assert (asked["vintage"], asked["benchmark"], asked["format"]) == (vintage, "Public_AR_Current", "json")
    assert layer in asked["layers"].split(",")
    assert f"{found.congress}th" in layer and str(found.legislatures) in asked["layers"]


def test_lines_follow_one_another_without_a_gap() -> None:
    assert all(line.valid_to == after.valid_from for line, after in pairwise(BOUNDARIES))
    assert all(line.valid_from < line.valid_to for line in BOUNDARIES)


@pytest.mark.parametrize("day", [BOUNDARIES[0].valid_from - timedelta(days=1), BOUNDARIES[-1].valid_to])
def test_day_that_the_table_does_not_reach_is_not_guessed(stand_in: StandIn, day: date) -> None:
    assert census(stand_in).resolve(AUSTIN, "78701", day) == Unresolved(UNAVAILABLE, "no_lines")
    assert stand_in.asked == []


def resolved(home: str, year: int | None, cd: str = "", sldu: str = "", sldl: str = "", place: str = "") -> Resolved:
    """An answer in the 119th Congress; "" at a level that it lacks."""
    told = {"cd": cd, "sldu": sldu, "sldl": sldl, "place": place}
    return Resolved(state=home, congress=119, legislatures=year, areas={level: area for level, area in told.items() if area})


WA = f"{US}/state:wa"
TACOMA = resolved(WA, 2024, f"{WA}/cd:6", "WA-027", "WA-027", "Tacoma city")
TACOMA_LAYERS = layers("53", "06", "027", "027", "70000 Tacoma city")
STATUS = [{"status": "Layer query encountered an error: java.lang.RuntimeException: Failed to return"}]

ANSWERS = [
    pytest.param([TACOMA_LAYERS], TACOMA, id="a match"),
    pytest.param([TACOMA_LAYERS | {"Census Tracts": [{"GEOID": "53053"}]}], TACOMA, id="a layer more, of another kind"),
    pytest.param(
        [TACOMA_LAYERS | layers("53", county="053 Pierce County")],
        replace(TACOMA, areas=TACOMA.areas | {"county": "Pierce County"}),
        id="a county, by its whole name",
    ),
    pytest.param([TACOMA_LAYERS, TACOMA_LAYERS], TACOMA, id="two matches in the same districts"),
    pytest.param(
        [TACOMA_LAYERS, layers("53", "10", "027", "027", "70000 Tacoma city")],
        Unresolved("several"),
        id="two matches in different districts",
    ),
    pytest.param([], Unresolved("no_match"), id="no match"),
    pytest.param([layers("56", "00")], resolved(f"{US}/state:wy", 2024, f"{US}/state:wy"), id="a seat at large"),
    pytest.param(
        [layers("11", "98", "002", place="50000 Washington city")],
        resolved(f"{US}/district:dc", 2024, f"{US}/district:dc", "DC-002", "", "Washington city"),
        id="a delegate and no lower house",
    ),
    pytest.param(
        [layers("72", "98")],
        resolved(f"{US}/territory:pr", 2024, f"{US}/territory:pr"),
        id="a territory",
    ),
    pytest.param(
        [layers("31", "02", "006")],
        resolved(f"{US}/state:ne", 2024, f"{US}/state:ne/cd:2", "NE-006"),
        id="one chamber and no place",
    ),
    pytest.param([layers("17", "ZZ", "ZZZ", "ZZZ")], resolved(f"{US}/state:il", 2024), id="codes that stand for no district"),
    pytest.param(
        [TACOMA_LAYERS | {"119th Congressional Districts": STATUS}],
        resolved(WA, 2024, "", "WA-027", "WA-027", "Tacoma city"),
        id="a layer that the Census failed to read",
    ),
    pytest.param(
        [TACOMA_LAYERS | {"119th Congressional Districts": []}],
        resolved(WA, 2024, "", "WA-027", "WA-027", "Tacoma city"),
        id="an empty layer",
    ),
    pytest.param(
        [
            TACOMA_LAYERS
            | {"2024 State Legislative Districts - Upper": [{"GEOID": "53027"}, {"GEOID": "53028"}], "Incorporated Places": []}
        ],
        resolved(WA, 2024, f"{WA}/cd:6", "", "WA-027"),
        id="an address on a border",
    ),
]


@pytest.mark.parametrize(("found", "means"), ANSWERS)
def test_what_the_census_says_of_an_address(
    stand_in: StandIn, found: list[shapes.Layers], means: Resolved | Unresolved
) -> None:
    stand_in.answers.append(shapes.matches(*found))
    assert census(stand_in).resolve(HOME, "98402", NOW) == means


def test_census_number_of_every_state_is_known() -> None:
    assert len(BY_NUMBER) == 56


WRONG = [
    pytest.param(shapes.matches(layers("48", "10", congress=120)), "another layer", id="the next Congress's layer"),
    pytest.param(
        shapes.matches(layers("48", "37") | {"2026 State Legislative Districts - Upper": [{"GEOID": "48014"}]}),
        "another layer",
        id="the next legislature's layer",
    ),
    pytest.param(
        shapes.matches(layers("48") | {"119th Congressional Districts": [{"GEOID": "4810", "CDSESSN": "120"}]}),
        "another congress",
        id="the next Congress under this one's name",
    ),
    pytest.param(
        shapes.matches(layers("48") | {"119th Congressional Districts": [{"GEOID": "4810"}]}),
        "another congress",
        id="no Congress named",
    ),
    pytest.param(
        shapes.matches(layers("48") | {"119th Congressional Districts": [{"GEOID": "2206", "CDSESSN": "119"}]}),
        "no one state",
        id="two states",
    ),
    pytest.param(shapes.matches(layers("74")), "no one state", id="a state that is none"),
    pytest.param(shapes.matches({}), "no one state", id="a match without layers"),
    pytest.param(shapes.matches(layers("48", "99")), "unreadable", id="a district that cannot be"),
    pytest.param(shapes.matches(layers("48", "x")), "unreadable", id="a district that is no number"),
    pytest.param(answer(200, "<html><body>1919 Zebrafinch St: busy</body></html>", "text/html"), "unreadable", id="HTML"),
    pytest.param(answer(200, ""), "unreadable", id="nothing"),
    pytest.param(answer(200, "[" * 100_000), "unreadable", id="JSON too deep"),
    pytest.param(answer(200, {"result": {"addressMatches": "1919 Zebrafinch"}}), "unreadable", id="another shape"),
    pytest.param(answer(200, {"errors": ["1919 Zebrafinch"]}), "unreadable", id="JSON without a result"),
    pytest.param(answer(400, {"errors": ["vintage"]}), "status 400", id="a request it does not take"),
    pytest.param(answer(500, "<html>1919 Zebrafinch</html>", "text/html"), "status 500", id="500"),
    pytest.param(answer(503, ""), "status 503", id="503"),
    pytest.param(shapes.cut_off, "unreadable", id="cut off"),
    pytest.param(shapes.huge(), "too_big", id="huge"),
    pytest.param(reset, "ConnectionResetError", id="a broken connection"),
    pytest.param(shapes.no_http, "BadStatusLine", id="no HTTP"),
]
NEVER = [
    pytest.param(slow(1000), id="slow"),
    pytest.param(shapes.dripping_head, id="dripping before the answer"),
    pytest.param(shapes.dripping_body, id="dripping in the answer"),
]


@pytest.mark.parametrize(("says", "cause"), WRONG)
def test_answer_that_cannot_be_used_is_said_to_be_none(stand_in: StandIn, says: Answer, cause: str) -> None:
    stand_in.answers.append(says)
    assert census(stand_in).resolve(HOME, "98402", NOW) == Unresolved(UNAVAILABLE, cause)
    assert len(stand_in.asked) == 1, "nothing is asked twice"


@pytest.mark.parametrize("says", NEVER)
def test_answer_that_does_not_come_to_an_end_is_not_waited_for(stand_in: StandIn, says: Answer) -> None:
    stand_in.answers.append(says)
    assert census(stand_in, seconds=0.3).resolve(HOME, "98402", NOW) == Unresolved(UNAVAILABLE, "timeout")
    assert len(stand_in.asked) == 1
    for thread in threading.enumerate():
        if thread.name == "geocode":
            thread.join()  # which it would never, were it still reading


def test_nobody_listening_is_said_to_be_no_answer() -> None:
    with shapes.geocoder() as gone:
        pass
    assert census(gone).resolve(HOME, "98402", NOW) == Unresolved(UNAVAILABLE, "ConnectionRefusedError")


def test_nobody_is_told_an_address_by_being_redirected_to(stand_in: StandIn) -> None:
    with shapes.geocoder() as other:
        stand_in.answers.append(shapes.moved(other.url))
        assert census(stand_in).resolve(HOME, "98402", NOW) == Unresolved(UNAVAILABLE, "redirect")
        assert other.asked == []


def test_no_proxy_of_the_environment_is_told_an_address(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    with shapes.geocoder() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert isinstance(census(stand_in).resolve(AUSTIN, "78701", NOW), Resolved)
        assert proxy.asked == []


def self_signed(folder: Path) -> ssl.SSLContext:
    """The server side of TLS with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_server_that_cannot_prove_who_it_is_is_told_no_address(tmp_path: Path) -> None:
    with shapes.geocoder(self_signed(tmp_path)) as stranger:
        found = census(stranger).resolve(AUSTIN, "78701", NOW)
        assert found == Unresolved(UNAVAILABLE, "SSLCertVerificationError")
        assert stranger.asked == []


@pytest.mark.parametrize(
    ("address", "zip", "asked"),
    [
        ("747 Market St", "98402", "747 Market St, 98402"),
        ("747 Market St", "98402-1234", "747 Market St, 98402-1234"),
        ("747 Market St, Tacoma WA 98402", "98402", "747 Market St, Tacoma WA 98402"),
        ("747 Market St, Tacoma WA 98403-1234.", "98402", "747 Market St, Tacoma WA 98403-1234."),
        ("12345 Market St", "98402", "12345 Market St, 98402"),
        ("12 Calle Peña & Co #5", "00901", "12 Calle Peña & Co #5, 00901"),
        ("12 Market \udcff St", "98402", "12 Market ? St, 98402"),
        ("", "98402", ", 98402"),
    ],
)
def test_address_is_asked_for_with_its_zip(stand_in: StandIn, address: str, zip: str, asked: str) -> None:
    census(stand_in).resolve(address, zip, NOW)
    assert stand_in.asked[0].query["address"] == asked
    assert stand_in.asked[0].path == "/geographies/onelineaddress"


# --- While it is down --------------------------------------------------------------------------------------------------


def test_geocoder_that_is_down_is_left_alone_for_a_while(stand_in: StandIn) -> None:
    clock = Clock()
    asking = census(stand_in, clock=clock)
    down = answer(500, "")
    stand_in.answers += [down] * 3
    for _ in range(3):
        assert asking.resolve(AUSTIN, "78701", NOW) == Unresolved(UNAVAILABLE, "status 500")
    for _ in range(3):
        assert asking.resolve(AUSTIN, "78701", NOW) == Unresolved(UNAVAILABLE, "cooling_down")
    assert len(stand_in.asked) == 3
    clock.now += timedelta(seconds=60)
    stand_in.answers.append(down)
    assert asking.resolve(AUSTIN, "78701", NOW) == Unresolved(UNAVAILABLE, "status 500"), "one may try"
    assert asking.resolve(AUSTIN, "78701", NOW) == Unresolved(UNAVAILABLE, "cooling_down"), "and only one"
    clock.now += timedelta(seconds=60)
    for _ in range(2):
        assert isinstance(asking.resolve(AUSTIN, "78701", NOW), Resolved), "it is up again"


def test_addresses_that_nobody_knows_do_not_count_as_failures(stand_in: StandIn) -> None:
    asking = census(stand_in)
    for _ in range(5):
        assert asking.resolve(HOME, "98402", NOW) == Unresolved("no_match")
    assert len(stand_in.asked) == 5


def test_failures_count_only_in_a_row(stand_in: StandIn) -> None:
    asking = census(stand_in)
    for _ in range(4):
        stand_in.answers += [answer(500, "")] * 2
        assert [type(asking.resolve(AUSTIN, "78701", NOW)) for _ in range(3)] == [Unresolved, Unresolved, Resolved]


@pytest.mark.parametrize("status", [400, 422])
def test_address_that_is_refused_keeps_nobody_elses_from_being_looked_up(stand_in: StandIn, status: int) -> None:
    asking = census(stand_in)
    stand_in.answers += [answer(status, "")] * 4
    outcomes = [asking.resolve(AUSTIN, "78701", NOW) for _ in range(5)]
    assert outcomes[:4] == [Unresolved(UNAVAILABLE, f"status {status}")] * 4
    assert isinstance(outcomes[4], Resolved)


def test_of_many_at_once_one_tries_a_geocoder_that_was_down() -> None:
    times = [datetime(2026, 11, 23, 18, tzinfo=UTC)]
    breaker = Breaker(lambda: times[-1])
    for _ in range(3):
        assert breaker.allows()
        breaker.record(failed=True)
    assert not any(at_once(*[breaker.allows] * 8))
    times.append(times[0] + timedelta(seconds=61))
    assert sum(at_once(*[breaker.allows] * 8)) == 1
    times.append(times[0] + timedelta(seconds=122))
    assert breaker.allows(), "whoever tried and never came back does not keep it shut"
    times.append(times[0] - timedelta(hours=1))
    assert breaker.allows(), "nor does a clock that was set back"


# --- Geocodio ----------------------------------------------------------------------------------------------------------

KEY = "k" * 8 + "-geocodio-secret"


def geocodio(stand_in: StandIn) -> Geocoder:
    return Geocoder(Geocodio(SecretStr(KEY)), stand_in.url, Clock(), seconds=30)


R, HOUSE, CHAMBER = shapes.result, shapes.house, shapes.chamber
TACOMA_RESULT = R("WA", HOUSE(6), CHAMBER("27"), CHAMBER("27"))
OREGON = resolved(f"{US}/state:or", None, f"{US}/state:or/cd:1", "OR-017", "OR-033")
GEOCODIO = [
    pytest.param(shapes.results(R("OR", HOUSE(1), CHAMBER("17"), CHAMBER("33"))), OREGON, id="a match"),
    pytest.param(
        shapes.results(TACOMA_RESULT, TACOMA_RESULT | {"accuracy": 0.9, "accuracy_type": "range_interpolation"}),
        resolved(WA, None, f"{WA}/cd:6", "WA-027", "WA-027"),
        id="two matches in the same districts",
    ),
    pytest.param(shapes.results(TACOMA_RESULT, R("WA", HOUSE(10))), Unresolved("several"), id="two in different districts"),
    pytest.param(shapes.results(), Unresolved("no_match"), id="no match"),
    pytest.param(answer(422, {"error": "Could not geocode address"}), Unresolved("no_match"), id="no match, as an error"),
    pytest.param(
        shapes.results(TACOMA_RESULT | {"accuracy_type": "nearest_rooftop_match"}),
        Unresolved("no_match"),
        id="a neighbour's house",
    ),
    pytest.param(shapes.results(TACOMA_RESULT | {"accuracy": 0.6}), Unresolved("no_match"), id="a guess"),
    pytest.param(
        shapes.results(R("WY", HOUSE(0), CHAMBER("7"))),
        resolved(f"{US}/state:wy", None, f"{US}/state:wy", "WY-007"),
        id="a seat at large",
    ),
    pytest.param(shapes.results(R("DC", HOUSE(98))), resolved(f"{US}/district:dc", None, f"{US}/district:dc"), id="a delegate"),
    pytest.param(
        shapes.results(R("MN", HOUSE(5), CHAMBER("63"), CHAMBER("63A"))),
        resolved(f"{US}/state:mn", None, f"{US}/state:mn/cd:5", "MN-063", "MN-63A"),
        id="a district with a letter",
    ),
    pytest.param(
        shapes.results(R("NH", HOUSE(1), CHAMBER("20"), CHAMBER("23"))),
        resolved(f"{US}/state:nh", None, f"{US}/state:nh/cd:1"),
        id="districts with names",
    ),
    pytest.param(
        shapes.results(R("WA", HOUSE(6), CHAMBER("27", upcoming=True), CHAMBER("27"))),
        resolved(WA, None, f"{WA}/cd:6", "", "WA-027"),
        id="a district that is not yet in force",
    ),
    pytest.param(shapes.results(R("WA")), resolved(WA, None), id="nothing but the state"),
    pytest.param(
        shapes.results(R("WA", HOUSE(6, "120th"))), Unresolved(UNAVAILABLE, "another congress"), id="the next Congress"
    ),
    pytest.param(shapes.results(R("ON")), Unresolved(UNAVAILABLE, "no one state"), id="another country"),
    pytest.param(answer(403, {"error": KEY}), Unresolved(UNAVAILABLE, "status 403"), id="a key that is not taken"),
    pytest.param(answer(429, ""), Unresolved(UNAVAILABLE, "status 429"), id="too many requests"),
    pytest.param(answer(200, {"results": [{"accuracy": 1}]}), Unresolved(UNAVAILABLE, "unreadable"), id="another shape"),
]


@pytest.mark.parametrize(("says", "means"), GEOCODIO)
def test_what_geocodio_says_of_an_address(stand_in: StandIn, says: Answer, means: Resolved | Unresolved) -> None:
    stand_in.answers.append(says)
    assert geocodio(stand_in).resolve(HOME, "98402", NOW) == means


@pytest.mark.parametrize(("day", "fields"), [(NOW, "cd119,stateleg"), (NEXT, "cd120,stateleg")])
def test_geocodio_is_asked_for_the_congress_of_the_day_with_the_key_in_a_header(
    stand_in: StandIn, day: date, fields: str
) -> None:
    stand_in.answers.append(shapes.results())
    geocodio(stand_in).resolve(HOME, "98402", day)
    (asked,) = stand_in.asked
    assert (asked.path, asked.query) == ("/geocode", {"q": f"{HOME}, 98402", "fields": fields})
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


# --- Chosen by a setting -----------------------------------------------------------------------------------------------


def test_every_geocoder_that_can_be_set_is_there() -> None:
    assert set(RESOLVERS) == set(get_args(GeocoderName))


@pytest.mark.parametrize(
    ("given", "says", "asks"),
    [
        pytest.param({"geocoder": "census"}, shapes.matches(TACOMA_LAYERS), "/geographies/onelineaddress", id="census"),
        pytest.param({"geocoder": "geocodio", "geocoder_key": KEY}, shapes.results(TACOMA_RESULT), "/geocode", id="geocodio"),
    ],
)
def test_geocoder_is_the_one_of_the_settings(
    start: Start, stand_in: StandIn, given: dict[str, str], says: Answer, asks: str
) -> None:
    bot = start(**given, geocoder_url=f"{stand_in.url}/some/where/")
    assert bot.parts.resolver is not None
    stand_in.answers.append(says)
    found = bot.parts.resolver.resolve(HOME, "98402", NOW)
    assert isinstance(found, Resolved) and found.areas["cd"] == f"{WA}/cd:6"
    assert stand_in.asked[0].path == f"/some/where{asks}"


def test_without_a_geocoder_there_is_no_resolver(tmp_path: Path) -> None:
    assert make_resolver(Settings.load(instance_dir=tmp_path, geocoder="none"), Clock()) is None
    assert make_resolver(Settings.load(instance_dir=tmp_path), Clock()) is not None
