"""Which requests are a provider's: how large their bodies may be, and that its webhooks are answered before Flask is asked."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask import Blueprint

from bot.providers.protocol import ProviderRoutes
from bot.web.api.mount import api_body_limit, is_api
from bot.web.console.mount import FORM_BYTES, UPLOAD_BYTES, is_console
from bot.web.public import page_forms

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def request_body_limit(routes: Sequence[ProviderRoutes], environ: "WSGIEnvironment") -> int:
    """The most bytes that are read of a body; 0 for a webhook whose head is that of none: it is refused unread."""
    path = environ["PATH_INFO"]
    for each in routes:
        if each.serves(path):
            return each.body_limit(environ)
    if is_console(path):
        return UPLOAD_BYTES if path.endswith("/upload") else FORM_BYTES
    if is_api(path):
        return api_body_limit(environ)
    return page_forms.MAX_BYTES


def provider_blueprints(routes: Sequence[ProviderRoutes]) -> Sequence[Blueprint]:
    """Those of a provider's routes that Flask serves."""
    return [each.served_by for each in routes if isinstance(each.served_by, Blueprint)]


class WebhooksFirst:
    """The application `app`, with a provider's own WSGI applications asked first for the paths that are theirs.

    A context, a session, a request and a response of Flask's took a fifth of a turn.
    """

    def __init__(self, app: "WSGIApplication", routes: Sequence[ProviderRoutes]) -> None:
        self._app = app
        self._webhooks = [(each, each.served_by) for each in routes if not isinstance(each.served_by, Blueprint)]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        path = environ.get("PATH_INFO", "")
        for each, webhooks in self._webhooks:
            if each.serves(path):
                return webhooks(environ, start_response)
        return self._app(environ, start_response)
