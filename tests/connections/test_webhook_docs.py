"""What docs/webhooks.md says holds: its ten lines verify what arrives, its table has all kinds, its times are those."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.connections.posting_rows import RETRIES, TEST
from bot.notices.notice_kinds import BITS
from tests.carrier import running
from tests.conftest import ONE_DATABASE, ROOT, Bot
from tests.connections.receiving import LOOPBACK, enter, tool_listening, work

PAGE = (ROOT / "docs" / "webhooks.md").read_text()


@pytest.fixture(scope="module", params=ONE_DATABASE)
def bot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running(request.param, tmp_path_factory.mktemp("connected"), inner_networks=LOOPBACK) as bot:
        yield bot


def documented() -> Callable[[str, Mapping[str, str], str], bool]:
    """The function as the page has it."""
    found = re.search(r"<!-- verify.*?-->\n```python\n(.*?)```", PAGE, re.DOTALL)
    assert found
    assert len([line for line in found[1].splitlines() if line]) <= 10
    known: dict[str, Any] = {}
    exec(found[1], known)
    verify: Callable[[str, Mapping[str, str], str], bool] = known["verify"]
    return verify


def test_ten_lines_of_the_page_verify_what_arrives(bot: Bot) -> None:
    verify = documented()
    bot.clock.now = datetime.now(UTC)
    with tool_listening() as tool:
        _, secret = enter(bot, tool.address)
        phone = bot.phone()
        phone.text("SANCTUARY 98402")
        phone.text("JOIN")
        work(bot)
        came = tool.received[0]
    assert verify(secret, came.headers, came.body)
    assert not verify(secret, came.headers, came.body.replace("sanctuary", "another"))
    assert not verify("whsec_" + "A" * 44, came.headers, came.body)
    late = {**came.headers, "webhook-timestamp": str(int(came.headers["webhook-timestamp"]) - 400)}
    assert not verify(secret, late, came.body)


def test_table_has_every_kind() -> None:
    assert re.findall(r"^\| `([a-z_.]+)` \|", PAGE, re.MULTILINE) == [*BITS, TEST]


def test_times_are_those_of_the_code() -> None:
    told = "5 seconds, 30 seconds, 2, 10 and 30 minutes, 1, 2, 4 and 8 hours"
    assert told in " ".join(PAGE.split())
    minutes = [each / timedelta(minutes=1) for each in RETRIES]
    assert minutes == [5 / 60, 0.5, 2, 10, 30, 60, 120, 240, 480]
