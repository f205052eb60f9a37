"""Seats that a campaign names, called by everybody, and how many officials one is asked to call."""

from datetime import date
from pathlib import Path

import pytest

from bot import create_app
from bot.campaigns import Campaign
from bot.config import Settings
from bot.conversation.campaign_targets import callable_officials, find_targets
from bot.officials.directory import Directory
from tests.campaign_files import spoiled
from tests.conftest import ROOT, Bot, Start, data_with
from tests.console.conftest import Organizers, text_of
from tests.console.test_campaigns import ANSWERS, fields_of, row, yaml

SEATS = ROOT / "tests" / "transcript_data" / "seats.yaml"
SPEAKER = "ocd-division/country:us/state:wa/sldl:27"
TODAY = date(2026, 11, 23)
JINKINS = "  - {role: state_lower, division: SPEAKER, name: Laurie Jinkins}\n".replace("SPEAKER", f'"{SPEAKER}"')


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load(ROOT / "data")


def called(directory: Directory, zip: str, **given: object) -> list[str]:
    """The names of whom a campaign calls at a ZIP code, "" for an office without one."""
    written = {"id": "x", "keyword": "XYZ", "state": "live", "languages": ("en",), "words": {}, **given}
    campaign = Campaign.model_validate(written)
    return [official.name or "" for official in callable_officials(find_targets(campaign, directory, zip, TODAY))]


def seat(role: str, division: str, name: str | None = None) -> dict[str, str | None]:
    return {"role": role, "division": f"ocd-division/country:us/{division}", "name": name}


CALLED: list[tuple[dict[str, object], str, list[str]]] = [
    # After the targets, wherever one lives.
    (
        {"named_targets": (seat("state_lower", "state:wa/sldl:27", "Laurie Jinkins"),)},
        "98402",
        ["Bob Ferguson", "Laurie Jinkins"],
    ),
    (
        {"named_targets": (seat("state_lower", "state:wa/sldl:27", "laurie  jinkins"),)},
        "10001",
        ["Kathy Hochul", "Laurie Jinkins"],
    ),
    # Without a name everybody who holds it.
    ({"named_targets": (seat("state_lower", "state:wa/sldl:27"),)}, "98402", ["Bob Ferguson", "Jake Fey", "Laurie Jinkins"]),
    ({"named_targets": (seat("mayor", "state:wa/place:seattle"),)}, "98402", ["Bob Ferguson", "Katie B. Wilson"]),
    # One ward of a council, and all of one.
    (
        {"named_targets": (seat("council", "state:wa/place:seattle/council_district:6"),)},
        "98402",
        ["Bob Ferguson", "Dan Strauss"],
    ),
    # Whom one calls anyway is called once; who left, and a seat that there is not, are not missed.
    ({"named_targets": (seat("governor", "state:wa"),)}, "98402", ["Bob Ferguson"]),
    (
        {"named_targets": (seat("governor", "state:wa"), seat("governor", "state:wa"))},
        "10001",
        ["Kathy Hochul", "Bob Ferguson"],
    ),
    ({"named_targets": (seat("state_lower", "state:wa/sldl:27", "Nobody Here"),)}, "98402", ["Bob Ferguson"]),
    ({"named_targets": (seat("state_lower", "state:wa/sldl:99"),)}, "98402", ["Bob Ferguson"]),
    # A ZIP code of no place has nobody to call at all.
    ({"named_targets": (seat("governor", "state:wa"),)}, "00000", []),
    # No more than one is asked to call.
    ({"targets": ("us_senator", "governor"), "most_calls": 2}, "98402", ["Maria Cantwell", "Patty Murray"]),
    ({"targets": ("governor", "us_senator"), "most_calls": 2}, "98402", ["Bob Ferguson", "Maria Cantwell"]),
    ({"targets": ("governor", "us_senator"), "most_calls": 2}, "98403", ["Bob Ferguson", "Patty Murray"]),
    ({"named_targets": (seat("mayor", "state:wa/place:seattle"),), "most_calls": 1}, "98402", ["Bob Ferguson"]),
]


@pytest.mark.parametrize(("given", "zip", "names"), CALLED)
def test_campaign_calls_these_at_a_zip(directory: Directory, given: dict[str, object], zip: str, names: list[str]) -> None:
    assert called(directory, zip, **{"targets": ("governor",), **given}) == names


def test_council_of_a_named_place_is_called_whole(directory: Directory) -> None:
    found = called(directory, "98402", targets=("governor",), named_targets=(seat("council", "state:wa/place:seattle"),))
    assert len(found) == 10 and "Dan Strauss" in found and "Dionne Foster" in found


def test_question_is_not_asked_about_whom_nobody_is_asked_to_call(directory: Directory) -> None:
    given = {"id": "x", "keyword": "XYZ", "state": "live", "languages": ("en",), "words": {}}
    for most, asks in ((None, True), (1, False)):
        campaign = Campaign.model_validate({**given, "targets": ("governor", "state_upper"), "most_calls": most})
        assert bool(find_targets(campaign, directory, "98444", TODAY).questions) is asks


def test_every_one_of_several_is_called_from_somewhere(directory: Directory) -> None:
    one = {"targets": ("us_senator",), "most_calls": 1}
    assert {name for zip in range(98401, 98410) for name in called(directory, str(zip), **one)} == {
        "Maria Cantwell",
        "Patty Murray",
    }


def test_page_and_preview_show_a_named_seat(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_with(tmp_path / "data", SEATS))
    page = bot.app.test_client().get("/c/seats?zip=99201").text
    assert "Laurie Jinkins" in page and "Everybody calls this office" in page and "Will you call the vote?" in page
    assert "Earhart" not in page
    owner = Organizers(bot).signed_in("owner")
    fields = {**fields_of(owner, "/campaigns/seats/edit"), "preview_zip": "99201", "preview_language": "en"}
    assert "State Representative Laurie Jinkins" in text_of(owner.post("/campaigns/seats/preview", fields))
    found = text_of(owner.get("/officials?zip=99201&campaign=seats"))
    assert "Laurie Jinkins" in found and "everybody calls this seat" in found


def test_seat_that_nobody_holds_is_told_and_what_is_live_goes_on(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_with(tmp_path / "data", SEATS))
    told = "named_targets.1.name: nobody is on record as state_lower of state:wa/sldl:27 by the name of Amelia Earhart; "
    runner = bot.app.test_cli_runner()
    checked = runner.invoke(args=["campaigns", "check"])
    assert checked.exit_code == 1 and told in checked.output and "the rest of it serves" in checked.output
    checked = runner.invoke(args=["campaigns", "check", str(SEATS)])
    assert checked.exit_code == 1 and f"seats.yaml:10: {told}write one of Jake Fey, Laurie Jinkins" in checked.output
    assert [campaign.id for campaign in bot.parts.campaigns.live] == ["seats"]
    owner = Organizers(bot).signed_in("owner")
    assert "Night buses calls a seat for which nobody is on record" in text_of(owner.get("/"))
    listed = runner.invoke(args=["campaigns", "list"]).output
    assert "state_lower(state:wa/sldl:27)" in listed and "the rest of it serves" in listed


MISTAKES = [
    ("{role: sherif, division: WA}", "named_targets.0.role: sherif is no role the directory knows"),
    ("{role: mayor, division: tacoma}", "named_targets.0.division: 'tacoma' is not written as it must be"),
    ("{role: mayor}", "named_targets.0.division: is missing"),
    ("{role: governor, division: WA}, {role: governor, division: WA}", "named_targets.1: is there twice"),
    ("{role: governor, division: WA, nmae: x}", "named_targets.0.nmae: is an unknown key; did you mean name?"),
    ("{role: sheriff, division: WA}", "words.en.script.body.sheriff: is missing"),
]


@pytest.mark.parametrize(("seats", "told"), MISTAKES)
def test_mistake_in_a_named_seat_is_told(tmp_path: Path, seats: str, told: str) -> None:
    written = seats.replace("WA", '"ocd-division/country:us/state:wa"')
    (tmp_path / "trees.yaml").write_text(spoiled(("targets: [", f"named_targets: [{written}]\ntargets: [")))
    flask = create_app(Settings.load(instance_dir=tmp_path / "instance")).test_cli_runner()
    assert f" {told}" in flask.invoke(args=["campaigns", "check", str(tmp_path / "trees.yaml")]).output


@pytest.mark.parametrize("most", ["0", "51", "many"])
def test_number_of_calls_has_its_bounds(tmp_path: Path, most: str) -> None:
    (tmp_path / "trees.yaml").write_text(spoiled(("targets: [", f"most_calls: {most}\ntargets: [")))
    flask = create_app(Settings.load(instance_dir=tmp_path / "instance")).test_cli_runner()
    told = flask.invoke(args=["campaigns", "check", str(tmp_path / "trees.yaml")]).output
    assert "most_calls:" in told and "is no number from 1 to 50; write a number from 1 to 50" in told


def test_editor_writes_seats_and_the_cap(bot: Bot) -> None:
    owner = Organizers(bot).signed_in("owner")
    owner.post("/campaigns/new", ANSWERS)
    fields = fields_of(owner, "/campaigns/library/edit")
    seat = {"named_targets.0.role": "mayor", "named_targets.0.division": f"{SPEAKER[:32]}/place:seattle", "most_calls": "3"}
    answer = owner.post("/campaigns/library/edit", {**fields, **seat, "named_targets.0.name": "Jo Nobody"})
    assert answer.status_code == 303  # kept, mistake and all
    page = owner.get("/campaigns/library/edit").get_data(as_text=True)
    assert "nobody is on record as mayor of state:wa/place:seattle by the name of Jo Nobody" in page
    assert 'id="named_targets.0.name-trouble"' in page
    owner.post("/campaigns/library/launch", {"version": 2})
    assert row(bot, "library") == ("draft", None, 2)
    owner.post("/campaigns/library/edit", {**fields_of(owner, "/campaigns/library/edit"), "named_targets.0.name": ""})
    written = yaml(owner, "library")
    assert "most_calls: 3\n" in written and "division: ocd-division/country:us/state:wa/place:seattle\n" in written
    assert "mayor:" in written  # words to begin with
    owner.post("/campaigns/library/launch", {"version": 3})
    assert row(bot, "library") == ("live", 3, None)
    assert "Mayor: state:wa/place:seattle, called by everybody" in text_of(owner.get("/campaigns/library"))
