"""A little of `make fuzz`: hostile requests over every door, the same on every run."""

import pytest

from tests.conftest import DATABASES
from tests.fuzz.__main__ import fuzz


@pytest.mark.parametrize("kind", DATABASES)
def test_hostile_requests_meet_no_fault(kind: str) -> None:
    found = fuzz(kind, requests=1500, seed=7)
    assert found.faults == []
    assert found.requests == 1500 and len(found.routes) > 200
    assert {status.split()[0] for status in found.statuses if status.endswith("2xx")} == {"webhooks", "pages", "console", "API"}
