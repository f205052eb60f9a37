"""What the provider's log says of a delivery that may have left or not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.outbox.delivery_results import DeliveryUpdate
from bot.outbox.queue import LEASE
from bot.outbox.reconcile import SETTLING, Absent, LostRow, read_verdict
from bot.providers.laml.forms import status_update
from bot.providers.protocol import ProviderRecord
from bot.providers.twilio.errors import MEANINGS

LEASED = datetime(2026, 11, 23, 18, 0, 30, 700_000, tzinfo=UTC)
SETTLED = LEASED + LEASE + SETTLING


def lost(failures: int) -> LostRow:
    """A text on its way for the first time, or again."""
    return LostRow(
        id=1, kind="text", created_at=LEASED - timedelta(hours=1), supporter_id=1, attempts=failures + 1, failures=failures,
        leased_at=LEASED, text="Call now", media=None, broadcast_id=1, zone="", segments=1, phone=b"", campaign="sanctuary",
        provider=None,
    )  # fmt: skip


def logged(id: str, seconds: float, code: str = "", body: str = "Call now") -> ProviderRecord:
    """A text of their log, so many seconds after the lease; their log keeps whole ones."""
    at = (LEASED + timedelta(seconds=seconds)).replace(microsecond=0)
    update = status_update(MEANINGS, id, "undelivered" if code else "delivered", code)
    assert update is not None
    return ProviderRecord(body=body, at=at, update=update)


VERDICTS = [
    pytest.param(0, [], None, id="nothing is there"),
    pytest.param(0, [logged("SM1", 1)], "SM1", id="it arrived"),
    pytest.param(0, [logged("SM1", 1, "30005")], "SM1", id="it failed"),
    pytest.param(0, [logged("SM1", 1, body="Call them")], None, id="other words"),
    pytest.param(0, [logged("SM0", 1)], None, id="another delivery's"),
    pytest.param(1, [logged("SM1", -300, "30005")], None, id="that of before failed"),
    pytest.param(1, [logged("SM1", -300, "30005"), logged("SM2", 1)], "SM2", id="that of before failed, this one arrived"),
    pytest.param(1, [logged("SM1", 1, "30005")], "SM1", id="none was there before, and this one failed"),
    pytest.param(1, [logged("SM1", 0, "30005")], "SM1", id="it failed within the second of its lease"),
    pytest.param(2, [logged("SM1", -300)], "SM1", id="that of before arrived after all"),
]


@pytest.mark.parametrize(("failures", "log", "found"), VERDICTS)
def test_verdict_sends_nothing_again_that_left(failures: int, log: Sequence[ProviderRecord], found: str | None) -> None:
    verdict = read_verdict(lost(failures), log, {"SM0", None}, SETTLED, SETTLING)
    if found is None:
        assert isinstance(verdict, Absent)
    else:
        assert isinstance(verdict, DeliveryUpdate)
        assert verdict.update.provider_id == found


def test_verdict_waits_until_the_log_is_settled() -> None:
    assert read_verdict(lost(1), [], set(), SETTLED - timedelta(seconds=1), SETTLING) == SETTLED
