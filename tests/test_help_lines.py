"""Where there is nobody to call, the supporter hears once who can help, with a number where we have one."""

from datetime import date

import pytest

from bot.conversation.scripts import whom_to_try
from bot.officials.directory import Directory
from tests.conftest import ROOT, Start

TODAY = date(2026, 11, 29)
AFTER_THE_ELECTION = date(2027, 2, 15)

# Where, for which office, why nobody is found, and who can help.
CASES = [
    pytest.param(
        "60602", "council", "no_list", "The mayor's office can help you: 312-744-9500.", id="a council without a list"
    ),
    pytest.param("82001", "mayor", "", "", id="a mayor that we have"),
    pytest.param("20500", "governor", "no_such_office", "", id="an office that does not exist"),
    pytest.param("96910", "governor", "", "The website of Guam has it.", id="a government we have no number of"),
    pytest.param("42223", "mayor", "no_record", "City hall can help you.", id="a city we have no number of"),
    pytest.param(
        "94541", "us_representative", "vacant", "The U.S. Capitol can help you: 202-224-3121.", id="a seat in Congress"
    ),
    pytest.param("57501", "state_upper", "since_election", "", id="an office that a shared number reaches"),
    pytest.param("46204", "state_upper", "since_election", "The legislature can help you: 317-232-9400.", id="a shared number"),
    pytest.param(
        "98402", "state_upper", "since_election", "The governor's office can help you: 360-902-4111.", id="no shared one"
    ),
    pytest.param("98401", "state_upper", "po_box", "", id="the supporter has to say where they live"),
]


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load(ROOT / "data")


@pytest.mark.parametrize(("zip", "role", "reason", "help"), CASES)
def test_who_can_help_is_told_by_the_reason(directory: Directory, zip: str, role: str, reason: str, help: str) -> None:
    state = {"42223": {"state": "ocd-division/country:us/state:ky"}}.get(zip, {})
    today = AFTER_THE_ELECTION if reason == "since_election" else TODAY
    found = directory.find(zip, [role], chosen_divisions=state, today=today)
    (target,) = found.targets
    assert target.reason == reason
    assert whom_to_try(directory, found, target, "en", "sms") == help


def test_number_is_read_out_digit_by_digit_and_told_in_spanish(directory: Directory) -> None:
    found = directory.find("60602", ["council"], today=TODAY)
    said = whom_to_try(directory, found, found.targets[0], "es", "voice")
    assert said == "La alcaldía puede ayudarle: 3 1 2 7 4 4 9 5 0 0."


def test_number_that_is_told_anyway_is_not_told_twice(directory: Directory) -> None:
    found = directory.find("60602", ["governor", "mayor", "council"], today=TODAY)
    assert whom_to_try(directory, found, found.targets[2], "en", "sms") == "The mayor's office can help you."


def test_help_for_two_offices_is_told_once(start: Start) -> None:
    phone = start().phone()
    phone.text("SANCTUARY 42223")
    assert phone.text("2").text.count("City hall can help you.") == 1
