"""Twilio as a provider: its webhooks, and single texts and calls through its REST API."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from bot.config import Settings
from bot.engine.exchange import Inbound, Reply
from bot.providers.protocol import Accepted, BulkSender, ProviderContext, ProviderRoutes, SendError
from bot.providers.twilio import forms, markup
from bot.providers.twilio.blueprint import PREFIX, TwilioWebhooks
from bot.providers.twilio.errors import CONNECT, send_error
from bot.providers.twilio.signature import Signature

SECONDS = 10  # the client's own default is to wait for ever


class Twilio:
    """A Provider on a Twilio account."""

    def __init__(self, settings: Settings) -> None:
        token = settings.twilio_auth_token.get_secret_value()
        self._signature = Signature(token)
        # It logs whole requests, numbers and bodies included, at INFO.
        logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
        # No retries in the client: it could send a text twice.
        http = TwilioHttpClient(timeout=SECONDS, max_retries=0)
        if http.session is not None:
            http.session.trust_env = False  # a third of the CPU of a request goes into looking for proxies
        self._client = Client(settings.twilio_account_sid, token, http_client=http)
        self._client.api.base_url = settings.twilio_api_url.rstrip("/")
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

    def send_text(self, to: str, body: str, id: int) -> Accepted | SendError:
        service = self._settings.twilio_messaging_service_sid
        sender = {"messaging_service_sid": service} if service else {"from_": self._settings.number}
        callback = f"{self._settings.url}/twilio/messages/{id}/status"
        return _outcome(lambda: self._client.messages.create(to=to, body=body, status_callback=callback, **sender))

    def place_call(self, to: str) -> Accepted | SendError:
        url = self._settings.url
        return _outcome(
            lambda: self._client.calls.create(
                to=to,
                from_=self._settings.number,
                url=f"{url}/twilio/voice",
                status_callback=f"{url}/twilio/voice/status",
                status_callback_event=["completed"],
                timeout=30,
            )
        )

    def bulk_sender(self) -> AbstractAsyncContextManager[BulkSender]:
        # Here, because its library takes 14 MB, and a process that sends no alerts does without.
        from bot.providers.twilio.bulk_sender import open_bulk_sender

        return open_bulk_sender(self._settings)


def _outcome(request: Callable[[], Any]) -> Accepted | SendError:
    """What became of a request. Whether a text left is not known after a timeout or a 5xx: there is no idempotency key."""
    try:
        return Accepted(str(request().sid))
    except (TwilioRestException, TwilioServiceException) as error:
        return send_error(str(error.code or error.status), known=400 <= error.status < 500)
    except requests.ConnectionError as error:
        return send_error(CONNECT if _never_connected(error) else type(error).__name__, known=_never_connected(error))
    except (TwilioException, requests.RequestException, ValueError) as error:  # ValueError: an answer that is no JSON
        return send_error(type(error).__name__, known=False)


def _never_connected(error: requests.ConnectionError) -> bool:
    """Did it fail before anything was sent? A connection that breaks later may have carried the text."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, ConnectTimeoutError | NewConnectionError)
