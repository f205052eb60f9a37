"""What an error of the provider's means: its code becomes a cause and an action, and rows of before know their cause too."""

from collections.abc import Iterator
from typing import get_args

import pytest

from bot.outbox.error_policies import ERROR_POLICIES
from bot.providers.laml.errors import ErrorMeanings, send_error
from bot.providers.protocol import ErrorAction, ErrorCause
from bot.providers.signalwire.errors import MEANINGS as SIGNALWIRE
from bot.providers.twilio.errors import MEANINGS as TWILIO
from bot.storage.database import Database

# Code, cause, action; may another text, another call to the same number be tried?
OF_TWILIO = [
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
    pytest.param("63038", "account", "pause_limit", True, True, id="as many in 24 hours as the account may"),
    pytest.param("30023", "account", "pause_limit", True, True, id="as many on a day as the brand may"),
    pytest.param("30027", "account", "pause_limit", True, True, id="as many on a day as one carrier takes"),
    pytest.param("30022", "account", "cool_down", True, True, id="more in a second than the campaign may"),
    pytest.param("30036", "account", "cool_down", True, True, id="too long in the queue"),
    pytest.param("30002", "account", "pause_all", True, True, id="suspended"),
    pytest.param("30035", "sender", "pause_broadcast", True, True, id="a number whose registration is not through"),
    pytest.param("30024", "sender", "retry_later", True, True, id="a carrier that does not know the sender yet"),
    pytest.param("30610", "recipient", "give_up", True, True, id="blocked by the account's own quiet hours"),
    pytest.param("30008", "unknown", "retry_if_asked", True, True, id="nobody knows why"),
    pytest.param("30410", "unknown", "hold", True, True, id="a way to the carrier that was lost"),
    pytest.param("connect", "unknown", "back_off", True, True, id="no connection"),
    pytest.param("99999", "unknown", "hold", True, True, id="a code that is not listed"),
]
OF_SIGNALWIRE = [
    pytest.param("401", "account", "pause_all", True, True, id="wrong credentials"),
    pytest.param("30002", "account", "pause_all", True, True, id="suspended"),
    pytest.param("4001", "account", "pause_all", True, True, id="no money"),
    pytest.param("429", "account", "back_off", True, True, id="too many requests"),
    pytest.param("21611", "account", "cool_down", True, True, id="their queue is full"),
    pytest.param("30022", "account", "cool_down", True, True, id="more than the campaign may send"),
    pytest.param("30027", "account", "pause_limit", True, True, id="more than it may send on a day"),
    pytest.param("21717", "sender", "pause_broadcast", True, True, id="a number of no campaign"),
    pytest.param("21601", "sender", "pause_broadcast", True, True, id="a number that takes no texts"),
    pytest.param("21217", "recipient", "give_up", False, False, id="no number"),
    pytest.param("21610", "recipient", "give_up", False, True, id="withdrawn"),
    pytest.param("30004", "recipient", "give_up", True, True, id="blocked or opted out"),
    pytest.param("30006", "recipient", "give_up", False, True, id="a landline"),
    pytest.param("30003", "recipient", "retry_later", True, True, id="a phone that is off"),
    pytest.param("30007", "content", "give_up", True, True, id="taken for spam"),
    pytest.param("21617", "content", "pause_broadcast", True, True, id="too long"),
    pytest.param("53603", "content", "pause_broadcast", True, True, id="a picture that cannot be worked with"),
    pytest.param("30001", "unknown", "retry_once", True, True, id="too long in the queue"),
    pytest.param("30008", "unknown", "retry_if_asked", True, True, id="nobody knows why"),
    pytest.param("21219", "account", "pause_broadcast", True, True, id="a trial"),
    pytest.param("connect", "unknown", "back_off", True, True, id="no connection"),
    pytest.param("30034", "unknown", "hold", True, True, id="a code that only the other has"),
]
CASES = [
    pytest.param(table, *case.values, id=f"{name}: {case.id}")
    for name, table, cases in (("twilio", TWILIO, OF_TWILIO), ("signalwire", SIGNALWIRE, OF_SIGNALWIRE))
    for case in cases
]
EACH_TABLE = pytest.mark.parametrize("table", [TWILIO, SIGNALWIRE], ids=["twilio", "signalwire"])


@pytest.mark.parametrize(("table", "code", "cause", "action", "sms_reachable", "voice_reachable"), CASES)
def test_provider_error_has_a_cause_and_an_action(
    table: ErrorMeanings, code: str, cause: str, action: str, sms_reachable: bool, voice_reachable: bool
) -> None:
    error = send_error(table, code, known=True)
    assert (error.cause, error.action) == (cause, action)
    assert (error.sms_reachable, error.voice_reachable) == (sms_reachable, voice_reachable)
    assert error.stopped is (code == "21610")


@EACH_TABLE
def test_provider_error_of_which_nobody_knows_whether_it_left_is_looked_up(table: ErrorMeanings) -> None:
    assert {send_error(table, code, known=False).action for code in (*table, "99999")} == {"reconcile"}


@EACH_TABLE
def test_provider_errors_cover_every_cause_and_action(table: ErrorMeanings) -> None:
    assert {meaning.cause for meaning in table.values()} == set(get_args(ErrorCause))
    actions = {send_error(table, code, known=True).action for code in (*table, "99999")}
    assert actions >= set(get_args(ErrorAction)) - {"reconcile", "retry_once"}


@EACH_TABLE
def test_provider_error_that_is_ours_leaves_nobody_out(table: ErrorMeanings) -> None:
    given_up = {
        code for code, meaning in table.items() if meaning.cause in ("account", "sender") and meaning.action == "give_up"
    }
    assert given_up <= {"30004"}, "blocked for one number; where that is many, the alert pauses"
    kept = {action for action, policy in ERROR_POLICIES.items() if policy.pauses or policy.cool_down}
    assert all(ERROR_POLICIES[action].attempts is None and ERROR_POLICIES[action].waits is not None for action in kept)


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
