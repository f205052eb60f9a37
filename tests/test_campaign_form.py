"""A campaign as a form: nothing is lost on the way there and back; and a new one is complete from a few answers."""

from pathlib import Path

import pytest

from bot.campaigns import CheckedFile, Demands
from bot.campaigns.campaign_files import FORM, check_version
from bot.campaigns.form import data_of, form_of
from bot.campaigns.starting import Answers, copy_campaign, start_campaign, starter_languages
from bot.locale import LANGUAGES
from bot.officials.roles import ROLES
from bot.yaml_files.yaml_edit import change_yaml
from bot.yaml_files.yaml_reading import parse_yaml
from tests.campaign_files import GOOD, PUBLIC_URL

ROOT = Path(__file__).parent.parent
SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "data/campaigns").glob("*.yaml")}
DEMANDS = Demands(roles=ROLES, reserved=frozenset({"STOP"}), public_url=PUBLIC_URL)
ASK = "Fund public libraries so that every branch opens six days a week, with trained staff and free internet for all."


def checked(text: str, id: str = "library") -> CheckedFile:
    return check_version(id, text, DEMANDS)


def after_form(text: str, **fields: str) -> str:
    """The file once a form was sent in which these fields were changed; __ stands for a dot."""
    source, _ = parse_yaml("", text, FORM)
    sent = {**form_of(source.data).fields, **{name.replace("__", "."): value for name, value in fields.items()}}
    return change_yaml(text, data_of(sent, source.data, "Org"), FORM)


@pytest.mark.parametrize("text", [*SHIPPED.values(), GOOD], ids=[*SHIPPED, "trees"])
def test_form_that_changes_nothing_leaves_the_file_as_it_is(text: str) -> None:
    assert after_form(text) == text


def test_browsers_line_ends_are_no_change() -> None:
    source, _ = parse_yaml("", SHIPPED["sanctuary"], FORM)
    sent = {name: value.replace("\n", "\r\n") for name, value in form_of(source.data).fields.items()}
    assert data_of(sent, source.data, "Org") == source.data


def test_role_that_is_added_gets_words_and_one_that_goes_loses_them() -> None:
    text = after_form(GOOD, targets__1="council", more_targets__roles__0="sheriff")
    assert not checked(text, "trees").problems
    campaign = checked(text, "trees").campaign
    assert campaign is not None and campaign.roles == ("governor", "council", "sheriff")


def test_language_that_is_added_gets_words() -> None:
    english = after_form(GOOD, languages__1="")
    assert "Árboles" not in english and not checked(english, "trees").problems
    source, _ = parse_yaml("", english, FORM)
    sent = {**form_of(source.data).fields, "languages.1": "es"}
    both = change_yaml(english, data_of(sent, source.data, "Org"), FORM)
    assert checked(both, "trees").campaign is not None


def test_entry_without_anything_in_it_is_taken_away() -> None:
    source, _ = parse_yaml("", GOOD, FORM)
    fields = {name: "" if name.startswith("stances.0.") else value for name, value in form_of(source.data).fields.items()}
    assert "stances" not in data_of(fields, source.data, "Org")


def test_key_that_no_form_knows_stays_with_its_mistake() -> None:
    text = after_form(f"titel: x\n{GOOD}")
    assert text.startswith("titel: x\n") and "titel" in str(checked(text, "trees").problems[0])


@pytest.mark.parametrize("role", ROLES)
def test_new_campaign_is_complete_for_every_role_and_language(role: str) -> None:
    titles = {language: "Libraries for all of us in every town" for language in starter_languages()}
    asks = dict.fromkeys(titles, ASK)
    answers = Answers(keyword="LIBRARY", targets=[role], titles=titles, asks=asks, organization="Readers United")
    assert [str(problem) for problem in checked(start_campaign(answers)).problems] == []


def test_new_campaign_holds_with_the_longest_ask() -> None:
    ask = ("word " * 32).strip()[:160]
    answers = Answers(keyword="LIBRARY", targets=["governor"], titles={"en": "x" * 40}, asks={"en": ask}, organization="Org")
    assert not checked(start_campaign(answers)).problems


def test_campaigns_can_be_begun_in_english_and_spanish() -> None:
    assert {"en", "es"} <= set(starter_languages()) <= set(LANGUAGES)


@pytest.mark.parametrize("text", [*SHIPPED.values(), GOOD], ids=[*SHIPPED, "trees"])
def test_copy_takes_no_keyword_along(text: str) -> None:
    copy = checked(copy_campaign(text, "COPY", "Another one"), "copy")
    assert not copy.problems and copy.campaign is not None
    assert copy.campaign.keywords == ("COPY",) and copy.campaign.state == "draft"
    assert copy.campaign.wording(copy.campaign.languages[0]).title == "Another one"
