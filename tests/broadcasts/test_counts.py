"""The counters of alerts: those of their deliveries, whatever is done; mended where something else changed the rows."""

from sqlalchemy import update

from bot.broadcasts.count_check import check_counts
from bot.broadcasts.lifecycle import broadcast_status, cancel_broadcast, list_alerts
from bot.broadcasts.sweep import sweep_broadcasts
from bot.models import Delivery
from bot.outbox.delivery_counts import count_differences, mend_counts
from tests.alerts import Alerts
from tests.test_statements import listening


def test_counters_that_an_older_version_left_wrong_are_mended_once_a_day(world: Alerts) -> None:
    right, wrong = world.broadcast(world.supporters(3)), world.broadcast(world.supporters(2, first=3))
    with world.database.write() as connection:
        connection.execute(update(Delivery).where(Delivery.broadcast_id == wrong).values(state="failed", error="30003"))
    assert {difference.broadcast_id for _, difference in world.miscounted()} == {wrong}
    assert check_counts(world.database, world.clock()) == 1
    assert check_counts(world.database, world.clock()) == 0
    with world.database.read() as connection:
        found = broadcast_status(connection, wrong)
        other = broadcast_status(connection, right)
    assert found is not None and (found.states, found.reasons) == ({"failed": 2}, {"30003": 2})
    assert other is not None and other.states == {"queued": 3}


def test_counters_are_mended_by_what_they_were_wrong_by_whatever_happens_meanwhile(world: Alerts) -> None:
    id = world.broadcast(world.supporters(4))
    with world.database.write() as connection:
        wrong = update(Delivery).where(Delivery.broadcast_id == id, Delivery.id % 2 == 0)
        connection.execute(wrong.values(state="failed", error="30003"))
    with world.database.read() as connection:
        differences = count_differences(connection, id)
    with world.database.write() as connection:
        assert cancel_broadcast(connection, id, world.clock())
    sweep_broadcasts(world.database, world.clock())
    with world.database.read() as connection:
        found = broadcast_status(connection, id)
    assert found is not None and found.states["skipped"] == 2
    with world.database.write() as connection:
        mend_counts(connection, differences)
    assert world.miscounted() == []


def test_status_and_list_read_no_deliveries(world: Alerts) -> None:
    ids = [world.broadcast(world.supporters(2, first=2 * number)) for number in range(3)]
    with listening() as ran, world.database.read() as connection:
        assert [each.total for each in list_alerts(connection)] == [2, 2, 2]
        broadcast_status(connection, ids[0])
    assert len(ran) == 4
    assert not [statement for statement, _ in ran if "deliveries" in statement]
