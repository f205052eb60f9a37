"""SignalWire: what differs from others that speak as it does, its account, its error codes, and its set-up."""

from bot.config import Settings, require_settings
from bot.providers.protocol import Provider

NEEDED = ("signalwire_url", "signalwire_project", "signalwire_token", "signalwire_signing_key")


def make_provider(settings: Settings) -> Provider:
    """The project that the settings name. Raises SettingsError where one is missing."""
    require_settings(settings, NEEDED)
    from bot.providers.signalwire.account import SignalWire

    return SignalWire(settings)
