"""Sends texts and places calls through Twilio, many at once, on its asynchronous client."""

import asyncio
import base64
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Literal, Protocol
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, TCPConnector
from aiohttp.client_exceptions import ClientConnectorError
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.config import Settings
from bot.providers.protocol import CALLS, Accepted, BulkSender, OutboundMessage, ProviderRecord, SendError, StatusUpdate
from bot.providers.twilio.errors import CONNECT, send_error
from bot.providers.twilio.forms import CALL_IS_OVER, status_update

AT_ONCE = 200  # connections: with 80 ms to an answer they carry 2,500 texts a second
FOR_THE_LOG = 20  # connections besides: waiting for one is a part of the timeout
SECONDS = 10.0  # until an answer is there; what comes later counts as lost, and is looked for in the log
# Twilio repeats a callback that we answered with 503, or not at all: docs/deploy.md says the same of webhooks.
REPEATED = "#rc=3&rp=5xx,ct,rt"
# Their log keeps whole seconds, and their clock is not ours, whose machine may have been wrong by hours. A text too many is
# harmless: those that we know of already are left out (bot/outbox/reconcile.py).
CLOCKS_APART = timedelta(days=1)
A_PAGE, PAGES = 50, 4
RINGS_SECONDS = 30


class _Http(AsyncTwilioHttpClient):  # type: ignore[misc]
    """Twilio's client with a session of ours: its own has no timeout at all (it hands None to every request), no limit of
    connections that fits, and logs numbers and bodies."""

    def __init__(self, session: ClientSession) -> None:
        super().__init__(pool_connections=False)
        self.session = session

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: object = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        # The credentials are in the session's headers already. Redirects are not followed: the token goes nowhere else.
        # aiohttp makes a multipart writer of every form that it is given as a mapping. Twilio's client has set the type.
        body = urlencode(data, doseq=True).encode() if data else None
        async with self.session.request(
            method, url, params=params, data=body, headers=headers, allow_redirects=False
        ) as answer:
            return Response(answer.status, await answer.text(), answer.headers)


@asynccontextmanager
async def open_bulk_sender(settings: Settings) -> AsyncIterator[BulkSender]:
    """The bulk sender of a Twilio account, closed at the end."""
    sid, token = settings.twilio_account_sid, settings.twilio_auth_token.get_secret_value()
    login = base64.b64encode(f"{sid}:{token}".encode()).decode()
    async with ClientSession(
        headers={"Authorization": f"Basic {login}"},
        connector=TCPConnector(limit=AT_ONCE + FOR_THE_LOG),
        timeout=ClientTimeout(total=SECONDS, sock_connect=SECONDS / 2),
        trust_env=False,  # no proxy, and no password, from the environment
    ) as session:
        client = Client(sid, token, http_client=_Http(session))
        client.api.base_url = settings.twilio_api_url.rstrip("/")
        yield _BulkSender(client, settings.url)


class _BulkSender:
    def __init__(self, client: Client, url: str) -> None:
        self._messages, self._calls, self._url, self.at_once = client.messages, client.calls, url, AT_ONCE

    async def send(self, message: OutboundMessage) -> Accepted | SendError:
        if message.kind == "call":
            return await self._place(message)
        address = message.sender
        sender = {"messaging_service_sid": address} if address.startswith("MG") else {"from_": address}
        callback = f"{self._url}/twilio/deliveries/{message.id}/status?attempt={message.attempt}{REPEATED}"
        try:
            content = message.content
            pictures = {"media_url": list(content.media)} if content.media else {}
            sent = await self._messages.create_async(
                to=message.to, body=content.text, status_callback=callback, **sender, **pictures
            )
            return Accepted(str(sent.sid))
        except _TROUBLE as error:
            return _said(error)

    async def _place(self, call: OutboundMessage) -> Accepted | SendError:
        try:
            placed = await self._calls.create_async(
                to=call.to,
                from_=call.sender.removeprefix(CALLS),
                url=f"{self._url}/twilio/voice",
                status_callback=f"{self._url}/twilio/voice/status?delivery={call.id}&attempt={call.attempt}",
                status_callback_event=["completed"],
                timeout=RINGS_SECONDS,
            )
            return Accepted(str(placed.sid))
        except _TROUBLE as error:
            return _said(error)

    async def find(
        self, to: str, since: datetime, kind: Literal["text", "call"] = "text"
    ) -> Sequence[ProviderRecord] | SendError:
        since, found = since - CLOCKS_APART, list[ProviderRecord]()
        log, as_record = (self._messages, _provider_record) if kind == "text" else (self._calls, _record_of_call)
        try:
            page = await log.page_async(to=to, page_size=A_PAGE)
            for _ in range(PAGES):
                # Newest first. Not asked for by date: a text that is still in their queue has no date of sending.
                texts = list(page)
                found += [as_record(text) for text in texts if text.date_created >= since and text.direction == "outbound-api"]
                if not texts or texts[-1].date_created < since:
                    break
                page = await page.next_page_async()
                if page is None:
                    break
        except _TROUBLE as error:
            return _said(error)
        return found[::-1]


# ValueError: an answer that is no JSON. TypeError, KeyError: one that is some other JSON.
_TROUBLE = (TwilioException, ClientError, asyncio.TimeoutError, ValueError, TypeError, KeyError)


def _said(error: Exception) -> SendError:
    """What became of a request that failed. Whether a text left is not known after a timeout or a 5xx: there is no
    idempotency key."""
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return send_error(str(error.code or error.status), known=400 <= error.status < 500)
    # Nothing is sent before there is a connection; one that breaks later may have carried the text.
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return send_error(CONNECT, known=True)
    return send_error(type(error).__name__, known=False)


class _Logged(Protocol):
    """A text or a call of Twilio's log."""

    sid: str
    status: str
    date_created: datetime


class _LoggedText(_Logged, Protocol):
    body: str | None
    error_code: int | None


def _provider_record(text: _LoggedText) -> ProviderRecord:
    how = status_update(text.sid, text.status, str(text.error_code or "")) or StatusUpdate(provider_id=text.sid, status="sent")
    return ProviderRecord(body=text.body or "", at=text.date_created, update=how)


def _record_of_call(call: _Logged) -> ProviderRecord:
    # How it ended is told to the conversation by its own callback.
    return ProviderRecord(
        body="",
        at=call.date_created,
        update=StatusUpdate(provider_id=call.sid, status="delivered" if call.status in CALL_IS_OVER else "sent"),
    )
