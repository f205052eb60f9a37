"""The way in for every WSGI server and for `flask`: `application`; for granian's RSGI interface: `gateway`. Decides nothing."""

import os
import sys
from functools import partial

from bot import create_app
from bot.config import SettingsError
from bot.officials import zip_info
from bot.officials.tables import DataError
from bot.runtime import KEY
from bot.web.gateway import Gateway
from bot.web.provider_routes import request_body_limit

THREADS = 4  # enough for texts and calls: docs/deploy.md

try:
    application = create_app()
    if os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        # `flask serve` does all of it in the process that it starts from.
        parts = application.extensions[KEY]
        parts.files.keep(parts.clock())
        parts.outbox.start_soon()
        if not parts.settings.broker_url.get_secret_value():
            parts.workers.start_soon()
        parts.directories.watch()
        os.register_at_fork(after_in_child=parts.directories.watch)
        zip_info.load_zips()
        parts.intents.prepare()
except (SettingsError, DataError) as problem:
    # Mistakes of whoever sets this up: each message names the place and the mend, a traceback would bury it.
    sys.exit(f"Patchline cannot start:\n{problem}")


def gateway(threads: int = THREADS) -> Gateway:
    """The application for one process of granian's."""
    parts = application.extensions[KEY]
    parts.directories.watch()
    limit = partial(request_body_limit, parts.routes)
    return Gateway(application, threads=threads, body_limit=limit, end=parts.finish_work)
