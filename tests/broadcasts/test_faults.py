"""What goes wrong while an alert is out: each error has its consequence, nothing is sent twice, nothing gets lost."""

import re
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bot.broadcasts.lifecycle import resume_broadcast
from bot.broadcasts.sweep import sweep_broadcasts
from bot.models import Broadcast, Delivery
from bot.outbox.delivery_results import ERROR_POLICIES
from bot.outbox.delivery_states import DELIVERY
from bot.outbox.queue import LEASE, Batch
from bot.outbox.silent_texts import ask_for_ends
from bot.providers.twilio.account import Twilio
from bot.providers.twilio.errors import MEANINGS
from bot.storage.clock import Ticker
from tests.alerts import Alerts
from tests.carrier import OURS, at_once, sid
from tests.moved_time import Attended

# --- What the provider answers ---------------------------------------------------------------------------------------------

# The code; what becomes of that delivery; of the broadcast; does the sender back off?
ANSWERS = [
    pytest.param(21610, "skipped stopped", "done", False, id="stopped at the carrier"),
    pytest.param(21211, "failed 21211", "done", False, id="no number"),
    pytest.param(21612, "failed 21612", "done", False, id="no route"),
    pytest.param(21614, "failed 21614", "done", False, id="a landline"),
    pytest.param(21999, "waiting 21999", "sending", False, id="a code that nobody knows"),
    pytest.param(63038, "waiting 63038", "paused", False, id="as many as the account may send in a day"),
    pytest.param(30022, "waiting 30022", "sending", True, id="more than the carriers let through"),
    pytest.param(21408, "waiting 21408", "paused", False, id="a country that is not allowed"),
    pytest.param(21606, "waiting 21606", "paused", False, id="a sender that is not ours"),
    pytest.param(21617, "waiting 21617", "paused", False, id="too long a text"),
    pytest.param(20003, "waiting 20003", "paused", False, id="wrong credentials"),
    pytest.param(21611, "waiting 21611", "sending", True, id="a queue that is full"),
    pytest.param(20429, "waiting 20429", "sending", True, id="too many at once"),
    pytest.param(20500, "unknown 20500", "sending", True, id="a fault of theirs"),
    pytest.param(20503, "unknown 20503", "sending", True, id="a service that is away"),
]


@pytest.mark.parametrize(("code", "became", "about", "backs_off"), ANSWERS)
def test_answer_has_its_consequence(world: Alerts, code: int, became: str, about: str, backs_off: bool) -> None:
    world.double.rule("answer", code=code)
    id = world.broadcast(world.supporters(1))
    for _ in range(20):  # a machine that is busy takes longer
        world.work(0.3)
        (delivery,) = world.deliveries()
        if delivery.attempts and delivery.state != "sending" and world.about(id).state == about:
            break
    # What waits for nothing but the broadcast or the sender is soon back in the queue.
    assert f"{delivery.state} {delivery.error}" in {became, became.replace("waiting", "queued")}
    assert world.about(id).state == about
    assert (world.sender().backoff_until is not None) is backs_off
    assert world.is_stopped(0) is (code == 21610)
    # What was refused costs nothing; of what may have left nobody knows.
    assert [segments for _, segments, _ in world.spent()] == ([1] if became.startswith("unknown") else [0])


def test_wrong_credentials_stop_every_broadcast(world: Alerts) -> None:
    world.double.rule("answer", code=20003)
    first, second = world.broadcast(world.supporters(3)), world.broadcast(world.supporters(3, first=10))
    world.work(1)
    assert [world.about(id).state for id in (first, second)] == ["paused", "paused"]
    assert world.about(second).reason.startswith("account: the provider refuses")
    world.double.no_rules()
    world.change(Broadcast, state="sending")
    world.work()
    assert world.states() == {"sent": 6}


def test_wrong_setting_does_not_burn_the_list(world: Alerts) -> None:
    world.pace = 100.0
    world.double.rule("answer", code=21606)
    id = world.broadcast(world.supporters(200))
    world.work(2)
    assert world.double.counts()["answers"]["create 400 21606"] <= 50  # half of what leaves in a second
    assert world.about(id).reason == (
        "configuration: the provider refuses what we send (error 21606); mend what it names, then resume"
    )
    world.double.no_rules()
    world.change(Broadcast, state="sending")
    world.work()
    assert world.states() == {"sent": 200}


def test_too_much_at_once_lets_the_whole_sender_back_off_longer_and_longer(world: Alerts) -> None:
    world.pace = 100.0
    world.double.rule("answer", code=20429, times=120)
    world.broadcast(world.supporters(150))
    world.work(20)
    assert world.states() == {"sent": 150}
    assert world.sender().failures == 0
    asked = world.double.counts()["answers"]["create 429 20429"]
    assert asked == 120
    assert Counter(world.sent).most_common(1)[0][1] == 1


@pytest.mark.parametrize("how", ["reset", "close", "cut"])
@pytest.mark.parametrize("accepted", [True, False])
def test_connection_that_breaks_is_looked_up_before_anything_is_sent_again(world: Alerts, how: str, accepted: bool) -> None:
    world.double.rule("disconnect", how=how, accepted=accepted, after=10, times=12)
    world.broadcast(world.supporters(60))
    world.work(15)
    for _ in range(3):
        world.clock.skip(seconds=100)
        world.work(5)
    assert world.reached() == {"sent": 60}
    assert sorted(world.sent) == sorted(set(world.sent))
    assert len(world.sent) == 60


def test_number_that_does_not_open_keeps_no_other_from_being_looked_up(world: Alerts) -> None:
    world.double.rule("disconnect", how="cut", accepted=True, times=5)
    world.broadcast(world.supporters(5))
    world.work()
    world.lock_out(0)
    world.clock.skip(seconds=100)
    world.work()
    reached = world.reached()
    assert reached.pop("sent") == 4
    assert [reason.split()[0] for reason in reached] == ["unknown"]
    assert len(world.sent) == 5


def test_answer_that_comes_too_late_is_looked_up(world: Alerts, monkeypatch: pytest.MonkeyPatch) -> None:
    world.take_real_time()
    monkeypatch.setattr("bot.providers.laml.bulk_sender.SECONDS", 0.5)
    world.double.rule("slow", seconds=2, times=3)
    world.broadcast(world.supporters(5))
    world.work(3)
    assert world.reached() == {"sent": 2, "unknown TimeoutError": 3}
    world.clock.skip(seconds=100)
    world.work(5)
    assert world.reached() == {"sent": 5}
    assert len(set(world.sent)) == len(world.sent) == 5


def test_server_that_is_away_costs_nothing_but_time(world: Alerts) -> None:
    world.broadcast(world.supporters(3))
    away = world.bot.parts.settings.model_copy(update={"twilio_api_url": "http://127.0.0.1:9"})
    world.work(0.5, provider=Attended(Twilio(away), world.ticker))
    assert world.states() in ({"waiting connect": 3}, {"queued connect": 3})
    assert world.sender().failures == 1
    world.clock.skip(seconds=10)
    world.work()
    assert world.states() == {"sent": 3}


# --- Workers that die ------------------------------------------------------------------------------------------------------


def abandoned(world: Alerts) -> Batch:
    """A batch that a worker claimed before it was killed."""
    batch = world.claim()
    assert isinstance(batch, Batch)
    return batch


def test_worker_killed_after_its_requests_left_sends_nothing_twice(world: Alerts) -> None:
    world.broadcast(world.supporters(20))
    batch = abandoned(world)
    assert len(batch.messages) == 20
    for message in batch.messages[:12]:
        world.leave(message)
    world.work(1)
    assert world.reached() == {"sending": 20}
    world.clock.skip(seconds=LEASE.total_seconds() + 5)
    world.work(5)
    assert world.reached() == {"sent": 12, "unknown": 8}
    world.clock.skip(seconds=70)
    world.work(5)
    assert world.reached() == {"sent": 20}
    assert sorted(world.sent) == sorted(world.phone(n) for n in range(20))


def test_log_that_lags_behind_is_waited_for(world: Alerts) -> None:
    world.double.settings(list_delay=60)
    try:
        world.broadcast(world.supporters(1))
        (message,) = abandoned(world).messages
        world.leave(message)
        world.clock.skip(seconds=LEASE.total_seconds() + 5)
        world.work(1)
        assert world.reached() == {"unknown": 1}
        world.double.settings(list_delay=0)
        world.clock.skip(seconds=70)
        world.work(2)
        assert world.reached() == {"sent": 1}
        assert len(world.sent) == 1
    finally:
        world.double.settings(list_delay=0)


def test_log_that_cannot_be_read_is_asked_again_later(world: Alerts) -> None:
    world.broadcast(world.supporters(1))
    abandoned(world)
    world.double.rule("answer", on="list", code=20500, times=1)
    world.clock.skip(seconds=LEASE.total_seconds() + 70)
    world.work(1)
    assert world.states() == {"unknown": 1}
    world.clock.skip(seconds=30)
    world.work(2)
    assert world.states() == {"sent": 1}


def test_same_words_to_the_same_phone_are_never_counted_twice(world: Alerts) -> None:
    # Two broadcasts with the same words: one delivery is in the log, the other never left.
    (someone,) = world.supporters(1)
    world.broadcast([someone])
    world.work()
    world.broadcast([someone])
    abandoned(world)
    world.clock.skip(seconds=LEASE.total_seconds() + 70)
    world.work(5)
    assert world.states() == {"sent": 2}
    assert len({delivery.provider_id for delivery in world.deliveries()}) == 2
    assert world.sent == [world.phone(0)] * 2


def test_what_is_lost_again_and_again_is_given_up(world: Alerts) -> None:
    id = world.broadcast(world.supporters(1))
    for _ in range(3):
        abandoned(world)
        world.lose()
    world.work()
    assert world.states() == {"failed unknown outcome": 1}
    assert world.about(id).state == "done"
    assert world.sent == []


def test_worker_that_wakes_too_late_sends_nothing(world: Alerts) -> None:
    # Its deliveries have been looked for and queued again meanwhile: it finds that they are no longer its own.
    world.broadcast(world.supporters(3))
    batch = abandoned(world)
    world.clock.skip(seconds=LEASE.total_seconds() + 70)
    world.work(5)
    assert world.reached() == {"sent": 3}
    import asyncio

    from bot.outbox.queue import Dropped
    from bot.outbox.send_batch import BatchSender

    async def wake() -> list[Any]:
        async with world.provider.bulk_sender() as bulk_sender:
            dispatch = BatchSender(world.database, bulk_sender, {OURS: 1000.0}, world.ticker)
            return await dispatch.send(batch, asyncio.Event())

    assert [outcome for *_, outcome in world.ticker.run(wake())] == [Dropped()] * 3
    assert len(world.sent) == 3


# --- What is told later ----------------------------------------------------------------------------------------------------

# Callbacks as (status, code); what the delivery is in the end.
STORIES = [
    pytest.param([("sent", ""), ("delivered", "")], "delivered", id="in order"),
    pytest.param([("delivered", ""), ("sent", "")], "delivered", id="the wrong way round"),
    pytest.param([("sent", ""), ("sent", ""), ("delivered", ""), ("delivered", "")], "delivered", id="everything twice"),
    pytest.param([("queued", ""), ("sending", ""), ("accepted", "")], "sent", id="no news"),
    pytest.param([("delivered", ""), ("undelivered", "30007")], "delivered", id="the first end stays"),
    pytest.param([("undelivered", "30007"), ("delivered", "")], "failed 30007", id="the first end stays, a failure too"),
    pytest.param([("undelivered", "30005")], "failed 30005", id="a number that is not in use"),
    pytest.param([("undelivered", "30006")], "failed 30006", id="a landline"),
    pytest.param([("undelivered", "30003")], "waiting 30003", id="a phone that is off"),
    pytest.param([("undelivered", "30008")], "failed 30008", id="nobody knows why, and it may have arrived"),
    pytest.param([("undelivered", "30022")], "waiting 30022", id="more than the carriers let through"),
    pytest.param([("failed", "30410")], "failed 30410", id="lost on the way to the carrier"),
    pytest.param([("failed", "30001")], "waiting 30001", id="their queue is full"),
    pytest.param([("undelivered", "30034")], "waiting 30034", id="a sender that is not registered"),
    pytest.param([("undelivered", "39999")], "failed 39999", id="a code that nobody knows"),
    pytest.param([("failed", "21610")], "failed 21610", id="stopped at the carrier"),
    pytest.param([("failed", "")], "failed unknown", id="no code at all"),
]


@pytest.mark.parametrize(("told", "became"), STORIES)
@pytest.mark.parametrize("early", [False, True], ids=["after our commit", "before our own commit"])
def test_callbacks_are_right_in_the_end(world: Alerts, told: list[tuple[str, str]], became: str, early: bool) -> None:
    world.broadcast([*world.supporters(1)])
    if early:
        (message,) = abandoned(world).messages
        id, message = message.id, world.leave(message).provider_id
    else:
        world.work()
        id, message = world.deliveries()[0].id, world.deliveries()[0].provider_id
        world.change(Broadcast, state="sending")  # others have theirs still to come
    for status, code in told:
        assert world.callback(id, status, message=message, code=code) == 204
    if early and became == "sent":
        became = "sending"
    (delivery,) = world.deliveries()
    assert " ".join(filter(None, [delivery.state, delivery.error])) == became


def test_callback_of_a_copy_that_was_queued_again_tells_that_it_had_left(world: Alerts) -> None:
    world.broadcast(world.supporters(1))
    (message,) = abandoned(world).messages
    world.change(Delivery, state="queued")
    assert world.callback(message.id, "delivered") == 204
    world.work(1)
    assert world.states() == {"delivered": 1}
    assert world.sent == []


def test_phone_that_is_off_gets_it_later_and_an_old_callback_does_not_count(world: Alerts) -> None:
    world.broadcast(world.supporters(2))
    world.work(1)
    first, _ = world.deliveries()
    world.change(Broadcast, state="sending", ended_at=None)
    world.callback(first.id, "undelivered", message=first.provider_id, code="30003")
    assert world.states() == {"sent": 1, "waiting 30003": 1}
    world.clock.skip(minutes=16)
    world.work(2)
    assert world.states() == {"sent": 2}
    again = world.deliveries()[0]
    assert again.attempts == 2 and again.provider_id != first.provider_id
    world.callback(first.id, "delivered", message=first.provider_id)
    world.callback(first.id, "delivered", attempt=2, message=sid())
    assert world.states() == {"sent": 2}
    world.callback(first.id, "delivered", attempt=2, message=again.provider_id)
    assert world.states() == {"sent": 1, "delivered": 1}


OURS_TO_MEND = {
    "30034": "configuration: the provider refuses what we send (error 30034)",
    "30035": "configuration: the provider refuses what we send (error 30035)",
    "30023": "limit: no more texts go out today (error 30023); resume when the day is over",
    "30027": "limit: no more texts go out today (error 30027); resume when the day is over",
    "30002": "account: the provider refuses our credentials or the account (error 30002)",
}


@pytest.mark.parametrize("code", OURS_TO_MEND)
def test_what_is_not_the_recipients_fault_is_sent_again_once_it_is_mended(world: Alerts, code: str) -> None:
    id = world.broadcast(world.supporters(5))
    world.work()
    assert world.about(id).state == "done"
    for delivery in world.deliveries():
        world.callback(delivery.id, "undelivered", message=delivery.provider_id, code=code)
    assert world.about(id).state == "paused"
    assert world.about(id).reason.startswith(OURS_TO_MEND[code])
    world.work(0.5)
    assert (world.states(), len(world.sent)) == ({f"queued {code}": 5}, 5)
    world.change(Broadcast, state="sending", reason="")
    world.work()
    assert (world.states(), len(world.sent)) == ({"sent": 5}, 10)


def resume(world: Alerts, id: int) -> None:
    with world.database.write() as connection:
        assert resume_broadcast(connection, id, world.clock())


def test_daily_limit_in_the_middle_of_an_alert_leaves_nobody_out(world: Alerts) -> None:
    world.pace = 200.0
    world.double.rule("answer", code=63038, after=100)
    id = world.broadcast(world.supporters(400))
    world.work(10)
    assert world.about(id).reason.startswith("limit: no more texts go out today (error 63038)")
    assert world.states()["sent"] >= 100 and not any(state.startswith("failed") for state in world.states())
    world.double.no_rules()
    resume(world, id)
    world.work(10)
    assert (world.states(), Counter(world.sent).most_common(1)[0][1]) == ({"sent": 400}, 1)


def test_limit_that_callbacks_tell_of_rests_the_sender_and_leaves_nobody_out(world: Alerts) -> None:
    """30022 for 40 in 100, after the provider had taken all of them."""
    world.broadcast(world.supporters(100))
    world.work(5)
    for number, delivery in enumerate(world.deliveries()):
        how = {"status": "undelivered", "code": "30022"} if number % 5 < 2 else {"status": "delivered"}
        world.callback(delivery.id, message=delivery.provider_id, **how)
    assert world.states() == {"delivered": 60, "waiting 30022": 40}
    assert world.sender().backoff_until is not None
    world.clock.skip(minutes=11)
    world.work(5)
    assert world.states() == {"delivered": 60, "sent": 40}


# The code, does the alert ask for another try, how often the text is sent in all, what becomes of it.
TRIES = [
    pytest.param("30003", False, 3, "failed 30003", id="a phone that is off"),
    pytest.param("30008", False, 1, "failed 30008", id="it may have arrived"),
    pytest.param("30008", True, 2, "failed 30008", id="it may have arrived, and the alert asks for another try"),
    pytest.param("39999", True, 1, "failed 39999", id="a code that proves nothing, whatever the alert asks for"),
    pytest.param("30001", False, 5, "skipped expired", id="the account's queue"),
    pytest.param("30034", False, 5, "skipped expired", id="the sender's registration"),
]


@pytest.mark.parametrize(("code", "asked", "times", "became"), TRIES)
def test_trying_again_has_an_end(world: Alerts, code: str, asked: bool, times: int, became: str) -> None:
    world.broadcast(world.supporters(1), resend_unknown=asked, expires_at=world.clock() + timedelta(minutes=20 * 5 - 1))
    for attempt in range(1, times + 1):
        world.work(1)
        (delivery,) = world.deliveries()
        assert (delivery.state, delivery.attempts) == ("sent", attempt)
        world.callback(delivery.id, "undelivered", attempt=attempt, message=delivery.provider_id, code=code)
        world.change(Broadcast, state="sending", ended_at=None)
        world.clock.skip(minutes=20)
    world.work(1)
    assert world.states() == {became: 1}
    assert len(world.sent) == times


def test_number_that_takes_no_text_three_times_in_a_row_rests_until_it_texts_us(world: Alerts) -> None:
    """It may be somebody else's by now."""
    world.a_week = 7
    people = world.supporters(2)
    for round in range(3):
        world.broadcast(people, expires_at=world.clock() + timedelta(minutes=16))
        world.work(2)
        for number, delivery in enumerate(world.deliveries()[-2:]):
            off = number == 0 or round == 0
            how = {"status": "undelivered", "code": "30003"} if off else {"status": "delivered"}
            world.clock.skip(minutes=1)
            world.callback(delivery.id, message=delivery.provider_id, **how)
        world.clock.skip(hours=25)
    world.broadcast(people)
    world.work(2)
    assert [delivery.error or delivery.state for delivery in world.deliveries()[-2:]] == ["not textable", "sent"]
    world.say(0, "SANCTUARY")
    world.clock.skip(hours=25)
    world.broadcast(people)
    world.work(2)
    assert [delivery.state for delivery in world.deliveries()[-2:]] == ["sent", "sent"]


def test_stop_that_the_carrier_reports_is_in_the_ledger_once(world: Alerts) -> None:
    world.broadcast(world.supporters(1))
    world.work()
    (delivery,) = world.deliveries()
    for _ in range(3):
        world.callback(delivery.id, "failed", message=delivery.provider_id, code="21610")
    assert world.is_stopped(0)
    assert world.bot.count("consents") == 2  # they joined, they stopped


def test_callbacks_of_nobody_are_harmless(world: Alerts) -> None:
    assert world.callback(999_999, "delivered") == 204
    assert world.callback(2**40, "delivered") == 204
    world.broadcast(world.supporters(1))
    world.work()
    (delivery,) = world.deliveries()
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM supporters")
    assert world.callback(delivery.id, "failed", message=delivery.provider_id, code="21610") == 204
    assert world.states() == {"failed 21610": 1}


def test_number_that_does_not_open_keeps_the_alert_from_nobody_else(world: Alerts) -> None:
    world.broadcast(world.supporters(5))
    world.lock_out(2)
    world.work()
    assert world.states() == {"sent": 4, "skipped unreadable": 1}


def test_wrong_key_leaves_nobody_out(world: Alerts) -> None:
    world.broadcast(world.supporters(3))
    for number in range(3):
        world.lock_out(number)
    with pytest.raises(ValueError, match="PHONE_KEY"):
        world.work()
    assert world.states() == {"queued": 3}


@pytest.mark.parametrize("code", ["21614", "21610"])
def test_callback_of_a_number_that_does_not_open_is_kept(world: Alerts, code: str) -> None:
    world.broadcast(world.supporters(1))
    world.work()
    world.lock_out(0)
    (delivery,) = world.deliveries()
    assert world.callback(delivery.id, "failed", message=delivery.provider_id, code=code) == 204
    assert world.states() == {f"failed {code}": 1}


def test_many_callbacks_at_once_are_all_kept(world: Alerts) -> None:
    world.broadcast(world.supporters(40))
    world.work()
    deliveries = world.deliveries()

    def tell(delivery: Any, status: str) -> int:
        return world.callback(delivery.id, status, message=delivery.provider_id)

    answers = at_once(*(lambda c=delivery, s=status: tell(c, s) for delivery in deliveries for status in ("delivered", "sent")))
    assert set(answers) == {204}
    assert world.states() == {"delivered": 40}


def test_text_without_an_end_is_asked_about_after_a_day_and_once(world: Alerts) -> None:
    """Callbacks of all of them got lost: what the log says of each is written down."""
    world.double.rule("fail", code=30005, numbers=[world.phone(0), world.phone(1)])
    id = world.broadcast(world.supporters(6))
    world.work(3)
    assert world.states() == {"sent": 6}

    for _ in range(100):  # the double has their ends within half a second
        if world.double.counts()["statuses"].get("delivered") == 4:
            break
        time.sleep(0.05)

    def ask() -> int:
        parts = world.bot.parts
        return ask_for_ends(
            world.database, parts.phone_cipher, world.delivery_results, parts.providers, Ticker(), world.clock()
        )

    world.clock.skip(hours=23)
    assert ask() == 0
    world.clock.skip(hours=2)
    assert ask() == 6
    assert world.states() == {"delivered": 4, "failed 30005": 2}
    assert world.about(id).state == "done"
    assert ask() == 0


# --- Auto-pause ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("filtered", "stops"), [(1, False), (2, True)])
def test_auto_pause_of_an_alert_that_is_filtered(world: Alerts, filtered: int, stops: bool) -> None:
    world.pace = 200.0
    id = world.broadcast(world.supporters(60))
    world.work(5)
    for number, delivery in enumerate(world.deliveries()):
        how = {"status": "undelivered", "code": "30007"} if number < filtered else {"status": "delivered"}
        world.callback(delivery.id, message=delivery.provider_id, **how)
    world.change(Broadcast, state="sending")
    world.queue_one_more(id)
    world.work(1)
    about = world.about(id)
    assert (about.state == "paused") is stops
    if stops:
        assert about.reason == "filtered: 2 of the last 60; change the words or the link, then resume"
        # An organizer resumes: what was filtered before counts no more.
        world.change(Broadcast, state="sending", reason="")
        world.work(1)
        assert world.about(id).state == "sending"


def test_auto_pause_of_an_alert_that_makes_people_leave(world: Alerts) -> None:
    world.pace = 200.0
    id = world.broadcast(world.supporters(100))
    world.change(Delivery, {"supporter_id": world.deliveries()[-1].supporter_id}, zone="")
    world.work(3)
    for number in range(9):
        world.say(number, "STOP")
    world.work(1)
    assert world.about(id).state == "sending"
    world.say(9, "STOP")
    world.work(1)
    assert world.about(id).reason == "opt-outs: 10 of the last 99; look at the audience and the words, then resume"


def test_auto_pause_by_a_verdict_that_comes_late(world: Alerts) -> None:
    id = world.broadcast(world.supporters(1300))
    world.work(10)
    world.change(Broadcast, state="sending")
    world.queue_one_more(id)
    for delivery in world.deliveries()[:60]:
        world.callback(delivery.id, "undelivered", message=delivery.provider_id, code="30007")
    world.work(1)
    assert world.about(id).reason.startswith("filtered: 60 of the last 60;")


def test_auto_pause_by_people_who_leave_later(world: Alerts) -> None:
    id = world.broadcast(world.supporters(1100))
    world.work(10)
    world.change(Broadcast, state="sending")
    world.queue_one_more(id)
    for number, delivery in enumerate(world.deliveries()[:40]):
        world.change(Delivery, {"id": delivery.id}, sent_at=world.clock() - timedelta(minutes=4))
        world.say(number, "STOP")
    world.work(1)
    assert world.about(id).reason.startswith("opt-outs: 40 of the last 40;")


def test_auto_pause_by_an_error_that_nobody_knows(world: Alerts) -> None:
    world.pace = 100.0
    world.double.rule("answer", code=21999)
    id = world.broadcast(world.supporters(400))
    world.work(10)
    refused = world.double.counts()["answers"]["create 400 21999"]
    assert 10 <= refused <= 250
    assert not any(state.startswith("failed") for state in world.states())
    assert world.about(id).state == "paused"
    assert re.match(r"unknown code: \d+ of the last \d+ met 21999; look the code up at the provider", world.about(id).reason)
    # It was mended, and the organizer resumes: everybody gets it, at once.
    world.double.no_rules()
    resume(world, id)
    world.work()
    assert world.states() == {"sent": 400}
    assert world.about(id).state == "done"


def test_auto_pause_of_a_short_list_that_an_unknown_error_refuses_whole(world: Alerts) -> None:
    world.double.rule("answer", code=21999)
    id = world.broadcast(world.supporters(4))
    world.work(3)
    assert world.about(id).reason.startswith("unknown code: 4 of the last 4 met 21999;")
    world.double.no_rules()
    resume(world, id)
    world.work()
    assert world.states() == {"sent": 4}


def test_auto_pause_by_an_error_that_nobody_knows_and_that_callbacks_tell(world: Alerts) -> None:
    """What the provider had taken may have arrived, so it is not sent again; the rest of the list waits."""
    id = world.broadcast(world.supporters(200))
    world.work(5)
    world.change(Broadcast, state="sending")
    world.queue_one_more(id)
    for number, delivery in enumerate(world.deliveries()[:200]):
        how = {"status": "undelivered", "code": "39999"} if number < 12 else {"status": "delivered"}
        world.callback(delivery.id, message=delivery.provider_id, **how)
    world.work(1)
    assert world.about(id).reason.startswith("unknown code: 12 of the last 200 met 39999;")
    assert world.states() == {"delivered": 188, "failed 39999": 12, "queued": 1}


def test_error_that_nobody_knows_and_few_meet_is_tried_three_times(world: Alerts) -> None:
    world.double.rule("answer", code=21999, numbers=[world.phone(0)])
    world.broadcast(world.supporters(40))
    for _ in range(4):
        world.work(3)
        world.clock.skip(minutes=16)
    assert world.states() == {"failed 21999": 1, "sent": 39}
    assert world.double.counts()["answers"]["create 400 21999"] == 3


def test_few_refusals_as_too_much_at_once_leave_the_pace_as_it_is(world: Alerts) -> None:
    """Two in a hundred answers are 429, on a sender of 50 a second."""
    world.pace = 50.0
    world.double.rule("answer", code=20429, share=0.02)
    world.broadcast(world.supporters(200))
    world.work(6)
    assert world.states() == {"sent": 200}
    assert world.sender().backoff_until is None


@pytest.mark.parametrize(("failures", "state"), [(0, "sending"), (1, "paused")])
def test_auto_pause_is_not_for_connections_that_there_were_not(world: Alerts, failures: int, state: str) -> None:
    """They wait as those do whose code nobody knows; each of these has failed once more."""
    id = world.broadcast(world.supporters(20))
    now = world.clock()
    waits = {"state": "waiting", "error": "connect", "error_cause": "unknown", "leased_at": now, "failures": failures}
    world.change(Delivery, due_at=now + timedelta(minutes=1), **waits)
    sweep_broadcasts(world.database, now)
    assert world.about(id).state == state


def test_auto_pause_is_not_for_a_few_that_are_refused(world: Alerts) -> None:
    world.double.rule("answer", code=21211, times=45)
    id = world.broadcast(world.supporters(100))
    world.work()
    for delivery in world.deliveries():
        if delivery.state == "sent":
            world.callback(delivery.id, "delivered", message=delivery.provider_id)
    world.change(Broadcast, state="sending")
    world.work(1)
    assert world.states() == {"failed 21211": 45, "delivered": 55}
    assert world.about(id).state == "done"


# --- The tables ------------------------------------------------------------------------------------------------------------


def test_every_error_that_is_named_has_a_consequence() -> None:
    assert {meaning.action for meaning in MEANINGS.values()} <= set(ERROR_POLICIES)
    assert {"sent", "delivered", "failed", "waiting"} >= {state for state in DELIVERY["sent"]}


def test_callback_that_cannot_be_kept_is_asked_for_again(world: Alerts) -> None:
    world.broadcast(world.supporters(1))
    world.work()
    (delivery,) = world.deliveries()
    with world.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE deliveries RENAME TO away")
    try:
        assert world.callback(delivery.id, "delivered", message=delivery.provider_id) == 503
    finally:
        with world.database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO deliveries")
    assert world.callback(delivery.id, "delivered", message=delivery.provider_id) == 204
    assert world.states() == {"delivered": 1}
