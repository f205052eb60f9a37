"""Sends alerts until it is killed: `python worker.py`."""

import secrets
import time
from datetime import timedelta

from bot.broadcasts.chores import Chores
from bot.broadcasts.claim import Terms
from bot.broadcasts.desk import Desk
from bot.broadcasts.preview import Limits
from bot.broadcasts.texts import Names
from bot.broadcasts.work import Worker
from bot.broadcasts.workers import Workers
from bot.parts import KEY
from wsgi import application, clock

parts = application.extensions[KEY]
settings = parts.settings
paces = {address: float(rate) for address, _, rate in (each.partition("=") for each in settings.senders.split())}
names = Names(settings.organization, settings.number, settings.url)
limits = Limits(
    sum(paces.values()), settings.segment_price, settings.spend_cap, settings.alerts_a_week, lambda zone, now: bool(zone)
)
desk = Desk(parts.database, parts.directories, parts.campaigns, names, limits)
terms = Terms(
    paces,
    settings.alerts_a_week,
    round(settings.segment_price * 1_000_000),
    round(settings.spend_cap * 1_000_000),
    limits.is_open,
    lambda broadcast: desk.texts(broadcast, clock()),
    parts.numbers,
)
stopping = lambda: workers.stopping  # noqa: E731
worker = Worker(
    parts.database, parts.provider, terms, clock, lambda id: desk.make_page(id, clock()), timedelta(seconds=60), stopping
)
broker = settings.broker_url.get_secret_value()
chores = Chores(parts.database, secrets.token_hex(4), {})
workers = Workers(parts.database, clock, broker, f"alerts-{parts.numbers.installation}", worker.work, chores)
workers.start()
print("working", flush=True)
while True:
    time.sleep(60)
