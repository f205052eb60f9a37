"""What the check of a list says, in the page's language.

The check speaks English, as the command line does. Its sentences stand in the catalogues under imports.told: the English ones
are the patterns by which each is known again.
"""

import re
from collections.abc import Sequence
from functools import cache
from string import Formatter

from bot.locale.catalogues import SOURCE
from bot.locale.console_phrases import console_catalogue, say

TOLD = "imports.told."
# A cell, or a line, that a sentence may begin with.
BEFORE = re.compile(r"""('.*?'|".*?") (.+)""", re.DOTALL)
LINE = re.compile(r"line (\d+): (.+)", re.DOTALL)


def report_words(text: str, language: str) -> str:
    """A sentence of the check, or one with a mend behind a semicolon; as it is where the catalogues do not know it."""
    if language == SOURCE:
        return text
    if found := LINE.fullmatch(text):
        return f"{say('imports.told_line', language, line=found[1])} {report_words(found[2], language)}"
    return "; ".join(_sentence(part, language) for part in text.split("; "))


def _sentence(text: str, language: str) -> str:
    if (said := _known(text, language)) is not None:
        return said
    if (found := BEFORE.fullmatch(text)) and (said := _known(found[2], language)) is not None:
        return f"{found[1]} {said}"
    return text


def _known(text: str, language: str) -> str | None:
    for pattern, key in _patterns():
        if found := pattern.fullmatch(text):
            return say(key, language, **found.groupdict())
    return None


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    """Those with fewer placeholders first: they say more."""
    sentences = [
        (key, each) for key, each in console_catalogue(SOURCE).items() if key.startswith(TOLD) and isinstance(each, str)
    ]
    sentences.sort(key=lambda pair: pair[1].count("{"))
    return [(_pattern(sentence), key) for key, sentence in sentences]


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = (re.escape(words) + (f"(?P<{name}>.+?)" if name else "") for words, name, _, _ in Formatter().parse(sentence))
    return re.compile("".join(parts), re.DOTALL)
