"""What a check finds wrong: a code with values. What it says, and the mend, stand in the catalogues under `flaws`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal, Protocol

from bot.locale.catalogues import SOURCE
from bot.locale.console_phrases import say
from bot.locale.phrases import language_name


class Finding(Protocol):
    """What is wrong somewhere. As text it is what the command line says, in English."""

    def said(self, language: str) -> str:
        """Where, what is wrong and the mend, in a language of the console."""


def said_in(found: str | Finding, language: str) -> str:
    """What was found, in a language of the console; words that stand in no catalogue as they are."""
    return found if isinstance(found, str) else found.said(language)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One of them. As text it is what the command line says, in English. A value may be words that have a translation."""

    code: str
    values: tuple[tuple[str, str | int | Finding], ...] = ()

    def __str__(self) -> str:
        return self.said(SOURCE)

    @property
    def what(self) -> str:
        """What is wrong, in English."""
        return self._part("what", SOURCE)

    @property
    def mend(self) -> str:
        """How it is mended, in English."""
        return self._part("mend", SOURCE)

    def said(self, language: str) -> str:
        """What is wrong and the mend, in a language of the console; some say all of it in one."""
        return "; ".join(filter(None, (self._part("what", language), self._part("mend", language))))

    def _part(self, part: str, language: str) -> str:
        values = {name: value if isinstance(value, int) else said_in(value, language) for name, value in self.values}
        return say(f"flaws.{self.code}.{part}", language, **values)


def flaw(code: str, /, **values: str | int | Finding) -> Flaw:
    """The flaw of a code, with what its sentences name."""
    return Flaw(code, tuple(values.items()))


@dataclass(frozen=True, slots=True)
class PlacedFlaw:
    """A flaw and the place that it is found at: "text.report.choices"."""

    place: str
    found: str | Finding

    def __str__(self) -> str:
        return self.said(SOURCE)

    def said(self, language: str) -> str:
        """Place, what is wrong and the mend, in a language of the console."""
        return f"{self.place}: {said_in(self.found, language)}"


def placed(place: str, code: str, /, **values: str | int | Finding) -> PlacedFlaw:
    """The flaw of a code at a place."""
    return PlacedFlaw(place, flaw(code, **values))


def joined(words: Sequence[str | Finding], by: Literal["and", "or", "comma", "semicolon"]) -> str | Finding:
    """Words in a row, at least one: "en and es", "Tacoma or Takoma"."""
    return reduce(lambda first, last: flaw(f"joined_{by}", first=first, last=last), words)


@dataclass(frozen=True, slots=True)
class LanguageName:
    """What a language is called, in whichever language it is said."""

    code: str

    def __str__(self) -> str:
        return self.said(SOURCE)

    def said(self, language: str) -> str:
        """Its name in another."""
        return language_name(self.code, language)
