"""What a loaded campaign answers: which are offered, stances, scripts, links."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.campaigns import Campaign, Campaigns
from tests.campaign_files import GOOD, load, spoiled

WASHINGTON = "ocd-division/country:us/state:wa"
OREGON = "ocd-division/country:us/state:or"


@pytest.fixture
def trees(tmp_path: Path) -> Campaign:
    return load(tmp_path, {"trees.yaml": GOOD}).all[0]


def several(folder: Path, **states: str) -> Campaigns:
    """A campaign for each name, its keyword the name in capitals, in the state given."""
    files: dict[str, str | bytes] = {}
    for name, state in states.items():
        word = name.upper()
        files[f"{name}.yaml"] = spoiled(
            ("keyword: TREES", f"keyword: {word}"), ("[ARBOLES]", f"[{word}ES]"), ("state: live", f"state: {state}")
        )
    return load(folder, files)


def test_campaigns_id_is_its_files_name(trees: Campaign) -> None:
    assert (trees.id, trees.keywords) == ("trees", ("TREES", "ARBOLES"))


@pytest.mark.parametrize("state", ["draft", "paused", "ended"])
def test_only_live_campaigns_are_offered(tmp_path: Path, state: str) -> None:
    campaigns = several(tmp_path, parks=state, rivers="live")
    assert [campaign.id for campaign in campaigns] == ["parks", "rivers"]
    assert [campaign.id for campaign in campaigns.live] == ["rivers"]
    assert campaigns.by_keyword("PARKS") is None
    assert campaigns.get("parks") is not None


@pytest.mark.parametrize("word", ["RIVERS", "RIVERSES"])
def test_campaign_is_found_by_its_keyword_and_its_aliases(tmp_path: Path, word: str) -> None:
    found = several(tmp_path, parks="live", rivers="live").by_keyword(word)
    assert found is not None
    assert found.id == "rivers"


HOTLINES = [
    pytest.param({"parks": "live"}, "parks", id="the only live one"),
    pytest.param({"parks": "paused"}, None, id="none that is live"),
    pytest.param({"parks": "live", "rivers": "live"}, None, id="two live ones, none marked"),
    pytest.param({"parks": "live", "rivers": "live\nhotline: true"}, "rivers", id="the marked one"),
    pytest.param({"parks": "live", "rivers": "ended\nhotline: true"}, "parks", id="the marked one has ended"),
]


@pytest.mark.parametrize(("states", "expected"), HOTLINES)
def test_hotline_is_the_marked_campaign_or_the_only_one(tmp_path: Path, states: dict[str, str], expected: str | None) -> None:
    hotline = several(tmp_path, **states).hotline
    assert (hotline.id if hotline else None) == expected


TODAY, LATER = date(2026, 11, 29), date(2030, 1, 1)
STANCES = [
    pytest.param(WASHINGTON, "en", TODAY, ("has", "has", "2019", "Washington", "The law of 2019"), id="on record"),
    pytest.param(WASHINGTON, "es", TODAY, ("has", "has", "2019", "Washington", "La ley de 2019"), id="on record, in Spanish"),
    pytest.param(
        WASHINGTON, "fr", TODAY, ("has", "has", "2019", "Washington", "The law of 2019"), id="a language it does not speak"
    ),
    pytest.param(
        WASHINGTON, "en", date(2029, 12, 31), ("has", "has", "2019", "Washington", "The law of 2019"), id="the last day"
    ),
    pytest.param(WASHINGTON, "en", LATER, ("has", "had", "2019", "Washington", "The law of 2019"), id="a stale record"),
    pytest.param(OREGON, "en", TODAY, ("unknown", "unknown", "", "", ""), id="not on record"),
    pytest.param(
        f"{WASHINGTON}/place:seattle", "en", TODAY, ("unknown", "unknown", "", "", ""), id="a city in a state on record"
    ),
]


@pytest.mark.parametrize(("division", "language", "today", "expected"), STANCES)
def test_stance_is_that_of_the_division_itself(
    trees: Campaign, division: str, language: str, today: date, expected: tuple[str, ...]
) -> None:
    stance = trees.stance(division, language, today)
    assert (stance.kind, stance.opening, stance.since, stance.place, stance.source) == expected


OTHER_STANCES = [
    pytest.param(("stance: has", "stance: lacks"), TODAY, "lacks", id="lacks"),
    pytest.param(("stance: has", "stance: lacks"), LATER, "lacked", id="lacks, and is stale"),
    pytest.param(("stance: has", "stance: has\n    in_practice: true"), TODAY, "in_practice", id="in practice"),
    pytest.param(("stance: has", "stance: has\n    in_practice: true"), LATER, "had", id="in practice, and is stale"),
]


@pytest.mark.parametrize(("change", "today", "opening"), OTHER_STANCES)
def test_script_opens_by_what_the_record_says_and_how_old_it_is(
    tmp_path: Path, change: tuple[str, str], today: date, opening: str
) -> None:
    words = {"en": "in {since} {place} .", "es": "en {since} {place} ."}
    text = spoiled(change)
    for language, said in words.items():
        more = "".join(
            f'        {kind}: {{sms: "{kind} {said}", voice: "{kind} {said}", page: "{kind} {said}"}}\n'
            for kind in ("in_practice", "lacks", "lacked")
        )
        before = "        unknown: {sms: " + {"en": "Say", "es": "Diga"}[language]
        text = text.replace(before, more + before)
    campaign = load(tmp_path, {"trees.yaml": text}).all[0]
    stance = campaign.stance(WASHINGTON, "en", today)
    assert stance.opening == opening
    said = campaign.script("governor", stance.opening, "en", "sms")
    assert ("In {since} {place} said so." if opening == "had" else f"{opening} in {{since}}") in said


SCRIPTS = [
    pytest.param(
        {"language": "en", "form": "sms", "division": WASHINGTON, "name": "Ann Lee"},
        "Call Governor Ann Lee, 360-902-4111: I live in Tacoma, ZIP 98402. Washington said yes in 2019. "
        "Plant. https://bot.example.org/c/trees",
        id="a text to a governor on record",
    ),
    pytest.param(
        {"language": "en", "form": "sms", "division": OREGON, "name": "Ann Lee"},
        "Call Governor Ann Lee, 360-902-4111: I live in Tacoma, ZIP 98402. Say yes. Plant. https://bot.example.org/c/trees",
        id="a text to a governor not on record",
    ),
    pytest.param(
        {"language": "en", "form": "voice", "division": WASHINGTON, "name": None},
        "I live in Tacoma, ZIP 9 8 4 0 2. This is for the office of the governor. Washington said yes in 2019. Plant.",
        id="nobody's name is known, read aloud",
    ),
    pytest.param(
        {"language": "en", "form": "page", "division": WASHINGTON, "name": "Ann Lee"},
        "I live in Tacoma, ZIP 98402. This is for Governor Ann Lee.\n\nWashington said yes in 2019.\n\nPlant.",
        id="paragraphs on the page",
    ),
    pytest.param(
        {"language": "es", "form": "sms", "division": WASHINGTON, "title": "gobernadora", "name": "Ann Lee", "gender": "f"},
        "Llame al 360-902-4111 (la gobernadora Ann Lee): vivo en Tacoma, ZIP 98402. Washington dijo que sí en 2019. "
        "Plante. https://bot.example.org/c/trees?lang=es",
        id="Spanish with its article",
    ),
    pytest.param(
        {"language": "es", "form": "voice", "division": OREGON, "title": "gobernador o gobernadora", "name": "Ann Lee"},
        "Vivo en Tacoma, código postal 9 8 4 0 2. Mensaje para Ann Lee, gobernador o gobernadora. Diga que sí. Plante.",
        id="Spanish while the gender is not known",
    ),
    pytest.param(
        {"language": "en", "form": "voice", "division": OREGON, "name": "Ann Lee", "city": ""},
        "I live in this community, ZIP 9 8 4 0 2. This is for Governor Ann Lee. Say yes. Plant.",
        id="the city is not known",
    ),
    pytest.param(
        {"language": "en", "form": "voice", "division": WASHINGTON, "name": "Ann Lee", "today": LATER},
        "I live in Tacoma, ZIP 9 8 4 0 2. This is for Governor Ann Lee. In 2019 Washington said so. Plant.",
        id="a record that is stale",
    ),
]


@pytest.mark.parametrize(("asked", "expected"), SCRIPTS)
def test_script_is_written_for_the_official_and_the_place(trees: Campaign, asked: dict[str, Any], expected: str) -> None:
    language = asked["language"]
    facts = trees.facts(
        language,
        city=asked.get("city", "Tacoma"),
        state="Washington",
        zip="98402",
        link=trees.link("https://bot.example.org/", language),
    )
    assert (
        trees.script_for(
            "governor",
            language,
            asked["form"],
            division=asked["division"],
            place="Washington",
            title=asked.get("title", "Governor"),
            name=asked["name"],
            gender=asked.get("gender", ""),
            phone="360-902-4111",
            facts=facts,
            today=asked.get("today", TODAY),
        )
        == expected
    )


def test_missing_office_is_told_with_the_place(trees: Campaign) -> None:
    facts = trees.facts("en", city="", state="Washington", zip="98402")
    assert trees.missing("governor", "en", "sms", facts) == "None in Washington."
    assert trees.missing("mayor", "en", "voice", facts) == "None in this community."


def test_braces_in_a_citys_name_stay_what_they_are(trees: Campaign) -> None:
    facts = trees.facts("en", city="{state}", state="Washington", zip="98402")
    assert trees.missing("mayor", "en", "sms", facts) == "None in {state}."


def test_yaml_1_2_words_stay_words(tmp_path: Path) -> None:
    words = load(tmp_path, {"trees.yaml": spoiled(("title: Trees for all", "title: no"))}).all[0].wording("en")
    assert words.title == "no"
