"""The words of a provider's steps: a file a language in a folder of its package, as only there the provider is named."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.locale.catalogues import SOURCE, read_phrases

Say = Callable[..., str]


def words_of(folder: Path, language: str) -> Say:
    """Gives the sentence of a key with its {placeholders} filled in; in the source's language where the folder has no other.

    Raises KeyError for a key there is not.
    """
    path = folder / f"{language}.yaml"
    return _sentences(path if path.is_file() else folder / f"{SOURCE}.yaml")


@cache
def _sentences(path: Path) -> Say:
    sentences = read_phrases(path)

    def say(key: str, **values: object) -> str:
        sentence = sentences[key]
        assert isinstance(sentence, str), f"{key} is not counted"
        return sentence.format_map(values)

    return say
