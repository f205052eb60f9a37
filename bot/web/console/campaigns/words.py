"""Names of roles and languages as pages of campaigns show them, and what they say of a test."""

from bot.conversation.campaign_tests import DoneTest
from bot.locale import CATALOGUES, LANGUAGES
from bot.officials.roles import ROLES
from bot.web.console.times import minute_text
from bot.web.console.visit import role_name, t

# State of a delivery -> what the page says of a test; of all others that it is on its way.
ENDED = {"delivered": "arrived", "sent": "arrived", "failed": "failed", "skipped": "failed"}


def role_options() -> list[tuple[str, str]]:
    """All roles, for a choice."""
    return [(role, role_name(role)) for role in ROLES]


def language_options() -> list[tuple[str, str]]:
    """All languages, each by its own name."""
    return [(language, CATALOGUES[language].name) for language in LANGUAGES]


def own_name(language: str) -> str:
    """What a language calls itself."""
    return CATALOGUES[language].name if language in CATALOGUES else language


def test_said(test: DoneTest) -> str:
    """What was tested, by whom, when, and what became of it."""
    return t(
        f"campaigns.test.{test.kind}_{ENDED.get(test.state or '', 'on_its_way') if test.state else 'done'}",
        version=test.number,
        name=test.tested_by,
        when=minute_text(test.tested_at),
    )
