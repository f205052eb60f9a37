"""How large the body of a request may be, by its head: what a server asks before it reads one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.providers.protocol import ProviderRoutes
from bot.web import alert_form

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def request_body_limit(routes: Sequence[ProviderRoutes], environ: "WSGIEnvironment") -> int:
    """The most bytes that are read of a body; 0 for a webhook whose head is that of none: it is refused unread."""
    path = environ["PATH_INFO"]
    for each in routes:
        if path.startswith(f"{each.blueprint.url_prefix}/"):
            return each.body_limit(environ)
    return alert_form.MAX_BYTES
