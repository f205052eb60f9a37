"""The bot as it is, on a day of its own."""

import os
import time
from datetime import UTC, datetime, timedelta

from bot import create_app
from bot.officials import zip_info
from bot.reading.wishes import prepare_reader
from bot.runtime import KEY
from tests.bench.apps import Wsgi, metered

# Always the same day: terms end, and then there is nobody to call in the shipped tables.
DAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
# One clock for all processes of a run: by another's, that is behind, the lease of a text is over before it begins.
BEGUN = float(os.environ.setdefault("BENCH_BEGUN", str(time.monotonic())))


def clock() -> datetime:
    """The time since the start of the bench, on that day."""
    return DAY + timedelta(seconds=time.monotonic() - BEGUN)


def application() -> Wsgi:
    app = create_app(clock=clock)
    zip_info.load_zips()  # as every server does when it starts
    prepare_reader()
    app.extensions[KEY].intents.prepare()
    return metered(app)
