"""The campaign for state legislators: its texts fit every one of them, and thank where the state has the law already."""

from datetime import date
from itertools import product

import pytest

from bot.campaigns import Campaign, load_campaigns
from bot.campaigns.text_rules import longest_campaign_values, measure_text
from bot.conversation.scripts import script_of
from bot.officials.directory import Directory
from bot.officials.divisions import state_of
from bot.officials.roles import LEGISLATORS, ROLES
from bot.telephony import count_segments, sms_text
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
PUBLIC_URL = "https://patchline.some-organization.org"
LANGUAGES = ("en", "es")
LONG_CITY = "King And Queen Court House"


@pytest.fixture(scope="module")
def trust() -> Campaign:
    found = load_campaigns(ROOT / "data" / "campaigns", roles=ROLES, reserved=(), public_url=PUBLIC_URL).get("trust-act")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory.load(ROOT / "data")


def words_for(trust: Campaign, directory: Directory, id: str, language: str, form: str, *, city: str = "") -> str:
    official = directory.official(id, TODAY)
    assert official is not None
    home = state_of(official.division)
    assert home is not None
    facts = trust.facts(
        language,
        city=city,
        state=home.name_in(language),
        zip="98402",
        link=trust.link(PUBLIC_URL, language),
    )
    return script_of(directory, trust, official, next(iter(official.lines), None), language, form, facts, TODAY)  # type: ignore[arg-type]


def test_it_asks_the_upper_house_then_the_lower(trust: Campaign) -> None:
    assert trust.targets == LEGISLATORS
    assert trust.keywords == ("TRUST", "CONFIANZA")
    assert trust.language_of("CONFIANZA") == "es"


def test_states_on_record_have_their_year_and_their_source(trust: Campaign) -> None:
    told = {record.division.removeprefix("ocd-division/country:us/state:"): record for record in trust.stances}
    assert {state: record.stance for state, record in told.items()} == {
        "ca": "has", "il": "has", "ct": "has", "tx": "lacks", "fl": "lacks"
    }  # fmt: skip
    assert all("2014" in told["ca"].source[language] for language in LANGUAGES)
    for record in told.values():
        assert record.recorded == 2025
        assert all("2025" in record.source[language] for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_legislator_gets_a_script_that_fits(trust: Campaign, directory: Directory, language: str) -> None:
    members = [record for record in directory.records if record.role in LEGISLATORS]
    assert len(members) > 7000
    for record in members:
        text = sms_text(words_for(trust, directory, record.id, language, "sms", city=LONG_CITY))
        assert count_segments(text).count <= 3, text
        voice = words_for(trust, directory, record.id, language, "voice", city=LONG_CITY)
        assert len(voice.replace("9 8 4 0 2", "98402").split()) <= 65, voice


@pytest.mark.parametrize(
    ("state", "language", "says"),
    [
        ("ca", "en", "Thank you for California's trust act"),
        ("ca", "es", "Gracias por la ley trust de California"),
        ("tx", "en", "As of 2025, Texas has no trust act. Please vote for one, as California has since"),
        ("tx", "es", "Según constaba en 2025, Texas no cuenta con una ley trust. Por favor, vote por una"),
        ("az", "en", "calling about a trust act for Arizona, like"),
        ("az", "es", "Llamo por una ley trust para Arizona, como"),
    ],
)
def test_legislator_is_thanked_or_asked_by_what_the_record_says(
    trust: Campaign, directory: Directory, state: str, language: str, says: str
) -> None:
    for role, form in product(LEGISLATORS, ("sms", "voice", "page")):
        member = next(r for r in directory.records if r.role == role and f"/state:{state}/" in r.division)
        text = " ".join(words_for(trust, directory, member.id, language, form, city="Here").split())
        assert says.lower() in text.lower()
        assert ("2025" if state in {"ca", "tx"} else "2014") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_background_fits_its_texts(trust: Campaign, language: str) -> None:
    words = trust.wording(language)
    values = longest_campaign_values(PUBLIC_URL, "trust-act", language, "en")
    assert [topic.key for topic in words.topics] == ["trust", "detainers", "safety", "houses"]
    assert all(measure_text(topic.sms, values, "segments") <= 3 for topic in words.topics)
    assert measure_text(words.intro.sms, values, "segments") <= 2
    assert measure_text(words.more.sms, values, "segments") <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_have_their_source_and_year(trust: Campaign, language: str) -> None:
    trust_act, detainers, safety, _ = trust.wording(language).topics
    assert all("2014" in text and "California" in text for text in (trust_act.sms, trust_act.page))
    assert all("2014" in text and "48" in text for text in (detainers.sms, detainers.page))
    for text in (safety.sms, safety.page):
        assert all(fact in text for fact in ("35.5", "10,000", "Wong", "NPR", "2017"))
