"""What an error of the provider's means: its code becomes a cause and an action, and rows of before know their cause too."""

from collections.abc import Iterator
from typing import get_args

import pytest

from bot.providers.protocol import ErrorAction, ErrorCause
from bot.providers.twilio.errors import MEANINGS, send_error
from bot.storage.database import Database

# Code, cause, action; may another text, another call to the same number be tried?
CASES = [
    pytest.param("20003", "account", "pause_all", True, True, id="wrong credentials"),
    pytest.param("401", "account", "pause_all", True, True, id="credentials, told by the status alone"),
    pytest.param("20429", "account", "back_off", True, True, id="too many requests"),
    pytest.param("30001", "account", "cool_down", True, True, id="their queue is full"),
    pytest.param("21606", "sender", "pause_broadcast", True, True, id="not our number"),
    pytest.param("30034", "sender", "pause_broadcast", True, True, id="a number that is not registered"),
    pytest.param("30004", "sender", "give_up", True, True, id="blocked"),
    pytest.param("21211", "recipient", "give_up", False, False, id="no number"),
    pytest.param("21610", "recipient", "give_up", False, True, id="withdrawn"),
    pytest.param("30006", "recipient", "give_up", False, True, id="a landline"),
    pytest.param("21217", "recipient", "give_up", True, False, id="a number that cannot be called"),
    pytest.param("30003", "recipient", "retry_later", True, True, id="a phone that is off"),
    pytest.param("30007", "content", "give_up", True, True, id="filtered"),
    pytest.param("21617", "content", "pause_broadcast", True, True, id="too long"),
    pytest.param("21620", "content", "pause_broadcast", True, True, id="the address of a picture is none"),
    pytest.param("21623", "content", "pause_broadcast", True, True, id="too many pictures"),
    pytest.param("11200", "content", "pause_broadcast", True, True, id="a picture that cannot be fetched"),
    pytest.param("12300", "content", "pause_broadcast", True, True, id="a picture that is none"),
    pytest.param("11751", "content", "pause_broadcast", True, True, id="a picture that is too large"),
    pytest.param("30019", "content", "give_up", True, True, id="too large for one carrier"),
    pytest.param("30008", "unknown", "retry_once", True, True, id="nobody knows why"),
    pytest.param("connect", "unknown", "back_off", True, True, id="no connection"),
    pytest.param("99999", "unknown", "give_up", True, True, id="a code that is not listed"),
]


@pytest.mark.parametrize(("code", "cause", "action", "sms_reachable", "voice_reachable"), CASES)
def test_provider_error_has_a_cause_and_an_action(
    code: str, cause: str, action: str, sms_reachable: bool, voice_reachable: bool
) -> None:
    error = send_error(code, known=True)
    assert (error.cause, error.action, error.sms_reachable, error.voice_reachable) == (
        cause,
        action,
        sms_reachable,
        voice_reachable,
    )
    assert error.stopped is (code == "21610")


def test_provider_error_of_which_nobody_knows_whether_it_left_is_looked_up() -> None:
    assert {send_error(code, known=False).action for code in (*MEANINGS, "99999")} == {"reconcile"}


def test_provider_errors_cover_every_cause_and_action() -> None:
    assert {meaning.cause for meaning in MEANINGS.values()} == set(get_args(ErrorCause))
    assert {meaning.action for meaning in MEANINGS.values()} == set(get_args(ErrorAction)) - {"reconcile"}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def test_provider_errors_of_an_older_version_get_their_cause(database: Database) -> None:
    """An alert that was under way when the version changed counts what was filtered before."""
    database.migrate()
    database.migrate_back("0010")
    found = [("failed", "30007"), ("failed", "30004"), ("failed", "30003"), ("delivered", None), ("waiting", "30034")]
    with database.write() as connection:
        for id, (state, error) in enumerate(found, 1):
            code = f"'{error}'" if error else "NULL"
            values = f"{id}, 1, {id}, '{state}', '', 1, 0, {code}"
            columns = "id, broadcast_id, supporter_id, state, zone, attempts, failures, error"
            connection.exec_driver_sql(f"INSERT INTO deliveries ({columns}) VALUES ({values})")
    database.migrate()
    with database.read() as connection:
        causes = connection.exec_driver_sql("SELECT error_cause FROM deliveries ORDER BY id").scalars().all()
    assert causes == ["content", "sender", None, None, None]
