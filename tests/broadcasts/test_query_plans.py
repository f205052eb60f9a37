"""What the engine asks every second finds its rows by an index, also where the database knows nothing of its tables' sizes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.broadcasts import lifecycle
from bot.broadcasts.auto_pause import last_deliveries
from bot.broadcasts.sweep import is_work, sweep_broadcasts
from bot.models import Broadcast, Delivery
from tests.conftest import Bot
from tests.subscribers import NOON, People
from tests.test_statements import listening, plan_of

# By these a delivery is found among a million; by the one of all deliveries of a broadcast only where all are counted.
NARROW = (
    "ix_deliveries_queued",
    "ix_deliveries_due_at",
    "ix_deliveries_sent",
    "ix_deliveries_ended",
    "PRIMARY KEY",
    "deliveries_pkey",
)


@pytest.mark.parametrize("part", ["audience", "except"])
@pytest.mark.parametrize("key", ["alert", "no_call_since"])
def test_audience_of_another_alert_is_counted_by_indexes(bot: Bot, part: str, key: str) -> None:
    """Its deliveries are a part of all there are, and so are the calls of those who got it."""
    if bot.parts.database.url.get_backend_name() != "sqlite":
        return  # PostgreSQL weighs by what it has counted
    draft = lifecycle.Draft(
        campaign="sanctuary", audience_filter={part: {key: [7]}}, texts={"en": "x"}, expires_at=NOON + timedelta(hours=2)
    )
    with bot.parts.database.read() as connection, listening() as ran:
        assert bot.parts.previewer.count(connection, draft, NOON).wanted == 0
    plans = [plan_of(bot, statement, parameters) for statement, parameters in ran]
    lines = [line for plan in plans for line in plan.splitlines()]
    asked = [line for line in lines if "deliveries" in line or "calls" in line or "call_sheet" in line]
    assert asked and not [line for line in asked if "SCAN" in line]
    assert all("broadcast_id=" in line for line in asked if "deliveries" in line)


@pytest.fixture
def waiting(bot: Bot) -> Bot:
    """A bot with broadcasts in every state, each with deliveries in every state."""
    people = People(bot)
    ids = [people.add(name) for name in ("Ana", "Ben", "Cy", "Di", "Eva")]
    states = ("queued", "waiting", "unknown", "sending", "delivered")
    with bot.parts.database.write() as connection:
        for at, state in enumerate(("sending", "paused", "cancelled", "done", "scheduled"), 1):
            draft = lifecycle.Draft(
                campaign="sanctuary", audience_filter={}, texts={"en": "x"}, expires_at=NOON + timedelta(hours=at - 2)
            )
            id = lifecycle.create_broadcast(connection, draft, NOON)
            connection.execute(Broadcast.__table__.update().where(Broadcast.id == id).values(state=state, starts_at=NOON))
            rows = [
                {"broadcast_id": id, "supporter_id": who, "state": its, "zone": "UTC", "due_at": NOON, "sent_at": NOON}
                for who, its in zip(ids, states, strict=True)
            ]
            connection.execute(insert(Delivery), rows)
    return bot


def sweeping(bot: Bot) -> None:
    sweep_broadcasts(bot.parts.database, NOON)


def looking(bot: Bot) -> None:
    is_work(bot.parts.database, NOON)


def pausing(bot: Bot) -> None:
    with bot.parts.database.read() as connection:
        last_deliveries(connection, control_row(connection), NOON)


def control_row(connection: Any) -> Any:
    return connection.execute(Broadcast.__table__.select()).first()


@pytest.mark.parametrize("ask", [sweeping, looking, pausing], ids=["the sweep", "the look", "auto-pause"])
def test_no_question_reads_all_copies(ask: Callable[[Bot], None], waiting: Bot) -> None:
    if waiting.parts.database.url.get_backend_name() != "sqlite":
        return  # PostgreSQL weighs by what it has counted, and of five rows it reads all
    with listening() as ran:
        ask(waiting)
    plans = [(statement, plan_of(waiting, statement, parameters)) for statement, parameters in ran]
    looks = [(said, line) for said, plan in plans for line in plan.splitlines() if "deliveries" in line]
    assert looks
    for said, line in looks:
        assert any(index in line for index in NARROW), f"{said}\n\n{line}"
