"""The clock that machines share."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.clock import SharedClock
from bot.storage.database import Database
from tests.conftest import Bot


@pytest.mark.parametrize("wrong", [timedelta(), timedelta(minutes=-7), timedelta(hours=5)])
def test_a_machine_whose_clock_is_wrong_keeps_the_time_of_the_database(wrong: timedelta, bot: Bot) -> None:
    database = bot.parts.database
    clock = SharedClock(database, lambda: datetime.now(UTC) + wrong)
    shared = database.url.get_backend_name() == "postgresql"
    apart = clock() - datetime.now(UTC)
    assert abs(apart - (timedelta() if shared else wrong)) < timedelta(seconds=2)


def test_a_database_that_is_away_leaves_the_machine_its_own_time() -> None:
    clock = SharedClock(Database("postgresql://127.0.0.1:9/nobody"))
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=5)
