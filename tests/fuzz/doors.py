"""The ways in: webhooks, pages, the console, the API. Each makes requests to all of its routes, with whatever opens it."""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import parse_qsl, quote, urlencode

from flask import Flask
from werkzeug.routing import Rule

from bot.accounts.api_keys import SCOPES
from bot.providers.laml.webhooks import SignedWebhooks
from bot.providers.simulator.provider import Simulator
from bot.runtime import API, CONSOLE
from tests.api.conftest import V1, program_with
from tests.conftest import ROOT, Bot
from tests.console.conftest import Organizers, Visitor
from tests.fuzz.values import bend, fields, odd, tree

ARGUMENT = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>")
NAMED = re.compile(r'name="([^"{]+)"')
FORM = "application/x-www-form-urlencoded"
TYPES = (FORM, FORM, FORM, "multipart/form-data; boundary=x", "application/json", "text/plain", "", "text/html; charset=\ufffd")
# Who presses these is a stranger from the next request on, or waits for minutes of work that is asked for.
ENDS = ("sign_in.sign_out", "account.end_session", "demo.make", "people.end", "officials.update", "setup.check")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, as a client of werkzeug takes it. `door`, `route`: what the report calls it."""

    door: str
    route: str
    method: str
    path: str
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_given(self) -> dict[str, Any]:
        """The arguments."""
        return {"method": self.method, "data": self.data, "headers": dict(self.headers)}


def fill(rng: random.Random, rule: str) -> str:
    """An address of a route, its arguments filled with what may be one and what is none."""

    def argument(found: re.Match[str]) -> str:
        if found[1] == "int":
            return rng.choice(("0", "1", "2", "3", "7", str(2**31 - 1), str(2**31), str(2**63), str(2**70), "x", "-1"))
        known = ("sanctuary", "trust-act", "en", "es", "WA", "main", "text", "call", "1")
        return quote(rng.choice(known) if rng.random() < 0.6 else odd(rng)[:500], safe="", errors="replace")

    return ARGUMENT.sub(argument, rule)


class Door:
    """Routes of one kind, as (method, rule), and the names that forms of them have."""

    name = ""

    def __init__(self, rules: Sequence[tuple[str, str]], names: Sequence[str]) -> None:
        self.rules, self.names = rules, names

    def request(self, rng: random.Random) -> Request:
        """One to any of its routes."""
        method, rule = rng.choice(self.rules)
        if rng.random() < 0.03:
            method = rng.choice(("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"))
        query = urlencode(fields(rng, self.names, 5), errors="replace") if rng.random() < 0.6 else ""
        data, headers = self.body(rng, rule) if method in ("POST", "PUT", "PATCH") else (b"", {})
        path = fill(rng, rule) + (f"?{query}" if query else "")
        given = {**self.headers(rng, path, data), **headers, **odd_headers(rng)}
        return Request(door=self.name, route=f"{method} {rule}", method=method, path=path, data=data, headers=given)

    def body(self, rng: random.Random, rule: str) -> tuple[bytes, dict[str, str]]:
        """What is posted, and how it is called."""
        return urlencode(fields(rng, self.names), errors="replace").encode(), {"Content-Type": rng.choice(TYPES)}

    def headers(self, rng: random.Random, path: str, data: bytes) -> dict[str, str]:
        """What opens the door."""
        return {}

    def look(self) -> None:
        """Are we still inside? Now and then, between requests."""


def odd_headers(rng: random.Random) -> dict[str, str]:
    """Headers as proxies, browsers and nobody send them."""
    if rng.random() < 0.7:
        return {}
    names = (
        "Origin",
        "Referer",
        "Accept-Language",
        "X-Forwarded-For",
        "User-Agent",
        "Accept",
        "Range",
        "If-None-Match",
        "Cookie",
    )
    value = odd(rng).encode("latin-1", "replace").decode("latin-1")
    return {rng.choice(names): re.sub(r"[\r\n\0]", " ", value)[:2000]}


class Webhooks(Door):
    """Signed forms, as a carrier that has lost its mind might send them, and some that are not signed."""

    name = "webhooks"
    FIELDS = (
        *("MessageSid", "CallSid", "From", "To", "Body", "NumMedia", "OptOutType", "MessageStatus", "ErrorCode", "AccountSid"),
        *("Direction", "CallStatus", "Digits", "FinishedOnKey", "SpeechResult", "Confidence", "DialCallStatus", "StirVerstat"),
        *("DialCallDuration", "CallDuration", "MediaUrl0", "FromZip", "MessagingServiceSid"),
    )

    def __init__(self, bot: Bot) -> None:
        served = [each.served_by for each in bot.parts.routes if isinstance(each.served_by, SignedWebhooks)]
        super().__init__([("POST", rule.rule) for each in served for rule in each.map.iter_rules()], self.FIELDS)
        self._provider = cast(Simulator, bot.parts.provider)

    def body(self, rng: random.Random, rule: str) -> tuple[bytes, dict[str, str]]:
        """Mostly a form with the ids that it has to have, of a few phones."""
        form = dict(fields(rng, self.names))
        if rng.random() < 0.9:
            form |= {"MessageSid": f"SM{rng.getrandbits(128):032x}", "CallSid": f"CA{rng.randrange(40):032x}"}
            form["From"] = f"+1253555{rng.randrange(60):04d}" if rng.random() < 0.9 else odd(rng)
            form.setdefault("Body", odd(rng))
        return urlencode(form, errors="replace").encode(), {"Content-Type": FORM if rng.random() < 0.95 else rng.choice(TYPES)}

    def headers(self, rng: random.Random, path: str, data: bytes) -> dict[str, str]:
        """The signature, right in most."""
        signed = self._provider.sign(path, parse_qsl(data.decode(), keep_blank_values=True))
        return {"X-Twilio-Signature": signed if signed and rng.random() < 0.95 else "bm8="}


class Pages(Door):
    """What everybody sees: campaigns' pages, forms, the simulator, CallPower's addresses."""

    name = "pages"

    def __init__(self, bot: Bot) -> None:
        rules = [(method, rule.rule) for rule in bot.app.url_map.iter_rules() for method in _methods(rule)]
        super().__init__(rules, _names_in("public"))


class Console(Door):
    """The console, with the owner signed in."""

    name = "console"

    def __init__(self, bot: Bot) -> None:
        mount = bot.app.extensions[CONSOLE].console()
        rules = [
            (method, f"/console{rule.rule}")
            for rule in mount.url_map.iter_rules()
            for method in _methods(rule)
            if rule.endpoint not in ENDS
        ]
        super().__init__(rules, _names_in("console"))
        self._bot = bot
        self._visitor = Visitor(bot)
        self.look()

    def look(self) -> None:
        """Sign in again, as somebody else, if the visit was ended."""
        if not self._visitor.person or self._visitor.get("/me").status_code != 200:
            self._visitor = Organizers(self._bot).signed_in("owner", "Fuzz")
        self._token = self._visitor.token()

    def body(self, rng: random.Random, rule: str) -> tuple[bytes, dict[str, str]]:
        """A form with the token of a page, in most."""
        form = fields(rng, self.names)
        if rng.random() < 0.95:
            form.insert(0, ("csrf_token", self._token))
        return urlencode(form, errors="replace").encode(), {"Content-Type": FORM if rng.random() < 0.95 else rng.choice(TYPES)}

    def headers(self, rng: random.Random, path: str, data: bytes) -> dict[str, str]:
        """The cookie."""
        return {"Cookie": f"patchline={self._visitor.cookie()}", "User-Agent": self._visitor.agent}


class Api(Door):
    """The API, with a key of every scope."""

    name = "API"

    def __init__(self, bot: Bot) -> None:
        mount = cast(Flask, bot.app.extensions[API].mounted())
        rules = [(method, f"{V1}{rule.rule}") for rule in mount.url_map.iter_rules() for method in _methods(rule)]
        described = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))
        super().__init__(rules, sorted(set(_properties(described))))
        self._examples = dict(_examples(described))
        self._key = program_with(bot, *SCOPES, name="Fuzz").secret

    def body(self, rng: random.Random, rule: str) -> tuple[bytes, dict[str, str]]:
        """JSON, whole in most: the example of the description, with one value that is another, or anything."""
        example = self._examples.get(ARGUMENT.sub("{}", rule))
        value = bend(rng, example, self.names) if example is not None and rng.random() < 0.6 else tree(rng, self.names)
        data = json.dumps(value).encode()
        if rng.random() < 0.1:
            data = data[: rng.randrange(len(data) + 1)]
        return data, {"Content-Type": "application/json" if rng.random() < 0.95 else rng.choice(TYPES)}

    def headers(self, rng: random.Random, path: str, data: bytes) -> dict[str, str]:
        """The key, and of most an idempotency key."""
        key = self._key if rng.random() < 0.95 else "none"
        return {"Authorization": f"Bearer {key}", "Idempotency-Key": f"fuzz-{rng.randrange(5000)}"}


def doors(bot: Bot) -> Sequence[Door]:
    """All of them."""
    return Webhooks(bot), Pages(bot), Console(bot), Api(bot)


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def _names_in(room: str) -> list[str]:
    """The names that forms of these templates have."""
    pages = (ROOT / "bot" / "web" / room).rglob("*.html")
    found = {name for page in pages for name in NAMED.findall(page.read_text(encoding="utf-8"))}
    return sorted(found | {"zip", "lang", "after", "ref"})


def _examples(described: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Rules without their arguments' names, with the example of what is posted there."""
    for path, operations in described["paths"].items():
        for operation in operations.values():
            for posted in operation.get("requestBody", {}).get("content", {}).values():
                if "example" in posted:
                    yield f"{V1}{re.sub(r'{[^}]*}', '{}', path)}", posted["example"]


def _properties(described: object) -> Iterator[str]:
    if isinstance(described, dict):
        for name, inner in described.items():
            if name == "properties" and isinstance(inner, dict):
                yield from inner
            yield from _properties(inner)
    elif isinstance(described, list):
        for each in described:
            yield from _properties(each)
