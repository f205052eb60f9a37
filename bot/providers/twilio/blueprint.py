"""Twilio's webhooks: verify, read, ask the bot, answer."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Response, abort, request
from prometheus_client import Counter
from werkzeug.exceptions import HTTPException

from bot.engine.exchange import Inbound, Render, Reply
from bot.providers.protocol import FailedWebhook, ProviderRoutes, StatusUpdate, WebhookHandlers
from bot.providers.twilio import forms, markup
from bot.providers.twilio.signature import Signature, signed_url

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

log = structlog.get_logger()
REFUSED = Counter("patchline_webhooks_refused", "webhooks refused", ["why"])

PREFIX = "/twilio"
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
MAX_BYTES = 64 * 1024  # a webhook form has two or three thousand
SID = re.compile(r"[A-Za-z0-9]{1,64}")


def head_refusal(environ: "WSGIEnvironment") -> tuple[int, str] | None:
    """The status that refuses a webhook by its head, and why; None where its body has to be read to know."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        return 413, "length"
    if not environ.get("HTTP_X_TWILIO_SIGNATURE"):
        return 403, "signature"
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() not in FORMS:
        return 400, "type"
    return None


def webhook_body_limit(environ: "WSGIEnvironment") -> int:
    """The most bytes that are read of a webhook; 0 where its head is that of none."""
    return 0 if head_refusal(environ) else MAX_BYTES


class TwilioWebhooks:
    """The routes at PREFIX. `public_url`: the address that Twilio was given, by which it signs."""

    def __init__(self, signature: Signature, public_url: str, handlers: WebhookHandlers) -> None:
        self._signature, self._url, self._handlers = signature, public_url, handlers

    def routes(self) -> ProviderRoutes:
        """The blueprint, which answers nothing but what Twilio signed."""
        blueprint = Blueprint("webhooks", __name__, url_prefix=PREFIX)
        blueprint.before_request(self.verify)
        blueprint.register_error_handler(Exception, self.apologise)
        views: dict[str, Callable[..., Response]] = {
            "/sms": self.text,
            "/voice": self.call,
            "/voice/<int:turn>": self.call_step,
            "/voice/status": self.call_over,
            "/messages/<int:id>/status": self.text_status,
            "/deliveries/<int(signed=True):id>/status": self.delivery_status,
        }
        for rule, view in views.items():
            blueprint.add_url_rule(rule, view.__name__, view, methods=["POST"])
        return ProviderRoutes(blueprint=blueprint, body_limit=webhook_body_limit)

    def verify(self) -> None:
        """Refuse what Twilio did not send: wrong or missing signature is 403, too much of a body 413, no form 400."""
        if refusal := head_refusal(request.environ):
            status, why = refusal
            _refuse(status, why)
        request.max_content_length = MAX_BYTES
        form = request.form.to_dict(flat=False)
        if not self._signature.fits(signed_url(self._url, request.environ), form, request.headers.get("X-Twilio-Signature")):
            _refuse(403, "signature")

    def text(self) -> Response:
        """A text came in."""
        inbound = forms.read_text(_form("MessageSid"))
        return _xml(markup.silence()) if inbound is None else self._turn(inbound, markup.text_reply)

    def call(self) -> Response:
        """A call began: a caller dialled us, or a supporter picked up when we rang."""
        return self._turn(forms.read_call(_form("CallSid"), None), self._call_reply)

    def call_step(self, turn: int) -> Response:
        """The caller answered turn `turn`, or a patched call ended."""
        return self._turn(forms.read_call(_form("CallSid"), turn), self._call_reply)

    def call_over(self) -> Response:
        """A call is over: who stopped halfway hears of it in their thread."""
        form = _form("CallSid")
        id, attempt = request.args.get("delivery", 0, int), request.args.get("attempt", 1, int)
        if id and form.get("CallStatus") in forms.CALL_IS_OVER:
            self._handlers.delivery_updated(id, attempt, StatusUpdate(form["CallSid"], "delivered"))
        inbound = forms.read_call_end(form)
        if inbound is not None:
            self._turn(inbound, lambda reply: "")
        elif form.get("CallStatus") in forms.CALL_IS_OVER:
            self._handlers.withheld_call_over(form["CallSid"])
        return Response(status=204)

    def text_status(self, id: int) -> Response:
        """Text `id`, which the version before started, came further (bot/outbox/adopt.py)."""
        update = forms.read_status(_form("MessageSid"))
        if update is not None:
            self._handlers.delivery_updated(-id, 1, update)
        return Response(status=204)

    def delivery_status(self, id: int) -> Response:
        """Text `id` came further; `attempt` in the address says which of it, where it was sent again."""
        update, attempt = forms.read_status(_form("MessageSid")), request.args.get("attempt", 1, int)
        if update is not None:
            self._handlers.delivery_updated(id, attempt, update)
        return Response(status=204)

    def apologise(self, error: Exception) -> Response | HTTPException:
        """The outermost loop: nothing of a fault reaches the phone but an apology.

        A call is answered with one whatever went wrong. A text that is not kept is answered with 503: Twilio repeats that, and
        the repeat counts once.
        """
        if isinstance(error, HTTPException):
            return error
        failed = _failed_webhook()
        reference = self._handlers.webhook_failed(error, failed)
        if failed.channel == "voice":
            return _xml(markup.call_apology())
        return _xml(markup.text_apology(reference)) if reference else _unavailable()

    def _turn(self, inbound: Inbound, render: Render) -> Response:
        return _xml(self._handlers.take_turn(inbound, render))

    def _call_reply(self, reply: Reply) -> str:
        return markup.call_reply(reply, self._url)


def _refuse(status: int, why: str) -> None:
    REFUSED.labels(why).inc()
    log.warning("webhook_refused", why=why, path=request.path)
    abort(status)


def _form(id: str) -> dict[str, str]:
    form = request.form.to_dict()
    if not SID.fullmatch(form.get(id, "")):
        abort(400, f"{id} is missing, or no id of Twilio's: this is not its webhook")
    return form


def _failed_webhook() -> FailedWebhook:
    form, path = request.form.to_dict(), request.path
    return FailedWebhook(
        channel="status" if path.endswith("/status") else "sms" if path.endswith("/sms") else "voice",
        path=path,
        id=form.get("MessageSid") or form.get("CallSid", ""),
        sender=form.get("From", ""),
        body=form.get("Body", ""),
        form=form,
    )


def _xml(text: str) -> Response:
    return Response(text, mimetype="text/xml")


def _unavailable() -> Response:
    return Response("Please send it again.", status=503, mimetype="text/plain", headers={"Retry-After": "5"})
