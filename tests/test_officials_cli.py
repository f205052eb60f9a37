"""`flask officials find` as a person and as a script would use it. What the right answers are is in test_officials.py."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from flask import Flask

from bot.cli.officials import officials_cli
from bot.geocoding.asking import Geocoder
from bot.geocoding.census import Census
from bot.logging_setup import set_up_logs
from bot.officials.directory import Directory
from tests.conftest import Clock
from tests.geocoder import AUSTIN, OUTAGE, TWIN, geocoder

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def app() -> Flask:
    set_up_logs()
    app = Flask(__name__)
    app.extensions["patchline"] = SimpleNamespace(directory=Directory.load(DATA), resolver=None)
    app.cli.add_command(officials_cli)
    return app


def find(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["officials", "find", "--on", "2026-11-22", *arguments])


def test_person_reads_names_numbers_and_how_sure_it_is(app: Flask) -> None:
    result = find(app, "98402")
    assert result.exit_code == 0
    for text in (
        "98402 Tacoma, WA",
        "Governor Bob Ferguson",
        "360-902-4111",
        "Mayor Anders Ibsen",
        "zip_unique",
        "2026-08-05",
        "119th",
        "district 2 (Sarah Rumbaugh)",
    ):
        assert text in result.output


def test_person_reads_that_a_council_is_in_no_list(app: Flask) -> None:
    assert "no local list has been loaded" in find(app, "60602", "--role", "council").output


def test_person_reads_what_would_have_to_be_asked(app: Flask) -> None:
    output = find(app, "42223", "--role", "governor").output
    assert "TN or KY" in output and "To ask (state): Tennessee | Kentucky" in output


def test_office_without_a_name_is_shown_as_such(app: Flask) -> None:
    output = find(app, "94110", "--role", "governor", "--on", "2027-01-04").output
    assert "the office of the governor" in output and "916-445-2841" in output and "Newsom" not in output


@pytest.mark.parametrize(
    ("told", "governor"),
    [("state=KY", "Andy Beshear"), ("state=tn", "Bill Lee"), ("state=ocd-division/country:us/state:ky", "Andy Beshear")],
)
def test_answer_can_be_told_by_its_short_form_or_its_id(app: Flask, told: str, governor: str) -> None:
    assert governor in find(app, "42223", "--told", told).output


def test_state_district_can_be_told_by_its_census_code(app: Flask) -> None:
    output = find(app, "83702", "--role", "state_lower", "--told", "sldl=id-16").output
    assert "Representative Annie Henderson Haws" in output and "Representative Soñia Galaviz" in output
    assert "2 Representatives" not in output and "To ask" not in output


def test_number_that_many_share_says_whom_to_ask_for(app: Flask) -> None:
    output = find(app, "05602", "--role", "state_upper").output
    assert "802-828-2228 (ask for them)" in output


def test_json_is_the_documented_one(app: Flask) -> None:
    found = json.loads(find(app, "60614-1234", "--role", "mayor", "--role", "us_representative", "--json").output)
    assert list(found) == [
        "zip", "city", "kind", "known", "states", "state", "divisions", "day", "lines", "targets", "open", "unmapped",
        "address",
    ]  # fmt: skip
    assert (found["zip"], found["state"], found["day"]) == ("60614", "IL", "2026-11-22")
    assert found["lines"]["valid_to"] == "2027-01-03"
    mayor, member = found["targets"]
    assert list(mayor) == ["role", "certainty", "reason", "seat", "as_of", "vintage", "officials", "choices"]
    assert (member["seat"], member["as_of"], member["vintage"]) == ("", "2026-06-15", "119th Congress")
    assert list(mayor["officials"][0]) == [
        "id", "role", "title", "title_es", "name", "party", "division", "ward", "seat", "term_end", "source", "as_of", "lines",
    ]  # fmt: skip
    assert mayor["officials"][0]["lines"] == [
        {"phone": "+13127449500", "kind": "office", "label": "Mayor's office", "city": "Chicago", "zip": "60602",
         "latitude": None, "longitude": None, "switchboard": False, "hours": None}
    ]  # fmt: skip
    assert [choice["label"] for choice in member["choices"]] == ["Rep. Mike Quigley (IL-5)", "Rep. Danny K. Davis (IL-7)"]
    assert found["open"] == {"level": "cd", "choices": member["choices"]}


@pytest.fixture
def asking(app: Flask) -> Iterator[Flask]:
    """The same with a geocoder."""
    with geocoder() as stand_in:
        app.extensions["patchline"].resolver = Geocoder(Census(), stand_in.url, Clock())
        yield app
        app.extensions["patchline"].resolver = None


@pytest.mark.parametrize(
    ("day", "code", "reason"), [("2026-11-22", "37", ""), ("2027-01-02", "37", ""), ("2027-01-05", "10", "term_ended")]
)
def test_address_lies_in_the_district_of_the_day(asking: Flask, day: str, code: str, reason: str) -> None:
    found = json.loads(find(asking, "78701", "--address", AUSTIN, "--on", day, "--json").output)
    district = f"ocd-division/country:us/state:tx/cd:{code}"
    by_role = {target["role"]: target for target in found["targets"]}
    member = by_role["us_representative"]
    assert found["address"]["outcome"] == "matched"
    assert found["address"]["divisions"]["cd"] == found["divisions"]["cd"] == district
    assert (member["certainty"], member["reason"]) == ("exact_address", reason)
    assert all(official["division"] == district for official in member["officials"])
    assert (by_role["state_lower"]["certainty"], found["open"]["level"]) == ("exact_address", "ward")
    assert "Congress Ave" not in json.dumps(found)


def test_without_the_address_the_new_lines_are_not_guessed(asking: Flask) -> None:
    found = json.loads(find(asking, "78701", "--on", "2027-01-05", "--role", "us_representative", "--json").output)
    assert found["targets"][0]["reason"] == "new_maps" and found["targets"][0]["officials"] == []
    assert found["address"] is None and "cd" not in found["divisions"]


@pytest.mark.parametrize(
    ("zip", "address", "outcome", "said"),
    [
        pytest.param("83702", "700 W Jefferson St", "matched", "Address: found", id="matched"),
        pytest.param("83702", "1 Nowhere Ln", "no_match", "Address: not found", id="no match"),
        pytest.param("83702", f"3 {TWIN}", "several", "Address: may be in more than one place", id="several"),
        pytest.param("83702", "1 Elsewhere Ave", "outside", "Address: not in this ZIP code", id="outside"),
        pytest.param("83702", f"1 {OUTAGE}", "unavailable", "Address: cannot be looked up now", id="the geocoder is down"),
        pytest.param("78702", AUSTIN, "outside", "Address: not in this ZIP code", id="of a ZIP nearby"),
    ],
)
def test_what_came_of_an_address_is_said(asking: Flask, zip: str, address: str, outcome: str, said: str) -> None:
    houses = ("--role", "state_upper", "--role", "state_lower", "--address", address)
    shown = find(asking, zip, *houses)
    assert shown.exit_code == 0 and said in shown.output
    found = json.loads(find(asking, zip, *houses, "--json").stdout)
    assert found["address"]["outcome"] == outcome
    assert bool(found["open"]) == (outcome != "matched"), "what an address does not settle stays open"
    exact = [target for target in found["targets"] if target["certainty"] == "exact_address"]
    assert len(exact) == (2 if outcome == "matched" else 0)


def test_address_is_not_asked_about_without_a_geocoder(app: Flask) -> None:
    result = find(app, "83702", "--address", "700 W Jefferson St")
    assert result.exit_code == 1 and "set GEOCODER" in result.stderr


def test_what_is_no_address_is_not_sent(asking: Flask) -> None:
    result = find(asking, "83702", "--address", "PO Box 12")
    assert result.exit_code == 2 and "not a house number and a street" in result.stderr and "Box" not in result.stderr


def test_answer_that_is_no_candidate_is_said_to_be_ignored(app: Flask) -> None:
    result = find(app, "60614", "--told", "cd=WA-6")
    assert result.exit_code == 0 and "no candidate of 60614, ignored" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        pytest.param(["9840"], "'9840' is not a ZIP code; write five digits, like 98402", id="four digits"),
        pytest.param(["K1A 0B1"], "is not a ZIP code; write five digits", id="a Canadian postal code"),
        pytest.param(["٩٨٤٠٢"], "is not a ZIP code; write five digits", id="digits of another script"),
        pytest.param(["98402", "--role", "coroner"], "is not one of 'governor', 'mayor'", id="unknown role"),
        pytest.param(
            ["98402", "--told", "water=x"],
            "write LEVEL=DIVISION, with a level of state, place, ward, cd, sldu, sldl",
            id="unknown level",
        ),
        pytest.param(["98402", "--told", "cd"], "write LEVEL=DIVISION", id="no answer"),
        pytest.param(["98402", "--told", "state=ZZ"], "no such division; write state=KY", id="unknown state"),
        pytest.param(["98402", "--on", "soon"], "does not match the format '%Y-%m-%d'", id="no date"),
    ],
)
def test_wrong_input_is_an_error_with_its_mend(app: Flask, arguments: list[str], mend: str) -> None:
    result = find(app, *arguments)
    assert result.exit_code == 2 and mend in result.stderr


@pytest.mark.parametrize(
    ("zip", "words"),
    [
        ("00000", "no such ZIP in use"),
        ("09001", "a military post"),
        ("98401", "a ZIP of PO boxes"),
        ("12345", "a ZIP of one organization"),
        ("20500", "nobody is elected to this office there"),
        ("45202", "a term is over and no successor is on record"),
        ("37203", "elected anew since our records were made"),
        ("20500", "no map has this ZIP"),
        ("38632", "the districts have new lines"),
    ],
)
def test_what_is_missing_is_said_plainly(app: Flask, zip: str, words: str) -> None:
    result = find(app, zip)
    assert result.exit_code == 0 and words in result.output
