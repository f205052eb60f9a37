"""Companies that carry texts and calls, and which of them this installation has. Their names appear only in here.

A provider is a package with a function make_provider(settings): docs/providers.md.
"""

from importlib import import_module

from bot.config import Settings, SettingsError
from bot.providers.installed import Providers
from bot.providers.protocol import Provider


def choose_providers(settings: Settings) -> Providers:
    """The providers of this installation: what PROVIDER names, else Twilio where there are credentials, or the simulator; and
    those that SENDERS names besides.

    Raises SettingsError for a package that is not there, or is none of a provider's.
    """
    senders = settings.senders_by_provider
    return Providers({package: _provider_at(package, settings) for package in senders}, senders)


def _provider_at(package: str, settings: Settings) -> Provider:
    name = "PROVIDER" if package == settings.main_provider else "SENDERS"
    try:
        module = import_module(package)
    except ModuleNotFoundError as error:
        raise SettingsError(f"{name}: there is no Python package {error.name}; install it, or leave {name} empty") from None
    if not hasattr(module, "make_provider"):
        raise SettingsError(f"{name}: {package} is no provider, as it has no make_provider(settings): docs/providers.md")
    provider: Provider = module.make_provider(settings)
    return provider
