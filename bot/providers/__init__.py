"""Companies that carry texts and calls, and which of them this installation has. Their names appear only in here.

A provider is a package with a function make_provider(settings): docs/providers.md.
"""

from importlib import import_module

from bot.config import SIMULATOR, Settings, SettingsError
from bot.providers.protocol import Provider


def choose_provider(settings: Settings) -> Provider:
    """The provider of this installation: what PROVIDER names, else Twilio where there are credentials, or the simulator.

    Raises SettingsError for a package that is not there, or is none of a provider's.
    """
    package = settings.provider or ("bot.providers.twilio" if settings.live else SIMULATOR)
    try:
        module = import_module(package)
    except ModuleNotFoundError as error:
        raise SettingsError(f"PROVIDER: there is no Python package {error.name}; install it, or leave PROVIDER empty") from None
    if not hasattr(module, "make_provider"):
        raise SettingsError(f"PROVIDER: {package} is no provider, as it has no make_provider(settings): docs/providers.md")
    provider: Provider = module.make_provider(settings)
    return provider
