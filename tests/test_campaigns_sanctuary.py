"""The shipped campaigns, one closely: its texts fit, say the same in both languages, and state no stance without a source."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from bot.campaigns import Campaign, load_campaigns
from bot.campaigns.text_rules import longest_campaign_values, measure_text
from bot.officials.directory import Directory
from bot.officials.divisions import BY_DIVISION as STATES_BY_DIVISION
from bot.officials.roles import ROLES
from bot.telephony import count_segments, sms_text

TODAY = date(2026, 11, 22)
CAMPAIGNS = Path(__file__).parent.parent / "data" / "campaigns"
PUBLIC_URL = "https://patchline.some-organization.org"
assert len(PUBLIC_URL) == 39

# The words that carriers answer, and the bot's own in both languages: none may be a keyword.
RESERVED = """
    STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START YES UNSTOP HELP INFO PARAR ALTO AYUDA
    CALL SCRIPT NEXT LEARN MOVE MORE CAMPAIGNS ESPANOL ENGLISH FORGET ERASE JOIN WHAT
    LLAMAR GUION SIGUIENTE APRENDER MUDAR MAS CAMPANAS OLVIDAR
"""

# What the record of 2017 had; those that a source of 2025 has as well are told as what is, the others as what was.
RECORDED_2017 = {
    "country:us/state:wa",
    "country:us/state:ny/place:new_york",
    "country:us/state:il/place:chicago",
    "country:us/state:ca/place:los_angeles",
    "country:us/district:dc",
    "country:us/state:ma/place:boston",
    "country:us/state:wa/place:seattle",
    "country:us/state:md/place:baltimore",
    "country:us/state:co/place:denver",
    "country:us/state:co/place:boulder",
    "country:us/state:ca/place:san_francisco",
    "country:us/state:ca/place:oakland",
    "country:us/state:ca/place:san_jose",
    "country:us/state:wa/place:tacoma",
}
NOT_SINCE = {
    "country:us/state:md/place:baltimore",
    "country:us/state:co/place:boulder",
    "country:us/state:ca/place:oakland",
    "country:us/state:ca/place:san_jose",
    "country:us/state:wa/place:tacoma",
}

# Role, title in each language, whether it is a state's office.
TARGETS = {
    "governor": {"en": "Governor", "es": "gobernador o gobernadora"},
    "mayor": {"en": "Mayor", "es": "alcalde o alcaldesa"},
    "council": {"en": "Council Member", "es": "concejal o concejala"},
    "sheriff": {"en": "Sheriff", "es": "alguacil"},
    "county_council": {"en": "County Council Member", "es": "supervisor o supervisora del condado"},
}
DIVISIONS = {
    "has": "ocd-division/country:us/state:wa",
    "in_practice": "ocd-division/country:us/state:wa/place:tacoma",
    "had": "ocd-division/country:us/state:wa/place:tacoma",
    "lacks": "ocd-division/country:us/state:tx",
    "lacked": "ocd-division/country:us/state:tx",
    "unknown": "ocd-division/country:us/state:wy",
}
# The day on which the division's record is told so.
DAYS = {"in_practice": date(2018, 6, 1), "lacked": date(2030, 1, 1)}
CASES = list(product(TARGETS, DIVISIONS, ("en", "es")))


@pytest.fixture(scope="module")
def sanctuary() -> Campaign:
    campaigns = load_campaigns(CAMPAIGNS, roles=ROLES, reserved=set(RESERVED.split()), public_url=PUBLIC_URL)
    found = campaigns.get("sanctuary")
    assert found is not None
    return found


def script(campaign: Campaign, role: str, stance: str, language: str, form: str, *, place: str, city: str, name: str) -> str:
    facts = campaign.facts(language, city=city, state="x", zip="98402", link=campaign.link(PUBLIC_URL, language))
    return campaign.script_for(
        role,
        language,
        form,  # type: ignore[arg-type]
        division=DIVISIONS[stance],
        place=place,
        title=TARGETS[role][language],
        name=name,
        phone="360-902-4111",
        facts=facts,
        today=DAYS.get(stance, TODAY),
    )


def test_it_asks_the_governor_then_the_mayor_then_the_council(sanctuary: Campaign) -> None:
    assert sanctuary.targets == ("governor", "mayor", "council")
    assert sanctuary.roles == ("governor", "mayor", "council", "sheriff", "county_council")
    assert sanctuary.state == "live"
    assert sanctuary.keywords[0] == "SANCTUARY"


def test_record_of_2017_is_still_told_with_date_and_source(sanctuary: Campaign) -> None:
    told = {record.division.removeprefix("ocd-division/"): record for record in sanctuary.stances}
    assert set(told) >= RECORDED_2017
    assert all(told[place].stance == "has" for place in RECORDED_2017)
    assert {place for place in RECORDED_2017 if told[place].recorded == 2017} == NOT_SINCE
    assert [place for place, record in told.items() if record.in_practice] == ["country:us/state:wa/place:tacoma"]
    for record in sanctuary.stances:
        assert record.source.keys() == {"en", "es"}
        assert sanctuary.is_stale(record, TODAY) == (record.recorded == 2017)
        for source in record.source.values():
            assert str(record.recorded) in source


@pytest.mark.parametrize(("role", "stance", "language"), CASES)
def test_every_script_fits_three_segments_with_the_longest_names(
    sanctuary: Campaign, role: str, stance: str, language: str
) -> None:
    place = "the Northern Mariana Islands" if role == "governor" else "Rancho Santa Margarita"
    text = script(
        sanctuary, role, stance, language, "sms", place=place, city="Rancho Santa Margarita", name="Michelle Lujan Grisham"
    )
    assert count_segments(sms_text(text)).count <= 3
    assert count_segments(sms_text(text)).encoding == "GSM-7"
    assert TARGETS[role][language] in text
    assert "Rancho Santa Margarita" in text
    assert "98402" in text
    assert f"{PUBLIC_URL}/c/sanctuary" in text
    assert "{" not in text


@pytest.mark.parametrize(("role", "stance", "language"), CASES)
@pytest.mark.parametrize(
    ("city", "name"), [("Tacoma", "Bob Lee"), ("Rancho Santa Margarita", "Michelle Lujan Grisham")], ids=["short", "long"]
)
def test_every_script_takes_about_twenty_seconds_to_say(
    sanctuary: Campaign, role: str, stance: str, language: str, city: str, name: str
) -> None:
    text = script(sanctuary, role, stance, language, "voice", place=city, city=city, name=name)
    words = len(re.sub(r"(\d) (?=\d\b)", r"\1", text).split())  # the ZIP's digits are one word
    assert 35 <= words <= 65
    assert "9 8 4 0 2" in text
    assert TARGETS[role][language] in text


@pytest.mark.parametrize(("role", "stance", "language"), CASES)
@pytest.mark.parametrize("form", ["sms", "voice", "page"])
def test_every_script_asks_for_the_offices_support_and_dates_the_stance(
    sanctuary: Campaign, role: str, stance: str, language: str, form: str
) -> None:
    text = script(sanctuary, role, stance, language, form, place="Wyoming", city="Austin", name="Ann Lee")
    support = {
        "en": {
            "governor": "the governor's support?",
            "mayor": "the mayor's support?",
            "council": "the council's support?",
            "sheriff": "the sheriff's support?",
            "county_council": "your support?",
        },
        "es": {
            "governor": "el apoyo de la gobernación?",
            "mayor": "el apoyo de la alcaldía?",
            "council": "el apoyo del concejo?",
            "sheriff": "su apoyo?",
            "county_council": "su apoyo?",
        },
    }[language][role]
    assert {"en": "Do we have ", "es": "¿Contamos con "}[language] + support in " ".join(text.split())
    year = {"had": "2017", "in_practice": "2017", "unknown": ""}.get(stance, "2025")
    assert re.findall(r"20[12]\d", text) == [year] * bool(year)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_official_of_the_shipped_tables_gets_a_script_that_fits(sanctuary: Campaign, language: str) -> None:
    directory = Directory.load(CAMPAIGNS.parent)
    officials = [directory.official(record.id, TODAY) for record in directory.records if record.role in TARGETS]
    assert len(officials) > 300
    for official in officials:
        assert official is not None
        home = STATES_BY_DIVISION["/".join(official.division.split("/")[:3])]
        state = home.name_in(language)
        city = directory.areas.name(official.division)
        facts = sanctuary.facts(language, city=city, state=state, zip="98402", link=sanctuary.link(PUBLIC_URL, language))
        forms: dict[str, str] = {}
        for form in ("sms", "voice"):
            forms[form] = sanctuary.script_for(
                official.role,
                language,
                form,  # type: ignore[arg-type]
                division=official.division,
                place=city or state,
                title=official.titles[language],
                name=official.name,
                gender=official.gender,
                phone="360-902-4111",
                facts=facts,
                today=TODAY,
            )
        assert count_segments(sms_text(forms["sms"])).count <= 3, forms["sms"]
        assert len(forms["voice"].replace("9 8 4 0 2", "98402").split()) <= 65, forms["voice"]


def test_every_place_on_record_is_one_the_directory_knows(sanctuary: Campaign) -> None:
    directory = Directory.load(CAMPAIGNS.parent)
    for record in sanctuary.stances:
        known = directory.areas.name(record.division) or STATES_BY_DIVISION[record.division].name
        assert known in record.place["en"]


@pytest.mark.parametrize(
    ("stance", "language", "words"),
    [
        ("has", "en", "hold firm"),
        ("has", "es", "anténgala"),
        ("in_practice", "en", "formal"),
        ("in_practice", "es", "eclárelo"),
        ("had", "en", "In 2017, Tacoma was on record as a sanctuary. Is it one today?"),
        ("had", "es", "En 2017 constaba que Tacoma era un santuario. ¿Lo es hoy?"),
        ("lacks", "en", "As of 2025, Texas is not a sanctuary. Please make it one"),
        ("lacks", "es", "Según constaba en 2025, Texas no es un santuario. Por favor, que lo sea"),
        ("lacked", "en", "In 2025, Texas was not a sanctuary. Has that changed?"),
        ("lacked", "es", "Según constaba en 2025, Texas no era un santuario. ¿Ha cambiado?"),
        ("unknown", "en", "I'm calling about sanctuary in Wyoming. What is your office's position?"),
        ("unknown", "es", "Llamo por la política de santuario en Wyoming. ¿Cuál es"),
    ],
)
def test_ask_fits_where_the_place_stands(sanctuary: Campaign, stance: str, language: str, words: str) -> None:
    for role, form in product(TARGETS, ("sms", "voice", "page")):
        text = script(sanctuary, role, stance, language, form, place="Wyoming", city="Austin", name="Ann Lee")
        assert words in " ".join(text.split()).replace("I am calling", "I'm calling")


@pytest.mark.parametrize(("role", "language", "form"), list(product(TARGETS, ("en", "es"), ("sms", "voice", "page"))))
def test_place_without_a_record_is_neither_thanked_nor_accused(
    sanctuary: Campaign, role: str, language: str, form: str
) -> None:
    text = script(sanctuary, role, "unknown", language, form, place="Wyoming", city="Cheyenne", name="Ann Lee")
    assert not re.search(r"thank|gracias|make \w+ a sanctuary|haga de|not a sanctuary|no es un", text, re.IGNORECASE)


def test_campaigns_do_not_contradict_each_other_about_a_place() -> None:
    campaigns = load_campaigns(CAMPAIGNS, roles=ROLES, reserved=(), public_url=PUBLIC_URL)
    told: dict[str, dict[str, str]] = {}
    for campaign in campaigns:
        for record in campaign.stances:
            told.setdefault(record.division, {})[campaign.id] = campaign.stance(record.division, "en", TODAY).opening
    assert [place for place, said in told.items() if len(set(said.values())) > 1] == []
    # A state that has the one law is not asked by the other campaign to become what it is by that law.
    both = {"sanctuary", "trust-act"}
    assert [place for place, said in told.items() if "trust-act" in said and said.keys() != both] == []
    assert told["ocd-division/country:us/state:ca"] == dict.fromkeys(both, "has")


def texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from texts(child, f"{key}.{name}")
    elif isinstance(value, list | tuple):
        for number, child in enumerate(value):
            yield from texts(child, f"{key}.{number}")


def both_languages() -> list[tuple[str, str, str]]:
    campaigns = load_campaigns(CAMPAIGNS, roles=ROLES, reserved=set(RESERVED.split()), public_url=PUBLIC_URL)
    found = []
    for campaign in campaigns:
        spanish = dict(texts(campaign.words["es"].model_dump()))
        english = texts(campaign.words["en"].model_dump())
        # A language may have a keyword of its own.
        found += [(f"{campaign.id}{key}", text, spanish[key]) for key, text in english if not key.endswith("keyword")]
    return found


@pytest.mark.parametrize(("key", "english", "spanish"), both_languages())
def test_english_and_spanish_carry_the_same_facts(key: str, english: str, spanish: str) -> None:
    facts = re.compile(r"\{\w+\}|\d[\d.,]*\d|\d|NPR|Wong|Galarza|Szalczyk|TRUST|California")
    assert sorted(facts.findall(spanish)) == sorted(facts.findall(english))
    assert english.count("\n- ") == spanish.count("\n- ")


@pytest.mark.parametrize(("key", "english", "spanish"), both_languages())
def test_no_text_asks_a_supporter_about_their_own_status(key: str, english: str, spanish: str) -> None:
    own = re.compile(r"\b(your|are you|were you|do you have) [^.?]*(status|papers|born|citizen|immigra)", re.IGNORECASE)
    propio = re.compile(r"\b(su|sus|tiene|es usted|tu) (propio )?(estatus|papeles|ciudadan|nacionalidad)[^.]*\?", re.IGNORECASE)
    assert not own.search(english)
    assert not propio.search(spanish)


@pytest.mark.parametrize("language", ["en", "es"])
def test_background_fits_its_texts(sanctuary: Campaign, language: str) -> None:
    words = sanctuary.wording(language)
    values = longest_campaign_values(PUBLIC_URL, "sanctuary", language, "en")
    assert [topic.key for topic in words.topics] == ["sanctuary", "detainers", "safety", "trust", "city"]
    assert all(measure_text(topic.sms, values, "segments") <= 3 for topic in words.topics)
    assert measure_text(words.intro.sms, values, "segments") <= 2
    assert measure_text(words.more.sms, values, "segments") <= 2
    assert len(words.more.names) == 5


def test_figures_have_their_source_and_year(sanctuary: Campaign) -> None:
    for language in ("en", "es"):
        safety, trust = (topic for topic in sanctuary.wording(language).topics if topic.key in {"safety", "trust"})
        for text in (safety.sms, safety.page):
            assert all(fact in text for fact in ("35.5", "10,000", "Wong", "NPR", "2017"))
        assert all("2014" in text and "California" in text for text in (trust.sms, trust.page))
