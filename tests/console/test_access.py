"""Who may open what: every route of the console, as everybody."""

import io
import re
from collections.abc import Mapping

import pytest

from bot.accounts.roles import ROLES, Role
from bot.runtime import CONSOLE
from bot.web.console.access import ROUTES
from bot.web.console.menu import MENU
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor

# Addresses with something in them, filled in: nobody and nothing has these.
FILLED: Mapping[str, str] = {"int": "999999", "string": "nothing", "path": "nothing", "default": "nothing"}


def console_of(bot: Bot) -> object:
    return bot.app.extensions[CONSOLE].console()


def addresses(bot: Bot) -> list[tuple[str, str, str]]:
    """Every route: its name, its method, an address of it."""
    rules = bot.app.extensions[CONSOLE].console().url_map.iter_rules()
    return sorted(
        (
            rule.endpoint,
            method,
            re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: FILLED[found[1] or "default"], rule.rule),
        )
        for rule in rules
        if rule.endpoint != "static"
        for method in rule.methods & {"GET", "POST"}
    )


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_every_route_has_its_row_and_every_row_its_route(bot: Bot) -> None:
    assert {endpoint for endpoint, _, _ in addresses(bot)} | {"static"} == set(ROUTES)


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_menu_names_pages_that_are_there(bot: Bot) -> None:
    assert {endpoint for endpoint, _ in MENU} <= set(ROUTES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_route_is_open_to_its_roles_alone(bot: Bot, organizers: Organizers, role: Role) -> None:
    visitor = organizers.signed_in(role)
    wrong = []
    for endpoint, method, path in addresses(bot):
        if endpoint == "sign_in.sign_out":
            continue
        token = visitor.token()
        answer = visitor.get(path) if method == "GET" else visitor.post(path, token=token)
        allowed = role in ROUTES[endpoint].roles or ROUTES[endpoint].signed_out
        if (answer.status_code == 403) == allowed and not ROUTES[endpoint].signed_out:
            wrong.append(f"{method} {path} as {role}: {answer.status_code}")
        if answer.status_code >= 500:
            wrong.append(f"{method} {path} as {role}: {answer.status_code}")
    assert not wrong


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_route_sends_who_is_not_signed_in_to_sign_in(bot: Bot) -> None:
    visitor = Visitor(bot)
    token = visitor.token()
    wrong = []
    for endpoint, method, path in addresses(bot):
        answer = visitor.get(path) if method == "GET" else visitor.post(path, token=token)
        sent_away = answer.status_code == 303 and "/console/sign-in" in answer.headers["Location"]
        if not ROUTES[endpoint].signed_out and not sent_away:
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert not wrong


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_forms_with_no_token_or_another_ones_change_nothing(bot: Bot, owner: Visitor, organizers: Organizers) -> None:
    other = organizers.signed_in("owner", "Bo").token()
    people = bot.count("organizers")
    wrong = []
    for _endpoint, method, path in addresses(bot):
        if method != "POST":
            continue
        for token in ("", "forged", other):
            answer = owner.post(path, {"name": "Eve", "role": "owner"}, token=token)
            if answer.status_code != 400:
                wrong.append(f"{path} with {token[:6]!r}: {answer.status_code}")
    assert not wrong and bot.count("organizers") == people


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_organizer_of_one_campaign_changes_no_other(bot: Bot, organizers: Organizers) -> None:
    bound, wrong = organizers.bound_to("trust-act"), []
    rules = list(bot.app.extensions[CONSOLE].console().url_map.iter_rules())
    changing = [(rule.endpoint, method) for rule in rules for method in rule.methods & {"GET", "POST"}]
    changing = [each for each in changing if ROUTES[each[0]].own_campaign]
    assert len(changing) > 10
    for endpoint, method in changing:
        path = next(rule.rule for rule in rules if rule.endpoint == endpoint)
        for campaign, allowed in (("sanctuary", False), ("trust-act", "<id>" in path)):
            filled = path.replace("<id>", campaign).replace("<int:number>", "1")
            answer = bound.get(filled) if method == "GET" else bound.post(filled)
            if (answer.status_code != 403) != allowed:
                wrong.append(f"{method} {filled}: {answer.status_code}")
    page = bound.get("/campaigns/sanctuary").get_data(as_text=True)
    assert not wrong and "/campaigns/sanctuary/edit" not in page and "/campaigns/sanctuary/end" not in page
    assert "/campaigns/new" not in bound.get("/campaigns").get_data(as_text=True)


class Unread(io.BytesIO):
    """A body that nobody should look at."""

    looked = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.looked = True
        return super().read(size)


@pytest.mark.parametrize("path", ["/supporters/import/upload", "/officials/lists/upload", "/people"])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_what_is_sent_by_who_is_not_signed_in_is_not_read(bot: Bot, path: str) -> None:
    body = Unread(b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nphone\r\n--x--\r\n')
    answer = Visitor(bot).post_raw(path, input_stream=body, content_type="multipart/form-data; boundary=x", content_length=75)
    assert answer.status_code == 303 and not body.looked


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_pages_are_sealed_against_scripts_frames_and_caches(bot: Bot, owner: Visitor) -> None:
    answer = owner.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_live_console_has_a_secure_cookie_and_hsts(live: Bot) -> None:
    organizers = Organizers(live)
    visitor = Visitor(live)
    answer = visitor.get("/sign-in")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-patchline=") and "Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert organizers.enter("owner") > 0
