"""A passkey as the second factor, in a real browser with a made-up authenticator."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.accounts import organizer_accounts, sessions
from tests.browser.conftest import PATIENCE, served_in_process
from tests.conftest import ONE_DATABASE, Bot

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "ana@example.org", "seven quiet herons"


@pytest.fixture(params=ONE_DATABASE)
def served_bot(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Bot, str]]:
    """A bot that is reached by the name of this machine: browsers make no passkey for a number. And its address."""
    with served_in_process(request.param, tmp_path, "localhost") as served:
        yield served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = {**options, "isUserVerified": True, "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": made})
    yield page
    context.close()


def test_passkey_is_made_signs_in_and_is_taken_away(served_bot: tuple[Bot, str], page: Page) -> None:
    bot, address = served_bot
    with bot.parts.database.write() as connection:
        cipher, now = bot.parts.phone_cipher, bot.clock()
        id = organizer_accounts.add_person(connection, cipher, name="Ana", role="owner", email=EMAIL, now=now)
        organizer_accounts.set_password(connection, id, PASSWORD, None)
        link = sessions.make_link(connection, id, now)
    page.goto(f"{address}/console/link/{link}")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{address}/console/me")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("button", name="Take it away")).to_be_visible()
    page.evaluate("localStorage.setItem('draft alert new', 'words that were not sent')")
    page.get_by_role("button", name="Sign out", exact=True).click()

    page.get_by_label("E-mail or phone").fill(EMAIL)
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()

    page.goto(f"{address}/console/me")
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_role("button", name="Take it away")).to_have_count(0)
    with bot.parts.database.read() as connection:
        acts = connection.exec_driver_sql("SELECT act FROM audit_entries ORDER BY id").scalars().all()
    assert acts == ["signed_in", "second_factor_set", "signed_in", "second_factor_cleared"]
