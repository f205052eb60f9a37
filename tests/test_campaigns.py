"""What a loaded campaign answers: which are offered, stances, scripts, links."""

from pathlib import Path

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


STANCES = [
    pytest.param(WASHINGTON, "en", ("declared", "2019", "Washington", "The law of 2019"), id="on record"),
    pytest.param(WASHINGTON, "es", ("declared", "2019", "Washington", "La ley de 2019"), id="on record, in Spanish"),
    pytest.param(WASHINGTON, "fr", ("declared", "2019", "Washington", "The law of 2019"), id="a language it does not speak"),
    pytest.param(OREGON, "en", ("none", "", "", ""), id="not on record"),
    pytest.param(f"{WASHINGTON}/place:seattle", "en", ("none", "", "", ""), id="a city in a state that is on record"),
]


@pytest.mark.parametrize(("division", "language", "expected"), STANCES)
def test_stance_is_that_of_the_division_itself(
    trees: Campaign, division: str, language: str, expected: tuple[str, str, str, str]
) -> None:
    stance = trees.stance(division, language)
    assert (stance.kind, stance.since, stance.place, stance.source) == expected


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
]


@pytest.mark.parametrize(("asked", "expected"), SCRIPTS)
def test_script_is_written_for_the_official_and_the_place(trees: Campaign, asked: dict[str, str], expected: str) -> None:
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
            asked["form"],  # type: ignore[arg-type]
            division=asked["division"],
            place="Washington",
            title=asked.get("title", "Governor"),
            name=asked["name"],
            gender=asked.get("gender", ""),
            phone="360-902-4111",
            facts=facts,
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
