"""The preview of an alert: exact counts before anything is queued, and when the last one lands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.broadcasts import lifecycle
from bot.broadcasts.preview import NonGsmCharacter, Preview, Zone, first_non_gsm
from bot.models import Broadcast, Delivery
from bot.telephony import Cost
from tests.conftest import Bot, Start
from tests.subscribers import NOON, People

DAY = timedelta(days=1)


def see(people: People, texts: dict[str, str] | None = None, now: datetime = NOON, **columns: Any) -> Preview:
    draft = lifecycle.Draft(
        campaign="sanctuary",
        audience_filter=columns.pop("audience_filter", {}),
        texts=texts or {"en": "Call now.", "es": "Llame."},
        expires_at=columns.pop("until", now + DAY),
        **columns,
    )
    return people.bot.parts.previewer.preview(draft, now)


@pytest.fixture
def people(bot: Bot) -> People:
    people = People(bot)
    people.add("one")
    people.add("two", "98101")
    people.add("Spanish", "98101", language="es")
    people.add("east", "10001")
    people.add("split", "42223")
    people.add("stopped", stopped=True)
    people.add("landline", sms_reachable=False)
    people.add("nowhere", zone="")
    people.add("pending", act="claimed")
    people.add("left", act="withdrawn")
    return people


def test_everybody_is_counted_once(people: People) -> None:
    found = see(people, {"en": "Call {official}.", "es": "Llame a {official}."}, audience_filter={"official": "governor"})
    assert found.wanted == 8
    assert found.held == {"stopped": 1, "not textable": 1, "no zone": 1, "no value for official": 1}
    assert (found.recipients, found.pending, found.maybe, found.quiet) == (4, 1, 0, 0)
    assert {language: each.recipients for language, each in found.languages.items()} == {"en": 3, "es": 1}
    assert found.languages["en"].example.startswith("Call Governor ")


def test_example_is_of_where_most_of_them_live(people: People) -> None:
    texts, audience_filter = {"en": "Call {official}.", "es": "Llame."}, {"official": "governor"}
    assert "Ferguson" not in see(people, texts, audience_filter=audience_filter).languages["en"].example
    people.add("a neighbor", "98101")
    assert "Ferguson" in see(people, texts, audience_filter=audience_filter).languages["en"].example


def test_dear_character_is_pointed_at_in_the_text_that_is_shown(people: People) -> None:
    spoken = see(people, {"en": "Call {official} 😀 now", "es": "Llame"}).languages["en"]
    assert spoken.odd is not None and spoken.example[spoken.odd.column - 1] == "😀"


def test_who_may_live_there_is_counted_apart(people: People) -> None:
    sure = see(people, audience_filter={"audience": {"state": ["KY"]}})
    assert (sure.wanted, sure.recipients, sure.maybe) == (0, 0, 1)
    both = see(people, audience_filter={"audience": {"state": ["KY"]}, "certainty": "maybe"})
    assert (both.wanted, both.recipients, both.maybe) == (1, 1, 1)


def test_segments_are_of_the_text_each_gets(people: People) -> None:
    # 140 letters and a name: one segment or two, by the city.
    found = see(people, {"en": "x" * 152 + " {city}", "es": "¡Día! 😀" + "x" * 64})
    assert found.languages["en"].by_segments == {1: 2, 2: 2}  # Seattle, Tacoma: 160 and 159; New York, this community: over
    spanish = found.languages["es"]
    assert spanish.by_segments == {2: 1}
    assert spanish.measured is not None
    assert (spanish.measured.encoding, spanish.odd) == ("UCS-2", NonGsmCharacter(character="😀", line=1, column=7))
    assert found.cost.segments == 2 + 4 + 2
    assert found.cost.dollars == pytest.approx(found.cost.segments * 0.0119)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("plain", None),
        ("“smart” — día, mañana, €5", None),
        ("fine\nnot 🛑 fine 🛑", NonGsmCharacter(character="🛑", line=2, column=5)),
        ("中", NonGsmCharacter(character="中", line=1, column=1)),
    ],
)
def test_non_gsm_character_that_forces_ucs2_is_pointed_at(text: str, odd: NonGsmCharacter | None) -> None:
    assert first_non_gsm(text) == odd


def test_who_had_enough_alerts_this_week_is_held_back(people: People) -> None:
    def alert(name: str, state: str, days: float, kind: str = "alert") -> None:
        at = NOON - timedelta(days=days)
        values = {"kind": kind, "campaign": "trust-act", "state": "done", "audience_filter": {}, "texts": {}, "fallbacks": {}}
        with people.bot.parts.database.write() as connection:
            made = connection.execute(insert(Broadcast).values(**values, created_at=at, expires_at=at, last_leased_at=at))
            row = {
                "broadcast_id": made.inserted_primary_key[0],
                "supporter_id": people.ids[name],
                "zone": "America/Los_Angeles",
            }
            connection.execute(insert(Delivery).values(**row, state=state, leased_at=at, attempts=1))

    for name, state, days in [
        ("one", "delivered", 1), ("one", "sent", 6.9),
        ("two", "sent", 1), ("two", "sent", 7.1),
        ("east", "failed", 1), ("east", "delivered", 1),
    ]:  # fmt: skip
        alert(name, state, days)
    alert("two", "sent", 2, "confirmation")
    assert see(people).held["capped"] == 1
    # A day later it is another week for one; and it counts from when the alert starts.
    assert "capped" not in see(people, now=NOON + DAY).held
    assert "capped" not in see(people, starts_at=NOON + DAY, until=NOON + 2 * DAY).held


def paced(start: Start, **zones: int) -> People:
    """As many people as said in each zone, at half a segment a second of a sender (less what pace.py keeps back)."""
    people = People(start(senders="+12065550100=0.5"))
    for zone, count in zones.items():
        for number in range(count):
            people.add(f"{zone} {number}", zone={"west": "America/Los_Angeles", "east": "America/New_York"}[zone])
    return people


def test_last_lands_when_the_pace_has_come_to_them(start: Start) -> None:
    found = see(paced(start, west=20, east=10))
    second = 1 / (0.5 * 0.985)
    assert found.seconds == pytest.approx(30 * second)
    west, east = found.zones
    assert (west.zone, west.recipients, west.too_late) == ("America/Los_Angeles", 20, 0)
    assert west.last_at == NOON + timedelta(seconds=20 * second)
    assert east.last_at == found.last_at == NOON + timedelta(seconds=30 * second)


MORNING = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 7:30 in Seattle, 10:30 in New York


def test_who_sleeps_gets_it_when_their_window_opens(start: Start) -> None:
    found = see(paced(start, west=20, east=10), now=MORNING)
    west, east = found.zones
    assert (west.open_at_start, east.open_at_start, found.quiet) == (False, True, 20)
    assert west.last_at == datetime(2026, 11, 23, 17, 0, tzinfo=UTC) + timedelta(seconds=20 / (0.5 * 0.985))


def test_who_cannot_get_it_in_time_is_counted(start: Start) -> None:
    people = paced(start, west=20, east=10)
    found = see(people, now=MORNING, until=MORNING + timedelta(hours=1))
    assert found.zones[0] == Zone(zone="America/Los_Angeles", recipients=20, open_at_start=False, last_at=None, too_late=20)
    assert found.too_late == 20
    short = see(people, until=NOON + timedelta(seconds=10 / (0.5 * 0.985)))
    assert {zone.zone: zone.too_late for zone in short.zones} == {"America/Los_Angeles": 10, "America/New_York": 10}


def test_night_the_clocks_change_is_no_shorter_for_sleepers(start: Start) -> None:
    """On March 14, 2027 nine o'clock in Seattle is an hour earlier by UTC; it is a Sunday, so noon."""
    people = paced(start, west=1)
    found = see(people, now=datetime(2027, 3, 14, 6, 0, tzinfo=UTC))
    assert found.last_at is not None
    assert (found.last_at - timedelta(seconds=1 / (0.5 * 0.985))).isoformat() == "2027-03-14T19:00:00+00:00"


def test_cost_of_exactly_the_days_money_is_not_over_it(start: Start) -> None:
    """As the sender reckons: in whole millionths of a dollar. Three times 0.1 dollars would be 0.30000000000000004."""
    people = People(start(segment_price=0.1, spend_cap=0.3))
    for name in ("one", "two", "three"):
        people.add(name)
    found = see(people, {"en": "x", "es": "x"})
    assert (found.cost, found.over_cap) == (Cost(segments=3, micros=300_000), False)


def test_more_than_the_days_money_is_said(start: Start) -> None:
    people = People(start(spend_cap=0.02))
    people.add("one")
    assert not see(people, {"en": "x", "es": "x"}).over_cap
    people.add("two")
    assert see(people, {"en": "x", "es": "x"}).over_cap
