"""Twilio as a provider: its webhooks, and texts and calls through its REST API."""

from collections.abc import Mapping, Sequence

from bot.config import Settings
from bot.config.settings import TWILIO as TWILIO_PACKAGE
from bot.providers.laml.account import LamlProvider
from bot.providers.laml.dialect import ApiAccount, SetupSite
from bot.providers.protocol import LineKind, RegistrationFacts, SetupStep
from bot.providers.twilio.dialect import TWILIO


class Twilio(LamlProvider):
    """A Provider on a Twilio account, a SetupGuide and a LineLookup."""

    def __init__(self, settings: Settings) -> None:
        token = settings.twilio_auth_token.get_secret_value()
        account = ApiAccount(url=settings.twilio_api_url.rstrip("/"), sid=settings.twilio_account_sid, token=token)
        site = SetupSite(
            dialect=TWILIO,
            account=account,
            public_url=settings.url,
            number=settings.number_at(TWILIO_PACKAGE),
            unset=("sms_application_sid", "voice_application_sid", "trunk_sid"),
        )
        super().__init__(site, settings, key=token)

    def welcome(self, words: str) -> Sequence[str]:
        return self._welcome("Twilio", words)

    def look_up_lines(self, phones: Sequence[str]) -> Mapping[str, LineKind]:
        from bot.providers.twilio.line_lookup import look_up_lines

        return look_up_lines(self._site, phones)

    def setup_steps(self, language: str, facts: RegistrationFacts) -> Sequence[SetupStep]:
        # Here, as only who sets up has a use for it.
        from bot.providers.twilio.setup.reading import look
        from bot.providers.twilio.setup.steps import steps_of

        service = self._settings.twilio_messaging_service_sid
        return steps_of(self._site, service, look(self._site, service), language, facts)

    def press_step(self, name: str) -> bool:
        from bot.providers.twilio.setup.reading import hand_texts_on

        return super().press_step(name) and hand_texts_on(self._site, self._settings.twilio_messaging_service_sid)
