"""The provider of an installation without an account: a phone in the browser, and one for tests, carry its texts and calls."""

from bot.config import Settings
from bot.providers.simulator.provider import Simulator

__all__ = ["Simulator", "make_provider"]


def make_provider(settings: Settings) -> Simulator:
    """The simulator, which reaches no real phone."""
    return Simulator(settings)
