"""Work in a process of its own: it keeps a core busy for seconds, and memory that answers need."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import structlog

log = structlog.get_logger()
ROOT = Path(__file__).resolve().parent.parent.parent
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


class CommandFailed(Exception):
    """What was to be done is as it was, or further; the log of that process has the reason."""


def run_apart(*command: str, settings: Mapping[str, str]) -> None:
    """Run one of our commands, as "contacts", "work", "12". `settings`: of the environment, besides that of this process.

    It goes on where this process ends. Raises CommandFailed.
    """
    # Its output goes where ours does: such commands write log lines, and nothing of what they work on.
    status = subprocess.run(
        (*FLASK, *command), cwd=ROOT, env={**os.environ, **settings}, stdin=subprocess.DEVNULL, process_group=0, check=False
    ).returncode
    if status:
        log.warning("command_failed", command=" ".join(command), status=status)
        raise CommandFailed
