"""Twilio: what differs from others that speak as it does, its account, its error codes, and its set-up."""

from bot.config import Settings, require_settings
from bot.providers.protocol import Provider


def make_provider(settings: Settings) -> Provider:
    """The account that the settings name. Raises SettingsError where they name none."""
    require_settings(settings, ("twilio_account_sid", "twilio_auth_token"))
    # Here, as the simulator speaks as Twilio does, but has no use for its client, which takes a second to load.
    from bot.providers.twilio.account import Twilio

    return Twilio(settings)
