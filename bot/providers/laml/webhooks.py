"""The webhooks of a company that speaks this, a plain WSGI application: verify, read, ask the bot, answer."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import structlog
from prometheus_client import Counter
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, abort
from werkzeug.formparser import FormDataParser
from werkzeug.routing import Map, Rule
from werkzeug.wsgi import get_input_stream

from bot.engine.exchange import Inbound, Render, Reply
from bot.providers.laml import forms, markup
from bot.providers.laml.dialect import Dialect, OwnAddresses
from bot.providers.laml.signature import Signature, signed_url
from bot.providers.protocol import FailedWebhook, ProviderRoutes, StatusUpdate, WebhookHandlers

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

View = Callable[..., "_Answer"]  # of a webhook, and of the numbers in its path

log = structlog.get_logger()
REFUSED = Counter("patchline_webhooks_refused", "webhooks refused", ["why"])

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
MAX_BYTES = 64 * 1024  # a webhook form has two or three thousand
SID = re.compile(r"[A-Za-z0-9-]{1,64}")
PARSER = FormDataParser(max_content_length=MAX_BYTES, max_form_memory_size=MAX_BYTES, max_form_parts=1000)


def head_refusal(environ: "WSGIEnvironment", signature_key: str) -> tuple[int, str] | None:
    """The status that refuses a webhook by its head, and why; None where its body has to be read to know. `signature_key`: the
    header that has to be there, as WSGI names it."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or len(length) > len(str(MAX_BYTES)) or int(length) > MAX_BYTES:
        return 413, "length"
    if not environ.get(signature_key):
        return 403, "signature"
    if _media_type(environ) not in (URLENCODED, MULTIPART):
        return 400, "type"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A webhook that was signed right."""

    path: str
    query: str
    form: Mapping[str, str]

    def form_with(self, id: str) -> Mapping[str, str]:
        """The form, which has the id that all webhooks of its kind have."""
        if not SID.fullmatch(self.form.get(id, "")):
            abort(400, f"{id} is missing, or no id: this is no webhook of its kind")
        return self.form

    def asked(self, name: str, otherwise: int) -> int:
        """A number in the query."""
        return MultiDict(parse_qsl(self.query)).get(name, otherwise, int)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What goes back. `kind`: the media type of a text."""

    text: str
    kind: str = "text/xml"
    status: str = "200 OK"
    more: tuple[tuple[str, str], ...] = ()


NOTED = _Answer("", "", "204 No Content")
UNAVAILABLE = _Answer("Please send it again.", "text/plain", "503 Service Unavailable", (("Retry-After", "5"),))


class SignedWebhooks:
    """Answers at the dialect's prefix. `public_url`: the address that the company was given, by which it signs. `own`: whose
    webhooks are answered. `map`: views by path."""

    def __init__(
        self, dialect: Dialect, signature: Signature, public_url: str, handlers: WebhookHandlers, own: OwnAddresses
    ) -> None:
        self._dialect, self._signature, self._url, self._handlers, self._own = dialect, signature, public_url, handlers, own
        self._signature_key = dialect.signature_key
        views: dict[str, View] = {
            "/sms": self.text,
            "/voice": self.call,
            "/voice/<int:turn>": self.call_step,
            "/voice/status": self.call_over,
            "/messages/<int:id>/status": self.text_status,
            "/deliveries/<int(signed=True):id>/status": self.delivery_status,
        }
        self.map = Map([Rule(dialect.prefix + path, endpoint=view, methods=["POST"]) for path, view in views.items()])
        self._routes = self.map.bind("")

    def routes(self) -> ProviderRoutes:
        """This, which answers nothing but what was signed right."""
        return ProviderRoutes(prefix=self._dialect.prefix, served_by=self, body_limit=self.body_limit)

    def body_limit(self, environ: "WSGIEnvironment") -> int:
        """The most bytes that are read of a webhook; 0 where its head is that of none."""
        return 0 if head_refusal(environ, self._signature_key) else MAX_BYTES

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        try:
            answer = self._answer(environ)
        except HTTPException as refusal:
            return refusal(environ, start_response)
        body = answer.text.encode()
        about = [("Content-Type", f"{answer.kind}; charset=utf-8"), ("Content-Length", str(len(body)))] if answer.kind else []
        start_response(answer.status, [*about, *answer.more])
        return [body]

    def _answer(self, environ: "WSGIEnvironment") -> _Answer:
        """The outermost loop: nothing of a fault reaches the phone but an apology.

        Raises HTTPException for what is no webhook.
        """
        path: str = environ.get("PATH_INFO", "")
        view: View
        view, numbers = self._routes.match(path, environ["REQUEST_METHOD"])
        webhook = Webhook(path=path, query=environ.get("QUERY_STRING", ""), form=self._verified_form(environ, path))
        try:
            return view(webhook, **numbers)
        except Exception as error:
            if isinstance(error, HTTPException):
                raise
            return self._apologise(error, webhook)

    def _verified_form(self, environ: "WSGIEnvironment", path: str) -> dict[str, str]:
        """Refuse what the company did not send: wrong or missing signature is 403, too much of a body 413, no form 400. So is
        what it sent for another account, or to a number that is not ours: 403."""
        if refusal := head_refusal(environ, self._signature_key):
            _refuse(path, *refusal)
        fields = _read_fields(environ)
        if not self._signature.fits(signed_url(self._url, environ), fields, environ[self._signature_key]):
            _refuse(path, 403, "signature")
        form = dict(reversed(fields))  # of several values under a name, the first
        if not path.endswith("/status") and (stranger := self._own.stranger(form)):
            _refuse(path, 403, stranger)
        return form

    def text(self, webhook: Webhook) -> _Answer:
        """A text came in."""
        form = webhook.form_with("MessageSid")
        # Two numbers of ours would answer each other for ever.
        inbound = None if form.get("From") in self._own.numbers else forms.read_text(form)
        return _Answer(markup.silence()) if inbound is None else self._turn(inbound, markup.text_reply)

    def call(self, webhook: Webhook) -> _Answer:
        """A call began: a caller dialled us, or a supporter picked up when we rang."""
        return self._turn(forms.read_call(webhook.form_with("CallSid"), None), self._call_reply)

    def call_step(self, webhook: Webhook, turn: int) -> _Answer:
        """The caller answered turn `turn`, or a patched call ended."""
        return self._turn(forms.read_call(webhook.form_with("CallSid"), turn), self._call_reply)

    def call_over(self, webhook: Webhook) -> _Answer:
        """A call is over: who stopped halfway hears of it in their thread."""
        form = webhook.form_with("CallSid")
        id, over = webhook.asked("delivery", 0), form.get("CallStatus") in forms.CALL_IS_OVER
        if id and over:
            self._handlers.delivery_updated(
                id, webhook.asked("attempt", 1), StatusUpdate(provider_id=form["CallSid"], status="delivered")
            )
        inbound = forms.read_call_end(form)
        if inbound is not None:
            self._turn(inbound, lambda reply: "")
        if over:
            self._handlers.call_over(form["CallSid"])
        return NOTED

    def text_status(self, webhook: Webhook, id: int) -> _Answer:
        """Text `id`, which the version before started, came further (bot/outbox/older_messages.py)."""
        return self._status(webhook, -id, 1)

    def delivery_status(self, webhook: Webhook, id: int) -> _Answer:
        """Text `id` came further; `attempt` in the address says which of it, where it was sent again."""
        return self._status(webhook, id, webhook.asked("attempt", 1))

    def _status(self, webhook: Webhook, id: int, attempt: int) -> _Answer:
        update = forms.read_status(webhook.form_with("MessageSid"), self._dialect.errors)
        if update is not None:
            self._handlers.delivery_updated(id, attempt, update)
        return NOTED

    def _turn(self, inbound: Inbound, render: Render) -> _Answer:
        return _Answer(self._handlers.take_turn(inbound, render))

    def _call_reply(self, reply: Reply) -> str:
        return markup.call_reply(reply, self._url, self._dialect)

    def _apologise(self, error: Exception, webhook: Webhook) -> _Answer:
        """A call is answered with an apology whatever went wrong. A text that is not kept is answered with 503: a company
        that repeats it is answered then, and the repeat counts once."""
        path, form = webhook.path, webhook.form
        failed = FailedWebhook(
            channel="status" if path.endswith("/status") else "sms" if path.endswith("/sms") else "voice",
            path=path,
            id=form.get("MessageSid") or form.get("CallSid", ""),
            phone=form.get("From", ""),
            body=form.get("Body", ""),
            form=form,
        )
        reference = self._handlers.webhook_failed(error, failed)
        if failed.channel == "voice":
            return _Answer(markup.call_apology())
        return _Answer(markup.text_apology(reference)) if reference else UNAVAILABLE


def _read_fields(environ: "WSGIEnvironment") -> list[tuple[str, str]]:
    """The fields of the form, none where it cannot be read. Raises RequestEntityTooLarge."""
    if _media_type(environ) == MULTIPART:
        return list(PARSER.parse_from_environ(environ)[1].items(multi=True))
    length = environ.get("CONTENT_LENGTH")
    # A length was held against the limit before; without one, the server has to say that the body ends by itself.
    body = environ["wsgi.input"].read(int(length)) if length else get_input_stream(environ, max_content_length=MAX_BYTES).read()
    try:
        return parse_qsl(body.decode(), keep_blank_values=True)
    except ValueError:
        return []


def _media_type(environ: "WSGIEnvironment") -> str:
    kind: str = environ.get("CONTENT_TYPE", "")
    return kind.partition(";")[0].strip().lower()


def _refuse(path: str, status: int, why: str) -> None:
    REFUSED.labels(why).inc()
    log.warning("webhook_refused", why=why, path=path)
    abort(status)
