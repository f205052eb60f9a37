"""The text of a broadcast as one recipient gets it. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


class Recipient(NamedTuple):
    """Whom a text is for; the four columns of a supporter that it depends on, as the table has them."""

    id: int
    language: str | None
    zip: str | None
    told: Mapping[str, str]
    exact: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Names:
    """What this installation is called, its number in E.164, and its public address."""

    organization: str
    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A recipient for whom a placeholder has no value, and no fallback is stated: they get no text."""

    placeholder: str


class Texts:
    """Renders one broadcast."""

    def __init__(self, broadcast: Any, campaign: Any, directory: Any, names: Names, today: date) -> None:
        self._texts = broadcast.texts

    def render(self, recipient: Recipient) -> str | Missing:
        first = next(iter(self._texts.values()))
        text = str(self._texts.get(recipient.language, first))
        return Missing("city") if "{city}" in text and not recipient.zip else text
