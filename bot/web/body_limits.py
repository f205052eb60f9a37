"""How large the body of a request may be, by its head: what a server asks before it reads one."""

from typing import TYPE_CHECKING

from bot.web import alert_form, simulator, webhooks

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def body_limit(environ: "WSGIEnvironment") -> int:
    """The most bytes that are read of a body; 0 for a webhook whose head is that of none: it is refused unread."""
    path = environ["PATH_INFO"]
    if path.startswith(f"{webhooks.bp.url_prefix}/"):
        return 0 if webhooks.head_refusal(environ) else webhooks.MAX_BYTES
    return simulator.MAX_BYTES if path.startswith(f"{simulator.bp.url_prefix}/") else alert_form.MAX_BYTES
