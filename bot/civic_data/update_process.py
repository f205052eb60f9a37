"""`flask data update` in a process of its own, within a time: it takes minutes, and memory that nobody needs afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import structlog

log = structlog.get_logger()
ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = (sys.executable, "-m", "flask", "--app", "wsgi", "data", "update")
LIMIT = timedelta(hours=2)  # it takes some minutes; each of its dozen files may take five
LEASE = timedelta(hours=3)  # for so long no other process tries
SHOWN = 400  # characters of what it said


class DataUpdateFailed(Exception):
    """The tables are as they were; the log has the reason. `said`: what the command printed, "" where it was ended."""

    def __init__(self, said: str = "") -> None:
        super().__init__()
        self.said = said


def update_apart(command: Sequence[str] = COMMAND, *, limit: timedelta = LIMIT) -> str:
    """Run it and log how it ended; gives what it printed.

    Past the limit it is killed with all that it started; the tables stay as they are.

    Raises DataUpdateFailed then, and where it refused what it found, or failed.
    """
    working = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    try:
        said, _ = working.communicate(timeout=limit.total_seconds())
    except subprocess.TimeoutExpired:
        os.killpg(working.pid, signal.SIGKILL)
        working.communicate()
        log.error("data_update_timed_out", seconds=round(limit.total_seconds()))
        raise DataUpdateFailed from None
    if working.returncode:
        log.warning("data_update_failed", status=working.returncode, said=said[-SHOWN:])
        raise DataUpdateFailed(said)
    log.info("data_update_done", said=said[-SHOWN:])
    return said
