"""A provider that there is not, for test_other_provider.py: JSON for forms, a key for signatures, words for codes.

It touches no file of bot/: what it can do is what the boundary lets through. Holds no test.
"""

import hmac
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, Response, abort, jsonify, request

from bot.config import Settings
from bot.engine.commands import Listen, Say
from bot.engine.events import InputReceived, Started
from bot.engine.exchange import Connect, Inbound, Reply
from bot.providers.protocol import (
    Accepted,
    BulkSender,
    FailedWebhook,
    OutboundMessage,
    ProviderContext,
    ProviderRecord,
    ProviderRoutes,
    SendError,
    StatusUpdate,
    WebhookHandlers,
)
from bot.reading.incoming import IncomingText
from bot.telephony import join_texts

KEY = "a key that only tests know"
PREFIX = "/example"
# Its codes are words.
ERRORS = {
    "SPAM": SendError("SPAM", known=True, cause="content"),
    "NOBODY": SendError("NOBODY", known=True, cause="recipient", sms_reachable=False, voice_reachable=False),
    "UNPAID": SendError("UNPAID", known=True, cause="account", action="pause_all"),
}


def make_provider(settings: Settings) -> "ExampleProvider":
    """What the setting PROVIDER asks this package for."""
    return ExampleProvider()


@dataclass
class ExampleProvider:
    """Keeps what it was given to send. `refuses`: the code it answers the next requests with, "" for none."""

    messages: list[OutboundMessage] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    refuses: str = ""

    def routes(self, context: ProviderContext) -> Sequence[ProviderRoutes]:
        blueprint = _Webhooks(context.handlers, self).blueprint()
        return (ProviderRoutes(prefix=PREFIX, served_by=blueprint, body_limit=lambda environ: 10_000),)

    def welcome(self, words: str) -> Sequence[str]:
        return "An example.", f"Text it {words}", "It needs no setting up."

    def read_text(self, form: Mapping[str, str]) -> Inbound | None:
        return Inbound(key=form["id"], channel="sms", phone=form["from"], text=IncomingText(form["text"]))

    def render_text(self, reply: Reply) -> str:
        said = join_texts([command.text for command in reply.commands if isinstance(command, Say)])
        return "\n---\n".join(said)

    def render_call(self, reply: Reply) -> str:
        """A step of a call, a line for each thing to do."""
        lines = []
        for command in reply.commands:
            match command:
                case Say(text):
                    lines.append(f"say {text}")
                case Listen():
                    lines.append(f"listen {reply.turn}")
                case Connect(line):
                    lines.append(f"connect {line}")
        return "\n".join(lines)

    @asynccontextmanager
    async def bulk_sender(self) -> AsyncIterator[BulkSender]:
        yield _BulkSender(self)

    def _answer(self, id: str) -> Accepted | SendError:
        return ERRORS[self.refuses] if self.refuses else Accepted(id)


class _BulkSender:
    at_once = 10

    def __init__(self, provider: ExampleProvider) -> None:
        self._provider = provider

    async def send(self, message: OutboundMessage) -> Accepted | SendError:
        if message.kind == "call":
            self._provider.calls.append(message.to)
        else:
            self._provider.messages.append(message)
        return self._provider._answer(f"message-{message.id}")

    async def find(self, to: str, since: datetime, kind: str = "text") -> Sequence[ProviderRecord] | SendError:
        return ()


class _Webhooks:
    def __init__(self, handlers: WebhookHandlers, provider: ExampleProvider) -> None:
        self._handlers, self._provider = handlers, provider

    def blueprint(self) -> Blueprint:
        made = Blueprint("example_webhooks", __name__, url_prefix=PREFIX)
        made.before_request(self.verify)
        for rule, view in (
            ("/text", self.text),
            ("/call", self.call),
            ("/delivered/<int:id>/<int:attempt>", self.delivered),
        ):
            made.add_url_rule(rule, view.__name__, view, methods=["POST"])
        return made

    def verify(self) -> None:
        if not hmac.compare_digest(request.headers.get("Example-Key", ""), KEY):
            abort(403)

    def text(self) -> Response:
        form = request.get_json()
        inbound = self._provider.read_text(form)
        assert inbound is not None
        try:
            return Response(self._handlers.take_turn(inbound, self._provider.render_text), mimetype="text/plain")
        except Exception as error:
            failed = FailedWebhook(
                channel="sms", path=request.path, id=form["id"], phone=form["from"], body=form["text"], form=form
            )
            reference = self._handlers.webhook_failed(error, failed)
            return Response(f"kept as {reference}", status=200 if reference else 503, mimetype="text/plain")

    def call(self) -> Response:
        form = request.get_json()
        turn = int(form.get("turn", 0))
        inbound = Inbound(
            key=f"{form['id']}:{turn}",
            channel="voice",
            phone=form["from"],
            call=form["id"],
            event=InputReceived(IncomingText(form["keys"])) if turn else Started("dialed"),
            turn=turn,
        )
        return Response(self._handlers.take_turn(inbound, self._provider.render_call), mimetype="text/plain")

    def delivered(self, id: int, attempt: int) -> Response:
        self._handlers.delivery_updated(id, attempt, self._update(f"message-{id}"))
        return jsonify("ok")

    def _update(self, provider_id: str) -> StatusUpdate:
        code = request.get_json()["code"]
        return (
            StatusUpdate(provider_id=provider_id, status="failed", error=ERRORS[code])
            if code
            else StatusUpdate(provider_id=provider_id, status="delivered")
        )
