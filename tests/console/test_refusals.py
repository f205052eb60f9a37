"""What is refused stands in the log: which page, why, and whose account, without a word of what was sent."""

import json
from collections.abc import Callable, Mapping

import pyotp
import pytest

from tests.api.conftest import Program, program_with
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import PASSWORD, Organizers, Visitor

ANA, GUESS = "ana@example.org", "a guess of somebody"
pytestmark = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)


class Stage:
    """Ana, an owner with a password, in her browser, and a stranger in another one. `organizer`: her id."""

    def __init__(self, bot: Bot) -> None:
        self.bot, self.organizers = bot, Organizers(bot)
        self.organizer = self.organizers.enter("owner", "Ana", ANA, PASSWORD)
        self.ana, self.stranger = Visitor(bot), Visitor(bot, address="203.0.113.9")
        assert self.sign_in(self.ana, PASSWORD) == 303

    def sign_in(self, visitor: Visitor, password: str = GUESS, login: str = ANA) -> int:
        return visitor.post("/sign-in", {"login": login, "password": password}).status_code

    def give_factor(self) -> None:
        """Ana has an app from now on."""
        page = self.ana.get("/me/second-factor").get_data(as_text=True)
        secret = page.partition('<span class="code">')[2].partition("<")[0].replace(" ", "")
        code = pyotp.TOTP(secret).at(self.bot.clock.now)
        assert self.ana.post("/me/second-factor", {"code": code}).status_code == 200

    def wrong_codes(self, tries: int) -> None:
        """A stranger knows her password."""
        self.give_factor()
        assert self.sign_in(self.stranger, PASSWORD) == 303
        for _ in range(tries):
            self.stranger.post("/sign-in/code", {"code": "000000"})


Does = Callable[[Stage], object]
REFUSED: Mapping[str, tuple[Does, str, Mapping[str, object]]] = {
    "a wrong password": (lambda s: s.sign_in(s.stranger), "console_sign_in_refused", {"why": "wrong", "organizer": 1}),
    "a name of nobody": (
        lambda s: s.sign_in(s.stranger, login="eve@example.org"),
        "console_sign_in_refused",
        {"why": "wrong", "organizer": None},
    ),
    "too many passwords": (
        lambda s: [s.sign_in(s.stranger) for _ in range(11)],
        "console_sign_in_refused",
        {"why": "too_many", "organizer": 1},
    ),
    "a wrong code": (lambda s: s.wrong_codes(1), "console_code_refused", {"why": "wrong", "organizer": 1}),
    "too many codes": (lambda s: s.wrong_codes(11), "console_code_refused", {"why": "too_many", "organizer": 1}),
    "a link that is none": (lambda s: s.stranger.post("/link/none"), "console_link_refused", {"why": "gone"}),
    "a wrong proof": (
        lambda s: s.ana.post("/again", {"proof": GUESS}),
        "console_proof_refused",
        {"why": "wrong", "organizer": 1},
    ),
    "a wrong old password": (
        lambda s: s.ana.post("/me/password", {"old": GUESS, "new": "eight quiet herons"}),
        "console_proof_refused",
        {"why": "wrong", "organizer": 1},
    ),
    "a page of owners": (
        lambda s: s.organizers.signed_in("viewer").get("/people"),
        "console_page_refused",
        {"page": "people.show", "organizer": 2},
    ),
    "a form without its token": (
        lambda s: s.ana.post("/people", {"name": GUESS}, token="forged"),
        "console_form_refused",
        {"page": "people.add", "organizer": 1},
    ),
    "no key": (
        lambda s: Program(s.bot, GUESS).get("/campaigns"),
        "api_request_refused",
        {"why": "unauthorized", "operation": "list_campaigns", "key": None},
    ),
    "a key of another scope": (
        lambda s: program_with(s.bot, "officials").get("/campaigns"),
        "api_request_refused",
        {"why": "forbidden", "operation": "list_campaigns", "key": 1},
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusal_is_in_the_log_without_what_was_sent(case: str, bot: Bot, capfd: pytest.CaptureFixture[str]) -> None:
    does, event, fields = REFUSED[case]
    stage = Stage(bot)
    capfd.readouterr()
    does(stage)
    said = capfd.readouterr().err
    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    last = [each for each in found if each["event"] == event][-1]
    assert {name: value for name, value in last.items() if name not in ("event", "level", "timestamp")} == dict(fields)
    assert last["level"] == "warning"
    assert not any(word in said for word in (GUESS, PASSWORD, ANA, "203.0.113.9"))
