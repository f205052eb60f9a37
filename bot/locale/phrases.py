"""Sentences out of the catalogues, filled in."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.locale.catalogues import CATALOGUES, LANGUAGES

if TYPE_CHECKING:
    from babel import Locale

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def phrase(key: str, language: str, /, **values: object) -> str:
    """The sentence of a key in a language, its {placeholders} filled in. Raises KeyError for a key or language there is not."""
    found = CATALOGUES[language].phrases[key]
    assert isinstance(found, str), f"{key} is counted: count_phrase()"
    return found.format_map(values) if values else found


def count_phrase(key: str, count: int, language: str, /, **values: object) -> str:
    """The sentence for so many: "1 person", "1,400 people"."""
    found = CATALOGUES[language].phrases[key]
    assert not isinstance(found, str), f"{key} is not counted: phrase()"
    category = plural_category(CATALOGUES[language].cldr, count)
    return found.get(category, found["other"]).format(count=f"{count:,}", **values)


def has_phrase(key: str) -> bool:
    """Is there such a sentence?"""
    return key in CATALOGUES[LANGUAGES[0]].phrases


def phrase_or(key: str, language: str, other: str) -> str:
    """The sentence of a key, or another text where no catalogue has it."""
    return phrase(key, language) if has_phrase(key) else other


def in_each(key: str, /, **values: object) -> Mapping[str, str]:
    """Language -> the sentence, in all languages."""
    return {language: phrase(key, language, **values) for language in LANGUAGES}


@lru_cache(maxsize=64)
def list_phrases(section: str, language: str) -> Mapping[str, str]:
    """All sentences of a section by the last part of their keys: what a page's template names."""
    found = CATALOGUES[language].phrases
    return {
        key.removeprefix(f"{section}."): sentence
        for key, sentence in found.items()
        if key.startswith(f"{section}.") and isinstance(sentence, str)
    }


def contract(text: str, language: str) -> str:
    """A text as it is spoken: a name that comes with its article is drawn together with the word before it."""
    for apart, together in CATALOGUES[language].contractions.items():
        text = text.replace(apart, together)
    return text


def article(gender: str, language: str) -> str:
    """The article of a person with a title, "" where the language has none or the gender is not known."""
    return CATALOGUES[language].articles.get(gender, "")


def titled_name(title: str, name: str, gender: str, language: str) -> str:
    """A person with their title: "Governor Bob Ferguson", "la gobernadora Katie Hobbs".

    With a gender ("f", "m") some languages have an article: a text can then say "para {official}". So it can without: a title
    that lacks its article follows the name, "Dora Quist, concejal".
    """
    given = article(gender, language)
    form = "grammar.titled" if given else "grammar.titled_without_article"
    return phrase(form, language, article=given, title=title, name=name)


def month_in_words(day: date, language: str) -> str:
    """A day's month as people say it: "August 2026", "agosto de 2026"."""
    return phrase("time.month_year", language, month=phrase(f"time.month.{MONTHS[day.month - 1]}", language), year=day.year)


def day_in_words(day: date, language: str) -> str:
    """A day as people say it: "August 5, 2026", "5 de agosto de 2026"."""
    month = phrase(f"time.month.{MONTHS[day.month - 1]}", language)
    return phrase("time.day", language, day=day.day, month=month, year=day.year)


def language_name(language: str, in_language: str) -> str:
    """What a language is called in another: "Spanish"; its own name for it where nobody knows."""
    names = _cldr(CATALOGUES[in_language].cldr).languages
    return str(names.get(language, CATALOGUES[language].name))


@lru_cache(maxsize=64)
def plural_category(cldr: str, count: int) -> str:
    """Which form of a sentence so many take: "one", "few", "other" ... of CLDR's language `cldr`."""
    return str(_cldr(cldr).plural_form(count))


@lru_cache(maxsize=8)
def _cldr(code: str) -> "Locale":
    # Babel takes eleven megabytes and a third of a second: only a process that counts or names languages has it.
    from babel import Locale

    return Locale.parse(code)
