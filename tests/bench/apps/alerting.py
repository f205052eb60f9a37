"""The bot as it is, sending alerts in the same process."""

import logging

import structlog

from bot import create_app
from bot.officials import zip_info
from bot.runtime import KEY
from tests.bench.apps import Wsgi, metered
from tests.bench.apps.bot import clock


def application() -> Wsgi:
    app = create_app(clock=clock)
    zip_info.load_zips()  # as every server does when it starts
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))  # a line a batch hides the table
    app.extensions[KEY].workers.start()
    return metered(app)
