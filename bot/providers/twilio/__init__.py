"""Twilio: its webhooks, its markup, its signature, its error codes, and the requests that send through it."""

from bot.config import Settings
from bot.providers.protocol import Provider


def make_provider(settings: Settings) -> Provider:
    """The account that the settings name."""
    # Here, as the simulator speaks as Twilio does, but has no use for its client, which takes a second to load.
    from bot.providers.twilio.account import Twilio

    return Twilio(settings)
