"""The bot as it is, sending alerts in the same process."""

from bot import create_app
from bot.parts import KEY
from bot.workers import Workers
from bot.workers.chores import Chores
from tests.bench.apps import Wsgi, metered
from tests.bench.apps.bot import clock


def application() -> Wsgi:
    app = create_app(clock=clock)
    parts = app.extensions[KEY]
    workers = Workers(parts.database, clock, "", "bench", parts.worker.work, Chores(parts.database, {}, "bench"))
    workers.start()
    return metered(app)
