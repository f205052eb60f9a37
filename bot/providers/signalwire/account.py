"""SignalWire as a provider: its webhooks, and texts and calls through its compatible API."""

from collections.abc import Sequence

from bot.config import Settings
from bot.config.settings import SIGNALWIRE as SIGNALWIRE_PACKAGE
from bot.providers.laml.account import LamlProvider
from bot.providers.laml.dialect import ApiAccount, SetupSite
from bot.providers.protocol import RegistrationFacts, SetupStep
from bot.providers.signalwire.dialect import SIGNALWIRE


class SignalWire(LamlProvider):
    """A Provider on a SignalWire project, and a SetupGuide."""

    def __init__(self, settings: Settings) -> None:
        account = ApiAccount(
            url=settings.signalwire_url.rstrip("/"),
            sid=settings.signalwire_project,
            token=settings.signalwire_token.get_secret_value(),
        )
        number = settings.number_at(SIGNALWIRE_PACKAGE)
        site = SetupSite(dialect=SIGNALWIRE, account=account, public_url=settings.url, number=number)
        super().__init__(site, settings, key=settings.signalwire_signing_key.get_secret_value())

    def welcome(self, words: str) -> Sequence[str]:
        return self._welcome("SignalWire", words)

    def setup_steps(self, language: str, facts: RegistrationFacts) -> Sequence[SetupStep]:
        # Here, as only who sets up has a use for it.
        from bot.providers.signalwire.setup.steps import steps_of

        return steps_of(self._site, language, facts)
