"""What one recipient reads: their own official and place, their language, fallbacks; nothing that is not sure."""

import time
from datetime import date
from typing import Any

import pytest

from bot.broadcasts.alert_texts import PLACEHOLDERS, CampaignNotLive, Missing, Recipient, Texts
from bot.broadcasts.lifecycle import Draft
from bot.officials.dated_divisions import keep_dated
from bot.officials.naming import name_of
from bot.runtime import Parts
from tests.conftest import starting
from tests.subscribers import NOON, WA

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("texts")
    with starting(f"sqlite:///{folder / 'test.db'}", folder) as start:
        yield start(organization="Neighbors").parts


def texts(parts: Parts, en: str, es: str = "", role: str = "mayor", campaign: str = "sanctuary", **fallbacks: str) -> Texts:
    words = {"en": en, "es": es} if es else {"en": en}
    said = {name.replace("_", "."): value for name, value in fallbacks.items()}
    draft = Draft(campaign=campaign, audience_filter={"official": role}, texts=words, expires_at=NOON, fallbacks=said)
    return parts.previewer.texts(draft, NOON)


def somebody(
    zip: str | None = "98402",
    language: str | None = "en",
    chosen_divisions: Any = None,
    geocoded_divisions: Any = None,
    parts: Any = None,
) -> Recipient:
    settled = {
        name: keep_dated(parts.directory, each, TODAY)
        for name, each in (("chosen_divisions", chosen_divisions), ("geocoded_divisions", geocoded_divisions))
        if each
    }
    return Recipient(1, language, zip, settled.get("chosen_divisions", {}), settled.get("geocoded_divisions"))


def read(rendered: Texts, recipient: Recipient) -> str | Missing:
    """The words that somebody gets."""
    found = rendered.render(recipient)
    return found if isinstance(found, Missing) else found.text


def official(parts: Parts, role: str, division: str, language: str = "en") -> str:
    found = next(each for each in parts.directory.records if (each.role, each.division) == (role, division))
    campaign = parts.campaigns.get("sanctuary")
    now = parts.directory.official(found.id, TODAY)
    assert campaign and now
    return name_of(now, campaign, language)


def test_everybody_reads_of_their_own_official(parts: Parts) -> None:
    rendered = texts(parts, "Call {official}.")
    for zip, place in (("98402", "wa/place:tacoma"), ("98101", "wa/place:seattle"), ("10001", "ny/place:new_york")):
        expected = official(parts, "mayor", f"ocd-division/country:us/state:{place}")
        assert read(rendered, somebody(zip)) == f"Call {expected}."


def test_every_placeholder_has_its_value(parts: Parts) -> None:
    template = " | ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    mayor = official(parts, "mayor", f"{WA}/place:tacoma")
    said = read(texts(parts, template), somebody())
    assert said == (
        f"{mayor} | 253-591-5100 | Tacoma | Washington | 98402 | Neighbors | Sanctuary alerts | SANCTUARY | 206-555-0100 | "
        "http://127.0.0.1:8000/c/sanctuary"
    )


LANGUAGES = [
    pytest.param("en", "Hello from Washington", id="their language"),
    pytest.param("es", "Hola de Washington", id="Spanish"),
    pytest.param(None, "Hello from Washington", id="none chosen: the campaign's first"),
    pytest.param("fr", "Hello from Washington", id="one that is not written"),
]


@pytest.mark.parametrize(("language", "said"), LANGUAGES)
def test_everybody_reads_their_language(parts: Parts, language: str | None, said: str) -> None:
    assert read(texts(parts, "Hello from {state}", "Hola de {state}"), somebody(language=language)) == said


def test_spanish_runs_together_as_it_is_spoken(parts: Parts) -> None:
    name = official(parts, "governor", WA, "es")
    assert name.startswith("el gobernador ")
    rendered = texts(parts, "x", "Llame a {official}, la oficina de {official}.", "governor")
    assert read(rendered, somebody(language="es")) == f"Llame al {name[3:]}, la oficina del {name[3:]}."


def test_accents_that_cost_are_taken_off(parts: Parts) -> None:
    assert read(texts(parts, "x", "“Ya” — día… {city}"), somebody(language="es")) == '"Ya" - dia... Tacoma'


KY = "ocd-division/country:us/state:ky"
UNSURE = [
    pytest.param("{official}", "42223", {}, Missing("official"), id="a split state has no governor yet"),
    pytest.param("{official}", "42223", {"chosen_divisions": {"state": KY}}, "Governor Andy Beshear", id="told"),
    pytest.param("{state}", "42223", {}, Missing("state"), id="nor a name"),
    pytest.param("{state}", "42223", {"geocoded_divisions": {"state": KY}}, "Kentucky", id="settled by an address"),
    pytest.param("{zip}", None, {}, Missing("zip"), id="no ZIP code"),
    pytest.param("{phone}", "00000", {}, Missing("phone"), id="a ZIP code nobody uses"),
    pytest.param("{city}", None, {}, "your area", id="the campaign's words for a city"),
    pytest.param("{number}", None, {}, "206-555-0100", id="what is everybody's"),
]


@pytest.mark.parametrize(("words", "zip", "known", "said"), UNSURE)
def test_nothing_is_said_that_is_not_sure(parts: Parts, words: str, zip: str, known: Any, said: Any) -> None:
    found = read(texts(parts, words, role="governor"), somebody(zip, parts=parts, **known))
    if said == "your area":
        said = parts.campaigns.get("sanctuary").wording("en").unknown.city  # type: ignore[union-attr]
    assert found == said


def test_fallback_stands_in(parts: Parts) -> None:
    rendered = texts(
        parts, "Call {official}.", "Llame a {official}.", "governor", official_en="your governor", official_es="la gobernación"
    )
    assert read(rendered, somebody("42223")) == "Call your governor."
    assert read(rendered, somebody("42223", "es")) == "Llame a la gobernacion."


def test_fallback_of_one_is_no_value_for_another(parts: Parts) -> None:
    rendered = texts(parts, "Call {official}: {phone}", role="governor", official_en="your governor")
    assert read(rendered, somebody("42223")) == Missing("phone")


@pytest.mark.alone
def test_text_is_rendered_in_microseconds(parts: Parts) -> None:
    rendered = texts(parts, "Call {official}: {phone}. {city}, {state} {zip}", phone_en="us")
    zips = [zip for number, zip in enumerate(parts.directory.areas) if number % 20 == 0]
    people = [somebody(zip) for zip in zips for _ in range(10)]
    for person in people[::10]:
        rendered.render(person)
    began = time.perf_counter()
    for person in people:
        rendered.render(person)
    assert (time.perf_counter() - began) / len(people) < 0.0004  # ten times what it takes on a quiet machine


def test_campaign_that_is_gone_is_said_to_be(parts: Parts) -> None:
    with pytest.raises(CampaignNotLive, match="there is no campaign gone any more"):
        texts(parts, "x", campaign="gone")
