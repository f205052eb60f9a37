"""Companies that carry texts and calls, and which of them this installation has. Their names appear only in here."""

from bot.config import Settings
from bot.providers.protocol import Provider


def provider(settings: Settings) -> Provider:
    """The provider of this installation: Twilio with live credentials, else the simulator."""
    if settings.live:
        from bot.providers.twilio.account import Twilio

        return Twilio(settings)
    from bot.providers.simulator import Simulator

    return Simulator(settings)
