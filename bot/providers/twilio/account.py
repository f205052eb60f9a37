"""Twilio as a provider: its webhooks, and texts and calls through its REST API."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager

from bot.config import Settings
from bot.engine.exchange import Inbound, Reply
from bot.providers.protocol import BulkSender, ProviderContext, ProviderRoutes
from bot.providers.twilio import forms, markup
from bot.providers.twilio.signature import Signature
from bot.providers.twilio.webhooks import PREFIX, TwilioWebhooks


class Twilio:
    """A Provider on a Twilio account."""

    def __init__(self, settings: Settings) -> None:
        self._signature = Signature(settings.twilio_auth_token.get_secret_value())
        # It logs whole requests, numbers and bodies included, at INFO.
        logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
        self._settings = settings

    def routes(self, context: ProviderContext) -> Sequence[ProviderRoutes]:
        return (TwilioWebhooks(self._signature, self._settings.url, context.handlers).routes(),)

    def welcome(self, words: str) -> Sequence[str]:
        url, number = self._settings.url, self._settings.number
        return (
            f"Serving    {url} (no simulator, as this is a live Twilio account)",
            f"Text it    {words}, to {number}",
            f"Twilio     webhooks {url}{PREFIX}/sms and {url}{PREFIX}/voice; how: docs/deploy.md",
        )

    def read_text(self, form: Mapping[str, str]) -> Inbound | None:
        return forms.read_text(form)

    def render_text(self, reply: Reply) -> str:
        return markup.text_reply(reply)

    def bulk_sender(self) -> AbstractAsyncContextManager[BulkSender]:
        # Here, because its library takes 14 MB, and a process that sends nothing does without.
        from bot.providers.twilio.bulk_sender import open_bulk_sender

        return open_bulk_sender(self._settings)
