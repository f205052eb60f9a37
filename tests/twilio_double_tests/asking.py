"""How the tests of the double ask it: as Twilio's clients do, or without a client. Holds no test."""

import asyncio
import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
import pytest
import requests
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.carrier import ACCOUNT, OURS, PUBLIC, TOKEN
from tests.twilio_double import Double

# Twilio's asynchronous client uses what the aiohttp beside it is about to drop.
OLD_AIOHTTP = [
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The 'auth' parameter is deprecated:DeprecationWarning"),
]

SOMEONE = "+12535550142"
OTHER = "+12535550143"
SERVICE = "MG" + "1" * 32
CALLBACK = f"{PUBLIC}/twilio/messages/1/status"
INBOUND = f"{PUBLIC}/twilio/sms"
QUICK = {"sent_after": 0.01, "ends_after": 0.01}

MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
CALLS = f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
WHOLE = {"To": SOMEONE, "From": OURS, "Body": "hello"}
CALL = {"To": SOMEONE, "From": OURS, "Url": f"{PUBLIC}/twilio/voice"}


@dataclass
class Told:
    """The bot's side: every webhook that came, with the time; each proved genuine by Twilio's library."""

    url: str = ""
    forms: list[dict[str, str]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    open: int = 0
    most_open: int = 0
    status: int = 204
    seconds: float = 0

    def statuses(self, sid: str = "") -> list[str]:
        return [form["MessageStatus"] for form in self.forms if not sid or form["MessageSid"] == sid]


@contextmanager
def another(double: Double, account: str = ACCOUNT, token: str = TOKEN) -> Iterator[Client]:
    http = TwilioHttpClient(timeout=5)
    client = Client(account, token, http_client=http)
    client.api.base_url = double.url
    yield client
    http.session.close()


class Timed(AsyncTwilioHttpClient):
    """Twilio's asynchronous client never uses the timeout it was made with, and switches off its session's."""

    async def request(self, *request: Any, timeout: float | None = None, **more: Any) -> Any:
        return await super().request(*request, timeout=timeout or self.timeout, **more)


async def by_async(double: Double, *creates: dict[str, Any], timeout: float = 1) -> list[Any]:
    """What Twilio's asynchronous client makes of these messages, all asked for at once: messages or exceptions."""
    async with Timed(timeout=timeout) as http:
        client = Client(ACCOUNT, TOKEN, http_client=http)
        client.api.base_url = double.url
        return await asyncio.gather(*(client.messages.create_async(**each) for each in creates), return_exceptions=True)


def text(to: str = SOMEONE, body: str = "hello", **more: Any) -> dict[str, Any]:
    return {"to": to, "body": body, "from_": OURS, **more}


def outcome(create: Callable[[], Any]) -> str:
    """One word for what a client learns."""
    try:
        create()
    except (TwilioRestException, TwilioServiceException) as error:
        return str(error.code)
    except TwilioException as error:  # of a list
        return str(json.loads(error.args[1].text)["code"])
    except ValueError:
        return "no JSON"
    except (requests.Timeout, TimeoutError):
        return "timeout"
    except (requests.RequestException, aiohttp.ClientError):
        return "broken"
    return "taken"


def raising(value: Any) -> Any:
    if isinstance(value, BaseException):
        raise value
    return value


def raw(double: Double, method: str, path: str, form: dict[str, Any] | None = None) -> tuple[int, Any, Any]:
    """Without a client: status, JSON, headers."""
    connection = http.client.HTTPConnection(urlsplit(double.url).netloc)
    try:
        secret = requests.auth._basic_auth_str(ACCOUNT, TOKEN)
        body = urlencode(form, doseq=True) if form is not None else None
        connection.request(method, path, body, {"Authorization": secret, "Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        return response.status, json.loads(response.read()), response.headers
    finally:
        connection.close()
