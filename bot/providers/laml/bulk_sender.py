"""Sends texts and places calls through such an API, many at once, on Twilio's asynchronous client."""

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

from bot.providers.laml.dialect import ApiAccount, Dialect
from bot.providers.laml.errors import CONNECT, ErrorMeanings, send_error
from bot.providers.laml.forms import CALL_IS_OVER, status_update
from bot.providers.protocol import CALLS, Accepted, BulkSender, OutboundMessage, ProviderRecord, SendError, StatusUpdate

AT_ONCE = 256  # connections: with 100 ms to an answer they carry 2,500 texts a second
FOR_THE_LOG = 20  # connections besides: waiting for one is a part of the timeout
SECONDS = 10.0  # until an answer is there; what comes later counts as lost, and is looked for in the log
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
async def open_bulk_sender(dialect: Dialect, account: ApiAccount, public_url: str) -> AsyncIterator[BulkSender]:
    """The bulk sender of an account, closed at the end. `public_url`: where callbacks come in."""
    async with open_client(dialect, account) as client:
        yield _BulkSender(client, dialect, public_url)


@asynccontextmanager
async def open_client(dialect: Dialect, account: ApiAccount) -> AsyncIterator[Client]:
    """Twilio's client on an account of any of these companies."""
    login = base64.b64encode(f"{account.sid}:{account.token}".encode()).decode()
    async with ClientSession(
        headers={"Authorization": f"Basic {login}"},
        connector=TCPConnector(limit=AT_ONCE + FOR_THE_LOG),
        timeout=ClientTimeout(total=SECONDS, sock_connect=SECONDS / 2),
        trust_env=False,  # no proxy, and no password, from the environment
    ) as session:
        client = Client(account.sid, account.token, http_client=_Http(session))
        client.api.base_url = account.url
        client.api.v2010.version = f"{dialect.api_path}2010-04-01"
        yield client


class _BulkSender:
    def __init__(self, client: Client, dialect: Dialect, public_url: str) -> None:
        self._messages, self._calls, self.at_once = client.messages, client.calls, AT_ONCE
        self._errors, self._repeats, self._ours = dialect.errors, dialect.repeats, f"{public_url}{dialect.prefix}"

    async def send(self, message: OutboundMessage) -> Accepted | SendError:
        if message.kind == "call":
            return await self._place(message)
        address = message.sender
        sender = {"messaging_service_sid": address} if address.startswith("MG") else {"from_": address}
        callback = f"{self._ours}/deliveries/{message.id}/status?attempt={message.attempt}{self._repeats}"
        try:
            content = message.content
            pictures = {"media_url": list(content.media)} if content.media else {}
            sent = await self._messages.create_async(
                to=message.to, body=content.text, status_callback=callback, **sender, **pictures
            )
            return Accepted(str(sent.sid))
        except TROUBLE as error:
            return _said(self._errors, error)

    async def _place(self, call: OutboundMessage) -> Accepted | SendError:
        try:
            placed = await self._calls.create_async(
                to=call.to,
                from_=call.sender.removeprefix(CALLS),
                url=f"{self._ours}/voice",
                status_callback=f"{self._ours}/voice/status?delivery={call.id}&attempt={call.attempt}",
                status_callback_event=["completed"],
                timeout=RINGS_SECONDS,
            )
            return Accepted(str(placed.sid))
        except TROUBLE as error:
            return _said(self._errors, error)

    async def find(
        self, to: str, since: datetime, kind: Literal["text", "call"] = "text"
    ) -> Sequence[ProviderRecord] | SendError:
        since, found = since - CLOCKS_APART, list[ProviderRecord]()
        log, as_record = (self._messages, self._record_of_text) if kind == "text" else (self._calls, _record_of_call)
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
        except TROUBLE as error:
            return _said(self._errors, error)
        return found[::-1]

    def _record_of_text(self, text: "_LoggedText") -> ProviderRecord:
        how = status_update(self._errors, text.sid, text.status, str(text.error_code or ""))
        return ProviderRecord(
            body=text.body or "", at=text.date_created, update=how or StatusUpdate(provider_id=text.sid, status="sent")
        )


# ValueError: an answer that is no JSON. TypeError, KeyError: one that is some other JSON.
TROUBLE = (TwilioException, ClientError, asyncio.TimeoutError, ValueError, TypeError, KeyError)


def _said(errors: ErrorMeanings, error: Exception) -> SendError:
    """What became of a request that failed. Whether a text left is not known after a timeout or a 5xx: there is no
    idempotency key."""
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return send_error(errors, str(error.code or error.status), known=400 <= error.status < 500)
    # Nothing is sent before there is a connection; one that breaks later may have carried the text.
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return send_error(errors, CONNECT, known=True)
    return send_error(errors, type(error).__name__, known=False)


class _Logged(Protocol):
    """A text or a call of the log."""

    sid: str
    status: str
    date_created: datetime


class _LoggedText(_Logged, Protocol):
    body: str | None
    error_code: int | None


def _record_of_call(call: _Logged) -> ProviderRecord:
    # How it ended is told to the conversation by its own callback.
    return ProviderRecord(
        body="",
        at=call.date_created,
        update=StatusUpdate(provider_id=call.sid, status="delivered" if call.status in CALL_IS_OVER else "sent"),
    )
