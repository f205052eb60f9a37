"""A browser without a screen at the console, and organizers of every role who are signed in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from bot.accounts import organizer_accounts, sessions
from bot.accounts.roles import Role
from bot.models import Organizer
from bot.simulation.phone import Phone
from tests.conftest import ONE_DATABASE, Bot, starting
from tests.databases import empty_database

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PASSWORD = "seven quiet herons"


class Visitor:
    """A browser at the console. `person`: the id of who is signed in, 0 for nobody."""

    def __init__(self, bot: Bot, agent: str = AGENT, address: str = "127.0.0.1") -> None:
        self.bot, self.person = bot, 0
        self.agent, self.address = agent, address
        self._client = bot.app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        """Load a page; `path` begins after /console."""
        return self._client.get(f"/console{path}", headers=self._headers(headers), environ_base=self._base())

    def post(self, path: str, fields: dict[str, object] | None = None, token: str | None = None) -> TestResponse:
        """Send a form with the token of an open page; `token`: another one, "" for none."""
        data = {"csrf_token": self.token() if token is None else token, **(fields or {})}
        return self._client.post(f"/console{path}", data=data, headers=self._headers({}), environ_base=self._base())

    def post_raw(self, path: str, **request: Any) -> TestResponse:
        """Send something else than a form; `request`: as a client of werkzeug takes it."""
        return self._client.post(f"/console{path}", headers=self._headers({}), environ_base=self._base(), **request)

    def token(self) -> str:
        """The token of forms of an open page."""
        for path in ("/me", "/sign-in", "/again"):
            found = TOKEN.search(self.get(path).get_data(as_text=True))
            if found:
                return found[1]
        raise AssertionError("no page has a form")

    def cookie(self, name: str = "patchline") -> str:
        """A cookie, of the session or another, as a thief would have it."""
        cookie = self._client.get_cookie(name, path="/console")
        assert cookie is not None
        return str(cookie.value)

    def take_cookie(self, value: str, name: str = "patchline") -> None:
        """Come by somebody's cookie."""
        self._client.set_cookie(name, value, path="/console")

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"User-Agent": self.agent, "Accept-Language": "en", **{k.replace("_", "-"): v for k, v in more.items()}}

    def _base(self) -> dict[str, str]:
        return {"REMOTE_ADDR": self.address}


def prove_phone(visitor: Visitor, phone: Phone) -> None:
    """Make a phone count as the visitor's own: it texts the code that the page of their account shows."""
    page = visitor.post("/me/phone", {"phone": phone.number}).get_data(as_text=True)
    found = re.search(r"VERIFY \d{6}", page)
    assert found, page
    phone.text(found[0])


def text_of(answer: TestResponse) -> str:
    """What an answer shows: without its tags, spaces drawn together."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


SignIn = Callable[..., Visitor]


@dataclass
class Organizers:
    """Enters organizers and signs them in."""

    bot: Bot

    def enter(self, role: Role, name: str = "", email: str = "", password: str = "") -> int:
        """Somebody of this role; gives their id."""
        parts = self.bot.parts
        with parts.database.write() as connection:
            id = organizer_accounts.add_person(
                connection, parts.phone_cipher, name=name or role.title(), role=role, email=email, now=self.bot.clock()
            )
            if password:
                organizer_accounts.set_password(connection, id, password, None)
        return id

    def link(self, id: int) -> str:
        """The path of a link that signs them in."""
        with self.bot.parts.database.write() as connection:
            return f"/link/{sessions.make_link(connection, id, self.bot.clock())}"

    def bound_to(self, campaign: str) -> Visitor:
        """An organizer who is entered for this campaign alone, signed in."""
        visitor = self.signed_in("organizer", "Bound")
        with self.bot.parts.database.write() as connection:
            connection.execute(update(Organizer).where(Organizer.id == visitor.person).values(campaign=campaign))
        return visitor

    def signed_in(self, role: Role, name: str = "") -> Visitor:
        """A browser in which somebody of this role is signed in."""
        visitor = Visitor(self.bot)
        visitor.person = self.enter(role, name)
        assert visitor.post(self.link(visitor.person)).status_code == 303
        return visitor


@pytest.fixture
def organizers(bot: Bot) -> Organizers:
    return Organizers(bot)


@pytest.fixture
def owner(organizers: Organizers) -> Visitor:
    """The owner's browser, signed in."""
    return organizers.signed_in("owner", "Ana")


@pytest.fixture(params=ONE_DATABASE)
def live(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot with a real account: its organizers need a second factor."""
    folder = tmp_path_factory.mktemp("live")
    with empty_database(request.param, folder) as url, starting(url, folder) as start:
        yield start(
            twilio_account_sid="AC" + "0" * 32,
            twilio_auth_token="not a real token",
            twilio_from="+12065550100",
            public_url="https://bot.example.org",
            secret_key="k" * 48,
            phone_key="A" * 86 + "==",
        )
