"""The providers of an installation together: whose a webhook is, whose a sender is, and the steps of set-up at each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.providers.protocol import (
    CALLS,
    LineLookup,
    Provider,
    ProviderContext,
    ProviderRoutes,
    RecordsEraser,
    RegistrationFacts,
    SetupGuide,
    SetupStep,
)


class Providers:
    """All of them. `by_name`: by their packages; the first is the main one, which carries conversations. `senders`: what alerts
    go out from, by whose they are; any other sender is the main one's."""

    def __init__(self, by_name: Mapping[str, Provider], senders: Mapping[str, Sequence[str]]) -> None:
        self.by_name = by_name
        self.main_name, *_ = by_name
        self._owners = {sender: name for name, addresses in senders.items() for sender in addresses}
        self._paths: list[tuple[ProviderRoutes, Provider]] = []

    @property
    def main(self) -> Provider:
        """The one that carries conversations."""
        return self.by_name[self.main_name]

    def name_of(self, sender: str) -> str:
        """Whose a sender is: of texts, or with CALLS before it of calls."""
        return self._owners.get(sender.removeprefix(CALLS), self.main_name)

    def routes(self, context: ProviderContext) -> Sequence[ProviderRoutes]:
        """What all of them answer over HTTP; only the main one is given the tools of a trial."""
        others = replace(context, trial=None)
        self._paths = [
            (route, provider)
            for name, provider in self.by_name.items()
            for route in provider.routes(context if name == self.main_name else others)
        ]
        return [route for route, _ in self._paths]

    def serving(self, path: str) -> Provider:
        """Whose webhook this path is; the main one's where it is nobody's any more."""
        return next((provider for route, provider in self._paths if route.serves(path)), self.main)

    @property
    def line_lookup(self) -> LineLookup | None:
        """Whom to ask what kind of line a number is: the main one if it can tell; None where none of them can."""
        return next((each for each in self.by_name.values() if isinstance(each, LineLookup)), None)

    @property
    def guides(self) -> Mapping[str, SetupGuide]:
        """Those that say what is left to do at their account, by name."""
        return {name: each for name, each in self.by_name.items() if isinstance(each, SetupGuide)}

    def erase_records(self, phone: str) -> bool:
        """Clear the logs of all that can of this number; False where something is left."""
        erasers = [each for each in self.by_name.values() if isinstance(each, RecordsEraser)]
        return all([each.erase_records(phone) for each in erasers])

    def setup_steps(self, language: str, facts: RegistrationFacts) -> Sequence[SetupStep]:
        """The steps at each, the main one's first. Names of others' have the provider's before them."""
        return [
            step if name == self.main_name else replace(step, name=f"{_short(name)}-{step.name}")
            for name, guide in self.guides.items()
            for step in guide.setup_steps(language, facts)
        ]

    def press_step(self, step: str) -> bool:
        """Do what the button of a step says; False where it was refused, or there is no such button."""
        for name, guide in self.guides.items():
            before = "" if name == self.main_name else f"{_short(name)}-"
            if step.startswith(before) and guide.press_step(step.removeprefix(before)):
                return True
        return False


def _short(name: str) -> str:
    return name.rpartition(".")[2]
