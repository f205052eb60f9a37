"""Sends alerts until it is killed: `python worker.py`."""

import time

from bot.parts import KEY
from bot.workers import Workers
from bot.workers.chores import Chores
from wsgi import application

parts = application.extensions[KEY]
broker = parts.settings.broker_url.get_secret_value()
chores = Chores(parts.database, {})
queue = f"alerts-{parts.numbers.installation}"
workers = Workers(parts.database, parts.clock, broker, queue, parts.worker.work, chores)
parts.worker.stopping = lambda: workers.stopping
workers.start()
while True:
    time.sleep(60)
