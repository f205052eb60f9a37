"""Set-up in the console: what is left, the simulator's one step, settings without their secrets."""

import pytest

from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor, text_of

pytestmark = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)


def test_page_says_what_is_left_and_leads_to_people_log_and_policies(owner: Visitor) -> None:
    found = owner.get("/setup")
    page, shown = found.get_data(as_text=True), text_of(found)
    assert "A real account and phone number" in shown and "to do" in shown
    for address in ('href="/console/people"', 'href="/console/audit"', 'href="/privacy"', 'href="/terms"'):
        assert address in page


def test_piece_of_the_page_looks_at_the_provider_once(owner: Visitor) -> None:
    assert 'data-from="/console/setup/steps"' in owner.get("/setup").get_data(as_text=True)
    piece = owner.get("/setup/steps", X_Fragment="0")
    assert "reaches no phones" in text_of(piece) and piece.headers["X-Done"]


def test_simulator_has_no_button(owner: Visitor) -> None:
    assert "<form" not in owner.get("/setup/steps").get_data(as_text=True)
    owner.post("/setup/press/phones")
    assert "refused it" in text_of(owner.get("/setup"))


def test_steps_are_in_the_language_of_the_page(owner: Visitor) -> None:
    assert "no llega a ningún teléfono" in text_of(owner.get("/setup?check=yes&lang=es"))


def test_settings_are_shown_with_their_names_and_no_key(bot: Bot, owner: Visitor) -> None:
    page = owner.get("/setup").get_data(as_text=True)
    shown = text_of(owner.get("/setup"))
    assert "ORGANIZATION" in shown and "SPEND_CAP" in shown and "PHONE_KEY" in shown and "restart" in shown
    for key in (bot.parts.settings.secret_key, bot.parts.settings.phone_key):
        assert key.get_secret_value() not in page
    assert bot.parts.settings.database_url not in page


def test_organizer_reads_and_does_not_press(organizers: Organizers) -> None:
    organizer = organizers.signed_in("organizer")
    assert organizer.get("/setup").status_code == 200
    assert organizer.post("/setup/press/webhooks").status_code == 403
