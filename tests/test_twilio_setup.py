"""Setting up an account at Twilio: each step is looked at on a stand-in of its API, and the webhooks are set by a press."""

import json
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pyotp
import pytest

from bot.accounts import organizer_accounts
from bot.accounts.second_factor import matching_step, new_factor_secret
from bot.providers.protocol import RegistrationFacts, SetupGuide, SetupStep
from bot.providers.setup_words import words_of
from bot.providers.simulator.provider import SETUP_WORDS
from bot.providers.twilio.setup.steps import WORDS
from tests.carrier import ACCOUNT, LIVE, OURS, TOKEN, listening
from tests.conftest import ONE_DATABASE, Bot, Start, starting
from tests.console.conftest import Organizers, Visitor, text_of
from tests.databases import empty_database
from tests.twilio_double import Double, running

SERVICE = "MG" + "1" * 32
TOLL_FREE = "+18885550100"
BASE = f"/2010-04-01/Accounts/{ACCOUNT}"
NUMBER, SERVICES = f"{BASE}/IncomingPhoneNumbers/PN1.json", f"/v1/Services/{SERVICE}"
FACTS = RegistrationFacts(
    organization="Neighbors",
    privacy_url="https://bot.example.org/privacy",
    terms_url="https://bot.example.org/terms",
    samples=["Sample one"],
    how_they_join="By a keyword.",
)
Shelf = dict[str, Any]


def a_shelf(url: str) -> Shelf:
    """An account where everything is as it should be."""
    number = {
        "sid": "PN1",
        "phone_number": OURS,
        "capabilities": {"sms": True, "voice": True, "mms": True},
        "sms_url": f"{url}/twilio/sms#rc=3&rp=5xx,ct,rt",
        "voice_url": f"{url}/twilio/voice",
        "status_callback": f"{url}/twilio/voice/status",
        **dict.fromkeys(("sms_method", "voice_method", "status_callback_method"), "POST"),
        **dict.fromkeys(("sms_application_sid", "voice_application_sid", "trunk_sid"), ""),
    }
    return {
        f"{BASE}.json": {"sid": ACCOUNT, "status": "active", "type": "Full"},
        NUMBER: number,
        f"{BASE}/IncomingPhoneNumbers.json": {"list": ["incoming_phone_numbers", [NUMBER]]},
        SERVICES: {"sid": SERVICE, "use_inbound_webhook_on_number": True, "inbound_request_url": None},
        f"{SERVICES}/PhoneNumbers": {"list": ["phone_numbers", [NUMBER]]},
        f"{SERVICES}/Compliance/Usa2p": {"list": ["compliance", ["/a2p"]]},
        "/a2p": {"campaign_status": "VERIFIED"},
        "/v1/Tollfree/Verifications": {"list": ["verifications", ["/toll-free"]]},
        "/toll-free": {"status": "TWILIO_APPROVED"},
    }


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    with running() as process:
        yield process


@pytest.fixture(scope="module")
def public() -> Iterator[str]:
    """A public address that leads to somebody who is well."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as url:
        yield url


@pytest.fixture(params=ONE_DATABASE)
def start(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Start]:
    with empty_database(request.param, tmp_path) as url, starting(url, tmp_path) as make:
        yield make


def account(start: Start, double: Double, public: str, **settings: object) -> Bot:
    given = {"public_url": public, "twilio_api_url": double.url, "twilio_messaging_service_sid": SERVICE}
    return start(**{**LIVE, **given, **settings})


def look(bot: Bot, language: str = "en") -> Mapping[str, SetupStep]:
    provider = bot.parts.provider
    assert isinstance(provider, SetupGuide)
    return {step.name: step for step in provider.setup_steps(language, FACTS)}


def test_step_is_right_where_everything_is(start: Start, double: Double, public: str) -> None:
    bot = account(start, double, public)
    double.set_up(a_shelf(public))
    steps = look(bot)
    assert {name: step.state for name, step in steps.items()} == {
        **dict.fromkeys(("account", "address", "number", "service", "webhooks", "registration"), "ok"),
        "opt_out": "unknown",
    }
    assert not any(step.mend for step in steps.values() if step.state == "ok")


def without(*paths: str) -> Callable[[Shelf], None]:
    def change(shelf: Shelf) -> None:
        for path in paths:
            del shelf[path]

    return change


def changed(path: str, **fields: object) -> Callable[[Shelf], None]:
    return lambda shelf: shelf[path].update(fields)


def emptied(path: str) -> Callable[[Shelf], None]:
    return lambda shelf: shelf[path]["list"].__setitem__(1, [])


@pytest.mark.parametrize(
    ("change", "step", "state", "said"),
    [
        (changed(f"{BASE}.json", status="suspended"), "account", "wrong", "suspended"),
        (changed(f"{BASE}.json", type="Trial"), "account", "wrong", "trial"),
        (emptied(f"{BASE}/IncomingPhoneNumbers.json"), "number", "missing", "does not have this number"),
        (changed(NUMBER, capabilities={"sms": False, "voice": True}), "number", "wrong", "texts"),
        (changed(NUMBER, phone_number="+12065550199"), "number", "missing", "does not have this number"),
        (without(SERVICES), "service", "wrong", "no such service"),
        (emptied(f"{SERVICES}/PhoneNumbers"), "service", "wrong", "not among"),
        (changed(NUMBER, sms_url="", voice_url=""), "webhooks", "missing", "A message comes in"),
        (changed(NUMBER, sms_url="https://demo.example.org/reply"), "webhooks", "wrong", "A message comes in"),
        (changed(NUMBER, voice_method="GET"), "webhooks", "wrong", "its method"),
        (changed(NUMBER, trunk_sid="TK1"), "webhooks", "wrong", "a trunk"),
        (changed(SERVICES, use_inbound_webhook_on_number=False), "webhooks", "wrong", "the messaging service"),
        (emptied(f"{SERVICES}/Compliance/Usa2p"), "registration", "missing", "No A2P 10DLC campaign"),
        (changed("/a2p", campaign_status="IN_PROGRESS"), "registration", "waits", "IN_PROGRESS"),
        (changed("/a2p", campaign_status="FAILED"), "registration", "wrong", "FAILED"),
    ],
)
def test_step_says_what_is_wrong_and_what_to_do(
    change: Callable[[Shelf], None], step: str, state: str, said: str, start: Start, double: Double, public: str
) -> None:
    bot, shelf = account(start, double, public), a_shelf(public)
    change(shelf)
    double.set_up(shelf)
    found = look(bot)[step]
    assert (found.state, bool(found.mend)) == (state, True) and said in found.found


@pytest.mark.parametrize(
    ("settings", "step", "state", "said"),
    [
        ({"twilio_auth_token": "0" * 32}, "account", "wrong", "does not take these credentials"),
        ({"twilio_api_url": "http://127.0.0.1:9"}, "account", "unknown", "does not answer"),
        ({"public_url": "http://127.0.0.1:9"}, "address", "wrong", "does not answer from here"),
        ({"twilio_messaging_service_sid": ""}, "service", "missing", "None is set"),
        ({"twilio_messaging_service_sid": ""}, "registration", "missing", "belongs to a messaging service"),
    ],
)
def test_step_knows_the_settings(
    settings: dict[str, object], step: str, state: str, said: str, start: Start, double: Double, public: str
) -> None:
    bot = account(start, double, public, **settings)
    double.set_up(a_shelf(public))
    found = look(bot)[step]
    assert found.state == state and said in found.found


@pytest.mark.parametrize(("status", "state"), [("TWILIO_APPROVED", "ok"), ("IN_REVIEW", "waits"), ("TWILIO_REJECTED", "wrong")])
def test_toll_free_number_needs_a_verification_and_no_service(
    status: str, state: str, start: Start, double: Double, public: str
) -> None:
    bot = account(start, double, public, twilio_from=TOLL_FREE, twilio_messaging_service_sid="")
    shelf = a_shelf(public)
    shelf[NUMBER]["phone_number"] = TOLL_FREE
    shelf["/toll-free"]["status"] = status
    double.set_up(shelf)
    steps = look(bot)
    assert (steps["service"].state, steps["registration"].state) == ("ok", state)
    asked = [value for _, value in steps["registration"].facts]
    assert (FACTS.privacy_url in asked and FACTS.terms_url in asked) == (state != "ok")


def test_answer_that_is_no_json_is_taken_for_none(start: Start, double: Double, public: str) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>" * 10)

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as nonsense:
        steps = look(account(start, double, public, twilio_api_url=nonsense))
    assert {steps[name].state for name in ("account", "number", "service", "webhooks")} == {"unknown"}


@pytest.fixture
def live_owner(start: Start, double: Double, public: str) -> Visitor:
    """The owner of an account, signed in with both factors."""
    bot, secret = account(start, double, public), new_factor_secret()
    organizers = Organizers(bot)
    id = organizers.enter("owner", "Ana")
    code = pyotp.TOTP(secret)
    step = matching_step(secret, code.at(bot.clock.now), None, bot.clock.now)
    assert step is not None
    with bot.parts.database.write() as connection:
        organizer_accounts.set_second_factor(connection, bot.parts.phone_cipher, id, secret, step - 5)
    visitor = Visitor(bot)
    assert visitor.post(organizers.link(id)).status_code == 303
    assert visitor.post("/sign-in/code", {"code": code.at(bot.clock.now)}).status_code == 303
    return visitor


def test_webhooks_are_set_by_one_press_and_looked_at_again(live_owner: Visitor, double: Double, public: str) -> None:
    shelf = a_shelf(public)
    shelf[NUMBER] |= {"sms_url": "https://demo.example.org", "voice_url": "", "voice_application_sid": "AP1"}
    shelf[SERVICES]["use_inbound_webhook_on_number"] = False
    double.set_up(shelf)
    before = text_of(live_owner.get("/setup?check=yes"))
    assert "Set the webhooks" in before and "Not set to this installation" in before
    assert live_owner.post("/setup/press/webhooks").status_code == 303
    after = text_of(live_owner.get("/setup?check=yes"))
    assert "It is done at the provider" in after and "come to this installation" in after
    wanted = a_shelf(public)
    now = double.shelf()
    assert now[NUMBER] == wanted[NUMBER] and now[SERVICES]["use_inbound_webhook_on_number"] is True
    assert "set the webhooks" in text_of(live_owner.get("/audit"))


def test_page_shows_no_secret_and_what_it_does_not_know_is_no_button(live_owner: Visitor, double: Double, public: str) -> None:
    double.set_up(a_shelf(public))
    page = live_owner.get("/setup?check=yes").get_data(as_text=True)
    for secret in (TOKEN, ACCOUNT, SERVICE, str(LIVE["secret_key"]), str(LIVE["phone_key"])):
        assert secret not in page
    assert "TWILIO_AUTH_TOKEN" in page and "SPEND_CAP" in page
    live_owner.post("/setup/press/nonsense")
    assert "refused it" in text_of(live_owner.get("/setup"))


@pytest.mark.parametrize("folder", [WORDS, SETUP_WORDS], ids=["twilio", "simulator"])
def test_steps_have_the_same_words_in_every_language(folder: Path) -> None:
    from bot.locale.catalogues import read_phrases

    files = {path.stem: read_phrases(path) for path in folder.glob("*.yaml")}
    assert len(files) > 1
    assert len({json.dumps(sorted(each)) for each in files.values()}) == 1
    say = words_of(folder, "a language that is not there")
    assert say is words_of(folder, "en")
