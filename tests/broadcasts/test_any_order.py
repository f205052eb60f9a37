"""Whatever order people, alerts and carriers act in: who wants an alert gets it, who does not none, and the ledger knows."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.models import Subscription, Supporter
from bot.people import ledger
from tests.alerts import CAMPAIGN, NOON, Alerts


@dataclass
class Person:
    """Somebody as they are meant to stand, worked out from what they said and what carriers said of them."""

    subscribed: bool = False
    stopped: bool = False


@dataclass
class Story:
    world: Alerts
    people: list[Person] = field(default_factory=lambda: [Person(), Person()])

    def known(self) -> dict[int, int]:
        """Number -> id, of those whom we know."""
        with self.world.database.read() as connection:
            rows = connection.execute(select(Supporter.id, Supporter.phone)).all()
        numbers = {self.world.bot.parts.phone_cipher.decrypt(row.phone): row.id for row in rows}
        return {who: numbers[self.world.phone(who)] for who in range(len(self.people)) if self.world.phone(who) in numbers}


def join(story: Story, who: int) -> None:
    story.world.say(who, "JOIN SANCTUARY")
    story.people[who] = Person(subscribed=True)


def stop(story: Story, who: int) -> None:
    story.world.say(who, "please stop texting me")
    story.people[who].stopped = True


def start(story: Story, who: int) -> None:
    story.world.say(who, "START")
    story.people[who].stopped = False


def forget(story: Story, who: int) -> None:
    story.world.forget(who)
    story.people[who].subscribed = False


def alert(story: Story, who: int) -> None:
    """To everybody whom we know: that some of them want none is seen when it leaves. It is a day on: nobody gets more than
    three in one."""
    story.world.clock.skip(days=1)
    before = len(story.world.sent)
    story.world.broadcast(list(story.known().values()))
    story.world.work()
    wants = [story.world.phone(each) for each, person in enumerate(story.people) if person.subscribed and not person.stopped]
    assert sorted(story.world.sent[before:]) == wants


def refused(story: Story, who: int) -> None:
    """An alert to somebody who stopped at the carrier."""
    if not story.people[who].subscribed or story.people[who].stopped or who not in story.known():
        return
    story.world.double.rule("answer", code=21610)
    story.world.broadcast([story.known()[who]])
    story.world.work()
    story.world.double.no_rules()
    story.people[who].stopped = True


def told(status: str, code: str = "") -> Callable[[Story, int], None]:
    """Of every delivery that ever left to somebody, the newest first, twice."""

    def tell(story: Story, who: int) -> None:
        deliveries = [
            delivery
            for delivery in story.world.deliveries()
            if delivery.provider_id and delivery.supporter_id == story.known().get(who)
        ]
        for delivery in [*deliveries[::-1], *deliveries]:
            assert story.world.callback(delivery.id, status, delivery.attempts, delivery.provider_id, code) == 204
        if code == "21610" and deliveries:
            story.people[who].stopped = True

    return tell


ACTS: dict[str, Callable[[Story, int], None]] = {
    "JOIN": join,
    "STOP": stop,
    "START": start,
    "FORGET": forget,
    "an alert": alert,
    "an alert to who stopped at the carrier": refused,
    "sent": told("sent"),
    "delivered": told("delivered"),
    "stopped at the carrier": told("undelivered", "21610"),
}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1)), max_size=10))
def test_any_order_sends_to_who_wants_it_and_to_nobody_else(one_world: Alerts, acts: list[tuple[str, int]]) -> None:
    one_world.wipe()
    one_world.double.no_rules()
    one_world.clock.set(NOON)
    one_world.a_week = 1000
    story = Story(one_world)
    for act, who in [*acts, ("an alert", 0)]:
        ACTS[act](story, who)
        assert one_world.miscounted() == []
    phone_cipher = one_world.bot.parts.phone_cipher
    with one_world.database.read() as connection:
        for who, id in story.known().items():
            person = phone_cipher.person_key(one_world.phone(who))
            standing = ledger.find_statuses(connection, [person])[person]
            flag = connection.execute(select(Supporter.stopped).where(Supporter.id == id)).scalar()
            state = connection.execute(select(Subscription.state).where(Subscription.supporter_id == id)).scalar()
            assert (standing.stopped, standing.state(CAMPAIGN)) == (flag, state)
            assert (flag, state == "active") == (story.people[who].stopped, story.people[who].subscribed)
