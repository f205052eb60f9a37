"""Builds the API where it is first needed: a process that answers webhooks alone does not load it."""

from typing import TYPE_CHECKING

from bot.runtime import Parts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def build_api(built: Parts) -> "WSGIApplication":
    """The API of a running bot's parts."""
    from bot.web.api.app import create_api

    return create_api(built)
