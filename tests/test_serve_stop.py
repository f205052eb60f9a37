"""A server that is told to stop: what is on its way is told and written down, the rest is given back for whoever comes next."""

import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.broadcasts import lifecycle
from bot.models import Delivery
from bot.workers import WorkIntervals
from tests.chaos.stage import Stage, next_noon, stage
from tests.chaos.story import CAMPAIGN, TEXTS
from tests.conftest import EACH_DATABASE, ROOT
from tests.crowd import fill, open_zone
from tests.databases import empty_database

RECIPIENTS, PACE = 300, 30.0
LATENCY = 1.0  # so much later than the request comes the provider's answer
CALLER = "+12535550199"
STOP_SECONDS = 8.0  # then it is killed


def begin_alert(on: Stage, now: datetime) -> None:
    fill(on.database, on.phone_cipher, CAMPAIGN, RECIPIENTS, [open_zone(now)])
    with on.database.write() as connection:
        draft = lifecycle.Draft(campaign=CAMPAIGN, audience_filter={}, texts=TEXTS, expires_at=now + timedelta(hours=12))
        lifecycle.start_broadcast(connection, lifecycle.create_broadcast(connection, draft, now), now)


SIGNALS = """
import os, random, signal, threading, time
from bot.cli.stop_signals import STOP_SIGNALS, await_stop, open_stop_pipe

pipe = open_stop_pipe()
for signum in (*STOP_SIGNALS, signal.SIGALRM):
    signal.signal(signum, lambda *_: None)
for number in range(5000):
    signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-6, 6e-5))  # another signal, which stops nothing
    threading.Thread(target=os.kill, args=[os.getpid(), STOP_SIGNALS[number % 2]]).start()
    await_stop(pipe)
print("heard all")
"""


def test_signal_to_stop_is_heard_whatever_the_process_is_at() -> None:
    """A process that waited for an event slept on where the signal came just as it began to."""
    heard = subprocess.run([sys.executable, "-c", SIGNALS], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (heard.stdout, heard.stderr) == ("heard all\n", "")


@pytest.mark.parametrize("kind", EACH_DATABASE)
def test_server_told_to_stop_leaves_nothing_on_its_way(kind: str, tmp_path: Path) -> None:
    quick, now = WorkIntervals(look=0.5), datetime.now(UTC)
    ahead = (next_noon(now) - now).total_seconds()
    with (
        empty_database(kind, tmp_path) as database,
        stage(tmp_path, database, "", 0, PACE, 1.0, quick, ahead=ahead, latency=LATENCY) as on,
    ):
        on.start()
        server = on.web.process
        assert server is not None
        begin_alert(on, on.now())
        on.double.inbound(CALLER, f"{CAMPAIGN} 98402")
        on.double.wait(lambda counts: counts["messages"] >= PACE, 60)
        on.double.inbound(CALLER, "CALL")
        began = time.monotonic()
        server.terminate()
        assert server.wait(20) == 0
        assert time.monotonic() - began < STOP_SECONDS
        with on.database.read() as connection:
            found = connection.execute(select(Delivery.kind, Delivery.broadcast_id, Delivery.state)).all()
        alert = Counter(row.state for row in found if row.broadcast_id is not None)
        assert set(alert) <= {"queued", "sent", "delivered"}, alert
        assert 0 < alert["sent"] + alert["delivered"] == len(list(on.double.export())) < RECIPIENTS
        assert [row.state for row in found if row.broadcast_id is None] == ["sent"] and len(on.double.calls()) == 1
