"""Alerts where things meet at a bad moment: workers that stall, clocks that differ, rows that wait for one another."""

import asyncio
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from bot.broadcasts.alert_queue import Batch
from bot.models import Broadcast, Delivery, SenderPace, Subscription, Supporter
from bot.outbox.delivery_results import DeliveryUpdate, Dropped
from bot.outbox.send_batch import BatchSender
from bot.outbox.senders import register_senders
from bot.people import ledger
from bot.providers.laml.errors import send_error
from bot.providers.protocol import Accepted, StatusUpdate
from bot.providers.twilio.errors import MEANINGS
from tests.alerts import CAMPAIGN, Alerts
from tests.carrier import OURS, at_once, sid

UNKNOWN_NUMBER = send_error(MEANINGS, "30005", known=True)


def claimed(world: Alerts, **changes: Any) -> Batch:
    """A batch that a worker has claimed, and not sent yet."""
    batch = world.claim(**changes)
    assert isinstance(batch, Batch)
    return batch


def write(world: Alerts, batch: Batch, outcomes: list[Any]) -> None:
    """Write down what became of a batch."""
    with world.database.write() as connection:
        all_of_it = list(zip(batch.messages, outcomes, strict=True))
        world.delivery_results.record(connection, batch, all_of_it, world.clock())


# --- Money -----------------------------------------------------------------------------------------------------------------


def test_money_is_given_back_once(world: Alerts) -> None:
    # The machine stood still with a batch: it was looked for, queued again, and then the machine went on.
    world.broadcast(world.supporters(3))
    batch = claimed(world)
    world.change(Broadcast, state="paused")
    world.lose()
    world.lose()
    assert world.spent()[0][1] == 0
    write(world, batch, [Dropped()] * 3)
    assert world.spent()[0][1] == 0


def test_result_that_is_written_twice_counts_once(world: Alerts) -> None:
    # The database was away just as it had kept the results: the worker tries again.
    world.broadcast(world.supporters(3))
    batch = claimed(world)
    for _ in range(2):
        write(world, batch, [Dropped(), send_error(MEANINGS, "30006", known=True), Accepted(sid())])
    assert world.spent()[0][1] == 1


# --- One broadcast that cannot go on ----------------------------------------------------------------------------------------


def test_campaign_that_is_gone_holds_up_no_other(world: Alerts) -> None:
    gone = world.broadcast(world.supporters(1), campaign="vanished")
    other = world.broadcast(world.supporters(2, first=10))
    world.work(2)
    assert world.states(other) == {"sent": 2}
    assert world.about(gone).state == "paused"
    assert world.about(gone).reason == "campaign: there is no campaign vanished any more; put its file back, then resume"


def test_lost_copy_whose_words_are_erased_is_given_up(world: Alerts) -> None:
    world.broadcast(world.supporters(1))
    claimed(world)
    world.change(Delivery, text=None)
    world.lose()
    world.work(1)
    assert world.states() == {"failed unknown outcome": 1}


def test_who_cannot_be_asked_about_is_not_sent(world: Alerts) -> None:
    world.broadcast(world.supporters(3))
    batch = claimed(world)

    async def send() -> list[Any]:
        async with world.provider.bulk_sender() as bulk_sender:
            dispatch = BatchSender(world.database, bulk_sender, {OURS: 1000.0}, world.ticker)
            return await dispatch.send(batch, asyncio.Event())

    with world.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE deliveries RENAME TO away")
    try:
        assert [outcome for *_, outcome in world.ticker.run(send())] == [Dropped()] * 3
    finally:
        with world.database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO deliveries")
    assert world.sent == []


# --- Another try -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["30003", "30008", "30001"])
def test_copy_that_did_not_arrive_is_tried_again_though_the_others_are_done(world: Alerts, code: str) -> None:
    id = world.broadcast(world.supporters(2), resend_unknown=True)
    world.work(2)
    assert world.about(id).state == "done"
    first, _ = world.deliveries()
    world.callback(first.id, "undelivered", message=first.provider_id, code=code)
    assert world.states() == {"sent": 1, f"waiting {code}": 1}
    assert (world.about(id).state, world.about(id).ended_at) == ("sending", None)
    world.clock.skip(minutes=16)
    world.work(2)
    assert world.states() == {"sent": 2}
    assert world.about(id).state == "done"
    assert len(world.sent) == 3


@pytest.mark.parametrize(
    ("about", "became"),
    [
        pytest.param({"state": "cancelled"}, "failed 30003", id="one that was cancelled"),
        pytest.param({"expires_at": "soon"}, "failed 30003", id="one that is over by then"),
        pytest.param({"state": "paused"}, "waiting 30003", id="one that is paused"),
    ],
)
def test_another_try_of(world: Alerts, about: dict[str, Any], became: str) -> None:
    id = world.broadcast(world.supporters(1))
    world.work(2)
    soon = world.clock() + timedelta(minutes=10)
    values = {key: soon if value == "soon" else value for key, value in about.items()}
    world.change(Broadcast, **values)
    before = world.about(id).state
    (delivery,) = world.deliveries()
    world.callback(delivery.id, "undelivered", message=delivery.provider_id, code="30003")
    assert world.states() == {became: 1}
    assert world.about(id).state == before


def test_broadcast_is_not_done_while_a_copy_is_brought_back(world: Alerts) -> None:
    if world.database.url.get_backend_name() == "sqlite":
        return  # one writes at a time
    id = world.broadcast(world.supporters(1))
    world.work(0.05)
    world.change(Broadcast, state="sending", ended_at=None)
    (delivery,) = world.deliveries()
    news = DeliveryUpdate(
        id=delivery.id,
        attempt=1,
        update=StatusUpdate(provider_id=delivery.provider_id, status="failed", error=send_error(MEANINGS, "30003", known=True)),
    )
    heard = threading.Event()

    def bring_back() -> None:
        with world.database.write() as connection:
            world.delivery_results.apply_updates(connection, [news], world.clock())
            heard.set()
            time.sleep(0.5)

    def sweep() -> None:
        heard.wait()
        world.work(0.3)

    at_once(bring_back, sweep)
    world.clock.skip(minutes=16)
    world.work(2)
    assert world.states() == {"sent": 1}
    assert world.about(id).state == "done"


def test_refusals_are_no_losses(world: Alerts) -> None:
    # Twice too much at once, twice dropped by a pause; then it is lost, and there are three tries all the same.
    world.broadcast(world.supporters(1))
    for outcome in (send_error(MEANINGS, "20429", known=True), send_error(MEANINGS, "20429", known=True), Dropped(), Dropped()):
        write(world, claimed(world), [outcome])
        world.change(Delivery, state="queued", due_at=None)
        world.change(SenderPace, backoff_until=None, failures=0)
    for _ in range(2):
        claimed(world)
        world.lose()
        world.change(Delivery, {"state": "sending"}, state="queued")
        assert world.states() == {"queued": 1}
    claimed(world)
    world.lose()
    assert world.states() == {"failed unknown outcome": 1}


# --- Clocks ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [-30, 30])
def test_clock_that_is_wrong_finds_what_left_all_the_same(world: Alerts, minutes: int) -> None:
    world.clock.skip(minutes=minutes)
    world.broadcast(world.supporters(1))
    (message,) = claimed(world).messages
    world.leave(message)
    world.lose()
    world.work(1)
    assert world.reached() == {"sent": 1}
    assert len(world.sent) == 1


def test_text_before_is_not_taken_for_the_one_that_was_lost(world: Alerts) -> None:
    world.double.rule("fail", code=30008)
    world.broadcast(world.supporters(1), resend_unknown=True)
    world.work(2)
    world.double.settle()
    (delivery,) = world.deliveries()
    world.callback(delivery.id, "undelivered", message=delivery.provider_id, code="30008")
    world.double.no_rules()
    world.clock.skip(seconds=300)  # that long it waits
    world.change(Delivery, state="queued", due_at=None)
    claimed(world)
    world.lose()
    world.work(2)
    assert world.reached() == {"sent": 1}
    assert len(world.sent) == 2


def test_clock_that_was_set_back_holds_no_sender_up(world: Alerts) -> None:
    world.broadcast(world.supporters(1))
    with world.database.write() as connection:
        register_senders(connection, world.terms().paces, world.providers.name_of)
    world.change(SenderPace, free_at=time.time() + 3600)
    world.work(2)
    assert world.reached() == {"sent": 1}


# --- Who waits for whom ------------------------------------------------------------------------------------------------------


def test_claims_and_results_do_not_wait_for_each_other(world: Alerts) -> None:
    # A refused setting pauses the broadcast and gives its money back, while another thread claims more of the same.
    world.pace = 200.0
    world.double.rule("answer", code=21606)
    world.broadcast(world.supporters(400))
    for _ in range(6):
        at_once(lambda: world.work(0.4), lambda: world.work(0.4))
        world.change(Broadcast, state="sending")
    assert world.sent == []


def test_forget_while_a_callback_says_that_the_number_is_no_use(world: Alerts) -> None:
    people = world.supporters(40)
    world.broadcast(people)
    world.work(2)
    news = [
        DeliveryUpdate(
            id=delivery.id,
            attempt=1,
            update=StatusUpdate(provider_id=delivery.provider_id, status="failed", error=UNKNOWN_NUMBER),
        )
        for delivery in world.deliveries()
    ]

    def listen() -> None:
        with world.database.write() as connection:
            world.delivery_results.apply_updates(connection, news, world.clock())

    def forget() -> None:
        for id in reversed(people):
            with world.database.write() as connection:
                connection.execute(delete(Supporter).where(Supporter.id == id))

    at_once(listen, forget)  # a deadlock is an error of one of them
    assert world.states() == {"failed 30005": 40}


def test_forget_while_an_alert_goes_out_leaves_a_bare_count(world: Alerts) -> None:
    # One has theirs, the delivery of the next is on its way, the third waits for theirs.
    got, leaving, waiting = world.supporters(3)
    sent = world.broadcast([got], words="Call {official} in {city}")
    world.work()
    (delivery,) = world.deliveries()
    world.broadcast([leaving], words="Call {official} in {city}")
    batch = claimed(world)
    world.broadcast([waiting], words="Call {official} in {city}")
    for number in range(3):
        world.forget(number)
    write(world, batch, [Accepted(sid())])
    assert world.callback(delivery.id, "delivered", message=delivery.provider_id) == 204
    assert world.callback(batch.messages[0].id, "delivered", message=sid()) == 204
    world.work()
    assert world.states() == {"delivered": 2, "skipped erased": 1}
    assert world.states(sent) == {"delivered": 1}
    assert {(each.supporter_id, each.text, each.provider_id) for each in world.deliveries()} == {(None, None, None)}
    assert world.sent == [world.phone(0)]


def test_join_and_a_stop_at_the_same_moment_leave_flag_and_ledger_as_one(world: Alerts) -> None:
    phone_cipher, said = world.bot.parts.phone_cipher, threading.Event()
    (id,) = world.supporters(1)
    person = phone_cipher.person_key(world.phone(0))

    def entry(act: Any) -> ledger.LedgerEntry:
        return ledger.LedgerEntry(programme="*", act=act, words="", channel="sms", source="keyword", at=world.clock())

    def join() -> None:
        with world.database.write() as connection:
            ledger.write_entries(connection, person, id, [])
            said.set()
            time.sleep(0.2)
            ledger.write_entries(connection, person, id, [entry("granted")])

    def stop() -> None:
        said.wait()
        with world.database.write() as connection:
            ledger.write_entries(connection, person, id, [entry("withdrawn")])
            time.sleep(0.4)

    with suppress(SQLAlchemyError):
        at_once(join, stop)
    with world.database.read() as connection:
        (flag,) = connection.execute(Supporter.__table__.select().with_only_columns(Supporter.stopped)).scalars()
        assert flag == ledger.find_statuses(connection, [person])[person].stopped


# --- Many who may not get one ----------------------------------------------------------------------------------------------


def test_who_is_skipped_takes_no_slot_of_a_slow_sender(world: Alerts) -> None:
    world.pace = 3.75
    many = world.supporters(600)
    world.broadcast(many)
    world.change(Subscription, {"programme": CAMPAIGN}, state="left")
    world.work(1.5)
    assert world.states() == {"skipped not subscribed": 600}
