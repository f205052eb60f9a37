"""Patchline: an SMS and voice bot for civic advocacy. Here the application is made; nothing below imports this."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.assembly.parts import Assembly
from bot.cli import register_commands
from bot.config import Settings
from bot.conversation.take_turn import Watch
from bot.logging_setup import set_up_logs
from bot.runtime import API, CONSOLE, KEY
from bot.storage.clock import Ticker
from bot.web import health, metrics, sheet_files
from bot.web.answer_headers import AnswerHeaders
from bot.web.api.build import build_api
from bot.web.api.mount import AT
from bot.web.callpower import routes
from bot.web.console.build import build_console
from bot.web.console.mount import ConsoleMount
from bot.web.lazy_mount import LazyMount
from bot.web.provider_routes import WebhooksFirst, provider_blueprints
from bot.web.public import pages
from bot.workers.jobs import WorkIntervals


def create_app(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
    ticker: Ticker | None = None,
    intervals: WorkIntervals | None = None,
    watch: Watch = lambda taken: None,
    prepared: bool = True,
) -> Flask:
    """The application, with all its parts made once and handed on; by default on the clock that all machines share.

    prepared: all parts are made now. Else each is when it is asked for: a command needs few of them.
    Raises SettingsError, which names place and mend. Files that people wrote stop nothing (written_files); tables that
    cannot be read stop whoever needs them.
    """
    settings = settings or Settings.load()
    set_up_logs()
    parts = Assembly(settings, clock, ticker or Ticker(), intervals or WorkIntervals(), watch)
    if prepared:
        parts.make_all()
    app = Flask(__name__.partition(".")[0], instance_path=str(settings.instance_dir.absolute()))
    served = app.wsgi_app
    if settings.console == "on":
        served = app.extensions[CONSOLE] = ConsoleMount(app.wsgi_app, partial(build_console, parts))
    if settings.api == "on":
        served = app.extensions[API] = LazyMount(served, partial(build_api, parts), AT)
    # Where a visitor is, and nothing else: signatures go by PUBLIC_URL.
    behind_proxies = ProxyFix(served, x_for=settings.proxies, x_proto=0) if settings.proxies else served
    app.wsgi_app = AnswerHeaders(WebhooksFirst(behind_proxies, parts.routes), settings.url)  # type: ignore[method-assign, assignment]
    app.extensions[KEY] = parts
    for blueprint in (*provider_blueprints(parts.routes), health.bp, metrics.bp, pages.bp, routes.bp, sheet_files.bp):
        app.register_blueprint(blueprint)
    register_commands(app)
    return app
