"""An organizer's browser at the console of the real web server, over HTTP with cookies; what it was answered is kept."""

import http.client
import io
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pyotp
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from bot.accounts import organizer_accounts, sessions
from bot.accounts.second_factor import new_factor_secret
from bot.runtime import CONSOLE_PATH
from tests.chaos.stage import PUBLIC, Stage
from tests.console.conftest import AGENT, TOKEN

PATIENCE = 20.0  # seconds for an answer
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A request and its answer. `asked`, `ended`: seconds of time.monotonic(); `status`: 0 for no answer at all; `leads`: the
    path that it sends the browser to."""

    method: str
    path: str
    asked: float
    ended: float
    status: int = 0
    leads: str = ""
    text: str = ""


@dataclass
class Browser:
    """`answers`: all of them, without their text."""

    stage: Stage
    answers: list[Answered] = field(default_factory=list)
    _cookies: dict[str, str] = field(default_factory=dict)
    _token: str = ""

    def get(self, path: str) -> Answered:
        """Load a page; `path` begins after /console."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, str] | None = None, file: tuple[str, str] | None = None) -> Answered:
        """Send a form of the page that was loaded last; `file`: the name and the text of a file in it."""
        form = {"csrf_token": self._token, **(fields or {})}
        if file is None:
            return self._ask("POST", path, urlencode(form).encode(), {"Content-Type": FORM})
        name, text = file
        upload = FileStorage(io.BytesIO(text.encode()), filename=name, content_type="text/csv")
        boundary, body = encode_multipart({**form, "file": upload})
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def sign_in(self, name: str) -> None:
        """As a new organizer of this name, by a link and the code of their second factor. Raises RuntimeError."""
        stage, secret = self.stage, new_factor_secret()
        with stage.database.write() as connection:
            id = organizer_accounts.add_person(connection, stage.phone_cipher, name=name, role="organizer", now=stage.now())
            organizer_accounts.set_second_factor(connection, stage.phone_cipher, id, secret, 0)
            link = sessions.make_link(connection, id, stage.now())
        self.get(f"/link/{link}")
        self.post(f"/link/{link}")
        self.get("/sign-in/code")
        self.post("/sign-in/code", {"code": pyotp.TOTP(secret).at(stage.now())})
        if (today := self.get("/")).status != 200:
            raise RuntimeError(f"{name} is not signed in: {today.status} {today.leads}")
        self.answers.clear()

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answered:
        asked, page = time.monotonic(), f"{CONSOLE_PATH}{path}"
        connection = http.client.HTTPConnection("127.0.0.1", self.stage.port, timeout=PATIENCE)
        try:
            connection.request(method, page, body, {**self._headers(page), **headers})
            response = connection.getresponse()
            text = response.read().decode()
            status, leads = response.status, urlsplit(response.headers.get("Location", "")).path
            self._keep_cookies(response)
        except (OSError, http.client.HTTPException):
            status, leads, text = 0, "", ""
        finally:
            connection.close()
        if found := TOKEN.search(text):
            self._token = found[1]
        answered = Answered(method=method, path=path, asked=asked, ended=time.monotonic(), status=status, leads=leads)
        self.answers.append(answered)
        return Answered(**{name: getattr(answered, name) for name in Answered.__slots__} | {"text": text})

    def _headers(self, page: str) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        known = {"Host": urlsplit(PUBLIC).netloc, "User-Agent": AGENT, "Accept-Language": "en", "Referer": f"{PUBLIC}{page}"}
        return known | ({"Cookie": cookies} if cookies else {})

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self._cookies.pop(name, None)
                if morsel.value:
                    self._cookies[name] = morsel.value
