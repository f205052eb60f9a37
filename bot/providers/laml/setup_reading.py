"""Reads what an account has, and writes its webhooks: a handful of requests, all at once, within seconds."""

import asyncio
import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.logging_setup import describe_error
from bot.providers.laml.dialect import SetupSite

log = structlog.get_logger()

SECONDS = 6.0
MOST_BYTES = 500_000
NO_ANSWER = 0  # in place of a status

Value = str | int | float | bool | None | Sequence["Value"] | Mapping[str, "Value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupAnswer:
    """The HTTP status (NO_ANSWER: there was none) and the JSON object of an answer."""

    status: int
    body: Mapping[str, Value]

    @property
    def is_unseen(self) -> bool:
        """Does it say nothing of the account?"""
        return self.status == NO_ANSWER or self.status >= 500 or self.status == 429

    def text(self, key: str) -> str:
        """A text of it, "" where there is none."""
        value = self.body.get(key)
        return value if isinstance(value, str) else ""

    def rows(self, key: str) -> Sequence["SetupAnswer"]:
        """The objects of a list of it."""
        found = self.body.get(key)
        listed = found if isinstance(found, list) else []
        return [SetupAnswer(status=self.status, body=each) for each in listed if isinstance(each, dict)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFindings:
    """What there is. `number`: our number's resource, None where the account has none; `here`: our own address answers."""

    account: SetupAnswer
    numbers: SetupAnswer
    number: SetupAnswer | None
    here: bool


def webhooks_of(site: SetupSite) -> Mapping[str, str]:
    """What a number has to be set to, by the fields of its resource."""
    ours = f"{site.public_url}{site.dialect.prefix}"
    return {
        "sms_url": f"{ours}/sms{site.dialect.repeats}",
        "sms_method": "POST",
        "voice_url": f"{ours}/voice",
        "voice_method": "POST",
        "status_callback": f"{ours}/voice/status",
        "status_callback_method": "POST",
        **dict.fromkeys(site.unset, ""),
    }


async def look_at_account(api: "SetupApi") -> AccountFindings:
    """The account, its numbers, and our own address."""
    account, numbers, here = await asyncio.gather(api.get(f"{api.base}.json"), api.get(api.numbers), api.is_here())
    return AccountFindings(account=account, numbers=numbers, number=_ours(numbers, api.site.number), here=here)


def write_webhooks(site: SetupSite) -> bool:
    """Set the number's webhooks; False where that is refused, or nobody answers."""
    return asyncio.run(_write(site))


async def _write(site: SetupSite) -> bool:
    async with SetupApi(site) as api:
        number = _ours(await api.get(api.numbers), site.number)
        if number is None:
            return False
        fields = {_as_parameter(name): value for name, value in webhooks_of(site).items()}
        done = await api.post(f"{api.base}/IncomingPhoneNumbers/{quote(number.text('sid'), safe='')}.json", fields)
    return done.status in (200, 201)


def _ours(numbers: SetupAnswer, phone: str) -> SetupAnswer | None:
    return next((each for each in numbers.rows("incoming_phone_numbers") if each.text("phone_number") == phone), None)


def _as_parameter(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))


class SetupApi:
    """Requests with the account's credentials. Follows no redirect: the token goes nowhere else. `base`: of the account's own
    paths."""

    def __init__(self, site: SetupSite) -> None:
        self.site = site
        self.base = f"/{site.dialect.api_path}2010-04-01/Accounts/{quote(site.account.sid, safe='')}"
        self.numbers = f"{self.base}/IncomingPhoneNumbers.json?PhoneNumber={quote(site.number, safe='')}"

    async def __aenter__(self) -> "SetupApi":
        self._session = ClientSession(timeout=ClientTimeout(total=SECONDS), trust_env=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def get(self, path: str, host: str = "") -> SetupAnswer:
        """What is at this path; `host`: of another than the account's, as "https://messaging.example.com"."""
        return await self._ask("GET", path, host)

    async def post(self, path: str, fields: Mapping[str, str], host: str = "") -> SetupAnswer:
        """What is answered to these fields."""
        return await self._ask("POST", path, host, fields)

    async def is_here(self) -> bool:
        """Does the public address lead to a server that answers?"""
        try:
            async with self._session.get(f"{self.site.public_url}/healthz", allow_redirects=False) as answer:
                return answer.status == 200
        except (TimeoutError, ClientError, OSError, ValueError) as error:
            log.warning("setup_not_reached", what="public_url", **describe_error(error))
            return False

    async def _ask(self, method: str, path: str, host: str, fields: Mapping[str, str] | None = None) -> SetupAnswer:
        account = self.site.account
        login = base64.b64encode(f"{account.sid}:{account.token}".encode()).decode()
        headers, url = {"Authorization": f"Basic {login}"}, f"{host or account.url}{path}"
        try:
            async with self._session.request(method, url, data=fields, headers=headers, allow_redirects=False) as answer:
                if answer.status in (401, 403):  # says enough, in whatever form
                    return SetupAnswer(status=answer.status, body={})
                body = json.loads(await answer.content.read(MOST_BYTES))
                return SetupAnswer(status=answer.status, body=body if isinstance(body, dict) else {})
        except (TimeoutError, ClientError, OSError, ValueError) as error:
            log.warning("setup_not_reached", what="api", **describe_error(error))
            return SetupAnswer(status=NO_ANSWER, body={})
