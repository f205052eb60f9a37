"""The file of an alert: what it becomes, and each mistake with its place and mend."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.broadcasts import dates
from bot.broadcasts.alert_file import Around, PlanErrors, given_plan, read_plan
from tests.conftest import SHIPPED_CAMPAIGNS, Bot, data_with, starting

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
GOOD = """
campaign: sanctuary
official: mayor
audience:
  state: WA
  place: [Tacoma WA, "seattle, wa"]
texts:
  en: Call {official}, {phone}.
  es: Llame a {official}, {phone}.
fallbacks:
  official: {en: your mayor, es: su alcalde}
at: 2026-11-23 18:00
expires: 6 h
""".replace("Tacoma WA", '"Tacoma, WA"')


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("plan")
    with starting(f"sqlite:///{folder / 'test.db'}", folder) as start:
        yield start().parts.previewer.around(NOW)


def read(text: str, around: Around, folder: Path) -> Any:
    (folder / "alert.yaml").write_text(text)
    return read_plan(folder / "alert.yaml", around)


def test_file_becomes_a_draft(around: Around, tmp_path: Path) -> None:
    draft = read(GOOD, around, tmp_path)
    assert draft.campaign == "sanctuary"
    assert draft.audience_filter == {
        "audience": {
            "state": ["WA"],
            "place": ["ocd-division/country:us/state:wa/place:tacoma", "ocd-division/country:us/state:wa/place:seattle"],
        },
        "except": {},
        "certainty": "sure",
        "official": "mayor",
        "zone": "America/Los_Angeles",  # of the one state
    }
    assert draft.starts_at == datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    assert draft.expires_at == draft.starts_at + timedelta(hours=6)
    assert draft.fallbacks == {"official.en": "your mayor", "official.es": "su alcalde"}


def test_what_a_text_lacks_is_added(around: Around) -> None:
    """Carriers want in every text who sends it, of which programme, and the way out."""
    texts = {"en": "Call now!", "es": "De Patchline: llame ahora. Responda STOP para salir."}
    assert given_plan({"campaign": "SANTUARIO", "texts": texts}, around).texts == {
        "en": "{organization}, {programme}: Call now!\nReply STOP to cancel.",
        "es": "De Patchline: llame ahora. Responda STOP para salir.",
    }
    texts["en"] = "Sanctuary alerts: call now!"
    assert given_plan({"campaign": "SANTUARIO", "texts": texts}, around).texts["en"] == (
        "{organization}: Sanctuary alerts: call now!\nReply STOP to cancel."
    )


def test_stop_as_a_demand_is_no_way_out(around: Around) -> None:
    text = "Patchline: stop the raids, call now."
    draft = given_plan({"campaign": "sanctuary", "texts": {"en": text}, "audience": {"language": "en"}}, around)
    assert draft.texts["en"] == f"{text}\nReply STOP to cancel."


def test_without_times_it_starts_at_once_and_lasts_a_day(around: Around) -> None:
    draft = given_plan({"campaign": "sanctuary", "texts": {"en": "a", "es": "b"}}, around)
    assert (draft.starts_at, draft.expires_at) == (None, NOW + timedelta(hours=24))


MISTAKES = [
    ("campaign: sanctuary", "campaign: parks", "parks is no campaign of this installation; write one of SANCTUARY, TRUST"),
    ("campaign: sanctuary\n", "", "campaign: is missing; add it, as docs/alerts.md shows"),
    ("official: mayor", "official: us_senator", "us_senator is no target of this campaign; write one of governor"),
    ("state: WA", "state: Washingtn", "audience.state: Washingtn is no state; write its two letters, like WA"),
    ("state: WA", "stat: WA", "audience.stat: is an unknown key; did you mean state?"),
    ("state: WA", "division: WA-60", "audience.division: WA-60 is no district of our tables"),
    ("state: WA", "division: sldl=WA-999", "audience.division: sldl=WA-999 is no district of our tables"),
    ("state: WA", "division: the sixth", "audience.division: the sixth is not written like a district"),
    ('["Tacoma, WA"', '["Tacoma"', "audience.place: Tacoma does not say in which state; write Tacoma, WA"),
    ("state: WA", "called: often", "audience.called: 'often' is not known; write one of never, called, reached"),
    ("state: WA", "zip: 98x", "audience.zip: 98x begins no ZIP code; write its first two to five digits, like 984 or 98402"),
    ("state: WA", "joined_since: spring", "audience.joined_since: spring is no day; write it like 2026-01-31"),
    ("state: WA", "joined_since: 2027-01-01", "audience.joined_since: 2027-01-01 is still to come"),
    ("state: WA", "alert: 7", "audience.alert: 7 is no alert of this campaign that has begun; write the number of one, as"),
    ("state: WA", "no_call_since: [the last]", "audience.no_call_since: the last is no alert of this campaign that has begun"),
    ("state: WA", "official: Nobody At All", "audience.official: Nobody At All is no official on record"),
    ("state: WA", "language: [en, fr]", "audience.language.1: 'fr' is not known; write one of en, es"),
    ("state: WA", "joined_since: 2026", "audience.joined_since: 2026 is no day; write it like 2026-01-31"),
    ("state: WA", "language: fr", "audience.language: 'fr' is not known; write one of en, es"),
    ('"seattle, wa"', '"Seatle, WA"', "audience.place: Seatle, WA is no place of our tables; did you mean Seattle, WA?"),
    ("  es: Llame a {official}, {phone}.\n", "", "texts.es: is missing, and the campaign speaks it; write it in es as well"),
    ("en: Call {official}", "en: Call {mayor}", "texts.en: {mayor} is no placeholder; use one of {official}, {phone}, {city}"),
    ("en: Call {official}", "en: Call } {official}", "texts.en: has a brace that is no placeholder"),
    ("en: Call", "en: Call bit.ly/abc", "texts.en: has a short link (bit.ly), which carriers filter; write the whole address"),
    ("en: Call", f"en: {'x' * 600} Call", "texts.en: takes 5 segments with the longest values, 4 at most; shorten it"),
    ("en: Call", f"en: {'é' * 200} 😀 Call", "segments with the longest values because of characters that a plain text lacks"),
    ("official: {en", "zip: {en", "fallbacks.zip: no text names {zip}; take the fallback away, or name it"),
    ("official: {en", "number: {en", "fallbacks.number: number never lacks a value"),
    ("your mayor, es: su alcalde", "your mayor", "fallbacks.official.es: is missing; write the fallback in every language"),
    ("at: 2026-11-23 18:00", "at: 2026-11-23 11:00", "at: 2026-11-23 11:00 is over; write a time to come"),
    ("at: 2026-11-23 18:00", "at: 9999-12-31 23:59", "at: 9999-12-31 23:59 is no time"),
    ("at: 2026-11-23 18:00", "at: 0001-01-01 00:00", "at: 0001-01-01 00:00 is no time"),
    ("at: 2026-11-23 18:00", "at: tomorrow", "at: tomorrow is no time; write day and time like 2026-11-23 18:00"),
    ("at: 2026-11-23 18:00", "at: 2027-11-23 18:00", "at: 2027-11-23 18:00 is more than 90 days ahead"),
    ("expires: 6 h", "expires: 5 min", "expires: 5 min is too soon after the start; leave a quarter of an hour"),
    ("expires: 6 h", "expires: 8 days", "expires: 8 days is more than 7 days after the start; make it sooner"),
    ("expires: 6 h", "expires: 5", "expires: 5 is no time; write day and time like 2026-11-23 18:00, or a span like 24 hours"),
    ("at: 2026-11-23 18:00", "at: 18", "at: 18 is no time; write day and time like 2026-11-23 18:00"),
    ("expires: 6 h", "expires: soon", "expires: soon is no time; write day and time like 2026-11-23 18:00, or a span"),
    ("expires: 6 h", "expires: 2026-11-23 10:00", "expires: 2026-11-23 10:00 is over"),
    ("expires: 6 h", "zone: Narnia", "zone: Narnia is no time zone; write one of Eastern, Central"),
    ("  state: WA", "  state: [WA, OR]", "is a time on your clock, and it is not said where that is; add your time zone"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "is_", "said"), MISTAKES, ids=[said[:40] for _, _, said in MISTAKES])
def test_mistake_is_told_with_its_place_and_mend(was: str, is_: str, said: str, around: Around, tmp_path: Path) -> None:
    assert was in GOOD
    with pytest.raises(PlanErrors) as errors:
        read(GOOD.replace(was, is_, 1), around, tmp_path)
    assert said in str(errors.value)
    assert str(errors.value).startswith("alert.yaml:")


def test_all_mistakes_are_told_at_once(around: Around) -> None:
    with pytest.raises(PlanErrors) as errors:
        given_plan({"campaign": "no", "texts": {"en": "x"}, "audience": {"state": "XX"}, "at": "never", "zone": "UTC"}, around)
    assert [problem.key for problem in errors.value.problems] == ["campaign", "audience.state", "at"]


def test_mistakes_in_how_and_in_what_is_written_are_told_together(around: Around, tmp_path: Path) -> None:
    text = GOOD.replace("state: WA", "state: XX\n  called: often\n  town: 98402").replace("official: mayor", "official: mayer")
    with pytest.raises(PlanErrors) as errors:
        read(text.replace("at: 2026-11-23 18:00", "at: tomorrow\nzone: Narnia"), around, tmp_path)
    told = [(problem.line, problem.key) for problem in errors.value.problems]
    assert told == [
        (3, "official"),
        (5, "audience.state"),
        (6, "audience.called"),
        (7, "audience.town"),
        (14, "at"),
        (15, "zone"),
    ]


def test_what_is_given_besides_a_file_is_on_none_of_its_lines(around: Around, tmp_path: Path) -> None:
    (tmp_path / "alert.yaml").write_text(GOOD)
    with pytest.raises(PlanErrors, match=r"^alert\.yaml: at: tomorrow is no time"):
        read_plan(tmp_path / "alert.yaml", around, {"at": "tomorrow"})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"at": "tomorrow"}, "at: tomorrow is no time; write day and time", id="no time, before any zone"),
        pytest.param({"expires": "0 hours or so"}, "expires: 0 hours or so is no time", id="no span"),
        pytest.param({"zone": "Narnia", "at": "2026-11-24 18:00"}, "zone: Narnia is no time zone", id="a zone that is none"),
    ],
)
def test_of_a_time_one_mistake_is_told_and_that_is_the_one(given: dict[str, str], said: str, around: Around) -> None:
    with pytest.raises(PlanErrors) as errors:
        given_plan({"campaign": "sanctuary", "texts": {"en": "a", "es": "b"}, **given}, around)
    (problem,) = errors.value.problems
    assert said in str(problem)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty; write it as docs/alerts.md shows"),
        ("just words", "start with `campaign: WORD`"),
        ("a: [", "is not YAML"),
    ],
)
def test_what_is_no_such_file_is_told(text: str, said: str, around: Around, tmp_path: Path) -> None:
    with pytest.raises(PlanErrors) as errors:
        read(text, around, tmp_path)
    assert said in str(errors.value)


def test_paused_campaign_sends_no_alerts(tmp_path: Path) -> None:
    file = data_with(tmp_path / "data", *SHIPPED_CAMPAIGNS) / "campaigns" / "sanctuary.yaml"
    file.write_text(file.read_text().replace("state: live", "state: paused", 1))
    with starting(f"sqlite:///{tmp_path / 'test.db'}", tmp_path) as start:
        bot: Bot = start(data_dir=tmp_path / "data")
        with pytest.raises(PlanErrors, match="sanctuary is paused: its alerts do not go out; set `state: live`"):
            given_plan({"campaign": "sanctuary", "texts": {"en": "x", "es": "y"}}, bot.parts.previewer.around(NOW))


MOMENTS = [
    pytest.param("2026-11-23 18:00", "America/Los_Angeles", "2026-11-24T02:00", id="winter"),
    pytest.param("2026-07-01 9:30", "America/Los_Angeles", "2026-07-01T16:30", id="summer"),
    pytest.param("2026-11-01 01:30", "America/New_York", "2026-11-01T05:30", id="the hour that comes twice: the first"),
    pytest.param("2026-11-01 01:30 EDT", "America/New_York", "2026-11-01T05:30", id="the first of the two, by its name"),
    pytest.param("2026-11-01 01:30 EST", "America/New_York", "2026-11-01T06:30", id="the second"),
    pytest.param("2026-03-08 03:00", "America/New_York", "2026-03-08T07:00", id="right after the hour that is left out"),
    pytest.param("2026-03-08 02:30", "America/Phoenix", "2026-03-08T09:30", id="where clocks never change"),
    pytest.param("2026-12-31T23:59:00", "Pacific/Guam", "2026-12-31T13:59", id="across the date line"),
]


@pytest.mark.parametrize(("written", "zone", "utc"), MOMENTS)
def test_times_are_read_on_the_organizers_clock(written: str, zone: str, utc: str) -> None:
    assert dates.read_local_moment(written, zone).isoformat() == f"{utc}:00+00:00"


@pytest.mark.parametrize(("written", "zone"), [("2026-03-08 02:30", "America/New_York"), ("2027-03-14 02:00", "America/Boise")])
def test_hour_that_the_clocks_leave_out_is_refused(written: str, zone: str) -> None:
    with pytest.raises(dates.InvalidDateTime, match="summer time begins; write an hour later"):
        dates.read_local_moment(written, zone)


@pytest.mark.parametrize(
    ("word", "zone"), [("Pacific", "America/Los_Angeles"), ("ny", "America/New_York"), ("America/Boise",) * 2]
)
def test_zones_have_everyday_names(word: str, zone: str) -> None:
    assert dates.zone_named(word) == zone
