"""Builds the console where it is first needed: a process that answers webhooks alone does not load it."""

from typing import TYPE_CHECKING

from bot.runtime import Parts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def build_console(built: Parts) -> "WSGIApplication":
    """The console of a running bot's parts."""
    from bot.web.console.app import create_console

    return create_console(built)
