"""The bot as it is, sending alerts in the same process."""

from bot import create_app
from bot.parts import KEY
from tests.bench.apps import Wsgi, metered
from tests.bench.apps.bot import clock


def application() -> Wsgi:
    app = create_app(clock=clock)
    app.extensions[KEY].workers.start()
    return metered(app)
