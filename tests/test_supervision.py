"""A process of a server that dies is replaced, and answers go on; none stays behind when all of it dies."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import TOKEN
from tests.test_setup import Server, serving

WEB, WORK = 2, 1  # processes that answer, and the one that works beside them
AGAIN_SECONDS = 20.0  # patience with a busy machine, no promise


def children(pid: int) -> list[int]:
    """Its processes, the first made first."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")  # each lists those that it made
    return sorted(int(child) for thread in threads for child in thread.read_text().split())


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def wait_until(done: Callable[[], bool], server: Server | None = None) -> None:
    deadline = time.monotonic() + AGAIN_SECONDS
    while not done():
        assert time.monotonic() < deadline
        if server:
            assert server.get("/healthz") == (200, "ok\n")
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are found in /proc")
def test_process_that_dies_is_replaced_and_none_is_left_of_a_server_that_died(tmp_path: Path) -> None:
    with serving("--workers", str(WEB), "--threads", "2", instance=tmp_path, METRICS_TOKEN=TOKEN) as server:
        main = server.process.pid
        wait_until(lambda: len(children(main)) == WEB + WORK)
        work, web, _ = before = children(main)
        for victim in (web, work):
            os.kill(victim, signal.SIGKILL)
            wait_until(lambda victim=victim: not is_there(victim))
            time.sleep(0.5)  # what had reached it is lost with it, and its threads end after it
            wait_until(lambda victim=victim: victim not in children(main) and len(children(main)) == WEB + WORK, server)
        assert len(set(children(main)) - set(before)) == WORK + 1
        assert all(server.get("/readyz")[0] == 200 for _ in range(10))
        refused = [server.get("/twilio/sms", form=b"Body=hi")[0] for _ in range(20)]
        assert refused == [403] * 20
        for _ in range(4):  # whichever process answers
            assert 'patchline_webhooks_refused_total{why="signature"} 20.0' in server.get("/metrics", TOKEN)[1]
        last = children(main)
        server.process.kill()
        wait_until(lambda: not any(map(is_there, last)))
        assert "work_process_died" in server.process.communicate()[0]
