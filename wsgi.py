"""The way in for every WSGI server and for `flask`: `application`; for granian's RSGI interface: `gateway`. Decides nothing."""

import gc
import multiprocessing
import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

if os.environ.get("FLASK_RUN_FROM_CLI") != "true" or "serve" in sys.argv:
    # Before anything counts: what the processes of a server count is summed in files of this folder.
    first = multiprocessing.parent_process()
    counts = Path(tempfile.gettempdir(), f"patchline-counts-{first.pid if first else os.getpid()}")
    for old in counts.parent.glob("patchline-counts-*"):
        if not Path("/proc", old.name.rpartition("-")[2]).exists() and Path("/proc/self").exists():
            shutil.rmtree(old, ignore_errors=True)
    counts.mkdir(mode=0o700, exist_ok=True)
    if counts.stat().st_uid == os.getuid():
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(counts))

# All that is loaded from here on stays: to look through it for garbage, time and again, takes a fifth of a start.
gc.disable()

from bot import create_app
from bot.cli.work_process import end_with_parent
from bot.config import SettingsError
from bot.officials import zip_info
from bot.officials.tables import DataError
from bot.runtime import CONSOLE, KEY
from bot.web.answer_headers import headers_of
from bot.web.gateway import Gateway
from bot.web.provider_routes import request_body_limit

THREADS = 4  # enough for texts and calls: docs/deploy.md

try:
    # A command needs few parts; `flask serve` and `flask worker` prepare all of them.
    serves = os.environ.get("FLASK_RUN_FROM_CLI") != "true"
    application = create_app(prepared=serves)
    if serves:
        parts = application.extensions[KEY]
        parts.files.keep(parts.clock())
        parts.outbox.start_soon()
        if not parts.settings.broker_url.get_secret_value():
            parts.workers.start_soon()
        parts.watch()
        os.register_at_fork(after_in_child=parts.watch)
        zip_info.load_zips()
        parts.intents.prepare()
except (SettingsError, DataError) as problem:
    # Mistakes of whoever sets this up: each message names the place and the mend, a traceback would bury it.
    sys.exit(f"Patchline cannot start:\n{problem}")
finally:
    gc.enable()


def gateway(threads: int = THREADS) -> Gateway:
    """The application for one process of granian's."""
    if multiprocessing.parent_process():
        end_with_parent()
    parts = application.extensions[KEY]
    parts.watch()
    if console := application.extensions.get(CONSOLE):
        console.warm_soon()
    limit = partial(request_body_limit, parts.routes)
    more = headers_of(parts.settings.url)
    return Gateway(application, threads=threads, body_limit=limit, end=parts.finish_work, headers=more)
