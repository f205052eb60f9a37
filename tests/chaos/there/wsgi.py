"""The bot that chaos starts: as it is, on a clock that runs CHAOS_SPEED times as fast, so that leases are over sooner, or that
is CHAOS_AHEAD seconds ahead."""

import gc
import os
import time
from datetime import UTC, datetime
from functools import partial

gc.disable()  # as wsgi.py does

from bot import create_app
from bot.runtime import KEY
from bot.web.answer_headers import headers_of
from bot.web.gateway import Gateway
from bot.web.provider_routes import request_body_limit
from bot.workers import WorkIntervals

SPEED, BEGAN = float(os.environ["CHAOS_SPEED"]), float(os.environ["CHAOS_BEGAN"])
INTERVALS = WorkIntervals(look=float(os.environ["CHAOS_LOOK"]), shift=float(os.environ["CHAOS_SHIFT"]))
# An hour behind: however fast it runs, what the double's log has is not from before we sent it.
BEHIND = (3600.0 if SPEED != 1 else 0.0) - float(os.environ["CHAOS_AHEAD"])


def clock() -> datetime:
    return datetime.fromtimestamp(BEGAN - BEHIND + (time.time() - BEGAN) * SPEED, UTC)


application = create_app(clock=clock, intervals=INTERVALS)
# What is looked for every half a minute is so by this clock.
application.extensions[KEY].outbox.look_every /= SPEED
gc.enable()


def gateway(threads: int) -> Gateway:
    parts = application.extensions[KEY]
    limit = partial(request_body_limit, parts.routes)
    more = headers_of(parts.settings.url)
    return Gateway(application, threads=threads, body_limit=limit, end=parts.finish_work, headers=more)
