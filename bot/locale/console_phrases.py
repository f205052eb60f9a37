"""Sentences of the organizers' console: a folder a language, a file a page, read when the console is first asked for."""

from collections.abc import Mapping
from functools import cache

from bot.locale.catalogues import CATALOGUES, FOLDER, LANGUAGES, SOURCE, Phrase, read_phrases
from bot.locale.phrases import plural_category

CONSOLE = FOLDER / "console"
CONSOLE_LANGUAGES: tuple[str, ...] = tuple(each for each in LANGUAGES if (CONSOLE / each).is_dir())


@cache
def console_catalogue(language: str) -> Mapping[str, Phrase]:
    """Key ("today.pause": file and key) -> sentence, of a language that has a folder. Raises CatalogueError."""
    found: dict[str, Phrase] = {}
    for path in sorted((CONSOLE / language).glob("*.yaml")):
        found |= {f"{path.stem}.{key}": sentence for key, sentence in read_phrases(path).items()}
    return found


def say(key: str, language: str, /, **values: object) -> str:
    """The sentence of a key, its {placeholders} filled in; with `count`, a counted one: "1 alert", "1,400 alerts".

    Raises KeyError for a key there is not.
    """
    found = console_catalogue(language)[key]
    if isinstance(found, str):
        return found.format_map(values) if values else found
    count = values["count"]
    assert isinstance(count, int), f"{key} is counted: count=..."
    sentence = found.get(plural_category(CATALOGUES[language].cldr, count), found["other"])
    return sentence.format_map({**values, "count": f"{count:,}"})


def has_sentence(key: str) -> bool:
    """Is there such a sentence?"""
    return key in console_catalogue(SOURCE)
