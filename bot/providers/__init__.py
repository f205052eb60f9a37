"""Companies that carry texts and calls, and which of them this installation has. Their names appear only in here.

A provider is a package with a function make_provider(settings): docs/providers.md.
"""

from importlib import import_module

from bot.config import Settings
from bot.providers.protocol import Provider


def make_provider(settings: Settings) -> Provider:
    """The provider of this installation: what PROVIDER names, else Twilio where there are credentials, or the simulator."""
    package = settings.provider or ("bot.providers.twilio" if settings.live else "bot.providers.simulator")
    provider: Provider = import_module(package).make_provider(settings)
    return provider
